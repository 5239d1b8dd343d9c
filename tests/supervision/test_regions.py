"""The risk board, fiscal figures, snapshots, events and sanctions: parts kept, colours by rule, four eyes."""

from datetime import date

import pytest

from bondlife.db import Database
from bondlife.errors import Conflict, Forbidden, Invalid, Missing
from bondlife.queries.risk import board_view, region_view
from bondlife.queries.risk_registers import events_view, sanctions_view
from bondlife.services import risk, sanctions
from bondlife.web.views import FormState
from models.base import metadata
from models.registry import LimitStatement, RiskSnapshot
from tests.database import People
from tests.supervision.scene import TODAY, WAN, YI, Books, on

CODE = "330304"


def fiscal(**more: str) -> risk.FiscalInput:
    """Return fiscal figures of a region in yuan, as a form sends them."""
    base = {"region": CODE, "year": "2036", "as_of": "2036-06-01", "source": "2036年预算执行"}
    base |= {"general_revenue": "6000000000", "transfers": "2000000000", "fund_revenue": "1500000000"}
    base |= {"state_capital": "500000000", "fund_spending": "2000000000", "special_interest": "170000000"}
    return risk.FiscalInput.model_validate({**base, **more})


@pytest.fixture
def known(books: Books, people: People) -> Books:
    """Return books of a region with fiscal figures, limit and balance of 2035 and 2036."""
    with on(TODAY):
        risk.save_fiscal(books.db, people["officer"], fiscal())
    for year, balance in ((2035, 100 * YI), (2036, 120 * YI)):
        figures = {"balance_special": balance, "balance_general": 0, "limit_total": 125 * YI}
        statement = {"year": year, "basis": "reported", "as_of": date(year, 12, 31), "ratios": {}}
        books.add(LimitStatement, region_id=books.region(CODE), figures=figures, **statement)
    return books


def test_ratios_stand_on_their_parts(known: Books, people: People) -> None:
    with on(TODAY):
        view = region_view(known.db, people["officer"], CODE, explain="debt_ratio")
    found = {line.key: line for line in view.ratios}
    assert f"{found['debt_ratio'].value:.2f}" == "1.20"
    assert found["debt_ratio"].colour == ""
    assert "隐性债务" in found["debt_ratio"].reason
    assert (f"{found['limit_use'].value:.2f}", found["limit_use"].colour) == ("0.96", "orange")
    assert (f"{found['special_interest'].value:.3f}", found["special_interest"].colour) == ("0.085", "orange")
    assert found["liability_rate"].value is None
    assert found["general_interest"].value is None
    parts = {line.label: line.value for line in view.parts}
    assert parts["专项债务余额"] == 120 * YI
    assert parts["地区生产总值"] is None
    assert view.explain is not None
    assert view.explain.value == found["debt_ratio"].value


def test_the_official_level_is_entered_by_hand_and_never_computed(known: Books, people: People) -> None:
    with on(TODAY):
        assert board_view(known.db, people["leader"]).rows[0].official == ""
        told = {"region": CODE, "year": 2036, "level": "orange", "document": "通报1号", "told_on": TODAY}
        risk.save_official(known.db, people["officer"], risk.OfficialInput.model_validate(told))
        row = board_view(known.db, people["leader"]).rows[0]
    assert row.official == "orange"
    assert {cell.key: cell.colour for cell in row.cells}["debt_ratio"] == ""


def test_no_column_anywhere_holds_hidden_debt() -> None:
    names = [f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.columns]
    assert [name for name in names if "hidden" in name] == []


def test_older_figures_do_not_overwrite_newer_ones(known: Books, people: People) -> None:
    with on(TODAY):
        risk.save_fiscal(known.db, people["officer"], fiscal(as_of="2036-06-20", transfers="2100000000"))
        with pytest.raises(Invalid, match="older"):
            risk.save_fiscal(known.db, people["officer"], fiscal(as_of="2036-06-02"))
        with pytest.raises(Forbidden):
            risk.save_fiscal(known.db, people["officer"], fiscal(region="330302"))
        view = region_view(known.db, people["officer"], CODE)
    assert {line.label: line.value for line in view.parts}["上级转移支付"] == 21 * YI


def test_the_board_tells_what_moved_since_last_month(known: Books, people: People) -> None:
    with on(date(2036, 5, 20)):
        assert risk.take_snapshots(known.db) >= 1
        assert risk.take_snapshots(known.db) == 0
    with on(TODAY):
        risk.save_fiscal(
            known.db, people["officer"], fiscal(as_of="2036-06-20", special_interest="210000000")
        )
        view = board_view(known.db, people["leader"])
        region = region_view(known.db, people["officer"], CODE)
    assert view.snapshot == "2036-05"
    assert view.worse == [(CODE, f"{view.rows[0].name} · 专项债务利息支出率", "+2.00")]
    change = {line.key: line.change for line in region.ratios}
    assert f"{change['special_interest']:.3f}" == "0.020"
    assert change["limit_use"] == 0


def test_a_board_shows_ones_own_regions_alone(known: Books, people: People) -> None:
    other = known.region("320104")
    statement = {"year": 2036, "basis": "reported", "as_of": TODAY, "ratios": {}}
    known.add(LimitStatement, region_id=other, figures={"balance_total": YI, "limit_total": YI}, **statement)
    with on(TODAY):
        assert [row.code for row in board_view(known.db, people["officer"]).rows] == [CODE]
        with pytest.raises(Missing):
            region_view(known.db, people["officer"], "320104")


