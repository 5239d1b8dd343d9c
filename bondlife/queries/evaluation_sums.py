"""Sums over the evaluations of a round: grades with raw counts, means by department, gaps between scorers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.books import Rule, RuleBook
from bondlife.db import chunks
from bondlife.lifecycle.scores import bands_of
from calculators.scoring.grade import flag_nudged_percentages, grade_distribution, grade_of, percentages
from models.base import columns
from models.registry import Evaluation, EvaluationRound, Organisation, User

CENT = Decimal("0.01")
SCORED = ("submitted", "rechecked", "passed", "failed", "concluded")
SCORES = ("self_score", "recheck_score", "third_score")


@dataclass(frozen=True, slots=True)
class GradeLine:
    """One grade: raw count, and the percentage that follows from the counts."""

    key: str
    label_zh: str
    lowest: str
    count: int
    percentage: str
    published: str = ""
    is_nudged: bool = False


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """One department: how many evaluations, their mean and its grade."""

    id: int
    name: str
    count: int
    mean: str
    grade: str


@dataclass(frozen=True, slots=True)
class GapLine:
    """Scores of one unit or evaluator side by side: means, and how far the later score parts from self."""

    name: str
    count: int
    self_mean: str
    recheck_mean: str
    third_mean: str
    gap: str
    is_large: bool


@dataclass(frozen=True, slots=True)
class RoundSums:
    """What a round amounts to; percentages are each rounded by themselves and never adjusted to 100."""

    total: int
    mean: str
    grades: Sequence[GradeLine]
    department_grades: Sequence[GradeLine]
    departments: Sequence[DepartmentLine]
    gaps: Sequence[GapLine]
    evaluator_gaps: Sequence[GapLine]

    def as_kept(self) -> dict[str, Any]:
        """Return the sums as a closed round keeps them."""
        return asdict(self)


Row = tuple[int, int | None, int | None, Decimal | None, Decimal | None, Decimal | None, Decimal | None]


def round_sums(session: Session, found: EvaluationRound, rules: RuleBook) -> RoundSums:
    """Return the sums of a round as its evaluations stand; the caller has asked whether they may be seen."""
    rows = list(_rows(session, found))
    bands, line = rules["performance.score_bands"], rules["performance.gap_line"].decimal()
    scores = [score for score in (_counting(found, row) for row in rows) if score is not None]
    names = _names(session, {row[1] for row in rows})
    departments = _departments(found, rows, names, bands)
    return RoundSums(
        len(rows),
        mean_text(scores),
        grade_lines(scores, bands),
        grade_lines([Decimal(one.mean) for one in departments], bands),
        departments,
        _gaps(rows, 1, names, line),
        _gaps(rows, 2, _evaluators(session, rows), line),
    )


def grade_lines(scores: Sequence[Decimal], rule: Rule) -> list[GradeLine]:
    """Return counts and percentages by grade, best first; nothing scored gives no line."""
    if not scores:
        return []
    found = grade_distribution(scores, bands_of(rule))
    return [
        GradeLine(one.band.name, one.band.name_zh, f"{one.band.lowest:f}", one.count, f"{one.percentage:f}")
        for one in found.grades
    ]


def checked(lines: Sequence[GradeLine], published: Sequence[Decimal]) -> list[GradeLine]:
    """Return the lines beside printed percentages: those that do not follow from counts are flagged."""
    counts = [one.count for one in lines]
    found = flag_nudged_percentages(counts, published)
    return [
        GradeLine(
            one.key, one.label_zh, one.lowest, one.count, f"{share:f}", f"{printed:f}", place in found.nudged
        )
        for place, (one, share, printed) in enumerate(zip(lines, percentages(counts), published, strict=True))
    ]


def mean_text(scores: Sequence[Decimal]) -> str:
    """Return the mean of scores to the hundredth of a point, empty where there is none."""
    if not scores:
        return ""
    return f"{(sum(scores, Decimal(0)) / len(scores)).quantize(CENT, ROUND_HALF_UP):f}"


def _rows(session: Session, found: EvaluationRound) -> Iterable[Row]:
    """Yield id, department, evaluator (none yet), score and the three scores of each evaluation."""
    own = columns(Evaluation)
    chosen = (own.id, own.department_id, own.unit_id, own.score, *(own[name] for name in SCORES))
    statement = sa.select(*chosen).where(own.state.in_(SCORED), own.ended_at.is_(None))
    picks = (found.sample or {}).get("picks")
    if picks is None:
        own_round = statement.where(own.round_id == found.id).order_by(own.id)
        yield from map(tuple, session.execute(own_round.execution_options(scoped=True)))
        return
    for part in chunks(picks, 500):
        some = statement.where(own.public_id.in_(part)).order_by(own.id)
        yield from map(tuple, session.execute(some.execution_options(scoped=True)))


def _counting(found: EvaluationRound, row: Row) -> Decimal | None:
    """Return the score that counts in this round: a re-check counts what was re-checked."""
    return row[5] if found.type == "recheck" else row[3]


def _departments(
    found: EvaluationRound, rows: Sequence[Row], names: Mapping[int, str], bands: Rule
) -> list[DepartmentLine]:
    groups: dict[int, list[Decimal]] = defaultdict(list)
    for row in rows:
        score = _counting(found, row)
        if score is not None and row[1] is not None:
            groups[row[1]].append(score)
    grades = bands_of(bands)
    lines = [
        DepartmentLine(key, names.get(key, ""), len(scores), mean_text(scores), "")
        for key, scores in groups.items()
    ]
    graded = [
        DepartmentLine(one.id, one.name, one.count, one.mean, grade_of(Decimal(one.mean), grades).name)
        for one in lines
    ]
    return sorted(graded, key=lambda one: (-Decimal(one.mean), one.name))


def _gaps(rows: Sequence[Row], place: int, names: Mapping[int, str], line: Decimal) -> list[GapLine]:
    """Return gaps by department (place 1) or by who re-checked (names keyed by evaluation)."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row[5] is None and row[6] is None:
            continue
        key = row[1] if place == 1 else row[0]
        groups[names.get(key or 0, "")].append(row)
    found = [_gap(name, group, line) for name, group in groups.items() if name]
    return sorted(found, key=lambda one: (-abs(Decimal(one.gap or "0")), one.name))


