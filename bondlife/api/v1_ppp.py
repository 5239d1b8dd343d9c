"""PPP contracts: cost by year and linkage, lists, prices, checked terms, affordability, arrears, indices."""

from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field, RootModel

from bondlife.api.contract import (
    ApiRouter,
    IfMatch,
    SentKey,
    Version,
    body_of,
    database,
    own_key,
    reply,
    takes,
    version_asked,
)
from bondlife.errors import missing
from bondlife.ppp.template import templates
from bondlife.queries import api_ppp
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import ppp, ppp_import
from bondlife.services.input_base import Input
from bondlife.services.ppp_inputs import (
    ArrearInput,
    ArrearPaymentInput,
    ClearingPlanInput,
    Data,
    FinancingRow,
    IndexSeriesInput,
    IndexValueInput,
    PhaseRow,
    PriceInput,
    RiskRow,
    SpendingRow,
)
from bondlife.services.values import Key, PublicId

router = ApiRouter(tags=["ppp"])

Reader = Annotated[Actor, Depends(require("ppp_contract.read"))]
Writer = Annotated[Actor, Depends(require("ppp_contract.create"))]
Editor = Annotated[Actor, Depends(require("ppp_contract.edit"))]
TermsReader = Annotated[Actor, Depends(require("ppp_terms.read"))]
LedgerReader = Annotated[Actor, Depends(require("arrear.read"))]
LedgerEditor = Annotated[Actor, Depends(require("arrear.edit"))]
IndexReader = Annotated[Actor, Depends(require("index_series.read"))]
IndexEditor = Annotated[Actor, Depends(require("index_series.edit"))]


class ContractFiguresOut(BaseModel):
    """What a contract costs and how much of it hangs on performance; amounts in yuan as text."""

    public_id: str
    version: int
    currency: str
    years: list[dict[str, Any]]
    depends_on_quantities: list[str]
    linkage: dict[str, Any]
    lists: dict[str, list[dict[str, Any]]]
    prices: list[dict[str, Any]]
    owed: str | None


class FinancingIn(Input):
    """Where the money of a contract comes from, as it shall stand."""

    name: Literal["financing"]
    rows: list[FinancingRow] = Field(max_length=ppp.MOST_ROWS)
    version: Version = None


class RisksIn(Input):
    """The risks of a contract and who bears them, as they shall stand."""

    name: Literal["risks"]
    rows: list[RiskRow] = Field(max_length=ppp.MOST_ROWS)
    version: Version = None


class PhasesIn(Input):
    """The milestones of a contract, as they shall stand."""

    name: Literal["milestones"]
    rows: list[PhaseRow] = Field(max_length=ppp.MOST_ROWS)
    version: Version = None


class SpendingIn(Input):
    """The approved plan of government spending by year, as it shall stand."""

    name: Literal["spending"]
    rows: list[SpendingRow] = Field(max_length=ppp.MOST_ROWS)
    version: Version = None


class ListIn(
    RootModel[Annotated[FinancingIn | RisksIn | PhasesIn | SpendingIn, Field(discriminator="name")]]
):
    """One list of a contract as it shall stand: the name says what its rows hold."""


class TermsCheckIn(Input):
    """Terms to be read, as data or as YAML text; nothing is stored."""

    body: Data = None
    formula: Data = None


class TermsCheckOut(BaseModel):
    """What the terms read as, with everything that is wrong and where."""

    sound: bool
    findings: list[dict[str, str]]
    examples: list[dict[str, Any]]
    linked_shares: dict[str, str]


class TemplatesOut(BaseModel):
    """Templates of payment terms."""

    items: list[dict[str, Any]]


class TemplateIn(Input):
    """A template and what goes into its places, as typed: yuan, per cent, text."""

    template: Key
    values: dict[str, str] = Field(default_factory=dict, max_length=40)


class TemplateOut(BaseModel):
    """Terms and formula as data."""

    body: Any
    formula: Any


