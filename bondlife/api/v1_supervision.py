"""Supervision: alerts, tasks, notices, the risk board, fiscal figures, risk events, sanctions."""

from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from bondlife.api.contract import (
    ApiRouter,
    Paging,
    Receipt,
    SentKey,
    Write,
    add_writes,
    body_of,
    database,
    own_key,
    reply,
    stored,
    takes,
)
from bondlife.queries import api_supervision as told
from bondlife.queries.alerts import AlertFilter
from bondlife.queries.tasks import TaskFilter
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import alerts, notices, risk, sanctions, tasks
from bondlife.services.inputs import Input
from bondlife.services.values import Day, Line, Prose, PublicId

router = ApiRouter(tags=["supervision"])

AlertReader = Annotated[Actor, Depends(require("alert.read"))]
Snoozer = Annotated[Actor, Depends(require("alert.snooze"))]
TaskReader = Annotated[Actor, Depends(require("task.read"))]
TaskDoer = Annotated[Actor, Depends(require("task.done"))]
Self = Annotated[Actor, Depends(require("account.self"))]
RiskReader = Annotated[Actor, Depends(require("risk.read"))]
Declarer = Annotated[Actor, Depends(require("risk.declare"))]
Confirmer = Annotated[Actor, Depends(require("risk.confirm"))]
SanctionReader = Annotated[Actor, Depends(require("sanction.read"))]
SanctionEditor = Annotated[Actor, Depends(require("sanction.edit"))]
SanctionApprover = Annotated[Actor, Depends(require("sanction.approve"))]
Region = Annotated[str, Field(pattern=r"^[0-9A-Z]{0,12}$")]


class AlertAsk(Paging):
    """Which alerts: their state, whose, of which kind, level and region."""

    state: Literal["open", "snoozed", "closed", "all"] = "open"
    who: Literal["all", "mine"] = "all"
    key: Line = Field("", max_length=20)
    level: Literal["", "info", "warning", "serious"] = ""
    region: Region = ""


class TaskAsk(Paging):
    """Which tasks: mine or all, open or done, of which role and region."""

    who: Literal["mine", "all"] = "mine"
    state: Literal["open", "done", "all"] = "open"
    role: Line = Field("", max_length=40)
    region: Region = ""


class YearAsk(Input):
    """Which region's subtree, which year; without a year the usual one."""

    region: Region = ""
    year: Annotated[int | None, Field(ge=1949, le=2150)] = None


class VersionIn(Input):
    """The version that was shown."""

    version: int = Field(ge=1)


class SnoozeIn(VersionIn):
    """Until when an alert is put aside, and why."""

    until: Day
    reason: Prose = Field(min_length=1, max_length=500)


class VerdictIn(VersionIn):
    """A second person's word."""

    outcome: Literal["approve", "refuse"]


class ActionIn(VersionIn):
    """An action that was taken on an event."""

    on: Day
    text: Prose = Field(min_length=1, max_length=1000)


class WordsIn(VersionIn):
    """How what was wrong was put right."""

    text: Prose = Field(min_length=1, max_length=1000)


class ItemsOut(BaseModel):
    """What was found; amounts in yuan."""

    items: list[dict[str, Any]]


class ItemsPage(ItemsOut):
    """One page of what was found and the cursor of the next one, empty at the end."""

    next: str


class NoticePage(ItemsPage):
    """One page of notices, and how many are not read (at most 99 are counted)."""

    unread: int


class BoardOut(ItemsOut):
    """The ratios of every region of one year; colours stand only where a rule gives them."""

    year: int
    snapshot: str


class RegionOut(BaseModel):
    """The ratios of one region and year with their parts."""

    region: str
    name: str
    year: int
    source: str
    as_of: str | None
    ratios: list[dict[str, Any]]
    parts: list[dict[str, Any]]
    causes: list[dict[str, Any]]


class AlertOut(BaseModel):
    """One alert: why, since when, whose, its figures and its life."""

    public_id: str
    version: int
    key: str
    label: str
    why: str
    figures: dict[str, Any]
    rule: str
    log: list[dict[str, Any]]


