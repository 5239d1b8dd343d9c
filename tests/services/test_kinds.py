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
from bondlife.queries.kinds.forms import flow_form, step_form
from bondlife.queries.kinds.views import draft_view, kind_view, kinds_view
from bondlife.services import kinds, records
from bondlife.services.inputs import ProjectInput
from bondlife.services.kind_edits import EDITS
from bondlife.settings import Settings
from bondlife.verify import verify
from bondlife.web.views import FormState
from models.base import table
from models.registry import KindVersion, Project, Task
from tests.database import People, people_of
from tests.lifecycle.story import (
    YI,
    Story,
    candidate,
    evaluated,
    issued,
    limit,
    on,
    permits,
    plan,
    project_form,
    received,
)

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
        with pytest.raises(Invalid, match="its next version"):
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


TASK = {
    "title": "See the land documents",
    "title_zh": "核对用地手续",
    "role": "department",
    "rule": "approval.return_days",
}
LAND: dict[str, Any] = {
    **{"record": "project", "key": "enter_land_seen", "label_en": "See the land", "label_zh": "核实用地"},
    **{"sources": ["screened"], "target": "land_seen", "permission": "project.check", "custom": True},
    **{"documents": ["land_report"], "effects": [{"name": "open_task", "params": TASK}]},
}


def own_bonds(db: Database, people: People) -> None:
    """Put a version of the special bonds into force: a stage, a paper, a task, fewer signatures."""
    desk = Desk(db, people, base="special_bond", number=2, key="special_bond", label_zh="本市专项债券项目")
    desk.edit("document", key="land_report", label_en="Land report", label_zh="用地核实表")
    desk.edit(
        "state", record="project", key="land_seen", label_en="Land seen", label_zh="已核实用地",
        after="screened",
    )  # fmt: skip
    right = next(
        one for one in draft_view(db, people["system"], desk.key, "project", FormState()).part.steps
        if one.key == "enter_land_seen"
    )  # fmt: skip
    assert (right.sources, right.target) == ("已通过初审", "已核实用地")
    form = step_form(db, people["system"], desk.key, "project", "enter_land_seen", FormState())
    desk.edit("step", **{**LAND, "permission": form.form.data["permission"]})
    desk.edit(
        "flow", key="project_reserve", label_en="Reserve", label_zh="入库审批",
        steps=["prepare", "review", "deputy_head"],
    )  # fmt: skip
    desk.propose()
    assert desk.decide()["number"] == kinds.FIRST_LOCAL


def test_bonds_get_their_next_version_and_their_money_goes_on(db: Database, tmp_path: Path) -> None:
    own_bonds(db, people_of(db))
    with on("2036-03-02"):
        story = Story(db, tmp_path / "papers")
        key = story.create("unit", "project", **project_form(story))
        assert story.row("project", key).kind_version == kinds.FIRST_LOCAL
        story.move("unit", "project", key, "submit")
        story.attach("officer", "project", key, "approval_basis", "capital_source")
        story.signed("officer", "project", key, "screen", "project_screening")
        assert "moved_on" in story.refused("officer", "project", key, "evaluate")
        assert "document_missing" in story.refused("officer", "project", key, "enter_land_seen")
        story.attach("officer", "project", key, "land_report")
        story.move("reviewer", "project", key, "enter_land_seen")
        told = [(one.title_zh, one.role, one.due_on) for one in story.all(Task) if one.role == "department"]
        assert told == [("核对用地手续", "department", date(2036, 3, 17))]
        evaluated(story, key)
        story.move("officer", "project", key, "evaluate")
        permits(story, story.row("project", key), "department_approval", "ex_ante_in_plan", "physical_work")
        story.attach("officer", "project", key, "feasibility_approval", "permits")
        asked = story.move("officer", "project", key, "enter_reserve")
        for signer in ("reviewer", "deputy"):
            story.decide(signer, asked["approval"], asked["digest"])
        assert story.row("project", key).state == "reserved"
    with on("2036-03-20"):
        plan(story, story.row("project", key))
        limit(story)
        _bond, share = issued(story, key, candidate(story, key))
        received(story, share)
        assert story.row("bond_share", share).received == 8 * YI
        assert story.row("bond_share", share).kind_version == kinds.FIRST_LOCAL


def test_what_follows_and_who_signs_is_shown_as_it_was_chosen(db: Database, people: People) -> None:
    desk = Desk(db, people)
    effects = [{"name": "open_task", "params": TASK}]
    desk.edit("state", **STAGE)
    desk.edit("step", **{**STEP, "guards": [], "documents": [], "effects": effects})
    desk.edit("flow", key="two", label_en="Two", label_zh="两人", steps=["prepare", "head"])
    view = draft_view(db, people["system"], desk.key, "project", FormState())
    assert view.findings == []
    step = next(one for one in view.part.steps if one.key == "enter_seen")
    assert [dict(one.params)["中文标题"] for one in step.effects] == ["核对用地手续"]
    assert ("两人", "经办 → 局长审批", "") in [(one.label, one.signatures, one.steps) for one in view.flows]
    assert "两人（经办 → 局长审批）" in {one.after for one in view.changes}
    form = step_form(db, people["system"], desk.key, "project", "enter_seen", FormState())
    assert [(one.name, one.params[0].value) for one in form.effects] == [("open_task", TASK["title"])]
    held = step_form(db, people["system"], desk.key, "project", "use_result", FormState())
    assert [one.name for one in held.effects] == ["open_duty"]
    flow = flow_form(db, people["system"], desk.key, "two", FormState())
    assert (flow.form.data["step_prepare"], flow.form.data["step_head"]) == ("1", "2")
    for values, code in (
        ({"steps": ["prepare"]}, "four_eyes_flow"),
        ({"steps": ["head", "prepare"]}, "first_step"),
        ({"steps": ["prepare", "nobody"]}, "no_step"),
    ):
        with pytest.raises(Invalid) as refusal:
            desk.edit("flow", key="two", label_en="Two", label_zh="两人", **values)
        assert refusal.value.problems[0].code == code
    desk.edit("drop_flow", key="two")
    with pytest.raises(Invalid) as refusal:
        desk.edit("drop_flow", key="evaluation")
    assert refusal.value.problems[0].code == "flow_asked"


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
