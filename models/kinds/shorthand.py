"""Short ways to write the data of kinds: states, conditions, signatures."""

from models.lifecycle import ApprovalFlow, ApprovalStep, GuardUse, Label, Progress, State, Value


def state(key: str, en: str, zh: str, progress: Progress = "active", *, ending: bool = False) -> State:
    """Return a state with both names."""
    return State(key, Label(en, zh), progress, ending)


def use(name: str, *, purposes: tuple[str, ...] = (), **params: Value) -> GuardUse:
    """Return a guard or effect with its parameters, perhaps only for some purposes of bonds."""
    return GuardUse(name, params, purposes)


def flow(key: str, en: str, zh: str, *steps: ApprovalStep) -> ApprovalFlow:
    """Return an approval flow with its signatures in order."""
    return ApprovalFlow(key, Label(en, zh), steps)


PREPARE = ApprovalStep("prepare", Label("Prepare", "经办"), "officer", "debt")
UNIT_PREPARE = ApprovalStep("unit_prepare", Label("Prepare by the unit", "项目单位经办"), "project_unit")
DEPARTMENT = ApprovalStep("department", Label("Competent department", "主管部门审核"), "department")
EVALUATE = ApprovalStep("evaluate", Label("Prepare by the evaluator", "评价人编制"), "evaluator")
REVIEW = ApprovalStep("review", Label("Review", "复核"), "reviewer", "debt")
SECTION_HEAD = ApprovalStep("section_head", Label("Section head", "科长审核"), "reviewer", "debt")
BUDGET = ApprovalStep("countersign_budget", Label("Budget section", "预算科会签"), "reviewer", "budget", True)
TREASURY = ApprovalStep(
    "countersign_treasury", Label("Treasury section", "国库科会签"), "reviewer", "treasury", True
)
BUSINESS = ApprovalStep(
    "countersign_business", Label("Business section", "业务科会签"), "reviewer", "business", True
)
DEVELOPMENT = ApprovalStep(
    "countersign_development",
    Label("Development and reform", "发改部门会签"),
    "reviewer",
    "development_reform",
    True,
)
DEPUTY_HEAD = ApprovalStep("deputy_head", Label("Deputy head in charge", "分管局长审批"), "leader")
HEAD = ApprovalStep("head", Label("Head", "局长审批"), "leader")
MEETING = ApprovalStep(
    "meeting", Label("Government executive meeting", "政府常务会议"), "leader", minutes_number=True
)
PUBLISH_CHECK = ApprovalStep(
    "publish_check", Label("Check before publishing", "公开前审核"), "reviewer", "debt"
)
