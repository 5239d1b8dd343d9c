"""Take a receipt in: rows of a filing that came back become tasks with the row and the reason in them."""

from collections.abc import Sequence
from typing import Any

from bondlife.acts import Act
from bondlife.books import region_code, rule_book
from bondlife.db import chunks
from bondlife.errors import Invalid, Problem
from bondlife.exchange.platform import ReceiptRow
from bondlife.lifecycle.effects.common import due_by
from models.base import columns
from models.registry import Filing, FilingLine, Task


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


def store(act: Act, rows: Sequence[ReceiptRow]) -> dict[str, Any]:
    """Mark the rows named as rejected; a row that came back for the same reason before changes nothing."""
    lines = _lines(act, rows)
    changed = 0
    for row in rows:
        line, filing = lines[row.line_code]
        reason = row.reject_reason[:500]
        if (line.state, line.reason) in (("rejected", reason), ("mended", reason)):
            continue
        act.change(line, state="rejected", reason=reason)
        _open_task(act, line, filing)
        changed += 1
    return {"added": changed, "unchanged": len(rows) - changed}


def _lines(act: Act, rows: Sequence[ReceiptRow]) -> dict[str, tuple[FilingLine, Filing]]:
    """Return the lines a receipt names; each must be of a signed file of this person's region."""
    own = columns(FilingLine)
    found: dict[str, tuple[FilingLine, Filing]] = {}
    for part in chunks([row.line_code for row in rows]):
        for line in act.find(FilingLine, own.code.in_(part)):
            filing = act.get(Filing, line.filing_id)
            if act.actor.can_on("import.run", line.region_id) and filing.state == "signed":
                found[line.code] = (line, filing)
    unknown = [row for row in rows if row.line_code not in found]
    if unknown:
        text = _("Row %(row)d: no signed file holds the line %(code)s.")
        raise Invalid(
            *(
                Problem("unknown_line", text, "line_code", {"row": one.row, "code": one.line_code[:60]})
                for one in unknown[:20]
            )
        )
    return found


def _open_task(act: Act, line: FilingLine, filing: Filing) -> None:
    own = columns(Task)
    mine = own.subject == "filing_line", own.subject_id == line.id, own.done_on.is_(None)
    held = act.find(Task, *mine)
    params = {"row": line.values, "reason": line.reason, "filing": filing.public_id}
    if held:
        act.change(held[0], params=params)
        return
    rules = rule_book(act.session, region_code(act.session, line.region_id), act.business_date)
    act.add(
        Task(
            region_id=line.region_id,
            subject="filing_line",
            subject_id=line.id or 0,
            project_id=line.project_id,
            role="officer",
            title=f"Mend the rejected row {line.code}: {line.reason}"[:200],
            title_zh=f"更正退回行 {line.code}：{line.reason}"[:200],
            params=params,
            due_on=due_by(act, rules.get("platform.rejected_days")),
            origin=f"filing:{filing.step}:{filing.period}",
        )
    )
