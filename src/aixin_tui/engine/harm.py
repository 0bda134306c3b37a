"""Words of harm or neglect in a note, by the nine situations of the 强制报告意见（试行）, section 4.

A word raises an alert and decides nothing. What is plainly denied (没有被打, 无家暴), taught (防性侵教育) or said of a
grown-up (父亲失踪, 母亲怀孕) raises none; where it is not plain, the alert is raised: a false one costs a minute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aixin_tui.engine.spec.form import FieldType, FormSpec

#: Numbers of the nine situations.
SITUATIONS = range(1, 10)


@dataclass(frozen=True, slots=True)
class Sign:
    """A word of harm: the situation (1 to 9) it points to, the word as written, and where it stands in the text."""

    situation: int
    word: str
    start: int
    field: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words by which an alert names it."""
        return (self.word,)


#: What each situation sounds like in a note. Those marked True are not told of a child when a grown-up goes before.
_WORDS: tuple[tuple[int, bool, str], ...] = (
    (1, False, r"(?:下体|下身|私处|阴部|阴道|外阴|肛门|生殖器|隐私部位).{0,6}?(?:出血|流血|红肿|疼|痛|受伤|有伤|撕裂|破损|异物|异常)"),
    (2, False, r"性侵|强奸|轮奸|诱奸|猥亵|性骚扰|性虐待|裸聊|裸照|发生(?:了)?(?:性)?关系"),
    (2, False, r"(?:摸|碰)(?:了)?(?:她|他|孩子|女孩|儿童|女童)?的?.{0,3}?(?:胸|下体|下身|私处|隐私|大腿|屁股)"),
    (2, True, r"怀孕|早孕|流产|堕胎|引产"),
    (4, False, r"殴打|毒打|暴打|痛打|挨打|挨揍|打骂|家暴|家庭暴力|施暴|虐待|虐打|体罚|拳打脚踢|动手打人|(?:扇|打|抽)(?:了)?(?:.{0,2})?耳光|罚跪"),
    (4, False, r"被(?!子)[^，。；,;]{0,5}?(?:打|揍|踢|扇|掐|抽|咬|砍|捅|烫伤)(?!电话|动|扰|招呼|断|工|交道|算|扮|开|印|包|理|造|听|住|扫|分|针|气|破|烂|湿|醒)"),
    (4, False, r"(?:打|揍|踢)(?:了)?(?:孩子|小孩|娃|她|他|儿子|女儿|孙子|孙女)(?!们?的?(?:电话|手机|视频|微信|招呼|们|篮|羽|球|工))"),
    (4, False, r"欺凌|霸凌|被(?:[^，。；,;]{0,4})欺负"),
    (4, False, r"淤青|瘀青|瘀伤|淤伤|青紫|鞭痕|掐痕|勒痕|咬痕|伤痕|烟头烫|(?:浑身|全身|满身|身上|脸上|手上|腿上|背上|多处).{0,3}?(?:是伤|有伤|带伤|受伤|损伤|伤口)"),
    (4, False, r"严重营养不良|骨瘦如柴|不给(?:她|他|孩子)?(?:饭吃|吃饭|东西吃)|挨饿|饿肚子|饿晕"),
    (4, False, r"昏迷|意识不清|神志不清|昏睡不醒|被下药|迷药|被?麻醉|被(?:绑|捆)|(?:关|锁)在(?:家|屋|房|小黑屋|柴房)"),
    (5, True, r"自杀|轻生|寻死|自残|自伤|割腕|割手|跳楼|跳河|跳桥|上吊|坠楼|溺亡|喝(?:了)?农药|服毒|吞(?:了)?(?:很多)?药|遗书"),
    (5, False, r"不想活|活着没意思|活着没意义|想死|死了算了|伤害自己"),
    (5, True, r"中毒|工伤"),
    (6, False, r"遗弃|弃养|(?:被|遭)[^，。；,;]{0,4}抛弃|(?:无人|没人|没有人)(?:照料|照看|照顾|看管|看护|监护|管)|扔下(?:孩子|她|他)|丢下(?:孩子|她|他)|对?(?:孩子|她|他)?不管不问"),
    (6, False, r"(?:独自|一个人|单独)(?:一人)?(?:生活|居住|过夜|住)|(?:长期|经常|常常|总是|整天)(?:.{0,2})(?:独自|一个人)(?:在家)?|流落街头|露宿"),
    (7, True, r"失踪|走失|下落不明|离家出走|被拐|拐卖|拐骗|被卖"),
    (7, False, r"来源不明|来历不明|(?:抱|买)来的(?:孩子|小孩|娃)?|收买"),
    (8, False, r"乞讨|讨饭|要饭|沿街要钱"),
    (9, True, r"卖淫|吸毒|贩毒|赌博"),
    (9, False, r"童婚|早婚|逼婚|被(?:逼|迫)[^，。；,;]{0,6}|童工|勒索|敲诈|被(?:[^，。；,;]{0,4})(?:威胁|恐吓|跟踪|囚禁|控制)|(?:不敢|害怕|怕)回家|生命危险|人身危险"),
)
_PATTERNS = tuple((number, adult, re.compile(words)) for number, adult, words in _WORDS)

