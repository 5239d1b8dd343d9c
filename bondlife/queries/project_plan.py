"""The balance plan of a project: the table by year, every multiple, sensitivity, versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.books import RuleBook
from bondlife.db import quick_rows, told_rows
from bondlife.errors import missing
from bondlife.lifecycle.facts import rows, rows_of_keys
from bondlife.lifecycle.plan import plan_years
from bondlife.locale import gettext
from bondlife.queries import explanations as told
from bondlife.queries.amounts import figure
from bondlife.queries.explanations import Figure, Ref
from bondlife.queries.history import author_of
from bondlife.queries.project_grid import ROWS, Grid, due_of, grid_of, net_of, ratio_text
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import hot, scoped
from calculators.coverage.balance_table import BalanceTable, BalanceYear, balance_table
from calculators.coverage.dscr import YearlyCoverage, dscr
from calculators.coverage.multiples import DEFINITIONS, CoverageMultiples, coverage_multiples
from calculators.coverage.sensitivity import Factor, SensitivityTable, sensitivity
from calculators.kernel.errors import CalculationError
from models.base import columns
from models.lifecycle import Label
from models.registry import Forecast, ForecastCell, Instalment, Project

PURPOSES = {
    "plan": Label("plan", "计划"),
    "scenario": Label("scenario", "情景"),
}


@dataclass(frozen=True, slots=True)
class MultipleLine:
    """One definition of coverage with its figures."""

    key: str
    definition: str
    numerator: str
    denominator: str
    shown: str
    floor: str
    meets: bool | None


@dataclass(frozen=True, slots=True)
class SensitivityLine:
    """One step with the multiple on all debt for every factor."""

    step: str
    cells: Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One stored version of the plan."""

    public_id: str
    number: int
    name: str
    purpose: str
    span: str
    by: str
    at: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that differs between two versions."""

    row: str
    year: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan tab."""

    forecast: VersionLine | None
    versions: Sequence[VersionLine]
    grid: Grid | None
    multiples: Sequence[MultipleLine]
    lowest_ratio: str
    lowest_year: int | None
    lowest_balance: str
    lowest_balance_year: int | None
    gap_year: int | None
    checks_done: int
    broken: Sequence[str]
    factors: Sequence[str]
    sensitivity: Sequence[SensitivityLine]
    differences: Sequence[Difference]
    against: int | None
    can_edit: bool
    figures: Mapping[str, Figure] = field(default_factory=dict)


def plan_view(
    session: Session,
    actor: Actor,
    project: Project,
    rules: RuleBook,
    unit: str,
    *,
    forecast_id: str = "",
    against_id: str = "",
) -> PlanView:
    """Return the plan tab: the version asked for or the newest plan, computed."""
    found = forecasts(session, actor, project)
    chosen = _chosen(found, forecast_id)
    can_edit = actor.can_on("forecast.edit", project.region_id, project.unit_id, project.department_id)
    versions = [_version(session, one, one is chosen) for one in found]
    if chosen is None:
        return PlanView(
            None, versions, None, (), "—", None, "—", None, None, 0, (), (), (), (), None, can_edit
        )
    shown = next(one for one in versions if one.is_shown)
    years = plan_years(session, chosen)
    refs = (Ref(gettext("Balance plan, version %(number)d") % {"number": chosen.number}, "#t-plan"),)
    return _computed(
        session, project, rules, unit, years, chosen, shown, versions, found, against_id, refs, can_edit
    )


def _computed(
    session: Session,
    project: Project,
    rules: RuleBook,
    unit: str,
    years: Sequence[BalanceYear],
    chosen: Forecast,
    shown: VersionLine,
    versions: Sequence[VersionLine],
    found: Sequence[Forecast],
    against_id: str,
    refs: Sequence[Ref],
    can_edit: bool,
) -> PlanView:
    table, start, life = table_of_years(project, years)
    ratios, inputs = yearly(years)
    figures: dict[str, Figure] = {}
    lines = multiple_lines(years, rules, unit, refs, figures)
    entered = (f"{shown.by} {shown.at}",)
    lowest = ratio_text(ratios.minimum)
    figures["dscr"] = told.lowest_dscr(ratios, inputs, lowest, refs)
    balance_inputs = {"years": tuple(years), "start_year": start, "life_years": life}
    figures["cash"] = told.lowest_balance(table, balance_inputs, figure(table.lowest_balance, unit), refs)
    figures = {key: _with_entered(one, entered) for key, one in figures.items()}
    against = _chosen(found, against_id) if against_id else None
    factors, steps = sensitivity_lines(years, rules)
    return PlanView(
        shown,
        versions,
        grid_of(years, table, ratios, unit),
        lines,
        lowest,
        ratios.minimum_year,
        figure(table.lowest_balance, unit),
        table.lowest_balance_year,
        table.first_gap_year,
        len(table.checks) + 1,
        [_broken(check, unit) for check in table.checks if not check.holds]
        + _beyond(session, project, years[-1].year),
        factors,
        steps,
        differences(session, against, chosen, unit) if against is not None else (),
        against.number if against is not None else None,
        can_edit,
        figures,
    )


