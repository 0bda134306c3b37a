"""Invented people: names, numbers and phones that can belong to nobody, the same for the same county on every machine.

ID numbers use the order codes 990 to 999, mobiles begin with 154: neither is in use.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from aixin_tui.demo.names import Names
from aixin_tui.reference.resident_id import check_character

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈吕"
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦"
)
_FIRST = "望晨若听知向云青听问安既星半长远晚朝思念怀沐初映清"
_SECOND = "舟禾溪月川帆霖河桥松荷原野穗谷遥歌笛岚露雨桐苗芽晴"
_MOTHER_FIRST = "秀玉春桂雪海金素兰月彩红凤巧银翠淑美慧丽"
_MOTHER_SECOND = "英兰梅芳琴莲花珍香萍霞珠娥枝云华菊燕平凤"

_CATEGORIES = {"留守儿童": 62, "困境儿童": 18, "留守儿童、困境儿童": 10, "事实无人抚养儿童": 6, "散居孤儿": 4}
_RELATIONS = ("祖父", "祖母", "外祖母", "父亲", "母亲")
_WOMEN_OF_A_FAMILY = ("祖母", "外祖母", "母亲")
_KINDS = {"爱心妈妈": 90, "爱心爸爸": 6, "爱心家庭": 4}
_MOTHER_CATEGORIES = {"村（社区）": 60, "妇联干部": 15, "行业系统": 15, "社会招募": 10}
_SKILLS = ("亲情陪伴", "学业辅导", "心理疏导", "生活照料", "家庭教育指导", "文体艺术")


@dataclass(frozen=True, slots=True)
class InventedChild:
    """A child of the demonstration, as a roster from 民政 would name her."""

    name: str
    sex: str
    birth_date: date
    id_number: str
    village: str
    category: str
    guardian: str
    relation: str
    phone: str


@dataclass(frozen=True, slots=True)
class InventedMother:
    """A loving mother (or father, or family) of the demonstration."""

    name: str
    kind: str
    sex: str
    id_number: str
    village: str
    category: str
    places: int
    skills: str
    phone: str
    query_on: date


class Inventor:
    """Invents the people of one county; each call goes on where the last one stopped."""

    def __init__(self, county: str, today: date, names: Names | None = None) -> None:
        self._random = random.Random(f"aixin {county}")  # noqa: S311 - the same people every time, nothing secret
        self._county = county
        self._today = today
        self._taken: set[str] = set()
        self._phones = 0
        self._names = names

    def phone(self) -> str:
        """Give the next number: 154, four digits of the county, four that count."""
        self._phones += 1
        return f"154{self._county[2:6]}{self._phones:04d}"

    def id_number(self, birth: date, sex: str) -> str:
        """Give a number that nobody has: an order code from 990 on, odd for a boy or man."""
        for order in range(991 if sex == "male" else 990, 1000, 2):
            first = f"{self._county}{birth:%Y%m%d}{order}"
            number = first + check_character(first)
            if number not in self._taken:
                self._taken.add(number)
                return number
        return self.id_number(birth + timedelta(days=1), sex)

    def _pick(self, characters: str) -> str:
        return self._random.choice(characters)

    def _weighted(self, weights: Mapping[str, int]) -> str:
        return self._random.choices(list(weights), list(weights.values()))[0]

    def child(self, village: str) -> InventedChild:
        """Invent a child of school age or younger who lives in the village."""
        rng = self._random
        sex = rng.choice(("female", "male"))
        born = self._today - timedelta(days=rng.randint(5 * 366, 15 * 365))
        surname = self._pick(_SURNAMES)
        number = self.id_number(born, sex)
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        relation = rng.choice(_RELATIONS)
        category = self._weighted(_CATEGORIES)
        guardian = surname + self._pick("守永德有长进福生") + self._pick("田禄成福贵才祥山")
        name = surname + self._pick(_FIRST) + self._pick(_SECOND)
        if self._names is not None:
            people = self._names.people()
            name = self._names.child(people, sex)
            guardian = self._names.grown(people, "female" if relation in _WOMEN_OF_A_FAMILY else "male")
        return InventedChild(name, sex, born, number, village, category, guardian, relation, self.phone())

    def mother(self, village: str, query_on: date, places: int = 0) -> InventedMother:
        """Invent somebody who lives in the village and wants to be paired, with so many places (by chance if 0)."""
        rng = self._random
        kind = self._weighted(_KINDS)
        sex = "male" if kind == "爱心爸爸" else "female"
        born = date(rng.randint(1965, 1998), rng.randint(1, 12), rng.randint(1, 28))
        surname = self._pick(_SURNAMES)
        name = surname + self._pick(_MOTHER_FIRST) + self._pick(_MOTHER_SECOND)
        if self._names is not None:
            name = self._names.grown(self._names.people(), sex)
        category = self._weighted(_MOTHER_CATEGORIES)
        skills = "、".join(rng.sample(_SKILLS, rng.randint(1, 2)))
        places = places or rng.choices((1, 2, 3), (55, 35, 10))[0]
        shown = f"{name}家庭" if kind == "爱心家庭" else name
        return InventedMother(shown, kind, sex, self.id_number(born, sex), village, category, places, skills,
                              self.phone(), query_on)

    def spread(self, villages: Sequence[str], count: int) -> list[str]:
        """Spread `count` people over villages, a few villages having many (as they do)."""
        weights = [1 / (rank + 3) for rank in range(len(villages))]
        return self._random.choices(villages, weights, k=count)
