"""Batches of bond money: what of a share came in on a day, what of it was spent, what still stands.

The oldest money is spent first; what was returned or given to another project leaves the oldest unspent ones.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.books import RuleBook
from calculators.kernel.dates import add_months
from calculators.risk.spend_progress import (
    ProgressList,
    SpendProgress,
    StageLine,
    progress_list,
    spend_progress,
)
from models.base import columns
from models.registry import Bond, BondShare, MoneyFlow

NEVER = 10**4
"""Months that never pass: where no rule names any."""
STEPS = ("raised", "moved", "paid", "treasury")


@dataclass(frozen=True, slots=True)
class Batch:
    """Money of one share that came in on one day, in fen; ``retention`` is not yet due to be spent."""

    share_id: int
    bond_id: int
    project_id: int | None
    region_id: int
    coupon_rate: Decimal
    received_on: date
    received: int
    spent: int
    retention: int

    @property
    def unspent(self) -> int:
        """Return what still stands."""
        return self.received - self.spent


@dataclass(frozen=True, slots=True)
class Standing:
    """How a batch stands against the lines of its region: progress, list, since when."""

    progress: SpendProgress
    listed: ProgressList
    below_since: date | None


def batches(session: Session, chosen: Any, as_of: date) -> Iterator[Batch]:
    """Yield the batches of the shares a scoped select of share keys chooses, as they stood on a day."""
    flow, share, bond = columns(MoneyFlow), columns(BondShare), columns(Bond)
    own = flow.book_id == flow.region_id
    came = sa.case(
        (flow.step == "raised", flow.amount),
        (sa.and_(flow.step == "moved", flow.amount > 0), flow.amount),
        else_=0,
    )
    left = sa.case(
        (sa.and_(flow.step == "moved", flow.amount < 0), -flow.amount),
        (sa.and_(flow.step == "treasury", sa.not_(own)), flow.amount),
        else_=0,
    )
    paid = sa.case((flow.step == "paid", flow.amount), else_=0)
    who = (share.id, share.bond_id, share.project_id, share.region_id, bond.coupon_rate, share.fields)
    statement = (
        sa.select(*who, flow.on, sa.func.sum(came), sa.func.sum(left), sa.func.sum(paid))
        .join_from(BondShare, MoneyFlow, flow.share_id == share.id)
        .join(Bond, bond.id == share.bond_id)
        .where(share.id.in_(chosen), flow.step.in_(STEPS), flow.on <= as_of)
        .group_by(share.id, bond.id, flow.on)
        .order_by(share.id, flow.on)
        .execution_options(scoped=True)
    )
    for _key, rows in groupby(session.execute(statement), key=lambda row: row[0]):
        yield from _of_share(list(rows))


def _of_share(rows: Sequence[Any]) -> Iterator[Batch]:
    key, bond, project, region, coupon, fields = rows[0][:6]
    spent, gone = sum(int(row[9]) for row in rows), sum(int(row[8]) for row in rows)
    retention = int((fields or {}).get("retention") or 0)
    for row in rows:
        came = int(row[7])
        if came <= 0:
            continue
        used = min(came, max(spent, 0))
        away = min(came - used, max(gone, 0))
        kept = min(came - used - away, retention)
        spent, gone, retention = spent - used, gone - away, retention - kept
        if came - away:
            yield Batch(key, bond, project, region, coupon or Decimal(0), row[6], came - away, used, kept)


def stages_of(rules: RuleBook) -> list[StageLine]:
    """Return the stage lines in force, empty where there are none."""
    rule = rules.get("use.spend_progress")
    return [StageLine(int(one["from_month"]), Decimal(one["ratio"])) for one in rule.value] if rule else []


def watched(rules: RuleBook, found: Iterable[Batch]) -> list[Batch]:
    """Return the batches the rule watches: of projects with more than its amount issued in the year."""
    rule = rules.get("use.spend_progress")
    least = int(rule.params.get("watched_above_fen", 0)) if rule is not None else 0
    held = list(found)
    issued: dict[tuple[int | None, int], int] = {}
    for one in held:
        key = (one.project_id, one.received_on.year)
        issued[key] = issued.get(key, 0) + one.received
    return [one for one in held if issued[one.project_id, one.received_on.year] > least]


def standing(rules: RuleBook, batch: Batch, as_of: date) -> Standing | None:
    """Return how a batch stands; None where no line is in force."""
    stages = stages_of(rules)
    if not stages:
        return None
    progress = spend_progress(
        batch.received,
        batch.spent,
        received_on=batch.received_on,
        as_of=as_of,
        stages=stages,
        retention=batch.retention,
    )
    since = below_since(batch, stages) if progress.is_below_line else None
    return Standing(
        progress,
        progress_list(
            progress,
            below_since=since,
            warning_after_months=_months(rules, "use.below_standard_months"),
            recall_after_months=_months(rules, "use.recall_months"),
        ),
        since,
    )


def below_since(batch: Batch, stages: Sequence[StageLine]) -> date | None:
    """Return the first check that was missed and is missed still: what is spent since only grew."""
    due = batch.received - batch.retention
    missed = [stage.from_months for stage in stages if batch.spent < due * stage.least_share]
    return add_months(batch.received_on, min(missed)) if missed else None


def _months(rules: RuleBook, key: str) -> int:
    rule = rules.get(key)
    return rule.whole() if rule is not None else NEVER
