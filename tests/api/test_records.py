"""Records over the API: create, read, edit, move, with versions, keys, cursors and rights."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from bondlife.db import Database
from tests.api.client import PROJECT, V1, app_of, caller, new_project


@pytest.fixture
def app(any_db: Database, tmp_path: Path) -> Any:
    return app_of(any_db, tmp_path)


@pytest.fixture
def officer(app: Any, any_db: Database) -> TestClient:
    return caller(app, any_db, "officer")


def test_what_was_sent_is_told_again_and_can_be_sent_back(officer: TestClient) -> None:
    made = new_project(officer)
    told = officer.get(f"{V1}/projects/{made['public_id']}")
    assert told.headers["ETag"] == '"1"'
    values = told.json()["values"]
    assert {name: values[name] for name in PROJECT} == PROJECT
    again = officer.put(
        f"{V1}/projects/{made['public_id']}", json={"values": values}, headers={"If-Match": '"1"'}
    )
    assert again.status_code == 200, again.text
    assert again.json()["version"] == 1


def test_an_edit_raises_the_version_and_an_old_one_is_refused(officer: TestClient) -> None:
    place = f"{V1}/projects/{new_project(officer)['public_id']}"
    body = {"values": {**PROJECT, "capital": "2999.99"}, "version": 1}
    assert officer.put(place, json=body).headers["ETag"] == '"2"'
    late = officer.put(place, json=body)
    assert (late.status_code, late.json()["problems"][0]["code"]) == (409, "stale")
    assert officer.put(place, json={"values": PROJECT}).json()["problems"][0]["code"] == "version_needed"
    both = officer.put(place, json={"values": PROJECT, "version": 2}, headers={"If-Match": '"1"'})
    assert both.status_code == 409


def test_the_same_key_stores_once(officer: TestClient) -> None:
    key = {"Idempotency-Key": "abc-1"}
    first = officer.post(f"{V1}/projects", json=PROJECT, headers=key)
    second = officer.post(f"{V1}/projects", json=PROJECT, headers=key)
    assert first.json() == second.json()
    assert len(officer.get(f"{V1}/projects").json()["items"]) == 1
    other = officer.post(f"{V1}/projects", json={**PROJECT, "code": "x"}, headers=key)
    assert (other.status_code, other.json()["problems"][0]["code"]) == (422, "key_reused")


def test_two_people_may_use_the_same_key(app: Any, any_db: Database, officer: TestClient) -> None:
    key = {"Idempotency-Key": "same"}
    assert officer.post(f"{V1}/projects", json=PROJECT, headers=key).status_code == 201
    unit = caller(app, any_db, "city")
    other = unit.post(f"{V1}/projects", json={**PROJECT, "code": "city-1"}, headers=key)
    assert other.status_code == 201, other.text


def test_pages_meet_and_miss_nothing(officer: TestClient) -> None:
    made = {new_project(officer, code=f"P-{n}")["public_id"] for n in range(5)}
    found, after = [], ""
    while True:
        page = officer.get(f"{V1}/projects", params={"limit": 2, "after": after}).json()
        found += [one["public_id"] for one in page["items"]]
        after = page["next"]
        if not after:
            break
    assert len(found) == 5
    assert set(found) == made


def test_filters_of_the_list(officer: TestClient) -> None:
    new_project(officer, code="P-1")
    assert len(officer.get(f"{V1}/projects", params={"q": "污水"}).json()["items"]) == 1
    assert officer.get(f"{V1}/projects", params={"q": "桥梁"}).json()["items"] == []
    assert len(officer.get(f"{V1}/projects", params={"region": "330300"}).json()["items"]) == 1
    assert officer.get(f"{V1}/projects", params={"region": "330100"}).json()["items"] == []
    assert officer.get(f"{V1}/projects", params={"colour": "red"}).status_code == 422


def test_lists_are_filtered_by_the_stage_and_sector_of_their_project(officer: TestClient) -> None:
    new_project(officer, code="P-1")
    for asked, count in (
        ({"sector": "wastewater"}, 1),
        ({"sector": "railway"}, 0),
        ({"stage": "reserve"}, 1),
        ({"stage": "repayment"}, 0),
        ({"stage": "reserve", "sector": "railway"}, 0),
    ):
        assert len(officer.get(f"{V1}/projects", params=asked).json()["items"]) == count, asked
    assert officer.get(f"{V1}/bonds", params={"sector": "railway"}).json()["items"] == []
    assert officer.get(f"{V1}/projects", params={"sector": "Railway!"}).status_code == 422


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"state": "operating"}, ""),
        ({"public_id": "x"}, ""),
        ({"region_id": 1}, ""),
        ({"issued": "1.00"}, ""),
        ({"total_investment": 12000}, "total_investment"),
        ({"total_investment": 0.1}, "total_investment"),
        ({"total_investment": "1.005"}, "total_investment"),
        ({"start_year": True}, "start_year"),
        ({"start_year": 2026.5}, "start_year"),
        ({"start_year": "2026"}, "start_year"),
        ({"fields": {"no_such": "1"}}, "no_such"),
    ],
)
def test_only_what_the_form_has_is_taken(officer: TestClient, change: dict[str, Any], field: str) -> None:
    answer = officer.post(f"{V1}/projects", json={**PROJECT, **change})
    assert answer.status_code == 422, answer.text
    assert answer.json()["problems"][0]["field"] == field
    assert officer.get(f"{V1}/projects").json()["items"] == []


def test_a_whole_number_may_be_written_with_a_zero_after_the_point(officer: TestClient) -> None:
    """JSON Schema counts 2026.0 among the integers; it is stored as one."""
    answer = officer.post(f"{V1}/projects", json={**PROJECT, "start_year": 2026.0})
    assert answer.status_code == 201, answer.text
    stored = officer.get(f"{V1}/projects/{answer.json()['public_id']}").json()
    year = stored["values"]["start_year"]
    assert (year, type(year)) == (2026, int)


def test_steps_say_what_is_missing_and_a_move_waits_for_it(officer: TestClient) -> None:
    made = new_project(officer)
    place = f"{V1}/projects/{made['public_id']}"
    steps = officer.get(f"{place}/steps").json()["steps"]
    assert steps
    blocked = next(step for step in steps if step["missing"])
    answer = officer.post(
        f"{place}/moves", json={"transition": blocked["transition"], "version": 1, "reason": "试"}
    )
    assert answer.status_code in (403, 409), answer.text
    told = {one["code"] for one in answer.json()["problems"]}
    assert told <= {one["code"] for one in blocked["missing"]} | {"forbidden"}


def test_a_foreign_row_looks_like_a_missing_one(app: Any, any_db: Database, officer: TestClient) -> None:
    city = caller(app, any_db, "city")
    foreign = new_project(city, region="330302")["public_id"]
    here = officer.get(f"{V1}/projects/{foreign}")
    nowhere = officer.get(f"{V1}/projects/00000000-0000-4000-8000-000000000000")
    assert here.status_code == nowhere.status_code == 404
    assert here.content == nowhere.content
    assert dict(here.headers) == dict(nowhere.headers)
    assert city.get(f"{V1}/projects/{foreign}").status_code == 200


def test_changes_follow_the_chain_within_ones_region(app: Any, any_db: Database, officer: TestClient) -> None:
    head = officer.get(f"{V1}/changes").json()["head"]
    made = new_project(officer)
    new_project(caller(app, any_db, "city"), region="330302", code="far")
    told = officer.get(f"{V1}/changes", params={"since": head}).json()
    assert [(one["act"], one["public_id"], one["version"]) for one in told["items"]] == [
        ("project.create", made["public_id"], 1)
    ]
    assert officer.get(f"{V1}/changes", params={"since": told["head"]}).json()["items"] == []


def test_a_token_can_do_no_more_than_it_names(app: Any, any_db: Database) -> None:
    reader = caller(app, any_db, "officer", "project.read", "account.self")
    assert reader.get(f"{V1}/projects").status_code == 200
    assert reader.post(f"{V1}/projects", json=PROJECT).status_code == 403
    assert reader.get(f"{V1}/bonds").status_code == 403
    assert reader.get(f"{V1}/me").json()["permissions"] == ["account.self", "project.read"]
    form = {"name": "more", "permissions": ["project.read"], "last_day": "2026-12-31"}
    assert reader.post(f"{V1}/tokens", json=form).status_code == 403


def test_an_ended_token_is_nobody(app: Any, any_db: Database) -> None:
    client = caller(app, any_db, "officer")
    mine = client.get(f"{V1}/tokens").json()["items"]
    assert client.post(f"{V1}/tokens/{mine[0]['public_id']}/end").status_code in (200, 401)
    assert client.get(f"{V1}/projects").status_code == 401


def test_nobody_gets_in_without_a_name(app: Any, any_db: Database) -> None:
    stranger = caller(app, any_db)
    for place in ("projects", "openapi.json", "calculators", "me"):
        answer = stranger.get(f"{V1}/{place}")
        assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_needed")


def test_the_whole_of_rules_documents_search_and_jobs(officer: TestClient) -> None:
    rules = officer.get(f"{V1}/rules", params={"region": "330304", "as_of": "2026-01-01"}).json()["items"]
    key = rules[0]["key"]
    assert officer.get(f"{V1}/rules/{key}").json()["key"] == key
    assert officer.get(f"{V1}/rules/{key}/history").json()["items"]
    made = new_project(officer)
    assert (
        officer.get(f"{V1}/search", params={"q": "sxws"}).json()["items"][0]["public_id"] == made["public_id"]
    )
    assert officer.get(f"{V1}/jobs").json() == {"items": [], "next": ""}
    of = {"record": "project", "public_id": made["public_id"]}
    assert officer.get(f"{V1}/documents", params=of).json() == {"items": []}


def test_a_document_comes_back_as_it_was_sent(officer: TestClient) -> None:
    made = new_project(officer)
    of = {"record": "project", "public_id": made["public_id"]}
    from models.kinds import shipped_kinds

    kind = shipped_kinds()["special_bond"].documents[0].key
    sent = officer.post(
        f"{V1}/documents", params={**of, "type": kind, "name": "可研.pdf"}, content=b"%PDF-1.7 plan"
    )
    assert sent.status_code == 201, sent.text
    place = f"{V1}/documents/{sent.json()['public_id']}"
    assert officer.get(place).json()["name"] == "可研.pdf"
    assert officer.get(f"{place}/content").content == b"%PDF-1.7 plan"


def test_a_region_code_is_given_once(app: Any, any_db: Database) -> None:
    system = caller(app, any_db, "system")
    body = {
        "code": "3303ZZ",
        "name": "示例开发区",
        "level": "zone",
        "parent": "330300",
        "valid_from": "2026-01-01",
    }
    assert system.post(f"{V1}/regions", json=body).status_code == 201
    again = system.post(f"{V1}/regions", json={**body, "name": "另一开发区"})
    assert again.status_code == 409
    assert [(one["code"], one["field"]) for one in again.json()["problems"]] == [("code_taken", "code")]
    assert system.post(f"{V1}/regions", json={**body, "code": "330304"}).status_code == 409
