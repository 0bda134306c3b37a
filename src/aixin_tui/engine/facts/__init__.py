"""The facts that rules, figures and columns read of a record: fields, links, computed ones and the policy's own."""
