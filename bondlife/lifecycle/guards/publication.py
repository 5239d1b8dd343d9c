"""Disclosure: complete forms, identities, nothing that must not leave, published in time (G6)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from bondlife.calendar import work_calendar
from bondlife.disclosure.content import cells, content_of, is_built
from bondlife.disclosure.differences import open_differences, previous
from bondlife.disclosure.places import place_words, places_words
from bondlife.errors import Problem
from bondlife.lifecycle.facts import last_move, place, rows, shares_of_bond, wan
from bondlife.lifecycle.guards.common import listed
from bondlife.lifecycle.guards.identities import IDENTITIES
from bondlife.lifecycle.situation import Situation
from calculators.kernel.dates import add_working_days
from models.base import columns
from models.disclosure_forms import forms
from models.disclosure_forms.shape import strangers
from models.registry import Bond, ChangeOfUse, Publication

_OUT = ("published", "superseded")

FORBIDDEN: dict[str, tuple[tuple[str, ...], re.Pattern[str]]] = {
    "personal_data": (
        ("phone", "id_number", "contact"),
        re.compile(r"(?<!\d)(1[3-9]\d{9}|\d{17}[\dXx])(?!\d)"),
    ),
    "bank_accounts": (
        ("payee_account", "bank_account", "account_number"),
        re.compile(r"(?<!\d)62\d{14,17}(?!\d)"),
    ),
    "hidden_debt": (("hidden_debt",), re.compile("隐性债务")),
    "risk_colours": (("risk_colour", "risk_level"), re.compile("[红橙黄绿]色(?:地区|等级|档)")),
}
"""Names of fields and patterns of text by what the rule says must not leave."""


def publications(here: Situation, form: str) -> list[Publication]:
    """Return what was published in a form for the bond, or for the project since the record's last move."""
    column = columns(Publication)
    if isinstance(here.row, Bond):
        return rows(
            here.session,
            Publication,
            column.form == form,
            column.bond_id == here.row.id,
            column.state.in_(_OUT),
        )
    project = here.project.id if here.project else None
    found = rows(
        here.session, Publication, column.form == form, column.project_id == project, column.state.in_(_OUT)
    )
    move = last_move(here.session, here.row)
    since = move.business_date if move is not None else date.min
    if isinstance(here.row, ChangeOfUse):
        found = [one for one in found if one.cut_off == since]  # that of another change proves nothing
    return [one for one in found if one.published_on is not None and one.published_on >= since]


