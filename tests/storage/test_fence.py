"""D3, the second fence: row security of PostgreSQL holds where a query forgot its scope."""

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bondlife import prepared
from bondlife.acts import perform
from bondlife.db import SCOPED, Database, UnscopedReadError
from bondlife.migrations.guards import APPLICATION_ROLE
from bondlife.queries.bonds import BondFilter, bonds_view
from bondlife.queries.projects import ProjectFilter, project_list, project_totals
from bondlife.security import scope
from bondlife.security.actor import SYSTEM, Actor
from bondlife.security.permissions import PERMISSIONS
from bondlife.security.scope import scoped
from models.base import ScopedRow, table
from models.registry import Bond, BondShare, Project, Region, metadata
from tests.api.client import app_of, caller
from tests.database import copied_database, people_of
from tests.faults.counting import say

OWN, FOREIGN = "330304", "330302"
MODELS = {table(one).name: one for one in ScopedRow.__subclasses__() if hasattr(one, "__table__")} | {
    table(one).name: one
    for parent in ScopedRow.__subclasses__()
    for one in parent.__subclasses__()
    if hasattr(one, "__table__")
}
pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def fenced(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Return a database in which every scoped table holds one own and one foreign row."""
    with copied_database(request, "postgres", tmp_path_factory.mktemp("fence")) as db:
        plant(db)
        yield db


@pytest.fixture(scope="module")
def officer(fenced: Database) -> Actor:
    return people_of(fenced)["officer"]


def plant(db: Database) -> None:
    """Put a row of each region into every scoped table, past keys and checks: the fence alone is asked."""
    numbers = itertools.count(1_000_000)
    with db.connection(write=True) as connection:
        connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        regions = region_ids(connection)
        for name in sorted(SCOPED):
            target = metadata.tables[name]
            for check in sa.inspect(connection).get_check_constraints(name):
                connection.execute(sa.text(f'ALTER TABLE {name} DROP CONSTRAINT "{check["name"]}"'))
            for code in (OWN, FOREIGN):
                connection.execute(
                    sa.insert(target).values(row_of(target, regions[code], next(numbers), code))
                )


def row_of(target: sa.Table, region: int, number: int, code: str) -> dict[str, Any]:
    """Return values for every column that must be filled; texts carry the code of their region."""
    values: dict[str, Any] = {}
    for column in target.columns:
        if column.nullable and column.name not in {"sort_key"}:
            continue
        values[column.name] = value_of(column, number, code)
    return {**values, "id": number, "region_id": region, "ended_at": None}


def value_of(column: sa.Column[Any], number: int, code: str) -> Any:
    kind: Any = column.type
    found = getattr(kind, "impl", kind)
    python = type(getattr(found, "impl", found)).__name__
    if isinstance(found, sa.Boolean):
        return False
    if isinstance(found, sa.String | sa.Text):
        return (
            {} if type(kind).__name__ == "JsonText" else f"{code}-{number}"[: getattr(kind, "length", None)]
        )
    if isinstance(found, sa.DateTime):
        return datetime(2026, 1, 1, tzinfo=UTC)
    if isinstance(found, sa.Date):
        return date(2026, 1, 1)
    return 0 if python == "Rate" else number


def region_ids(connection: Any) -> dict[str, int]:
    region = table(Region).c
    wanted = sa.select(region.code, region.id).where(region.code.in_((OWN, FOREIGN)))
    return {str(code): int(key) for code, key in connection.execute(wanted)}


def raw(session: Session, name: str) -> int:
    """Count the rows of a table as somebody would who knows nothing of scopes."""
    return int(session.connection().exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one())


def test_every_scoped_table_is_fenced(fenced: Database) -> None:
    assert set(MODELS) == set(SCOPED)
    with fenced.connection() as connection:
        query = "SELECT relname FROM pg_class WHERE relrowsecurity AND relname = ANY(:names)"
        found = set(connection.execute(sa.text(query), {"names": sorted(SCOPED)}).scalars())
        policies = "SELECT tablename FROM pg_policies WHERE policyname = 'regions'"
        assert set(connection.execute(sa.text(policies)).scalars()) == found == set(SCOPED)
    assert all(line.ok for line in fenced.check())


def test_an_open_table_is_told_at_the_start(fenced: Database) -> None:
    with fenced.connection(write=True) as connection:
        connection.execute(sa.text("ALTER TABLE task DISABLE ROW LEVEL SECURITY"))
    try:
        assert [line.name for line in fenced.check() if not line.ok] == ["row_security"]
    finally:
        with fenced.connection(write=True) as connection:
            connection.execute(sa.text("ALTER TABLE task ENABLE ROW LEVEL SECURITY"))


def test_the_application_is_neither_owner_nor_superuser(fenced: Database) -> None:
    with fenced.reading() as session:
        who = "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        assert tuple(session.connection().exec_driver_sql(who).one()) == (APPLICATION_ROLE, False, False)
        owned = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user"
        assert session.connection().exec_driver_sql(owned).scalar_one() == 0
        for forbidden in ("DROP TABLE task", "ALTER TABLE task DISABLE ROW LEVEL SECURITY"):
            with pytest.raises(sa.exc.ProgrammingError), session.begin_nested():
                session.connection().exec_driver_sql(forbidden)


def test_without_a_person_no_row_is_there(fenced: Database) -> None:
    with fenced.connection() as connection:
        held = {
            name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one() for name in SCOPED
        }
    with fenced.reading() as session:
        seen = {name: raw(session, name) for name in SCOPED}
    total, found = sum(held.values()), sum(seen.values())
    say(f"D3: {len(SCOPED)} tables, {total} rows held, {found} seen without a person")
    assert min(held.values()) >= 2
    assert set(seen.values()) == {0}


def test_raw_queries_of_an_officer_see_their_regions_alone(fenced: Database, officer: Actor) -> None:
    with fenced.reading() as session:
        session.execute(scoped(officer, Project).limit(1))
        seen = {name: raw(session, name) for name in SCOPED}
        for name in SCOPED:
            own = f"SELECT count(*) FROM {name} JOIN region ON region.id = region_id WHERE region.code = "
            assert session.connection().exec_driver_sql(f"{own}'{FOREIGN}'").scalar_one() == 0, name
    assert min(seen.values()) >= 1


REAL = scope.visible
ENDINGS: dict[str, Callable[[Session], None]] = {
    "commit": lambda session: session.commit(),
    "rollback": lambda session: session.rollback(),
    "close": lambda session: session.close(),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_pooled_connection_forgets_whom_it_served(fenced: Database, officer: Actor, ending: str) -> None:
    narrow = Database(fenced.url.render_as_string(hide_password=False))
    pids = set()
    try:
        for _ in range(10):
            with narrow.reading() as session:
                pids.add(session.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar_one())
                assert raw(session, "project") == 0, "what the last one was told is gone"
                session.execute(scoped(officer, Project))
                assert raw(session, "project") == 1
                ENDINGS[ending](session)
                assert raw(session, "project") == 0
    finally:
        narrow.close()
    assert len(pids) == 1


def test_an_undone_savepoint_does_not_widen(fenced: Database, officer: Actor) -> None:
    with fenced.reading() as session:
        session.execute(scoped(officer, Project))
        aside = session.begin_nested()
        session.execute(sa.select(Project).execution_options(scoped=True))
        aside.rollback()
        assert raw(session, "project") == 1
        assert len(session.execute(scoped(officer, Project)).all()) == 1


def test_a_row_of_no_region_told_cannot_be_written(fenced: Database) -> None:
    task = metadata.tables["task"]
    with fenced.writing() as session:
        connection = session.connection()
        with pytest.raises(sa.exc.ProgrammingError, match="row-level security"):
            connection.execute(sa.insert(task).values(row_of(task, 1, 5, "x")))


FILTERS: dict[str, Callable[[Actor, Any, str], Any]] = {
    "no condition": lambda *_: None,
    "always true": lambda *_: sa.true(),
    "the opposite": lambda actor, model, permission: (
        ~cast("sa.ColumnElement[bool]", REAL(actor, model, permission))
    ),
}


@pytest.mark.parametrize("kind", FILTERS)
def test_a_forgotten_filter_shows_nothing_foreign(
    fenced: Database, officer: Actor, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each scoped table with its filter dropped, in three ways: more than thirty mutants."""
    monkeypatch.setattr(scope, "visible", FILTERS[kind])
    allowed = {grant for one in officer.grants for grant in one.region_ids or ()}
    seen = foreign = 0
    with fenced.reading() as session:
        for model in MODELS.values():
            found = session.execute(scoped(officer, model, table(model).c.region_id)).scalars().all()
            seen += len(found)
            foreign += len(set(found) - allowed)
    say(f"D3 {kind}: mutants {len(MODELS)}, rows {seen}, foreign {foreign}")
    assert foreign == 0
    assert (seen == 0) is (kind == "the opposite")


def test_pages_and_programs_without_filter_show_nothing_foreign(
    fenced: Database, officer: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scope, "visible", FILTERS["no condition"])
    prepared.STATEMENTS.clear()
    projects = project_list(fenced, officer, ProjectFilter())
    bonds = bonds_view(fenced, officer, BondFilter())
    assert [row.code[:6] for row in projects.rows] == [OWN]
    assert project_totals(fenced, officer, ProjectFilter()).count == 1
    assert FOREIGN not in repr(bonds)
    client = caller(
        app_of(fenced, tmp_path),
        fenced,
        "officer",
        *(name for name in PERMISSIONS if name.endswith(".read") and officer.can(name)),
    )
    for place in ("projects", "bonds", "bond-shares", "budget-lines", "disbursements", "tasks", "documents"):
        answer = client.get(f"/api/v1/{place}")
        assert f"{FOREIGN}-" not in answer.text, place
    prepared.STATEMENTS.clear()


def test_bonds_of_issuers_above_and_bonds_held_are_seen(postgres_db: Database) -> None:
    """The fence is no narrower than the rights: a county sees the provincial bond it has a share of."""
    people = people_of(postgres_db)
    with postgres_db.connection(write=True) as connection:
        connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        for name in ("bond", "bond_share"):
            for check in sa.inspect(connection).get_check_constraints(name):
                connection.execute(sa.text(f'ALTER TABLE {name} DROP CONSTRAINT "{check["name"]}"'))
        codes = region_ids(connection)
        bond = row_of(metadata.tables["bond"], codes[FOREIGN], 77, "far")
        connection.execute(sa.insert(metadata.tables["bond"]).values(bond))
        share = row_of(metadata.tables["bond_share"], codes[OWN], 78, "own") | {"bond_id": 77}
        connection.execute(sa.insert(metadata.tables["bond_share"]).values(share))
    with postgres_db.reading() as session:
        assert len(session.execute(scoped(people["officer"], Bond, table(Bond).c.id)).all()) == 1
        assert len(session.execute(scoped(people["officer"], BondShare, table(BondShare).c.id)).all()) == 1


UNSCOPED: dict[str, Any] = {
    "the model": sa.select(Project),
    "a column": sa.select(table(Project).c.code),
    "a count": sa.select(sa.func.count()).select_from(table(Project)),
    "inside": sa.select(table(Region).c.id).where(
        table(Region).c.id.in_(sa.select(table(Project).c.region_id))
    ),
    "joined": sa.select(table(Region).c.id).join(
        table(Project), table(Project).c.region_id == table(Region).c.id
    ),
    "aliased": sa.select(table(Project).alias().c.code),
    "exists": sa.select(sa.exists().where(table(Project).c.id == 1)),
    "a union": sa.union(sa.select(table(Project).c.id), sa.select(table(Region).c.id)),
}


@pytest.mark.parametrize("name", UNSCOPED)
def test_a_read_that_names_nobody_is_refused_on_both(any_db: Database, name: str) -> None:
    with any_db.reading() as session, pytest.raises(UnscopedReadError):
        session.execute(UNSCOPED[name])


def test_an_act_of_the_house_sees_all(fenced: Database) -> None:
    counted = sa.select(sa.func.count()).select_from(Project)
    found = perform(fenced, SYSTEM, "test", lambda act: act.session.execute(scoped(SYSTEM, Project)).all())
    with fenced.connection() as connection:
        assert connection.execute(counted).scalar_one() == len(found) >= 2
