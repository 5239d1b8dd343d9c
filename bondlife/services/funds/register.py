"""The register of funds: a fund with its plan, partners, promises, goals, findings, planned contributions."""

from typing import Any

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Conflict, Forbidden, Invalid, Problem
from bondlife.lifecycle.facts import pair
from bondlife.security.actor import Actor
from bondlife.services import records
from bondlife.services.fund_inputs import (
    ClearingInput,
    FindingInput,
    FundGoalInput,
    FundInput,
    LevelInput,
    PartnerInput,
    PlanInput,
    RegisterInput,
)
from bondlife.services.funds.common import book_for, fund_for, key_of, partner_by, require_past, scope_of
from bondlife.services.inputs import ProjectInput
from models.base import columns
from models.registry import (
    BenchmarkLevel,
    Fund,
    FundCommitment,
    FundContribution,
    FundFinding,
    FundGoal,
    FundPartner,
)

SECTOR = "government_fund"
"""The field of investment of the projects behind funds."""


def register(db: Database, actor: Actor, form: RegisterInput, *, key: str = "") -> dict[str, Any]:
    """Store a new fund and the plan it rests on."""

    def work(act: Act) -> dict[str, Any]:
        return records.receipt(add(act, form))

    request = form.model_dump(mode="json")
    return dict(perform(db, actor, "fund.register", work, key=key, request=request))


def add(act: Act, form: RegisterInput) -> Fund:
    """Store a new fund and its plan inside an open act."""
    plan = records.add(act, "project", _plan(form), permission="fund.create")
    fund = records.add(act, "fund", _fund(form, plan.public_id))
    assert isinstance(fund, Fund)
    return fund


def _plan(form: RegisterInput) -> ProjectInput:
    return ProjectInput(
        region=form.region,
        kind="fund",
        code=form.code,
        name=form.name,
        sector=SECTOR,
        start_year=form.start_year,
        total_investment=_text(form.target_size or 0),
        fields={
            "guarantees_funded": form.guarantees_funded,
            "interest_funded": form.interest_funded,
            "policy_goal": form.purpose,
        },
    )


def _fund(form: RegisterInput, project: str) -> FundInput:
    return FundInput(
        project=project,
        name=form.name,
        fund_type=form.fund_type,
        purpose=form.purpose,
        target_size=None if form.target_size is None else _text(form.target_size),
        manager=form.manager,
        custodian=form.custodian,
    )


def _text(fen: int) -> Any:
    return f"{fen // 100}.{fen % 100:02d}"


def add_partner(
    db: Database, actor: Actor, fund_id: str, form: PartnerInput, *, key: str = ""
) -> dict[str, Any]:
    """Add a partner with its promise; a name that is known gets the promise alone."""

    def work(act: Act) -> dict[str, Any]:
        fund = fund_for(act, fund_id)
        row = put_partner(act, fund, form)
        act.about(fund, partner=row.public_id, committed=form.committed)
        return {"public_id": row.public_id, "number": row.number}

    request = [fund_id, form.model_dump(mode="json")]
    return dict(perform(db, actor, "fund.partner", work, key=key, request=request))


def put_partner(act: Act, fund: Fund, form: PartnerInput) -> FundPartner:
    """Add a partner or its further promise inside an open act; no promise falls below what was asked."""
    book = book_for(act, fund)
    known = next((one for one in book.partners if one.name == form.name), None)
    row = known or _new_partner(act, fund, form, len(book.partners) + 1)
    before = book.committed(row.id) if known is not None else 0
    paid = book.total("call", row.id) if known is not None else 0
    if not form.committed:
        raise Invalid.because(
            "nothing_promised", "%(name)s has promised nothing yet.", "committed", name=form.name
        )
    if before + form.committed < paid:
        raise Invalid.because(
            "below_paid_in", "A commitment does not fall below what was paid in.", "committed"
        )
    act.add(
        FundCommitment(
            **scope_of(fund),
            fund_id=key_of(fund),
            partner_id=key_of(row),
            amount=form.committed,
            committed_on=form.committed_on,
            document_number=form.document_number,
        )
    )
    act.flush()
    return row


def _new_partner(act: Act, fund: Fund, form: PartnerInput, number: int) -> FundPartner:
    place = records.region_by_code(act, form.government) if form.government else None
    row = act.add(
        FundPartner(
            **scope_of(fund),
            fund_id=key_of(fund),
            number=number,
            name=form.name,
            code=form.code,
            tier=form.tier,
            government_id=place,
            is_manager=form.tier == "manager",
        )
    )
    act.flush()
    return row


def save_goal(
    db: Database, actor: Actor, fund_id: str, form: FundGoalInput, *, key: str = ""
) -> dict[str, Any]:
    """Store a policy goal, or what is reached of one that stands."""

    def work(act: Act) -> dict[str, Any]:
        fund = fund_for(act, fund_id)
        row = put_goal(act, fund, form)
        act.about(fund, goal=row.public_id)
        return {"public_id": row.public_id, "number": row.number}

    request = [fund_id, form.model_dump(mode="json")]
    return dict(perform(db, actor, "fund.goal", work, key=key, request=request))


