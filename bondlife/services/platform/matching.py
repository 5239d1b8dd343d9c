"""Match rows of the budget platform one by one: what fits is carried out, what does not is a task."""

from collections.abc import Iterable
from typing import Any

from bondlife.acts import Act, perform
from bondlife.books import region_code, rule_book
from bondlife.db import Database
from bondlife.errors import Conflict, Forbidden, Invalid, Problem, Refusal
from bondlife.lifecycle.effects.common import due_by
from bondlife.locale import gettext, speaking
from bondlife.security.actor import Actor
from bondlife.services.platform import finding
from bondlife.services.platform.carrying import CARRY
from bondlife.services.records import region_by_code
from models.base import columns
from models.registry import PlatformLine, Project, Task

MOST = 2000
SUBJECT = "platform_line"
NAMES = {
    "allotment": ("allotment", "指标"),
    "plan": ("fund-use plan", "用款计划"),
    "payment": ("payment", "国库支付"),
}


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


def settle(act: Act, line: PlatformLine) -> bool:
    """Match one row and carry it out; what does not fit stays as a task with the reasons."""
    try:
        with act.attempt():
            project = finding.project_of(act, line)
            row = CARRY[line.kind](act, line, project)
            _matched(act, line, project, row.record, row.id)
    except Forbidden:
        raise
    except Refusal as refusal:
        _unmatched(act, line, refusal.problems)
        return False
    return True


def _matched(act: Act, line: PlatformLine, project: Project, record: str, key: int | None) -> None:
    place = {"region_id": project.region_id, "unit_id": project.unit_id}
    act.change(
        line,
        state="matched",
        project_id=project.id,
        record=record,
        record_id=key,
        why=None,
        department_id=project.department_id,
        **place,
    )
    _close_tasks(act, line)


def _unmatched(act: Act, line: PlatformLine, problems: Iterable[Problem]) -> None:
    why = [_told(problem) for problem in problems][:10]
    act.change(line, state="unmatched", why=why)
    held = _open_tasks(act, line)
    params = {"row": line.values, "why": why, "line": line.public_id}
    if held:
        act.change(held[0], params=params)
    else:
        act.add(_task(act, line, params))


def _told(problem: Problem) -> dict[str, str]:
    """Return a reason in both languages, as the row keeps it."""
    with speaking("zh_CN"):
        chinese = problem.put(gettext(problem.message), chinese=True)
    return {"code": problem.code, "field": problem.field, "en": problem.text(), "zh": chinese}


def _task(act: Act, line: PlatformLine, params: dict[str, Any]) -> Task:
    rules = rule_book(act.session, region_code(act.session, line.region_id), act.business_date)
    english, chinese = NAMES[line.kind]
    yuan = f"{line.amount // 100:,}.{abs(line.amount) % 100:02d}"
    return Task(
        subject=SUBJECT,
        subject_id=line.id or 0,
        project_id=line.project_id,
        role="officer",
        title=f"Match the {english} {line.number} of {yuan} yuan, project {line.project_code}"[:200],
        title_zh=f"匹配{chinese} {line.number}（{yuan} 元，项目 {line.project_code}）"[:200],
        params=params,
        due_on=due_by(act, rules.get("platform.unmatched_days")),
        origin=f"platform:{line.kind}",
        **{name: getattr(line, name) for name in ("region_id", "unit_id", "department_id")},
    )


def _open_tasks(act: Act, line: PlatformLine) -> list[Task]:
    task = columns(Task)
    own = task.subject == SUBJECT, task.subject_id == line.id, task.done_on.is_(None)
    return act.find(Task, *own)


def _close_tasks(act: Act, line: PlatformLine) -> None:
    for task in _open_tasks(act, line):
        act.change(task, done_on=act.business_date)


def settle_waiting(act: Act, region_ids: Iterable[int]) -> int:
    """Match again what waits in these regions, allotments first: returns how many rows matched."""
    own = columns(PlatformLine)
    waiting = act.find(PlatformLine, own.region_id.in_(sorted(set(region_ids))), own.state == "unmatched")
    order = list(CARRY)
    waiting.sort(key=lambda one: (order.index(one.kind), one.on, one.id))
    return sum(settle(act, one) for one in waiting[:MOST])


def match_again(db: Database, actor: Actor, region: str, *, key: str = "") -> dict[str, Any]:
    """Match every waiting row of a region again: after a code, a contract or a line was entered."""

    def work(act: Act) -> dict[str, Any]:
        region_id = region_by_code(act, region)
        act.actor.require("import.run", region_id)
        matched = settle_waiting(act, [region_id])
        act.region_id, act.subject = region_id, f"region/{region}"
        act.detail["matched"] = matched
        return {"matched": matched}

    return dict(perform(db, actor, "platform.match", work, key=key, request=[region]))


def set_aside(
    db: Database, actor: Actor, public_id: str, version: int, reason: str, *, key: str = ""
) -> dict[str, Any]:
    """Leave a row out for good, with the reason: it is none of bond money, or was entered otherwise."""

    def work(act: Act) -> dict[str, Any]:
        line = act.fetch(PlatformLine, public_id, "platform.read")
        act.actor.require("import.run", line.region_id, line.unit_id, line.department_id)
        act.require_version(line, version)
        if not reason.strip():
            raise Invalid.because("reason_required", "Give the reason in words.", "reason")
        if line.state != "unmatched":
            raise Conflict(Problem("not_waiting_row", _("This row no longer waits to be matched.")))
        act.change(line, state="aside", note=reason.strip()[:500])
        _close_tasks(act, line)
        act.about(line, reason=reason[:500])
        return {"public_id": public_id, "version": line.version, "state": line.state}

    return dict(perform(db, actor, "platform.aside", work, key=key, request=[public_id, version, reason]))
