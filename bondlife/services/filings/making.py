"""Prepare, sign and send back a filing."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pydantic import Field

from bondlife.acts import Act, perform
from bondlife.books import region_code, rule_book
from bondlife.calendar import work_calendar
from bondlife.db import Database, chunks, hold_name
from bondlife.errors import Blocked, Conflict, Forbidden, Invalid, Problem
from bondlife.lifecycle.filings import FiledRow, Span, missing_cells, rows_of
from bondlife.lifecycle.filings.compare import LINE_CODE, main_item, total_of
from bondlife.lifecycle.filings.rows import span_of
from bondlife.lifecycle.filings.steps import Step, layout_for, step_of
from bondlife.lifecycle.layouts import LayoutInForce, layout_of
from bondlife.security.actor import Actor
from bondlife.services.documents import MEDIA, store
from bondlife.services.filings.paper import paper, rows_digest
from bondlife.services.filings.reminding import close
from bondlife.services.inputs import Input
from bondlife.services.records import region_by_code
from bondlife.services.values import Key
from models.base import columns
from models.layouts import ITEMS
from models.registry import Document, Filing, FilingLine, RuleVersion, Task, User

SUBJECT = "filing"
LIMIT = 200 << 20
MAIN = ("paid_now", "amount", "used", "left", "receivable", "closing")
"""Items a file is summed by, the first that its layout has."""
MOST_TOLD = 20


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


class FilingInput(Input):
    """A file of one step and period of a region."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$", examples=["330304"])
    step: Key
    period: str = Field(pattern=r"^[0-9]{4}(-[0-9]{2})?$", examples=["2026-10"])


@dataclass(frozen=True, slots=True)
class Made:
    """What a file is made of: its step, span, layout and rows."""

    step: Step
    span: Span
    layout: LayoutInForce
    rows: Sequence[FiledRow]


def made(act: Act, region_id: int, code: str, key: str, period: str) -> Made:
    """Return the rows of a step and period as they now stand."""
    rules = rule_book(act.session, code, act.business_date)
    step = step_of(rules, key)
    span = span_of(region_id, code, period, step.cycle)
    layout = layout_for(rules, step)
    return Made(step, span, layout, rows_of(act.session, layout.kind, span))


def prepare(db: Database, actor: Actor, folder: Path, form: FilingInput, *, key: str = "") -> dict[str, Any]:
    """Make the file of a step: every required cell filled, lines numbered, kept with its digest."""

    def work(act: Act) -> dict[str, Any]:
        region_id = region_by_code(act, form.region)
        act.actor.require("filing.prepare", region_id)
        hold_name(act.session, f"filing/{region_id}/{form.step}/{form.period}")
        found = made(act, region_id, form.region, form.step, form.period)
        _require_due(act, found)
        _require_complete(found)
        row = _stored(act, found)
        act.about(row, step=row.step, period=row.period, digest=row.digest, rows=row.count)
        _keep(act, folder, row, found.layout, values_of(act, row))
        return _told(row)

    return dict(perform(db, actor, "filing.prepare", work, key=key, request=form.model_dump(mode="json")))


def _require_due(act: Act, found: Made) -> None:
    opens = found.step.opens_on(found.span)
    if act.business_date < opens:
        text = _("The period %(period)s runs until %(day)s; its file is made after that.")
        raise Blocked(
            Problem("period_runs", text, "period", {"period": found.span.period, "day": f"{opens}"})
        )
    if not found.rows:
        text = _("Nothing was found to file for %(period)s.")
        raise Blocked(Problem("nothing_to_file", text, "period", {"period": found.span.period}))


def _require_complete(found: Made) -> None:
    """Refuse a file with empty required cells: each is told with the record to fill in."""
    missing = missing_cells(found.rows, found.layout.columns)
    if missing:
        text = _("%(record)s: %(item)s is missing.")
        raise Blocked(
            *(
                Problem(
                    "cell_missing",
                    text,
                    one.item,
                    {"record": one.label, "item": ITEMS[one.item].label},
                    "officer",
                    one.href,
                )
                for one in missing[:MOST_TOLD]
            )
        )


