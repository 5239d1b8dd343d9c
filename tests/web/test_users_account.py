"""Accounts: four eyes on roles in every pairing, policies, second factor, lockout, sessions, tokens."""

import base64
import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from typing import Any

import pyotp
import pytest
from starlette.testclient import TestClient

from bondlife import clock
from bondlife.db import Database
from bondlife.demo.people import PASSWORD, PEOPLE
from bondlife.errors import Forbidden, Invalid, Refusal
from bondlife.security.authenticate import actor_of
from bondlife.security.passwords import PROFILES, check_strength
from bondlife.security.sessions import SignInRefused, sign_in
from bondlife.services import accounts, tokens
from bondlife.services.accounts import GrantInput
from bondlife.settings import settings
from tests.database import People
from tests.web.signed import CSRF, SignIn

ADMINISTRATORS = ("system", "security", "audit")
Grants = Callable[..., str]


@pytest.fixture
def propose(db: Database, people: People) -> Grants:
    """Propose a role as the system administrator does."""

    def make(account: str = "evaluator", role: str = "publisher") -> str:
        form = GrantInput(role=role, region="330304", valid_from=date(2026, 1, 1))
        return str(accounts.propose_grant(db, people["system"], account, form)["public_id"])

    return make


@pytest.mark.parametrize("account", [person.account for person in PEOPLE])
def test_only_the_security_administrator_decides_roles(
    db: Database, people: People, propose: Grants, account: str
) -> None:
    public_id = propose()
    for approve in (False, True):
        if account != "security":
            with pytest.raises(Forbidden):
                accounts.decide_grant(db, people[account], public_id, approve=approve)
    if account == "security":
        accounts.decide_grant(db, people[account], public_id, approve=True)
    held = actor_of(db, "evaluator").roles
    assert ("publisher" in held) == (account == "security")


@pytest.mark.parametrize(("proposer", "subject"), list(product(ADMINISTRATORS, ("security", "evaluator"))))
def test_nobody_decides_their_own_or_for_themselves(
    db: Database, people: People, propose: Grants, proposer: str, subject: str
) -> None:
    from dataclasses import replace

    from bondlife.security.actor import Grant

    national = (Grant("system_admin", None), Grant("security_admin", None))
    powerful = replace(people[proposer], grants=national)
    form = GrantInput(role="officer", region="330304", valid_from=date(2026, 1, 1))
    public_id = str(accounts.propose_grant(db, powerful, subject, form)["public_id"])
    with pytest.raises(Forbidden):
        accounts.decide_grant(db, powerful, public_id, approve=True)
    own = replace(people["security"], grants=national)
    if subject == "security" or proposer == "security":
        with pytest.raises(Forbidden):
            accounts.decide_grant(db, own, public_id, approve=True)
    else:
        accounts.decide_grant(db, own, public_id, approve=True)


def test_a_role_counts_at_once_and_ends_at_once(site: SignIn, db: Database, propose: Grants) -> None:
    evaluator, security, system = site("evaluator"), site("security"), site("system")
    public_id = propose(role="officer")
    assert evaluator.get("/limits/new").status_code == 403
    security.get("/users")
    assert security.post(f"/grants/{public_id}/decision", {"act": "approve"}).status_code == 303
    assert evaluator.get("/limits/new").status_code == 200
    system.get("/users/evaluator")
    assert system.post(f"/grants/{public_id}/end", {"account": "evaluator"}).status_code == 303
    assert evaluator.get("/limits/new").status_code == 403