_CLAUSE = re.compile(r"[^，。；！？,;!?\n]+")
_GROWN_UP = re.compile(
    r"(?:父母|双亲|父亲|母亲|爸爸|妈妈|爸|妈|父|母|爷爷|奶奶|外公|外婆|姥姥|姥爷|叔叔|伯伯|舅舅|姑姑|姨妈|婶婶|嫂子|"
    r"继父|继母|后妈|后爸|监护人|照护人|家长|一方|丈夫|妻子|邻居)"
    r"(?:双方|均|都|曾|已|因|因为|又|再次|长期|多年|于|去年|前年|今年|多次|意外|去世前|在外|外出|务工|\d|年|月|日|，)*$"
)
_PLAINLY_NOT = re.compile(
    r"(没有|没|未|无|不存在|从未|未曾|不曾|并无|排除|不会|没有人|防止|预防|防范|防|禁止|抵制|远离|杜绝|避免)"
    r"(?:发现|出现|存在|受到|遭受|遭到|发生|有|任何|过|明显|被|什么|见|儿童|未成年人|校园|学生|家庭|人|遭|受|、|和|及|或|"
    r"溺水|欺凌|霸凌|性侵|家暴|暴力|拐卖|拐骗|诈骗|虐待|殴打|打骂|挨打|挨饿|体罚|伤痕|淤青|中毒|自杀|自残)*$"
)
#: A denial only right before the word: 从不打骂, 反家暴 (but 反被打 tells of it).
_RIGHT_BEFORE = re.compile(r"(?:从不|从来不|不|反|反对)$")
_NOT_AFTER = re.compile(r"^(?:的)?(?:情况|现象|行为|问题|迹象|痕迹|情形)?[：:]?\s*(?:没有|无|否|不存在|未发现)\s*$")
#: What is taught or told about in general, right after the word.
_TAUGHT = re.compile(r"^(?:的)?(?:知识|教育|宣传|讲座|课|预防|防范|防护|安全教育|法律|案例|宣讲|主题)")


def find_signs(text: str, *, age: int | None = None) -> tuple[Sign, ...]:
    """Find the words of harm in a note, in their order; each word once a situation.

    `age` tells what is done to a girl of 14 or more (situation 3) from what is done to a younger one (2).
    """
    found: dict[tuple[int, str], Sign] = {}
    for clause in _CLAUSE.finditer(text):
        for situation, word, start in _in_clause(clause.group()):
            number = 3 if situation == 2 and age is not None and age >= 14 else situation
            sign = Sign(number, word, clause.start() + start)
            found.setdefault((number, word), sign)
    return tuple(sorted(found.values(), key=lambda sign: (sign.start, sign.situation)))


def _in_clause(clause: str) -> Iterator[tuple[int, str, int]]:
    for number, of_adults, pattern in _PATTERNS:
        for match in pattern.finditer(clause):
            before, after = clause[: match.start()], clause[match.end() :]
            if _is_denied(before, match.group(), after) or (of_adults and _GROWN_UP.search(before)):
                continue
            yield number, match.group(), match.start()


def _is_denied(before: str, word: str, after: str) -> bool:
    if _NOT_AFTER.match(after) or _TAUGHT.match(after):
        return True
    if _RIGHT_BEFORE.search(before) and not word.startswith(("被", "不", "想")):
        return True
    denied = _PLAINLY_NOT.search(before)
    if not denied:
        return False
    # 不是没有被打: a denial denied says that it happened.
    return not re.search(r"(不是|并非|难道|不能说)$", before[: denied.start()])


#: Fields of text that name somebody or something and tell nothing.
_NO_NOTES = frozenset({"name", "school", "visitors", "witness", "address", "number", "contacts", "organisers"})


def signs_in(form: FormSpec, values: Mapping[str, Any], *, age: int | None = None) -> tuple[Sign, ...]:
    """Find the words of harm in all notes of a record, its tables included; each sign says in which field it stands."""
    found: list[Sign] = []
    for field in form.fields.at():
        value = values.get(field.key)
        if field.type is FieldType.TEXT and field.key not in _NO_NOTES and isinstance(value, str):
            found.extend(Sign(s.situation, s.word, s.start, field.key) for s in find_signs(value, age=age))
        elif field.type is FieldType.TABLE and isinstance(value, Mapping):
            for row in value.values():
                cells = row.values() if isinstance(row, Mapping) else ()
                notes = (cell for cell in cells if isinstance(cell, str))
                found.extend(Sign(s.situation, s.word, s.start, field.key)
                             for note in notes for s in find_signs(note, age=age))
    return tuple(found)
