"""What each hook is asked with: one frozen object a hook, so that a new fact is a new field and breaks no province."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from aixin_tui.domain.region import Divisions
from aixin_tui.engine.spec.form import ChoiceList, FormSpec
from aixin_tui.engine.spec.item import Items
from aixin_tui.engine.spec.province import Identity
from aixin_tui.engine.spec.report import FigureSpec, ReportSpec
from aixin_tui.engine.spec.workflow import LifeSpec


class ProvinceRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Asks who a province is. `folder` is the name of its folder."""

    folder: str


class FormsRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Asks for the forms and choice lists of the province named by `identity`."""

    identity: Identity


class RegistersRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Asks for the registers; the forms are known."""

    identity: Identity
    forms: Mapping[str, FormSpec]


class WorkflowRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Asks for the lives of the core kinds; forms and registers are known."""

    identity: Identity
    forms: Mapping[str, FormSpec]


class MatchingRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Asks for the matching policy; forms, registers and lives are known."""

    identity: Identity
    forms: Mapping[str, FormSpec]
    lives: Mapping[str, LifeSpec]


class ChecklistRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Asks for the checklist; forms, registers and lives are known."""

    identity: Identity
    forms: Mapping[str, FormSpec]
    lives: Mapping[str, LifeSpec]


class ReportsRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Asks for figures, reports and documents; forms, registers and lives are known."""

    identity: Identity
    forms: Mapping[str, FormSpec]
    lives: Mapping[str, LifeSpec]


class ProvinceDeclared(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to `aixin_province`."""

    identity: Identity
    divisions: Divisions
    texts: Mapping[str, Mapping[str, str]] = msgspec.field(default_factory=dict)


class FormsDeclared(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to `aixin_forms`: forms by kind, and every choice list."""

    forms: Mapping[str, FormSpec]
    choices: Items[ChoiceList]


class RegistersDeclared(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to `aixin_registers`: registers by kind, and the lives of those that have one."""

    forms: Mapping[str, FormSpec]
    lives: Mapping[str, LifeSpec] = msgspec.field(default_factory=dict)


class ReportsDeclared(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to `aixin_reports`: reports and documents by key, and every figure."""

    reports: Mapping[str, ReportSpec]
    figures: Items[FigureSpec]
