"""The pages of disclosure: the yearly round by three people, an event, the board, refusals in place."""

import os
import re
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bondlife.db import Database
from bondlife.disclosure.about import About
from bondlife.disclosure.content import books_content
from bondlife.disclosure.whole_tables import LONG, WHOLE
from bondlife.jobs.runner import run_waiting
from bondlife.services.disclosure_duties import scan
from bondlife.services.disclosure_tables import sweep
from bondlife.settings import settings
from models.base import columns
from models.disclosure_forms import forms
from models.registry import CollectionPart, DisclosureDuty, Publication
from tests.lifecycle.story import Story, on
from tests.money.county import EACH, County
from tests.web.signed import Browser, SignIn, site

__all__ = ["site"]

DAY = "2037-05-06"
FORMS = ("F3", "F4", "F5")


@pytest.fixture
def county(db: Database, tmp_path: Path) -> County:
    """Return a county that owes the yearly forms of 2036."""
    found = County(db, tmp_path)
    found.pay(2 * EACH)
    department = found.story.organisation("department").id
    found.change(found.bond, issue_date=date(2036, 3, 19), short_name="36示例债", code="36001")
    found.change(found.project, department_id=department, issued=8 * EACH)
    with on(DAY):
        scan(db)
    return found


def version(page: str) -> str:
    """Return the version a page would send."""
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found[1]


def part_of(story: Story) -> CollectionPart:
    [found] = story.all(CollectionPart)
    assert isinstance(found, CollectionPart)
    return found


def forms_of(story: Story) -> dict[str, Publication]:
    return {one.form: one for one in story.all(Publication)}


def test_a_yearly_round_by_three_people(county: County, site: SignIn) -> None:
    story = county.story
    with on(DAY):
        officer, unit, department, reviewer = (
            site(who) for who in ("officer", "unit", "department", "reviewer")
        )
        board = officer.get("/disclosure?shown=open").text
        assert "存续期项目情况表" in board
        assert "还有" in board
        asked = officer.post(
            "/disclosure/round", {"region": "330304", "year": "2036", "due_on": "2037-05-31"}
        )
        assert asked.status_code == 303, asked.text
        address = f"/collections/parts/{part_of(story).public_id}"
        answer(unit, address)
        back = {"version": version(department.get(address).text), "reason": "写明运营收入"}
        assert department.post(f"{address}/return", back).status_code == 303
        answer(unit, address)
        for who, step in ((department, "check"), (reviewer, "review")):
            told = {"version": version(who.get(address).text), "step": step}
            assert who.post(f"{address}/pass", told).status_code == 303
        assert part_of(story).step == "accepted"
        page = officer.get("/disclosure/round?year=2036").text
        assert county.project.name in page
        assert "退回 1 次" in page
    published(county, site, officer, forms_of(story)["F4"])
    with on(DAY):
        assert "已公开" in officer.get("/disclosure/round?year=2036").text
        scan(story.db)
        told = officer.get("/disclosure?shown=done").text
        assert "按时公开" in told


def answer(unit: Browser, address: str) -> None:
    """Answer every question of the part as the unit does."""
    page = unit.get(address).text
    names = set(re.findall(r'name="(a_\w+)"', page))
    words = {name: "100000000" if name == "a_expected_income" else "按计划进行" for name in names}
    told = unit.post(f"{address}/answer", {**words, "version": version(page)})
    assert told.status_code == 303, told.text


def published(county: County, site: SignIn, officer: Browser, row: Publication) -> None:
    """Take a yearly table through its pages: filled, drafted, signed, published, corrected."""
    story, address = county.story, f"/publications/{row.public_id}"
    with on(DAY):
        page = officer.get(address).text
        assert re.findall(r'name="(a:[^"]+)"', page) == ["a:rows[1].evaluation"]
        bad = officer.post(f"{address}/prepare", {"version": version(page), "a:rows[1].realised": "1"})
        assert bad.status_code == 422
        words = {"a:rows[1].evaluation": "尚未评价"}
        sent = officer.post(f"{address}/prepare", {"version": version(page), **words})
        assert sent.status_code == 303, sent.text
        content = story.row("publication", row.public_id).content
        assert content["rows"][0]["note"] == "按计划进行"
        assert content["rows"][0]["expected_income"] == 100000000_00
        story.move("officer", "publication", row.public_id, "draft")
        opened = story.move("officer", "publication", row.public_id, "approve")
        for who in ("reviewer", "deputy"):
            story.decide(who, opened["approval"], opened["digest"])
        publisher = site("publisher")
        page = publisher.get(address).text
        told = {"version": version(page), "published_on": DAY, "address": f"/public{address}"}
        assert publisher.post(f"{address}/publish", told).status_code == 303
        files = {kind: officer.get(f"{address}/file/{kind}") for kind in ("xlsx", "json")}
        assert files["xlsx"].content[:2] == b"PK"
        assert '"form":"disclosure_f4"' in files["json"].text
        page = officer.get(address).text
        assert "公开更正" in page
        corrected = officer.post(f"{address}/correct", {"version": version(page), "reason": "数据更正"})
        assert corrected.status_code == 303
        assert "更正" in officer.get(corrected.headers["location"]).text


