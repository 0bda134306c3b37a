"""`aixin match solve|verify`: neutral files, for checking the method without a workspace."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from aixin_tui.cli.call import Call, lang, reads
from aixin_tui.cli.failing import REFUSED
from aixin_tui.cli.language import t
from aixin_tui.cli.match_crew import crew_of, crew_options
from aixin_tui.cli.output import print_json, say, say_problems
from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.texts import label


def _m(key: str, /, **values: Any) -> str:
    return label(f"match.{key}", lang(), **values)


@click.command("solve", help=_m("solve_help"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mode", type=click.Choice(["assign", "siblings", "n-plus-1", "stable"]), default=None,
              help=_m("mode_help"))
@click.option("--method", type=click.Choice(["joint", "rounds"]), default="joint", help=_m("method_help"))
@click.option("--seed", type=int, default=None, help=_m("seed_help"))
@click.option("--after", type=click.Path(path_type=Path), default=None, metavar="ANSWER", help=_m("after_help"))
@click.option("--json", "as_json", is_flag=True, help=t("json"))
@crew_options
@click.pass_context
def solve(
    ctx: click.Context, file: Path, mode: str | None, method: str, seed: int | None, after: Path | None, as_json: bool,
    workers: int | None, cluster: str,
) -> None:
    """Solve a neutral instance and print the answer with its certificate."""
    from aixin_tui.engine.matching.answer import (
        ASSIGN,
        NotAnAnswerError,
        NotAnInstanceError,
        answer_going_on,
        answer_of,
    )

    del as_json  # the answer is one JSON document either way
    try:
        document = _document(ctx, file)
        if after is not None:
            if (mode or document.get("mode") or ASSIGN) != ASSIGN:
                raise click.UsageError(_m("after_assign"), ctx)
            print_json(answer_going_on(document, _document(ctx, after), seed))
            return
        with crew_of(ctx, workers, cluster) as crew:
            answer = answer_of(document, mode or "", seed, method, crew)
    except NotAnInstanceError as error:
        raise click.UsageError(_m("not_a_file", name=file.name, why=str(error)), ctx) from error
    except NotAnAnswerError as error:
        raise click.UsageError(_m("not_a_file", name=after.name if after else "", why=str(error)), ctx) from error
    print_json(answer)


@click.command("verify", help=_m("verify_help"))
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.argument("answer", type=click.Path(path_type=Path), required=False)
@click.option("--run", "run_id", default="", metavar="RUN", help=_m("verify_run_help"))
@reads
@click.pass_context
def verify(ctx: click.Context, call: Call, file: Path | None, answer: Path | None, run_id: str) -> None:
    """Check an answer against its instance, or a written run; without the solver: 0 where it is right, else 1.

    A run is made anew from the records of its moment, or judged by an instance that was exported then.
    """
    if answer is not None and file is not None and not run_id:
        _verify_files(ctx, file, answer, as_json=call.as_json)
    elif answer is not None or (file is not None and not run_id):
        raise click.UsageError(_m("verify_one_way"), ctx)
    else:
        _verify_run(ctx, call, run_id, file)


def _verify_run(ctx: click.Context, call: Call, run_id: str, file: Path | None) -> None:
    from aixin_tui.engine.matching.answer import NotAnInstanceError
    from aixin_tui.services.matching import verify_run

    try:
        found = verify_run(call.desk, call.who, run_id, _document(ctx, file) if file is not None else None)
    except NotAnInstanceError as error:
        raise click.UsageError(_m("not_a_file", name=file.name if file else "", why=str(error)), ctx) from error
    if call.as_json:
        print_json({"right": found.is_right, "run": found.run, "pairs": found.pairs, "proven": found.proven,
                    "faults": [fault.text(lang()) for fault in found.faults]})
    elif found.is_right:
        say(_m("run_right" if found.proven else "run_right_choice", pairs=found.pairs))
    else:
        say_problems(found.problems)
        if found.faults:
            say(_m("wrong", why="；".join(fault.text(lang()) for fault in found.faults)))
    ctx.exit(0 if found.is_right else REFUSED)


def _verify_files(ctx: click.Context, file: Path, answer: Path, *, as_json: bool) -> None:
    """Check an answer against its instance."""
    from aixin_tui.engine.matching.answer import NotAnAnswerError, NotAnInstanceError, check_answer

    given = _document(ctx, file)
    try:
        verdict = check_answer(given, _document(ctx, answer))
    except NotAnInstanceError as error:
        raise click.UsageError(_m("not_a_file", name=file.name, why=str(error)), ctx) from error
    except NotAnAnswerError as error:
        raise click.UsageError(_m("not_a_file", name=answer.name, why=str(error)), ctx) from error
    if as_json:
        print_json({"right": verdict.is_right, "mode": verdict.mode, "gap": verdict.gap,
                    "faults": list(verdict.faults)})
    elif verdict.is_right:
        said = "right_stable" if verdict.mode == "stable" else "right_within" if verdict.gap else "right"
        say(_m(said, gap=verdict.gap))
    else:
        say(_m("wrong", why="；".join(verdict.faults)))
    ctx.exit(0 if verdict.is_right else REFUSED)


def _document(ctx: click.Context, file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise click.UsageError(_m("not_a_file", name=file.name, why=type(error).__name__), ctx) from error
    if not isinstance(found, dict):
        raise click.UsageError(_m("not_a_file", name=file.name, why=type(found).__name__), ctx)
    return found


def taken_names(export: str) -> tuple[Problem, ...]:
    """Say whether a file of that name is there already."""
    path = Path(export)
    return (Problem(Code.PAPER_003, values={"file": path.name}),) if path.exists() else ()


def write_documents(call: Call, export: str, found: Any, *, overwrite: bool) -> bool:
    """Write the problem of a run, one file a mode; gives whether all could be written."""
    from aixin_tui.exchange.papers import write_new

    if not found.documents and not found.problems:
        say(_m("no_export"))
    several = len(found.documents) > 1
    done = True
    for mode, document in found.documents.items():
        path = Path(export)
        path = path.with_name(f"{path.stem}.{mode.replace('_', '-')}{path.suffix}") if several else path
        data = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"
        if say_problems(write_new(path, data, overwrite=overwrite)):
            done = False
        elif not call.as_json:
            say(_m("exported", file=str(path)))
    return done
