"""D5: every way by which one person might do alone what two must; none of them executes anything."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import Conflict, Forbidden, Invalid, Missing, Refusal
from bondlife.security.authenticate import actor_of
from bondlife.services import accounts, moves, tokens
from bondlife.services.accounts import GrantInput
from bondlife.services.tokens import TokenInput
from tests.faults.counting import say
from tests.faults.pair import at_once
from tests.lifecycle import story as tale
from tests.lifecycle.story import Story
from tests.security.conftest import Open
from tests.security.visitors import SAME

RESULTS: Counter[str] = Counter()


@pytest.fixture(scope="module", autouse=True)
def _print_results() -> Iterator[None]:
    """Print how many ways were tried and how many executed anything."""
    yield
    say("D5:", dict(RESULTS))
    assert RESULTS["single-handed executions"] == 0


@pytest.fixture
def story(db: Database, tmp_path: Path) -> Story:
    return Story(db, tmp_path / "papers")


class Case:
    """A planned bond whose cancelling waits for two signatures."""

    def __init__(self, story: Story, who: str = "officer") -> None:
        self.story = story
        self.bond = story.create("officer", "bond", **tale.bond_form(name=f"示例债券{uuid4().hex}"))
        asked = story.move(who, "bond", self.bond, "cancel", "本期不发行")
        self.approval, self.digest = asked["approval"], asked["digest"]

    def refused(self, who: str, code: str, kind: type[Refusal] = Forbidden, shown: str = "") -> None:
        """Expect a signature to be refused, and nothing to move."""
        with pytest.raises(kind) as refusal:
            self.story.decide(who, self.approval, shown or self.digest)
        assert refusal.value.problems[0].code == code
        self.unmoved()

    def unmoved(self) -> None:
        """See that the bond stands where it stood."""
        state = self.story.row("bond", self.bond).state
        RESULTS.update({"tried": 1, "refused": state == "planned"})
        RESULTS["single-handed executions"] += state != "planned"
        assert state == "planned"


def grant(db: Database, account: str, role: str, *, begins: int = 0, ends: int | None = None) -> str:
    """Give a role as two administrators would; days count from today."""
    today = clock.business_date()
    form = {"role": role, "region": "330304", "valid_from": (today + timedelta(days=begins)).isoformat()}
    if ends is not None:
        form["valid_to"] = (today + timedelta(days=ends)).isoformat()
    made = accounts.propose_grant(db, actor_of(db, "system"), account, GrantInput.model_validate(form))
    accounts.decide_grant(db, actor_of(db, "security"), made["public_id"], approve=True)
    return str(made["public_id"])


def again(story: Story, *names: str) -> None:
    """Let people come in again, with the rights they have now."""
    story.people = {**story.people, **{name: actor_of(story.db, name) for name in names}}


def test_not_by_a_second_session(story: Story, browse: Open) -> None:
    grant(story.db, "officer", "reviewer")
    again(story, "officer")
    case = Case(story)
    for browser in (browse("officer"), browse("officer")):
        sent = {"act": "approve", "digest": case.digest}
        assert browser.post_form(f"/approvals/{case.approval}/decide", **sent).status_code == 403
        case.unmoved()
    case.refused("officer", "four_eyes")


def test_not_by_a_token_for_programs(story: Story, browse: Open) -> None:
    grant(story.db, "officer", "reviewer")
    again(story, "officer")
    case = Case(story)
    form = {"name": "robot", "permissions": ["approval.decide", "approval.read"]}
    form["last_day"] = clock.business_date().isoformat()
    token = tokens.create_token(story.db, story.people["officer"], TokenInput.model_validate(form))
    answer = browse().post(
        f"/api/v1/approvals/{case.approval}/decisions",
        json={"outcome": "approve", "digest": case.digest},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 403
    assert answer.json()["problems"][0]["code"] == "four_eyes"
    case.unmoved()


def test_a_token_never_holds_more_than_its_owner(story: Story, browse: Open) -> None:
    form = {"name": "robot", "permissions": ["approval.decide"]}
    form["last_day"] = clock.business_date().isoformat()
    with pytest.raises(Invalid):
        tokens.create_token(story.db, story.people["officer"], TokenInput.model_validate(form))
    key = grant(story.db, "officer", "reviewer")
    again(story, "officer")
    token = tokens.create_token(story.db, story.people["officer"], TokenInput.model_validate(form))
    accounts.end_grant(story.db, story.people["system"], key, clock.business_date())
    case = Case(story)
    answer = browse().post(
        f"/api/v1/approvals/{case.approval}/decisions",
        json={"outcome": "approve", "digest": case.digest},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 403
    case.unmoved()


def test_not_by_a_role_that_has_ended(story: Story, browse: Open) -> None:
    case = Case(story)
    key = grant(story.db, "publisher", "reviewer")
    browser = browse("publisher")
    accounts.end_grant(story.db, story.people["system"], key, clock.business_date())
    sent = {"act": "approve", "digest": case.digest}
    assert browser.post_form(f"/approvals/{case.approval}/decide", **sent).status_code == 403
    case.unmoved()
    again(story, "publisher")
    case.refused("publisher", "not_your_step")


def test_a_delegated_role_signs_on_its_days_only(story: Story) -> None:
    grant(story.db, "publisher", "reviewer", begins=1, ends=2)
    cases = [Case(story) for _ in range(4)]
    base, outcome = clock.now(), []
    for day, case in enumerate(cases):
        instant = base + timedelta(days=day)
        with clock.standing_at(instant.replace):
            again(story, "publisher")
            try:
                story.decide("publisher", case.approval, case.digest)
                outcome.append("signed")
            except Forbidden:
                outcome.append("refused")
                case.unmoved()
    assert outcome == ["refused", "signed", "signed", "refused"]


@pytest.mark.parametrize("account", ["system", "security"])
def test_nobody_gives_a_role_to_themselves(story: Story, account: str) -> None:
    form = {"role": "leader", "region": "330304", "valid_from": clock.business_date().isoformat()}
    wanted = GrantInput.model_validate(form)
    people, db = story.people, story.db
    made = accounts.propose_grant(db, people["system"], account, wanted)
    with pytest.raises(Forbidden):
        accounts.propose_grant(db, people["security"], account, wanted)
    with pytest.raises(Forbidden):
        accounts.decide_grant(db, people["system"], made["public_id"], approve=True)
    if account == "security":
        with pytest.raises(Forbidden):
            accounts.decide_grant(db, people["security"], made["public_id"], approve=True)
        assert "leader" not in actor_of(db, account).roles
    else:
        assert accounts.decide_grant(db, people["security"], made["public_id"], approve=True)
    RESULTS.update(tried=3, refused=3)


def test_both_administrators_in_one_person_still_need_a_second(story: Story) -> None:
    for role in ("system_admin", "security_admin"):
        grant(story.db, "officer", role)
    again(story, "officer")
    both = story.people["officer"]
    form = {"role": "leader", "region": "330304", "valid_from": clock.business_date().isoformat()}
    for account in ("officer", "publisher"):
        made = accounts.propose_grant(story.db, both, account, GrantInput.model_validate(form))
        with pytest.raises(Forbidden):
            accounts.decide_grant(story.db, both, made["public_id"], approve=True)
        RESULTS.update(tried=1, refused=1)


def test_an_edit_after_the_first_signature_takes_it_away(story: Story) -> None:
    case = Case(story)
    story.decide("reviewer", case.approval, case.digest)
    story.edit("officer", "bond", case.bond, **tale.bond_form(face="900000000"))
    case.refused("reviewer2", "not_waiting", Conflict)
    renewed = story.move("officer", "bond", case.bond, "cancel", "再次")
    assert renewed["digest"] != case.digest
    with pytest.raises(Conflict):
        story.decide("reviewer2", renewed["approval"], case.digest)
    case.unmoved()


def test_a_signature_does_not_serve_another_record(story: Story) -> None:
    first, other = Case(story), Case(story)
    sign = partial(moves.decide, story.db, story.people["reviewer"], outcome="approve")
    sign(approval_id=first.approval, digest=first.digest, key="k-1")
    other.refused("reviewer", "changed_since", Conflict, shown=first.digest)
    with pytest.raises(Invalid) as refusal:
        sign(approval_id=other.approval, digest=other.digest, key="k-1")
    assert refusal.value.problems[0].code == "key_reused"
    other.unmoved()


def test_an_answer_is_replayed_without_signing_again(story: Story) -> None:
    case = Case(story)
    sign = partial(moves.decide, story.db, story.people["reviewer"], case.approval, "approve", case.digest)
    assert [sign(key="k-2") for _ in range(3)] == [sign(key="k-2")] * 3
    assert story.approval(case.approval).current_step == 2
    case.unmoved()


def test_a_closed_account_signs_nothing_though_it_was_let_in_before(story: Story) -> None:
    case = Case(story)
    let_in = story.people["reviewer"]
    accounts.disable_user(story.db, story.people["system"], "reviewer", disabled=True)
    with pytest.raises(Forbidden) as refusal:
        moves.decide(story.db, let_in, case.approval, "approve", case.digest)
    assert refusal.value.problems[0].code == "account_closed"
    assert story.approval(case.approval).current_step == 1
    case.unmoved()


def test_a_closed_account_does_not_replay_either(story: Story) -> None:
    case = Case(story)
    sign = partial(moves.decide, story.db, story.people["reviewer"], case.approval, "approve", case.digest)
    sign(key="k-3")
    accounts.disable_user(story.db, story.people["system"], "reviewer", disabled=True)
    with pytest.raises(Forbidden):
        sign(key="k-3")


def test_racing_signatures_of_one_step_count_once(any_db: Database, tmp_path: Path) -> None:
    story = Story(any_db, tmp_path)
    for _ in range(5):
        case = Case(story)
        names = ["reviewer", "reviewer2"] * 3
        signs = [
            partial(moves.decide, any_db, story.people[name], case.approval, "approve", case.digest)
            for name in names
        ]
        results = at_once(signs)
        given = [r for r in results if isinstance(r, dict)]
        refused = [r for r in results if isinstance(r, Forbidden | Conflict)]
        assert len(given) + len(refused) == len(names), results
        assert len(given) == 2, "one signature a person, two in all"
        assert story.row("bond", case.bond).state == "cancelled"


def test_racing_an_edit_against_the_last_signature_leaves_no_mixture(
    any_db: Database, tmp_path: Path
) -> None:
    story, seen = Story(any_db, tmp_path), Counter[str]()
    for number in range(6):
        case = Case(story)
        story.decide("reviewer", case.approval, case.digest)
        sign = partial(story.decide, "reviewer2", case.approval, case.digest)
        edit = partial(
            story.edit, "officer", "bond", case.bond, **tale.bond_form(name=f"改{number}{uuid4()}")
        )
        results = at_once([sign, edit])
        assert all(isinstance(r, dict | Refusal | None) for r in results), results
        state, approval = story.row("bond", case.bond).state, story.approval(case.approval).state
        assert (state, approval) in {("cancelled", "approved"), ("planned", "void")}
        seen[approval] += 1
    say("D5 edit against signature:", dict(seen))


def test_nobody_without_the_step_or_outside_the_region_signs(story: Story, browse: Open) -> None:
    case = Case(story)
    case.refused("leader", "not_your_step")
    case.refused("treasury", "not_your_section")
    case.refused("unit", "not_found", Missing)
    stranger = browse("audit")
    sent = {"act": "approve", "digest": case.digest, "csrf_token": stranger.csrf}
    answer = stranger.post(f"/approvals/{case.approval}/decide", data=sent, headers=SAME)
    assert answer.status_code == 403
    with pytest.raises((Missing, Forbidden)):
        moves.decide(story.db, actor_of(story.db, "evaluator"), case.approval, "approve", case.digest)
    case.unmoved()