def _stored(act: Act, found: Made) -> Filing:
    span, step = found.span, found.step
    number = _next_number(act, span, step)
    codes = [f"{span.region_code}-{span.period}-{step.key}-{number}-{place:05d}" for place in _places(found)]
    values = [{**row.values, LINE_CODE: code} for row, code in zip(found.rows, codes, strict=True)]
    row = act.add(
        Filing(
            region_id=span.region_id,
            step=step.key,
            period=span.period,
            number=number,
            layout_id=_rule_key(act, found.layout),
            unit=found.layout.unit,
            count=len(values),
            total=total_of(found.rows, main_item(found.layout.columns, MAIN)),
            digest=rows_digest(values),
            prepared_by=act.actor.user_id,
            due_on=step.due_on(span, work_calendar(act.session)),
        )
    )
    act.flush()
    own = {"region_id": span.region_id, "filing_id": row.id, "state": "sent"}
    lines = [
        {
            **own,
            "code": code,
            "key": one.key,
            "project_id": one.project_id,
            "href": one.href[:200],
            "values": told,
        }
        for one, code, told in zip(found.rows, codes, values, strict=True)
    ]
    for part in chunks(lines):
        act.insert_many(FilingLine, part)
    return row


def _places(found: Made) -> range:
    return range(1, len(found.rows) + 1)


def _next_number(act: Act, span: Span, step: Step) -> int:
    own = columns(Filing)
    held = act.find(Filing, own.region_id == span.region_id, own.step == step.key, own.period == span.period)
    waiting = [one for one in held if one.state == "prepared"]
    if waiting:
        text = _("File %(number)s of this period waits for its signature; sign it or send it back first.")
        raise Conflict(Problem("waits_to_be_signed", text, "period", {"number": waiting[0].number}))
    return max((one.number for one in held), default=0) + 1


def _rule_key(act: Act, layout: LayoutInForce) -> int:
    own = columns(RuleVersion)
    statement = sa.select(own.id).where(own.public_id == layout.rule_id)
    return int(act.session.execute(statement).scalar_one())


def values_of(act: Act, row: Filing) -> list[dict[str, Any]]:
    """Return the values of every line of a filing, in their order."""
    own = columns(FilingLine)
    statement = sa.select(own["values"]).where(own.filing_id == row.id).order_by(own.id)
    return [dict(one) for one in act.session.execute(statement.execution_options(scoped=True)).scalars()]


def _keep(
    act: Act, folder: Path, row: Filing, layout: LayoutInForce, values: Sequence[dict[str, Any]]
) -> None:
    """Store the file of a filing as a document; a signed one replaces the draft in its place."""
    title = f"{layout.label_zh.partition('（')[0]} {row.period}"
    data = paper(layout, values, title, _signatures(act, row, layout))
    kept = store(folder, BytesIO(data), LIMIT)
    document = act.add(
        Document(
            region_id=row.region_id,
            subject=SUBJECT,
            subject_id=row.id or 0,
            type="signed_file" if row.state == "signed" else "draft_file",
            name=f"{title}-{row.number}.xlsx",
            media_type=MEDIA[kept.extension],
            size=kept.size,
            content_digest=kept.digest,
            number=row.digest,
        )
    )
    act.flush()
    act.change(row, document_id=document.id)
    act.detail["file"] = kept.digest


def _signatures(act: Act, row: Filing, layout: LayoutInForce) -> list[tuple[str, str]]:
    people = _people(act, row)
    lines = [
        ("文件", f"{layout.label_zh}"),
        ("期间", row.period),
        ("地区", region_code(act.session, row.region_id)),
        ("第几次", str(row.number)),
        ("行数", str(row.count)),
        ("数据摘要", row.digest),
        ("经办", people.get(row.prepared_by or 0, "")),
    ]
    if row.signed_by is None:
        return [*lines, ("签署", "未签署，仅供核对")]
    at = f"{row.signed_at:%Y-%m-%d %H:%M} UTC" if row.signed_at else ""
    return [*lines, ("签署", people.get(row.signed_by, "")), ("签署时间", at)]


