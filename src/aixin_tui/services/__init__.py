"""Use cases, one verb a module: what the command line and the app both call.

What they stand on: `desk` (workspace, province, who asks), `ports` (store, clock, ids), `acting` (a draft of an act),
`viewing` and `scope` (what may be seen), `masking`, `wording`. A life is walked by `casework` over `stepping`; any form
is written by `registering`. Packages: `importing` and `sheets` (lists that come in; sheets out and back), `matching`
(the run and its offers), `pairs` (a pair from first day to last), `reports`, `officials_cases` (cases of a province's
`cases/`, run as tests).
"""
