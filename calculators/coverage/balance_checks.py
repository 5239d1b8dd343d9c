"""The identities of a balance table, each with both figures, the difference and whether it holds.

Shapes  years and rows: one per year; result: one check per identity, or per identity and year.
Units   fen; for the year span, calendar years.
Errors  CalculationError: not_integer, out_of_range, empty.
Source  Checks of a provincial debt system (2020); the yearly cash balance is this library's own demand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class Check:
    """One identity: its two figures, how they must stand to each other, and whether they do."""

    name: str
    label: str
    label_zh: str
    relation: str
    left: int
    right: int
    difference: int
    holds: bool
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the life that the identities speak of."""

    income: int
    net_revenue: int
    funding: int
    construction: int
    operating: int
    construction_cost: int
    bond_proceeds: int
    bond_as_capital: int
    bond_principal: int
    bond_interest: int
    market_proceeds: int
    market_principal: int
    market_interest: int

    @property
    def bond_debt_service(self) -> int:
        """Bond principal and interest."""
        return self.bond_principal + self.bond_interest

    @property
    def all_debt_service(self) -> int:
        """Principal and interest of bonds and market finance."""
        return self.bond_debt_service + self.market_principal + self.market_interest


_LABELS = {
    "income_foots": ("Income is the sum of its parts", "收入等于各项之和"),
    "funding_foots": ("Funding is the sum of its parts", "建设资金来源等于各项之和"),
    "construction_foots": ("Construction spending is the sum of its parts", "建设支出等于各项之和"),
    "operating_foots": ("Operating spending is the sum of its parts", "运营支出等于各项之和"),
    "cash_balance_rolls": ("Printed cash balance equals the computed one", "填报余额等于计算余额"),
    "bond_repaid": ("Bond principal repaid equals bonds raised", "债券还本等于债券融资"),
    "market_repaid": ("Market principal repaid equals market finance raised", "市场化还本等于市场化融资"),
    "bond_interest_not_negative": ("Bond interest is not negative", "债券利息不为负"),
    "market_interest_present": ("Market finance bears interest", "有市场化融资则应有利息"),
    "construction_cost_present": ("Construction cost is above zero", "建设成本大于零"),
    "income_present": ("Income is above zero", "运营收入大于零"),
    "bond_present": ("Bonds are above zero", "专项债券大于零"),
    "capital_within_bond": ("Bonds used as capital are within the bonds", "用作资本金不超过专项债券"),
    "resources_cover_bond": (
        "Resources less spending cover bond principal",
        "资金来源减支出不低于债券本金",
    ),
    "income_account_named": ("An income account is named", "有收入须填收入科目"),
    "starts_in_life": ("The first year is not before the project starts", "起始年度不早于项目起始"),
    "ends_in_life": ("The last year is within the life", "截止年度不晚于项目周期"),
    "cash_not_negative": ("Cash balance is not negative", "资金余额不为负"),
    "parts_foot": ("The parts foot to the total", "分项之和等于合计"),
}

_RELATIONS = ("=", "≥", ">", "≤")


def check(
    name: str, left: int, relation: str, right: int, *, year: int | None = None, tolerance: int = 0
) -> Check:
    """Return one named identity with its two figures.

    >>> check("bond_repaid", 100, "=", 90).difference
    10
    """
    if relation not in _RELATIONS:
        raise CalculationError("bad_relation", "relation", "one of %(known)s", known=", ".join(_RELATIONS))
    if name not in _LABELS:
        raise CalculationError("not_a_choice", "name", "there is no such identity")
    difference = check_fen(left, "left") - check_fen(right, "right")
    holds = {
        "=": abs(difference) <= tolerance,
        "≥": difference >= -tolerance,
        ">": difference > 0,
        "≤": difference <= tolerance,
    }[relation]
    label, label_zh = _LABELS[name]
    return Check(name, label, label_zh, relation, left, right, difference, holds, year)


def parts_foot(total: int, parts: Sequence[int], *, tolerance: int = 0) -> Check:
    """Return whether parts foot to a printed total, as on the disclosure form of a bond.

    >>> parts_foot(4117184, [2035013, 953000, 1129171]).holds
    True
    """
    if not parts:
        raise CalculationError("empty", "parts", "at least one part is needed")
    return check(
        "parts_foot", total, "=", sum(check_fen(part, "parts") for part in parts), tolerance=tolerance
    )


