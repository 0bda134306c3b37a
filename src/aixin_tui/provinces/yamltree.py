"""YAML as a tree of text with places: nothing is resolved or guessed, and every node knows file, line and column.

libyaml's parser is used where PyYAML was built with it, else the pure one. Refused: anchors, aliases, merge keys, tags,
tabs, duplicate keys, a second document, nesting that no province needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aixin_tui import texts
from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem

#: Deeper than this is no province but an attack on the stack.
DEEPEST = 40
#: Larger than this is no file that an official writes.
LARGEST = 1_000_000


class Scalar:
    """A value as written; `plain` without quotes, so that another reader might take it for something else."""

    __slots__ = ("column", "file", "line", "plain", "text")

    def __init__(self, text: str, file: str = "", line: int = 0, column: int = 0, *, plain: bool = False) -> None:
        self.text, self.file, self.line, self.column, self.plain = text, file, line, column, plain

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.file, self.line, self.column)


class Seq:
    """A list of nodes."""

    __slots__ = ("column", "file", "items", "line")

    def __init__(self, items: list[Node], file: str = "", line: int = 0, column: int = 0) -> None:
        self.items, self.file, self.line, self.column = items, file, line, column

    @property
    def place(self) -> Place:
        """Where it begins."""
        return Place(self.file, self.line, self.column)


class Map:
    """A mapping: its keys as written, with their places, and the nodes under them."""

    __slots__ = ("column", "entries", "file", "keys", "line")

    def __init__(self, file: str = "", line: int = 0, column: int = 0) -> None:
        self.file, self.line, self.column = file, line, column
        self.keys: dict[str, Scalar] = {}
        self.entries: dict[str, Node] = {}

    @property
    def place(self) -> Place:
        """Where it begins."""
        return Place(self.file, self.line, self.column)

    def put(self, key: Scalar, value: Node) -> None:
        """Set an entry, replacing one of the same name."""
        self.keys[key.text] = key
        self.entries[key.text] = value

    def get(self, key: str) -> Node | None:
        """Give the node under a key."""
        return self.entries.get(key)

    def text(self, key: str) -> str:
        """Give the scalar under a key as written; empty where none stands."""
        node = self.entries.get(key)
        return node.text if isinstance(node, Scalar) else ""


Node = Scalar | Seq | Map


class _RefusedError(Exception):
    """The file cannot be read further; its problem is already noted."""


def read_tree(data: bytes, file: str, problems: list[Problem]) -> Map | None:
    """Read one file; what is wrong is added to `problems`, and None given where it cannot be read at all."""
    try:
        return _Builder(_decoded(data, file, problems), file, problems).document()
    except _RefusedError:
        return None


def _decoded(data: bytes, file: str, problems: list[Problem]) -> str:
    if len(data) > LARGEST:
        problems.append(Problem(Code.YAML_001, place=Place(file, 1, 1), values={"what": texts.Label("yaml.too_large")}))
        raise _RefusedError
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.append(Problem(Code.YAML_001, place=Place(file, line, 1), values={"what": texts.Label("yaml.utf8")}))
        raise _RefusedError from error
    at = text.find("\t")
    if at >= 0:
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        place = Place(file, line, column)
        problems.append(Problem(Code.YAML_001, place=place, values={"what": texts.Label("yaml.tab")}))
        raise _RefusedError
    return text


class _Builder:
    """Builds the tree from the parser's events."""

    def __init__(self, text: str, file: str, problems: list[Problem]) -> None:
        import yaml

        self._yaml = yaml
        self._text = text
        self._file = file
        self._problems = problems
        self._depth = 0

    def document(self) -> Map:
        """Read the one document of the file, a mapping."""
        try:
            events = self._events()
            found = next(events, None)
            root: Node = Map(self._file, 1, 1) if found is None else self._node(found, events)
            if (second := next(events, None)) is not None:
                self._refuse(Code.YAML_001, second, what=texts.Label("yaml.second"))
        except self._yaml.YAMLError as error:
            self._unreadable(error)
            raise _RefusedError from error
        if isinstance(root, Map):
            return root
        self._problems.append(Problem(Code.YAML_001, place=root.place, values={"what": texts.Label("yaml.no_mapping")}))
        raise _RefusedError

    def _events(self) -> Iterator[Any]:
        loader = getattr(self._yaml, "CBaseLoader", self._yaml.BaseLoader)
        frame = (
            self._yaml.StreamStartEvent, self._yaml.StreamEndEvent, self._yaml.DocumentStartEvent,
            self._yaml.DocumentEndEvent,
        )
        return (event for event in self._yaml.parse(self._text, Loader=loader) if not isinstance(event, frame))

    def _unreadable(self, error: Any) -> None:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        place = Place(self._file, mark.line + 1, mark.column + 1) if mark else Place(self._file, 1, 1)
        what = texts.Label("yaml.syntax")
        self._problems.append(Problem(Code.YAML_001, place=place, values={"what": what}))

    def _refuse(self, code: Code, event: Any, **values: Any) -> None:
        place = Place(self._file, event.start_mark.line + 1, event.start_mark.column + 1)
        self._problems.append(Problem(code, place=place, values=values))
        raise _RefusedError

    def _node(self, event: Any, events: Iterator[Any]) -> Node:
        if isinstance(event, self._yaml.AliasEvent):
            self._refuse(Code.YAML_004, event, found=f"*{event.anchor}")
        if event.anchor:
            self._refuse(Code.YAML_004, event, found=f"&{event.anchor}")
        if event.tag and not (isinstance(event, self._yaml.ScalarEvent) and any(event.implicit)):
            self._refuse(Code.YAML_004, event, found=event.tag)
        mark = event.start_mark
        if isinstance(event, self._yaml.ScalarEvent):
            return Scalar(event.value, self._file, mark.line + 1, mark.column + 1, plain=not event.style)
        self._depth += 1
        if self._depth > DEEPEST:
            self._refuse(Code.YAML_001, event, what=texts.Label("yaml.too_deep"))
        made = self._sequence(event, events) if isinstance(event, self._yaml.SequenceStartEvent) else (
            self._mapping(event, events)
        )
        self._depth -= 1
        return made

    def _sequence(self, start: Any, events: Iterator[Any]) -> Seq:
        seq = Seq([], self._file, start.start_mark.line + 1, start.start_mark.column + 1)
        for event in events:
            if isinstance(event, self._yaml.SequenceEndEvent):
                break
            seq.items.append(self._node(event, events))
        return seq

    def _mapping(self, start: Any, events: Iterator[Any]) -> Map:
        made = Map(self._file, start.start_mark.line + 1, start.start_mark.column + 1)
        for event in events:
            if isinstance(event, self._yaml.MappingEndEvent):
                break
            key = self._node(event, events)
            value = self._node(next(events), events)
            if not isinstance(key, Scalar):
                self._refuse(Code.YAML_001, event, what=texts.Label("yaml.key"))
            elif key.plain and key.text == "<<":
                self._refuse(Code.YAML_004, event, found="<<")
            elif key.text in made.keys:
                first = made.keys[key.text].line
                self._problems.append(Problem(Code.YAML_002, place=key.place, values={"key": key.text, "line": first}))
            else:
                made.put(key, value)
        return made
