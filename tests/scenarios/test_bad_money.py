"""Bad input about money: refused by rule and basis, nothing stored, the attempt kept in the log."""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bondlife.acts import Act, perform
from bondlife.security.actor import SYSTEM
from bondlife.services.imports import confirm, preview
from models.base import columns, table
from models.registry import (
    AuditRecord,
    Bond,
    LedgerEntry,
    MoneyAccount,
    MoneyFlow,
    Period,
    Posting,
    RowVersion,
    StatementLine,
    StateMove,
)
from tests.database import copied_database
from tests.lifecycle.scene import Scene
from tests.lifecycle.story import WAN, Story, on
from tests.scenarios.money_case import PAID, MoneyCase

TABLE = Path(__file__).with_name("bad_money.csv")
ROWS = list(csv.DictReader(TABLE.read_text("utf-8").splitlines()))
STORED = (RowVersion, LedgerEntry, Posting, MoneyFlow, StateMove, StatementLine)
NUMBER = "330501669999"

Attempt = Callable[[], Any]


@pytest.fixture(scope="module")
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Return one office for the whole table."""
    folder = tmp_path_factory.mktemp("bad-money")
    with copied_database(request, "sqlite", folder) as db:
        yield Scene(Story(db, folder / "papers"))


def ready(scene: Scene, number: int, **budget: Any) -> MoneyCase:
    """Return a project with 800 万 arrived, a contract of 900 万 and a budget of 900 万."""
    case = MoneyCase(scene, number)
    case.arrived(800 * WAN)
    case.agreed(900 * WAN)
    case.budgeted(900 * WAN, **budget)
    return case


def drafted(case: MoneyCase, amount: int, **more: Any) -> str:
    """Store a draft with its evidence, so that only the step is tried."""
    with on(PAID.isoformat()):
        key = case.story.create("unit", "disbursement", **case.form(amount, **more))
        case.story.attach("unit", "disbursement", key, "payment_evidence")
    return key


def asking(case: MoneyCase, amount: int, **more: Any) -> Attempt:
    """Return the step by which a unit asks for a payment."""
    key = drafted(case, amount, **more)
    return lambda: case.story.move("unit", "disbursement", key, "request")


def executed(case: MoneyCase, amount: int, day: date = PAID) -> str:
    """Return an approved payment with its voucher, ready to be paid."""
    with on(PAID.isoformat()):
        key = case.request(amount)
        case.approve(key)
        case.execute(key, day)
    return key


def above_received(scene: Scene, number: int) -> tuple[MoneyCase, Attempt]:
    """Try to pay more than arrived."""
    case = ready(scene, number)
    return case, asking(case, 801 * WAN)


def blocked_purpose(scene: Scene, number: int) -> tuple[MoneyCase, Attempt]:
    """Try to pay wages."""
    case = ready(scene, number)
    return case, asking(case, WAN, purpose="wages")


def before_budget(scene: Scene, number: int) -> tuple[MoneyCase, Attempt]:
    """Try to pay before the adjustment was approved."""
    case = ready(scene, number, basis="adjustment", approved_on=date(2036, 5, 20))
    return case, asking(case, WAN)


def ahead_of_work(scene: Scene, number: int) -> tuple[MoneyCase, Attempt]:
    """Try to pass a payment on for which nothing is built."""
    case = ready(scene, number)
    case.scene.change(case.contract, certified=0)
    with on(PAID.isoformat()):
        key = case.request(500 * WAN)
    return case, lambda: case.story.move("reviewer", "disbursement", key, "check")


def other_year(scene: Scene, number: int) -> tuple[MoneyCase, Attempt]:
    """Try to pay under the budget of another year."""
    case = ready(scene, number, year=2035)
    return case, asking(case, WAN)


def closed_month(scene: Scene, number: int) -> tuple[MoneyCase, Attempt]:
    """Try to book a payment into a month that is closed."""
    case = ready(scene, number)
    key = executed(case, WAN, date(2036, 6, 20))

    def lock(act: Act) -> None:
        act.session.add(Period(region_id=scene.county, month="2036-06", locked_at=act.now))

    perform(case.story.db, SYSTEM, "test.lock", lock)
    return case, lambda: case.story.move("officer", "disbursement", key, "pay")


def paid_twice(scene: Scene, number: int) -> tuple[MoneyCase, Attempt]:
    """Try to pay what a colleague paid with the same page open."""
    from bondlife.services import moves

    case = ready(scene, number)
    key = executed(case, WAN)
    version = case.story.row("disbursement", key).version
    with on(PAID.isoformat()):
        case.story.move("officer", "disbursement", key, "pay")
    city = case.story.people["city"]
    return case, lambda: moves.move(case.story.db, city, "disbursement", key, "pay", version)


def shares_unequal(scene: Scene, number: int) -> tuple[MoneyCase, Attempt]:
    """Try to record an issue whose shares add up to less."""
    case = MoneyCase(scene, number)
    values = case.scene.bond_values(
        name="2036年示例省政府专项债券（不平期）", state="planned", face=800 * WAN
    )
    values["region_id"] = scene.county
    bond: Bond = scene.add(Bond, **values)
    scene.add_share(bond, case.project, 799 * WAN, state="planned")
    case.story.attach("officer", "bond", bond.public_id, "tender_result")
    return case, lambda: case.story.move("officer", "bond", bond.public_id, "import_result")


def statement_twice(scene: Scene, number: int) -> tuple[MoneyCase, Attempt]:
    """Bring a statement in a second time."""
    case = MoneyCase(scene, number)
    own = {"region_id": scene.county, "number": NUMBER, "name": "国库", "ledger_account": "treasury"}
    scene.add(MoneyAccount, **own, opened_on=date(2036, 1, 1))
    text = f"账号：{NUMBER}\n日期,对方户名,收入金额\n2036-05-06,甲,1.00\n".encode("gb18030")

    def bring() -> None:
        db = case.story.db
        confirm(db, case.story.people["officer"], preview(db, "statement", text), "对账单.csv")

    with on("2036-05-10"):
        bring()
    return case, bring


TRIED = {
    "支付超过到位资金": above_received,
    "支付禁止用途": blocked_purpose,
    "预算调整批复之前支付": before_budget,
    "超前于工程进度支付": ahead_of_work,
    "使用其他年度的预算安排支付": other_year,
    "支付日期在已结账月份": closed_month,
    "两人同时支付同一笔申请": paid_twice,
    "份额合计不等于发行额": shares_unequal,
    "同一对账单导入两次": statement_twice,
}


def counted(case: MoneyCase) -> list[int]:
    """Return how many rows each table of facts holds."""
    with case.story.db.connection() as connection:
        return [
            connection.execute(sa.select(sa.func.count()).select_from(table(model))).scalar_one()
            for model in STORED
        ]


def last_record(case: MoneyCase) -> Any:
    """Return the last record of the audit log."""
    own = columns(AuditRecord)
    with case.story.db.connection() as connection:
        return connection.execute(sa.select(table(AuditRecord)).order_by(own.seq.desc()).limit(1)).one()


@pytest.mark.parametrize("row", ROWS, ids=[row["情形"] for row in ROWS])
def test_bad_input_is_refused_by_its_rule_and_kept_in_the_log(scene: Scene, row: dict[str, str]) -> None:
    case, attempt = TRIED[row["情形"]](scene, int(row["编号"]) + 500)
    before, seq = counted(case), last_record(case).seq
    case.attempt(attempt)
    assert counted(case) == before
    kept = last_record(case)
    assert kept.seq == seq + 1
    assert row["规则"] in case.refusal
    assert row["依据"] in case.refusal
    assert kept.outcome == "refused"
    assert case.codes <= {problem[0] for problem in kept.detail["problems"]}
