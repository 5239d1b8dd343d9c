"""A month and a year of files as a story: prepared, signed, mended, reconciled, closed, reopened."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Blocked, Conflict, Forbidden, Invalid
from bondlife.exchange.sandbox import read_workbook
from bondlife.queries.exported import exported
from bondlife.queries.filings import step_view
from bondlife.queries.year import year_view
from bondlife.security.actor import SYSTEM
from bondlife.services import documents, filings, periods
from bondlife.services.filings import FilingInput
from bondlife.services.filings.reminding import open_due
from bondlife.services.imports.run import confirm, preview
from bondlife.services.periods import PeriodInput
from bondlife.settings import Settings
from bondlife.verify import year
from bondlife.web.views import FormState
from models.base import columns
from models.registry import Bond, BondShare, Document, Filing, FilingLine, Period, Project, Task
from tests.database import copied_database
from tests.lifecycle.scene import Scene
from tests.lifecycle.story import WAN, Story, on
from tests.scenarios.money_case import MoneyCase

CODE, MONTH = "330304", "2036-05"


@pytest.fixture(scope="module")
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Return an office with one project that received 800 万元 and paid 300 万元 in May 2036."""
    folder = tmp_path_factory.mktemp("filing")
    with copied_database(request, "sqlite", folder) as db:
        yield Scene(Story(db, folder / "papers"))


@pytest.fixture(scope="module")
def case(scene: Scene) -> MoneyCase:
    found = MoneyCase(scene, 1)
    found.arrived(800 * WAN)
    found.agreed(900 * WAN)
    found.budgeted(800 * WAN)
    found.attempt(lambda: found.pay(300 * WAN))
    assert found.refusal == ""
    return found


def prepare(scene: Scene, step: str, period: str, day: str = "2036-06-03") -> dict[str, Any]:
    """Prepare a file as the officer."""
    story = scene.story
    with on(day):
        form = FilingInput(region=CODE, step=step, period=period)
        return filings.prepare(story.db, story.people["officer"], story.folder, form)


def sign(scene: Scene, made: dict[str, Any], who: str = "reviewer", digest: str = "") -> dict[str, Any]:
    """Sign a file by what was shown."""
    story = scene.story
    with on("2036-06-04"):
        told = (made["public_id"], digest or made["digest"], made["version"])
        return filings.sign(story.db, story.people[who], story.folder, *told)


def view(scene: Scene, step: str, period: str, day: str = "2036-06-04") -> Any:
    """Return the page of a step."""
    with on(day):
        form = FormState()
        return step_view(
            scene.story.db, scene.story.people["officer"], step, region=CODE, period=period, form=form
        )


def receipt(scene: Scene, *lines: tuple[str, str]) -> dict[str, Any]:
    """Bring a receipt in as the officer."""
    story = scene.story
    text = "报送行号,退回原因\n" + "".join(f"{code},{why}\n" for code, why in lines)
    with on("2036-06-05"):
        report = preview(story.db, "filing-receipt", text.encode(), region_id=scene.county)
        assert not report.draft.errors
        return dict(confirm(story.db, story.people["officer"], report, "回执.csv").stored or {})


def lines_of(scene: Scene, made: dict[str, Any]) -> list[FilingLine]:
    filing = scene.story.one(Filing, columns(Filing).public_id == made["public_id"])
    return scene.story.all(FilingLine, columns(FilingLine).filing_id == filing.id)


def open_tasks(scene: Scene) -> list[Task]:
    task = columns(Task)
    return scene.story.all(Task, task.subject == "filing_line", task.done_on.is_(None))


def test_missing_cells_are_told_by_record_and_nothing_is_made(scene: Scene, case: MoneyCase) -> None:
    shown = view(scene, "debt_monthly", MONTH)
    assert {one.item for one in shown.missing} >= {"债务系统编码", "债券代码"}
    assert all(one.href.startswith("/projects/") for one in shown.missing)
    with pytest.raises(Blocked) as refusal:
        prepare(scene, "debt_monthly", MONTH)
    assert {one.code for one in refusal.value.problems} == {"cell_missing"}
    assert scene.story.all(Filing) == []


