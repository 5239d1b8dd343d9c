"""Records: forms, moves with reasons, signatures by a second person, parts, search."""

import re

import pytest

from bondlife.db import Database
from bondlife.services import approvals, moves
from tests.database import People
from tests.web.signed import SignIn, make_plan, make_project

TYPES = (
    "application",
    "bond_share",
    "budget_line",
    "disbursement",
    "progress",
    "evaluation",
    "change_of_use",
    "publication",
)
APPLICATION = {
    "year": "2026",
    "batch": "第一批",
    "purpose": "new_project",
    "amount": "1000",
    "tenor_years": "10",
}


@pytest.fixture
def project(db: Database, people: People) -> str:
    return make_project(db, people["officer"])


@pytest.mark.parametrize("record", TYPES)
def test_every_type_has_a_form_and_a_refusal_that_names_fields(
    site: SignIn, project: str, record: str
) -> None:
    officer = site("officer")
    assert officer.get(f"/records/{record}/new?project={project}").status_code == 200
    answer = officer.post(f"/records/{record}/new?project={project}", {"project": project})
    assert answer.status_code == 422
    assert 'class="error"' in answer.text


def test_a_record_is_made_and_shown(site: SignIn, project: str) -> None:
    officer = site("officer")
    made = officer.post(f"/records/application/new?project={project}", {**APPLICATION, "project": project})
    assert made.status_code == 303, made.text
    page = officer.get(made.headers["location"]).text
    assert "第一批" in page
    assert "会计师事务所" in page
    assert "还不能办" in page


@pytest.mark.parametrize("record", ["nothing", "project'--", "ledger"])
def test_an_unknown_type_is_missing(site: SignIn, project: str, record: str) -> None:
    assert site("officer").get(f"/records/{record}/new?project={project}").status_code == 404


def test_away_from_a_project_a_form_asks_which_one(db: Database, people: People, site: SignIn) -> None:
    own, _other = (
        make_project(db, people["officer"]),
        make_project(db, people["city"], "330302-2", region="330302"),
    )
    place = "/records/progress/new"
    shown = site("officer").get(place)
    assert shown.status_code == 200
    assert re.findall(rf'href="{place}\?project=([^"]+)"', shown.text) == [own]
    assert site("officer").get(f"{place}?project={own}").status_code == 200
    assert own not in site("officer").get(f"{place}?q=zzzz").text
    assert site("reviewer").get(place).status_code == 403


OF_A_REGION = {
    "goal": {"layer": "duty", "budget": "general", "name": "保障供水"},
    "evaluation_job": {"pool": "agency", "name": "供水绩效评价"},
    "appraisal": {},
}


@pytest.mark.parametrize("record", OF_A_REGION)
def test_records_of_a_region_have_their_form_without_a_project(site: SignIn, record: str) -> None:
    form = site("officer").get(f"/records/{record}/new")
    assert form.status_code == 200
    assert '<option value="330304"' in form.text
    values = {"region": "330304", "year": "2026", **OF_A_REGION[record]}
    made = site("officer").post(f"/records/{record}/new", values)
    assert made.status_code == 303
    assert site("officer").get(made.headers["location"]).status_code == 200


@pytest.mark.parametrize("record", ["result_list", "instalment", "remittance", "fund_terms"])
def test_records_that_no_form_begins_are_missing(site: SignIn, record: str) -> None:
    assert site("officer").get(f"/records/{record}/new").status_code in (403, 404)


def test_the_auditor_has_no_forms(site: SignIn, project: str) -> None:
    auditor = site("auditor")
    assert auditor.get(f"/projects/{project}").status_code == 200
    assert auditor.get(f"/projects/{project}/edit").status_code == 403
    assert auditor.get(f"/records/application/new?project={project}").status_code == 403
    assert "/move" not in auditor.get(f"/projects/{project}").text


