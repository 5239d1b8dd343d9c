"""Collection tasks by level, many projects at once, what-if over the portfolio, time at each step."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from bondlife.db import Database
from bondlife.errors import Conflict, Forbidden, Invalid, Missing
from bondlife.jobs.runner import run_waiting
from bondlife.queries.collections import collection_view, part_view
from bondlife.queries.timing import timing_view
from bondlife.queries.what_if import what_if_view
from bondlife.services import bulk, collections, what_if
from bondlife.settings import Settings
from bondlife.verify import verify
from bondlife.web.views import FormState
from models.base import columns
from models.registry import AuditRecord, Collection, CollectionPart, RowVersion, Task
from tests.database import People
from tests.supervision.scene import TODAY, YI, Books, on

QUESTIONS = [
    {"key": "spent", "label": "累计支出", "type": "money"},
    {"key": "sites", "label": "开工项目数", "type": "number"},
]


def request(books: Books, **more: Any) -> collections.CollectionInput:
    """Return a request to one unit."""
    base = {
        "region": "330304",
        "title": "半年支出",
        "due_on": TODAY + timedelta(days=10),
        "questions": QUESTIONS,
    }
    return collections.CollectionInput.model_validate({**base, "units": [books.unit().public_id], **more})


def parts_of(books: Books) -> list[CollectionPart]:
    """Return the stored parts in order."""
    statement = sa.select(CollectionPart).order_by(columns(CollectionPart).id).execution_options(scoped=True)
    with books.db.reading() as session:
        return list(session.execute(statement).scalars())


def open_tasks(books: Books) -> list[tuple[str, str]]:
    """Return role and title of the tasks that are open."""
    own = columns(Task)
    statement = sa.select(own.role, own.title_zh).where(own.done_on.is_(None)).order_by(own.id)
    with books.db.reading() as session:
        return [tuple(row) for row in session.execute(statement.execution_options(scoped=True))]


def test_a_request_goes_down_and_comes_up_through_five_people(books: Books, people: People) -> None:
    db, answers = books.db, {"spent": "1234567.89", "sites": "3"}
    with on(TODAY):
        key = collections.send(db, people["officer"], request(books))["public_id"]
        (part,) = parts_of(books)
        assert open_tasks(books) == [("project_unit", "填报：半年支出")]
        with pytest.raises(Forbidden):
            collections.answer(db, people["reviewer"], part.public_id, 1, answers)
        collections.answer(db, people["unit"], part.public_id, 1, answers)
        assert open_tasks(books)[0][1] == "审核填报：半年支出"
        with pytest.raises(Conflict, match="moved on"):
            collections.advance(db, people["reviewer"], part.public_id, 2, "review")
        collections.advance(db, people["reviewer"], part.public_id, 2, "check")
        with pytest.raises(Forbidden):
            collections.advance(db, people["reviewer"], part.public_id, 3, "review")
        with pytest.raises(Conflict, match="accepted"):
            collections.sum_up(db, people["officer"], key, 1)
        collections.advance(db, people["reviewer2"], part.public_id, 3, "review")
        assert open_tasks(books) == [("officer", "汇总：半年支出")]
        collections.sum_up(db, people["officer"], key, 1)
        with pytest.raises(Forbidden):
            collections.report(db, people["officer"], key, 2)
        collections.report(db, people["leader"], key, 2)
        view = collection_view(db, people["leader"], key, FormState())
    assert (view.state, view.summary) == ("reported", [123456789, 3])
    assert open_tasks(books) == []


def test_returned_with_a_reason_taken_back_and_withdrawn(books: Books, people: People) -> None:
    db, answers = books.db, {"spent": "1", "sites": "1"}
    with on(TODAY):
        key = collections.send(db, people["officer"], request(books))["public_id"]
        (part,) = parts_of(books)
        collections.answer(db, people["unit"], part.public_id, 1, answers)
        with pytest.raises(Forbidden):
            collections.take_back(db, people["reviewer"], part.public_id, 2)
        collections.take_back(db, people["unit"], part.public_id, 2)
        collections.answer(db, people["unit"], part.public_id, 3, answers)
        with pytest.raises(Invalid):
            collections.send_back(db, people["reviewer"], part.public_id, 4, " ")
        collections.send_back(db, people["reviewer"], part.public_id, 4, "口径不对")
        view = part_view(db, people["unit"], part.public_id, FormState())
        assert [line.outcome for line in view.log] == ["退回", "提交", "撤回", "提交"]
        assert view.can_answer
        collections.withdraw(db, people["officer"], key, 1, "不再需要")
        with pytest.raises(Conflict):
            collections.answer(db, people["unit"], part.public_id, view.version, answers)
    assert open_tasks(books) == []


@pytest.mark.parametrize(
    "answers",
    [{}, {"spent": "1.234", "sites": "1"}, {"spent": "1", "sites": "x"}, {"spent": "1", "sites": ""}],
)
def test_an_answer_that_is_none_is_refused_beside_its_question(
    books: Books, people: People, answers: dict[str, str]
) -> None:
    with on(TODAY):
        collections.send(books.db, people["officer"], request(books))
        (part,) = parts_of(books)
        with pytest.raises(Invalid) as refusal:
            collections.answer(books.db, people["unit"], part.public_id, 1, answers)
    assert {one.field for one in refusal.value.problems} <= {"spent", "sites"}
    assert parts_of(books)[0].step == "answer"


def test_a_city_asks_its_counties_and_no_others(books: Books, people: People) -> None:
    with on(TODAY):
        wanted = request(books, region="330300", units=[], regions=["330302", "330303", "330304"])
        stored = collections.send(books.db, people["city"], wanted)
        assert stored["parts"] == 3
        for wrong in (["320104"], []):
            with pytest.raises((Forbidden, Invalid)):
                collections.send(books.db, people["city"], request(books, units=[], regions=wrong))
        own = next(part for part in parts_of(books) if part.region_id == books.region("330304"))
        other = next(part for part in parts_of(books) if part.region_id == books.region("330302"))
        assert part_view(books.db, people["officer"], own.public_id, FormState()).can_answer
        with pytest.raises(Missing):
            part_view(books.db, people["officer"], other.public_id, FormState())


def test_time_at_each_step_is_told_by_step_and_region(books: Books, people: People) -> None:
    with on(TODAY):
        collections.send(books.db, people["officer"], request(books))
        (part,) = parts_of(books)
    with on(TODAY + timedelta(days=2)):
        collections.answer(books.db, people["unit"], part.public_id, 1, {"spent": "1", "sites": "1"})
    with on(TODAY + timedelta(days=3)):
        collections.advance(books.db, people["reviewer"], part.public_id, 2, "check")
        view = timing_view(books.db, people["leader"])
    assert {line.name: line.median for line in view.by_step} == {"填报：待填报": 48.0, "填报：待审核": 24.0}
    assert [line.count for line in view.by_region] == [2]


def many(books: Books, count: int, **values: Any) -> list[str]:
    """Store projects and return their public keys."""
    return [books.project(**values).public_id for _ in range(count)]


def test_many_projects_in_one_act_with_a_result_a_row(books: Books, people: People, tmp_path: Any) -> None:
    mine, foreign = many(books, 3), books.project("320104").public_id
    form = {"action": "remind", "projects": [*mine, foreign], "role": "project_unit", "title": "报送月报"}
    with on(TODAY):
        answer = bulk.run(
            books.db, people["officer"], bulk.BulkInput.model_validate({**form, "due_on": TODAY})
        )
    assert [row["ok"] for row in answer["rows"]] == [True, True, True, False]
    assert (answer["done"], answer["refused"]) == (3, 1)
    assert answer["rows"][3]["name"] == ""
    audit, version = columns(AuditRecord), columns(RowVersion)
    with books.db.reading() as session:
        act = session.execute(sa.select(AuditRecord).where(audit.act == "project.bulk")).scalar_one()
        kept = session.execute(sa.select(version.table_name).where(version.act == act.seq)).scalars().all()
    assert kept == ["task"] * 3
    assert act.rows == 3
    report = verify(books.db, Settings(data_dir=tmp_path))
    assert [one for one in report["checks"] if one["id"] in {"chain", "rows"} and one["problems"]] == []


def test_rows_that_refuse_leave_nothing_and_stop_nobody(books: Books, people: People) -> None:
    ready, closed = many(books, 2, state="draft"), many(books, 1, state="closed")
    form = {"action": "move", "projects": [ready[0], *closed, ready[1]], "transition": "withdraw"}
    with on(TODAY):
        wanted = bulk.BulkInput.model_validate({**form, "reason": "不再建设"})
        answer = bulk.run(books.db, people["officer"], wanted)
    oks = [row["ok"] for row in answer["rows"]]
    assert oks[1] is False
    assert answer["rows"][1]["problems"][0][0] == "moved_on"
    assert answer["done"] == sum(oks)


def test_an_officer_is_assigned_once_and_told(books: Books, people: People) -> None:
    keys = many(books, 2)
    form = bulk.BulkInput.model_validate({"action": "assign", "projects": keys, "officer": "officer"})
    with on(TODAY):
        assert bulk.run(books.db, people["officer"], form)["done"] == 2
        again = bulk.run(books.db, people["officer"], form)
    assert [row["problems"][0][0] for row in again["rows"]] == ["assigned_already"] * 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"action": "remind", "title": ""},
        {"action": "assign", "officer": "nobody"},
        {"action": "remind", "role": "system_admin"},
    ],
)
def test_an_action_that_says_too_little_is_refused_as_a_whole(
    books: Books, people: People, wrong: dict[str, str]
) -> None:
    form = {"projects": many(books, 1), "role": "officer", "title": "x", **wrong}
    with on(TODAY), pytest.raises(Invalid):
        bulk.run(books.db, people["officer"], bulk.BulkInput.model_validate(form))


def portfolio(books: Books) -> None:
    """Store one project whose bond of 1 亿 falls due in 2040, with income of 30 a year."""
    project = books.project()
    books.plan(project, {"project_income": dict.fromkeys(range(2037, 2041), 30_000_000_00)})
    share = books.share(project, YI, received_on=date(2034, 1, 1), paid=YI)
    for year in range(2037, 2041):
        due = YI if year == 2040 else 0
        books.instalment(share, date(year, 6, 1), principal=due, interest=2_000_000_00)


def computed(books: Books, people: People, **terms: Any) -> Any:
    """Keep a scenario, run the job, and return what is shown."""
    form = what_if.WhatIfInput.model_validate({"region": "330304", "name": f"情景{len(terms)}", **terms})
    stored = what_if.save(books.db, people["officer"], form)
    run_waiting(books.db)
    return what_if_view(books.db, people["officer"], stored["public_id"], FormState())


def test_a_new_issue_adds_its_schedule_at_the_moved_rate(books: Books, people: People) -> None:
    portfolio(books)
    issue = {"issue_amount": "100000000", "issue_year": 2036, "issue_tenor": 5, "issue_percent": "3"}
    with on(TODAY):
        view = computed(books, people, **issue, rate_move_percent="0.5")
    changes = {line.year: line.change for line in view.years if line.change}
    assert changes == {**dict.fromkeys(range(2037, 2041), 3_500_000_00), 2041: 103_500_000_00}
    assert (view.projects, view.below, view.below_then) == (1, 0, 1)
    # 1.2 亿 of income over 1.08 亿 of debt service; the new issue adds 1.175 亿 to the only project
    (moved,) = view.moved
    assert (str(moved.before), str(moved.then), moved.misses) == ("1.1111", "0.5322", True)


def test_a_refinancing_moves_principal_and_keeps_every_fen(books: Books, people: People) -> None:
    portfolio(books)
    terms = {"refinance_percent": "60", "refinance_from": 2040, "refinance_to": 2040}
    with on(TODAY):
        view = computed(books, people, **terms, refinance_tenor=7, refinance_rate_percent="2.5")
    by_year = {line.year: line for line in view.years}
    assert by_year[2040].principal == 40_000_000_00
    assert by_year[2047].principal == 60_000_000_00
    assert by_year[2041].interest == 1_500_000_00
    assert sum(line.principal for line in view.years) == YI
    # of the project's 1.02 亿 in 2040 are 6 千万 gone; seven coupons of 150 万 and 6 千万 come back later
    assert str(view.moved[0].then) == "1.0127"


def test_a_delay_pushes_projects_below_the_bound(books: Books, people: People) -> None:
    portfolio(books)
    with on(TODAY):
        view = computed(books, people, delay_years=1)
    assert (view.below, view.below_then) == (0, 1)
    assert {line.year: line.income for line in view.years}[2037] == 0
    assert {line.year: line.plan_income for line in view.years}[2037] == 30_000_000_00


def test_the_same_books_give_the_same_digest(books: Books, people: People) -> None:
    portfolio(books)
    with on(TODAY):
        first = computed(books, people, income_percent="-10")
        what_if.compute_again(books.db, people["officer"], first.public_id, first.version)
        run_waiting(books.db)
        again = what_if_view(books.db, people["officer"], first.public_id, FormState())
    assert again.digest == first.digest != ""
    assert Decimal(again.bound) == Decimal("1.1")


@pytest.mark.parametrize(
    "wrong",
    [
        {"issue_amount": "1"},
        {"refinance_percent": "50"},
        {
            "refinance_percent": "150",
            "refinance_from": 2040,
            "refinance_to": 2041,
            "refinance_rate_percent": "2",
        },
        {"delay_years": 11},
    ],
)
def test_a_scenario_that_cannot_be_computed_is_not_kept(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        what_if.WhatIfInput.model_validate({"region": "330304", "name": "x", **wrong})


def test_a_name_is_used_once_and_other_regions_are_closed(db: Database, people: People) -> None:
    form = what_if.WhatIfInput(region="330304", name="基准")
    stored = what_if.save(db, people["officer"], form)
    with pytest.raises(Conflict):
        what_if.save(db, people["officer"], form)
    with pytest.raises(Forbidden):
        what_if.save(db, people["officer"], what_if.WhatIfInput(region="330302", name="基准"))
    with pytest.raises(Missing):
        what_if_view(db, people["publisher"], "00000000-0000-4000-8000-000000000000", FormState())
    assert stored["job"]


def test_requests_are_rows_of_their_region(books: Books, people: People) -> None:
    with on(TODAY):
        collections.send(books.db, people["officer"], request(books))
    statement = sa.select(Collection).execution_options(scoped=True)
    with books.db.reading() as session:
        row = session.execute(statement).scalar_one()
    assert row.region_id == books.region("330304")
