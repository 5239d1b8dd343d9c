"""Identities of published forms, by the words the rule uses for them.

Content of a form: ``rows`` (one per project or share: amounts in fen, ``yearly`` a list of the same by year),
``project_count``, and for realised figures ``realised`` with ``reason``.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Content = Mapping[str, Any]
Figures = tuple[str, int, int]
"""What is compared, as published, as it should be."""


def _rows(content: Content) -> list[Content]:
    return list(content.get("rows") or ())


def _amount(row: Content, name: str) -> int:
    return int(row.get(name) or 0)


def _investment(content: Content, before: Content, linked: int) -> Iterator[Figures]:  # noqa: ARG001
    for row in _rows(content):
        parts = sum(_amount(row, name) for name in ("own_funds", "special_bond", "other_debt"))
        yield str(row.get("name", "")), _amount(row, "total_investment"), parts


def _yearly(
    total: str, part: str, inside: str = "yearly"
) -> Callable[[Content, Content, int], Iterator[Figures]]:
    def compare(content: Content, before: Content, linked: int) -> Iterator[Figures]:  # noqa: ARG001
        for row in _rows(content):
            years = sum(_amount(year, part) for year in row.get(inside) or ())
            yield str(row.get("name", "")), _amount(row, total), years

    return compare


def _count(content: Content, before: Content, linked: int) -> Iterator[Figures]:  # noqa: ARG001
    yield "", int(content.get("project_count") or 0), linked


def _received(content: Content, before: Content, linked: int) -> Iterator[Figures]:  # noqa: ARG001
    for row in _rows(content):
        share, received = _amount(row, "bond_share"), _amount(row, "received")
        if share > received:
            yield str(row.get("name", "")), share, received


def _realised(content: Content, before: Content, linked: int) -> Iterator[Figures]:  # noqa: ARG001
    now, then = _amount(content, "realised"), _amount(before, "realised")
    if now < then and not str(content.get("reason") or "").strip():
        yield "", now, then


IDENTITIES: dict[str, Callable[[Content, Content, int], Iterator[Figures]]] = {
    "f1.total_investment = own_funds + special_bond + other_debt": _investment,
    "f1.special_bond = sum(yearly special_bond)": _yearly("special_bond", "special_bond"),
    "f1.other_debt = sum(yearly other_debt)": _yearly("other_debt", "other_debt"),
    "f1.total_revenue = sum(yearly revenue)": _yearly("total_revenue", "revenue", "revenue_years"),
    "f1.project_count = linked projects": _count,
    "f3.bond_share <= received": _received,
    "f4.realised does not fall without a reason": _realised,
}
"""Each yields the pairs of figures it compares; a pair that differs breaks it."""
