"""Option patterns of bonds, written a+b+c in years, and the year of redemption they lead to.

    tenor_years = a + b + c;  options stand after a, and after a + b, where a later part remains

"15+0+0" has no option, "7+3" one after year 7, "5+5+5" two.

Shapes  scalars; option_years: earliest first.
Units   years after the value date.
Errors  CalculationError: not_text, bad_option, bad_tenor.
Source  SPECS.sources; golden cases in tests/golden/bonds/options.csv.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from calculators.bonds.schedule import LONGEST_TENOR
from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity

_PATTERN = re.compile(r"[0-9]{1,3}(\+[0-9]{1,3}){0,5}")


class Exercise(StrEnum):
    """What is assumed about the call (赎回) or put (回售) in a plan."""

    NONE = "none"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class OptionPattern:
    """The tenor and the years after which the bond may be redeemed early."""

    tenor_years: int
    option_years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RedemptionYear:
    """The year in which the principal is planned to be repaid, and whether that is early."""

    tenor_years: int
    option_years: tuple[int, ...]
    redeemed_after: int
    is_early: bool


def parse_option_pattern(pattern: str) -> OptionPattern:
    """Read a pattern such as 20+10; zeros at the end mean that no option exists.

    >>> parse_option_pattern("7+3")
    OptionPattern(tenor_years=10, option_years=(7,))
    """
    if not isinstance(pattern, str):
        raise CalculationError("not_text", "option_pattern", "a pattern is text such as 15+0+0")
    text = pattern.replace(" ", "").replace("＋", "+")
    if not _PATTERN.fullmatch(text):
        raise CalculationError("bad_option", "option_pattern", "whole years joined by +, such as 7+3")
    marks = list(accumulate(int(part) for part in text.split("+")))
    if not 1 <= marks[-1] <= LONGEST_TENOR or marks[0] == 0:
        raise CalculationError(
            "bad_tenor", "option_pattern", "a tenor from 1 to %(most)s years", most=LONGEST_TENOR
        )
    return OptionPattern(marks[-1], tuple(sorted({mark for mark in marks if mark < marks[-1]})))


def redemption_year(option_pattern: str, *, exercise: Exercise) -> RedemptionYear:
    """Return the year of redemption when no option, or the first, is assumed to be exercised.

    >>> redemption_year("20+10", exercise=Exercise.FIRST).redeemed_after
    20
    """
    pattern = parse_option_pattern(option_pattern)
    takes_first = exercise is Exercise.FIRST and bool(pattern.option_years)
    after = pattern.option_years[0] if takes_first else pattern.tenor_years
    return RedemptionYear(pattern.tenor_years, pattern.option_years, after, takes_first)


SPEC = CalculatorSpec(
    key="bonds.redemption_year",
    title="Option pattern and year of redemption",
    title_zh="含权期限与还本年度",
    unit="years",
    function=redemption_year,
    inputs=(
        Quantity("option_pattern", "Option pattern", "含权期限结构", "text"),
        Quantity("exercise", "Assumed exercise", "行权假设", "text"),
    ),
    outputs=(
        Quantity("tenor_years", "Tenor", "期限", "years", "sum of the parts of {option_pattern}"),
        Quantity("option_years", "Option years", "行权年度", "years", "partial sums of {option_pattern}"),
        Quantity(
            "redeemed_after",
            "Redeemed after",
            "还本年度",
            "years",
            "first of {option_years} or {tenor_years}",
        ),
        Quantity("is_early", "Early redemption", "是否提前还本", "flag", "{redeemed_after} < {tenor_years}"),
    ),
    sources=(
        Clause("财库〔2020〕36号", "options in bonds (含权债券)", "2020-11", confirmed=False),
        Clause("qianlima.com project pages", "赎回方式 10+0+0, 15+0+0, 20+0+0", "2024–2026"),
    ),
    example={"option_pattern": "7+3", "exercise": "first"},
    example_result={"tenor_years": "10", "option_years": "(7)", "redeemed_after": "7", "is_early": "yes"},
)
