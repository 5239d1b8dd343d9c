"""The official balance table as a grid: its rows, the figures of a year, to read and to fill in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from bondlife.locale import gettext
from bondlife.queries.amounts import PLACES, exact_figure, figure
from bondlife.queries.words import said
from calculators.coverage.balance_table import BalanceTable, BalanceYear
from calculators.coverage.dscr import YearlyCoverage
from models.lifecycle import Label


@dataclass(frozen=True, slots=True)
class RowSpec:
    """One row of the official table: item, number and name, depth, formula of other rows."""

    key: str
    label: Label
    level: int = 2
    formula: str = ""
    series: str = ""


ROWS = (
    RowSpec("income", Label("01 Income", "01 预期经营收入"), 1, "project_income + subsidy + land_income"),
    RowSpec("project_income", Label("0101 Income of the project", "0101 项目经营收入")),
    RowSpec("subsidy", Label("0102 Subsidy", "0102 财政补助")),
    RowSpec("land_income", Label("0103 Land and fund income", "0103 土地及基金收入")),
    RowSpec(
        "funding",
        Label("02 Funding", "02 建设资金来源"),
        1,
        "own_funds + bond_proceeds + market_proceeds + other_funding",
    ),
    RowSpec("own_funds", Label("0201 Own and fiscal funds", "0201 财政及自有资金")),
    RowSpec("bond_proceeds", Label("0202 Special bonds", "0202 专项债券")),
    RowSpec("bond_as_capital", Label("020201 Of which capital", "020201 其中：用作资本金"), 3),
    RowSpec("market_proceeds", Label("0203 Market finance", "0203 市场化融资")),
    RowSpec("other_funding", Label("0204 Other", "0204 其他")),
    RowSpec(
        "construction",
        Label("03 Construction", "03 建设支出"),
        1,
        "construction_cost + construction_bond_interest + construction_market_interest",
    ),
    RowSpec("construction_bond_interest", Label("0301 Bond interest", "0301 债券利息")),
    RowSpec("construction_market_interest", Label("0302 Market interest", "0302 市场化融资利息")),
    RowSpec("construction_cost", Label("0303 Cost of construction", "0303 建设成本")),
    RowSpec(
        "operating",
        Label("04 Operation", "04 经营支出"),
        1,
        "operating_cost + taxes + operating_bond_interest + operating_market_interest",
    ),
    RowSpec("operating_cost", Label("0401 Operating cost", "0401 经营成本")),
    RowSpec("operating_bond_interest", Label("0402 Bond interest", "0402 债券利息")),
    RowSpec("operating_market_interest", Label("0403 Market interest", "0403 市场化融资利息")),
    RowSpec("taxes", Label("0404 Taxes", "0404 税费及附加")),
    RowSpec("bond_principal", Label("06 Bond principal", "06 偿还债券本金"), 1),
    RowSpec("market_principal", Label("07 Market principal", "07 偿还市场化融资本金"), 1),
    RowSpec(
        "surplus",
        Label("05 Surplus of the year", "05 当年结余"),
        1,
        "income + funding - construction - operating - bond_principal - market_principal",
    ),
)
"""The rows of the official table, sums before their parts, as the paper has them."""


ENTERED = tuple(row.key for row in ROWS if not row.formula)


_NET = Label("Net revenue", "净收益")


_DUE = Label("Debt service", "应付本息")


_BALANCE = Label("08 Cash at year end", "08 年末现金结余")


_RATIO = Label("09 Coverage of the year", "09 年度覆盖倍数")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the grid."""

    text: str
    is_marked: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class YearHead:
    """One year of the grid."""

    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of the grid."""

    key: str
    label: str
    level: int
    is_sum: bool
    cells: Sequence[Cell]
    total: str
    series: str = ""
    formula: str = ""
    keeps_total: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid by year as its macro draws it."""

    id: str
    caption: str
    places: int
    is_editable: bool
    years: Sequence[YearHead]
    rows: Sequence[GridRow]
    broken: Sequence[str] = ()
    end_label: str = ""


def net_of(one: BalanceYear) -> int:
    """Return the net revenue of a year: what is there to pay debt from."""
    return one.project_income + one.subsidy + one.land_income - one.operating_cost - one.taxes


