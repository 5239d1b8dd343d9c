"""Supervision: days an alert gives its owner, whom it goes to next, how long it may be put aside.

No national text sets these; they are suggestions of good management for a bureau to change.
"""

from models.lifecycle import Label
from models.regulation import RuleSeed

_SUGGESTED = "管理建议"

SEEDS = (
    RuleSeed(
        key="supervision.alert_days",
        label=Label("Days to deal with an alert by its level", "预警处置期限"),
        value={"serious": 3, "warning": 10, "info": 30},
        unit="days",
        form="table",
        basis=_SUGGESTED,
    ),
    RuleSeed(
        key="supervision.escalation",
        label=Label("Whom an alert goes to when its day has passed", "预警逾期升级对象"),
        value={
            "project_unit": "department",
            "department": "officer",
            "evaluator": "officer",
            "publisher": "reviewer",
            "officer": "reviewer",
            "reviewer": "leader",
        },
        unit="",
        form="table",
        basis=_SUGGESTED,
    ),
    RuleSeed(
        key="supervision.longest_snooze",
        label=Label("Days an alert may be put aside at most", "预警暂缓最长天数"),
        value=60,
        unit="days",
        form="days",
        basis=_SUGGESTED,
    ),
)
