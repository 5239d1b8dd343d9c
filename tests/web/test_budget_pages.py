"""Pages of quota, limit and balance, expert review, debt service, supplementary requests, on-lending."""

import re
from datetime import date
from typing import Any

import pytest

from bondlife import clock
from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.lifecycle.history import enter
from bondlife.queries.limits import limits_view
from bondlife.queries.quota import quota_view
from bondlife.security.actor import SYSTEM
from models.base import columns
from models.kinds import shipped_kind
from models.registry import Application, Project, ReviewRound
from tests.builders import add_bond, add_project
from tests.database import people_of
from tests.quota_desk import sign_notices
from tests.repayment_people import add_levels
from tests.web.signed import SignIn

TODAY = clock.business_date()
YEAR = TODAY.year
LINE = {
    "region": "330304", "year": str(YEAR), "bond_type": "special", "entry": "main", "amount": "5000.00",
    "notice_number": "财债〔2026〕8号", "notified_on": TODAY.isoformat(),
}  # fmt: skip


def applied(db: Database, name: str, amount: int) -> str:
    """Store an application under review and return its public key."""
    project = add_project(db, name)

    def work(act: Act) -> str:
        owner = act.find(Project, columns(Project).public_id == project)[0]
        row = Application(
            region_id=owner.region_id, project_id=owner.id, kind=owner.kind, kind_version=owner.kind_version,
            state="", year=YEAR, batch="第一批", purpose="new_project", amount=amount, tenor_years=10,
        )  # fmt: skip
        enter(act, row, shipped_kind("special_bond").lifecycle("application"))
        row.state = "submitted"
        act.add(row)
        act.flush()
        return row.public_id

    return str(perform(db, SYSTEM, "test.application", work))


def test_quota_is_posted_refused_and_answered(site: SignIn, db: Database) -> None:
    city, officer = site("city"), site("officer")
    second = add_levels(db)["city-reviewer"]
    city.get("/quota/new")
    assert city.post("/quota", {**LINE, "region": "330300", "amount": "8000.00"}).status_code == 303
    assert not quota_view(db, people_of(db)["city"]).rooms
    assert sign_notices(db, second) == 1
    given = {**LINE, "lender": "330300"}
    assert city.post("/quota", given).status_code == 303
    assert city.post("/quota", given).status_code == 409
    waiting = city.get("/quota").text.split('id="h-waiting"')[1].split("</table>")[0]
    assert re.search(r"/approvals/[0-9a-f-]{36}", waiting)
    assert sign_notices(db, second) == 1
    too_much = city.post("/quota", {**given, "amount": "3000.01", "notice_number": "财债〔2026〕9号"})
    assert too_much.status_code == 409
    assert "超过" in too_much.text
    assert city.post("/quota", given).status_code == 409
    room = quota_view(db, people_of(db)["city"]).rooms
    assert [(one.code, one.room.quota) for one in room] == [("330300", 3000_00), ("330304", 5000_00)]
    page = officer.get("/quota")
    assert "温州市" not in page.text.split('id="h-rooms"')[1].split("</table>")[0]
    assert officer.get("/quota?explain=free-330304").status_code == 200
    line = re.search(r"/quota/([0-9a-f-]{36})/reverse", page.text)
    assert line is not None
    assert officer.post(f"/quota/{line[1]}/reverse", {"reason": "登记有误"}).status_code == 303
    assert quota_view(db, people_of(db)["officer"]).rooms[0].room.quota == 5000_00
    assert officer.post(f"/quota/{line[1]}/reverse", {"reason": "又一次"}).status_code == 409
    assert sign_notices(db, people_of(db)["reviewer"]) == 1
    assert quota_view(db, people_of(db)["officer"]).rooms[0].room.quota == 0
    assert officer.post(f"/quota/{line[1]}/reverse", {"reason": "再次"}).status_code == 409


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"entry": "recall"}, 422),
        ({"amount": "0"}, 422),
        ({"amount": "1.005"}, 422),
        ({"notified_on": "2099-01-01"}, 422),
        ({"lender": "330303"}, 422),
        ({"region": "330303"}, 403),
        ({"entry": "recall", "amount": "-1.00"}, 409),
        ({"entry": "carry_over"}, 409),
    ],
)
def test_a_wrong_line_is_refused(site: SignIn, change: dict[str, str], status: int) -> None:
    officer = site("officer")
    officer.get("/quota/new")
    assert officer.post("/quota", {**LINE, **change}).status_code == status


