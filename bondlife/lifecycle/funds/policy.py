"""Policy of a fund: leverage, direction of investment, money brought to the region, clocks of exit."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bondlife.books import Rule, RuleBook
from bondlife.lifecycle.funds.book import FundBook
from bondlife.lifecycle.funds.values import Carried, all_carried
from calculators.funds.direction_score import NamedDirection
from calculators.funds.exit_triggers import ExitTriggers, exit_triggers
from calculators.funds.leverage import FundLeverage, fund_leverage
from models.registry import FundGoal, FundTerms

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Direction:
    """One direction the terms ask for: its least share, what was invested there."""

    key: str
    label: str
    least: Decimal
    invested: int
    share: Decimal


@dataclass(frozen=True, slots=True)
class GoalState:
    """One policy goal as it stands; ``actual`` is None where nothing is known yet."""

    goal: FundGoal
    actual: Decimal | None
    reached: Decimal | None


def leverage(book: FundBook) -> FundLeverage | None:
    """Return how much stands in the sub-funds for each yuan of the fund's; None without sub-funds."""
    subs = [one for one in book.holdings if one.instrument == "sub_fund"]
    if not subs:
        return None
    return fund_leverage([max(one.whole_paid_in, one.cost) for one in subs], [one.cost for one in subs])


def drawn(book: FundBook) -> Decimal | None:
    """Return how much all partners have paid in for each yuan of the governments'."""
    own = sum(book.total("call", one.id) for one in book.governments)
    return Decimal(sum(book.paid_in)) / own if own else None


def directions(book: FundBook, terms: FundTerms | None) -> list[Direction]:
    """Return what was invested in every direction the terms name."""
    sums: dict[str, int] = defaultdict(int)
    for holding in book.holdings:
        sums[holding.direction] += holding.cost
    whole = sum(sums.values())
    return [
        Direction(
            one["key"],
            one.get("label", one["key"]),
            Decimal(one["share"]),
            sums[one["key"]],
            Decimal(sums[one["key"]]) / whole if whole else ZERO,
        )
        for one in (terms.directions if terms is not None else None) or ()
    ]


def direction_names(book: FundBook) -> Mapping[str, str]:
    """Return what the directions of all versions of the terms are called, by key."""
    rows = [row for terms in book.terms for row in terms.directions or ()]
    return {row["key"]: row.get("label", row["key"]) for row in rows}


def invested(book: FundBook) -> int:
    """Return the cost of everything the fund has invested in."""
    return sum(one.cost for one in book.holdings)


def invested_here(book: FundBook, region_code: str) -> int:
    """Return what was invested inside a region."""
    return sum(one.cost for one in book.holdings if one.place_code.startswith(prefix_of(region_code)))


def prefix_of(region_code: str) -> str:
    """Return what the codes of places inside a region begin with.

    >>> prefix_of("330300"), prefix_of("330304"), prefix_of("330000")
    ('3303', '330304', '33')
    """
    trimmed = region_code
    while len(trimmed) > 2 and trimmed.endswith("00"):
        trimmed = trimmed[:-2]
    return trimmed


def reinvestment(book: FundBook, region_code: str) -> Decimal | None:
    """Return what was invested here for each yuan the own government has paid in."""
    own = book.own_government
    paid = book.total("call", own.id) if own is not None else 0
    return Decimal(invested_here(book, region_code)) / paid if paid else None


def score_inputs(book: FundBook, terms: FundTerms | None, rule: Rule) -> dict[str, Any] | None:
    """Return what the score of direction asks, points by the rule; None before anything is invested."""
    if not invested(book) or not any(book.paid_in):
        return None
    points = {row["key"]: Decimal(str(row["points"])) for row in rule.value}
    return {
        "directions": [NamedDirection(one.invested, one.least) for one in directions(book, terms)],
        "invested_in_all": invested(book),
        "paid_in": sum(book.paid_in),
        "fit_points": points.get("policy_fit", ZERO),
        "layout_points": points.get("layout", ZERO),
        "execution_points": points.get("execution", ZERO),
    }


def goals(book: FundBook, terms: FundTerms | None, region_code: str) -> list[GoalState]:
    """Return every policy goal with what is reached: measured from the books or as entered."""
    return [_goal(book, terms, region_code, one) for one in book.goals]


def _goal(book: FundBook, terms: FundTerms | None, region_code: str, goal: FundGoal) -> GoalState:
    actual = _MEASURES[goal.measure](book, terms, region_code) if goal.measure in _MEASURES else goal.actual
    reached = actual / goal.target if actual is not None and goal.target else None
    return GoalState(goal, actual, reached)


def _leverage(book: FundBook, _terms: FundTerms | None, _code: str) -> Decimal | None:
    found = leverage(book)
    return found.leverage if found is not None else drawn(book)


def _direction(book: FundBook, terms: FundTerms | None, _code: str) -> Decimal | None:
    return sum((one.share for one in directions(book, terms)), ZERO) if book.holdings else None


def _paid_in(book: FundBook, _terms: FundTerms | None, _code: str) -> Decimal | None:
    committed = book.committed()
    return Decimal(sum(book.paid_in)) / committed if committed else None


def _reinvestment(book: FundBook, _terms: FundTerms | None, code: str) -> Decimal | None:
    return reinvestment(book, code)


_MEASURES = {
    "leverage": _leverage,
    "direction": _direction,
    "paid_in": _paid_in,
    "reinvestment": _reinvestment,
}


def triggers(book: FundBook, rules: RuleBook, day: date) -> ExitTriggers | None:
    """Return the five triggers of exit as they stand on a day; None where no rule sets the clock."""
    rule = rules.get("fund.exit_clock")
    if rule is None:
        return None
    open_ones = {one.trigger for one in book.findings if one.cleared_on is None and one.found_on <= day}
    paid = [one.on for one in book.moves if one.entry == "call" and one.on <= day]
    first = [one.invested_on for one in book.holdings if one.invested_on <= day]
    confirmed = book.fund.plan_confirmed_on
    return exit_triggers(
        as_of=day,
        limit_months=rule.whole(),
        warning_months=int(rule.params.get("warning_months", rule.whole())),
        plan_confirmed_on=confirmed if confirmed is not None and confirmed <= day else None,
        set_up_on=book.fund.registered_on,
        money_received_on=min(paid, default=None),
        first_investment_on=min(first, default=None),
        is_off_policy="off_policy" in open_ones,
        is_against_charter="against_charter" in open_ones,
        is_otherwise_in_breach="other_breach" in open_ones,
    )


@dataclass(frozen=True, slots=True)
class Largest:
    """The largest company among what is held, over the fund's committed capital."""

    carried: Carried
    cost: int
    share: Decimal


def concentration(book: FundBook, day: date | None = None) -> list[Largest]:
    """Return what is held by company, the largest first, each over what partners have promised."""
    whole = book.committed()
    sums: dict[str, list[Carried]] = defaultdict(list)
    for one in all_carried(book, day):
        if not one.is_out:
            sums[one.holding.code or one.holding.name].append(one)
    found = [_largest(several, whole) for several in sums.values()]
    return sorted(found, key=lambda one: -one.cost)


def _largest(several: Sequence[Carried], whole: int) -> Largest:
    cost = sum(one.cost_left for one in several)
    return Largest(several[0], cost, Decimal(cost) / whole if whole else ZERO)