class ImportIn(Input):
    """Contracts of a file as text; ``preview`` reads and stores nothing."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    text: str = Field(max_length=2_000_000)
    preview: bool = False


class ImportOut(BaseModel):
    """What the file holds, or what was stored of it."""

    contracts: list[dict[str, Any]]
    findings: list[dict[str, str]]


class AffordabilityAsk(BaseModel):
    """A region, and the quantities of a contract more."""

    region: Annotated[str, Field(pattern=r"^[0-9A-Z]{0,12}$")] = ""
    draft: Annotated[str, Field(pattern=r"^([0-9a-f-]{36})?$")] = ""
    cost: Annotated[str, Field(max_length=40)] = ""
    profit: Annotated[str, Field(max_length=20)] = ""
    discount: Annotated[str, Field(max_length=20)] = ""
    operating: Annotated[str, Field(max_length=400)] = ""
    users: Annotated[str, Field(max_length=400)] = ""
    first_year: Annotated[str, Field(max_length=4)] = ""
    years: Annotated[str, Field(max_length=2)] = ""


class AffordabilityOut(BaseModel):
    """Every future year of a region against the caps."""

    region: str
    base_year: int | None
    years: list[dict[str, Any]]
    errors: dict[str, str]


class ArrearsAsk(BaseModel):
    """Which part of the ledger."""

    region: Annotated[str, Field(pattern=r"^[0-9A-Z]{0,12}$")] = ""
    contract: Annotated[str, Field(pattern=r"^([0-9a-f-]{36})?$")] = ""


class ArrearsOut(BaseModel):
    """The ledger of arrears; amounts in yuan as text."""

    due: str
    paid: str
    owed: str
    overdue: str
    interest: str
    items: list[dict[str, Any]]


class PartOut(BaseModel):
    """A stored part."""

    public_id: str
    version: int | None = None


class ArrearIn(ArrearInput):
    """What fell due for a period of a contract."""

    ppp_contract: PublicId


class PaymentIn(ArrearPaymentInput):
    """A payment toward an arrear and the version it rests on."""

    version: Version = None


class PlanIn(ClearingPlanInput):
    """A clearing plan and the version it rests on."""

    version: Version = None


class IndicesOut(BaseModel):
    """Price indices with their newest values."""

    items: list[dict[str, Any]]


class IndexValuesIn(Input):
    """Values of an index."""

    rows: list[IndexValueInput] = Field(min_length=1, max_length=600)


class IndexValuesOut(BaseModel):
    """How many values were new."""

    public_id: str
    added: int


@router.get("/ppp-contracts/{public_id}/figures", response_model=ContractFiguresOut)
def contract_figures(request: Request, public_id: str, actor: Reader) -> Response:
    """Read what a contract costs by year, what hangs on performance, its lists and prices."""
    return reply(api_ppp.contract_told(database(request), actor, public_id))


@router.put("/ppp-contracts/{public_id}/lists", response_model=PartOut, openapi_extra=takes(ListIn))
def store_list(
    request: Request,
    public_id: str,
    actor: Editor,
    form: Annotated[ListIn, Depends(body_of(ListIn))],
    if_match: IfMatch = None,
    key: SentKey = None,
) -> Response:
    """Store one list of a contract as it shall stand."""
    told = form.root
    version = version_asked(if_match, told.version)
    given = (told.name, told.rows, version)
    return reply(ppp.set_list(database(request), actor, public_id, *given, key=own_key(actor, key)))


@router.post("/ppp-contracts/{public_id}/prices", response_model=PartOut, openapi_extra=takes(PriceInput))
def store_price(
    request: Request,
    public_id: str,
    actor: Editor,
    form: Annotated[PriceInput, Depends(body_of(PriceInput))],
    key: SentKey = None,
) -> Response:
    """Store a price of a contract from a month on."""
    return reply(ppp.add_price(database(request), actor, public_id, form, key=own_key(actor, key)))


@router.post("/ppp-imports", response_model=ImportOut, openapi_extra=takes(ImportIn))
def bring_contracts(
    request: Request,
    actor: Writer,
    form: Annotated[ImportIn, Depends(body_of(ImportIn))],
    key: SentKey = None,
) -> Response:
    """Bring contracts in from a file: all of it or nothing."""
    if not form.preview:
        stored = ppp_import.store_contracts(
            database(request), actor, form.text, form.region, key=own_key(actor, key)
        )
        return reply({"contracts": stored["contracts"], "findings": []})
    draft = ppp_import.read_contracts(form.text, form.region)
    found = [{"place": one.field, "message": one.text()} for one in (*draft.problems, *draft.notes)]
    read = [{"number": one.form.number, "name": one.form.name} for one in draft.contracts]
    return reply({"contracts": read, "findings": found})


@router.post("/ppp-terms-check", response_model=TermsCheckOut, openapi_extra=takes(TermsCheckIn))
def check_terms(
    actor: TermsReader,  # noqa: ARG001 -- the door is the parameter
    form: Annotated[TermsCheckIn, Depends(body_of(TermsCheckIn))],
) -> Response:
    """Say what terms read as and what is wrong with them; nothing is stored."""
    return reply(api_ppp.checked_told(form.body, form.formula))


@router.get("/ppp-templates", response_model=TemplatesOut)
def list_templates(actor: TermsReader) -> Response:  # noqa: ARG001 -- the door is the parameter
    """List the templates of payment terms."""
    return reply(api_ppp.templates_told())


@router.post("/ppp-templates", response_model=TemplateOut, openapi_extra=takes(TemplateIn))
def fill_template(
    actor: TermsReader,  # noqa: ARG001 -- the door is the parameter
    form: Annotated[TemplateIn, Depends(body_of(TemplateIn))],
) -> Response:
    """Fill a template; nothing is stored."""
    if form.template not in templates():
        raise missing("template")
    return reply(api_ppp.template_told(form.template, form.values))


@router.get("/ppp-affordability", response_model=AffordabilityOut)
def affordability(request: Request, actor: Reader, asked: Annotated[AffordabilityAsk, Query()]) -> Response:
    """Read every future year of a region against the caps, with a contract more where one is asked."""
    wanted = asked.model_dump(exclude={"region"})
    return reply(api_ppp.affordability_told(database(request), actor, asked.region, wanted))


@router.get("/ppp-arrears", response_model=ArrearsOut)
def list_arrears(request: Request, actor: LedgerReader, asked: Annotated[ArrearsAsk, Query()]) -> Response:
    """Read the ledger of arrears."""
    return reply(api_ppp.arrears_told(database(request), actor, asked.region, asked.contract))


@router.post("/ppp-arrears", response_model=PartOut, openapi_extra=takes(ArrearIn))
def store_arrear(
    request: Request,
    actor: LedgerEditor,
    form: Annotated[ArrearIn, Depends(body_of(ArrearIn))],
    key: SentKey = None,
) -> Response:
    """Store what fell due for a period before the ledger began."""
    contract = form.ppp_contract
    wanted = ArrearInput.model_validate(form.model_dump(mode="json", exclude={"ppp_contract"}))
    return reply(ppp.save_arrear(database(request), actor, contract, wanted, key=own_key(actor, key)))


@router.post("/ppp-arrears/{public_id}/pay", response_model=PartOut, openapi_extra=takes(PaymentIn))
def pay_arrear(
    request: Request,
    public_id: str,
    actor: LedgerEditor,
    form: Annotated[PaymentIn, Depends(body_of(PaymentIn))],
    if_match: IfMatch = None,
    key: SentKey = None,
) -> Response:
    """Record a payment toward an arrear."""
    version = version_asked(if_match, form.version)
    return reply(ppp.pay_arrear(database(request), actor, public_id, form, version, key=own_key(actor, key)))


@router.put("/ppp-arrears/{public_id}/plan", response_model=PartOut, openapi_extra=takes(PlanIn))
def plan_arrear(
    request: Request,
    public_id: str,
    actor: LedgerEditor,
    form: Annotated[PlanIn, Depends(body_of(PlanIn))],
    if_match: IfMatch = None,
    key: SentKey = None,
) -> Response:
    """Store the clearing plan of an arrear."""
    version = version_asked(if_match, form.version)
    return reply(ppp.plan_arrear(database(request), actor, public_id, form, version, key=own_key(actor, key)))


@router.get("/ppp-indices", response_model=IndicesOut)
def list_indices(request: Request, actor: IndexReader) -> Response:
    """List the price indices with their newest values."""
    return reply(api_ppp.indices_told(database(request), actor))


@router.post("/ppp-indices", response_model=PartOut, openapi_extra=takes(IndexSeriesInput))
def store_index(
    request: Request,
    actor: IndexEditor,
    form: Annotated[IndexSeriesInput, Depends(body_of(IndexSeriesInput))],
    key: SentKey = None,
) -> Response:
    """Store a price index of a region."""
    return reply(ppp.add_series(database(request), actor, form, key=own_key(actor, key)))


@router.post(
    "/ppp-indices/{public_id}/values", response_model=IndexValuesOut, openapi_extra=takes(IndexValuesIn)
)
def store_values(
    request: Request,
    public_id: str,
    actor: IndexEditor,
    form: Annotated[IndexValuesIn, Depends(body_of(IndexValuesIn))],
    key: SentKey = None,
) -> Response:
    """Store values of an index: no gap, and a published value stays."""
    return reply(ppp.set_values(database(request), actor, public_id, form.rows, key=own_key(actor, key)))
