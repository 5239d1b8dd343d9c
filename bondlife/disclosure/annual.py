"""What every yearly form says of a project at a year end: realised, received, earned, still expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bondlife.disclosure.income_at import Earned, earned_at, paid_at, plan_sums
from bondlife.disclosure.money_at import shares_at
from models.registry import Bond, BondShare, Project


@dataclass(frozen=True, slots=True)
class Annual:
    """Fen of a project up to a day: paid out of all sources, out of bonds, bond money received, income."""

    realised: int
    realised_bonds: int
    received: int
    earned: Earned
    expected: int | None


def annual_of(session: Session, project: Project, held: Sequence[tuple[BondShare, Bond]], on: date) -> Annual:
    """Return the figures of a project at a day; expected income counts the years after it."""
    money = shares_at(session, [share.id or 0 for share, _ in held], on).values()
    plan = plan_sums(session, project)
    return Annual(
        paid_at(session, project.id, on),
        sum(one.paid for one in money),
        sum(one.came for one in money),
        earned_at(session, project, on),
        plan.net(after=on.year) if plan.cells else None,
    )
