"""What the offices above watch in a demo: fiscal figures, sanctions, events, collection tasks, what if."""

from datetime import date, timedelta
from typing import Any

from bondlife.demo.desk import Desk
from bondlife.jobs.runner import run_waiting
from bondlife.services import collections, risk, sanctions, what_if
from models.base import columns
from models.registry import CollectionPart

YI = 100_000_000
FISCAL = {
    "330302": (86, 34, 62, 8, 98, 66, 1.2, 2.1, 1450),
    "330303": (58, 30, 41, 6, 76, 52, 1.1, 3.4, 820),
    "330304": (72, 33, 39, 6, 88, 45, 1.4, 3.9, 760),
}
"""亿元 of a year, region by region: made up."""
NAMES = (
    "general_revenue",
    "transfers",
    "fund_revenue",
    "state_capital",
    "general_spending",
    "fund_spending",
    "general_interest",
    "special_interest",
    "gross_product",
)


def fiscal(desk: Desk, year: int, as_of: date) -> None:
    """Enter the fiscal figures of three districts."""
    for code, amounts in FISCAL.items():
        told = {name: f"{amount * YI:.0f}" for name, amount in zip(NAMES, amounts, strict=True)}
        head = {"region": code, "year": year, "as_of": as_of, "source": "示例"}
        risk.save_fiscal(
            desk.db, desk.actor("city-officer"), risk.FiscalInput.model_validate({**head, **told})
        )
    level = {
        "region": "330304",
        "year": year,
        "level": "yellow",
        "document": "示例〔评〕2号",
        "told_on": as_of,
    }
    form = risk.OfficialInput.model_validate(level)
    risk.save_official(desk.db, desk.actor("city-officer"), form)


def sanction(desk: Desk, region: str, day: date) -> None:
    """Stop the green channel of a district for half a year, by two people."""
    told: dict[str, Any] = {
        "region": region,
        "level": "minor",
        "document": "示例财〔处〕1号",
        "reason": "专项债券资金支出进度连续三个月排名靠后",
        "blocks": ["green_channel"],
        "starts_on": day,
        "until": day + timedelta(days=180),
        "rectify_by": day + timedelta(days=60),
    }
    form = sanctions.SanctionInput.model_validate(told)
    found = sanctions.propose(desk.db, desk.actor("city-officer"), form)
    sanctions.decide(desk.db, desk.actor("city-deputy"), found["public_id"], 1, approve=True)


def event(desk: Desk, project: str, day: date) -> None:
    """Declare a risk event, confirm it, write down what was done about it."""
    told = {"region": "330304", "level": "IV", "title": "示例厂房项目专项收入不及预期", "project": project}
    told |= {"trigger": "利息逾期，资金缺口由财政先行垫付", "happened_on": f"{day}"}
    form = risk.RiskEventInput.model_validate(told)
    found = risk.propose_event(desk.db, desk.actor("officer"), form)
    risk.decide_event(desk.db, desk.actor("deputy"), found["public_id"], 1, confirm=True)
    text = "约谈项目单位，制定增收方案，按月报告"
    risk.add_action(desk.db, desk.actor("officer"), found["public_id"], 2, on=day, text=text)


def ask_for_figures(desk: Desk, day: date) -> None:
    """Let the city ask three districts; one has answered and was checked."""
    told: dict[str, Any] = {
        "region": "330300",
        "title": "专项债券闲置资金清理情况",
        "note": "请按截至上月末数据填报",
        "due_on": day + timedelta(days=12),
        "questions": [
            {"key": "idle", "label": "闲置一年以上资金（元）"},
            {"key": "projects", "label": "涉及项目（个）", "type": "number"},
            {"key": "measures", "label": "处置措施", "type": "text"},
        ],
        "regions": list(FISCAL),
    }
    form = collections.CollectionInput.model_validate(told)
    collections.send(desk.db, desk.actor("city-officer"), form)
    officer = desk.actor("officer")
    part = desk.one(CollectionPart, columns(CollectionPart).region_id == officer.region_id)
    answers = {"idle": "61200000.00", "projects": "3", "measures": "两个项目调整用途，一个项目加快支付"}
    collections.answer(desk.db, officer, part.public_id, part.version, answers)
    part = desk.one(CollectionPart, columns(CollectionPart).region_id == officer.region_id)
    collections.advance(desk.db, desk.actor("reviewer"), part.public_id, part.version, "check")


def suppose(desk: Desk, region: str, day: date) -> None:
    """Keep a scenario over all debt of a region and work it out."""
    told: dict[str, Any] = {
        "region": region,
        "name": "新增发行并推迟一年投产（示例）",
        "issue_amount": f"{3 * YI}",
        "issue_year": day.year + 1,
        "issue_tenor": 15,
        "issue_percent": "2.5",
        "refinance_percent": "80",
        "refinance_from": day.year + 1,
        "refinance_to": day.year + 5,
        "refinance_rate_percent": "2.3",
        "income_percent": "-10",
        "delay_years": 1,
    }
    form = what_if.WhatIfInput.model_validate(told)
    what_if.save(desk.db, desk.actor("officer"), form)
    run_waiting(desk.db)
