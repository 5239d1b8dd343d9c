"""Notices and mail, substitutes, flows by region: what people get, lend and change; four eyes hold."""

import socketserver
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import Conflict, Forbidden, Invalid, Missing
from bondlife.queries.flows import flows_view
from bondlife.queries.notices import notices_view
from bondlife.security.authenticate import actor_of
from bondlife.services import delegations, flows
from bondlife.services.alert_scan import scan
from bondlife.services.mail import send_waiting
from bondlife.services.notices import choose_mail, mark_read
from bondlife.settings import Settings
from bondlife.web.views import FormState
from models.base import columns
from models.registry import Delegation, Notice, Opinion, SettingProposal
from tests.database import People
from tests.lifecycle import story as tale
from tests.lifecycle.story import Story
from tests.supervision.scene import TODAY, WAN, YI, Books, on


class _Smtp(socketserver.StreamRequestHandler):
    """A mail server that speaks enough of the protocol to take a message."""

    def handle(self) -> None:
        self._say("220 test")
        body: list[str] | None = None
        for raw in self.rfile:
            line = raw.decode().rstrip("\r\n")
            if body is not None:
                if line == ".":
                    self.server.kept.append("\n".join(body))  # type: ignore[attr-defined]
                    body = None
                    self._say("250 taken")
                else:
                    body.append(line)
            elif line.upper() == "DATA":
                body = []
                self._say("354 go on")
            elif line.upper() == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def post_office() -> Iterator[Any]:
    """Run a real mail server on this machine and keep what it was sent."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Smtp) as server:
        server.kept = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def late_money(books: Books) -> None:
    """Put two shares in whose money moves too slowly, and look."""
    for _ in range(2):
        books.share(books.project(), YI, received_on=TODAY - timedelta(days=150))
    with on(TODAY):
        scan(books.db)


def test_owners_are_told_once_however_many_there_are(books: Books, people: People) -> None:
    late_money(books)
    view = notices_view(books.db, people["officer"], FormState())
    assert [line.text for line in view.lines] == ["新增 2 条预警：支出进度低于阶段要求。"]
    assert view.unread == 1
    assert notices_view(books.db, people["reviewer"], FormState()).lines == []
    mark_read(books.db, people["officer"], view.lines[0].public_id)
    assert notices_view(books.db, people["officer"], FormState()).unread == 0
    with pytest.raises(Missing):
        mark_read(books.db, people["reviewer"], view.lines[0].public_id)


def test_mail_goes_to_those_who_want_it_once(books: Books, people: People, post_office: Any) -> None:
    late_money(books)
    here = Settings(smtp_host="127.0.0.1", smtp_port=post_office.server_address[1])
    with pytest.raises(Invalid):
        choose_mail(books.db, people["officer"], "no address", wanted=True)
    assert send_waiting(books.db, here) == {"sent": 0, "failed": 0, "off": False}
    choose_mail(books.db, people["officer"], "officer@example.org", wanted=True)
    assert send_waiting(books.db, Settings()) == {"sent": 0, "failed": 0, "off": True}
    assert send_waiting(books.db, here)["sent"] == 1
    assert send_waiting(books.db, here)["sent"] == 0
    (message,) = post_office.kept
    assert "To: officer@example.org" in message


def test_mail_that_fails_waits_for_the_next_time(books: Books, people: People, post_office: Any) -> None:
    late_money(books)
    choose_mail(books.db, people["officer"], "officer@example.org", wanted=True)
    assert send_waiting(books.db, Settings(smtp_host="127.0.0.1", smtp_port=1))["failed"] == 1
    here = Settings(smtp_host="127.0.0.1", smtp_port=post_office.server_address[1])
    assert send_waiting(books.db, here)["sent"] == 1


def lend(db: Database, people: People, person: str, substitute: str, by: str) -> str:
    """Have a person lend their roles for a week, approved by a third."""
    today = clock.business_date()
    form = delegations.DelegationInput(
        substitute=substitute, valid_from=today, valid_to=today + timedelta(days=7), reason="出差"
    )
    stored = delegations.propose(db, people[person], form)
    delegations.decide(db, people[by], stored["public_id"], 1, approve=True)
    return str(stored["public_id"])


def test_a_substitute_is_named_by_the_person_and_approved_by_a_third(db: Database, people: People) -> None:
    today = clock.business_date()
    week = {"valid_from": today, "valid_to": today + timedelta(days=7), "reason": "出差"}
    form = delegations.DelegationInput(substitute="reviewer2", **week)
    stored = delegations.propose(db, people["reviewer"], form)
    assert actor_of(db, "reviewer2").grants == people["reviewer2"].grants
    for who, refusal in (("reviewer", Forbidden), ("officer", Missing)):
        with pytest.raises(refusal):
            delegations.decide(db, people[who], stored["public_id"], 1, approve=True)
    delegations.decide(db, people["deputy"], stored["public_id"], 1, approve=True)
    lent = [grant for grant in actor_of(db, "reviewer2").grants if grant.for_user_id is not None]
    assert [grant.role for grant in lent] == ["reviewer"]
    with pytest.raises(Conflict):
        delegations.decide(db, people["leader"], stored["public_id"], 2, approve=True)
    delegations.end(db, people["reviewer2"], stored["public_id"], 2)
    assert actor_of(db, "reviewer2").grants == people["reviewer2"].grants


@pytest.mark.parametrize(
    "wrong",
    [
        {"substitute": "reviewer"},
        {"substitute": "city"},
        {"substitute": "nobody"},
        {"days": 93},
        {"days": -1},
    ],
    ids=["oneself", "another office", "nobody", "too long", "reversed"],
)
def test_a_wrong_substitution_is_refused(db: Database, people: People, wrong: dict[str, Any]) -> None:
    today = clock.business_date()
    form = delegations.DelegationInput(
        substitute=wrong.get("substitute", "reviewer2"),
        valid_from=today,
        valid_to=today + timedelta(days=wrong.get("days", 7)),
        reason="出差",
    )
    with pytest.raises(Invalid):
        delegations.propose(db, people["reviewer"], form)
    with db.reading() as session:
        assert session.execute(sa.select(sa.func.count()).select_from(Delegation)).scalar_one() == 0


def test_lent_rights_end_with_their_days(db: Database, people: People) -> None:
    lend(db, people, "deputy", "officer", "leader")
    assert "leader" in actor_of(db, "officer").roles
    with on(clock.business_date() + timedelta(days=8)):
        assert "leader" not in actor_of(db, "officer").roles


def test_a_substitute_signs_in_the_name_of_the_person(db: Database, people: People, tmp_path: Path) -> None:
    story = Story(db, tmp_path / "papers")
    bond = story.create("officer", "bond", **tale.bond_form())
    waiting = story.move("officer", "bond", bond, "cancel", "本期不发行")
    lend(db, people, "reviewer", "budget", "leader")
    story.people = {**story.people, "budget": actor_of(db, "budget")}
    story.decide("budget", waiting["approval"], waiting["digest"])
    (opinion,) = story.all(Opinion)
    assert (opinion.user_id, opinion.for_user_id) == (people["budget"].user_id, people["reviewer"].user_id)
    with pytest.raises(Forbidden, match="signed"):
        story.decide("reviewer", waiting["approval"], waiting["digest"])


def test_nobody_approves_through_a_substitute_what_they_prepared(
    db: Database, people: People, tmp_path: Path
) -> None:
    story = Story(db, tmp_path / "papers")
    from bondlife.security.actor import Actor, Grant

    both = tuple(Grant(role, None) for role in ("officer", "reviewer"))
    person = people["reviewer"]
    story.people = {
        **story.people,
        "reviewer": Actor(person.user_id, "reviewer", "复核", both, person.region_id, "debt"),
    }
    bond = story.create("reviewer", "bond", **tale.bond_form())
    waiting = story.move("officer", "bond", bond, "cancel", "本期不发行")
    lend(db, people, "reviewer", "budget", "leader")
    story.people = {**story.people, "budget": actor_of(db, "budget")}
    with pytest.raises(Forbidden, match="stand in"):
        story.decide("budget", waiting["approval"], waiting["digest"])


def asked_flow(steps: list[str]) -> flows.FlowInput:
    """Return a new list of signatures for cancelling a bond, from today."""
    today = clock.business_date()
    shared = {"region": "330304", "valid_from": today, "reason": "加强内控"}
    return flows.FlowInput(flow="bond_record", steps=steps, **shared)


def test_a_flow_changed_by_two_persons_takes_effect(db: Database, people: People, tmp_path: Path) -> None:
    stored = flows.propose(db, people["officer"], asked_flow(["prepare", "review", "head", "meeting"]))
    with pytest.raises(Forbidden):
        flows.decide(db, people["officer"], stored["public_id"], 1, approve=True)
    view = flows_view(db, people["leader"], "330304", FormState())
    assert [line.state for line in view.proposals] == ["proposed"]
    flows.decide(db, people["leader"], stored["public_id"], 1, approve=True)
    own = {line.key: line for line in flows_view(db, people["leader"], "330304", FormState()).lines}
    assert own["bond_record"].is_own
    assert own["bond_record"].steps == ["经办", "复核", "局长审批", "政府常务会议"]
    story = Story(db, tmp_path / "papers")
    bond = story.create("officer", "bond", **tale.bond_form())
    waiting = story.move("officer", "bond", bond, "cancel", "本期不发行")
    story.decide("reviewer", waiting["approval"], waiting["digest"])
    story.decide("leader", waiting["approval"], waiting["digest"])
    with pytest.raises(Invalid, match="minutes"):
        story.decide("chair", waiting["approval"], waiting["digest"])
    assert story.row("bond", bond).state == "planned"


@pytest.mark.parametrize(
    "steps",
    [
        ["review", "head"],
        ["prepare"],
        ["prepare", "review", "review"],
        ["prepare", "nobody"],
        ["prepare", "evaluate"],
    ],
)
def test_a_flow_without_four_eyes_is_refused(db: Database, people: People, steps: list[str]) -> None:
    with pytest.raises(Invalid):
        flows.propose(db, people["officer"], asked_flow(steps))
    with db.reading() as session:
        counted = sa.select(sa.func.count()).select_from(SettingProposal).execution_options(scoped=True)
        assert session.execute(counted).scalar_one() == 0


def test_who_prepared_is_told_when_papers_come_back(db: Database, people: People, tmp_path: Path) -> None:
    story = Story(db, tmp_path / "papers")
    bond = story.create("officer", "bond", **tale.bond_form())
    waiting = story.move("officer", "bond", bond, "cancel", "本期不发行")
    from bondlife.services import moves

    moves.decide(db, people["reviewer"], waiting["approval"], "return", waiting["digest"], text="附件不全")
    own = columns(Notice)
    with db.reading() as session:
        found = session.execute(sa.select(own.user_id, own.params)).all()
    assert [tuple(row) for row in found] == [(people["officer"].user_id, {"reason": "附件不全"})]


def test_amounts_stay_out_of_mail(books: Books, people: People, post_office: Any) -> None:
    late_money(books)
    books.share(books.project(), 7 * WAN, received_on=TODAY - timedelta(days=150))
    choose_mail(books.db, people["officer"], "officer@example.org", wanted=True)
    send_waiting(books.db, Settings(smtp_host="127.0.0.1", smtp_port=post_office.server_address[1]))
    assert "10,000" not in post_office.kept[0]