def _people(act: Act, row: Filing) -> dict[int, str]:
    user = columns(User)
    keys = [one for one in (row.prepared_by, row.signed_by) if one is not None]
    found = act.session.execute(sa.select(user.id, user.display_name).where(user.id.in_(keys)))
    return {key: told for key, told in found}  # noqa: C416


def sign(
    db: Database, actor: Actor, folder: Path, public_id: str, digest: str, version: int, *, key: str = ""
) -> dict[str, Any]:
    """Sign a prepared file by what was shown: another person than who prepared it."""

    def work(act: Act) -> dict[str, Any]:
        row = _waiting(act, public_id, version)
        if digest != row.digest:
            raise Conflict(Problem("other_content", _("The file is not the one that was shown."), "digest"))
        layout = layout_at(act, row)
        values = values_of(act, row)
        if rows_digest(values) != row.digest:
            raise Invalid.because(
                "damaged_rows", _("The stored rows no longer match their digest."), "digest"
            )
        act.change(row, state="signed", signed_by=act.actor.user_id, signed_at=act.now)
        act.about(row, digest=row.digest)
        _keep(act, folder, row, layout, values)
        _mend(act, row)
        close(act, row)
        return _told(row)

    return dict(perform(db, actor, "filing.sign", work, key=key, request=[public_id, digest, version]))


def layout_at(act: Act, row: Filing) -> LayoutInForce:
    """Return the very version of the layout a filing was made by."""
    rule = act.get(RuleVersion, row.layout_id)
    book = rule_book(act.session, region_code(act.session, row.region_id), act.business_date)
    held = layout_of(book, rule.key)
    if held.rule_id != rule.public_id:
        text = _("The layout was changed after the file was prepared; send it back and prepare it again.")
        raise Conflict(Problem("layout_changed", text, "layout"))
    return held


def _waiting(act: Act, public_id: str, version: int) -> Filing:
    row = act.fetch(Filing, public_id, "filing.read")
    act.actor.require("filing.sign", row.region_id)
    act.about(row)
    if act.actor.user_id == row.prepared_by:
        raise Forbidden.because("four_eyes", "Who prepared it cannot approve it; a second person signs.")
    if row.state != "prepared":
        raise Conflict(Problem("not_waiting", "This approval is no longer open."))
    act.require_version(row, version)
    return row


def send_back(
    db: Database, actor: Actor, public_id: str, reason: str, version: int, *, key: str = ""
) -> dict[str, Any]:
    """Return a prepared file with the reason; a new one is prepared in its place."""

    def work(act: Act) -> dict[str, Any]:
        row = _waiting(act, public_id, version)
        if not reason.strip():
            raise Invalid.because("reason_required", "Give the reason in words.", "reason")
        act.change(row, state="returned", reason=reason.strip()[:500], signed_by=act.actor.user_id)
        act.detail["reason"] = reason[:500]
        return _told(row)

    return dict(perform(db, actor, "filing.return", work, key=key, request=[public_id, reason, version]))


def _mend(act: Act, row: Filing) -> None:
    """Close what earlier files of the same period had sent back: the signed one takes their place."""
    own, line, task = columns(Filing), columns(FilingLine), columns(Task)
    same = own.region_id == row.region_id, own.step == row.step, own.period == row.period, own.id != row.id
    earlier = [one.id for one in act.find(Filing, *same)]
    back = act.find(FilingLine, line.filing_id.in_(earlier), line.state == "rejected") if earlier else []
    for one in back:
        act.change(one, state="mended")
    keys = [one.id for one in back]
    waiting = task.subject == "filing_line", task.subject_id.in_(keys), task.done_on.is_(None)
    for held in act.find(Task, *waiting) if keys else ():
        act.change(held, done_on=act.business_date)


def _told(row: Filing) -> dict[str, Any]:
    return {
        "public_id": row.public_id,
        "version": row.version,
        "state": row.state,
        "number": row.number,
        "rows": row.count,
        "total": row.total,
        "digest": row.digest,
    }
