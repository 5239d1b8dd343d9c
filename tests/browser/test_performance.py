"""By clicking: a self-evaluation with return and re-check; a third party from the drawing to the stars."""

import pytest

from bondlife.acts import Act, perform
from bondlife.books import kind_of, lifecycle_of
from bondlife.db import Database
from bondlife.lifecycle.engine import take_on
from bondlife.security.actor import SYSTEM
from bondlife.services import records
from bondlife.services.inputs import ProjectInput
from bondlife.settings import Settings
from bondlife.verify import verify
from models.base import columns
from models.registry import Evaluation, Organisation
from tests.browser.conftest import Office
from tests.browser.office import Desk

pytestmark = [pytest.mark.browser, pytest.mark.full]

POINTS = {
    **{"execution": "10", "quantity": "15", "quality": "15", "timeliness": "10", "cost": "9"},
    **{"economic": "8", "social": "8", "ecological": "7", "sustainable": "7", "satisfaction": "10"},
}


def _project(act: Act) -> str:
    """Store one ordinary project of the unit, under way."""
    bodies = {one.role: one.public_id for one in act.find(Organisation, columns(Organisation).id > 0)}
    form = ProjectInput(
        region="330304",
        kind="ordinary",
        code="ZP-1",
        name="示例道路养护项目",
        unit=bodies["unit"],
        department=bodies["department"],
        sector="other",
        start_year=2025,
    )
    row = records.add(act, "project", form, permission="import.run")
    kind = kind_of(act.session, row.kind, row.kind_version)
    take_on(act, row, lifecycle_of(kind, "project"), "executing", "示例")
    records.after_change(act, row)
    return row.public_id


@pytest.mark.timeout(600)
def test_a_self_evaluation_with_return_and_re_check_by_three_people(office: Office) -> None:
    settings = Settings(data_dir=office.data_dir, argon2_cheap=True)
    db = Database(settings.url)
    perform(db, SYSTEM, "test.project", _project)
    officer, unit, evaluator = (office.desk(name) for name in ("officer", "unit", "evaluator"))
    officer.open("/performance")
    officer.fill({"region": "330304", "name": "单位自评"})
    officer.send("main form[action='/performance/rounds'] button")
    place = officer.page.url.removeprefix(office.address)
    officer.send(f"main form[action='{place}/enrol'] button")
    sheet = _sheet(unit)
    _score(unit, sheet, POINTS, "cost")
    _press(unit, "提交")
    evaluator.open(sheet)
    evaluator.page.locator("#next ~ ul details summary, section:has(#next) details summary").first.click()
    evaluator.page.locator("input[id$='return_for_correction']").fill("成本扣分依据不足")
    _press(evaluator, "退回修改")
    _score(unit, sheet, {**POINTS, "cost": "10"}, "")
    _press(unit, "提交")
    _score(evaluator, sheet, {**POINTS, "cost": "4"}, "", scorer="recheck")
    _press(evaluator, "复核")
    key = sheet.rpartition("/")[2]
    office.desk("reviewer").sign(f"/records/evaluation/{key}")
    officer.step(f"/records/evaluation/{key}", "办结")
    office.desk("reviewer2").sign(f"/records/evaluation/{key}")
    with db.reading() as session:
        row = session.execute(
            Evaluation.__table__.select().where(columns(Evaluation).public_id == key),  # type: ignore[attr-defined]
            execution_options={"scoped": True},
        ).one()
    assert (row.state, str(row.self_score), str(row.recheck_score), row.grade) == (
        "concluded",
        "100",
        "94",
        "excellent",
    )
    told = officer.open(sheet).inner_text("#sheet")
    assert "94" in told
    assert "sha256:" in told
    assert not office.watch.errors
    found = verify(db, settings)
    assert found["ok"], [check for check in found["checks"] if check["problems"]]
    db.close()


def _sheet(desk: Desk) -> str:
    """Open the only sheet on which it is one's turn; return its address."""
    desk.open("/performance")
    desk.send("#performance a[href^='/performance/evaluations/']")
    return desk.page.url.removeprefix(desk.address)


