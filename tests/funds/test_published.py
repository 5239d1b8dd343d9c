"""Published fund cases through the product: brought in as a file, read on the pages, as published."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from bondlife.demo.funds import level
from bondlife.locale import speaking
from bondlife.queries.funds.register import lines_of
from bondlife.services.funds.register import save_levels
from tests.funds.house import TERMS, TODAY, House, assert_foots, block_of, cell, fact, fund_file, partners
from tests.lifecycle.story import on

YEAR = timedelta(days=365)


def flows_file(
    code: str, flows: list[int], nav: int = 0, *, days: list[date] | None = None
) -> dict[str, Any]:
    """Return a fund with these flows (yuan, paid in below zero) and this worth at the end.

    What is called is invested, so that nothing but the valuation says the worth at the end.
    """
    start = date(2023, 1, 1)
    when = days or [start + YEAR * place for place in range(len(flows))]
    calls = [(day, -amount) for day, amount in zip(when, flows, strict=True) if amount < 0]
    gifts = [(day, amount) for day, amount in zip(when, flows, strict=True) if amount > 0]
    whole = f"{sum(amount for _day, amount in calls)}"
    terms = {
        **TERMS,
        "valid_from": "2000-01-01",
        "carry_percent": "0",
        "catch_up_percent": "0",
        "example": None,
    }
    return fund_file(
        code,
        partners=[{"name": "出资人", "tier": "manager", "committed": whole, "committed_on": "2000-01-01"}],
        terms=[terms],
        calls=[_call(day, amount) for day, amount in calls],
        holdings=[_holding(place, day, amount) for place, (day, amount) in enumerate(calls)],
        exits=[
            {"holding": 1, "on": f"{day}", "method": "income", "proceeds": f"{amount}"}
            for day, amount in gifts
        ],
        distributions=[{"on": f"{day}", "amount": f"{amount}"} for day, amount in gifts],
        valuations=[
            {"holding": place + 1, "on": f"{when[-1]}", "value": f"{nav if not place else 0}"}
            for place in range(len(calls))
        ],
    )


def _income(day: date, amount: int) -> dict[str, Any]:
    return {"holding": 1, "on": f"{day}", "method": "income", "proceeds": f"{amount}"}


def _call(day: date, amount: int) -> dict[str, Any]:
    return {"called_on": f"{day}", "due_on": f"{day}", "paid_on": f"{day}", "amount": f"{amount}"}


def _holding(place: int, day: date, amount: int) -> dict[str, Any]:
    return {"name": f"企业{place}", "cost": f"{amount}", "invested_on": f"{day}"}


def test_golden_european_waterfall_with_full_catch_up(house: House) -> None:
    """50 called, 100 a year later, 8 % hurdle, 80/20: investors 90, manager 10 (analystforum 154723)."""
    data = fund_file(
        "T13",
        partners=partners("30", "19", "1"),
        terms=[TERMS],
        calls=[_call(date(2023, 1, 1), 50)],
        holdings=[_holding(0, date(2023, 1, 1), 50)],
        exits=[{"holding": 1, "on": "2024-01-01", "cost_out": "50", "proceeds": "100"}],
        distributions=[{"on": "2024-01-01", "amount": "100", "to_manager": "10"}],
    )
    with on(TODAY):
        key = house.bring(data)
        board = house.board(key, "waterfall", explain="tiers.to_manager")
    assert [cell(board, "tiers", 0, place) for place in (2, 3, 4, 6, 8, 9)] == [
        5000,
        400,
        100,
        4500,
        9000,
        1000,
    ]
    assert board.explain is not None
    assert board.explain.value == 1000
    assert_foots(house.book(key))


def test_golden_total_return_carry(house: House) -> None:
    """Committed 75, worth 77.1, 90.4, 100.7 before distributions, carry 20 %: 5.14 (pzacademy 135232)."""
    terms = {**TERMS, "waterfall": "total_return", "example": {"navs": ["77.1", "90.4", "100.7"],
             "committed": "75", "expected": {"total_carry": "5.14"}}}  # fmt: skip
    values = [("2023-12-31", "77.1"), ("2024-12-31", "90.4"), ("2025-12-31", "100.7")]
    data = fund_file(
        "T15",
        partners=partners("30", "30", "15"),
        terms=[terms],
        calls=[_call(date(2023, 1, 1), 75)],
        holdings=[_holding(0, date(2023, 1, 1), 75)],
        valuations=[{"holding": 1, "on": day, "value": value} for day, value in values],
    )
    with on("2036-05-01"):
        board = house.board(house.bring(data), "waterfall")
    assert cell(board, "tiers", -1, 3) == 514


@pytest.mark.parametrize(
    ("code", "flows", "nav", "dpi", "tvpi"),
    [
        ("T17a", [-10, -20, 15, 30], 15, "1.5", "2"),
        ("T17b", [-25, 15, 0], 20, "0.6", "1.4"),
    ],
)
def test_golden_multiples(house: House, code: str, flows: list[int], nav: int, dpi: str, tvpi: str) -> None:
    with on(TODAY):
        key = house.bring(flows_file(code, flows, nav))
        board = house.board(key, "returns")
    assert (cell(board, "multiples", 0, 4), cell(board, "multiples", 0, 6)) == (Decimal(dpi), Decimal(tvpi))
    assert_foots(house.book(key))


MARKETS = list(
    csv.DictReader((Path(__file__).with_name("market_equivalents.csv")).read_text("utf-8").splitlines())
)
"""Published market equivalents: one figure a row, several rows a fund."""


def _days(text: str) -> list[date]:
    first, *others = text.split()
    start = date.fromisoformat(first)
    return [
        start,
        *(start + timedelta(int(one)) if "+" in one else date.fromisoformat(one) for one in others),
    ]


@pytest.mark.parametrize("case", sorted({row["案例"] for row in MARKETS}))
def test_golden_market_equivalents(house: House, case: str) -> None:
    rows = [row for row in MARKETS if row["案例"] == case]
    days, flows = _days(rows[0]["日期"]), [int(one) for one in rows[0]["现金流（元，出资为负）"].split()]
    navs = ["" if one == "-" else one for one in rows[0]["各期净值（元）"].split()]
    index = f"index_{case.lower()}"
    with on(TODAY):
        key = house.bring(_valued(flows_file(case, flows, int(navs[-1]), days=days), days, navs))
        levels = [
            level(day, text).model_copy(update={"key": index})
            for day, text in zip(days, rows[0]["指数"].split(), strict=True)
        ]
        save_levels(house.db, house.people["officer"], levels)
        with speaking("zh_CN"):
            board = house.board(key, "returns", index=index, as_of=days[-1])
    shown = {one.label: one for one in block_of(board, "pme").facts}
    for row in rows:
        found = shown[row["指标"]]
        value = house.board(key, "returns", index=index, as_of=days[-1], explain=found.key).explain
        assert value is not None, row["指标"]
        exact = Decimal(value.value) / (100 if found.kind == "fen" else 1)
        assert abs(exact - Decimal(row["公布值"])) <= Decimal(row["允许误差"]), row["指标"]


def _valued(data: dict[str, Any], days: list[date], navs: list[str]) -> dict[str, Any]:
    """Return the file with the worths published for the days between: all of it on the first holding."""
    between = [(day, nav) for day, nav in zip(days[:-1], navs[:-1], strict=True) if nav]
    made = [date.fromisoformat(one["invested_on"]) for one in data["holdings"]]
    data["valuations"] = [
        {"holding": place + 1, "on": f"{day}", "value": nav if not place else "0"}
        for day, nav in between
        for place, since in enumerate(made)
        if since <= day
    ] + data["valuations"]
    return data


def test_golden_rate_by_date(house: House) -> None:
    """2015-01-01 −10 000, 2015-06-12 +7 500, worth 3 750 on 2016-02-15: 19.495150356 % (pypme)."""
    days = [date(2015, 1, 1), date(2015, 6, 12), date(2016, 2, 15)]
    with on(TODAY):
        key = house.bring(flows_file("T19", [-10_000, 7_500, 0], 3_750, days=days))
        board = house.board(key, "returns", as_of=days[-1])
    rate = next(one.value for one in block_of(board, "rates").facts if one.kind == "rate")
    assert round(rate, 9) == Decimal("0.194951504")


def test_several_rates_are_told_not_guessed(house: House) -> None:
    days = [date(2023, 1, 1) + YEAR * place for place in range(3)]
    data = flows_file("TWO", [-100, 230, -132], 0, days=days)
    with on(TODAY):
        board = house.board(house.bring(data), "returns", as_of=days[-1])
    block = block_of(board, "rates")
    assert [one.value for one in block.facts if one.kind == "text"] == ["10.00%", "20.00%"]
    assert block.tone == "warn"
    assert not [one for one in block.facts if one.kind == "rate"]


@pytest.mark.shared
def test_nineteen_major_funds_as_published(house: House, reference_data: Path) -> None:
    """Target and paid-in of nineteen funds: rates as published, above target told, unknown target no rate."""
    case = yaml.safe_load((reference_data / "cases" / "fund_major_scale.yaml").read_text("utf-8"))
    with on(TODAY):
        for number, row in enumerate(case["inputs"]["funds"]):
            house.bring(_published(number, row))
        rates = {one.fund.name: one.rate for one in lines_of(house.db, house.people["officer"])}
    assert rates["国家制造业转型升级基金"] == Decimal("0.05")
    assert rates["国家融资担保基金"] is None
    published = {row["基金"] for row in case["inputs"]["funds"]}
    above = {name for name in published if rates[name] is not None and rates[name] > 1}
    assert above == set(case["checks"][-1]["exceptions"])
    assert rates["北京市政府投资引导基金"] == 0


def _published(number: int, row: dict[str, Any]) -> dict[str, Any]:
    paid, target = row["认缴或实缴"], row["目标规模"]
    data = fund_file(f"M-{number}", fund={"name": row["基金"], "target_size": _yi(target)})
    if paid is None:
        return {**data, "partners": []}
    data["partners"] = [
        {"name": "全部出资人", "tier": "manager", "committed": _yi(paid), "committed_on": "2023-01-01"}
    ]
    call = {"called_on": "2023-01-01", "due_on": "2023-01-01", "paid_on": "2023-01-01", "amount": _yi(paid)}
    return {**data, "calls": [call]}


def _yi(text: str | None) -> str | None:
    return None if text is None else f"{Decimal(text) * 10**8:f}"


def test_share_of_the_guarantee_fund_held_by_the_ministry(house: House) -> None:
    """300 of 661 is 45.4 % of the paid-in capital (a published share)."""
    rows = [
        {"name": "财政部", "tier": "central", "committed": "30000000000", "committed_on": "2023-01-01"},
        {"name": "其他出资人", "tier": "manager", "committed": "36100000000", "committed_on": "2023-01-01"},
    ]
    with on(TODAY):
        key = house.bring(fund_file("G", partners=rows, calls=[_call(date(2023, 1, 1), 66_100_000_000)]))
    book = house.book(key)
    assert round(Decimal(book.paid_in[0]) / sum(book.paid_in) * 100, 1) == Decimal("45.4")
    assert fact(house.board(key, "overview"), "identity", 0) == 66_100_000_000_00
