"""Pinyin of names, without tones, for finding and sorting people: a table made by `make_pinyin.py`.

A name may be read in more than one way; one reading is given, the commonest in names, with the readings that surnames
keep of old (曾 zeng, 单 shan, 仇 qiu). ü is written `v`, as it is typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

#: Surnames that are read otherwise than the character alone.
SURNAMES: Mapping[str, str] = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou", "盖": "ge", "朴": "piao",
    "任": "ren", "华": "hua", "乐": "yue", "覃": "qin", "翟": "zhai", "折": "she", "种": "chong", "冼": "xian",
    "缪": "miao", "宁": "ning", "逄": "pang", "员": "yun", "贠": "yun", "繁": "po", "秘": "bi", "柏": "bai",
    "薄": "bo", "卜": "bu", "晁": "chao", "谌": "chen", "郇": "xun", "隗": "wei", "那": "na", "牟": "mu",
    "宓": "mi", "尉": "wei", "纪": "ji", "相": "xiang", "幺": "yao", "么": "yao", "祭": "zhai", "佴": "nai",
    "句": "gou", "勾": "gou", "呙": "guo", "召": "shao", "占": "zhan", "洗": "xian", "黑": "he", "俞": "yu",
    "於": "yu", "訾": "zi", "沈": "shen", "石": "shi", "叶": "ye", "葉": "ye", "车": "che",
    "盛": "sheng", "曲": "qu", "瞿": "qu", "阚": "kan", "撒": "sa", "哈": "ha", "应": "ying", "燕": "yan",
    "长": "chang", "强": "qiang", "万": "wan", "贾": "jia", "褚": "chu", "臧": "zang", "藏": "zang",
    "过": "guo", "洪": "hong", "尹": "yin", "冯": "feng", "重": "chong", "厦": "sha", "角": "jue", "鲜": "xian",
}
#: Surnames of two characters.
LONG_SURNAMES: Mapping[str, tuple[str, str]] = {
    "尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "长孙": ("zhang", "sun"), "鲜于": ("xian", "yu"),
    "澹台": ("tan", "tai"), "单于": ("chan", "yu"), "令狐": ("ling", "hu"), "皇甫": ("huang", "fu"),
    "宗政": ("zong", "zheng"), "宰父": ("zai", "fu"),
}


@cache
def _table() -> Mapping[str, str]:
    table: dict[str, str] = {}
    for line in Path(__file__).with_name("pinyin.txt").read_text(encoding="utf-8").splitlines():
        syllable, _, characters = line.partition(" ")
        table.update(dict.fromkeys(characters, syllable))
    return table


def _surname(name: str) -> tuple[str, ...]:
    """Read a Han surname that has a reading of its own; nothing for names with a point or of five characters on."""
    if not 2 <= len(name) <= 4 or "·" in name:
        return ()
    if len(name) > 2 and name[:2] in LONG_SURNAMES:
        return LONG_SURNAMES[name[:2]]
    return (SURNAMES[name[0]],) if name[0] in SURNAMES else ()


def syllables(name: str) -> tuple[str, ...]:
    """Read a name, one syllable a character: 曾望川 → ("zeng", "wang", "chuan").

    Latin letters and digits stay, each run one syllable in small letters; points, blanks and signs fall out; a
    character that the table does not know stands for itself.
    """
    table = _table()
    said = list(_surname(name))
    run = ""
    for character in name[len(said):]:
        if character.isascii() and character.isalnum():
            run += character.lower()
            continue
        if run:
            said.append(run)
            run = ""
        if character in table:
            said.append(table[character])
        elif character.isalnum():
            said.append(character)
    return (*said, run) if run else tuple(said)


def initials(name: str) -> str:
    """Give the first letters of the syllables: 曾望川 → "zwc"."""
    return "".join(syllable[0] for syllable in syllables(name))
