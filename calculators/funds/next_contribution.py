"""Result of an evaluation to next year's contribution and the manager's one-off reward.

    base          = min(commitment_left, max(0, planned − idle))
    contribution  = base × contribution_share, nothing where the fund is left
    reward        = realised_gain × reward_share

Shapes  scalars.
Units   fen; shares: Decimal from 0 to 1, those the rule in force gives to the grade. Rounded down, once.
Errors  CalculationError: negative_amount, bad_share, and those of check_fen.
Source  财预〔2020〕7号: contributions follow the progress of investment and the result of evaluation; no text
        read gives the shares.
"""

from dataclasses import dataclass
from decimal import Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding, check_fen, round_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class NextContribution:
    """What may be planned, what the grade leaves of it, and what the manager earns once."""

    base: int
    contribution: int
    reward: int


def next_contribution(
    *,
    commitment_left: int,
    planned: int,
    idle: int,
    contribution_share: Decimal,
    realised_gain: int,
    reward_share: Decimal,
    is_left: bool = False,
) -> NextContribution:
    """Return next year's contribution and the reward.

    >>> found = next_contribution(
    ...     commitment_left=6_000, planned=3_000, idle=1_000, contribution_share=Decimal("0.7"),
    ...     realised_gain=2_000, reward_share=Decimal("0.005"),
    ... )
    >>> found.base, found.contribution, found.reward
    (2000, 1400, 10)
    """
    amounts = {
        "commitment_left": commitment_left,
        "planned": planned,
        "idle": idle,
        "realised_gain": realised_gain,
    }
    for field, amount in amounts.items():
        if check_fen(amount, field) < 0:
            raise CalculationError("negative_amount", field, "this amount is given without a sign")
    for field, share in (("contribution_share", contribution_share), ("reward_share", reward_share)):
        if not (share.is_finite() and 0 <= share <= 1):
            raise CalculationError("bad_share", field, "a share is from 0 to 1")
    base = min(commitment_left, max(0, planned - idle))
    contribution = 0 if is_left else round_fen(base * contribution_share, Rounding.DOWN)
    return NextContribution(base, contribution, round_fen(realised_gain * reward_share, Rounding.DOWN))


SPEC = CalculatorSpec(
    key="funds.next_contribution",
    title="Next year's contribution and reward by result",
    title_zh="按评价结果核定下年出资与奖励",
    unit="fen",
    function=next_contribution,
    inputs=(
        Quantity("commitment_left", "Commitment left", "未缴认缴额", "fen"),
        Quantity("planned", "Planned contribution", "下年计划出资", "fen"),
        Quantity("idle", "Idle cash of the fund", "基金闲置资金", "fen"),
        Quantity("contribution_share", "Share of the grade", "等次对应出资比例", "rate"),
        Quantity("realised_gain", "Gain the government has realised", "政府已实现收益", "fen"),
        Quantity("reward_share", "Reward share of the grade", "等次对应奖励比例", "rate"),
        Quantity("is_left", "The fund is left", "是否退出", "flag"),
    ),
    outputs=(
        Quantity("base", "Base", "核定基数", "fen", "min({commitment_left}, max(0, {planned} − {idle}))"),
        Quantity(
            "contribution", "Contribution", "核定出资", "fen", "{base} × {contribution_share}; 0 if {is_left}"
        ),
        Quantity("reward", "One-off reward", "一次性奖励", "fen", "{realised_gain} × {reward_share}"),
    ),
    sources=(Clause("财预〔2020〕7号", "出资与绩效评价结果挂钩", "2020-02", confirmed=False),),
    example={
        "commitment_left": 6000,
        "planned": 3000,
        "idle": 1000,
        "contribution_share": "0.7",
        "realised_gain": 2000,
        "reward_share": "0.005",
    },
    example_result={"base": "2000", "contribution": "1400", "reward": "10"},
)
