"""Set lines of statements against entries of the ledger: confirm, split, undo; a difference is a task."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from pydantic import Field

from bondlife.acts import Act, perform
from bondlife.books import Rule, region_code, rule_book
from bondlife.db import Database
from bondlife.errors import Blocked, Conflict, Invalid, Problem, missing
from bondlife.lifecycle.book_items import BookItem, items_of, proposals
from bondlife.security.actor import Actor
from bondlife.services.inputs import Input
from bondlife.services.records import region_by_code
from bondlife.services.values import Day, Line, MaybeId, PublicId, SignedMoney
from models.base import columns
from models.registry import MoneyAccount, Organisation, StatementLine, StatementMatch, Task

LEDGER_ACCOUNTS = ("treasury", "project_account", "reserve_fund")
ORIGIN = "statement.difference"


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


class AccountInput(Input):
    """An account whose statements come in."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    unit: MaybeId = None
    number: str = Field(min_length=4, max_length=60, pattern=r"^[0-9A-Za-z]+$", examples=["330501662000"])
    name: Line = Field(min_length=1, max_length=200)
    bank: Line = Field("", max_length=100)
    ledger_account: str = Field(pattern=r"^(treasury|project_account|reserve_fund)$")
    opened_on: Day
    opening_balance: SignedMoney = 0


class MatchPart(Input):
    """One entry and how much of the line it answers to."""

    entry: PublicId
    amount: SignedMoney


class MatchInput(Input):
    """What a line of a statement is set against; several entries split it."""

    parts: list[MatchPart] = Field(min_length=1, max_length=50)
    note: Line = Field("", max_length=500)


def add_account(db: Database, actor: Actor, form: AccountInput, *, key: str = "") -> dict[str, Any]:
    """Store an account; its own number is told apart from every other."""

    def work(act: Act) -> dict[str, Any]:
        region_id = region_by_code(act, form.region)
        unit_id = act.fetch(Organisation, form.unit).id if form.unit else None
        act.actor.require("statement.edit", region_id, unit_id)
        values = form.model_dump(exclude={"region", "unit"})
        row = act.add(MoneyAccount(region_id=region_id, unit_id=unit_id, **values))
        act.flush()
        act.about(row)
        return {"public_id": row.public_id, "version": row.version}

    return dict(perform(db, actor, "statement.account", work, key=key, request=form.model_dump(mode="json")))


def confirm(
    db: Database, actor: Actor, line_id: str, form: MatchInput, version: int, *, key: str = ""
) -> dict[str, Any]:
    """Set a line against entries, whole or in parts."""

    def work(act: Act) -> dict[str, Any]:
        line = act.fetch(StatementLine, line_id, "statement.read")
        act.actor.require("statement.edit", line.region_id, line.unit_id, line.department_id)
        act.require_version(line, version)
        account = act.get(MoneyAccount, line.account_id)
        items = {one.entry: one for one in _near(act, account, line.on, 366)}
        for part in form.parts:
            if part.entry not in items:
                raise missing("entry")
            _match(act, account, line, items[part.entry], part.amount, note=form.note)
        tell_differences(act, account, f"{line.on:%Y-%m}")
        act.about(line, parts=len(form.parts))
        return {"public_id": line.public_id, "version": line.version, "matched": line.matched}

    request = [line_id, version, form.model_dump(mode="json")]
    return dict(perform(db, actor, "statement.confirm", work, key=key, request=request))


def confirm_proposed(
    db: Database, actor: Actor, account_id: str, month: str, *, key: str = ""
) -> dict[str, Any]:
    """Confirm every proposal of an account and month at once."""

    def work(act: Act) -> dict[str, Any]:
        account = act.fetch(MoneyAccount, account_id, "statement.read")
        act.actor.require("statement.edit", account.region_id, account.unit_id, account.department_id)
        lines = lines_of(act, account, month)
        rule = rule_of(act, account)
        first, last = month_days(month)
        reach = timedelta(days=rule.whole() if rule is not None else 0)
        items = items_of(act.session, account, first - reach, last + reach)
        found = list(proposals([one for one in lines if one.matched != one.amount], items, rule))
        for line, item in found:
            _match(act, account, line, item, item.open, by_rule=True)
        tell_differences(act, account, month)
        act.about(account, month=month, confirmed=len(found))
        return {"confirmed": len(found)}

    return dict(perform(db, actor, "statement.confirm_proposed", work, key=key, request=[account_id, month]))


