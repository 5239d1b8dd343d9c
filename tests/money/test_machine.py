"""E1: the money of two shares through any sequence of acts, against a model in plain whole numbers."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Blocked, Conflict, Invalid
from bondlife.lifecycle import engine
from bondlife.lifecycle.effects import EFFECTS
from bondlife.lifecycle.situation import situation
from bondlife.security.actor import SYSTEM
from bondlife.settings import Settings
from bondlife.verify import ledger, money
from bondlife.verify.report import Check
from models.base import columns
from models.registry import (
    Bond,
    BondShare,
    BudgetLine,
    ChangeOfUse,
    Contract,
    Disbursement,
    LedgerBalance,
    Movement,
)
from tests.database import copied_database
from tests.faults.counting import say
from tests.lifecycle.scene import Scene
from tests.lifecycle.story import WAN, Story
from tests.money.model import Books, Pot

TODAY = date(2036, 5, 6)
UNIT = 7 * WAN + 13
amounts = st.integers(1, 300).map(lambda part: part * UNIT)
which = st.integers(0, 10**6)
PAPERS = {"document_missing"}
MOST_CHANGES = 20
"""Changes of use in one life: unlimited they crowd out payments, refunds and returns."""
WHOLE_AFTER = 50
"""After so many steps the whole book is proved."""
WHOLE = (ledger.entries, ledger.balances, ledger.proceeds, money.proceeds, money.traced)
BALANCES = """SELECT share_id, account, SUM(amount) FROM ledger_balance
WHERE share_id IN (:one, :two) AND book_id = :book GROUP BY share_id, account"""
SHARES = "SELECT id, amount, received, paid FROM bond_share WHERE id IN (:one, :two)"
SPENT = """SELECT (SELECT used FROM budget_line WHERE id = :line),
(SELECT paid FROM contract WHERE id = :contract)"""
NEWEST = "SELECT MAX(id) FROM ledger_entry"
UNBALANCED = """SELECT entry_id, book_id FROM posting WHERE entry_id > :entry
GROUP BY entry_id, book_id HAVING SUM(amount) <> 0"""
APART = """SELECT book_id, account, share_id FROM
(SELECT book_id, account, share_id, amount FROM ledger_balance WHERE share_id IN (:one, :two)
 UNION ALL SELECT book_id, account, share_id, -amount FROM posting WHERE share_id IN (:one, :two))
GROUP BY book_id, account, share_id HAVING SUM(amount) <> 0"""
FLOWS_APART = """SELECT share_id, step FROM
(SELECT share_id, step, amount FROM money_flow
 WHERE share_id IN (:one, :two) AND step IN ('treasury', 'project_account')
 UNION ALL SELECT share_id, account, -amount FROM posting
 WHERE share_id IN (:one, :two) AND account IN ('treasury', 'project_account'))
