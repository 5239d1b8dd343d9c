"""Repayment: lawful sources, what is due, overdue, everything paid (G10)."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import told_rows
from bondlife.errors import Problem
from bondlife.lifecycle.facts import of_each, pair, place, rows, wan
from bondlife.lifecycle.guards.common import listed
from bondlife.lifecycle.situation import Situation
from bondlife.prepared import among, spread
from models.base import columns
from models.lifecycle import Label
from models.registry import Instalment, RecordRow, ShortfallLine
from models.repayment_sources import REPAYMENT_SOURCES

SETTLED = ("paid", "refinanced", "superseded")
_PARTS = {"interest": Label("interest", "利息"), "principal": Label("principal", "本金")}
_SOURCES: Mapping[str, Label | str] = dict(REPAYMENT_SOURCES)


def penalty_of(row: Instalment) -> int:
    """Return the late penalty fixed on an instalment."""
    return _fixed(row.fields)


def _fixed(fields: Mapping[str, Any]) -> int:
    return int((fields.get("_penalty") or {}).get("amount", 0))


def penalty_due(row: Instalment) -> int:
    """Return the fixed penalty less what was waived."""
    return max(penalty_of(row) - row.waived, 0)


def due_of(row: Instalment) -> int:
    """Return what is still due on an instalment, its fixed penalty included."""
    return row.principal + row.interest + row.fee + penalty_due(row) - row.paid


def source_lawful(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the source of each part with an amount is one the rule lists."""
    row = here.row
    if not isinstance(row, Instalment) or here.rules.get(str(params["rule"])) is None:
        return
    allowed = tuple(str(one) for one in listed(here, params, "sources"))
    parts = {
        "interest": (row.interest, row.interest_source, "interest_source"),
        "principal": (row.principal, row.principal_source, "principal_source"),
    }
    part = str(params["part"])
    for name in parts if part == "shortfall" else (part,):
        amount, source, field = parts[name]
        if amount and source not in allowed:
            yield Problem(
                "source_unlawful",
                "The %(part)s of %(amount)s 10k yuan needs a lawful source; found “%(found)s”, lawful are: "
                "%(allowed)s.",
                field,
                {
                    "part": _PARTS[name],
                    "amount": wan(amount),
                    "found": _SOURCES.get(source, source or "—"),
                    "allowed": tuple(_SOURCES.get(one, one) for one in allowed),
                },
                "officer",
                place(here, "schedule"),
            )


