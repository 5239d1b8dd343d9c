"""The identities of the disclosure template; each that fails is a warning with both figures."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from bondlife.exchange.bond_types import parents_of
from bondlife.exchange.disclosure_rows import DisclosedBond, YearAmount
from bondlife.exchange.issues import Finding, finding, identity
from bondlife.exchange.units import in_unit

_RATIO_PARTS = {
    "项目总收益/项目总投资": "total_investment",
    "项目总收益/项目总债务融资本息": "all_debt_service",
    "项目总收益/项目总债务融资本金": "all_debt_principal",
    "项目总收益/项目总地方债券融资本息": "bond_debt_service",
    "项目总收益/项目总地方债券融资本金": "bond_principal",
}


def check_bond(bond: DisclosedBond, sheet: str, unit: str) -> list[Finding]:
    """Return a warning for each identity of the form that does not hold."""
    return [
        *_sums(bond, sheet, unit),
        *_bounds(bond, sheet, unit),
        *_ratios(bond, sheet),
        *_ticks(bond, sheet),
    ]


def _sums(bond: DisclosedBond, sheet: str, unit: str) -> Iterator[Finding]:
    parts = (bond.own_funds, bond.special_bond_finance, bond.other_finance)
    known = [part for part in parts if part is not None]
    pairs: list[tuple[str, str, int | None, int | None]] = [
        ("investment_split", "total_investment", bond.total_investment, sum(known) if known else None),
        ("special_plan_sum", "special_bond_finance", bond.special_bond_finance, _total(bond.special_plan)),
        ("other_plan_sum", "other_finance", bond.other_finance, _total(bond.other_plan)),
        ("revenue_sum", "revenue_total", bond.revenue_total, _total(bond.revenue)),
    ]
    shares = [project.share for project in bond.projects if project.share is not None]
    pairs.append(("projects_sum", "planned_face", bond.planned_face, sum(shares) if shares else None))
    for code, name, printed, computed in pairs:
        if printed is not None and computed is not None and printed != computed:
            yield _amounts(code, name, printed, computed, sheet, unit)
    if bond.projects and bond.project_count is not None and bond.project_count != len(bond.projects):
        yield identity(
            "project_count",
            "project_count",
            printed=bond.project_count,
            computed=len(bond.projects),
            sheet=sheet,
        )


def _bounds(bond: DisclosedBond, sheet: str, unit: str) -> Iterator[Finding]:
    """Check what must not be larger than something else."""
    face = bond.planned_face
    if face is None:
        return
    of_year = _of_year(bond.special_plan, bond.tender_date.year) if bond.tender_date else None
    for code, name, low, high in (
        ("issue_within_bond_total", "planned_face", face, bond.special_bond_finance),
        ("issue_within_year_plan", "planned_face", face, of_year),
        ("major_within_issue", "major_project_face", bond.major_project_face, face),
    ):
        if low is not None and high is not None and low > high:
            yield _amounts(code, name, low, high, sheet, unit)


def _ratios(bond: DisclosedBond, sheet: str) -> Iterator[Finding]:
    for name, printed in bond.ratios.items():
        divisor = getattr(bond, _RATIO_PARTS[name])
        if bond.revenue_total is None or not divisor:
            continue
        digits = -int(printed.as_tuple().exponent)
        exact = Fraction(bond.revenue_total, divisor)
        computed = (Decimal(exact.numerator) / exact.denominator).quantize(
            Decimal(1).scaleb(-digits), ROUND_HALF_UP
        )
        if computed != printed:
            yield identity("ratio_differs", name, printed=printed, computed=computed, sheet=sheet)


def _ticks(bond: DisclosedBond, sheet: str) -> Iterator[Finding]:
    for child in bond.types:
        for parent in parents_of(child):
            if parent not in bond.types:
                yield finding(
                    "warning",
                    "parent_not_ticked",
                    sheet=sheet,
                    field="types",
                    read=child,
                    params={"child": child, "parent": parent},
                )


def _amounts(code: str, name: str, printed: int, computed: int, sheet: str, unit: str) -> Finding:
    return identity(
        code,
        name,
        printed=f"{in_unit(printed, unit):f}",
        computed=f"{in_unit(computed, unit):f}",
        sheet=sheet,
    )


def _total(years: Sequence[YearAmount]) -> int | None:
    return sum(each.amount or 0 for each in years) if years else None


def _of_year(years: Sequence[YearAmount], year: int) -> int | None:
    """Return the plan of a year; a bucket that holds several years cannot bound one."""
    return next((each.amount for each in years if each.year == year and each.reach == "only"), None)
