"""A server answers its first page before the rest is loaded; then it has every route an eager one has."""

from pathlib import Path

import pytest
from starlette.routing import BaseRoute
from starlette.testclient import TestClient

from bondlife.db import Database
from bondlife.settings import Settings
from bondlife.web.app import create_app, load_rest
from bondlife.web.late import LateRoutes


def routes(app: object) -> set[int]:
    found: list[BaseRoute] = app.routes  # type: ignore[attr-defined]
    return {id(route) for route in found if getattr(route, "path", "") != "/static"}


@pytest.mark.parametrize("asked", ["/projects", "/api/v1/projects", "/no-such-page"])
def test_the_first_request_for_the_rest_loads_it(db: Database, tmp_path: Path, asked: str) -> None:
    settings = Settings(data_dir=tmp_path, argon2_cheap=True)
    eager, late = create_app(settings, db), create_app(settings, db, late=True)
    old, new = TestClient(eager, follow_redirects=False), TestClient(late, follow_redirects=False)
    assert new.get("/sign-in").status_code == 200
    assert any(isinstance(route, LateRoutes) for route in late.routes)
    assert new.get(asked).status_code == old.get(asked).status_code
    assert routes(late) == routes(eager)


def test_a_server_loads_the_rest_by_itself_once(db: Database, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, argon2_cheap=True), db, late=True)
    load_rest(app)
    count = len(app.routes)
    load_rest(app)
    assert len(app.routes) == count
    assert not any(isinstance(route, LateRoutes) for route in app.routes)
