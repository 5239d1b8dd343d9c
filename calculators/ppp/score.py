"""The score behind a payment: rescaled when items do not apply, and from the cycle the contract names.

    rescaled = raw ÷ applicable maximum × 100, to one decimal, halves up
    cycle    = period − lag (lag 0: the same cycle; lag 1: the one before, as in lagged sewage contracts)

Shapes  scalars; scores by cycle as a mapping.
Units   points of 100; cycles numbered from 1.
Errors  CalculationError: above_maximum, score_out_of_range, no_score, first_period_unset, negative,
        not_positive, out_of_range, not_exact, not_finite, not_whole.
Source  SPECS sources; golden cases in tests/golden/ppp/score.csv.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding, round_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.ppp.exact import count, exact, nonnegative, positive


@dataclass(frozen=True, slots=True)
class ApplicableScore:
    """Which cycle's score pays a period; a first period has no cycle and counts as full."""

    period: int
    cycle: int | None
    score: Decimal


def check_score(score: Decimal, field: str = "score") -> Fraction:
    """Return a score of 0 to 100 as a fraction; anything else is refused, not clipped.

    >>> check_score(Decimal("87.5"))
    Fraction(175, 2)
    """
    figure = exact(score, field)
    if not 0 <= figure <= 100:
        raise CalculationError("score_out_of_range", field, "a score lies between 0 and 100")
    return figure


def rescaled_score(raw: Decimal, *, applicable_maximum: Decimal) -> Decimal:
    """Return the score of 100 when some items did not apply and were dropped.

    >>> rescaled_score(Decimal("68.5"), applicable_maximum=Decimal(88))
    Decimal('77.8')
    """
    points = nonnegative(raw, "raw")
    most = positive(applicable_maximum, "applicable_maximum")
    if points > most:
        raise CalculationError("above_maximum", "raw", "the raw score is above the maximum that applies")
    tenths = round_fen(points / most * 1000, Rounding.HALF_UP)
    return Decimal(tenths).scaleb(-1)


def applicable_score(
    scores: Mapping[int, Decimal], *, period: int, lag: int, is_first_period_full: bool = False
) -> ApplicableScore:
    """Return the score that pays a period; a period before the first cycle needs an explicit full payment.

    >>> applicable_score({1: Decimal(90), 2: Decimal(81)}, period=3, lag=1)
    ApplicableScore(period=3, cycle=2, score=Decimal('81'))
    """
    number = count(period, "period")
    cycle = number - count(lag, "lag", least=0)
    if cycle < 1:
        if not is_first_period_full:
            raise CalculationError(
                "first_period_unset",
                "is_first_period_full",
                "nobody decided how a period without a score is paid",
            )
        return ApplicableScore(number, None, Decimal(100))
    if cycle not in scores:
        raise CalculationError("no_score", "scores", "cycle %(cycle)s has no reviewed score", cycle=cycle)
    check_score(scores[cycle], "scores")
    return ApplicableScore(number, cycle, scores[cycle])


_TOOL = Clause(
    "Public assessment tool of a county sewage PPP", "score cycle, first period, items not applicable", "2025"
)

SPECS = (
    CalculatorSpec(
        key="ppp.score.rescaled",
        title="Score rescaled to 100",
        title_zh="不适用项剔除后折算得分",
        unit="score",
        function=rescaled_score,
        inputs=(
            Quantity("raw", "Raw score", "原始得分", "score"),
            Quantity("applicable_maximum", "Maximum of the items that apply", "适用项满分", "score"),
        ),
        outputs=(Quantity("result", "Score", "折算得分", "score", "{raw} ÷ {applicable_maximum} × 100"),),
        sources=(_TOOL,),
        example={"raw": "68.5", "applicable_maximum": "88"},
        example_result={"result": "77.8"},
    ),
    CalculatorSpec(
        key="ppp.score.applicable",
        title="Score that pays a period",
        title_zh="付费所用考核得分",
        unit="score",
        function=applicable_score,
        inputs=(
            Quantity("scores", "Reviewed scores by cycle", "各考核期得分", "table"),
            Quantity("period", "Payment period", "付费期", "count"),
            Quantity("lag", "Cycles between score and payment", "滞后期数", "count"),
            Quantity("is_first_period_full", "First period is paid in full", "首期按满额支付", "flag"),
        ),
        outputs=(
            Quantity("period", "Payment period", "付费期", "count"),
            Quantity("cycle", "Cycle", "考核期", "count", "{period} − {lag}"),
            Quantity("score", "Score", "得分", "score", "score of cycle {cycle}; 100 in a full first period"),
        ),
        sources=(_TOOL,),
        example={"scores": {"1": "90", "2": "81"}, "period": 3, "lag": 1},
        example_result={"period": "3", "cycle": "2", "score": "81"},
    ),
)
