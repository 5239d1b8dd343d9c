"""Moves: stale versions, four eyes without an approval flow, reasons, locked months, the same key twice."""

from pathlib import Path

import pytest

from bondlife import clock
from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Conflict, Forbidden, Invalid
from bondlife.lifecycle import engine
from bondlife.lifecycle.four_eyes import is_signing
from bondlife.lifecycle.situation import situation
from bondlife.security.actor import SYSTEM, Actor, Grant
from bondlife.services import moves
from models.base import columns
from models.kinds.ordinary import KIND as ORDINARY
from models.kinds.special_bond import KIND as SPECIAL_BOND
from models.registry import Period, Project, StateMove
from tests.lifecycle import story as tale
from tests.lifecycle.story import Story, on


@pytest.fixture
def story(db: Database, tmp_path: Path) -> Story:
    return Story(db, tmp_path / "papers")


def versatile(story: Story, who: str) -> None:
    """Give a person every role of the preparing and the checking side."""
    person, roles = story.people[who], ("officer", "reviewer", "leader", "project_unit", "evaluator")
    grants = tuple(Grant(role, None) for role in roles)
    actor = Actor(person.user_id, person.account, person.name, grants, person.region_id, "debt")
    story.people = {**story.people, who: actor}


def evaluated(story: Story, author: str, mover: str) -> str:
    """Return a project written by one person and screened on the asking of another, ready for G2."""
    project = story.create(author, "project", **tale.project_form(story))
    story.move(mover, "project", project, "submit")
    story.attach("officer", "project", project, "approval_basis", "capital_source")
    story.signed("officer", "project", project, "screen", "project_screening")
    tale.evaluated(story, project)
    return project


def test_who_prepared_does_not_pass_it_on(story: Story) -> None:
    with on("2036-03-02"):
        versatile(story, "department")
        project = evaluated(story, "department", "unit")
        assert story.refused("department", "project", project, "evaluate") == {"four_eyes"}
        assert story.refused("reform", "project", project, "evaluate") == {"four_eyes"}
        story.move("officer", "project", project, "evaluate")
    assert story.row("project", project).state == "evaluated"


def test_the_button_says_so_before_it_is_pressed(story: Story) -> None:
    with on("2036-03-02"):
        versatile(story, "department")
        project = evaluated(story, "department", "unit")
        with story.db.reading() as session:
            row = story.row("project", project)
            here = situation(session, row, clock.business_date())
            mine = {step.transition.key: step for step in engine.steps(here, story.people["department"])}
            theirs = {step.transition.key: step for step in engine.steps(here, story.people["officer"])}
    assert [problem.code for problem in mine["evaluate"].missing] == ["four_eyes"]
    assert not mine["evaluate"].open
    assert theirs["evaluate"].open


SIGNING = sorted(
    f"{kind.key}.{life.record}.{one.key}"
    for kind in (SPECIAL_BOND, ORDINARY)
    for life in kind.lifecycles
    for one in life.transitions
    if is_signing(one)
)


def test_the_steps_that_need_a_second_person_without_a_flow() -> None:
    assert SIGNING == [
        "ordinary.disbursement.pay",
        "ordinary.evaluation.accept",
        "ordinary.goal.close",
        "ordinary.project.evaluate",
        "special_bond.bond_share.finish_adjusting",
        "special_bond.bond_share.give_away",
        "special_bond.bond_share.take_reallocated",
        "special_bond.change_of_use.publish",
        "special_bond.disbursement.check",
        "special_bond.disbursement.pay",
        "special_bond.evaluation.accept",
        "special_bond.goal.close",
        "special_bond.instalment.pay",
        "special_bond.movement.book",
        "special_bond.movement.correct",
        "special_bond.project.evaluate",
    ]


def test_a_stale_version_is_refused_with_theirs(story: Story) -> None:
    project = story.create("unit", "project", **tale.project_form(story))
    story.edit("unit", "project", project, **tale.project_form(story, name="新名称"))
    with pytest.raises(Conflict) as refusal:
        moves.move(story.db, story.people["unit"], "project", project, "submit", 1)
    assert refusal.value.problems[0].code == "stale"
    assert refusal.value.theirs is not None
    assert refusal.value.theirs["name"] == "新名称"
    assert story.row("project", project).state == "draft"


def test_a_step_from_elsewhere_and_an_unknown_step_are_refused(story: Story) -> None:
    project = story.create("unit", "project", **tale.project_form(story))
    assert story.refused("officer", "project", project, "screen") == {"moved_on"}
    assert story.refused("officer", "project", project, "vanish") == {"no_transition"}


def test_a_step_back_needs_its_reason(story: Story) -> None:
    project = story.create("unit", "project", **tale.project_form(story))
    story.move("unit", "project", project, "submit")
    assert story.refused("officer", "project", project, "return_for_correction") == {"reason_required"}
    story.move("officer", "project", project, "return_for_correction", "补充资料")
    assert story.row("project", project).state == "draft"


def test_the_same_key_moves_once(story: Story) -> None:
    project = story.create("unit", "project", **tale.project_form(story))
    unit = story.people["unit"]
    first = moves.move(story.db, unit, "project", project, "submit", 1, key="k-1")
    again = moves.move(story.db, unit, "project", project, "submit", 1, key="k-1")
    assert first == again
    row = story.row("project", project)
    made = story.all(
        StateMove, columns(StateMove).record == "project", columns(StateMove).record_id == row.id
    )
    assert [move.transition for move in made] == ["submit"]


def test_a_locked_month_takes_no_move_and_no_signature(story: Story) -> None:
    bond = story.create("officer", "bond", **tale.bond_form())
    with on("2036-05-20"):
        waiting = story.move("officer", "bond", bond, "cancel", "本期不发行")
        story.decide("reviewer", waiting["approval"], waiting["digest"])

        def lock(act: Act) -> None:
            act.session.add(Period(region_id=story.region("330304"), month="2036-05", locked_at=act.now))

        perform(story.db, SYSTEM, "test.lock", lock)
        with pytest.raises(Invalid) as refusal:
            story.decide("reviewer2", waiting["approval"], waiting["digest"])
        assert refusal.value.problems[0].code == "period_locked"
    assert story.row("bond", bond).state == "planned"


def test_what_was_checked_no_longer_changes_by_an_edit(story: Story) -> None:
    project = story.create("unit", "project", **tale.project_form(story))
    story.move("unit", "project", project, "submit")
    before: Project = story.row("project", project)
    with pytest.raises(Exception, match="approved change"):
        story.edit("unit", "project", project, **tale.project_form(story, total_investment="900000000"))
    assert story.row("project", project).total_investment == before.total_investment


def test_an_auditor_moves_nothing(story: Story) -> None:
    project = story.create("unit", "project", **tale.project_form(story))
    with pytest.raises(Forbidden):
        story.move("auditor", "project", project, "submit")
