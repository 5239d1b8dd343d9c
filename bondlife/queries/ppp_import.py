"""The import of PPP contracts as a page: what a file holds, what is wrong, what was stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from bondlife.db import Database
from bondlife.ppp.checks import check_terms
from bondlife.ppp.years import start_of, year_cost
from bondlife.queries.ppp_fields import REGIMES, TYPES
from bondlife.queries.record_forms import sentence
from bondlife.queries.shell import region_choices
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.services.ppp_import import ContractDraft, ImportDraft

MOST_YEARS = 12


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One contract of the file with what it costs by year."""

    number: str
    name: str
    regime: str
    payment_type: str
    currency: str
    terms: int
    amounts: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class ImportView:
    """The page: the form, and the look at a file before it is stored."""

    regions: Sequence[tuple[str, str]]
    data: Mapping[str, str]
    errors: Mapping[str, str]
    text: str
    idempotency_key: str
    years: Sequence[int]
    lines: Sequence[DraftLine]
    totals: Sequence[int]
    problems: Sequence[tuple[str, str]]
    notes: Sequence[tuple[str, str]]
    stored: Sequence[Mapping[str, Any]]


def import_view(
    db: Database,
    actor: Actor,
    *,
    region: str = "",
    text: str = "",
    draft: ImportDraft | None = None,
    stored: Sequence[Mapping[str, Any]] = (),
    errors: Mapping[str, str] | None = None,
) -> ImportView:
    """Return the page of the import."""
    contracts = draft.contracts if draft is not None else ()
    years = _years(contracts)
    lines = [_line(one, years) for one in contracts]
    return ImportView(
        region_choices(db, actor),
        {"region": region},
        errors or {},
        text,
        str(uuid4()),
        years,
        lines,
        [sum(line.amounts[place] or 0 for line in lines) for place in range(len(years))],
        [(one.field, sentence(one)) for one in (draft.problems if draft is not None else ())],
        [(one.field, sentence(one)) for one in (draft.notes if draft is not None else ())],
        stored,
    )


def _years(contracts: Sequence[ContractDraft]) -> list[int]:
    """Return the years the terms of the file name, at most a dozen from the first."""
    found = set()
    for one in contracts:
        for terms in one.terms:
            read = check_terms(terms.body, terms.formula).terms
            found |= {year for part in (read.components if read else ()) for year in part.base.by_year}
    return sorted(found)[:MOST_YEARS]


def _line(one: ContractDraft, years: Sequence[int]) -> DraftLine:
    terms = one.terms[-1] if one.terms else None
    read = check_terms(terms.body, terms.formula).terms if terms is not None else None
    amounts: list[int | None] = [None] * len(years)
    if terms is not None and read is not None:
        start = start_of(read, terms.valid_from.year)
        amounts = [year_cost(read, year, start=start).fen for year in years]
    form = one.form
    return DraftLine(
        form.number,
        form.name,
        said(dict(REGIMES)[form.regime]),
        said(dict(TYPES)[form.payment_type]),
        form.currency,
        len(one.terms),
        amounts,
    )
