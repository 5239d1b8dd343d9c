"""Figures of limit and balance statements (F8): what each is called, and the headings it goes by in files."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.lifecycle import Label


@dataclass(frozen=True, slots=True)
class Item:
    """One printed figure: key, name, headings in files."""

    key: str
    label: Label
    headings: tuple[str, ...] = ()


_KINDS = (
    ("total", "", "", "合计"),
    ("general", "general", "一般", "一般债务"),
    ("special", "special", "专项", "专项债务"),
)

_FAMILIES = (
    ("limit_before", "Limit of the year before", "上年{}债务限额", ("上年{}债务限额",)),
    ("new_limit", "New limit", "新增{}债务限额", ("新增{}债务限额", "新增{}限额", "quota_{}")),
    ("limit", "Limit", "{}债务限额", ("{}债务限额", "本年{}债务限额", "limit_{}")),
    ("balance_before", "Balance at the end of the year before", "上年末{}债务余额", ("上年末{}债务余额",)),
    ("balance", "Balance", "{}债务余额", ("{}债务余额", "年末{}债务余额", "bal_{}")),
    ("bond_before", "Bonds outstanding before", "上年末{}债券余额", ("上年末{}债券余额",)),
    ("bond_balance", "Bonds outstanding", "{}债券余额", ("{}债券余额", "年末{}债券余额")),
    ("issued", "Bonds issued or on-lent", "{}债券发行额", ("{}债券发行额", "转贷{}债券", "issue_{}")),
    ("issued_new", "of which new", "新增{}债券发行额", ("新增{}债券发行额", "新增{}债券", "issue_new_{}")),
    (
        "issued_refi",
        "of which refinancing",
        "再融资{}债券发行额",
        ("再融资{}债券发行额", "再融资{}债券", "issue_refi_{}"),
    ),
    ("issued_swap", "of which swap", "置换{}债券发行额", ("置换{}债券发行额", "置换{}债券")),
    ("repaid", "Principal repaid", "{}债券还本额", ("{}债券还本额", "{}债券本金", "repay_{}")),
    ("interest", "Interest paid", "{}债券付息额", ("{}债券付息额", "{}债券利息", "interest_{}")),
)

_SINGLE = (
    Item(
        "foreign_onlent",
        Label("of which on-lent foreign loans", "外债转贷"),
        ("外债转贷", "其中外债转贷"),
    ),
    Item("service_total", Label("Principal and interest paid", "还本付息合计"), ("还本付息合计",)),
    Item("next_repaid", Label("Principal budgeted for the next year", "下年还本预算"), ("下年还本预算",)),
    Item("next_interest", Label("Interest budgeted for the next year", "下年付息预算"), ("下年付息预算",)),
    Item("gross_product", Label("Gross regional product", "地区生产总值"), ("地区生产总值", "gdp")),
)


def _items() -> tuple[Item, ...]:
    found = []
    for family, en, zh, headings in _FAMILIES:
        for kind, kind_en, kind_zh, total_zh in _KINDS:
            names = [zh.format(kind_zh)] + [
                h.format(kind if h[-1] == "}" and "_" in h else kind_zh) for h in headings
            ]
            names += [f"{zh.format('')}{total_zh}"] if kind == "total" else []
            label = Label(f"{en}, {kind_en}" if kind_en else en, zh.format(kind_zh))
            found.append(Item(f"{family}_{kind}", label, tuple(dict.fromkeys(names))))
    return (*found, *_SINGLE)


ITEMS: tuple[Item, ...] = _items()
"""Every figure a statement may hold; amounts in fen."""

BY_KEY = {item.key: item for item in ITEMS}

COLUMNS = (
    ("", Label("Region", "本地区")),
    ("own", Label("Own level", "本级")),
    ("lower", Label("Lower levels", "下级")),
)
"""Columns of the official table; the first stands for the whole region."""

RATIOS: tuple[Item, ...] = (
    Item(
        "execution",
        Label("New issues in the new limit", "新增限额执行率"),
        ("新增限额执行率", "execution_pct"),
    ),
    Item(
        "debt_to_product",
        Label("Debt to gross product", "债务余额占地区生产总值"),
        ("负债率", "debt_to_gdp_pct"),
    ),
)
"""Published ratios, kept as printed (per cent)."""

OFFICIAL = (
    ("A", "limit_before", ("B", "C")),
    ("D", "new_limit", ("E", "F")),
    ("G", "limit", ("H", "I")),
    ("J", "balance", ("K", "L")),
)
"""Rows of the official table with their letters: A=B+C, D=E+F, G=H+I, J=K+L (total, general, special)."""


def cell(key: str, column: str = "") -> str:
    """Return the name under which a statement keeps a figure of a column.

    >>> cell("limit_total"), cell("limit_total", "own")
    ('limit_total', 'limit_total@own')
    """
    return f"{key}@{column}" if column else key


def whole(figures: Mapping[str, int], family: str) -> int | None:
    """Return a figure of the whole region: the printed total, else general and special as far as told.

    >>> whole({"balance_general": 3, "balance_special": 4}, "balance")
    7
    """
    if f"{family}_total" in figures:
        return figures[f"{family}_total"]
    parts = [figures[name] for name in (f"{family}_general", f"{family}_special") if name in figures]
    return sum(parts) if parts else None
