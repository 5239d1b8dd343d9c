"""Every field of every form takes forty poison values: refused in words, or stored and told unchanged."""

import json
import unicodedata
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from bondlife.api.strict import checked
from bondlife.api.v1_records import MADE_HERE, NAMES
from bondlife.db import Database
from bondlife.errors import Invalid
from bondlife.services.inputs import RECORD_INPUTS
from bondlife.services.values import clean_text
from tests.api.client import V1, app_of, caller
from tests.api.poison import RAW, bodies, places_of, with_poison
from tests.faults.counting import say

NOWHERE = "00000000-0000-4000-8000-000000000000"
OTHERS: tuple[tuple[str, dict[str, Any]], ...] = (
    (f"/projects/{NOWHERE}/moves", {"transition": "submit", "version": 1, "reason": ""}),
    (
        "/fund-books",
        {"region": "330304", "code": "F", "name": "基金", "target_size": "1.00", "start_year": 2026},
    ),
    ("/tokens", {"name": "x", "permissions": ["project.read"], "last_day": "2026-12-01"}),
    (f"/approvals/{NOWHERE}/decisions", {"outcome": "approve", "digest": "0" * 64, "text": ""}),
    (
        "/quota/lines",
        {
            "region": "330304",
            "year": 2026,
            "entry": "main",
            "amount": "1.00",
            "notice_number": "1",
            "notified_on": "2026-01-05",
        },
    ),
    ("/limit-statements", {"region": "330304", "year": 2026, "as_of": "2026-01-05", "figures": {}}),
    ("/reviews", {"region": "330304", "year": 2026, "batch": "1", "quota": "1.00"}),
    ("/onlending", {"share": NOWHERE, "lender": "330000", "borrower": "330300", "amount": "1.00"}),
    (f"/projects/{NOWHERE}/changes", {"version": 1, "reason": "x", "values": {}}),
    ("/regions", {"code": "330399", "name": "x", "level": "county", "parent": "330300"}),
    ("/calculators/bonds.issue_fees", {"face": 100, "issuance_rate": "0.1", "registration_rate": "0.1"}),
)
"""Bodies that are no records: address and a body that is right."""
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
        _poison_all(officer, any_db, any_db.is_sqlite)


@pytest.mark.full
def test_every_field_takes_every_poison_on_both(officer: TestClient, any_db: Database) -> None:
    _poison_all(officer, any_db, True)


def form_takes(record: str, text: str) -> bool:
    """Tell whether a form lets a body through; one it does not never comes near a database."""
    try:
        checked(RECORD_INPUTS[record], json.loads(text, parse_float=Decimal))
    except (Invalid, ValueError, RecursionError, InvalidOperation):
        return False
    return True


def _poison_all(officer: TestClient, db: Database, is_all_sent: bool) -> None:
    """Send every field with every value; else only what the form takes, for the other is refused alike."""
    counts = {"refused": 0, "stored": 0, "stopped by the form": 0}
    faults: list[str] = []
    for record, body in bodies(officer, db).items():
        for path in places_of(RECORD_INPUTS[record].model_fields):
            for name, raw in RAW.items():
                text = with_poison({**body, **_fresh(record, counts)}, path, raw)
                outcome = "stopped by the form"
                if is_all_sent or form_takes(record, text):
                    outcome = _send(officer, record, text, path, raw)
                if outcome in counts:
                    counts[outcome] += 1
                else:
                    faults.append(f"{record}.{'.'.join(path)} {name}: {outcome}")
    say(f"poison on {db.engine.dialect.name}: {counts}")
    assert faults == []
    assert counts["stored"] > 50
    assert sum(counts.values()) > 100 * len(RAW)


def test_every_form_is_covered(officer: TestClient, any_db: Database) -> None:
    assert set(bodies(officer, any_db)) == set(NAMES) - MADE_HERE


def test_other_bodies(officer: TestClient) -> None:
    for address, body in OTHERS:
        for field in body:
            for name, raw in RAW.items():
                answer = officer.post(V1 + address, content=with_poison(body, (field,), raw))
                assert answer.status_code < 500, (address, field, name, answer.text[:200])
                json.loads(answer.content)


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


def _send(officer: TestClient, record: str, text: str, path: tuple[str, ...], raw: str) -> str:
    place = f"{V1}/{NAMES[record]}"
    answer = officer.post(place, content=text)
    if answer.status_code in (404, 409, 422):
        problems = answer.json()["problems"]
        return "refused" if problems and problems[0]["message"] else f"no words: {answer.text[:100]}"
    if answer.status_code != 201:
        return f"{answer.status_code} {answer.text[:200]}"
    told = officer.get(f"{place}/{answer.json()['public_id']}")
    if told.status_code != 200:
        return f"not told: {told.status_code} {told.text[:200]}"
    kept: Any = told.json()["values"]
    for name in path:
        kept = kept.get(name) if isinstance(kept, dict) else None
    return "stored" if same(json.loads(raw), kept) else f"sent {raw[:60]}, told {kept!r:.60}"
