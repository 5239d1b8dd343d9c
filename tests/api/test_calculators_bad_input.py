"""Every calculator through the API with what cannot be right: 422 with code and field, and never a hang."""

import shutil
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from bondlife.catalogue import calculator_specs
from bondlife.db import Database
from bondlife.queries.calculators import arguments_of
from tests.api.client import V1, app_of, caller

SECONDS = 10.0
"""No refusal takes longer, on a busy machine too."""

ABSURD: list[Any] = [
    "NaN", "many", -(10**15), [[10**15] * 600], [], 10**39, None, [[]], {"a": 1}, "1e999999", [-1, "x"],
    [10**15] * 600, True, "", [None] * 3, -1, 0, "9999-12-31", 10**16, 0.5, [[1, 2], [3]], "Infinity",
]  # fmt: skip
TOO_MANY = [1] * 200_000


@pytest.fixture(scope="module")
def api(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("calculators")
    shutil.copyfile(sqlite_template, folder / "bondlife.db")
    db = Database(f"sqlite:///{folder / 'bondlife.db'}")
    yield caller(app_of(db, folder), db, "officer", "calculator.run")
    db.close()


def refusal(api: TestClient, key: str, given: Any) -> dict[str, Any]:
    """Send arguments, hold the time, and return the refusal; empty when they were computed after all."""
    start = time.monotonic()
    answer = api.post(f"{V1}/calculators/{key}", json=given)
    assert time.monotonic() - start < SECONDS, (key, str(given)[:200])
    if answer.status_code == 200:
        return {}
    assert answer.status_code == 422, (key, str(given)[:200], answer.text[:500])
    told: dict[str, Any] = answer.json()["problems"][0]
    assert told["code"], answer.text
    return told


@pytest.mark.parametrize("key", calculator_specs())
def test_refuses_what_cannot_be_right(api: TestClient, key: str) -> None:
    example = dict(calculator_specs()[key].example)
    needed = [one.name for one in arguments_of(key) if one.is_required]
    assert refusal(api, key, {})["field"] in needed
    assert refusal(api, key, {**example, "no_such_input": 1})["field"] == "no_such_input"
    turns = cycle(ABSURD[hash_of(key) :] + ABSURD[: hash_of(key)])
    for name in example:
        value = next(turns)
        told = refusal(api, key, {**example, name: value})
        assert not told or told["field"], (key, name, value, told)


@pytest.mark.parametrize("key", sorted(calculator_specs())[::7])
def test_refuses_two_hundred_thousand_projects(api: TestClient, key: str) -> None:
    first = arguments_of(key)[0].name
    given = {**calculator_specs()[key].example, first: TOO_MANY}
    assert refusal(api, key, given)["field"].startswith(first)


def hash_of(key: str) -> int:
    """Return where in the list of absurd values a calculator begins: the same in every run."""
    return sum(map(ord, key)) % len(ABSURD)
