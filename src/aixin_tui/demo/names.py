"""Names as they are given in a place: invented from common parts, so that they are plausible and nobody's own."""

from __future__ import annotations

import random
from collections.abc import Mapping

_HAN = ("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭罗梁宋郑谢唐冯于董萧程曹袁邓许傅沈吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪"
        "田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦")
_SURNAMES = {"hui": "马马马马冶韩喇妥丁", "salar": "韩韩韩马沈何", "tu": "李祁东乔鲍麻吕星"}
_FIRST = "望晨若听知向云青问安既星半长远晚朝思念怀沐初映清"
_SECOND = "舟禾溪月川帆霖河桥松荷原野穗谷遥歌笛岚露雨桐苗芽晴"
_WOMEN = ("秀玉春桂雪海金素兰月彩红凤巧银翠淑美慧丽", "英兰梅芳琴莲花珍香萍霞珠娥枝云华菊燕平凤")
_MEN = ("守永德有长进福生文国", "田禄成福贵才祥山林海")
_TIBETAN = {
    "female": ("卓玛", "央金", "拉毛", "措毛", "德吉", "梅朵", "桑吉", "才吉", "永措", "尕藏"),
    "male": ("扎西", "多杰", "才让", "尼玛", "索南", "旦增", "洛桑", "丹巴", "昂青", "公保"),
}
_TIBETAN_AFTER = {
    "female": ("卓玛", "措", "拉姆", "吉", "央宗", "措毛", "曲珍", "白姆"),
    "male": ("才让", "加", "多杰", "东智", "扎西", "当周", "尖措", "本"),
}
_MONGOL = {
    "female": ("其其格", "萨仁", "娜仁", "乌云", "图雅", "高娃", "斯琴", "托娅"),
    "male": ("巴图", "朝鲁", "孟和", "格日勒", "布和", "那顺", "宝音", "苏和"),
}
_MONGOL_AFTER = {"female": ("", "花", "图雅", "高娃"), "male": ("", "巴雅尔", "吉日嘎拉", "其劳")}


class Names:
    """Gives names of a place's peoples, by their shares."""

    def __init__(self, chance: random.Random, peoples: Mapping[str, int]) -> None:
        self._chance = chance
        self._peoples = tuple(peoples) or ("han",)
        self._shares = tuple(peoples.values()) or (1,)

    def people(self) -> str:
        """Choose one of the place's peoples."""
        return self._chance.choices(self._peoples, self._shares)[0]

    def child(self, people: str, sex: str) -> str:
        """Give a child's name."""
        return self._given(people, sex) or self._surname(people) + self._of(_FIRST) + self._of(_SECOND)

    def grown(self, people: str, sex: str) -> str:
        """Give a grown-up's name."""
        first, second = _MEN if sex == "male" else _WOMEN
        return self._given(people, sex) or self._surname(people) + self._of(first) + self._of(second)

    def _given(self, people: str, sex: str) -> str:
        """Give a name without a surname, where the people has none; empty for the others."""
        if people == "tibetan":
            return self._of(_TIBETAN[sex]) + self._of(_TIBETAN_AFTER[sex])
        if people == "mongol":
            return self._of(_MONGOL[sex]) + self._of(_MONGOL_AFTER[sex])
        return ""

    def _surname(self, people: str) -> str:
        return self._of(_SURNAMES.get(people, _HAN))

    def _of(self, parts: str | tuple[str, ...]) -> str:
        return self._chance.choice(parts)
