"""Conditions on money: chain, share, budget, payee, purpose, works, repayment; figures on both sides."""

from datetime import date
from typing import Any

import pytest

from models.registry import BudgetLine, ChangeOfUse, Contract, Disbursement, Instalment, OnLending, StateMove
from tests.lifecycle.scene import TODAY, Scene
from tests.lifecycle.story import YI


def disbursement(scene: Scene, contract: Contract | None = None, **values: Any) -> Disbursement:
    works = contract or scene.contract()
    base = {
        "state": "draft",
        "project_id": scene.project.id,
        "share_id": scene.share.id,
        "contract_id": works.id,
        "budget_line_id": values.pop("line", None) or scene.line().id,
        "number": f"ZF-{works.id}",
        "amount": YI,
        "purpose": "works",
        "payee": "示例建工",
        "unit_id": scene.project.unit_id,
    }
    found: Disbursement = scene.add(Disbursement, **scene.own(), **{**base, **values})
    return found


def test_shares_foot_to_the_fen(scene: Scene) -> None:
    assert scene.problems(scene.bond, "bond_shares_foot") == []
    scene.change(scene.bond, face=8 * YI + 1)
    assert scene.problems(scene.bond, "bond_shares_foot") == ["shares_do_not_foot"]


def test_every_link_of_the_chain_is_signed(scene: Scene) -> None:
    assert scene.problems(scene.share, "agreement_signed") == []
    upper, lower = scene.story.all(OnLending)
    scene.change(lower, agreement_number="")
    assert scene.problems(scene.share, "agreement_signed") == ["agreement_unsigned"]
    scene.change(upper, borrower_id=scene.province)
    assert "chain_broken" in scene.problems(scene.share, "agreement_signed")


def test_no_more_arrives_than_the_share(scene: Scene) -> None:
    assert scene.problems(scene.share, "within_share") == []
    lower = scene.story.all(OnLending)[1]
    scene.change(lower, amount=8 * YI + 1)
    assert scene.problems(scene.share, "within_share") == ["outside_share"]
    scene.change(lower, amount=8 * YI)
    scene.change(scene.share, received=8 * YI)
    assert scene.problems(scene.share, "within_share") == ["outside_share"]


def test_proceeds_are_explained_to_the_fen(scene: Scene) -> None:
    scene.change(scene.share, received=6 * YI, paid=6 * YI, fields={"_returned": 2 * YI})
    assert scene.problems(scene.share, "proceeds_accounted_for") == []
    scene.change(scene.share, paid=6 * YI - 1)
    assert scene.problems(scene.share, "proceeds_accounted_for") == ["proceeds_unexplained"]


def test_only_money_idle_for_longer_than_the_rule_is_recalled(scene: Scene) -> None:
    scene.change(scene.share, received=8 * YI, state="received")
    rule = "use.recall_months"
    assert scene.problems(scene.share, "unspent_longer_than", date(2037, 3, 20), rule=rule) == ["not_idle"]
    assert scene.problems(scene.share, "unspent_longer_than", date(2037, 3, 21), rule=rule) == []
    scene.change(scene.share, paid=8 * YI)
    assert scene.problems(scene.share, "unspent_longer_than", date(2037, 3, 21), rule=rule) == ["not_idle"]


