"""What follows when terms of a PPP contract come into force."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from bondlife.acts import Act
from bondlife.lifecycle.facts import rows
from bondlife.lifecycle.situation import Situation
from models.base import columns
from models.canonical import canonical_json, digest
from models.registry import PPPTerms


def enter_ppp_terms(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Fix the digest of the terms and end the open version before them on the day before."""
    row = here.row
    if not isinstance(row, PPPTerms):
        return
    own = columns(PPPTerms)
    conditions = (own.contract_id == row.contract_id, own.state == "in_force", own.id != row.id)
    for one in rows(act.session, PPPTerms, *conditions, own.valid_to.is_(None)):
        if one.valid_from < row.valid_from:
            act.change(act.get(PPPTerms, one.id), valid_to=row.valid_from - timedelta(days=1))
    act.change(row, digest=terms_digest(row))


def terms_digest(row: PPPTerms) -> str:
    """Return the digest of what a version of the terms says."""
    return digest(canonical_json([row.body, row.formula]))


EFFECTS: dict[str, Callable[[Act, Situation, Mapping[str, Any]], None]] = {"enter_ppp_terms": enter_ppp_terms}
"""Effects by the names kinds use."""
