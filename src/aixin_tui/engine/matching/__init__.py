"""Who is paired with whom: the model, the exact solver, its proof and its explanations.

From the bottom up: `instance` (people, costs by name, hard rules), `objective` (levels, packed into one integer),
`lottery`, `assignment` (prices and augmenting paths), `candidates` (pairs by price), `solver`, `certificate` (the
proof, without the solver), `explain`, `plan`. Two ways in: `neutral` (documents, with `answer`) and `from_view` (a
province's policy over records, by `policy_rules` and `facts_read`). A faster search replaces `assignment` and
`candidates`, and the certificate judges both.

A plan that stands is taken up again by `resuming` (from `before`), and repaired after events, single or many at
once, by `repairing` (over `changing`, `standing` and `both_ways`); `differing` says what became of its pairs and why.

The other modes, each beside what proves it: brothers and sisters together (`siblings`, `joining`; `family_proof`),
leads and supporters (`teams`, `team_flow` over `circulation`, `team_rounds`; `team_proof`), two-way choice (`stable`).
Their documents are read by `neutral_*`, their answers written and checked by `answer_*`; a run over records cuts its
children into one part a mode (`by_mode`).

At the size of a province: `counties` solves each county alone and joins those whose people gain by it, in `parts` that
name nobody and that any process can hold (`type_table`); who solves them is the caller's `Crew`.
"""
