"""D4: guessing passwords: counted in the database, told nothing, and no way to shut out an office."""

import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from statistics import median

import pytest
import sqlalchemy as sa
from pydantic import ValidationError

from bondlife import clock
from bondlife.db import Database
from bondlife.demo.people import PASSWORD
from bondlife.errors import Invalid
from bondlife.security import passwords, sessions
from bondlife.security.passwords import policy
from bondlife.services import accounts
from bondlife.services.inputs import BondInput
from bondlife.services.tokens import turn_off_totp
from bondlife.settings import Settings
from models.base import columns
from models.registry import SignInAttempt, User
from tests.database import People
from tests.faults.counting import say
from tests.faults.pair import at_once
from tests.security.conftest import Open

START = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
FAR, OFFICE = "203.0.113.9", "198.51.100.7"


def tried(db: Database, account: str, password: str, source: str = FAR) -> str:
    """Try to sign in and return the code of the refusal, or nothing."""
    try:
        sessions.sign_in(db, account, password, "", source)
    except sessions.SignInRefused as refused:
        return refused.problems[0].code
    return ""


def test_an_account_is_locked_after_the_failures_of_the_policy(db: Database) -> None:
    allowed = policy().failures
    codes = [tried(db, "officer", f"wrong-{number}") for number in range(allowed + 1)]
    assert codes == ["sign_in_failed"] * allowed + ["locked"]
    assert tried(db, "officer", PASSWORD) == "locked"
    assert tried(db, "leader", PASSWORD) == "", "others are not concerned"


def test_the_lock_opens_by_itself(db: Database) -> None:
    with clock.standing_at(lambda: START):
        for number in range(policy().failures):
            tried(db, "officer", f"wrong-{number}")
        assert tried(db, "officer", PASSWORD) == "locked"
    later = START + timedelta(minutes=policy().lock_minutes, seconds=1)
    with clock.standing_at(lambda: later):
        assert tried(db, "officer", PASSWORD) == ""


def test_two_workers_count_together(any_db: Database) -> None:
    other = Database(any_db.url.render_as_string(hide_password=False))
    codes = [tried((any_db, other)[n % 2], "officer", f"wrong-{n}") for n in range(policy().failures + 2)]
    other.close()
    assert codes[-2:] == ["locked", "locked"]
    assert tried(any_db, "officer", PASSWORD) == "locked"


def test_guesses_sent_at_once_do_not_outrun_the_count(any_db: Database) -> None:
    """Of many guesses that all passed the first look, none past the limit succeeds, even if it is right."""
    allowed = policy().failures
    for number in range(allowed - 1):
        tried(any_db, "officer", f"wrong-{number}")
    wrong = [lambda n=n: tried(any_db, "officer", f"guess-{n}") for n in range(6)]
    codes = at_once(wrong)
    assert set(codes) <= {"sign_in_failed", "locked"}
    assert tried(any_db, "officer", PASSWORD) == "locked"


