"""Statements compiled once: constants in the text, keys spread, and the same rows as the general way."""

from typing import Any

import pytest
import sqlalchemy as sa

from bondlife.db import Database, told_rows
from bondlife.prepared import SIZES, among, prepared, spread
from models.base import columns
from models.registry import Region

SIGNS = "a'b?c%d\"e"


def _said(word: str) -> sa.Select[Any, Any]:
    asked = sa.bindparam("number", None, sa.BigInteger())
    return sa.select(sa.literal(word), sa.cast(asked, sa.BigInteger))


@pytest.mark.parametrize("word", [SIGNS, "", "?", "%", "\\", "；", "'';--"])
def test_words_stand_in_the_text_as_they_are(db: Database, word: str) -> None:
    with db.reading() as session:
        rows = told_rows(session, None, ("said", word), lambda: _said(word), {"number": 7})
    assert rows == [(word, 7)]


@pytest.mark.postgres
@pytest.mark.parametrize("word", [SIGNS, "%", "'';--"])
def test_words_stand_in_the_text_on_postgres_too(postgres_db: Database, word: str) -> None:
    with postgres_db.reading() as session:
        rows = told_rows(session, None, ("said", word), lambda: _said(word), {"number": 7})
    assert rows == [(word, 7)]


@pytest.mark.parametrize("count", [0, 1, 2, 4, 5, 17, 300, 5000])
def test_spread_keys_are_asked_for_each_and_no_other(db: Database, count: int) -> None:
    own = columns(Region)
    with db.reading() as session:
        known = list(session.execute(sa.select(own.id).order_by(own.id).limit(count)).scalars())
        values = spread(known)
        rows = told_rows(
            session,
            None,
            ("regions of keys", len(values)),
            lambda: sa.select(own.id).where(among(own.id, values)).order_by(own.id),
            values,
        )
    assert [key for (key,) in rows] == known
    assert len(values) in {*SIZES, len(known)}


def test_sqlite_plans_once_for_all_keys(db: Database) -> None:
    own = columns(Region)
    wanted = own.id == sa.bindparam("key", None, sa.BigInteger()), own.level == "county"
    held = prepared(db.engine.dialect, "plan of a key", lambda: sa.select(own.name).where(*wanted))
    assert "= +?" in held.text
    assert "'county'" in held.text
    assert held.order == ("key",)
