"""What each consequence named by kinds does: name → function(act, situation, parameters)."""

from collections.abc import Callable, Mapping
from typing import Any

from bondlife.acts import Act
from bondlife.lifecycle.effects import (
    budgeting,
    debt,
    disclosure,
    fees,
    funds,
    legs,
    money,
    orders,
    performance,
    ppp,
    ppp_runs,
    quota,
    refinancing,
    related,
    schedule,
    tasks,
    works,
)
from bondlife.lifecycle.situation import Situation

Effect = Callable[[Act, Situation, Mapping[str, Any]], None]

EFFECTS: dict[str, Effect] = {
    **schedule.EFFECTS,
    **tasks.EFFECTS,
    **related.EFFECTS,
    **money.EFFECTS,
    **debt.EFFECTS,
    **fees.EFFECTS,
    **legs.EFFECTS,
    **refinancing.EFFECTS,
    **orders.EFFECTS,
    **works.EFFECTS,
    **budgeting.EFFECTS,
    **performance.EFFECTS,
    **funds.EFFECTS,
    **ppp.EFFECTS,
    **ppp_runs.EFFECTS,
    **quota.EFFECTS,
    **disclosure.EFFECTS,
}
"""Every effect by the name kinds use."""