def test_a_step_is_taken_from_the_page(site: SignIn, project: str) -> None:
    officer = site("officer")
    page = officer.get(f"/projects/{project}").text
    assert 'value="submit"' in page
    answer = officer.post(f"/records/project/{project}/move", {"transition": "submit", "version": "1"})
    assert answer.status_code == 303
    page = officer.get(f"/projects/{project}").text
    assert "已提交" in page
    assert "楼堂馆所" in page


def test_a_step_without_its_conditions_is_refused_with_reasons(site: SignIn, project: str) -> None:
    officer = site("officer")
    officer.post(f"/records/project/{project}/move", {"transition": "submit", "version": "1"})
    answer = officer.post(f"/records/project/{project}/move", {"transition": "screen", "version": "2"})
    assert answer.status_code == 409
    assert "已提交" in officer.get(f"/projects/{project}").text


def test_a_return_asks_for_its_reason(site: SignIn, project: str) -> None:
    officer = site("officer")
    officer.post(f"/records/project/{project}/move", {"transition": "submit", "version": "1"})
    way = {"transition": "return_for_correction", "version": "2"}
    assert officer.post(f"/records/project/{project}/move", way).status_code == 422
    assert officer.post(f"/records/project/{project}/move", {**way, "reason": "补充材料"}).status_code == 303
    assert "补充材料" in officer.get(f"/projects/{project}").text


@pytest.fixture
def waiting(db: Database, people: People, site: SignIn, project: str) -> str:
    """Return a change of checked figures that waits for the reviewer."""
    officer = site("officer")
    officer.post(f"/records/project/{project}/move", {"transition": "submit", "version": "1"})
    officer.get(f"/projects/{project}/edit")
    change = {"version": "2", "total_investment": "130000000", "reason": "概算调整"}
    answer = officer.post(f"/records/project/{project}/change", change)
    assert answer.status_code == 303, answer.text
    found = re.search(r"/approvals/([0-9a-f-]{36})/sheet", officer.get(f"/projects/{project}").text)
    assert found is not None
    return found[1]


def test_a_checked_figure_is_not_edited_directly(site: SignIn, project: str) -> None:
    officer = site("officer")
    officer.post(f"/records/project/{project}/move", {"transition": "submit", "version": "1"})
    answer = officer.post(f"/projects/{project}/edit", {"version": "2", "total_investment": "130000000"})
    assert answer.status_code == 409
    assert officer.post(f"/projects/{project}/edit", {"version": "2", "ndrc_code": "2108"}).status_code == 303


def test_a_second_person_signs_what_is_shown(site: SignIn, project: str, waiting: str) -> None:
    officer, reviewer = site("officer"), site("reviewer")
    page = reviewer.get(f"/projects/{project}").text
    assert "13,000.00 万元" in page
    digest = re.search(r'name="digest" value="(sha256:[0-9a-f]{64})"', page)
    assert digest is not None
    sign = {"act": "approve", "digest": digest[1], "reason": "同意"}
    assert officer.post(f"/approvals/{waiting}/decide", sign).status_code == 403
    assert reviewer.post(f"/approvals/{waiting}/decide", {**sign, "digest": "sha256:0"}).status_code == 409
    assert f"/projects/{project}" in reviewer.get("/approvals").text
    assert reviewer.post(f"/approvals/{waiting}/decide", sign).status_code == 303
    assert "13,000.00" in reviewer.get(f"/projects/{project}").text
    sheet = reviewer.get(f"/approvals/{waiting}/sheet").text
    assert "同意" in sheet
    assert "概算调整" in sheet
    assert digest[1] in sheet


def test_a_return_needs_words_and_leaves_the_figure(site: SignIn, project: str, waiting: str) -> None:
    reviewer = site("reviewer")
    page = reviewer.get(f"/projects/{project}").text
    digest = re.search(r'name="digest" value="([^"]+)"', page)
    assert digest is not None
    back = {"act": "return", "digest": digest[1]}
    assert reviewer.post(f"/approvals/{waiting}/decide", back).status_code == 422
    assert reviewer.post(f"/approvals/{waiting}/decide", {**back, "reason": "依据不足"}).status_code == 303
    assert "依据不足" in reviewer.get(f"/approvals/{waiting}/sheet").text
    assert "13,000.00" not in reviewer.get("/projects").text


