"""The published contract holds: generated calls find no fault, no undocumented answer, no ignored sign-in."""

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings, strategies
from hypothesis.errors import Unsatisfiable
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from pydantic import create_model
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from bondlife.api.contract import BODIES, takes
from bondlife.db import Database
from bondlife.services.messages import SENTENCES
from tests.api.client import V1, app_of, caller, new_project, token_of
from tests.faults.counting import say

ROLES = ("officer", "reviewer", "leader", "unit", "department", "evaluator", "auditor", "publisher", "system")
GATE_CASES, FULL_CASES = 3, int(os.environ.get("BONDLIFE_CASES", "300"))
"""Calls of an operation: in the gate by nine roles in turn, in the full ring by each of them."""
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
BLANKS = "string_too_short"
"""Blanks at both ends are taken off before a text is measured; a schema counts them."""
OF_A_SCHEMA = {*SENTENCES, *Draft202012Validator.VALIDATORS, "bad_json"} - {BLANKS}
"""Codes of findings that a schema makes: of data that fit it, none of them may be said."""
load_all_checks()
ACCEPTANCE = CHECKS.get_by_names(["positive_data_acceptance"])


TOLD_APART = f"{V1}/calculators/{{calculator_key}}"
"""What each calculator takes, its own description says; the schema is that of all."""


def is_refused_by_a_rule(answer: Any, path: str) -> bool:
    """Tell whether data were refused by rules of the domain alone, which no schema could have said."""
    if answer.status_code != 422:
        return False
    codes = {one["code"] for one in answer.json()["problems"]}
    return path == TOLD_APART or (bool(codes) and codes.isdisjoint(OF_A_SCHEMA))


def has_broken_header(case: Any) -> bool:
    """Tell whether a header was drawn that HTTP cannot carry: one with a line break."""
    return any("\n" in str(value) for value in (case.headers or {}).values())


def run_contract(
    app: Any, db: Database, accounts: Sequence[str], examples: int, mode: GenerationMode
) -> Counter[str]:
    """Call every operation so often, by people in turn, with data that fit its schema, or do not.

    Returns answers counted by status.
    """
    headers = [{"Authorization": f"Bearer {token_of(db, account)}"} for account in accounts]
    schema = schemathesis.openapi.from_asgi(f"{V1}/openapi.json", app, headers=headers[0])
    seen, callers = Counter[str](), strategies.sampled_from(headers)
    for found in schema.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]
        if operation.path.endswith("/end"):
            continue
        _call(operation, callers, examples, seen, mode)
    return seen


def _call(
    operation: Any,
    callers: Any,
    examples: int,
    seen: Counter[str],
    mode: GenerationMode,
) -> None:
    try:
        case_strategy = operation.as_strategy(generation_mode=mode)
    except Unsatisfiable:
        return

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @_given(case_strategy, callers)  # type: ignore[untyped-decorator]
    def one(case: Any, headers: dict[str, str]) -> None:
        answer = case.call(headers=headers)
        seen[str(answer.status_code)] += 1
        excused = (
            ACCEPTANCE if is_refused_by_a_rule(answer, operation.path) or has_broken_header(case) else []
        )
        case.validate_response(answer, checks=CHECKS.get_all(), excluded_checks=excused, headers=headers)

    one()


def _given(*strategy: Any) -> Any:
    from hypothesis import given

    return given(*strategy)


@pytest.fixture
def app(db: Database, tmp_path: Path) -> Any:
    return app_of(db, tmp_path)


@pytest.mark.parametrize("mode", MODES, ids=["fits", "does not fit"])
def test_the_contract_is_kept(
    app: Any, db: Database, capsys: pytest.CaptureFixture[str], mode: GenerationMode
) -> None:
    new_project(caller(app, db, "officer"))
    seen = run_contract(app, db, ROLES, GATE_CASES, mode)
    with capsys.disabled():
        say(f"\nC3 {mode.value}, {len(ROLES)} roles in turn: {sum(seen.values())} calls, {dict(seen)}")
    assert not [status for status in seen if status >= "500"]
    assert sum(seen.values()) > 100 * GATE_CASES


@pytest.mark.full
@pytest.mark.parametrize("mode", MODES, ids=["fits", "does not fit"])
@pytest.mark.parametrize("account", ROLES)
@pytest.mark.timeout(7200)
def test_the_contract_is_kept_for_every_role(
    app: Any, db: Database, account: str, mode: GenerationMode
) -> None:
    new_project(caller(app, db, "officer"))
    seen = run_contract(app, db, [account], FULL_CASES, mode)
    say(f"C3 {mode.value}, {account}: {sum(seen.values())} calls, {dict(seen)}")
    assert not [status for status in seen if status >= "500"]


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
