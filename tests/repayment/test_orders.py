"""Early repayment of an on-lending, call, put, reserve fund: each with its own postings and schedule."""

from datetime import date

import pytest
import sqlalchemy as sa

from bondlife.acts import Act, perform
from bondlife.books import bump
from bondlife.security.actor import SYSTEM
from models.base import columns
from models.registry import Bond, Instalment, RowVersion, RuleVersion
from tests.lifecycle.story import YI, on
from tests.repayment.office import Office


def living(office: Office, *origins: str) -> list[Instalment]:
    own = columns(Instalment)
    found = office.rows(own.state != "superseded")
    return [one for one in found if not origins or one.origin in origins]


def test_an_on_lending_repaid_early_leaves_the_provincial_bond_outstanding(office: Office) -> None:
    scene = office.scene
    with on("2036-05-08"):
        office.order(
            "officer",
            purpose="repay_onlending",
            share=office.share.public_id,
            amount="300000000",
            effective_on="2036-06-20",
        )
    (early,) = living(office, "early")
    county, carried = living(office, "schedule"), living(office, "carried")
    assert (early.principal, early.payment_date) == (3 * YI, date(2036, 6, 20))
    # 92 of 184 days of the first half-year on 3 亿 at 2.36 %
    assert early.interest == 177_000_000
    assert sum(one.principal for one in county) == 5 * YI
    assert sum(one.principal for one in carried) == 3 * YI
    assert [a.interest + b.interest for a, b in zip(county, carried, strict=True)] == [944_000_000] * 20
    assert {one.region_id for one in carried} == {scene.province}
    assert len([one for one in office.rows() if one.state == "superseded"]) == 20
    with on("2036-06-02"):
        office.budget(2036, 9 * YI)
        office.notified(early)
        assert [leg.payee_id for leg in office.legs(early)] == [scene.city, scene.province]
        office.remitted(early)
        first, second = office.legs(early)
        office.receive("city-officer", first)
        office.send("city-officer", second)
        office.receive("province-officer", second)
    assert scene.fresh(early).state == "paid"
    assert scene.balance("onlending_payable", scene.county, office.share) == -5 * YI
    assert scene.balance("onlending_receivable", scene.province, office.share) == 5 * YI
    assert scene.balance("debt", scene.province, office.share) == -8 * YI


def test_more_than_is_owed_or_a_past_day_is_refused(office: Office) -> None:
    with on("2036-05-08"):
        order = office.draft(
            "officer",
            purpose="repay_onlending",
            share=office.share.public_id,
            amount="900000000",
            effective_on="2036-05-01",
        )
        office.attach("repayment_order", order, "order_basis")
        found = office.story.refused("officer", "repayment_order", order.public_id, "carry_out")
    assert found == {"above_owed", "day_past"}


def test_a_call_ends_the_bond_on_an_option_day_and_keeps_the_old_schedule(office: Office) -> None:
    scene = office.scene
    scene.change(scene.fresh(scene.bond), option_pattern="5+5")
    with on("2041-01-10"):
        wrong = office.draft(
            "province-officer",
            purpose="call",
            bond=scene.bond.public_id,
            region="330000",
            amount="800000000",
            effective_on="2040-03-20",
        )
        office.attach("repayment_order", wrong, "order_basis", who="province-officer")
        assert office.story.refused("province-officer", "repayment_order", wrong.public_id, "carry_out") == {
            "no_option_day"
        }
        office.order(
            "province-officer",
            purpose="call",
            bond=scene.bond.public_id,
            region="330000",
            amount="800000000",
            effective_on="2041-03-20",
        )
    bond: Bond = scene.fresh(scene.bond)
    assert (bond.maturity_date, bond.principal_table[4], sum(bond.principal_table)) == (
        date(2041, 3, 20),
        8 * YI,
        8 * YI,
    )
    (called,) = living(office, "call")
    assert (called.principal, called.interest, called.nominal_date) == (8 * YI, 0, date(2041, 3, 20))
    assert max(one.nominal_date for one in living(office)) == date(2041, 3, 20)
    assert scene.balance("debt_due", scene.province, office.share) == -8 * YI
    assert scene.balance("debt", scene.province, office.share) == 0
    old = [one for one in office.rows() if one.state == "superseded"]
    assert sum(one.principal for one in old) == 8 * YI
    version = columns(RowVersion)
    statement = sa.select(version.version).where(
        version.table_name == "instalment", version.row_id == old[-1].id
    )
    with office.db.reading() as session:
        assert list(session.execute(statement).scalars()) == [1, 2]


def test_a_put_repays_a_part_and_the_rest_runs_on_with_less_interest(office: Office) -> None:
    scene = office.scene
    scene.change(scene.fresh(scene.bond), option_pattern="5+5")
    with on("2041-01-10"):
        office.order(
            "province-officer",
            purpose="put",
            bond=scene.bond.public_id,
            region="330000",
            amount="200000000",
            effective_on="2041-03-20",
        )
    (put,) = living(office, "put")
    after = [one for one in living(office, "schedule") if one.nominal_date > date(2041, 3, 20)]
    assert put.principal == 2 * YI
    assert {one.interest for one in after} == {708_000_000}
    assert sum(one.principal for one in after) == 6 * YI
    assert scene.balance("debt_due", scene.province, office.share) == -2 * YI
    assert scene.balance("debt", scene.province, office.share) == -6 * YI


def test_the_reserve_fund_is_off_by_default_and_never_below_zero(office: Office) -> None:
    with on("2036-05-08"):
        order = office.draft(
            "officer", purpose="reserve_in", region="330304", amount="1000000", effective_on="2036-05-08"
        )
        office.attach("repayment_order", order, "order_basis")
        assert office.story.refused("officer", "repayment_order", order.public_id, "carry_out") == {
            "reserve_off"
        }


@pytest.fixture
def reserving(office: Office) -> Office:
    """Switch the rule of the reserve fund on for the county."""

    def work(act: Act) -> None:
        act.add(
            RuleVersion(
                key="repayment.reserve_fund",
                region_code="330304",
                label={"en": "x", "zh": "备付金"},
                value={"enabled": True, "ratio": "0.05"},
                unit="ratio",
                form="table",
                basis="示例",
                valid_from=date(2030, 1, 1),
                known_from=act.now,
            )
        )
        bump(act.session, "rules")

    perform(office.db, SYSTEM, "test.rule", work)
    return office


def test_money_goes_into_the_reserve_and_comes_out_again(reserving: Office) -> None:
    office, scene = reserving, reserving.scene
    with on("2036-05-08"):
        office.order(
            "officer", purpose="reserve_in", region="330304", amount="1000000", effective_on="2036-05-08"
        )
        assert scene.balance("reserve_fund", scene.county) == 100_000_000
        more = office.draft(
            "officer", purpose="reserve_out", region="330304", amount="1000000.01", effective_on="2036-05-08"
        )
        office.attach("repayment_order", more, "order_basis")
        assert office.story.refused("officer", "repayment_order", more.public_id, "carry_out") == {
            "reserve_short"
        }
        office.order(
            "officer", purpose="reserve_out", region="330304", amount="400000", effective_on="2036-05-08"
        )
    assert scene.balance("reserve_fund", scene.county) == 60_000_000
