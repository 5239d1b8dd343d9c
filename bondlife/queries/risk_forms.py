"""The form of fiscal figures, filled with what is stored, and beside it the official result."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bondlife import clock
from bondlife.db import Database
from bondlife.queries.risk import region_view, stored_fiscal
from bondlife.queries.risk_parts import FISCAL, PARTS
from bondlife.queries.shell import region_choices
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from calculators.kernel.money import to_yuan


@dataclass(frozen=True, slots=True)
class FiscalFormView:
    """What the form offers; ``amounts`` are the figures with their labels."""

    regions: Sequence[tuple[str, str]]
    amounts: Sequence[tuple[str, str]]
    form: Any
    official: Any


def fiscal_form_view(
    db: Database, actor: Actor, form: Any, official: Any, *, region: str = "", year: int | None = None
) -> FiscalFormView:
    """Return both forms; what is stored for the region and year named is filled in."""
    today = clock.business_date()
    first = {"region": region, "year": str(year or today.year), "as_of": today.isoformat()}
    if not form.data and not form.errors:
        form = replace(form, data=_stored(db, actor, region, year) if region and year else first)
    if not official.data and not official.errors:
        official = replace(official, data=_official(db, actor, region, year or today.year))
    amounts = [(name, said(PARTS[name])) for name in FISCAL]
    return FiscalFormView(region_choices(db, actor), amounts, form, official)


def _stored(db: Database, actor: Actor, region: str, year: int) -> dict[str, str]:
    row = stored_fiscal(db, actor, region, year)
    if row is None:
        return {"region": region, "year": str(year), "as_of": clock.business_date().isoformat()}
    told = {name: getattr(row, name) for name in FISCAL}
    amounts = {name: "" if value is None else str(to_yuan(value)) for name, value in told.items()}
    return {
        "region": region,
        "year": str(year),
        "as_of": row.as_of.isoformat(),
        "source": row.source,
        **amounts,
    }


def _official(db: Database, actor: Actor, region: str, year: int) -> dict[str, str]:
    first = {"region": region, "year": str(year), "told_on": clock.business_date().isoformat()}
    if not region:
        return first
    held = region_view(db, actor, region, year=year).official
    if held is None:
        return first
    return {**first, "level": held.level, "document": held.document, "told_on": held.told_on.isoformat()}
