"""What the printed name of a bond tells: issuer, general or special, new or refinancing, purpose.

Rules as the monthly market reports of the Ministry of Finance use them: a name without 再融资 is a new
bond; a
province named beside its separately planned city means the province without the city; a bond of the Xinjiang
Production and Construction Corps carries the corps in brackets behind the region.
"""

import re
from functools import lru_cache
from typing import NamedTuple

ISSUERS = {
    "北京市": "110000",
    "天津市": "120000",
    "河北省": "130000",
    "山西省": "140000",
    "内蒙古自治区": "150000",
    "辽宁省": "210000",
    "大连市": "210200",
    "吉林省": "220000",
    "黑龙江省": "230000",
    "上海市": "310000",
    "江苏省": "320000",
    "浙江省": "330000",
    "宁波市": "330200",
    "安徽省": "340000",
    "福建省": "350000",
    "厦门市": "350200",
    "江西省": "360000",
    "山东省": "370000",
    "青岛市": "370200",
    "河南省": "410000",
    "湖北省": "420000",
    "湖南省": "430000",
    "广东省": "440000",
    "深圳市": "440300",
    "广西壮族自治区": "450000",
    "海南省": "460000",
    "重庆市": "500000",
    "四川省": "510000",
    "贵州省": "520000",
    "云南省": "530000",
    "西藏自治区": "540000",
    "陕西省": "610000",
    "甘肃省": "620000",
    "青海省": "630000",
    "宁夏回族自治区": "640000",
    "新疆维吾尔自治区": "650000",
    "新疆生产建设兵团": "",
}
"""The 37 issuers and their GB/T 2260 codes; the corps is no administrative region and has none."""

PLANNED_CITIES = {
    "大连市": "辽宁省",
    "宁波市": "浙江省",
    "厦门市": "福建省",
    "青岛市": "山东省",
    "深圳市": "广东省",
}
"""Separately planned cities, which issue by themselves, and their provinces."""

_CORPS = "新疆生产建设兵团"
_ISSUER = re.compile("|".join(sorted(ISSUERS, key=len, reverse=True)))
_SHORT_ISSUER = re.compile(
    r"\d{4}年(" + "|".join(re.sub(r"(壮族|回族|维吾尔)?自治区$|[省市]$", "", name) for name in ISSUERS) + ")"
)
_FULL_NAMES = {re.sub(r"(壮族|回族|维吾尔)?自治区$|[省市]$", "", name): name for name in ISSUERS}
_SERIES = re.compile(r"[(（][〇零一二三四五六七八九十百0-9]+期?[)）]")
_PARTS = re.compile(r"\s*[-—–－]{1,2}\s*(?=\d{4}年)")


class BondName(NamedTuple):
    """The facts in a bond's name; an unknown issuer or kind is an empty text."""

    issuer: str
    kind: str
    nature: str
    purpose: str
    year: int
    is_mixed: bool = False


def read_name(name: str) -> BondName:
    """Return what the name tells.

    >>> read_name("2024年宁波市其他项目收益专项债券(一期)-2024年宁波市政府专项债券(二期)")[:4]
    ('宁波市', 'special_bond', 'new_bond', 'new_project')
    """
    return _of_stem(_SERIES.sub("", name))


def name_parts(name: str) -> tuple[str, ...]:
    """Return the parts of a two-part name (project series, government series), or the name alone.

    >>> len(name_parts("2024年宁波市其他项目收益专项债券(一期)-2024年宁波市政府专项债券(二期)"))
    2
    """
    return tuple(_PARTS.split(name))


@lru_cache(maxsize=4096)
def _of_stem(stem: str) -> BondName:
    general, special = "一般债券" in stem, "专项债券" in stem
    kind = "special_bond" if special else "general_bond" if general else ""
    nature = "refinancing_bond" if "再融资" in stem else "new_bond"
    year = int(stem[:4]) if stem[:4].isascii() and stem[:4].isdigit() else 0
    return BondName(_issuer(stem), kind, nature, _purpose(stem, nature), year, general and special)


def _issuer(stem: str) -> str:
    if _CORPS in stem:
        return _CORPS
    found = _ISSUER.search(stem)
    if found:
        return found[0]
    short = _SHORT_ISSUER.search(stem)
    return _FULL_NAMES[short[1]] if short else ""


def _purpose(stem: str, nature: str) -> str:
    if "中小银行" in stem:
        return "small_banks"
    if nature == "refinancing_bond":
        return "replacing_hidden_debt" if "特殊" in stem or "置换" in stem else "refinancing_principal"
    return "special_new" if "特殊" in stem else "new_project"
