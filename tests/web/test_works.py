"""Pages of works, assets and operation: tab, grids, region lists."""

import csv
from datetime import date
from io import StringIO
from typing import Any

import pytest

from bondlife.db import Database
from bondlife.services.inputs import ContractInput
from bondlife.services.parts import save_contract
from tests.builders import add_bond
from tests.database import People
from tests.lifecycle.story import on
from tests.web.signed import SignIn, make_plan, make_project

STEPS = {
    **{"1.name": "基础完工", "1.weight": "40", "1.planned_on": "2026-01-31", "1.actual_on": "2026-03-02"},
    **{"2.name": "竣工验收", "2.weight": "60", "2.planned_on": "2026-12-31"},
}


@pytest.fixture
def project(db: Database, people: People) -> str:
    return make_project(db, people["officer"])


def post(browser: Any, address: str, data: dict[str, str]) -> Any:
    browser.get(address)
    return browser.post(address, data)


def test_milestones_are_stored_as_one_grid_and_show_where_they_head(site: SignIn, project: str) -> None:
    place = f"/projects/{project}"
    with on("2026-06-30"):
        unit = site("officer")
        assert post(unit, f"{place}/milestones", STEPS).status_code == 303
        text = unit.get(f"{place}?tab=works").text
    assert "2027-01-30" in text
    assert "30" in text
    assert "基础完工" in text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"2.weight": "50"}, "90"),
        ({"2.weight": "0"}, "2.weight"),
        ({"2.planned_on": ""}, "2.planned_on"),
        ({"2.actual_on": "2099-01-01"}, "竣工验收"),
    ],
)
def test_a_wrong_grid_keeps_what_was_typed(
    site: SignIn, project: str, change: dict[str, str], sentence: str
) -> None:
    answer = post(site("officer"), f"/projects/{project}/milestones", {**STEPS, **change})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "基础完工" in answer.text


def test_actual_years_are_typed_and_stand_beside_the_forecast(
    site: SignIn, db: Database, people: People, project: str
) -> None:
    place = f"/projects/{project}"
    make_plan(db, people["officer"], project)
    with on("2027-02-01"):
        officer = site("officer")
        typed = {"unit": "wan", "project_income.2025": "600", "operating_cost.2025": "300"}
        typed |= {"project_income.2026": "480", "cause.2026": "处理量不足"}
        assert post(officer, f"{place}/operation", typed).status_code == 303
        text = officer.get(f"{place}?tab=plan").text
        assert "45.00%" in text
        assert "处理量不足" in text
        asked = officer.get(f"{place}?tab=plan&explain=drift").text
        assert "10,800,000" in asked or "1,080" in asked
        assert officer.get(f"{place}?tab=plan&explain=short_year").status_code == 200


def test_a_wrong_cell_of_the_years_is_named(site: SignIn, project: str) -> None:
    officer = site("officer")
    answer = post(officer, f"/projects/{project}/operation", {"unit": "wan", "project_income.2025": "六百"})
    assert answer.status_code == 422
    assert "2025" in answer.text


def test_lists_of_a_region_name_what_is_late(site: SignIn, project: str) -> None:
    officer = site("officer")
    for address in ("/works", "/works?region=330304", "/works/assets", "/works/assets?region=330304"):
        assert officer.get(address).status_code == 200


def test_a_contract_shows_its_gap(site: SignIn, db: Database, people: People, project: str) -> None:
    form = {"project": project, "number": "C-1", "name": "土建施工", "payee": "示例建工", "amount": "1000000"}
    save_contract(db, people["officer"], ContractInput.model_validate(form))
    text = site("officer").get(f"/projects/{project}?tab=works").text
    assert "土建施工" in text
    assert "0.00%" in text


def test_the_file_of_the_list_tells_three_rates_apart(
    site: SignIn, db: Database, people: People, project: str
) -> None:
    add_bond(db, "2026年示例专项债券", [(project, 1_000_000_00)], value_date=date(2026, 3, 20))
    text = site("officer").get("/projects.csv").content.decode("utf-8-sig")
    heads, row = list(csv.reader(StringIO(text)))[:2]
    told = dict(zip(heads, row, strict=True))
    assert (told["到位率"], told["拨付率"], told["支付率"]) == ("100.00%", "0.00%", "0.00%")