GROUP BY share_id, step HAVING SUM(amount) <> 0"""


class Office:
    """The product behind the machine: one act a step, its conditions asked, its papers taken as read."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.db, self.count, self.steps = scene, scene.story.db, 0, Counter[str]()
        self.entry = self.proved = 0

    def project(self, number: int) -> tuple[Any, list[BondShare], Contract, BudgetLine]:
        """Return a project with two projects' worth of shares of one bond, all received."""
        scene = self.scene
        first, second = scene.add_project(f"E-{number}a"), scene.add_project(f"E-{number}b")
        bond = scene.add(Bond, **scene.bond_values(name=f"示例债券{number}", face=1000 * UNIT))
        shares = [scene.add_share(bond, one, 500 * UNIT) for one in (first, second)]
        for one in shares:
            scene.lend(one)
            scene.effect(one, "post", date(2036, 4, 1), entry="receipt")
            scene.change(one, state="received")
        own = {"project_id": first.id, "number": f"HT-{number}"}
        contract = scene.contract(**own, amount=10**12, certified=10**12)
        line = scene.line(amount=700 * UNIT, project_id=first.id)
        return first, [scene.fresh(one) for one in shares], contract, line

    def step(self, model: Any, key: int, transition: str) -> None:
        """Carry a record through a step: conditions, state, effects."""
        perform(self.db, SYSTEM, "test.step", lambda act: self._step(act, act.get(model, key), transition))

    def _step(self, act: Act, row: Any, transition: str) -> int:
        here = situation(act.session, row, TODAY, reason="试", actor=SYSTEM)
        found = engine.find(here, transition)
        problems = [one for one in engine.unmet(here, found) if one.code not in PAPERS]
        if problems:
            raise Blocked(*problems)
        engine.move(act, here, found)
        return int(row.id)

    def done(self, model: Any, transition: str, **values: Any) -> int:
        """Store a record and carry it through a step, in one act; returns its inner key."""
        self.count += 1

        def work(act: Act) -> int:
            row = act.add(model(**self.scene.own(), **values))
            act.flush()
            return self._step(act, row, transition)

        return int(perform(self.db, SYSTEM, "test.step", work, business_date=TODAY))

    def held(self, shares: list[BondShare], line: BudgetLine, contract: Contract) -> dict[Any, Any]:
        """Return what the product holds: balances by share and account, shares, budget and contract."""
        one, two = (int(share.id or 0) for share in shares)
        both, own = {"one": one, "two": two}, {"line": line.id, "contract": contract.id}
        found: dict[Any, Any] = {
            (key, account): amount
            for key, account, amount in self.asked(BALANCES, {**both, "book": self.scene.county})
        }
        found.update({key: tuple(amounts) for key, *amounts in self.asked(SHARES, both)})
        [(found["used"], found["paid"])] = self.asked(SPENT, own)
        return found

    def prove(self, shares: list[BondShare]) -> None:
        """Prove what the step touched: entries since the last look, balances and sums of both shares."""
        one, two = (int(share.id or 0) for share in shares)
        assert self.asked(UNBALANCED, {"entry": self.entry}) == []
        assert self.asked(APART, {"one": one, "two": two}) == []
        assert self.asked(FLOWS_APART, {"one": one, "two": two}) == []
        [(self.entry,)] = self.asked(NEWEST, {})
        self.proved += 1
        if self.proved % WHOLE_AFTER == 0:
            self.prove_whole()

    def prove_whole(self, *more: Callable[..., Check]) -> None:
        """Prove the whole book as ``bondlife verify`` does; sums by day are proved at every step too."""
        for check in (*WHOLE, *more):
            assert check(self.db, Settings()).problems == []

    def asked(self, text: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        """Ask the database past the product: in plain text, compiled once."""
        return self.db.rows(None, ("machine", text), lambda: sa.text(text), values)


class MoneyMachine(RuleBasedStateMachine):
    """Acts in any order; what the model refuses the product refuses, and both hold the same fen."""

    office: Office
    rounds = 0

    @initialize()
    def begin(self) -> None:
        """Start with two shares of 500 units and a budget of 700."""
        type(self).rounds += 1
        found = self.office.project(type(self).rounds)
        self.project, self.shares, self.contract, self.line = found
        self.books = Books([Pot(500 * UNIT, 500 * UNIT), Pot(500 * UNIT, 500 * UNIT)], 700 * UNIT)
        self.payments: list[int] = []
        self.movements: list[int] = []
        self.changes = 0

    def agree(self, name: str, lawful: bool, act: Callable[[], Any]) -> bool:
        """Do what the model judged; the product must judge alike."""
        self.office.steps[name if lawful else f"{name} refused"] += 1
        codes: list[str] = []
        try:
            act()
        except (Blocked, Invalid, Conflict) as refusal:
            codes = [one.code for one in refusal.problems]
        assert bool(codes) is not lawful, (name, codes)
        return lawful

    @rule(amount=amounts, from_account=st.booleans())
    def pay(self, amount: int, from_account: bool) -> None:
        lawful = self.books.pay(0, amount, from_account=from_account)
        source = {"fields": {"paid_from": "project_account"}} if from_account else {}
        values = {
            "state": "approved",
            "project_id": self.project.id,
            "share_id": self.shares[0].id,
            "contract_id": self.contract.id,
            "budget_line_id": self.line.id,
            "number": f"E-{self.office.count}-{type(self).rounds}",
            "amount": amount,
            "purpose": "works",
            "payee": "示例建工",
            "voucher": "PZ",
            "paid_on": TODAY,
        }
        done: list[int] = []
        pay = partial(self.office.done, Disbursement, "pay", **{**values, **source})
        if self.agree("pay", lawful, lambda: done.append(pay())):
            self.payments.append(done[0])

    @precondition(lambda self: self.payments)
    @rule(at=which)
    def bounce(self, at: int) -> None:
        number = at % len(self.payments)
        lawful = self.books.bounce(number)
        self.agree("bounce", lawful, partial(self.office.step, Disbursement, self.payments[number], "bounce"))

    def moved(self, name: str, lawful: bool, kind: str, amount: int, **more: Any) -> None:
        """Enter and book a movement."""
        values = {"type": kind, "amount": amount, "moved_on": TODAY, "voucher": "HZ", "note": "试"}
        named = {"counterparty": "示例", "number": f"M-{self.office.count}-{type(self).rounds}"}
        keys = {"state": "draft", "project_id": self.project.id}
        done: list[int] = []

        book = partial(self.office.done, Movement, "book", **{**values, **named, **keys, **more})
        if self.agree(name, lawful, lambda: done.append(book())) and kind != "correction":
            self.movements.append(done[0])

    @precondition(lambda self: self.payments)
    @rule(at=which, amount=amounts)
    def refund(self, at: int, amount: int) -> None:
        number = at % len(self.payments)
        lawful = self.books.refund(number, amount)
        self.moved("refund", lawful, "payee_refund", amount, payment_id=self.payments[number])

    @rule(amount=amounts)
    def release(self, amount: int) -> None:
        lawful = self.books.release(0, amount)
        self.moved("release", lawful, "to_project_account", amount, share_id=self.shares[0].id)

    @rule(amount=amounts)
    def hand_back(self, amount: int) -> None:
        lawful = self.books.hand_back(0, amount)
        self.moved("hand_back", lawful, "back_to_treasury", amount, share_id=self.shares[0].id)

    @rule(amount=amounts)
    def earn(self, amount: int) -> None:
        self.moved("earn", self.books.earn(amount), "income_handed_in", amount)

    @rule(amount=amounts)
    def fee(self, amount: int) -> None:
        more = {"share_id": self.shares[0].id, "budget_account": "23304"}
        self.moved("fee", self.books.fee(0, amount), "issuance_fee", amount, **more)

    @precondition(lambda self: self.movements)
    @rule(at=which)
    def correct(self, at: int) -> None:
        number = at % len(self.movements)
        amount, was = self.books.moves[number].amount, self.books.moves[number].corrected
        lawful = self.books.correct(number)
        name = "correct twice" if was else "correct"
        self.moved(name, lawful, "correction", amount, corrects_id=self.movements[number])

    @precondition(lambda self: self.changes < MOST_CHANGES)
    @rule(amount=amounts)
    def change_use(self, amount: int) -> None:
        self.changes += 1
        lawful = self.books.move(amount)
        old = self.office.scene.fresh(self.shares[0])
        if not lawful:
            self.office.steps["change_use refused"] += 1
            return
        self.office.steps["change_use"] += 1
        target = self.shares[1].project_id
        values = {"state": "approved", "share_id": old.id, "target_project_id": target, "case": "surplus"}
        own = {**self.office.scene.own(), **values, "project_id": self.project.id, "amount": amount}

        def work(act: Act) -> None:
            row = act.add(ChangeOfUse(**own))
            act.flush()
            here = situation(act.session, row, TODAY, reason="试", actor=SYSTEM)
            EFFECTS["reallocate_share"](act, here, {})
            EFFECTS["post"](act, here, {"entry": "reallocation"})

        perform(self.office.db, SYSTEM, "test.change", work, business_date=TODAY)

    @invariant()
    def both_hold_the_same(self) -> None:
        """Compare every pot, the budget and the other accounts to the fen."""
        if not hasattr(self, "books"):
            return
        held = self.office.held(self.shares, self.line, self.contract)
        for pot, share in zip(self.books.pots, self.shares, strict=True):
            told = [held.get((share.id, name), 0) for name in ("treasury", "project_account", "works")]
            assert told == [pot.treasury, pot.account, pot.paid]
            assert held[share.id] == (pot.amount, pot.received, pot.paid)
        assert held["used"] == held["paid"] == self.books.used
        assert held.get((self.shares[0].id, "fees"), 0) == self.books.fees
        self.office.prove(self.shares)


def run(office: Office, steps: int, *, each: int, long: int) -> Counter[str]:
    """Run the machine over one database until so many steps were taken, and prove all of it at the end."""
    MoneyMachine.office, MoneyMachine.rounds = office, 0
    chosen = settings(
        max_examples=each,
        stateful_step_count=long,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    while office.steps.total() < steps:
        run_state_machine_as_test(MoneyMachine, settings=chosen)
    office.prove_whole(money.flows)
    with office.db.connection() as connection:
        cell = columns(LedgerBalance)
        assert connection.execute(sa.select(sa.func.sum(cell.amount))).scalar_one() == 0
    return office.steps


@pytest.fixture
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """Return an office of its own, on a disk that need not be waited for."""
    with copied_database(request, "sqlite", tmp_path) as db:
        yield Office(Scene(Story(_unsynced(db), tmp_path / "papers")))


def _unsynced(db: Database) -> Database:
    """Let the machine's own database skip waiting for the disk: it is about fen, not about power cuts."""
    from sqlalchemy import event

    @event.listens_for(db.engine, "connect")
    def _quick(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous=OFF")

    db.engine.dispose()
    return db


def test_the_machine_agrees_with_plain_numbers(office: Office) -> None:
    steps = run(office, 3_000, each=4, long=280)
    say("E1 money:", steps.total(), dict(steps))


@pytest.mark.full
@pytest.mark.timeout(7_200)
def test_the_machine_agrees_over_sixty_thousand_steps(office: Office) -> None:
    steps = run(office, 60_000, each=40, long=280)
    say("E1 money full:", steps.total(), dict(steps))