def _with_entered(one: Figure, entered: Sequence[str]) -> Figure:
    return replace(one, entered=entered)


def forecasts(session: Session, actor: Actor, project: Project) -> list[Forecast]:
    """Return every version of the plan, the newest first."""
    place, asked = hot(actor, "plans of a project"), {"project": project.id}
    keys = quick_rows(session, actor, place, lambda: _forecasts(actor), asked)
    return rows_of_keys(session, Forecast, [key for (key,) in keys])


def _forecasts(actor: Actor) -> Any:
    forecast = columns(Forecast)
    own = forecast.project_id == sa.bindparam("project", None, sa.BigInteger())
    statement = scoped(actor, Forecast, forecast.id, permission="forecast.read")
    return statement.where(own, forecast.ended_at.is_(None)).order_by(forecast.number.desc())


def _chosen(found: Sequence[Forecast], public_id: str) -> Forecast | None:
    if public_id:
        for one in found:
            if one.public_id == public_id:
                return one
        raise missing("forecast")
    return next((one for one in found if one.purpose == "plan"), found[0] if found else None)


def _version(session: Session, one: Forecast, is_shown: bool) -> VersionLine:
    by, at = author_of(session, one)
    return VersionLine(
        one.public_id,
        one.number,
        one.name,
        said(PURPOSES[one.purpose]) if one.purpose in PURPOSES else one.purpose,
        f"{one.first_year}—{one.last_year}",
        by,
        at.date().isoformat(),
        is_shown,
    )


def table_of_years(project: Project, years: Sequence[BalanceYear]) -> tuple[BalanceTable, int, int]:
    """Return the computed table with the life it was checked against."""
    last = project.operation_end.year if project.operation_end else years[-1].year
    start = min(project.start_year, last - 1)
    return balance_table(years, start_year=start, life_years=last - start), start, last - start


def yearly(years: Sequence[BalanceYear]) -> tuple[YearlyCoverage, dict[str, Any]]:
    """Return the ratio of every year from the first with income on; before it, funding pays interest."""
    first = next((index for index, one in enumerate(years) if one.project_income > 0), 0)
    cash = tuple(net_of(one) for one in years)
    due = tuple(0 if index < first else due_of(one) for index, one in enumerate(years))
    inputs = {"cfads": cash, "debt_service": due, "first_year": years[0].year}
    return dscr(cash, due, first_year=years[0].year), inputs


def coverage_inputs(years: Sequence[BalanceYear]) -> dict[str, int]:
    """Return the sums over the life that every multiple is made of."""

    def total(*names: str) -> int:
        return sum(getattr(one, name) for one in years for name in names)

    return {
        "operating_income": total("project_income"),
        "operating_cost": total("operating_cost"),
        "bond_principal": total("bond_principal"),
        "bond_interest": total("construction_bond_interest", "operating_bond_interest"),
        "market_principal": total("market_principal"),
        "market_interest": total("construction_market_interest", "operating_market_interest"),
        "land_income": total("land_income"),
        "subsidy": total("subsidy"),
        "residual": 0,
        "taxes": total("taxes"),
    }


def multiple_lines(
    years: Sequence[BalanceYear], rules: RuleBook, unit: str, refs: Sequence[Ref], figures: dict[str, Figure]
) -> list[MultipleLine]:
    """Return every definition with its figures; each becomes a figure that can be asked."""
    inputs = coverage_inputs(years)
    try:
        found = coverage_multiples(**inputs)
    except CalculationError:
        return []
    lines = []
    for one in DEFINITIONS:
        line = _multiple(found, one.key, one.numerator, one.denominator, rules, unit)
        figures[f"coverage.{one.key}"] = told.multiples(found, inputs, one.key, line.shown, refs)
        lines.append(line)
    return lines


def _multiple(
    found: CoverageMultiples, key: str, numerator: str, denominator: str, rules: RuleBook, unit: str
) -> MultipleLine:
    value: Decimal | None = getattr(found, key)
    floor = _floor(key, rules)
    definition = next(one for one in DEFINITIONS if one.key == key)
    return MultipleLine(
        f"coverage.{key}",
        said(Label(definition.text, definition.text_zh)),
        figure(getattr(found, numerator), unit),
        figure(getattr(found, denominator), unit),
        ratio_text(value, floor),
        "—" if floor is None else f"{floor.normalize():f}",
        None if floor is None or value is None else value >= floor,
    )


