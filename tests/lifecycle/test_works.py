"""Works and operation: guards that hold payments to the works, effects on contracts, checks of records."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import pytest

from bondlife.errors import Blocked
from models.registry import (
    Asset,
    Certification,
    Contract,
    ContractChange,
    Disbursement,
    FinalAccounts,
    OperationYear,
    PaymentException,
    ProgressReport,
)
from tests.lifecycle.scene import TODAY, Scene
from tests.lifecycle.story import WAN, YI, plan

AHEAD = {"rule": "use.ahead_of_work", "exceptions": "use.work_exceptions"}
CONTRACTS = {"rule": "operation.contracts"}
NUMBERS = count(10)


def of(scene: Scene, model: Any, **values: Any) -> Any:
    """Store a record of the scene's project."""
    base = {"state": "draft", "project_id": scene.project.id}
    return scene.add(model, **scene.own(), **{**base, **values})


def payment(scene: Scene, contract: Contract, amount: int, **values: Any) -> Any:
    """Store a request for payment of a contract."""
    line = values.pop("line", None) or scene.line(account=f"22904{next(NUMBERS)}").id
    base = {"contract_id": contract.id, "budget_line_id": line, "number": f"Z-{line}", "purpose": "works"}
    base |= {"payee": contract.payee, "amount": amount, "state": "requested"}
    return of(scene, Disbursement, **{**base, **values})


def test_fifteen_points_ahead_is_lawful_and_one_fen_more_is_not(scene: Scene) -> None:
    works = scene.contract(certified=4_000 * WAN)
    row = payment(scene, works, 11_500 * WAN)
    assert scene.problems(row, "not_ahead_of_work", **AHEAD) == []
    scene.change(row, amount=11_500 * WAN + 1)
    assert scene.problems(row, "not_ahead_of_work", **AHEAD) == ["ahead_of_work"]


def test_typed_exceptions_are_left_out_within_their_share(scene: Scene) -> None:
    works = scene.contract()
    advance = payment(scene, works, 22_500 * WAN, purpose="advance")
    assert scene.problems(advance, "not_ahead_of_work", **AHEAD) == []
    scene.change(advance, amount=22_500 * WAN + 1)
    assert scene.problems(advance, "not_ahead_of_work", **AHEAD) == ["ahead_of_work"]
    land = scene.contract(number="2", type="land")
    assert scene.problems(payment(scene, land, 4 * YI), "not_ahead_of_work", **AHEAD) == []


def test_payments_approved_but_not_paid_count(scene: Scene) -> None:
    works = scene.contract()
    first = payment(scene, works, 5_000 * WAN)
    scene.change(first, state="approved")
    second = payment(scene, works, 2_500 * WAN + 1)
    assert scene.problems(second, "not_ahead_of_work", **AHEAD) == ["ahead_of_work"]
    scene.change(first, state="cancelled")
    assert scene.problems(second, "not_ahead_of_work", **AHEAD) == []


def test_a_signed_exception_widens_the_gap_until_its_day(scene: Scene) -> None:
    works = scene.contract()
    row = payment(scene, works, 2 * YI)
    leave = of(
        scene, PaymentException, contract_id=works.id, gap=Decimal("0.4"), reason="抢险", expires_on=TODAY
    )
    assert scene.problems(row, "not_ahead_of_work", **AHEAD) == ["ahead_of_work"]
    scene.change(leave, state="in_force")
    assert scene.problems(row, "not_ahead_of_work", **AHEAD) == []
    assert scene.problems(row, "not_ahead_of_work", date(2036, 3, 21), **AHEAD) == ["ahead_of_work"]


def test_an_exception_ends_within_the_days_of_its_rule(scene: Scene) -> None:
    works = scene.contract()
    leave = of(
        scene, PaymentException, contract_id=works.id, gap=Decimal("0.4"), reason="x", expires_on=TODAY
    )
    rule = "use.exception_days"
    assert scene.problems(leave, "exception_lawful", rule=rule) == []
    for day in (date(2036, 3, 19), date(2036, 6, 19)):
        scene.change(leave, expires_on=day)
        assert scene.problems(leave, "exception_lawful", rule=rule) == ["exception_too_long"]


def test_an_approved_change_moves_the_contract_and_not_below_what_was_done(scene: Scene) -> None:
    works = scene.contract(certified=4 * YI, paid=3 * YI)
    change = of(
        scene, ContractChange, contract_id=works.id, number="1", amount=-YI, changed_on=TODAY, reason="减项"
    )
    assert scene.problems(change, "contract_change_lawful", **CONTRACTS) == []
    scene.effect(change, "change_contract")
    assert scene.fresh(works).amount == 4 * YI
    assert scene.problems(change, "contract_change_lawful", **CONTRACTS) == ["below_certified"]
    with pytest.raises(Blocked):
        scene.effect(change, "change_contract")
    scene.change(change, amount=-4 * YI)
    found = scene.problems(change, "contract_change_lawful", **CONTRACTS)
    assert found == ["below_paid", "below_certified", "nothing_left"]


def test_certified_work_stays_within_the_contract(scene: Scene) -> None:
    works = scene.contract()
    one = of(scene, Certification, contract_id=works.id, month="2036-03", number="1", amount=3 * YI)
    assert scene.problems(one, "certified_within_contract", **CONTRACTS) == []
    scene.effect(one, "certify_work")
    assert scene.fresh(works).certified == 3 * YI
    assert scene.problems(one, "certified_within_contract", **CONTRACTS) == ["above_contract"]
    with pytest.raises(Blocked):
        scene.effect(one, "certify_work")
    scene.change(one, amount=-4 * YI, month="2036-04")
    found = scene.problems(one, "certified_within_contract", **CONTRACTS)
    assert found == ["month_ahead", "below_nothing"]


