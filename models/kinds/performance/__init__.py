"""The performance core as data: lifecycles, documents and signatures that every kind shares."""

from models.kinds import shorthand as sign
from models.kinds.performance.evaluation import LATER_TYPES, evaluation
from models.kinds.performance.goal import goal
from models.kinds.performance.job import accountability, job
from models.kinds.performance.monitoring import monitoring, rectification
from models.kinds.performance.result import APPRAISAL, RESULT_LIST
from models.kinds.shorthand import flow
from models.lifecycle import DocumentType, Label, Lifecycle


def performance(track: str) -> tuple[Lifecycle, ...]:
    """Return what every kind has beside its evaluations: goals, monitoring, rectification, jobs, answers."""
    return (goal(track), monitoring(track), rectification(track), job(track), accountability(track))


PERFORMANCE_DOCUMENTS = (
    DocumentType(
        "rectification_evidence",
        Label("Evidence of rectification", "整改佐证"),
        "performance.rectification_days",
    ),
    DocumentType(
        "evaluation_contract",
        Label("Contract of the third party", "委托合同"),
        "performance.entry_conditions",
    ),
    DocumentType("draft_report", Label("Draft report", "评价报告初稿"), "performance.entry_conditions"),
    DocumentType("working_papers", Label("Working papers", "工作底稿"), "performance.entry_conditions"),
    DocumentType("final_report", Label("Final report", "评价报告"), "performance.entry_conditions"),
)

EVALUATION_REPORT = DocumentType(
    "evaluation_report", Label("Evaluation report", "绩效评估（评价）报告"), "performance.frame"
)

SIMPLE = flow("simple", "Two persons", "经办与复核", sign.PREPARE, sign.REVIEW)
EVALUATION_FLOW = flow(
    "evaluation", "Re-check of an evaluation", "绩效复核", sign.EVALUATE, sign.SECTION_HEAD
)
GOAL_FLOW = flow(
    "goal", "Goals with the budget", "绩效目标随预算批复", sign.PREPARE, sign.SECTION_HEAD, sign.BUDGET
)
BUDGET_FLOW = flow(
    "budget",
    "Budget and result use",
    "预算与结果应用",
    sign.PREPARE,
    sign.SECTION_HEAD,
    sign.BUDGET,
    sign.DEPUTY_HEAD,
)

__all__ = [
    "APPRAISAL",
    "BUDGET_FLOW",
    "EVALUATION_FLOW",
    "EVALUATION_REPORT",
    "GOAL_FLOW",
    "LATER_TYPES",
    "PERFORMANCE_DOCUMENTS",
    "RESULT_LIST",
    "SIMPLE",
    "evaluation",
    "performance",
]
