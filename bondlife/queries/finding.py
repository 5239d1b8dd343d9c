"""Find records by pieces of their names, by codes, by pinyin initials: one table on both databases."""

from typing import Any

import sqlalchemy as sa

from bondlife.services.search import normal, pieces
from models.base import columns
from models.registry import SearchGram

LONGEST = 60
MOST_PIECES = 12


def shape(text: str) -> tuple[int, bool]:
    """Return what the statement's text depends on: how many pieces, whether letters and digits only."""
    return (len(_pieces(text)), _is_plain(text)) if text.strip() else (0, False)


def values(text: str) -> dict[str, Any]:
    """Return the parameters of a search."""
    if not text.strip():
        return {}
    found: dict[str, Any] = {f"gram{i}": piece for i, piece in enumerate(_pieces(text))}
    if _is_plain(text):
        word = normal(text)[:LONGEST]
        for name, mark in (("code", "#"), ("letters", "~")):
            found[f"{name}_from"] = mark + word
            found[f"{name}_to"] = mark + word + "\uffff"
    return found


def matching(subject: str, text: str) -> Any:
    """Return the keys of the records of one type that a text finds."""
    gram = columns(SearchGram)
    own = gram.subject == subject
    ways = [_by_pieces(own, len(_pieces(text)))]
    if _is_plain(text):
        ways += [_by_beginning(own, "code"), _by_beginning(own, "letters")]
    return sa.union(*ways) if len(ways) > 1 else ways[0]


def _by_pieces(own: Any, count: int) -> Any:
    gram = columns(SearchGram)
    statement = sa.select(gram.subject_id).where(own, gram.gram == sa.bindparam("gram0", required=False))
    for number in range(1, count):
        other = sa.alias(SearchGram.__table__, f"g{number}")  # type: ignore[attr-defined]
        statement = statement.where(
            sa.exists().where(
                other.c.subject == gram.subject,
                other.c.subject_id == gram.subject_id,
                other.c.gram == sa.bindparam(f"gram{number}", required=False),
            )
        )
    return statement


def _by_beginning(own: Any, name: str) -> Any:
    gram = columns(SearchGram)
    return sa.select(gram.subject_id).where(
        own,
        gram.gram >= sa.bindparam(f"{name}_from", required=False),
        gram.gram < sa.bindparam(f"{name}_to", required=False),
    )


def _pieces(text: str) -> list[str]:
    return list(dict.fromkeys(pieces(text[:LONGEST])))[:MOST_PIECES] or [""]


def _is_plain(text: str) -> bool:
    word = normal(text)
    return bool(word) and word.isascii()
