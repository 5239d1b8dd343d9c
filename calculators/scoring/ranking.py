"""Ranking of candidates by the scores of several experts, and an amount given out in that order.

    mean         Σ scores ÷ experts, of each candidate
    rank         1 + number of candidates with a higher mean (equal means share a rank)
    allocated    min(request, what is left of the total), best first; 0 below the passing mean

Equal means are served in the order given, so that the result does not hang on chance.

Shapes  scores: (n candidates, m experts each); requests: (n,).
Units   scores, passing: points from 0; requests, total, allocated, left: fen.
Errors  CalculationError: empty, shape_mismatch, bad_score, negative_amount, and those of check_fen.
Source  Project expert review of provincial debt systems: score, ranking, allocation. The passing mean and
        the number of experts are parameters of the rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class Placed:
    """One candidate: mean, rank, whether it passed, and what it gets."""

    mean: Decimal
    rank: int
    passed: bool
    allocated: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """All candidates in the order given, and what is left of the total."""

    places: tuple[Placed, ...]
    left: int


def rank_and_allocate(
    scores: Sequence[Sequence[Decimal]], requests: Sequence[int], *, total: int, passing: Decimal
) -> Ranking:
    """Return means and ranks, and give the total out best first.

    >>> found = rank_and_allocate([[Decimal(70)], [Decimal(90)]], [50, 80], total=100, passing=Decimal(60))
    >>> [(place.rank, place.allocated) for place in found.places], found.left
    ([(2, 20), (1, 80)], 0)
    """
    _check(scores, requests, total, passing)
    means = [sum(given, Decimal(0)) / len(given) for given in scores]
    left, given_out = total, [0] * len(means)
    for index in sorted(range(len(means)), key=lambda one: (-means[one], one)):
        if means[index] >= passing:
            given_out[index] = min(requests[index], left)
            left -= given_out[index]
    places = (
        Placed(mean, 1 + sum(other > mean for other in means), mean >= passing, amount)
        for mean, amount in zip(means, given_out, strict=True)
    )
    return Ranking(tuple(places), left)


def _check(
    scores: Sequence[Sequence[Decimal]], requests: Sequence[int], total: int, passing: Decimal
) -> None:
    if not scores or not all(scores):
        raise CalculationError("empty", "scores", "every candidate needs at least one score")
    if len(scores) != len(requests):
        raise CalculationError("shape_mismatch", "requests", "one request per candidate is needed")
    if not all(one.is_finite() and one >= 0 for one in (*(s for row in scores for s in row), passing)):
        raise CalculationError("bad_score", "scores", "a score is zero or more")
    for amount in (*requests, total):
        if check_fen(amount, "requests") < 0:
            raise CalculationError("negative_amount", "requests", "amounts are given without a sign")


SPEC = CalculatorSpec(
    key="scoring.rank_and_allocate",
    title="Ranking and allocation of candidates",
    title_zh="评审排名与额度分配",
    unit="fen",
    function=rank_and_allocate,
    inputs=(
        Quantity("scores", "Scores of the experts", "专家打分", "table"),
        Quantity("requests", "Requests", "申请额", "fen"),
        Quantity("total", "Amount to give out", "可分配额度", "fen"),
        Quantity("passing", "Passing mean", "入围均分", "score"),
    ),
    outputs=(
        Quantity("places", "Places", "排名与分配", "table", "Σ {scores} ÷ n; min({requests}, left)"),
        Quantity("left", "Left over", "剩余额度", "fen", "{total} − Σ allocated"),
    ),
    sources=(Clause("省级债务管理系统专家评审表单", "评分、排名、分配", "-"),),
    example={"scores": [["70"], ["90"]], "requests": [50, 80], "total": 100, "passing": "60"},
    example_result={"left": "0"},
)
