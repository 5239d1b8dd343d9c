"""The project list and page: parts, foreign rows, exports that are the filter, figures that explain."""

import csv
import re
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from bondlife.db import Database
from bondlife.queries.project_lines import rail_summary
from tests.database import People
from tests.web.signed import SignIn, make_plan, make_project

TABS = ("overview", "plan", "money", "works", "schedule", "records", "documents", "tasks", "history")
FORM = {
    "region": "330304",
    "kind": "special_bond",
    "code": "330304-2026-077",
    "name": "示例污水处理厂",
    "sector": "sewage_waste",
    "revenue_nature": "some",
    "start_year": "2026",
    "total_investment": "1,234.56",
}


CODES = re.compile(r'<span class="note">([\w-]+)</span></th>')


def inner(text: str, name: str) -> str:
    """Return the text of a page from the element with an id on."""
    return text[text.index(f'id="{name}"') :]


@pytest.fixture
def project(db: Database, people: People) -> str:
    return make_project(db, people["officer"])


def test_the_part_of_the_list_is_the_page(site: SignIn, project: str) -> None:
    officer = site("officer")
    page, part = officer.get("/projects"), officer.get("/projects", part=True)
    assert "<html" in page.text
    assert "<html" not in part.text
    assert part.text.strip() in page.text
    assert project in part.text


def test_an_empty_filter_says_what_to_do(site: SignIn, project: str) -> None:
    text = site("officer").get("/projects?q=没有这个").text
    assert "没有符合筛选条件的项目" in text
    assert project not in text


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("q=双溪", True),
        ("q=sxws", True),
        ("q=330304-2026", True),
        ("region=330304", True),
        ("region=330300", True),
        ("region=330303", False),
        ("sector=sewage_waste", True),
        ("sector=health", False),
        ("year=2024", True),
        ("year=2023", False),
        ("state=draft", True),
        ("state=closed", False),
        ("stage=reserve", True),
        ("kind=ordinary", False),
        ("q=双溪&region=330304&year=2024&sector=sewage_waste&sort=investment", True),
    ],
)
def test_every_filter(site: SignIn, project: str, query: str, is_found: bool) -> None:
    officer = site("officer")
    assert (project in officer.get(f"/projects?{query}", part=True).text) is is_found
    totals = officer.get(f"/projects/totals?{query}", part=True).text
    assert f"<b>{int(is_found)}</b>" in totals


@pytest.mark.parametrize("query", ["year=20x4", "year=99999", "sort=hostile", "after=%00", "after=eyJh"])
def test_a_damaged_address_is_refused(site: SignIn, query: str) -> None:
    assert site("officer").get(f"/projects?{query}").status_code == 422


def test_pages_follow_one_another(db: Database, people: People, site: SignIn) -> None:
    for number in range(55):
        make_project(db, people["officer"], f"P-{number:03d}", name=f"项目{number:03d}")
    officer = site("officer")
    first = officer.get("/projects?sort=code", part=True).text
    after = re.search(r"after=([\w%-]+)", first)
    assert after is not None
    second = officer.get(f"/projects?sort=code&after={after[1]}", part=True).text
    found = re.findall(r"P-\d{3}", first) + re.findall(r"P-\d{3}", second)
    assert found == [f"P-{number:03d}" for number in range(55)]
    back = re.search(r"before=([\w%-]+)", second)
    assert back is not None
    assert "before=" not in first
    again = officer.get(f"/projects?sort=code&before={back[1]}", part=True).text
    assert CODES.findall(again) == CODES.findall(first)
    assert "before=" not in again
    assert after[0] in again


@pytest.mark.parametrize(("unit", "fen"), [("yuan", 100), ("wan", 1_000_000), ("yi", 10_000_000_000)])
def test_the_export_is_the_filter(db: Database, people: People, site: SignIn, unit: str, fen: int) -> None:
    make_project(db, people["officer"], "A-1", name="=1+1", total_investment="123456.78")
    make_project(db, people["officer"], "A-2", sector="health", total_investment="5")
    officer = site("officer")
    book = load_workbook(BytesIO(officer.get(f"/projects.xlsx?unit={unit}&sector=sewage_waste").content))
    sheet = book.worksheets[0]
    rows: list[Any] = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == ["A-1"]
    assert rows[0][1] == "=1+1"
    assert sheet["B2"].data_type == "s"
    assert round(rows[0][7] * fen) == 12_345_678
    body = officer.get(f"/projects.csv?unit={unit}&sector=sewage_waste").content.decode("utf-8-sig")
    plain = list(csv.reader(StringIO(body)))
    assert plain[1][1] == "'=1+1"
    assert float(plain[1][7]) == rows[0][7]
    assert len(plain) == 2


@pytest.mark.parametrize("account", ["evaluator", "auditor", "unit", "city", "leader"])
def test_readers_open_every_tab(site: SignIn, db: Database, people: People, account: str) -> None:
    project = make_project(db, people["unit"] if account == "unit" else people["officer"], **of_unit(db))
    make_plan(db, people["officer"], project)
    reader = site(account)
    for tab in TABS:
        assert reader.get(f"/projects/{project}?tab={tab}").status_code == 200, tab


def of_unit(db: Database) -> dict[str, str]:
    """Return the demo unit and department as fields of a project."""
    from sqlmodel import select

    from models.registry import Organisation

    with db.reading() as session:
        found = {row.role: row.public_id for row in session.exec(select(Organisation))}
    return {"unit": found["unit"], "department": found["department"]}