def _floor(key: str, rules: RuleBook) -> Decimal | None:
    """Return the bound a definition is held to, where a rule in force names one."""
    names = {
        "net_over_all_debt_service": "coverage.lower_total",
        "net_over_bond_debt_service": "coverage.lower_bond",
    }
    rule = rules.get(names.get(key, ""))
    return Decimal(str(rule.value)) if rule is not None and rule.value not in (None, "") else None


def _beyond(session: Session, project: Project, last: int) -> list[str]:
    """Say that debt falls due after the last year of the plan, if it does."""
    asked = {"project": project.id}
    due = told_rows(session, None, "last due day of a project", _last_due, asked)[0][0]
    if due is None or due.year <= last:
        return []
    told = gettext("The plan ends in %(plan)d; principal and interest fall due until %(due)d.")
    return [told % {"plan": last, "due": due.year}]


def _last_due() -> sa.Select[Any]:
    own = columns(Instalment)
    mine = own.project_id == sa.bindparam("project", None, sa.BigInteger())
    return sa.select(sa.func.max(own.payment_date)).where(
        mine, own.ended_at.is_(None), own.state != "superseded"
    )


def _broken(check: Any, unit: str) -> str:
    label = said(Label(check.label, check.label_zh))
    place = f"{check.year} " if check.year is not None else ""
    if check.name == "years_within_life":
        return f"{place}{label}: {check.left} {check.relation} {check.right}"
    left, right = figure(check.left, unit), figure(check.right, unit)
    difference = figure(check.difference, unit)
    return f"{place}{label}: {left} {check.relation} {right}，{gettext('difference')} {difference}"


def sensitivity_of(years: Sequence[BalanceYear], rules: RuleBook) -> SensitivityTable | None:
    """Return the sensitivity table with the steps of the rule, both ways; None where there is no debt."""
    rule = rules.get("coverage.sensitivity_steps")
    asked = sorted(
        {Decimal(str(step)) for step in (rule.value if rule is not None and rule.value else ("0.1",))}
    )
    steps = [*(-step for step in reversed(asked)), *asked]

    def series(*names: str) -> list[int]:
        return [sum(getattr(one, name) for name in names) for one in years]

    cash = [
        a - b
        for a, b in zip(
            series("own_funds", "bond_proceeds", "market_proceeds", "other_funding"),
            series("construction_cost"),
            strict=True,
        )
    ]
    try:
        return sensitivity(
            series("project_income", "subsidy", "land_income"),
            operating_cost=series("operating_cost"),
            other_outflow=series("taxes"),
            bond_principal=series("bond_principal"),
            bond_interest=series("construction_bond_interest", "operating_bond_interest"),
            market_principal=series("market_principal"),
            market_interest=series("construction_market_interest", "operating_market_interest"),
            other_cash=cash,
            steps=steps,
            first_year=years[0].year,
        )
    except CalculationError:
        return None


_FACTORS = {
    Factor.INCOME: Label("Income", "收入"),
    Factor.OPERATING_COST: Label("Operating cost", "经营成本"),
    Factor.INTEREST_RATE: Label("Bond interest", "债券利率"),
    Factor.BOND_PRINCIPAL: Label("Bond principal", "债券本金"),
}


def sensitivity_lines(
    years: Sequence[BalanceYear], rules: RuleBook
) -> tuple[list[str], list[SensitivityLine]]:
    """Return the heads and lines of the sensitivity table: the multiple on all debt by step and factor."""
    table = sensitivity_of(years, rules)
    if table is None:
        return [], []
    by_place = {(row.factor, row.step): row for row in table.rows}
    steps = sorted({row.step for row in table.rows})
    lines = []
    for step in steps:
        found = [by_place[factor, step].all_multiple for factor in Factor]
        cells = [(ratio_text(value), value < 1) for value in found]
        lines.append(SensitivityLine(f"{'+' if step > 0 else '−'}{abs(step * 100).normalize():f}%", cells))
    return [said(_FACTORS[factor]) for factor in Factor], lines


def differences(session: Session, before: Forecast, after: Forecast, unit: str) -> list[Difference]:
    """Return the cells that differ between two versions."""
    old, new = cells_of(session, before), cells_of(session, after)
    labels = {row.key: said(row.label) for row in ROWS}
    return [
        Difference(
            labels.get(item, item),
            year,
            figure(old.get((item, year), 0), unit),
            figure(new.get((item, year), 0), unit),
        )
        for item, year in sorted(old.keys() | new.keys(), key=lambda place: (place[1], place[0]))
        if old.get((item, year), 0) != new.get((item, year), 0)
    ]


def cells_of(session: Session, forecast: Forecast) -> dict[tuple[str, int], int]:
    """Return the cells of a version, buckets counted in their year."""
    found: dict[tuple[str, int], int] = {}
    for cell in rows(session, ForecastCell, columns(ForecastCell).forecast_id == forecast.id):
        place = (cell.item, cell.year)
        found[place] = found.get(place, 0) + cell.amount
    return found
