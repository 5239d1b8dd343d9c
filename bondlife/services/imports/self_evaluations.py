"""Store a table of self-evaluations: scored and graded by the frame of their round, taken on as submitted.

Everything is composed before the act: inside it rows are only inserted. Projects, rounds and frames are
looked up part by part, so that a hundred thousand projects take no more memory than their own texts.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.acts import BULK, Act
from bondlife.books import RuleBook, kind_of, newest_kind, region_code, rule_book
from bondlife.composed import Composed, compose, compose_rows
from bondlife.db import Database, chunks
from bondlife.errors import Blocked, Invalid, Problem, Refusal
from bondlife.exchange.headers import key as bare
from bondlife.exchange.self_evaluation import SelfEvaluationRow
from bondlife.lifecycle.frames import Frame, Indicator, read
from bondlife.lifecycle.guards.performance import ALL
from bondlife.lifecycle.rail import now_track, worst
from bondlife.lifecycle.scores import executed, grade
from bondlife.seals import SEALS
from bondlife.security.actor import Actor
from models.base import columns, table
from models.registry import (
    AuditHead,
    BudgetRequest,
    Evaluation,
    EvaluationRound,
    Project,
    ProjectRail,
    RegionClosure,
    RowVersion,
    StateMove,
)


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


REASON = "由自评汇总表导入"
STATE, TRANSITION = "submitted", "take_on"
READ = ("project", "evaluation", "evaluation_round", "budget_request")
"""Tables a prepared list depends on: an act on them since then makes it be prepared again."""
MOST_PROBLEMS = 50
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Round:
    """An open round: its frame, which heading is which indicator, and the rules it is graded by."""

    id: int
    digest: str
    frame: Frame
    rules: RuleBook
    most: tuple[tuple[Indicator, int], ...]
    scores: dict[int, tuple[Decimal, str]] = field(default_factory=dict)
    headings: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def keys(self, headings: tuple[str, ...]) -> tuple[str, ...]:
        """Return the indicator of each heading by its key or its words, empty where the frame has none."""
        if headings not in self.headings:
            words = {bare(text): one.key for one, _most in self.most for text in _names(one)}
            self.headings[headings] = tuple(words.get(bare(heading), "") for heading in headings)
        return self.headings[headings]

    def graded(self, hundredths: int) -> tuple[Decimal, str]:
        """Return score and grade of a sum of points in hundredths; each sum is reckoned once."""
        if hundredths not in self.scores:
            exact = Decimal(hundredths).scaleb(-2) * HUNDRED / self.frame.full_mark
            shown = exact.quantize(Decimal(1).scaleb(-self.frame.decimals), ROUND_HALF_UP)
            self.scores[hundredths] = shown, grade(shown, self.rules["performance.score_bands"])
        return self.scores[hundredths]


@dataclass(frozen=True, slots=True)
class Part:
    """Some evaluations with their first moves, requests, and the projects whose rails they show on."""

    evaluations: Composed
    moves: Composed
    requests: Composed | None
    projects: Sequence[int]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A table ready to be stored, composed when act ``seq`` was the last."""

    seq: int
    count: int
    parts: Sequence[Part]


def prepared(
    db: Database, actor: Actor, rows: Sequence[SelfEvaluationRow]
) -> Callable[[Act], dict[str, Any]]:
    """Compose what is not there yet, outside of any act; returns what stores it inside one."""
    early: Prepared | None = None
    refusal: Refusal | None = None
    with db.reading(patient=True) as session:
        try:
            early = _prepare(session, actor, rows)
        except Refusal as found:
            refusal = found

    def store(act: Act) -> dict[str, Any]:
        if refusal is not None:
            raise refusal
        ready = early
        if ready is None or not _still_holds(act.session, ready):
            ready = _prepare(act.session, act.actor, rows)
        for part in ready.parts:
            _store_part(act, part)
        return {"added": ready.count, "unchanged": len(rows) - ready.count}

    return store


def _prepare(session: Session, actor: Actor, rows: Sequence[SelfEvaluationRow]) -> Prepared:
    seq = session.execute(sa.select(columns(AuditHead).seq)).scalar_one_or_none() or 0
    rounds: dict[tuple[int, int], Round] = {}
    problems: list[Problem] = []
    parts: list[Part] = []
    count = 0
    for chunk in chunks(rows, BULK):
        fresh = list(_fresh(session, actor, chunk, rounds, problems))
        values = [one for one in (_values(actor, *each, problems) for each in fresh) if one is not None]
        if len(problems) > MOST_PROBLEMS:
            break
        if values and not problems:
            parts.append(_composed(session, values, actor.user_id))
            count += len(values)
    if problems:
        raise Invalid(*problems[:MOST_PROBLEMS])
    return Prepared(seq, count, parts)


def _still_holds(session: Session, ready: Prepared) -> bool:
    version = columns(RowVersion)
    changed = sa.select(version.act).where(version.act > ready.seq, version.table_name.in_(READ)).limit(1)
    return session.execute(changed).first() is None


