"""Store the lines of a statement under their accounts; a line that is known changes nothing."""

from collections.abc import Sequence
from typing import Any

from bondlife.acts import Act
from bondlife.db import chunks
from bondlife.errors import Invalid, Problem
from bondlife.exchange.statement import StatementRow
from bondlife.services.imports.foreign import foreign_region
from bondlife.services.reconciling import tell_differences
from models.base import columns
from models.registry import MoneyAccount, StatementLine


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


def store(act: Act, rows: Sequence[StatementRow]) -> dict[str, Any]:
    """Store the lines that are not there yet; differences of every month touched become tasks."""
    accounts = _accounts(act, rows)
    fresh = [row for row in rows if row.key not in _known(act, accounts, rows)]
    for part in chunks(fresh):
        act.insert_many(StatementLine, [_values(accounts[row.account], row) for row in part])
    act.flush()
    for key, month in sorted({(row.account, f"{row.on:%Y-%m}") for row in fresh}):
        tell_differences(act, accounts[key], month)
    return {"added": len(fresh), "unchanged": len(rows) - len(fresh)}


def _accounts(act: Act, rows: Sequence[StatementRow]) -> dict[str, MoneyAccount]:
    """Return the accounts the lines name; each must be known here and this person's to write for."""
    account = columns(MoneyAccount)
    numbers = sorted({row.account for row in rows})
    found = {one.number: one for one in act.find(MoneyAccount, account.number.in_(numbers))}
    unknown = [row for row in rows if row.account not in found]
    if unknown:
        raise Invalid(*(_unknown(row) for row in _first_of_each(unknown)))
    for row in _first_of_each(rows):
        held = found[row.account]
        act.require_open(held.region_id, row.on)
        if not act.actor.can_on("import.run", held.region_id, held.unit_id):
            raise Invalid(foreign_region(f"row {row.row}", row.account))
    for row in rows:
        if row.on < found[row.account].opened_on:
            raise Invalid(_too_early(row, found[row.account]))
    return found


def _first_of_each(rows: Sequence[StatementRow]) -> list[StatementRow]:
    """Return the first line of every account and month."""
    found: dict[tuple[str, str], StatementRow] = {}
    for row in rows:
        found.setdefault((row.account, f"{row.on:%Y-%m}"), row)
    return list(found.values())[:20]


def _unknown(row: StatementRow) -> Problem:
    return Problem(
        "unknown_account",
        _("Row %(row)d: the account %(account)s is not known; enter it under accounts first."),
        "account",
        {"row": row.row, "account": row.account},
        "officer",
        "/statements",
    )


def _too_early(row: StatementRow, account: MoneyAccount) -> Problem:
    return Problem(
        "before_opening",
        _("Row %(row)d: the line of %(day)s lies before the account is kept here, %(opened)s."),
        "on",
        {"row": row.row, "day": row.on.isoformat(), "opened": account.opened_on.isoformat()},
    )


def _known(act: Act, accounts: dict[str, MoneyAccount], rows: Sequence[StatementRow]) -> set[str]:
    line = columns(StatementLine)
    keys = [one.id for one in accounts.values()]
    found: set[str] = set()
    for part in chunks([row.key for row in rows]):
        held = act.find(StatementLine, line.account_id.in_(keys), line.line_key.in_(part))
        found.update(one.line_key for one in held)
    return found


def _values(account: MoneyAccount, row: StatementRow) -> dict[str, Any]:
    names = ("region_id", "unit_id", "department_id")
    return {
        **{name: getattr(account, name) for name in names},
        "account_id": account.id,
        "file_digest": row.file,
        "file_row": row.row,
        "on": row.on,
        "amount": row.amount,
        "balance": row.balance,
        "counterparty": row.counterparty,
        "voucher": row.voucher,
        "summary": row.summary,
        "line_key": row.key,
        "matched": 0,
    }
