"""All records of a scope as they were known at one moment: what every decision is taken over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aixin_tui.domain.record import Record, members


class Snapshot:
    """Records by kind and id, and by the records they link to. Read-only; voided records are left out of lists.

    `known_at` is the moment (ISO, with zone) as of which the records are known, empty for now.
    """

    __slots__ = ("_links", "_records", "known_at")

    def __init__(self, records: Iterable[Record], *, known_at: str = "") -> None:
        self._records: dict[str, dict[str, Record]] = {}
        for record in records:
            self._records.setdefault(record.kind, {})[record.id] = record
        self._links: dict[tuple[str, str], dict[str, list[Record]]] = {}
        self.known_at = known_at

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of which there is any record, in order."""
        return tuple(sorted(self._records))

    def of(self, kind: str) -> tuple[Record, ...]:
        """List the records of a kind that are not voided, in the order of their ids."""
        held = self._records.get(kind, {})
        return tuple(held[key] for key in sorted(held) if not held[key].is_voided)

    def every(self, kind: str) -> tuple[Record, ...]:
        """List the records of a kind, voided ones too, in the order of their ids."""
        held = self._records.get(kind, {})
        return tuple(held[key] for key in sorted(held))

    def get(self, kind: str, record_id: str) -> Record | None:
        """Find one record, voided or not."""
        return self._records.get(kind, {}).get(record_id)

    def linked(self, kind: str, field: str, record_id: str) -> tuple[Record, ...]:
        """List the records of `kind` whose link `field` names the record, voided ones left out, by id."""
        table = self._links.get((kind, field))
        if table is None:
            table = {}
            for record in self.of(kind):
                for target in members(record.get(field)):
                    table.setdefault(target, []).append(record)
            self._links[kind, field] = table
        return tuple(table.get(record_id, ()))

    def with_records(self, changed: Iterable[Record]) -> Snapshot:
        """Give a snapshot in which these records stand as given (new or replaced)."""
        records = list(changed)
        kinds = {record.kind for record in records}
        other = Snapshot((), known_at=self.known_at)
        other._records = {kind: dict(held) if kind in kinds else held for kind, held in self._records.items()}
        other._links = {key: table for key, table in self._links.items() if key[0] not in kinds}
        for record in records:
            other._records.setdefault(record.kind, {})[record.id] = record
        return other

    def counts(self) -> Mapping[str, int]:
        """Count the records of each kind, voided ones left out."""
        return {kind: len(self.of(kind)) for kind in self.kinds}
