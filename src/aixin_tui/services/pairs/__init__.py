"""Pairs of a child and a loving mother, from the first day to the last (结对, 暂离, 转交, 终止结对, 误配).

`pairing` makes one by hand, `pausing` (暂离), `handing_over` (转交, and who of the pairs leads) and `ending` (终止结对)
change it, `mistaken` voids it. `debts` are papers still owed (待补件), `listing` and `again` the lists of pairs and
of children to pair again; `replacing`, `numbering` and `day_and_reason` are what these acts share. What ends *with* a
consent or a file is `services.ends`; offers of a run are in `services.matching`.
"""
