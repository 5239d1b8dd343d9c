"""What each condition named by kinds means: name → function(situation, parameters) → problems."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bondlife.errors import Problem
from bondlife.lifecycle.guards import common
from bondlife.lifecycle.situation import Situation

Guard = Callable[[Situation, Mapping[str, Any]], Iterable[Problem]]

GUARDS: dict[str, Guard] = {**common.GUARDS}
"""Every guard by the name kinds use."""
