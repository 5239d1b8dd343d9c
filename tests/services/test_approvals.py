"""Signatures: by others than who prepared, on what was shown, once each, in order; an edit voids them."""

from itertools import product
from pathlib import Path

import pytest
import sqlalchemy as sa

from bondlife.db import Database
from bondlife.errors import Conflict, Forbidden, Invalid, Missing
from bondlife.security.actor import Actor, Grant
from bondlife.services import moves, records
from bondlife.services.inputs import BondInput
from models.base import columns
from models.registry import AuditRecord
from tests.lifecycle import story as tale
from tests.lifecycle.story import Story, on

ROLES = ("officer", "reviewer", "leader", "department")


@pytest.fixture
def story(db: Database, tmp_path: Path) -> Story:
    return Story(db, tmp_path / "papers")


def everywhere(story: Story, who: str, *roles: str) -> Actor:
    """Return a person with all these roles at once, as small bureaus have them."""
    person = story.people[who]
    grants = tuple(Grant(role, None) for role in roles)
    return Actor(person.user_id, person.account, person.name, grants, person.region_id, "debt")


def asked(story: Story) -> tuple[str, dict[str, str]]:
    """Put the cancelling of a planned bond up for signatures."""
    bond = story.create("officer", "bond", **tale.bond_form())
    return bond, story.move("officer", "bond", bond, "cancel", "本期不发行")


@pytest.mark.parametrize(("writes", "asks", "signs"), list(product(("officer", "reviewer"), repeat=3)))
def test_preparer_is_never_approver(story: Story, writes: str, asks: str, signs: str) -> None:
    for who in ("officer", "reviewer"):
        story.people = {**story.people, who: everywhere(story, who, *ROLES)}
    bond = story.create(writes, "bond", **tale.bond_form())
    waiting = story.move(asks, "bond", bond, "cancel", "本期不发行")
    if signs in (writes, asks):
        with pytest.raises(Forbidden) as refusal:
            story.decide(signs, waiting["approval"], waiting["digest"])
        assert refusal.value.problems[0].code == "four_eyes"
        assert story.approval(waiting["approval"]).current_step == 1
    else:
        story.decide(signs, waiting["approval"], waiting["digest"])
        assert story.approval(waiting["approval"]).current_step == 2


def test_who_edited_the_draft_is_a_preparer_too(story: Story) -> None:
    story.people = {**story.people, "reviewer": everywhere(story, "reviewer", *ROLES)}
    bond = story.create("officer", "bond", **tale.bond_form())
    story.edit("reviewer", "bond", bond, **tale.bond_form(face="700000000"))
    waiting = story.move("officer", "bond", bond, "cancel", "本期不发行")
    with pytest.raises(Forbidden):
        story.decide("reviewer", waiting["approval"], waiting["digest"])


def test_nobody_signs_twice_and_steps_keep_their_order(story: Story) -> None:
    bond, waiting = asked(story)
    with pytest.raises(Forbidden):
        story.decide("deputy", waiting["approval"], waiting["digest"])
    story.decide("reviewer", waiting["approval"], waiting["digest"])
    with pytest.raises(Forbidden) as refusal:
        story.decide("reviewer", waiting["approval"], waiting["digest"])
    assert refusal.value.problems[0].code == "signed_already"
    assert story.row("bond", bond).state == "planned"
    story.decide("reviewer2", waiting["approval"], waiting["digest"])
    assert story.row("bond", bond).state == "cancelled"
    with pytest.raises(Conflict):
        story.decide("reviewer", waiting["approval"], waiting["digest"])


def test_another_section_does_not_sign(story: Story) -> None:
    _, waiting = asked(story)
    with pytest.raises(Forbidden) as refusal:
        story.decide("treasury", waiting["approval"], waiting["digest"])
    assert refusal.value.problems[0].code == "not_your_section"


