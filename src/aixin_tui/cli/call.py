"""One call of a command: the workspace it works on, who calls, on which day, and how the answer is printed."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

import click

from aixin_tui.cli.failing import REFUSED
from aixin_tui.cli.language import lang, t
from aixin_tui.cli.output import listed, print_json, problem_data, say, say_problems
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.services.desk import Desk, Result, Who


class Day(click.ParamType[date]):
    """A day as `YYYY-MM-DD`."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day or refuse it in the user's language."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(str(value).strip())
        except ValueError:
            day = date.min
        if day.year not in YEARS:
            self.fail(t("no_day", value=value), param, ctx)
        return day


class Moment(click.ParamType[str]):
    """A day, which means its end, or a moment as the log writes it."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Check the day or moment and leave it as it is written, or refuse it in the user's language."""
        text = str(value).strip()
        try:
            known = not text or datetime.fromisoformat(text).year in YEARS
        except ValueError:
            known = False
        if not known:
            self.fail(t("no_day", value=value), param, ctx)
        return text


#: Years in which an office works: outside of them a slot or a birthday may have no day.
YEARS = range(1950, 2200)
DAY = Day()
MOMENT = Moment()


class Call:
    """What a command gets in hand: `desk`, `who`, and ways to print."""

    def __init__(self, ctx: click.Context, *, workspace: str | None, today: date | None, as_json: bool,
                 known_at: str = "", reveal: str = "") -> None:
        self.ctx = ctx
        self.as_json = as_json
        self._workspace = workspace or ctx.find_root().obj.get("workspace")
        self._today = today or ctx.find_root().obj.get("today")
        self._known_at = known_at
        self.reveal = reveal

    @functools.cached_property
    def desk(self) -> Desk:
        """Open the workspace; it is closed when the command ends."""
        from aixin_tui.bootstrap import open_desk

        desk = open_desk(self._workspace)
        self.ctx.call_on_close(desk.store.close)
        return desk

    @functools.cached_property
    def who(self) -> Who:
        """Say who calls: the operating system's user, on `--today` or the clock's day."""
        from aixin_tui.bootstrap import who_at

        day = DAY.convert(self._today, None, self.ctx) if self._today else None
        return who_at(self.desk, today=day, known_at=self._known_at, reason=self.reveal)

    @property
    def names(self) -> Snapshot:
        """Give the records that the caller may name: whether there is somebody elsewhere is not told."""
        from aixin_tui.services.viewing import own_part, snapshot_of

        return own_part(self.desk, self.who, snapshot_of(self.desk, self.who))

    def stop(self, *, refused: bool) -> None:
        """End the command with 1 where something was refused or held."""
        if refused:
            self.ctx.exit(REFUSED)

    def finish(self, result: Result, *, said: str = "", **values: Any) -> None:
        """Print what an act came to: with `--json` one object, else a sentence and the problems."""
        if self.as_json:
            print_json(self.answer(result))
            self.stop(refused=not result.done)
            return
        stopped = say_problems(result.problems)
        if result.done and said:
            say(t(said, **values))
        if result.done:
            self._say_papers(result)
        self.stop(refused=stopped or not result.done)

    def _say_papers(self, result: Result) -> None:
        """Name the papers that belong to the steps taken, and the command that makes each."""
        papers = result.about.get("papers") or {}
        reports = self.desk.province.reports
        if papers:
            say(t("document.after", titles=listed(reports[key].title for key in papers)))
        for key, ids in papers.items():
            say("  " + t("document.by", key=key, ids=" ".join(ids)))

    def answer(self, result: Result) -> dict[str, Any]:
        """Give an act's answer as data: the id of what it made, the problems, the number of the act in the log."""
        made = result.records[0] if result.records else None
        return {
            "done": result.done,
            "id": made.id if made else "",
            "ids": [record.id for record in result.records],
            "act": result.receipt.number if result.receipt else None,
            "problems": [problem_data(problem) for problem in result.problems],
            **result.about,
        }

    def in_words(self, kind: str, record_id: str) -> dict[str, str]:
        """Give a record's fields in words, masked; with `--reveal REASON` the masked ones in full, and logged.

        Raises:
            click.exceptions.Exit: the record is not there to be seen, or the reveal was refused.
        """
        from aixin_tui.services.finding import described
        from aixin_tui.services.revealing import Reveal, reveal

        shown = described(self.desk, self.who, kind, record_id)
        if shown is None:
            say(t("not_found", id=record_id))
            self.ctx.exit(REFUSED)
        values = dict(shown)
        if self.reveal:
            revealed = reveal(self.desk, self.who, Reveal(kind, record_id, self.reveal))
            if say_problems(revealed.problems):
                self.ctx.exit(REFUSED)
            values.update(revealed.values)
        return values

    def one_id(self, kind: str, text: str) -> str:
        """Find the record that an id, a pair number or a name stands for; a name of several is refused.

        Raises:
            click.UsageError: none, or more than one, is called so.
        """
        from aixin_tui.services.entering import ids_named
        from aixin_tui.services.scope import may_see
        from aixin_tui.services.viewing import ABOUT_A_CHILD

        if not may_see(self.desk, self.who, kind):  # whether there is one is not told to who may not see the kind
            raise click.UsageError(t("none_called", name=text, count=0), self.ctx)
        if self.desk.store.get(kind, text) is not None and (not self.who.scope or kind not in ABOUT_A_CHILD):
            return text
        found = ids_named(self.names, kind, text)
        if len(found) == 1:
            return found[0]
        raise click.UsageError(t("many_named" if found else "none_called", name=text, count=len(found)), self.ctx)


def _with_options(function: Callable[..., Any], *, reading: bool) -> Callable[..., Any]:
    @functools.wraps(function)
    @click.pass_context
    def command(ctx: click.Context, /, *, workspace: str | None, lang: str | None, today: date | None,  # noqa: ARG001
                as_json: bool, known_at: str = "", reveal: str = "", **options: Any) -> Any:
        call = Call(ctx, workspace=workspace, today=today, as_json=as_json, known_at=known_at, reveal=reveal)
        return function(call, **options)

    wrapped: Callable[..., Any] = command
    if reading:
        wrapped = click.option("--reveal", default="", metavar=t("reason_name"), help=t("reveal"))(wrapped)
        wrapped = click.option("--known-at", default="", type=MOMENT, metavar=t("day"), help=t("known_at"))(wrapped)
    wrapped = click.option("--json", "as_json", is_flag=True, help=t("json"))(wrapped)
    wrapped = click.option("--today", "--reference-date", "today", type=DAY, metavar=t("day"), help=t("today"))(wrapped)
    wrapped = click.option("--lang", type=click.Choice(["zh", "en"]), hidden=True)(wrapped)
    return click.option("--workspace", type=click.Path(), hidden=True)(wrapped)


def reads(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a reading command its common options (`--json`, `--today`, `--known-at`, `--reveal`) and a `Call`."""
    return _with_options(function, reading=True)


def writes(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a writing command its common options (`--json`, `--today`) and a `Call`."""
    return _with_options(function, reading=False)


def pairs_of(settings: Iterable[str], ctx: click.Context) -> dict[str, str]:
    """Read `FIELD=VALUE` arguments; refuses one without `=`."""
    values: dict[str, str] = {}
    for setting in settings:
        field, sign, value = setting.partition("=")
        if not sign:
            raise click.UsageError(t("no_equals", value=setting), ctx)
        values[field.strip()] = value
    return values


__all__ = ["DAY", "Call", "lang", "pairs_of", "reads", "writes"]
