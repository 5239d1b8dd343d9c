"""Self-evaluation of a budget project: points for executing the budget plus points of the goal groups.

    execution_score = execution_weight × min(executed ÷ budget, 1)
    total           = execution_score + Σ score of the groups

Shapes  groups: (n,), for one output, benefit, satisfaction.
Units   executed, budget: fen (budget as adjusted); weights and scores: points that together make full_mark.
Errors  CalculationError: negative_amount, zero_budget, bad_weight, weights_do_not_sum,
        score_out_of_range, empty, and those of check_fen.
Source  财预〔2020〕10号 self-evaluation form, usual weights 10 / 50 / 30 / 10 (from memory, so arguments).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class GroupScore:
    """Points earned by one group of indicators out of its weight."""

    name: str
    weight: Decimal
    score: Decimal


@dataclass(frozen=True, slots=True)
class ExecutionScore:
    """Budget execution and its points; money spent beyond the budget earns nothing and is said."""

    executed: int
    budget: int
    execution_rate: Decimal
    execution_score: Decimal
    is_over_budget: bool


@dataclass(frozen=True, slots=True)
class SelfEvaluation:
    """The self-evaluation with its parts."""

    execution: ExecutionScore
    groups: tuple[GroupScore, ...]
    goal_score: Decimal
    total: Decimal


def execution_score(executed: int, budget: int, *, execution_weight: Decimal) -> ExecutionScore:
    """Return the points for executing the adjusted budget.

    >>> str(execution_score(85, 100, execution_weight=Decimal(10)).execution_score)
    '8.50'
    """
    for field, amount in (("executed", executed), ("budget", budget)):
        if check_fen(amount, field) < 0:
            raise CalculationError("negative_amount", field, "amounts are given without a sign")
    if budget == 0:
        raise CalculationError("zero_budget", "budget", "an execution rate needs a budget above zero")
    if not (execution_weight.is_finite() and execution_weight >= 0):
        raise CalculationError("bad_weight", "execution_weight", "a weight is zero or more")
    rate = Decimal(executed) / budget
    points = execution_weight * min(rate, Decimal(1))
    return ExecutionScore(executed, budget, rate, points, executed > budget)


def self_evaluation(
    executed: int,
    budget: int,
    *,
    execution_weight: Decimal,
    groups: Sequence[GroupScore],
    full_mark: Decimal = Decimal(100),
) -> SelfEvaluation:
    """Return the total of a self-evaluation form.

    >>> groups = [GroupScore("output", Decimal(50), Decimal(47)),
    ...           GroupScore("effect", Decimal(40), Decimal(37))]
    >>> str(self_evaluation(80, 100, execution_weight=Decimal(10), groups=groups).total)
    '92.0'
    """
    execution = execution_score(executed, budget, execution_weight=execution_weight)
    if not groups:
        raise CalculationError("empty", "groups", "at least one group of indicators is needed")
    for group in groups:
        if not (group.score.is_finite() and group.weight.is_finite() and 0 <= group.score <= group.weight):
            raise CalculationError(
                "score_out_of_range", "groups", "%(name)s: from 0 to its weight", name=group.name
            )
    if execution_weight + sum(group.weight for group in groups) != full_mark:
        raise CalculationError(
            "weights_do_not_sum", "groups", "the weights must sum to %(full_mark)s", full_mark=full_mark
        )
    goal_score = sum((group.score for group in groups), Decimal(0))
    return SelfEvaluation(execution, tuple(groups), goal_score, execution.execution_score + goal_score)


_EXECUTED = Quantity("executed", "Executed", "执行数", "fen")
_BUDGET = Quantity("budget", "Adjusted budget", "调整预算数", "fen")
_WEIGHT = Quantity("execution_weight", "Weight of execution", "预算执行率权重", "points")
_SOURCES = (Clause("财预〔2020〕10号", "自评表", "2020-02", confirmed=False),)

SPECS = (
    CalculatorSpec(
        key="scoring.execution_score",
        title="Budget execution score",
        title_zh="预算执行率得分",
        unit="points",
        function=execution_score,
        inputs=(_EXECUTED, _BUDGET, _WEIGHT),
        outputs=(
            Quantity("execution_rate", "Execution rate", "预算执行率", "ratio", "{executed} ÷ {budget}"),
            Quantity(
                "execution_score", "Points", "得分", "points", "{execution_weight} × min({execution_rate}, 1)"
            ),
            Quantity("is_over_budget", "Over budget", "超预算", "flag", "{executed} > {budget}"),
        ),
        sources=_SOURCES,
        example={"executed": 85, "budget": 100, "execution_weight": "10"},
        example_result={"execution_rate": "0.85", "execution_score": "8.50"},
    ),
    CalculatorSpec(
        key="scoring.self_evaluation",
        title="Self-evaluation total",
        title_zh="绩效自评总分",
        unit="points",
        function=self_evaluation,
        inputs=(
            _EXECUTED,
            _BUDGET,
            _WEIGHT,
            Quantity("groups", "Groups of indicators", "指标组得分", "table"),
            Quantity("full_mark", "Full mark", "满分", "points"),
        ),
        outputs=(
            Quantity("execution", "Budget execution", "预算执行", "table", "{executed} ÷ {budget}"),
            Quantity("goal_score", "Points of the goals", "目标得分", "points", "Σ score of {groups}"),
            Quantity("total", "Total", "总分", "points", "points of {execution} + {goal_score}"),
        ),
        sources=_SOURCES,
        example={
            "executed": 80,
            "budget": 100,
            "execution_weight": "10",
            "groups": [
                {"name": "output", "weight": "50", "score": "47"},
                {"name": "benefit", "weight": "30", "score": "28"},
                {"name": "satisfaction", "weight": "10", "score": "9"},
            ],
        },
        example_result={"goal_score": "84", "total": "92.0"},
    ),
)