def test_statements_are_entered_mended_and_held_to_their_identities(site: SignIn, db: Database) -> None:
    officer = site("officer")
    officer.get("/limits/new")
    base = {"region": "330304", "basis": "reported", "as_of": "2025-12-31", "source": ""}
    for year, before, new, limit, balance in (
        ("2025", "1200", "120", "1320", "1250"),
        ("2026", "1320", "90", "1400", "1430"),
    ):
        figures = {"limit_before_special": before, "new_limit_special": new, "limit_special": limit}
        form = {**base, "year": year, **figures, "balance_special": balance}
        assert officer.post("/limits", {**form, "version": "0"}).status_code == 303
    view = limits_view(db, people_of(db)["officer"])
    assert [(line.year, line.broken) for line in view.lines] == [(2026, 2), (2025, 0)]
    line = view.lines[0]
    page = officer.get(f"/limits/{line.public_id}?explain=limit_roll.special")
    assert page.text.count("不成立") >= 2
    edit = {
        **base,
        "year": "2026",
        "limit_special": "1410",
        "new_limit_special": "90",
        "balance_special": "1400",
    }
    sent = {**edit, "public_id": line.public_id, "version": "1"}
    assert officer.post("/limits", sent).status_code == 303
    assert limits_view(db, people_of(db)["officer"]).broken == 0
    assert officer.post("/limits", sent).status_code == 409
    assert officer.get(f"/limits/{line.public_id}/edit").status_code == 200
    assert officer.get(f"/limits/{line.public_id}/export/xlsx").content[:2] == b"PK"
    assert limits_view(db, people_of(db)["auditor"]).lines
    wrong = officer.post("/limits", {**base, "year": "2024", "new_limit_special": "1.234"})
    assert wrong.status_code == 422
    assert 'name="new_limit_special"' in wrong.text
    assert officer.post("/limits", {**base, "year": "2024", "no_such": "1"}).status_code == 422
    assert (
        officer.post(
            "/limits", {**base, "year": "2024", "region": "330303", "limit_special": "1"}
        ).status_code
        == 403
    )
    assert site("auditor").get("/limits/new").status_code == 403


def test_experts_score_blind_and_the_ranking_gives_out_the_quota(site: SignIn, db: Database) -> None:
    first, second = applied(db, "甲污水厂", 60_00), applied(db, "乙供水厂", 80_00)
    officer = site("officer")
    board = officer.get("/applications")
    assert "甲污水厂" in board.text
    opened = officer.post(
        "/reviews", {"region": "330304", "year": str(YEAR), "batch": "第一批", "quota": "100.00"}
    )
    assert opened.status_code == 303
    place = opened.headers["location"]
    sheet = {"necessity": "20", "readiness": "10", "funding": "8", "forecast": "15", "bond_need": "5"}
    sheet |= {"repayment_plan": "10", "goals": "12"}
    for number, expert in enumerate(("evaluator", "evaluator2", "evaluator3")):
        desk = site(expert)
        assert "20.5" not in desk.get(place).text
        for key, more in ((first, "20.5"), (second, "25")):
            points = {f"points.{item}": given for item, given in sheet.items()}
            form = {**points, "points.necessity": more, "application": key, "opinion": f"意见{number}"}
            assert desk.post(f"{place}/scores", form).status_code == 303
        assert desk.post(f"{place}/scores", {**form, "points.goals": "15.5"}).status_code == 422
        shown = officer.get(place).text
        assert "意见" not in shown
    version = str(_round(db).version)
    assert officer.post(f"{place}/close", {"version": version}).status_code == 303
    closed = officer.get(place).text
    assert "意见2" in closed
    result = {one["application"]: one for one in _round(db).result}
    assert (result[second]["rank"], result[second]["allocated"]) == (1, 80_00)
    assert (result[first]["rank"], result[first]["allocated"]) == (2, 20_00)
    assert site("evaluator").post(f"{place}/scores", form).status_code == 409
    assert officer.get("/applications").text.index("乙供水厂") < officer.get("/applications").text.index(
        "甲污水厂"
    )