def publication_published(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the form is published."""
    form = str(params["form"])
    if not publications(here, form):
        yield Problem(
            "not_published",
            "The form %(form)s is not published yet for this record.",
            "publication",
            {"form": form},
            "publisher",
            place(here, "publications"),
        )


def published_before_tender(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the form was published the working days of the rule before the tender."""
    bond, rule = here.row, here.rules.get(str(params["rule"]))
    if not isinstance(bond, Bond) or rule is None:
        return
    if bond.tender_date is None:
        yield Problem("tender_unknown", "Enter the day of the tender.", "tender_date", None, "officer")
        return
    latest = add_working_days(bond.tender_date, -rule.whole(), work_calendar(here.session))
    days = [one.published_on for one in publications(here, str(params["form"])) if one.published_on]
    if not days or min(days) > latest:
        yield Problem(
            "published_late",
            "The form %(form)s had to be published by %(latest)s, %(days)d working days before the tender; "
            "published on: %(found)s.",
            "tender_date",
            {
                "form": params["form"],
                "latest": latest.isoformat(),
                "days": rule.whole(),
                "found": min(days).isoformat() if days else "—",
            },
            "publisher",
            place(here, "publications"),
        )


def identities_hold(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the identities of the form hold on its content."""
    found = (
        [here.row] if isinstance(here.row, Publication) else publications(here, str(params.get("form", "")))
    )
    for publication in found:
        if isinstance(publication, Publication):
            yield from _identities(here, params, publication)


def _identities(here: Situation, params: Mapping[str, Any], publication: Publication) -> Iterator[Problem]:
    prefix = f"{publication.form.lower()}."
    content, before = publication.content or {}, _before(here, publication)
    linked = len(shares_of_bond(here.session, publication.bond_id)) if publication.bond_id else 1
    for name in (str(one) for one in listed(here, params, "identities")):
        if name.startswith(prefix) and name not in IDENTITIES:
            yield Problem(
                "unknown_check",
                "The rule asks for a check “%(check)s” that is not known.",
                "",
                {"check": name},
            )
        elif name.startswith(prefix):
            yield from _broken(here, name, IDENTITIES[name](content, before, linked))


def _broken(here: Situation, name: str, figures: Iterator[tuple[str, int, int]]) -> Iterator[Problem]:
    shown = str if "count" in name else wan
    for what, left, right in figures:
        if left != right:
            yield Problem(
                "identity_broken",
                "%(what)s: “%(identity)s” does not hold: %(left)s and %(right)s.",
                "content",
                {"what": what or "—", "identity": name, "left": shown(left), "right": shown(right)},
                "publisher",
                place(here, "publications"),
            )


def _before(here: Situation, publication: Publication) -> Mapping[str, Any]:
    """Return the content of the same form as last published."""
    latest = previous(here.session, publication)
    return (latest.content if latest is not None else None) or {}


def form_complete(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that every cell of the form is filled or says why not."""
    content, form = getattr(here.row, "content", None), str(getattr(here.row, "form", ""))
    if not content:
        yield Problem(
            "form_unfilled",
            "The form is not filled yet: fill it from the books first.",
            "content",
            None,
            "officer",
            place(here, "publications"),
        )
        return
    empty = [where for where, value in cells(content) if value in (None, "") or not str(value).strip()]
    if empty:
        yield Problem(
            "form_incomplete",
            "%(count)d cells of the form are empty and do not say why: %(cells)s.",
            "content",
            {"count": len(empty), "cells": places_words(form, empty)},
            "publisher",
            place(here, "publications"),
        )


def content_current(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the books still say what the content says, at its cut-off."""
    row = here.row
    if not isinstance(row, Publication) or not is_built(row.form) or row.content is None:
        return
    now = dict(cells(content_of(here.session, row)))
    then = dict(cells(row.content))
    moved = [where for where in {**then, **now} if then.get(where) != now.get(where)]
    if moved:
        yield Problem(
            "books_moved",
            "The books changed since this was prepared: %(cells)s. Return it and prepare it again.",
            "content",
            {"cells": places_words(row.form, moved)},
            "publisher",
            place(here, "publications"),
        )


def differences_explained(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that every unexpected difference from the last publication is explained in words."""
    row = here.row
    if not isinstance(row, Publication):
        return
    for one in open_differences(here.session, row):
        yield Problem(
            "difference_unexplained",
            "%(cell)s was published as %(before)s and is now %(now)s: say why.",
            "explanations",
            {"cell": one.label, "before": one.told_before, "now": one.told_now},
            "publisher",
            place(here, "publications"),
        )


def by_correction(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Say that only a published correction replaces a publication; it does so by itself."""
    yield Problem(
        "correct_it",
        "Prepare a correction; once it is published it replaces this one by itself.",
        "",
        None,
        "publisher",
        place(here, "publications"),
    )


def published_in_time(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the day of publication lies between the approval and today."""
    row, move = here.row, last_move(here.session, here.row, "approve")
    if not isinstance(row, Publication) or row.published_on is None:
        return
    first = move.business_date if move is not None else row.cut_off
    if not first <= row.published_on <= here.today:
        yield Problem(
            "published_on_wrong",
            "The day of publication lies between the approval (%(first)s) and today.",
            "published_on",
            {"first": first.isoformat()},
            "publisher",
        )


def public_fields_only(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the content holds nothing the rule keeps inside."""
    content = getattr(here.row, "content", None) or {}
    seen: set[str] = set()
    for name in (str(one) for one in listed(here, params, "kinds")):
        if name not in FORBIDDEN:
            yield Problem(
                "unknown_check",
                "The rule asks for a check “%(check)s” that is not known.",
                "",
                {"check": name},
            )
            continue
        found = list(_hits(content, "", *FORBIDDEN[name]))
        seen.update(found)
        yield from (_must_stay(here, where, name) for where in found)
    spec = forms().get(getattr(here.row, "form", ""))
    unknown = sorted(set(strangers(spec, content)) - seen) if spec is not None else []
    yield from (_must_stay(here, where, "not_in_the_form") for where in unknown)


def _must_stay(here: Situation, where: str, kind: str) -> Problem:
    return Problem(
        "must_not_leave",
        "The cell %(cell)s holds what must not leave the house (%(kind)s).",
        "content",
        {"cell": place_words(str(getattr(here.row, "form", "")), where), "kind": kind},
        "publisher",
        place(here, "publications"),
    )


def _hits(value: Any, where: str, names: tuple[str, ...], pattern: re.Pattern[str]) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            inside = f"{where}.{name}".lstrip(".")
            if any(word in str(name) for word in names) and part not in (None, ""):
                yield inside
            else:
                yield from _hits(part, inside, names, pattern)
    elif isinstance(value, list):
        for index, part in enumerate(value, 1):
            yield from _hits(part, f"{where}[{index}]", names, pattern)
    elif isinstance(value, str) and pattern.search(value):
        yield where


GUARDS = {
    "publication_published": publication_published,
    "published_before_tender": published_before_tender,
    "identities_hold": identities_hold,
    "form_complete": form_complete,
    "public_fields_only": public_fields_only,
    "content_current": content_current,
    "differences_explained": differences_explained,
    "published_in_time": published_in_time,
    "by_correction": by_correction,
}
