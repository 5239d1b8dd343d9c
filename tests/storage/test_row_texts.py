"""The text of a row that the database writes is the text its version holds: both databases, every type."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import AutoString

from bondlife.db import Database
from bondlife.verify.texts import row_text
from models.canonical import canonical_json
from models.columns import Cents, JsonText, Rate, UtcDateTime

TARGET = sa.Table(
    "told",
    sa.MetaData(),
    sa.Column("number", sa.BigInteger),
    sa.Column("money", Cents),
    sa.Column("rate", Rate),
    sa.Column("text", sa.Text),
    sa.Column("word", AutoString),
    sa.Column("flag", sa.Boolean),
    sa.Column("day", sa.Date),
    sa.Column("at", UtcDateTime),
    sa.Column("data", JsonText),
    prefixes=["TEMPORARY"],
)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
WHOLE = st.integers(-(2**62), 2**62)
ROWS = st.fixed_dictionaries(
    {
        "number": st.none() | WHOLE,
        "money": st.none() | st.integers(-(10**15), 10**15),
        "rate": st.none() | st.integers(-(10**15), 10**15).map(lambda one: Decimal(one).scaleb(-10)),
        "text": st.none() | TEXT,
        "word": st.none() | TEXT,
        "flag": st.none() | st.booleans(),
        "day": st.none() | st.dates(date(1900, 1, 1), date(9999, 12, 31)),
        "at": st.none() | st.datetimes(datetime(1970, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        "data": st.none() | st.dictionaries(TEXT, TEXT | WHOLE, max_size=3),
    }
)


@given(st.lists(ROWS, min_size=1, max_size=20))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_database_writes_what_the_version_says(any_db: Database, rows: list[dict[str, Any]]) -> None:
    with any_db.owner.connect() as connection:
        TARGET.create(connection)
        connection.execute(sa.insert(TARGET), rows)
        told = connection.execute(sa.select(row_text(TARGET, connection.dialect.name))).scalars().all()
        connection.rollback()
        TARGET.drop(connection, checkfirst=True)
        connection.commit()
    assert sorted(map(str, told)) == sorted(map(canonical_json, rows))


@pytest.mark.parametrize(
    ("name", "odd"),
    [
        ("number", "x'3132'"),
        ("number", "12.5"),
        ("rate", "'a'"),
        ("rate", "1.5"),
        ("flag", "2"),
        ("at", "'2036-04-01T00:00:00.000000'"),
        ("at", "5"),
        ("text", "x'61'"),
        ("data", "x'37'"),
    ],
)
def test_a_value_of_another_class_is_never_told_as_equal(db: Database, name: str, odd: str) -> None:
    sound = {"number": 12, "rate": Decimal("0.5"), "flag": True, "text": "a", "data": 7}
    sound["at"] = datetime(2036, 4, 1, tzinfo=UTC)
    with db.owner.connect() as connection:
        TARGET.create(connection)
        connection.execute(sa.insert(TARGET), {**dict.fromkeys(TARGET.c.keys()), name: sound[name]})
        version = connection.execute(sa.select(row_text(TARGET, "sqlite"))).scalar_one()
        connection.exec_driver_sql(f"UPDATE told SET {name} = {odd}")
        try:
            told = connection.execute(sa.select(row_text(TARGET, "sqlite"))).scalar_one()
        except sa.exc.OperationalError:
            told = None
        connection.rollback()
    assert version is not None
    assert told != version
