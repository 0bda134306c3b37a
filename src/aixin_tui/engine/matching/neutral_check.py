"""Whether a document is a neutral instance at all: every key there, of its type, within bounds, every name known.

Everything that reads a document reads it after this check, so nothing behind it meets a missing key, a number that is
none (NaN, a truth value) or one so large that the levels of an objective would run into each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from aixin_tui.engine.matching.instance import CUT
from aixin_tui.engine.matching.type_costs import COST_LIMIT

INSTANCE_SCHEMA = "match-instance/1"
#: The four levels of risk, from the highest; a province's colours map to them by rank.
RISKS = ("red", "orange", "yellow", "blue")
KINDS = ("cadre", "committee", "sector", "social")
#: No person has so many places, and no team so many supporters: beyond it a number is a mistake in the file.
MANY = 1_000_000


class NotAnInstanceError(ValueError):
    """A document that is no instance; the message says where."""


def check_document(document: Any) -> None:
    """Assert that a document is an instance of the schema.

    Raises:
        NotAnInstanceError: it is not; the message names the first place that is wrong.
    """
    _is(document, dict, "document")
    if _at(document, "schema", "") != INSTANCE_SCHEMA:
        _wrong("schema", INSTANCE_SCHEMA)
    weights = _at(document, "weights", "")
    _check_weights(weights)
    mothers = _people(document, "mothers", _check_mother)
    children = _people(document, "children", _check_child)
    for row in document["children"]:
        _names(row["likes"], mothers, f"children {row['id']} likes")
        _names(row["excl"], mothers, f"children {row['id']} excl")
    for row in document["mothers"]:
        _names(row["likes"], children, f"mothers {row['id']} likes")
    _check_pairs(document, children, mothers)
    _check_sizes(document)
    if document.get("n_plus_1") is not None:
        _check_team(document["n_plus_1"])


def whole(value: Any, where: str, low: int = -COST_LIMIT, high: int = COST_LIMIT) -> int:
    """Give a whole number back.

    Raises:
        NotAnInstanceError: it is none, or outside its bounds.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        _wrong(where, "a whole number")
    if not low <= value <= high:
        _wrong(where, "within bounds")
    return value


def _wrong(where: str, wanted: str) -> NoReturn:
    raise NotAnInstanceError(f"{where}: not {wanted}")


def _is(value: Any, kind: type, where: str) -> None:
    if not isinstance(value, kind):
        _wrong(where, {dict: "an object", list: "a list", str: "a text", bool: "true or false"}[kind])


def _at(row: Mapping[str, Any], key: str, where: str) -> Any:
    if key not in row:
        _wrong(f"{where} {key}".strip(), "there")
    return row[key]


def _numbers(value: Any, where: str, least: int) -> Sequence[int]:
    _is(value, list, where)
    if len(value) < least:
        _wrong(where, "long enough")
    return [whole(number, where) for number in value]


def _check_weights(weights: Any) -> None:
    _is(weights, dict, "weights")
    for name, check in (("dist", _rising), ("unmet", whole)):
        by_risk = _at(weights, name, "weights")
        _is(by_risk, dict, f"weights {name}")
        for risk in RISKS:
            check(_at(by_risk, risk, f"weights {name}"), f"weights {name} {risk}")
    for name in ("gender_soft", "social_red_orange", "child_like", "mother_like", "sibling"):
        whole(_at(weights, name, "weights"), f"weights {name}")
    load = _numbers(_at(weights, "load", "weights"), "weights load", 1)
    if list(load) != sorted(load):
        _wrong("weights load", "a row that never falls")


def _rising(value: Any, where: str) -> None:
    found = _numbers(value, where, len(CUT))
    if list(found[: len(CUT)]) != sorted(found[: len(CUT)]):
        _wrong(where, "a row that never falls")


def _people(document: Mapping[str, Any], key: str, check: Callable[[Mapping[str, Any], str], None]) -> set[str]:
    rows = _at(document, key, "")
    _is(rows, list, key)
    found: set[str] = set()
    for number, row in enumerate(rows):
        _is(row, dict, f"{key} {number}")
        name = _text(_at(row, "id", f"{key} {number}"), f"{key} {number} id")
        if name in found:
            _wrong(f"{key} {name}", "the only one of this id")
        found.add(name)
        where = f"{key} {name}"
        code = _text(_at(row, "code", where), f"{where} code")
        if len(code) != CUT[0] or not (code.isascii() and code.isdecimal()):
            _wrong(f"{where} code", "12 digits")
        whole(_at(row, "radius", where), f"{where} radius", 0, len(CUT) - 1)
        _texts(_at(row, "likes", where), f"{where} likes")
        check(row, where)
    return found