def test_projects_behind_a_ratio_come_by_what_they_owe(known: Books, people: People) -> None:
    small, large = known.project(name="小项目"), known.project(name="大项目")
    for project, amount in ((small, WAN), (large, 5 * WAN)):
        share = known.share(project, YI, received_on=date(2034, 1, 1), paid=YI // 2)
        known.instalment(share, date(2037, 1, 1), principal=amount)
    with on(TODAY):
        causes = region_view(known.db, people["officer"], CODE).causes
    assert [(line.name, line.owed, line.idle) for line in causes] == [
        ("大项目", 5 * WAN, YI // 2),
        ("小项目", WAN, YI // 2),
    ]


def test_an_event_is_declared_by_two_persons_and_by_no_scan(known: Books, people: People) -> None:
    form = {"region": CODE, "level": "IV", "title": "逾期", "trigger": "单个县区逾期", "happened_on": TODAY}
    with on(TODAY):
        stored = risk.propose_event(known.db, people["officer"], risk.RiskEventInput.model_validate(form))
        with pytest.raises(Forbidden):
            risk.decide_event(known.db, people["officer"], stored["public_id"], 1, confirm=True)
        with pytest.raises(Conflict):
            risk.add_action(known.db, people["officer"], stored["public_id"], 1, on=TODAY, text="报告")
        risk.decide_event(known.db, people["leader"], stored["public_id"], 1, confirm=True)
        with pytest.raises(Conflict):
            risk.close_event(known.db, people["leader"], stored["public_id"], 2)
        risk.add_action(known.db, people["officer"], stored["public_id"], 2, on=TODAY, text="报告上级")
        risk.close_event(known.db, people["leader"], stored["public_id"], 3)
        (line,) = events_view(known.db, people["leader"], FormState()).lines
    assert (line.state, line.level, len(line.actions)) == ("closed", "IV", 1)


def test_the_register_hints_at_a_level_and_declares_nothing(known: Books, people: People) -> None:
    share = known.share(known.project(), YI, received_on=date(2034, 1, 1), paid=YI)
    known.instalment(share, date(2036, 5, 1), interest=96 * WAN, state="paid", paid=96 * WAN)
    known.instalment(share, date(2036, 6, 1), interest=4 * WAN, state="overdue")
    with on(TODAY):
        view = events_view(known.db, people["leader"], FormState())
    assert view.lines == []
    assert view.hint is not None
    assert (view.hint.level, view.hint.overdue, view.hint.confirmed) == ("III", 4 * WAN, False)


def sanction(**more: object) -> sanctions.SanctionInput:
    """Return a sanction that stops issues."""
    base: dict[str, object] = {"region": CODE, "level": "serious", "document": "财债罚1号"}
    base |= {
        "reason": "资金闲置",
        "blocks": ["issuance"],
        "starts_on": TODAY,
        "rectify_by": date(2036, 9, 30),
    }
    return sanctions.SanctionInput.model_validate({**base, **more})


def test_a_sanction_is_put_in_force_rectified_and_lifted(known: Books, people: People) -> None:
    db, officer, leader = known.db, people["officer"], people["leader"]
    with on(TODAY):
        key = sanctions.propose(db, officer, sanction())["public_id"]
        with pytest.raises(Forbidden):
            sanctions.decide(db, officer, key, 1, approve=True)
        sanctions.decide(db, leader, key, 1, approve=True)
        with pytest.raises(Conflict):
            sanctions.lift(db, leader, key, 2)
        sanctions.rectify(db, officer, key, 2, text="已支付完毕")
        sanctions.lift(db, leader, key, 3)
        (line,) = sanctions_view(db, leader, FormState()).lines
        with pytest.raises(Invalid):
            sanctions.propose(db, officer, sanction(until=date(2036, 1, 1)))
        with pytest.raises(Forbidden):
            sanctions.propose(db, officer, sanction(region="330302"))
    assert (line.state, line.does_block) == ("lifted", True)


def test_a_sanction_by_the_rule_of_another_province_informs_only(known: Books, people: People) -> None:
    with on(TODAY):
        sanctions.propose(known.db, people["officer"], sanction(rule_region="14"))
        (line,) = sanctions_view(known.db, people["leader"], FormState()).lines
    assert (line.blocks, line.does_block) == ("停止发行", False)


def test_a_sanction_above_is_seen_below_and_one_elsewhere_is_not(known: Books, people: People) -> None:
    with on(TODAY):
        sanctions.propose(known.db, people["city"], sanction(region="330300"))
        sanctions.propose(known.db, people["city"], sanction(region="330302", document="别处"))
        seen = sanctions_view(known.db, people["officer"], FormState()).lines
    assert [(line.document, line.is_here) for line in seen] == [("财债罚1号", False)]


def test_snapshots_are_versioned_rows(known: Books) -> None:
    with on(TODAY):
        risk.take_snapshots(known.db)
    rows = [known.fresh(RiskSnapshot, 1)]
    assert rows[0].month == "2036-06"
    assert rows[0].figures["debt_ratio"] == {"value": "1.200000", "colour": ""}


def test_an_empty_country_has_an_empty_board(db: Database, people: People) -> None:
    with on(TODAY):
        assert board_view(db, people["leader"]).rows == []
