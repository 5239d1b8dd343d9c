"""A payment run from gathering to treasury receipts: amounts, claims, refusals, corrections."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa

from bondlife.db import Database
from bondlife.errors import Blocked, Conflict, Forbidden, Invalid, Missing
from bondlife.jobs.runner import Progress, run_waiting
from bondlife.queries.ppp_recompute import recompute
from bondlife.services import moves
from bondlife.services.ppp_runs import PaymentRunInput, ReceiptsInput, open_run, record_receipts
from bondlife.settings import Settings
from bondlife.verify import verify
from models.base import table
from models.registry import (
    Arrear,
    BudgetLine,
    DisclosureDuty,
    IndexValue,
    LedgerEntry,
    PaymentStatement,
    PeriodInput,
    Posting,
    PPPTerms,
    ServiceEvent,
)
from tests.database import copied_database
from tests.lifecycle.story import Story
from tests.ppp.works import BODY, PERIOD, TODAY, YUAN, Works, on

PAYABLE = 1_244_571_825
Paid = tuple[Works, str]


@pytest.fixture
def works(db: Database, tmp_path: Path) -> Works:
    made = Works(Story(db, tmp_path))
    made.quarter(made.contract)
    return made


@pytest.fixture(scope="module")
def paid(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paid]:
    """Return a works whose quarter was paid, beside a contract that was left out; tests only look."""
    folder = tmp_path_factory.mktemp("paid")
    with copied_database(request, "sqlite", folder) as db, on(TODAY):
        works = Works(Story(db, folder))
        works.quarter(works.contract)
        works.add_contract("PPP-2019-07")
        yield works, works.whole()


def test_a_quarter_is_paid_to_the_fen(paid: tuple[Works, str]) -> None:
    works, key = paid
    run, [statement] = works.run(key), works.statements(key)
    assert (run.state, run.contracts, run.payable) == ("paid", 1, PAYABLE)
    assert statement.result["payable"] == statement.payable == PAYABLE
    assert [line["fen"] for line in statement.result["lines"]] == [
        *(1_200_000_000, -14_000_000, 420_000_000, 8_652_000, -16_669_800),
        *(-4_800_000, -3_600_000, -1_248_640, -300_000, 4_800_000, -348_261_735),
    ]
    [order] = works.orders(key)
    assert (order.amount, order.voucher, order.payer) == (PAYABLE, "GK-0", "瓯海区")


def test_an_ordinary_quarter_is_worked_out_together(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    """Prices moved, users paid, an event was waived: none of it needs the single way."""
    monkeypatch.setattr("bondlife.services.ppp_portions.alone", None)
    with on(TODAY):
        [statement] = works.statements(works.open())
    assert statement.payable == PAYABLE


def test_the_payment_stands_in_ledger_budget_and_arrears(paid: tuple[Works, str]) -> None:
    works, _key = paid
    assert works.story.all(BudgetLine)[0].used == PAYABLE
    [arrear] = works.story.all(Arrear)
    assert (arrear.due, arrear.paid, arrear.late_rate) == (PAYABLE, PAYABLE, Decimal("0.0435"))
    assert [(one.account, one.amount) for one in works.story.all(Posting)] == [
        ("ppp_service", PAYABLE),
        ("budget_funds", -PAYABLE),
    ]
    assert [one.kind for one in works.story.all(LedgerEntry)] == ["ppp_payment"]
    assert [(one.what, one.state) for one in works.story.all(DisclosureDuty)] == [("ppp_payment", "open")]


def test_a_contract_that_lacks_something_is_left_out_with_its_list(paid: tuple[Works, str]) -> None:
    works, key = paid
    [left] = works.run(key).left_out
    assert left["number"] == "PPP-2019-07"
    assert [(one["code"], one["about"]) for one in left["missing"]] == [
        ("no_score", "2036-Q2"),
        ("no_input", "user_income"),
    ]


def test_everything_verifies_and_comes_out_again(paid: tuple[Works, str]) -> None:
    works, key = paid
    told = recompute(works.db, "")
    assert (told["runs"], told["equal"], told["unequal"]) == (1, 1, [])
    assert recompute(works.db, works.run(key).number)["equal"] == 1
    with pytest.raises(Missing):
        recompute(works.db, "PF-0")


def test_a_paid_period_is_claimed(paid: tuple[Works, str]) -> None:
    works, key = paid
    again = works.open()
    run = works.run(again)
    assert (run.state, run.contracts) == ("draft", 0)
    first = next(one for one in run.left_out if one["number"] == "PPP-2018-03")
    assert [(one["code"], one["about"]) for one in first["missing"]] == [("claimed", works.run(key).number)]


def test_the_database_itself_refuses_a_second_claim(paid: tuple[Works, str]) -> None:
    """Whatever a service forgets to ask: contract, period, type and revision are one of a kind."""
    works, _key = paid
    rows = table(PaymentStatement)
    with works.db.connection(write=True) as connection:
        row = dict(connection.execute(sa.select(rows).limit(1)).mappings().one())
        again = sa.insert(rows).values({**row, "id": row["id"] + 1000, "public_id": NOBODY})
        with pytest.raises(sa.exc.IntegrityError, match="contract_id"):
            connection.execute(again)


NOBODY = "00000000-0000-0000-0000-000000000000"
WINDOW = {"objection_until": TODAY}
LACKS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("a score that is not approved", {"state": "submitted"}, "score_not_approved"),
    ("an objection that is not answered", {"state": "objected"}, "objection_open"),
    (
        "a window that is open",
        {"state": "approved", "fields": WINDOW},
        "objection_window",
    ),
    ("a score of another cycle", {"cycle": "2036-Q1"}, "no_score"),
)


@pytest.mark.parametrize(("values", "code"), [case[1:] for case in LACKS], ids=[case[0] for case in LACKS])
def test_a_score_pays_when_frozen(db: Database, tmp_path: Path, values: dict[str, Any], code: str) -> None:
    works = Works(Story(db, tmp_path))
    works.score(works.contract, **values)
    works.income(works.contract)
    with on(TODAY):
        run = works.run(works.open())
    assert (run.contracts, run.state) == (0, "draft")
    assert [one["code"] for one in run.left_out[0]["missing"]] == [code]


def test_money_that_is_not_budgeted_is_not_promised(works: Works) -> None:
    line = works.story.all(BudgetLine)[0]
    works.alter(line, amount=PAYABLE - 1)
    with on(TODAY):
        run = works.run(works.open())
    assert [one["code"] for one in run.left_out[0]["missing"]] == ["budget_short"]


def test_a_formula_fault_leaves_the_contract_out_with_its_place(db: Database, tmp_path: Path) -> None:
    works = Works(Story(db, tmp_path))
    formula = {
        "key": "fee",
        "inputs": [{"name": "n", "unit": "ratio"}],
        "steps": [{"name": "fee", "unit": "yuan", "expression": "100 [yuan] / n"}],
    }
    part = {"key": "usage", "name": "使用量付费", "kind": "usage", "base": {"type": "formula"}}
    body = {"components": [part], "period": {"months": 3}, "formula_inputs": {"n": "input:n"}}
    other = works.add_contract("PPP-FORMULA", body={})
    terms = [one for one in works.story.all(PPPTerms) if one.contract_id == other.id]
    works.alter(terms[0], body=body, formula=formula, digest="formula")
    told = {"contract_id": other.id, "period": PERIOD, "name": "n", "unit": "ratio"}
    works.add(PeriodInput, **works.own(), **told, value=Decimal(0))
    with on(TODAY):
        run = works.run(works.open(contracts=[other.public_id]))
    [lack] = run.left_out[0]["missing"]
    assert (lack["code"], lack["about"]) == ("cannot_calculate", "fee column 14")


def test_who_prepared_neither_reviews_nor_approves_nor_pays(works: Works) -> None:
    with on(TODAY):
        key = works.open()
        with pytest.raises(Forbidden, match="You prepared"):
            works.story.move("officer", "payment_run", key, "review")
        works.story.move("reviewer", "payment_run", key, "review")
        asked = works.story.move("officer", "payment_run", key, "approve")
        with pytest.raises(Forbidden, match="second person"):
            works.story.decide("officer", asked["approval"], asked["digest"])
        with pytest.raises(Conflict, match="changed"):
            works.story.decide("reviewer2", asked["approval"], "sha256:other")
        works.story.decide("reviewer2", asked["approval"], asked["digest"])
        works.story.decide("deputy", asked["approval"], asked["digest"])
        works.order(key)
        with pytest.raises(Forbidden, match="You"):
            works.pay(key, who="officer")
    assert works.run(key).state == "ordered"
    assert not [one for one in works.orders(key) if one.paid_on]


def test_a_statement_changed_after_approval_pays_nobody(works: Works) -> None:
    with on(TODAY):
        key = works.open()
        works.approve(key)
        [statement] = works.statements(key)
        tampered = {**statement.result, "to_pay": 1}
        with works.db.writing() as session:
            own = sa.update(PaymentStatement).where(PaymentStatement.id == statement.id)  # type: ignore[arg-type]
            session.execute(own.values(result=tampered), execution_options={"scoped": True})
            session.commit()
        with pytest.raises(Blocked, match="no longer what was signed"):
            works.order(key)
        told = recompute(works.db, key)
        assert (told["equal"], told["unequal"][0][2]) == (0, "digest")
    assert not works.orders(key)


def test_a_receipt_is_recorded_once_and_never_ahead_of_its_day(works: Works) -> None:
    with on(TODAY):
        key = works.open()
        works.approve(key)
        works.order(key)
        [order] = works.orders(key)
        receipt = {"order": order.public_id, "voucher": "GK-1", "paid_on": "2036-10-27"}
        treasury = works.story.people["treasury"]
        with pytest.raises(Invalid, match="after today"):
            record_receipts(works.db, treasury, key, ReceiptsInput.model_validate({"receipts": [receipt]}))
        twice = ReceiptsInput.model_validate({"receipts": [{**receipt, "paid_on": TODAY}] * 2})
        with pytest.raises(Conflict, match="was paid on"):
            record_receipts(works.db, treasury, key, twice)
        assert works.story.all(BudgetLine)[0].used == 0
        works.pay(key)
        with pytest.raises(Conflict, match="does not stand at its payments"):
            record_receipts(works.db, treasury, key, twice)
    assert works.story.all(BudgetLine)[0].used == PAYABLE


def test_a_late_event_is_settled_by_a_correction_with_its_difference(works: Works) -> None:
    with on(TODAY):
        key = works.whole()
    works.event(works.contract, "FW-099", 10_000)
    with on("2036-11-20"):
        correction = works.open(type="correction", corrects=key, reason="漏记一次修复超时")
    [statement] = works.statements(correction)
    assert (statement.payable, statement.difference, statement.carried_forward) == (0, -1_000_000, -1_000_000)
    assert statement.frozen["already"] == PAYABLE
    assert works.statements(key)[0].payable == PAYABLE, "what was paid stands"
    works.score(works.contract, "2036-Q3")
    works.income(works.contract, period="2036-Q4")
    told = {"series_id": 1, "month": "2036-10", "value": Decimal("102.06")}
    works.add(IndexValue, **works.own(), **told)
    with on("2037-01-20"):
        works.add_budget(works.contract, year=2037)
        _settled(works, correction)
        following = works.statements(works.open(period="2036-Q4"))[0]
    assert following.frozen["carried_in"] == -1_000_000
    assert [one["fen"] for one in following.result["lines"] if one["kind"] == "carried_in"] == [-1_000_000]
    assert recompute(works.db, "")["equal"] == 3


def _settled(works: Works, key: str) -> None:
    """Take a correction that pays nothing through its signatures."""
    works.approve(key)


def test_a_correction_upwards_pays_the_rest(works: Works) -> None:
    with on(TODAY):
        key = works.whole()
    works.waive(works.contract, works.story.all(ServiceEvent)[1], 36_000 * YUAN, "MK-0013")
    with on("2036-11-20"):
        correction = works.open(type="correction", corrects=key, reason="补批免扣")
        assert works.statements(correction)[0].payable == 36_000 * YUAN
        works.approve(correction)
        works.order(correction)
        works.pay(correction, day="2036-11-20")
    [arrear] = works.story.all(Arrear)
    assert (arrear.due, arrear.paid) == (PAYABLE + 36_000 * YUAN, PAYABLE + 36_000 * YUAN)
    assert works.story.all(BudgetLine)[0].used == PAYABLE + 36_000 * YUAN


def test_a_correction_names_its_run_and_reason(works: Works) -> None:
    with pytest.raises(ValueError, match="says why"):
        PaymentRunInput.model_validate(
            {
                "region": "330304",
                "period": PERIOD,
                "type": "correction",
                "corrects": NOBODY,
            }
        )
    with on(TODAY):
        key = works.open()
        form = {"region": "330304", "period": PERIOD, "type": "correction", "corrects": key, "reason": "误"}
        with pytest.raises(Blocked, match="not approved yet"):
            open_run(works.db, works.story.people["officer"], PaymentRunInput.model_validate(form))
        form["period"] = "2036-Q2"
        with pytest.raises(Invalid, match="for the period"):
            open_run(works.db, works.story.people["officer"], PaymentRunInput.model_validate(form))


def test_a_cancelled_run_lets_go_of_its_claims(works: Works) -> None:
    with on(TODAY):
        key = works.open()
        works.story.move("officer", "payment_run", key, "cancel", "口径有误")
        second = works.open()
    assert (works.run(second).contracts, works.statements(second)[0].revision) == (1, 1)


def test_a_job_taken_up_again_finds_its_work_done(works: Works) -> None:
    """A worker that died after storing leaves a finished run; the second one repeats nothing."""
    from bondlife.jobs.payment_run import run as job

    with on(TODAY):
        key = works.open()
        answer = job(works.db, {"run": key}, cast("Progress", _Silent()), None)
    assert answer["statements"] == 1
    assert len(works.statements(key)) == 1


class _Silent:
    """A progress that tells nobody."""

    def tell(self, *_: Any, **__: Any) -> None:
        """Say nothing."""


def test_payers_share_a_payment_that_foots(works: Works) -> None:
    payers = [{"region": "330304", "share": "2/3"}, {"region": "330300", "share": "1/3"}]
    row = next(one for one in works.story.all(PPPTerms) if one.contract_id == works.contract.id)
    works.alter(row, body={**BODY, "payers": payers}, digest="two payers")
    city = works.add_budget(works.contract)
    works.alter(city, region_id=works.story.region("330300"))
    with on(TODAY):
        key = works.open()
        works.approve(key)
        works.order(key)
    assert [one.amount for one in works.orders(key)] == [829_714_550, 414_857_275]


def test_foreign_runs_are_not_there(works: Works) -> None:
    with on(TODAY):
        key = works.open()
        version = works.run(key).version
        with pytest.raises(Missing):
            moves.move(works.db, works.story.people["city"], "payment_run", "0" * 36, "review", version)


AT_REST = {"state_moves", "rails"}
"""Rows that tests set down at rest have no history behind them."""


def test_the_whole_database_verifies(paid: tuple[Works, str]) -> None:
    works, _key = paid
    report = verify(works.db, Settings(data_dir=works.story.folder))
    wrong = {one["id"]: one["problems"] for one in report["checks"] if one["problems"]}
    assert not {name: told for name, told in wrong.items() if name not in AT_REST}, wrong
    assert run_waiting(works.db) == 0
