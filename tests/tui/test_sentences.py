"""A problem on the screen: one sentence, with what was perhaps meant, said once."""

from __future__ import annotations

import pytest
from screens_text import opened

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.texts import label
from office_world import World


@pytest.mark.parametrize("code", [Code.ENTER_004, Code.ENTER_006, Code.FORM_005])
async def test_what_was_perhaps_meant_is_said_once(office: World, code: Code) -> None:
    async with opened(office) as pilot:
        said = pilot.app.session.sentence(Problem(code, near="官亭镇喇家村委会"))
    assert said.count("官亭镇喇家村委会") == 1
    assert "{near}" not in said


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("key", ["withdrawn", "pair_ended_now"])
def test_the_way_to_the_log_leads_out_of_the_childs_file_where_digits_are_acts(key: str, lang: str) -> None:
    text = label(f"screen.{key}", lang)
    assert text.index("Esc") < text.index("8")
