"""Profit concession (让利): the part of the government's gain given up for a policy result.

    gain      = max(0, received − paid_in − hurdle)
    conceded  = gain × share, where share is that of the highest band whose score is reached

Shapes  bands: (n,) from the rule in force, in any order.
Units   fen; score and lowest_score: points; share: Decimal from 0 to 1.
Errors  CalculationError: empty, negative_amount, bad_share, bad_score, repeated_band, and those of check_fen.
Source  财预〔2015〕210号: the government may give up part of its gain and must not promise principal or a
        minimum return, so nothing is conceded out of capital. Bands are set by the fund's own rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding, check_fen, round_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class ConcessionBand:
    """From this score on, this share of the gain is given up."""

    lowest_score: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class ProfitConcession:
    """What came in above capital and hurdle, what is given up, what is kept."""

    total_gain: int
    gain_above_hurdle: int
    share: Decimal
    conceded: int
    kept: int


def profit_concession(
    received: int,
    paid_in: int,
    *,
    score: Decimal,
    bands: Sequence[ConcessionBand],
    hurdle: int = 0,
    rounding: Rounding = Rounding.DOWN,
) -> ProfitConcession:
    """Return the concession out of realised gain; a score under every band concedes nothing.

    >>> bands = [ConcessionBand(Decimal(80), Decimal("0.3")), ConcessionBand(Decimal(90), Decimal("0.5"))]
    >>> profit_concession(1_500, 1_000, score=Decimal(85), bands=bands).conceded
    150
    """
    for field, amount in (("received", received), ("paid_in", paid_in), ("hurdle", hurdle)):
        if check_fen(amount, field) < 0:
            raise CalculationError("negative_amount", field, "this amount is given without a sign")
    share = _share(score, bands)
    gain = max(0, received - paid_in - hurdle)
    conceded = round_fen(gain * share, rounding)
    return ProfitConcession(received - paid_in, gain, share, conceded, received - conceded)


def _share(score: Decimal, bands: Sequence[ConcessionBand]) -> Decimal:
    if not bands:
        raise CalculationError("empty", "bands", "a concession follows a table of bands")
    if len({band.lowest_score for band in bands}) < len(bands):
        raise CalculationError("repeated_band", "bands", "two bands begin at the same score")
    if not score.is_finite() or score < 0:
        raise CalculationError("bad_score", "score", "a score is zero or more")
    for band in bands:
        if not (band.share.is_finite() and 0 <= band.share <= 1):
            raise CalculationError("bad_share", "bands", "a share is from 0 to 1")
        if not band.lowest_score.is_finite():
            raise CalculationError("bad_score", "bands", "a band begins at a finite score")
    reached = [band for band in bands if score >= band.lowest_score]
    return max(reached, key=lambda band: band.lowest_score).share if reached else Decimal(0)


SPEC = CalculatorSpec(
    key="funds.profit_concession",
    title="Profit concession",
    title_zh="让利",
    unit="fen",
    function=profit_concession,
    inputs=(
        Quantity("received", "Received by the government", "政府收回金额", "fen"),
        Quantity("paid_in", "Paid in by the government", "政府实缴", "fen"),
        Quantity("score", "Policy result", "政策目标得分", "score"),
        Quantity("bands", "Concession bands", "让利分档", "table"),
        Quantity("hurdle", "Hurdle amount", "门槛收益额", "fen"),
        Quantity("rounding", "Rounding", "舍入规则", "text"),
    ),
    outputs=(
        Quantity("total_gain", "Gain or loss", "损益", "fen", "{received} − {paid_in}"),
        Quantity(
            "gain_above_hurdle", "Gain above hurdle", "超门槛收益", "fen", "max(0, {total_gain} − {hurdle})"
        ),
        Quantity("share", "Share conceded", "让利比例", "rate", "band of {bands} that {score} reaches"),
        Quantity("conceded", "Conceded", "让利金额", "fen", "{gain_above_hurdle} × {share}"),
        Quantity("kept", "Kept", "政府留存", "fen", "{received} − {conceded}"),
    ),
    sources=(Clause("财预〔2015〕210号", "收益分配与让利", "2015-11"),),
    example={
        "received": 1500,
        "paid_in": 1000,
        "score": "85",
        "bands": [{"lowest_score": "80", "share": "0.3"}, {"lowest_score": "90", "share": "0.5"}],
    },
    example_result={"gain_above_hurdle": "500", "conceded": "150", "kept": "1350"},
)
