"""Budget cuts that follow an evaluation: four ways of reckoning, none of which goes below zero.

    flat             cut = requested × rate
    by grade         cut = requested × rate of the grade
    by gap           cut = requested × factor × max(0, mean − score) ÷ mean
    carry-over       cut = max(0, carry_over − carry_over_before) × rate
    approved         cut = requested − approved, rate = cut ÷ requested
    every cut        at most what was requested

Shapes  by gap: requests, scores (n,); else scalars.
Units   fen; rates and factor: Decimal from 0; scores: points.
Errors  CalculationError: negative_amount, bad_rate, unknown_grade, shape_mismatch, empty, bad_score,
        zero_mean, nothing_requested, approved_over_requested, and those of check_fen.
Source  Use of results in local rules: cut by grade (fair a share, poor cancelled), 30 % of the rise of the
        carry-over, cuts under the mean; formulas for single projects are local, so rates are arguments.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding, check_fen, round_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class BudgetCut:
    """A request, the cut and what is left; ``is_capped`` says that the rule asked for more than there was."""

    requested: int
    rate: Decimal
    cut: int
    approved: int
    is_capped: bool


@dataclass(frozen=True, slots=True)
class GapCuts:
    """Cuts of all projects under the mean score."""

    mean: Decimal
    gaps: tuple[Decimal, ...]
    cuts: tuple[BudgetCut, ...]
    total_cut: int


def flat_cut(requested: int, *, rate: Decimal, rounding: Rounding = Rounding.HALF_UP) -> BudgetCut:
    """Return a cut by one rate.

    >>> flat_cut(1_000, rate=Decimal("0.15")).approved
    850
    """
    _check_amount(requested, "requested")
    _check_rate(rate, "rate")
    return _cut(requested, requested * Fraction(rate), rate, rounding)


def grade_cut(
    requested: int, *, grade: str, rates: Mapping[str, Decimal], rounding: Rounding = Rounding.HALF_UP
) -> BudgetCut:
    """Return the cut of a grade from a table of rates.

    >>> grade_cut(1_000, grade="poor", rates={"fair": Decimal("0.2"), "poor": Decimal(1)}).approved
    0
    """
    if grade not in rates:
        raise CalculationError("unknown_grade", "grade", "the table has no rate for this grade")
    return flat_cut(requested, rate=rates[grade], rounding=rounding)


def gap_cuts(
    requests: Sequence[int],
    scores: Sequence[Decimal],
    *,
    factor: Decimal,
    mean: Decimal | None = None,
    rounding: Rounding = Rounding.HALF_UP,
) -> GapCuts:
    """Return cuts in proportion to how far each score lies under the mean (of these scores unless given).

    >>> found = gap_cuts([1_000, 1_000], [Decimal(60), Decimal(100)], factor=Decimal(1))
    >>> [cut.cut for cut in found.cuts]
    [250, 0]
    """
    _check_scores(requests, scores)
    _check_rate(factor, "factor")
    average = mean if mean is not None else sum(scores, Decimal(0)) / len(scores)
    if not (average.is_finite() and average > 0):
        raise CalculationError("zero_mean", "mean", "the mean score is above zero")
    gaps = tuple(max(Decimal(0), average - score) for score in scores)
    per_point = Fraction(factor) / Fraction(average)
    cuts = tuple(
        _cut(
            _check_amount(request, "requests"),
            request * per_point * Fraction(gap) if gap else Fraction(0),
            factor * gap / average,
            rounding,
        )
        for request, gap in zip(requests, gaps, strict=True)
    )
    return GapCuts(average, gaps, cuts, sum(cut.cut for cut in cuts))


def carry_over_cut(
    requested: int,
    *,
    carry_over: int,
    carry_over_before: int,
    rate: Decimal,
    rounding: Rounding = Rounding.HALF_UP,
) -> BudgetCut:
    """Return the cut for a carry-over that grew; one that fell is not cut.

    >>> carry_over_cut(1_000, carry_over=500, carry_over_before=300, rate=Decimal("0.3")).cut
    60
    """
    _check_amount(requested, "requested")
    growth = _check_amount(carry_over, "carry_over") - _check_amount(carry_over_before, "carry_over_before")
    _check_rate(rate, "rate")
    return _cut(requested, max(0, growth) * Fraction(rate), rate, rounding)


def approved_cut(requested: int, approved: int) -> BudgetCut:
    """Return the cut and cut rate that an approval amounts to.

    >>> str(round(approved_cut(1_130, 797).rate, 3))
    '0.295'
    """
    _check_amount(requested, "requested")
    _check_amount(approved, "approved")
    if requested == 0:
        raise CalculationError("nothing_requested", "requested", "a cut rate needs a request above zero")
    if approved > requested:
        raise CalculationError("approved_over_requested", "approved", "more was approved than requested")
    cut = requested - approved
    return BudgetCut(requested, Decimal(cut) / requested, cut, approved, False)


def _cut(requested: int, asked: Fraction, rate: Decimal, rounding: Rounding) -> BudgetCut:
    wanted = round_fen(asked, rounding)
    cut = min(wanted, requested)
    return BudgetCut(requested, rate, cut, requested - cut, wanted > requested)


def _check_amount(amount: int, field: str) -> int:
    if check_fen(amount, field) < 0:
        raise CalculationError("negative_amount", field, "amounts are given without a sign")
    return amount


def _check_rate(rate: Decimal, field: str) -> None:
    if not (rate.is_finite() and rate >= 0):
        raise CalculationError("bad_rate", field, "a rate is zero or more")


def _check_scores(requests: Sequence[int], scores: Sequence[Decimal]) -> None:
    if not requests:
        raise CalculationError("empty", "requests", "at least one request is needed")
    if len(requests) != len(scores):
        raise CalculationError("shape_mismatch", "scores", "one score per request is needed")
    if not all(score.is_finite() and score >= 0 for score in scores):
        raise CalculationError("bad_score", "scores", "a score is zero or more")


_REQUESTED = Quantity("requested", "Requested", "申请数", "fen")
_RATE = Quantity("rate", "Cut rate", "核减比例", "rate")
_ROUNDING = Quantity("rounding", "Rounding", "舍入规则", "text")
_APPROVED = Quantity("approved", "Approved", "核定数", "fen", "{requested} − {cut}")
_CAPPED = Quantity(
    "is_capped", "Capped at the request", "以申请数为限", "flag", "rule asks for more than {requested}"
)
_SOURCES = (
    Clause("Local rules on the use of evaluation results", "等级与预算挂钩", "-", confirmed=False),
    Clause("瓯海区预算绩效管理调研报告", "追加申请 11.3 亿元、核定 7.97 亿元、核减率 29.5 %", "2022"),
)


def _result(formula: str) -> tuple[Quantity, ...]:
    return (Quantity("cut", "Cut", "核减额", "fen", formula), _APPROVED, _CAPPED)


SPECS = (
    CalculatorSpec(
        key="scoring.flat_cut",
        title="Flat cut",
        title_zh="统一比例核减",
        unit="fen",
        function=flat_cut,
        inputs=(_REQUESTED, _RATE, _ROUNDING),
        outputs=_result("{requested} × {rate}"),
        sources=_SOURCES,
        example={"requested": 1000, "rate": "0.15"},
        example_result={"cut": "150", "approved": "850"},
    ),
    CalculatorSpec(
        key="scoring.grade_cut",
        title="Cut by grade",
        title_zh="按等级核减",
        unit="fen",
        function=grade_cut,
        inputs=(
            _REQUESTED,
            Quantity("grade", "Grade", "等级", "text"),
            Quantity("rates", "Rates by grade", "等级核减表", "table"),
            _ROUNDING,
        ),
        outputs=(
            Quantity("rate", "Cut rate", "核减比例", "rate", "{rates} at {grade}"),
            *_result("{requested} × {rate}"),
        ),
        sources=_SOURCES,
        example={"requested": 1000, "grade": "fair", "rates": {"good": "0", "fair": "0.2", "poor": "1"}},
        example_result={"cut": "200", "approved": "800"},
    ),
    CalculatorSpec(
        key="scoring.gap_cuts",
        title="Cuts by gap from the mean",
        title_zh="按低于均分幅度核减",
        unit="fen",
        function=gap_cuts,
        inputs=(
            Quantity("requests", "Requests", "申请数", "fen"),
            Quantity("scores", "Scores", "得分", "score"),
            Quantity("factor", "Factor", "系数", "ratio"),
            Quantity("mean", "Mean score", "平均分", "score"),
            _ROUNDING,
        ),
        outputs=(
            Quantity("mean", "Mean score", "平均分", "score", "Σ {scores} ÷ number"),
            Quantity("gaps", "Gaps", "差距", "score", "max(0, {mean} − {scores})"),
            Quantity("cuts", "Cuts", "核减", "table", "{requests} × {factor} × {gaps} ÷ {mean}"),
            Quantity("total_cut", "Total cut", "核减合计", "fen", "Σ {cuts}"),
        ),
        sources=_SOURCES,
        example={"requests": [1000, 1000], "scores": ["60", "100"], "factor": "1"},
        example_result={"mean": "80", "total_cut": "250"},
    ),
    CalculatorSpec(
        key="scoring.carry_over_cut",
        title="Cut for a growing carry-over",
        title_zh="结转增加核减",
        unit="fen",
        function=carry_over_cut,
        inputs=(
            _REQUESTED,
            Quantity("carry_over", "Carry-over this year", "本年结转", "fen"),
            Quantity("carry_over_before", "Carry-over last year", "上年结转", "fen"),
            _RATE,
            _ROUNDING,
        ),
        outputs=_result("max(0, {carry_over} − {carry_over_before}) × {rate}"),
        sources=_SOURCES,
        example={"requested": 1000, "carry_over": 500, "carry_over_before": 300, "rate": "0.3"},
        example_result={"cut": "60", "approved": "940"},
    ),
    CalculatorSpec(
        key="scoring.approved_cut",
        title="Cut rate of an approval",
        title_zh="核减率",
        unit="ratio",
        function=approved_cut,
        inputs=(_REQUESTED, Quantity("approved", "Approved", "核定数", "fen")),
        outputs=(
            Quantity("cut", "Cut", "核减额", "fen", "{requested} − {approved}"),
            Quantity("rate", "Cut rate", "核减率", "ratio", "{cut} ÷ {requested}"),
            Quantity(
                "is_capped", "Capped at the request", "以申请数为限", "flag", "never: {approved} is given"
            ),
        ),
        sources=_SOURCES,
        example={"requested": 1000, "approved": 750},
        example_result={"cut": "250", "rate": "0.25"},
    ),
)
