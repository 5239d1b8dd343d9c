"""Things that have public pages: their tables, the forms of their pages, the contents about each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from models.base import columns
from models.disclosure_forms import forms
from models.registry import Bond, Fund, PPPContract, Project, Publication, PublicationSheet, Region


@dataclass(frozen=True, slots=True)
class ThingKind:
    """How a kind of thing is read: table, code, the form of its page, cells of its word and main amount.

    ``others`` are forms about it that may be opened by hand too: no duty asks for them, or it came and went.
    """

    model: type[SQLModel]
    code: str
    page: str
    word: tuple[str, ...] = ()
    amount: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Return every form that may be opened by hand, the page first."""
        return (self.page, *self.others)


THINGS: Mapping[str, ThingKind] = {
    "project": ThingKind(
        Project,
        "code",
        "project_page",
        ("sector",),
        ("total_investment", "investment"),
        ("F2", "contractors"),
    ),
    "bond": ThingKind(
        Bond, "code", "bond_page", ("bond_type",), ("face", "planned_face", "amount"), ("F1", "N3")
    ),
    "ppp_contract": ThingKind(PPPContract, "number", "ppp_page", ("regime",), ("total_investment",)),
    "fund": ThingKind(Fund, "", "fund_page", ("fund_type",), ("target_size", "committed")),
    "region": ThingKind(Region, "code", "region_page"),
}
BY_SHEET = ("ppp_contract", "fund")
"""Things a publication names by its sheet alone."""

EPOCH = "public"
"""The counter that rises with everything that is published, corrected or withdrawn."""


def chosen_forms() -> tuple[str, ...]:
    """Return the forms that are public only where leaders chose so: no index counts them."""
    return tuple(key for key, spec in forms().items() if spec.choice)


def about(kind: str, key: Any) -> tuple[Any, ...]:
    """Return the conditions of contents about a thing; those about nothing smaller are about their region."""
    own, sheet = columns(Publication), columns(PublicationSheet)
    if kind in ("project", "bond"):
        return (own[f"{kind}_id"] == key,)
    if kind in BY_SHEET:
        named = sa.select(sheet.publication_id).where(sheet.subject == kind, sheet.subject_id == key)
        return (own.id.in_(named),)
    others = sa.select(sheet.publication_id).where(sheet.subject.in_(BY_SHEET))
    return (own.region_id == key, own.project_id.is_(None), own.bond_id.is_(None), own.id.not_in(others))


def rank(kind: str, form: str) -> int:
    """Return how well a form tells of a thing: its own page first, then forms about it, then any."""
    if form == THINGS[kind].page:
        return 0
    return 1 if form in forms() and forms()[form].subject == kind else 2
