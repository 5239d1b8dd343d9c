"""Published PPP figures go in through the product and come out as published: T1, T7 to T10, unitary charges.

Sources: a published worked example of the affordability estimate (T1); rows of assessment reports and annexes
of contracts as set out in a public assessment tool of two county sewage contracts (T7, T8); UK standard
payment schedules (T9, T10); Scottish Parliament written answer S6W-01975 (unitary charges).
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from bondlife.ppp.statement import statement_of
from bondlife.queries.ppp_contract import contract_view
from bondlife.queries.ppp_terms import terms_view
from bondlife.services import ppp_import
from models.base import columns
from models.registry import PPPContract, PPPTerms
from tests.database import copied_database
from tests.lifecycle.story import Story, on
from tests.scenarios import ppp_desk as desk

SCOTLAND = Path(__file__).parents[1] / "golden" / "ppp" / "unitary_charges_scotland.yaml"
T1 = "1432.99 1518.97 1610.11 1706.71 1809.12 1917.66 2032.72 2154.69 2283.97 2421.01"
"""Printed by the source in 10k yuan; it prints year 2 as 1518.9, cut short."""


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.full)])
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("cases")
    with copied_database(request, request.param, folder) as db, on(desk.TODAY):
        yield Story(db, folder / "papers")


@pytest.fixture(scope="module")
def contract(story: Story) -> str:
    return desk.taken_on(story, number="CASES-1")


def frozen(story: Story, key: str, **brought: Any) -> Mapping[str, Any]:
    """Return the quantities of a month beside stored terms, as a run freezes them."""
    row = story.row("ppp_terms", key)
    found = {"scores": [], "inputs": {}, "prices": {}, "indices": {}, "events": [], "waivers": [], **brought}
    terms = {"body": row.body, "formula": row.formula}
    return {"schema": 1, "period": "2036-06", "terms": terms, "carried_in": 0, "already": 0, **found}


def measured(values: str) -> dict[str, dict[str, str]]:
    """Return quantities from lines ``name value unit``."""
    rows = (line.split(None, 2) for line in values.strip().splitlines())
    return {row[0]: {"value": row[1], "unit": row[2] if len(row) > 2 else ""} for row in rows}


def paid(story: Story, key: str, score: str, prices: str, inputs: str) -> int:
    """Return what a month is paid, fen."""
    scores = [{"cycle": "2035-H2", "score": score, "is_vetoed": False}]
    held = frozen(story, key, scores=scores, prices=measured(prices), inputs=measured(inputs))
    return int(statement_of(held)["payable"])


def test_golden_t1_the_estimate_by_year_is_the_published_one(story: Story, contract: str) -> None:
    key = desk.terms(story, contract, "estimate_21", cost="126343700.00", first_year="2016")
    view = terms_view(story.db, story.people["officer"], key)
    shown = [f"{Decimal(line.subsidy) / 1_000_000:.2f}" for line in view.read.estimate]
    assert shown == T1.split()
    assert f"{Decimal(view.read.estimate_total) / 1_000_000:.2f}" == "18887.95"
    assert [line.year for line in view.read.estimate if line.is_peak] == [2025]


def test_golden_t7_report_rows_of_the_sewage_contracts(story: Story, contract: str) -> None:
    key = desk.terms(story, contract, "maonan_network")
    examples = {one.name: one for one in terms_view(story.db, story.people["officer"], key).read.examples}
    assert examples["report row, 108.29 and 12.21"].value.startswith("0.86988")
    prices = "Py 30.227733 10k yuan/year\nPk 0 10k yuan/year"
    inputs = "influent 113.12 mg/l\neffluent 10.91 mg/l"
    assert abs(paid(story, key, "70", prices, inputs) - 24_997_33) <= 20
    plant = desk.terms(story, contract, "maonan_plant")
    prices = "Py 1.69 yuan/m3\nPk 0 10k yuan/year"
    inputs = "influent 108.29 mg/l\neffluent 12.21 mg/l\nvolume 1 10k m3/month\ndesign_volume 1 10k m3/month"
    price = Fraction(paid(story, plant, "70", prices, inputs), 1_000_000)
    assert f"{float(price):.3f}" == "1.668"


@pytest.mark.parametrize(
    ("template", "score", "prices", "inputs", "expected"),
    [
        (
            "maonan_plant",
            "70",
            "Py 1.69 yuan/m3\nPk 33.59 10k yuan/year",
            "influent 108.3 mg/l\neffluent 30 mg/l\nvolume 3 10k m3/month\ndesign_volume 3 10k m3/month",
            "7.8033",
        ),
        (
            "maonan_plant",
            "69",
            "Py 1.69 yuan/m3\nPk 33.59 10k yuan/year",
            "influent 108.2901 mg/l\neffluent 12 mg/l\nvolume 3 10k m3/month\ndesign_volume 3 10k m3/month",
            "7.7681",
        ),
        (
            "maonan_network",
            "69",
            "Py 30.227733 10k yuan/year\nPk 168.48 10k yuan/year",
            "influent 113.1204 mg/l\neffluent 30 mg/l",
            "16.4621",
        ),
        (
            "yunan_plant",
            "81",
            "P0 1.46 yuan/m3",
            "influent 150 mg/l\neffluent 20 mg/l\nfailed 0\nvolume 3 10k m3/month\n"
            "design_volume 3 10k m3/month",
            "4.2705",
        ),
        (
            "yunan_network",
            "81",
            "P0 54.51 10k yuan/year",
            "influent 150 mg/l\neffluent 20 mg/l\nfailed 0\naverage_volume 720 m3/day\n"
            "daily_design 1000 m3/day\ndense_days 21 day",
            "3.7097",
        ),
    ],
)
def test_golden_t8_composite_payments(
    story: Story, contract: str, template: str, score: str, prices: str, inputs: str, expected: str
) -> None:
    key = desk.terms(story, contract, template)
    amount = Decimal(paid(story, key, score, prices, inputs)) / 1_000_000
    assert f"{amount:.4f}" == expected


def event(number: str, **values: Any) -> dict[str, Any]:
    own = {"number": number, "on": "2036-06-10", "area": "", "criterion": "", "periods": "0", "points": "0"}
    return {**own, "amount": None, "was_used": False, **values}


@pytest.fixture(scope="module")
def british(story: Story) -> str:
    return desk.contract(story, number="UK-1", currency="GBP")


@pytest.mark.parametrize(("periods", "expected"), [("3", 180_00), ("1", 60_00), ("2", 120_00)])
def test_golden_t9_area_weighted_unavailability(
    story: Story, british: str, periods: str, expected: int
) -> None:
    key = desk.terms(story, british, "uk_areas")
    facts = dict(terms_view(story.db, story.people["officer"], key).read.facts)
    rates = [value for value in facts.values() if value.startswith("1.985") or value == "2"]
    assert len(rates) == 2, "the computed rate stands beside the printed one, for they differ"
    row = event("E-1", type="unavailable", area="area30", criterion="bay", periods=periods)
    result = statement_of(frozen(story, key, events=[row]))
    assert Fraction(result["deducted"]) == expected


def test_golden_t10_points_with_a_ratchet(story: Story, british: str) -> None:
    key = desk.terms(story, british, "uk_points")
    result = statement_of(frozen(story, key, events=[event("E-1", type="points", points="120")]))
    assert Fraction(result["deducted"]) == 312_00


def charges() -> Mapping[str, Mapping[str, str]]:
    """Return contract → fiscal year → million pounds, as printed."""
    found: Mapping[str, Mapping[str, str]] = yaml.safe_load(SCOTLAND.read_text("utf-8"))["payments"]
    return found


def test_golden_unitary_charges_come_in_by_file_and_out_as_published(story: Story) -> None:
    contracts = [_entry(number, name, years) for number, (name, years) in enumerate(charges().items(), 1)]
    text = yaml.safe_dump({"contracts": contracts}, allow_unicode=True, sort_keys=False)
    stored = ppp_import.store_contracts(story.db, story.people["officer"], text, "330304")["contracts"]
    assert len(stored) == len(charges()) == 33
    for row, (name, years) in zip(stored, charges().items(), strict=True):
        held = story.one(PPPTerms, columns(PPPTerms).public_id == row["terms"][0])
        amounts = held.body["components"][0]["base"]["amounts"]
        printed = {year[:4]: amount for year, amount in years.items()}
        assert {year: _million(fen) for year, fen in amounts.items()} == {
            year: Decimal(amount) for year, amount in printed.items()
        }, name
    contract = story.one(PPPContract, columns(PPPContract).public_id == stored[0]["public_id"])
    assert (contract.name, contract.currency, contract.state) == (
        "Aberdeenshire Schools PPP1",
        "GBP",
        "draft",
    )


def test_a_unitary_charge_in_force_costs_what_was_printed_year_by_year(story: Story) -> None:
    name = "Falkirk Schools PPP1"
    years = charges()[name]
    entry = _entry(99, name, years)
    text = yaml.safe_dump({"contracts": [entry]}, allow_unicode=True, sort_keys=False)
    (stored,) = ppp_import.store_contracts(story.db, story.people["officer"], text, "330304")["contracts"]
    key = stored["public_id"]
    story.attach("officer", "ppp_contract", key, "ppp_contract_text")
    story.signed("officer", "ppp_contract", key, "register", "simple")
    story.attach("officer", "ppp_terms", stored["terms"][0], "ppp_terms_annex")
    desk.approved(story, stored["terms"][0])
    view = contract_view(story.db, story.people["officer"], key)
    told = {str(line.year): _million(line.amount) for line in view.years}
    assert told == {year[:4]: Decimal(amount) for year, amount in years.items()}


def _million(pence: int) -> Decimal:
    return Decimal(pence) / 100_000_000


def _entry(number: int, name: str, years: Mapping[str, str]) -> dict[str, Any]:
    amounts = " ".join(f"{Decimal(amount) * 1_000_000:f}" for amount in years.values())
    values = {"first_year": 2023, "amounts": amounts}
    terms = {"template": "by_year", "valid_from": "2023-04-01", "name": "S6W-01975", "values": values}
    return {
        "number": f"S6W-01975-{number}",
        "name": name,
        "regime": "stock",
        "regime_basis": "Scottish Parliament written answer S6W-01975",
        "payment_type": "government_pay",
        "currency": "GBP",
        "agency": "Scottish public body",
        "company": "project company",
        "signed_on": "2000-01-01",
        "operation_from": "2023-04-01",
        "ends_on": "2028-03-31" if years["2027-28"] != "0" else "2027-12-31",
        "terms": [terms],
    }


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("contracts: []", "contracts"),
        ("contracts: [1, 2", "file"),
        ("a: 1", "contracts"),
        ("contracts: [{number: A}]", "contracts[0].name"),
        ("contracts: [5]", "contracts[0]"),
    ],
)
def test_a_bad_file_is_refused_with_its_place_and_stores_nothing(story: Story, text: str, place: str) -> None:
    before = len(story.all(PPPContract))
    draft = ppp_import.read_contracts(text, "330304")
    assert place in {one.field for one in draft.problems}
    with pytest.raises(Exception, match=r".") as refusal:
        ppp_import.store_contracts(story.db, story.people["officer"], text, "330304")
    assert refusal.type.__name__ == "Invalid"
    assert len(story.all(PPPContract)) == before
