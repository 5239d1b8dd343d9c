"""What each consequence named by kinds does: name → function(act, situation, parameters)."""

from collections.abc import Callable, Mapping
from typing import Any

from bondlife.acts import Act
from bondlife.lifecycle.situation import Situation

Effect = Callable[[Act, Situation, Mapping[str, Any]], None]

EFFECTS: dict[str, Effect] = {}
"""Every effect by the name kinds use."""
