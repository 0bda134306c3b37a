"""How divisions are written: 喇家, 喇家村 and 喇家村委会 are one village, 民和县 is 民和回族土族自治县."""

from __future__ import annotations

import re
from functools import lru_cache

from aixin_tui.reference.names import half_width
from aixin_tui.reference.nationality import NATIONALITIES

_NATIONS = "|".join(sorted((name for name in NATIONALITIES.values() if name.endswith("族")), key=len, reverse=True))
_NATION_TAIL = re.compile(f"(?:{_NATIONS}|各族|蒙古|回|土|藏)+$")
_VILLAGE_TAIL = re.compile(
    r"(?:村民委员会|居民委员会|社区居民委员会|社区居委会|社区村委会|牧民委员会|牧委会|村委会|居委会|村民委会|委员会|家委会|社区|新村社区|村)$")
_TOWN_TAIL = re.compile(r"(?:民族乡|街道办事处|办事处|街道|镇|乡|苏木|农场|林场|管委会)$")
_COUNTY_TAIL = re.compile(r"(?:自治县|自治旗|林区|特区|新区|县|市|区|旗)$")
_CITY_TAIL = re.compile(r"(?:自治州|地区|盟|市|州)$")
_PROVINCE_TAIL = re.compile(r"(?:特别行政区|自治区|省|市)$")
_TAILS = {2: _PROVINCE_TAIL, 4: _CITY_TAIL, 6: _COUNTY_TAIL, 9: _TOWN_TAIL, 12: _VILLAGE_TAIL}
_BRACKET = re.compile(r"[（(\[【]([^（()）\]】]*)[)）\]】]")
_FORMER = re.compile(r"^(?:原|原名|曾用名|旧称|旧名)[:：]?\s*(.+)$")
_GROUP = re.compile(r"(?:第?[一二三四五六七八九十百\d]+)(?:社|组|队|号|户|栋)+$")
_SEPARATORS = " \t/\\>-—–·、，,;；|"
#: Words that tell a town in running text.
TOWN_WORD = re.compile(r"^(.{1,8}?(?:民族乡|街道办事处|街道|镇|乡|苏木))")


@lru_cache(maxsize=65536)
def core(name: str, digits: int) -> str:
    """Give a division's name without what only says its level: 喇家村委会 → 喇家, 民和回族土族自治县 → 民和.

    `digits` is the length of the codes of the level. What would leave nothing (村, 县) stays.
    """
    short = _TAILS[digits].sub("", name, count=1) or name
    if digits != 12:
        short = _NATION_TAIL.sub("", short) or short
    return short


def has_tail(text: str, digits: int) -> bool:
    """Whether the text says its level itself: 喇家村 does, 喇家 does not."""
    return bool(_TAILS[digits].search(text)) and core(text, digits) != text


def tidy(text: str) -> str:
    """Write a place half-width and without blanks around it."""
    return half_width(text).strip(_SEPARATORS)


def drop_separators(text: str) -> str:
    """Take away what parts the levels of a path at its beginning."""
    return text.lstrip(_SEPARATORS)


def is_separated(rest: str) -> bool:
    """Whether the text ends here or the next level begins after a separator."""
    return not rest or rest[0] in _SEPARATORS


def without_brackets(text: str) -> tuple[str, str, str]:
    """Part a place from its brackets and its group: 峡口村（原大草滩村） → 峡口村, 大草滩村, "" ; 前进村三社 → …, 三社.

    Gives the name, the former name and the finer place (group, house), the last two possibly empty.
    """
    former = detail = ""
    for found in _BRACKET.findall(text):
        told = _FORMER.match(found.strip())
        if told:
            former = told[1].strip()
        else:
            detail = found.strip() or detail
    name = _BRACKET.sub("", text).strip()
    group = _GROUP.search(name)
    if group and group.start() > 0:
        return name[:group.start()], former, group[0]
    return name, former, detail