def complete(scene: Scene, case: MoneyCase) -> None:
    """Fill what the files of the month ask for."""
    scene.change(case.project, debt_system_code="ZW-1")
    assert case.share is not None
    story = scene.story
    for number, share in enumerate(story.all(BondShare)):
        bond = story.one(Bond, columns(Bond).id == share.bond_id)
        scene.change(bond, code=bond.code or f"23{number:05d}")
        project = story.one(Project, columns(Project).id == share.project_id)
        scene.change(project, debt_system_code=project.debt_system_code or f"ZW-0{number}")
    scene.change(case.contract, payee_credit_code="91330304MA00000001")


def test_a_month_is_filed_sent_back_mended_reconciled_and_closed(scene: Scene, case: MoneyCase) -> None:
    complete(scene, case)
    with pytest.raises(Blocked) as early:
        prepare(scene, "debt_monthly", MONTH, "2036-05-20")
    assert {one.code for one in early.value.problems} == {"period_runs"}

    made = prepare(scene, "debt_monthly", MONTH)
    assert made["total"] == 300 * WAN
    with pytest.raises(Forbidden):
        sign(scene, made, "officer")
    with pytest.raises(Conflict):
        sign(scene, made, digest="0" * 64)
    assert sign(scene, made)["state"] == "signed"

    shown = view(scene, "debt_monthly", MONTH)
    assert shown.agrees
    assert shown.changed_count == 0
    assert {(one.filed, one.ledger) for one in shown.controls} == {(300 * WAN, 300 * WAN), (0, 0)}

    first = lines_of(scene, made)[0]
    stored = receipt(scene, (first.code, "利率与登记不符"))
    assert (stored["added"], stored["unchanged"]) == (1, 0)
    assert receipt(scene, (first.code, "利率与登记不符"))["added"] == 0
    (task,) = open_tasks(scene)
    assert (task.params["reason"], task.params["row"]["line_code"]) == ("利率与登记不符", first.code)
    assert not view(scene, "debt_monthly", MONTH).agrees

    again = prepare(scene, "debt_monthly", MONTH)
    sign(scene, again)
    assert again["number"] == 2
    assert open_tasks(scene) == []
    assert view(scene, "debt_monthly", MONTH).agrees


def test_the_signed_file_is_kept_with_its_digest_and_reads_back(scene: Scene, case: MoneyCase) -> None:
    filing = scene.story.all(Filing, columns(Filing).state == "signed")[-1]
    paper = scene.story.one(Document, columns(Document).id == filing.document_id)
    assert paper.number == filing.digest
    book = read_workbook(documents.content_of(scene.story.folder, paper.content_digest))
    figures, signed = book.sheets
    assert len(figures.rows) == 1 + filing.count
    told = {str(row[0]): str(row[1]) for row in signed.rows}
    assert told["数据摘要"] == filing.digest
    assert told["经办"] != told["签署"]


def test_unknown_lines_of_a_receipt_are_refused_with_their_row(scene: Scene, case: MoneyCase) -> None:
    with pytest.raises(Invalid) as refusal:
        receipt(scene, ("330304-没有此行", "重复"))
    assert refusal.value.problems[0].code == "unknown_line"


def ask(scene: Scene, act: str, period: str = MONTH, day: str = "2036-06-10") -> dict[str, Any]:
    """Ask for a period to be closed or reopened."""
    story = scene.story
    with on(day):
        form = PeriodInput.model_validate(
            {"region": CODE, "period": period, "act": act, "reason": "对账完毕"}
        )
        return periods.propose(story.db, story.people["officer"], form)


