"""Reports of an office: rendered, asked for the records behind a number, handed in, and what changed since.

`reporting` is what the faces call; `rendering` makes one edition, `parts` county by county where the workspace is
large, `submitting` hands it in (定稿) and lists corrections (更正), `models` are the questions and answers.
The figures themselves are counted in `engine.figures` and `engine.reporting`.
"""
