"""What-if over all debt of a region: named, computed by the job process, beside plan and actual."""

from decimal import Decimal
from typing import Any

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Conflict, Invalid, Problem
from bondlife.jobs.runner import enqueue
from bondlife.security.actor import SYSTEM, Actor
from bondlife.services.inputs import Input
from bondlife.services.records import region_by_code
from bondlife.services.values import Line, Money, Percent, Prose, Year
from models.base import columns
from models.canonical import canonical_json, digest
from models.registry import PortfolioScenario

MOST_SCENARIOS = 50


class WhatIfInput(Input):
    """A new issue, a refinancing, a move of rates, a delay of income: each may be left out."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    name: Line = Field(min_length=1, max_length=100)
    note: Prose = Field("", max_length=1000)
    issue_amount: Money = 0
    issue_year: Year | None = None
    issue_tenor: int = Field(10, ge=1, le=30)
    issue_percent: Percent = None
    refinance_percent: Percent = None
    refinance_from: Year | None = None
    refinance_to: Year | None = None
    refinance_tenor: int = Field(10, ge=1, le=30)
    refinance_rate_percent: Percent = None
    rate_move_percent: Percent = None
    income_percent: Percent = None
    delay_years: int = Field(0, ge=0, le=10)

    @model_validator(mode="after")
    def _whole(self) -> "WhatIfInput":
        if self.issue_amount and (self.issue_year is None or self.issue_percent is None):
            raise PydanticCustomError("value_error", "a new issue needs its year and its rate")
        spans = (self.refinance_from, self.refinance_to, self.refinance_rate_percent)
        if self.refinance_percent and None in spans:
            raise PydanticCustomError("value_error", "a refinancing needs its years and its rate")
        if self.refinance_percent and not 0 <= self.refinance_percent <= 1:
            raise PydanticCustomError("value_error", "at most all principal is refinanced")
        if self.refinance_from and self.refinance_to and self.refinance_to < self.refinance_from:
            raise PydanticCustomError("value_error", "the last year of refinancing lies before the first")
        return self


def save(db: Database, actor: Actor, form: WhatIfInput, *, key: str = "") -> dict[str, Any]:
    """Keep what is assumed and put its computation into the queue; a name is used once a region."""

    def work(act: Act) -> dict[str, Any]:
        region_id = region_by_code(act, form.region)
        act.actor.require("what_if.edit", region_id)
        own = columns(PortfolioScenario)
        held = act.find(PortfolioScenario, own.region_id == region_id)
        if any(one.name == form.name for one in held):
            raise Conflict(
                Problem("duplicate", "This region has a scenario of this name; choose another.", "name")
            )
        if sum(one.ended_at is None for one in held) >= MOST_SCENARIOS:
            raise Invalid.because(
                "too_many",
                "A region keeps at most %(most)d scenarios; end one first.",
                "name",
                most=MOST_SCENARIOS,
            )
        row = act.add(
            PortfolioScenario(region_id=region_id, name=form.name, note=form.note, terms=_terms(form))
        )
        act.flush()
        act.about(row, name=form.name)
        job = enqueue(act, "what_if", {"scenario": row.public_id}, region_id)
        return {"public_id": row.public_id, "version": row.version, "job": job.public_id}

    return dict(perform(db, actor, "what_if.save", work, key=key, request=form.model_dump(mode="json")))


def _terms(form: WhatIfInput) -> dict[str, Any]:
    told = form.model_dump(exclude={"region", "name", "note"})
    return {name: f"{value:f}" if isinstance(value, Decimal) else value for name, value in told.items()}


def compute_again(
    db: Database, actor: Actor, public_id: str, version: int, *, key: str = ""
) -> dict[str, Any]:
    """Compute a scenario again on the books of today."""

    def work(act: Act) -> dict[str, Any]:
        row = _row(act, public_id, version)
        act.change(row, state="waiting")
        job = enqueue(act, "what_if", {"scenario": public_id}, row.region_id)
        return {"public_id": public_id, "version": row.version, "job": job.public_id}

    return dict(perform(db, actor, "what_if.again", work, key=key, request=[public_id, version]))


def end(db: Database, actor: Actor, public_id: str, version: int, *, key: str = "") -> dict[str, Any]:
    """End a scenario; its name stays taken and its history stays."""

    def work(act: Act) -> dict[str, Any]:
        row = _row(act, public_id, version)
        act.end(row)
        return {"public_id": public_id, "version": row.version}

    return dict(perform(db, actor, "what_if.end", work, key=key, request=[public_id, version]))


def store(db: Database, public_id: str, base: str, result: dict[str, Any]) -> dict[str, Any]:
    """Keep what the job process worked out, with the digest of the books it stood on."""

    def work(act: Act) -> dict[str, Any]:
        own = columns(PortfolioScenario)
        row = act.find(PortfolioScenario, own.public_id == public_id)[0]
        sign = digest(canonical_json([row.terms, base, result]))
        values = {"result": result, "base_digest": base, "digest": sign, "computed_on": act.business_date}
        act.change(row, state="ready", **values)
        act.about(row, digest=sign)
        return {"public_id": public_id, "digest": sign}

    return dict(perform(db, SYSTEM, "what_if.computed", work))


def fail(db: Database, public_id: str) -> None:
    """Say that a scenario could not be computed."""

    def work(act: Act) -> int:
        own = columns(PortfolioScenario)
        act.change(act.find(PortfolioScenario, own.public_id == public_id)[0], state="failed")
        return 0

    perform(db, SYSTEM, "what_if.failed", work)


def _row(act: Act, public_id: str, version: int) -> PortfolioScenario:
    row = act.fetch(PortfolioScenario, public_id, "what_if.read")
    act.about(row, name=row.name)
    act.actor.require("what_if.edit", row.region_id)
    act.require_version(row, version)
    return row
