"""Two quarters of the demo's water contract: one scored, worked out and paid, one that waits to be signed."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bondlife import clock
from bondlife.db import Database
from bondlife.demo.desk import Desk, on
from bondlife.demo.ppp import add_ppp
from bondlife.jobs.runner import run_waiting
from bondlife.ppp.periods import first_day, last_day, period_holding, shifted
from bondlife.services import ppp_periods, ppp_runs, ppp_scores
from models.base import columns
from models.registry import PaymentOrder, PPPContract, ServiceEvent

REGION = "330304"
LOST: Mapping[str, tuple[str, str]] = {
    "operation": ("31.0", "总磷 1 日超标"),
    "maintenance": ("18.0", "修复超时 3 次"),
    "safety": ("8.5", "演练记录缺 1 次"),
    "archives": ("4.0", "月报迟交 1 次"),
}
"""What was lost in the newer cycle: points that are left, and why."""
EVENTS = (
    ("FW-081", 44, "提升泵站停运 6 小时", "48000.00", (20, 370)),
    ("FW-087", 59, "出水总磷超标 1 日", "36000.00", (0, 1440)),
    ("FW-090", 72, "主管爆裂修复超时", "12486.40", (25, 780)),
    ("FW-094", 91, "月报迟交 2 日", "3000.00", (0, 2880)),
)
"""Number, day of the quarter, what happened, what it costs, minutes until answered and mended."""


def play_ppp(db: Database, folder: Path) -> None:
    """Store the PPP contracts of the demo and play two quarters; a second start finds them there."""
    desk, today = Desk(db, folder), clock.business_date()
    if not desk.exists(PPPContract):
        add_runs(desk, add_ppp(desk, today)["water"], today)


def add_runs(desk: Desk, contract: str, today: date) -> None:
    """Play the last two quarters that have ended, as far as today allows."""
    newer = shifted(period_holding(today, 3), -1)
    older = shifted(newer, -1)
    for year in sorted({first_day(older).year, last_day(newer).year, today.year}):
        _budget(desk, contract, year)
    _scored(desk, contract, shifted(older, -1), {"maintenance": ("23.5", "巡检记录不全")})
    _quarter(desk, contract, older, "3310208.90")
    with on(_settling(older, today)):
        _paid(desk, _run(desk, contract, older))
    _scored(desk, contract, older, LOST)
    _quarter(desk, contract, newer, "3482617.35")
    _logged(desk, contract, newer)
    with on(_settling(newer, today)):
        key = _run(desk, contract, newer)
        desk.move("reviewer", "payment_run", key, "review")
        desk.move("officer", "payment_run", key, "approve")


def _settling(period: str, today: date) -> date:
    return min(last_day(period) + timedelta(days=26), today)


def _budget(desk: Desk, contract: str, year: int) -> None:
    """Open the budget line of a year."""
    officer = desk.actor("officer")
    form = {"year": year, "account": "2120303", "amount": "72000000", "approved_on": f"{year}-02-10"}
    told = ppp_periods.PPPBudgetInput.model_validate({**form, "document_number": f"示例财预〔{year}〕18号"})
    key = ppp_periods.open_budget(desk.db, officer, contract, told)["public_id"]
    desk.move("officer", "budget_line", key, "submit")
    desk.signed("officer", "budget_line", key, "open")


def _scored(desk: Desk, contract: str, cycle: str, lost: Mapping[str, tuple[str, str]]) -> None:
    """Score a cycle on site, approve it, and freeze it after its window."""
    day = last_day(cycle) + timedelta(days=8)
    evaluator = desk.actor("evaluator")
    with on(day):
        form = ppp_scores.ScoreInput(ppp_contract=contract, cycle=cycle)
        key = str(ppp_scores.open_score(desk.db, evaluator, form)["public_id"])
        row = desk.row("evaluation", key)
        items = [_item(one, lost) for one in row.sheet["items"]]
        sheet = ppp_scores.SheetInput.model_validate({"items": items})
        ppp_scores.save_sheet(desk.db, evaluator, key, sheet, row.version)
        desk.move("evaluator", "evaluation", key, "submit")
        desk.signed("evaluator2", "evaluation", key, "approve")
    with on(day + timedelta(days=14)):
        desk.move("officer", "evaluation", key, "freeze")


def _item(one: Mapping[str, Any], lost: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    points, reason = lost.get(one["key"], (one["points"], ""))
    told = dict.fromkeys(("recheck", "third", "score"), points)
    return {"key": one["key"], "self": one["points"], **told, "reason": reason}


def _quarter(desk: Desk, contract: str, period: str, income: str) -> None:
    told = {"period": period, "name": "user_income", "unit": "yuan", "value": income}
    form = ppp_periods.QuantityInput.model_validate({**told, "evidence": "污水处理费代征入账单（示例）"})
    ppp_periods.save_quantity(desk.db, desk.actor("officer"), contract, form)


def _logged(desk: Desk, contract: str, period: str) -> None:
    """Log four events of a quarter; the first is waived, for the grid had announced the outage."""
    officer, start = desk.actor("officer"), first_day(period)
    for number, day, what, amount, (answered, mended) in EVENTS:
        begin = f"{start + timedelta(days=day - 1)}T08:00:00+08:00"
        form = {"number": number, "period": period, "type": "amount", "criterion": what, "amount": amount}
        event = ppp_periods.EventInput.model_validate({**form, "reported_at": begin})
        times = {
            "responded_at": event.reported_at + timedelta(minutes=answered),
            "mended_at": event.reported_at + timedelta(minutes=mended),
        }
        ppp_periods.save_event(desk.db, officer, contract, event.model_copy(update=times))
    first = desk.one(ServiceEvent, columns(ServiceEvent).number == EVENTS[0][0])
    _waived(desk, contract, period, first.public_id)


def _waived(desk: Desk, contract: str, period: str, event: str) -> None:
    form = {"ppp_contract": contract, "event": event, "number": "MK-0012", "period": period}
    form |= {"amount": "48000.00", "public_line": "电网计划停电期间免予扣减"}
    key = desk.create("officer", "waiver", **form, reason="电网计划停电，供电公司已书面通知（示例）")
    desk.attach("officer", "waiver", key, "waiver_evidence")
    desk.signed("officer", "waiver", key, "grant")


def _run(desk: Desk, contract: str, period: str) -> str:
    """Open a run over the contract and let the job process work it out."""
    form = ppp_runs.PaymentRunInput(region=REGION, period=period, contracts=[contract])
    key = str(ppp_runs.open_run(desk.db, desk.actor("officer"), form)["public_id"])
    run_waiting(desk.db)
    return key


def _paid(desk: Desk, key: str) -> None:
    desk.move("reviewer", "payment_run", key, "review")
    desk.signed("officer", "payment_run", key, "approve", apart="reviewer")
    desk.move("officer", "payment_run", key, "order")
    [order] = desk.all(PaymentOrder, columns(PaymentOrder).paid_on.is_(None))
    day = clock.business_date()
    receipt = {"order": order.public_id, "voucher": "示例国库回单-0091", "paid_on": day.isoformat()}
    form = ppp_runs.ReceiptsInput.model_validate({"receipts": [receipt]})
    ppp_runs.record_receipts(desk.db, desk.actor("treasury"), key, form)