def _score(desk: Desk, sheet: str, points: dict[str, str], reason_for: str, scorer: str = "self") -> None:
    """Type the points and store them."""
    page = desk.open(sheet)
    assert page.locator(f"input[name=scorer][value={scorer}]").count() == 1
    desk.fill({f"points.{key}": value for key, value in points.items()})
    if reason_for:
        desk.fill({f"reasons.{reason_for}": "材料价格上涨"})
    desk.send("#sheet form[data-guard] button.btn-primary")
    assert page.locator(".notice li").all_text_contents() == []


def _press(desk: Desk, label: str) -> None:
    """Press the button of a step on the sheet."""
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name=label, exact=True).first.click()


CONDITIONS = ("independent_of_client", "no_major_violation_3_years", "qualified_staff", "quality_control")
RATERS = (
    ("officer", "performance_office", 5),
    ("business", "business_office", 4),
    ("unit", "budget_unit", 3),
)


@pytest.mark.timeout(600)
def test_a_third_party_job_from_the_drawing_to_the_stars(office: Office) -> None:
    settings = Settings(data_dir=office.data_dir, argon2_cheap=True)
    db = Database(settings.url)
    project = perform(db, SYSTEM, "test.project", _project)
    officer, evaluator = office.desk("officer"), office.desk("evaluator")
    for code, tie in (("JG-1", "瓯海区示例建设投资有限公司"), ("JG-2", "")):
        _admit(officer, code, tie)
    officer.open(f"/records/evaluation_job/new?project={project}")
    typed = {"name": "道路养护第三方评价", "year": "2026", "expertise": "交通", "pool": "agency"}
    record = officer.store(typed)
    key = record.rpartition("/")[2].partition("?")[0]
    officer.step(record, "按规则抽取")
    job = f"/performance/jobs/{key}"
    drawn = officer.open(job).inner_text("#job")
    assert "示例机构JG-2" in drawn
    assert "JG-1 有利害关系" in drawn
    officer.open(f"{record}/edit")
    officer.store({"contract_number": "合〔2026〕1号", "amount": "80000", "due_on": "2026-12-31"})
    officer.attach(record, "evaluation_contract", "draft_report", "working_papers", "final_report")
    officer.step(record, "签订合同")
    evaluator.step(record, "提交报告初稿和底稿")
    officer.open(f"{record}/edit")
    officer.store({"comments": "项目单位 | 补充底稿 | 已补充", "delivered_on": "2026-11-20"})
    evaluator.step(record, "提交正式报告")
    for account, rater, stars in RATERS:
        page = office.desk(account).open(job)
        assert page.locator("#h-stars").count() == 0
        page.select_option("[name=rater]", rater)
        for name in ("quality", "efficiency", "communication", "satisfaction"):
            page.select_option(f"[name='stars.{name}']", str(stars))
        office.desk(account).send("form[action$='/stars'] .btn-primary")
        assert page.locator(".notice li").all_text_contents() == []
    officer.step(record, "评星办结")
    told = office.desk("unit").open(job).inner_text("#job")
    assert "4.00" in told
    assert "示例机构JG-2" in officer.open("/performance/pool").inner_text("#pool")
    assert not office.watch.errors
    found = verify(db, settings)
    assert found["ok"], [check for check in found["checks"] if check["problems"]]
    db.close()


def _admit(officer: Desk, code: str, tie: str) -> None:
    """Admit an agency by the form of the pool."""
    page = officer.open("/performance/pool")
    form = page.locator("#pool form[action='/performance/pool']")
    form.locator("[name=region]").select_option("330304")
    for name, value in {"name": f"示例机构{code}", "code": code, "expertise": "交通", "staff": "12"}.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("[name=ties]").fill(tie)
    for name in CONDITIONS:
        form.locator(f"[name='entry.{name}']").check()
    officer.send("#pool form[action='/performance/pool'] .btn-primary")
    assert page.locator(".notice li").all_text_contents() == []