def test_people_of_another_region_do_not_even_see_it(story: Story) -> None:
    _, waiting = asked(story)
    far = Actor(
        story.people["city"].user_id, "far", "far", (Grant("reviewer", frozenset({-1})),), None, "debt"
    )
    story.people = {**story.people, "far": far}
    with pytest.raises(Missing):
        story.decide("far", waiting["approval"], waiting["digest"])


def test_an_edit_voids_the_approval(story: Story) -> None:
    bond, waiting = asked(story)
    story.decide("reviewer", waiting["approval"], waiting["digest"])
    story.edit("officer", "bond", bond, **tale.bond_form(face="700000000"))
    assert story.approval(waiting["approval"]).state == "void"
    with pytest.raises(Conflict) as refusal:
        story.decide("reviewer2", waiting["approval"], waiting["digest"])
    assert refusal.value.problems[0].code == "not_waiting"


def test_a_digest_that_was_not_shown_is_refused(story: Story) -> None:
    bond, waiting = asked(story)
    with pytest.raises(Conflict) as refusal:
        story.decide("reviewer", waiting["approval"], "sha256:other")
    assert refusal.value.problems[0].code == "changed_since"
    assert refusal.value.theirs is not None
    assert refusal.value.theirs["public_id"] == bond


def test_one_record_waits_for_one_approval(story: Story) -> None:
    bond, _ = asked(story)
    with pytest.raises(Conflict) as refusal:
        story.move("officer", "bond", bond, "cancel", "再次申请")
    assert refusal.value.problems[0].code == "waiting"


def test_a_return_gives_its_reason_and_ends_the_approval(story: Story) -> None:
    bond, waiting = asked(story)
    with pytest.raises(Invalid):
        story.decide("reviewer", waiting["approval"], waiting["digest"], "return")
    story.decide("reviewer", waiting["approval"], waiting["digest"], "return", text="理由不充分")
    assert story.approval(waiting["approval"]).state == "returned"
    assert story.row("bond", bond).state == "planned"
    assert story.move("officer", "bond", bond, "cancel", "补充理由")["approval"] != waiting["approval"]


def test_only_who_asked_takes_it_back(story: Story) -> None:
    _, waiting = asked(story)
    with pytest.raises(Forbidden):
        moves.withdraw(story.db, story.people["reviewer"], waiting["approval"])
    moves.withdraw(story.db, story.people["officer"], waiting["approval"])
    assert story.approval(waiting["approval"]).state == "withdrawn"


def test_a_change_of_checked_figures_takes_effect_when_signed(story: Story) -> None:
    with on("2036-03-02"):
        project = story.create("unit", "project", **tale.project_form(story))
        story.move("unit", "project", project, "submit")
        form = records.input_of("project").model_validate(tale.project_form(story, name="改名后的项目"))
        version = story.row("project", project).version
        waiting = moves.propose_change(
            story.db, story.people["officer"], "project", project, form, version, reason="更名批复"
        )
        assert story.row("project", project).name != "改名后的项目"
        story.decide("reviewer", waiting["approval"], waiting["digest"])
        assert story.row("project", project).name == "改名后的项目"


def test_a_refused_signature_is_audited(story: Story) -> None:
    _, waiting = asked(story)
    with pytest.raises(Forbidden):
        story.decide("treasury", waiting["approval"], waiting["digest"])
    refused = refusals(story)
    assert refused[-1].act == "approval.approve"
    assert refused[-1].detail["problems"][0][0] == "not_your_section"


def test_the_form_of_a_bond_is_checked_before_it_is_stored(story: Story) -> None:
    with pytest.raises(ValueError, match="option_pattern"):
        BondInput.model_validate(tale.bond_form(option_pattern="ten"))


def refusals(story: Story) -> list[AuditRecord]:
    """Return the refused acts, oldest first."""
    audit = columns(AuditRecord)
    with story.db.reading() as session:
        statement = sa.select(AuditRecord).where(audit.outcome == "refused").order_by(audit.seq)
        return list(session.execute(statement).scalars())
