"""Statements come out again to the byte: years later, in another zone or locale, rules changed since."""

import decimal
import json
import locale
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bondlife.db import Database
from bondlife.lifecycle.ppp_runs import run_digest, statement_digest
from bondlife.ppp.statement import statement_of
from bondlife.queries.ppp_recompute import is_same, recompute
from models.canonical import canonical_json
from models.registry import RuleVersion
from tests.faults.counting import say
from tests.lifecycle.story import Story
from tests.ppp.works import TODAY, Works, on

BEFORE = Path(__file__).parent / "stated_before.json"
ZONES = ("UTC", "Asia/Shanghai", "America/St_Johns", "Pacific/Kiritimati")


@contextmanager
def elsewhere(monkeypatch: pytest.MonkeyPatch, zone: str, precision: int) -> Iterator[None]:
    """Stand in another zone, years later, with another locale and other digits of decimals."""
    held = locale.setlocale(locale.LC_ALL)
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    locale.setlocale(locale.LC_ALL, "C.UTF-8" if precision % 2 else "C")
    try:
        with on(f"{2036 + precision}-02-28"), decimal.localcontext() as context:
            context.prec, context.rounding = precision, decimal.ROUND_DOWN
            yield
    finally:
        locale.setlocale(locale.LC_ALL, held)
        monkeypatch.delenv("TZ")
        time.tzset()


def calculated(db: Database, folder: Path) -> Works:
    """Return a works whose quarter is worked out, after which every rule of PPP was changed."""
    works = Works(Story(db, folder))
    works.quarter(works.contract)
    with on(TODAY):
        works.open()
    for rule in works.story.all(RuleVersion):
        if rule.key.startswith("ppp."):
            works.alter(rule, value="changed since")
    return works


def test_a_run_comes_out_again_wherever_it_is_asked(
    any_db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calculated(any_db, tmp_path)
    for number, zone in enumerate(ZONES):
        with elsewhere(monkeypatch, zone, 9 + number):
            assert recompute(any_db, "")["equal"] == 1, zone


def test_a_changed_input_or_an_unknown_form_is_seen(db: Database, tmp_path: Path) -> None:
    works = calculated(db, tmp_path)
    [statement] = works.stated()
    assert canonical_json(statement_of(statement.frozen)) == canonical_json(statement.result)
    broken = {**statement.frozen, "carried_in": -1}
    assert not is_same(broken, statement.result)
    assert not is_same({**statement.frozen, "schema": 2}, statement.result)


def test_what_an_earlier_release_stored_comes_out_again() -> None:
    """Runs with a correction, from when every contract was worked out alone."""
    for run in json.loads(BEFORE.read_text("utf-8")):
        for one in run["statements"]:
            frozen, result = json.loads(one["frozen"]), json.loads(one["result"])
            assert (canonical_json(frozen), canonical_json(result)) == (one["frozen"], one["result"])
            assert is_same(frozen, result)
            assert statement_digest(frozen, result) == one["digest"]
        digests = [one["digest"] for one in run["statements"]]
        assert run_digest(run["period"], run["type"], digests, run["left_out"]) == run["digest"]


@pytest.mark.full
def test_five_thousand_recomputations(
    any_db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [statement] = calculated(any_db, tmp_path).stated()
    for number in range(5_000):
        with elsewhere(monkeypatch, ZONES[number % len(ZONES)], 6 + number % 40):
            assert is_same(statement.frozen, statement.result), number
    say(f"PPP recomputations {any_db.url.get_backend_name()}: {number + 1}, unequal 0")
