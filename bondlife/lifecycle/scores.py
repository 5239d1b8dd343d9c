"""Scores of an evaluation: from points of its sheet to totals and grades; the concluded one to go by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.books import Rule
from bondlife.lifecycle.frames import Frame, Indicator, read
from calculators.scoring.framework import FrameItem, FrameTotal, frame_total
from calculators.scoring.grade import GradeBand, grade_of
from calculators.scoring.indicator import Direction, quantitative_score
from calculators.scoring.self_evaluation import execution_score
from models.base import columns
from models.registry import Evaluation, EvaluationRound

SCORERS = ("self", "recheck", "third")
"""Who scores, in the order in which a later one counts before an earlier one."""
DONE = ("passed", "concluded")
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals of a sheet by scorer; ``counts`` is the one that counts, ``by`` whose it is."""

    by_scorer: Mapping[str, FrameTotal]
    by: str

    @property
    def counts(self) -> Decimal | None:
        """Return the score that counts, rounded as the frame prints it."""
        found = self.by_scorer.get(self.by)
        return None if found is None else found.shown


def sheet_frame(session: Session, evaluation: Any) -> Frame | None:
    """Return the frozen frame an evaluation (or appraisal) is scored by, None where it has none."""
    sheet = evaluation.sheet or {}
    if "frame" in sheet:
        return read(sheet["frame"])
    key = getattr(evaluation, "round_id", None)
    found = session.get(EvaluationRound, key, execution_options={"scoped": True}) if key else None
    return None if found is None else read(found.frame)


def totals(frame: Frame, sheet: Mapping[str, Any]) -> Totals:
    """Return what each scorer's points make; a scorer who gave none has no total.

    Raises ``CalculationError`` where points are missing, above the weight or below zero.
    """
    given: Mapping[str, Mapping[str, str]] = sheet.get("points") or {}
    left_out = set(sheet.get("left_out") or ())
    found = {
        scorer: frame_total(
            _items(frame, given[scorer], left_out),
            full_mark=frame.full_mark,
            decimals=frame.decimals,
            bonus=Decimal(str((sheet.get("bonus") or {}).get(scorer, "0"))),
            bonus_cap=frame.bonus_cap,
        )
        for scorer in SCORERS
        if given.get(scorer)
    }
    return Totals(found, next((one for one in reversed(SCORERS) if one in found), ""))


def _items(frame: Frame, given: Mapping[str, str], left_out: set[str]) -> list[FrameItem]:
    return [
        FrameItem(
            one.first,
            one.second,
            one.key,
            one.points,
            Decimal(given[one.key]) if one.key in given and one.key not in left_out else None,
            one.key not in left_out,
        )
        for one in frame.indicators
    ]


def measured(one: Indicator, target: Decimal, actual: Decimal) -> Decimal:
    """Return the points of an indicator that is measured by completion, to the hundredth of a point."""
    found = quantitative_score(
        actual, target=target, full_mark=one.points, direction=Direction(one.direction or "higher")
    )
    return found.score.quantize(CENT, ROUND_HALF_UP)


def executed(one: Indicator, spent: int, budget: int) -> Decimal:
    """Return the points for executing the budget, to the hundredth of a point; amounts in fen."""
    return execution_score(spent, budget, execution_weight=one.points).execution_score.quantize(
        CENT, ROUND_HALF_UP
    )


def bands_of(rule: Rule) -> list[GradeBand]:
    """Return the grades of the rule in force."""
    return [GradeBand(row["key"], row["zh"], Decimal(str(row["from"]))) for row in rule.value]


def grade(score: Decimal, rule: Rule, full_mark: Decimal = Decimal(100)) -> str:
    """Return the key of the grade a score earns; another full mark is rescaled to 100."""
    return grade_of(score * 100 / full_mark, bands_of(rule)).name


def concluded(
    session: Session,
    subject: str,
    subject_id: int,
    *,
    year: int | None = None,
    phase: str | None = None,
    cycle: str | None = None,
    types: Sequence[str] = (),
) -> Evaluation | None:
    """Return the newest concluded evaluation of a subject (a project by its own key), or None.

    What is not named is not asked for. The caller has seen to it that the actor may read the subject.
    """
    own = columns(Evaluation)
    is_subject = own.project_id == subject_id if subject == "project" else own.subject_id == subject_id
    asked = {"year": year, "phase": phase, "cycle": cycle}
    statement = sa.select(Evaluation).where(
        own.subject == subject,
        is_subject,
        own.state.in_(DONE),
        own.score.is_not(None),
        own.ended_at.is_(None),
        *(own[name] == value for name, value in asked.items() if value is not None),
    )
    if types:
        statement = statement.where(own.type.in_(types))
    ordered = statement.order_by(own.year.desc(), own.cycle.desc(), own.id.desc()).limit(1)
    return session.execute(ordered.execution_options(scoped=True)).scalar_one_or_none()
