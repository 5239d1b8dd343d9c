"""A yearly round in a browser: unit, department, finance; then the public, on a phone and without script."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bondlife.db import Database
from bondlife.demo.desk import MORNING
from bondlife.services.disclosure_duties import scan
from bondlife.settings import Settings
from models.base import columns
from models.registry import CollectionPart, Publication
from tests.browser.axe import violations
from tests.browser.conftest import Office
from tests.browser.office import Desk, serving, width
from tests.lifecycle.story import on
from tests.money.county import EACH, County

pytestmark = pytest.mark.browser

DAY = date(2037, 5, 6)
ANSWERS = {
    "use_words": "按计划用于管网施工",
    "operation_words": "在建，尚未运营",
    "asset_words": "尚未形成资产",
    "follow_up": "加快施工",
    "note": "无",
    "expected_income": "3000000000",
}


@pytest.fixture
def round_office(browser: Browser, sqlite_template: Path, tmp_path: Path) -> Iterator[tuple[Office, County]]:
    """Return an office in May whose county owes the yearly forms of the year before."""
    settings = Settings(data_dir=tmp_path / "data", argon2_cheap=True)
    settings.data_dir.mkdir()
    shutil.copyfile(sqlite_template, settings.data_dir / "bondlife.db")
    county = County(Database(settings.url), tmp_path)
    county.pay(2 * EACH)
    department = county.story.organisation("department").id
    county.change(county.bond, issue_date=date(2036, 3, 19), short_name="36示例债", code="36001")
    county.change(county.project, department_id=department)
    with on(DAY.isoformat()):
        scan(county.story.db)
    clock = tmp_path / "clock"
    clock.write_text(datetime.combine(DAY, MORNING).isoformat())
    with serving(settings.data_dir, clock=clock) as address:
        found = Office(browser, address, settings.data_dir)
        yield found, county
        found.close()


def test_a_yearly_round_from_the_unit_to_the_public(round_office: tuple[Office, County]) -> None:
    office, county = round_office
    officer, unit, department = (office.desk(who) for who in ("officer", "unit", "department"))
    officer.open("/disclosure/round?year=2036&region=330304")
    officer.field("due_on").fill("2037-05-31")
    officer.send("#round form button[type=submit]")
    part = county.story.all(CollectionPart)[0].public_id
    answer(unit, part)
    department.open(f"/collections/parts/{part}")
    department.page.locator("form[action$='/return'] [name=reason]").fill("补充运营安排")
    department.send("form[action$='/return'] button")
    answer(unit, part)
    for who in (department, office.desk("reviewer")):
        who.open(f"/collections/parts/{part}")
        who.send("form[action$='/pass'] button")
    own = columns(Publication)
    key = county.story.one(Publication, own.form == "F4").public_id
    place = f"/publications/{key}"
    officer.open(place)
    officer.field("a:rows[1].evaluation").fill("尚未评价")
    officer.send("form[action$='/prepare'] button[type=submit]")
    officer.step(place, "编制")
    officer.step(place, "审批公开稿")
    for signer in ("reviewer", "deputy"):
        office.desk(signer).sign_quickly(place)
    publisher = office.desk("publisher")
    publisher.open(place)
    publisher.send("form[action$='/publish'] button[type=submit]")
    assert "已公开" in publisher.page.inner_text("h1 + *, .head")
    assert violations(publisher.page) == []
    seen_by_the_public(office, key)
    assert office.watch.errors == []
    assert office.watch.strangers == []


def answer(unit: Desk, part: str) -> None:
    """Answer what only the unit knows."""
    unit.open(f"/collections/parts/{part}")
    unit.fill({f"a_{name}": words for name, words in ANSWERS.items()})
    unit.send("form[action$='/answer'] button")


def seen_by_the_public(office: Office, key: str) -> None:
    """Look at the portal on a phone without script: the table is there, nothing runs over the side."""
    phone = Desk(office.browser, office.address, "", office.watch, viewport={"width": 390, "height": 844})
    plain = Desk(office.browser, office.address, "", office.watch, java_script_enabled=False)
    try:
        for place in ("/public", f"/public/publications/{key}", "/public/data"):
            phone.open(place)
            assert violations(phone.page) == [], place
            assert width(phone.page) <= 390, place
        plain.open("/public")
        plain.page.fill("[name=q]", "P-1")
        plain.send("form[role=search] button[type=submit]")
        plain.page.locator("main table a").first.click()
        assert "36示例债" in plain.page.inner_text("main")
        assert plain.context.cookies() == []
    finally:
        phone.close()
        plain.close()
