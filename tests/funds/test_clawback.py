"""Clawback of the whole fund: carry a later loss took back; every figure says how it came."""

from datetime import date

import pytest

from bondlife.demo.funds import level
from bondlife.errors import Invalid
from bondlife.queries.conditions import CONDITIONS, look_at
from bondlife.queries.figures import Figure
from bondlife.queries.funds.page import TABS
from bondlife.queries.funds.portfolio import portfolio_board
from bondlife.queries.funds.results import results_board
from bondlife.services.fund_inputs import CallInput, CallReceiptInput
from bondlife.services.funds import calls
from bondlife.services.funds.register import save_levels
from bondlife.web.filters import formula_numbers, quantity
from tests.funds.house import TERMS, TODAY, House, assert_foots, block_of, fund_file, partners
from tests.lifecycle.story import on

FREE = {**TERMS, "hurdle_percent": "0", "catch_up_percent": "0", "example": None,
        "concession": [{"lowest_score": "80", "share": "20"}], "reinvestment_ratio": "1",
        "directions": [{"key": "green", "label": "绿色低碳", "share": "60"}]}  # fmt: skip


@pytest.fixture(scope="module")
def fund(house: House) -> str:
    """Return a fund that gained 100 and paid 20 of carry, then lost 60 of 100 called later."""
    paid = [dict.fromkeys(("called_on", "due_on", "paid_on"), day) for day in ("2030-01-10", "2032-01-10")]
    data = fund_file(
        "BACK",
        fund={"state": "exiting"},
        partners=partners("180", "108", "12"),
        terms=[FREE],
        calls=[{**one, "amount": "100"} for one in paid],
        holdings=[
            {"name": "甲公司", "cost": "100", "invested_on": "2030-01-10", "direction": "green",
             "place_code": "330304"},
            {"name": "乙子基金", "cost": "100", "invested_on": "2032-01-10", "instrument": "sub_fund",
             "whole_paid_in": "300"},
        ],
        exits=[{"holding": 1, "on": "2031-01-10", "cost_out": "100", "proceeds": "200"}],
        distributions=[{"on": "2031-01-10", "amount": "200", "to_manager": "20"}],
        valuations=[{"holding": 2, "on": "2033-12-31", "value": "40"}],
        goals=[{"name": "带动投资", "measure": "leverage", "target": "2"}],
        contributions=[{"partner": 1, "year": 2037, "amount": "30"}],
    )  # fmt: skip
    with on(TODAY):
        key = house.bring(data)
        house.evaluated(key, 2036, "85", "good")
        levels = [level(day, text) for day, text in ((date(2029, 1, 1), "100"), (date(2035, 1, 1), "130"))]
        save_levels(house.db, house.people["officer"], levels)
    return key


def test_carry_that_a_later_loss_took_back_is_called_and_received(house: House, fund: str) -> None:
    officer = house.people["officer"]
    with on(TODAY):
        board = house.board(fund, "waterfall", explain="clawback")
        told = {one.label: one.value for one in block_of(board, "clawback").facts}
        assert list(told.values()) == [8_00, 12_00, 20_00, 0, 12_00]
        assert board.explain is not None
        assert board.explain.value == 12_00
        with house.db.reading() as session:
            found = list(CONDITIONS["fund_clawback_due"](look_at(session, house.book(fund).calls[0].due_on)))
            off = list(CONDITIONS["fund_off_direction"](look_at(session, house.book(fund).calls[1].due_on)))
        assert house.row("fund", fund).id in {one.subject_id for one in found}
        assert [(one.figures["outside"], one.figures["share"]) for one in off] == [(100_00, "0.5")]
        days = dict.fromkeys(("called_on", "due_on"), TODAY)
        with pytest.raises(Invalid) as refusal:
            calls.prepare(
                house.db,
                officer,
                fund,
                CallInput.model_validate({"type": "clawback", "amount": "12.01", **days}),
            )
        assert refusal.value.problems[0].code == "above_clawback"
        form = CallInput.model_validate({"type": "clawback", "amount": "12", **days})
        key = calls.prepare(house.db, officer, fund, form)["public_id"]
        house.sign("capital_call", key, "notice")
        calls.receive(
            house.db, officer, key, [CallReceiptInput.model_validate({"partner": 3, "paid_on": TODAY})]
        )
        after = {one.label: one.value for one in block_of(house.board(fund, "waterfall"), "clawback").facts}
    assert list(after.values())[-2:] == [12_00, 0]
    assert_foots(house.book(fund))


@pytest.mark.parametrize(
    "tab", [tab for tab in TABS if tab not in ("overview", "terms", "calls", "holdings")]
)
def test_every_figure_of_a_tab_that_can_be_asked_answers(house: House, fund: str, tab: str) -> None:
    with on(TODAY):
        board = house.board(fund, tab, year=2037)
        keys = [one.key for block in board.blocks for one in block.facts if one.key]
        for block in board.blocks:
            keys += [key for line in (block.grid.lines if block.grid else ()) for key in line.keys.values()]
        assert keys or tab == "distributions", tab
        for key in keys:
            found = house.board(fund, tab, year=2037, explain=key).explain
            assert found is not None, key
            printed(found)


def printed(found: Figure) -> None:
    """Print every quantity as the panel does: each has its words, none is refused by its unit."""
    for one in (*found.explanation.inputs, *found.explanation.outputs):
        assert quantity(one.value, one.unit), one.name
    for one in found.explanation.outputs:
        assert one.in_words_zh, one.name
        assert formula_numbers(one, found.explanation), one.name


def test_simulation_and_portfolio_can_be_asked(house: House, fund: str) -> None:
    officer = house.people["officer"]
    with on(TODAY):
        found = results_board(house.db, officer, year=2037, explain=f"contribution.{fund}").explain
        assert found is not None
        assert found.rules[0].status == "unconfirmed"
        printed(found)
        for key in (f"called.{fund}", f"invested.{fund}", "called.", "invested."):
            shown = portfolio_board(house.db, officer, explain=key).explain
            assert shown is not None, key
            assert shown.value > 0
            printed(shown)
        assert portfolio_board(house.db, officer, explain="called.nothing").explain is None
