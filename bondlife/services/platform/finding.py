"""What a row of the budget platform may mean here: project, budget line, share, contract, request."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa

from bondlife.acts import Act
from bondlife.errors import Blocked, Problem
from models.base import Row, columns
from models.registry import Bond, BondShare, BudgetLine, Contract, Disbursement, PlatformLine, Project

RowT = TypeVar("RowT", bound=Row)


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


SPENDABLE = ("received", "adjusting")


def project_of(act: Act, line: PlatformLine) -> Project:
    """Return the project whose code in any of the systems the row names; only one this person imports for."""
    code, own = line.project_code, columns(Project)
    named = sa.or_(
        *(own[name] == code for name in ("platform_code", "debt_system_code", "ndrc_code", "code"))
    )
    found = [
        one
        for one in act.find(Project, named, own.ended_at.is_(None))
        if act.actor.can_on("import.run", one.region_id, one.unit_id, one.department_id)
    ]
    return only(
        found,
        _("No project here carries the code %(code)s; enter it on the project."),
        _("Several projects carry the code %(code)s."),
        "project_code",
        code=code,
    )


def budget_lines(act: Act, project: Project, number: str, account: str, year: int | None) -> list[BudgetLine]:
    """Return the lines an allotment opened, on the account and in the year where these are said."""
    own, row = columns(BudgetLine), columns(PlatformLine)
    mirrored = sa.select(row.record_id).where(
        row.kind == "allotment", row.number == number, row.record == "budget_line", row.state == "matched"
    )
    wanted = [
        own.project_id == project.id,
        own.ended_at.is_(None),
        own.state.in_(("open", "submitted", "draft")),
        sa.or_(own.document_number == number, own.id.in_(mirrored.execution_options(scoped=True))),
    ]
    wanted += [own.account == account] if account else []
    wanted += [own.year == year] if year else []
    return act.find(BudgetLine, *wanted)


def open_line(act: Act, project: Project, line: PlatformLine, day: date) -> BudgetLine:
    """Return the open budget line of the year that the row's allotment opened."""
    number, account = str(line.values.get("allotment", "")), str(line.values.get("account", ""))
    found = [one for one in budget_lines(act, project, number, account, day.year) if one.state == "open"]
    return only(
        found,
        _("The allotment %(number)s has no open budget line of %(year)s here; bring it in first."),
        _("The allotment %(number)s opened several lines of %(year)s; the row must name the account."),
        "allotment",
        number=number,
        year=day.year,
    )


def contract_of(act: Act, project: Project, line: PlatformLine) -> Contract:
    """Return the contract by its number, or the only one of the project with this payee."""
    own, number = columns(Contract), str(line.values.get("contract_number", ""))
    named = own.number == number if number else own.payee == line.values.get("payee", "")
    found = act.find(Contract, own.project_id == project.id, own.ended_at.is_(None), named)
    return only(
        found,
        _("The project has no contract “%(number)s” with “%(payee)s”; enter the contract first."),
        _("Several contracts are with %(payee)s; the row must name the contract."),
        "contract_number",
        number=number,
        payee=line.values.get("payee", ""),
    )


def share_of(act: Act, project: Project, line: PlatformLine) -> BondShare:
    """Return the bond share the row is paid from: the one named, or the only one with money left for it."""
    own, bond = columns(BondShare), columns(Bond)
    name = str(line.values.get("bond_name", ""))
    held = act.find(BondShare, own.project_id == project.id, own.ended_at.is_(None), own.state.in_(SPENDABLE))
    if name:
        named = sa.or_(bond.name == name, bond.short_name == name, bond.code == name)
        keys = {one.id for one in act.find(Bond, bond.id.in_([one.bond_id for one in held]), named)}
        held = [one for one in held if one.bond_id in keys]
    found = [one for one in held if one.received - one.paid >= line.amount] if not name else held
    return only(
        found,
        _("No bond share of the project holds the money received for this payment."),
        _("Several bond shares could have paid this; the row must name the bond."),
        "bond_name",
        bond=name,
    )


def paid_already(act: Act, project: Project, line: PlatformLine) -> Disbursement | None:
    """Return the payment booked under the row's voucher; another amount under the same voucher is told."""
    own = columns(Disbursement)
    booked = act.find(
        Disbursement,
        own.project_id == project.id,
        own.voucher == line.number,
        own.state.in_(("paid", "settled")),
    )
    taken = {one.record_id for one in _taken(act, line, [one.id for one in booked])}
    free = [one for one in booked if one.id not in taken]
    same = [one for one in free if one.amount == line.amount]
    if same:
        return same[0]
    if booked and not _is_other_part(line, booked):
        raise Blocked(
            Problem(
                "voucher_differs",
                _("The voucher %(voucher)s is booked here with another amount; correct it by a movement."),
                "voucher",
                {"voucher": line.number},
            )
        )
    return None


def _is_other_part(line: PlatformLine, booked: Sequence[Disbursement]) -> bool:
    """Tell whether a voucher pays several payees and this row is one not booked yet."""
    return all(one.payee != line.values.get("payee") for one in booked)


def _taken(act: Act, line: PlatformLine, keys: Iterable[int | None]) -> list[PlatformLine]:
    own = columns(PlatformLine)
    known = [key for key in keys if key is not None]
    return act.find(
        PlatformLine,
        own.record == "disbursement",
        own.record_id.in_(known),
        own.state == "matched",
        own.id != line.id,
    )


def requests_of(act: Act, project: Project, line: PlatformLine, *states: str) -> list[Disbursement]:
    """Return requests the row may carry out: by their number, or by amount and payee."""
    own, number = columns(Disbursement), str(line.values.get("payment_number", ""))
    wanted = [own.project_id == project.id, own.state.in_(states), own.ended_at.is_(None)]
    if number:
        by_number = act.find(Disbursement, *wanted, own.number == number)
        if by_number:
            return by_number
    payee = str(line.values.get("payee", ""))
    return act.find(Disbursement, *wanted, own.amount == line.amount, own.payee == payee)


def only(found: Sequence[RowT], none: str, several: str, field: str, **params: Any) -> RowT:
    """Return the only row, or refuse with the sentence for none or several."""
    if len(found) != 1:
        code = "nothing_fits" if not found else "several_fit"
        raise Blocked(Problem(code, several if found else none, field, params))
    return found[0]
