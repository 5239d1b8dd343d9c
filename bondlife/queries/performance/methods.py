"""Methods beside scoring for one project: years and benchmark, factors of spending, cost and benefit.

The years stand beside the mean score of all evaluations of the same type, kind and year that the person may
see; the newest stands beside further means and published figures. Factors split the change of what was spent
into more or less output and a dearer or cheaper unit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import Database
from bondlife.errors import Invalid, missing
from bondlife.lifecycle.plan import plan_of, plan_years
from bondlife.lifecycle.scores import sheet_frame
from bondlife.locale import gettext
from bondlife.queries.figures import Figure, Ref, calculated
from bondlife.queries.performance.benchmarks import Benchmarks, benchmarks_of
from bondlife.queries.performance.board import TYPES
from bondlife.queries.rule_values import entry_word
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from calculators.kernel.errors import CalculationError
from calculators.scoring.methods import SPECS, Comparison, comparison, cost_benefit, factors
from models.base import columns
from models.registry import Evaluation, Project

SPEC = {spec.key.rpartition(".")[2]: spec for spec in SPECS}
BENEFITS = ("project_income", "subsidy", "land_income")
COSTS = ("construction_cost", "operating_cost", "taxes")
COMPARED = ("self", "recheck", "department", "key", "final")


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year: score, grade, change on the year before, benchmark and distance to it."""

    year: int
    href: str
    score: Decimal
    grade: str
    change: Decimal | None
    benchmark: Decimal
    gap: Decimal
    others: int
    executed: int | None


@dataclass(frozen=True, slots=True)
class FactorPart:
    """What one factor brought to the change of spending; fen."""

    label: str
    before: str
    after: str
    effect: int