def within_remaining_due(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the money secured is what is still due: not more, and not less before it is remitted."""
    row, rule = here.row, here.rules.get(str(params["rule"]))
    if not isinstance(row, Instalment) or rule is None or not rule.value:
        return
    due = due_of(row)
    if row.secured > due:
        yield Problem(
            "above_due",
            "Secured are %(left)s 10k yuan; still due are only %(right)s 10k yuan.",
            "secured",
            pair(row.secured, due),
            "officer",
            place(here, "schedule"),
        )
    elif row.secured < due:
        yield Problem(
            "not_secured",
            "Secured are %(left)s of %(right)s 10k yuan; secure the rest or report a shortfall.",
            "secured",
            pair(row.secured, due),
            "officer",
            place(here, "schedule"),
        )


def shortfall_planned(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the lines of the shortfall plan are lawful, approved in time, and add up to the gap."""
    row, rule = here.row, here.rules.get(str(params["rule"]))
    if not isinstance(row, Instalment) or rule is None:
        return
    lines = rows(here.session, ShortfallLine, columns(ShortfallLine).instalment_id == row.id)
    planned, gap = sum(line.amount for line in lines), gap_of(row)
    for line in lines:
        yield from _line_lawful(here, row, line, [str(one) for one in rule.value])
    if planned < gap:
        yield Problem(
            "shortfall_not_planned",
            "The plan covers %(left)s of the %(right)s 10k yuan that are missing.",
            "shortfall",
            pair(planned, gap),
            "officer",
            f"/repayments/{row.public_id}",
        )


def gap_of(row: Instalment) -> int:
    """Return what is due and not secured."""
    return max(due_of(row) - row.secured, 0)


def _line_lawful(
    here: Situation, row: Instalment, line: ShortfallLine, lawful: list[str]
) -> Iterable[Problem]:
    source = _SOURCES.get(line.source, line.source)
    if line.source not in lawful:
        yield Problem(
            "shortfall_source",
            "“%(source)s” is no lawful source for a shortfall.",
            "source",
            {"source": source},
        )
    if not line.approval_number or line.approved_on is None:
        yield Problem(
            "shortfall_unapproved",
            "The %(amount)s 10k yuan from “%(source)s” name no approval.",
            "approval_number",
            {"amount": wan(line.amount), "source": source},
        )
    elif line.approved_on > row.payment_date >= here.today:
        yield Problem(
            "shortfall_late",
            "“%(source)s” was approved on %(day)s, after the due date %(due)s.",
            "approved_on",
            {"source": source, "day": line.approved_on.isoformat(), "due": row.payment_date.isoformat()},
        )


def past_due(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the payment date is past and not all is paid."""
    row = here.row
    if isinstance(row, Instalment) and (row.payment_date >= here.today or due_of(row) <= 0):
        yield Problem(
            "not_overdue",
            "The instalment falls due on %(day)s, with %(due)s 10k yuan still to pay; it is not overdue.",
            "payment_date",
            {"day": row.payment_date.isoformat(), "due": wan(due_of(row))},
            "officer",
            place(here, "schedule"),
        )


_BEHIND = {"bond": "bond_id", "bond_share": "share_id", "project": "project_id"}


class Behind(NamedTuple):
    """The instalments of a bond, share or project: how many, how many not settled, what these owe (fen)."""

    number: int = 0
    still: int = 0
    due: int = 0


def instalments_behind(here: Situation) -> Behind:
    """Return what is due on the instalments of a bond, a share or a project."""
    row = here.row if here.row.record in _BEHIND else here.project
    if row is None:
        return Behind()
    return of_each(here.session, "instalments", row, partial(_instalments, here.session), Behind())


def _instalments(session: Session, together: Sequence[RecordRow]) -> Mapping[Any, Behind]:
    """Return what is due on the instalments of each of these records, penalties included."""
    name, keys = _BEHIND[together[0].record], spread([row.id or 0 for row in together])
    sums = told_rows(session, None, ("behind", name, len(keys)), partial(_behind, name, keys), keys)
    if any(late for *_sums, late in sums):
        place = ("penalties behind", name, len(keys))
        fixed = told_rows(session, None, place, partial(_penalties, name, keys), keys)
    else:
        fixed = []
    found = {key: Behind(count, int(still), int(due)) for key, count, still, due, _late in sums}
    for key, fields, waived in fixed:
        held = found[key]
        found[key] = held._replace(due=held.due + max(_fixed(fields) - waived, 0))
    return found


def _open_and_late() -> tuple[Any, Any]:
    """Return what makes an instalment count as not settled, and as one with a fixed penalty."""
    column = columns(Instalment)
    is_open = column.state.not_in(SETTLED)
    return is_open, sa.and_(is_open, sa.cast(column.fields, sa.Text).contains("_penalty", autoescape=True))


def _behind(name: str, keys: Mapping[str, int]) -> sa.Select[Any]:
    column, (is_open, is_late) = columns(Instalment), _open_and_late()
    owed = column.principal + column.interest + column.fee - column.paid
    return (
        sa.select(
            *(column[name], sa.func.count()),
            *(sa.func.sum(sa.case((is_open, each), else_=0)) for each in (sa.literal(1), owed)),
            sa.func.max(sa.case((is_late, 1), else_=0)),
        )
        .where(among(column[name], keys), column.ended_at.is_(None))
        .group_by(column[name])
    )


def _penalties(name: str, keys: Mapping[str, int]) -> sa.Select[Any]:
    column, (_is_open, is_late) = columns(Instalment), _open_and_late()
    own = among(column[name], keys), column.ended_at.is_(None), is_late
    return sa.select(column[name], column.fields, column.waived).where(*own)


def all_instalments_paid(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that every instalment is paid, refinanced or superseded."""
    found = instalments_behind(here)
    if found.still or not found.number:
        yield Problem(
            "not_repaid",
            "%(count)d instalments with %(due)s 10k yuan are not settled yet (of %(all)d).",
            "instalments",
            {"count": found.still, "due": wan(found.due), "all": found.number},
            "officer",
            place(here, "schedule"),
        )


GUARDS = {
    "source_lawful": source_lawful,
    "within_remaining_due": within_remaining_due,
    "past_due": past_due,
    "shortfall_planned": shortfall_planned,
    "all_instalments_paid": all_instalments_paid,
}