class DoneOut(BaseModel):
    """Where the record stands after the step."""

    public_id: str = ""
    version: int | None = None
    state: str = ""
    done_on: str | None = None
    actions: int | None = None
    read: int | None = None


@router.get("/alerts", response_model=ItemsPage)
def list_alerts(request: Request, actor: AlertReader, asked: Annotated[AlertAsk, Query()]) -> Response:
    """List alerts, newest first."""
    wanted = AlertFilter(asked.state, asked.who, asked.key, asked.level, asked.region, asked.after)
    return reply(told.alerts(database(request), actor, wanted))


@router.get("/alerts/{public_id}", response_model=AlertOut)
def read_alert(request: Request, actor: AlertReader, public_id: PublicId) -> Response:
    """Read one alert with its log."""
    found = told.alert(database(request), actor, public_id)
    return reply(found, version=found["version"])


@router.post("/alerts/{public_id}/snooze", response_model=DoneOut, openapi_extra=takes(SnoozeIn))
def snooze(
    request: Request,
    actor: Snoozer,
    public_id: PublicId,
    form: Annotated[SnoozeIn, Depends(body_of(SnoozeIn))],
    key: SentKey = None,
) -> Response:
    """Put an alert aside until a day, with the reason."""
    more: dict[str, Any] = {"until": form.until, "reason": form.reason, "key": own_key(actor, key)}
    return stored(alerts.snooze(database(request), actor, public_id, form.version, **more))


@router.post("/alerts/{public_id}/wake", response_model=DoneOut, openapi_extra=takes(VersionIn))
def wake(
    request: Request,
    actor: Snoozer,
    public_id: PublicId,
    form: Annotated[VersionIn, Depends(body_of(VersionIn))],
    key: SentKey = None,
) -> Response:
    """Bring an alert back that was put aside."""
    return stored(alerts.wake(database(request), actor, public_id, form.version, key=own_key(actor, key)))


@router.get("/tasks", response_model=ItemsPage)
def list_tasks(request: Request, actor: TaskReader, asked: Annotated[TaskAsk, Query()]) -> Response:
    """List tasks by their day."""
    wanted = TaskFilter(asked.who, asked.state, asked.role, asked.region, asked.after)
    return reply(told.tasks(database(request), actor, wanted))


@router.post("/tasks/{public_id}/done", response_model=DoneOut, openapi_extra=takes(VersionIn))
def mark_done(
    request: Request,
    actor: TaskDoer,
    public_id: PublicId,
    form: Annotated[VersionIn, Depends(body_of(VersionIn))],
    key: SentKey = None,
) -> Response:
    """Mark a task as done today."""
    return stored(tasks.mark_done(database(request), actor, public_id, form.version, key=own_key(actor, key)))


@router.get("/notices", response_model=NoticePage)
def list_notices(request: Request, actor: Self, asked: Annotated[Paging, Query()]) -> Response:
    """List one's own notices, newest first."""
    return reply(told.notices(database(request), actor, asked.after))


@router.post("/notices/read", response_model=DoneOut)
def read_notices(request: Request, actor: Self, key: SentKey = None) -> Response:
    """Mark every notice of one's own as read."""
    return reply(notices.mark_read(database(request), actor, "", key=own_key(actor, key)))


@router.get("/risk", response_model=BoardOut)
def read_board(request: Request, actor: RiskReader, asked: Annotated[YearAsk, Query()]) -> Response:
    """Read the ratios of all regions of a year."""
    return reply(told.board(database(request), actor, asked.region, asked.year))


@router.get("/risk/{region}", response_model=RegionOut)
def read_region(
    request: Request,
    actor: RiskReader,
    region: Annotated[str, Field(pattern=r"^[0-9A-Z]{1,12}$")],
    asked: Annotated[YearAsk, Query()],
) -> Response:
    """Read the ratios of one region with their parts and the projects behind them."""
    return reply(told.region(database(request), actor, region, asked.year))


@router.get("/risk-events", response_model=ItemsOut)
def list_events(request: Request, actor: RiskReader) -> Response:
    """List the register of risk events."""
    return reply(told.events(database(request), actor))


