"""Every kind of file to the database: stored once, whole or not at all, the books in order afterwards."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from bondlife.db import Database
from bondlife.errors import Invalid
from bondlife.security.actor import SYSTEM
from bondlife.services.imports import confirm, preview
from bondlife.settings import Settings
from bondlife.verify import verify
from models.base import columns
from models.registry import Bond, BondShare, Forecast, ForecastCell, FundingPlan, Project, StateMove
from tests.database import people_of
from tests.exchange.forms import form_rows, html
from tests.exchange.hostile import bond_row, workbook
from tests.exchange.test_project_ledger import filled
from tests.imports.samples import OWN, RUNNING, SAMPLES, bring, count, last_act, versions

YI = 10**10


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_file_is_stored_once_and_the_second_time_changes_nothing(
    any_db: Database, kind: str, tmp_path: Path
) -> None:
    sample = SAMPLES[kind]
    first = bring(any_db, sample)
    assert (first.state, first.as_dict()["counts"]["added"]) == ("stored", sample.added)
    before = versions(any_db)
    second = bring(any_db, sample)
    assert second.state == "unchanged"
    assert second.as_dict()["counts"]["added"] == 0
    assert versions(any_db) == before
    assert (last_act(any_db).act, last_act(any_db).rows) == (f"import.{kind}", 0)
    report = verify(any_db, Settings(data_dir=tmp_path))
    assert report["ok"], [one for one in report["checks"] if one["problems"]]


@pytest.mark.parametrize("kind", ["issue-list", "ledger"])
def test_other_bytes_with_the_same_rows_change_nothing_either(any_db: Database, kind: str) -> None:
    bring(any_db, SAMPLES[kind])
    before = versions(any_db)
    content = {
        "issue-list": workbook([bond_row(n) for n in range(1, 6)], sheet="另存"),
        "ledger": filled(RUNNING, OWN),
    }[kind]
    again = bring(any_db, SAMPLES[kind], content=content)
    assert again.state == "unchanged"
    assert again.as_dict()["counts"]["unchanged"] == SAMPLES[kind].added
    assert versions(any_db) == before


def test_a_list_with_some_known_bonds_adds_the_others(any_db: Database) -> None:
    bring(any_db, SAMPLES["issue-list"])
    more = bring(any_db, SAMPLES["issue-list"], content=workbook([bond_row(n) for n in range(3, 9)]))
    counts = more.as_dict()["counts"]
    assert (counts["added"], counts["unchanged"]) == (3, 3)
    assert count(any_db, Bond) == 8


def test_bonds_are_taken_on_and_their_skipped_gates_are_named(any_db: Database) -> None:
    bring(any_db, SAMPLES["issue-list"])
    move = columns(StateMove)
    with any_db.reading() as session:
        rows = session.execute(sa.select(move.target, move.not_examined).where(move.record == "bond")).all()
    assert {(target, tuple(skipped)) for target, skipped in rows} == {
        ("issued", ("disclose", "record_issue"))
    }
    assert count(any_db, Bond, columns(Bond).taken_on) == 5


def test_fifty_seven_projects_stand_under_one_bond_with_all_that_real_forms_hold(any_db: Database) -> None:
    bring(any_db, SAMPLES["disclosure"])
    bond, share = columns(Bond), columns(BondShare)
    assert count(any_db, Project) == count(any_db, BondShare) == 57
    with any_db.reading() as session:
        chosen = (bond.tenor_years, bond.option_pattern, bond.rating, bond.face, bond.tender_date)
        row = session.execute(sa.select(*chosen), execution_options={"scoped": True}).one()
        total = session.execute(sa.select(sa.func.sum(share.amount)), execution_options={"scoped": True})
        assert int(total.scalar_one()) == row.face == 57 * YI // 10
    assert (row.tenor_years, row.option_pattern, row.tender_date.isoformat()) == (10, "7+3", "2024-02-29")


def test_negative_years_and_buckets_of_a_package_are_kept(any_db: Database) -> None:
    bring(any_db, SAMPLES["disclosure"], content=html(form_rows()))
    cell, plan = columns(ForecastCell), columns(FundingPlan)
    with any_db.reading() as session:
        found = session.execute(sa.select(cell.year, cell.amount).where(cell.item == "net_revenue"))
        years = {one.year: one.amount for one in found}
        buckets = session.execute(
            sa.select(plan.year, plan.bucket).where(plan.bucket != ""), execution_options={"scoped": True}
        ).all()
    assert years[2021] == -211 * YI // 10_000
    assert {tuple(row) for row in buckets} >= {(2018, "and_before"), (2026, "and_after")}
    assert count(any_db, Forecast) == 1


def test_a_running_project_is_taken_on_with_its_reason_and_what_was_not_examined(any_db: Database) -> None:
    bring(any_db, SAMPLES["ledger"])
    project, move = columns(Project), columns(StateMove)
    with any_db.reading() as session:
        key, state = session.execute(
            sa.select(project.id, project.state).where(project.code == "NB-9"),
            execution_options={"scoped": True},
        ).one()
        reason, skipped = session.execute(
            sa.select(move.reason, move.not_examined).where(move.record == "project", move.record_id == key)
        ).one()
    assert state == "building"
    assert "历史项目接入" in reason
    assert "局长办公会" in reason
    assert skipped


def test_a_foreign_row_is_named_and_nothing_of_the_file_is_stored(any_db: Database) -> None:
    officer = people_of(any_db)["officer"]
    before = count(any_db, Project), versions(any_db)
    foreign = {**OWN, "code": "NB-77", "region_code": "330203"}
    with pytest.raises(Invalid) as refusal:
        bring(any_db, SAMPLES["ledger"], officer, content=filled(OWN, foreign))
    problem = refusal.value.problems[0]
    assert (problem.code, problem.field) == ("foreign_region", "row 5")
    assert "330203" in problem.text()
    assert (count(any_db, Project), versions(any_db)) == before
    assert (last_act(any_db).outcome, last_act(any_db).act) == ("refused", "import.ledger")


def test_a_list_of_bonds_of_others_is_refused_by_row(any_db: Database) -> None:
    officer = people_of(any_db)["officer"]
    foreign = workbook([bond_row(1, name="2024年广东省政府专项债券(一期)")])
    with pytest.raises(Invalid) as refusal:
        bring(any_db, SAMPLES["issue-list"], officer, content=foreign)
    assert refusal.value.problems[0].field == "row 2"
    assert count(any_db, Bond) == 0


def test_a_row_that_fails_in_the_store_takes_the_whole_file_back(any_db: Database) -> None:
    bring(any_db, SAMPLES["ledger"], content=filled(OWN))
    before = count(any_db, Project), versions(any_db)
    clash = {**OWN, "code": "NB-3", "reform_code": "2401-330304-04-01-100001"}
    bad = {**OWN, "code": "NB-4", "region_code": "999999"}
    with pytest.raises(Invalid):
        bring(any_db, SAMPLES["ledger"], content=filled(clash, bad))
    assert (count(any_db, Project), versions(any_db)) == before


def test_a_file_with_one_bad_row_is_refused_as_a_whole(any_db: Database) -> None:
    content = workbook([bond_row(1), bond_row(2, size_yi="abc"), bond_row(3)])
    report = confirm(any_db, people_of(any_db)["city"], preview(any_db, "issue-list", content), "bad")
    assert (report.state, report.status) == ("refused", 2)
    error = report.as_dict()["errors"][0]
    assert (error["row"], error["read"], error["cell"]) == (3, "abc", "E3")
    assert error["expected"]
    assert error["mend"]
    assert count(any_db, Bond) == 0


def test_the_same_key_gives_the_same_answer(any_db: Database) -> None:
    report = preview(any_db, "issue-list", SAMPLES["issue-list"].content)
    one = confirm(any_db, SYSTEM, report, "a", key="k-1")
    two = confirm(any_db, SYSTEM, report, "a", key="k-1")
    assert one.stored == two.stored
    assert count(any_db, Bond) == 5
