"""The content of a publication: built from the books, its empty cells filled in words, sealed by a digest."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlmodel import Session

from bondlife.disclosure.about import About, about_of, sheet_of
from bondlife.disclosure.builders import builders
from bondlife.errors import Invalid
from bondlife.lifecycle.facts import by_key
from models.canonical import canonical_json, digest
from models.registry import CollectionPart, Publication, PublicationSheet

MOST_WORDS = 1000
"""The longest words one cell may carry."""


def is_built(form: str) -> bool:
    """Tell whether the house fills a form itself."""
    return form in builders()


def books_content(about: About) -> dict[str, Any]:
    """Return what the books say for a form; refuses a form nobody builds."""
    if about.form not in builders():
        raise Invalid.because(
            "no_form", "No table of the form %(form)s is filled here.", "form", form=about.form
        )
    return builders()[about.form](about)


def content_of(session: Session, row: Publication) -> dict[str, Any]:
    """Return the content of a publication as the books and its sheet give it now."""
    sheet = sheet_of(session, row)
    books = books_content(about_of(session, row))
    content = filled(
        books, {**_unit_words(session, sheet, books), **((sheet.answers if sheet else None) or {})}
    )
    reasons = [sheet.reason, *(sheet.explanations or {}).values()] if sheet else []
    told = "；".join(dict.fromkeys(one for one in reasons if one))
    return {**content, "reason": told} if told else content


def _unit_words(
    session: Session, sheet: PublicationSheet | None, content: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what the unit answered in the yearly round, by the place of the empty cell it is for.

    An answer counts once the department has checked it and finance has accepted it.
    """
    part = by_key(session, CollectionPart, sheet.part_id) if sheet is not None else None
    if part is None or part.step != "accepted":
        return {}
    told = part.answers or {}
    places = {place: place.rpartition(".")[2] for place in empty_cells(content)}
    return {place: told[name] for place, name in places.items() if told.get(name) not in (None, "")}


def content_digest(content: Mapping[str, Any]) -> str:
    """Return the digest under which a content is approved, published and compared."""
    return digest(canonical_json(content))


def filled(content: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return a content whose empty cells hold the words given for them; a figure of the books stays.

    >>> filled({"rows": [{"a": 1, "b": None}]}, {"rows[1].a": "no", "rows[1].b": "none held"})
    {'rows': [{'a': 1, 'b': 'none held'}]}
    """
    return {name: _filled(value, name, answers) for name, value in content.items()}


def _filled(value: Any, where: str, answers: Mapping[str, Any]) -> Any:
    if isinstance(value, Mapping):
        return {name: _filled(part, f"{where}.{name}", answers) for name, part in value.items()}
    if isinstance(value, list):
        return [_filled(part, f"{where}[{index}]", answers) for index, part in enumerate(value, 1)]
    return answers.get(where) if value is None else value


def cells(content: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every cell of a content with its place.

    >>> list(cells({"form": "F6", "rows": [{"a": 1}]}))
    [('form', 'F6'), ('rows[1].a', 1)]
    """
    if isinstance(content, Mapping):
        for name, part in content.items():
            yield from cells(part, f"{where}.{name}".lstrip("."))
    elif isinstance(content, list):
        for index, part in enumerate(content, 1):
            yield from cells(part, f"{where}[{index}]")
    else:
        yield where, content


def empty_cells(content: Mapping[str, Any]) -> list[str]:
    """Return the places of cells that say nothing yet."""
    return [place for place, value in cells(content) if value is None]


def typed(value: Any, kind: str) -> Any:
    """Return a canonical cell as a value of its kind; words in a cell of figures stay words.

    >>> typed("2036-06-01", "date"), typed("0.0236", "percent"), typed("none held", "date"), typed(5, "fen")
    (datetime.date(2036, 6, 1), Decimal('0.0236'), 'none held', 5)
    """
    if not isinstance(value, str) or kind == "text":
        return value
    try:
        return date.fromisoformat(value) if kind == "date" else Decimal(value)
    except (ValueError, InvalidOperation):
        return value
