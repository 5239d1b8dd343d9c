"""Funds taken over with their capital accounts: booked as stated, held to the fen, refused with the place."""

import json
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from bondlife.errors import Invalid
from bondlife.lifecycle.funds.tiers import carry_paid, paid_out
from bondlife.locale import speaking
from bondlife.queries.funds.accounts import agreement
from bondlife.queries.words import problem_text
from bondlife.services.funds.files import bring_in_file
from bondlife.verify.funds import wrong
from models.fund_money import FUND_ENTRIES
from models.registry import Fund
from tests.funds.house import TERMS, TODAY, House, assert_foots, block_of, fund_file, partners
from tests.funds.test_files import workbook
from tests.lifecycle.story import on


def _each(day: str, entry: str, *amounts: str) -> list[dict[str, Any]]:
    told = enumerate(amounts, 1)
    return [{"partner": number, "on": day, "entry": entry, "amount": amount} for number, amount in told]


LINES: list[dict[str, Any]] = [
    *_each("2030-01-10", "call", "300", "600", "100"),
    {"on": "2030-02-01", "entry": "investment", "amount": "900"},
    *_each("2030-12-20", "fee", "3", "6", "1"),
    {"on": "2033-01-10", "entry": "proceeds", "amount": "1500"},
    *_each("2033-01-10", "result", "315", "630", "105"),
    *_each("2033-02-01", "carry", "-30.03", "-60.06", "-10.01"),
    {"partner": 3, "on": "2033-02-01", "entry": "carry", "amount": "100.10"},
    *_each("2033-02-01", "distribution", "420", "840", "240"),
    *_each("2033-12-31", "result", "15", "30", "5"),
]
"""1000 paid in, half of 900 sold for 1500, 10 of fees, 1500 paid out of which 100.10 are carry."""


def statement(code: str, **parts: Any) -> dict[str, Any]:
    """Return the file of a fund that comes in with its accounts as of the end of 2033."""
    whole = {
        "partners": partners("400", "800", "150"),
        "terms": [TERMS],
        "accounts": deepcopy(LINES),
        "holdings": [{"name": "企业甲", "cost": "900", "invested_on": "2030-02-01"}],
        "exits": [{"holding": 1, "on": "2033-01-10", "cost_out": "450", "proceeds": "1500"}],
        "valuations": [{"holding": 1, "on": "2033-12-31", "value": "500"}],
        "balances": [
            {"on": "2033-12-31", "amount": "90"},
            {"partner": 1, "on": "2033-12-31", "amount": "176.97"},
            {"partner": 3, "on": "2033-12-31", "amount": "59.09"},
        ],
    }
    return fund_file(code, **{**whole, **parts})


def said_of(house: House, data: dict[str, Any]) -> str:
    """Return the Chinese sentence a file is refused with; nothing of it is stored."""
    with on(TODAY), pytest.raises(Invalid) as found:
        bring_in_file(house.db, house.people["officer"], json.dumps(data).encode(), "基金.yaml")
    assert not [one for one in house.all(Fund) if one.name == data["fund"]["name"]]
    with speaking("zh_CN"):
        return problem_text(found.value.problems[0])


def test_a_fund_comes_in_with_its_accounts_and_goes_on(house: House) -> None:
    later = {**dict.fromkeys(("called_on", "due_on", "paid_on"), "2034-03-01"), "amount": "135"}
    data = statement("STATED", calls=[later], distributions=[{"on": "2035-01-10", "amount": "225"}])
    with on(TODAY):
        key = house.bring(data)
        board = house.board(key, "partners")
    book = house.book(key)
    assert_foots(book)
    assert list(wrong(book)) == []
    assert (book.committed(), sum(book.paid_in), book.cash) == (1350_00, 1135_00, 0)
    assert next((one.on, one.amount) for one in paid_out(book)) == (date(2033, 2, 1), 1500_00)
    assert sum(one.amount for one in carry_paid(book)[:1]) == 100_10
    found = agreement(book)
    assert found is not None
    assert found[0].is_reconciled
    assert len(block_of(board, "statement").grid.lines) == len(LINES)  # type: ignore[union-attr]
    # The 500 paid before are counted: capital still out is 135, so the rest of the 225 is gain.
    assert book.distributions[0].steps["capital"] == 135_00


