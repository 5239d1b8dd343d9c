"""Rules change by new versions: proposed by one person, in force once a second one approves."""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import Field

from bondlife.acts import Act, perform, row_data
from bondlife.books import bump, rule_book
from bondlife.db import Database
from bondlife.errors import Blocked, Conflict, Forbidden, Invalid, Problem, missing
from bondlife.lifecycle.frames import PREFIX, unsound
from bondlife.security.actor import Actor
from bondlife.services.inputs import Input
from bondlife.services.records import region_by_code
from bondlife.services.values import Day, Line, MaybeDay, Prose
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import to_fen
from models.base import columns
from models.registry import EvaluationRound, Region, RuleVersion


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


COPIED = frozenset({"id", "public_id", "version", "created_at", "ended_at"})
MOST_TEXT = 40_000


class RuleInput(Input):
    """A new version of a rule: value as text in the form of the rule, basis, status, from when."""

    value: Prose = Field(max_length=MOST_TEXT)
    basis: Line = Field(min_length=1, max_length=300)
    clause: Line = Field("", max_length=200)
    status: Literal["in_force", "repealed_kept", "local", "unconfirmed"] = "local"
    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    valid_from: Day
    valid_to: MaybeDay = None
    note: Prose = Field("", max_length=1000)


def propose(db: Database, actor: Actor, public_id: str, form: RuleInput, *, key: str = "") -> dict[str, Any]:
    """Put a new version of a rule up; it holds once a second person approves it."""

    def work(act: Act) -> dict[str, Any]:
        model = _version(act, public_id)
        region_id = region_by_code(act, form.region)
        act.actor.require("rule.edit", region_id)
        _require_days(form)
        values = {name: value for name, value in row_data(model).items() if name not in COPIED}
        values |= {
            "value": parse_value(model.form, form.value, model.value),
            "region_code": prefix_of(form.region),
            "basis": form.basis,
            "clause": form.clause,
            "status": form.status,
            "note": form.note,
            "valid_from": form.valid_from,
            "valid_to": form.valid_to,
            "known_from": None,
            "shipped": False,
            "state": "draft",
            "prepared_by": act.actor.user_id,
            "approved_by": None,
            "replaces_id": model.id,
        }
        _require_sound(act, model, values)
        row = act.add(RuleVersion(**values))
        act.flush()
        act.about(row, key=row.key, value=row.value)
        act.region_id = region_id
        return {"public_id": row.public_id, "key": row.key, "state": row.state}

    request = [public_id, form.model_dump(mode="json")]
    return dict(perform(db, actor, "rule.propose", work, key=key, request=request))


def approve(db: Database, actor: Actor, public_id: str, version: int, *, key: str = "") -> dict[str, Any]:
    """Bring a proposed version into force; the version it overtakes ends the day before."""

    def work(act: Act) -> dict[str, Any]:
        row = _waiting(act, public_id, version)
        require_no_open_round(act, row)
        _make_room(act, row)
        act.change(row, state="in_force", approved_by=act.actor.user_id, known_from=act.now)
        bump(act.session, "rules")
        return {"public_id": row.public_id, "key": row.key, "state": row.state}

    return dict(perform(db, actor, "rule.approve", work, key=key, request=[public_id, version]))


def _require_sound(act: Act, model: RuleVersion, values: dict[str, Any]) -> None:
    """Refuse a frame of evaluation whose points do not sum to its full mark, with the row that is wrong."""
    if model.key.startswith(PREFIX):
        rules = rule_book(act.session, str(values["region_code"]), act.business_date)
        problems = list(unsound(values["value"], model.params or {}, rules))
        if problems:
            raise Invalid(*problems)


def require_no_open_round(act: Act, row: RuleVersion) -> None:
    """Refuse to change a frame while an open round of its region keeps it: it changes with the next."""
    if not row.key.startswith(PREFIX):
        return
    own, region = columns(EvaluationRound), columns(Region)
    found = act.session.execute(
        sa.select(own.name, own.year, own.frame)
        .join(Region, region.id == own.region_id)
        .where(own.state == "open", region.code.startswith(row.region_code))
        .execution_options(scoped=True)
    )
    for name, year, frame in found:
        if frame["key"] == row.key and row.valid_from <= act.business_date:
            text = _("The round “%(name)s” of %(year)s is open and keeps this frame; change it later.")
            raise Blocked(Problem("frame_in_use", text, "valid_from", {"name": name, "year": year}))


def reject(
    db: Database, actor: Actor, public_id: str, version: int, reason: str, *, key: str = ""
) -> dict[str, Any]:
    """Turn a proposed version down, with the reason."""

    def work(act: Act) -> dict[str, Any]:
        row = _waiting(act, public_id, version)
        if not reason.strip():
            raise Invalid.because("reason_required", "Give the reason in words.", "reason")
        act.change(row, state="rejected", approved_by=act.actor.user_id)
        act.detail["reason"] = reason
        return {"public_id": row.public_id, "key": row.key, "state": row.state}

    return dict(perform(db, actor, "rule.reject", work, key=key, request=[public_id, version, reason]))


def prefix_of(code: str) -> str:
    """Return the prefix under which a rule of a region holds for its whole subtree.

    >>> prefix_of("330304"), prefix_of("330300"), prefix_of("330000"), prefix_of("000000")
    ('330304', '3303', '33', '')
    """
    while code.endswith("00"):
        code = code[:-2]
    return code


