"""The 56 nationalities of China in the order of their codes (GB/T 3304), and how lists write them."""

from __future__ import annotations

from collections.abc import Mapping

_SHORT = (
    "汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白", "土家", "哈尼",
    "哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土",
    "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克",
    "俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺",
)
#: Code of two digits → name as it is shown; 97 and 98 are in use beside the standard's 56.
NATIONALITIES: Mapping[str, str] = {
    **{f"{number:02d}": f"{short}族" for number, short in enumerate(_SHORT, 1)},
    "97": "其他",
    "98": "外国血统中国籍人士",
}
_OLDER = {"毛难": "毛南", "崩龙": "德昂", "民家": "白", "卡瓦": "佤", "夷": "彝", "僮": "壮", "傜": "瑶"}
_CODES = {name: code for code, name in NATIONALITIES.items()} | {
    short: f"{number:02d}" for number, short in enumerate(_SHORT, 1)
}


def code_of(text: str) -> str:
    """Find the code that a cell means: 土, 土族 and 30 are "30"; empty text for what is no nationality."""
    word = "".join(text.split())
    if word.isdecimal() and word.zfill(2) in NATIONALITIES:
        return word.zfill(2)
    bare = word.removesuffix("族")
    return _CODES.get(word) or _CODES.get(_OLDER.get(bare, bare), "")


def name_of(code: str) -> str:
    """Give the name of a code; the code itself for an unknown one."""
    return NATIONALITIES.get(code, code)
