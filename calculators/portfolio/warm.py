"""Compile every kernel once, so that the first call of a new process only loads it.

Shapes  none.
Units   none.
Errors  none.
Source  Convention of this library; set-up calls it after installing.
"""

from datetime import date
from decimal import Decimal

import numpy as np

from calculators.portfolio.coverage import coverage
from calculators.portfolio.irr import irr, npv, xirr
from calculators.portfolio.payments import payments
from calculators.portfolio.quantiles import quantiles
from calculators.portfolio.schedules import debt_schedules
from calculators.portfolio.stress import stress
from calculators.portfolio.stress_terms import StressTerms


def warm() -> tuple[str, ...]:
    """Run every kernel on one small project and return their names.

    >>> len(warm())
    8
    """
    day = date(2024, 2, 29)
    debt_schedules(
        [100], coupon_rate=[Decimal("0.03")], value_date=[day], tenor_years=[2], coupon_frequency=[2],
        first_principal_year=[1],
    )  # fmt: skip
    coverage([[5]], debt_service=[[4]], debt_opening=[[4]], period_rate=Decimal("0.05"))
    payments([100], index=[[1_000_000]], coefficient=[[1_000_000]], deductions=[[[1]]])
    irr([[-100, 60, 60]])
    xirr([[-100, 121]], dates=[[day, date(2026, 2, 28)]])
    npv([[-100, 110]], period_rate=Decimal("0.1"))
    quantiles(np.ones((1, 2), np.float32), shares=[0.5])
    stress([[5]], cost=[[1]], principal=[[4]], interest=[[1]], terms=StressTerms(), seed=1, scenarios=2)
    return ("schedules", "coverage", "payments", "irr", "xirr", "npv", "quantiles", "stress")


if __name__ == "__main__":
    warm()
