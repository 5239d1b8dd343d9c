"""Statements compiled once: constants in the text, keys spread, and the same rows as the general way."""

from typing import Any

import pytest
import sqlalchemy as sa

from bondlife.acts import Act, perform
from bondlife.db import Database, told_rows
from bondlife.lifecycle.facts import rows_of_keys
from bondlife.prepared import SIZES, among, prepared, spread
from bondlife.security.actor import SYSTEM, Actor, Grant
from bondlife.security.scope import scoped
from models.base import columns, table
from models.registry import Project, Region, RowVersion
from tests.builders import add_project

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


def test_a_row_found_by_its_key_is_the_row_the_session_holds(any_db: Database) -> None:
    """It is the object any other way finds, with every column, and what is changed on it is stored."""
    add_project(any_db, "双溪污水处理")

    def work(act: Act) -> int:
        own = columns(Project)
        key = act.session.execute(sa.select(own.id).execution_options(scoped=True)).scalar_one()
        (row,) = rows_of_keys(act.session, Project, [key])
        act.session.expunge(row)
        held = act.get(Project, key)
        assert {one.key: getattr(row, one.key) for one in table(Project).c} == held.model_dump()
        (again,) = rows_of_keys(act.session, Project, [key])
        assert again is held
        act.session.expunge(held)
        (row,) = rows_of_keys(act.session, Project, [key])
        act.change(row, name="梅岭污水处理")
        assert act.get(Project, key) is row
        return int(key)

    key = perform(any_db, SYSTEM, "test.rename", work)
    with any_db.reading() as session:
        (row,) = rows_of_keys(session, Project, [key, key + 1])
        version = columns(RowVersion)
        last = sa.select(version.data).where(version.row_id == key, version.table_name == "project")
        told = session.execute(last.order_by(version.version.desc()).limit(1)).scalar_one()
    assert (row.name, row.version) == ("梅岭污水处理", 2)
    assert "梅岭污水处理" in str(told)


def test_what_two_grants_over_regions_see_is_what_either_sees(db: Database) -> None:
    places = {name: add_project(db, name, region=code) for name, code in (("甲", "330302"), ("乙", "330303"))}
    add_project(db, "丙", region="330304")
    own, region = columns(Project), columns(Region)
    with db.reading() as session:
        codes = sa.select(region.id).where(region.code.in_(("330302", "330303"))).order_by(region.code)
        keys = session.execute(codes).scalars().all()
        both = Actor(1, "a", "a", tuple(Grant("officer", frozenset({key})) for key in keys))
        one = Actor(
            1, "a", "a", (Grant("officer", frozenset({keys[0]})), Grant("viewer", frozenset({keys[0]}), 9))
        )
        seen = [
            set(session.execute(scoped(actor, Project, own.public_id)).scalars()) for actor in (both, one)
        ]
    assert seen == [set(places.values()), {places["甲"]}]
