"""What a score is compared with: means of the same kind, sector, department and unit, and published figures.

Means are of all evaluations of the same type and year that the person may see, the project's own included.
Published figures are rows of the rule ``performance.benchmarks``, each with its source; a region enters its
own there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.books import RuleBook, region_code, rule_book
from bondlife.locale import gettext
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from calculators.scoring.methods import comparison
from models.base import columns
from models.lifecycle import Label
from models.registry import Evaluation, Project

RULE = "performance.benchmarks"


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


_PEERS = {
    "kind": _("Mean of the same kind"),
    "sector": _("Mean of the same sector"),
    "department": _("Mean of the same department"),
    "unit": _("Mean of the same unit"),
}


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One figure to compare with: of how many evaluations it is the mean, or where it was published."""

    label: str
    year: int
    figure: Decimal
    gap: Decimal
    count: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Benchmarks:
    """The figures beside the newest score, and whether the list of published ones rests on a text."""

    year: int
    score: Decimal
    lines: Sequence[Benchmark]
    is_confirmed: bool


def benchmarks_of(session: Session, actor: Actor, project: Project, newest: Evaluation) -> Benchmarks:
    """Return what the newest score of a project is compared with."""
    rules = rule_book(session, region_code(session, project.region_id))
    score = Decimal(newest.score or 0)
    found = [*_means(session, actor, project, newest), *_published(rules, project, newest.type)]
    lines = [
        Benchmark(label, year, figure, comparison([score], benchmark=figure).gaps[0], count, source)
        for label, year, figure, count, source in found
    ]
    rule = rules.get(RULE)
    return Benchmarks(newest.year, score, lines, rule is not None and rule.confirmed)


_Found = tuple[str, int, Decimal, int | None, str]


def _means(session: Session, actor: Actor, project: Project, newest: Evaluation) -> Iterator[_Found]:
    """Yield the means of the same year and type by what the others share with the project."""
    own, other = columns(Evaluation), columns(Project)
    same: Mapping[str, Any] = {
        "kind": own.kind == project.kind,
        "sector": other.sector == project.sector if project.sector else sa.false(),
        "department": own.department_id == project.department_id,
        "unit": own.unit_id == project.unit_id,
    }
    sums = [
        part
        for test in same.values()
        for part in (sa.func.sum(sa.case((test, own.score))), sa.func.count(sa.case((test, own.id))))
    ]
    statement = (
        scoped(actor, Evaluation, *sums, permission="evaluation.read")
        .join(Project, other.id == own.project_id)
        .where(own.type == newest.type, own.year == newest.year)
        .where(own.score.is_not(None), own.ended_at.is_(None))
    )
    row = session.execute(statement).one()
    for name, total, count in zip(same, row[::2], row[1::2], strict=True):
        if count:
            yield gettext(_PEERS[name]), newest.year, round(Decimal(total) / count, 4), count, ""


def _published(rules: RuleBook, project: Project, about: str) -> Iterator[_Found]:
    rule = rules.get(RULE)
    for row in rule.value if rule is not None else ():
        fits = row["project_kind"] in ("", project.kind) and row["sector"] in ("", project.sector)
        if fits and row["type"] == about:
            label = said(Label(str(row["en"]), str(row["zh"])))
            yield label, int(row["year"]), Decimal(str(row["score"])), None, str(row["source"])
