"""Words of harm in a note raise an alert; plain denials, teaching and other people's troubles raise none."""

from __future__ import annotations

import pytest
from care_world import province
from hypothesis import given
from hypothesis import strategies as st

from aixin_tui.engine.harm import SITUATIONS, find_signs, signs_in


@pytest.mark.parametrize(("note", "situation"), [
    ("下体红肿疼痛", 1), ("私处出血", 1),
    ("遭到猥亵", 2), ("被邻居摸了胸", 2), ("女孩怀孕三个月", 2),
    ("孩子说被爸爸打了", 4), ("身上有淤青", 4), ("手臂多处受伤", 4),
    ("在校被同学欺凌", 4), ("奶奶打她", 4),
    ("被烟头烫伤", 4), ("被锁在家里", 4), ("不给她饭吃", 4), ("严重营养不良", 4), ("被打得鼻青脸肿", 4),
    ("否认挨打", 4),
    ("没有再被打", 4), ("不是没有被打", 4), ("孩子说没有被打，但身上有伤", 4), ("反被打", 4), ("动不动打孩子", 4),
    ("未成年人被打", 4), ("没有吃饭、被打", 4), ("被老师打了耳光", 4),
    ("想死，不想活了", 5), ("女孩自残", 5), ("母亲说孩子想自杀", 5), ("食物中毒", 5),
    ("孩子经常一个人在家", 6), ("无人照料", 6), ("没人管", 6), ("没有人照顾", 6), ("独自生活", 6), ("被父母抛弃", 6),
    ("孩子离家出走两天", 7), ("孩子失踪", 7), ("是买来的孩子", 7),
    ("跟着人乞讨", 8),
    ("不敢回家", 9), ("被逼辍学打工", 9), ("被同学勒索", 9), ("订了童婚", 9), ("有生命危险", 9),
])
def test_a_sign(note: str, situation: int) -> None:
    assert situation in {sign.situation for sign in find_signs(note)}


@pytest.mark.parametrize("note", [
    "", "孩子身体健康，情绪稳定", "没有被打", "无家暴",
    "未发现伤痕", "没有受到虐待", "家暴：无", "没有挨打、挨饿", "从不打骂孩子",
    "开展防性侵教育", "讲解预防校园欺凌知识", "防溺水防拐卖宣传", "反家暴宣传",
    "父亲失踪", "母亲离家出走", "母亲2020年失踪", "父母双方失踪", "母亲怀孕", "父亲工伤致残", "父亲吸毒被强制戒毒",
    "给孩子打电话", "打她的电话没接",
    "给他打视频", "打篮球", "一起打羽毛球", "被打动", "盖了新被子", "被打扮得漂漂亮亮",
])
def test_no_sign(note: str) -> None:
    assert find_signs(note) == ()


def test_what_is_done_to_a_girl_of_fourteen_is_another_situation() -> None:
    assert [s.situation for s in find_signs("遭到性侵", age=13)] == [2]
    assert [s.situation for s in find_signs("遭到性侵", age=14)] == [3]


def test_each_word_once_with_its_place() -> None:
    found = find_signs("挨打。又挨打，身上有淤青")
    assert [(s.word, s.start, s.situation) for s in found] == [("挨打", 0, 4), ("身上有淤青"[3:], 10, 4)]


def test_notes_of_a_record_are_read_in_all_its_fields() -> None:
    form = province().forms["home_visit"]
    found = signs_in(form, {"next_step": "孩子被打，报警", "visitors": "打骂组", "household_plan": None})
    assert [(s.field, s.word) for s in found] == [("next_step", "被打")]
    plan = province().forms["care_plan"]
    assert [s.field for s in signs_in(plan, {"items": {"r": {"area": "living", "what": "孩子挨饿"}}})] == ["items"]


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert all(sign.situation in SITUATIONS and sign.word in text for sign in find_signs(text))