def decide(scene: Scene, asked: dict[str, Any], who: str = "leader", day: str = "2036-06-11") -> None:
    story = scene.story
    with on(day):
        told = (asked["public_id"], asked["version"])
        periods.decide(story.db, story.people[who], *told, approve=True)


def test_a_month_closes_only_when_every_file_agrees(scene: Scene, case: MoneyCase) -> None:
    with pytest.raises(Blocked) as refusal:
        ask(scene, "lock")
    assert [one.code for one in refusal.value.problems] == ["no_signed_file"]
    sign(scene, prepare(scene, "look_through", MONTH))
    shown = view(scene, "look_through", MONTH)
    assert (shown.count, shown.controls[0].filed, shown.controls[0].difference) == (1, 300 * WAN, 0)
    asked = ask(scene, "lock")
    with pytest.raises(Conflict):
        ask(scene, "lock")
    decide(scene, asked)
    assert scene.story.one(Period, columns(Period).month == MONTH).locked_at is not None


def test_a_closed_month_refuses_every_way_in(scene: Scene, case: MoneyCase) -> None:
    for work in (
        lambda: case.pay(10 * WAN, date(2036, 5, 20)),
        lambda: case.moved("to_project_account", 10 * WAN, date(2036, 5, 20), share=case.share.public_id),  # type: ignore[union-attr]
        lambda: case.story.move("officer", "disbursement", case.last, "bounce", "户名不符"),
    ):
        case.refusal = ""
        case.attempt(work, date(2036, 5, 25))
        assert "已结账" in case.refusal, case.refusal


def test_a_closed_month_is_reopened_by_two_persons_and_what_changed_is_named(
    scene: Scene, case: MoneyCase
) -> None:
    asked = ask(scene, "reopen")
    decide(scene, asked)
    case.refusal = ""
    case.attempt(lambda: case.pay(10 * WAN, date(2036, 5, 20)), date(2036, 6, 12))
    assert case.refusal == ""
    shown = view(scene, "debt_monthly", MONTH, "2036-06-12")
    assert not shown.agrees
    assert {one.item for one in shown.differences} == {"累计支出", "本期支出", "结余"}
    assert shown.controls[0].difference == -10 * WAN
    with pytest.raises(Blocked) as refusal:
        ask(scene, "lock", day="2036-06-12")
    assert {one.code for one in refusal.value.problems} == {"file_differs"}


@pytest.mark.parametrize(
    ("step", "rows"),
    [
        ("carry_over", 1),
        ("level_reconciliation", 2),
        ("final_accounts", 1),
        ("financial_report", 3),
        ("debt_report", 1),
    ],
)
def test_every_step_of_the_year_yields_a_signed_file(
    scene: Scene, case: MoneyCase, step: str, rows: int
) -> None:
    story = scene.story
    with on("2037-01-15"):
        form = FilingInput(region=CODE, step=step, period="2036")
        made = filings.prepare(story.db, story.people["officer"], story.folder, form)
        told = (made["public_id"], made["digest"], made["version"])
        assert filings.sign(story.db, story.people["reviewer"], story.folder, *told)["state"] == "signed"
    assert made["rows"] == rows
    shown = view(scene, step, "2036", "2037-01-16")
    assert shown.count == rows
    assert shown.agrees, (shown.differences, shown.controls)


def test_what_there_is_nothing_of_is_not_filed(scene: Scene, case: MoneyCase) -> None:
    with pytest.raises(Blocked) as refusal:
        prepare(scene, "advance_quota", "2036")
    assert refusal.value.problems[0].code == "nothing_to_file"


