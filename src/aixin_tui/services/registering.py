"""Adding and editing records of any form or register: 登记、修改."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aixin_tui.services.desk import Desk, Result, Who


@dataclass(frozen=True, slots=True)
class AddRecord:
    """A new record of `kind` (a core kind or a register) with the values of its form, as people typed them.

    Many-valued fields may come as lists, tables as lists of mappings; they are shaped for storage. `anyway` adds it
    although the same person seems to be on file already.
    """

    kind: str
    values: Mapping[str, Any]
    anyway: bool = False


@dataclass(frozen=True, slots=True)
class EditRecord:
    """New values of some fields of a record; a field given as None is emptied, one left out stays."""

    kind: str
    id: str
    values: Mapping[str, Any]


def add_record(desk: Desk, who: Who, command: AddRecord) -> Result:
    """Register a record: checked by its form, given its first state, its home file and an id; one act.

    A likely duplicate (the natural key of model.md section 3) is a HELD problem and nothing is written. Words of harm
    in a note add a 强制报告 alert in the same act. Saving moves no state.
    """
    raise NotImplementedError


def edit_record(desk: Desk, who: Who, command: EditRecord) -> Result:
    """Change fields of a record; it keeps its home file and its state. Refuses fields that have a verb of their own."""
    raise NotImplementedError
