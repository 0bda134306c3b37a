"""打印: choose a paper, a format, and whether numbers stand in it in full; it is written into the workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from weakref import WeakKeyDictionary

from rich.cells import cell_len

from aixin_tui.engine.content import ReportContent
from aixin_tui.services.desk import Result
from aixin_tui.services.papers import MakePapers, PaperKind, make_papers, paper_kinds
from aixin_tui.services.reports.models import Rendered
from aixin_tui.tui.asking import AskText
from aixin_tui.tui.screens.base import DeskScreen
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.choice import ChoiceBox, PlaceBox

#: The papers of the step taken last in an app, by paper: they are the first that F6 offers.
_of_step: WeakKeyDictionary[Session, Mapping[str, Sequence[str]]] = WeakKeyDictionary()
_STEP, _FULL = "step", "full"


@dataclass(frozen=True, slots=True)
class Whose:
    """A record that papers can be made of, and whose it is."""

    kind: str
    id: str
    name: str = ""


def note_papers(session: Session, result: Result) -> str:
    """Remember the papers of a step; gives what to say of them, empty where there are none."""
    papers = result.about.get("papers")
    if not papers:
        return ""
    _of_step[session] = papers
    return session.t("paper.hint", count=len(papers))


def offer_papers(screen: DeskScreen, records: Sequence[Whose]) -> None:
    """Offer the papers of some records over a screen; those of the step taken last, all at once, stand first."""
    session = screen.session

    def offer(kinds: tuple[PaperKind, ...]) -> None:
        known = {f"{n}:{kind.key}": (kind, one) for n, one in enumerate(records)
                 for kind in kinds if kind.kind == one.kind}
        step = _of_these(_of_step.get(session, {}), records)
        choices = [(_STEP, session.t("paper.of_step", titles=_titles(kinds, step)))] if step else []
        choices += [(key, f"{session.local(kind.title)}  {one.name}".rstrip()) for key, (kind, one) in known.items()]
        if not choices:
            screen.say(session.t("paper.none"), "warn")
            return

        def chosen(answer: tuple[str, ...] | None) -> None:
            if answer and answer[0] == _STEP:
                _print_step(screen, step)
            elif answer:
                kind, one = known[answer[0]]
                _choose_format(screen, kind, MakePapers(kind.key, (one.id,), lang=session.lang))

        screen.app.push_screen(ChoiceBox(session, session.t("paper.which"), choices), chosen)

    screen.ask(lambda: paper_kinds(session.desk, session.who), offer, group="papers")


def _of_these(step: Mapping[str, Sequence[str]], records: Sequence[Whose]) -> dict[str, Sequence[str]]:
    """Keep of a step's papers those of the records in hand: on another child's file they are not offered."""
    here = {one.id for one in records}
    return {paper: ids for paper, ids in step.items() if here.intersection(ids)}


def offer_place_papers(screen: DeskScreen) -> None:
    """Offer the papers that are made for a place: a village's visits, a town's letter to the police."""
    session = screen.session

    def offer(kinds: tuple[PaperKind, ...]) -> None:
        known = {kind.key: kind for kind in kinds}
        choices = [(key, session.local(kind.title)) for key, kind in known.items()]

        def chosen(answer: tuple[str, ...] | None) -> None:
            if answer:
                _choose_place(screen, known[answer[0]])

        screen.app.push_screen(ChoiceBox(session, session.t("paper.which"), choices), chosen)

    screen.ask(lambda: paper_kinds(session.desk, session.who, "division"), offer, group="papers")


def offer_report(screen: DeskScreen, made: Rendered) -> None:
    """Offer the formats of a report over its screen."""
    from aixin_tui.exchange.papers import FORMATS

    session, content = screen.session, made.content
    if content is None:
        return
    choices = [(form, session.t(f"paper.format_{form}")) for form in FORMATS]

    def chosen(answer: tuple[str, ...] | None) -> None:
        if answer:
            screen.ask(lambda: [_report_written(session, made, content, answer[0])],
                       lambda said: _say(screen, said), busy=session.t("paper.busy"), group="papers")

    screen.app.push_screen(ChoiceBox(session, session.local(content.title), choices), chosen)


def _report_written(session: Session, made: Rendered, content: ReportContent, form: str) -> tuple[str, bool]:
    from aixin_tui.exchange.papers import paper_bytes, write_beside
    from aixin_tui.exchange.word import Signed
    from aixin_tui.tui.files import WRITTEN

    spec = session.desk.province.reports.get(content.key)
    data = paper_bytes((content,), form, template=spec.template if spec else b"", is_demo=session.is_demo,
                       signed=Signed(made.filled_by, made.reviewed_by, made.filled_on))
    folder = Path(session.desk.store.workspace.path) / WRITTEN
    name = f"{content.title}-{content.period}".replace("/", "-")
    path, problems = write_beside(folder, name, form, data)
    return (session.sentence(problems[0]), False) if problems else (str(path), True)


def _choose_place(screen: DeskScreen, kind: PaperKind) -> None:
    session = screen.session
    root = session.who.scope or session.desk.office

    def chosen(answer: tuple[str, ...] | None) -> None:
        if answer:
            _choose_format(screen, kind, MakePapers(kind.key, (answer[0],), lang=session.lang))

    screen.app.push_screen(PlaceBox(session, session.local(kind.title), root, root=root), chosen)


def _choose_format(screen: DeskScreen, kind: PaperKind, command: MakePapers) -> None:
    from aixin_tui.exchange.papers import FORMATS

    session = screen.session
    choices = [(form, session.t(f"paper.format_{form}")) for form in FORMATS]
    if kind.has_masked:
        choices = [(form, session.t("paper.masked", form=text)) for form, text in choices]
        choices += [(f"{_FULL}:{form}", session.t("paper.full", form=session.t(f"paper.format_{form}")))
                    for form in FORMATS]

    def chosen(answer: tuple[str, ...] | None) -> None:
        full, _, form = answer[0].rpartition(":") if answer else ("", "", "")
        if full:
            screen.app.push_screen(AskText(session, session.local(kind.title), session.t("paper.why")),
                                   lambda why: _print(screen, [(command, why)], form) if why else None)
        elif form:
            _print(screen, [(command, "")], form)

    screen.app.push_screen(ChoiceBox(session, session.local(kind.title), choices), chosen)


def _print_step(screen: DeskScreen, step: Mapping[str, Sequence[str]]) -> None:
    commands = [(MakePapers(key, tuple(ids), lang=screen.session.lang), "") for key, ids in step.items()]
    _of_step.pop(screen.session, None)
    _print(screen, commands, "docx")


def _print(screen: DeskScreen, commands: Sequence[tuple[MakePapers, str]], form: str) -> None:
    session = screen.session
    screen.act(lambda: [_written(session, command, why, form) for command, why in commands],
               lambda said: _say(screen, said), busy=session.t("paper.busy"))


def _written(session: Session, command: MakePapers, why: str, form: str) -> tuple[str, bool]:
    """Make and write one paper in the desk's thread; gives what to say and whether it was written."""
    from aixin_tui.exchange.papers import paper_bytes, write_beside

    made = make_papers(session.desk, session.who, replace(command, reveal=why))
    if made.problems:
        return session.sentence(made.problems[0]), False
    data = paper_bytes(made.contents, form, template=made.template, is_demo=session.is_demo, copies=made.copies)
    folder = Path(session.desk.store.workspace.path) / session.t("paper.folder")
    path, problems = write_beside(folder, made.name, form, data)
    return (session.sentence(problems[0]), False) if problems else (str(path), True)


def _say(screen: DeskScreen, said: Sequence[tuple[str, bool]]) -> None:
    failed = [text for text, done in said if not done]
    if failed:
        screen.say(failed[0], "bad")
    elif len(said) == 1:
        path = Path(said[0][0])
        is_long = cell_len(str(path)) > screen.size.width - 16  # the end of a path says more than its beginning
        shown = f"{path.parent.name}/{path.name}" if is_long else str(path)
        screen.say(screen.t("screen.written", file=shown), "good")
    else:
        screen.say(screen.t("paper.written", count=len(said), folder=str(Path(said[0][0]).parent)), "good")


def _titles(kinds: Sequence[PaperKind], step: Mapping[str, Sequence[str]]) -> str:
    titles = {kind.key: kind.title for kind in kinds}
    return "、".join(titles.get(key, key) for key in step)
