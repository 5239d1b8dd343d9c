"""The tick tree of special-bond types in the official disclosure template, and the wordings of repayment."""

BOND_TYPES = {
    "土地储备": (),
    "棚户区改造": (),
    "交通基础设施": ("政府收费公路", "铁路", "轨道交通", "城市停车场", "其他交通基础设施"),
    "能源": ("城市电网", "天然气管网", "储气设施", "其他能源项目"),
    "农林水利": (),
    "生态环保": ("城镇污水垃圾处理", "其他生态环保"),
    "民生服务": ("职业教育", "托幼", "其他教育", "医疗", "养老", "其他民生服务"),
    "冷链物流设施": (),
    "市政和产业园区基础设施": (),
    "城镇老旧小区改造": (),
    "新型基础设施": ("信息基础设施", "融合基础设施", "创新基础设施"),
    "扶贫": (),
    "乡村振兴": (),
    "文化旅游": (),
    "其他": (),
}
"""Heading → items. A heading is ticked when any of its items is."""

REPAYMENT_FORMS = {
    "到期一次还本": "bullet",
    "到期一次性还本": "bullet",
    "到期一次性偿还本金": "bullet",
    "一次还本": "bullet",
    "一次性还本": "bullet",
    "分年还本": "instalment",
    "本金分年偿还": "instalment",
    "分期还本": "instalment",
    "分次还本": "instalment",
    "等额本金": "instalment",
    "提前还本": "early_redemption",
    "含提前赎回权": "early_redemption",
    "提前赎回": "early_redemption",
}
"""Wording → bullet, instalment or early_redemption (field names of the glossary)."""


def parents_of(item: str) -> tuple[str, ...]:
    """Return the headings an item stands under.

    >>> parents_of("轨道交通")
    ('交通基础设施',)
    """
    return tuple(parent for parent, items in BOND_TYPES.items() if item in items)


def repayment_form(text: str) -> str:
    """Return the code of a repayment wording, or an empty text.

    >>> repayment_form("到期一次还本"), repayment_form("随意")
    ('bullet', '')
    """
    plain = text.strip().rstrip("。")
    exact = REPAYMENT_FORMS.get(plain)
    if exact:
        return exact
    return next((code for wording, code in REPAYMENT_FORMS.items() if wording in plain), "")
