"""Every route × every role × own and foreign region: answers follow from rights and scope."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.routing import Mount

from bondlife.api.v1_records import NAMES
from bondlife.db import Database
from bondlife.demo.people import PEOPLE
from bondlife.security.actor import Actor
from bondlife.security.authenticate import actor_of
from bondlife.web import signpost
from tests.api.client import V1, app_of, asker, caller, new_project
from tests.site_client import Asker, Told, apart

ANONYMOUS = ""
NOWHERE = "00000000-0000-4000-8000-000000000000"
INNER = re.compile(r"/new$|/edit$|{record}|^/projects/{")
"""Pages behind whose door a second right is asked for, that of the very record or form."""
NAMES_A_ROW = re.compile(r"{[a-z_]*id}")
"""Addresses of one row: of a row one may not see they say what they say of none, on every such route."""
RECORD_ROUTES = re.compile(rf"^{V1}/({'|'.join(NAMES.values())})/{{public_id}}")


AT_THE_DOOR = {401, 303, 403}
"""What the door answers before anything is read."""
OPEN = {"/sign-in", "/health", "/healthz", "/ready", "/robots.txt", "/survey/{token}"}
"""What anybody may ask beside the portal."""


@dataclass(frozen=True)
class Route:
    """One address with one method, and the permission its door asks for; None means it has no door."""

    path: str
    method: str
    permission: str | None


def routes_of(app: Any) -> list[Route]:
    """Return every route of the application with the permission that its dependencies declare."""
    found = []
    for one in signpost.routes_of(app):
        if not isinstance(one, APIRoute):
            assert isinstance(one, Mount), one
            continue
        names = list(_permissions(one.dependant))
        for method in sorted((one.methods or set()) - {"HEAD", "OPTIONS"}):
            found.append(Route(one.path, method, names[0] if names else None))
    return found


def _permissions(dependant: Any) -> Iterator[str]:
    name = getattr(dependant.call, "permission", None)
    if name is not None:
        yield name
    for inner in dependant.dependencies:
        yield from _permissions(inner)


@pytest.fixture
def app(any_db: Database, tmp_path: Path) -> Any:
    return app_of(any_db, tmp_path)


def test_every_route_declares_its_permission(app: Any) -> None:
    routes = routes_of(app)
    assert len(routes) > 100
    assert [one for one in routes if one.permission is None] == []
    open_ones = {one.path for one in routes if one.permission == ""}
    portal = {one for one in open_ones if one == "/public" or one.startswith("/public/")}
    assert open_ones - portal <= OPEN, open_ones
    assert {one.method for one in routes if one.path in portal} == {"GET"}


def test_a_route_without_a_door_is_seen(app: Any) -> None:
    app.get("/no-door")(lambda: "x")
    assert [one.path for one in routes_of(app) if one.permission is None] == ["/no-door"]


@pytest.mark.timeout(900)
def test_every_route_for_every_role(app: Any, any_db: Database, capsys: pytest.CaptureFixture[str]) -> None:
    """Ask every cell on SQLite; on PostgreSQL what goes past the door, which knows no database.

    There one person of each reach and organisation asks for all who have the same: rows know no roles. Of
    those who are turned away each asks once for each way.
    """
    keys = _keys(app, any_db)
    routes = [one for one in routes_of(app) if one.permission]
    cells, wrong = apart(lambda: _walk(app, any_db, routes, keys))
    with capsys.disabled():
        count = sum(cells.values())
        print(f"\nmatrix on {any_db.engine.dialect.name}: {count} cells, {len(routes)} routes, {dict(cells)}")  # noqa: T201
    assert wrong == []
    assert sum(cells.values()) > 4000


def _walk(
    app: Any, db: Database, routes: list[Route], keys: dict[str, str]
) -> tuple[Counter[str], list[str]]:
    """Ask every cell; return the answers by status, and what is not as the table of rights says."""
    cells: Counter[str] = Counter()
    asked = set[tuple[object, ...]]()
    wrong: list[str] = []
    for account in (ANONYMOUS, *one_of_each()):
        person = asker(app, db, account)
        actor = actor_of(db, account) if account else None
        for route in routes:
            for whose, key in asked_of(route, keys):
                expected = _expected(actor, account, route, whose)
                if not db.is_sqlite:
                    cell = _as_rows_know_it(actor, account, route, whose, expected)
                    if cell in asked:
                        cells["asked alike"] += 1
                        continue
                    asked.add(cell)
                found = _ask(person, route, key)
                cells[str(found.status_code)] += 1
                if found.status_code not in expected:
                    wrong.append(
                        f"{account or 'anonymous'} {route.method} {route.path} {whose}: {found.status_code},"
                        f" expected {sorted(expected)}"
                    )
    return cells, wrong


def test_foreign_rows_are_missing_rows(app: Any, any_db: Database) -> None:
    keys = _keys(app, any_db)
    assert apart(lambda: _told_apart(app, any_db, keys)) == []


def _told_apart(app: Any, db: Database, keys: dict[str, str]) -> list[str]:
    """Return every address that answers of a foreign row otherwise than of none."""
    found = []
    for account in ("officer", "reviewer", "unit", "auditor", "publisher"):
        person = asker(app, db, account)
        for route in routes_of(app):
            if RECORD_ROUTES.match(route.path) and route.method == "GET":
                foreign = person.get(route.path.replace("{public_id}", keys["foreign"]))
                missing = person.get(route.path.replace("{public_id}", NOWHERE))
                if foreign != missing:
                    found.append(f"{account} {route.path}: {foreign}, {missing}")
    return found


def asked_of(route: Route, keys: dict[str, str]) -> list[tuple[str, str]]:
    """Return whose rows an address is asked for: one call where it names none."""
    return list(keys.items()) if NAMES_A_ROW.search(route.path) else [("own", keys["own"])]


def one_of_each() -> list[str]:
    """Return one account for every role, place and organisation; sections change nothing at the door."""
    found = {(one.role, one.region, one.organisation): one.account for one in reversed(PEOPLE)}
    return sorted(found.values())


def _keys(app: Any, db: Database) -> dict[str, str]:
    own = new_project(caller(app, db, "officer"), code="OWN")["public_id"]
    city = caller(app, db, "city")
    foreign = new_project(city, code="FAR", region="330302")["public_id"]
    return {"own": own, "foreign": foreign, "missing": NOWHERE}


def _ask(person: Asker, route: Route, key: str) -> Told:
    path = re.sub(r"{[a-z_]*id}", key, route.path)
    path = re.sub(r"{(calculator_key|key)}", "bonds.issue_fees", path)
    path = re.sub(r"{[^}]*}", "project", path)
    if route.method != "GET" and path.startswith("/api/"):
        return person.request(route.method, path, b"{}", content_type="application/json")
    return person.request(route.method, path)


def _as_rows_know_it(
    actor: Actor | None, account: str, route: Route, whose: str, expected: set[int]
) -> tuple[object, ...]:
    """Return what a cell is to a database: the ways to be turned away, else the route and who sees what."""
    if actor is None or expected <= AT_THE_DOOR:
        return account, route.method, route.path.startswith(V1)
    units = frozenset(grant.organisation_id for grant in actor.grants)
    return route, whose, actor.reach, units, frozenset(expected)


def _expected(actor: Actor | None, account: str, route: Route, whose: str) -> set[int]:
    """Return what the table of rights says: 401 or the way to sign in, 403, or an answer that is no fault."""
    is_api = route.path.startswith("/api/")
    if actor is None:
        return {401} if is_api else {303}
    if not actor.can(route.permission or ""):
        return {403}
    is_project = route.path.startswith((f"{V1}/projects/{{", "/projects/{"))
    is_hidden = whose == "missing" or (whose == "foreign" and account != "city")
    if route.method == "GET" and NAMES_A_ROW.search(route.path) and is_hidden:
        return {403, 404} if "{record}" in route.path else {404}
    if (
        is_project
        and is_api
        and route.method == "GET"
        and whose == "own"
        and actor.can_on("project.read", None)
    ):
        return {200}
    inner = route.method != "GET" or INNER.search(route.path)
    return {200, 201, 202, 303, 404, 409, 422} | ({403} if inner else set())
