"""Laws of the ledger: entries sum to zero in every book, balances are sums, money must be there."""

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Blocked, Invalid
from bondlife.security.actor import SYSTEM
from bondlife.services import ledger
from bondlife.services.ledger import ACCOUNTS, Line
from models.base import columns
from models.kinds import shipped_kind
from models.registry import LedgerBalance, LedgerEntry, Period, Posting, Region

FREE = sorted(set(ACCOUNTS) - ledger.NEVER_NEGATIVE)
amounts = st.integers(-(10**12), 10**12).filter(bool)


def region(db: Database, code: str = "330304") -> int:
    with db.reading() as session:
        return int(
            session.execute(sa.select(columns(Region).id).where(columns(Region).code == code)).scalar_one()
        )


def post(db: Database, lines: list[Line], source: str = "test/1") -> None:
    def work(act: Act) -> None:
        ledger.post(act, "test", lines, source=source)

    perform(db, SYSTEM, "test.post", work)


def balances(db: Database) -> dict[tuple[int, int, str, int], int]:
    with db.reading() as session:
        cells = session.execute(sa.select(LedgerBalance)).scalars()
        return {(c.book_id, c.unit_id, c.account, c.share_id): c.amount for c in cells}


def sums(db: Database) -> dict[tuple[int, int, str, int], int]:
    found: dict[tuple[int, int, str, int], int] = defaultdict(int)
    with db.reading() as session:
        for one in session.execute(sa.select(Posting)).scalars():
            found[one.book_id, one.unit_id or 0, one.account, one.share_id or 0] += one.amount
    return dict(found)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(FREE), amounts), min_size=1, max_size=6), st.sampled_from(FREE))
def test_law_balances_equal_the_sums_of_postings(
    db: Database, parts: list[tuple[str, int]], last: str
) -> None:
    book = region(db)
    rest = -sum(amount for _, amount in parts)
    lines = [Line(book, account, amount) for account, amount in parts]
    post(db, [*lines, *([Line(book, last, rest)] if rest else [])])
    found = balances(db)
    assert {cell: amount for cell, amount in found.items() if amount} == {
        cell: amount for cell, amount in sums(db).items() if amount
    }
    assert sum(found.values()) == 0


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(amounts, min_size=1, max_size=5).filter(lambda parts: sum(parts) != 0))
def test_refuses_what_does_not_sum_to_zero(db: Database, parts: list[int]) -> None:
    before = balances(db)
    with pytest.raises(Invalid) as refusal:
        post(db, [Line(region(db), "works", amount) for amount in parts])
    assert refusal.value.problems[0].code == "unbalanced"
    assert balances(db) == before


def test_refuses_a_sum_that_only_holds_over_two_books(any_db: Database) -> None:
    here, above = region(any_db), region(any_db, "330300")
    with pytest.raises(Invalid) as refusal:
        post(any_db, [Line(here, "works", 5), Line(above, "works", -5)])
    assert refusal.value.problems[0].code == "unbalanced"


def test_refuses_an_unknown_account_and_an_empty_entry(db: Database) -> None:
    with pytest.raises(Invalid) as refusal:
        post(db, [Line(region(db), "pocket", 5), Line(region(db), "works", -5)])
    assert refusal.value.problems[0].code == "no_account"
    with pytest.raises(Invalid) as refusal:
        post(db, [Line(region(db), "works", 0)])
    assert refusal.value.problems[0].code == "empty_entry"


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9), st.integers(1, 10**9), st.sampled_from(sorted(ledger.NEVER_NEGATIVE)))
def test_law_money_of_a_share_is_there_before_it_is_spent(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, had: int, spent: int, account: str
) -> None:
    path = tmp_path_factory.mktemp("ledger") / "one.db"
    path.write_bytes(sqlite_template.read_bytes())
    db = Database(f"sqlite:///{path}")
    share = one_share(db)
    book = region(db)
    if had:
        post(db, [Line(book, account, had, share_id=share), Line(book, "debt", -had, share_id=share)])
    spending = [Line(book, account, -spent, share_id=share), Line(book, "works", spent, share_id=share)]
    if spent > had:
        with pytest.raises(Blocked) as refusal:
            post(db, spending)
        assert refusal.value.problems[0].code == "short_of_money"
    else:
        post(db, spending)
    left = balances(db).get((book, 0, account, share), 0)
    assert left == (had if spent > had else had - spent)
    db.close()


def one_share(db: Database) -> int:
    """Store a share to hold money; its project and bond are bare."""
    from models.registry import Bond, BondShare, Project

    book = region(db)
    own: dict[str, Any] = {
        "region_id": book,
        "kind": "special_bond",
        "kind_version": shipped_kind("special_bond").version,
    }
    found: list[int] = []

    def work(act: Act) -> None:
        project = act.add(Project(**own, state="reserved", code="P", name="P", sector="s", start_year=2026))
        bond = act.add(
            Bond(
                **own,
                state="issued",
                name="B",
                bond_type="special",
                purpose="new_project",
                face=1,
                tenor_years=1,
                year=2026,
            )
        )
        act.flush()
        share = act.add(
            BondShare(**own, state="received", bond_id=bond.id or 0, project_id=project.id, amount=1)
        )
        act.flush()
        found.append(share.id or 0)

    perform(db, SYSTEM, "test.share", work)
    return found[0]


def test_a_counter_entry_brings_every_balance_back(any_db: Database) -> None:
    book, share = region(any_db), one_share(any_db)
    post(any_db, [Line(book, "treasury", 9, share_id=share), Line(book, "debt", -9, share_id=share)])
    before = balances(any_db)
    post(
        any_db,
        [
            Line(book, "treasury", -4, share_id=share),
            Line(book, "project_account", 4, share_id=share),
            Line(book, "project_account", -4, share_id=share),
            Line(book, "works", 4, share_id=share),
        ],
        source="test/2",
    )

    def undo(act: Act) -> None:
        entry = act.session.execute(
            sa.select(LedgerEntry).where(columns(LedgerEntry).source == "test/2")
        ).scalar_one()
        ledger.counter(act, entry, reason="returned by the bank")

    perform(any_db, SYSTEM, "test.counter", undo)
    after = {cell: amount for cell, amount in balances(any_db).items() if amount}
    assert after == {cell: amount for cell, amount in before.items() if amount}
    with any_db.reading() as session:
        countered = session.execute(
            sa.select(LedgerEntry).where(columns(LedgerEntry).source == "test/2")
        ).scalars()
        assert [entry.counters_id is not None for entry in countered] == [False, True]


def test_refuses_a_locked_month(any_db: Database) -> None:
    book = region(any_db)

    def lock(act: Act) -> None:
        act.session.add(Period(region_id=book, month="2026-01", locked_at=act.now))

    def late(act: Act) -> None:
        lines = [Line(book, "works", 5), Line(book, "debt", -5)]
        ledger.post(act, "test", lines, source="test/3", on=date(2026, 1, 31))

    perform(any_db, SYSTEM, "test.lock", lock)
    with pytest.raises(Invalid) as refusal:
        perform(any_db, SYSTEM, "test.post", late)
    assert refusal.value.problems[0].code == "period_locked"
