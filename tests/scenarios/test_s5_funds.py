"""S5 (funds): the result of an evaluation becomes next year's contribution, fee, reward, or an exit.

Source of the mechanism: 财预〔2020〕7号 and published provincial methods: results bear on contributions,
fees, exit and a one-off reward. No text read gives shares: those of the rule ``fund.result_use`` are
labelled so, and the funds of ``s5_funds.csv`` are made up. They play in 2036, for rules are known from the
day a database is made on.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from bondlife.errors import Blocked, Conflict
from bondlife.locale import speaking
from bondlife.queries.funds.board import Block
from bondlife.queries.funds.results import contributions_board, results_board
from bondlife.services.funds import decisions
from models.base import columns
from models.fund_labels import ACTIONS
from models.registry import BudgetLine, FundContribution, FundDecision, Task
from tests.database import copied_database
from tests.funds.house import House
from tests.lifecycle.story import WAN, on
from tests.scenarios.tables import rows_of

ROWS = rows_of("s5_funds.csv")
DAY, YEAR = "2036-11-10", 2037
GRADES = {"优": "excellent", "良": "good", "中": "fair", "差": "poor"}


def wan(row: dict[str, str], name: str) -> int:
    """Return an amount of the table in yuan."""
    return int(row[f"{name}（万元）"]) * 10_000


@pytest.fixture(scope="module")
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Return the district with its funds, each evaluated for 2036."""
    folder = tmp_path_factory.mktemp("s5")
    with copied_database(request, "sqlite", folder) as db, on(DAY):
        found = House(db, folder / "papers")
        for row in ROWS:
            _fund(found, row)
        yield found


def _fund(house: House, row: dict[str, str]) -> None:
    paid, back, idle = wan(row, "政府已出资"), wan(row, "政府已收回"), wan(row, "账面闲置")
    day = dict.fromkeys(("called_on", "due_on", "paid_on"), "2034-01-10")
    invested = {"name": "企业", "cost": f"{paid - idle}", "invested_on": "2034-02-01"}
    income = {"holding": 1, "on": "2035-06-01", "method": "income", "proceeds": f"{back}"}
    terms = {"valid_from": "2034-01-01", "exit_clauses": ["off_policy"]}
    partner = {"name": "区财政局", "tier": "county", "government": "330304", "committed_on": "2034-01-01"}
    data = {
        "fund": {"region": "330304", "code": f"S5-{row['序号']}", "name": row["基金"], "start_year": 2034},
        "partners": [{**partner, "committed": f"{wan(row, '政府认缴')}"}],
        "terms": [terms],
        "calls": [{**day, "amount": f"{paid}"}],
        "holdings": [invested],
        "exits": [income] if back else [],
        "distributions": [{"on": "2035-07-01", "amount": f"{back}"}] if back else [],
        "contributions": [{"partner": 1, "year": YEAR, "amount": f"{wan(row, '下年计划')}"}],
    }
    key = house.bring(data)
    if row["上年等次"]:
        _signed_before(house, key, row["上年等次"])
    house.evaluated(key, YEAR - 1, row["得分"])


def _signed_before(house: House, key: str, grade: str) -> None:
    fund = house.row("fund", key)
    names = ("region_id", "unit_id", "department_id", "project_id", "kind", "kind_version")
    own: dict[str, Any] = {name: getattr(fund, name) for name in names}
    house.register(
        FundDecision(
            **own, fund_id=fund.id, year=YEAR - 1, state="signed", score=Decimal(50), grade=GRADES[grade],
            action="suspend", contribution=0, fee_share=Decimal("0.5"),
        )
    )  # fmt: skip


def simulated(house: House) -> tuple[dict[str, list[Any]], Block]:
    """Return the simulation of the year by fund, and its block."""
    with on(DAY), speaking("zh_CN"):
        board = results_board(house.db, house.people["leader"], year=YEAR)
    grid = board.blocks[0].grid
    assert grid is not None
    return {str(line.cells[0]): list(line.cells) for line in grid.lines}, board.blocks[0]


@pytest.mark.parametrize("row", ROWS, ids=[row["基金"] for row in ROWS])
def test_every_row_is_what_the_simulation_shows(house: House, row: dict[str, str]) -> None:
    found, _block = simulated(house)
    cells = found[row["基金"]]
    assert cells[2] == row["等次"]
    assert cells[8] == int(row["核定出资（万元）"]) * WAN
    assert cells[9] == row["处理"]
    assert cells[10] * 100 == int(row["管理费支付比例（%）"])
    assert cells[11] == int(row["一次性奖励（万元）"]) * WAN


def test_the_sums_stand_under_the_simulation_and_the_rule_says_it_is_not_confirmed(house: House) -> None:
    found, block = simulated(house)
    assert found["合计"][8] == sum(int(row["核定出资（万元）"]) for row in ROWS) * WAN
    assert any("未确认" in note for note in block.notes)


def test_once_signed_it_is_the_plan_the_budget_line_and_the_task(house: House) -> None:
    with on(DAY):
        for row in ROWS:
            _drawn_up(house, row)
        board = contributions_board(house.db, house.people["leader"])
    plans = house.all(FundContribution, columns(FundContribution).year == YEAR)
    total = sum(int(row["核定出资（万元）"]) for row in ROWS) * WAN
    assert sum(one.amount for one in plans) == total
    lines = house.all(BudgetLine, columns(BudgetLine).purpose == "contribution")
    assert (sum(one.amount for one in lines), {one.state for one in lines}) == (total, {"draft"})
    leaving = house.all(Task, columns(Task).subject == "fund")
    assert [one.params["fund"] for one in leaving] == ["现代农业基金"]
    assert board.answer[0].value == total


def _drawn_up(house: House, row: dict[str, str]) -> None:
    key = next(one.public_id for one in house.funds() if one.name == row["基金"])
    stored = decisions.draw_up(house.db, house.people["officer"], key, YEAR)
    decision = house.row("fund_decision", stored["public_id"])
    assert ACTIONS[decision.action].zh == row["处理"]
    house.sign("fund_decision", stored["public_id"], "sign", "fund_result")
    with pytest.raises(Conflict):
        decisions.draw_up(house.db, house.people["officer"], key, YEAR)


def test_without_a_concluded_evaluation_nothing_is_drawn_up(house: House) -> None:
    key = house.funds()[0].public_id
    with on(DAY), pytest.raises(Blocked) as refusal:
        decisions.draw_up(house.db, house.people["officer"], key, YEAR + 5)
    assert refusal.value.problems[0].code == "no_evaluation"
