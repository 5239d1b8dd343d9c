"""The public page of a government fund at a cut-off: register, money by year, goals, results."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlmodel import Session

from bondlife.disclosure.about import About, region_of, subject_of
from bondlife.disclosure.bonds_at import head
from bondlife.disclosure.page_parts import NONE, plain, share, two
from bondlife.disclosure.scores_at import concluded, result_of
from bondlife.lifecycle.funds.book import FundBook, Move, book_of
from calculators.funds.multiples import fund_multiples
from models.base import columns
from models.fund_labels import FUND_TYPES
from models.registry import Evaluation, Fund

YEARLY = {"paid_in": "call", "invested": "investment", "returned": "proceeds", "distributed": "distribution"}
"""Columns by year, and the entry of the books each sums up."""


def build(about: About) -> dict[str, Any]:
    """Return the public page of a fund."""
    session, on = about.session, about.cut_off
    fund = subject_of(about, "fund", Fund)
    book = book_of(session, fund.id)
    moves = [one for one in book.moves if one.on <= on]
    return {
        **head("fund_page", on, region_of(about), fund.name),
        "rows": [{**_facts(fund), **_money(book, moves, on)}],
        "years": _years(moves),
        "goals": [
            {"name": one.name, "unit": plain(one.unit), "target": plain(one.target)} for one in book.goals
        ],
        "scores": _scores(session, fund, on),
    }


def _facts(fund: Fund) -> dict[str, Any]:
    names = ("name", "manager", "custodian", "filing_number", "term_ends_on", "target_size")
    return {
        **{name: plain(getattr(fund, name)) for name in names},
        "fund_type": FUND_TYPES[fund.fund_type].zh,
    }


def _money(book: FundBook, moves: Iterable[Move], on: date) -> dict[str, Any]:
    told = list(moves)
    sums = {name: _sum(told, entry) for name, entry in YEARLY.items()}
    governments = {one.id for one in book.governments}
    committed = sum(one.amount for one in book.commitments if one.committed_on <= on)
    return {
        **sums,
        "committed": committed,
        "government": _sum((one for one in told if one.partner_id in governments), "call"),
        "paid_share": share(sums["paid_in"], committed),
        "returned_share": _dpi(sums["paid_in"], sums["distributed"]),
    }


def _dpi(paid_in: int, distributed: int) -> str:
    if not paid_in:
        return NONE
    return two(fund_multiples([paid_in], [distributed], nav=0).dpi)


def _sum(moves: Iterable[Move], entry: str) -> int:
    return sum(one.amount for one in moves if one.entry == entry)


def _years(moves: Iterable[Move]) -> list[dict[str, Any]]:
    told = list(moves)
    years = sorted({one.on.year for one in told if one.entry in YEARLY.values()})
    return [
        {
            "year": str(year),
            **{
                name: _sum((one for one in told if one.on.year == year), entry)
                for name, entry in YEARLY.items()
            },
        }
        for year in years
    ]


def _scores(session: Session, fund: Fund, on: date) -> list[dict[str, Any]]:
    own = columns(Evaluation)
    found = concluded(session, on, own.subject == "fund", own.subject_id == fund.id)
    return [result_of(session, one, on) for one in found]


BUILDERS = {"fund_page": build}
