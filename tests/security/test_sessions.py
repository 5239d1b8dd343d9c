"""D4: sessions begin fresh, end when they must, and cannot be fixed, replayed or outlived."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from bondlife import clock
from bondlife.db import Database
from bondlife.demo.people import PASSWORD
from bondlife.security.sessions import token_digest
from bondlife.services import accounts
from bondlife.services.accounts import GrantInput
from bondlife.settings import Settings
from bondlife.web.app import create_app
from models.base import columns
from models.registry import RoleGrant, User, UserSession
from tests.database import People
from tests.security.conftest import Open
from tests.security.visitors import SAME, Browser

NEW = "a-new-password-2026"


class Watch:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.instant = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)

    def forward(self, **step: float) -> None:
        """Let time pass, or run backwards."""
        self.instant += timedelta(**step)


@pytest.fixture
def watch() -> Iterator[Watch]:
    made = Watch()
    with clock.standing_at(lambda: made.instant):
        yield made


def grant_of(db: Database, account: str) -> str:
    with db.reading() as session:
        grant, user = columns(RoleGrant), columns(User)
        statement = sa.select(grant.public_id).join_from(RoleGrant, User, grant.user_id == user.id)
        return str(session.execute(statement.where(user.account == account)).scalars().one())


def test_a_planted_session_is_not_taken_over(browse: Open) -> None:
    victim = browse()
    victim.cookies.set("bondlife_session", "planted-by-somebody-else")
    assert victim.sign_in("officer").status_code == 303
    stored = [cookie.value for cookie in victim.cookies.jar if cookie.domain != ""]
    assert victim.get("/account/password").status_code == 200
    assert "planted-by-somebody-else" not in stored[-1:]
    attacker = browse()
    attacker.cookies.set("bondlife_session", "planted-by-somebody-else")
    assert not attacker.is_signed_in()


def test_a_new_sign_in_has_a_new_token_and_ends_the_old_session(browse: Open) -> None:
    person, thief = browse("officer"), browse()
    before = person.session
    thief.cookies.set("bondlife_session", before)
    assert thief.is_signed_in()
    assert person.sign_in("officer").status_code == 303
    assert person.session != before
    assert person.is_signed_in()
    assert not thief.is_signed_in()


def test_the_table_keeps_a_digest_of_the_token_only(browse: Open, db: Database) -> None:
    person = browse("officer")
    with db.reading() as session:
        held = session.execute(sa.select(UserSession)).scalars().all()
    assert token_digest(person.session) in {row.token_hash for row in held}
    assert all(person.session not in str(row.model_dump()) for row in held)


def replayed(browse: Open, person: Browser) -> bool:
    """Tell whether the cookie of a person still opens a page, from another browser."""
    other = browse()
    other.cookies.set("bondlife_session", person.session)
    return other.is_signed_in()


@pytest.mark.parametrize("way", ["sign-out", "sign-out-everywhere"])
def test_after_sign_out_the_cookie_opens_nothing(browse: Open, way: str) -> None:
    person, second = browse("officer"), browse("officer")
    kept = browse()
    kept.cookies.set("bondlife_session", person.session)
    gone = person.post_form(f"/{way}")
    assert gone.status_code == 303
    assert '"storage"' in gone.headers["clear-site-data"]
    assert 'bondlife_session=""' in gone.headers["set-cookie"]
    assert not kept.is_signed_in()
    assert second.is_signed_in() == (way == "sign-out")


def test_a_disabled_account_is_out_at_once_and_does_not_sign_in(
    browse: Open, db: Database, people: People
) -> None:
    person = browse("officer")
    accounts.disable_user(db, people["system"], "officer", disabled=True)
    assert not person.is_signed_in()
    assert browse().sign_in("officer").status_code == 401
    accounts.disable_user(db, people["system"], "officer", disabled=False)
    assert not person.is_signed_in(), "the old session stays ended when the account opens again"
    assert browse().sign_in("officer").status_code == 303


def test_a_disabled_account_is_out_even_if_its_session_was_not_ended(browse: Open, db: Database) -> None:
    person = browse("officer")
    with db.connection(write=True) as connection:
        user = User.__table__  # type: ignore[attr-defined]
        connection.execute(sa.update(user).where(user.c.account == "officer").values(disabled=True))
    assert not person.is_signed_in()


def test_rights_taken_away_hold_at_the_next_request(browse: Open, db: Database, people: People) -> None:
    person = browse("officer")
    assert person.get("/projects").status_code == 200
    accounts.end_grant(db, people["system"], grant_of(db, "officer"), clock.business_date())
    assert person.get("/projects").status_code == 403
    assert person.get("/api/v1/projects").status_code == 403


def test_a_password_reset_ends_every_session(browse: Open, db: Database, people: People) -> None:
    first, second = browse("officer"), browse("officer")
    accounts.reset_password(db, people["system"], "officer", NEW)
    assert not first.is_signed_in()
    assert not second.is_signed_in()
    fresh = browse()
    assert fresh.sign_in("officer").status_code == 401
    assert fresh.sign_in("officer", NEW).headers["location"] == "/account/password"
    assert fresh.get("/projects").headers["location"] == "/account/password"


def test_a_changed_password_ends_every_session_opened_with_the_old_one(browse: Open) -> None:
    person, thief = browse("officer"), browse("officer")
    changed = person.post_form("/account/password", old=PASSWORD, password=NEW, again=NEW)
    assert changed.status_code == 303
    assert not thief.is_signed_in()
    assert browse().sign_in("officer").status_code == 401
    assert browse().sign_in("officer", NEW).status_code == 303


def test_idle_time_ends_a_session(browse: Open, watch: Watch) -> None:
    person, busy = browse("officer"), browse("officer")
    for _ in range(3):
        watch.forward(minutes=5)
        assert busy.is_signed_in()
    watch.forward(seconds=1)
    assert not person.is_signed_in()
    assert busy.is_signed_in()


def test_nobody_stays_longer_than_the_absolute_limit(browse: Open, watch: Watch) -> None:
    person = browse("officer")
    for _ in range(48):
        watch.forward(minutes=10)
        assert person.is_signed_in()
    watch.forward(seconds=1)
    assert not person.is_signed_in()


def test_a_small_step_of_the_clock_neither_ends_nor_eternalises(browse: Open, watch: Watch) -> None:
    person = browse("officer")
    watch.forward(seconds=-30)
    assert person.is_signed_in()
    watch.forward(seconds=30, minutes=14)
    assert person.is_signed_in()
    watch.forward(minutes=16)
    assert not person.is_signed_in()


def test_two_sessions_of_a_person_live_apart(browse: Open) -> None:
    first, second = browse("officer"), browse("officer")
    assert first.session != second.session
    assert first.csrf != second.csrf
    mixed = second.post("/sign-out", data={"csrf_token": first.csrf}, headers=SAME)
    assert mixed.status_code == 403
    assert first.post_form("/sign-out").status_code == 303
    assert second.is_signed_in()


def test_the_cookie_is_http_only_lax_and_bound_to_the_host(browse: Open, db: Database) -> None:
    plain = browse().sign_in("officer").headers["set-cookie"].lower()
    assert "httponly" in plain
    assert "samesite=lax" in plain
    assert "domain" not in plain
    strict = create_app(Settings(argon2_cheap=True, secure_cookies=True), db)
    answer = browse(over=strict).sign_in("officer")
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("__host-bondlife_session=")
    assert all(part in cookie for part in ("secure", "httponly", "path=/", "samesite=lax"))
    assert "max-age=31536000" in answer.headers["strict-transport-security"]


def test_no_token_stands_in_an_address(browse: Open, app: FastAPI) -> None:
    person = browse()
    answer = person.sign_in("officer")
    pages = [answer, *(person.get(path) for path in ("/", "/projects", "/account/password"))]
    for page in pages:
        assert person.session not in page.text
        assert person.session not in page.headers.get("location", "")
    stranger = browse()
    assert stranger.get(f"/projects?bondlife_session={person.session}").status_code == 303


def test_pages_are_not_kept_by_browser_or_proxy(browse: Open) -> None:
    person = browse("officer")
    for path in ("/", "/projects", "/account/password", "/sign-in", "/nowhere"):
        assert person.get(path).headers["cache-control"] == "no-store"


def test_a_grant_begins_and_ends_on_its_days(
    browse: Open, db: Database, people: People, watch: Watch
) -> None:
    today = clock.business_date()
    form = GrantInput.model_validate(
        {
            "role": "reviewer",
            "region": "330304",
            "valid_from": (today + timedelta(days=1)).isoformat(),
            "valid_to": (today + timedelta(days=2)).isoformat(),
        }
    )
    made = accounts.propose_grant(db, people["system"], "publisher", form)
    accounts.decide_grant(db, people["security"], made["public_id"], approve=True)
    allowed = []
    for _ in range(4):
        person = browse("publisher")
        allowed.append(person.post("/approvals/none/decide", data={"csrf_token": person.csrf}).status_code)
        watch.forward(days=1)
    assert allowed == [403, 404, 404, 403]


def test_an_answer_does_not_wait_until_its_session_is_noted(
    app: FastAPI, db: Database, browse: Open, watch: Watch
) -> None:
    officer = browse("officer")
    watch.forward(minutes=2)
    cookie = f"bondlife_session={officer.session}".encode()
    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "path": "/account/password",
        "raw_path": b"/account/password", "query_string": b"", "headers": [(b"cookie", cookie)],
        "client": ("10.0.0.1", 50000), "server": ("testserver", 80), "scheme": "http", "root_path": "",
    }  # fmt: skip
    answered: list[int] = []

    async def ask() -> None:
        whole = asyncio.Event()

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                answered.append(message["status"])
            elif not message.get("more_body"):
                whole.set()

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        with db.writing():
            task = asyncio.ensure_future(app(scope, receive, send))
            await asyncio.wait_for(whole.wait(), 5)
        await task

    with ThreadPoolExecutor(1) as beside:  # a browser test before may have left its loop in this thread
        beside.submit(asyncio.run, ask()).result()
    assert answered == [200]
    with db.reading() as session:
        held = columns(UserSession)
        statement = sa.select(sa.func.max(held.seen_at))
        assert session.execute(statement).scalar_one() == watch.instant