def due_of(one: BalanceYear) -> int:
    """Return principal and interest of a year, interest during construction included."""
    interest = one.construction_bond_interest + one.construction_market_interest
    interest += one.operating_bond_interest + one.operating_market_interest
    return interest + one.bond_principal + one.market_principal


def ratio_text(value: Decimal | None, line: Decimal | None = Decimal(1)) -> str:
    """Return a ratio with two decimals, more where rounding would carry it over its line.

    >>> ratio_text(Decimal("1.22945")), ratio_text(Decimal("0.9951")), ratio_text(None)
    ('1.23', '0.995', '—')
    """
    if value is None:
        return "—"
    for places in range(2, 9):
        shown = value.quantize(Decimal((0, (1,), -places)), ROUND_HALF_UP)
        if line is None or (shown < line) == (value < line):
            return f"{shown:f}".replace("-", "−")
    return f"{value.quantize(Decimal('0.00000001'), ROUND_DOWN):f}".replace("-", "−")


def grid_of(years: Sequence[BalanceYear], table: BalanceTable, ratios: YearlyCoverage, unit: str) -> Grid:
    """Return the official table with its computed rows."""
    computed = {
        "income": "income",
        "funding": "funding",
        "construction": "construction",
        "operating": "operating",
    }
    rows_found: list[GridRow] = []
    for spec in ROWS:
        if spec.key in computed or spec.key == "surplus":
            values = [getattr(row, spec.key) for row in table.rows]
        else:
            values = [getattr(one, spec.key) for one in years]
        rows_found.append(_row(spec.key, said(spec.label), values, unit, level=spec.level))
    balances = [row.cash_balance for row in table.rows]
    rows_found.append(
        _row("cash_balance", said(_BALANCE), balances, unit, level=1, last=balances[-1], gap=True)
    )
    rows_found.append(_row("net", said(_NET), [net_of(one) for one in years], unit, level=2, series="net"))
    rows_found.append(_row("due", said(_DUE), [due_of(one) for one in years], unit, level=2, series="due"))
    rows_found.append(_ratio_row(ratios, years))
    heads = [YearHead(str(one.year)) for one in years]
    caption = gettext("Balance of income and spending by year")
    return Grid("t-plan", caption, 2, False, heads, rows_found)


def _row(
    key: str,
    label: str,
    values: Sequence[int],
    unit: str,
    *,
    level: int,
    series: str = "",
    last: int | None = None,
    gap: bool = False,
) -> GridRow:
    cells = [Cell(figure(value, unit), gap and value < 0) for value in values]
    total = figure(sum(values) if last is None else last, unit)
    return GridRow(key, label, level, level == 1, cells, total, series)


def _ratio_row(ratios: YearlyCoverage, years: Sequence[BalanceYear]) -> GridRow:
    cells = [
        Cell(ratio_text(value), ratios.minimum_year == one.year)
        for value, one in zip(ratios.ratios, years, strict=True)
    ]
    return GridRow("ratio", said(_RATIO), 1, True, cells, ratio_text(ratios.minimum), "multiple")


def edit_grid(
    cells: Mapping[tuple[str, int], int],
    first: int,
    last: int,
    unit: str,
    typed: Mapping[str, str] | None = None,
) -> Grid:
    """Return the grid to fill in; what was typed stays, right or wrong."""
    years = range(first, last + 1)
    rows_found = []
    for spec in ROWS:
        values = [cells.get((spec.key, year), 0) for year in years]
        texts = [exact_figure(value, unit) if value else "" for value in values]
        if typed is not None:
            texts = [typed.get(f"{spec.key}.{year}", "") for year in years]
        drawn = [Cell(text) for text in texts]
        total = exact_figure(sum(values), unit) if not spec.formula else ""
        rows_found.append(
            GridRow(
                spec.key, said(spec.label), spec.level, bool(spec.formula), drawn, total, formula=spec.formula
            )
        )
    heads = [YearHead(str(year)) for year in years]
    return Grid(
        "t-plan-edit",
        gettext("Balance of income and spending by year"),
        PLACES[unit],
        True,
        heads,
        rows_found,
    )
