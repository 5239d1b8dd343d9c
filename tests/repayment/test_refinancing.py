"""Refinancing as a procedure, and shortfalls planned before the due date."""

from datetime import date

import pytest

from bondlife.disclosure.annual import annual_of
from bondlife.errors import Blocked, Invalid
from bondlife.queries.project_money import money_view
from bondlife.services.repayment_inputs import RefinancingLineInput, ShortfallLineInput
from bondlife.services.repayments import save_mapping, save_shortfall
from models.base import columns
from models.registry import Application, Bond, BondShare, Instalment, RefinancingLine
from tests.lifecycle.story import YI, on
from tests.repayment.office import Office

PURPOSE = {
    "purpose": "refinancing_maturing",
    "value_date": date(2046, 3, 10),
    "maturity_date": date(2056, 3, 10),
}


def refinancing_share(office: Office, amount: int, name: str, **values: object) -> BondShare:
    """Issue a refinancing bond of the province with one share of the project."""
    scene = office.scene
    bond: Bond = scene.add(
        Bond, **scene.bond_values(name=name, face=amount, year=2046, **{**PURPOSE, **values})
    )
    share = scene.add_share(bond, scene.project, amount)
    scene.lend(share)
    return share


def under_refinancing(office: Office) -> Instalment:
    """Put the last instalment, 8 亿 of principal, under refinancing."""
    last = office.rows()[-1]
    office.scene.change(office.scene.fresh(last), interest_source="dedicated_income")
    office.attach("instalment", last, "refinancing_plan")
    office.signed("officer", "instalment", last, "refinance", "到期本金再融资")
    return office.row(last.number)


def mapped(office: Office, row: Instalment, *lines: tuple[BondShare, str]) -> None:
    """Map the principal to shares."""
    forms = [RefinancingLineInput(new_share=share.public_id, amount=amount) for share, amount in lines]
    save_mapping(office.db, office.story.people["officer"], row.public_id, forms, row.version)


def test_principal_goes_to_two_shares_and_own_funds_are_budgeted(office: Office) -> None:
    scene = office.scene
    with on("2046-02-01"):
        row = under_refinancing(office)
        one = refinancing_share(office, 5 * YI, "再融资一期")
        two = refinancing_share(office, 3 * YI, "再融资二期")
        mapped(office, row, (one, "500000000"), (two, "200000000"))
        refused = office.story.refused("officer", "instalment", row.public_id, "complete_refinancing")
        assert refused == {"rest_not_budgeted"}
        office.budget(2046, 2 * YI)
        office.signed("officer", "instalment", row, "complete_refinancing")
    done = office.row(row.number)
    (rest,) = office.rows(columns(Instalment).origin == "rest")
    assert (done.state, done.principal, done.interest) == ("refinanced", 7 * YI, 0)
    assert (rest.principal, rest.interest, rest.state) == (1 * YI, row.interest, "planned")
    lines = office.story.all(RefinancingLine)
    assert [(one.new_share_id, one.amount, one.done_on) for one in lines] == [
        (one.id, 5 * YI, date(2046, 2, 1)),
        (two.id, 2 * YI, date(2046, 2, 1)),
    ]
    assert scene.balance("debt", scene.province, office.share) == -1 * YI
    assert scene.balance("debt", scene.province, one) == -5 * YI
    assert scene.balance("onlending_payable", scene.county, two) == -2 * YI
    assert scene.fresh(one).paid == 5 * YI
    with office.db.reading() as session:
        shown = money_view(session, office.story.people["officer"], scene.project, date(2046, 3, 1), "yuan")
        told = annual_of(session, scene.project.id or 0, date(2046, 3, 1))
    of_new_money = scene.fresh(office.share)
    assert shown.total.held == of_new_money.amount + 8 * YI
    assert (shown.held, shown.received, shown.paid) == (
        of_new_money.amount,
        of_new_money.received,
        of_new_money.paid,
    )
    assert told.received == of_new_money.received


def test_no_more_than_the_principal_nor_another_kind_of_debt(office: Office) -> None:
    with on("2046-02-01"):
        row = under_refinancing(office)
        wide = refinancing_share(office, 9 * YI, "再融资一期")
        mapped(office, row, (wide, "850000000"))
        refused = office.story.refused("officer", "instalment", row.public_id, "complete_refinancing")
        assert "mapped_above_principal" in refused
        general = refinancing_share(office, 8 * YI, "一般再融资", bond_type="general")
        mapped(office, office.row(row.number), (general, "800000000"))
        refused = office.story.refused("officer", "instalment", row.public_id, "complete_refinancing")
        assert refused == {"other_bond_type"}
        fresh = refinancing_share(office, 8 * YI, "新增", purpose="new_project")
        mapped(office, office.row(row.number), (fresh, "800000000"))
        refused = office.story.refused("officer", "instalment", row.public_id, "complete_refinancing")
        assert "not_refinancing" in refused


