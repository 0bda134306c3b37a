"""Reads scalars, lists and mappings by the type that their key declares, and notes every problem with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.day import first_day
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.engine.spec.item import Origin
from aixin_tui.provinces.near import fix_of, nearest
from aixin_tui.provinces.yamltree import Map, Node, Scalar, Seq
from aixin_tui.texts import Label

#: What another YAML reader takes for truth, nothing, a time, an octal, a float or a date, if no quotes stand around it.
_OTHERWISE = re.compile(
    r"(?i:y|n|yes|no|on|off|true|false|null|~)"
    r"|[-+]?\d+(:[0-5]?\d)+(\.\d*)?"
    r"|[-+]?0[0-9_]+|0[xob][0-9a-fA-F_]+|[-+]?\d[\d_]*\.[\d_]*([eE][-+]?\d+)?|[-+]?\d[\d_]*[eE][-+]?\d+|[-+]?\.(inf|nan)"
    r"|\d{4}-\d\d?-\d\d?.*"
)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_DURATION = re.compile(r"[1-9]\d* (day|week|month|year)s?")


class Reader:
    """Collects the problems of one province, and reads values."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def report(
        self, code: Code, at: Node | Place | Origin, *, near: str = "", warn: bool = False, **values: Any
    ) -> None:
        """Note a problem at a node, a place or an origin."""
        place = Place(at.file, at.line, at.column)
        severity = Severity.WARNING if warn else Severity.ERROR
        self.problems.append(Problem(code, severity, place, values, near))

    def wrong(self, key: str, wanted: str, node: Node) -> None:
        """Note that a value is not of the type that its key declares (SPEC_002)."""
        shape = Label("spec.list" if isinstance(node, Seq) else "spec.mapping")
        found = node.text if isinstance(node, Scalar) else shape
        self.report(Code.SPEC_002, node, key=key, wanted=Label(f"spec.{wanted}"), found=found)

    def unknown(self, what: str, name: str, node: Node | Origin, known: Iterable[str]) -> None:
        """Note a name that nothing declares (SPEC_005), with the nearest known one."""
        near = nearest(name, known)
        self.report(Code.SPEC_005, node, near=near, what=Label(f"spec.{what}"), name=name, fix=fix_of(near))

    def keys(self, node: Map, known: Iterable[str], required: Iterable[str] = ()) -> None:
        """Note the keys of a mapping that are unknown (SPEC_001) or missing (SPEC_003)."""
        known = set(known)
        misspelt = set()
        for key, at in node.keys.items():
            if key not in known:
                near = nearest(key, known)
                misspelt.add(near)
                self.report(Code.SPEC_001, at, near=near, key=key, fix=fix_of(near, "spec.delete"))
        for key in required:
            if key not in node.entries and key not in misspelt:
                self.report(Code.SPEC_003, node, key=key)

    def one_of(self, node: Map, keys: Sequence[str], *, required: bool = True) -> str:
        """Give the one key of `keys` that stands; more than one, or none where one is required, is SPEC_004."""
        found = [key for key in keys if key in node.entries]
        if len(found) > 1 or (required and not found):
            at = node.keys[found[1]] if len(found) > 1 else node
            self.report(Code.SPEC_004, at, keys=" / ".join(keys), found=" / ".join(found) or "–")
        return found[0] if found else ""

    def mapping(self, key: str, node: Node | None) -> Map | None:
        """Give the node as a mapping, None where it is none or missing."""
        if node is None or isinstance(node, Map):
            return node
        self.wrong(key, "mapping", node)
        return None

    def sequence(self, key: str, node: Node | None) -> list[Node]:
        """Give the nodes of a list, none where it is none or missing."""
        if isinstance(node, Seq):
            return node.items
        if node is not None:
            self.wrong(key, "list", node)
        return []

    def scalar(self, key: str, node: Node, wanted: str = "text") -> str | None:
        """Give a scalar as written."""
        if isinstance(node, Scalar):
            return node.text
        self.wrong(key, wanted, node)
        return None

    def text(self, parent: Map, key: str, default: str = "") -> str:
        """Read text; what would be taken for something else without quotes is YAML_003."""
        node = parent.get(key)
        if node is None:
            return default
        return self.plain_text(key, node)

    def plain_text(self, key: str, node: Node) -> str:
        """Read one node as text."""
        text = self.scalar(key, node)
        if text is None or not isinstance(node, Scalar):
            return ""
        if node.plain and (not text or _OTHERWISE.fullmatch(text)):
            self.report(Code.YAML_003, node, found=text, meaning=Label(f"yaml.{_meaning(text)}"))
        return text

    def name(self, parent: Map, key: str) -> str:
        """Read a name: small letters, digits and `_`."""
        text = self.text(parent, key)
        if key in parent.entries and text and not _NAME.fullmatch(text):
            self.wrong(key, "name", parent.entries[key])
        return text

    def texts(self, parent: Map, key: str) -> tuple[str, ...]:
        """Read a list of texts; one text alone stands for a list of it."""
        node = parent.get(key)
        if node is None:
            return ()
        if isinstance(node, Scalar):
            return (self.plain_text(key, node),)
        return tuple(self.plain_text(key, item) for item in self.sequence(key, node))

    def flag(self, parent: Map, key: str, *, default: bool = False) -> bool:
        """Read true or false."""
        node = parent.get(key)
        if node is None:
            return default
        text = self.scalar(key, node, "flag")
        if text not in {None, "true", "false"}:
            self.wrong(key, "flag", node)
        return text == "true"

    def number(self, parent: Map, key: str, default: float | None = None) -> Any:
        """Read a number, whole where it is written so."""
        node = parent.get(key)
        if node is None:
            return default
        found = number_of(node)
        if found is None:
            self.wrong(key, "number", node)
            return default
        return found

    def day(self, parent: Map, key: str) -> str:
        """Read a date as ISO text."""
        node = parent.get(key)
        if node is None:
            return ""
        text = self.scalar(key, node, "date") or ""
        if not is_date(text) or len(text) != 10:
            self.wrong(key, "date", node)
            return ""
        return text

    def duration(self, parent: Map, key: str) -> str:
        """Read a duration: `7 days`, `2 weeks`, `12 months`, `3 years`."""
        node = parent.get(key)
        if node is None:
            return ""
        text = self.scalar(key, node, "duration") or ""
        if not _DURATION.fullmatch(text):
            self.wrong(key, "duration", node)
        return text

    def word(self, parent: Map, key: str, known: Sequence[str], default: str = "", *, what: str = "word") -> str:
        """Read one word of a closed list (SPEC_005)."""
        node = parent.get(key)
        if node is None:
            return default
        text = self.scalar(key, node, "name")
        if text is not None and text not in known:
            self.unknown(what, text, node, known)
            return default
        return text or default

    def words(self, parent: Map, key: str, known: Iterable[str], *, what: str) -> tuple[str, ...]:
        """Read several words of a closed list."""
        known = set(known)
        node = parent.get(key)
        nodes = node.items if isinstance(node, Seq) else [node] if node is not None else []
        found = []
        for item in nodes:
            text = self.scalar(key, item, "name")
            if text is not None and text not in known:
                self.unknown(what, text, item, known)
            elif text is not None:
                found.append(text)
        return tuple(found)


