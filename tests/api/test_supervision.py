"""Supervision by the API: what pages show, with the same rights and the same second person."""

from pathlib import Path
from typing import Any

import pytest

from bondlife import clock
from bondlife.db import Database
from tests.api.client import V1, app_of, caller

TODAY = clock.business_date().isoformat()
EVENT = {
    "region": "330304", "level": "IV", "title": "收入不足", "trigger": "付息日前资金未落实",
    "happened_on": TODAY,
}  # fmt: skip
SANCTION = {
    "region": "330304", "level": "minor", "document": "示例〔2026〕1号", "reason": "未按时公开",
    "blocks": ["issuance"], "starts_on": TODAY,
}  # fmt: skip


@pytest.fixture
def app(db: Database, tmp_path: Path) -> Any:
    return app_of(db, tmp_path)


def test_an_event_and_a_sanction_need_a_second_person(app: Any, db: Database) -> None:
    officer, leader = caller(app, db, "officer"), caller(app, db, "leader")
    event = officer.post(f"{V1}/risk-events", json=EVENT)
    assert (event.status_code, event.json()["state"]) == (201, "proposed")
    place = f"{V1}/risk-events/{event.json()['public_id']}"
    word = {"version": 1, "outcome": "approve"}
    assert officer.post(f"{place}/decisions", json=word).status_code == 403
    assert leader.post(f"{place}/decisions", json=word).json()["state"] == "declared"
    acted = officer.post(f"{place}/actions", json={"version": 2, "on": TODAY, "text": "已落实资金"})
    assert acted.json()["actions"] == 1
    assert leader.post(f"{place}/close", json={"version": 3}).json()["state"] == "closed"
    assert officer.get(f"{V1}/risk-events").json()["items"][0]["state"] == "closed"
    made = officer.post(f"{V1}/sanctions", json=SANCTION)
    assert made.status_code == 201, made.text
    there = f"{V1}/sanctions/{made.json()['public_id']}"
    assert leader.post(f"{there}/decisions", json=word).json()["state"] == "in_force"
    assert leader.post(f"{there}/lift", json={"version": 2}).status_code == 409
    assert officer.post(f"{there}/rectification", json={"version": 2, "text": "已补公开"}).status_code == 200
    assert leader.post(f"{there}/lift", json={"version": 3}).json()["state"] == "lifted"


def test_figures_stand_on_the_board_and_lists_turn_their_pages(app: Any, db: Database) -> None:
    officer = caller(app, db, "officer")
    figures = {"region": "330304", "year": 2025, "as_of": "2026-01-05", "source": "决算"}
    sent = officer.post(f"{V1}/fiscal-years", json={**figures, "general_revenue": "100.00"})
    assert sent.status_code == 201, sent.text
    told = officer.get(f"{V1}/risk/330304?year=2025").json()
    assert [one["amount"] for one in told["parts"] if one["fiscal"] and one["amount"]] == ["100.00"]
    assert officer.get(f"{V1}/risk?year=2025").json()["year"] == 2025
    for name in ("alerts", "tasks", "notices"):
        page = officer.get(f"{V1}/{name}")
        assert (page.status_code, page.json()["next"]) == (200, ""), page.text
    assert officer.post(f"{V1}/notices/read").json()["read"] == 0
    assert officer.get(f"{V1}/alerts?state=never").status_code == 422
