"""Months and years of the books: closed after reconciliation, reopened by approval; two persons each time."""

from collections.abc import Iterator
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import Field
from sqlmodel import Session

from bondlife.acts import Act
from bondlife.books import RuleBook, region_code, rule_book
from bondlife.clock import business_date
from bondlife.db import Database
from bondlife.errors import Blocked, Conflict, Problem
from bondlife.lifecycle.filings import rows_of
from bondlife.lifecycle.filings.reconciling import last_signed, reconcile
from bondlife.lifecycle.filings.rows import Span, span_of
from bondlife.lifecycle.filings.steps import Step, layout_for, steps_in
from bondlife.security.actor import Actor
from bondlife.services import choices
from bondlife.services.choices import Choice
from bondlife.services.inputs import Input
from bondlife.services.reconciling import ORIGIN
from bondlife.services.values import Prose
from models.base import columns
from models.lifecycle import Label
from models.registry import MoneyAccount, Period, PlatformLine, SettingProposal, Task

PREFIX = choices.PERIOD.prefix


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


class PeriodInput(Input):
    """A month (2036-04) or year (2036) to be closed or reopened, with the reason."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$", examples=["330304"])
    period: str = Field(pattern=r"^[0-9]{4}(-[0-9]{2})?$", examples=["2036-04"])
    act: Literal["lock", "reopen"]
    reason: Prose = Field(min_length=1, max_length=500)


def propose(db: Database, actor: Actor, form: PeriodInput, *, key: str = "") -> dict[str, Any]:
    """Ask for a period to be closed, once all of it is reconciled, or reopened; another person approves."""

    def check(act: Act, region_id: int) -> None:
        require(act.session, region_id, form.period, is_lock=form.act == "lock")

    wanted = Choice(PREFIX + form.period, {"locked": form.act == "lock"}, business_date(), form.reason)
    return choices.propose(db, actor, form.region, wanted, rights=choices.PERIOD, check=check, key=key)


def decide(
    db: Database, actor: Actor, public_id: str, version: int, *, approve: bool, key: str = ""
) -> dict[str, Any]:
    """Close or reopen the period, or refuse it; what must hold is asked again."""
    return choices.decide(
        db, actor, public_id, version, approve=approve, rights=choices.PERIOD, apply=_apply, key=key
    )


def _apply(act: Act, row: SettingProposal) -> None:
    period = row.key.removeprefix(PREFIX)
    is_lock = bool(row.value["locked"])
    require(act.session, row.region_id, period, is_lock=is_lock)
    held = _held(act.session, row.region_id, period, locked=True)
    stored = held or Period(region_id=row.region_id, month=period)
    stored.locked_at = act.now if is_lock else None
    stored.locked_by = act.actor.user_id if is_lock else None
    act.session.add(stored)
    act.detail.update({"period": period, "locked": is_lock, "reason": row.reason})


def _held(session: Session, region_id: int, period: str, *, locked: bool = False) -> Period | None:
    own = columns(Period)
    statement = sa.select(Period).where(own.region_id == region_id, own.month == period)
    found: Period | None = session.execute(
        statement.with_for_update() if locked else statement
    ).scalar_one_or_none()
    return found


def is_locked(session: Session, region_id: int, period: str) -> bool:
    """Tell whether a month or year is closed."""
    held = _held(session, region_id, period)
    return held is not None and held.locked_at is not None


def require(session: Session, region_id: int, period: str, *, is_lock: bool) -> None:
    """Refuse to close what is not reconciled, and to close or reopen what is so already."""
    if is_locked(session, region_id, period) == is_lock:
        text = _("The period %(period)s is closed already.") if is_lock else _("The period is not closed.")
        raise Conflict(Problem("period_stands", text, "period", {"period": period}))
    if not is_lock:
        if len(period) == 7 and is_locked(session, region_id, period[:4]):
            text = _("The year %(year)s is closed; reopen the year first.")
            raise Blocked(Problem("year_closed", text, "period", {"year": period[:4]}))
        return
    problems = list(obstacles(session, region_id, period))
    if problems:
        raise Blocked(*problems[:20])


def obstacles(session: Session, region_id: int, period: str) -> Iterator[Problem]:
    """Yield everything that must be settled before a period is closed."""
    code = region_code(session, region_id)
    rules = rule_book(session, code)
    cycle = "month" if len(period) == 7 else "year"
    span = span_of(region_id, code, period, cycle)
    if business_date() <= span.last:
        text = _("The period %(period)s runs until %(day)s.")
        yield Problem("period_runs", text, "period", {"period": period, "day": span.last.isoformat()})
        return
    if cycle == "year":
        yield from _open_months(session, span)
    for step in steps_in(rules):
        if step.cycle == cycle and step.locks:
            yield from _unfiled(session, rules, step, span)
    yield from _statements(session, span)
    yield from _platform(session, span)


def _open_months(session: Session, span: Span) -> Iterator[Problem]:
    for month in range(1, 13):
        period = f"{span.year}-{month:02d}"
        if not is_locked(session, span.region_id, period):
            text = _("The month %(month)s is not closed yet.")
            yield Problem(
                "month_open", text, "period", {"month": period}, "leader", f"/year?year={span.year}"
            )


def _unfiled(session: Session, rules: RuleBook, step: Step, span: Span) -> Iterator[Problem]:
    name = Label(step.rule.label_en, step.rule.label_zh)
    href = f"/year/{step.key}?period={span.period}"
    filing = last_signed(session, span.region_id, step.key, span.period)
    params = {"step": name, "period": span.period}
    layout = layout_for(rules, step)
    if filing is None:
        if rows_of(session, layout.kind, span):
            text = _("“%(step)s” of %(period)s has no signed file yet.")
            yield Problem("no_signed_file", text, "period", params, "officer", href)
        return
    found = reconcile(session, filing, layout, span)
    if not found.agrees:
        text = _("“%(step)s” of %(period)s differs from the ledger in %(count)d places.")
        count = len(found.differences) + sum(one.difference != 0 for one in found.controls) + found.rejected
        yield Problem("file_differs", text, "period", {**params, "count": count}, "officer", href)


def _statements(session: Session, span: Span) -> Iterator[Problem]:
    """Yield accounts whose statement of a month of the span has differences."""
    task, account = columns(Task), columns(MoneyAccount)
    statement = (
        sa.select(account.number, account.public_id, task.origin)
        .join(MoneyAccount, account.id == task.subject_id)
        .where(
            task.subject == "money_account",
            task.region_id == span.region_id,
            task.done_on.is_(None),
            task.origin.like(f"{ORIGIN}:{span.period}%"),
        )
        .execution_options(scoped=True)
    )
    for number, key, origin in session.execute(statement):
        month = origin.rpartition(":")[2]
        text = _("The statement of account %(account)s for %(month)s has differences.")
        params = {"account": number, "month": month}
        yield Problem(
            "statement_differs", text, "period", params, "officer", f"/statements/{key}?month={month}"
        )


def _platform(session: Session, span: Span) -> Iterator[Problem]:
    """Yield how many rows of the budget platform in the span wait to be matched."""
    own = columns(PlatformLine)
    count = session.execute(
        sa.select(sa.func.count())
        .where(own.region_id == span.region_id, own.state == "unmatched")
        .where(own.on >= span.first, own.on <= span.last)
        .execution_options(scoped=True)
    ).scalar_one()
    if count:
        text = _("%(count)d rows of the budget platform in %(period)s wait to be matched.")
        params = {"count": count, "period": span.period}
        yield Problem("rows_waiting", text, "period", params, "officer", "/platform?state=unmatched")
