"""What the words of public pages mean, in the language of the page."""

from collections.abc import Sequence
from dataclasses import dataclass

from bondlife.queries.words import said
from models.public_terms import TERMS


@dataclass(frozen=True, slots=True)
class Term:
    """One word and what it means, in plain words."""

    name: str
    meaning: str


def terms_for(kind: str = "") -> Sequence[Term]:
    """Return the terms a kind of page uses, or all of them."""
    return [Term(said(one.name), said(one.meaning)) for one in TERMS if not kind or kind in one.kinds]
