"""The YAML loader: the first plugin of each province's manager, which answers the seven load-time hooks."""

from __future__ import annotations

from collections.abc import Mapping

from aixin_tui.domain.codes import Code
from aixin_tui.engine.spec.checklist import ChecklistSpec
from aixin_tui.engine.spec.form import FormSpec
from aixin_tui.engine.spec.policy import PolicySpec
from aixin_tui.engine.spec.report import ReportSpec
from aixin_tui.engine.spec.workflow import LifeSpec
from aixin_tui.provinces.checklist import read_checklist
from aixin_tui.provinces.context import Context
from aixin_tui.provinces.folder import Folder
from aixin_tui.provinces.forms import read_choices, read_form
from aixin_tui.provinces.hookspecs import hookimpl
from aixin_tui.provinces.identity import read_divisions, read_identity, read_languages
from aixin_tui.provinces.merged import CHOICES, FIGURES, form_files, register_files
from aixin_tui.provinces.policy import read_policy
from aixin_tui.provinces.reports import read_figures, read_report
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
from aixin_tui.provinces.templates import check_templates, with_template
from aixin_tui.provinces.workflow import read_life, read_lives
from aixin_tui.provinces.yamltree import Map


class YamlLoader:
    """Answers from the merged files of one folder. Problems go to the context's reader."""

    def __init__(self, folder: Folder, trees: dict[str, Map], ctx: Context) -> None:
        self._folder = folder
        self._trees = trees
        self._ctx = ctx

    @hookimpl
    def aixin_province(self, request: ProvinceRequest) -> ProvinceDeclared:
        """Read `province.yaml`, `divisions.csv` and `lang/`."""
        tree = self._trees.get("province.yaml")
        if tree is None:
            tree = Map(self._folder.shown("province.yaml"), 1, 1)
        reader = self._ctx.reader
        identity = read_identity(tree, self._ctx, request.folder)
        divisions = read_divisions(self._folder, identity.code, reader)
        self._ctx.divisions = frozenset(divisions)
        return ProvinceDeclared(
            identity=identity, divisions=divisions, texts=read_languages(self._trees, reader)
        )

    @hookimpl
    def aixin_forms(self, request: FormsRequest) -> FormsDeclared:  # noqa: ARG002 - pluggy passes by name
        """Read `forms/`."""
        return FormsDeclared(choices=read_choices(self._trees.get(CHOICES), self._ctx), forms=self._forms())

    def _forms(self) -> dict[str, FormSpec]:
        forms: dict[str, FormSpec] = {}
        for tree in form_files(self._trees):
            self._keep(forms, read_form(tree, self._ctx))
        return forms

    def _keep(self, forms: dict[str, FormSpec], form: FormSpec) -> None:
        if form.kind in forms:
            first = forms[form.kind].origin
            self._ctx.reader.report(Code.ITEM_001, form.origin, key=form.kind, first=f"{first.file}:{first.line}")
        else:
            forms[form.kind] = form

    @hookimpl
    def aixin_registers(self, request: RegistersRequest) -> RegistersDeclared:
        """Read `registers/`."""
        forms = dict(request.forms)
        lives: dict[str, LifeSpec] = {}
        for tree in register_files(self._trees):
            form = read_form(tree, self._ctx, is_register=True)
            self._keep(forms, form)
            if {"states", "transitions"} & set(tree.entries):
                lives[form.kind] = read_life(tree, form.kind, self._ctx)
        registers = {kind: form for kind, form in forms.items() if kind not in request.forms}
        return RegistersDeclared(forms=registers, lives=lives)

    @hookimpl
    def aixin_workflow(self, request: WorkflowRequest) -> Mapping[str, LifeSpec]:  # noqa: ARG002
        """Read `workflow.yaml`."""
        return read_lives(self._trees.get("workflow.yaml"), self._ctx)

    @hookimpl
    def aixin_matching(self, request: MatchingRequest) -> PolicySpec:  # noqa: ARG002
        """Read `policy.yaml`."""
        return read_policy(self._trees.get("policy.yaml"), self._ctx)

    @hookimpl
    def aixin_checklist(self, request: ChecklistRequest) -> ChecklistSpec:  # noqa: ARG002
        """Read `checklist.yaml`."""
        return read_checklist(self._trees.get("checklist.yaml"), self._ctx)

    @hookimpl
    def aixin_reports(self, request: ReportsRequest) -> ReportsDeclared:  # noqa: ARG002
        """Read `reports/`."""
        reports: dict[str, ReportSpec] = {}
        for name, tree in self._trees.items():
            if name.startswith("reports/") and name != FIGURES:
                report = with_template(read_report(tree, self._ctx), self._folder, self._ctx)
                if report.key in reports:
                    first = reports[report.key].origin
                    self._ctx.reader.report(
                        Code.ITEM_001, report.origin, key=report.key, first=f"{first.file}:{first.line}"
                    )
                reports.setdefault(report.key, report)
        check_templates(self._folder, reports, self._ctx)
        return ReportsDeclared(reports=reports, figures=read_figures(self._trees.get(FIGURES), self._ctx))
