"""Operation of a project: actual against forecast by year and item, drift, the year coverage gives way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from bondlife.books import Rule, RuleBook, kind_of
from bondlife.lifecycle.plan import plan_of, plan_years
from bondlife.locale import gettext
from bondlife.queries import explanations as told
from bondlife.queries.amounts import figure
from bondlife.queries.explanations import Figure, Ref
from bondlife.queries.project_grid import ROWS, Cell, Grid, GridRow, YearHead, due_of, net_of, ratio_text
from bondlife.queries.words import said, state_name
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from bondlife.services.works import ACTUAL_ITEMS
from calculators.coverage.balance_table import BalanceYear
from calculators.kernel.errors import CalculationError
from calculators.risk import revenue_drift as drift_module
from calculators.risk.levels import LevelBand
from calculators.risk.revenue_drift import DriftedCoverage, RevenueDrift, drifted_coverage, revenue_drift
from models.base import columns
from models.lifecycle import Label
from models.registry import OperationYear, Project

_INCOME = ("project_income", "subsidy", "land_income")
_COSTS = ("operating_cost", "taxes")
_LEVELS = {
    "none": Label("as forecast", "基本符合预期"),
    "yellow": Label("below the forecast", "低于预期"),
    "orange": Label("far below the forecast", "明显低于预期"),
    "red": Label("a fraction of the forecast", "严重低于预期"),
}
MOST_YEARS = 60


@dataclass(frozen=True, slots=True)
class YearLine:
    """One finished year: forecast beside actual, and why they differ."""

    year: int
    href: str
    state: str
    forecast_income: int
    actual_income: int
    ratio: str
    forecast_cost: int
    actual_cost: int
    planned_ratio: str
    actual_ratio: str
    items: Sequence[tuple[str, int, int]]
    cause: str


@dataclass(frozen=True, slots=True)
class OperationView:
    """Actual against forecast; nothing where no year was entered."""

    lines: Sequence[YearLine]
    forecast_total: int
    actual_total: int
    drift: str
    level: str
    is_low: bool
    short_year: int | None
    line: str
    grid: Grid | None
    missing: Sequence[int]
    can_edit: bool
    figures: Mapping[str, Figure] = field(default_factory=dict)


def operation_view(
    session: Session, actor: Actor, project: Project, rules: RuleBook, today: date, unit: str
) -> OperationView:
    """Return the operation part of the plan tab."""
    actuals = actual_years(session, actor, project)
    plan = plan_of(session, project)
    years = plan_years(session, plan) if plan is not None else []
    by_year = {one.year: one for one in years}
    kind = kind_of(session, project.kind, project.kind_version)
    lines = [
        _line(one, by_year.get(one.year), state_name(kind, "operation_year", one.state)) for one in actuals
    ]
    drift = _drift(actuals, by_year, rules)
    ahead = [one for one in years if one.year > (actuals[-1].year if actuals else today.year)]
    carried = _carried(ahead, drift, rules)
    refs = (Ref(gettext("Actual years"), f"/projects/{project.public_id}?tab=plan#t-operation"),)
    first = next((one.year for one in years if income_of(one)), None)
    known = {one.year for one in actuals}
    missing = [year for year in range(first, today.year) if year not in known] if first else []
    return OperationView(
        lines,
        drift.forecast_total if drift else 0,
        drift.actual_total if drift else sum(income_of(one) for one in actuals),
        f"{ratio_text(drift.drift * 100, None)}%" if drift else "—",
        said(_LEVELS[drift.level.name]) if drift else "",
        bool(drift and drift.level.name != "none"),
        carried.first_short_year if carried else None,
        f"{_coverage_line(rules).normalize():f}",
        _grid(years, actuals, ahead, carried, unit) if actuals and years else None,
        missing[:MOST_YEARS],
        actor.can_on("operation_year.edit", project.region_id, project.unit_id, project.department_id),
        _figures(actuals, by_year, drift, ahead, carried, rules, refs),
    )


def actual_years(session: Session, actor: Actor, project: Project) -> list[OperationYear]:
    """Return the years entered for a project, in order."""
    own = columns(OperationYear)
    statement = scoped(actor, OperationYear, permission="operation_year.read").where(
        own.project_id == project.id, own.ended_at.is_(None)
    )
    return list(session.execute(statement.order_by(own.year)).scalars())


def income_of(one: BalanceYear | OperationYear) -> int:
    """Return the income of a year, planned or actual, subsidy and land included (fen)."""
    return sum(getattr(one, name) for name in _INCOME)


def _cost(one: BalanceYear | OperationYear) -> int:
    return sum(getattr(one, name) for name in _COSTS)


def _ratio(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None


def _line(one: OperationYear, planned: BalanceYear | None, state: str) -> YearLine:
    expected, service = (income_of(planned), due_of(planned)) if planned else (0, 0)
    labels = {row.key: said(row.label) for row in ROWS}
    realised = _ratio(income_of(one), expected)
    return YearLine(
        one.year,
        f"/records/operation_year/{one.public_id}",
        state,
        expected,
        income_of(one),
        "—" if realised is None else f"{ratio_text(realised * 100, None)}%",
        _cost(planned) if planned else 0,
        _cost(one),
        ratio_text(_ratio(net_of(planned), service)) if planned else "—",
        ratio_text(_ratio(income_of(one) - _cost(one), service)),
        [(labels[name], getattr(planned, name, 0), getattr(one, name)) for name in ACTUAL_ITEMS],
        one.cause,
    )


def bands_of(rule: Rule) -> list[LevelBand]:
    """Return bands from below: each begins where the graver one ends."""
    found = sorted(rule.value, key=lambda one: Decimal(str(one["below"])))
    lowest = [Decimal(0), *(Decimal(str(one["below"])) for one in found)]
    names = [*(str(one["key"]) for one in found), "none"]
    return [LevelBand(name, name, low) for name, low in zip(names, lowest, strict=True)]


def _told(
    actuals: Sequence[OperationYear], by_year: Mapping[int, BalanceYear]
) -> tuple[list[int], list[int]]:
    """Return forecast and actual income of the years that have both."""
    both = [one for one in actuals if one.year in by_year]
    return [max(0, income_of(by_year[one.year])) for one in both], [income_of(one) for one in both]


def _drift(
    actuals: Sequence[OperationYear], by_year: Mapping[int, BalanceYear], rules: RuleBook
) -> RevenueDrift | None:
    rule = rules.get("risk.revenue_drift_bands")
    forecast, actual = _told(actuals, by_year)
    if rule is None or not any(forecast):
        return None
    return revenue_drift(forecast, actual, bands=bands_of(rule))


def _coverage_line(rules: RuleBook) -> Decimal:
    rule = rules.get("operation.coverage_line")
    return rule.decimal() if rule is not None else Decimal(1)


def _carry_inputs(ahead: Sequence[BalanceYear]) -> dict[str, list[int]]:
    return {
        "years": [one.year for one in ahead],
        "revenue": [max(0, income_of(one)) for one in ahead],
        "cost": [max(0, _cost(one)) for one in ahead],
        "debt_service": [max(0, due_of(one)) for one in ahead],
    }


def _carried(
    ahead: Sequence[BalanceYear], drift: RevenueDrift | None, rules: RuleBook
) -> DriftedCoverage | None:
    if drift is None or not ahead:
        return None
    try:
        line = _coverage_line(rules)
        return drifted_coverage(*_carry_inputs(ahead).values(), drift=drift.drift, line=line)
    except CalculationError:
        return None


def _grid(
    years: Sequence[BalanceYear],
    actuals: Sequence[OperationYear],
    ahead: Sequence[BalanceYear],
    carried: DriftedCoverage | None,
    unit: str,
) -> Grid:
    """Return planned against actual by year: the table the chart is drawn from."""
    first = next((place for place, one in enumerate(years) if income_of(one)), 0)
    shown = years[first:]
    real = {one.year: one for one in actuals}
    factors = dict(zip([one.year for one in ahead], carried.coverage, strict=True)) if carried else {}
    multiples = [_ratio(net_of(one), due_of(one)) for one in shown]
    scenario = [_carried_ratio(one, real, factors) for one in shown]
    net = [_net(real.get(one.year), one) for one in shown]
    due = [due_of(one) for one in shown]
    rows = [
        _sums("net", gettext("Net revenue: actual, then forecast"), net, unit),
        _sums("due", gettext("Debt service"), due, unit),
        _row("multiple", gettext("Coverage, forecast"), [ratio_text(v) for v in multiples], "multiple"),
        _row(
            "scenario",
            gettext("Coverage, actual and if the drift goes on"),
            [ratio_text(value) for value in scenario],
            "scenario",
            marked=[value is not None and value < 1 for value in scenario],
        ),
    ]
    heads = [YearHead(str(one.year), gettext("actual") if one.year in real else "") for one in shown]
    return Grid("t-actuals", gettext("Coverage, forecast and actual"), 2, False, heads, rows)


def _net(real: OperationYear | None, planned: BalanceYear) -> int:
    return net_of(planned) if real is None else income_of(real) - _cost(real)


def _carried_ratio(
    one: BalanceYear, real: Mapping[int, OperationYear], factors: Mapping[int, Decimal | None]
) -> Decimal | None:
    if one.year in real:
        held = real[one.year]
        return _ratio(income_of(held) - _cost(held), due_of(one))
    return factors.get(one.year)


def _sums(key: str, label: str, values: Sequence[int], unit: str) -> GridRow:
    cells = [Cell(figure(value, unit)) for value in values]
    return GridRow(key, label, 1, False, cells, figure(sum(values), unit), key)


def _row(key: str, label: str, texts: Sequence[str], series: str, *, marked: Sequence[bool] = ()) -> GridRow:
    marks = list(marked) or [False] * len(texts)
    cells = [Cell(text, mark) for text, mark in zip(texts, marks, strict=True)]
    return GridRow(key, label, 1, False, cells, "", series)


def _figures(
    actuals: Sequence[OperationYear],
    by_year: Mapping[int, BalanceYear],
    drift: RevenueDrift | None,
    ahead: Sequence[BalanceYear],
    carried: DriftedCoverage | None,
    rules: RuleBook,
    refs: Sequence[Ref],
) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    rule = rules.get("risk.revenue_drift_bands")
    if drift is not None and rule is not None:
        forecast, actual = _told(actuals, by_year)
        inputs = {"forecast": forecast, "actual": actual, "bands": bands_of(rule)}
        shown = f"{ratio_text(drift.drift * 100, None)}%"
        found["drift"] = told.Figure(
            "drift", "drift", shown, drift_module.SPECS[0], inputs, drift, (rule.key,), refs=refs
        )
    if carried is not None and drift is not None:
        inputs = {
            **_carry_inputs(ahead),
            "drift": drift.drift,
            "line": _coverage_line(rules),
            "yearly_change": Decimal(0),
        }
        found["short_year"] = told.Figure(
            "short_year",
            "first_short_year",
            str(carried.first_short_year or "—"),
            drift_module.SPECS[1],
            inputs,
            carried,
            ("operation.coverage_line",),
            refs=refs,
        )
    return found
