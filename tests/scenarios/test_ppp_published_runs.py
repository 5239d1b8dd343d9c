"""Published PPP figures through whole runs: approved, measured, scored, worked out, frozen, recomputed.

Sources as in ``test_ppp_cases``: assessment reports and contract annexes of two county sewage contracts
(T7, T8), UK standard payment schedules (T9, T10), Scottish Parliament written answer S6W-01975. The estimate
of affordability (T1) is never paid: its run is the region's table of years.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import yaml

from bondlife.exchange.documents import broken
from bondlife.exchange.documents.render import render
from bondlife.exchange.papers import payment_advice
from bondlife.jobs.runner import run_waiting
from bondlife.locale import speaking
from bondlife.queries.ppp_affordability import affordability_view
from bondlife.queries.ppp_recompute import recompute
from bondlife.queries.ppp_statement import statement_view
from bondlife.services import ppp, ppp_import, ppp_periods
from bondlife.services.ppp_inputs import PriceInput
from bondlife.services.ppp_runs import PaymentRunInput, open_run
from models.registry import PaymentRun, PaymentStatement, PPPContract
from tests.database import copied_database
from tests.lifecycle.story import YI, Story, on
from tests.ppp.works import Works
from tests.scenarios import ppp_desk as desk
from tests.scenarios.test_ppp_cases import T1, _entry, charges

MONTH, YEAR = "2036-06", "2026"
TODAY = "2036-07-20"
REGION = "330304"
SAMPLE = ("Aberdeenshire Schools PPP1", "Falkirk Schools PPP1", "East Renfrewshire Schools PPP2")


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.full)])
def works(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Works]:
    folder = tmp_path_factory.mktemp("published")
    with copied_database(request, request.param, folder) as db, on(desk.TODAY):
        yield Works(Story(db, folder / "papers"))


CASES: Mapping[str, tuple[str, str, str, str, str, str]] = {
    "T7 network, June 2025": (
        "maonan_network",
        "70",
        "Py 30.227733 10k yuan/year;Pk 0 10k yuan/year",
        "influent 113.12 mg/l;effluent 10.91 mg/l",
        "24997.33",
        "0.20",
    ),
    "T8 Maonan plant": (
        "maonan_plant",
        "70",
        "Py 1.69 yuan/m3;Pk 33.59 10k yuan/year",
        "influent 108.3 mg/l;effluent 30 mg/l;volume 3 10k m3/month;design_volume 3 10k m3/month",
        "78033",
        "0.5",
    ),
    "T8 Maonan plant, score below the line": (
        "maonan_plant",
        "69",
        "Py 1.69 yuan/m3;Pk 33.59 10k yuan/year",
        "influent 108.2901 mg/l;effluent 12 mg/l;volume 3 10k m3/month;design_volume 3 10k m3/month",
        "77681",
        "0.5",
    ),
    "T8 Maonan network": (
        "maonan_network",
        "69",
        "Py 30.227733 10k yuan/year;Pk 168.48 10k yuan/year",
        "influent 113.1204 mg/l;effluent 30 mg/l",
        "164621",
        "0.5",
    ),
    "T8 Yunan plant": (
        "yunan_plant",
        "81",
        "P0 1.46 yuan/m3",
        "influent 150 mg/l;effluent 20 mg/l;failed 0;volume 3 10k m3/month;design_volume 3 10k m3/month",
        "42705",
        "0.5",
    ),
    "T8 Yunan network": (
        "yunan_network",
        "81",
        "P0 54.51 10k yuan/year",
        "influent 150 mg/l;effluent 20 mg/l;failed 0;average_volume 720 m3/day;daily_design 1000 m3/day;"
        "dense_days 21 day",
        "37097",
        "0.5",
    ),
}
"""Name → template, score, prices, quantities, published yuan, half the last printed digit or as stated."""


def running(works: Works, number: str, template: str, **values: Any) -> PPPContract:
    """Return a contract in operation with terms that a second person approved."""
    form = {name: values.pop(name) for name in ("currency",) if name in values}
    key = desk.taken_on(works.story, number=number, **form)
    works.story.attach("officer", "ppp_contract", key, "acceptance_report")
    works.story.signed("officer", "ppp_contract", key, "start_operation", "simple")
    desk.approved(works.story, desk.terms(works.story, key, template, **values))
    row: PPPContract = works.story.row("ppp_contract", key)
    works.add_budget(row, 900_000_000_00)
    return row


def measured(works: Works, contract: PPPContract, prices: str, inputs: str) -> None:
    """Enter the prices of a contract and what the month brought."""
    officer = works.story.people["officer"]
    for name, value, unit in (line.split(" ", 2) for line in prices.split(";")):
        form = {"name": name, "effective_month": "2032-01", "value": value, "unit": unit, "evidence": "批复"}
        ppp.add_price(works.db, officer, contract.public_id, PriceInput.model_validate(form))
    for name, value, unit in (f"{line} ".split(" ", 2) for line in inputs.split(";")):
        told = {"period": MONTH, "name": name, "value": value, "unit": unit.strip(), "evidence": "在线监测"}
        entered = ppp_periods.QuantityInput.model_validate(told)
        ppp_periods.save_quantity(works.db, officer, contract.public_id, entered)


def stated(works: Works, period: str, contracts: list[PPPContract]) -> dict[int, PaymentStatement]:
    """Work a run out over contracts; return its statements by contract."""
    form = PaymentRunInput(region=REGION, period=period, contracts=[one.public_id for one in contracts])
    key = str(open_run(works.db, works.story.people["officer"], form)["public_id"])
    run_waiting(works.db)
    run: PaymentRun = works.run(key)
    assert (run.state, run.left_out) == ("calculated", [])
    assert run.payable == sum(one.payable for one in works.statements(key))
    again = recompute(works.db, key)
    assert (again["runs"], again["equal"]) == (1, 1)
    return {one.contract_id: one for one in works.statements(key)}


def test_golden_published_months_in_one_run(works: Works) -> None:
    contracts = {}
    for number, (name, (template, score, prices, inputs, _paid, _off)) in enumerate(CASES.items()):
        contracts[name] = running(works, f"RUN-{number}", template)
        for cycle in ("2035-H2", "2036-Q1"):
            works.score(contracts[name], cycle, score)
        measured(works, contracts[name], prices, inputs)
    with on(TODAY):
        found = stated(works, MONTH, list(contracts.values()))
    for name, (*_way, paid, off) in CASES.items():
        payable = Decimal(found[contracts[name].id or 0].payable) / 100
        assert abs(payable - Decimal(paid)) <= Decimal(off), (name, payable)


def test_golden_t9_and_t10_in_one_run(works: Works) -> None:
    """What a month deducts for three, one and two periods of an area, and for 120 points."""
    expected: dict[int, int] = {}
    contracts = []
    for number, (periods, pounds) in enumerate((("3", 180), ("1", 60), ("2", 120))):
        row = running(works, f"UK-{number}", "uk_areas", currency="GBP")
        told = {"type": "unavailable", "area": "area30", "criterion": "bay", "periods": Decimal(periods)}
        works.event(row, f"E-{number}", None, period=MONTH, **told)
        contracts.append(row)
        expected[row.id or 0] = pounds * 100
    row = running(works, "UK-P", "uk_points", currency="GBP")
    works.event(row, "E-P", None, period=MONTH, type="points", points=Decimal(120))
    contracts.append(row)
    expected[row.id or 0] = 312_00
    with on(TODAY):
        found = stated(works, MONTH, contracts)
    assert {key: Fraction(one.result["deducted"]) for key, one in found.items()} == expected
    said = advice(works, found[row.id or 0].public_id)
    assert {"应付金额（英镑）", "单位：英镑"} <= set(said.splitlines())
    assert "元" not in said


def advice(works: Works, key: str) -> str:
    """Return what the sheet of a payment advice says, headings and words alike."""
    with speaking("zh_CN"):
        view = statement_view(works.db, works.story.people["officer"], key)
    paper = payment_advice.paper(view)
    assert broken(paper) == []
    sheet = openpyxl.load_workbook(BytesIO(render(paper, "xlsx"))).worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    return "\n".join(texts)


@pytest.mark.parametrize("names", [SAMPLE, pytest.param(None, marks=pytest.mark.full)], ids=["sample", "all"])
def test_golden_unitary_charges_in_one_run(works: Works, names: tuple[str, ...] | None) -> None:
    """A file of contracts in, each signed and approved, a year's run: what is payable is what was printed."""
    chosen = {name: years for name, years in charges().items() if names is None or name in names}
    base = 0 if names is not None else 100
    assert len(chosen) == len(names or charges())
    entries = [_entry(base + number, name, years) for number, (name, years) in enumerate(chosen.items())]
    text = yaml.safe_dump({"contracts": entries}, allow_unicode=True, sort_keys=False)
    story = works.story
    stored = ppp_import.store_contracts(works.db, story.people["officer"], text, REGION)["contracts"]
    printed: dict[int, int] = {}
    contracts = []
    for one, years in zip(stored, chosen.values(), strict=True):
        story.attach("officer", "ppp_contract", one["public_id"], "ppp_contract_text", "acceptance_report")
        story.signed("officer", "ppp_contract", one["public_id"], "register", "simple")
        story.signed("officer", "ppp_contract", one["public_id"], "start_operation", "simple")
        story.attach("officer", "ppp_terms", one["terms"][0], "ppp_terms_annex")
        desk.approved(story, one["terms"][0])
        row: PPPContract = story.row("ppp_contract", one["public_id"])
        works.add_budget(row, 900_000_000_00)
        works.score(row, "2025", "100")
        works.score(row, YEAR, "100")
        contracts.append(row)
        amount = next(value for year, value in years.items() if year.startswith(YEAR))
        printed[row.id or 0] = int(Decimal(amount) * 100_000_000)
    with on(TODAY):
        found = stated(works, YEAR, contracts)
    assert {key: one.payable for key, one in found.items()} == printed


def test_golden_t1_stands_in_the_table_of_years(works: Works) -> None:
    """A draft of the estimate counts for the years it speaks of, and is never a price."""
    desk.expenditure(works.story, 2035, 20 * YI)
    before = years_of(works)
    key = desk.taken_on(works.story, number="EST-1", ends_on="2046-12-31")
    desk.terms(works.story, key, "estimate_21", cost="126343700.00", first_year="2037")
    after = years_of(works)
    added = [after[year] - before.get(year, 0) for year in range(2037, 2047)]
    assert [f"{Decimal(one) / 1_000_000:.2f}" for one in added] == T1.split()


def years_of(works: Works) -> dict[int, int]:
    view = affordability_view(works.db, works.story.people["officer"], region=REGION)
    return {line.year: line.total for line in view.lines}
