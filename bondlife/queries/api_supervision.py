"""Supervision as the API tells it: alerts, tasks, notices, ratios, events, sanctions; amounts in yuan."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bondlife.db import Database
from bondlife.queries.alerts import AlertFilter, AlertLine, alert_view, alerts_view
from bondlife.queries.notices import notices_view
from bondlife.queries.risk import board_view, region_view
from bondlife.queries.risk_registers import events_view, sanctions_view
from bondlife.queries.tasks import TaskFilter, tasks_view
from bondlife.security.actor import Actor
from calculators.kernel.money import to_yuan


@dataclass(frozen=True, slots=True)
class _NoForm:
    """Stands where a page keeps what was typed."""

    data: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def told(line: Any, *without: str) -> dict[str, Any]:
    """Return a line of a view as JSON holds it: days as text, decimals exact, page addresses left out."""
    left_out = {*without, "href", "mark", "word"}
    return {name: _plain(value) for name, value in asdict(line).items() if name not in left_out}


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def alerts(db: Database, actor: Actor, wanted: AlertFilter) -> dict[str, Any]:
    """Return one page of alerts."""
    view = alerts_view(db, actor, wanted)
    return {"items": [_alert(one) for one in view.lines], "next": view.page.after}


def alert(db: Database, actor: Actor, public_id: str) -> dict[str, Any]:
    """Return one alert with its log, its version and how long it may be put aside."""
    view = alert_view(db, actor, public_id, _NoForm())
    more = {"version": view.version, "longest_days": view.longest, "snooze_reason": view.snooze_reason}
    rule = view.rule.text if view.rule is not None else ""
    return {**_alert(view.line), **more, "rule": rule, "log": [told(one) for one in view.log]}


def _alert(line: AlertLine) -> dict[str, Any]:
    figures = {name: _figure(*pair) for name, pair in line.why.figures.items()}
    return {**told(line, "why"), "why": line.why.message, "figures": figures}


def _figure(value: Any, unit: str) -> Any:
    return _yuan(value) if unit == "fen" else _plain(value)


def _yuan(value: int | None) -> str | None:
    return None if value is None else f"{to_yuan(value):.2f}"


def tasks(db: Database, actor: Actor, wanted: TaskFilter) -> dict[str, Any]:
    """Return one page of tasks."""
    view = tasks_view(db, actor, wanted)
    return {"items": [told(one) for one in view.lines], "next": view.page.after}


def notices(db: Database, actor: Actor, after: str) -> dict[str, Any]:
    """Return one page of one's own notices and how many are not read."""
    view = notices_view(db, actor, _NoForm(), after)
    return {"items": [told(one) for one in view.lines], "next": view.page.after, "unread": view.unread}


def board(db: Database, actor: Actor, region: str, year: int | None) -> dict[str, Any]:
    """Return the ratios of every region with figures, their colours and how they moved since last month."""
    view = board_view(db, actor, region=region, year=year)
    return {"year": view.year, "snapshot": view.snapshot, "items": [told(one) for one in view.rows]}


def region(db: Database, actor: Actor, code: str, year: int | None) -> dict[str, Any]:
    """Return the ratios of a region with their parts in yuan, and the projects behind them."""
    view = region_view(db, actor, code, year=year)
    parts = [{"label": one.label, "amount": _yuan(one.value), "fiscal": one.is_fiscal} for one in view.parts]
    causes = [_cause(one) for one in view.causes]
    head = {"region": view.code, "name": view.name, "year": view.year, "source": view.source}
    as_of = view.as_of.isoformat() if view.as_of else None
    return {**head, "as_of": as_of, "ratios": _lines(view.ratios), "parts": parts, "causes": causes}


def _cause(one: Any) -> dict[str, Any]:
    amounts = {name: _yuan(getattr(one, name)) for name in ("owed", "overdue", "idle")}
    return {"project": one.name, "alerts": one.alerts, **amounts}


def events(db: Database, actor: Actor) -> dict[str, Any]:
    """Return the register of risk events."""
    return {"items": _lines(events_view(db, actor, _NoForm()).lines)}


def sanctions(db: Database, actor: Actor) -> dict[str, Any]:
    """Return the register of sanctions of one's regions and of those above."""
    return {"items": _lines(sanctions_view(db, actor, _NoForm()).lines)}


def _lines(lines: Sequence[Any]) -> list[dict[str, Any]]:
    return [told(one) for one in lines]
