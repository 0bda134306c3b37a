"""Who the province is, its divisions and its other languages: `province.yaml`, `divisions.csv`, `lang/`."""

from __future__ import annotations

import csv
from collections.abc import Mapping

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place
from aixin_tui.domain.region import Divisions, level_of
from aixin_tui.engine.spec.core import LANGUAGE
from aixin_tui.engine.spec.item import Items
from aixin_tui.engine.spec.province import Identity
from aixin_tui.engine.spec.report import Phrase
from aixin_tui.provinces.context import Context
from aixin_tui.provinces.folder import Folder
from aixin_tui.provinces.merging import items_of
from aixin_tui.provinces.reader import Reader
from aixin_tui.provinces.yamltree import Map
from aixin_tui.texts import Label

_REQUIRED = ("province", "code", "name", "language", "version", "programme")
_KEYS = (*_REQUIRED, "brand", "slogan", "rename", "phrases", "languages", "without")


def read_identity(tree: Map, ctx: Context, folder_key: str) -> Identity:
    """Read `province.yaml`. A newer language than this program's is a warning (PLUGIN_001)."""
    reader = ctx.reader
    reader.keys(tree, _KEYS, _REQUIRED)
    language = reader.number(tree, "language", LANGUAGE)
    if language > LANGUAGE:
        reader.report(Code.PLUGIN_001, tree.entries["language"], warn=True, language=language, known=LANGUAGE)
    key = reader.name(tree, "province")
    if key and key != folder_key:
        reader.unknown("folder", key, tree.entries["province"], (folder_key,))
    programme = reader.mapping("programme", tree.get("programme")) or Map(tree.file, 1, 1)
    if "programme" in tree.entries:
        reader.keys(programme, ("from", "to"), ("from",))
    rename = reader.mapping("rename", tree.get("rename"))
    return Identity(
        key=key,
        code=reader.text(tree, "code"),
        name=reader.text(tree, "name"),
        language=int(language),
        version=reader.text(tree, "version"),
        programme_from=reader.day(programme, "from"),
        programme_to=reader.day(programme, "to"),
        brand=reader.text(tree, "brand"),
        slogan=reader.text(tree, "slogan"),
        rename={term: reader.plain_text(term, node) for term, node in (rename.entries if rename else {}).items()},
        phrases=Items(tuple(_phrase(node, ctx) for node in items_of(tree, "phrases"))),
        languages=reader.texts(tree, "languages") or ("zh",),
    )


def _phrase(node: Map, ctx: Context) -> Phrase:
    head = ctx.item(node, "texts", required=("texts",))
    return ctx.marks.put(Phrase(**head, texts=ctx.reader.texts(node, "texts")), node)


def read_languages(trees: Mapping[str, Map], reader: Reader) -> dict[str, dict[str, str]]:
    """Read `lang/<code>.yaml`: Chinese label → its translation, by language."""
    found: dict[str, dict[str, str]] = {}
    for name, tree in sorted(trees.items()):
        if name.startswith("lang/"):
            reader.keys(tree, ("texts",), ("texts",))
            held = reader.mapping("texts", tree.get("texts"))
            entries = held.entries if held is not None else {}
            language = name.removeprefix("lang/").removesuffix(".yaml")
            found[language] = {label: reader.plain_text(label, node) for label, node in entries.items()}
    return found


def read_divisions(folder: Folder, code: str, reader: Reader) -> Divisions:
    """Read `divisions.csv` (`code,name[,from,to,successor]`); a code outside the province is a problem."""
    path = folder.path / "divisions.csv"
    shown = folder.shown("divisions.csv")
    pairs: list[tuple[str, str]] = []
    if not path.is_file():
        reader.report(Code.SPEC_003, Place(shown), key="divisions.csv")
        return Divisions(pairs)
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            titles, *rows = [*csv.reader(lines)] or [[]]
    except (csv.Error, UnicodeDecodeError):
        titles, rows = [], []
    if titles[:2] != ["code", "name"]:
        reader.report(Code.SPEC_003, Place(shown, 1, 1), key="code,name")
    for number, row in enumerate(rows, 2):
        if len(row) < 2 or not row[0].startswith(code) or level_of(row[0]) is None:
            found = row[0] if row else ""
            reader.report(
                Code.SPEC_002, Place(shown, number, 1), key="code", wanted=Label("spec.division_code"), found=found
            )
        else:
            pairs.append((row[0], row[1]))
    return Divisions(pairs)
