"""What each condition named by kinds means: name → function(situation, parameters) → problems."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bondlife.errors import Problem
from bondlife.lifecycle.guards import (
    budget,
    common,
    eligibility,
    evaluation,
    fund_use,
    funds,
    money,
    movement,
    performance,
    plan,
    ppp,
    ppp_runs,
    progress,
    publication,
    quota,
    refinancing,
    remittance,
    repayment,
    repayment_order,
    sheets,
    spending,
    target,
    third_party,
    works,
)
from bondlife.lifecycle.situation import Situation

Guard = Callable[[Situation, Mapping[str, Any]], Iterable[Problem]]

GUARDS: dict[str, Guard] = {
    **common.GUARDS,
    **eligibility.GUARDS,
    **evaluation.GUARDS,
    **plan.GUARDS,
    **quota.GUARDS,
    **publication.GUARDS,
    **money.GUARDS,
    **fund_use.GUARDS,
    **spending.GUARDS,
    **movement.GUARDS,
    **budget.GUARDS,
    **sheets.GUARDS,
    **repayment.GUARDS,
    **refinancing.GUARDS,
    **remittance.GUARDS,
    **repayment_order.GUARDS,
    **target.GUARDS,
    **progress.GUARDS,
    **works.GUARDS,
    **funds.GUARDS,
    **performance.GUARDS,
    **third_party.GUARDS,
    **ppp.GUARDS,
    **ppp_runs.GUARDS,
}
"""Every guard by the name kinds use."""
