"""A draft of a kind as it is read: its row, the kind in it, what it was copied from, the rules by name."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import kind_of, read_kind, rule_book
from bondlife.errors import missing
from bondlife.lifecycle.soundness import Known
from bondlife.queries.words import said
from bondlife.services.kinds import known_to
from models.base import columns
from models.lifecycle import Kind, Label
from models.registry import KindDraft


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft with the kind in it, its base, the rules in force by name, and what it may name today."""

    row: KindDraft
    kind: Kind
    base: Kind
    rules: dict[str, str]
    known: Known


def opened(session: Session, public_id: str) -> OpenDraft:
    """Return a draft by its public key; there is none under any other."""
    statement = sa.select(KindDraft).where(columns(KindDraft).public_id == public_id)
    row: KindDraft | None = session.execute(statement).scalar_one_or_none()
    if row is None:
        raise missing("kind_draft")
    session.expunge(row)
    base = kind_of(session, row.base_key, row.base_number)
    known = known_to(session, base, clock.business_date())
    return OpenDraft(row, read_kind(row.data), base, rule_words(session), known)


def rule_words(session: Session) -> dict[str, str]:
    """Return the names of the rules in force in the whole country."""
    book = rule_book(session, "")
    return {key: said(Label(rule.label_en, rule.label_zh)) for key, rule in book.rules.items()}


def records_of(kind: Kind) -> list[tuple[str, str]]:
    """Return the records of a kind by key and name."""
    return [(life.record, said(life.label)) for life in kind.lifecycles]