def test_payments_stay_within_what_arrived_counting_those_approved(scene: Scene) -> None:
    scene.change(scene.share, received=2 * YI, paid=YI // 2)
    row = disbursement(scene, amount=3 * YI // 2)
    assert scene.problems(row, "within_received", rule="use.within_received") == []
    disbursement(scene, scene.contract(number="2"), state="approved", amount=1, line=row.budget_line_id)
    assert scene.problems(row, "within_received", rule="use.within_received") == ["above_received"]


def test_a_change_stays_within_unused_money(scene: Scene) -> None:
    scene.change(scene.share, received=2 * YI, paid=YI)
    target = scene.add_project("P-2")
    values = {"share_id": scene.share.id, "target_project_id": target.id, "case": "surplus"}
    own = {**scene.own(), "project_id": scene.project.id, "state": "draft"}
    assert scene.problems(scene.add(ChangeOfUse, **own, **values, amount=YI), "within_unused") == []
    more = scene.add(ChangeOfUse, **own, **values, amount=YI + 1)
    assert scene.problems(more, "within_unused") == ["above_unused"]


@pytest.mark.parametrize("purpose", ["wages", "interest", "pensions", "company_subsidies", "swap_old_debt"])
def test_blocked_purposes(scene: Scene, purpose: str) -> None:
    row = disbursement(scene, purpose=purpose)
    assert scene.problems(row, "purpose_lawful", rule="use.blocked_purposes") == ["purpose_blocked"]


def test_the_payee_is_the_contract_s_and_no_office(scene: Scene) -> None:
    rule = "use.final_payee"
    assert scene.problems(disbursement(scene), "payee_final", rule=rule) == []
    unit, department = scene.story.organisation("unit"), scene.story.organisation("department")
    line = scene.story.all(BudgetLine)[0].id
    own = disbursement(scene, scene.contract(number="2", payee=unit.name), payee=unit.name, line=line)
    assert scene.problems(own, "payee_final", rule=rule) == ["payee_is_unit"]
    office = scene.contract(number="3", payee=department.name)
    to_office = disbursement(scene, office, payee=department.name, line=line)
    assert scene.problems(to_office, "payee_final", rule=rule) == ["transfer_as_spending"]
    other = disbursement(scene, scene.contract(number="4"), payee="别人", line=line)
    assert scene.problems(other, "payee_final", rule=rule) == ["payee_not_contract"]
    scene.change(scene.share, received=YI)
    early = disbursement(scene, scene.contract(number="5"), paid_on=date(2036, 3, 19), line=line)
    assert scene.problems(early, "payee_final", rule=rule) == ["paid_before_received"]


def test_serious_deviation_stops_payments(scene: Scene) -> None:
    row, rule = disbursement(scene), "performance.dual_monitoring"
    scene.change(scene.project, fields={"monitoring": "deviating"})
    assert scene.problems(row, "monitoring_allows", rule=rule) == []
    scene.change(scene.project, fields={"monitoring": "seriously_deviating"})
    assert scene.problems(row, "monitoring_allows", rule=rule) == ["monitoring_stops"]


def test_a_payment_needs_an_open_line_of_its_year_with_room(scene: Scene) -> None:
    line = scene.line(amount=2 * YI, used=YI)
    row = disbursement(scene, line=line.id)
    assert scene.problems(row, "budget_line_open") == []
    scene.change(line, used=YI + 1)
    assert scene.problems(row, "budget_line_open") == ["no_budget_room"]
    scene.change(line, used=0, state="submitted")
    assert scene.problems(row, "budget_line_open") == ["no_budget_line"]
    scene.change(line, state="open")
    assert scene.problems(row, "budget_line_open", date(2037, 1, 1)) == ["no_budget_line"]


def test_money_of_a_bond_is_spent_under_the_accounts_of_its_type(scene: Scene) -> None:
    special, general = scene.line(amount=YI), scene.line("2140106", YI)
    works = scene.contract()
    rows = [disbursement(scene, works, line=one.id, number=f"ZF-{one.id}") for one in (special, general)]

    def refused() -> list[list[str]]:
        return [scene.problems(row, "budget_line_open") for row in rows]

    assert refused() == [[], ["account_not_spending"]]
    scene.change(scene.bond, bond_type="general")
    assert refused() == [["account_not_spending"], []]


def test_account_basis_and_allotment_of_a_line(scene: Scene) -> None:
    line = scene.line(state="submitted", amount=8 * YI)
    assert scene.problems(line, "account_listed", rule="budget.accounts") == []
    basis = "budget.basis_documents"
    assert scene.problems(line, "budget_basis_present", rule=basis) == ["no_budget_basis"]
    scene.change(line, document_number="1号", approved_on=TODAY)
    assert scene.problems(line, "budget_basis_present", rule=basis) == []
    assert scene.problems(line, "budget_basis_present", date(2036, 3, 1), rule=basis) == ["no_budget_basis"]
    caps = "budget.allotment_caps"
    assert scene.problems(line, "within_allotment", rule=caps) == []
    scene.line("21216", 1)
    assert scene.problems(line, "within_allotment", rule=caps) == ["above_allotment", "above_project"]
    interest = scene.line("23204", 9 * YI, state="submitted")
    assert scene.problems(interest, "within_allotment", rule=caps) == []
    scene.change(line, account="5050")
    assert scene.problems(line, "account_listed", rule="budget.accounts") == ["account_unknown"]


def test_a_year_ends_with_its_last_day(scene: Scene) -> None:
    line = scene.line()
    assert scene.problems(line, "year_ended", date(2036, 12, 31)) == ["year_not_over"]
    assert scene.problems(line, "year_ended", date(2037, 1, 1)) == []


def test_sources_of_debt_service(scene: Scene) -> None:
    scene.effect(scene.bond, "generate_schedule")
    row: Instalment = scene.story.all(Instalment)[-1]
    interest = {"part": "interest", "rule": "repayment.interest_sources"}
    principal = {"part": "principal", "rule": "repayment.principal_sources"}
    scene.change(row, interest_source="refinancing_bond", principal_source="refinancing_bond")
    assert scene.problems(row, "source_lawful", **interest) == ["source_unlawful"]
    assert scene.problems(row, "source_lawful", **principal) == []
    scene.change(row, principal=0, principal_source="")
    assert scene.problems(row, "source_lawful", **principal) == []
    shortfall = {"part": "shortfall", "rule": "repayment.shortfall_sources"}
    assert scene.problems(row, "source_lawful", **shortfall) == ["source_unlawful"]


def test_exactly_what_is_due_is_secured(scene: Scene) -> None:
    scene.effect(scene.bond, "generate_schedule")
    row: Instalment = scene.story.all(Instalment)[0]
    due = row.interest + row.fee
    for secured, codes in ((due - 1, ["not_secured"]), (due, []), (due + 1, ["above_due"])):
        scene.change(row, secured=secured)
        assert scene.problems(row, "within_remaining_due", rule="repayment.within_remaining") == codes
    assert scene.problems(row, "past_due", row.payment_date) == ["not_overdue"]
    assert scene.problems(row, "past_due", date(2036, 9, 23)) == []
    assert scene.problems(scene.bond, "all_instalments_paid") == ["not_repaid"]
    assert scene.story.all(StateMove) == []


def test_a_bond_without_instalments_is_not_repaid(scene: Scene) -> None:
    assert scene.problems(scene.share, "all_instalments_paid") == ["not_repaid"]
