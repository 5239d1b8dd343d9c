"""Stress of a portfolio: how coverage, shortfall and first gap spread when revenue, cost and rate move.

    due[t] = principal + interest × max(0, 1 + x_rate)      cash[t] = stressed revenue − stressed cost
    minimum coverage = min cash[t] ÷ due[t] over periods with debt service
    shortfall = largest cumulative deficit, max(0, −min balance), balance = opening cash + Σ (cash − due)

Draws come from Philox4x32-10 with the seed as key and (scenario, period group, project number, shock) as
counter, so neither chunks nor threads nor processes nor the number of scenarios change what a scenario of a
project is.

Shapes  revenue, cost, principal, interest: (projects, periods); opening_cash, project_ids: (projects,);
        coverage, shortfall: (projects, shares); first_gap: (projects, periods + 1), last column "no gap".
Units   fen in; a stress test runs in single precision (six to seven digits) and is a figure to judge by,
        never an amount to pay. Coverage is NaN for a project without debt service. Chances are shares of all
        scenarios.
Errors  CalculationError: those of calculators.portfolio.arrays, quantiles and stress_terms, too_many_steps,
        duplicate_id.
Source  SPEC.sources.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.portfolio.arrays import FloatArray, IntArray, fen_row, fen_table, plainly, whole_row
from calculators.portfolio.quantiles import check_shares
from calculators.portfolio.stress_terms import StressTerms, check_terms, mixing

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_SCENARIOS = 1_000_000
MAX_STEPS = 200_000_000_000
"""Projects × periods × scenarios: a few minutes on two cores."""

MAX_SEED = 2**64 - 1
MAX_PROJECT_ID = 2**62 - 1
_TABLES = ("revenue", "cost", "principal", "interest")
_ROWS = ("opening_cash", "project_ids")


@dataclass(frozen=True, slots=True)
class StressJob:
    """A checked stress test that may be cut into parts and run anywhere."""

    revenue: IntArray
    cost: IntArray
    principal: IntArray
    interest: IntArray
    opening_cash: IntArray
    project_ids: IntArray
    terms: StressTerms
    seed: int
    scenarios: int
    shares: tuple[float, ...]
    is_exact: bool

    def part(self, start: int, stop: int) -> "StressJob":
        """Return the job of some of the projects."""
        cut = {name: getattr(self, name)[start:stop] for name in (*_TABLES, *_ROWS)}
        return replace(self, **cut)

    def parts(self, size: int) -> list["StressJob"]:
        """Return the job in parts of so many projects."""
        return [self.part(start, start + size) for start in range(0, self.revenue.shape[0], max(size, 1))]


@dataclass(frozen=True, slots=True)
class StressDistribution:
    """Distributions over the scenarios, by project."""

    coverage: FloatArray
    coverage_mean: FloatArray
    weak_chance: FloatArray
    shortfall: FloatArray
    shortfall_mean: FloatArray
    shortfall_chance: FloatArray
    first_gap: IntArray


def stress(
    revenue: IntArray | Sequence[Sequence[int]],
    *,
    cost: IntArray | Sequence[Sequence[int]],
    principal: IntArray | Sequence[Sequence[int]],
    interest: IntArray | Sequence[Sequence[int]],
    terms: StressTerms,
    seed: int,
    scenarios: int = 1000,
    shares: Sequence[float] = (0.05, 0.5, 0.95),
    is_exact: bool = False,
    opening_cash: IntArray | Sequence[int] | None = None,
    project_ids: IntArray | Sequence[int] | None = None,
) -> StressDistribution:
    """Return how every project fares over the scenarios.

    >>> calm = stress([[300, 300]], cost=[[100, 100]], principal=[[0, 100]], interest=[[10, 10]],
    ...     terms=StressTerms(), seed=1, scenarios=10, shares=[0.5], is_exact=True)
    >>> calm.coverage.round(6).tolist(), calm.first_gap.tolist()
    ([[1.818182]], [[0, 0, 10]])
    """
    return run_stress(
        stress_job(
            revenue,
            cost=cost,
            principal=principal,
            interest=interest,
            terms=terms,
            seed=seed,
            scenarios=scenarios,
            shares=shares,
            is_exact=is_exact,
            opening_cash=opening_cash,
            project_ids=project_ids,
        )
    )


def stress_job(
    revenue: IntArray | Sequence[Sequence[int]],
    *,
    cost: IntArray | Sequence[Sequence[int]],
    principal: IntArray | Sequence[Sequence[int]],
    interest: IntArray | Sequence[Sequence[int]],
    terms: StressTerms,
    seed: int,
    scenarios: int = 1000,
    shares: Sequence[float] = (0.05, 0.5, 0.95),
    is_exact: bool = False,
    opening_cash: IntArray | Sequence[int] | None = None,
    project_ids: IntArray | Sequence[int] | None = None,
) -> StressJob:
    """Check the inputs of a stress test and return it ready to run or to be cut into parts.

    >>> job = stress_job([[3], [4]], cost=[[1], [1]], principal=[[1], [1]], interest=[[0], [0]],
    ...     terms=StressTerms(), seed=1)
    >>> [part.project_ids.tolist() for part in job.parts(1)]
    [[0], [1]]
    """
    income = fen_table(revenue, "revenue", lowest=0)
    count, periods = income.shape
    wide = _whole(scenarios, "scenarios", 1, MAX_SCENARIOS)
    if count * periods * wide > MAX_STEPS:
        raise CalculationError(
            "too_many_steps", "scenarios", "projects × periods × scenarios up to %(most)s", most=MAX_STEPS
        )
    ids = whole_row(
        np.arange(count) if project_ids is None else project_ids,
        "project_ids", lowest=0, highest=MAX_PROJECT_ID, count=count,
    )  # fmt: skip
    if np.unique(ids).size != count:
        raise CalculationError("duplicate_id", "project_ids", "two projects have the same number")
    opening = np.zeros(count, np.int64) if opening_cash is None else opening_cash
    return StressJob(
        income,
        fen_table(cost, "cost", lowest=0, shape=income.shape),
        fen_table(principal, "principal", lowest=0, shape=income.shape),
        fen_table(interest, "interest", lowest=0, shape=income.shape),
        fen_row(opening, "opening_cash", count=count),
        ids,
        check_terms(terms),
        _whole(seed, "seed", 0, MAX_SEED),
        wide,
        tuple(check_shares(shares).tolist()),
        bool(is_exact),
    )


def run_stress(job: StressJob, threads: int | None = None) -> StressDistribution:
    """Run a stress test on so many threads (all when None); the bytes of the result do not depend on them.

    >>> job = stress_job([[5]], cost=[[1]], principal=[[4]], interest=[[0]], terms=StressTerms(), seed=7)
    >>> run_stress(job, threads=1).shortfall_chance.tolist()
    [0.0]
    """
    from calculators.portfolio.kernels.build import over_rows
    from calculators.portfolio.kernels.stress import stress_rows

    count, periods = job.revenue.shape
    wanted = np.asarray(job.shares)
    coverage, shortfall = np.empty((count, wanted.size)), np.empty((count, wanted.size))
    coverage_mean, shortfall_mean = np.empty(count), np.empty(count)
    weak, gaps = np.zeros(count, np.int64), np.zeros((count, periods + 1), np.int64)
    terms = job.terms
    over_rows(
        stress_rows, count, np.uint64(job.seed), job.project_ids,
        job.revenue, job.cost, job.principal, job.interest, job.opening_cash,
        persistences(terms), mixing(terms), np.uint64(round(terms.delay_chance * 2**32)), terms.longest_delay,
        np.float32(terms.coverage_floor), job.scenarios, wanted, job.is_exact,
        coverage, coverage_mean, weak, shortfall, shortfall_mean, gaps,
        steps=4 * job.revenue.size * job.scenarios, threads=threads,
    )  # fmt: skip
    owes = (job.principal + job.interest).sum(axis=1) > 0
    return StressDistribution(
        np.where(owes[:, None], coverage, np.nan),
        np.where(owes, coverage_mean, np.nan),
        weak / job.scenarios,
        shortfall,
        shortfall_mean,
        1 - gaps[:, -1] / job.scenarios,
        gaps,
    )


def joined(parts: Sequence[StressDistribution]) -> StressDistribution:
    """Put the results of the parts of a job together again.

    >>> job = stress_job([[5], [6]], cost=[[1], [1]], principal=[[4], [4]], interest=[[0], [0]],
    ...     terms=StressTerms(), seed=7, scenarios=4)
    >>> joined([run_stress(part) for part in job.parts(1)]).coverage_mean.tolist()
    [1.0, 1.25]
    """
    if not parts:
        raise CalculationError("empty", "parts", "at least one part is needed")
    names = [part.name for part in fields(StressDistribution)]
    return StressDistribution(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def persistences(terms: StressTerms) -> "NDArray[np.float32]":
    """Return the three persistences in single precision.

    >>> persistences(StressTerms()).tolist()
    [0.0, 0.0, 0.0]
    """
    return np.array([terms.revenue.persistence, terms.cost.persistence, terms.rate.persistence], np.float32)


def _whole(value: object, field: str, lowest: int, highest: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise CalculationError("not_integer", field, "a whole number is needed")
    if not lowest <= value <= highest:
        raise CalculationError(
            "out_of_range",
            field,
            "a whole number from %(lowest)s to %(highest)s",
            lowest=lowest,
            highest=highest,
        )
    return value


SPEC = CalculatorSpec(
    key="portfolio.stress",
    title="Stress test of a portfolio",
    title_zh="项目组合压力测试",
    unit="ratio",
    function=plainly(stress),
    inputs=(
        Quantity("revenue", "Revenue", "项目收入", "fen"),
        Quantity("cost", "Operating cost", "运营成本", "fen"),
        Quantity("principal", "Principal due", "应还本金", "fen"),
        Quantity("interest", "Interest due", "应付利息", "fen"),
        Quantity("terms", "Assumptions", "压力情景假设", "table"),
        Quantity("seed", "Seed", "随机种子", "count"),
        Quantity("scenarios", "Scenarios", "情景数", "count"),
        Quantity("shares", "Quantiles", "分位", "ratio"),
        Quantity("is_exact", "Exact quantiles", "是否精确分位", "flag"),
        Quantity("opening_cash", "Opening cash", "期初现金", "fen"),
        Quantity("project_ids", "Project numbers", "项目编号", "count"),
    ),
    outputs=(
        Quantity(
            "coverage",
            "Quantiles of minimum coverage",
            "最低备付率分位",
            "ratio",
            "{shares} of min cash ÷ debt service",
        ),
        Quantity(
            "coverage_mean", "Mean minimum coverage", "最低备付率均值", "ratio", "mean over {scenarios}"
        ),
        Quantity(
            "weak_chance",
            "Chance below the floor",
            "低于下限概率",
            "ratio",
            "share of {scenarios} below the floor",
        ),
        Quantity(
            "shortfall",
            "Quantiles of the shortfall",
            "资金缺口分位",
            "fen",
            "{shares} of max(0, −min balance)",
        ),
        Quantity("shortfall_mean", "Mean shortfall", "平均资金缺口", "fen", "mean over {scenarios}"),
        Quantity(
            "shortfall_chance",
            "Chance of a shortfall",
            "资金缺口概率",
            "ratio",
            "share of {scenarios} with a gap",
        ),
        Quantity(
            "first_gap",
            "First period with a gap",
            "首个缺口期分布",
            "count",
            "scenarios by first period below zero, last: none",
        ),
    ),
    sources=(
        Clause(
            "Salmon, Moraes, Dror, Shaw, Parallel random numbers: as easy as 1, 2, 3", "Philox4x32-10", "2011"
        ),
        Clause("财预〔2017〕89号", "expected income must be able to repay principal and interest", "2017-06"),
    ),
    example={
        "revenue": [[300, 300]],
        "cost": [[100, 100]],
        "principal": [[0, 100]],
        "interest": [[10, 10]],
        "terms": {},
        "seed": 1,
        "scenarios": 10,
    },
    example_result={"weak_chance": "(0.0)", "shortfall_chance": "(0.0)", "first_gap": "((0, 0, 10))"},
)
