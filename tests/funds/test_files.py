"""Files of funds: workbooks that come in, notices and reports that go out, alerts that call somebody."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from random import Random
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from bondlife.errors import Invalid
from bondlife.exchange.documents import broken
from bondlife.lifecycle.funds.tiers import propose
from bondlife.locale import speaking
from bondlife.queries.conditions import CONDITIONS, look_at
from bondlife.queries.funds.papers import call_paper, notice_paper, report
from bondlife.queries.words import problem_text
from bondlife.services.funds.files import bring_in_file
from tests.funds.house import TERMS, TODAY, House, assert_foots, fund_file, partners
from tests.lifecycle.story import on

DAY = "2030-01-10"
CALL = {**dict.fromkeys(("called_on", "due_on", "paid_on"), DAY), "amount": "777.77"}


@pytest.fixture(scope="module")
def fund(house: House) -> Iterator[str]:
    """Return a fund with a call, an investment, a valuation, an exit and a distribution."""
    data = fund_file(
        "PAPER",
        fund={"term_ends_on": "2035-12-31"},
        partners=partners("333.33", "555.55", "111.12"),
        terms=[TERMS],
        calls=[CALL],
        holdings=[{"name": "企业甲", "cost": "300", "invested_on": "2030-02-01"}],
        valuations=[{"holding": 1, "on": "2030-12-31", "value": "410.01"}],
        exits=[{"holding": 1, "on": "2031-03-01", "cost_out": "100", "proceeds": "199.99"}],
        distributions=[{"on": "2031-04-01", "amount": "601.03"}],
    )
    with on(TODAY):
        yield house.bring(data)


def workbook(**sheets: list[list[Any]]) -> bytes:
    """Return an xlsx with these sheets."""
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return out.getvalue()


HEAD: list[list[Any]] = [
    ["地区", "330304"],
    ["编码", "X-1"],
    ["名称", "表格基金"],
    ["目标规模（万元）", 100],
    ["开始年度", 2030],
]
PARTNERS: list[list[Any]] = [
    ["合伙人", "层级", "出资政府", "认缴（万元）", "认缴日期"],
    ["区财政局", "县级财政", "330304", 60.5, "2030-01-01"],
    ["管理人", "管理人", "", 39.5, "2030-01-01"],
]
CALLS: list[list[Any]] = [
    ["通知日期", "应缴日期", "到账日期", "金额（万元）"],
    ["2030-01-10", "2030-01-20", "2030-01-19", 50],
]


def test_a_workbook_comes_in_with_the_units_of_its_heads(house: House) -> None:
    body = workbook(基金=HEAD, 合伙人=PARTNERS, 出资=CALLS)
    with on(TODAY):
        key = bring_in_file(house.db, house.people["officer"], body, "基金.xlsx")["public_id"]
    book = house.book(key)
    assert (book.fund.target_size, book.committed(), book.paid_in) == (
        1_000_000_00,
        1_000_000_00,
        (302_500_00, 197_500_00),
    )
    assert_foots(book)


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ({"基金": HEAD, "合伙人": [PARTNERS[0], ["甲", "县级财政", "", "六十", "2030-01-01"]]}, "合伙人!D2"),
        ({"基金": HEAD, "合伙人": [["合伙人", "星座"], ["甲", "白羊"]]}, "合伙人!B1"),
        ({"基金": HEAD, "备忘": [["甲"]]}, "备忘"),
    ],
)
def test_a_wrong_cell_of_a_workbook_is_named(house: House, sheets: dict[str, Any], said: str) -> None:
    with on(TODAY), pytest.raises(Invalid) as found:
        bring_in_file(house.db, house.people["officer"], workbook(**sheets), "基金.xlsx")
    with speaking("zh_CN"):
        assert said in problem_text(found.value.problems[0])


def test_notices_and_report_hold_their_identities_and_leave_as_files(house: House, fund: str) -> None:
    book = house.book(fund)
    paper = call_paper(book, book.calls[0])
    assert broken(paper) == []
    assert sum(row["amount"] for row in paper.rows("lines")) == 777_77
    with house.db.reading() as session, on(TODAY), speaking("zh_CN"):
        yearly = report(session, house.book(fund), 2031)
    assert broken(yearly) == []
    gift = book.distributions[0].public_id
    for kind, start in (("xlsx", b"PK"), ("json", b"{")):
        body, name, _media = notice_paper(house.db, house.people["officer"], "fund_distribution", gift, kind)
        assert body.startswith(start)
        assert name.endswith(f"收益分配通知书.{kind}")


def test_a_yearly_report_tells_fees_from_the_agreed_rate_to_what_is_left_open(house: House) -> None:
    """777.77 paid in at 2 %: 15.56; 3 waived, 2 offset, 12 paid of which 4 came back: 2.56 are open."""
    fees = [("12", "management_fee"), ("3", "fee_waiver"), ("2", "fee_offset"), ("4", "fee_rebate")]
    data = fund_file(
        "FEES",
        terms=[{**TERMS, "management_fee_percent": "2"}],
        calls=[CALL],
        fees=[{"on": "2030-06-01", "amount": amount, "category": kind} for amount, kind in fees],
    )
    with on(TODAY):
        key = house.bring(data)
    book = house.book(key)
    assert (book.cash, book.total("fee"), book.total("relief")) == (777_77 - 8_00, 8_00, 5_00)
    assert_foots(book)
    with house.db.reading() as session, on(TODAY), speaking("zh_CN"):
        yearly = report(session, book, 2030)
    assert broken(yearly) == []
    told = yearly.values["fees"]
    names = ("gross", "waived", "offset", "due", "paid", "back", "open")
    assert [told[name] for name in names] == [15_56, 3_00, 2_00, 10_56, 12_00, 4_00, 2_56]
    costs = {row["cost"]: row["year"] for row in yearly.values["costs"]}
    assert costs == {"管理费": 12_00, "管理费返还": -4_00}


def test_every_distribution_foots_to_the_fen_whatever_the_promises(house: House, fund: str) -> None:
    book, chance = house.book(fund), Random(7)
    for _ in range(200):
        amount = chance.randrange(1, 10**13)
        found = propose(book, book.terms[0], date(2036, 1, 1), amount)
        assert sum(one.amount for one in found.parts) == amount
        assert sum(one.carry for one in found.parts) == found.tiers.carry
    assert_foots(book)


def test_scans_call_for_funds_that_need_it(house: House, fund: str) -> None:
    key = house.row("fund", fund).id
    with on(TODAY), house.db.reading() as session:
        look = look_at(session, date(2036, 5, 1))
        found = {
            name: {one.subject_id for one in CONDITIONS[name](look)}
            for name in CONDITIONS
            if name[:5] == "fund_"
        }
    assert {name for name, ids in found.items() if key in ids} == {"fund_term_over"}
