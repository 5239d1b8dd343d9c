"""The ledger: entries sum to zero, balances are their sums, every fen of a share is somewhere."""

import sqlalchemy as sa

from bondlife.db import Database
from bondlife.services.ledger import NEVER_NEGATIVE
from bondlife.settings import Settings
from bondlife.verify.report import Check
from models.base import columns
from models.registry import BondShare, LedgerBalance, LedgerEntry, Posting


def entries(db: Database, _settings: Settings) -> Check:
    """Each entry sums to zero in every book."""
    check = Check("ledger_entries")
    posting, entry = columns(Posting), columns(LedgerEntry)
    total = sa.func.sum(posting.amount)
    statement = (
        sa.select(posting.entry_id, posting.book_id, total)
        .group_by(posting.entry_id, posting.book_id)
        .having(total != 0)
    )
    empty = sa.select(entry.id).where(entry.id.not_in(sa.select(posting.entry_id)))
    with db.connection() as connection:
        check.checked = connection.execute(sa.select(sa.func.count()).select_from(LedgerEntry)).scalar_one()
        for entry_id, book, amount in connection.execute(statement):
            check.wrong(f"entry {entry_id} is off by {amount} fen in book {book}")
        for entry_id in connection.execute(empty).scalars():
            check.wrong(f"entry {entry_id} has no postings")
    return check


def balances(db: Database, _settings: Settings) -> Check:
    """Stored balances equal the sums of postings; no money of a share was spent that was not there.

    A balance of nothing stands only where postings cancel out, and stands wherever they do.

    Cells without a share are the treasury's other money, whose income is not kept here.
    """
    check = Check("ledger_balances")
    posting, cell = columns(Posting), columns(LedgerBalance)
    unit, share = sa.func.coalesce(posting.unit_id, 0), sa.func.coalesce(posting.share_id, 0)
    sums = sa.select(posting.book_id, unit, posting.account, share, sa.func.sum(posting.amount)).group_by(
        posting.book_id, unit, posting.account, share
    )
    stored = sa.select(cell.book_id, cell.unit_id, cell.account, cell.share_id, cell.amount)
    with db.connection() as connection:
        computed = {tuple(row[:4]): int(row[4]) for row in connection.execute(sums)}
        held = {tuple(row[:4]): int(row[4]) for row in connection.execute(stored)}
    check.checked = len(held)
    for key in sorted(computed.keys() | held.keys(), key=str):
        if computed.get(key) != held.get(key):
            check.wrong(f"balance {key} holds {held.get(key, 0)}, its postings sum to {computed.get(key, 0)}")
        if key[3] and key[2] in NEVER_NEGATIVE and held.get(key, 0) < 0:
            check.wrong(f"balance {key} is negative: {held[key]}")
    return check


def proceeds(db: Database, _settings: Settings) -> Check:
    """What a share received is what its row says, and no share paid more than it received."""
    check = Check("share_proceeds")
    share = columns(BondShare)
    statement = sa.select(share.id, share.amount, share.received, share.paid)
    with db.connection() as connection:
        for key, amount, received, paid in connection.execute(statement):
            check.checked += 1
            if not 0 <= paid <= received <= amount:
                check.wrong(f"share {key}: paid {paid}, received {received}, amount {amount} fen")
    return check