def _fresh(
    session: Session,
    actor: Actor,
    rows: Sequence[SelfEvaluationRow],
    rounds: dict[tuple[int, int], Round],
    problems: list[Problem],
) -> Iterator[tuple[SelfEvaluationRow, Any, Round]]:
    """Yield rows whose self-evaluation is not there yet, each with its project and round."""
    projects = _projects(session, [row.code for row in rows])
    done = _done(session, [one.id for one in projects.values()])
    for row in rows:
        project = projects.get(row.code)
        if project is None or not actor.can_on("import.run", project.region_id):
            problems.append(
                Problem(
                    "no_project", "There is no project %(project)s.", _at(row, "code"), {"project": row.code}
                )
            )
        elif (project.id, row.year) not in done:
            try:
                yield row, project, _round(session, rounds, project.region_id, row.year)
            except Blocked as refusal:
                first = refusal.problems[0]
                problems.append(replace(first, code="no_round", field=_at(row, "year")))
        if len(problems) > MOST_PROBLEMS:
            return


def _projects(session: Session, codes: Sequence[str]) -> dict[str, Any]:
    project = columns(Project)
    chosen = (
        *(project.id, project.code, project.region_id, project.unit_id, project.department_id),
        *(project.kind, project.kind_version),
    )
    statement = sa.select(*chosen).where(project.code.in_(codes), project.ended_at.is_(None))
    return {row.code: row for row in session.execute(statement.execution_options(scoped=True))}


def _done(session: Session, keys: Sequence[int]) -> set[tuple[int, int]]:
    own = columns(Evaluation)
    statement = sa.select(own.project_id, own.year).where(own.project_id.in_(keys), own.type == "self")
    return {tuple(row) for row in session.execute(statement.execution_options(scoped=True))}


def _round(session: Session, held: dict[tuple[int, int], Round], region_id: int, year: int) -> Round:
    """Return the open round of self-evaluation for a region and year: its own, or of the nearest above."""
    if (region_id, year) not in held:
        own, closure = columns(EvaluationRound), columns(RegionClosure)
        statement = (
            sa.select(EvaluationRound)
            .join(RegionClosure, closure.ancestor_id == own.region_id)
            .where(closure.descendant_id == region_id, own.year == year, own.type == "self")
            .where(own.subject == "project", own.state == "open")
            .order_by(closure.depth, own.id)
            .limit(1)
        )
        found = session.execute(statement.execution_options(scoped=True)).scalar_one_or_none()
        if found is None:
            text = _("No round of self-evaluation of %(year)s is open in this region.")
            raise Blocked(Problem("no_round", text, "year", {"year": year}, "officer", "/performance"))
        rules = rule_book(session, region_code(session, found.region_id))
        assert found.id is not None
        frame = read(found.frame)
        most = tuple((one, int(one.points * HUNDRED)) for one in frame.indicators)
        held[region_id, year] = Round(found.id, found.frame_digest, frame, rules, most)
    return held[region_id, year]


def _values(
    actor: Actor, row: SelfEvaluationRow, project: Any, found: Round, problems: list[Problem]
) -> dict[str, Any] | None:
    """Return the columns of one evaluation, and under ``request`` what it asks for next year."""
    points = _scored(row, found, problems)
    if points is None:
        return None
    short = any(points[one.key] < most for one, most in found.most)
    if short and not row.reason:
        text = _("Points were lost; give the reason of the deviation.")
        problems.append(Problem("deviation_reason", text, _at(row, "reason")))
        return None
    score, name = found.graded(sum(points.values()))
    sheet: dict[str, Any] = {
        "frame_digest": found.digest,
        "points": {"self": {key: _text(value) for key, value in points.items()}},
        "by": {"self": actor.user_id},
        "execution": {"budget": row.budget, "executed": row.executed},
    }
    if row.reason:
        sheet["reasons"] = {ALL: row.reason}
    values = {name: getattr(project, name) for name in ("region_id", "unit_id", "department_id", "kind")}
    asked = (row.requested, row.carry_over, row.carry_over_before)
    return {
        **values,
        "project_id": project.id,
        "year": row.year,
        "round_id": found.id,
        "sheet": sheet,
        "score": score,
        "self_score": score,
        "grade": name,
        "request": asked if row.requested else None,
    }


def _scored(row: SelfEvaluationRow, found: Round, problems: list[Problem]) -> dict[str, int] | None:
    """Return hundredths of a point by indicator; what does not fit the frame is a problem."""
    given = _given(row, found, problems)
    before = len(problems)
    for one, most in found.most:
        value = given.get(one.key)
        if value is None and one.how == "execution" and row.budget:
            value = given[one.key] = int(executed(one, row.executed, row.budget) * HUNDRED)
        if value is None:
            text = _("“%(indicator)s” has no points.")
            problems.append(Problem("missing_score", text, _at(row, one.label.zh), {"indicator": one.label}))
        elif value > most:
            text = _("“%(indicator)s” gives at most %(most)s points; %(given)s were given.")
            told = {"indicator": one.label, "most": f"{one.points:f}", "given": _text(value)}
            problems.append(Problem("above_full_mark", text, _at(row, one.label.zh), told))
    return None if len(problems) > before else given