def _check_mother(row: Mapping[str, Any], where: str) -> None:
    whole(_at(row, "cap", where), f"{where} cap", 0, MANY)
    whole(row.get("held", 0), f"{where} held", 0, MANY)
    _texts(_at(row, "skills", where), f"{where} skills")
    _one_of(row, "kind", KINDS, where)
    _one_of(row, "gender", ("F", "M"), where)
    for key in ("trained", "avail"):
        _is(_at(row, key, where), bool, f"{where} {key}")


def _check_child(row: Mapping[str, Any], where: str) -> None:
    _texts(_at(row, "needs", where), f"{where} needs")
    _one_of(row, "risk", RISKS, where)
    whole(_at(row, "cls", where), f"{where} cls", 1, 3)
    _one_of(row, "gender", ("any", "F", "M"), where)
    for key in ("consent", "gender_hard"):
        _is(_at(row, key, where), bool, f"{where} {key}")
    if _at(row, "sib", where) is not None:
        _text(row["sib"], f"{where} sib")
    _texts(_at(row, "excl", where), f"{where} excl")


def _one_of(row: Mapping[str, Any], key: str, words: Sequence[str], where: str) -> None:
    value = _at(row, key, where)
    if not isinstance(value, str) or value not in words:
        _wrong(f"{where} {key}", " / ".join(words))


def _text(value: Any, where: str) -> str:
    """Give a text that can be written again; half a character from a broken file cannot."""
    _is(value, str, where)
    text = str(value)
    if not text or any("\ud800" <= sign <= "\udfff" for sign in text):
        _wrong(where, "a text")
    return text


def _texts(value: Any, where: str) -> None:
    _is(value, list, where)
    for one in value:
        _text(one, where)


def _names(names: Sequence[str], known: set[str], where: str) -> None:
    for name in names:
        if name not in known:
            _wrong(f"{where} {name}", "known")


def _check_pairs(document: Mapping[str, Any], children: set[str], mothers: set[str]) -> None:
    existing, extra = _at(document, "existing", ""), document.get("extra", [])
    for key, rows, width in (("existing", existing, 2), ("extra", extra, 3)):
        _is(rows, list, key)
        for number, row in enumerate(rows):
            where = f"{key} {number}"
            _is(row, list, where)
            if len(row) != width:
                _wrong(where, f"{width} values")
            _names([_text(row[0], where)], children, where)
            _names([_text(row[1], where)], mothers, where)
            if width > 2:
                whole(row[2], where)


def _check_sizes(document: Mapping[str, Any]) -> None:
    """Assert that no pair can cost so much that the levels of an objective would run into each other."""
    weights, children = document["weights"], document["children"]
    needs = max((len(row["needs"]) for row in children), default=0)
    most = max(abs(number) for row in weights["dist"].values() for number in row)
    most += needs * max(abs(number) for number in weights["unmet"].values())
    most += sum(abs(weights[name]) for name in ("gender_soft", "social_red_orange", "child_like", "mother_like"))
    more: dict[tuple[str, str], int] = {}
    for child, mother, cost in document.get("extra", []):
        more[child, mother] = more.get((child, mother), 0) + abs(cost)
    load = weights["load"]
    step = load[-1] - load[-2] if len(load) > 1 else 0
    held = max((row.get("held", 0) for row in document["mothers"]), default=0)
    steps = max(abs(load[0]), abs(load[-1])) + step * (min(len(children), MANY) + held)
    if most + max(more.values(), default=0) + steps + abs(weights["sibling"]) >= COST_LIMIT:
        _wrong("weights", "small enough")


def _check_team(team: Any) -> None:
    _is(team, dict, "n_plus_1")
    most = whole(_at(team, "n", "n_plus_1"), "n_plus_1 n", 0, MANY)
    worth = _numbers(_at(team, "worth", "n_plus_1"), "n_plus_1 worth", most)
    if list(worth) != sorted(worth, reverse=True):
        _wrong("n_plus_1 worth", "a row that never rises")
