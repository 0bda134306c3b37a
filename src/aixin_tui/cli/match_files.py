"""`aixin match solve|verify`: neutral files, for checking the method without a workspace."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from aixin_tui.cli.call import Call, lang
from aixin_tui.cli.failing import REFUSED
from aixin_tui.cli.language import t
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
@click.option("--json", "as_json", is_flag=True, help=t("json"))
@click.pass_context
def solve(
    ctx: click.Context, file: Path, mode: str | None, method: str, seed: int | None, as_json: bool
) -> None:
    """Solve a neutral instance and print the answer with its certificate."""
    from aixin_tui.engine.matching.answer import NotAnInstanceError, answer_of

    del as_json  # the answer is one JSON document either way
    try:
        answer = answer_of(_document(ctx, file), mode or "", seed, method)
    except NotAnInstanceError as error:
        raise click.UsageError(_m("not_a_file", name=file.name, why=str(error)), ctx) from error
    print_json(answer)


@click.command("verify", help=_m("verify_help"))
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("answer", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=t("json"))
@click.pass_context
def verify(ctx: click.Context, file: Path, answer: Path, as_json: bool) -> None:
    """Check an answer against its instance, without the solver: 0 where it is right, 1 where it is not."""
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
