"""The only module that a province may import: the hook marker, the request and answer types, and the vocabulary.

A province needs no Python. One that has a `plugin.py` wraps an answer of the YAML loader::

    from aixin_tui.api import ChecklistRequest, ChecklistSpec, hookimpl

    @hookimpl(wrapper=True)
    def aixin_checklist(request: ChecklistRequest) -> Generator[None, ChecklistSpec, ChecklistSpec]:
        answer = yield
        return replace(answer, duties=...)
"""

from __future__ import annotations

from msgspec.structs import replace

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.domain.record import Record
from aixin_tui.engine.spec.checklist import After, Cadence, ChecklistSpec, DutySpec, Every, Gap, GroupSpec
from aixin_tui.engine.spec.condition import (
    AllOf,
    AnyOf,
    Between,
    By,
    Check,
    Condition,
    Distinct,
    Equals,
    FactTest,
    Has,
    Not,
    Recorded,
    SameAs,
    Selection,
    Shares,
    Within,
)
from aixin_tui.engine.spec.form import Choice, ChoiceList, Entry, FieldSpec, FieldType, FormSpec, Need
from aixin_tui.engine.spec.item import Items, Origin, Source, Stamp
from aixin_tui.engine.spec.policy import ClassSpec, CostSpec, FactSpec, PolicySpec, SettingSpec
from aixin_tui.engine.spec.province import Identity
from aixin_tui.engine.spec.report import (
    BlockSpec,
    ChartSpec,
    FigureSpec,
    ListSpec,
    Phrase,
    PrintSpec,
    ReportSpec,
    TableSpec,
    TargetSpec,
)
from aixin_tui.engine.spec.step import TransitionRequest
from aixin_tui.engine.spec.workflow import ANY, LifeSpec, StateSpec, TransitionSpec
from aixin_tui.provinces.hookspecs import hookimpl
from aixin_tui.provinces.requests import (
    ChecklistRequest,
    FormsDeclared,
    FormsRequest,
    MatchingRequest,
    ProvinceDeclared,
    ProvinceRequest,
    RegistersDeclared,
    RegistersRequest,
    ReportsDeclared,
    ReportsRequest,
    WorkflowRequest,
)

__all__ = [
    "ANY",
    "After",
    "AllOf",
    "AnyOf",
    "Between",
    "BlockSpec",
    "By",
    "Cadence",
    "ChartSpec",
    "Check",
    "ChecklistRequest",
    "ChecklistSpec",
    "Choice",
    "ChoiceList",
    "ClassSpec",
    "Code",
    "Condition",
    "CostSpec",
    "Distinct",
    "DutySpec",
    "Entry",
    "Equals",
    "Every",
    "FactSpec",
    "FactTest",
    "FieldSpec",
    "FieldType",
    "FigureSpec",
    "FormSpec",
    "FormsDeclared",
    "FormsRequest",
    "Gap",
    "GroupSpec",
    "Has",
    "Identity",
    "Items",
    "LifeSpec",
    "ListSpec",
    "MatchingRequest",
    "Need",
    "Not",
    "Origin",
    "Phrase",
    "Place",
    "PolicySpec",
    "PrintSpec",
    "Problem",
    "ProvinceDeclared",
    "ProvinceRequest",
    "Record",
    "Recorded",
    "RegistersDeclared",
    "RegistersRequest",
    "ReportSpec",
    "ReportsDeclared",
    "ReportsRequest",
    "SameAs",
    "Selection",
    "SettingSpec",
    "Severity",
    "Shares",
    "Source",
    "Stamp",
    "StateSpec",
    "TableSpec",
    "TargetSpec",
    "TransitionRequest",
    "TransitionSpec",
    "Within",
    "WorkflowRequest",
    "hookimpl",
    "replace",
]