def test_the_same_accounts_come_in_as_a_workbook(house: House) -> None:
    names = {entry.key: entry.label.zh for entry in FUND_ENTRIES}
    rows = [
        [one.get("partner", ""), one["on"], names[one["entry"]], float(one["amount"]) / 10_000]
        for one in LINES
    ]
    body = workbook(
        基金=[["地区", "330304"], ["编码", "SHEET"], ["名称", "账户表基金"], ["开始年度", 2030]],
        合伙人=[["合伙人", "层级", "出资政府", "认缴", "认缴日期"],
              ["区财政局", "县级财政", "330304", 400, "2030-01-01"],
              ["社会资本", "社会资本", "", 800, "2030-01-01"], ["管理人", "管理人", "", 150, "2030-01-01"]],
        账户=[["合伙人序号", "日期", "科目", "金额（万元）"], *rows],
        投资=[["企业", "成本", "投资日期"], ["企业甲", 900, "2030-02-01"]],
        退出=[["序号", "日期", "转出成本", "回款"], [1, "2033-01-10", 450, 1500]],
        估值=[["序号", "日期", "价值"], [1, "2033-12-31", 500]],
        余额=[["合伙人序号", "日期", "金额"], [2, "2033-12-31", 353.94]],
    )  # fmt: skip
    with on(TODAY):
        key = bring_in_file(house.db, house.people["officer"], body, "基金.xlsx")["public_id"]
    book = house.book(key)
    assert [book.account(one.id or 0) for one in book.partners] == [176_97, 353_94, 59_09]
    assert_foots(book)


def test_a_whole_history_is_held_against_the_balances_beside_it(house: House) -> None:
    call = {**dict.fromkeys(("called_on", "due_on", "paid_on"), "2030-01-10"), "amount": "100"}
    data = fund_file("HISTORY", calls=[call], balances=[{"partner": 2, "on": "2030-12-31", "amount": "60"}])
    with on(TODAY):
        house.bring(data)
    wrong_one = fund_file(
        "WRONG", calls=[call], balances=[{"partner": 2, "on": "2030-12-31", "amount": "60.01"}]
    )
    assert said_of(house, wrong_one).startswith("余额 第 1 行 amount")


CASH = {"on": "2033-12-31", "amount": "90.01"}
DOUBLE = {**dict.fromkeys(("called_on", "due_on", "paid_on"), "2031-01-10"), "amount": "10"}
UNEVEN = [{**one, "amount": {"-30.03": "-30.02", "15": "14.99"}.get(one["amount"], one["amount"])}
          for one in LINES]  # fmt: skip
MOVED = [{**one, "on": "2033-02-02"} if one["entry"] == "carry" else one for one in LINES]
BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "cash a fen off": ({"balances": [CASH]}, "余额 第 1 行 amount", "0.01"),
    "a cost the statement does not tell": (
        {"holdings": [{"name": "企业甲", "cost": "901", "invested_on": "2030-02-01"}]}, "账户", "投资支出"),
    "proceeds the statement does not tell": ({"exits": []}, "账户", "退出回款"),
    "a value that does not foot": (
        {"valuations": [{"holding": 1, "on": "2033-12-31", "value": "499.99"}]}, "账户", "资本账户合计"),
    "a call inside the statement": ({"calls": [DOUBLE]}, "出资 第 1 行 paid_on", "2033-12-31"),
    "more paid in than promised": ({"partners": partners("299", "800", "150")}, "账户", "瓯海区财政局"),
    "an entry without its partner": (
        {"accounts": [*LINES, {"on": "2033-12-31", "entry": "call", "amount": "1"}]},
        f"账户 第 {len(LINES) + 1} 行", ""),
    "an amount without a sense": (
        {"accounts": [{"partner": 1, "on": "2033-02-01", "entry": "fee", "amount": "-1"}]},
        "账户 第 1 行", ""),
    "carry that is not even": ({"balances": [], "accounts": UNEVEN}, "账户", "业绩报酬划转"),
    "carry without a distribution": ({"balances": [], "accounts": MOVED}, "账户", "2033-02-02"),
    "a partner that is not there": ({"balances": [{**CASH, "partner": 9}]}, "余额 第 1 行 partner", "9"),
    "a day to come": (
        {"accounts": [{"partner": 1, "on": "2099-01-01", "entry": "call", "amount": "1"}]},
        "账户 第 1 行 on", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_does_not_agree_is_refused_with_its_place(house: House, case: str) -> None:
    parts, place, word = BAD[case]
    told = said_of(house, statement(f"BAD-{len(case)}", **parts))
    assert told.startswith(place), told
    assert word in told
