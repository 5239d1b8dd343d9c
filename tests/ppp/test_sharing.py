"""A run is shared with a child: the same bytes whoever composes which portion, and whoever is killed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bondlife.db import Database
from bondlife.jobs import payment_run, sharing
from models.canonical import canonical_json
from tests.database import copied_database
from tests.lifecycle.story import Story
from tests.ppp.works import BODY, TODAY, Works, on

CONTRACTS = 8


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.full)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with copied_database(request, request.param, tmp_path) as db:
        yield db


def stated(works: Works) -> list[tuple[str, str, str]]:
    """Work out a run, let go of its claims, and return what it stored, in its order."""
    with on(TODAY):
        key = works.open()
        found = works.statements(key)
        works.story.move("officer", "payment_run", key, "cancel", "另行计算")
    return [(canonical_json(one.frozen), canonical_json(one.result), one.digest) for one in found]


def test_the_child_changes_nothing_but_the_time(
    store: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight portions of one contract, one of them left out: alone, with the child, after its death."""
    works = Works(Story(store, tmp_path))
    works.quarter(works.contract)
    works.add_many(CONTRACTS - 1)
    works.add_contract("PPP-2019-07", BODY)
    answers: list[bytes] = []
    ask = sharing.children.ask

    def heard(question: bytes, seconds: float) -> object:
        answer = ask(question, seconds)
        answers.append(question)
        return answer

    monkeypatch.setattr(sharing.children, "ask", heard)
    monkeypatch.setattr(sharing, "PORTION", 1)
    monkeypatch.setattr(sharing, "LEAST", CONTRACTS * 2)
    by_itself = stated(works)
    payment_run.wake(store)
    assert (len(by_itself), answers, sharing.children.idle) == (CONTRACTS, [], []), "too few to share"
    monkeypatch.setattr(sharing, "LEAST", 2)
    payment_run.wake(store)
    assert len(sharing.children.idle) == 1
    assert stated(works) == by_itself
    assert answers
    answers.clear()
    for child in sharing.children.idle:
        child.kill()
    assert stated(works) == by_itself
    assert answers == []
    assert sharing.children.idle == []
