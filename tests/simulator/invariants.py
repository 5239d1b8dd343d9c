"""What must be true of money and records after every step of a life, and of the whole book at its end."""

from pathlib import Path

import sqlalchemy as sa

from bondlife.db import Database
from bondlife.lifecycle.guards.repayment import penalty_due
from bondlife.settings import Settings
from bondlife.verify import Proof, chain, found_by, ledger, lives, versions
from models.base import columns
from models.registry import Instalment, LedgerBalance, Posting
from tests.simulator.world import Loan, World

GONE = ("superseded", "refinanced")
LAWFUL = ("matching_fund_income", "dedicated_income", "lawful_subsidy", "fiscal_subsidy", "unit_own_funds")
WHOLE: tuple[Proof, ...] = (
    ledger.entries,
    ledger.balances,
    ledger.proceeds,
    chain.links,
    versions.versions,
    lives.moves,
    lives.signatures,
    lives.rails,
)


class Watch:
    """Remembers how far the ledger was checked, and checks what came since."""

    def __init__(self, world: World) -> None:
        self.world, self.entry, self.steps = world, 0, 0

    def step(self, loan: Loan) -> None:
        """Check the new entries, and everything the ledger says about one loan."""
        self.steps += 1
        self._entries()
        share = self.world.story.row("bond_share", loan.share)
        held = self.world.rows(loan)
        if share.state in ("planned", "onlent") and not loan.is_refinancing:
            return
        living = [one for one in held if one.state not in GONE]
        assert (
            sum(one.principal for one in held if one.origin != "early" and one.state != "superseded")
            == share.amount
        )
        if not loan.is_refinancing or share.received == share.amount:
            self._debts(loan, living)
        for one in living:
            if one.state == "paid":
                assert one.paid == one.principal + one.interest + one.fee + penalty_due(one), one.public_id
            if one.state in ("remitted", "paid") and one.interest:
                assert one.interest_source in LAWFUL, one.public_id

    def _entries(self) -> None:
        """Every entry since the last look sums to zero in every book."""
        posting = columns(Posting)
        total = sa.func.sum(posting.amount)
        statement = (
            sa.select(posting.entry_id, posting.book_id)
            .where(posting.entry_id > self.entry)
            .group_by(posting.entry_id, posting.book_id)
            .having(total != 0)
        )
        newest = sa.select(sa.func.max(posting.entry_id))
        with self.world.db.reading() as session:
            assert session.execute(statement.execution_options(scoped=True)).all() == []
            self.entry = session.execute(newest.execution_options(scoped=True)).scalar_one() or 0

    def _debts(self, loan: Loan, living: list[Instalment]) -> None:
        """What the issuer owes its holders and the county owes above is what is still to come."""
        province, county = (self.world.story.region(code) for code in ("330000", "330304"))
        to_holders = sum(one.principal for one in living if one.origin != "early" and not self._redeemed(one))
        owed = -self._balance(loan, province, "debt") - self._balance(loan, province, "debt_due")
        assert owed == to_holders, (loan.bond, owed, to_holders)
        upward = sum(one.principal for one in living if one.origin != "carried" and not self._left(one))
        assert -self._balance(loan, county, "onlending_payable") == upward, (loan.bond, upward)
        ahead = any(one.fields.get("_ahead") and one.state == "remitted" for one in living)
        if not ahead:
            assert self._balance(loan, county, "prepaid") == 0

    def _redeemed(self, one: Instalment) -> bool:
        last = [leg for leg in self.world.legs(one) if leg.payee_id is None]
        return one.state == "paid" or any(leg.state != "planned" for leg in last)

    def _left(self, one: Instalment) -> bool:
        if one.fields.get("_ahead"):
            return one.state == "paid"
        return one.state in ("remitted", "paid")

    def _balance(self, loan: Loan, book: int, account: str) -> int:
        cell = columns(LedgerBalance)
        statement = sa.select(sa.func.sum(cell.amount)).where(
            cell.book_id == book, cell.account == account, cell.share_id == loan.share_id
        )
        with self.world.db.reading() as session:
            return int(session.execute(statement.execution_options(scoped=True)).scalar_one() or 0)


def whole(db: Database, folder: Path) -> int:
    """Run the checks of ``bondlife verify`` that exist; return how many rows they looked at."""
    settings, looked = Settings(data_dir=folder), 0
    for check in WHOLE:
        for found in found_by(check, db, settings):
            assert not found.problems, (found.id, found.problems[:5])
            looked += found.checked
    return looked