def test_a_closed_account_is_out_at_once(site: SignIn) -> None:
    officer, system = site("officer"), site("system")
    assert officer.get("/bonds").status_code == 200
    system.get("/users/officer")
    assert system.post("/users/officer/disabled", {"disabled": "1"}).status_code == 303
    answer = officer.client.get("/bonds", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


def test_sign_out_everywhere_ends_every_session(site: SignIn) -> None:
    one, other = site("officer"), site("officer")
    other.get("/account")
    one.get("/account")
    assert one.post("/sign-out-everywhere").status_code == 303
    assert other.client.get("/bonds", follow_redirects=False).status_code == 303


def test_the_pages_are_the_administrators_own(site: SignIn) -> None:
    for person in PEOPLE:
        wanted = 200 if person.role.endswith("_admin") else 403
        browser = site(person.account)
        for address in ("/users", "/users/officer", "/users/rights"):
            assert browser.get(address).status_code == wanted, (person.account, address)
        assert browser.get("/account").status_code == 200
        assert browser.get("/").status_code == 200


def test_an_account_is_opened_and_must_set_a_password(site: SignIn, db: Database) -> None:
    system = site("system")
    system.get("/users/new")
    form = {"account": "newcomer", "display_name": "新人", "region": "330304", "password": "short"}
    assert system.post("/users", form).status_code == 422
    first = "first-password-1"
    assert system.post("/users", {**form, "password": first}).status_code == 303
    assert system.post("/users", {**form, "password": first}).status_code == 409
    client = TestClient(system.client.app, base_url="http://testserver")
    entered = client.post("/sign-in", data={"account": "newcomer", "password": first}, follow_redirects=False)
    assert entered.headers["location"] == "/account/password"
    token = CSRF.search(client.get("/account/password").text)
    assert token is not None
    again = "a-better-password-2"
    form = {"csrf_token": token[1], "old": first, "password": again, "again": again}
    assert client.post("/account/password", data=form).status_code == 200
    home = client.get("/")
    assert home.status_code == 403
    assert "您的账号尚无岗位" in home.text
    assert client.get("/users").status_code == 403
    client.close()


@pytest.mark.parametrize(
    ("old", "new", "again", "field"),
    [
        ("wrong", "a-better-password", "a-better-password", "old"),
        (PASSWORD, "a-better-password", "another-password", "again"),
        (PASSWORD, "short", "short", "password"),
        (PASSWORD, PASSWORD, PASSWORD, "password"),
        (PASSWORD, "officer-and-more", "officer-and-more", "password"),
        (PASSWORD, "x" * 201, "x" * 201, "password"),
    ],
    ids=["wrong", "differs", "short", "same", "account", "long"],
)
def test_a_new_password_is_refused_beside_its_field(
    site: SignIn, old: str, new: str, again: str, field: str
) -> None:
    officer = site("officer")
    officer.get("/account/password")
    answer = officer.post("/account/password", {"old": old, "password": new, "again": again})
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.text
    assert new not in answer.text or new == "short"


@pytest.mark.parametrize(
    ("profile", "password", "fits"),
    [
        *(("asvs", "abcdefghijkl", True), ("asvs", "abcdefghijk", False), ("asvs", "123456789012", False)),
        *(("mlps3", "Abcdef12", True), ("mlps3", "abcdef12", False), ("mlps3", "Ab1!xyz", False)),
        *(("mlps3", "密码Ab12345", True), ("mlps3", "ABCDEFGH", False)),
    ],
)
def test_each_profile_asks_for_its_own(
    monkeypatch: pytest.MonkeyPatch, profile: str, password: str, fits: bool
) -> None:
    monkeypatch.setattr(settings(), "password_profile", profile)
    if fits:
        check_strength(password, "officer")
    else:
        with pytest.raises(Invalid):
            check_strength(password, "officer")


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_failures_lock_the_account_for_its_minutes(
    db: Database, monkeypatch: pytest.MonkeyPatch, profile: str
) -> None:
    monkeypatch.setattr(settings(), "password_profile", profile)
    policy = PROFILES[profile]
    for _ in range(policy.failures):
        with pytest.raises(SignInRefused):
            sign_in(db, "officer", "wrong", "", "10.0.0.9")
    with pytest.raises(SignInRefused) as locked:
        sign_in(db, "officer", PASSWORD, "", "10.0.0.9")
    assert locked.value.problems[0].code == "locked"
    assert sign_in(db, "reviewer", PASSWORD, "", "10.0.0.9").token
    later = clock.now() + timedelta(minutes=policy.lock_minutes, seconds=1)
    with clock.standing_at(lambda: later):
        assert sign_in(db, "officer", PASSWORD, "", "10.0.0.9").token


def secret_of(page: str) -> str:
    found = re.search(r'name="secret" value="([A-Z2-7]{32})"', page)
    assert found is not None
    return found[1]


def test_a_second_factor_is_set_up_asked_for_and_never_replayed(site: SignIn, db: Database) -> None:
    officer = site("officer")
    page = officer.get("/account/totp").text
    secret = secret_of(page)
    picture = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page)
    assert picture is not None
    assert b"<svg" in base64.b64decode(picture[1])
    now = clock.now()
    code = pyotp.TOTP(secret).at(int(now.timestamp()))
    with clock.standing_at(lambda: now):
        for form in ({"password": "wrong", "code": code}, {"password": PASSWORD, "code": "000000"}):
            assert officer.post("/account/totp", {"secret": secret, **form}).status_code == 422
        sent = {"secret": secret, "password": PASSWORD, "code": code}
        assert officer.post("/account/totp", sent).status_code == 303
        for wrong in ("", "000000", code):
            with pytest.raises(SignInRefused):
                sign_in(db, "officer", PASSWORD, wrong, "10.0.0.1")
    then = now + timedelta(seconds=60)
    fresh = pyotp.TOTP(secret).at(int(then.timestamp()))
    with clock.standing_at(lambda: then):
        assert sign_in(db, "officer", PASSWORD, fresh, "10.0.0.1").token
        with pytest.raises(SignInRefused):
            sign_in(db, "officer", PASSWORD, fresh, "10.0.0.1")
    assert officer.post("/account/totp/off", {"password": "wrong"}).status_code == 422
    assert officer.post("/account/totp/off", {"password": PASSWORD}).status_code == 303
    assert sign_in(db, "officer", PASSWORD, "", "10.0.0.1").token