def test_contracts_stay_with_their_project(scene: Scene) -> None:
    other = scene.add_project("P-2")
    works = scene.contract(project_id=other.id)
    one = of(scene, Certification, contract_id=works.id, month="2036-03", number="1", amount=YI)
    assert scene.problems(one, "certified_within_contract", **CONTRACTS) == ["other_project"]


def test_build_states_follow_their_order(scene: Scene) -> None:
    rule = "operation.progress_report"
    own = {"physical_progress": Decimal("0.1"), "state": "confirmed"}
    of(scene, ProgressReport, month="2036-01", build_status="suspended", **own)
    row = of(scene, ProgressReport, month="2036-02", build_status="completed", **{**own, "state": "draft"})
    scene.change(scene.project, fields={"actual_start": "2036-01-05", "actual_finish": "2036-02-20"})
    assert scene.problems(row, "progress_consistent", rule=rule) == ["state_does_not_follow"]
    scene.change(row, build_status="building")
    assert scene.problems(row, "progress_consistent", rule=rule) == []


def test_accounts_done_needs_approved_accounts(scene: Scene) -> None:
    rule = "operation.progress_report"
    scene.change(scene.project, fields={"actual_start": "2036-01-05", "actual_finish": "2036-02-20"})
    whole = {"physical_progress": Decimal(1)}
    of(scene, ProgressReport, month="2036-02", build_status="completed", state="confirmed", **whole)
    row = of(scene, ProgressReport, month="2036-03", build_status="accounts_done", **whole)
    assert scene.problems(row, "progress_consistent", rule=rule) == ["accounts_missing"]
    of(scene, FinalAccounts, completed_on=date(2036, 2, 20), state="approved")
    assert scene.problems(row, "progress_consistent", rule=rule) == []


def test_final_accounts_add_up_and_tell_of_an_overrun(scene: Scene) -> None:
    rule = "operation.final_accounts"
    costs = {"estimate_building": 9 * YI, "estimate_equipment": YI, "actual_building": 11 * YI}
    row = of(scene, FinalAccounts, completed_on=TODAY, fields=costs)
    assert scene.problems(row, "final_accounts_hold", rule=rule) == []
    scene.change(row, fields={**costs, "actual_building": 11 * YI + 1})
    assert scene.problems(row, "final_accounts_hold", rule=rule) == ["overrun_unexplained"]
    scene.change(row, reason="地质条件变化")
    assert scene.problems(row, "final_accounts_hold", rule=rule) == []
    scene.change(row, fields={"estimate_building": YI}, completed_on=date(2036, 3, 21))
    found = scene.problems(row, "final_accounts_hold", rule=rule)
    assert found == ["finish_ahead", "no_accounts", "estimate_differs"]


def test_an_asset_foots_and_is_not_pledged(scene: Scene) -> None:
    scene.change(scene.share, received=8 * YI, paid=6 * YI)
    row = of(
        scene, Asset, name="污水厂", type="public", investment=8 * YI, from_special=6 * YI, from_other=2 * YI
    )
    rule = "operation.assets"
    assert scene.problems(row, "asset_sources_foot", rule=rule) == []
    scene.change(row, from_other=YI)
    assert scene.problems(row, "asset_sources_foot", rule=rule) == ["sources_differ"]
    scene.change(row, from_special=7 * YI)
    assert scene.problems(row, "asset_sources_foot", rule=rule) == ["special_above_paid"]
    assert scene.problems(row, "asset_not_pledged", rule="reserve.no_pledge") == []
    scene.change(row, pledged=1)
    assert scene.problems(row, "asset_not_pledged", rule="reserve.no_pledge") == ["asset_pledged"]


def test_a_disposal_repays_the_part_of_special_debt(scene: Scene) -> None:
    scene.effect(scene.bond, "generate_schedule")
    row = of(
        scene,
        Asset,
        name="污水厂",
        type="public",
        investment=8 * YI,
        from_special=6 * YI,
        disposal_proceeds=4 * YI,
        disposal_to_repayment=3 * YI,
    )
    rule = "operation.assets"
    assert scene.problems(row, "disposal_repays", rule=rule) == []
    scene.change(row, disposal_to_repayment=3 * YI - 1)
    assert scene.problems(row, "disposal_repays", rule=rule) == ["too_little_repaid"]
    scene.change(row, disposal_to_repayment=5 * YI)
    assert scene.problems(row, "disposal_repays", rule=rule) == ["above_proceeds"]


def test_an_actual_year_is_over_and_tells_why_it_is_low(scene: Scene) -> None:
    plan(scene.story, scene.project)
    row = of(scene, OperationYear, year=2039, project_income=96_000_000_00)
    rule, later = "operation.actuals", date(2040, 1, 10)
    assert scene.problems(row, "actuals_hold", date(2039, 12, 31), rule=rule) == ["year_not_over"]
    assert scene.problems(row, "actuals_hold", later, rule=rule) == []
    scene.change(row, project_income=96_000_000_00 - 1)
    assert scene.problems(row, "actuals_hold", later, rule=rule) == ["cause_missing"]
    scene.change(row, cause="处理水量不足")
    assert scene.problems(row, "actuals_hold", later, rule=rule) == []
