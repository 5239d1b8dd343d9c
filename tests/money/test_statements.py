"""Statements: read in two writings, matched by rule or hand, undone, balanced; a difference is a task."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from bondlife.db import Database
from bondlife.errors import Blocked, Conflict, Invalid, Missing
from bondlife.exchange.sandbox import read_workbook
from bondlife.exchange.statement import read_statement
from bondlife.queries.statements import StatementView, accounts_view, statement_table, statement_view
from bondlife.services import reconciling
from bondlife.services.imports import confirm, preview
from bondlife.services.reconciling import AccountInput, MatchInput
from models.base import columns
from models.registry import StatementLine, StatementMatch, Task
from tests.lifecycle.story import YI, on
from tests.money.county import EACH, County

NUMBER = "330501662000"
HEAD = "交易日期,对方户名,凭证号,摘要,收入金额,支出金额,余额\n"
FEW = (
    "2036-04-01,示例市财政局,SK-1,专项债券资金,800000000.00,,800000000.00\n"
    "2036-05-07,示例建工,PZ-ZF-1,工程款,,2000000.00,798000000.00\n"
    "2036-05-08,示例设备公司,,设备款,,3000000.00,795000000.00\n"
    "2036-05-09,某银行,,手续费,,50.00,794999950.00\n"
    "合计,,,,800000000.00,5000050.00,\n"
)


def csv_file(folder: Path, text: str = FEW, *, encoding: str = "gb18030", above: str = NUMBER) -> Path:
    """Write a statement as a bank does: the account above the headings, in the old writing."""
    path = folder / f"statement-{encoding}.csv"
    path.write_bytes(f"账号：{above}\n{HEAD}{text}".encode(encoding))
    return path


def bring(county: County, file: Path, who: str = "officer") -> dict[str, Any]:
    with on("2036-06-10"):
        report = confirm(
            county.story.db, county.story.people[who], preview(county.story.db, "statement", file), file.name
        )
    return dict(report.as_dict()["counts"])


@pytest.fixture
def county(db: Database, tmp_path: Path) -> County:
    """Return a county of its own that paid two payees."""
    found = County(db, tmp_path)
    found.pay(2 * EACH)
    found.pay(3 * EACH, found.other)
    return found


def open_account(county: County) -> str:
    """Enter the treasury's account; returns its public key."""
    form = AccountInput.model_validate(
        {
            "region": "330304",
            "number": NUMBER,
            "name": "国库单一账户",
            "ledger_account": "treasury",
            "opened_on": "2036-01-01",
        }
    )
    with on("2036-06-10"):
        stored = reconciling.add_account(county.story.db, county.story.people["officer"], form)
    return str(stored["public_id"])


@pytest.fixture
def account(county: County) -> str:
    return open_account(county)


def seen(county: County, account: str, month: str = "2036-05") -> StatementView:
    return statement_view(county.story.db, county.story.people["officer"], account, month)


def states(view: StatementView) -> list[str]:
    return [line.state for line in view.lines]


def xlsx_bytes() -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("明细")
        for column, name in enumerate(("日期", "账号", "金额", "对方单位", "凭证号")):
            sheet.write_string(0, column, name)
        for row, (day, amount) in enumerate((("2036-05-07", -2000000.00), ("2036-06-01", 12.34)), 1):
            sheet.write_string(row, 0, day)
            sheet.write_string(row, 1, "3305 0166-2000")
            sheet.write_number(row, 2, amount)
            sheet.write_string(row, 3, "示例建工")
    return out.getvalue()


def test_two_writings_and_two_layouts_read_alike(tmp_path: Path) -> None:
    old, new = (
        read_statement(read_workbook(csv_file(tmp_path, encoding=name))) for name in ("gb18030", "utf-8")
    )
    assert old.errors == new.errors == ()
    assert [row.amount for row in old.rows] == [row.amount for row in new.rows]
    assert [row.amount for row in old.rows] == [8 * YI, -2 * EACH, -3 * EACH, -50_00]
    assert {row.account for row in old.rows} == {NUMBER}
    assert old.totals == {"money_in": 8 * YI, "money_out": 5 * EACH + 50_00}
    signed = read_statement(read_workbook(xlsx_bytes()))
    assert [(row.account, row.amount) for row in signed.rows] == [(NUMBER, -2 * EACH), (NUMBER, 12_34)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2036-05-07,甲,1,款,,,\n", "no_amount"),
        ("2036-13-07,甲,1,款,1.00,,\n", "no_such_day"),
        ("2036-05-07,甲,1,款,1.005,,\n", "third_decimal"),
        ("2036-05-07,甲,1,款,壹元,,\n", "not_an_amount"),
    ],
)
def test_refuses_lines_it_cannot_read_with_their_place(tmp_path: Path, text: str, code: str) -> None:
    draft = read_statement(read_workbook(csv_file(tmp_path, text)))
    assert [one.code for one in draft.errors] == [code]
    assert draft.errors[0].row == 3
    assert not draft.is_importable


def test_refuses_a_statement_without_its_account(tmp_path: Path) -> None:
    draft = read_statement(read_workbook((HEAD + FEW).encode()))
    assert {one.code for one in draft.errors} == {"no_account_number"}


