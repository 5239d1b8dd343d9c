"""Fiscal affordability of a region: PPP spending by future year against the caps, with a contract more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import Rule, rule_book
from bondlife.db import Database
from bondlife.errors import Invalid
from bondlife.lifecycle.ppp_spending import LIVE, MOST_YEARS, ContractCost, RegionYears, region_years
from bondlife.locale import gettext
from bondlife.ppp.estimate import read_estimate
from bondlife.ppp.template import filled, templates
from bondlife.queries.figures import Figure, calculated, cited
from bondlife.queries.places import region_of
from bondlife.queries.ppp_contract import SOURCES
from bondlife.queries.ppp_fields import TYPES
from bondlife.queries.shell import region_choices
from bondlife.queries.words import problem_text, said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from calculators.ppp.caps import SPECS, CapCheck, cap_check
from models.base import columns
from models.registry import PPPContract

YEARS = 15
_SPEC = next(spec for spec in SPECS if spec.key == "ppp.caps")


@dataclass(frozen=True, slots=True)
class CapLine:
    """One year: what is paid, the expenditure it is measured by, and which line it passes."""

    year: int
    spending: int
    added: int
    total: int
    expenditure: int | None
    ratio: Fraction | None
    headroom: int | None
    mark: str
    word: str


@dataclass(frozen=True, slots=True)
class SpenderLine:
    """One contract of the region and its part by year."""

    href: str
    name: str
    payment_type: str
    source: str
    amounts: Sequence[int | None]
    open_parts: str
    is_added: bool


@dataclass(frozen=True, slots=True)
class AffordabilityView:
    """The years of a region; ``added`` is the contract of the what-if, if any."""

    region: str
    regions: Sequence[tuple[str, str]]
    first: int
    years: Sequence[int]
    lines: Sequence[CapLine]
    spenders: Sequence[SpenderLine]
    base_year: int | None
    growth: Rule | None
    rules: Sequence[Rule]
    highest: Fraction | None
    worst: str
    added: Mapping[str, str]
    errors: Mapping[str, str]
    drafts: Sequence[tuple[str, str]]
    verdict: str
    explain: Figure | None = None
    can_enter: bool = False


def affordability_view(
    db: Database,
    actor: Actor,
    *,
    region: str = "",
    asked: Mapping[str, str] | None = None,
    explain: str = "",
) -> AffordabilityView:
    """Return the years of a region, with the contract of the what-if beside what is there."""
    typed = {name: text for name, text in (asked or {}).items() if text}
    with db.reading() as session:
        home = region_of(session, actor, region, "ppp_contract.read").code
        rules = rule_book(session, home)
        first = clock.business_date().year
        contracts = _contracts(session, actor, typed.get("draft", ""))
        years = range(first, first + min(YEARS, MOST_YEARS))
        found = region_years(session, home, rules, years, contracts)
        extra, errors = _added(typed)
        drafts = _drafts(session, actor)
    added = [extra.get(year, 0) for year in found.years]
    check = _check(found, added)
    names = ("ppp.cap_government_pay", "ppp.cap_warning", "ppp.cap_admission")
    return AffordabilityView(
        home,
        region_choices(db, actor),
        first,
        list(found.years),
        _lines(found, added, check),
        _spenders(found, typed.get("draft", "")),
        found.base_year,
        rules.get("ppp.expenditure_growth"),
        [rules[name] for name in names],
        check.highest if check is not None else None,
        _worst(found, check),
        typed,
        errors,
        drafts,
        _verdict(added, check, typed),
        _asked(explain, found, added, check, [rules[name] for name in names]),
        actor.can("fiscal.edit"),
    )


def _contracts(session: Session, actor: Actor, draft: str) -> list[PPPContract]:
    own = columns(PPPContract)
    statement = scoped(actor, PPPContract, permission="ppp_contract.read")
    living = sa.or_(own.state.in_(LIVE), sa.and_(own.public_id == draft, own.state == "draft"))
    statement = statement.where(own.ended_at.is_(None), own.currency == "CNY", living)
    return list(session.execute(statement.order_by(own.id)).scalars())


def _drafts(session: Session, actor: Actor) -> list[tuple[str, str]]:
    own = columns(PPPContract)
    statement = scoped(actor, PPPContract, own.public_id, own.name, permission="ppp_contract.read")
    statement = statement.where(own.ended_at.is_(None), own.currency == "CNY", own.state == "draft")
    return [(key, name) for key, name in session.execute(statement.order_by(own.id).limit(100))]


ASKED = ("cost", "profit", "discount", "operating", "users", "first_year", "years")
"""What the what-if asks of a contract that is not entered yet: the quantities of the estimate."""


def _added(typed: Mapping[str, str]) -> tuple[Mapping[int, int], Mapping[str, str]]:
    """Return the estimate of the what-if by year, or what is wrong with what was typed."""
    if not typed.get("cost"):
        return {}, {}
    try:
        count = _whole(typed, "years", 1, 40)
        values = {**typed, **{name: _repeated(typed, name, count) for name in ("operating", "users")}}
        values["first_year"] = str(_whole(typed, "first_year", 2000, 2150))
        body, _formula = filled(templates()["estimate_21"], values)
        return read_estimate(body).by_year(), {}
    except Invalid as refusal:
        return {}, {one.field: problem_text(one) for one in refusal.problems}


def _repeated(typed: Mapping[str, str], name: str, count: int) -> str:
    amount = typed.get(name, "").split()
    return " ".join(amount * count) if len(amount) == 1 else " ".join(["0"] * count)


def _whole(typed: Mapping[str, str], name: str, least: int, most: int) -> int:
    text = typed.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and least <= int(text) <= most):
        raise Invalid.because(
            "bad_number", "Write a whole number from %(least)d to %(most)d.", name, least=least, most=most
        )
    return int(text)


def _check(found: RegionYears, added: Sequence[int]) -> CapCheck | None:
    if not found.expenditure:
        return None
    totals = [paid + more for paid, more in zip(found.spending, added, strict=True)]
    return cap_check(totals, found.expenditure, lines=found.lines)


def _lines(found: RegionYears, added: Sequence[int], check: CapCheck | None) -> list[CapLine]:
    lines = []
    for place, year in enumerate(found.years):
        cap = check.years[place] if check is not None else None
        mark, word = _word(cap)
        paid, more = found.spending[place], added[place]
        lines.append(
            CapLine(
                year,
                paid,
                more,
                paid + more,
                cap.expenditure if cap else None,
                cap.ratio if cap else None,
                cap.headroom if cap else None,
                mark,
                word,
            )
        )
    return lines


def _word(cap: Any) -> tuple[str, str]:
    if cap is None:
        return "open", gettext("no expenditure entered")
    if not cap.admits_any:
        return "no", gettext("no new contract")
    if cap.is_warned:
        return "late", gettext("risk warning")
    if not cap.admits_government_pay:
        return "wait", gettext("no new government-pay contract")
    return "done", gettext("within the lines")


def _worst(found: RegionYears, check: CapCheck | None) -> str:
    if check is None:
        return ""
    place = max(range(len(found.years)), key=lambda at: check.years[at].ratio)
    return str(found.years[place])


def _spenders(found: RegionYears, draft: str) -> list[SpenderLine]:
    return [_spender(one, found, draft) for one in found.costs if one.by_year or one.open_parts]


def _spender(one: ContractCost, found: RegionYears, draft: str) -> SpenderLine:
    sources = list(dict.fromkeys(one.sources.values()))
    return SpenderLine(
        f"/ppp/contracts/{one.contract.public_id}",
        one.contract.name,
        said(dict(TYPES)[one.contract.payment_type]),
        "、".join(said(SOURCES[key]) for key in sources),
        [one.borne(found.region, year) or (None if one.open_parts else 0) for year in found.years],
        "、".join(one.open_parts),
        one.contract.public_id == draft,
    )


def _verdict(added: Sequence[int], check: CapCheck | None, typed: Mapping[str, str]) -> str:
    """Say in words whether a contract more would be admitted; only years it pays in count."""
    if check is None or not (any(added) or typed.get("draft")):
        return ""
    touched = [cap for cap, more in zip(check.years, added, strict=True) if more or typed.get("draft")]
    whole = SimpleNamespace(
        admits_any=all(cap.admits_any for cap in touched),
        is_warned=any(cap.is_warned for cap in touched),
        admits_government_pay=all(cap.admits_government_pay for cap in touched),
    )
    return _word(whole)[1]


def _asked(
    explain: str, found: RegionYears, added: Sequence[int], check: CapCheck | None, rules: Sequence[Rule]
) -> Figure | None:
    if explain != "highest" or check is None:
        return None
    totals = [paid + more for paid, more in zip(found.spending, added, strict=True)]
    inputs = {"spending": totals, "expenditure": list(found.expenditure), "lines": found.lines}
    return calculated(explain, _SPEC, inputs, check, "highest", rules=[cited(rule) for rule in rules])
