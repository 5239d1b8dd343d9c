"""What a matched row does here: opens a budget line, keeps a plan, books a payment or closes a request."""

from bondlife.acts import Act
from bondlife.errors import Blocked, Problem
from bondlife.lifecycle import engine
from bondlife.lifecycle.facts import pair
from bondlife.lifecycle.situation import situation
from bondlife.services import records
from bondlife.services.inputs import BudgetLineInput, DisbursementInput, FundUsePlanInput
from bondlife.services.platform import finding
from bondlife.services.platform.mode import MIRROR, mode_of
from models.base import columns
from models.registry import BudgetLine, Disbursement, FundUsePlan, PlatformLine, Project, RecordRow


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


STEP = "mirror"
"""The transition by which a record is taken over from the budget platform."""


def allotment(act: Act, line: PlatformLine, project: Project) -> RecordRow:
    """Return the budget line the allotment opened or raised."""
    account, year = str(line.values["account"]), int(line.values["year"])
    held = finding.budget_lines(act, project, line.number, account, year)
    if held:
        return _same_allotment(act, line, held[0])
    if mode_of(act.session, project.region_id, act.business_date) != MIRROR:
        raise Blocked(
            Problem(
                "no_line_approved",
                _("No budget line with the allotment %(number)s was approved here."),
                "allotment",
                {"number": line.number},
            )
        )
    own = columns(BudgetLine)
    others = act.find(
        BudgetLine,
        own.project_id == project.id,
        own.year == year,
        own.account == account,
        own.purpose == "construction",
    )
    return _raised(act, line, others[0]) if others else _opened(act, line, project)


def _same_allotment(act: Act, line: PlatformLine, held: BudgetLine) -> BudgetLine:
    if held.amount != line.amount:
        text = _("The allotment %(number)s is %(left)s 10k yuan there and %(right)s 10k yuan here.")
        params = {"number": line.number, **pair(line.amount, held.amount)}
        raise Blocked(Problem("allotment_differs", text, "amount", params))
    if held.state != "open":
        _take_over(act, held, line.number)
    return held


def _opened(act: Act, line: PlatformLine, project: Project) -> BudgetLine:
    if line.amount < 0:
        raise Blocked(_no_reduction(line))
    form = BudgetLineInput.model_validate(
        {
            "project": project.public_id,
            "year": line.values["year"],
            "account": line.values["account"],
            "amount": _yuan(line.amount),
            "basis": line.values["budget_basis"],
            "document_number": line.number,
            "approved_on": line.on.isoformat(),
        }
    )
    row = records.add(act, "budget_line", form, permission="budget_line.import")
    assert isinstance(row, BudgetLine)
    _take_over(act, row, line.number)
    return row


def _raised(act: Act, line: PlatformLine, held: BudgetLine) -> BudgetLine:
    """Add a further allotment to the line it belongs to; a reduction never goes below what was used."""
    if held.state != "open" or held.amount + line.amount < max(held.used, 1):
        raise Blocked(_no_reduction(line))
    here = situation(act.session, held, act.business_date, reason=line.number, actor=act.actor)
    adjust = engine.find(here, "adjust")
    engine.require(here, act.actor, adjust)
    engine.move(act, here, adjust)
    act.change(held, amount=held.amount + line.amount, document_number=line.number, approved_on=line.on)
    act.flush()
    _take_over(act, held, line.number)
    return held


def _no_reduction(line: PlatformLine) -> Problem:
    text = _(
        "The allotment %(number)s cannot be carried out on its line as that stands; adjust the line by hand."
    )
    return Problem("line_not_open", text, "allotment", {"number": line.number})


def plan(act: Act, line: PlatformLine, project: Project) -> RecordRow:
    """Return the fund-use plan of a row: known here already, or taken over; plans stay within their line."""
    held = finding.open_line(act, project, line, line.on)
    own, month = columns(FundUsePlan), f"{line.on:%Y-%m}"
    same = own.budget_line_id == held.id, own.number == line.number, own.month == month
    for known in act.find(FundUsePlan, *same):
        return _same_plan(act, line, known)
    if mode_of(act.session, project.region_id, act.business_date) != MIRROR:
        text = _("No fund-use plan %(number)s of that month was approved here.")
        raise Blocked(Problem("no_plan_approved", text, "plan_number", {"number": line.number}))
    told = {
        "budget_line": held.public_id,
        "number": line.number,
        "month": month,
        "amount": _yuan(line.amount),
    }
    form = FundUsePlanInput.model_validate(told)
    row = records.add(act, "fund_use_plan", form, permission="fund_use_plan.import")
    _take_over(act, row, line.number)
    return row


