"""D4: forms that others send in a person's name, and addresses that should only read."""

from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from bondlife.db import Database
from models.base import columns
from models.registry import AuditHead
from tests.faults.counting import say
from tests.security.conftest import Open
from tests.security.routes import routes_of
from tests.security.visitors import ORIGIN, SAME, Browser

EVIL = "http://evil.example"
FORGED: dict[str, dict[str, str]] = {
    "cross-site": {"Sec-Fetch-Site": "cross-site", "Origin": EVIL},
    "cross-site that hides its origin": {"Sec-Fetch-Site": "cross-site"},
    "cross-site with our origin": {"Sec-Fetch-Site": "cross-site", "Origin": ORIGIN},
    "same-site, another host": {"Sec-Fetch-Site": "same-site", "Origin": "http://other.testserver"},
    "wrong origin": {"Origin": EVIL},
    "origin null": {"Origin": "null"},
    "our name inside theirs": {"Origin": "http://testserver.evil.example"},
    "another port": {"Origin": "http://testserver:8080"},
    "wrong referer": {"Referer": f"{EVIL}/testserver"},
    "said to be htmx": {"Sec-Fetch-Site": "cross-site", "Origin": EVIL, "HX-Request": "true"},
    "said to be htmx, wrong origin": {"Origin": EVIL, "HX-Request": "true"},
    "said to be a program": {"Origin": EVIL, "X-Requested-With": "XMLHttpRequest"},
}
PROJECT = {
    "region": "330304",
    "kind": "special_bond",
    "code": "F-1",
    "name": "示例工程",
    "sector": "sewage",
    "start_year": "2026",
}


def links(db: Database) -> int:
    """Return the length of the audit chain: it grows with every act, refused ones included."""
    with db.reading() as session:
        return int(session.execute(sa.select(columns(AuditHead).seq)).scalar_one())


def create(person: Browser, token: str | None, headers: dict[str, str]) -> int:
    data = PROJECT if token is None else {**PROJECT, "csrf_token": token}
    return int(person.post("/projects/new", data=data, headers=headers).status_code)


@pytest.mark.parametrize("way", FORGED)
def test_a_form_from_elsewhere_does_nothing_even_with_the_right_token(
    browse: Open, db: Database, way: str
) -> None:
    person = browse("officer")
    before = links(db)
    assert create(person, person.csrf, FORGED[way]) == 403
    assert links(db) == before


@pytest.mark.parametrize("token", [None, "", "wrong", "中文", "x" * 10_000])
@pytest.mark.parametrize("htmx", [False, True])
def test_a_form_without_its_token_does_nothing(
    browse: Open, db: Database, token: str | None, htmx: bool
) -> None:
    person = browse("officer")
    before = links(db)
    assert create(person, token, {**SAME, **({"HX-Request": "true"} if htmx else {})}) == 403
    assert links(db) == before


def test_the_token_alone_serves_browsers_that_say_nothing_of_themselves(browse: Open) -> None:
    person = browse("officer")
    assert create(person, person.csrf, {}) == 303
    assert create(person, person.csrf, SAME) == 422, "the same code again is a duplicate, not a forgery"


def test_htmx_sends_the_token_as_a_header(browse: Open) -> None:
    person = browse("officer")
    headers = {**SAME, "HX-Request": "true", "X-CSRF-Token": person.csrf}
    assert create(person, None, headers) == 303


def test_a_program_with_a_cookie_is_a_browser_too(browse: Open, db: Database) -> None:
    person = browse("officer")
    before = links(db)
    answer = person.post("/api/v1/projects", json={**PROJECT, "start_year": 2026}, headers={"Origin": EVIL})
    assert answer.status_code == 403
    assert answer.json()["problems"][0]["code"] == "forged"
    assert links(db) == before


@pytest.mark.parametrize("way", FORGED)
def test_nobody_is_signed_in_from_elsewhere(browse: Open, way: str) -> None:
    person = browse()
    answer = person.post(
        "/sign-in", data={"account": "officer", "password": "bondlife-demo-2026"}, headers=FORGED[way]
    )
    assert answer.status_code == 403
    assert not person.session


def writers(app: FastAPI) -> list[tuple[str, str]]:
    """Return every route that changes something: method and address."""
    return [(m, place.path) for place in routes_of(app) for m in sorted(place.methods - {"GET", "HEAD"})]


STRANGERS = ("cross-site that hides its origin", "wrong origin")
"""Ways of another site that every writer is tried by; even the right token does not help them."""
AS_HTMX = {**SAME, "HX-Request": "true"}
"""What says it came from htmx has proven nothing: without a token it is refused as well."""
OF_NOBODY = ("/sign-in", "/survey/{token}")
"""Forms that are sent without a session: there is nothing in the browser that another site could misuse."""


def test_every_writer_refuses_a_forged_form(browse: Open, app: FastAPI, db: Database) -> None:
    person, tried = browse("officer"), Counter[str]()
    token, before = person.csrf, links(db)
    for method, path in writers(app):
        if path in OF_NOBODY:
            continue
        place = path.replace("{", "").replace("}", "")
        for headers in (*({**FORGED[way], "X-CSRF-Token": token} for way in STRANGERS), SAME, AS_HTMX):
            answer = person.request(method, place, headers=headers)
            tried["tried"] += 1
            tried[str(answer.status_code)] += 1
            assert answer.status_code == 403, (method, path, answer.text[:300])
    say("D4 forged forms on every writer:", dict(tried))
    assert tried["tried"] > 1_500
    assert links(db) == before
    assert person.is_signed_in()


def test_reading_never_writes(browse: Open, app: FastAPI, db: Database) -> None:
    person, tried = browse("officer"), Counter[str]()
    before = links(db)
    paths = {path for _, path in writers(app)}
    for path in sorted(paths):
        place = path.replace("{", "").replace("}", "")
        answer: Any = person.get(place, headers={"Sec-Fetch-Site": "cross-site"})
        tried[str(answer.status_code)] += 1
        assert answer.status_code < 500, (path, answer.text[:300])
    say("D4 GET on writers:", dict(tried))
    assert links(db) == before
    assert person.is_signed_in()
