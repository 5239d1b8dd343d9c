"""Records of every type: list, read, create, edit, ask for a change, next steps, move."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field, create_model

from bondlife.api.contract import (
    ApiRouter,
    IfMatch,
    Paging,
    Receipt,
    SentKey,
    Version,
    body_of,
    database,
    own_key,
    reply,
    stored,
    takes,
    version_asked,
)
from bondlife.queries import api
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import moves, records
from bondlife.services.inputs import RECORD_INPUTS, Input, RecordInput
from bondlife.services.values import Key, Line, Prose, PublicId

router = ApiRouter()

NAMES = {
    "project": "projects",
    "application": "applications",
    "bond": "bonds",
    "bond_share": "bond-shares",
    "instalment": "instalments",
    "remittance": "remittances",
    "repayment_order": "repayment-orders",
    "budget_line": "budget-lines",
    "budget_sheet": "budget-sheets",
    "fund_use_plan": "fund-use-plans",
    "quota_notice": "quota-notices",
    "supplement": "supplements",
    "disbursement": "disbursements",
    "movement": "movements",
    "progress": "progress-reports",
    "evaluation": "evaluations",
    "change_of_use": "changes-of-use",
    "publication": "publications",
    "contract_change": "contract-changes",
    "certification": "certifications",
    "payment_exception": "payment-exceptions",
    "final_accounts": "final-accounts",
    "asset": "assets",
    "operation_year": "operation-years",
    "ppp_contract": "ppp-contracts",
    "ppp_terms": "ppp-terms",
    "waiver": "waivers",
    "goal": "performance-goals",
    "monitoring": "monitoring-reports",
    "rectification": "rectifications",
    "evaluation_job": "evaluation-jobs",
    "accountability": "accountability-entries",
    "result_list": "result-lists",
    "appraisal": "appraisals",
    "fund": "funds",
    "fund_terms": "fund-terms",
    "capital_call": "capital-calls",
    "fund_distribution": "fund-distributions",
    "fund_decision": "fund-decisions",
}
"""Type of record → its place in addresses."""
_OF_FUNDS = ("fund", "fund_terms", "capital_call", "fund_distribution", "fund_decision")
MADE_HERE = frozenset({*_OF_FUNDS, "instalment", "remittance", "result_list"})
"""Records that come from a schedule or a simulation, not from a form."""


class RecordAsk(Paging):
    """What a list is filtered by."""

    project: Annotated[str, Field(pattern=r"^([0-9a-f-]{36})?$")] = ""
    region: Annotated[str, Field(pattern=r"^[0-9A-Z]{0,12}$")] = ""
    state: Annotated[str, Field(pattern=r"^[a-z_]{0,40}$")] = ""
    stage: Annotated[str, Field(pattern=r"^[a-z_]{0,40}$", description="Track the project stands on.")] = ""
    sector: Annotated[str, Field(pattern=r"^[a-z_]{0,40}$", description="Field of investment.")] = ""
    year: Annotated[int | None, Field(ge=1949, le=2150)] = None
    q: Line = Field("", max_length=100)


class RecordOut(BaseModel):
    """A record: what an edit takes under ``values``, what the house keeps under ``computed``."""

    record: str
    public_id: str
    version: int
    state: str
    state_since: str | None
    taken_on: bool
    kind: str
    region: str | None
    project: str | None
    links: dict[str, str]
    values: dict[str, Any]
    computed: dict[str, Any]


class RecordPage(BaseModel):
    """One page of records and the cursor of the next one, empty at the end."""

    items: list[RecordOut]
    next: str


class MissingOut(BaseModel):
    """One thing that is missing for a step, who can change it, and where."""

    code: str
    field: str
    message: str
    who: str
    href: str


class StepOut(BaseModel):
    """One transition from here."""

    transition: str
    label: str
    label_zh: str
    target: str
    allowed: bool
    open: bool
    needs_reason: bool
    needs_signatures: bool
    missing: list[MissingOut]


class StepsOut(BaseModel):
    """Where a record stands and what can come next."""

    public_id: str
    state: str
    version: int
    steps: list[StepOut]


class MoveIn(Input):
    """A step along the lifecycle."""

    transition: Key = Field(examples=["submit"])
    version: Version = None
    reason: Prose = Field("", max_length=1000)


def _change_models(record: str) -> tuple[type[BaseModel], type[BaseModel]]:
    """Return the bodies of an edit and of a request for change."""
    form = RECORD_INPUTS[record]
    name = form.__name__.removesuffix("Input")
    edit: Any = create_model(
        f"{name}Edit",
        __base__=Input,
        __doc__="The whole form as it shall stand, and the version it rests on.",
        version=(Version, None),
        reason=(Prose, Field("", max_length=1000)),
        values=(form, ...),
    )
    change: Any = create_model(
        f"{name}Change",
        __base__=Input,
        __doc__="Checked figures as they shall stand once a second person approves.",
        version=(Version, None),
        reason=(Prose, Field(min_length=1, max_length=1000)),
        values=(form, ...),
    )
    return edit, change


def add_reading(record: str) -> None:
    """Add the routes that read one type of record."""
    place = f"/{NAMES[record]}"
    door = Depends(require(f"{record}.read"))
    tag: dict[str, Any] = {"tags": [NAMES[record]]}

    def list_them(request: Request, asked: Annotated[RecordAsk, Query()], actor: Actor = door) -> Response:
        """List the records you may see, oldest first, with a cursor."""
        wanted = api.RecordAsk(**asked.model_dump())
        return reply(api.record_list(database(request), actor, record, wanted).as_dict())

    def read_one(request: Request, public_id: PublicId, actor: Actor = door) -> Response:
        """Read one record; its ETag is its version."""
        told = api.record_one(database(request), actor, record, public_id)
        return reply(told, version=told["version"])

    def steps(request: Request, public_id: PublicId, actor: Actor = door) -> Response:
        """Say which steps can come next and what is missing for each."""
        return reply(api.record_steps(database(request), actor, record, public_id))

    router.get(place, response_model=RecordPage, name=f"list_{record}", **tag)(list_them)
    router.get(f"{place}/{{public_id}}", response_model=RecordOut, name=f"read_{record}", **tag)(read_one)
    router.get(f"{place}/{{public_id}}/steps", response_model=StepsOut, name=f"steps_{record}", **tag)(steps)


def add_writing(record: str) -> None:
    """Add the routes that write one type of record."""
    place, form = f"/{NAMES[record]}", RECORD_INPUTS[record]
    edit_model, change_model = _change_models(record)
    tag: dict[str, Any] = {"tags": [NAMES[record]], "response_model": Receipt}
    editor = Depends(require(f"{record}.edit"))

    if record not in MADE_HERE:
        creator = Depends(require(f"{record}.create"))
        router.post(place, name=f"create_{record}", status_code=201, openapi_extra=takes(form), **tag)(
            _creating(record, form, creator)
        )
    one = f"{place}/{{public_id}}"
    edit = _changing(record, edit_model, editor, records.edit)
    ask = _changing(record, change_model, editor, moves.propose_change)
    edit.__doc__ = "Change a record that is still a draft; waiting approvals become void."
    ask.__doc__ = "Ask for a change of checked figures; a second person approves it."
    router.put(one, name=f"edit_{record}", openapi_extra=takes(edit_model), **tag)(edit)
    changes = f"{one}/changes"
    router.post(changes, name=f"change_{record}", status_code=202, openapi_extra=takes(change_model), **tag)(
        ask
    )
    move = _moving(record, Depends(require(f"{record}.read")))
    router.post(f"{one}/moves", name=f"move_{record}", openapi_extra=takes(MoveIn), **tag)(move)


def _creating(record: str, model: type[RecordInput], door: Any) -> Callable[..., Response]:
    body = Depends(body_of(model))

    def create(
        request: Request, key: SentKey = None, actor: Actor = door, form: RecordInput = body
    ) -> Response:
        """Store a new record at the start of its lifecycle."""
        receipt = records.create(database(request), actor, record, form, key=own_key(actor, key))
        return stored(receipt, 201)

    return create


def _changing(
    record: str, model: type[BaseModel], door: Any, act: Callable[..., dict[str, Any]]
) -> Callable[..., Response]:
    body = Depends(body_of(model))
    status = 202 if act is moves.propose_change else 200

    def change(
        request: Request,
        public_id: PublicId,
        if_match: IfMatch = None,
        key: SentKey = None,
        actor: Actor = door,
        form: Any = body,
    ) -> Response:
        version = version_asked(if_match, form.version)
        receipt = act(
            database(request),
            actor,
            record,
            public_id,
            form.values,
            version,
            reason=form.reason,
            key=own_key(actor, key),
        )
        return stored(receipt, status)

    return change


def _moving(record: str, door: Any) -> Callable[..., Response]:
    body = Depends(body_of(MoveIn))

    def move(
        request: Request,
        public_id: PublicId,
        if_match: IfMatch = None,
        key: SentKey = None,
        actor: Actor = door,
        form: MoveIn = body,
    ) -> Response:
        """Take a step; where it needs signatures, its approval is opened."""
        receipt = moves.move(
            database(request),
            actor,
            record,
            public_id,
            form.transition,
            version_asked(if_match, form.version),
            reason=form.reason,
            key=own_key(actor, key),
        )
        return stored(receipt)

    return move


for _record in NAMES:
    add_reading(_record)
    add_writing(_record)
