"""What a figure of a form sums up, out of the books as they stand: payments by month, income by year.

The parts are told only where they still add up to the figure: what was published before the books moved is
explained in words alone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.disclosure.annual import earned
from bondlife.disclosure.income_at import COSTS, GAINS, plan_sums
from bondlife.lifecycle.facts import by_key
from bondlife.queries.figures import Part
from models.base import columns
from models.disclosure_duties import OF_BONDS
from models.disclosure_forms.told import CAME, EARNED, EXPECTED, PAID, REALISED, YEAR
from models.lifecycle import Label
from models.registry import Bond, BondShare, LedgerEntry, MoneyFlow, Posting, Project, Publication

CAME_BY = ("raised", "moved", "refinanced")
Row = Mapping[str, Any]


def parts_of(session: Session, row: Publication, told: Label | None, cells: Row, value: Any) -> list[Part]:
    """Return the parts of one figure of a project's form; none where they do not add up to it."""
    find = _PARTS.get(told) if told is not None and row.project_id is not None else None
    found = [one for one in find(session, row, cells) if one.amount] if find is not None else []
    return found if sum(one.amount for one in found) == value else []


def _paid(session: Session, row: Publication, cells: Row) -> list[Part]:
    return _flows(session, row, cells, ("paid",))


def _came(session: Session, row: Publication, cells: Row) -> list[Part]:
    return _flows(session, row, cells, CAME_BY)


def _flows(session: Session, row: Publication, cells: Row, steps: Sequence[str]) -> list[Part]:
    """Return money of the project's shares by month; of one bond where the row is about one."""
    flow, share, bond = columns(MoneyFlow), columns(BondShare), columns(Bond)
    statement = (
        sa.select(flow.on, flow.amount)
        .join_from(MoneyFlow, BondShare, share.id == flow.share_id)
        .join(Bond, bond.id == share.bond_id)
        .where(share.project_id == row.project_id, flow.on <= row.cut_off, flow.step.in_(steps))
    )
    if row.form in OF_BONDS:
        statement = statement.where(bond.name == cells.get("bond_name"))
    return _by_month(session.execute(statement.execution_options(scoped=True)))


def _realised(session: Session, row: Publication, cells: Row) -> list[Part]:  # noqa: ARG001
    posting, entry = columns(Posting), columns(LedgerEntry)
    statement = (
        sa.select(entry.business_date, posting.amount)
        .join_from(Posting, LedgerEntry, entry.id == posting.entry_id)
        .where(
            posting.project_id == row.project_id,
            posting.account == "works",
            entry.business_date <= row.cut_off,
        )
    )
    return _by_month(session.execute(statement.execution_options(scoped=True)))


def _by_month(rows: Iterable[Any]) -> list[Part]:
    sums: dict[str, int] = {}
    for day, amount in rows:
        month = f"{day:%Y-%m}" if isinstance(day, date) else str(day)[:7]
        sums[month] = sums.get(month, 0) + int(amount)
    return [Part(Label(month, month), amount) for month, amount in sorted(sums.items())]


def _earned(session: Session, row: Publication, cells: Row) -> list[Part]:  # noqa: ARG001
    key = row.project_id or 0
    return _by_year(earned(session, [key], row.cut_off).get(key, {}))


def _year(session: Session, row: Publication, cells: Row) -> list[Part]:
    wanted = str(row.cut_off.year)
    return [one for one in _earned(session, row, cells) if one.label.zh == wanted]


def _expected(session: Session, row: Publication, cells: Row) -> list[Part]:  # noqa: ARG001
    project = by_key(session, Project, row.project_id)
    assert project is not None
    years: dict[int, int] = {}
    for (item, year), amount in plan_sums(session, project).cells.items():
        sign = 1 if item in GAINS else -1 if item in COSTS else 0
        if year > row.cut_off.year and sign:
            years[year] = years.get(year, 0) + sign * amount
    return _by_year(years)


def _by_year(years: Mapping[int, int]) -> list[Part]:
    return [Part(Label(str(year), str(year)), amount) for year, amount in sorted(years.items())]


_PARTS: Mapping[Label, Callable[[Session, Publication, Row], list[Part]]] = {
    PAID: _paid,
    CAME: _came,
    REALISED: _realised,
    EARNED: _earned,
    YEAR: _year,
    EXPECTED: _expected,
}
"""What finds the parts of a figure, by what the form says of it."""
