"""A correction that is published replaces what it corrects, in the open."""

from collections.abc import Mapping
from typing import Any

from bondlife.acts import Act
from bondlife.disclosure.about import sheet_of
from bondlife.lifecycle.effects.common import locked
from bondlife.lifecycle.facts import by_key
from bondlife.lifecycle.history import note, set_state
from bondlife.lifecycle.situation import Situation
from models.registry import Publication


def replace_corrected(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Move the publication that this one corrects to superseded; it stays readable beside its correction."""
    row = here.row
    sheet = sheet_of(act.session, row) if isinstance(row, Publication) else None
    if sheet is None or sheet.corrects_id is None:
        return
    old: Publication = locked(act, by_key(act.session, Publication, sheet.corrects_id))
    if old.state == "published":
        set_state(act, old, "superseded")
        note(act, old, "supersede", "published", sheet.reason)


EFFECTS = {"replace_corrected": replace_corrected}
