"""Funds by API: registered, filled, called, refused with the field, read back with exact figures."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bondlife.db import Database
from tests.api.client import V1, app_of, caller

BOOKS = f"{V1}/fund-books"
FUND = {"region": "330304", "code": "API-1", "name": "接口基金", "target_size": "1000.00", "start_year": 2026}
PARTNERS = (
    {"name": "区财政局", "tier": "county", "government": "330304", "committed": "600.00"},
    {"name": "管理人", "tier": "manager", "committed": "400.00"},
)


@pytest.fixture
def officer(db: Database, tmp_path: Path) -> TestClient:
    return caller(app_of(db, tmp_path), db, "officer")


def test_a_fund_is_registered_filled_and_read(officer: TestClient) -> None:
    made = officer.post(BOOKS, json=FUND)
    assert made.status_code == 201, made.text
    place = f"{BOOKS}/{made.json()['public_id']}"
    for one in PARTNERS:
        assert (
            officer.post(f"{place}/partners", json={**one, "committed_on": "2026-01-05"}).status_code == 201
        )
    told = officer.get(place).json()
    assert (told["committed"], told["paid_in"], told["dpi"], told["rates"]) == ("1000.00", "0.00", None, [])
    assert [one["committed"] for one in told["partners"]] == ["600.00", "400.00"]
    assert [one["public_id"] for one in officer.get(BOOKS).json()["items"]] == [made.json()["public_id"]]


def test_a_call_above_what_was_promised_names_the_field(officer: TestClient) -> None:
    place = f"{BOOKS}/{officer.post(BOOKS, json=FUND).json()['public_id']}"
    for one in PARTNERS:
        officer.post(f"{place}/partners", json={**one, "committed_on": "2026-01-05"})
    day = {"called_on": "2026-02-01", "due_on": "2026-02-10"}
    refused = officer.post(f"{place}/calls", json={**day, "amount": "1000.01"})
    assert (refused.status_code, refused.json()["problems"][0]["field"]) == (422, "amount")
    stored = officer.post(f"{place}/calls", json={**day, "amount": "1000.00"})
    assert stored.status_code == 201
    steps = officer.get(f"{V1}/capital-calls/{stored.json()['public_id']}/steps").json()["steps"]
    missing = {one["code"] for step in steps for one in step["missing"] if step["transition"] == "notice"}
    assert missing == {"related_not_in", "no_budget_room"}