def _round(db: Database) -> Any:
    import sqlalchemy as sa

    with db.reading() as session:
        return session.execute(sa.select(ReviewRound), execution_options={"scoped": True}).scalar_one()


def test_what_falls_due_becomes_a_sheet(site: SignIn, db: Database) -> None:
    project = add_project(db, "甲污水厂")
    add_bond(db, "三期专项债券", [(project, 1_000_000_00)], value_date=date(YEAR - 1, 3, 20))
    officer = site("officer")
    page = officer.get(f"/debt-service?year={YEAR + 1}&explain=interest")
    assert "三期专项债券" in page.text
    assert "23,600.00" in officer.get(f"/debt-service?year={YEAR + 1}&unit=yuan").text
    drafted = officer.post(
        "/debt-service", {"region": "330304", "year": str(YEAR + 1), "type": "debt_service"}
    )
    assert drafted.status_code == 303
    sheet = officer.get(drafted.headers["location"])
    assert "23204" in sheet.text
    nothing = officer.post("/debt-service", {"region": "330304", "year": "2100", "type": "debt_service"})
    assert nothing.status_code == 422
    assert "三期专项债券" in officer.get("/onlending").text
    assert "尚无协议" in officer.get("/onlending").text


def test_an_allotment_notice_takes_lines(site: SignIn, db: Database) -> None:
    project = add_project(db, "甲污水厂")
    officer = site("officer")
    officer.get("/records/budget_sheet/new")
    head = {
        "region": "330304", "type": "allotment", "year": str(YEAR), "basis": "opening",
        "document_number": "瓯财债〔2026〕1号", "upper_number": "温财债〔2026〕5号", "upper_amount": "100.00",
    }  # fmt: skip
    made = officer.post("/records/budget_sheet/new", head)
    assert made.status_code == 303
    key = made.headers["location"].rpartition("/")[2]
    place = f"/budget-sheets/{key}"
    assert officer.get(place).status_code == 200
    row = {"0.project": project, "0.account": "22904", "0.purpose": "construction", "0.amount": "60.00"}
    assert officer.post(f"{place}/lines", {**row, "version": "1"}).status_code == 303
    assert "甲污水厂" in officer.get(place).text
    assert officer.post(f"{place}/lines", {**row, "0.amount": "-1", "version": "2"}).status_code == 422
    assert officer.post(f"{place}/lines", {**row, "version": "1"}).status_code == 409


def test_pages_without_anything_say_what_to_do(site: SignIn) -> None:
    officer = site("officer")
    for address in ("/quota", "/limits", "/applications", "/debt-service", "/supplements", "/onlending"):
        page = officer.get(address)
        assert page.status_code == 200
        assert "暂无" in page.text or "没有到期本息" in page.text
        assert site("auditor").get(address).status_code == 200


def test_a_missing_agreement_leads_to_a_form_that_knows_it(site: SignIn, db: Database) -> None:
    project = add_project(db, "甲污水厂")
    add_bond(db, "三期专项债券", [(project, 1_000_000_00)], value_date=date(YEAR - 1, 3, 20))
    officer = site("officer")
    links = re.findall(r'href="(/projects/[^"]+/onlending/new\?[^"]+)"', officer.get("/onlending").text)
    assert len(links) == 2
    form = officer.get(links[1].replace("&amp;", "&")).text
    assert 'value="330304" selected' in form
    assert 'value="1000000.00"' in form