def test_a_term_beyond_the_project_is_refused(office: Office) -> None:
    with on("2046-02-01"):
        row = under_refinancing(office)
        refinancing_share(office, 8 * YI, "再融资一期", maturity_date=date(2066, 3, 10))
        refused = office.story.refused("officer", "instalment", row.public_id, "complete_refinancing")
    assert refused == {"term_too_long"}


def test_interest_from_bonds_is_impossible(office: Office) -> None:
    with on("2036-09-01"):
        office.budget(2036, 9 * YI)
        office.notified(office.row(1))
        office.secure(office.row(1), interest_source="refinancing_bond")
        office.attach("instalment", office.row(1), "source_note", "remittance_voucher")
        refused = office.story.refused("officer", "instalment", office.row(1).public_id, "remit")
        assert refused == {"source_unlawful"}
        last = office.rows()[-1]
        office.scene.change(office.scene.fresh(last), interest_source="refinancing_bond")
        office.attach("instalment", last, "refinancing_plan")
        assert office.scene.problems(
            office.row(last.number), "refinancing_lawful", rule="repayment.refinancing"
        ) == ["principal_only"]


def test_two_applications_together_stay_within_the_maturing_principal(office: Office) -> None:
    scene = office.scene
    values = {"year": 2046, "batch": "一", "purpose": "refinancing_maturing", "tenor_years": 10}
    base = {**scene.own(), "project_id": scene.project.id, "state": "submitted", **values}
    first = scene.add(Application, **base, amount=5 * YI)
    second = scene.add(Application, **{**base, "batch": "二"}, amount=3 * YI)
    rule = "repayment.refinancing"
    assert scene.problems(second, "refinancing_lawful", rule=rule) == []
    scene.change(second, amount=3 * YI + 1)
    assert scene.problems(scene.fresh(first), "refinancing_lawful", rule=rule) == ["above_maturing"]


def plan(source: str = "fiscal_subsidy", amount: str = "9440000", **values: object) -> ShortfallLineInput:
    base = {"source": source, "year": 2036, "amount": amount, "approval_number": "瓯政〔2036〕9号"}
    return ShortfallLineInput.model_validate({**base, "approved_on": "2036-09-10", **values})


def saved(office: Office, *lines: ShortfallLineInput) -> None:
    row = office.row(1)
    save_shortfall(office.db, office.story.people["officer"], row.public_id, lines, row.version)


def test_a_shortfall_plan_is_lawful_approved_and_whole_before_the_due_date(office: Office) -> None:
    with on("2036-09-10"):
        office.budget(2036, 9 * YI)
        office.notified(office.row(1))
        office.attach("instalment", office.row(1), "shortfall_plan")
        key = office.row(1).public_id
        gap = office.row(1).interest + office.row(1).fee
        whole = f"{gap // 100}.{gap % 100:02d}"

        def refused() -> list[str]:
            return office.scene.problems(
                office.row(1), "shortfall_planned", date(2036, 9, 10), rule="repayment.shortfall_sources"
            )

        assert refused() == ["shortfall_not_planned"]
        saved(office, plan(amount=whole, source="dedicated_income"))
        assert refused() == ["shortfall_source"]
        saved(office, plan(amount=whole, approval_number=""))
        assert refused() == ["shortfall_unapproved"]
        saved(office, plan(amount=whole, approved_on="2036-09-23"))
        assert refused() == ["shortfall_late"]
        saved(
            office, plan(amount="5000000"), plan("unit_own_funds", f"{gap // 100 - 5000000}.{gap % 100:02d}")
        )
        assert refused() == []
        office.signed("officer", "instalment", office.row(1), "report_shortfall", "项目收入不足")
        office.secure(office.row(1), interest_source="fiscal_subsidy")
        office.attach("instalment", office.row(1), "source_note", "remittance_voucher")
        office.signed("officer", "instalment", office.row(1), "cover_shortfall")
        with pytest.raises(Blocked):
            saved(office, plan())
    assert office.story.row("instalment", key).state == "remitted"
    assert office.scene.problems(office.row(1), "before_due", date(2036, 9, 23)) == ["due_date_past"]


def test_a_source_twice_or_unknown_is_refused(office: Office) -> None:
    with on("2036-09-10"):
        with pytest.raises(Invalid):
            saved(office, plan(), plan())
        with pytest.raises(Invalid):
            saved(office, plan("new_bond"))
