"""PPP contracts and their terms: regime first, caps, sound terms, linkage, versions apart."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from bondlife.errors import Problem
from bondlife.lifecycle.citing import law_of
from bondlife.lifecycle.facts import by_key, rows, wan
from bondlife.lifecycle.guards.common import listed
from bondlife.lifecycle.ppp_spending import RegionYears, live_contracts, region_years
from bondlife.lifecycle.situation import Situation
from bondlife.ppp.checks import check_terms, regime_problems
from bondlife.ppp.linkage import gate_of, linked_parts
from bondlife.ppp.parts import Terms
from bondlife.ppp.years import start_of, year_amount
from models.base import columns
from models.registry import PPPContract, PPPTerms

_YEARS_AHEAD = 30


def ppp_regime_lawful(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that a new-mechanism contract is user-pay, not longer than the rule, and its terms are lawful."""
    row = here.row
    if not isinstance(row, PPPContract) or row.regime != "new":
        return
    forbidden = listed(here, params, "items")
    if row.payment_type != "user_pay" and "gap_subsidy" in forbidden:
        yield Problem(
            "new_not_user_pay",
            "A contract of the new mechanism is paid by its users, never by the budget.",
            "payment_type",
        )
    for terms in rows(here.session, PPPTerms, columns(PPPTerms).contract_id == row.id):
        if terms.state in {"draft", "in_force"}:
            yield from _unlawful(terms, forbidden)
    yield from _too_long(here, row)


def _too_long(here: Situation, row: PPPContract) -> Iterable[Problem]:
    rule = here.rules.get("ppp.concession_years")
    if rule is None or rule.value is None or row.signed_on is None or row.ends_on is None:
        return
    if row.ends_on.year - row.signed_on.year > rule.whole():
        yield Problem(
            "concession_too_long",
            "The concession runs longer than %(years)s years.",
            "ends_on",
            {"years": rule.whole()},
            law=law_of(rule),
        )


def _unlawful(row: PPPTerms, forbidden: Iterable[Any]) -> Iterable[Problem]:
    terms = check_terms(row.body, row.formula).terms
    if terms is not None:
        yield from regime_problems(terms, set(forbidden))