def test_a_foreign_project_is_missing_everywhere(db: Database, people: People, site: SignIn) -> None:
    project = make_project(db, people["city"], "330302-1", region="330302")
    officer = site("officer")
    for address in (
        f"/projects/{project}",
        f"/projects/{project}/edit",
        f"/projects/{project}/plan",
        f"/projects/{project}/permits",
        f"/projects/{project}/contracts/new",
        f"/records/application/new?project={project}",
    ):
        assert officer.get(address).status_code == 404, address
    assert project not in officer.get("/projects").text
    assert "<b>0</b>" in officer.get("/projects/totals", part=True).text
    assert "330302-1" not in officer.get("/projects.csv").text
    assert officer.post(f"/projects/{project}/edit", {**FORM, "version": "1"}).status_code == 404
    assert site("city").get(f"/projects/{project}").status_code == 200


def test_a_form_with_bad_input_names_the_field_and_keeps_what_was_typed(site: SignIn) -> None:
    officer = site("officer")
    officer.get("/projects/new")
    answer = officer.post("/projects/new", {**FORM, "total_investment": "1.005", "start_year": "next"})
    assert answer.status_code == 422
    assert 'id="e-total_investment"' in answer.text
    assert 'id="e-start_year"' in answer.text
    assert 'href="#f-total_investment"' in answer.text
    assert 'value="1.005"' in answer.text
    assert "示例污水处理厂" in answer.text
    assert "示例污水处理厂" not in officer.get("/projects").text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("total_investment", "9223372036854775808"),
        ("total_investment", "NaN"),
        ("capital", "-1"),
        ("name", "x" * 201),
        ("name", "a\u202eb"),
        ("start_year", "1e3"),
        ("construction_start", "2026-13-01"),
        ("region", "999999"),
        ("unit", "not-a-key"),
        ("fields.coordinates_unknown", "1"),
        ("fields.wanted_tenor", "ten"),
    ],
)
def test_hostile_values_are_refused_and_nothing_is_stored(site: SignIn, name: str, text: str) -> None:
    officer = site("officer")
    officer.get("/projects/new")
    answer = officer.post("/projects/new", {**FORM, name: text})
    assert answer.status_code == 422, answer.text[:300]
    assert "<b>0</b>" in officer.get("/projects/totals", part=True).text


def test_a_form_sent_twice_is_stored_once(site: SignIn) -> None:
    officer = site("officer")
    officer.get("/projects/new")
    places = {officer.post("/projects/new", FORM, key="once").headers["location"] for _ in range(2)}
    assert len(places) == 1
    assert "<b>1</b>" in officer.get("/projects/totals", part=True).text


def test_a_code_used_twice_is_said_at_the_field(site: SignIn) -> None:
    officer = site("officer")
    officer.get("/projects/new")
    assert officer.post("/projects/new", FORM).status_code == 303
    answer = officer.post("/projects/new", FORM)
    assert answer.status_code == 422
    assert 'id="e-code"' in answer.text


def test_a_stale_form_shows_all_three_sides(site: SignIn, project: str) -> None:
    first, second = site("officer"), site("officer")
    for one in (first, second):
        assert one.get(f"/projects/{project}/edit").status_code == 200
    assert first.post(f"/projects/{project}/edit", {"version": "1", "name": "甲改的名字"}).status_code == 303
    answer = second.post(f"/projects/{project}/edit", {"version": "1", "name": "乙改的名字"})
    assert answer.status_code == 409
    for side in ("双溪污水处理改造提升工程", "甲改的名字", "乙改的名字"):
        assert side in answer.text
    assert 'name="version" value="2"' in answer.text
    chosen = second.post(f"/projects/{project}/edit", {"version": "2", "name": "乙改的名字"})
    assert chosen.status_code == 303
    page = second.get(f"/projects/{project}").text
    assert "乙改的名字" in page
    assert "12,500.00" in page


def test_history_shows_old_and_new(site: SignIn, project: str) -> None:
    officer = site("officer")
    officer.get(f"/projects/{project}/edit")
    officer.post(f"/projects/{project}/edit", {"version": "1", "total_investment": "130000000"})
    text = officer.get(f"/projects/{project}?tab=history&field=total_investment").text
    assert "12,500.00 万元" in text
    assert "13,000.00 万元" in text


def test_every_figure_of_the_plan_explains_itself(
    db: Database, people: People, site: SignIn, project: str
) -> None:
    make_plan(db, people["officer"], project)
    officer = site("officer")
    page = officer.get(f"/projects/{project}?tab=plan").text
    keys = set(re.findall(r'data-explain="([^"]+)"', page))
    assert {"coverage.net_over_all_debt_service", "dscr", "cash"} <= keys
    for key in keys:
        part = officer.get(f"/projects/{project}?tab=plan&explain={key}", part=True)
        assert part.status_code == 200, key
        assert part.text.strip().startswith("<aside"), key
        assert 'class="formula"' in part.text
    assert officer.get(f"/projects/{project}?tab=plan&explain=nothing").status_code == 422


def test_the_multiple_printed_is_the_quotient(
    db: Database, people: People, site: SignIn, project: str
) -> None:
    make_plan(db, people["officer"], project)
    page = site("officer").get(f"/projects/{project}?tab=plan").text
    row = inner(page, "t-multiples")
    assert "8,700.00" in row
    assert "5,600.00" in row
    assert re.search(r'data-explain="coverage.net_over_all_debt_service"[^>]*>1\.55<', row)


def test_rail_marks_follow_the_tracks() -> None:
    tracks = '{"reserve":{"progress":"done"},"issuance":{"progress":"trouble"}}'
    marks, told = rail_summary("special_bond", tracks, "zh_CN", 0)
    assert marks == "✓▲○○○○○"
    assert "申报与发行：有问题" in told
