"""The published contract holds: generated calls find no fault, no undocumented answer, no ignored sign-in."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pydantic import create_model

from bondlife.api.contract import BODIES, takes
from bondlife.db import Database
from tests.api import contract_ring
from tests.api.client import V1, app_of, caller, new_project, token_of
from tests.api.contract import MODES, ROLES, call, operations
from tests.faults.counting import say

GATE_CASES = 3
"""Calls of an operation in the gate, by nine roles in turn; the ring calls by each (decision 0028)."""


@pytest.fixture
def app(db: Database, tmp_path: Path) -> Any:
    return app_of(db, tmp_path)


def test_the_contract_is_kept(app: Any, db: Database, capsys: pytest.CaptureFixture[str]) -> None:
    """Call every operation, in turn one with what fits its schema and one with what does not.

    The same calls on any day: a change answers for itself, not for its date. The ring that goes on in parts
    sends both to each.
    """
    new_project(caller(app, db, "officer"))
    everybody = [[{"Authorization": f"Bearer {token_of(db, account)}"}] for account in ROLES]
    seen: dict[str, Counter[str]] = {mode.value: Counter() for mode in MODES}
    for number, operation in enumerate(operations(app, everybody[0][0])):
        mode = MODES[number % len(MODES)]
        seen[mode.value] += call(operation, everybody, GATE_CASES, mode)
    for name, told in seen.items():
        with capsys.disabled():
            say(f"\nC3 {name}, {len(ROLES)} roles in turn: {told.total()} calls, {dict(told)}")
        assert not [status for status in told if status >= "500"]
        assert told.total() > 50 * GATE_CASES


def test_parts_of_the_ring_go_on_where_they_ended(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "rings" / "contract.jsonl"

    def ring(minutes: float) -> list[str]:
        return contract_ring.run(db, tmp_path, kept, cases=2, minutes=minutes, only="/rules$")

    def fall(*_: object) -> None:
        raise RuntimeError("planted")

    assert ring(0) == []
    assert not kept.exists()
    with monkeypatch.context() as planted:
        planted.setattr("bondlife.api.v1_rules.rule_list", fall)
        assert all("/api/v1/rules" in one and "planted" in one for one in ring(1) or [""])
    assert not kept.exists()
    assert ring(1) == []
    [line] = kept.read_text().splitlines()
    assert sum(json.loads(line)["seen"].values()) == 2 * len(ROLES)
    assert ring(1) == []
    assert kept.read_text().splitlines() == [line]


def test_no_parameter_can_be_null(app: Any, db: Database) -> None:
    told = caller(app, db, "officer").get(f"{V1}/openapi.json").json()
    operations = [one for path in told["paths"].values() for one in path.values()]
    parameters = [one for operation in operations for one in operation.get("parameters", [])]
    assert len(parameters) > 100
    assert [one["name"] for one in parameters if "null" in str(one["schema"])] == []


def test_a_body_is_told_as_it_is_read(app: Any, db: Database) -> None:
    told = caller(app, db, "officer").get(f"{V1}/openapi.json").json()["components"]["schemas"]
    for name, model in BODIES.items():
        own = model.model_json_schema(ref_template="#/components/schemas/{model}")
        assert told[name] == {part: value for part, value in own.items() if part != "$defs"}, name
        for inner, schema in own.get("$defs", {}).items():
            assert told[inner] == schema, (name, inner)
    with pytest.raises(TypeError, match="two bodies are called"):
        takes(create_model(name))


def test_every_operation_is_told_in_words(app: Any, db: Database) -> None:
    told = caller(app, db, "officer").get(f"{V1}/openapi.json").json()
    operations = [one for path in told["paths"].values() for one in path.values()]
    assert all(one["summary"] and one["description"] for one in operations)
    for one in operations:
        documented = set(one["responses"])
        assert {"401", "403", "404", "409", "413", "422", "503"} <= documented
        assert documented & {"200", "201", "202"}
    ids = [one["operationId"] for one in operations]
    assert len(ids) == len(set(ids))
