"""Beside the budget platform: how long an unmatched row may wait."""

from models.lifecycle import Label
from models.regulation import RuleSeed

SEEDS = (
    RuleSeed(
        key="platform.unmatched_days",
        label=Label("Working days to settle an unmatched row", "未匹配行处理期限"),
        value=5,
        unit="working_days",
        form="days",
        basis="管理建议",
    ),
    RuleSeed(
        key="platform.rejected_days",
        label=Label("Working days to mend a rejected row", "退回行更正期限"),
        value=3,
        unit="working_days",
        form="days",
        basis="管理建议",
    ),
)
