"""The calendar of PPP evaluations: what a contract's phases and its payment terms have called for by now.

    construction   once, after operation began         operation   the year that is over
    mid_term       every so many months of operation   hand_over   once, after the contract ended
    by terms       each cycle whose score pays: its sheet opens before the cycle ends, the score is due after

Months and days are the rules'; what has its evaluation already is not told again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.books import RuleBook, region_code, rule_books
from bondlife.lifecycle.ppp_spending import read_stored, versions_of
from bondlife.ppp.periods import last_day, period_holding, shifted
from bondlife.queries.ppp_fields import PHASES
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from calculators.kernel.dates import add_months
from models.base import columns
from models.registry import Evaluation, PPPContract, PPPTerms

MOST = 300
LIVE = ("in_force", "operating", "handed_over")
"""States in which a contract is evaluated."""
Held = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class DueLine:
    """One evaluation that falls due: of which contract, which phase and cycle, by when.

    ``pays`` tells that the score of the cycle pays a period, so that its sheet is opened by itself.
    """

    contract_id: str
    contract: str
    number: str
    phase: str
    phase_key: str
    cycle: str
    due_on: date
    is_late: bool
    pays: bool


def due_for(session: Session, actor: Actor, contract: str, today: date) -> list[DueLine]:
    """Return what falls due of the contracts this person may see, the earliest first."""
    own = columns(PPPContract)
    statement = scoped(actor, PPPContract, permission="ppp_contract.read").where(
        own.ended_at.is_(None), own.state.in_(LIVE)
    )
    if contract:
        statement = statement.where(own.public_id == contract)
    contracts = list(session.execute(statement.order_by(own.id).limit(MOST)).scalars())
    return sorted((line for _row, line in due_of(session, contracts, today)), key=lambda one: one.due_on)[
        :MOST
    ]


def due_of(
    session: Session, contracts: Sequence[PPPContract], today: date
) -> Iterator[tuple[PPPContract, DueLine]]:
    """Yield each contract with every evaluation of it that falls due and is not there yet."""
    keys = [one.id or 0 for one in contracts]
    held, versions, books = held_cycles(session, keys), versions_of(session, keys), rule_books(session, today)
    for one in contracts:
        rules = books(region_code(session, one.region_id))
        known = held.get(one.id or 0, frozenset())
        for phase, cycle, due_on, pays in _called_for(one, versions.get(one.id or 0, ()), rules, today):
            if (phase, cycle) not in known:
                yield one, _line(one, phase, cycle, due_on, today, pays=pays)


def _line(contract: PPPContract, phase: str, cycle: str, due_on: date, today: date, *, pays: bool) -> DueLine:
    return DueLine(
        contract.public_id,
        contract.name,
        contract.number,
        said(PHASES[phase]),
        phase,
        cycle,
        due_on,
        due_on < today,
        pays,
    )


def held_cycles(session: Session, keys: Sequence[int]) -> Mapping[int, Held]:
    """Return contract → phases and cycles that have their evaluation; a withdrawn one counts, it was seen."""
    own = columns(Evaluation)
    statement = sa.select(own.subject_id, own.phase, own.cycle).where(
        own.subject == "ppp_contract", own.subject_id.in_(keys), own.ended_at.is_(None)
    )
    found: dict[int, set[tuple[str, str]]] = {}
    for key, phase, cycle in session.execute(statement.execution_options(scoped=True)):
        found.setdefault(int(key), set()).add((phase, cycle))
    return {key: frozenset(cycles) for key, cycles in found.items()}


_Call = tuple[str, str, date, bool]


def _called_for(
    contract: PPPContract, versions: Sequence[PPPTerms], rules: RuleBook, today: date
) -> Iterator[_Call]:
    """Yield phase, cycle, due day and whether it pays; a cycle the terms name is not told twice."""
    paid = list(_cycles(contract, versions, rules, today))
    yield from paid
    named = {(phase, cycle) for phase, cycle, _due, _pays in paid}
    for phase, cycle, due_on in _calendar(contract, rules, today):
        if due_on.year >= today.year - 1 and (phase, cycle) not in named:
            yield phase, cycle, due_on, False


def _cycles(
    contract: PPPContract, versions: Sequence[PPPTerms], rules: RuleBook, today: date
) -> Iterator[_Call]:
    """Yield the cycle that is over and the one about to end, where the terms pay by their scores."""
    rule, months = rules.get("ppp.cycle_opening"), _cycle_months(versions, today)
    begun = contract.operation_from
    if rule is None or not months or begun is None or contract.state != "operating":
        return
    before, after = (int(one) for one in rule.value)
    now = period_holding(today, months)
    for cycle in (shifted(now, -1), now):
        end = last_day(cycle)
        if end >= begun and end - timedelta(days=before) <= today:
            yield "operation", cycle, end + timedelta(days=after), True


def _cycle_months(versions: Sequence[PPPTerms], today: date) -> int:
    """Return the length of a scoring cycle by the newest terms in force; 0 where no score pays."""
    held = [one for one in versions if one.state == "in_force" and one.valid_from <= today]
    newest = max(held, key=lambda one: one.number, default=None)
    terms = None if newest is None else read_stored(newest)
    if terms is None or not terms.needs_score or terms.score is None:
        return 0
    return terms.score.cycle_months


def _calendar(contract: PPPContract, rules: RuleBook, today: date) -> Iterator[tuple[str, str, date]]:
    """Yield phase, cycle and due day of what a contract's phases have called for by now."""
    rule = rules.get("ppp.evaluation_calendar")
    times: Mapping[str, Mapping[str, str]] = {row["key"]: row for row in (rule.value if rule else ())}
    begun, ends = contract.operation_from, contract.ends_on
    if begun is not None and begun <= today:
        yield "construction", str(begun.year), _later(begun, times, "construction")
        cycle = shifted(period_holding(today, 12), -1)
        if int(cycle) >= begun.year:
            yield "operation", cycle, _later(date(int(cycle), 12, 31), times, "operation")
        yield from _mid_terms(begun, times, today)
    if ends is not None and ends <= today:
        yield "hand_over", str(ends.year), _later(ends, times, "hand_over")


def _mid_terms(
    begun: date, times: Mapping[str, Mapping[str, str]], today: date
) -> Iterator[tuple[str, str, date]]:
    every = int(times.get("mid_term", {}).get("every", "0") or 0)
    step = every
    while every and add_months(begun, step) <= today:
        day = add_months(begun, step)
        yield "mid_term", str(day.year), _later(day, times, "mid_term")
        step += every


def _later(day: date, times: Mapping[str, Mapping[str, str]], phase: str) -> date:
    return add_months(day, int(times.get(phase, {}).get("months", "0") or 0))
