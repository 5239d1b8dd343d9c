"""Bring PPP contracts in from a file: contracts with their lists, prices and terms, all of it or nothing.

The file is plain data (YAML); a table in xlsx is turned into the same data first, so that there is one door.
What is wrong is told with its contract and field, and nothing is stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Invalid, Problem
from bondlife.exchange.plain_data import PlainDataError, read_plain
from bondlife.exchange.ppp_contracts import contracts_text
from bondlife.ppp.checks import check_terms
from bondlife.ppp.template import filled, templates
from bondlife.security.actor import Actor
from bondlife.services import records
from bondlife.services.messages import problems_of
from bondlife.services.parts import key_of
from bondlife.services.ppp import plain_row, scope_of
from bondlife.services.ppp_inputs import LISTS, PPPContractInput, PPPTermsInput, PriceInput
from models.registry import PPPContract, PriceBasis


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


MOST = 500
NOWHERE = "00000000-0000-0000-0000-000000000000"
"""Stands for the contract that terms of a file belong to, until it has its own key."""


@dataclass(frozen=True, slots=True)
class ContractDraft:
    """One contract of a file, checked: its form, lists, prices and terms."""

    form: PPPContractInput
    lists: Mapping[str, Sequence[BaseModel]]
    prices: Sequence[PriceInput]
    terms: Sequence[PPPTermsInput]


@dataclass(frozen=True, slots=True)
class ImportDraft:
    """A file as read: contracts that could be stored, what is wrong, what is worth a second look."""

    contracts: Sequence[ContractDraft]
    problems: Sequence[Problem]
    notes: Sequence[Problem] = field(default_factory=tuple)


def read_contracts(text: str, region: str) -> ImportDraft:
    """Read the contracts of a file for a region; nothing is stored."""
    try:
        data = read_plain(text)
    except PlainDataError as error:
        message = _("Line %(line)s is neither YAML nor JSON.")
        return ImportDraft((), [Problem("plain_data", message, "file", {"line": error.line})])
    rows = data.get("contracts") if isinstance(data, dict) else None
    if not isinstance(rows, list) or not rows or len(rows) > MOST:
        message = _("The file holds a list named contracts, of one to %(most)s entries.")
        return ImportDraft((), [Problem("no_contracts", message, "contracts", {"most": MOST})])
    found: list[ContractDraft] = []
    problems: list[Problem] = []
    notes: list[Problem] = []
    for place, row in enumerate(rows):
        draft = _contract(row, region, f"contracts[{place}]", problems)
        if draft is not None:
            found.append(draft)
            notes += _notes(draft, f"contracts[{place}]")
    problems += _repeated(found)
    return ImportDraft(found, problems, notes)


def _contract(row: Any, region: str, at: str, problems: list[Problem]) -> ContractDraft | None:
    if not isinstance(row, dict):
        problems.append(Problem("bad_entry", "A mapping of fields is needed here.", at))
        return None
    before = len(problems)
    own = {name: value for name, value in row.items() if name not in {*LISTS, "prices", "terms"}}
    form = _checked(PPPContractInput, {"region": region, **own}, at, problems)
    lists = {
        name: [
            _checked(model, one, f"{at}.{name}[{n}]", problems) for n, one in _rows(row, name, at, problems)
        ]
        for name, model in LISTS.items()
    }
    prices = [
        _checked(PriceInput, one, f"{at}.prices[{n}]", problems)
        for n, one in _rows(row, "prices", at, problems)
    ]
    terms = [_terms(one, f"{at}.terms[{n}]", problems) for n, one in _rows(row, "terms", at, problems)]
    return ContractDraft(form, lists, prices, terms) if len(problems) == before else None


def _each(
    model: type[BaseModel], row: Mapping[str, Any], name: str, at: str, problems: list[Problem]
) -> list[Any]:
    found = _rows(row, name, at, problems)
    return [_checked(model, one, f"{at}.{name}[{place}]", problems) for place, one in found]


def _rows(row: Mapping[str, Any], name: str, at: str, problems: list[Problem]) -> Sequence[tuple[int, Any]]:
    found = row.get(name) or []
    if not isinstance(found, list) or len(found) > MOST:
        problems.append(Problem("bad_entry", "A list of entries is needed here.", f"{at}.{name}"))
        return []
    return list(enumerate(found))


def _terms(row: Any, at: str, problems: list[Problem]) -> Any:
    """Return a version of terms; one that names a template may give its values instead of a body."""
    if not isinstance(row, dict):
        problems.append(Problem("bad_entry", "A mapping of fields is needed here.", at))
        return None
    values = {name: one for name, one in row.items() if name != "values"}
    if "values" in row:
        found = templates().get(str(row.get("template", "")))
        if found is None or not isinstance(row["values"], dict):
            problems.append(Problem("no_template", "There is no template of this name.", f"{at}.template"))
            return None
        try:
            typed = {name: str(one) for name, one in row["values"].items()}
            body, formula = filled(found, typed)
        except Invalid as refusal:
            problems += [_moved(one, f"{at}.values.{one.field}") for one in refusal.problems]
            return None
        values |= {"body": body, "formula": formula}
    return _checked(PPPTermsInput, {"ppp_contract": NOWHERE, **values}, at, problems)


def _checked(model: type[BaseModel], values: Any, at: str, problems: list[Problem]) -> Any:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        found = problems_of(error.errors(include_input=False, include_url=False))
        problems += [_moved(one, f"{at}.{one.field}" if one.field else at) for one in found]
        return None


def _moved(problem: Problem, at: str) -> Problem:
    return Problem(problem.code, problem.message, at, problem.params)


def _notes(draft: ContractDraft, at: str) -> list[Problem]:
    """Return what keeps terms of the file from approval: they are stored as drafts all the same."""
    return [
        _moved(problem, f"{at}.terms[{place}]: {problem.field}")
        for place, terms in enumerate(draft.terms)
        for problem in check_terms(terms.body, terms.formula).problems
    ]


def _repeated(found: Sequence[ContractDraft]) -> list[Problem]:
    seen: set[str] = set()
    problems = []
    for place, one in enumerate(found):
        if one.form.number in seen:
            message = _("The number %(number)s stands twice in the file.")
            at = f"contracts[{place}].number"
            problems.append(Problem("number_twice", message, at, {"number": one.form.number}))
        seen.add(one.form.number)
    return problems


def store_contracts(db: Database, actor: Actor, text: str, region: str, *, key: str = "") -> dict[str, Any]:
    """Store every contract of a file as drafts with their terms; one thing wrong and nothing is stored."""
    draft = read_contracts(text, region)
    if draft.problems:
        raise Invalid(*draft.problems)

    def work(act: Act) -> dict[str, Any]:
        stored = [_store(act, one) for one in draft.contracts]
        act.detail["contracts"] = len(stored)
        return {"contracts": stored}

    return dict(perform(db, actor, "ppp_contract.import", work, key=key, request=[region, text]))


def _store(act: Act, draft: ContractDraft) -> dict[str, Any]:
    row = records.add(act, "ppp_contract", draft.form)
    assert isinstance(row, PPPContract)
    lists = {
        name: [plain_row(one.model_dump(mode="python")) for one in rows]
        for name, rows in draft.lists.items()
        if rows
    }
    act.change(row, **lists)
    for price in draft.prices:
        own = {**scope_of(row), "contract_id": key_of(row)}
        act.add(PriceBasis(**own, **price.model_dump()))
    keys = [
        records.add(act, "ppp_terms", terms.model_copy(update={"ppp_contract": row.public_id})).public_id
        for terms in draft.terms
    ]
    act.flush()
    return {"public_id": row.public_id, "number": row.number, "terms": keys}


def from_file(db: Database, actor: Actor, file: Path, region: str, *, preview: bool) -> dict[str, Any]:
    """Bring in a contract file by its path, or only tell what it holds."""
    is_table = file.suffix.lower() in {".xlsx", ".xls", ".csv"}
    text = contracts_text(file) if is_table else file.read_text("utf-8-sig")
    if not preview:
        return store_contracts(db, actor, text, region)
    draft = read_contracts(text, region)
    return {
        "contracts": [one.form.number for one in draft.contracts],
        "problems": [{"place": one.field, "message": one.text()} for one in draft.problems],
        "notes": [{"place": one.field, "message": one.text()} for one in draft.notes],
    }
