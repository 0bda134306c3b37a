"""The nine hooks of a province. Seven are asked once, when a province is loaded; two around each step of a record.

The YAML loader answers the first seven. A province's `plugin.py` (rare) wraps some of them with
`@hookimpl(wrapper=True)` and returns the changed answer: the same type, no invented kind, and the whole then passes
the same checks as YAML. No hook may drop the law's checks, open what is sealed, or write.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pluggy

from aixin_tui.domain.problem import Problem
from aixin_tui.engine.spec.checklist import ChecklistSpec
from aixin_tui.engine.spec.policy import PolicySpec
from aixin_tui.engine.spec.step import TransitionRequest
from aixin_tui.engine.spec.workflow import LifeSpec
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

#: pluggy's project name.
PROJECT = "aixin"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class ProvinceHooks:
    """What a province may answer; every hook takes one frozen request."""

    @hookspec(firstresult=True)
    def aixin_province(self, request: ProvinceRequest) -> ProvinceDeclared | None:
        """Say who the province is: identity, divisions, other languages.

        Called: first, once a load. Returns: `ProvinceDeclared`; None leaves the answer to the next, at last to the
        YAML loader. Since: 0.1.
        """

    @hookspec(firstresult=True)
    def aixin_forms(self, request: FormsRequest) -> FormsDeclared | None:
        """Give the forms of the core kinds and every choice list.

        Called: second, once a load. Returns: `FormsDeclared`; None leaves the answer to the YAML loader. Since: 0.1.
        """

    @hookspec(firstresult=True)
    def aixin_registers(self, request: RegistersRequest) -> RegistersDeclared | None:
        """Give the registers, and the lives of those that have one.

        Called: third, once a load. Returns: `RegistersDeclared`; None leaves the answer to the YAML loader. Since: 0.1.
        """

    @hookspec(firstresult=True)
    def aixin_workflow(self, request: WorkflowRequest) -> Mapping[str, LifeSpec] | None:
        """Give the states and transitions of each core kind that has a life.

        Called: fourth, once a load. Returns: kind → `LifeSpec`; None leaves the answer to the YAML loader. The law's
        checks are the core's and stand in no answer. Since: 0.1.
        """

    @hookspec(firstresult=True)
    def aixin_matching(self, request: MatchingRequest) -> PolicySpec | None:
        """Give derived facts, classes, hard rules, costs and settings of matching.

        Called: fifth, once a load. Returns: `PolicySpec`; None leaves the answer to the YAML loader. Since: 0.1.
        """

    @hookspec(firstresult=True)
    def aixin_checklist(self, request: ChecklistRequest) -> ChecklistSpec | None:
        """Give the groups and duties.

        Called: sixth, once a load. Returns: `ChecklistSpec`; None leaves the answer to the YAML loader. Since: 0.1.
        """

    @hookspec(firstresult=True)
    def aixin_reports(self, request: ReportsRequest) -> ReportsDeclared | None:
        """Give figures, reports and documents.

        Called: seventh, once a load. Returns: `ReportsDeclared`; None leaves the answer to the YAML loader. Since: 0.1.
        """

    @hookspec
    def aixin_audit_transition(self, request: TransitionRequest) -> Sequence[Problem] | None:
        """Look at a step before it is written; every problem that stops refuses it.

        Called: after all guards hold, before each step is written; not when an act is taken back. Returns: problems
        (`Code.PLUGIN_004` with `say` for words of the province's own); None or nothing lets it pass. One that raises
        refuses. The record comes without what is sealed, and what is changed in it goes nowhere. Since: 0.1.
        """

    @hookspec
    def aixin_transitioned(self, request: TransitionRequest) -> None:
        """Take note of a step after it is durable; what is raised here is noted and undoes nothing.

        Called: after each step is written. Returns: None, always. Since: 0.1.
        """
