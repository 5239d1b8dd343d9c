"""What a fund did up to a year end: money by tier, investments, returns, policy goals, evaluation."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bondlife.disclosure.about import About, region_of, subject_of, text_of
from bondlife.disclosure.bonds_at import head
from bondlife.disclosure.projects_at import band_word
from bondlife.disclosure.scores_at import CONCLUDED
from bondlife.lifecycle.facts import rows
from bondlife.lifecycle.funds.book import FundBook, book_of
from bondlife.lifecycle.funds.policy import GoalState, goals
from bondlife.lifecycle.funds.returns import of_fund
from bondlife.lifecycle.funds.values import all_carried, worth
from models.base import columns
from models.fund_labels import FUND_TYPES, TIERS_OF_PARTNERS
from models.registry import Evaluation, Fund, FundPartner


def build(about: About) -> dict[str, Any]:
    """Return the table of a fund at a year end."""
    fund = subject_of(about, "fund", Fund)
    book, region = book_of(about.session, fund.id), region_of(about)
    found = goals(book, book.terms_on(about.cut_off), region.code)
    return {
        **head("fund_results", about.cut_off, region, fund.name),
        "rows": [{**_facts(fund), **_money(about, book), **_result(about, fund)}],
        "tiers": _tiers(about, book),
        "goals": [_goal(one) for one in found],
    }


def _facts(fund: Fund) -> dict[str, Any]:
    days = {name: text_of(getattr(fund, name)) for name in ("registered_on", "term_ends_on")}
    return {
        "name": fund.name,
        "fund_type": FUND_TYPES[fund.fund_type].zh,
        "manager": fund.manager or None,
        "custodian": fund.custodian or None,
        **days,
        "target_size": fund.target_size,
    }


def _money(about: About, book: FundBook) -> dict[str, Any]:
    day = about.cut_off
    ratios = of_fund(book, day).multiples if any(one.on <= day for one in book.flows()) else None
    held = [one for one in all_carried(book, day) if not one.is_out]
    governments = [one.id for one in book.governments]
    return {
        "committed": sum(one.amount for one in book.commitments if one.committed_on <= day),
        "paid_in": sum(book.paid_in_on(day)),
        "government_paid_in": _moved(about, book, "call", lambda key: key in governments),
        "invested": sum(one.cost for one in book.holdings if one.invested_on <= day),
        "holdings": len(held),
        "distributed": _moved(about, book, "distribution", lambda _key: True),
        "net_assets": worth(book, day),
        "dpi": _two(ratios.dpi) if ratios else None,
        "tvpi": _two(ratios.tvpi) if ratios else None,
    }


def _moved(about: About, book: FundBook, entry: str, whose: Callable[[int | None], bool]) -> int:
    """Return the sum of one entry of the books up to the cut-off, of some partners."""
    own = (one for one in book.moves if one.entry == entry and one.on <= about.cut_off)
    return sum(one.amount for one in own if whose(one.partner_id))


def _two(ratio: Decimal | None) -> str | None:
    return None if ratio is None else f"{ratio.quantize(Decimal('0.01'), ROUND_HALF_UP):f}"


def _result(about: About, fund: Fund) -> dict[str, Any]:
    """Return score and grade of the evaluation of the year; what was made of it is told in words."""
    own = columns(Evaluation)
    found = rows(
        about.session,
        Evaluation,
        own.subject == "fund",
        own.subject_id == fund.id,
        own.year == about.year,
        own.score.is_not(None),
        own.state.in_(CONCLUDED),
    )
    last = found[-1] if found else None
    return {
        "score": text_of(last.score) if last is not None else None,
        "grade": band_word(about.session, about.region_id, last.grade, about.cut_off) if last else None,
        "result_use": None,
    }


def _tiers(about: About, book: FundBook) -> list[dict[str, Any]]:
    """Return what each tier of partners promised and paid in; partners themselves are not named."""
    found: dict[str, list[FundPartner]] = {}
    for partner in book.partners:
        found.setdefault(partner.tier, []).append(partner)
    return [_tier(about, book, tier, partners) for tier, partners in found.items()]


def _tier(about: About, book: FundBook, tier: str, partners: list[FundPartner]) -> dict[str, Any]:
    keys = {one.id for one in partners}
    told = (one for one in book.commitments if one.committed_on <= about.cut_off)
    return {
        "tier": TIERS_OF_PARTNERS[tier].zh,
        "tier_committed": sum(one.amount for one in told if one.partner_id in keys),
        "tier_paid_in": _moved(about, book, "call", lambda key: key in keys),
    }


def _goal(one: GoalState) -> dict[str, Any]:
    return {
        "goal": one.goal.name,
        "target": text_of(one.goal.target.normalize()),
        "actual": None if one.actual is None else f"{one.actual.quantize(Decimal('0.0001')).normalize():f}",
        "measured_in": one.goal.unit or "—",
    }


BUILDERS = {"fund_results": build}
