"""Compare two tables of sums in one pass each: every row weighed by its key with numbers drawn for the run.

    weight(key) = (Σ key part × drawn number) mod p × drawn number + drawn number, mod p
    side        = Σ (amount mod p) × weight(key) mod p

Amounts under one key may be split over rows on either side. Sides that differ prove a difference; different
tables weigh the same once in about two thousand million runs, and the numbers are drawn anew each time.
"""

from random import Random
from typing import Any

import sqlalchemy as sa

from bondlife.services.money_flow import COUNTER, STEPS, Step
from models.base import columns, table
from models.registry import BondShare, LedgerEntry, MoneyFlow, MoneyTotal, Posting

PRIME = 2_147_483_647
"""2³¹ − 1: products of two residues stay inside 64 bits."""

NAMES = (*(step.name for step in STEPS), "returned")


class Weights:
    """The numbers of one run, and the statements that weigh both sides with them."""

    def __init__(self, chance: Random) -> None:
        self._parts = [chance.randrange(1, PRIME) for _ in range(5)]
        self._steps = {name: (chance.randrange(1, PRIME), chance.randrange(PRIME)) for name in NAMES}

    def statements(self) -> list[Any]:
        """Return postings, flows; flows by month, totals of months; totals of months by year, of years."""
        flow, total = columns(MoneyFlow), columns(MoneyTotal)
        own = (flow.share_id, _number(flow.on), flow.region_id, flow.book_id, flow.contract_id)
        by_share = sa.select(sa.func.sum(self._weigh(flow.step, flow.amount, own))).select_from(
            table(MoneyFlow)
        )
        step = sa.case(
            (sa.and_(flow.step == "treasury", flow.book_id != flow.region_id), "returned"), else_=flow.step
        )
        month = (flow.region_id, sa.func.substr(_text(flow.on), 1, 4), sa.func.substr(_text(flow.on), 6, 2))
        by_month = self._sum(step, flow.amount, month, MoneyFlow)
        form = _form(total.period)
        parts = (
            total.region_id,
            sa.func.substr(total.period, 1, 4),
            sa.func.substr(total.period, 6, 2),
            form,
        )
        is_month = sa.func.length(total.period) == 7
        months = self._sum(total.step, total.amount, parts, MoneyTotal).where(is_month)
        year = (total.region_id, sa.func.substr(total.period, 1, 4))
        by_year = self._sum(total.step, total.amount, year, MoneyTotal).where(is_month)
        years = self._sum(total.step, total.amount, (*year, form), MoneyTotal).where(sa.not_(is_month))
        return [self._postings(), by_share, by_month, months, by_year, years]

    def _sum(self, step: Any, amount: Any, parts: Any, model: Any) -> Any:
        numbers = [sa.cast(part, sa.BigInteger) for part in parts]
        return sa.select(sa.func.sum(self._weigh(step, amount, numbers))).select_from(table(model))

    def _postings(self) -> Any:
        posting, entry, share = columns(Posting), columns(LedgerEntry), columns(BondShare)
        contract = sa.func.coalesce(posting.contract_id, 0)
        parts = (posting.share_id, _number(entry.business_date), share.region_id, posting.book_id, contract)
        terms = [
            sa.case(
                (self._belongs(step), self._of_step(step.name, posting.amount * step.factor, parts)), else_=0
            )
            for step in STEPS
        ]
        whole: Any = terms[0]
        for term in terms[1:]:
            whole = whole + term
        return (
            sa.select(sa.func.sum(whole))
            .select_from(table(Posting))
            .join(table(LedgerEntry), entry.id == posting.entry_id)
            .join(table(BondShare), share.id == posting.share_id)
        )

    def _belongs(self, step: Step) -> Any:
        posting, entry = columns(Posting), columns(LedgerEntry)
        found = [posting.account == step.account]
        if step.kinds:
            found.append(entry.kind.in_([*step.kinds, *(f"{kind}{COUNTER}" for kind in step.kinds)]))
        if step.side:
            turned = entry.kind.like(f"%{COUNTER}")
            plain = posting.amount > 0 if step.side > 0 else posting.amount < 0
            found.append(sa.or_(sa.and_(sa.not_(turned), plain), sa.and_(turned, sa.not_(plain))))
        return sa.and_(*found)

    def _weigh(self, step: Any, amount: Any, parts: Any) -> Any:
        cases = [(step == name, self._of_step(name, amount, parts)) for name in NAMES]
        return sa.case(*cases, else_=1)

    def _of_step(self, name: str, amount: Any, parts: Any) -> Any:
        factor, shift = self._steps[name]
        key: Any = sa.literal(0)
        for part, number in zip(parts, self._parts, strict=False):
            key = key + (part % PRIME) * number % PRIME
        weight = (key % PRIME * factor + shift) % PRIME
        return (amount % PRIME + PRIME) % PRIME * weight % PRIME


def _form(period: Any) -> Any:
    """Return 0 for a month or a year as it is written (2026-11, 2026), 1 for anything else."""
    size, sign = sa.func.length(period), sa.func.substr(period, 5, 1)
    digits = sa.func.replace(period, "-", "")
    is_plain = _text(sa.cast(digits, sa.BigInteger)) == digits
    is_written = sa.or_(size == 4, sa.and_(size == 7, sign == "-"))
    return sa.case((sa.and_(is_written, is_plain), 0), else_=1)


def _text(day: Any) -> Any:
    return sa.cast(day, sa.String)


def _number(day: Any) -> Any:
    """Return a day as the number 20360401."""
    return sa.cast(sa.func.replace(_text(day), "-", ""), sa.BigInteger)