def test_an_unknown_account_and_a_foreign_one_are_refused(county: County, tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refusal:
        bring(county, csv_file(tmp_path))
    assert refusal.value.problems[0].code == "unknown_account"
    assert county.story.all(StatementLine) == []


def test_a_statement_is_matched_by_rule_and_the_rest_is_a_task(
    county: County, account: str, tmp_path: Path
) -> None:
    assert bring(county, csv_file(tmp_path))["added"] == 4
    view = seen(county, account)
    assert states(view) == ["proposed", "proposed", "unmatched"]
    assert (view.book_balance, view.bank_balance, view.difference) == (
        8 * YI - 5 * EACH,
        8 * YI - 5 * EACH - 50_00,
        0,
    )
    tasks = county.story.all(Task, columns(Task).subject == "money_account", columns(Task).done_on.is_(None))
    assert sorted(task.params["month"] for task in tasks) == ["2036-04", "2036-05"]
    db, officer = county.story.db, county.story.people["officer"]
    assert reconciling.confirm_proposed(db, officer, account, "2036-05") == {"confirmed": 2}
    assert states(seen(county, account)) == ["matched", "matched", "unmatched"]
    assert accounts_view(db, officer).lines[0].open == 2
    rows = list(statement_table(db, officer, account, "2036-05").rows)
    assert rows[-1][-1] == 0


def test_the_same_file_is_refused_and_an_overlapping_one_adds_what_is_new(
    county: County, account: str, tmp_path: Path
) -> None:
    bring(county, csv_file(tmp_path))
    before = county.story.all(StatementLine)
    with pytest.raises(Conflict) as refusal:
        bring(county, csv_file(tmp_path))
    assert [one.code for one in refusal.value.problems] == ["file_taken"]
    more = bring(
        county, csv_file(tmp_path, FEW.replace("合计", "2036-05-10,甲,9,款,1.00,,794999951.00\n合计"))
    )
    assert (more["added"], more["unchanged"]) == (1, 4)
    assert len(county.story.all(StatementLine)) == len(before) + 1


def test_a_line_is_split_over_entries_and_undone(county: County, account: str, tmp_path: Path) -> None:
    text = "2036-05-07,示例建工,,两笔合并,,5000000.00,795000000.00\n"
    bring(county, csv_file(tmp_path, text))
    db, officer, view = county.story.db, county.story.people["officer"], seen(county, account)
    assert states(view) == ["unmatched"]
    entries = {item.amount: item.entry for item in view.items if item.amount < 0}
    parts = [
        {"entry": entries[-2 * EACH], "amount": "-2000000.00"},
        {"entry": entries[-3 * EACH], "amount": "-3000000.00"},
    ]
    form = MatchInput.model_validate({"parts": parts})
    stored = reconciling.confirm(db, officer, view.lines[0].public_id, form, view.lines[0].version)
    assert stored["matched"] == -5 * EACH
    assert states(seen(county, account)) == ["matched"]
    match = county.story.all(StatementMatch)[0]
    reconciling.undo(db, officer, match.public_id, match.version)
    after = seen(county, account)
    assert states(after) == ["proposed"]
    assert after.lines[0].open == -2 * EACH
    with pytest.raises(Conflict):
        reconciling.undo(db, officer, match.public_id, match.version + 1)


def test_refuses_more_than_line_or_entry_and_entries_of_others(
    county: County, account: str, tmp_path: Path
) -> None:
    bring(county, csv_file(tmp_path))
    db, officer, view = county.story.db, county.story.people["officer"], seen(county, account)
    line, entry = view.lines[0], view.items[1].entry
    for amount, code in (("-2000000.01", "above_line"), ("1.00", "above_line"), ("0.00", "above_line")):
        form = MatchInput.model_validate({"parts": [{"entry": entry, "amount": amount}]})
        with pytest.raises(Blocked) as refusal:
            reconciling.confirm(db, officer, line.public_id, form, line.version)
        assert refusal.value.problems[0].code == code
    form = MatchInput.model_validate({"parts": [{"entry": account, "amount": "-1.00"}]})
    with pytest.raises(Missing):
        reconciling.confirm(db, officer, line.public_id, form, line.version)
    assert county.story.all(StatementMatch) == []


def test_two_entries_that_fit_alike_are_left_to_a_person(
    county: County, account: str, tmp_path: Path
) -> None:
    county.pay(2 * EACH)
    bring(county, csv_file(tmp_path, "2036-05-07,示例建工,,工程款,,2000000.00,\n"))
    assert states(seen(county, account)) == ["unmatched"]


def test_differences_explained_close_their_task(county: County, account: str, tmp_path: Path) -> None:
    bring(county, csv_file(tmp_path, "\n".join(FEW.splitlines()[:1]) + "\n"))
    task = columns(Task)
    held = county.story.all(Task, task.subject == "money_account")
    assert [one.done_on for one in held] == [None]
    view = seen(county, account, "2036-04")
    form = MatchInput.model_validate({"parts": [{"entry": view.items[0].entry, "amount": "800000000.00"}]})
    officer = county.story.people["officer"]
    reconciling.confirm(county.story.db, officer, view.lines[0].public_id, form, view.lines[0].version)
    held = county.story.all(Task, task.subject == "money_account")
    assert all(one.done_on is not None for one in held)
