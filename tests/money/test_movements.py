"""Movements of money: what each writes in the books, what is refused, and that corrections mirror."""

from pathlib import Path

import pytest

from bondlife.db import Database
from bondlife.errors import Blocked, Conflict, Forbidden
from bondlife.settings import Settings
from bondlife.verify import ledger as verified
from bondlife.verify import money as money_checks
from tests.lifecycle.story import WAN, YI, on
from tests.money.county import EACH, County


@pytest.fixture
def county(db: Database, tmp_path: Path) -> County:
    """Return a county of its own: these tests write."""
    return County(db, tmp_path)


def sound(county: County) -> None:
    """Every check of the money holds, and what was paid is traced to the fen."""
    db, settings = county.story.db, Settings()
    checks = (verified.entries, verified.balances, verified.proceeds)
    more = (money_checks.flows, money_checks.proceeds, money_checks.traced)
    for check in (*checks, *more):
        found = check(db, settings)
        assert found.problems == [], found.id
    assert found.figures["paid"] == found.figures["traced"]


def test_money_is_released_paid_refunded_and_handed_back(county: County) -> None:
    share = county.share
    county.moved("to_project_account", 10 * EACH, share=share.public_id)
    paid = county.pay(4 * EACH, paid_from="project_account")
    assert county.balance("project_account", county.county, share) == 6 * EACH
    county.moved("payee_refund", EACH, payment=paid.public_id)
    county.moved("back_to_treasury", 6 * EACH, share=share.public_id)
    assert county.balance("treasury", county.county, share) == 8 * YI - 10 * EACH + EACH + 6 * EACH
    assert county.fresh(share).paid == 3 * EACH
    assert county.fresh(county.budget).used == 3 * EACH
    assert county.fresh(county.works).paid == 3 * EACH
    sound(county)


def test_a_refund_stays_within_the_payment(county: County) -> None:
    paid = county.pay(2 * EACH)
    county.moved("payee_refund", EACH, payment=paid.public_id)
    with pytest.raises(Blocked) as refusal:
        county.moved("payee_refund", 2 * EACH, payment=paid.public_id)
    assert [one.code for one in refusal.value.problems] == ["above_payment"]
    assert county.fresh(county.share).paid == EACH
    sound(county)


def test_income_and_fees_touch_no_proceeds(county: County) -> None:
    county.moved("income_handed_in", 30 * WAN)
    county.moved("issuance_fee", 8 * WAN, share=county.share.public_id, budget_account="23304")
    assert county.balance("treasury", county.county, county.share) == 8 * YI
    assert county.balance("project_income", county.county) == -30 * WAN
    assert county.balance("fees", county.county, county.share) == 8 * WAN
    with pytest.raises(Blocked) as refusal:
        county.moved("issuance_fee", WAN, share=county.share.public_id, budget_account="2290402")
    assert [one.code for one in refusal.value.problems] == ["account_not_for_fees"]
    assert "财预〔2016〕155号" in refusal.value.problems[0].text()
    sound(county)


def test_a_correction_mirrors_once_and_brings_everything_back(county: County) -> None:
    paid = county.pay(2 * EACH)
    wrong = county.moved("payee_refund", EACH, payment=paid.public_id)
    county.moved("correction", EACH, corrects=wrong.public_id, note="登记错误")
    assert county.fresh(wrong).state == "corrected"
    assert county.fresh(county.share).paid == 2 * EACH
    assert county.balance("works", county.county, county.share) == 2 * EACH
    sound(county)
    with pytest.raises(Conflict) as refusal:
        county.moved("correction", EACH, corrects=wrong.public_id, note="再冲一次")
    assert refusal.value.problems[0].code == "duplicate"


def test_nobody_books_what_they_entered(county: County) -> None:
    story = county.story
    with on("2036-06-01"):
        key = story.create(
            "officer",
            "movement",
            project=county.project.public_id,
            type="income_handed_in",
            number="WL-X",
            amount="1000.00",
            moved_on="2036-06-01",
            voucher="HZ-X",
            counterparty="示例单位",
        )
        story.attach("officer", "movement", key, "movement_voucher")
        with pytest.raises(Forbidden):
            story.move("officer", "movement", key, "book")
    assert story.row("movement", key).state == "draft"
