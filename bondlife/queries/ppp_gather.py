"""What a payment run gathers: terms, scores, inputs, prices, indices, events, waivers, budget, by contract.

Some hundreds of contracts are read at once. What a contract lacks is listed by name, and then there is no
amount; what is whole becomes the frozen inputs of its statement.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.errors import Invalid, Problem
from bondlife.ppp.frozen import (
    Frozen,
    ScoreRead,
    canonical,
    contract_text,
    mapping_text,
    rate_text,
    terms_data,
)
from bondlife.ppp.parts import Terms
from bondlife.ppp.periods import first_day, last_day, months_of
from bondlife.ppp.quantities import cycles_of, index_month
from bondlife.ppp.shapes import Shapes, TermsHeld
from bondlife.queries.ppp_books import Books, ContractRow, read_books
from models.base import columns
from models.canonical import canonical_json
from models.registry import PPPContract

Lack = dict[str, Any]
"""One thing a contract lacks: its code, what it is about, parameters for the words."""


@dataclass(slots=True)
class Gathered:
    """One contract of a run: the key of its terms, frozen inputs where nothing is missing, and what is.

    ``lines`` are its open budget lines.
    """

    contract: ContractRow
    terms_id: int = 0
    held: TermsHeld | None = None
    frozen: Frozen | None = None
    missing: list[Lack] = field(default_factory=list)
    revision: int = 0
    lines: Sequence[Any] = ()

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


def gather(session: Session, keys: Sequence[int], asked: Asked, shapes: Shapes) -> list[Gathered]:
    """Return these contracts with their frozen inputs, or with what they lack."""
    books = read_books(session, keys, asked.period, asked.type, asked.today.year)
    return [_one(Gathered(contract), books, asked, shapes) for contract in books.contracts]


def _one(one: Gathered, books: Books, asked: Asked, shapes: Shapes) -> Gathered:
    key = one.contract.id
    one.revision, one.lines = books.revisions.get(key, -1) + 1, books.lines.get(key, ())
    _check_claim(one, books.claims.get(key, ()), asked)
    found = books.terms.get(key, ())
    if len(found) != 1:
        one.lack("terms_change" if found else "no_terms", asked.period)
        return one
    one.terms_id, public_id, number, sign, body, formula, _contract_id = found[0]
    try:
        one.held = shapes.find(body or b"null", formula)
    except Invalid as refusal:
        one.refused("terms_unsound", refusal.problems[0])
        return one
    agreed = one.held.terms
    if months_of(asked.period) != agreed.period_months:
        one.lack("other_period", asked.period, months=agreed.period_months)
        return one
    if one.held.shape is None:
        body = canonical_json(json.loads(body)).encode()
    terms = terms_data(public_id=public_id, number=number, digest=sign, body=body, formula=canonical(formula))
    frozen = _frozen(one, agreed, terms, books, asked)
    if not one.missing:
        one.frozen = frozen
    return one


def _check_claim(one: Gathered, live: Sequence[Any], asked: Asked) -> None:
    """Note a period that was paid, or is being paid, by another run; a correction needs what it corrects."""
    if asked.type == "regular" and live:
        one.lack("claimed", live[-1].run)
    if asked.type == "correction":
        if not any(row.type == "regular" for row in live):
            one.lack("nothing_to_correct", asked.period)
        elif any(row.state in ("draft", "calculated", "reviewed") for row in live):
            one.lack("claimed", live[-1].run)


def _frozen(one: Gathered, agreed: Terms, terms: bytes, books: Books, asked: Asked) -> Frozen:
    contract = one.contract
    key, stated = contract.id, books.stated.get(contract.id, ())
    scores = _score_rows(one, agreed, books.scores.get(key, {}), asked)
    waivers = books.waivers.get(key)
    return Frozen(
        _contract(contract),
        asked.period,
        asked.type,
        terms,
        scores,
        mapping_text(_named(one, agreed.names("input"), "input", books.inputs.get(key, {}))),
        mapping_text(_named(one, agreed.names("price"), "price", books.prices.get(key, {}))),
        mapping_text(_index_values(one, agreed, books, asked.period)),
        books.events.get(key, ()),
        canonical_json([_waiver(*row) for row in waivers]) if waivers else "[]",
        _carried_in(stated, asked) if stated else 0,
        _already(stated, asked) if stated else 0,
    )


def _contract(row: ContractRow) -> str:
    return contract_text(
        public_id=row.public_id,
        number=row.number,
        name=row.name,
        agency=row.agency,
        company=row.company,
        currency=row.currency,
    )


def _score_rows(one: Gathered, terms: Terms, found: Mapping[str, Any], asked: Asked) -> list[ScoreRead]:
    if not terms.needs_score or terms.score is None:
        return []
    rows: list[ScoreRead] = []
    for cycle in cycles_of(terms.score, asked.period):
        if terms.first_period and last_day(cycle) < first_day(terms.first_period):
            if not terms.score.is_first_period_full:
                one.lack("first_period_unset", cycle)
            rows.append(ScoreRead(cycle, "100", mark="is_first"))
            continue
        rows.append(_score_row(one, cycle, found.get(cycle), asked.today))
    return rows


def _score_row(one: Gathered, cycle: str, row: Any, today: date) -> ScoreRead:
    if row is None:
        one.lack("no_score", cycle)
        return ScoreRead(cycle, "")
    public_id, state, score, sign, text = row
    fields = json.loads(text) if len(text) > len("{}") else {}
    if state in {"draft", "submitted"} or score is None:
        one.lack("score_not_approved", cycle)
    elif state == "objected":
        one.lack("objection_open", cycle)
    elif state == "approved" and fields.get("objection_until", "9999") >= today.isoformat():
        one.lack("objection_window", cycle, day=fields.get("objection_until", ""))
    else:
        mark = "is_vetoed" if fields.get("is_vetoed") else ""
        return ScoreRead(cycle, rate_text(score), public_id, sign, mark)
    return ScoreRead(cycle, "")


def _named(
    one: Gathered, names: Sequence[str], kind: str, held: Mapping[str, Any]
) -> dict[str, dict[str, str]]:
    """Return the inputs or prices the terms name; each that is not there is noted."""
    found: dict[str, dict[str, str]] = {}
    for name in names:
        row = held.get(name)
        if row is None:
            one.lack(f"no_{kind}", name)
            continue
        value, unit, evidence, *month = row
        found[name] = {"value": rate_text(value), "unit": unit, "evidence": evidence}
        if month:
            found[name]["month"] = month[0]
    return found


def _index_values(one: Gathered, agreed: Terms, books: Books, period: str) -> dict[str, dict[str, str]]:
    if not agreed.indexation:
        return {}
    used = {part.index for part in agreed.components if part.index}
    region = one.contract.region_id
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for key in sorted(used):
        index = agreed.indexation[key]
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


def _waiver(
    number: str, event: str, amount: int, reason: str, public_line: str, _contract: int
) -> dict[str, Any]:
    return {"number": number, "event": event, "amount": amount, "reason": reason, "public_line": public_line}


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
