"""What was corrected or withdrawn in the open: which content, when, why, and which figures changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.disclosure.differences import Difference, compared
from bondlife.queries.disclosure_words import form_name
from bondlife.queries.public.sources import Source
from models.base import columns
from models.disclosure_forms import forms
from models.registry import Publication, PublicationSheet


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One content that no longer stands: withdrawn, or corrected by another with its reason."""

    form: str
    cut_off: date
    state: str
    on: date | None
    reason: str
    href: str
    now_href: str


def corrections_of(session: Session, sources: Sequence[Source]) -> list[CorrectionLine]:
    """Return every correction and withdrawal among the contents of a thing, the newest first."""
    gone = [one for one in sources if one.state in ("superseded", "withdrawn")]
    after = _replacements(session, [one.id for one in gone])
    return [_line(one, after.get(one.id)) for one in gone]


def _replacements(session: Session, keys: Sequence[int]) -> dict[int, Any]:
    if not keys:
        return {}
    own, sheet = columns(Publication), columns(PublicationSheet)
    statement = (
        sa.select(sheet.corrects_id, own.public_id, own.published_on, own.content)
        .join_from(PublicationSheet, Publication, own.id == sheet.publication_id)
        .where(sheet.corrects_id.in_(keys), own.state.in_(("published", "superseded")))
        .execution_options(scoped=True)
    )
    return {row.corrects_id: row for row in session.execute(statement)}


def _line(old: Source, new: Any) -> CorrectionLine:
    return CorrectionLine(
        form_name(old.form),
        old.cut_off,
        old.state,
        new.published_on if new is not None else None,
        str((new.content or {}).get("reason") or "") if new is not None else "",
        f"/public/publications/{old.public_id}",
        f"/public/publications/{new.public_id}" if new is not None else "",
    )


def changed_cells(form: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Difference]:
    """Return every published cell that a correction changed, both figures beside each other."""
    return list(compared(forms()[form], before, now, {}, is_correction=True))
