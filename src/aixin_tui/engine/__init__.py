"""Pure decisions: forms, workflow, matching, checklist, figures, predicates. No input or output, no clock."""