def _same_plan(act: Act, line: PlatformLine, known: FundUsePlan) -> FundUsePlan:
    if known.state == "cancelled":
        text = _("The fund-use plan %(number)s was cancelled here; set the row aside or plan it anew.")
        raise Blocked(Problem("plan_cancelled", text, "plan_number", {"number": line.number}))
    if known.amount != line.amount:
        text = _("The fund-use plan %(number)s is %(left)s 10k yuan there and %(right)s 10k yuan here.")
        params = {"number": line.number, **pair(line.amount, known.amount)}
        raise Blocked(Problem("plan_differs", text, "amount", params))
    if known.state == "draft":
        _take_over(act, known, line.number)
    return known


def payment(act: Act, line: PlatformLine, project: Project) -> RecordRow:
    """Return the payment of a row: booked already, an approved request now carried out, or a new one."""
    known = finding.paid_already(act, project, line)
    if known is not None:
        return known
    if line.amount < 0:
        text = _("A payment came back: record voucher %(voucher)s as returned by the bank or as a refund.")
        raise Blocked(Problem("came_back", text, "voucher", {"voucher": line.number}))
    approved = finding.requests_of(act, project, line, "approved")
    if approved:
        several = _("Several approved requests have this amount and payee; the row must name the request.")
        return _closed(act, line, finding.only(approved, several, several, "payment_number"))
    _require_mirror(act, line, project)
    return _booked(act, line, project)


def _require_mirror(act: Act, line: PlatformLine, project: Project) -> None:
    """Refuse to book what nobody asked for where requests are made here, or what is asked for right now."""
    if mode_of(act.session, project.region_id, act.business_date) != MIRROR:
        text = _("No request approved here has this amount and payee; the payment was not asked for here.")
        raise Blocked(Problem("no_request", text, "payment_number", {"voucher": line.number}))
    open_ones = finding.requests_of(act, project, line, "draft", "requested", "checked")
    if open_ones:
        text = _("The request %(number)s for the same payment is still under way here; approve or cancel it.")
        raise Blocked(Problem("request_under_way", text, "payment_number", {"number": open_ones[0].number}))


def _closed(act: Act, line: PlatformLine, row: Disbursement) -> Disbursement:
    """Close an approved request by what the platform paid; its amount stays what was approved."""
    if row.amount != line.amount or row.payee != line.values.get("payee"):
        text = _("The request %(number)s was approved with another amount or payee.")
        raise Blocked(Problem("request_differs", text, "amount", {"number": row.number}))
    act.change(row, voucher=line.number, paid_on=line.on)
    act.flush()
    _take_over(act, row, line.number)
    return row


def _booked(act: Act, line: PlatformLine, project: Project) -> Disbursement:
    told = line.values
    form = DisbursementInput.model_validate(
        {
            "project": project.public_id,
            "share": finding.share_of(act, project, line).public_id,
            "contract": finding.contract_of(act, project, line).public_id,
            "budget_line": finding.open_line(act, project, line, line.on).public_id,
            "number": f"YTH-{line.number[:26]}-{line.line_key[:8]}",
            "amount": _yuan(line.amount),
            "payee": told["payee"],
            "payee_account": str(told.get("payee_account", ""))[:60],
            "payee_bank": str(told.get("payee_bank", ""))[:100],
            "work_basis": str(told.get("summary_text", "")),
            "voucher": line.number[:60],
            "paid_on": line.on.isoformat(),
        }
    )
    row = records.add(act, "disbursement", form, permission="disbursement.import")
    assert isinstance(row, Disbursement)
    _take_over(act, row, line.number)
    return row


def _take_over(act: Act, row: RecordRow, number: str) -> None:
    here = situation(act.session, row, act.business_date, reason=number, actor=act.actor)
    step = engine.find(here, STEP)
    engine.require(here, act.actor, step)
    engine.move(act, here, step)
    records.after_change(act, row)


def _yuan(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


CARRY = {"allotment": allotment, "plan": plan, "payment": payment}
"""Kind of row → what it does once its project is known."""
