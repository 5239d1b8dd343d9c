"""Notices and the yearly report of a fund as papers: one content for the page, pdf, docx, xlsx and json."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.exchange.documents import MEDIA, Paper, render
from bondlife.exchange.documents.paper import Facts, Table
from bondlife.exchange.papers.funds import CALL, DISTRIBUTION, REPORT
from bondlife.lifecycle.funds import policy
from bondlife.lifecycle.funds.book import FundBook, book_of
from bondlife.lifecycle.funds.returns import Returns, of_fund, of_partner
from bondlife.lifecycle.funds.values import MANAGEMENT, agreed_fee, all_carried, fee_base
from bondlife.locale import gettext, speaking
from bondlife.queries.funds.board import Ask, Block, Board, Fact, Grid, Head, Line, Link
from bondlife.queries.funds.money import called_before, tier_facts
from bondlife.queries.funds.policy import state_word
from bondlife.queries.funds.rates import rate_text
from bondlife.queries.funds.reading import read_book, region_of, rules_of
from bondlife.queries.lifewords import state_of
from bondlife.queries.record import row_of
from bondlife.security.actor import Actor
from calculators.funds.exit_triggers import TriggerState
from calculators.kernel.money import round_fen
from models.fund_labels import (
    CALL_TYPES,
    CLAUSES,
    FEE_BASES,
    FEE_KINDS,
    FEE_RELIEFS,
    FUND_TYPES,
    MEASURES,
    METHODS,
)
from models.registry import CapitalCall, FundDecision, FundDistribution

KINDS: tuple[Literal["pdf", "docx", "xlsx", "json"], ...] = ("pdf", "docx", "xlsx", "json")
_SIGNED = [{"role": "管理人（盖章）", "name": ""}, {"role": "日期", "name": ""}]


def notice_paper(
    db: Database, actor: Actor, record: str, public_id: str, kind: str
) -> tuple[bytes, str, str]:
    """Return the notice of a call or distribution as a file: bytes, name, media type."""
    with db.reading() as session, speaking("zh_CN"):
        row = row_of(session, actor, record, public_id)
        book = book_of(session, getattr(row, "fund_id", None))
        made = call_paper(book, row) if isinstance(row, CapitalCall) else _distribution(book, row)
    return drawn(made, kind)


def drawn(paper: Paper, kind: str) -> tuple[bytes, str, str]:
    """Return a paper as a file: bytes, name, media type."""
    wanted = next((one for one in KINDS if one == kind), None)
    if wanted is None:
        raise missing("file")
    return render(paper, wanted), f"{paper.heading}.{kind}", MEDIA[wanted]


def call_paper(book: FundBook, call: CapitalCall) -> Paper:
    """Return the notice of a call."""
    fund = book.fund
    lines = []
    for one in book.lines_of(call):
        partner = book.partner(one.partner_id)
        before = called_before(book, call, one.partner_id)
        committed = book.committed(partner.id)
        left = committed - before - (one.amount if call.type == "capital" else 0)
        lines.append(
            {
                "partner": partner.name,
                "committed": committed,
                "before": before,
                "amount": one.amount,
                "left": left,
                "paid": one.paid,
            }
        )
    facts = {
        "fund": fund.name,
        "manager": fund.manager,
        "custodian": fund.custodian,
        "number": call.number,
        "type": CALL_TYPES[call.type].zh,
        "called_on": call.called_on,
        "due_on": call.due_on,
        "amount": call.amount,
        "for_investment": call.for_investment,
        "for_fees": call.for_fees,
        "account": fund.custody_account,
        "purpose": call.purpose,
    }
    told = ["各合伙人应缴金额按认缴比例计算，尾差按最大余数法分配，合计与本次出资总额一致。"]
    values = {"call": facts, "lines": lines, "terms": told, "signatures": _SIGNED}
    return Paper(CALL, values, f"{fund.name}第{call.number}次出资缴款通知书", call.called_on)


def _distribution(book: FundBook, row: Any) -> Paper:
    assert isinstance(row, FundDistribution)
    fund = book.fund
    terms = next(one for one in book.terms if one.id == row.terms_id)
    names = {one.id: one.name for one in book.partners}
    columns = ("capital", "gain", "carry", "concession", "amount")
    lines = [
        {"partner": names[one.partner_id], **{name: getattr(one, name) for name in columns}}
        for one in book.lines_of(row)
    ]
    since = [
        {
            "partner": one.name,
            "paid_in": book.total("call", one.id),
            "distributed": book.total("distribution", one.id),
            "account": book.account(one.id or 0),
        }
        for one in book.partners
    ]
    facts = {
        "fund": fund.name,
        "manager": fund.manager,
        "number": row.number,
        "on": row.on,
        "amount": row.amount,
        "to_investors": row.to_investors,
        "to_manager": row.to_manager,
        "conceded": row.conceded,
        "method": METHODS[terms.waterfall].zh,
        "origin": row.origin,
    }
    tiers = [
        {"tier": one.label, "amount": one.value} for one in tier_facts(row.steps or {}) if one.kind == "fen"
    ]
    values = {"distribution": facts, "tiers": tiers, "lines": lines, "since": since, "signatures": _SIGNED}
    return Paper(DISTRIBUTION, values, f"{fund.name}第{row.number}次收益分配通知书", row.on)


def report_paper(
    db: Database, actor: Actor, public_id: str, year: int | None, kind: str
) -> tuple[bytes, str, str]:
    """Return the yearly report of a fund as a file: bytes, name, media type."""
    with db.reading() as session, speaking("zh_CN"):
        made = report(session, read_book(session, actor, public_id), _year(year))
    return drawn(made, kind)


def _year(year: int | None) -> int:
    return year or clock.business_date().year - 1


def report(session: Session, book: FundBook, year: int) -> Paper:
    """Return the yearly report of a fund."""
    end = min(date(year, 12, 31), clock.business_date())
    fund = book.fund
    state, _mark = state_of(fund.kind, "fund", fund.state)
    names = policy.direction_names(book)
    values = {
        "fund": {
            "name": fund.name,
            "fund_type": FUND_TYPES[fund.fund_type].zh,
            "state": state,
            "manager": fund.manager,
            "custodian": fund.custodian,
            "filing_number": fund.filing_number,
            "registered_on": fund.registered_on,
            "term_ends_on": fund.term_ends_on,
            "target_size": fund.target_size,
            "committed": book.committed(),
            "paid_in": sum(book.paid_in_on(end)),
        },
        "accounts": [_account(book, one.id or 0, one.name, year, end) for one in book.partners],
        "fees": _fees(session, book, year, end),
        "costs": _costs(book, year, end),
        "holdings": [
            {
                "name": one.holding.name,
                "direction": names.get(one.holding.direction, one.holding.direction),
                "invested_on": one.holding.invested_on,
                "cost": one.holding.cost,
                "proceeds": one.proceeds,
                "value": one.value,
                "multiple": shortened(Decimal(one.proceeds + one.value) / one.holding.cost),
            }
            for one in all_carried(book, end)
        ],
        "performance": _performance(book, end),
        "goals": _goals(session, book),
        "triggers": _triggers(session, book, end),
        "signatures": _SIGNED,
    }
    return Paper(REPORT, values, f"{fund.name}{year}年度报告", end)


def _account(book: FundBook, key: int, name: str, year: int, end: date) -> dict[str, Any]:
    sums = dict.fromkeys(("call", "fee", "result", "carry", "distribution", "clawback"), 0)
    for move in book.moves:
        if move.partner_id == key and move.on.year == year and move.on <= end:
            entry = "carry" if move.entry == "concession" else move.entry
            sums[entry] += move.amount
    opening = book.account(key, date(year - 1, 12, 31))
    return {"partner": name, "opening": opening, **sums, "closing": book.account(key, end)}


def _fees(session: Session, book: FundBook, year: int, end: date) -> dict[str, Any]:
    terms = book.terms_on(end)
    own = [one for one in book.moves if one.on.year == year and one.on <= end]
    paid = sum(one.amount for one in own if one.entry == "fee" and one.category in MANAGEMENT)
    back = -sum(one.amount for one in own if one.category == "fee_rebate")
    if terms is None:
        return {"paid": paid + back, "back": back}
    gross = agreed_fee(book, terms, end)
    share = _fee_share(session, book, year)
    net = round_fen(gross * share) if share is not None else gross
    waived, offset = (sum(one.amount for one in own if one.category == kind) for kind in FEE_RELIEFS)
    return {
        "base": FEE_BASES[terms.fee_base].zh,
        "base_amount": fee_base(book, terms, end),
        "rate": terms.management_fee_rate,
        "gross": gross,
        "share": share,
        "net": net,
        "waived": waived,
        "offset": offset,
        "due": net - waived - offset,
        "paid": paid + back,
        "back": back,
        "open": net - waived - offset - paid,
    }


def _costs(book: FundBook, year: int, end: date) -> list[dict[str, Any]]:
    """Return what was paid of every kind of fee, this year and so far."""
    fees = [one for one in book.moves if one.entry == "fee" and one.on <= end]
    lines = []
    for key, label in FEE_KINDS.items():
        own = [one for one in fees if (one.category or "management_fee") == key]
        if own:
            sums = (sum(one.amount for one in own if one.on.year == year), sum(one.amount for one in own))
            lines.append({"cost": label.zh, "year": sums[0], "so_far": sums[1]})
    return lines


def _fee_share(session: Session, book: FundBook, year: int) -> Any:
    """Return the share of the fee that the signed result of the year's budget pays; None without one."""
    from bondlife.lifecycle.facts import rows
    from models.base import columns

    own = columns(FundDecision)
    found = rows(session, FundDecision, own.fund_id == book.fund.id, own.year == year, own.state == "signed")
    return found[0].fee_share if found else None


