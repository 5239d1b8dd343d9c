"""Headers of every answer, refusals and faults included; faults tell nothing."""

import json
from collections import Counter
from typing import Any

import pytest
import structlog
from fastapi import Depends, FastAPI

from bondlife.db import Database
from bondlife.security.gate import open_to_all
from bondlife.security.logs import configure
from bondlife.settings import Settings
from bondlife.web.app import create_app
from tests.database import People
from tests.faults.counting import say
from tests.security.conftest import Open
from tests.security.routes import routes_of

STRICT: tuple[str, ...] = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "frame-ancestors 'none'",
)
STRICT += ("base-uri 'none'", "object-src 'none'", "form-action 'self'", "connect-src 'self'")
SECRET = "inner-secret-of-the-fault"


PUBLISHED = "public, max-age=300"
"""What is published is the same for everybody and may be kept for five minutes; nothing else is ever kept."""


def check(headers: dict[str, str]) -> None:
    policy = headers["content-security-policy"]
    assert all(part in policy for part in STRICT), policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert not {"server", "x-powered-by", "access-control-allow-origin"} & set(headers)


@pytest.mark.parametrize("account", ["", "officer", "audit"])
def test_every_address_answers_with_strict_headers(browse: Open, app: FastAPI, account: str) -> None:
    visitor, seen = browse(account), Counter[int]()
    for place in routes_of(app):
        address = place.path.replace("{", "").replace("}", "")
        for method in sorted(place.methods & {"GET", "POST"}):
            answer = visitor.request(method, address)
            seen[answer.status_code] += 1
            check(dict(answer.headers))
            assert answer.status_code < 500, (method, address)
            kept = answer.headers.get("cache-control")
            is_public = f"{address}/".startswith("/public/") or address == "/robots.txt"
            assert kept == "no-store" or (is_public and kept == PUBLISHED), (address, kept)
    say(f"headers as {account or 'nobody'}: {sum(seen.values())} answers, {dict(sorted(seen.items()))}")
    assert sum(seen.values()) > 50


@pytest.fixture
def faulty(db: Database) -> FastAPI:
    """Return the application with routes that fail inside."""
    app = create_app(Settings(argon2_cheap=True), db)

    def fault() -> None:
        raise RuntimeError(SECRET)

    for path in ("/planted-fault", "/api/v1/planted-fault"):
        app.add_api_route(path, fault, dependencies=[Depends(open_to_all)])
    return app


@pytest.mark.parametrize("path", ["/planted-fault", "/api/v1/planted-fault"])
@pytest.mark.parametrize("htmx", [False, True])
def test_a_fault_shows_no_traceback_and_keeps_the_headers(
    browse: Open, faulty: FastAPI, path: str, htmx: bool
) -> None:
    answer = browse(over=faulty).get(path, headers={"HX-Request": "true"} if htmx else {})
    assert answer.status_code == 500
    check(dict(answer.headers))
    assert answer.headers["cache-control"] == "no-store"
    for word in (SECRET, "Traceback", "RuntimeError", "bondlife/", ".py", "line "):
        assert word not in answer.text
    assert answer.headers["content-type"].startswith("application/json" if "api" in path else "text/html")


def test_an_unknown_address_says_the_same_to_everybody(browse: Open, people: People) -> None:
    seen = {account: browse(account) for account in ("officer", "city", "audit")}
    paths = ("/nowhere", "/projects-of-others", "/admin", "/.env", "/docs", "/openapi.json", "/metrics")
    bodies = {visitor.get(path).text.replace(path, "/asked") for visitor in seen.values() for path in paths}
    statuses = {visitor.get(path).status_code for visitor in seen.values() for path in paths}
    assert statuses == {404}
    assert len(bodies) == 1


def test_a_foreign_record_looks_like_none(browse: Open, db: Database, people: People) -> None:
    from bondlife.services import records
    from bondlife.services.inputs import ProjectInput

    values = {"region": "330302", "code": "P-9", "name": "鹿城", "sector": "sewage", "start_year": 2024}
    made = records.create(db, people["city"], "project", ProjectInput.model_validate(values))
    officer, owner = browse("officer"), browse("city")
    none = made["public_id"][:-4] + "0000"
    addresses: tuple[str, ...] = (
        "/projects/{}",
        "/projects/{}/edit",
        "/records/project/{}/edit",
        "/api/v1/projects/{}",
    )
    addresses += ("/projects/{}?tab=history", "/api/v1/projects/{}/steps")
    for address in addresses:
        foreign, absent = (officer.get(address.format(key)) for key in (made["public_id"], none))
        assert foreign.status_code == absent.status_code == 404, address
        assert foreign.text.replace(made["public_id"], none) == absent.text
        assert set(foreign.headers) == set(absent.headers)
        assert owner.get(address.format(made["public_id"])).status_code == 200, address
    form: dict[str, Any] = dict(values)
    for address in ("/projects/{}/edit", "/records/project/{}/edit"):
        foreign, absent = (
            officer.post_form(address.format(key), **form, version=1) for key in (made["public_id"], none)
        )
        assert foreign.status_code == absent.status_code == 404
        assert foreign.text.replace(made["public_id"], none) == absent.text


def test_a_fault_is_written_down_without_the_values_it_met(
    browse: Open, faulty: FastAPI, capsys: pytest.CaptureFixture[str]
) -> None:
    def fault_with(password: str = "typed-by-a-person") -> None:
        raise RuntimeError("inside")

    before = structlog.get_config()
    faulty.add_api_route("/planted-values", fault_with, dependencies=[Depends(open_to_all)])
    try:
        configure()
        browse(over=faulty).get("/planted-values")
    finally:
        structlog.configure(**before)
    told = [line for line in capsys.readouterr().err.splitlines() if '"fault"' in line]
    assert len(told) == 1
    assert json.loads(told[0])["path"] == "/planted-values"
    assert "RuntimeError" in told[0]
    assert "typed-by-a-person" not in told[0]