def _meaning(text: str) -> str:
    low = text.lower()
    if low in {"n", "no", "off", "false"}:
        return "means_false"
    if low in {"y", "yes", "on", "true"}:
        return "means_true"
    if low in {"", "~", "null"}:
        return "means_nothing"
    return "means_time" if ":" in low else "means_date" if "-" in low[1:] else "means_number"


def number_of(node: Node) -> int | float | None:
    """Give a plain scalar as a number, None where it is none."""
    if not isinstance(node, Scalar) or not _NUMBER.fullmatch(node.text):
        return None
    return float(node.text) if "." in node.text else int(node.text)


def is_date(text: str) -> bool:
    """Whether the text is a date of one of the three lengths."""
    try:
        first_day(text)
    except ValueError:
        return False
    return len(text) in {4, 7, 10}


def is_duration(text: str) -> bool:
    """Whether the text is a duration of a condition or cadence."""
    return bool(_DURATION.fullmatch(text))


def origin_of(node: Node) -> Origin:
    """Give a node's place as the origin of what is read from it."""
    return Origin(node.file, node.line, node.column)


def each(nodes: Iterable[Node], reader: Reader, key: str, read: Callable[[Map], Any]) -> list[Any]:
    """Read every mapping of a list; what is none is noted and left out."""
    return [read(node) for node in nodes if (reader.mapping(key, node) is not None and isinstance(node, Map))]