def _performance(book: FundBook, end: date) -> list[dict[str, Any]]:
    lines = [_result("基金整体", of_fund(book, end))]
    return [*lines, *(_result(one.name, of_partner(book, one.id or 0, end)) for one in book.partners)]


def shortened(value: Decimal | None) -> Decimal | None:
    """Return a ratio as it is printed: to four decimals.

    >>> shortened(Decimal(9) / 21)
    Decimal('0.4286')
    """
    return None if value is None else round(value, 4)


def _result(whose: str, found: Returns) -> dict[str, Any]:
    ratios = found.multiples
    if ratios is None:
        return {"whose": whose, "nav": found.nav, "irr": "—"}
    return {
        "whose": whose,
        "paid_in": ratios.paid_in,
        "distributed": ratios.distributed,
        "nav": ratios.nav,
        **{name: shortened(getattr(ratios, name)) for name in ("dpi", "rvpi", "tvpi")},
        "irr": rate_text(found.rates) if found.rates is not None else "—",
    }


def _goals(session: Session, book: FundBook) -> list[dict[str, Any]]:
    code, _name = region_of(session, book.fund)
    found = policy.goals(book, book.terms_on(clock.business_date()), code)
    return [
        {
            "goal": one.goal.name,
            "measure": MEASURES[one.goal.measure].zh,
            "target": one.goal.target,
            "actual": shortened(one.actual),
        }
        for one in found
    ]


