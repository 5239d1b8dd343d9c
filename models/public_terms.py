"""Words of public pages in plain language: what each means, and on which pages it is used."""

from dataclasses import dataclass

from models.lifecycle import Label


@dataclass(frozen=True, slots=True)
class PublicTerm:
    """One word, its meaning without the trade's own words, the kinds of pages that use it."""

    name: Label
    meaning: Label
    kinds: tuple[str, ...]


_DEBT = ("project", "bond", "region")

TERMS = (
    PublicTerm(
        Label("Special bond", "专项债券"),
        Label(
            "A bond of a local government for projects that earn the money that repays it.",
            "地方政府为有一定收益的公益性项目发行、以项目收入偿还的债券。",
        ),
        _DEBT,
    ),
    PublicTerm(
        Label("Coverage multiple", "本息覆盖倍数"),
        Label(
            "Net income of a project over its life, set over the principal and interest of its debt. "
            "Below 1 the income does not suffice.",
            "项目全周期净收益与应偿还债务本息之比；低于 1 表示收益不足以偿还本息。",
        ),
        ("project",),
    ),
    PublicTerm(
        Label("Paid so far", "累计支付"),
        Label(
            "What contractors and suppliers were paid up to the day of the figures, out of every source.",
            "截至数据截止日实际支付给施工单位、供应商的资金，含全部资金来源。",
        ),
        ("project", "region"),
    ),
    PublicTerm(
        Label("Money that stands still", "沉淀资金"),
        Label(
            "Bond money that arrived and was not yet paid out: in the treasury or in a project account.",
            "已到位但尚未支付的债券资金，仍存放在国库或项目专户。",
        ),
        ("project",),
    ),
    PublicTerm(
        Label("Change of use", "用途调整"),
        Label(
            "Unused bond money given to another project, approved by the province.",
            "经省级批准，将未使用的债券资金调整用于其他项目。",
        ),
        _DEBT,
    ),
    PublicTerm(
        Label("Day of the figures (cut-off)", "数据截止日"),
        Label(
            "The figures say how things stood at the end of this day, not how they stand today.",
            "页面数据反映截至该日日终的情况，而非今天的情况。",
        ),
        ("project", "bond", "region", "ppp_contract", "fund"),
    ),
    PublicTerm(
        Label("Debt limit", "债务限额"),
        Label(
            "The most a government may owe, set by the people's congress; general and special debt apart.",
            "经人民代表大会批准的政府债务余额上限，一般债务与专项债务分别核定。",
        ),
        ("region",),
    ),
    PublicTerm(
        Label("What falls due", "到期本息"),
        Label(
            "Principal and interest that must be paid in a year by the schedules of the bonds.",
            "按各期债券还本付息计划当年应支付的本金和利息。",
        ),
        ("region", "bond", "project"),
    ),
    PublicTerm(
        Label("Deduction", "绩效扣减"),
        Label(
            "The part of the fee a company does not get because its service was not good enough.",
            "因服务绩效未达标而少付给项目公司的费用。",
        ),
        ("ppp_contract",),
    ),
    PublicTerm(
        Label("Waiver", "免予扣减"),
        Label(
            "A deduction that was not made; a second person approved it and the reason is public.",
            "经第二人批准不予扣减的金额，理由对外公开。",
        ),
        ("ppp_contract",),
    ),
    PublicTerm(
        Label("Committed, paid in", "认缴、实缴"),
        Label(
            "What the partners of a fund promised, and what of it they have paid.",
            "基金出资人承诺的出资额，以及其中已实际缴付的金额。",
        ),
        ("fund",),
    ),
    PublicTerm(
        Label("Distributed of paid in (DPI)", "分配倍数（DPI）"),
        Label(
            "What the partners got back so far, set over what they paid in.",
            "出资人累计收回的分配与实缴出资之比。",
        ),
        ("fund",),
    ),
    PublicTerm(
        Label("Digest", "摘要"),
        Label(
            "A fingerprint of the content: whoever changes one sign of it gets another fingerprint.",
            "内容的数字指纹：内容有任何改动，摘要即不同，可据此核对是否为审批公开的原文。",
        ),
        ("project", "bond", "region", "ppp_contract", "fund"),
    ),
)
