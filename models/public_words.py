"""Fixed words of public pages in English: contents are kept in Chinese, readers of English see these."""

import re

from models.fund_labels import FUND_TYPES, TIERS_OF_PARTNERS
from models.kinds.special_bond.documents import DOCUMENTS
from models.kinds.special_bond.purposes import PURPOSES
from models.kinds.special_bond.tracks import TRACKS
from models.sectors import SECTORS

_OWN = {
    "未开始": "not begun",
    "进行中": "under way",
    "已办结": "done",
    "已支付": "paid",
    "未到期": "not due yet",
    "未支付": "not paid",
    "沉淀": "stands still",
    "国库": "treasury",
    "项目专户": "project account",
    "已退回上级": "returned to the level above",
    "施工单位及供应商": "contractors and suppliers",
    "在建": "under construction",
    "已立项": "approved",
    "停工": "stopped",
    "已竣工": "completed",
    "已决算": "final accounts done",
    "运营": "operating",
    "专项债券": "special bond",
    "一般债券": "general bond",
    "到期一次还本": "at maturity",
    "分期还本": "in instalments",
    "等额本金": "equal principal",
    "含提前赎回权": "with early redemption",
    "按年付息": "yearly",
    "每半年付息": "twice a year",
    "按季付息": "quarterly",
    "存量项目": "stock contract",
    "新机制项目": "new mechanism",
    "政府付费": "government-pay",
    "可行性缺口补助": "viability-gap subsidy",
    "使用者付费": "user-pay",
    "建设期绩效评价": "construction",
    "运营期绩效评价": "operation",
    "中期评估": "mid-term",
    "移交后评价": "after hand-over",
    "未取得": "not obtained",
    "未编制收支平衡表": "no balance plan",
    "尚未评价": "not evaluated yet",
    "无": "none",
    "优": "excellent",
    "良": "good",
    "中": "fair",
    "差": "poor",
}

_SHAPES = (
    (re.compile(r"(\d{4}-\d{2})?至(\d{4}-\d{2})?"), r"\1 to \2"),
    (re.compile(r"(\d+)年"), r"\1 years"),
)
"""How texts with figures in them read in English."""

ENGLISH = {
    **{label.zh: label.en for _, label in SECTORS},
    **{track.label.zh: track.label.en for track in TRACKS},
    **{one.label.zh: one.label.en for one in (*DOCUMENTS, *PURPOSES)},
    **{label.zh: label.en for table in (FUND_TYPES, TIERS_OF_PARTNERS) for label in table.values()},
    **_OWN,
}
"""Chinese word of a content → English; a word that is not here stands as it is."""


def english_of(text: str) -> str:
    """Return a text of a content in English, as far as its words are fixed; any other as it stands.

    >>> english_of("2022-07至2025-05"), english_of("10年"), english_of("在建"), english_of("瓯海区")
    ('2022-07 to 2025-05', '10 years', 'under construction', '瓯海区')
    """
    for shape, said in _SHAPES:
        found = shape.fullmatch(text)
        if found is not None:
            return found.expand(said).strip()
    return ENGLISH.get(text, text)