def ppp_signed_before(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the contract was signed: a new one is admitted, not taken on."""
    row = here.row
    if isinstance(row, PPPContract) and row.signed_on is not None and row.signed_on > here.today:
        yield Problem(
            "not_signed",
            "The contract is not signed yet: admit it as a new one, so that the caps are looked at.",
            "signed_on",
        )


def ppp_caps_admit(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that with this contract no year's spending of the region passes the caps of admission."""
    row = here.row
    if not isinstance(row, PPPContract) or row.currency != "CNY":
        return
    found = years_with(here, row)
    if found.check is None:
        yield Problem(
            "no_expenditure",
            "Enter the general public budget expenditure of the region: the caps are measured by it.",
            "region",
            who="officer",
            href="/risk/fiscal/edit",
        )
        return
    for year, cap in zip(found.years, found.check.years, strict=True):
        own = next(one for one in found.costs if one.contract.id == row.id).borne(found.region, year)
        closed = not cap.admits_any or (
            row.payment_type == "government_pay" and not cap.admits_government_pay
        )
        if own and closed:
            key = "ppp.cap_government_pay" if cap.admits_any else "ppp.cap_admission"
            yield Problem(
                "above_cap",
                "In %(year)s PPP spending would be %(ratio)s %% of the expenditure of %(whole)s 10k yuan; "
                "new contracts are admitted up to %(line)s %%.",
                "spending",
                {
                    "year": year,
                    "ratio": f"{float(cap.ratio) * 100:.2f}",
                    "whole": wan(cap.expenditure),
                    "line": f"{(here.rules[key].decimal() * 100).normalize():f}",
                },
                href=f"/ppp/affordability?region={found.region}",
                law=law_of(here.rules[key]),
            )
            return


def years_with(here: Situation, row: PPPContract) -> RegionYears:
    """Return the years of the region with this contract in, as far as the contract runs."""
    others = [one for one in live_contracts(here.session) if one.id != row.id]
    first = here.today.year
    last = min(max(row.ends_on.year if row.ends_on else first, first), first + _YEARS_AHEAD)
    region = here.rules.region_code
    return region_years(here.session, region, here.rules, range(first, last + 1), [*others, row])


def ppp_terms_sound(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the terms can be paid by and that every worked example comes out."""
    row = here.row
    if isinstance(row, PPPTerms):
        rule = here.rules.get(str(params["rule"]))
        asked = rule.whole() if rule is not None and rule.value is not None else 0
        yield from check_terms(row.body, row.formula, examples_asked=asked).problems


def ppp_terms_regime(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that terms of a new-mechanism contract hold nothing that the rule forbids."""
    contract = contract_of(here)
    if isinstance(here.row, PPPTerms) and contract is not None and contract.regime == "new":
        yield from _unlawful(here.row, listed(here, params, "items"))


def ppp_terms_linked(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that enough of the availability payment hangs on the score; unsound terms say nothing of it."""
    rule, row = here.rules.get(str(params["rule"])), here.row
    if not isinstance(row, PPPTerms) or rule is None or rule.value is None:
        return
    check = check_terms(row.body, row.formula)
    if check.terms is None or not check.is_sound or not asks_linkage(contract_of(here)):
        return
    parts = linked_parts(check.terms, yearly_bases(check.terms, row.valid_from))
    found = gate_of(parts, rule.decimal())
    if found is not None and not found.passes_gate:
        yield Problem(
            "too_little_linked",
            "%(held)s %% of the availability payment hangs on the score; at least %(asked)s %% must.",
            "components",
            {
                "held": f"{float(found.availability_share) * 100:.2f}",
                "asked": f"{(rule.decimal() * 100).normalize():f}",
            },
        )


class Notified(Protocol):
    """What the notices on linkage ask of a contract: its currency, and when it was signed."""

    @property
    def currency(self) -> str:
        """Return the currency it is paid in."""

    @property
    def signed_on(self) -> date | None:
        """Return the day it was signed."""


def asks_linkage(contract: Notified | None) -> bool:
    """Tell whether the notices on linkage speak of this contract: those of other countries are not meant."""
    return contract is None or contract.currency == "CNY"


def ppp_terms_apart(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the version starts after every version in force and overlaps none of them."""
    row = here.row
    if not isinstance(row, PPPTerms):
        return
    own = columns(PPPTerms)
    held = rows(here.session, PPPTerms, own.contract_id == row.contract_id, own.state == "in_force")
    for one in held:
        overlaps = one.valid_from >= row.valid_from or (
            one.valid_to is not None and one.valid_to >= row.valid_from
        )
        if overlaps and (row.valid_to is None or row.valid_to >= one.valid_from):
            yield Problem(
                "terms_overlap",
                "Version %(number)s holds from %(from)s to %(to)s; this one would overlap it.",
                "valid_from",
                {
                    "number": one.number,
                    "from": one.valid_from.isoformat(),
                    "to": one.valid_to.isoformat() if one.valid_to else "—",
                },
            )


def contract_of(here: Situation) -> PPPContract | None:
    """Return the contract behind a record of the kind."""
    return by_key(here.session, PPPContract, getattr(here.row, "contract_id", None))


def yearly_bases(terms: Terms, valid_from: date) -> dict[str, int | None]:
    """Return the yearly base of each component in the first year of the terms."""
    start = start_of(terms, valid_from.year)
    return {
        part.key: year_amount(part, start, start=start, period_months=terms.period_months)
        for part in terms.components
    }


GUARDS: dict[str, Callable[[Situation, Mapping[str, Any]], Iterable[Problem]]] = {
    "ppp_regime_lawful": ppp_regime_lawful,
    "ppp_signed_before": ppp_signed_before,
    "ppp_caps_admit": ppp_caps_admit,
    "ppp_terms_sound": ppp_terms_sound,
    "ppp_terms_regime": ppp_terms_regime,
    "ppp_terms_linked": ppp_terms_linked,
    "ppp_terms_apart": ppp_terms_apart,
}
"""Guards by the names kinds use."""
