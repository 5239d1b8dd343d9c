"""Works over the API: milestones in and out, delay and contracts told, foreign projects missing."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from bondlife.db import Database
from tests.api.client import V1, app_of, caller, new_project

STEPS = [
    {"number": 1, "name": "基础", "weight": "40", "planned_on": "2026-01-31", "actual_on": "2026-02-28"},
    {"number": 2, "name": "竣工", "weight": "60", "planned_on": "2097-12-31"},
]


@pytest.fixture
def app(any_db: Database, tmp_path: Path) -> Any:
    return app_of(any_db, tmp_path)


@pytest.fixture
def officer(app: Any, any_db: Database) -> TestClient:
    return caller(app, any_db, "officer")


def test_milestones_are_told_as_they_were_sent(officer: TestClient) -> None:
    place = f"{V1}/projects/{new_project(officer)['public_id']}"
    stored = officer.put(f"{place}/milestones", json={"items": STEPS})
    assert (stored.status_code, stored.json()["changed"]) == (200, 2)
    told = officer.get(f"{place}/milestones").json()["items"]
    assert told == [{"actual_on": None, "note": "", **step} for step in STEPS]
    assert officer.put(f"{place}/milestones", json={"items": STEPS}).json()["changed"] == 0
    works = officer.get(f"{place}/works").json()
    assert works["finish_by_milestones"] == "2098-01-28"
    assert works["days_late"] == 28
    fewer = [{**STEPS[1], "weight": "100"}]
    assert officer.put(f"{place}/milestones", json={"items": fewer}).json()["changed"] == 2
    assert [one["number"] for one in officer.get(f"{place}/milestones").json()["items"]] == [2]


def test_weights_make_up_the_whole(officer: TestClient) -> None:
    place = f"{V1}/projects/{new_project(officer)['public_id']}"
    answer = officer.put(f"{place}/milestones", json={"items": STEPS[:1]})
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["code"] == "weights_differ"


def test_a_foreign_project_is_missing(app: Any, any_db: Database, officer: TestClient) -> None:
    city = caller(app, any_db, "city")
    foreign = new_project(city, code="FAR", region="330302")["public_id"]
    for name in ("milestones", "works"):
        assert officer.get(f"{V1}/projects/{foreign}/{name}").status_code == 404
    assert officer.put(f"{V1}/projects/{foreign}/milestones", json={"items": STEPS}).status_code == 404
