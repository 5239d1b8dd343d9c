"""Events of a bond or project that must be told when they happen: type, words, rule that sets the days."""

from dataclasses import dataclass

from models.lifecycle import Label


@dataclass(frozen=True, slots=True)
class EventKind:
    """One type of event: its name, and the rule that says within how many days it is told."""

    key: str
    label: Label
    rule: str = "disclosure.event_days"


_KINDS = (
    EventKind("change_of_use", Label("Change of use", "专项债券用途调整"), "disclosure.change_of_use_days"),
    EventKind("project_stopped", Label("Project stopped or much delayed", "项目停工或严重延期")),
    EventKind("scale_changed", Label("Investment or scale changed", "项目投资规模或建设内容重大变化")),
    EventKind("income_fell", Label("Income far below the plan", "项目收入显著低于预期")),
    EventKind("body_changed", Label("Project unit or owner of the assets changed", "项目单位或资产权属变更")),
    EventKind("assets_pledged", Label("Assets pledged, seized or sold", "项目资产被抵质押、查封或处置")),
    EventKind("rating_changed", Label("Rating changed", "债券信用评级变化")),
    EventKind("payment_at_risk", Label("Payment at risk", "还本付息出现风险")),
    EventKind("accident", Label("Grave accident or penalty", "重大事故或行政处罚")),
    EventKind("other", Label("Other matter that touches repayment", "其他影响偿债的事项")),
)

EVENTS = {one.key: one for one in _KINDS}
"""Every type of event by its key."""