def test_a_token_carries_its_rights_alone_and_is_shown_once(site: SignIn) -> None:
    officer = site("officer")
    officer.get("/account")
    last = (clock.business_date() + timedelta(days=30)).isoformat()
    wanted: Any = {"name": "对账", "last_day": last, "permissions": ["bond.read", "export.run"]}
    made = officer.post("/account/tokens", wanted)
    assert made.status_code == 200
    token = re.search(r"<code>(bl_[\w-]+)</code>", made.text)
    assert token is not None
    page = officer.get("/account").text
    assert token[1] not in page
    client = TestClient(officer.client.app, base_url="http://testserver")
    headers = {"Authorization": f"Bearer {token[1]}"}
    assert client.get("/bonds", headers=headers).status_code == 200
    assert client.get("/limits", headers=headers).status_code == 403
    ends = re.search(r'action="(/account/tokens/[^"]+/end)"', page)
    assert ends is not None
    assert site("reviewer").post(ends[1]).status_code == 404
    assert officer.post(ends[1]).status_code == 303
    assert client.get("/bonds", headers=headers, follow_redirects=False).status_code == 303
    client.close()


@pytest.mark.parametrize(
    "form",
    [
        {"name": "", "permissions": "bond.read"},
        {"name": "x", "permissions": "user.edit"},
        {"name": "x", "permissions": "no.such"},
        {"name": "x"},
        {"name": "x", "permissions": "bond.read", "last_day": "2020-01-01"},
        {"name": "x", "permissions": "bond.read", "last_day": "2099-01-01"},
        {"name": "x", "permissions": "bond.read", "last_day": "soon"},
    ],
    ids=["unnamed", "foreign", "unknown", "empty", "past", "far", "words"],
)
def test_a_wrong_token_is_refused(site: SignIn, form: dict[str, str]) -> None:
    officer = site("officer")
    officer.get("/account")
    last = clock.business_date().isoformat()
    assert officer.post("/account/tokens", {"last_day": last, **form}).status_code == 422


def test_language_and_unit_are_kept(site: SignIn) -> None:
    officer = site("officer")
    officer.get("/account")
    assert officer.post("/account", {"locale": "en", "unit": "yi"}).status_code == 303
    assert "Sign out everywhere" in officer.get("/account").text
    assert officer.post("/account", {"locale": "tlh", "unit": "yi"}).status_code == 422


def test_secrets_do_not_show_in_audit_pages(site: SignIn, db: Database, people: People) -> None:
    tokens.create_token(
        db,
        people["officer"],
        tokens.TokenInput(name="x", permissions=["bond.read"], last_day=clock.business_date()),
    )
    accounts.change_password(db, people["officer"], PASSWORD, "a-better-password")
    audit: Any = site("audit")
    listed = audit.get("/audit?act=account.change_password").text
    found = re.search(r'href="(/audit/\d+)"', listed)
    assert found is not None
    page = audit.get(found[1]).text
    assert "$argon2" not in page
    assert "•••" in page


def test_a_foreign_region_is_not_an_administrators_to_give(db: Database, people: People) -> None:
    form = GrantInput(role="officer", region="330304", valid_from=date(2026, 1, 1))
    for account in ("officer", "leader", "security", "audit"):
        with pytest.raises(Refusal):
            accounts.propose_grant(db, people[account], "evaluator", form)
