"""Every field of every form takes forty poison values: refused in words, or stored and told unchanged."""

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

from bondlife.api.strict import checked
from bondlife.api.v1_records import MADE_HERE, NAMES
from bondlife.db import Database
from bondlife.errors import Invalid
from bondlife.security.actor import Actor
from bondlife.security.authenticate import actor_of
from bondlife.services.inputs import RECORD_INPUTS
from bondlife.services.values import clean_text
from bondlife.web.errors import as_json
from bondlife.web.errors import say as say_it
from tests.api.bodies import fields_of, operations, smallest
from tests.api.client import V1, app_of, asker, caller
from tests.api.poison import RAW, bodies, places_of, with_poison
from tests.api.test_matrix import one_of_each
from tests.faults.counting import say
from tests.site_client import Asker, apart

UNIQUE = {
    "budget_sheet": "document_number",
    "supplement": "name",
    "project": "code",
    "disbursement": "number",
    "movement": "number",
    "application": "batch",
    "ppp_contract": "number",
    "waiver": "number",
}


@pytest.fixture
def officer(any_db: Database, tmp_path: Path) -> TestClient:
    return caller(app_of(any_db, tmp_path), any_db, "officer")


def same(sent: Any, told: Any) -> bool:
    """Tell whether a value is told as it was sent, up to its one normal form."""
    if isinstance(sent, str) and not isinstance(told, str):
        return sent == "" and told is None
    if isinstance(sent, str):
        plain = unicodedata.normalize("NFC", str(clean_text(sent)))
        try:
            return plain == told or Decimal(plain.replace(",", "")) == Decimal(told)
        except InvalidOperation:
            return False
    return bool(sent == told) or (sent in ({}, None) and not told)