def test_a_right_guess_in_flight_past_the_limit_is_refused(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = passwords.password_matches

    def slow(password: str, stored: str) -> bool:
        if password == PASSWORD:
            for number in range(policy().failures):
                tried(db, "officer", f"meanwhile-{number}")
        return real(password, stored)

    monkeypatch.setattr(sessions, "password_matches", slow)
    assert tried(db, "officer", PASSWORD) == "locked"


def test_spraying_one_password_over_many_accounts_is_stopped_by_its_source(db: Database) -> None:
    names = [f"person{number}" for number in range(sessions.SOURCE_FAILURES)]
    results = Counter(tried(db, name, "Spring-2026-abc") for name in names)
    assert results == {"sign_in_failed": sessions.SOURCE_FAILURES}
    assert tried(db, "leader", PASSWORD, FAR) == "locked"
    assert tried(db, "leader", PASSWORD, OFFICE) == ""
    say("D4 spraying:", dict(results), "then locked")


def test_a_whole_office_cannot_be_locked_out(db: Database, people: People) -> None:
    """Somebody in the bureau guesses away; everybody who works there still gets in, and only with care."""
    staff = ["officer", "reviewer", "leader", "treasury", "budget"]
    assert [tried(db, name, PASSWORD, OFFICE) for name in staff] == [""] * len(staff)
    for number in range(sessions.SOURCE_FAILURES + 20):
        tried(db, f"nobody{number}", "wrong", OFFICE)
    assert tried(db, "publisher", PASSWORD, OFFICE) == "locked", "not known here yet"
    assert [tried(db, name, PASSWORD, OFFICE) for name in staff] == [""] * len(staff)
    for number in range(sessions.FEW):
        assert tried(db, "leader", f"wrong-{number}", OFFICE) == "sign_in_failed"
    assert tried(db, "leader", PASSWORD, OFFICE) == "locked"


def test_strangers_do_not_lock_a_person_out_of_their_own_office(db: Database) -> None:
    assert tried(db, "leader", PASSWORD, OFFICE) == ""
    for number in range(policy().failures * 3):
        tried(db, "leader", f"wrong-{number}", f"203.0.113.{number}")
    assert tried(db, "leader", PASSWORD, FAR) == "locked"
    assert tried(db, "leader", PASSWORD, OFFICE) == ""


def test_a_sign_in_elsewhere_does_not_clear_the_count(db: Database) -> None:
    for number in range(policy().failures - 1):
        tried(db, "officer", f"wrong-{number}", FAR)
    assert tried(db, "officer", PASSWORD, OFFICE) == ""
    assert tried(db, "officer", "wrong-again", FAR) == "sign_in_failed"
    assert tried(db, "officer", PASSWORD, FAR) == "locked"


@pytest.mark.full
def test_ten_thousand_guesses_over_many_accounts_and_addresses(db: Database) -> None:
    names = [f"person{number}" for number in range(480)] + ["officer", "leader"] * 10
    results = Counter(
        tried(db, names[n % len(names)], f"guess-{n}", f"203.0.113.{n % 50}") for n in range(10_000)
    )
    say("D4 guesses:", dict(results))
    assert "" not in results
    assert results["locked"] > 4_000


def test_answers_tell_nothing_about_accounts(browse: Open, db: Database, people: People) -> None:
    accounts.disable_user(db, people["system"], "publisher", disabled=True)
    asked = {"officer": "wrong-password", "publisher": PASSWORD, "nobody-here": "wrong-password"}
    answers = [(name, browse().sign_in(name, password)) for name, password in asked.items()]
    assert {answer.status_code for _, answer in answers} == {401}
    bodies = {answer.text.replace(f'value="{name}"', "") for name, answer in answers}
    assert len(bodies) == 1
    assert len({tuple(sorted(set(a.headers) - {"content-length"})) for _, a in answers}) == 1


def test_locks_tell_nothing_about_accounts(browse: Open) -> None:
    bodies = set()
    for name in ("officer", "nobody-here"):
        visitor = browse()
        for number in range(policy().failures):
            visitor.sign_in(name, f"wrong-{number}")
        bodies.add(visitor.sign_in(name, "wrong").text.replace(f'value="{name}"', ""))
    assert len(bodies) == 1


def test_every_answer_costs_one_verification(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Right, wrong, unknown, disabled, locked: the same hashing work, so time tells nothing."""
    hasher, work = passwords._hasher(), Counter[str]()

    class Counting:
        def verify(self, password: str, stored: str) -> bool:
            work[case] += 1
            return hasher.verify(password, stored)

        def hash(self, password: str) -> str:
            return hasher.hash(password)

    passwords._decoy()
    monkeypatch.setattr(passwords, "_hasher", Counting)
    with db.connection(write=True) as connection:
        user = User.__table__  # type: ignore[attr-defined]
        connection.execute(sa.update(user).where(user.c.account == "publisher").values(disabled=True))
    asked = {
        "right": ("leader", PASSWORD),
        "wrong": ("officer", "wrong"),
        "unknown": ("nobody", "wrong"),
        "disabled": ("publisher", PASSWORD),
        "locked": ("reviewer", PASSWORD),
    }
    case = "before"
    for number in range(policy().failures):
        tried(db, "reviewer", f"wrong-{number}")
    for case, (account, password) in asked.items():
        tried(db, account, password, OFFICE if case != "locked" else FAR)
    assert {name: work[name] for name in asked} == dict.fromkeys(asked, 1)


def test_time_tells_no_account_from_none(db: Database) -> None:
    spent: dict[str, list[float]] = {"officer": [], "nobody": []}
    for number in range(8):
        for name, times in spent.items():
            begun = time.perf_counter()
            tried(db, name, "wrong", f"203.0.113.{number}")
            times.append(time.perf_counter() - begun)
    there, not_there = (median(times) for times in spent.values())
    say(f"D4 median per try: account {there * 1e3:.2f} ms, none {not_there * 1e3:.2f} ms")
    assert 0.25 < there / not_there < 4


def test_argon2_runs_two_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    lock, running, most = threading.Lock(), 0, 0

    class Slow:
        def verify(self, _password: str, _stored: str) -> bool:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            time.sleep(0.01)
            with lock:
                running -= 1
            return True

    monkeypatch.setattr(passwords, "_hasher", Slow)
    done = at_once([lambda: passwords.password_matches("a", "b")] * 16)
    assert done == [True] * 16
    assert most == 2


def test_the_address_a_client_claims_is_not_believed(browse: Open, db: Database) -> None:
    visitor = browse(source="10.9.9.9")
    visitor.sign_in("officer", "wrong", **{"X-Forwarded-For": "1.2.3.4", "Forwarded": "for=1.2.3.4"})
    with db.reading() as session:
        sources = set(session.execute(sa.select(columns(SignInAttempt).source)).scalars())
    assert sources == {"10.9.9.9"}


def test_passwords_are_hashed_with_argon2id_of_full_strength() -> None:
    assert not Settings.model_fields["argon2_cheap"].default
    from pwdlib.hashers.argon2 import Argon2Hasher

    assert Argon2Hasher().hash("x").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_stolen_session_gets_no_more_guesses_than_a_stranger(db: Database, people: People) -> None:
    officer, allowed = people["officer"], policy().failures
    codes = []
    for number in range(allowed + 2):
        with pytest.raises(Invalid) as refusal:
            accounts.change_password(db, officer, f"wrong-{number}", "a-better-password")
        codes.append(refusal.value.problems[0].code)
    assert codes == ["wrong_password"] * allowed + ["locked"] * 2
    with pytest.raises(Invalid) as refusal:
        accounts.change_password(db, officer, PASSWORD, "a-better-password")
    assert refusal.value.problems[0].code == "locked", "even the right one, and a token or factor as well"
    with pytest.raises(Invalid):
        turn_off_totp(db, officer, PASSWORD)
    later = clock.now() + timedelta(minutes=policy().lock_minutes, seconds=1)
    with clock.standing_at(lambda: later):
        accounts.change_password(db, officer, PASSWORD, "a-better-password")


@pytest.mark.parametrize("digits", ["１０", "٣٢١", "१२३", "5+５"])
def test_only_the_digits_0_to_9_are_digits(digits: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        BondInput.model_validate({"region": "330304", "name": "x", "option_pattern": digits})
    assert ("option_pattern",) in {one["loc"] for one in refusal.value.errors()}
