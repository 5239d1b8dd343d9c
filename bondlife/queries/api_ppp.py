"""PPP contracts as the API tells them: cost by year, linkage, prices, terms, affordability, arrears."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bondlife.db import Database
from bondlife.exchange.plain_data import PlainDataError, read_plain
from bondlife.locale import speaking
from bondlife.ppp.checks import check_terms, shown
from bondlife.ppp.linkage import linked_parts
from bondlife.ppp.template import filled, offered, templates
from bondlife.queries.ppp_affordability import affordability_view
from bondlife.queries.ppp_arrears import ArrearLine, arrears_view
from bondlife.queries.ppp_contract import contract_view
from bondlife.queries.ppp_contracts import contracts_view
from bondlife.queries.ppp_indices import indices_view
from bondlife.security.actor import Actor
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import to_yuan


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else f"{to_yuan(fen):f}"


def contract_told(db: Database, actor: Actor, public_id: str) -> dict[str, Any]:
    """Return what a contract costs by year, what hangs on performance, its lists and prices."""
    with speaking("en"):
        view = contract_view(db, actor, public_id)
    linkage = view.linkage
    return {
        "public_id": view.public_id,
        "version": view.version,
        "currency": view.currency,
        "years": [
            {"year": one.year, "amount": _yuan(one.amount), "source": one.source} for one in view.years
        ],
        "depends_on_quantities": list(view.open_parts),
        "linkage": {
            "components": [
                {
                    "name": one.name,
                    "share": shown(one.share),
                    "base": _yuan(one.base),
                    "at_risk": _yuan(one.at_risk),
                }
                for one in linkage.lines
            ],
            "at_risk": _yuan(linkage.at_risk),
            "availability_share": None
            if linkage.availability_share is None
            else shown(linkage.availability_share),
            "passes_gate": linkage.passes_gate,
            "is_fully_linked": linkage.is_full,
            "full_linkage_asked": linkage.asks_full,
        },
        "lists": {name: [_row(row) for row in rows] for name, rows in view.lists.items()},
        "prices": [{**asdict(one), "value": f"{one.value:f}"} for one in view.prices],
        "owed": _yuan(view.owed),
    }


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _yuan(value) if name == "amount" else value for name, value in row.items()}


def checked_told(body: Any, formula: Any) -> dict[str, Any]:
    """Return what terms read as: findings with their places, worked examples, linked shares."""
    check = check_terms(body, formula)
    try:
        parts = linked_parts(check.terms, {}) if check.terms is not None else ()
    except CalculationError:
        parts = ()
    return {
        "sound": check.is_sound,
        "findings": [{"code": one.code, "place": one.field, "message": one.text()} for one in check.problems],
        "examples": [
            {
                "formula": place,
                "name": one.name,
                "expected": f"{one.expected:f}",
                "value": shown(one.value),
                "agrees": one.agrees,
            }
            for place, one in check.examples
        ],
        "linked_shares": {part.key: shown(part.share) for part in parts},
    }


def file_checked(text: str) -> dict[str, Any]:
    """Return what the terms of a file read as: ``body`` and ``formula``, or a body alone."""
    try:
        data = read_plain(text)
    except PlainDataError as error:
        finding = {"code": "plain_data", "place": f"line {error.line}", "message": "neither YAML nor JSON"}
        return {"sound": False, "findings": [finding], "examples": [], "linked_shares": {}}
    if isinstance(data, dict) and "body" in data:
        return checked_told(data["body"], data.get("formula"))
    return checked_told(data, None)


def register_told(db: Database, actor: Actor, region: str) -> list[dict[str, Any]]:
    """Return the register of contracts."""
    with speaking("en"):
        view = contracts_view(db, actor, region=region)
    return [
        {
            "public_id": one.href.rpartition("/")[2],
            "number": one.number,
            "name": one.name,
            "regime": one.regime,
            "state": one.state,
            "year": view.year,
            "cost": _yuan(one.cost),
            "at_risk": _yuan(one.at_risk),
        }
        for one in view.lines
    ]


def templates_told(*, foreign: bool = False) -> dict[str, Any]:
    """Return the templates of terms with their parameters, filled with what they show at first."""
    return {
        "items": [
            {
                "key": one.key,
                "label": one.label.en,
                "label_zh": one.label.zh,
                "basis": one.basis,
                "payable": one.is_payable,
                "parameters": [
                    {"name": part.name, "type": part.type, "label": part.label.en, "value": part.value}
                    for part in one.parameters
                ],
            }
            for one in offered(foreign=foreign)
        ]
    }


def template_told(key: str, values: Mapping[str, str]) -> dict[str, Any]:
    """Return body and formula of a template with these values in its places."""
    body, formula = filled(templates()[key], values)
    return {"body": body, "formula": formula}


def affordability_told(db: Database, actor: Actor, region: str, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return every future year of a region against the caps."""
    with speaking("en"):
        view = affordability_view(db, actor, region=region, asked=asked)
    return {
        "region": view.region,
        "base_year": view.base_year,
        "years": [
            {
                "year": one.year,
                "spending": _yuan(one.spending),
                "added": _yuan(one.added),
                "expenditure": _yuan(one.expenditure),
                "share": None if one.ratio is None else shown(one.ratio),
                "result": one.word,
            }
            for one in view.lines
        ],
        "errors": dict(view.errors),
    }


def arrears_told(db: Database, actor: Actor, region: str, contract: str) -> dict[str, Any]:
    """Return the ledger of arrears."""
    with speaking("en"):
        view = arrears_view(db, actor, region=region, only_open=False, contract=contract)
    sums = {name: _yuan(getattr(view, name)) for name in ("due", "paid", "owed", "overdue", "interest")}
    return {**sums, "items": [_arrear(one) for one in view.lines]}


def _arrear(one: ArrearLine) -> dict[str, Any]:
    return {
        "public_id": one.public_id,
        "version": one.version,
        "contract": one.contract_href.rpartition("/")[2],
        "period": one.period,
        "due_on": one.due_on.isoformat(),
        "due": _yuan(one.due),
        "paid": _yuan(one.paid),
        "owed": _yuan(one.owed),
        "days_late": one.days_late,
        "interest": _yuan(one.interest),
        "plan": [{"on": on, "amount": _yuan(amount)} for on, amount in one.plan],
    }


def indices_told(db: Database, actor: Actor) -> dict[str, Any]:
    """Return the price indices with their newest values."""
    view = indices_view(db, actor)
    return {
        "items": [
            {
                "public_id": one.public_id,
                "key": one.key,
                "name": one.name,
                "source": one.source,
                "values": [{"month": month, "value": f"{value:f}"} for month, value, _source in one.values],
            }
            for one in view.series
        ]
    }