def test_a_foreign_approval_is_missing(db: Database, people: People, site: SignIn) -> None:
    project = make_project(db, people["city"], "330302-9", region="330302")
    moved = moves.move(db, people["city"], "project", project, "submit", 1)
    assert moved["state"] == "submitted"
    rejected = moves.move(
        db, people["city"], "project", project, "reject", moved["version"], reason="不符合条件"
    )
    for address in (f"/approvals/{rejected['approval']}", f"/approvals/{rejected['approval']}/sheet"):
        assert site("officer").get(address).status_code == 404
    assert "330302-9" not in site("leader").get("/approvals").text
    assert approvals.CHANGE == "@change"


def test_the_plan_is_typed_and_stored_as_a_new_version(site: SignIn, project: str) -> None:
    officer = site("officer")
    assert officer.get(f"/projects/{project}/plan").status_code == 200
    cells = {"project_income.2026": "1,200.50", "bond_principal.2026": "100", "unit": "wan"}
    assert officer.post(f"/projects/{project}/plan", cells).status_code == 303
    text = officer.get(f"/projects/{project}?tab=plan").text
    assert "1,200.50" in text
    cells["project_income.2026"] = "1300"
    assert officer.post(f"/projects/{project}/plan", cells).status_code == 303
    page = officer.get(f"/projects/{project}?tab=plan").text
    older = re.findall(r"forecast=([0-9a-f-]{36})", page)[-1]
    compared = officer.get(f"/projects/{project}?tab=plan&against={older}").text
    assert "1,200.50" in compared
    assert "1,300.00" in compared


@pytest.mark.parametrize("text", ["12a", "1.0000001", "9223372036854775808", "NaN"])
def test_a_wrong_cell_is_named_and_kept(site: SignIn, project: str, text: str) -> None:
    officer = site("officer")
    officer.get(f"/projects/{project}/plan")
    cells = {"project_income.2026": text, "taxes.2026": "7", "unit": "wan", "first": "2026", "last": "2030"}
    answer = officer.post(f"/projects/{project}/plan", cells)
    assert answer.status_code == 422
    assert f'value="{text}"' in answer.text
    assert 'value="7"' in answer.text
    assert "2026" in answer.text


def test_contracts_and_readiness(site: SignIn, project: str) -> None:
    officer = site("officer")
    contract = {"number": "SG-1", "name": "施工", "type": "works", "payee": "示例建设公司", "amount": "100"}
    assert officer.post(f"/projects/{project}/contracts/new", {**contract, "amount": "0"}).status_code == 422
    assert officer.post(f"/projects/{project}/contracts/new", contract).status_code == 303
    assert "示例建设公司" in officer.get(f"/projects/{project}?tab=money").text
    wrong = {"construction_permit.held": "true", "construction_permit.issued_on": "yesterday"}
    answer = officer.post(f"/projects/{project}/permits", wrong)
    assert answer.status_code == 422
    assert "yesterday" in answer.text
    right = {"construction_permit.held": "true", "construction_permit.number": "温建〔2026〕1号"}
    assert officer.post(f"/projects/{project}/permits", right).status_code == 303
    assert "温建〔2026〕1号" in officer.get(f"/projects/{project}?tab=records").text


def test_search_finds_by_pieces_codes_and_initials(db: Database, people: People, site: SignIn) -> None:
    project = make_project(db, people["officer"])
    foreign = make_project(db, people["city"], "330302-2", region="330302")
    make_plan(db, people["officer"], project)
    officer = site("officer")
    for q in ("双溪", "sxws", "330304-2026", "污水"):
        text = officer.get("/search", params={"q": q}).text
        assert project in text, q
        assert foreign not in text
    assert "示例建设投资" in officer.get("/search", params={"q": "示例建设"}).text
    assert "未找到" in officer.get("/search", params={"q": "'; drop table"}).text
    assert officer.get("/search").status_code == 200