def _gap(name: str, rows: Sequence[Row], line: Decimal) -> GapLine:
    own, recheck, third = (
        mean_text([score for score in column if score is not None])
        for column in ([row[4] for row in rows], [row[5] for row in rows], [row[6] for row in rows])
    )
    later = third or recheck
    gap = Decimal(own) - Decimal(later) if own and later else None
    shown = "" if gap is None else f"{gap:f}"
    return GapLine(name, len(rows), own, recheck, third, shown, gap is not None and abs(gap) >= line)


def _names(session: Session, keys: Iterable[int | None]) -> dict[int, str]:
    body = columns(Organisation)
    wanted = [key for key in keys if key is not None]
    return {
        key: name
        for part in chunks(wanted, 500)
        for key, name in session.execute(sa.select(body.id, body.name).where(body.id.in_(part)))
    }


def _evaluators(session: Session, rows: Sequence[Row]) -> dict[int, str]:
    """Return who re-checked each evaluation, by its key."""
    own, user = columns(Evaluation), columns(User)
    wanted = [row[0] for row in rows if row[5] is not None or row[6] is not None]
    by: dict[int, int] = {}
    for part in chunks(wanted, 500):
        statement = sa.select(own.id, own.sheet).where(own.id.in_(part)).execution_options(scoped=True)
        for key, sheet in session.execute(statement):
            given = (sheet or {}).get("by") or {}
            who = given.get("third") or given.get("recheck")
            if who is not None:
                by[key] = who
    people = sa.select(user.id, user.display_name).where(user.id.in_(set(by.values())))
    named: dict[int, str] = {key: name for key, name in session.execute(people)}  # noqa: C416
    return {key: named.get(who, "") for key, who in by.items()}
