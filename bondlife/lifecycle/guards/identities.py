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


def _parts(content: Content, before: Content, linked: int) -> Iterator[Figures]:  # noqa: ARG001
    """Compare each line that names its parts by their letters (A=B+C) with them; blank lines are no zero."""
    held = {str(row.get("letter", "")).split("=")[0]: row for row in _rows(content)}
    for row in _rows(content):
        letter, _, parts = str(row.get("letter", "")).partition("=")
        lines = [held[one] for one in parts.split("+") if one in held]
        for column in ("whole", "own", "lower"):
            told = [one.get(column) for one in (row, *lines)]
            values = [one for one in told if isinstance(one, int)]
            if parts and len(values) == len(told):
                yield f"{letter} {row.get('item', '')}".strip(), values[0], sum(values[1:])


def _within_limit(content: Content, before: Content, linked: int) -> Iterator[Figures]:  # noqa: ARG001
    """Compare the balance of each part with its limit: the third family of lines with the fourth."""
    held = {str(row.get("letter", "")).split("=")[0]: row.get("whole") for row in _rows(content)}
    for limit, balance in (("G", "J"), ("H", "K"), ("I", "L")):
        most, owed = held.get(limit), held.get(balance)
        if isinstance(most, int) and isinstance(owed, int) and owed > most:
            yield balance, owed, most


IDENTITIES: dict[str, Callable[[Content, Content, int], Iterator[Figures]]] = {
    "f1.total_investment = own_funds + special_bond + other_debt": _investment,
    "f1.special_bond = sum(yearly special_bond)": _yearly("special_bond", "special_bond"),
    "f1.other_debt = sum(yearly other_debt)": _yearly("other_debt", "other_debt"),
    "f1.total_revenue = sum(yearly revenue)": _yearly("total_revenue", "revenue", "revenue_years"),
    "f1.project_count = linked projects": _count,
    "f3.bond_share <= received": _received,
    "f8.total = general + special": _parts,
    "f8.balance <= limit": _within_limit,
    "b1.total = general + special": _parts,
    "f4.realised does not fall without a reason": _realised,
}
"""Each yields the pairs of figures it compares; a pair that differs breaks it."""
