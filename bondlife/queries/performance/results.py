"""A list of result use: every project with request, cut and what is left, and the rule it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.locale import gettext
from bondlife.queries.figures import Figure, calculated
from bondlife.queries.lifewords import state_of
from bondlife.queries.rule_values import entry_word
from bondlife.queries.steps import next_block
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from bondlife.services.result_use import NEVER_PUBLISHED
from calculators.scoring.budget_cut import SPECS, approved_cut
from models.base import columns
from models.lifecycle import Label
from models.registry import EvaluationRound, Organisation, Project, ResultLine, ResultList, RuleVersion

MOST = 500
_SPEC = next(spec for spec in SPECS if spec.key == "scoring.approved_cut")


@dataclass(frozen=True, slots=True)
class CutLine:
    """One project of a list."""

    project: str
    project_href: str
    department: str
    score: Decimal | None
    grade: str
    requested: int
    cut: int
    left: int
    why: str


@dataclass(frozen=True, slots=True)
class ResultView:
    """A list as its page shows it; ``is_unpublished`` says that the rule's formula was never published."""

    public_id: str
    version: int
    name: str
    year: int
    state: str
    mark: str
    rule: str
    rule_href: str
    is_confirmed: bool
    is_unpublished: bool
    round_href: str
    round_name: str
    considered: int
    considered_amount: int
    projects: int
    requested: int
    cut: int
    rate: Decimal | None
    lines: Sequence[CutLine]
    is_cut: bool
    signed_number: str
    digest: str
    edit_href: str
    next: Any
    explain: Figure | None = None


def result_view(db: Database, actor: Actor, public_id: str, *, explain: str = "") -> ResultView:
    """Return the page of a list."""
    with db.reading() as session:
        own = columns(ResultList)
        statement = scoped(actor, ResultList, permission="result_list.read").where(own.public_id == public_id)
        row: ResultList | None = session.execute(statement).scalar_one_or_none()
        if row is None:
            raise missing("result_list")
        lines = _lines(session, actor, row)
        found = approved_cut(row.requested, row.requested - row.cut) if row.requested else None
        state, mark = state_of(row.kind, "result_list", row.state)
        round_row = session.get_one(EvaluationRound, row.round_id, execution_options={"scoped": True})
        label, rule_href = _rule(session, row)
        inputs: dict[str, Any] = {"requested": row.requested, "approved": row.requested - row.cut}
        asked = calculated("cut", _SPEC, inputs, found, "rate") if explain == "cut" and found else None
        may_edit = actor.can_on("result_list.edit", row.region_id) and row.state == "simulated"
        return ResultView(
            row.public_id,
            row.version,
            row.name,
            row.year,
            state,
            mark,
            label,
            rule_href,
            row.basis.get("status") != "unconfirmed",
            row.rule == NEVER_PUBLISHED,
            f"/performance/rounds/{round_row.public_id}",
            f"{round_row.year} {round_row.name}",
            int(row.basis.get("considered", 0)),
            int(row.basis.get("requested", 0)),
            row.projects,
            row.requested,
            row.cut,
            found.rate if found else None,
            lines[:MOST],
            len(lines) > MOST,
            row.signed_number,
            row.digest,
            f"/records/result_list/{row.public_id}/edit" if may_edit else "",
            next_block(session, actor, row, clock.business_date()),
            asked,
        )


def _rule(session: Session, row: ResultList) -> tuple[str, str]:
    own = columns(RuleVersion)
    statement = sa.select(own.label).where(own.public_id == str(row.basis.get("rule", "")))
    label = session.execute(statement).scalar_one_or_none() or {"en": row.rule, "zh": row.rule}
    return said(Label(label["en"], label["zh"])), f"/rules/{row.basis.get('rule', '')}"


def _lines(session: Session, actor: Actor, row: ResultList) -> list[CutLine]:
    own, project, body = columns(ResultLine), columns(Project), columns(Organisation)
    chosen = (ResultLine, project.name, project.public_id, body.name)
    statement = scoped(actor, ResultLine, *chosen, permission="result_list.read")
    statement = (
        statement.join(Project, project.id == own.project_id)
        .outerjoin(Organisation, body.id == own.department_id)
        .where(own.list_id == row.id)
        .order_by(own.cut.desc(), own.id)
        .limit(MOST + 1)
    )
    return [_line(*found) for found in session.execute(statement)]


def _line(row: ResultLine, name: str, key: str, body: str | None) -> CutLine:
    return CutLine(
        name,
        f"/projects/{key}",
        body or "—",
        row.score,
        entry_word(row.grade) if row.grade else "",
        row.requested,
        row.cut,
        row.requested - row.cut,
        _why(row.why),
    )


def _why(key: str) -> str:
    told = {
        "below_mean": gettext("below the mean"),
        "gap": gettext("gap from the mean"),
        "carry_over": gettext("carry-over grew"),
    }
    return told.get(key) or entry_word(key.removeprefix("grade_"))
