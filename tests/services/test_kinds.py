"""A kind made in pages: copied, edited, refused, put into force by a second person, kept by its records."""

import threading
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bondlife import clock
from bondlife.books import kind_of, kinds_in_force, newest_kind
from bondlife.db import Database
from bondlife.errors import Blocked, Conflict, Forbidden, Invalid, Missing, Refusal
from bondlife.queries.kinds.views import draft_view, kind_view, kinds_view, step_form
from bondlife.services import kinds, records
from bondlife.services.inputs import ProjectInput
from bondlife.services.kind_edits import EDITS
from bondlife.settings import Settings
from bondlife.verify import verify
from bondlife.web.views import FormState
from models.base import table
from models.registry import KindVersion, Project
from tests.database import People, people_of

TODAY = clock.business_date()
COPY = {
    "base": "ordinary",
    "number": 2,
    "key": "roads",
    "label_en": "Roads",
    "label_zh": "道路养护",
    "basis": "办法",
}
STAGE = {"record": "project", "key": "seen", "label_en": "Seen", "label_zh": "已查勘", "after": "executing"}
STEP: dict[str, Any] = {
    "record": "project",
    "key": "enter_seen",
    "label_en": "Look",
    "label_zh": "查勘",
    "sources": ["executing"],
    "target": "seen",
    "permission": "project.advance",
    "documents": ["photos"],
    "guards": [{"name": "fields_filled", "params": {"fields": "note, name"}}],
    "custom": True,
}
FIELD = {"record": "project", "name": "note", "label_en": "Note", "label_zh": "查勘记录"}
PAPER = {"key": "photos", "label_en": "Photos", "label_zh": "查勘照片"}


class Desk:
    """An administrator with one draft."""

    def __init__(self, db: Database, people: People, **more: object) -> None:
        self.db, self.people = db, people
        made = kinds.copy(db, people["system"], kinds.CopyInput(**{**COPY, **more}))
        self.key, self.version = made["public_id"], made["version"]

    def edit(self, name: str, /, **values: object) -> None:
        form = EDITS[name][0](**values)
        self.version = kinds.edit(self.db, self.people["system"], self.key, name, form, self.version)[
            "version"
        ]

    def propose(self, day: date = TODAY) -> None:
        form = kinds.PutInput(valid_from=day, note="增加查勘")
        self.version = kinds.propose(self.db, self.people["system"], self.key, form, self.version)["version"]

    def decide(self, account: str = "security", **values: Any) -> dict[str, Any]:
        view = draft_view(self.db, self.people[account], self.key, "project", FormState())
        told = {"approve": True, "shown": view.digest, **values}
        return kinds.decide(self.db, self.people[account], self.key, self.version, **told)


def finished(desk: Desk) -> None:
    desk.edit("document", **PAPER)
    desk.edit("field", **FIELD)
    desk.edit("state", **STAGE)
    desk.edit("step", **STEP)


def test_a_kind_is_copied_edited_put_into_force_and_kept_by_its_records(
    any_db: Database, tmp_path: Path
) -> None:
    database, people = any_db, people_of(any_db)
    desk = Desk(database, people)
    finished(desk)
    desk.propose()
    assert desk.decide() | {"public_id": ""} == {
        "public_id": "",
        "key": "roads",
        "number": 1,
        "state": "in_force",
        "version": desk.version + 1,
    }
    form = ProjectInput(
        region="330304",
        kind="roads",
        code="R-1",
        name="道路",
        sector="other",
        start_year=2026,
        total_investment="1000000",
    )
    made = records.create(database, people["officer"], "project", form)
    with database.reading() as session:
        first = newest_kind(session, "roads")
        assert (first.base, first.valid_from, first.version) == ("ordinary", TODAY, 1)
    second = Desk(database, people, base="roads", number=1)
    second.edit("drop_state", record="project", key="seen")
    second.propose()
    second.decide()
    with database.reading() as session:
        assert [state.key for state in newest_kind(session, "roads").lifecycle("project").states].count(
            "seen"
        ) == 0
        kept = kind_of(session, "roads", 1)
        assert kept == first
        assert {one.key for one in kinds_in_force(session)} > {"roads", "ordinary"}
    again = records.create(database, people["officer"], "project", form.model_copy(update={"code": "R-2"}))
    assert {made["public_id"], again["public_id"]} == set(_numbers(database))
    assert _numbers(database) == {made["public_id"]: 1, again["public_id"]: 2}
    told = verify(database, Settings(data_dir=tmp_path))
    assert told["ok"], [one for one in told["checks"] if one["problems"]]


def _numbers(db: Database) -> dict[str, int]:
    with db.reading() as session:
        rows = session.execute(table(Project).select(), execution_options={"scoped": True})
        return {row.public_id: row.kind_version for row in rows if row.kind == "roads"}


def test_a_local_version_of_a_shipped_kind_goes_before_it_and_begins_on_its_day(
    db: Database, people: People
) -> None:
    desk = Desk(db, people, key="ordinary")
    desk.edit("head", label_en="Ours", label_zh="本县普通项目", basis="本县办法")
    desk.propose(TODAY + timedelta(days=3))
    assert desk.decide()["number"] == kinds.FIRST_LOCAL
    with db.reading() as session:
        assert newest_kind(session, "ordinary").version == 2
    later = clock.now() + timedelta(days=4)
    with clock.standing_at(lambda: later), db.reading() as session:
        assert newest_kind(session, "ordinary").version == kinds.FIRST_LOCAL