def _given(row: SelfEvaluationRow, found: Round, problems: list[Problem]) -> dict[str, int]:
    keys = found.keys(row.indicators)
    given: dict[str, int] = {}
    for heading, key, value in zip(row.indicators, keys, row.points, strict=True):
        if value is not None and key:
            given[key] = value
        elif value is not None:
            text = _("The frame has no indicator “%(key)s”.")
            problems.append(Problem("no_such_indicator", text, _at(row, heading), {"key": heading[:40]}))
    return given


def _names(one: Indicator) -> tuple[str, ...]:
    return (one.key, one.label.zh, one.label.en)


@lru_cache(maxsize=4096)
def _text(hundredths: int) -> str:
    whole, part = divmod(hundredths, HUNDRED)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".")


def _at(row: SelfEvaluationRow, name: str) -> str:
    return f"row {row.row} {name}"


def _composed(session: Session, values: Sequence[dict[str, Any]], user_id: int | None) -> Part:
    dialect = session.get_bind().dialect
    asked = [one.pop("request") for one in values]
    versions = {key: newest_kind(session, key).version for key in {one["kind"] for one in values}}
    rows = [{**one, "kind_version": versions[one["kind"]], **_TAKEN_ON} for one in values]
    requests = [
        {
            **{name: one[name] for name in ("region_id", "unit_id", "department_id", "project_id")},
            "year": one["year"] + 1,
            **dict(zip(("requested", "carry_over", "carry_over_before"), sums, strict=True)),
        }
        for one, sums in zip(rows, asked, strict=True)
        if sums is not None
    ]
    new = _new_requests(session, requests)
    return Part(
        compose_rows(dialect, Evaluation, rows, state_since="now"),
        _moves(dialect, len(rows), user_id),
        compose_rows(dialect, BudgetRequest, new) if new else None,
        [one["project_id"] for one in rows],
    )


_TAKEN_ON: Mapping[str, Any] = {
    "type": "self",
    "state": STATE,
    "state_moves": 1,
    "taken_on": True,
    "fields": {},
}


def _new_requests(session: Session, requests: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    own = columns(BudgetRequest)
    keys = [one["project_id"] for one in requests]
    statement = sa.select(own.project_id, own.year).where(own.project_id.in_(keys))
    held = {tuple(row) for row in session.execute(statement.execution_options(scoped=True))}
    return [one for one in requests if (one["project_id"], one["year"]) not in held]


def _moves(dialect: sa.Dialect, count: int, user_id: int | None) -> Composed:
    """Compose the one move of each evaluation, in the text of its seal."""
    shared = {
        "record": "evaluation",
        "transition": TRANSITION,
        "source": "draft",
        "target": STATE,
        "reason": REASON,
        "not_examined": ["submit"],
        "actor_id": user_id,
        "approval_id": None,
    }
    holes = {"id": "id", "record_id": "of", "business_date": "day", "at": "now"}
    frame = SEALS[StateMove].frame
    return compose(dialect, table(StateMove), {"number": [1] * count}, shared, holes, frame=frame)


def _store_part(act: Act, part: Part) -> None:
    ids = act.insert(part.evaluations)
    act.insert(part.moves, ids)
    if part.requests is not None:
        act.insert(part.requests)
    _show_on_rails(act.session, part.projects)


def _show_on_rails(session: Session, projects: Sequence[int]) -> None:
    """Count the new evaluations in on the rails of their projects, as computing each anew would."""
    rail, own = columns(ProjectRail), columns(Project)
    statement = (
        sa.select(rail.project_id, rail.tracks, own.kind, own.kind_version)
        .join(Project, own.id == rail.project_id)
        .where(rail.project_id.in_(projects))
    )
    changed = []
    for key, tracks, kind_key, version in session.execute(statement.execution_options(scoped=True)):
        kind = kind_of(session, kind_key, version)
        counted = _counted(tracks, kind.lifecycle("evaluation").track)
        ordered = {track.key: counted[track.key] for track in kind.tracks}
        changed.append({"key": key, "tracks": counted, "now": now_track(ordered)})
    if changed:
        target = table(ProjectRail)
        update = sa.update(target).where(target.c.project_id == sa.bindparam("key"))
        moved: dict[str, Any] = {"tracks": sa.bindparam("tracks"), "now_track": sa.bindparam("now")}
        session.connection().execute(update.values(**moved), changed)


def _counted(tracks: Mapping[str, Any], name: str) -> dict[str, Any]:
    one, key = tracks[name], f"evaluation.{STATE}"
    states = {**one["states"], key: one["states"].get(key, 0) + 1}
    told = {"total": one["total"] + 1, "progress": worst((one["progress"], "active"))}
    return {**tracks, name: {**one, **told, "states": states}}
