"""One fund told through the services by several people: plan, terms, calls, exits, clawback, winding up."""

from datetime import date
from typing import Any

import pytest

from bondlife.db import Database
from bondlife.errors import Blocked, Forbidden
from bondlife.lifecycle.funds.tiers import clawback, paid_lines
from bondlife.services.fund_inputs import (
    CallInput,
    CallReceiptInput,
    DistributionInput,
    ExitInput,
    HoldingInput,
    PartnerInput,
    RegisterInput,
    TermsInput,
)
from bondlife.services.funds import calls, distributions, holdings, register, terms
from bondlife.settings import Settings
from bondlife.verify.funds import accounts
from models.base import columns
from models.registry import BudgetLine, Evaluation, Fund, LedgerEntry, Posting, Project
from tests.funds.house import House, assert_foots, partners
from tests.lifecycle.story import on

DEALS: dict[str, Any] = {
    "valid_from": "2036-01-01",
    "waterfall": "deal_by_deal",
    "hurdle_percent": "0",
    "carry_percent": "20",
    "catch_up_percent": "0",
    "exit_clauses": ["set_up_late", "investment_late", "off_policy", "against_charter", "other_breach"],
    "example": {
        "deals": [
            {
                "name": name,
                "cost": "100",
                "invested_on": "2023-01-01",
                "proceeds": proceeds,
                "exited_on": "2024-01-01",
            }
            for name, proceeds in (("甲", "200"), ("乙", "40"))
        ],
        "expected": {"carry_paid": "20", "clawback_due": "12"},
    },
}  # fmt: skip


def made(house: House) -> str:
    """Register a fund, have its plan confirmed and its terms in force; returns its public key."""
    db, officer = house.db, house.people["officer"]
    form = RegisterInput(
        region="330304", code="LIFE", name="示例全周期基金", target_size="400", start_year=2036,
        manager="示例管理人", custodian="示例银行", guarantees_funded="yes", interest_funded="yes",
    )  # fmt: skip
    key = str(register.register(db, officer, form)["public_id"])
    plan_confirmed(house, key)
    for one in partners("120", "72", "8", on="2036-01-05"):
        register.add_partner(db, officer, key, PartnerInput.model_validate(one))
    stored = terms.save(db, officer, key, TermsInput.model_validate(DEALS))
    house.sign("fund_terms", stored["public_id"], "approve")
    return key


def plan_confirmed(house: House, key: str) -> None:
    """Let the plan of a fund pass its ex-ante evaluation and be confirmed."""
    project = plan_of(house, key)
    names = ("region_id", "unit_id", "department_id", "kind", "kind_version")
    own: dict[str, Any] = {name: getattr(project, name) for name in names}
    house.register(Evaluation(**own, project_id=project.id, state="passed", type="ex_ante", year=2036))
    house.move("officer", "project", project.public_id, "propose")
    house.attach("officer", "project", project.public_id, "fund_plan")
    house.sign("project", project.public_id, "confirm", "fund_set_up")


def plan_of(house: House, key: str) -> Project:
    """Return the plan behind a fund."""
    fund: Fund = house.row("fund", key)
    found: Project = house.one(Project, columns(Project).id == fund.project_id)
    return found


def budgeted(house: House, key: str, amount: str, year: int = 2036) -> None:
    """Open a budget line for the contribution of a year."""
    line = house.create(
        "officer", "budget_line", project=plan_of(house, key).public_id, year=year, account="50805",
        purpose="contribution", amount=amount, document_number="瓯人大〔2036〕1号", approved_on="2036-01-20",
    )  # fmt: skip
    house.sign("budget_line", line, "open", "fund_budget")


def called(house: House, key: str, amount: str, day: str, kind: str = "capital") -> str:
    """Prepare a call, have its notices signed, and return its public key."""
    form = CallInput(type=kind, called_on=day, due_on=day, amount=amount)
    stored = calls.prepare(house.db, house.people["officer"], key, form)
    house.sign("capital_call", stored["public_id"], "notice")
    return str(stored["public_id"])


def paid(house: House, call: str, day: str, *numbers: int) -> None:
    """Record that partners paid on a call."""
    receipts = [CallReceiptInput(partner=number, paid_on=day) for number in numbers]
    calls.receive(house.db, house.people["officer"], call, receipts)


def given(house: House, key: str, amount: str, day: str) -> Any:
    """Distribute: prepared, signed, paid; returns the record."""
    form = DistributionInput(on=day, amount=amount)
    stored = distributions.prepare(house.db, house.people["officer"], key, form)
    house.sign("fund_distribution", stored["public_id"], "notice")
    house.move("officer", "fund_distribution", stored["public_id"], "pay")
    return house.row("fund_distribution", stored["public_id"])