@dataclass(frozen=True, slots=True)
class FactorView:
    """The change of spending between two years, split by output and cost per unit; fen."""

    indicator: str
    unit: str
    before: int
    after: int
    change: int
    parts: Sequence[FactorPart]


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One year of the plan: costs and benefits, fen."""

    year: int
    costs: int
    benefits: int


@dataclass(frozen=True, slots=True)
class MethodsView:
    """Everything beside the scores of one project."""

    public_id: str
    name: str
    type: str
    types: Sequence[tuple[str, str]]
    years: Sequence[YearLine]
    mean: Decimal | None
    benchmarks: Benchmarks | None
    splits: Sequence[FactorView]
    flows: Sequence[FlowLine]
    rate: str
    figures: Sequence[Figure]
    explain: Figure | None


@dataclass(frozen=True, slots=True)
class _Year:
    """One evaluated year as read."""

    row: Evaluation
    sheet: Mapping[str, Any]


def methods_view(
    db: Database, actor: Actor, public_id: str, *, about: str = "", rate: str = "", explain: str = ""
) -> MethodsView:
    """Return the methods for a project the person may see; a rate that is no percentage is refused."""
    wanted = about if about in COMPARED else "self"
    with db.reading() as session:
        own = columns(Project)
        statement = scoped(actor, Project, permission="evaluation.read").where(own.public_id == public_id)
        project: Project | None = session.execute(statement).scalar_one_or_none()
        if project is None:
            raise missing("project")
        found = _years(session, actor, project, wanted)
        means = _means(session, actor, project, wanted)
        names = _indicator_names(session, found)
        beside = benchmarks_of(session, actor, project, found[-1].row) if found else None
        flows = _flows(session, project)
    lines, mean = _compared(found, means)
    figures = _figures(flows, rate, public_id)
    return MethodsView(
        project.public_id,
        project.name,
        wanted,
        [(key, said(TYPES[key])) for key in COMPARED],
        lines,
        mean,
        beside,
        _splits(found, names),
        flows,
        rate,
        figures,
        next((one for one in figures if one.key == explain), None),
    )


def _years(session: Session, actor: Actor, project: Project, about: str) -> list[_Year]:
    own = columns(Evaluation)
    statement = scoped(actor, Evaluation, permission="evaluation.read").where(
        own.project_id == project.id, own.type == about, own.score.is_not(None), own.ended_at.is_(None)
    )
    rows = session.execute(statement.order_by(own.year, own.id)).scalars()
    latest = {row.year: row for row in rows}
    return [_Year(row, row.sheet or {}) for _year, row in sorted(latest.items())]


def _means(session: Session, actor: Actor, project: Project, about: str) -> dict[int, tuple[Decimal, int]]:
    own = columns(Evaluation)
    chosen = (own.year, sa.func.sum(own.score), sa.func.count())
    statement = scoped(actor, Evaluation, *chosen, permission="evaluation.read").where(
        own.type == about, own.kind == project.kind, own.score.is_not(None), own.ended_at.is_(None)
    )
    rows = session.execute(statement.group_by(own.year))
    return {year: (round(Decimal(total) / count, 4), count) for year, total, count in rows}


def _compared(
    found: Sequence[_Year], means: Mapping[int, tuple[Decimal, int]]
) -> tuple[list[YearLine], Decimal | None]:
    if not found:
        return [], None
    scores = [Decimal(one.row.score or 0) for one in found]
    told: Comparison = comparison(scores, benchmark=Decimal(0))
    return [
        YearLine(
            one.row.year,
            f"/performance/evaluations/{one.row.public_id}",
            score,
            entry_word(one.row.grade) if one.row.grade else "",
            change,
            means[one.row.year][0],
            comparison([score], benchmark=means[one.row.year][0]).gaps[0],
            means[one.row.year][1],
            (one.sheet.get("execution") or {}).get("executed"),
        )
        for one, score, change in zip(found, scores, told.changes, strict=True)
    ], told.mean


def _indicator_names(session: Session, found: Sequence[_Year]) -> dict[str, tuple[str, str]]:
    """Return name and unit of measured indicators of the newest frame, by key."""
    frame = sheet_frame(session, found[-1].row) if found else None
    rows = frame.indicators if frame is not None else ()
    return {one.key: (said(one.label), one.unit) for one in rows if one.first == "output"}


def _splits(found: Sequence[_Year], names: Mapping[str, tuple[str, str]]) -> list[FactorView]:
    """Return the factors of spending for each output measured in the last two years."""
    if len(found) < 2:
        return []
    old, new = found[-2], found[-1]
    spent = [(one.sheet.get("execution") or {}).get("executed") for one in (old, new)]
    if not all(spent):
        return []
    splits = []
    for key, (name, unit) in names.items():
        actual = [(one.sheet.get("actual") or {}).get(key) for one in (old, new)]
        if all(actual) and all(Decimal(str(one)) > 0 for one in actual):
            splits.append(_split(name, unit, spent, [Decimal(str(one)) for one in actual]))
    return splits


def _split(name: str, unit: str, spent: Sequence[Any], actual: Sequence[Decimal]) -> FactorView:
    each = [round(Decimal(amount) / count, 12) for amount, count in zip(spent, actual, strict=True)]
    found = factors([actual[0], each[0]], [actual[1], each[1]])
    by_output = int(found.effects[0].to_integral_value())
    change = int(spent[1]) - int(spent[0])
    parts = (
        FactorPart(gettext("Output"), f"{actual[0]:f}", f"{actual[1]:f}", by_output),
        FactorPart(gettext("Cost per unit"), _yuan(each[0]), _yuan(each[1]), change - by_output),
    )
    return FactorView(name, unit, int(spent[0]), int(spent[1]), change, parts)


def _yuan(fen: Decimal) -> str:
    return f"{fen / 100:,.2f}"


def _flows(session: Session, project: Project) -> list[FlowLine]:
    plan = plan_of(session, project)
    if plan is None:
        return []
    return [
        FlowLine(one.year, sum(getattr(one, n) for n in COSTS), sum(getattr(one, n) for n in BENEFITS))
        for one in plan_years(session, plan)
    ]


def _figures(flows: Sequence[FlowLine], rate: str, public_id: str) -> list[Figure]:
    if not flows or not rate.strip():
        return []
    inputs: dict[str, Any] = {
        "costs": [one.costs for one in flows],
        "benefits": [one.benefits for one in flows],
        "rate": _rate(rate),
    }
    try:
        found = cost_benefit(inputs["costs"], inputs["benefits"], rate=inputs["rate"])
    except CalculationError as error:
        raise Invalid.because(error.code, "The plan has no costs to compare with.", "rate") from None
    refs = [Ref(gettext("Balance plan"), f"/projects/{public_id}?tab=plan")]
    names = ("present_costs", "present_benefits", "net", "ratio")
    return [calculated(n, SPEC["cost_benefit"], inputs, found, n, refs=refs) for n in names]


def _rate(text: str) -> Decimal:
    body = text.strip().removesuffix("%")
    if not (body.isascii() and body.replace(".", "", 1).isdigit() and len(body) <= 8) or Decimal(body) > 100:
        raise Invalid.because(
            "bad_rate", "Write the rate as a percentage from 0 to 100, such as 4.5.", "rate"
        )
    return Decimal(body).scaleb(-2)
