"""A round of evaluation, goals and the pool by the API; and the page of a survey without an account."""

from pathlib import Path
from typing import Any

import pytest

from bondlife.db import Database
from bondlife.services import surveys
from tests.api.client import V1, app_of, caller, new_project
from tests.database import people_of

POINTS = {
    **{"execution": "10", "quantity": "15", "quality": "15", "timeliness": "10", "cost": "10"},
    **{"economic": "8", "social": "8", "ecological": "7", "sustainable": "7", "satisfaction": "4"},
}


@pytest.fixture
def app(db: Database, tmp_path: Path) -> Any:
    return app_of(db, tmp_path)


def test_a_round_is_opened_enrolled_scored_sampled_and_told(app: Any, db: Database) -> None:
    officer, evaluator = caller(app, db, "officer"), caller(app, db, "evaluator")
    new_project(officer, kind="ordinary")
    made = officer.post(
        f"{V1}/evaluation-rounds", json={"region": "330304", "year": 2025, "name": "自评", "type": "self"}
    )
    assert made.status_code == 201, made.text
    place = f"{V1}/evaluation-rounds/{made.json()['public_id']}"
    assert officer.post(f"{place}/enrolment", json={}).json()["enrolled"] == 0
    project = officer.get(f"{V1}/projects").json()["items"][0]["public_id"]
    assert officer.post(f"{place}/sample", json={"count": 1, "name": "复核"}).status_code == 422
    form = {"project": project, "type": "self", "year": 2025}
    key = officer.post(f"{V1}/evaluations", json=form).json()["public_id"]
    scores = f"{V1}/evaluations/{key}/scores"
    refused = officer.post(scores, json={"points": POINTS, "version": 1})
    assert refused.status_code in {409, 422}
    told = officer.get(place).json()
    assert (told["sums"]["total"], told["frame_status"], told["closed"]) == (0, "unconfirmed", False)
    assert evaluator.post(f"{place}/close", json={"version": 1}).status_code == 403


def test_a_goal_is_declared_with_rows_and_read_back(app: Any, db: Database) -> None:
    officer = caller(app, db, "officer")
    project = new_project(officer, kind="ordinary")["public_id"]
    row = {"first": "output", "name": "道路", "target": "12.5", "unit": "公里", "points": "100"}
    goal = {"project": project, "year": 2026, "name": "年度目标", "amount": "800000.00", "indicators": [row]}
    made = officer.post(f"{V1}/performance-goals", json=goal)
    assert made.status_code == 201, made.text
    read = officer.get(f"{V1}/performance-goals/{made.json()['public_id']}").json()
    assert read["state"] == "draft"
    assert officer.post(f"{V1}/performance-goals", json={**goal, "project": None}).status_code == 422


def test_the_pool_and_a_request(app: Any, db: Database) -> None:
    officer = caller(app, db, "officer")
    bad = officer.post(f"{V1}/pool-members", json={"region": "330304", "name": "机构", "code": "A"})
    assert bad.status_code == 422
    project = new_project(officer, kind="ordinary")["public_id"]
    asked = {"project": project, "year": 2027, "requested": "100.00"}
    assert officer.post(f"{V1}/budget-requests", json=asked).status_code == 200
    assert officer.post(f"{V1}/budget-requests", json={**asked, "requested": "-1"}).status_code == 422


def test_a_link_opens_the_survey_and_takes_one_answer(any_db: Database, tmp_path: Path) -> None:
    db, app = any_db, app_of(any_db, tmp_path)
    officer = caller(app, db, "officer")
    form = surveys.SurveyInput.model_validate(
        {
            "project": new_project(officer)["public_id"],
            "name": "满意度",
            "opens_on": "2020-01-01",
            "closes_on": "2150-01-01",
            "questions": [{"key": "q1", "text": "是否满意"}],
            "tickets": 1,
        }
    )
    _receipt, (token,) = surveys.open_survey(db, people_of(db)["officer"], form)
    anybody = caller(app, db)
    page = anybody.get(f"/survey/{token}")
    assert page.status_code == 200
    assert "是否满意" in page.text
    assert anybody.post(f"/survey/{token}", data={"answers.q1": "9"}).status_code == 422
    assert anybody.post(f"/survey/{token}", data={"answers.q1": "5"}).status_code == 303
    assert "radio" not in anybody.get(f"/survey/{token}").text
    assert anybody.post(f"/survey/{token}", data={"answers.q1": "1"}).status_code == 422
    assert anybody.get("/survey/unknown").status_code == 404