def test_from_the_plan_to_clawback_and_winding_up(house: House) -> None:
    db, officer = house.db, house.people["officer"]
    with on("2036-02-01"):
        key = made(house)
        assert house.row("fund", key).plan_confirmed_on == date(2036, 2, 1)
        assert house.refused("officer", "fund", key, "set_up") == {"field_empty"}
        house.edit("officer", "fund", key, **_form(house, key, registered_on="2036-02-01"))
        house.sign("fund", key, "set_up")
        assert plan_of(house, key).state == "running"
        _four_eyes(house, key)
    with on("2036-03-01"):
        with pytest.raises(Blocked) as refusal:
            called(house, key, "200", "2036-03-01")
        assert refusal.value.problems[0].code == "no_budget_room"
        budgeted(house, key, "120")
        call = house.all_calls(key)[0].public_id
        house.sign("capital_call", call, "notice")
        paid(house, call, "2036-03-01", 1, 2)
        assert house.row("capital_call", call).state == "noticed"
        paid(house, call, "2036-03-01", 3)
        assert house.row("capital_call", call).state == "paid"
        house.move("officer", "fund", key, "invest")
        for name in ("甲", "乙"):
            form = HoldingInput(name=name, cost="100", invested_on="2036-03-01")
            holdings.invest(db, officer, key, form)
    assert house.one(BudgetLine, columns(BudgetLine).account == "50805").used == 120_00
    with on("2037-03-01"):
        out = ExitInput(holding=1, on="2037-03-01", cost_out="100", proceeds="200")
        holdings.leave(db, officer, key, out)
        first = given(house, key, "200", "2037-03-01")
    assert (first.to_manager, first.to_investors) == (20_00, 180_00)
    with on("2038-03-01"):
        lost = ExitInput(holding=2, on="2038-03-01", method="liquidation", cost_out="100", proceeds="40")
        holdings.leave(db, officer, key, lost)
        book = house.book(key)
        owed = clawback(book, book.terms[-1])
        assert owed is not None
        assert owed.due == 12_00
        back = called(house, key, "12", "2038-03-01", "clawback")
        paid(house, back, "2038-03-01", 3)
        house.sign("fund", key, "exit", "fund_exit")
        last = given(house, key, "52", "2038-03-01")
        assert (last.to_manager, house.book(key).cash) == (0, 0)
        house.attach("officer", "fund", key, "liquidation_report")
        house.sign("fund", key, "wind_up", "fund_exit")
    assert house.row("fund", key).state == "wound_up"
    _books_hold(house, key)


def _form(house: House, key: str, **more: Any) -> dict[str, Any]:
    fund: Fund = house.row("fund", key)
    names = ("name", "fund_type", "manager", "custodian")
    own = {name: getattr(fund, name) for name in names}
    return {"project": plan_of(house, key).public_id, "target_size": "400", **own, **more}


def _four_eyes(house: House, key: str) -> None:
    """Assert that terms are not put into force by the person who entered them."""
    stored = terms.save(house.db, house.people["officer"], key, TermsInput.model_validate(DEALS))
    asked = house.move("officer", "fund_terms", stored["public_id"], "approve")
    with pytest.raises(Forbidden):
        house.decide("officer", asked["approval"], asked["digest"])
    from bondlife.services import moves

    moves.withdraw(house.db, house.people["officer"], asked["approval"])
    house.move("officer", "fund_terms", stored["public_id"], "withdraw", "重复录入")


def _books_hold(house: House, key: str) -> None:
    """Assert what the books say at the end: all distributed, carry as due on the whole, ledger empty."""
    book = house.book(key)
    assert_foots(book)
    manager = book.manager
    assert manager is not None
    assert sum(one.carry for one in paid_lines(book)) - book.total("clawback", manager.id) == 8_00
    assert sum(book.total("distribution", one.id) for one in book.partners) == 252_00
    stake = house.all(Posting, columns(Posting).account == "fund_stake")
    assert sum(one.amount for one in stake) == 0
    kinds = {one.kind for one in house.all(LedgerEntry)}
    assert {"fund_call", "fund_distribution", "fund_income"} <= kinds
    assert accounts(house.db, Settings()).problems == []


def test_a_partner_that_promised_more_is_asked_for_more(db: Database, tmp_path: Any) -> None:
    house = House(db, tmp_path)
    with on("2036-02-01"):
        key = made(house)
        more = PartnerInput(name="示例社会资本", tier="social", committed="100", committed_on="2036-02-01")
        register.add_partner(db, house.people["officer"], key, more)
    assert [house.book(key).committed(one.id) for one in house.book(key).partners] == [120_00, 172_00, 8_00]
