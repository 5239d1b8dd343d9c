"""A new kind by clicking: copied and edited by one administrator, put into force by another, then used."""

import pytest

from bondlife import clock
from bondlife.db import Database
from bondlife.settings import Settings
from bondlife.verify import verify
from tests.browser.conftest import Office
from tests.browser.office import Desk

pytestmark = [pytest.mark.browser, pytest.mark.full]

NAMES = {
    "key": "road_upkeep",
    "label_zh": "道路养护项目",
    "label_en": "Road upkeep project",
    "basis": "养护办法",
}


@pytest.mark.timeout(600)
def test_a_new_kind_is_put_into_force_by_an_administrator_and_used(office: Office) -> None:
    system, security = office.desk("system"), office.desk("security")
    draft = _copied(system)
    _edited(system)
    _proposed(system, draft)
    assert system.page.locator("button[value=approve]").count() == 0
    security.open(draft)
    assert "查勘报告" in security.page.inner_text("#kind-draft")
    security.send("button[value=approve]")
    assert "作为第 1 版生效" in security.page.inner_text(".answer")
    officer = office.desk("officer")
    project = _used(office.desk("unit"), officer)
    told = officer.open("/projects?kind=road_upkeep").inner_text("main")
    assert "已现场查勘" in told
    assert officer.open("/projects?state=site_seen").locator("main a[href^='/projects/']").count()
    officer.open(project)
    assert not office.watch.errors
    settings = Settings(data_dir=office.data_dir, argon2_cheap=True)
    db = Database(settings.url)
    found = verify(db, settings)
    db.close()
    assert found["ok"], [check for check in found["checks"] if check["problems"]]


def _copied(system: Desk) -> str:
    system.open("/kinds")
    system.fill({"from": "普通预算项目 · 2", **NAMES})
    system.send("section:has(#h-copy) .btn-primary")
    return system.page.url.removeprefix(system.address)


def _edited(system: Desk) -> None:
    """Put a stage behind the proposal, ask for a photo and a note at its gate."""
    _form(system, "#d-key", {"key": "site_report", "label_zh": "查勘报告", "label_en": "Site report"})
    _form(system, "#x-name", {"name": "site_note", "label_zh": "查勘记录", "label_en": "Site note"})
    _form(
        system,
        "#s-key",
        {"key": "site_seen", "label_zh": "已现场查勘", "label_en": "Seen on site", "after": "proposed"},
    )
    page = system.page
    with page.expect_navigation():
        page.locator("tr", has_text="enter_site_seen").get_by_role("link", name="编辑").click()
    system.fill({"label_zh": "登记现场查勘", "document.site_report": "1", "add_guard": "fields_filled"})
    system.send("#kind-step form[data-guard] .btn-primary")
    assert "请填写" in page.inner_text("#kind-step")
    system.fill({"guard.0.param.fields": "site_note"})
    system.send("#kind-step form[data-guard] .btn-primary")


def _form(system: Desk, first: str, values: dict[str, str]) -> None:
    """Open one of the folded forms of the draft and store it."""
    page = system.page
    box = page.locator(f"details:has({first})")
    box.locator("summary").click()
    for name, value in values.items():
        field = box.locator(f"[name={name}]").first
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    with page.expect_navigation():
        box.locator(".btn-primary").first.click()
    assert page.locator(".errors li").all_text_contents() == []


def _proposed(system: Desk, draft: str) -> None:
    system.open(draft)
    assert "检查通过" in system.page.inner_text(".answer")
    system.fill({"valid_from": clock.business_date().isoformat(), "note": "立项前增加现场查勘"})
    system.send("section:has(#h-put) form[data-guard] .btn-primary")


def _used(unit: Desk, officer: Desk) -> str:
    """Make a project of the new kind and take it through its first stages; its own gate is asked for."""
    unit.open("/projects/new?kind=road_upkeep")
    project = unit.store(
        {
            **{"region": "330304", "kind": "road_upkeep", "code": "DL-1", "name": "示例乡道养护"},
            **{"unit": "瓯海区示例建设投资有限公司", "department": "瓯海区示例住房和城乡建设局"},
            **{"sector": "其他", "start_year": "2026", "total_investment": "1000000"},
        }
    )
    unit.step(project, "申报")
    told = officer.not_yet(project)
    assert "查勘报告" in told, told
    assert "查勘记录" in told, told
    officer.attach(f"{project}?tab=documents", "site_report")
    unit.open(f"{project}/edit")
    unit.store({"fields.site_note": "路基完好，路面龟裂 120 平方米"})
    officer.step(project, "登记现场查勘")
    assert "已现场查勘" in officer.page.inner_text("main")
    return project
