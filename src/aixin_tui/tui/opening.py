"""Opening a workspace for the app: the desk, and who sits at it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from aixin_tui.services.desk import Desk, Who


def opener_of(path: Path | str, *, today: date | None, operator: str) -> Callable[[], tuple[Desk, Who]]:
    """Give what opens a workspace; it runs in the desk's thread, where everything heavy is imported."""

    def opened() -> tuple[Desk, Who]:
        from aixin_tui.bootstrap import open_desk
        from aixin_tui.services.operator_list import who_is
        from aixin_tui.storage.user import user_name

        desk = open_desk(str(path))
        day = today or date.fromisoformat(desk.clock.now()[:10])
        return desk, who_is(desk, operator or user_name(), day)

    return opened


def error_words(error: Exception, lang: str) -> str:
    """Say why something could not be opened: the problems in words, of other mistakes only the kind."""
    from aixin_tui.domain.failures import StoreBusyError, StoreDamagedError
    from aixin_tui.domain.problem import ProblemsError
    from aixin_tui.texts import label
    from aixin_tui.texts import problem as problem_text
    from aixin_tui.texts.disk_words import disk_words

    if isinstance(error, OSError):
        name = Path(error.filename).name if isinstance(error.filename, str) else ""
        return label("cli.os_error", lang, name=name, message=disk_words(error, lang))
    if isinstance(error, StoreBusyError):
        return label("app.store_busy", lang, who=str(error))
    if isinstance(error, StoreDamagedError):
        return label("app.store_damaged", lang, what=str(error))
    if not isinstance(error, ProblemsError):
        return str(error) or type(error).__name__
    said = []
    for one in error.problems:
        what, remedy = problem_text(str(one.code), lang, near=one.near, **one.values)
        said.append(f"{what} {remedy} {one.place}".strip())
    return "\n".join(said)
