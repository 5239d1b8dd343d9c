"""A round accepted by a job: part by part; drawn and unsound sheets stay; a dead worker's work goes on."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bondlife import clock
from bondlife.acts import Act, perform
from bondlife.errors import Conflict, Missing
from bondlife.jobs import accept_round, runner
from bondlife.services import evaluations, rounds
from models.base import columns, table
from models.registry import Evaluation, EvaluationRound, Job, Project
from tests.database import copied_database
from tests.lifecycle.story import Story, on
from tests.scenarios import budget_case as case

NOW = "2037-03-10"
FULL = {
    **{"execution": "10", "quantity": "15", "quality": "15", "timeliness": "10", "cost": "10"},
    **{"economic": "8", "social": "8", "ecological": "7", "sustainable": "7", "satisfaction": "10"},
}


@pytest.fixture
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("accept")
    with copied_database(request, "sqlite", folder) as db, on(NOW):
        yield Story(db, folder / "papers")


def opened(story: Story, count: int) -> tuple[str, list[str]]:
    """Return a round and its submitted self-evaluations."""
    form = rounds.RoundInput(region="330304", year=2036, name="自评")
    key = str(rounds.open_round(story.db, story.people["officer"], form)["public_id"])
    projects = [case.project(story, code=f"AC-{n}") for n in range(count)]

    def enrol(act: Act) -> list[str]:
        found = act.find(EvaluationRound, columns(EvaluationRound).public_id == key)[0]
        own = columns(Project)
        rows = act.find(Project, own.public_id.in_(projects))
        opening = evaluations.Opening("self", 2036, round=found)
        return [evaluations.open_for(act, row, opening).public_id for row in rows]

    made = perform(story.db, story.people["unit"], "test.enrol", enrol)
    for one in made:
        sheet = evaluations.SheetInput(points=FULL)
        evaluations.score(story.db, story.people["unit"], one, sheet, story.row("evaluation", one).version)
        story.move("unit", "evaluation", one, "submit")
    return key, made


def states(story: Story, keys: list[str]) -> list[str]:
    return [story.row("evaluation", key).state for key in keys]


def job(story: Story) -> Any:
    with story.db.reading() as session:
        return session.execute(sa.select(table(Job)).order_by(table(Job).c.id.desc())).first()


def test_a_round_is_accepted_part_by_part(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    key, made = opened(story, 5)
    form = rounds.SampleInput(count=1, least=0, name="复核")
    rounds.draw_sample(story.db, story.people["officer"], key, form)
    monkeypatch.setattr(accept_round, "AT_ONCE", 2)
    with pytest.raises(Missing):
        rounds.ask_acceptance(story.db, story.people["unit"], key)
    rounds.ask_acceptance(story.db, story.people["officer"], key)
    assert states(story, made) == ["submitted"] * 5
    runner.run_waiting(story.db)
    assert sorted(states(story, made)) == ["concluded"] * 4 + ["submitted"]
    row = job(story)
    assert (row.state, row.done, row.total) == ("done", 4, 4)
    assert row.result["counts"] == {"added": 0, "changed": 4, "unchanged": 0}
    told = rounds.accept_all(story.db, story.people["officer"], key)
    assert (told["accepted"], told["left"]) == (0, 0)


def test_a_sheet_of_another_type_stays_and_holds_up_nobody(story: Story) -> None:
    key, made = opened(story, 3)

    def spoil(act: Act) -> None:
        row = act.find(Evaluation, columns(Evaluation).public_id == made[1])[0]
        act.change(row, type="key")

    perform(story.db, story.people["officer"], "test.spoil", spoil)
    told = rounds.accept_all(story.db, story.people["officer"], key)
    assert told["accepted"] == 2
    assert [one[0] for one in told["refused"]] == [made[1]]
    assert states(story, made) == ["concluded", "submitted", "concluded"]


def test_work_of_a_dead_worker_is_taken_up_and_nothing_is_done_twice(story: Story) -> None:
    key, made = opened(story, 4)
    rounds.ask_acceptance(story.db, story.people["officer"], key)
    taken = runner.claim(story.db)
    assert taken is not None
    rounds.accept_all(story.db, story.people["officer"], key, most=2)
    later = clock.now() + timedelta(hours=1)
    with clock.standing_at(lambda: later):
        runner.run_waiting(story.db)
    assert states(story, made) == ["concluded"] * 4
    assert job(story).result["counts"]["changed"] == 2


def test_a_closed_round_takes_no_acceptance(story: Story) -> None:
    key, _made = opened(story, 1)
    rounds.accept_all(story.db, story.people["officer"], key)
    rounds.close_round(story.db, story.people["officer"], key, 1)
    with pytest.raises(Conflict, match="closed"):
        rounds.ask_acceptance(story.db, story.people["officer"], key)
