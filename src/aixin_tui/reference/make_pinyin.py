"""Make `pinyin.txt`, the table that `pinyin.py` reads: run by hand, with pypinyin, which the product does not need.

    python make_pinyin.py

One line a syllable without tone (`lv` for lü): the syllable, a blank, and the characters that are read so. A character
stands once, with its commonest reading in names.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

#: Blocks of Han characters: base, extensions A to H, compatibility forms, and the zero.
_BLOCKS = (
    (0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF),
)
#: Given names read these otherwise than running text does.
_IN_NAMES = {"长": "chang", "乐": "le", "朝": "chao", "晟": "sheng", "茜": "qian", "重": "chong", "行": "xing",
             "露": "lu", "彧": "yu", "莘": "xin", "娜": "na", "琪": "qi", "莎": "sha", "曾": "zeng", "少": "shao",
             "藏": "zang", "朴": "pu", "单": "dan", "盛": "sheng", "强": "qiang", "弘": "hong", "熠": "yi",
             "女": "nv", "吕": "lv", "绿": "lv", "律": "lv", "尕": "ga", "说": "shuo", "正": "zheng", "大": "da",
             "好": "hao", "还": "huan", "种": "zhong", "传": "chuan", "兴": "xing", "华": "hua", "都": "du",
             "瑞": "rui", "石": "shi", "得": "de", "地": "di"}


def readings() -> dict[str, str]:
    """Read every character of the blocks; those that pypinyin does not know are left out."""
    pypinyin = import_module("pypinyin")
    out: dict[str, str] = {}
    for first, last in _BLOCKS:
        for code in range(first, last + 1):
            character = chr(code)
            (found,) = pypinyin.lazy_pinyin(character, style=pypinyin.Style.NORMAL, v_to_u=False)
            if found and found != character and found.isascii() and found.isalpha():
                out[character] = found
    return out | _IN_NAMES


def write(path: Path) -> int:
    """Write the table; gives the number of characters in it."""
    by_syllable: dict[str, list[str]] = {}
    table = readings()
    for character in sorted(table):
        by_syllable.setdefault(table[character], []).append(character)
    lines = [f"{syllable} {''.join(by_syllable[syllable])}\n" for syllable in sorted(by_syllable)]
    path.write_text("".join(lines), encoding="utf-8")
    return len(table)


if __name__ == "__main__":
    write(Path(__file__).with_name("pinyin.txt"))
