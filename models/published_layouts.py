"""Layouts of published repayment tables: what their columns claim about each other, as data.

A table has rows and columns of figures as printed. A claim holds in every row, or down a column.
"""

from dataclasses import dataclass
from typing import Literal

from models.lifecycle import Label


@dataclass(frozen=True, slots=True)
class Claim:
    """One relation between figures: ``whole`` against ``parts``, by column in a row or by row in a column.

    sum: parts add up to the whole; most: the whole and all parts but the last stay within the last; rises: a
    column does not fall within a year; total: the row named ``whole`` is the sum of the rows before it;
    rolls: a balance is the one before less the part of this row; share: parts[0] over parts[1] as a
    percentage is the whole.
    """

    key: str
    kind: Literal["sum", "most", "rises", "total", "rolls", "share"]
    label: Label
    whole: str
    parts: tuple[str, ...] = ()
    along: Literal["rows", "columns"] = "rows"
    tolerance: str = "0"


@dataclass(frozen=True, slots=True)
class Layout:
    """A form: its name and what it claims; ``split`` names columns turned from year-to-date into months."""

    key: str
    label: Label
    claims: tuple[Claim, ...]
    split: tuple[str, ...] = ()


def _sum(key: str, en: str, zh: str, whole: str, *parts: str) -> Claim:
    return Claim(key, "sum", Label(en, zh), whole, parts, "columns")


_ANNUAL = Layout(
    "annual_1_4",
    Label("Issue, principal and interest of a year (table 1-4)", "表1-4 债券发行及还本付息情况表"),
    (
        _sum("A", "Issued = general + special", "发行＝一般＋专项", "A", "B", "D"),
        _sum("F", "Principal repaid = general + special", "还本＝一般＋专项", "F", "G", "H"),
        _sum("I", "Interest paid = general + special", "付息＝一般＋专项", "I", "J", "K"),
        _sum("L", "Principal budgeted = general + special", "还本预算＝一般＋专项", "L", "M", "O"),
        _sum("M", "General principal = refinancing + budget", "一般还本＝再融资＋预算安排", "M", "M1", "N"),
        _sum("O", "Special principal = refinancing + budget", "专项还本＝再融资＋预算安排", "O", "O1", "P"),
        _sum("Q", "Interest budgeted = general + special", "付息预算＝一般＋专项", "Q", "R", "S"),
        Claim(
            "refinancing_within_principal",
            "most",
            Label("Refinancing issued ≤ principal repaid", "再融资发行≤当年还本"),
            "C",
            ("E", "F"),
            "columns",
        ),
    ),
)

_MONTHLY = Layout(
    "monthly_principal",
    Label("Principal repaid, year to date by month", "累计到期偿还本金（按月）"),
    (
        Claim(
            "split",
            "sum",
            Label("Refinancing + fiscal money = principal repaid", "再融资＋财政资金＝到期偿还本金"),
            "到期偿还本金",
            ("发行再融资债券偿还", "安排财政资金等偿还"),
        ),
        Claim(
            "fiscal_rises",
            "rises",
            Label("The year-to-date fiscal part does not fall", "累计财政资金偿还不下降"),
            "安排财政资金等偿还",
        ),
        Claim(
            "platform",
            "sum",
            Label("Year total against the other publication", "全年数与另一口径一致"),
            "到期偿还本金",
            ("另一口径合计",),
            tolerance="0.6",
        ),
    ),
    ("到期偿还本金", "发行再融资债券偿还", "安排财政资金等偿还"),
)

_SCHEDULE = Layout(
    "debt_schedule",
    Label("Debt schedule by year", "分年还本付息表"),
    (
        Claim(
            "rows",
            "sum",
            Label("Principal + interest = total", "本金＋利息＝合计"),
            "total",
            ("principal", "interest"),
        ),
        Claim(
            "net",
            "sum",
            Label("Net + paid by others = total", "净额＋他方承担＝合计"),
            "total",
            ("net", "transfer"),
        ),
        Claim(
            "balance",
            "rolls",
            Label("Balance = balance before − principal", "余额＝上年余额－本金"),
            "balance",
            ("principal",),
            tolerance="1",
        ),
        Claim("foot", "total", Label("The total row foots", "合计行勾稽"), "total"),
    ),
)

_ISSUE = Layout(
    "issue_result",
    Label("Result of an issue and funding of its project", "发行结果与项目资金构成"),
    (
        _sum(
            "buyers",
            "Buyers add up to the face",
            "各类投资者认购＝面值",
            "发行面值总额",
            "商业银行认购",
            "券商中标",
        ),
        _sum(
            "investment",
            "Capital + bonds = investment",
            "资本金＋专项债券＝总投资",
            "总投资",
            "项目资本金",
            "专项债券",
        ),
        Claim(
            "capital_share",
            "share",
            Label("Capital ÷ investment", "资本金占总投资"),
            "资本金占总投资",
            ("项目资本金", "总投资"),
            "columns",
        ),
        Claim(
            "bond_share",
            "share",
            Label("Bonds ÷ investment", "专项债券占总投资"),
            "专项债券占总投资",
            ("专项债券", "总投资"),
            "columns",
        ),
    ),
)

LAYOUTS = {layout.key: layout for layout in (_ANNUAL, _MONTHLY, _SCHEDULE, _ISSUE)}
"""Every layout by its key."""
