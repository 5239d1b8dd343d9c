"""Quota and standing: control figure, debt limit, sanctions, lawful refinancing (G4, G5)."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bondlife.errors import Problem
from bondlife.lifecycle.facts import by_key, pair, place, rows, total, wan
from bondlife.lifecycle.guards.common import listed
from bondlife.lifecycle.guards.eligibility import refinancing_bond, term_within_life
from bondlife.lifecycle.situation import Situation
from models.base import columns
from models.kinds.special_bond.purposes import REFINANCING
from models.registry import Application, Bond, DebtLimit, Instalment, RegionClosure, Setting

_COUNTED = ("submitted", "reviewed", "reported", "candidate", "issued")
_OPEN_INSTALMENT = ("planned", "budgeted", "notified", "shortfall", "refinancing")


def within_control_figure(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that all applications of the region and year stay within the control figure."""
    row = here.row
    if here.rules.get(str(params["rule"])) is None or not isinstance(row, Application):
        return
    if row.purpose in REFINANCING:
        return
    limit = _limit(here, row.year)
    if limit is None or limit.control_figure is None:
        yield _no_limit(here, row.year)
        return
    asked = _asked(here, row, _COUNTED)
    if asked > limit.control_figure:
        yield Problem(
            "above_control_figure",
            "All applications of %(year)s, %(left)s 10k yuan with this one, exceed the control figure of "
            "%(right)s 10k yuan.",
            "amount",
            {"year": row.year, **pair(asked, limit.control_figure)},
            "officer",
            "/limits",
        )


