"""What an office does with PPP contracts, in short words: contracts, terms from templates, signatures."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bondlife.ppp.template import filled, templates
from models.registry import FiscalYear
from tests.lifecycle.story import Story

TODAY = "2036-03-10"
STOCK: Mapping[str, Any] = {
    "region": "330304",
    "number": "PPP-2030-03",
    "name": "城乡供排水一体化项目",
    "regime": "stock",
    "regime_basis": "区政府专题会议纪要〔2035〕7号",
    "payment_type": "government_pay",
    "agency": "区住房和城乡建设局",
    "company": "青澜清源水务项目公司",
    "signed_on": "2030-06-01",
    "construction_from": "2030-07-01",
    "operation_from": "2032-01-01",
    "ends_on": "2041-12-31",
    "total_investment": "300000000",
    "capital": "60000000",
    "government_capital": "12000000",
}


VERSIONED: list[str] = []
"""Contract and supplement that one test leaves for the next of its module."""


def contract(story: Story, **changes: Any) -> str:
    """Store a contract in draft with its papers and return its key."""
    key = story.create("officer", "ppp_contract", **{**STOCK, **changes})
    story.attach("officer", "ppp_contract", key, "ppp_contract_text", "ppp_regime_decision")
    return key


def taken_on(story: Story, **changes: Any) -> str:
    """Store a signed contract and take it on with a second person."""
    key = contract(story, **changes)
    story.signed("officer", "ppp_contract", key, "register", "simple")
    return key


def terms(
    story: Story, contract_key: str, template: str, valid_from: str = "2032-01-01", **values: Any
) -> str:
    """Store terms in draft, filled from a template; ``body`` and ``formula`` replace its own."""
    typed = {name: text for name, text in values.items() if name not in {"body", "formula", "form"}}
    body, formula = filled(templates()[template], typed)
    form = {"ppp_contract": contract_key, "valid_from": valid_from, "template": template, "name": template}
    form |= {"body": values.get("body", body), "formula": values.get("formula", formula)}
    key = story.create("officer", "ppp_terms", **{**form, **values.get("form", {})})
    story.attach("officer", "ppp_terms", key, "ppp_terms_annex")
    return key


def approved(story: Story, key: str) -> None:
    """Let a second person approve terms."""
    story.signed("officer", "ppp_terms", key, "approve", "ppp_terms")


def expenditure(story: Story, year: int, amount: int, region: str = "330304") -> None:
    """Store the general public budget expenditure of a region and year, fen."""
    story.register(
        FiscalYear(
            region_id=story.region(region),
            year=year,
            as_of=date(year, 12, 31),
            general_spending=amount,
            source="一般公共预算",
        )
    )
