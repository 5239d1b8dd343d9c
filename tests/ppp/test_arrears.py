"""Arrears walked through: ordered and not paid, overdue, called, planned, plan broken, paid, closed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from bondlife.queries.alerts import alert_view
from bondlife.queries.ppp_arrears import arrears_view
from bondlife.services import ppp
from bondlife.services.alert_scan import scan
from bondlife.services.ppp_inputs import ArrearPaymentInput, ClearingPlanInput
from bondlife.web.views import FormState
from models.registry import Alert, Arrear
from tests.database import copied_database
from tests.lifecycle.story import Story
from tests.ppp.works import TODAY, YUAN, Works, on

OWED = 12_445_718_25
DUE = date(2036, 10, 30)
"""Thirty days after the third quarter ended."""


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.full)])
def works(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Works]:
    """Return a works whose quarter is ordered; the treasury has not paid."""
    folder = tmp_path_factory.mktemp("arrears")
    with copied_database(request, request.param, folder) as db:
        made = Works(Story(db, folder))
        made.quarter(made.contract)
        with on(TODAY):
            key = made.open()
            made.approve(key)
            made.order(key)
        yield made


def ledger(works: Works) -> Any:
    return arrears_view(works.db, works.story.people["officer"])


def called(works: Works, day: str) -> list[tuple[str, str]]:
    """Scan on a day and return the open calls with their level."""
    with on(day):
        scan(works.db)
    return [(one.key, one.level) for one in works.story.all(Alert) if one.closed_on is None]


def test_what_is_ordered_falls_due_by_the_days_of_the_contract(works: Works) -> None:
    [row] = works.story.all(Arrear)
    assert (row.due_on, row.due, row.paid, str(row.late_rate)) == (DUE, OWED, 0, "0.0435")
    assert called(works, "2036-10-30") == []
    with on("2036-10-30"):
        [line] = ledger(works).lines
    assert (line.mark, line.days_late, line.interest) == ("wait", 0, 0)


def test_overdue_it_calls_the_officer_and_bears_the_interest_of_the_contract(works: Works) -> None:
    assert called(works, "2036-10-31") == [("A31", "warning")]
    assert called(works, "2036-11-29") == [("A31", "serious")], "thirty days without a plan are grave"
    with on("2036-11-29"):
        view = ledger(works)
        [alert] = works.story.all(Alert)
        told = alert_view(works.db, works.story.people["officer"], alert.public_id, FormState())
    [line] = view.lines
    assert (line.mark, line.days_late) == ("no", 30)
    # 12,445,718.25 yuan × 4.35 % × 30 ÷ 365 = 44,497.70 yuan
    assert line.interest == view.interest == 44_497_70
    assert told.line.why.figures["fee_of"][0] == "PPP-2018-03 2036-Q3"
    assert told.record_href == f"/ppp/arrears/{works.story.all(Arrear)[0].public_id}"
    assert told.rule is not None


def test_a_clearing_plan_that_foots_takes_the_edge_off_until_it_is_broken(works: Works) -> None:
    officer = works.story.people["officer"]
    [row] = works.story.all(Arrear)
    half = f"{(OWED - 6_000_000 * YUAN) / 100:.2f}"
    rows = [{"on": "2036-12-31", "amount": "6000000.00"}, {"on": "2037-03-31", "amount": half}]
    plan = ClearingPlanInput.model_validate({"plan_number": "清欠〔2036〕2号", "rows": rows})
    with on("2036-11-29"):
        ppp.plan_arrear(works.db, officer, row.public_id, plan, row.version)
    assert called(works, "2036-12-30") == [("A31", "warning")]
    assert called(works, "2037-01-01") == [("A31", "serious")], "the first instalment did not come"
    [alert] = [one for one in works.story.all(Alert) if one.closed_on is None]
    assert (alert.why["unplanned"], alert.why["planned"]) == (6_000_000 * YUAN, OWED - 6_000_000 * YUAN)


def test_paid_by_hand_and_by_receipt_the_call_closes(works: Works) -> None:
    officer = works.story.people["officer"]
    [row] = works.story.all(Arrear)
    pay = {"on": "2037-01-05", "amount": f"{OWED / 100:.2f}", "voucher": "GK-88"}
    with on("2037-01-05"):
        ppp.pay_arrear(works.db, officer, row.public_id, ArrearPaymentInput.model_validate(pay), row.version)
        view = arrears_view(works.db, officer, only_open=False)
    assert called(works, "2037-01-06") == []
    [line] = view.lines
    assert (line.owed, line.mark, view.overdue) == (0, "done", 0)
    # 67 days late: 12,445,718.25 × 4.35 % × 67 ÷ 365 = 99,378.21 yuan stay owed as default interest
    assert line.interest == 99_378_21
