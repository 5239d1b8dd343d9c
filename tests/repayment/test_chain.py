"""Money up the chain: every level by its own people, receipts, paying in ahead, overdue with penalty."""

from datetime import date

import pytest

from bondlife.errors import Blocked, Forbidden, Refusal
from bondlife.services.repayment_notices import open_due
from models.base import columns
from models.registry import Task
from tests.lifecycle.story import YI, on
from tests.repayment.office import Office


def codes(refusal: Refusal) -> set[str]:
    return {problem.code for problem in refusal.problems}


def prepared(office: Office, number: int = 1) -> None:
    row = office.row(number)
    office.budget(row.payment_date.year, 9 * YI)
    office.notified(row)


def test_each_level_sends_and_receives_by_its_own_people(office: Office) -> None:
    with on("2036-09-01"):
        prepared(office)
        row = office.row(1)
        legs = office.legs(row)
        assert [leg.due_on for leg in legs] == [date(2036, 9, 8), date(2036, 9, 15), date(2036, 9, 22)]
        assert legs[0].due_on == row.remittance_date
        office.remitted(row)
        first, second = office.legs(row)[:2]
        assert (first.state, first.sent_on, second.state) == ("sent", date(2036, 9, 1), "planned")
        assert "below_not_arrived" in office.story.refused(
            "city-officer", "remittance", second.public_id, "send"
        )
        office.scene.change(office.scene.fresh(first), receipt_number="SQ-0")
        assert office.story.refused("officer", "remittance", first.public_id, "receive") == {"other_level"}
        office.up_the_chain(row)
    done = office.row(1)
    assert (done.state, done.paid, done.paid_on) == ("paid", done.interest + done.fee, date(2036, 9, 1))
    scene = office.scene
    for book in (scene.city, scene.province):
        assert scene.balance("debt_service", book, office.share) == 0
    assert scene.balance("debt_service", scene.county, office.share) == done.interest
    assert scene.balance("treasury", scene.city) == 0


def test_the_signer_of_a_receipt_belongs_to_the_receiving_level(office: Office) -> None:
    with on("2036-09-01"):
        prepared(office)
        office.remitted(office.row(1))
        first = office.legs(office.row(1))[0]
        office.story.edit("city-officer", "remittance", first.public_id, receipt_number="SQ-1")
        asked = office.story.move("city-officer", "remittance", first.public_id, "receive")
        with pytest.raises(Forbidden):
            office.story.decide("city-officer", asked["approval"], asked["digest"])
        with pytest.raises(Blocked) as refused:
            office.story.decide("reviewer", asked["approval"], asked["digest"])
        assert codes(refused.value) == {"other_level"}


def test_paying_in_ahead_waits_above_as_an_advance_and_changes_no_schedule(office: Office) -> None:
    scene = office.scene
    before = [(one.number, one.payment_date, one.interest) for one in office.rows()]
    with on("2036-05-08"):
        office.budget(2036, 9 * YI)
        office.remitted(office.row(1), "remit_ahead", "资金提前到位")
        row = office.row(1)
        office.receive("city-officer", office.legs(row)[0])
        whole = row.interest + row.fee
        assert scene.balance("prepaid", scene.county, office.share) == whole
        assert scene.balance("advances", scene.city, office.share) == -whole
        assert scene.balance("debt_service", scene.county, office.share) == 0
        second, last = office.legs(row)[1:]
        office.send("city-officer", second)
        office.receive("province-officer", second)
    with on("2036-09-22"):
        office.send("province-officer", last)
        office.receive("province-officer", last)
    for book in (scene.county, scene.city, scene.province):
        assert scene.balance("prepaid", book, office.share) == 0
        assert scene.balance("advances", book, office.share) == 0
    assert scene.balance("debt_service", scene.county, office.share) == row.interest
    assert office.row(1).state == "paid"
    assert [(one.number, one.payment_date, one.interest) for one in office.rows()] == before


def test_from_the_day_of_remittance_on_it_is_no_longer_ahead(office: Office) -> None:
    assert office.scene.problems(office.row(1), "ahead_of_due", date(2036, 9, 8)) == ["not_ahead"]
    assert office.scene.problems(office.row(1), "ahead_of_due", date(2036, 9, 7)) == []


def test_notices_open_once_for_each_number_of_days_and_overdue_from_the_day_after(office: Office) -> None:
    due = office.row(1).payment_date
    assert due == date(2036, 9, 22)
    expected = {"2036-06-24": 90, "2036-07-24": 60, "2036-08-23": 30, "2036-09-07": 15, "2036-09-08": 0}
    for day, number in expected.items():
        with on(day):
            assert open_due(office.db).notices == 1
            assert open_due(office.db).notices == 0
        task = columns(Task)
        (found,) = office.story.all(Task, task.subject == "instalment", task.origin == f"notice.{number}")
        assert found.params["days"] == number
    with on("2036-09-22"):
        assert open_due(office.db).overdue == 0
    with on("2036-09-23"):
        assert open_due(office.db).overdue == 1
        assert open_due(office.db).overdue == 0
    late = office.row(1)
    assert late.state == "overdue"
    assert late.fields["_penalty"]["since"] == "2036-09-22"
    assert len(office.legs(late)) == 3


def test_the_penalty_travels_up_the_chain_and_stays_with_the_lender(office: Office) -> None:
    scene = office.scene
    with on("2036-09-23"):
        open_due(office.db)
    with on("2036-10-02"):
        office.budget(2036, 9 * YI)
        task = columns(Task)
        open_ones = (
            task.subject == "instalment",
            task.subject_id == office.row(1).id,
            task.done_on.is_(None),
        )
        assert office.story.all(Task, *open_ones)
        office.remitted(office.row(1), "settle_overdue")
        assert not office.story.all(Task, *open_ones)
        row = office.row(1)
        # 9 440 000 yuan late for ten days at twice 2.36 % over 365 days
        assert row.fields["_penalty"]["amount"] == 1_220_734
        assert [leg.penalty for leg in office.legs(row)] == [1_220_734, 1_220_734, 0]
        office.up_the_chain(row)
    assert scene.balance("penalties", scene.county, office.share) == 1_220_734
    assert scene.balance("penalties", scene.city, office.share) == 0
    assert scene.balance("penalties", scene.province, office.share) == -1_220_734
    assert office.row(1).paid == row.interest + row.fee + 1_220_734


def test_the_issuer_pays_the_registrar_though_the_county_is_late(office: Office) -> None:
    with on("2036-09-23"):
        open_due(office.db)
        last = office.legs(office.row(1))[-1]
        office.send("province-officer", last)
        office.receive("province-officer", last)
    assert office.row(1).state == "overdue"


def test_a_waiver_is_an_order_with_a_reason_and_other_signers(office: Office) -> None:
    with on("2036-09-23"):
        open_due(office.db)
    with on("2036-10-02"):
        row = office.row(1)
        too_much = office.draft(
            "officer",
            purpose="waiver",
            instalment=row.public_id,
            amount="12207.35",
            effective_on="2036-10-02",
        )
        office.attach("repayment_order", too_much, "order_basis")
        assert office.story.refused("officer", "repayment_order", too_much.public_id, "carry_out") == {
            "above_penalty"
        }
        office.order(
            "officer", purpose="waiver", instalment=row.public_id, amount="2207.34", effective_on="2036-10-02"
        )
        assert office.row(1).waived == 220_734
        office.budget(2036, 9 * YI)
        office.remitted(office.row(1), "settle_overdue")
        assert office.legs(office.row(1))[0].penalty == 1_000_000
