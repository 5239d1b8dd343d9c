"""One version of payment terms: as it reads, its legal footing, what a supplement changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bondlife import clock
from bondlife.books import Rule, region_code, rule_book
from bondlife.db import Database
from bondlife.lifecycle.facts import by_key, rows
from bondlife.lifecycle.ppp_spending import read_stored
from bondlife.locale import gettext
from bondlife.ppp.parts import Terms
from bondlife.ppp.template import templates
from bondlife.ppp.years import Comparison, compared, schedule_of, start_of
from bondlife.queries.nested import JOINT, NestedChange, nested_changes
from bondlife.queries.ppp_contract import TermsLine, terms_line
from bondlife.queries.ppp_terms_body import TermsBodyView, body_view
from bondlife.queries.ppp_terms_form import text_of
from bondlife.queries.record import RecordView, record_view, row_of
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from models.base import columns
from models.registry import PPPContract, PPPTerms

MOST_YEARS = 45
LAW = (
    *("ppp.regime", "ppp.new_mechanism", "ppp.linkage_gate", "ppp.full_linkage", "ppp.estimate"),
    *("ppp.worked_example", "ppp.payment_conditions", "ppp.payment_days"),
)
"""Rules that speak of terms; each is shown with its legal status."""


@dataclass(frozen=True, slots=True)
class PPPTermsView:
    """The page of one version."""

    record: RecordView
    line: TermsLine
    public_id: str
    version: int
    contract: str
    contract_name: str
    contract_href: str
    currency: str
    template: str
    formula_version: str
    read: TermsBodyView
    body_text: str
    formula_text: str
    before: str
    parts: Sequence[NestedChange]
    changes: Sequence[Comparison]
    change_total: int
    law: Sequence[Rule]
    edit_href: str
    digest: str


def terms_view(db: Database, actor: Actor, public_id: str) -> PPPTermsView:
    """Return the page of one version of the terms."""
    record = record_view(db, actor, "ppp_terms", public_id)
    with db.reading() as session:
        row = row_of(session, actor, "ppp_terms", public_id)
        assert isinstance(row, PPPTerms)
        contract = by_key(session, PPPContract, row.contract_id)
        assert contract is not None
        rules = rule_book(session, region_code(session, row.region_id), clock.business_date())
        last = _earlier(session, row)
        changes = _changes(last, contract, row)
        found = templates().get(row.template)
        may = actor.can_on("ppp_terms.edit", row.region_id, row.unit_id, row.department_id)
        return PPPTermsView(
            record,
            terms_line(row),
            row.public_id,
            row.version,
            contract.public_id,
            contract.name,
            f"/ppp/contracts/{contract.public_id}",
            contract.currency,
            said(found.label) if found else row.template,
            row.formula_version,
            body_view(row.body, row.formula, contract, row.valid_from, rules),
            text_of(row.body),
            text_of(row.formula),
            _called(last) if last is not None else "",
            _parts(last, row) if last is not None else (),
            changes,
            sum(one.change for one in changes),
            [rule for key in LAW if (rule := rules.get(key)) is not None],
            f"/ppp/terms/{row.public_id}/edit" if may and row.state == "draft" else "",
            row.digest,
        )


def _earlier(session: Session, row: PPPTerms) -> PPPTerms | None:
    """Return the version in force that this one follows."""
    own = columns(PPPTerms)
    held = rows(session, PPPTerms, own.contract_id == row.contract_id, own.number < row.number)
    earlier = [one for one in held if one.state == "in_force" and one.valid_from < row.valid_from]
    return max(earlier, key=lambda one: one.number, default=None)


def _called(row: PPPTerms) -> str:
    return row.supplement or row.name or gettext("version %(number)s") % {"number": row.number}


def _parts(last: PPPTerms, row: PPPTerms) -> list[NestedChange]:
    """Return what reads otherwise than in the version before, part by part."""
    formula = gettext("Formula")
    changed = nested_changes(last.formula or {}, row.formula or {})
    return [
        *nested_changes(last.body or {}, row.body or {}),
        *(one._replace(path=f"{formula}{JOINT}{one.path}") for one in changed),
    ]


def _changes(last: PPPTerms | None, contract: PPPContract, row: PPPTerms) -> Sequence[Comparison]:
    """Return what changes in money over the rest of the contract."""
    old, new = read_stored(last) if last is not None else None, read_stored(row)
    if last is None or old is None or new is None:
        return ()
    starts = (start_of(old, last.valid_from.year), start_of(new, row.valid_from.year))
    end = max(_last_year(old, starts[0], contract), _last_year(new, starts[1], contract))
    years = range(row.valid_from.year, min(end, row.valid_from.year + MOST_YEARS) + 1)
    return compared(old, new, years, starts=starts)


def _last_year(terms: Terms, start: int, contract: PPPContract) -> int:
    """Return the last year terms pay in: of the contract, or of an annuity that runs on."""
    ends = [contract.ends_on.year if contract.ends_on else start]
    for part in terms.components:
        if schedule_of(part.base) is not None:
            ends.append((part.base.first_year or start) + part.base.years - 1)
        ends += part.base.by_year
    return max(ends)
