"""The nine entries: what they write in every book, and the amounts beside it."""

from datetime import date
from typing import Any

import pytest

from bondlife.errors import Blocked
from models.base import columns
from models.registry import (
    Bond,
    BondShare,
    ChangeOfUse,
    Disbursement,
    Instalment,
    OnLending,
    RefinancingLine,
    Remittance,
)
from tests.lifecycle.scene import Scene
from tests.lifecycle.story import YI


@pytest.fixture
def paid_in(scene: Scene) -> Scene:
    """Return the scene with schedule made and money received."""
    scene.effect(scene.bond, "generate_schedule")
    scene.effect(scene.share, "post", entry="receipt")
    return scene


def payment(scene: Scene, amount: int = YI, number: str = "ZF-1") -> Disbursement:
    values: dict[str, Any] = {
        "state": "approved",
        "project_id": scene.project.id,
        "share_id": scene.share.id,
        "contract_id": scene.contract(number=number).id,
        "budget_line_id": scene.line(purpose=number).id,
        "number": number,
        "amount": amount,
        "purpose": "works",
        "payee": "示例建工",
        "paid_on": date(2036, 4, 1),
        "unit_id": scene.project.unit_id,
    }
    found: Disbursement = scene.add(Disbursement, **scene.own(), **values)
    return found


def instalments(scene: Scene, share: BondShare | None = None) -> list[Instalment]:
    column = columns(Instalment)
    return scene.story.all(Instalment, column.share_id == (share or scene.share).id)


def test_receipt_passes_the_proceeds_down_the_chain(paid_in: Scene) -> None:
    one, share = paid_in, paid_in.share
    assert one.balance("debt", one.province, share) == -8 * YI
    assert one.balance("onlending_receivable", one.province, share) == 8 * YI
    assert one.balance("onlending_payable", one.city, share) == -8 * YI
    assert one.balance("onlending_receivable", one.city, share) == 8 * YI
    assert one.balance("onlending_payable", one.county, share) == -8 * YI
    assert [one.balance("treasury", book, share) for book in (one.province, one.city, one.county)] == [
        0,
        0,
        8 * YI,
    ]
    assert one.fresh(share).received == 8 * YI


def test_payment_walks_treasury_project_payee(paid_in: Scene) -> None:
    one, row = paid_in, payment(paid_in)
    one.effect(row, "post", entry="payment")
    assert one.balance("treasury", one.county, one.share) == 7 * YI
    assert one.balance("project_account", one.county, one.share) == 0
    assert one.balance("works", one.county, one.share) == YI
    assert one.fresh(one.share).paid == YI


def test_refuses_to_pay_more_than_was_received(paid_in: Scene) -> None:
    row = payment(paid_in, 9 * YI)
    with pytest.raises(Blocked) as refusal:
        paid_in.effect(row, "post", entry="payment")
    assert refusal.value.problems[0].code == "taken_meanwhile"
    assert paid_in.balance("works", paid_in.county, paid_in.share) == 0


def test_a_returned_payment_brings_everything_back(paid_in: Scene) -> None:
    one, row = paid_in, payment(paid_in)
    one.effect(row, "post", entry="payment")
    one.effect(row, "post", entry="payment_return")
    assert one.balance("treasury", one.county, one.share) == 8 * YI
    assert one.balance("works", one.county, one.share) == 0
    assert (one.fresh(one.share).paid, one.fresh(row).paid_on) == (0, None)
    with pytest.raises(Blocked):
        one.effect(row, "post", entry="payment_return")


def test_recall_and_release_are_each_other_s_mirror(paid_in: Scene) -> None:
    one = paid_in
    one.effect(one.share, "post", entry="recall")
    assert one.balance("treasury", one.county, one.share) == 0
    assert one.balance("treasury", one.city, one.share) == 8 * YI
    assert one.balance("onlending_payable", one.county, one.share) == 0
    assert one.fresh(one.share).received == 0
    one.effect(one.share, "post", entry="release")
    assert one.balance("treasury", one.county, one.share) == 8 * YI
    assert one.fresh(one.share).received == 8 * YI


def travelled(one: Scene, row: Instalment) -> None:
    """Let an instalment pass the whole chain: sent by the county, passed on, paid by the province."""
    one.effect(row, "post", entry="remittance")
    one.change(one.fresh(row), state="remitted")
    legs = one.story.all(Remittance, columns(Remittance).instalment_id == row.id)
    for leg in legs:
        if leg.payee_id is None or leg.step > 1:
            one.effect(leg, "post", entry="leg_sent")
        one.effect(leg, "post", entry="leg_received")
        one.change(one.fresh(leg), state="received")
        one.effect(leg, "settle_instalment")


