"""The editor of payment terms: heads, two texts, what the live check says to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import uuid4

from sqlmodel import Session

from bondlife import clock
from bondlife.books import RuleBook, region_code, rule_book
from bondlife.db import Database
from bondlife.exchange.plain_data import PlainDataError, read_plain, write_plain
from bondlife.lifecycle.facts import by_key
from bondlife.locale import gettext
from bondlife.ppp.template import Template, offered, templates
from bondlife.queries.ppp_terms_body import FindingLine, TermsBodyView, body_view
from bondlife.queries.record import row_of
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from models.registry import PPPContract, PPPTerms


@dataclass(frozen=True, slots=True)
class ParameterField:
    """One place of a template as a form draws it."""

    name: str
    label: str
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class TermsFormView:
    """The editor: heads, two texts, and what the live check says to them."""

    title: str
    action: str
    cancel: str
    check_action: str
    contract: str
    contract_name: str
    version: int
    idempotency_key: str
    template: str
    template_label: str
    template_basis: str
    templates: Sequence[tuple[str, str]]
    parameters: Sequence[ParameterField]
    data: Mapping[str, str]
    errors: Mapping[str, str]
    read: TermsBodyView | None


def text_of(data: Any) -> str:
    """Return stored data as the text the editor shows."""
    return "" if data is None else write_plain(data)


def form_view(
    db: Database,
    actor: Actor,
    *,
    contract_id: str = "",
    public_id: str = "",
    template: str = "",
    typed: Mapping[str, str] | None = None,
    texts: tuple[Any, Any] | None = None,
    errors: Mapping[str, str] | None = None,
) -> TermsFormView:
    """Return the editor of new terms or of a draft; ``texts`` are data just filled from a template."""
    with db.reading() as session:
        row, contract = _found(session, actor, contract_id, public_id)
        rules = rule_book(session, region_code(session, contract.region_id), clock.business_date())
        chosen = templates().get(template or (row.template if row is not None else ""))
        data = {**_stored(row), **_from_texts(texts), **(typed or {})}
        data.setdefault("template", chosen.key if chosen else "")
        read = _live(data, contract, rules) if data.get("body", "").strip() else None
        return _form(contract, row, chosen, rules, data, errors or {}, read)


def _found(
    session: Session, actor: Actor, contract_id: str, public_id: str
) -> tuple[PPPTerms | None, PPPContract]:
    """Return the draft, if one is edited, and its contract."""
    if not public_id:
        contract = row_of(session, actor, "ppp_contract", contract_id)
        assert isinstance(contract, PPPContract)
        return None, contract
    row = row_of(session, actor, "ppp_terms", public_id)
    assert isinstance(row, PPPTerms)
    found = by_key(session, PPPContract, row.contract_id)
    assert found is not None
    return row, found


def _form(
    contract: PPPContract,
    row: PPPTerms | None,
    chosen: Template | None,
    rules: RuleBook,
    data: Mapping[str, str],
    errors: Mapping[str, str],
    read: TermsBodyView | None,
) -> TermsFormView:
    new = f"/ppp/contracts/{contract.public_id}/terms/new"
    foreign = rules.get("ppp.foreign_regimes")
    shown_templates = offered(foreign=foreign is not None and foreign.value is True)
    places = [
        ParameterField(one.name, said(one.label), one.type, one.value)
        for one in (chosen.parameters if chosen and row is None else ())
    ]
    return TermsFormView(
        gettext("Edit payment terms") if row is not None else gettext("New payment terms"),
        f"/ppp/terms/{row.public_id}/edit" if row is not None else new,
        f"/ppp/terms/{row.public_id}" if row is not None else f"/ppp/contracts/{contract.public_id}",
        f"/ppp/contracts/{contract.public_id}/terms/check",
        contract.public_id,
        contract.name,
        row.version if row is not None else 0,
        str(uuid4()),
        chosen.key if chosen else "",
        said(chosen.label) if chosen else "",
        chosen.basis if chosen else "",
        [(one.key, said(one.label)) for one in shown_templates],
        places,
        {**{f"p.{one.name}": one.value for one in places}, **data},
        errors,
        read,
    )


def _stored(row: PPPTerms | None) -> dict[str, str]:
    if row is None:
        return {}
    return {
        "name": row.name,
        "supplement": row.supplement,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else "",
        "formula_version": row.formula_version,
        "template": row.template,
        "body": text_of(row.body),
        "formula": text_of(row.formula),
    }


def _from_texts(texts: tuple[Any, Any] | None) -> dict[str, str]:
    return {} if texts is None else {"body": text_of(texts[0]), "formula": text_of(texts[1])}


def _live(data: Mapping[str, str], contract: PPPContract, rules: RuleBook) -> TermsBodyView:
    """Return what the texts of the editor say as they stand; text that is no data is a finding."""
    read: dict[str, Any] = {}
    for name in ("body", "formula"):
        text = data.get(name, "")
        try:
            read[name] = read_plain(text) if text.strip() else None
        except PlainDataError as error:
            words = gettext("Line %(line)s is neither YAML nor JSON.") % {"line": error.line}
            empty = body_view({}, None, None, clock.business_date(), rules)
            return _with_finding(empty, FindingLine(name, words))
    day = _day(data.get("valid_from", ""))
    return body_view(read["body"], read["formula"], contract, day, rules)


def _with_finding(view: TermsBodyView, finding: FindingLine) -> TermsBodyView:
    return replace(view, findings=[finding])


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.business_date()
