"""The portal in a browser: whole pages with and without script, on a phone, in both languages, under axe."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bondlife.db import Database
from bondlife.demo.desk import MORNING
from bondlife.settings import Settings
from tests.browser.axe import violations
from tests.browser.conftest import Office
from tests.browser.office import Desk, serving, width
from tests.disclosure.test_public_pages import DAY, scene

pytestmark = pytest.mark.browser


@pytest.fixture
def public_office(browser: Browser, sqlite_template: Path, tmp_path: Path) -> Iterator[tuple[Office, str]]:
    """Return a site whose county has public pages, and the address of its project."""
    settings = Settings(data_dir=tmp_path / "data", argon2_cheap=True)
    settings.data_dir.mkdir()
    shutil.copyfile(sqlite_template, settings.data_dir / "bondlife.db")
    county = scene(Database(settings.url), tmp_path)
    clock = tmp_path / "clock"
    clock.write_text(datetime.combine(date.fromisoformat(DAY), MORNING).isoformat())
    with serving(settings.data_dir, clock=clock) as address:
        found = Office(browser, address, settings.data_dir)
        yield found, f"/public/projects/{county.project.public_id}"
        found.close()


def test_the_portal_is_read_by_everybody(public_office: tuple[Office, str]) -> None:
    office, project = public_office
    phone = Desk(office.browser, office.address, "", office.watch, viewport={"width": 390, "height": 844})
    wide = Desk(office.browser, office.address, "", office.watch, viewport={"width": 1366, "height": 768})
    plain = Desk(office.browser, office.address, "", office.watch, java_script_enabled=False)
    try:
        places = (
            project,
            f"{project}?lang=en",
            "/public",
            "/public/projects",
            "/public/regions/330304",
            "/public/terms",
        )
        for place in places:
            for desk in (phone, wide) if place == project else (phone,):
                desk.open(place)
                assert violations(desk.page) == [], place
                assert width(desk.page) <= desk.page.evaluate("innerWidth"), place
        wide.open(project)
        wide.page.wait_for_selector("[data-chart=sankey] svg")
        asked_without_script(plain, project)
        assert all(desk.context.cookies() == [] for desk in (phone, wide, plain))
    finally:
        for desk in (phone, wide, plain):
            desk.close()
    assert office.watch.errors == []
    assert office.watch.strangers == []


def asked_without_script(plain: Desk, project: str) -> None:
    """Search, open a project, ask a figure, go to the whole content: links and forms alone."""
    plain.open("/public")
    plain.page.fill("[name=q]", "P-1")
    plain.send("form[role=search] button[type=submit]")
    plain.page.locator("main table a").first.click()
    assert plain.page.url.endswith(project)
    plain.page.locator("a.fig[href*=progress]").click()
    assert "÷" in plain.page.inner_text("#explain")
    plain.page.locator("#explain header a").click()
    assert plain.page.locator("#explain").count() == 0
    plain.page.locator(".tools-line a[href*='/public/publications/']").click()
    assert "摘要" in plain.page.inner_text("footer")
