"""What units of a demo ask for: a batch scored by experts, and the supplementary requests of a September."""

from datetime import date
from typing import Any

from bondlife.demo import sites
from bondlife.demo.desk import Desk, yuan
from bondlife.services import reviews
from bondlife.services.reviews import ReviewInput, ReviewScoreInput
from models.base import columns
from models.registry import ReviewRound

BATCH = "第一批"
EVALUATED = "DEMO-S-5"
"""The project whose evaluation passed before its supplementary requests."""
APPLICATIONS = (("DEMO-S-5", 15_000, 92), ("DEMO-S-6", 14_000, 81), ("DEMO-S-7", 12_000, 58))
"""Project, bonds asked for in 万元, about how well the experts think of it."""
QUOTA = 24_000
"""What the batch may give out, in 万元: less than what was asked."""
ITEMS = (
    ("necessity", 25),
    ("readiness", 12),
    ("funding", 10),
    ("forecast", 21),
    ("bond_need", 5),
    ("repayment_plan", 12),
    ("goals", 15),
)
EXPERTS = (("evaluator", 0), ("evaluator2", 3), ("evaluator3", -4))
REQUESTS = (
    ("学校改扩建", 18_000, 15_000),
    ("道路养护", 12_000, 9_000),
    ("医疗设备购置", 9_500, 7_600),
    ("排水管网改造", 15_000, 12_500),
    ("镇街专项补助", 8_000, 5_600),
    ("信息化建设", 6_500, 2_900),
    ("公共安全设施", 7_200, 5_800),
    ("水利工程维修", 9_800, 7_700),
    ("文化场馆修缮", 6_000, 2_600),
    ("养老服务", 5_500, 4_700),
    ("节会活动", 4_500, 0),
    ("应急救灾", 11_000, 6_300),
)
"""Request, asked, agreed in 万元: single ones are made up, their totals are those a district published."""


def batch(desk: Desk, projects: dict[str, str], year: int) -> None:
    """Let three projects apply, three experts score, and the ranking be fixed."""
    keys = {}
    for code, wan, _ in APPLICATIONS:
        if code != EVALUATED:
            sites.evaluate(desk, projects[code], year - 1)
        told = {"year": year, "batch": BATCH, "amount": yuan(wan), "tenor_years": 20}
        firms = {"accounting_firm": "示例会计师事务所", "law_firm": "示例律师事务所"}
        fields = {"repaid_by": "dedicated_income"}
        key = desk.create("unit", "application", project=projects[code], **told, **firms, fields=fields)
        desk.attach("unit", "application", key, "implementation_plan", "financial_report", "legal_opinion")
        desk.move("unit", "application", key, "submit")
        keys[code] = key
    form = {"region": "330304", "year": year, "batch": BATCH, "quota": yuan(QUOTA)}
    opened = reviews.open_round(desk.db, desk.actor("officer"), ReviewInput.model_validate(form))
    for expert, shift in EXPERTS:
        for code, _, merit in APPLICATIONS:
            told = {"application": keys[code], "points": _points(merit + shift), "opinion": "见评审意见"}
            sheet = ReviewScoreInput.model_validate(told)
            reviews.score(desk.db, desk.actor(expert), opened["public_id"], sheet)
    row = desk.one(ReviewRound, columns(ReviewRound).public_id == opened["public_id"])
    reviews.close_round(desk.db, desk.actor("officer"), opened["public_id"], row.version)


def _points(merit: int) -> dict[str, str]:
    return {item: f"{most * merit / 100:.0f}" for item, most in ITEMS}


def supplements(desk: Desk, project: str, day: date) -> None:
    """Take the requests of a year from the unit to the standing committee."""
    for number, (name, asked, agreed) in enumerate(REQUESTS, 1):
        form: dict[str, Any] = {"project": project, "year": day.year, "name": name, "account": "2120303"}
        form |= {"amount": yuan(asked), "requested_on": day, "reason": "年中新增任务"}
        key = desk.create("unit", "supplement", **form)
        desk.attach("officer", "supplement", key, "supplement_request")
        desk.move("unit", "supplement", key, "submit")
        if not agreed:
            desk.signed("officer", "supplement", key, "reject", "不符合追加条件")
            continue
        _decide(desk, key, form, agreed, number)


def _decide(desk: Desk, key: str, form: dict[str, Any], agreed: int, number: int) -> None:
    """Let the meeting agree on an amount, the adjustment take it up, the standing committee approve."""
    day: date = form["requested_on"]
    known = {**form, "agreed": yuan(agreed)}
    desk.edit("officer", "supplement", key, **known)
    desk.signed("officer", "supplement", key, "meet")
    known["adjustment_number"] = f"示例政〔{day.year}〕30号"
    desk.edit("officer", "supplement", key, **known)
    desk.attach("officer", "supplement", key, "budget_adjustment")
    desk.signed("officer", "supplement", key, "adjust")
    known |= {"committee_number": f"示例人大〔{day.year}〕{number}号", "committee_on": day}
    desk.edit("officer", "supplement", key, **known)
    desk.signed("officer", "supplement", key, "approve")