def limit_room(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that balance and planned issues stay within the debt limit."""
    row, rule = here.row, here.rules.get(str(params["rule"]))
    if rule is None or not isinstance(row, Application) or row.purpose in REFINANCING:
        return
    limit = _limit(here, row.year)
    if limit is None or limit.balance is None:
        yield _no_limit(here, row.year)
        return
    granted = limit.opening_limit + max(limit.new_limit, limit.advance_limit)
    planned = limit.balance + _asked(here, row, ("candidate",))
    if Decimal(planned) > granted * rule.decimal():
        yield Problem(
            "above_limit",
            "Balance and planned issues of %(left)s 10k yuan exceed the debt limit of %(right)s 10k yuan.",
            "amount",
            pair(planned, int(granted * rule.decimal())),
            "officer",
            "/limits",
        )


def _limit(here: Situation, year: int) -> DebtLimit | None:
    limit = columns(DebtLimit)
    found = rows(
        here.session,
        DebtLimit,
        limit.region_id == here.row.region_id,
        limit.year == year,
        limit.bond_type == "special",
    )
    return found[0] if found else None


def _no_limit(here: Situation, year: int) -> Problem:  # noqa: ARG001
    return Problem(
        "limit_unknown",
        "Enter the control figure, limit and balance of special debt of %(year)s for this region.",
        "limit",
        {"year": year},
        "officer",
        "/limits",
    )


def _asked(here: Situation, row: Application, states: tuple[str, ...]) -> int:
    """Return this application and all others of the region and year in these states."""
    column = columns(Application)
    others = total(
        here.session,
        Application,
        "amount",
        column.region_id == row.region_id,
        column.year == row.year,
        column.state.in_(states),
        column.purpose.not_in(REFINANCING),
        column.id != row.id,
    )
    return others + row.amount


def no_sanction(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that neither the project nor its region or a level above is under a sanction that blocks."""
    rule = here.rules.get(str(params["rule"]))
    if rule is None:
        return
    if here.project is not None and here.project.state == "suspended":
        yield Problem(
            "project_suspended",
            "The project is suspended; resume it after rectification.",
            "state",
            who="officer",
            href=place(here, "overview"),
        )
    channel = "green_channel" if here.row.state == "reviewed" else "issuance"
    for found in _sanctions(here):
        if {channel, "issuance"} & set(found.get("blocks", ())):
            yield Problem(
                "region_sanctioned",
                "A sanction on the region stops this step: %(document)s, until %(until)s.",
                "sanction",
                {"document": found.get("document") or "—", "until": found.get("until") or "—"},
                "leader",
                "/settings",
            )


def _sanctions(here: Situation) -> list[Mapping[str, Any]]:
    """Return the sanctions in force on the region and the levels above, newest version of each."""
    closure, setting = columns(RegionClosure), columns(Setting)
    above = sa.select(closure.ancestor_id).where(closure.descendant_id == here.row.region_id)
    found = rows(
        here.session,
        Setting,
        setting.region_id.in_(above),
        setting.key.like("sanction%"),
        setting.valid_from <= here.today,
    )
    newest = {(one.region_id, one.key): one for one in sorted(found, key=lambda one: one.valid_from)}
    values = [one.value for one in newest.values() if isinstance(one.value, dict)]
    return [one for one in values if (one.get("until") or "9999") >= here.today.isoformat()]


def refinancing_lawful(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that refinancing meets every condition the rule lists."""
    for name in listed(here, params, "conditions"):
        check = _CONDITIONS.get(str(name))
        if check is None:
            yield Problem(
                "unknown_check",
                "The rule asks for a check “%(check)s” that is not known.",
                "",
                {"check": name},
            )
        else:
            yield from check(here)


def _maturing(here: Situation) -> list[Instalment]:
    """Return the instalments whose principal would be refinanced."""
    if isinstance(here.row, Instalment):
        return [here.row]
    instalment = columns(Instalment)
    project = here.project.id if here.project else None
    found = rows(
        here.session,
        Instalment,
        instalment.project_id == project,
        instalment.state.in_(_OPEN_INSTALMENT),
        instalment.principal > 0,
    )
    year = getattr(here.row, "year", here.today.year)
    return [one for one in found if one.payment_date.year == year]


def _principal_only(here: Situation) -> Iterable[Problem]:
    for one in _maturing(here):
        if one.principal == 0 or one.interest_source == "refinancing_bond":
            yield Problem(
                "principal_only",
                "Only principal may be refinanced; name a lawful source for %(interest)s 10k yuan interest.",
                "interest_source",
                {"interest": wan(one.interest)},
                "officer",
                place(here, "schedule"),
            )


def _same_type(here: Situation) -> Iterable[Problem]:
    for one in _maturing(here):
        bond = by_key(here.session, Bond, one.bond_id)
        if bond is not None and bond.bond_type != "special":
            yield Problem(
                "other_bond_type",
                "The maturing bond “%(bond)s” is not a special bond; refinance it by its own type.",
                "bond",
                {"bond": bond.short_name or bond.name},
                "officer",
                place(here, "schedule"),
            )


def _within_maturing(here: Situation) -> Iterable[Problem]:
    maturing = sum(one.principal for one in _maturing(here))
    if isinstance(here.row, Application) and here.row.amount > maturing:
        yield Problem(
            "above_maturing",
            "The refinancing of %(left)s 10k yuan exceeds the %(right)s 10k yuan maturing that year.",
            "amount",
            pair(here.row.amount, maturing),
            "officer",
            place(here, "schedule"),
        )


def _term(here: Situation) -> Iterable[Problem]:
    if isinstance(here.row, Application):
        yield from term_within_life(here, {"rule": "coverage.term_within_life"})


_CONDITIONS: dict[str, Callable[[Situation], Iterable[Problem]]] = {
    "principal_only": _principal_only,
    "same_bond_type": _same_type,
    "within_maturing_principal": _within_maturing,
    "term_within_project_life": _term,
}


def refinancing_issued(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask for an issued refinancing bond that covers the principal."""
    if refinancing_bond(here) is None:
        yield Problem(
            "refinancing_not_issued",
            "No issued refinancing bond of this project covers the principal of %(principal)s 10k yuan yet.",
            "principal",
            {"principal": wan(getattr(here.row, "principal", 0))},
            "officer",
            place(here, "bonds"),
        )


GUARDS = {
    "within_control_figure": within_control_figure,
    "limit_room": limit_room,
    "no_sanction": no_sanction,
    "refinancing_lawful": refinancing_lawful,
    "refinancing_issued": refinancing_issued,
}
