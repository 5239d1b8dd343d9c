"""What a payment run gathers: terms, scores, inputs, prices, indices, events, waivers, budget, by contract.

Some hundreds of contracts are read at once. What a contract lacks is listed by name, and then there is no
amount; what is whole becomes the frozen inputs of its statement.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.errors import Invalid, Problem
from bondlife.lifecycle.ppp_runs import DROPPED
from bondlife.ppp.parts import Terms
from bondlife.ppp.periods import first_day, last_day, months_in, months_of
from bondlife.ppp.quantities import cycles_of, index_month
from bondlife.ppp.statement import SCHEMA
from bondlife.ppp.terms import read_terms
from models.base import columns
from models.registry import (
    Evaluation,
    IndexSeries,
    IndexValue,
    PaymentRun,
    PaymentStatement,
    PeriodInput,
    PPPContract,
    PPPTerms,
    PriceBasis,
    ServiceEvent,
    Waiver,
)

Lack = dict[str, Any]
"""One thing a contract lacks: its code, what it is about, parameters for the words."""


@dataclass(slots=True)
class Gathered:
    """One contract of a run: the key of its terms, frozen inputs where nothing is missing, and what is."""

    contract: Any
    terms_id: int = 0
    terms: Terms | None = None
    frozen: dict[str, Any] | None = None
    missing: list[Lack] = field(default_factory=list)
    revision: int = 0

    def lack(self, code: str, about: str = "", **params: Any) -> None:
        """Note something that is missing."""
        self.missing.append({"code": code, "about": about, **({"params": params} if params else {})})

    def refused(self, code: str, problem: Problem) -> None:
        """Note that something was refused: its sentence is kept as a message with what was put into it."""
        words = {name: str(value)[:100] for name, value in (problem.params or {}).items()}
        self.lack(code, problem.field, text=problem.message, words=words)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run asks for: a period, regular or a correction, and how the day stands."""

    period: str
    type: str
    today: date


class TermsRead:
    """Terms by their digest, each read once in a run."""

    def __init__(self) -> None:
        self._held: dict[str, Terms | Invalid] = {}

    def get(self, sign: str, body: object, formula: object) -> Terms:
        """Return checked terms, or raise what is wrong with them."""
        if sign not in self._held:
            try:
                self._held[sign] = read_terms(body, formula)
            except Invalid as refusal:
                self._held[sign] = refusal
        found = self._held[sign]
        if isinstance(found, Invalid):
            raise found
        return found


def contract_keys(session: Session, region_ids: Sequence[int], chosen: Sequence[str]) -> list[int]:
    """Return the contracts of a run: those chosen, or all live ones of the regions."""
    own = columns(PPPContract)
    statement = sa.select(own.id).where(own.region_id.in_(region_ids), own.ended_at.is_(None))
    statement = (
        statement.where(own.public_id.in_(chosen))
        if chosen
        else statement.where(own.state.in_(("in_force", "operating")))
    )
    return list(session.execute(statement.order_by(own.id).execution_options(scoped=True)).scalars())


def gather(session: Session, keys: Sequence[int], asked: Asked, terms: TermsRead) -> list[Gathered]:
    """Return these contracts with their frozen inputs, or with what they lack."""
    books = _Books.read(session, keys, asked)
    return [_one(Gathered(contract), books, asked, terms) for contract in books.contracts]


@dataclass(slots=True)
class _Books:
    """Everything read for some contracts, by contract."""

    contracts: Sequence[Any]
    terms: Mapping[int, list[Any]]
    scores: Mapping[int, dict[str, Any]]
    inputs: Mapping[int, dict[str, Any]]
    prices: Mapping[int, dict[str, Any]]
    indices: Mapping[int, dict[str, dict[str, str]]]
    frequencies: Mapping[int, dict[str, str]]
    events: Mapping[int, list[Any]]
    waivers: Mapping[int, list[Any]]
    stated: Mapping[int, list[Any]]

    @classmethod
    def read(cls, session: Session, keys: Sequence[int], asked: Asked) -> "_Books":
        """Read everything in one statement a table."""
        own = columns(PPPContract)
        wanted = sa.select(
            *(own[name] for name in ("id", "public_id", "number", "name", "agency", "company", "state")),
            *(own[name] for name in ("region_id", "unit_id", "department_id", "project_id", "currency")),
            *(own[name] for name in ("kind", "kind_version")),
        ).where(own.id.in_(keys))
        contracts = _all(session, wanted.order_by(own.id))
        regions = sorted({one.region_id for one in contracts})
        indices, frequencies = _indices(session, regions)
        return cls(
            contracts,
            _terms(session, keys, asked.period),
            _scores(session, keys),
            _inputs(session, keys, asked.period),
            _prices(session, keys, months_in(asked.period)[0]),
            indices,
            frequencies,
            _events(session, keys, asked.period),
            _waivers(session, keys, asked.period),
            _stated(session, keys),
        )