def test_a_year_closes_after_its_months_and_locks_them(scene: Scene, case: MoneyCase) -> None:
    with pytest.raises(Blocked) as refusal:
        ask(scene, "lock", "2036", "2037-02-10")
    assert {one.code for one in refusal.value.problems} == {"month_open"}

    def close(act: Act) -> None:
        own = columns(Period)
        held = act.session.execute(sa.select(Period).where(own.region_id == scene.county)).scalars()
        known = {row.month: row for row in held}
        for month in range(1, 13):
            name = f"2036-{month:02d}"
            row = known.get(name) or Period(region_id=scene.county, month=name)
            row.locked_at = act.now
            act.session.add(row)

    perform(scene.story.db, SYSTEM, "test.lock", close)
    decide(scene, ask(scene, "lock", "2036", "2037-02-10"), day="2037-02-11")
    with pytest.raises(Blocked) as closed:
        ask(scene, "reopen", day="2037-02-12")
    assert closed.value.problems[0].code == "year_closed"


def test_the_calendar_counts_working_days_and_tells_what_is_late(scene: Scene, case: MoneyCase) -> None:
    with on("2036-06-16"):
        shown = year_view(
            scene.story.db, scene.story.people["officer"], region=CODE, year=2036, form=FormState()
        )
    monthly = {line.key: line.cells for line in shown.monthly}
    may, april = monthly["debt_monthly"][4], monthly["debt_monthly"][3]
    assert (may.due_on, may.state) == (date(2036, 6, 6), "signed")
    assert april.state == "late"
    assert shown.late >= 4


def test_each_night_the_owner_is_asked_once_and_the_signature_closes_it(
    scene: Scene, case: MoneyCase
) -> None:
    task = columns(Task)
    with on("2036-07-02"):
        assert open_due(scene.story.db) == 1
        assert open_due(scene.story.db) == 0
    (held,) = scene.story.all(Task, task.origin == "calendar:debt_monthly:2036-06")
    assert (held.role, held.due_on) == ("officer", date(2036, 7, 7))
    sign(scene, prepare(scene, "debt_monthly", "2036-06", "2036-07-03"))
    (held,) = scene.story.all(Task, task.origin == "calendar:debt_monthly:2036-06")
    assert held.done_on is not None


def test_the_command_line_tells_a_file_its_missing_cells_and_its_sums(scene: Scene, case: MoneyCase) -> None:
    found = exported(scene.story.db, "debt-system", CODE, MONTH).as_dict()
    assert (found["step"], found["layout"], found["official"]) == (
        "debt_monthly",
        "layout.debt_monthly",
        False,
    )
    assert found["missing"] == []
    assert {one["difference"] for one in found["controls"]} == {0}
    with pytest.raises(Invalid):
        exported(scene.story.db, "debt-system", "999999", MONTH)


def test_verify_proves_files_and_sees_what_was_tampered(scene: Scene, case: MoneyCase) -> None:
    db = scene.story.db
    found = year.filings(db, Settings())
    assert (found.problems, found.checked) == ([], len(scene.story.all(Filing)))
    stood = len(year.periods(db, Settings()).problems)
    with db.writing() as session:
        session.execute(sa.update(Period).where(columns(Period).month == MONTH).values(locked_at=None))
        session.execute(sa.update(FilingLine).values({"values": {}}).execution_options(scoped=True))
        session.commit()
    assert len(year.filings(db, Settings()).problems) == found.checked
    assert len(year.periods(db, Settings()).problems) == stood - 1


def test_verify_holds_closed_periods_to_what_two_persons_decided(db: Database) -> None:
    story = Story(db, Path())
    leader, officer = story.people["leader"], story.people["officer"]
    with on("2036-06-10"):
        form = {"region": CODE, "period": "2036-04", "act": "lock", "reason": "对账完毕"}
        asked = periods.propose(db, officer, PeriodInput.model_validate(form))
        periods.decide(db, leader, asked["public_id"], asked["version"], approve=True)
    assert (year.periods(db, Settings()).problems, year.periods(db, Settings()).checked) == ([], 1)
    with db.writing() as session:
        session.execute(sa.update(Period).values(locked_at=None))
        session.commit()
    assert len(year.periods(db, Settings()).problems) == 1
    with db.writing() as session:
        session.execute(sa.delete(Period))
        session.commit()
    assert len(year.periods(db, Settings()).problems) == 1