REFUSED: dict[str, tuple[str, dict[str, object], type[Refusal], str]] = {
    "a stage behind nothing": ("state", {**STAGE, "after": "nowhere"}, Invalid, "no_stage"),
    "a stage behind an ending": ("state", {**STAGE, "after": "disclosed"}, Invalid, "no_stage"),
    "the first stage taken out": (
        "drop_state",
        {"record": "project", "key": "draft"},
        Invalid,
        "no_stage_to_drop",
    ),
    "a stage of no record": ("state", {**STAGE, "record": "bond"}, Invalid, "no_lifecycle"),
    "an unknown condition": ("step", {**STEP, "guards": [{"name": "wish"}]}, Invalid, "no_guard"),
    "a step that is not there": ("drop_step", {"record": "project", "key": "fly"}, Invalid, "no_transition"),
    "a document steps ask for": ("drop_document", {"key": "working_papers"}, Invalid, "document_asked"),
    "a field every project has": ("field", {**FIELD, "name": "code"}, Invalid, "field_taken"),
    "a shared field taken out": ("drop_field", {"record": "project", "key": "code"}, Invalid, "field_shared"),
    "a choice without names": ("field", {**FIELD, "type": "choice", "choices": "a"}, Invalid, "bad_choice"),
    "a field of a record without a form": ("field", {**FIELD, "record": "goal"}, Invalid, "no_form"),
}


def test_edits_that_cannot_be_are_refused_in_words(db: Database, people: People) -> None:
    desk = Desk(db, people)
    for name, (edit, values, family, code) in REFUSED.items():
        with pytest.raises(family) as refusal:
            desk.edit(edit, **values)
        assert refusal.value.problems[0].code == code, name


def test_who_may_and_when(db: Database, people: People) -> None:
    with pytest.raises(Forbidden):
        kinds.copy(db, people["officer"], kinds.CopyInput(**COPY))
    for base, number in (("special_bond", 2), ("fund", 2), ("ppp", 1)):
        with pytest.raises(Invalid, match="books of its own"):
            Desk(db, people, base=base, number=number)
    with pytest.raises(Conflict, match="has this key"):
        Desk(db, people, key="procurement")
    desk = Desk(db, people)
    with pytest.raises(Conflict, match="edited already"):
        Desk(db, people)
    desk.edit("state", **{**STAGE, "after": ""})
    with pytest.raises(Blocked) as refusal:
        desk.propose()
    assert {one.code for one in refusal.value.problems} == {"state_unreached", "dead_end"}
    desk.edit("drop_state", record="project", key="seen")
    with pytest.raises(Invalid, match="not before"):
        desk.propose(TODAY - timedelta(days=1))
    with pytest.raises(Conflict):
        desk.decide()
    desk.propose()
    with pytest.raises(Forbidden):
        desk.decide("system")
    with pytest.raises(Forbidden):
        desk.decide("leader")
    with pytest.raises(Conflict, match="after it was shown"):
        desk.decide(shown="sha256:0")
    with pytest.raises(Invalid, match="reason"):
        desk.decide(approve=False)
    desk.version = desk.decide(approve=False, reason="依据不足")["version"]
    view = draft_view(db, people["system"], desk.key, "project", FormState())
    assert (view.line.state, view.may_edit, view.findings) == ("draft", True, [])
    kinds.withdraw(db, people["system"], desk.key, desk.version)
    with pytest.raises(Conflict):
        desk.edit("document", **PAPER)
    with pytest.raises(Missing):
        draft_view(db, people["system"], "00000000-0000-4000-8000-000000000000", "", FormState())


def test_two_persons_decide_at_once_and_one_version_comes_of_it(db: Database, people: People) -> None:
    desk = Desk(db, people)
    desk.propose()
    found: list[str] = []

    def decide() -> None:
        try:
            found.append(desk.decide()["state"])
        except Conflict:
            found.append("conflict")

    threads = [threading.Thread(target=decide) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(found) == ["conflict", "in_force"]
    with db.reading() as session:
        assert session.get(KindVersion, ("roads", 2)) is None


def test_pages_say_what_the_data_say(db: Database, people: People) -> None:
    desk = Desk(db, people)
    finished(desk)
    view = draft_view(db, people["system"], desk.key, "project", FormState())
    assert [one.key for one in view.part.stages].index("seen") == 6
    told = {one.place: one.after for one in view.changes}
    assert any("查勘记录" in text for text in told.values())
    step = next(one for one in view.part.steps if one.key == "enter_seen")
    assert (step.sources, step.target, step.custom, step.documents) == (
        "执行中",
        "已查勘",
        True,
        ["查勘照片"],
    )
    assert [(one.name, list(one.params)) for one in step.conditions] == [
        ("fields_filled", [("字段", "查勘记录、项目名称")])
    ]
    form = step_form(db, people["system"], desk.key, "project", "enter_seen", FormState())
    assert [one.params[0].value for one in form.guards] == ["note name"]
    assert kinds_view(db, people["officer"], FormState()).can_edit is False
    whole = kind_view(db, "ordinary", 2, "disbursement")
    assert whole.part.record == "disbursement"
    boxes = {one.key for one in whole.part.picture.boxes}
    assert boxes == {one.key for one in whole.part.stages}
