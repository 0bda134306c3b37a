"""What every screen works with: the desk, who sits at it, the language, and the threads in which services run."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from aixin_tui.domain.problem import Problem
from aixin_tui.domain.region import Level
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.ports import Region
from aixin_tui.services.scope import may_see
from aixin_tui.services.today_models import TodayWork
from aixin_tui.texts import Said, in_language, label
from aixin_tui.texts import problem as problem_text
from aixin_tui.tui.actions import LISTS

T = TypeVar("T")
#: So many questions are looked into at a time: what was left goes on to its end beside what is asked next.
QUESTIONS = 3


class Session:
    """The desk of one opened workspace. Acts run in its single thread, one after the other; questions beside."""

    def __init__(self, desk: Desk, who: Who, lang: str, pool: ThreadPoolExecutor | None = None) -> None:
        self.desk, self.who, self.lang = desk, who, lang
        self._pool = pool or new_pool()
        self._pages, self._aside = new_pool(), new_pool()
        self._questions = ThreadPoolExecutor(max_workers=QUESTIONS, thread_name_prefix="aixin-question")
        self.is_left = False
        """Whether another workspace takes its place: no answer of this one is wanted any more."""
        self.counted: dict[Region, TodayWork] = {}
        """What regions came to on Today; a region bears the mark of its records, so that none of it is ever stale."""
        self.writes = 0
        """How many acts this app has written: a screen that has seen fewer asks anew."""

    async def run(self, job: Callable[[], T]) -> T:
        """Run a job in the desk's thread and wait for it without blocking the app."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, job)

    async def read_page(self, job: Callable[[], T]) -> T:
        """Read a page of a list in a thread of its own, so that it never waits behind a report."""
        return await asyncio.get_running_loop().run_in_executor(self._pages, job)

    async def look(self, job: Callable[[], T]) -> T:
        """Run a job that only looks: in a thread of its own, so that nobody waits for one that was left."""
        return await asyncio.get_running_loop().run_in_executor(self._questions, job)

    async def aside(self, job: Callable[[], T]) -> T:
        """Run a long job beside all others, one after the other."""
        return await asyncio.get_running_loop().run_in_executor(self._aside, job)

    def keep_counted(self, regions: Iterable[Region]) -> None:
        """Forget what other regions than these came to: their records have changed."""
        self.counted = {region: self.counted[region] for region in regions if region in self.counted}

    def leave(self) -> None:
        """Close the store, when its pages are read; runs in the desk's thread, which stays for another desk."""
        self.is_left = True
        for pool in (self._pages, self._questions, self._aside):
            pool.shutdown(wait=True, cancel_futures=True)
        self.desk.store.close()

    def close(self) -> None:
        """Let the threads finish what they do, close the store and end them."""
        self._pool.submit(self.leave)
        self._pool.shutdown(wait=True)

    def because(self, reason: str) -> Who:
        """Give the same operator with a reason for one act."""
        return replace(self.who, reason=reason)

    @property
    def is_demo(self) -> bool:
        """Whether every screen has to say that the people are made up."""
        return self.desk.store.workspace.is_demo

    @property
    def today(self) -> date:
        """The day on which the office works."""
        return self.who.today

    def t(self, key: str, /, **values: Any) -> str:
        """Give a label in the language of the app."""
        return label(key, self.lang, **values)

    def local(self, text: str) -> str:
        """Translate what a service says, or a label of the province, where it has a translation."""
        if isinstance(text, Said):
            return str(in_language(text, self.lang))
        return self.desk.province.texts.get(self.lang, {}).get(text, text)

    def problem(self, problem: Problem) -> tuple[str, str]:
        """Give what is wrong and what to do; a code that has no text is shown as it is."""
        try:
            return problem_text(str(problem.code), self.lang, near=problem.near, **problem.values)
        except KeyError:
            return str(problem.code), ""

    def sentence(self, problem: Problem) -> str:
        """Write a problem as one sentence: what is wrong, what to do, and what was perhaps meant."""
        what, remedy = self.problem(problem)
        is_said = problem.near in what + remedy
        near = "" if is_said else self.t("app.near", near=problem.near)
        return self.t("app.clause_join").join(part for part in (what, remedy, near) if part)

    def place(self, code: str) -> str:
        """Name a place as this office calls it: from below its own level."""
        office = self.desk.office
        level = Level.CITY if len(office) <= 2 else Level.COUNTY
        divisions = self.desk.province.divisions
        return divisions.path(code, down_to=level) if code else ""

    def choice(self, kind: str, field: str, key: str) -> str:
        """Give the label of a choice."""
        found = self.desk.province.choice_list(kind, field)
        return self.local(found.label_of(key)) if found else key

    def state(self, kind: str, key: str) -> str:
        """Give the label of a state."""
        life = self.desk.province.lives.get(kind)
        found = life.states.get(key) if life else None
        return self.local(found.label) if found else key


def lists_of(session: Session) -> tuple[str, ...]:
    """Name the lists of work that this office has and this operator may see."""
    desk, forms = session.desk, session.desk.province.forms
    return tuple(one for one in LISTS if one in ("incomplete", "gaps")
                 or (one in forms and may_see(desk, session.who, one)))


def new_pool() -> ThreadPoolExecutor:
    """Make the one thread of a desk."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