@router.post("/risk-events/{public_id}/decisions", response_model=DoneOut, openapi_extra=takes(VerdictIn))
def decide_event(
    request: Request,
    actor: Confirmer,
    public_id: PublicId,
    form: Annotated[VerdictIn, Depends(body_of(VerdictIn))],
    key: SentKey = None,
) -> Response:
    """Confirm or refuse an event another person put forward."""
    more: dict[str, Any] = {"confirm": form.outcome == "approve", "key": own_key(actor, key)}
    return reply(risk.decide_event(database(request), actor, public_id, form.version, **more))


@router.post("/risk-events/{public_id}/actions", response_model=DoneOut, openapi_extra=takes(ActionIn))
def act_on_event(
    request: Request,
    actor: Declarer,
    public_id: PublicId,
    form: Annotated[ActionIn, Depends(body_of(ActionIn))],
    key: SentKey = None,
) -> Response:
    """Write down an action that was taken on an event."""
    more: dict[str, Any] = {"on": form.on, "text": form.text, "key": own_key(actor, key)}
    return reply(risk.add_action(database(request), actor, public_id, form.version, **more))


@router.post("/risk-events/{public_id}/close", response_model=DoneOut, openapi_extra=takes(VersionIn))
def close_event(
    request: Request,
    actor: Confirmer,
    public_id: PublicId,
    form: Annotated[VersionIn, Depends(body_of(VersionIn))],
    key: SentKey = None,
) -> Response:
    """Close an event whose actions stand in it."""
    return reply(risk.close_event(database(request), actor, public_id, form.version, key=own_key(actor, key)))


@router.get("/sanctions", response_model=ItemsOut)
def list_sanctions(request: Request, actor: SanctionReader) -> Response:
    """List sanctions on one's regions and on those above."""
    return reply(told.sanctions(database(request), actor))


@router.post("/sanctions/{public_id}/decisions", response_model=DoneOut, openapi_extra=takes(VerdictIn))
def decide_sanction(
    request: Request,
    actor: SanctionApprover,
    public_id: PublicId,
    form: Annotated[VerdictIn, Depends(body_of(VerdictIn))],
    key: SentKey = None,
) -> Response:
    """Bring a sanction into force, or refuse it."""
    more: dict[str, Any] = {"approve": form.outcome == "approve", "key": own_key(actor, key)}
    return reply(sanctions.decide(database(request), actor, public_id, form.version, **more))


@router.post("/sanctions/{public_id}/rectification", response_model=DoneOut, openapi_extra=takes(WordsIn))
def rectify_sanction(
    request: Request,
    actor: SanctionEditor,
    public_id: PublicId,
    form: Annotated[WordsIn, Depends(body_of(WordsIn))],
    key: SentKey = None,
) -> Response:
    """Write down how what was wrong was put right."""
    more: dict[str, Any] = {"text": form.text, "key": own_key(actor, key)}
    return stored(sanctions.rectify(database(request), actor, public_id, form.version, **more))


@router.post("/sanctions/{public_id}/lift", response_model=DoneOut, openapi_extra=takes(VersionIn))
def lift_sanction(
    request: Request,
    actor: SanctionApprover,
    public_id: PublicId,
    form: Annotated[VersionIn, Depends(body_of(VersionIn))],
    key: SentKey = None,
) -> Response:
    """Lift a sanction after its rectification was written down."""
    return reply(sanctions.lift(database(request), actor, public_id, form.version, key=own_key(actor, key)))


add_writes(
    router,
    [
        Write(
            "/fiscal-years",
            risk.FiscalInput,
            risk.save_fiscal,
            "fiscal.edit",
            "Store the fiscal figures of a region and year, or newer ones over them.",
            201,
        )
    ],
    Receipt,
)
add_writes(
    router,
    [
        Write(
            "/risk-events",
            risk.RiskEventInput,
            risk.propose_event,
            "risk.declare",
            "Put a risk event forward; a leader confirms it.",
            201,
        ),
        Write(
            "/sanctions",
            sanctions.SanctionInput,
            sanctions.propose,
            "sanction.edit",
            "Enter a sanction; it stops nothing before another person approves it.",
            201,
        ),
    ],
    DoneOut,
)
