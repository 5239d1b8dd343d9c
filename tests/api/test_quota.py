"""Quota, limit and balance, reviews, budget sheets, parts of projects by the API."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from bondlife.db import Database
from tests.api.client import V1, app_of, caller, new_project
from tests.database import people_of
from tests.quota_desk import sign_notices

LINE = {
    "region": "330304", "year": 2026, "entry": "main", "amount": "100.00", "notice_number": "财债1号",
    "notified_on": "2026-01-05",
}  # fmt: skip


@pytest.fixture
def app(db: Database, tmp_path: Path) -> Any:
    return app_of(db, tmp_path)


@pytest.fixture
def officer(app: Any, db: Database) -> TestClient:
    return caller(app, db, "officer")


def test_lines_are_posted_told_and_answered(officer: TestClient, db: Database) -> None:
    made = officer.post(f"{V1}/quota/lines", json=LINE)
    assert made.status_code == 201, made.text
    assert (made.json()["state"], bool(made.json()["digest"])) == ("waiting", True)
    assert officer.post(f"{V1}/quota/lines", json=LINE).status_code == 409
    assert officer.get(f"{V1}/quota/lines?year=2026").json()["items"] == []
    assert sign_notices(db, people_of(db)["reviewer"]) == 1
    assert officer.post(f"{V1}/quota/lines", json=LINE).status_code == 409
    room = officer.get(f"{V1}/quota/rooms?year=2026").json()["items"][0]
    assert (room["region"], room["quota"], room["free"], room["balance"]) == (
        "330304",
        "100.00",
        "100.00",
        None,
    )
    line = officer.get(f"{V1}/quota/lines?year=2026").json()["items"][0]["public_id"]
    place = f"{V1}/quota/lines/{line}/reverse"
    assert officer.post(place, json={"reason": "有误"}).status_code == 201
    assert sign_notices(db, people_of(db)["reviewer2"]) == 1
    lines = officer.get(f"{V1}/quota/lines?year=2026").json()["items"]
    assert [(line["amount"], line["is_counter"]) for line in lines] == [("-100.00", True), ("100.00", False)]


def test_statements_tell_their_identities(officer: TestClient) -> None:
    body: dict[str, Any] = {
        "region": "330304", "year": 2025, "as_of": "2025-12-31",
        "figures": {"limit_special": "100.00", "balance_special": "120.00"},
    }  # fmt: skip
    made = officer.post(f"{V1}/limit-statements", json=body)
    assert made.status_code == 201, made.text
    place = f"{V1}/limit-statements/{made.json()['public_id']}"
    told = officer.get(place).json()
    assert [(one["key"], one["difference"]) for one in told["checks"]] == [
        ("within.balance_special", "-20.00")
    ]
    body["figures"]["balance_special"] = "90.00"
    assert officer.put(place, json=body, headers={"If-Match": '"1"'}).status_code == 200
    assert officer.put(place, json=body, headers={"If-Match": '"1"'}).status_code == 409
    assert officer.get(f"{V1}/limit-statements").json()["items"][0]["broken"] == 0
    body |= {"figures": {"limit_special": "1.00", "limit_special@mine": "1.00"}, "ratios": {"luck": "7"}}
    refused = officer.post(f"{V1}/limit-statements", json=body)
    assert refused.status_code == 422
    problems = refused.json()["problems"]
    assert [one["field"] for one in problems] == ["figures.limit_special@mine", "ratios.luck"]
    assert all("209号" in one["message"] for one in problems)


def test_an_allotment_takes_its_lines(officer: TestClient) -> None:
    project = new_project(officer)["public_id"]
    head = {"region": "330304", "type": "allotment", "year": 2026}
    sheet = officer.post(f"{V1}/budget-sheets", json=head).json()["public_id"]
    line = {"project": project, "account": "22904", "amount": "60.00"}
    place = f"{V1}/budget-sheets/{sheet}/lines"
    assert officer.put(place, json={"version": 1, "lines": [line]}).status_code == 200
    assert officer.put(place, json={"version": 1, "lines": [line]}).status_code == 409
    told = officer.get(place).json()["items"]
    assert [(one["project"], one["amount"], one["purpose"]) for one in told] == [
        (project, "60.00", "construction")
    ]


def test_parts_of_a_project(officer: TestClient, app: Any, db: Database) -> None:
    project = new_project(officer)["public_id"]
    body = {"project": project, "number": "HT-1", "name": "施工", "payee": "某公司", "amount": "50.00"}
    made = officer.post(f"{V1}/contracts", json=body)
    assert made.status_code == 201, made.text
    place = f"{V1}/contracts/{made.json()['public_id']}"
    assert (
        officer.put(place, json={**body, "amount": "60.00"}, headers={"If-Match": '"1"'}).status_code == 200
    )
    assert officer.get(f"{V1}/projects/{project}/contracts").json()["items"][0]["amount"] == "60.00"
    item = {"project": project, "type": "department_approval", "held": True, "number": "1号"}
    assert officer.put(f"{V1}/projects/{project}/permits", json={"items": [item]}).json()["changed"] == 1
    assert officer.get(f"{V1}/projects/{project}/permits").json()["items"][0]["held"] is True
    cell = {"item": "project_income", "year": 2030, "amount": "5.00"}
    plan = {"project": project, "cells": [cell]}
    assert officer.post(f"{V1}/forecasts", json=plan).json()["number"] == 1
    plans = officer.get(f"{V1}/projects/{project}/forecasts").json()["items"]
    assert plans[0]["cells"] == [{**cell, "bucket": ""}]
    city = caller(app, db, "city")
    far = new_project(city, code="FAR", region="330302")["public_id"]
    assert officer.get(f"{V1}/projects/{far}/contracts").status_code == 404


def test_the_chain_of_a_share(officer: TestClient) -> None:
    project = new_project(officer)["public_id"]
    bond = {"region": "330304", "name": "专项债券", "face": "100.00", "tenor_years": 10, "year": 2026}
    key = officer.post(f"{V1}/bonds", json=bond).json()["public_id"]
    share = officer.post(f"{V1}/bond-shares", json={"bond": key, "project": project, "amount": "80.00"})
    own = share.json()["public_id"]
    link = {"share": own, "lender": "330000", "borrower": "330300", "amount": "80.00"}
    made = officer.post(f"{V1}/onlending", json=link)
    assert made.status_code == 201, made.text
    signed = {**link, "agreement_number": "转贷1号", "signed_on": "2026-03-01"}
    place = f"{V1}/onlending/{made.json()['public_id']}"
    assert officer.put(place, json=signed, headers={"If-Match": '"1"'}).status_code == 200
    told = officer.get(f"{V1}/bond-shares/{own}/onlending").json()["items"]
    assert [(one["lender"], one["borrower"], one["signed_on"]) for one in told] == [
        ("330000", "330300", "2026-03-01")
    ]
    assert officer.get(f"{V1}/supplements-cut?year=2026").json() == {"year": 2026, "decided": 0, "waiting": 0}


def test_a_notice_is_read_and_mended_with_who_gave_it(app: Any, officer: TestClient, db: Database) -> None:
    city = caller(app, db, "city")
    body = {**LINE, "region": "330304", "lender": "330300"}
    made = city.post(f"{V1}/quota-notices", json=body)
    assert made.status_code == 201, made.text
    place = f"{V1}/quota-notices/{made.json()['public_id']}"
    told = officer.get(place).json()
    assert (told["values"]["lender"], told["region"], told["state"]) == ("330300", "330304", "draft")
    changed = city.put(place, json={"values": {**told["values"], "amount": "90.00"}, "version": 1})
    assert changed.status_code == 200, changed.text
    assert officer.get(place).json()["values"]["lender"] == "330300"