def test_a_major_event_has_a_day_of_its_own(county: County, site: SignIn) -> None:
    with on(DAY):
        officer = site("officer")
        form = {
            "project": county.project.public_id,
            "event_type": "project_stopped",
            "happened_on": "2037-05-05",
            "what": "停工",
        }
        refused = officer.post("/disclosure/events", form)
        assert refused.status_code == 422
        assert "停工" in refused.text
        told = officer.post("/disclosure/events", {**form, "effect": "无", "measures": "复工计划"})
        assert told.status_code == 303
        page = officer.get(told.headers["location"]).text
    assert "项目停工或严重延期" in page
    duty = county.story.one(DisclosureDuty, columns(DisclosureDuty).what == "event")
    assert duty.due_on == date(2037, 5, 7)


def test_a_duty_is_given_to_a_person_or_waived_by_the_leader(county: County, site: SignIn) -> None:
    own = columns(DisclosureDuty)
    duty = county.story.one(DisclosureDuty, own.what == "annual_report")
    address = f"/disclosure/duties/{duty.public_id}"
    with on(DAY):
        officer, leader = site("officer"), site("leader")
        assert "到期" not in officer.get(address).text
        nobody = officer.post(f"{address}/hand-to", {"version": str(duty.version), "account": "nobody"})
        assert nobody.status_code == 422
        assert (
            officer.post(
                f"{address}/hand-to", {"version": str(duty.version), "account": "officer"}
            ).status_code
            == 303
        )
        now = county.story.one(DisclosureDuty, own.id == duty.id)
        told = {"version": str(now.version), "reason": "本地不要求文字报告"}
        assert officer.post(f"{address}/not-needed", told).status_code == 403
        assert leader.post(f"{address}/not-needed", told).status_code == 303
        for page in (
            "/publications",
            "/disclosure?form=F4&shown=all",
            "/disclosure?region=330000&shown=late",
        ):
            assert officer.get(page).status_code == 200
        assert officer.get("/disclosure/export/csv?shown=all").status_code == 200
    assert county.story.one(DisclosureDuty, own.id == duty.id).state == "not_needed"


def test_the_yearly_table_is_written_by_a_job_for_who_asked(
    county: County, site: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with on(DAY):
        officer, leader = site("officer"), site("leader")
        state = officer.client.app.state  # type: ignore[attr-defined]
        monkeypatch.setattr(settings(), "data_dir", state.settings.data_dir)
        asked = officer.post("/disclosure/round/export", {"year": "2036", "region": "330304"})
        job = asked.headers["location"]
        assert (asked.status_code, job[:6]) == (303, "/jobs/")
        assert officer.get(f"{job}/file").status_code == 404  # nothing is written yet
        run_waiting(county.story.db)
        assert f'href="{job}/file"' in officer.get(job).text
        table = officer.get(f"{job}/file")
        assert table.headers["content-disposition"] == 'attachment; filename="F3-330304-2036.xlsx"'
        sheet = load_workbook(BytesIO(table.content)).worksheets[0]
        assert (sheet["B5"].value, sheet["D5"].value) == ("36001", 8.0)
        assert {"A3:G3", "H3:N3", "O3:Q3"} <= {str(one) for one in sheet.merged_cells.ranges}
        assert leader.get(f"{job}/file").status_code == 404  # it holds what the officer may see
        whole_tables(officer, county)
        for wrong in ({"region": "nowhere"}, {"year": "20367"}, {"year": ""}, {"form": "F9"}):
            form = {"year": "2036", "region": "330304", **wrong}
            assert officer.post("/disclosure/round/export", form).status_code == 422
    old = [one for one in settings().exports_dir.rglob("*") if one.is_file()]
    assert len(old) == 1
    os.utime(old[0], (0, 0))
    sweep(settings().exports_dir)
    assert not old[0].exists()


def whole_tables(officer: Any, county: County) -> None:
    """Every form of a region is written by the job: what one place publishes stands in the file of all."""
    for form in WHOLE[1:]:
        asked = officer.post("/disclosure/round/export", {"year": "2036", "region": "330304", "form": form})
        run_waiting(county.story.db)
        answer = officer.get(f"{asked.headers['location']}/file")
        assert f"{form}-330304-2036.xlsx" in answer.headers["content-disposition"]
        page = load_workbook(BytesIO(answer.content)).worksheets[0]
        found = [[cell.value for cell in row] for row in page.iter_rows()]
        with county.story.db.reading() as session:
            key = county.project.id if form in LONG else None
            about = About(session, form, date(2036, 12, 31), county.county, key)
            rows = books_content(about)["rows"]
        spec = forms()[form].sections[0]
        names = [one.name for one in spec.columns if one.kind == "text" and form != "F5"] or ["name"]
        for row in rows:
            told = [row[name] for name in names]
            assert any(all(one in line for one in told if one) for line in found), (form, told)
        assert rows or form in ("F3G", "F3U"), form
