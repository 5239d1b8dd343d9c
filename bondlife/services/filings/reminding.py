"""Every night: a task for the owner of each file whose period is over and that nobody signed yet."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from bondlife import clock
from bondlife.acts import Act, perform
from bondlife.books import rule_book
from bondlife.calendar import work_calendar
from bondlife.db import Database
from bondlife.lifecycle.filings import rows_of
from bondlife.lifecycle.filings.rows import Span, span_of
from bondlife.lifecycle.filings.steps import Step, layout_for, steps_in
from bondlife.security.actor import SYSTEM
from models.base import columns
from models.registry import BondShare, Filing, Region, Task

SUBJECT = "filing_step"
AHEAD = timedelta(days=15)
"""How long before its due day a file is asked for, once it can be made."""


def origin_of(step: str, period: str) -> str:
    """Return how a task names the file it asks for.

    >>> origin_of("debt_monthly", "2036-04")
    'calendar:debt_monthly:2036-04'
    """
    return f"calendar:{step}:{period}"


def open_due(db: Database) -> int:
    """Open the tasks of today for every region with bond money; repeated, it finds nothing more to do."""

    def work(act: Act) -> int:
        opened = sum(_open(act, region_id, code) for region_id, code in _regions(act))
        act.detail["opened"] = opened
        return opened

    return int(perform(db, SYSTEM, "calendar.scan", work))


def _regions(act: Act) -> list[tuple[int, str]]:
    share, region = columns(BondShare), columns(Region)
    held = sa.select(share.region_id).where(share.ended_at.is_(None)).distinct()
    statement = sa.select(region.id, region.code).where(region.id.in_(held)).order_by(region.code)
    rows = act.session.execute(statement.execution_options(scoped=True))
    return [(int(key), str(code)) for key, code in rows]


def _open(act: Act, region_id: int, code: str) -> int:
    rules = rule_book(act.session, code, act.business_date)
    calendar = work_calendar(act.session)
    opened = 0
    for step in steps_in(rules):
        for span in _spans(step, region_id, code, act.business_date):
            due = step.due_on(span, calendar)
            waits = step.opens_on(span) < act.business_date and due - AHEAD <= act.business_date
            if waits and not _is_known(act, step, span):
                layout = layout_for(rules, step)
                if rows_of(act.session, layout.kind, span):
                    act.add(_task(step, span, due))
                    opened += 1
    return opened


def _spans(step: Step, region_id: int, code: str, today: date) -> Iterator[Span]:
    """Yield the last span that ended and, for a file of the running year, the present one."""
    if step.cycle == "month":
        last = today.replace(day=1) - timedelta(days=1)
        yield span_of(region_id, code, f"{last:%Y-%m}", "month")
        return
    yield span_of(region_id, code, str(today.year - (1 if step.years_after else 0)), "year")


def _is_known(act: Act, step: Step, span: Span) -> bool:
    """Tell whether a file was signed or a task was opened already."""
    own, task = columns(Filing), columns(Task)
    signed = own.region_id == span.region_id, own.step == step.key, own.period == span.period
    asked = task.region_id == span.region_id, task.origin == origin_of(step.key, span.period)
    return bool(act.find(Filing, *signed, own.state == "signed")) or bool(act.find(Task, *asked))


def _task(step: Step, span: Span, due: date) -> Task:
    return Task(
        region_id=span.region_id,
        subject=SUBJECT,
        subject_id=span.region_id,
        role=step.owner,
        title=f"File “{step.rule.label_en}” of {span.period}"[:200],
        title_zh=f"编报{step.rule.label_zh}（{span.period}）"[:200],
        params={"step": step.key, "period": span.period, "region": span.region_code},
        due_on=due,
        origin=origin_of(step.key, span.period),
    )


def close(act: Act, filing: Filing) -> None:
    """Close the task of a file that was signed."""
    task = columns(Task)
    asked: Any = task.region_id == filing.region_id, task.origin == origin_of(filing.step, filing.period)
    for held in act.find(Task, *asked, task.done_on.is_(None)):
        act.change(held, done_on=clock.business_date())
