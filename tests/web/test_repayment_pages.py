"""Pages of repayment: each opens, says what it finds, and its forms store or give their reasons."""

from pathlib import Path

import pytest

from bondlife.db import Database
from bondlife.services.repayment_notices import open_due
from models.registry import PublishedTable, RepaymentOrder, ShortfallLine
from tests.lifecycle.scene import Scene
from tests.lifecycle.story import Story, on
from tests.repayment.office import Office
from tests.web.signed import SignIn

PAGES = ("remittances", "overdue", "refinancing?year=2046", "early", "reserve", "published", "published/new")


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    """Return the county's share with its schedule."""
    return Office(Scene(Story(db, tmp_path / "papers")))


def test_every_page_opens_empty_and_with_an_overdue_instalment(office: Office, site: SignIn) -> None:
    with on("2036-09-23"):
        officer = site("officer")
        for page in PAGES:
            assert officer.get(f"/repayments/{page}").status_code == 200, page
        open_due(office.db)
        late = officer.get("/repayments/overdue?lang=en&unit=yuan").text
        assert "1 instalment overdue" in late
        sheet = officer.get(f"/repayments/{office.row(1).public_id}?lang=en")
        assert "overdue for 1 day" in sheet.text
        assert "2036-09-22" in sheet.text
        asked = officer.get(f"/repayments/{office.row(1).public_id}?explain=penalty&lang=en&unit=yuan").text
        assert "1,220.73" in asked
        legs = officer.get("/repayments/remittances?whose=send").text
        assert office.row(1).public_id in legs
        sent = officer.get("/repayments/remittances/export/csv")
        assert sent.status_code == 200
        assert sent.text.count("\n") == 2
        assert officer.get("/repayments/remittances?whose=other").status_code == 422


def test_a_plan_is_typed_on_the_sheet(office: Office, site: SignIn) -> None:
    with on("2036-09-10"):
        officer, row = site("officer"), office.row(1)
        officer.get(f"/repayments/{row.public_id}")
        line = {
            "0.source": "fiscal_subsidy",
            "0.year": "2036",
            "0.amount": "5,000,000",
            "0.approval_number": "9号",
            "0.approved_on": "2036-09-09",
            "1.source": "unit_own_funds",
            "1.amount": "",
        }
        address = f"/repayments/{row.public_id}/shortfall"
        assert officer.post(address, {**line, "version": str(row.version)}).status_code == 303
        (stored,) = office.story.all(ShortfallLine)
        assert (stored.source, stored.amount) == ("fiscal_subsidy", 500_000_000)
        bad = officer.post(address, {**line, "0.amount": "-5", "version": str(row.version)})
        assert bad.status_code == 422
        assert "5000000.00" in bad.text
        stale = officer.post(address, {**line, "version": "99"})
        assert stale.status_code == 409
        foreign = officer.post("/repayments/00000000-0000-4000-8000-000000000000/shortfall", line)
        assert foreign.status_code == 404


def test_an_order_is_drafted_or_says_what_is_missing(office: Office, site: SignIn) -> None:
    with on("2036-05-08"):
        officer = site("officer")
        page = officer.get("/repayments/early").text
        assert office.share.public_id in page
        form = {
            "purpose": "repay_onlending",
            "share": office.share.public_id,
            "amount": "1000000",
            "effective_on": "2036-06-20",
            "grounds": "项目收入提前到位",
        }
        answer = officer.post("/repayments/orders", form)
        assert answer.status_code == 303, answer.text
        (order,) = office.story.all(RepaymentOrder)
        assert answer.headers["location"].endswith(order.public_id)
        assert officer.get(answer.headers["location"]).status_code == 200
        bad = officer.post("/repayments/orders", {**form, "amount": "", "effective_on": "soon"})
        assert bad.status_code == 422
        assert officer.post("/repayments/orders", {"purpose": "reserve_in"}).status_code == 422


def test_a_published_table_is_pasted_and_judged(office: Office, site: SignIn) -> None:
    officer = site("officer")
    table = "year\tprincipal\tinterest\ttotal\n2026\t100\t5\t105\n2027\t100\t3\t104\ntotal\t200\t8\t209"
    form = {
        "layout": "debt_schedule",
        "region": "330304",
        "title": "分年还本付息表",
        "unit": "万元",
        "table": table,
    }
    answer = officer.post("/repayments/published", form)
    assert answer.status_code == 303
    shown = officer.get(answer.headers["location"] + "?lang=en").text
    assert "2 claims do not hold" in shown
    assert "103" in shown
    assert len(office.story.all(PublishedTable)) == 1
    assert officer.post("/repayments/published", {**form, "table": ""}).status_code == 422
    assert officer.post("/repayments/published", form).status_code == 409
    assert officer.get("/repayments/published").status_code == 200