def put_goal(act: Act, fund: Fund, form: FundGoalInput) -> FundGoal:
    """Store a goal inside an open act; a name that is known is that goal."""
    own = columns(FundGoal)
    held = act.find(FundGoal, own.fund_id == fund.id, own.ended_at.is_(None))
    values = form.model_dump(exclude={"name"})
    found = next((one for one in held if one.name == form.name), None)
    if found is not None:
        return act.change(found, **values)
    row = FundGoal(**scope_of(fund), fund_id=key_of(fund), number=len(held) + 1, name=form.name, **values)
    act.add(row)
    act.flush()
    return row


def add_finding(
    db: Database, actor: Actor, fund_id: str, form: FindingInput, *, key: str = ""
) -> dict[str, Any]:
    """Write down a breach; the exit it opens shows from that day."""

    def work(act: Act) -> dict[str, Any]:
        fund = fund_for(act, fund_id)
        require_past(act, form.found_on, "found_on")
        row = act.add(FundFinding(**scope_of(fund), fund_id=key_of(fund), **form.model_dump()))
        act.flush()
        act.about(fund, finding=row.public_id)
        return {"public_id": row.public_id}

    request = [fund_id, form.model_dump(mode="json")]
    return dict(perform(db, actor, "fund.finding", work, key=key, request=request))


def clear_finding(
    db: Database, actor: Actor, fund_id: str, finding_id: str, form: ClearingInput, *, key: str = ""
) -> dict[str, Any]:
    """Write down how a breach was put right."""

    def work(act: Act) -> dict[str, Any]:
        fund = fund_for(act, fund_id)
        row = act.fetch(FundFinding, finding_id, "fund.read")
        if row.fund_id != fund.id or row.cleared_on is not None:
            raise Conflict(Problem("moved_on", "The record has moved on and no longer stands at this step."))
        if form.cleared_on < row.found_on:
            raise Invalid.because("before_found", "It is put right after it was found.", "cleared_on")
        act.change(row, cleared_on=form.cleared_on, cleared_by_text=form.text)
        act.about(fund, finding=row.public_id)
        return {"public_id": row.public_id, "version": row.version}

    request = [fund_id, finding_id, form.model_dump(mode="json")]
    return dict(perform(db, actor, "fund.finding_cleared", work, key=key, request=request))


def plan_year(db: Database, actor: Actor, fund_id: str, form: PlanInput, *, key: str = "") -> dict[str, Any]:
    """Plan what a government pays in a year: the commitment of a budget to come."""

    def work(act: Act) -> dict[str, Any]:
        fund = fund_for(act, fund_id)
        row = put_plan(act, fund, form)
        act.about(fund, year=form.year, amount=form.amount)
        return {"public_id": row.public_id, "version": row.version}

    request = [fund_id, form.model_dump(mode="json")]
    return dict(perform(db, actor, "fund.plan_year", work, key=key, request=request))


def put_plan(act: Act, fund: Fund, form: PlanInput) -> FundContribution:
    """Store a planned year inside an open act; all years stay within the commitment."""
    book = book_for(act, fund)
    partner = partner_by(book, form.partner)
    held = [one for one in book.contributions if one.partner_id == partner.id]
    others = sum(one.amount for one in held if one.year != form.year and one.year >= act.business_date.year)
    left = book.committed(partner.id) - book.total("call", partner.id)
    if form.year >= act.business_date.year and others + form.amount > left:
        raise Invalid(
            Problem(
                "above_commitment_left",
                "Planned years sum to %(left)s 10k yuan; %(right)s 10k yuan of the commitment are left.",
                "amount",
                pair(others + form.amount, left),
            )
        )
    found = next((one for one in held if one.year == form.year), None)
    if found is not None:
        return act.change(act.get(FundContribution, found.id), amount=form.amount, basis=form.basis)
    row = FundContribution(
        **scope_of(fund), fund_id=key_of(fund), partner_id=key_of(partner), year=form.year,
        amount=form.amount, basis=form.basis,
    )  # fmt: skip
    act.add(row)
    act.flush()
    return row


def save_levels(db: Database, actor: Actor, levels: list[LevelInput], *, key: str = "") -> dict[str, Any]:
    """Store levels of market indices; a day that is known is refused, not overwritten."""

    def work(act: Act) -> dict[str, Any]:
        if not act.actor.can("fund.edit"):
            raise Forbidden.because("forbidden", "Your role does not allow this step.", "fund.edit")
        for form in levels:
            own = columns(BenchmarkLevel)
            if act.find(BenchmarkLevel, own.key == form.key, own.on == form.on):
                raise Conflict(
                    Problem("level_known", "A level of this index and day is stored already.", "on")
                )
            act.add(BenchmarkLevel(**form.model_dump()))
        act.flush()
        return {"stored": len(levels)}

    request = [one.model_dump(mode="json") for one in levels]
    return dict(perform(db, actor, "fund.levels", work, key=key, request=request))
