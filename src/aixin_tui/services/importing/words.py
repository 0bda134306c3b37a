"""Local words and what they mean in the province's choice lists: 事实孤儿 is 事实无人抚养儿童, 执委 is 妇联执委."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from aixin_tui.engine.spec.form import ChoiceList, FieldSpec, FieldType
from aixin_tui.engine.spec.province import Province
from aixin_tui.reference.names import half_width

_BETWEEN = re.compile(r"[、，,；;/|\n\r+＋]+|\s{1,}")
_DETAIL = re.compile(r"^(.+?)(?:[-—:](.+)|\((.+)\))$")
#: Words of offices → the label of a list, by what the label is. A label that a province lacks is no help.
_ALSO: Mapping[str, tuple[str, ...]] = {
    "留守": ("留守儿童",), "农村留守儿童": ("留守儿童",), "留守学生": ("留守儿童",),
    "困境": ("困境儿童",), "流动": ("流动儿童",), "散居": ("散居孤儿",), "孤儿": ("孤儿", "散居孤儿"),
    "社会散居孤儿": ("散居孤儿",), "事实孤儿": ("事实无人抚养儿童",), "事实无人抚养": ("事实无人抚养儿童",),
    "事实无人扶养儿童": ("事实无人抚养儿童",), "单亲": ("单亲家庭儿童", "单亲儿童"), "离异": ("离异家庭儿童",),
    "执委": ("妇联执委",), "党员": ("女党员",), "教师": ("人民教师",), "老师": ("人民教师",), "医生": ("医护人员",),
    "护士": ("医护人员",), "教育": ("学业辅导",), "学习": ("学业辅导",), "心理": ("心理疏导",), "法律": ("法律维权",),
    "卫生": ("卫生健康",), "医疗": ("卫生健康",), "文艺": ("文体艺术",), "体育": ("文体艺术",), "生活": ("生活照料",),
    "陪伴": ("亲情陪伴",), "家教": ("家庭教育指导",), "安全": ("安全教育",),
}
#: Words that name a kind of difficulty: 残疾儿童 is 困境儿童（残疾）.
_DIFFICULTIES = ("残疾", "重病", "患病", "贫困", "受侵害", "流浪", "服刑", "吸毒", "艾滋病")


@dataclass(frozen=True, slots=True)
class Chosen:
    """One choice that a word means; `label` with its `detail` is what is shown."""

    key: str
    label: str
    detail: str = ""

    @property
    def shown(self) -> str:
        """The choice as it is read: 困境儿童（残疾）."""
        return f"{self.label}（{self.detail}）" if self.detail else self.label


def by_label(choices: ChoiceList) -> dict[str, str]:
    """Map the labels and keys of a list to its keys."""
    return {half_width(choice.label): choice.key for choice in choices.choices} | {
        choice.key: choice.key for choice in choices.choices}


def choose(choices: ChoiceList, word: str) -> Chosen | None:
    """Find the choice that one word means, with the detail it may carry; None for a strange word."""
    labels = by_label(choices)
    plain = half_width(word).strip()
    key = _key_of(labels, plain)
    if key:
        return Chosen(key, choices.label_of(key))
    parted = _DETAIL.match(plain)
    if parted:
        key = _key_of(labels, parted[1].strip())
        if key:
            return Chosen(key, choices.label_of(key), (parted[2] or parted[3]).strip())
    difficulty = next((kind for kind in _DIFFICULTIES if plain in (kind, kind + "儿童")), "")
    key = labels.get("困境儿童", "") if difficulty else ""
    return Chosen(key, choices.label_of(key), difficulty) if key else None


def _key_of(labels: Mapping[str, str], word: str) -> str:
    if word in labels:
        return labels[word]
    for label in (*_ALSO.get(word, ()), word + "儿童", word.removesuffix("儿童") + "家庭儿童"):
        if label in labels:
            return labels[label]
    return ""


def parts(text: str) -> tuple[str, ...]:
    """Part a cell that may hold several words: 困境-残疾、留守."""
    return tuple(part for part in (piece.strip() for piece in _BETWEEN.split(text)) if part)


def choose_all(choices: ChoiceList, text: str) -> tuple[tuple[Chosen, ...], tuple[str, ...], bool]:
    """Find every choice of a cell: what was found, the strange words, and whether any word was another's."""
    whole = choose(choices, text)
    words = (text.strip(),) if whole and not whole.detail else parts(text)
    found: list[Chosen] = []
    strange: list[str] = []
    differs = False
    for word in words:
        one = choose(choices, word)
        if one is None:
            strange.append(word)
        elif one.key not in {held.key for held in found}:
            found.append(one)
            differs = differs or half_width(one.shown) != half_width(word)
    return tuple(found), tuple(strange), differs


def field_list(province: Province, spec: FieldSpec) -> ChoiceList | None:
    """Find the choice list of a field."""
    return province.choices.get(spec.choices) if spec.type is FieldType.CHOICE and spec.choices else None


_YES = frozenset({"是", "有", "同意", "已", "√", "✓", "✔", "1", "Y", "YES", "TRUE", "已培训", "愿意", "已征得", "征得"})
_NO = frozenset({"否", "无", "不同意", "未", "×", "✗", "✘", "0", "N", "NO", "FALSE", "未培训", "不愿意", "没有", "X"})
_AGREED = re.compile(r"^(同意|已同意|已征得|已征得同意|征得同意|愿意|是|√|✓|✔|同意结对)[。.]?$")
_NOT_AGREED = re.compile(r"(不同意|不愿|拒绝|反对|^否$|^×$|^✗$)")


def read_flag(text: str) -> bool | None:
    """Read yes or no; None for anything else."""
    word = half_width(text).strip().upper()
    if word in _YES:
        return True
    return False if word in _NO else None


def read_decision(text: str) -> str:
    """Read what a list says of a guardian's answer: `agreed`, `not_agreed`, or empty where it says neither."""
    word = half_width(text).strip()
    if _NOT_AGREED.search(word):
        return "not_agreed"
    return "agreed" if _AGREED.match(word) else ""


def read_query_result(text: str, raw: object) -> str:
    """Read what a background query found: `clear`, `record_found`, or nothing when the words are none of ours.

    `raw` is the cell as written: a bare 无 counts as an empty cell elsewhere, and is an answer here.
    """
    if text in ("有记录", "有", "不通过", "有违法犯罪记录"):
        return "record_found"
    if text in ("无记录", "通过", "正常", "合格", "无违法犯罪记录", "未发现") or str(raw or "").strip() == "无":
        return "clear"
    return ""