def all_checks(
    years: Sequence[Any],
    rows: Sequence[Any],
    totals: Totals,
    *,
    first_year: int,
    last_year: int,
    has_income_account: bool,
    tolerance: int = 0,
) -> tuple[Check, ...]:
    """Return every identity of a balance table in the order of its rows.

    >>> totals = Totals(*[0] * 13)
    >>> [one.name for one in all_checks([], [], totals, first_year=1, last_year=2, has_income_account=True)
    ...  if not one.holds]
    ['construction_cost_present', 'income_present', 'bond_present']
    """
    found = [
        *_footing(years, rows, tolerance),
        *_debt(totals),
        *_presence(totals, has_income_account),
        *(check("capital_within_bond", y.bond_as_capital, "≤", y.bond_proceeds, year=y.year) for y in years),
        *_span(rows, first_year, last_year),
        *(check("cash_not_negative", row.cash_balance, "≥", 0, year=row.year) for row in rows),
    ]
    return tuple(found)


def _footing(years: Sequence[Any], rows: Sequence[Any], tolerance: int) -> Iterator[Check]:
    for entered, computed in zip(years, rows, strict=True):
        for name in ("income", "funding", "construction", "operating", "cash_balance"):
            printed = getattr(entered, f"printed_{name}")
            if printed is not None:
                identity = "cash_balance_rolls" if name == "cash_balance" else f"{name}_foots"
                parts = getattr(computed, name)
                yield check(identity, printed, "=", parts, year=entered.year, tolerance=tolerance)


def _debt(totals: Totals) -> Iterator[Check]:
    yield check("bond_repaid", totals.bond_principal, "=", totals.bond_proceeds)
    yield check("market_repaid", totals.market_principal, "=", totals.market_proceeds)
    yield check("bond_interest_not_negative", totals.bond_interest, "≥", 0)
    if totals.market_principal > 0:
        yield check("market_interest_present", totals.market_interest, ">", 0)
    resources = totals.funding + totals.income - totals.operating - totals.construction
    yield check("resources_cover_bond", resources, "≥", totals.bond_principal)


def _presence(totals: Totals, has_income_account: bool) -> Iterator[Check]:
    yield check("construction_cost_present", totals.construction_cost, ">", 0)
    yield check("income_present", totals.income, ">", 0)
    yield check("bond_present", totals.bond_proceeds, ">", 0)
    if totals.income > 0:
        yield check("income_account_named", int(has_income_account), "≥", 1)


def _span(rows: Sequence[Any], first_year: int, last_year: int) -> Iterator[Check]:
    if rows:
        yield check("starts_in_life", rows[0].year, "≥", first_year)
        yield check("ends_in_life", rows[-1].year, "≤", last_year)


SPEC = CalculatorSpec(
    key="coverage.parts_foot",
    title="Parts foot to the total",
    title_zh="分项合计校验",
    unit="fen",
    function=parts_foot,
    inputs=(
        Quantity("total", "Printed total", "填报合计", "fen"),
        Quantity("parts", "Parts", "分项", "fen"),
        Quantity("tolerance", "Tolerance", "允许差额", "fen"),
    ),
    outputs=(
        Quantity("name", "Identity", "校验项", "text", "parts_foot"),
        Quantity("label", "In words", "说明（英文）", "text", "sum of {parts} = {total}"),
        Quantity("label_zh", "In Chinese words", "说明", "text", "sum of {parts} = {total}"),
        Quantity("relation", "Relation", "关系", "text", "{left} = {right}"),
        Quantity("left", "Printed", "填报数", "fen", "{total}"),
        Quantity("right", "Computed", "计算数", "fen", "sum of {parts}"),
        Quantity("difference", "Difference", "差额", "fen", "{left} − {right}"),
        Quantity("holds", "Holds", "是否通过", "flag", "|{difference}| ≤ {tolerance}"),
        Quantity("year", "Year", "年度", "years", "none: the identity is over the life"),
    ),
    sources=(
        Clause("新增专项债券项目信息披露模板", "total investment and yearly financing plan", "2021-09"),
    ),
    example={"total": 4_117_184, "parts": [2_035_013, 953_000, 1_129_171]},
    example_result={"left": "4117184", "right": "4117184", "difference": "0", "holds": "yes"},
)
