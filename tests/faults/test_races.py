"""B1, B2, B4: the same act twice, keys, edits at once: two real servers over one database."""

import json
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from bondlife.db import Database
from bondlife.settings import Settings
from bondlife.verify import verify
from models.base import columns
from models.registry import Approval, Opinion, Project, RowVersion
from tests.database import copied_database
from tests.faults.counting import say
from tests.faults.pair import Caller, Reply, Site, at_once, site_over
from tests.lifecycle import story as tale
from tests.lifecycle.story import Story

GATE_RACES, FULL_RACES = 200, 2_000
CALLERS = 8
GATE_SAVES = 400


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Run two servers over one database of each kind in turn."""
    folder = tmp_path_factory.mktemp("races")
    with copied_database(request, request.param, folder) as db, site_over(db, folder) as running:
        yield running
        assert "Traceback" not in running.log()


def counts(name: str, results: Counter[str]) -> None:
    """Print what was tried and what came of it."""
    say(f"{name}: " + ", ".join(f"{key} {value}" for key, value in sorted(results.items())))


def body(code: str, **values: Any) -> dict[str, Any]:
    base = {"region": "330304", "code": code, "name": "示例污水处理工程", "sector": "sewage"}
    return {**base, "start_year": 2024, **values}


def number_of(db: Database, model: Any, *conditions: Any) -> int:
    with db.reading() as session:
        statement = sa.select(sa.func.count()).select_from(model).where(*conditions)
        return int(session.execute(statement.execution_options(scoped=True)).scalar_one())


def waiting(story: Story) -> tuple[str, str]:
    """Put the cancelling of a planned bond up for signatures; returns approval and digest."""
    bond = story.create("officer", "bond", **tale.bond_form(name=f"示例债券{uuid4().hex}"))
    asked = story.move("officer", "bond", bond, "cancel", "本期不发行")
    return asked["approval"], asked["digest"]


def sign(caller: Caller, approval: str, shown: str, key: str) -> Reply:
    return caller.form(f"/approvals/{approval}/decide", act="approve", digest=shown, idempotency_key=key)


def opinions(db: Database, approval: str) -> int:
    with db.reading() as session:
        statement = sa.select(columns(Approval).id).where(columns(Approval).public_id == approval)
        found = session.execute(statement.execution_options(scoped=True)).scalar_one()
    return number_of(db, Opinion, columns(Opinion).approval_id == found)


def race_same_key(site: Site, callers: list[Caller], results: Counter[str]) -> None:
    code, key = f"S-{uuid4().hex[:12]}", uuid4().hex
    sent = [partial(one.post, "/api/v1/projects", body(code), key) for one in callers]
    replies = at_once(sent)
    assert {reply.status for reply in replies} == {201}, [getattr(r, "body", r) for r in replies]
    assert len({reply.body for reply in replies}) == 1
    assert number_of(site.db, Project, columns(Project).code == code) == 1
    results.update(tried=len(replies), ok=1, same_answer=len(replies) - 1)


def race_own_keys(site: Site, callers: list[Caller], results: Counter[str]) -> None:
    code = f"D-{uuid4().hex[:12]}"
    sent = [partial(one.post, "/api/v1/projects", body(code), uuid4().hex) for one in callers]
    replies = at_once(sent)
    by_status = Counter(reply.status for reply in replies)
    assert by_status == {201: 1, 409: len(replies) - 1}, [r.body for r in replies]
    assert {reply.code for reply in replies if reply.status == 409} == {"duplicate"}
    assert number_of(site.db, Project, columns(Project).code == code) == 1
    results.update(tried=len(replies), ok=1, refused=by_status[409])


def race_signatures(
    site: Site, story: Story, callers: list[Caller], results: Counter[str], *, one_key: bool
) -> None:
    approval, shown = waiting(story)
    key = uuid4().hex
    sent = [partial(sign, one, approval, shown, key if one_key else uuid4().hex) for one in callers]
    replies = at_once(sent)
    by_status = Counter(reply.status for reply in replies)
    wanted = {303: len(replies)} if one_key else {303: 1, 403: len(replies) - 1}
    assert by_status == wanted, [r.body for r in replies]
    if one_key:
        assert len({reply.place for reply in replies}) == 1
    assert opinions(site.db, approval) == 1
    results.update(tried=len(replies), ok=1, **{"same_answer" if one_key else "refused": len(replies) - 1})


def run_races(site: Site, folder: Path, races: int) -> Counter[str]:
    story, results = Story(site.db, folder), Counter[str]()
    officers, reviewers = site.callers("officer", CALLERS), site.callers("reviewer", CALLERS)
    for _ in range(races // 4):
        race_same_key(site, officers, results)
        race_own_keys(site, officers, results)
        race_signatures(site, story, reviewers, results, one_key=True)
        race_signatures(site, story, reviewers, results, one_key=False)
    results.update(lost=0)
    return results


def sound(site: Site) -> None:
    """Prove the books after the races."""
    report = verify(site.db, Settings(data_dir=site.folder))
    assert report["ok"], report


def test_the_same_act_twice_counts_once(site: Site, tmp_path: Path) -> None:
    results = run_races(site, tmp_path, GATE_RACES)
    counts(f"B1 {site.db.url.get_backend_name()}, {GATE_RACES} races", results)
    assert results["tried"] == GATE_RACES * CALLERS
    assert results["tried"] == results["ok"] + results["same_answer"] + results["refused"]
    sound(site)


@pytest.mark.full
@pytest.mark.timeout(3_600)
def test_the_same_act_twice_counts_once_two_thousand_times(site: Site, tmp_path: Path) -> None:
    counts("B1 full", run_races(site, tmp_path, FULL_RACES))
    sound(site)


def test_key_discipline(site: Site) -> None:
    """B2: another body, another person, the same again, and again after a restart."""
    officer, city, results = site.caller("officer"), site.caller("city"), Counter[str]()
    for number in range(10):
        code, key = f"K-{uuid4().hex[:10]}", uuid4().hex
        first = officer.post("/api/v1/projects", body(code), key)
        other_body = officer.post("/api/v1/projects", body(code + "x"), key)
        other_place = officer.post("/api/v1/bonds", tale.bond_form(name=code), key)
        again = site.caller("officer", number).post("/api/v1/projects", body(code), key)
        assert (first.status, again.status) == (201, 201)
        assert again.body == first.body
        assert (other_body.status, other_body.code) == (422, "key_reused")
        assert (other_place.status, other_place.code) == (422, "key_reused")
        results.update(tried=4, ok=1, same_answer=1, refused=2)
    form = {name: str(value) for name, value in body(f"K-{uuid4().hex[:10]}").items()}
    key = uuid4().hex
    mine = officer.form("/projects/new", **form, idempotency_key=key)
    theirs = city.form("/projects/new", **form, idempotency_key=key)
    assert (mine.status, theirs.status) == (303, 404)
    assert mine.place.encode() not in theirs.body
    site.restart()
    replay = site.caller("officer").form("/projects/new", **form, idempotency_key=key)
    assert (replay.status, replay.place) == (303, mine.place)
    results.update(tried=3, ok=1, same_answer=1, refused=1, lost=0)
    counts(f"B2 {site.db.url.get_backend_name()}", results)


def test_a_refused_form_does_not_use_up_its_key(site: Site) -> None:
    officer, key = site.caller("officer"), uuid4().hex
    code = f"K-{uuid4().hex[:10]}"
    assert officer.post("/api/v1/projects", body(code, start_year=10), key).status == 422
    assert officer.post("/api/v1/projects", body(code), key).status == 201


class Editor:
    """An officer who opens a project, thinks, and saves what the form held."""

    def __init__(self, caller: Caller, project: str, name: str, seed: int) -> None:
        self.caller, self.project, self.name = caller, project, name
        self.chance = random.Random(seed)
        self.saved: list[str] = []
        self.conflicts = 0

    def work(self, saves: int) -> None:
        """Save again and again, each time from a fresh reading."""
        for number in range(saves):
            read = self.caller.get(f"/api/v1/projects/{self.project}").json
            time.sleep(self.chance.uniform(0, 0.02))
            note = f"{self.name}-{number}"
            form = {name: "" if v is None else v for name, v in read["values"].items() if name != "fields"}
            reply = self.caller.form(
                f"/projects/{self.project}/edit",
                **{**form, "name": note, "version": read["version"], "idempotency_key": uuid4().hex},
            )
            assert reply.status in {303, 409}, (
                reply.status,
                re.sub(r"<[^>]*>|\s+", " ", reply.body.decode()),
            )
            if reply.status == 409:
                self.conflicts += 1
                assert note.encode() in reply.body, "what was typed stays on the page"
            else:
                self.saved.append(note)


def run_edits(site: Site, saves: int) -> Counter[str]:
    created = site.caller("officer").post("/api/v1/projects", body(f"E-{uuid4().hex[:10]}"), uuid4().hex).json
    editors = [
        Editor(one, created["public_id"], f"编辑{number}", number)
        for number, one in enumerate(site.callers("officer", CALLERS))
    ]
    assert at_once([partial(editor.work, saves) for editor in editors]) == [None] * CALLERS
    stored = versions_of(site.db, created["public_id"])
    told = {note for editor in editors for note in editor.saved}
    ok, refused = len(told), sum(editor.conflicts for editor in editors)
    assert set(stored) - {"示例污水处理工程"} == told
    assert len(stored) == ok + 1
    return Counter(tried=CALLERS * saves, ok=ok, refused=refused, lost=len(told - set(stored)))


def versions_of(db: Database, public_id: str) -> list[str]:
    """Return the name in every version of a project."""
    version = columns(RowVersion)
    with db.reading() as session:
        project = columns(Project)
        row_id = session.execute(
            sa.select(project.id).where(project.public_id == public_id).execution_options(scoped=True)
        ).scalar_one()
        statement = sa.select(version.data).where(version.table_name == "project", version.row_id == row_id)
        return [json.loads(data)["name"] for data in session.execute(statement).scalars()]


def test_nobody_is_silently_overwritten(site: Site) -> None:
    results = run_edits(site, GATE_SAVES // CALLERS)
    counts(f"B4 {site.db.url.get_backend_name()}", results)
    assert results["ok"] + results["refused"] == results["tried"]
    assert results["lost"] == 0
    assert results["refused"] > 0
    sound(site)


@pytest.mark.full
@pytest.mark.timeout(3_600)
def test_nobody_is_silently_overwritten_in_ten_thousand_saves(site: Site) -> None:
    results = run_edits(site, 10_000 // CALLERS)
    counts("B4 full", results)
    assert results["ok"] + results["refused"] == results["tried"]
