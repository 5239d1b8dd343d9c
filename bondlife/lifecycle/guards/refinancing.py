"""Refinancing: what is asked of the application, of the shares mapped, of the part paid from own funds."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bondlife.errors import Problem
from bondlife.lifecycle.facts import bond_of, by_key, of_project, pair, place, rows, wan
from bondlife.lifecycle.guards.budget import line_for
from bondlife.lifecycle.guards.common import listed
from bondlife.lifecycle.guards.eligibility import term_within_life
from bondlife.lifecycle.lineage import is_refinancing, mapping_of, taken_over
from bondlife.lifecycle.situation import Situation
from models.base import columns
from models.registry import Application, Bond, BondShare, Instalment

_OPEN_INSTALMENT = ("planned", "budgeted", "notified", "shortfall", "refinancing")
_DEAD = ("rejected", "withdrawn", "lapsed")


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
    row = here.row
    if not isinstance(row, Application):
        return
    asked = row.amount + sum(one.amount for one in _other_applications(here, row))
    if asked > maturing:
        yield Problem(
            "above_maturing",
            "The refinancing of %(left)s 10k yuan exceeds the %(right)s 10k yuan maturing that year.",
            "amount",
            pair(asked, maturing),
            "officer",
            place(here, "schedule"),
        )


def _other_applications(here: Situation, row: Application) -> list[Application]:
    """Return the other applications that would refinance principal of the same year."""
    found = of_project(here, "application", year=row.year, purpose=row.purpose)
    others = (one for one in found if isinstance(one, Application) and one.id != row.id)
    return [one for one in others if one.state not in _DEAD]


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
    """Ask for issued refinancing shares of the same kind of debt, with room, within the principal."""
    row, mapping = here.row, mapping_of(here)
    if not isinstance(row, Instalment):
        return
    mapped = sum(amount for _, amount in mapping)
    if not mapping:
        yield Problem(
            "refinancing_not_issued",
            "No issued refinancing bond of this project covers the principal of %(principal)s 10k yuan yet.",
            "principal",
            {"principal": wan(row.principal)},
            "officer",
            place(here, "bonds"),
        )
    elif mapped > row.principal:
        yield Problem(
            "mapped_above_principal",
            "Mapped are %(left)s 10k yuan; the maturing principal is %(right)s 10k yuan.",
            "principal",
            pair(mapped, row.principal),
            "officer",
            f"/repayments/{row.public_id}",
        )
    for share, amount in mapping:
        yield from _share_fits(here, row, share, amount)


def _share_fits(here: Situation, row: Instalment, share: BondShare, amount: int) -> Iterable[Problem]:
    bond, old = bond_of(here.session, share), by_key(here.session, Bond, row.bond_id)
    named = {"bond": (bond.short_name or bond.name) if bond is not None else "—"}
    if not is_refinancing(here.session, share) or share.project_id != row.project_id:
        yield Problem(
            "not_refinancing",
            "“%(bond)s” is not an issued refinancing bond of this project.",
            "new_share",
            named,
        )
    elif bond is not None and old is not None and bond.bond_type != old.bond_type:
        yield Problem(
            "other_bond_type",
            "The maturing bond “%(bond)s” is not a special bond; refinance it by its own type.",
            "new_share",
            {"bond": old.short_name or old.name},
        )
    room = share.amount - taken_over(here.session, share, beside=row)
    if amount > room:
        yield Problem(
            "above_refinancing_share",
            "The share of the refinancing bond has %(right)s 10k yuan left, not %(left)s.",
            "new_share",
            pair(amount, room),
        )


def rest_budgeted(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask for an open budget line of own funds for the principal that is not refinanced."""
    row, mapping = here.row, mapping_of(here)
    if not isinstance(row, Instalment) or not mapping:
        return
    rest = row.principal - sum(amount for _, amount in mapping)
    if rest > 0 and line_for(here, "principal", rest, row.payment_date.year) is None:
        yield Problem(
            "rest_not_budgeted",
            "%(rest)s 10k yuan of the principal are not refinanced; open a budget line of %(year)s for them.",
            "budget_line",
            {"rest": wan(rest), "year": row.payment_date.year},
            "officer",
            place(here, "budget"),
        )


GUARDS = {
    "refinancing_lawful": refinancing_lawful,
    "refinancing_issued": refinancing_issued,
    "rest_budgeted": rest_budgeted,
}