def test_every_field_of_every_form(
    officer: TestClient, any_db: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        _poison_all(officer, any_db, _sent_once(any_db))


@pytest.mark.full
def test_every_field_takes_every_poison_on_both(officer: TestClient, any_db: Database) -> None:
    _poison_all(officer, any_db, _sent_all)


def is_taken(model: type[BaseModel], text: str) -> bool:
    """Tell whether a form lets a body through; one it does not never comes near a database."""
    try:
        checked(model, json.loads(text, parse_float=Decimal))
    except Invalid as refusal:
        _say_aloud(refusal)
        return False
    except (ValueError, RecursionError, InvalidOperation):
        return False
    return True


def _say_aloud(refusal: Invalid) -> None:
    """Put a refusal in the words of the answer; what was sent must not keep that from being written."""
    told = as_json(
        422, refusal.code, [{"field": one.field, "message": say_it(one)} for one in refusal.problems]
    )
    assert json.loads(bytes(told.body))["problems"], "a refusal without a reason"


Taken = Callable[[], bool]
Chooser = Callable[[type[BaseModel], tuple[str, ...], str, Taken], tuple[bool, bool]]
"""Whether a value of a field is sent and whether the form takes it, by form, place and name of the value."""
OF_A_COLUMN = frozenset({"long", "digits_400", "int64_over", "int64_under", "nul"})
"""Values whose fate the type of the very column may decide: each column meets them."""


def _sent_all(_model: object, _path: object, _name: object, taken: Taken) -> tuple[bool, bool]:
    return True, taken()


def _sent_once(db: Database) -> Chooser:
    """Choose for the gate: what a form takes, and once for each kind of field what it refuses.

    What it refuses is checked and put in words for every field all the same; the way from there is one for
    all forms. That is asked beside SQLite, which is sent what is taken for every field; PostgreSQL is sent
    it once for each kind of field.
    """
    met = set[tuple[object, ...]]()

    def choose(model: type[BaseModel], path: tuple[str, ...], name: str, taken: Taken) -> tuple[bool, bool]:
        kind = (*kind_of(model, path), name)
        if not db.is_sqlite:
            is_asked = kind not in met or name in OF_A_COLUMN
            met.add(kind)
            return (taken(),) * 2 if is_asked else (False, True)
        is_taken = taken()
        is_new = (is_taken, *kind) not in met
        met.add((is_taken, *kind))
        return is_taken or is_new, is_taken

    return choose


@cache
def kind_of(model: type[BaseModel], path: tuple[str, ...]) -> tuple[str, ...]:
    """Return how a field is read: two of one kind are read, and bound, alike."""
    found = model.model_fields.get(path[0])
    return path if found is None else (str(found.annotation), str(found.metadata), *path[1:])


def _poison_all(officer: TestClient, db: Database, choose: Chooser) -> None:
    """Try every field with every value; what is chosen goes to the site, the rest through the form alone."""
    right = bodies(officer, db)
    sender = Asker(officer.app, {"Authorization": officer.headers["Authorization"]})
    counts, faults = apart(lambda: _poisoned(sender, right, choose))
    say(f"poison on {db.engine.dialect.name}: {counts}")
    assert faults == []
    assert counts["stored"] > 50
    assert sum(counts.values()) > 100 * len(RAW)


def _poisoned(
    sender: Asker, right: Mapping[str, Mapping[str, Any]], choose: Chooser
) -> tuple[dict[str, int], list[str]]:
    """Try every value in every place of right bodies; return how many came to what, and the faults."""
    counts = {"refused": 0, "stored": 0, "stopped by the form": 0, "taken as another": 0}
    faults: list[str] = []
    for record, body in right.items():
        model = RECORD_INPUTS[record]
        for path in places_of(model.model_fields):
            for name, raw in RAW.items():
                text = with_poison({**body, **_fresh(record, counts)}, path, raw)
                sent, taken = choose(model, path, name, partial(is_taken, model, text))
                outcome = "taken as another" if taken else "stopped by the form"
                if sent:
                    outcome = _send(sender, record, text, path, raw)
                    assert taken or outcome == "refused", (record, path, name, outcome)
                if outcome in counts:
                    counts[outcome] += 1
                else:
                    faults.append(f"{record}.{'.'.join(path)} {name}: {outcome}")
    return counts, faults


def test_every_form_is_covered(officer: TestClient, any_db: Database) -> None:
    assert set(bodies(officer, any_db)) == set(NAMES) - MADE_HERE


def test_every_body_of_the_api_is_right_before_it_is_poisoned() -> None:
    found = list(operations())
    assert len(found) > 150
    for one in found:
        checked(one.model, smallest(one.model))


def test_every_field_of_every_other_body(
    any_db: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What no form lets through never comes near a database; what one takes is sent by who may send it.

    Beside PostgreSQL each value of each kind of field is asked once, beside SQLite for every field.
    """
    holders = {account: actor_of(any_db, account) for account in one_of_each()}
    app = app_of(any_db, tmp_path)
    senders = {account: asker(app, any_db, account) for account in holders}
    counts, faults = apart(lambda: _others_poisoned(any_db, holders, senders))
    with capsys.disabled():
        say(f"\npoison of other bodies on {any_db.engine.dialect.name}: {dict(counts)}")
    assert faults == []
    assert counts["stopped by the form"] > 1_000
    assert counts["404"] > 100 or counts["taken as another"] > 1_000


def _others_poisoned(
    db: Database, holders: Mapping[str, Actor], senders: Mapping[str, Asker]
) -> tuple[Counter[str], list[str]]:
    """Try every value in every field of the other bodies; return answers by status, and the faults."""
    counts, faults = Counter[str](), list[str]()
    met = set[tuple[str, ...]]()
    for one in operations():
        if one.model in RECORD_INPUTS.values():
            continue
        body = smallest(one.model)
        sender = next((who for who, actor in holders.items() if actor.can(one.permission)), "")
        for field in fields_of(one.model):
            for name, raw in RAW.items():
                kind = (*kind_of(one.model, (field,)), name)
                if not db.is_sqlite and kind in met:
                    counts["taken as another"] += 1
                    continue
                met.add(kind)
                text = with_poison(body, (field,), raw)
                if not is_taken(one.model, text):
                    counts["stopped by the form"] += 1
                    continue
                answer = senders[sender].request(one.method, one.address, text)
                counts[str(answer.status_code)] += 1
                if answer.status_code >= 500 or not (answer.json() or answer.status_code == 200):
                    faults.append(f"{one.method} {one.address} {field} {name}: {answer.text[:200]}")
    return counts, faults


def test_addresses(officer: TestClient) -> None:
    for place in ("projects?q=", "search?q=", "regions?under=", "projects?after=", "rules?region="):
        for name in ("nul", "lone_surrogate", "right_to_left", "long", "rare_name", "full_width"):
            text = json.loads(RAW[name])[:500]
            answer = officer.get(f"{V1}/{place}{quote(text.encode('utf-8', 'surrogatepass'))}")
            assert answer.status_code in (200, 404, 422), (place, name)


def test_unknown_names_come_back_without_breaking_the_answer(officer: TestClient) -> None:
    body = b'{"\\ud800": 1, "\\u0000": 2, "' + b"x" * 5000 + b'": 3}'
    answer = officer.post(f"{V1}/projects", content=body)
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid"


def _fresh(record: str, counts: dict[str, int]) -> dict[str, str]:
    return {UNIQUE[record]: f"N{sum(counts.values())}"} if record in UNIQUE else {}


def _send(sender: Asker, record: str, text: str, path: tuple[str, ...], raw: str) -> str:
    place = f"{V1}/{NAMES[record]}"
    answer = sender.request("POST", place, text)
    if answer.status_code in (404, 409, 422):
        problems = answer.json()["problems"]
        return "refused" if problems and problems[0]["message"] else f"no words: {answer.text[:100]}"
    if answer.status_code != 201:
        return f"{answer.status_code} {answer.text[:200]}"
    told = sender.get(f"{place}/{answer.json()['public_id']}")
    if told.status_code != 200:
        return f"not told: {told.status_code} {told.text[:200]}"
    kept: Any = told.json()["values"]
    for name in path:
        kept = kept.get(name) if isinstance(kept, dict) else None
    return "stored" if same(json.loads(raw), kept) else f"sent {raw[:60]}, told {kept!r:.60}"