def test_remittance_and_redemption_end_a_debt_in_every_book(paid_in: Scene) -> None:
    one = paid_in
    line = one.line("23204", YI)
    for row in instalments(one):
        travelled(one, row)
    for book in (one.province, one.city, one.county):
        for account in ("debt", "onlending_receivable", "onlending_payable"):
            assert one.balance(account, book, one.share) == 0
    interest = sum(row.interest for row in instalments(one))
    assert interest == 20 * 944_000_000
    assert one.balance("debt_service", one.county, one.share) == interest
    assert [one.balance("debt_service", book, one.share) for book in (one.province, one.city)] == [0, 0]
    assert all(row.paid == row.principal + row.interest + row.fee for row in instalments(one))
    assert one.fresh(line).used == instalments(one)[0].interest


def test_reallocation_moves_money_debt_schedule_and_agreements(paid_in: Scene) -> None:
    one = paid_in
    target = one.add_project("P-2")
    values = {"share_id": one.share.id, "target_project_id": target.id, "case": "surplus", "amount": 3 * YI}
    row = one.add(ChangeOfUse, **one.own(), state="approved", project_id=one.project.id, **values)
    one.effect(row, "reallocate_share")
    one.effect(row, "post", entry="reallocation")
    new = one.story.one(BondShare, columns(BondShare).project_id == target.id)
    assert (one.fresh(one.share).amount, new.amount) == (5 * YI, 3 * YI)
    assert (one.fresh(one.share).received, new.received) == (5 * YI, 3 * YI)
    assert one.balance("treasury", one.county, new) == 3 * YI
    assert one.balance("treasury", one.county, one.share) == 5 * YI
    assert one.balance("debt", one.province, new) == -3 * YI
    assert one.balance("onlending_payable", one.county, new) == -3 * YI
    old_rows, new_rows = instalments(one), instalments(one, new)
    assert sum(row.principal for row in old_rows) == 5 * YI
    assert sum(row.principal for row in new_rows) == 3 * YI
    assert [a.interest + b.interest for a, b in zip(old_rows, new_rows, strict=True)] == [944_000_000] * 20
    links = one.story.all(OnLending, columns(OnLending).share_id == new.id)
    assert [link.amount for link in links] == [3 * YI, 3 * YI]
    assert (one.fresh(one.project).issued, one.fresh(target).issued) == (5 * YI, 3 * YI)


def test_a_whole_share_changes_hands_with_its_schedule(paid_in: Scene) -> None:
    one = paid_in
    target = one.add_project("P-2")
    values = {"share_id": one.share.id, "target_project_id": target.id, "case": "surplus", "amount": 8 * YI}
    row = one.add(ChangeOfUse, **one.own(), state="approved", project_id=one.project.id, **values)
    one.effect(row, "reallocate_share")
    one.effect(row, "post", entry="reallocation")
    new = one.story.one(BondShare, columns(BondShare).project_id == target.id)
    assert (one.fresh(one.share).state, one.fresh(one.share).received) == ("cancelled", 0)
    assert (new.state, new.amount, new.received) == ("received", 8 * YI, 8 * YI)
    assert {row.project_id for row in instalments(one, new)} == {target.id}
    assert instalments(one) == []
    assert one.balance("treasury", one.county, new) == 8 * YI
    assert one.balance("treasury", one.county, one.share) == 0


def test_refinancing_swaps_the_debt_and_keeps_the_interest(paid_in: Scene) -> None:
    one = paid_in
    last = instalments(one)[-1]
    purpose = {"purpose": "refinancing_maturing", "name": "再融资一期"}
    bond: Bond = one.add(Bond, **one.bond_values(**purpose))
    new = one.add_share(bond, one.project, 8 * YI)
    one.lend(new)
    assert one.problems(last, "refinancing_issued") == []
    one.effect(last, "map_refinancing")
    one.effect(last, "post", entry="refinancing")
    assert one.balance("debt", one.province, one.share) == 0
    assert one.balance("debt", one.province, new) == -8 * YI
    assert one.balance("onlending_payable", one.county, new) == -8 * YI
    kept = instalments(one)[-1]
    assert (kept.number, kept.principal, kept.interest, kept.state) == (21, 0, last.interest, "planned")
    assert one.fresh(last).interest == 0
    assert one.fresh(new).paid == 8 * YI
    (line,) = one.story.all(RefinancingLine)
    assert (line.old_share_id, line.new_share_id, line.amount) == (one.share.id, new.id, 8 * YI)
    first = instalments(one)[0]
    one.change(first, principal=YI)
    assert one.problems(one.fresh(first), "refinancing_issued") == ["refinancing_not_issued"]


def test_a_payment_without_a_bond_share_touches_no_share(paid_in: Scene) -> None:
    one = paid_in
    row = payment(one, number="ZF-2")
    one.change(row, share_id=None)
    one.effect(row, "post", entry="payment")
    assert one.balance("works", one.county) == YI
    assert one.balance("works", one.county, one.share) == 0
    assert one.fresh(one.share).paid == 0
