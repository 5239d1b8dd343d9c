"""Quota and standing: control figure, debt limit, sanctions (G4, G5)."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeGuard

import sqlalchemy as sa

from bondlife.errors import Problem
from bondlife.lifecycle.facts import pair, place, rows
from bondlife.lifecycle.guards.common import documents_present
from bondlife.lifecycle.quota_lines import line_of, problems_of
from bondlife.lifecycle.room import Room, room_of
from bondlife.lifecycle.situation import Situation
from models.base import columns
from models.kinds.special_bond.purposes import REFINANCING
from models.registry import Application, QuotaNotice, RecordRow, RegionClosure, ReviewRound, Sanction


def within_control_figure(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that all applications of the region and year stay within the control figure."""
    row = here.row
    if here.rules.get(str(params["rule"])) is None or not _is_new_money(row):
        return
    room = _room(here, row)
    if room.own_control is None:
        yield _not_notified(row.year)
        return
    asked = room.applied + row.amount
    if asked > room.own_control:
        yield Problem(
            "above_control_figure",
            "All applications of %(year)s, %(left)s 10k yuan with this one, exceed the control figure of "
            "%(right)s 10k yuan.",
            "amount",
            {"year": row.year, **pair(asked, room.own_control)},
            "officer",
            "/quota",
        )


def within_quota(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that approved and issued amounts stay within the year's own quota."""
    row = here.row
    if here.rules.get(str(params["rule"])) is None or not _is_new_money(row):
        return
    room = _room(here, row)
    if row.amount > room.free:
        yield Problem(
            "above_quota",
            "This application of %(left)s 10k yuan exceeds the quota of %(year)s still free, "
            "%(right)s 10k yuan.",
            "amount",
            {"year": row.year, **pair(row.amount, room.free)},
            "officer",
            "/quota",
        )


def limit_room(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that balance and planned issues stay within the debt limit."""
    row, rule = here.row, here.rules.get(str(params["rule"]))
    if rule is None or not _is_new_money(row):
        return
    room = _room(here, row)
    if room.standing is None:
        yield Problem(
            "balance_unknown",
            "Enter the statement of limit and balance of this region, of %(year)s or a year before.",
            "limit",
            {"year": row.year},
            "officer",
            "/limits",
        )
        return
    planned = room.standing + row.amount
    if Decimal(planned) > room.own_limit * rule.decimal():
        yield Problem(
            "above_limit",
            "Balance and planned issues of %(left)s 10k yuan exceed the debt limit of %(right)s 10k yuan.",
            "amount",
            pair(planned, int(room.own_limit * rule.decimal())),
            "officer",
            "/quota",
        )


def route_papers(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask for the replies that the approval route of the application asks for."""
    rule, row = here.rules.get(str(params["rule"])), here.row
    if rule is None or not isinstance(row, Application):
        return
    route = row.route or route_of(here)
    wanted = next((one["documents"] for one in rule.value if one["key"] == route), ())
    yield from documents_present(here, {"documents": tuple(wanted)})


def route_of(here: Situation) -> str:
    """Return the approval route of the region: self-review where the rule lists it or a level above."""
    rule = here.rules.get("approval.self_review_regions")
    listed_here = rule is not None and any(here.rules.region_code.startswith(code) for code in rule.value)
    return "self_review" if listed_here else "national"


def ranked(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask, where experts reviewed the batch, for a closed review that gives the amount."""
    row = here.row
    if here.rules.get(str(params["rule"])) is None or not isinstance(row, Application):
        return
    column = columns(ReviewRound)
    found = rows(
        here.session,
        ReviewRound,
        column.region_id == row.region_id,
        column.year == row.year,
        column.batch == row.batch,
    )
    for one in found:
        yield from _ranking(row, one)


def _ranking(row: Application, found: ReviewRound) -> Iterable[Problem]:
    place = f"/reviews/{found.public_id}"
    if found.state != "closed":
        yield Problem("review_open", "The expert review of this batch is not closed yet.", "", href=place)
        return
    given = {one["application"]: one["allocated"] for one in found.result or ()}
    if row.public_id not in given:
        yield Problem("not_reviewed", "The experts did not review this application.", "", href=place)
    elif row.amount > given[row.public_id]:
        yield Problem(
            "above_allocation",
            "The application of %(left)s 10k yuan exceeds what the ranking gives it, %(right)s 10k yuan.",
            "amount",
            pair(row.amount, given[row.public_id]),
            "officer",
            place,
        )


def _is_new_money(row: RecordRow) -> TypeGuard[Application]:
    return isinstance(row, Application) and row.purpose not in REFINANCING


def _room(here: Situation, row: Application) -> Room:
    return room_of(here.session, row.region_id, row.year, without=row.id)


def _not_notified(year: int) -> Problem:
    return Problem(
        "limit_unknown",
        "No control figure of special debt of %(year)s is in the quota ledger of this region.",
        "limit",
        {"year": year},
        "officer",
        "/quota",
    )


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
        if {channel, "issuance"} & set(found.blocks or ()):
            yield Problem(
                "region_sanctioned",
                "A sanction on the region stops this step: %(document)s, until %(until)s.",
                "sanction",
                {"document": found.document, "until": found.until.isoformat() if found.until else "—"},
                "leader",
                "/risk/sanctions",
            )


def _sanctions(here: Situation) -> list[Sanction]:
    """Return sanctions in force on the region, the levels above or this project, where their rule holds.

    A sanction that rests on the rule of another region informs and stops nothing.
    """
    closure, own = columns(RegionClosure), columns(Sanction)
    above = sa.select(closure.ancestor_id).where(closure.descendant_id == here.row.region_id)
    project = here.project.id if here.project is not None else None
    found = rows(
        here.session,
        Sanction,
        own.region_id.in_(above),
        own.state == "in_force",
        own.starts_on <= here.today,
        sa.or_(own.until.is_(None), own.until >= here.today),
        sa.or_(own.project_id.is_(None), own.project_id == project),
    )
    return [one for one in found if here.rules.region_code.startswith(one.rule_region)]


def quota_line_fits(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the line of a notice leaves nothing below zero on either side."""
    if isinstance(here.row, QuotaNotice):
        yield from problems_of(here.session, line_of(here.row), here.today)


GUARDS = {
    "quota_line_fits": quota_line_fits,
    "within_control_figure": within_control_figure,
    "within_quota": within_quota,
    "limit_room": limit_room,
    "route_papers": route_papers,
    "ranked": ranked,
    "no_sanction": no_sanction,
}