def _triggers(session: Session, book: FundBook, end: date) -> list[dict[str, Any]]:
    try:
        found = policy.triggers(book, rules_of(session, book.fund), end)
    except ValueError:
        found = None
    if found is None:
        return []
    clocks = {"set_up_late": found.set_up, "investment_late": found.first_investment}
    flags = {
        "off_policy": found.off_policy,
        "against_charter": found.against_charter,
        "other_breach": found.other_breach,
    }
    told = [(key, counter.state if counter else None) for key, counter in clocks.items()]
    told += list(flags.items())
    return [{"trigger": CLAUSES[key].zh, "state": _said(state)} for key, state in told]


def _said(state: TriggerState | None) -> str:
    return "未开始" if state is None else state_word(state)


def report_board(db: Database, actor: Actor, public_id: str, year: int | None) -> Board:
    """Return the yearly report as a page: the paper itself, section by section."""
    wanted = _year(year)
    with db.reading() as session:
        book = read_book(session, actor, public_id)
        with speaking("zh_CN"):
            paper = report(session, book, wanted)
    base = f"/funds/{public_id}"
    word = gettext("Report as %(kind)s")
    files = [Link(word % {"kind": kind}, f"{base}/report.{kind}?year={wanted}") for kind in KINDS]
    return Board(
        paper.heading,
        [(gettext("Home"), "/"), (gettext("Investment funds"), "/funds"), (book.fund.name, base)],
        blocks_of(paper),
        tools=files,
        filters=[Ask("year", gettext("Year"), str(wanted), "")],
    )


def blocks_of(paper: Paper) -> list[Block]:
    """Return a paper as blocks of a page."""
    found: list[Block] = []
    for section in paper.form.sections:
        if isinstance(section, Facts):
            values = paper.values.get(section.key) or {}
            facts = [Fact(one.label, one.kind, values.get(one.key)) for one in section.items]
            found.append(Block(section.key, section.title, facts=facts))
        elif isinstance(section, Table):
            heads = [Head(one.label, one.kind) for one in section.columns]
            lines = [Line([row.get(one.key) for one in section.columns]) for row in paper.rows(section.key)]
            found.append(Block(section.key, section.title, grid=Grid(heads, lines, section.empty)))
    return found