def region_of(prefix: str) -> str:
    """Return the code of the region whose prefix this is.

    >>> region_of("33"), region_of("")
    ('330000', '000000')
    """
    return prefix.ljust(6, "0")


def parse_value(form: str, text: str, before: Any) -> Any:
    """Return the stored value of a rule from what was typed; a list or table keeps its shape."""
    if before is None and not text.strip():
        return None
    try:
        return _PARSERS[form](text.strip(), before)
    except (ValueError, ArithmeticError, CalculationError):
        raise Invalid.because(
            "bad_rule_value", "This is not a value of the form %(form)s.", "value", form=form
        ) from None


def value_text(form: str, value: Any) -> str:
    """Return a stored value as it is typed."""
    if value is None:
        return ""
    if form == "flag":
        return "1" if value else "0"
    if form == "list":
        return "\n".join(str(one) for one in value)
    if form == "table":
        return json.dumps(value, ensure_ascii=False, indent=1)
    if form == "fen":
        return _yuan(int(value))
    return str(value)


def _yuan(fen: int) -> str:
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def _decimal(text: str, before: Any) -> str | int:
    body = text.removesuffix("%")
    if len(body) > 24 or not body.removeprefix("-").replace(".", "", 1).isdigit() or not body.isascii():
        raise ValueError(text)
    number = Decimal(body).scaleb(-2) if text.endswith("%") else Decimal(body)
    if isinstance(before, int) and not isinstance(before, bool) and number == int(number):
        return int(number)
    return f"{number:f}"


def _whole(text: str, _before: Any) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise ValueError(text)
    return int(text)


def _flag(text: str, _before: Any) -> bool:
    if text.lower() not in {"1", "true", "是", "0", "false", "否", ""}:
        raise ValueError(text)
    return text.lower() in {"1", "true", "是"}


def _list(text: str, before: Any) -> list[Any]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise ValueError(text)
    of_numbers = bool(before) and all(isinstance(one, int) and not isinstance(one, bool) for one in before)
    return [_whole(line, None) for line in lines] if of_numbers else list(lines)


def _table(text: str, before: Any) -> Any:
    value = json.loads(text, parse_float=str, parse_constant=_refuse)
    if type(value) is not type(before) or not value:
        raise ValueError(text)
    of_rows = isinstance(value, list) and isinstance(before[0], dict)
    if of_rows and not all(isinstance(one, dict) and set(before[0]) & set(one) for one in value):
        raise ValueError(text)
    return value


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _text(text: str, _before: Any) -> str:
    if not text:
        raise ValueError(text)
    return text


_PARSERS: dict[str, Any] = {
    "number": _decimal,
    "percent": _decimal,
    "days": _whole,
    "fen": lambda text, _before: to_fen(text.replace(",", "")),
    "flag": _flag,
    "text": _text,
    "list": _list,
    "table": _table,
}


def _version(act: Act, public_id: str) -> RuleVersion:
    found = act.find(RuleVersion, columns(RuleVersion).public_id == public_id)
    if not found:
        raise missing("rule")
    return found[0]


def _require_days(form: RuleInput) -> None:
    if form.valid_to is not None and form.valid_to < form.valid_from:
        raise Invalid.because("days_in_order", "The last day lies before the first.", "valid_to")


def _waiting(act: Act, public_id: str, version: int) -> RuleVersion:
    """Return a proposed version that this actor may decide: not their own, within their regions."""
    row = _version(act, public_id)
    act.about(row, key=row.key)
    region_id = region_by_code(act, region_of(row.region_code))
    act.region_id = region_id
    act.actor.require("rule.approve", region_id)
    if act.actor.user_id is None or act.actor.user_id == row.prepared_by:
        raise Forbidden.because("four_eyes", "Who prepared it cannot approve it; a second person signs.")
    act.require_version(row, version)
    if row.state != "draft":
        raise Conflict(Problem("not_waiting", "This approval is no longer open."))
    return row


def _make_room(act: Act, row: RuleVersion) -> None:
    """End what the new version overtakes, so that of every day one version holds."""
    rule = columns(RuleVersion)
    held = act.find(
        RuleVersion,
        rule.key == row.key,
        rule.region_code == row.region_code,
        rule.state.in_(("in_force", "superseded")),
        rule.ended_at.is_(None),
    )
    for old in held:
        if old.valid_from <= row.valid_from and (old.valid_to is None or old.valid_to >= row.valid_from):
            _overtake(act, old, row.valid_from)
    later = [old.valid_from for old in held if old.valid_from > row.valid_from]
    if later and (row.valid_to is None or row.valid_to >= min(later)):
        act.change(row, valid_to=min(later) - timedelta(days=1))


def _overtake(act: Act, old: RuleVersion, on: date) -> None:
    """End a version in what is known from now on; a copy keeps the days before it was overtaken."""
    if old.valid_from < on:
        values = {name: value for name, value in row_data(old).items() if name not in COPIED}
        values |= {
            "valid_to": on - timedelta(days=1),
            "state": "superseded",
            "known_from": act.now,
            "replaces_id": old.id,
        }
        act.add(RuleVersion(**values))
    act.change(old, state="superseded")
    act.end(old)
