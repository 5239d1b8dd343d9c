"""Sums of the ledger as it is written: what each step moved of a share on a day, of a region in a period.

The same table of steps serves the posting of one line and the statement that computes all of them again, so
that verify can compare what is kept with what the postings say.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import told_rows, upsert_add
from bondlife.prepared import among, spread
from models.base import columns, table
from models.registry import BondShare, LedgerEntry, MoneyFlow, MoneyTotal, Posting

COUNTER = ".counter"


class Side(Protocol):
    """One side of an entry as far as sums need it: a posting, or the line it is made of."""

    @property
    def account(self) -> str:
        """Return the account."""

    @property
    def amount(self) -> int:
        """Return fen, debit above zero."""

    @property
    def book_id(self) -> int:
        """Return the region whose book it stands in."""

    @property
    def share_id(self) -> int | None:
        """Return the bond share whose money it is, if any."""

    @property
    def contract_id(self) -> int | None:
        """Return the contract it was paid under, if any."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the money of a share: which side of which entries tells it, and with which sign.

    ``kinds`` empty means every entry; ``side`` 1 counts debits alone, -1 credits alone, 0 both.
    """

    name: str
    account: str
    kinds: tuple[str, ...] = ()
    side: int = 0
    factor: int = 1

    def counts(self, kind: str, amount: int) -> bool:
        """Tell whether a side of an entry belongs to this step; in a counter-entry the sides are turned."""
        plain = kind.removesuffix(COUNTER)
        wanted = self.side if plain == kind else -self.side
        return (not self.kinds or plain in self.kinds) and (not wanted or amount * wanted > 0)


RELEASING = ("payment", "opening_payment", "to_project_account")

STEPS = (
    Step("raised", "treasury", ("receipt", "opening")),
    Step("refinanced", "debt", ("refinancing",), side=-1, factor=-1),
    Step("moved", "treasury", ("reallocation",)),
    Step("treasury", "treasury"),
    Step("project_account", "project_account"),
    Step("released", "project_account", RELEASING, side=1),
    Step("paid", "works"),
)
"""Raised, refinanced, moved by a change of use, held at each level, released to the unit, paid to payees."""


def steps_of(kind: str, account: str, amount: int) -> Iterable[tuple[str, int]]:
    """Yield the steps one side of an entry belongs to, each with its signed amount."""
    for step in STEPS:
        if step.account == account and step.counts(kind, amount):
            yield step.name, step.factor * amount


def add(session: Session, kind: str, on: date, sides: Iterable[Side]) -> None:
    """Add the sides of one entry to the sums; sides without a share are no proceeds of a bond."""
    moved: dict[tuple[int, int, int, str], int] = {}
    for side in sides:
        for step, amount in steps_of(kind, side.account, side.amount) if side.share_id else ():
            place = (side.share_id or 0, side.book_id, side.contract_id or 0, step)
            moved[place] = moved.get(place, 0) + amount
    regions = _regions(session, {place[0] for place in moved})
    totals: dict[tuple[int, str], int] = {}
    for (share, book, contract, step), amount in sorted(moved.items()):
        region = regions[share]
        keys = {"share_id": share, "on": on, "region_id": region, "book_id": book, "step": step}
        if amount:
            upsert_add(session, table(MoneyFlow), {**keys, "contract_id": contract}, "amount", amount)
        name = total_step(step, is_own=book == region)
        totals[region, name] = totals.get((region, name), 0) + amount
    for (region, step), amount in sorted(totals.items()):
        for period in (f"{on:%Y}", f"{on:%Y-%m}") if amount else ():
            keys = {"region_id": region, "period": period, "step": step}
            upsert_add(session, table(MoneyTotal), keys, "amount", amount)


def total_step(step: str, *, is_own: bool) -> str:
    """Return the step as regions sum it: money at the treasury of a level above was returned to it."""
    return "returned" if step == "treasury" and not is_own else step


def _regions(session: Session, shares: set[int]) -> dict[int, int]:
    share, asked = columns(BondShare), spread(sorted(shares))

    def build() -> Any:
        return sa.select(share.id, share.region_id).where(among(share.id, asked))

    return dict(told_rows(session, None, ("regions of shares", len(asked)), build, asked))


def flow_sums() -> Any:
    """Return the statement that computes every sum by share and day from the postings alone."""
    whole = sa.union_all(*(_part(step) for step in STEPS)).subquery("whole")
    keys = (whole.c.share_id, whole.c.on, whole.c.region_id, whole.c.book_id, whole.c.step)
    total = sa.func.sum(whole.c.amount)
    grouped = sa.select(*keys, whole.c.contract_id, total.label("amount"))
    return grouped.group_by(*keys, whole.c.contract_id).having(total != 0)


def _part(step: Step) -> Any:
    posting, entry, share = columns(Posting), columns(LedgerEntry), columns(BondShare)
    chosen = (
        posting.share_id.label("share_id"),
        entry.business_date.label("on"),
        share.region_id.label("region_id"),
        posting.book_id.label("book_id"),
        sa.literal(step.name).label("step"),
        sa.func.coalesce(posting.contract_id, 0).label("contract_id"),
        (posting.amount * step.factor).label("amount"),
    )
    return (
        sa.select(*chosen)
        .join_from(Posting, LedgerEntry, entry.id == posting.entry_id)
        .join(BondShare, share.id == posting.share_id)
        .where(posting.account == step.account, *_conditions(step))
        .execution_options(scoped=True)
    )


def _conditions(step: Step) -> list[Any]:
    posting, entry = columns(Posting), columns(LedgerEntry)
    turned = entry.kind.like(f"%{COUNTER}")
    found: list[Any] = []
    if step.kinds:
        found.append(entry.kind.in_([*step.kinds, *(f"{kind}{COUNTER}" for kind in step.kinds)]))
    if step.side:
        plain = posting.amount > 0 if step.side > 0 else posting.amount < 0
        other = posting.amount < 0 if step.side > 0 else posting.amount > 0
        found.append(sa.or_(sa.and_(sa.not_(turned), plain), sa.and_(turned, other)))
    return found


def total_sums() -> Any:
    """Return the statement that computes the sums by region and month from those by share and day."""
    flow = columns(MoneyFlow)
    own = sa.case(
        (sa.and_(flow.step == "treasury", flow.book_id != flow.region_id), "returned"), else_=flow.step
    )
    month = sa.func.substr(sa.cast(flow.on, sa.String), 1, 7)
    total = sa.func.sum(flow.amount)
    return (
        sa.select(flow.region_id, month, own, total).group_by(flow.region_id, month, own).having(total != 0)
    )


def rebuild(session: Session) -> None:
    """Write every sum again from the postings: after rows were brought in from elsewhere."""
    flow, total = table(MoneyFlow), table(MoneyTotal)
    session.execute(sa.delete(flow))
    session.execute(sa.delete(total))
    names = ("share_id", "on", "region_id", "book_id", "step", "contract_id", "amount")
    session.execute(sa.insert(flow).from_select(list(names), flow_sums()))
    by_month = total_sums().subquery("by_month")
    region, month, step, amount = by_month.c
    for length in (7, 4):
        period = sa.func.substr(month, 1, length)
        sums = sa.select(region, period, step, sa.func.sum(amount)).group_by(region, period, step)
        session.execute(sa.insert(total).from_select(["region_id", "period", "step", "amount"], sums))