def undo(db: Database, actor: Actor, match_id: str, version: int, *, key: str = "") -> dict[str, Any]:
    """Undo a match: the line and the entry are open again."""

    def work(act: Act) -> dict[str, Any]:
        match = act.fetch(StatementMatch, match_id, "statement.read")
        act.actor.require("statement.edit", match.region_id, match.unit_id, match.department_id)
        act.require_version(match, version)
        if match.ended_at is not None:
            raise Conflict(Problem("undone_already", _("Somebody undid this match before you.")))
        line, account = act.get(StatementLine, match.line_id), act.get(MoneyAccount, match.account_id)
        act.require_open(account.region_id, line.on)
        act.end(match)
        act.change(line, matched=line.matched - match.amount)
        tell_differences(act, account, f"{line.on:%Y-%m}")
        act.about(line, undone=match.public_id)
        return {"public_id": line.public_id, "version": line.version}

    return dict(perform(db, actor, "statement.undo", work, key=key, request=[match_id, version]))


def _match(
    act: Act,
    account: MoneyAccount,
    line: StatementLine,
    item: BookItem,
    amount: int,
    *,
    note: str = "",
    by_rule: bool = False,
) -> None:
    """Store one match; neither the line nor the entry is set against more than it is."""
    act.require_open(account.region_id, line.on)
    for whole, taken, code in (
        (line.amount, line.matched, "above_line"),
        (item.amount, item.matched, "above_entry"),
    ):
        fits = 0 < amount <= whole - taken if whole > 0 else whole - taken <= amount < 0
        if not fits:
            raise Blocked(
                Problem(code, _("The amount exceeds what is still open of the line or the entry."), "amount")
            )
    names = ("region_id", "unit_id", "department_id")
    act.add(
        StatementMatch(
            **{name: getattr(account, name) for name in names},
            account_id=account.id or 0,
            line_id=line.id or 0,
            entry_id=item.entry_id,
            amount=amount,
            by_rule=by_rule,
            matched_by=act.actor.user_id,
            note=note,
        )
    )
    act.change(line, matched=line.matched + amount)
    act.flush()


def _near(act: Act, account: MoneyAccount, day: date, days: int) -> list[BookItem]:
    return items_of(act.session, account, day - timedelta(days=days), day + timedelta(days=days))


def month_days(month: str) -> tuple[date, date]:
    """Return the first and last day of a month written 2036-04; anything else is refused."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise Invalid.because("bad_month", "Write the month as 2026-11.", "month") from None
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def rule_of(act: Act, account: MoneyAccount) -> Rule | None:
    """Return the rule of proposals in force for an account's region."""
    book = rule_book(act.session, region_code(act.session, account.region_id), act.business_date)
    return book.get("use.statement_match_days")


def lines_of(act: Act, account: MoneyAccount, month: str) -> list[StatementLine]:
    """Return the lines of an account in a month, locked for writing."""
    first, last = month_days(month)
    line = columns(StatementLine)
    return act.find(StatementLine, line.account_id == account.id, line.on >= first, line.on <= last)


def tell_differences(act: Act, account: MoneyAccount, month: str) -> None:
    """Keep one open task per account and month while lines or entries stand alone; close it when none do."""
    act.flush()
    first, last = month_days(month)
    lines = [one for one in lines_of(act, account, month) if one.matched != one.amount]
    items = [one for one in items_of(act.session, account, first, last) if one.open]
    task = columns(Task)
    origin = f"{ORIGIN}:{month}"
    held = act.find(
        Task,
        task.subject == "money_account",
        task.subject_id == account.id,
        task.origin == origin,
        task.done_on.is_(None),
    )
    params = {"account": account.public_id, "month": month, "lines": len(lines), "entries": len(items)}
    if not lines and not items:
        for one in held:
            act.change(one, done_on=act.business_date)
    elif held:
        act.change(held[0], params=params)
    else:
        act.add(_task(act, account, origin, params, month))


def _task(act: Act, account: MoneyAccount, origin: str, params: dict[str, Any], month: str) -> Task:
    names = ("region_id", "unit_id", "department_id")
    return Task(
        **{name: getattr(account, name) for name in names},
        subject="money_account",
        subject_id=account.id or 0,
        role="officer",
        title=f"Explain the differences of account {account.number}, {month}"[:200],
        title_zh=f"核对账户 {account.number} {month} 的未达账项"[:200],
        params=params,
        due_on=act.business_date + timedelta(days=10),
        origin=origin,
    )