def _all(session: Session, statement: sa.Select[Any]) -> Sequence[Any]:
    return session.execute(statement.execution_options(scoped=True)).all()


def _by_contract(rows: Sequence[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.contract_id].append(row)
    return found


def _terms(session: Session, keys: Sequence[int], period: str) -> dict[int, list[Any]]:
    own, end = columns(PPPTerms), last_day(period)
    names = ("id", "contract_id", "public_id", "number", "digest", "body", "formula", "valid_from")
    statement = sa.select(*(own[name] for name in names)).where(
        own.contract_id.in_(keys),
        own.state == "in_force",
        own.ended_at.is_(None),
        own.valid_from <= end,
        sa.or_(own.valid_to.is_(None), own.valid_to >= first_day(period)),
    )
    return _by_contract(_all(session, statement.order_by(own.valid_from)))


def _scores(session: Session, keys: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return contract → cycle → its score, however far that has come."""
    own = columns(Evaluation)
    names = ("subject_id", "public_id", "cycle", "state", "score", "digest", "fields", "phase")
    statement = sa.select(*(own[name] for name in names)).where(
        own.subject == "ppp_contract",
        own.subject_id.in_(keys),
        own.ended_at.is_(None),
        own.state != "withdrawn",
        own.phase == "operation",
    )
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in _all(session, statement):
        found[row.subject_id][row.cycle] = row
    return found


def _inputs(session: Session, keys: Sequence[int], period: str) -> dict[int, dict[str, Any]]:
    own = columns(PeriodInput)
    names = ("contract_id", "name", "value", "unit", "evidence", "public_id")
    statement = sa.select(*(own[name] for name in names)).where(
        own.contract_id.in_(keys), own.period == period, own.ended_at.is_(None)
    )
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in _all(session, statement):
        found[row.contract_id][row.name] = row
    return found


def _prices(session: Session, keys: Sequence[int], month: str) -> dict[int, dict[str, Any]]:
    """Return the newest basis of each name that had begun by a month."""
    own = columns(PriceBasis)
    names = ("contract_id", "name", "value", "unit", "effective_month", "evidence", "public_id")
    statement = sa.select(*(own[name] for name in names)).where(
        own.contract_id.in_(keys), own.effective_month <= month, own.ended_at.is_(None)
    )
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in _all(session, statement.order_by(own.effective_month)):
        found[row.contract_id][row.name] = row
    return found


_Indices = tuple[dict[int, dict[str, dict[str, str]]], dict[int, dict[str, str]]]


def _indices(session: Session, regions: Sequence[int]) -> _Indices:
    """Return region → series → month → value, and how often each series comes."""
    series, value = columns(IndexSeries), columns(IndexValue)
    statement = (
        sa.select(series.region_id, series.key, series.frequency, value.month, value.value)
        .select_from(IndexSeries)
        .join(IndexValue, value.series_id == series.id)
        .where(series.region_id.in_(regions), series.ended_at.is_(None), value.ended_at.is_(None))
    )
    values: dict[int, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    often: dict[int, dict[str, str]] = defaultdict(dict)
    for row in _all(session, statement):
        values[row.region_id][row.key][row.month] = plain(row.value)
        often[row.region_id][row.key] = row.frequency
    return values, often


def _events(session: Session, keys: Sequence[int], period: str) -> dict[int, list[Any]]:
    own = columns(ServiceEvent)
    names = ("id", "contract_id", "number", "type", "area", "criterion", "reported_at", "periods", "points")
    statement = sa.select(*(own[name] for name in (*names, "amount", "was_used"))).where(
        own.contract_id.in_(keys), own.period == period, own.ended_at.is_(None)
    )
    return _by_contract(_all(session, statement.order_by(own.contract_id, own.number)))


def _waivers(session: Session, keys: Sequence[int], period: str) -> dict[int, list[Any]]:
    own, event = columns(Waiver), columns(ServiceEvent)
    statement = (
        sa.select(
            *(own[name] for name in ("contract_id", "number", "amount", "reason", "public_line")),
            event.number.label("event"),
        )
        .select_from(Waiver)
        .join(ServiceEvent, event.id == own.event_id)
        .where(own.contract_id.in_(keys), own.period == period, own.state == "granted")
        .where(own.ended_at.is_(None))
    )
    return _by_contract(_all(session, statement.order_by(own.contract_id, own.number)))


def _stated(session: Session, keys: Sequence[int]) -> dict[int, list[Any]]:
    """Return the statements of runs that still hold their claim, oldest first."""
    own, run = columns(PaymentStatement), columns(PaymentRun)
    names = ("id", "public_id", "contract_id", "period", "type", "revision", "payable", "carried_forward")
    statement = (
        sa.select(*(own[name] for name in names), run.number, run.state)
        .select_from(PaymentStatement)
        .join(PaymentRun, run.id == own.run_id)
        .where(own.contract_id.in_(keys), own.ended_at.is_(None))
    )
    return _by_contract(_all(session, statement.order_by(own.id)))


def _one(one: Gathered, books: _Books, asked: Asked, terms: TermsRead) -> Gathered:
    contract = one.contract
    _check_claim(one, books.stated.get(contract.id, []), asked)
    found = books.terms.get(contract.id, [])
    if len(found) != 1:
        one.lack("terms_change" if found else "no_terms", asked.period)
        return one
    row = found[0]
    one.terms_id = row.id
    try:
        one.terms = terms.get(row.digest or row.public_id, row.body, row.formula)
    except Invalid as refusal:
        one.refused("terms_unsound", refusal.problems[0])
        return one
    if months_of(asked.period) != one.terms.period_months:
        one.lack("other_period", asked.period, months=one.terms.period_months)
        return one
    frozen = _frozen(one, row, books, asked)
    if not one.missing:
        one.frozen = frozen
    return one


def _check_claim(one: Gathered, stated: Sequence[Any], asked: Asked) -> None:
    """Note a period that was paid, or is being paid, by another run; a correction needs what it corrects."""
    same = [row for row in stated if row.period == asked.period]
    live = [row for row in same if row.state not in DROPPED]
    own = [row for row in same if row.type == asked.type]
    one.revision = max((row.revision for row in own), default=-1) + 1
    if asked.type == "regular" and live:
        one.lack("claimed", live[-1].number)
    if asked.type == "correction":
        if not any(row.type == "regular" for row in live):
            one.lack("nothing_to_correct", asked.period)
        elif any(row.state in ("draft", "calculated", "reviewed") for row in live):
            one.lack("claimed", live[-1].number)


def _frozen(one: Gathered, row: Any, books: _Books, asked: Asked) -> dict[str, Any]:
    key, contract = one.contract.id, one.contract
    assert one.terms is not None
    scores = _score_rows(one, one.terms, books.scores.get(key, {}), asked)
    live = [each for each in books.stated.get(key, []) if each.state not in DROPPED]
    names = ("public_id", "number", "name", "agency", "company", "currency")
    return {
        "schema": SCHEMA,
        "contract": {name: getattr(contract, name) for name in names},
        "period": asked.period,
        "type": asked.type,
        "terms": {
            "public_id": row.public_id,
            "number": row.number,
            "digest": row.digest,
            "body": row.body,
            "formula": row.formula,
        },
        "scores": scores,
        "inputs": _named(one, "input", books.inputs.get(key, {})),
        "prices": _named(one, "price", books.prices.get(key, {})),
        "indices": _index_values(one, books, asked.period),
        "events": [_event(each) for each in books.events.get(key, [])],
        "waivers": [_waiver(each) for each in books.waivers.get(key, [])],
        "carried_in": _carried_in(live, asked),
        "already": _already(live, asked),
    }


def _score_rows(one: Gathered, terms: Terms, found: Mapping[str, Any], asked: Asked) -> list[dict[str, Any]]:
    if not terms.needs_score or terms.score is None:
        return []
    rows: list[dict[str, Any]] = []
    for cycle in cycles_of(terms.score, asked.period):
        if terms.first_period and last_day(cycle) < first_day(terms.first_period):
            if not terms.score.is_first_period_full:
                one.lack("first_period_unset", cycle)
            rows.append({"cycle": cycle, "score": "100", "public_id": "", "digest": "", "is_first": True})
            continue
        rows.append(_score_row(one, cycle, found.get(cycle), asked.today))
    return rows


def _score_row(one: Gathered, cycle: str, row: Any, today: date) -> dict[str, Any]:
    if row is None:
        one.lack("no_score", cycle)
    elif row.state in {"draft", "submitted"} or row.score is None:
        one.lack("score_not_approved", cycle)
    elif row.state == "objected":
        one.lack("objection_open", cycle)
    elif row.state == "approved" and row.fields.get("objection_until", "9999") >= today.isoformat():
        one.lack("objection_window", cycle, day=row.fields.get("objection_until", ""))
    else:
        names = ("public_id", "digest")
        told = {name: getattr(row, name) for name in names}
        vetoed = {"is_vetoed": True} if row.fields.get("is_vetoed") else {}
        return {"cycle": cycle, "score": plain(row.score), **told, **vetoed}
    return {"cycle": cycle, "score": None}


def _named(one: Gathered, kind: str, held: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return the inputs or prices the terms name; each that is not there is noted."""
    assert one.terms is not None
    found: dict[str, dict[str, str]] = {}
    for name in one.terms.names(kind):
        row = held.get(name)
        if row is None:
            one.lack(f"no_{kind}", name)
            continue
        found[name] = {"value": plain(row.value), "unit": row.unit, "evidence": row.evidence}
        if kind == "price":
            found[name]["month"] = row.effective_month
    return found


def _index_values(one: Gathered, books: _Books, period: str) -> dict[str, dict[str, str]]:
    assert one.terms is not None
    region = one.contract.region_id
    used = {part.index for part in one.terms.components if part.index}
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for key in sorted(used):
        index = one.terms.indexation[key]
        for part in index.parts:
            held = books.indices.get(region, {}).get(part.series, {})
            often = books.frequencies.get(region, {}).get(part.series, "month")
            for month in (part.base_month, index_month(index, period)):
                value = held.get(covering(month, often))
                if value is None:
                    one.lack("no_index", part.series, month=month)
                else:
                    found[part.series][month] = value
    return {series: dict(values) for series, values in found.items()}


def covering(month: str, often: str) -> str:
    """Return the first month of what a value of a series covers.

    >>> covering("2026-08", "quarter"), covering("2026-08", "year"), covering("2026-08", "month")
    ('2026-07', '2026-01', '2026-08')
    """
    step = {"month": 1, "quarter": 3, "year": 12}[often]
    year, number = month.split("-")
    return f"{year}-{(int(number) - 1) // step * step + 1:02}"


def _event(row: Any) -> dict[str, Any]:
    return {
        "number": row.number,
        "type": row.type,
        "area": row.area,
        "criterion": row.criterion,
        "on": clock.local(row.reported_at).date().isoformat(),
        "periods": plain(row.periods),
        "points": plain(row.points),
        "amount": row.amount,
        "was_used": bool(row.was_used),
    }


def _waiver(row: Any) -> dict[str, Any]:
    return {
        "number": row.number,
        "event": row.event,
        "amount": row.amount,
        "reason": row.reason,
        "public_line": row.public_line,
    }


def _carried_in(live: Sequence[Any], asked: Asked) -> int:
    """Return what the company still owes: carried by the last regular statement and corrections after it."""
    first = next((row.id for row in live if row.period == asked.period), None)
    before = live if first is None or asked.type == "regular" else [row for row in live if row.id < first]
    regular = [place for place, row in enumerate(before) if row.type == "regular"]
    start = regular[-1] if regular else 0
    return sum(row.carried_forward for row in before[start:])


def _already(live: Sequence[Any], asked: Asked) -> int:
    if asked.type == "regular":
        return 0
    return sum(row.payable + row.carried_forward for row in live if row.period == asked.period)


def plain(value: Decimal) -> str:
    """Return a figure as it is frozen: no exponent, no trailing zeros."""
    return format(value.normalize(), "f")
