"""Keep search and sorting right: bigrams, codes and pinyin initials of what people look for."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

import sqlalchemy as sa

from bondlife.acts import Act
from bondlife.db import insert_rows
from models.base import table
from models.registry import Bond, Organisation, Project, Region, Row, SearchGram

SEARCHED: dict[type[Row], tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    Project: ("project", ("name",), ("code", "platform_code", "debt_system_code", "ndrc_code")),
    Bond: ("bond", ("name", "short_name"), ("code",)),
    Organisation: ("organisation", ("name",), ("credit_code",)),
    Region: ("region", ("name",), ("code",)),
}
"""What is found by its names (in pieces) and by its codes (by their beginning)."""

LONGEST = 60


def index(act: Act, row: Row) -> None:
    """Write the pieces and the sort key of one record; the old pieces go."""
    entry = SEARCHED.get(type(row))
    if entry is None:
        return
    subject, names, codes = entry
    key = sort_key(" ".join(getattr(row, name) for name in names))
    if getattr(row, "sort_key", key) != key:
        own = table(type(row))
        act.session.execute(sa.update(own).where(own.c.id == row.id).values(sort_key=key))
    wanted = set(grams(*(getattr(row, name) for name in names), codes=[getattr(row, code) for code in codes]))
    grams_table = table(SearchGram)
    mine = sa.and_(grams_table.c.subject == subject, grams_table.c.subject_id == row.id)
    held = set(act.session.execute(sa.select(grams_table.c.gram).where(mine)).scalars())
    if gone := held - wanted:
        act.session.execute(sa.delete(grams_table).where(mine, grams_table.c.gram.in_(sorted(gone))))
    fresh = [{"gram": gram, "subject": subject, "subject_id": row.id} for gram in sorted(wanted - held)]
    insert_rows(act.session, grams_table, fresh)


def normal(text: str) -> str:
    """Return text as it is searched: full-width folded, lower case, no spaces or signs."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(letter for letter in folded if letter.isalnum())


def pieces(text: str) -> Iterator[str]:
    """Return the two-character pieces of a text, or the one character it has."""
    plain = normal(text)
    if len(plain) == 1:
        yield plain
    for start in range(len(plain) - 1):
        yield plain[start : start + 2]


def grams(*names: str, codes: Iterable[str] = ()) -> Iterator[str]:
    """Return everything a record is found by."""
    for name in names:
        yield from pieces(name)
        letters = initials(name)
        if letters:
            yield "~" + letters[: LONGEST - 1]
    for code in codes:
        if code:
            yield "#" + normal(code)[: LONGEST - 1]


@lru_cache(maxsize=65536)
def _letter(character: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(character, style=Style.FIRST_LETTER)[0][:1]


def initials(text: str) -> str:
    """Return the pinyin initials of a name: 双溪污水 gives sxws."""
    return "".join(_letter(character) for character in normal(text))


def sort_key(text: str) -> str:
    """Return a key that sorts Chinese names by pinyin on every database."""
    # its dictionary takes 60 MB and a third of a second: only who needs it loads it
    from pypinyin import Style, lazy_pinyin

    return " ".join(lazy_pinyin(normal(text), style=Style.TONE3, neutral_tone_with_five=True))[:400]
