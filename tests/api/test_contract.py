"""The published contract holds: generated calls find no fault, no undocumented answer, no ignored sign-in."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from bondlife.db import Database
from bondlife.services.messages import SENTENCES
from tests.api.client import V1, app_of, caller, new_project, token_of

ROLES = ("officer", "reviewer", "leader", "unit", "department", "evaluator", "auditor", "publisher", "system")
SEMANTIC = "positive_data_acceptance"
"""Asked for in our own words: a rule of the domain may refuse what fits a schema, by a code of its own."""
TAKEN = frozenset({200, 201, 202, 204, 303, 401, 403, 404, 409, 503})


def checks() -> list[Any]:
    """Return every check but the one that ``is_taken_or_refused_by_a_rule`` stands for."""
    return [check for check in CHECKS.get_all() if check.__name__ != SEMANTIC]


def is_taken_or_refused_by_a_rule(answer: Any) -> bool:
    """Tell whether data that fit the schema were taken, or refused by a code no schema could have said."""
    if answer.status_code in TAKEN:
        return True
    codes = {one["code"] for one in answer.json()["problems"]} if answer.status_code == 422 else set()
    return bool(codes - SENTENCES.keys())


def has_broken_header(case: Any) -> bool:
    """Tell whether a header was drawn that HTTP cannot carry: a null sent as a word, or a line break."""
    drawn = [str(value) for value in (case.headers or {}).values()]
    return any(value in ("None", "null") or "\n" in value for value in drawn)


def run_contract(
    app: Any, db: Database, account: str, examples: int, mode: GenerationMode = GenerationMode.POSITIVE
) -> Counter[str]:
    """Call every operation with data that fit its schema, or do not; returns answers counted by status."""
    token = token_of(db, account)
    schema = schemathesis.openapi.from_asgi(
        f"{V1}/openapi.json", app, headers={"Authorization": f"Bearer {token}"}
    )
    seen: Counter[str] = Counter()
    for found in schema.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]
        if operation.path.endswith("/end"):
            continue
        _call(operation, token, examples, seen, mode)
    return seen


def _call(operation: Any, token: str, examples: int, seen: Counter[str], mode: GenerationMode) -> None:
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
    @_given(case_strategy)  # type: ignore[untyped-decorator]
    def one(case: Any) -> None:
        answer = case.call(headers={"Authorization": f"Bearer {token}"})
        seen[str(answer.status_code)] += 1
        if mode is GenerationMode.POSITIVE and not has_broken_header(case):
            assert is_taken_or_refused_by_a_rule(answer), (case.as_curl_command(), answer.text)
        case.validate_response(answer, checks=checks(), headers={"Authorization": f"Bearer {token}"})

    one()


def _given(strategy: Any) -> Any:
    from hypothesis import given

    return given(strategy)


@pytest.fixture
def app(db: Database, tmp_path: Path) -> Any:
    return app_of(db, tmp_path)


def test_the_contract_is_kept(app: Any, db: Database, capsys: pytest.CaptureFixture[str]) -> None:
    new_project(caller(app, db, "officer"))
    seen = run_contract(app, db, "officer", 3)
    with capsys.disabled():
        print(f"\ncontract, officer: {sum(seen.values())} calls, {dict(seen)}")  # noqa: T201
    assert not [status for status in seen if status >= "500"]
    assert sum(seen.values()) > 150


def test_what_does_not_fit_the_contract_is_refused(
    app: Any, db: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    new_project(caller(app, db, "officer"))
    seen = run_contract(app, db, "officer", 3, GenerationMode.NEGATIVE)
    with capsys.disabled():
        print(f"\ncontract broken on purpose, officer: {sum(seen.values())} calls, {dict(seen)}")  # noqa: T201
    assert not [status for status in seen if status >= "500"]
    assert sum(seen.values()) > 100


@pytest.mark.full
@pytest.mark.parametrize("account", ROLES)
@pytest.mark.timeout(7200)
def test_the_contract_is_kept_for_every_role(app: Any, db: Database, account: str) -> None:
    new_project(caller(app, db, "officer"))
    seen = run_contract(app, db, account, 300)
    assert not [status for status in seen if status >= "500"]


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
