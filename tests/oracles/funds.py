"""Fund figures by their definitions, term by term in fractions; no code shared with what is tested."""

from collections.abc import Sequence
from fractions import Fraction


def net_present_value(flows: Sequence[int], rate: Fraction) -> Fraction:
    """Sum every flow over (1 + rate) to the power of its period."""
    return sum((flow / (1 + rate) ** t for t, flow in enumerate(flows)), Fraction(0))


def ratio_sums(
    calls: Sequence[int], distributions: Sequence[int], nav: int
) -> tuple[Fraction, Fraction, Fraction]:
    """Return DPI, RVPI and TVPI."""
    paid = Fraction(sum(calls))
    return sum(distributions) / paid, nav / paid, (sum(distributions) + nav) / paid


def at_end(amounts: Sequence[int], index: Sequence[Fraction]) -> Fraction:
    """Carry every amount to the last date along the index and add up."""
    return sum(
        (amount * index[-1] / level for amount, level in zip(amounts, index, strict=True)), Fraction(0)
    )


def vehicle_nav(calls: Sequence[int], distributions: Sequence[int], index: Sequence[Fraction]) -> Fraction:
    """Walk an index vehicle from date to date: grow, take in calls, give out distributions."""
    value = Fraction(0)
    for i, (call, paid) in enumerate(zip(calls, distributions, strict=True)):
        growth = index[i] / index[i - 1] if i else Fraction(1)
        value = value * growth + call - paid
    return value


def tiers_of_one_distribution(
    capital: int, cash: int, *, preferred: Fraction, carry: Fraction, share: Fraction
) -> tuple[Fraction, Fraction]:
    """Return what investors and manager get, by the amount of gain rather than tier by tier."""
    gain = max(Fraction(0), Fraction(cash - capital))
    hurdle = min(gain, preferred)
    if not share:
        manager = (gain - hurdle) * carry
    else:
        # Past the hurdle the manager earns `share` of each yuan until it holds `carry` of all gain.
        manager = min((gain - hurdle) * share, max(gain * carry, Fraction(0)))
    return cash - manager, manager


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Hand out floors, then one fen each to the largest remainders, earlier first."""
    base = sum(weights)
    exact = [Fraction(total * weight, base) for weight in weights]
    parts = [share.numerator // share.denominator for share in exact]
    order = sorted(range(len(weights)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts


def carry_on_highs(navs: Sequence[int], committed: int, carry: Fraction) -> Fraction:
    """Carry on the highest NAV over committed capital: the sum over all new highs."""
    return carry * max(0, max(navs) - committed)
