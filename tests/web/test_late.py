"""A server answers its first page before the rest is loaded; then it has every route an eager one has."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from bondlife.db import Database
from bondlife.settings import Settings
from bondlife.web.app import create_app, load_rest
from bondlife.web.late import LateRoutes
from bondlife.web.signpost import routes_of


def routes(app: FastAPI) -> set[int]:
    return {id(route) for route in routes_of(app) if getattr(route, "path", "") != "/static"}


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
    count = len(routes(app))
    load_rest(app)
    assert len(routes(app)) == count > 700
    assert not any(isinstance(route, LateRoutes) for route in app.routes)
