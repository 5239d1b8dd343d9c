"""What changed since the last publication of a form: figure by figure, and which changes ask for words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.disclosure.about import sheet_of
from bondlife.lifecycle.facts import by_key, wan
from models.base import columns
from models.disclosure_forms import forms
from models.disclosure_forms.shape import FormColumn, FormSection, FormSpec, rows_of
from models.registry import Publication

OUT = ("published", "superseded")
"""States in which a content is, or was, public."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that differs: its place now, both values, whether words are asked, the words."""

    place: str
    label: str
    kind: str
    before: Any
    now: Any
    is_asked: bool
    words: str = ""

    @property
    def told_before(self) -> str:
        """Return what was published, as text."""
        return told(self.before, self.kind)

    @property
    def told_now(self) -> str:
        """Return what is to be published, as text."""
        return told(self.now, self.kind)

    @property
    def is_open(self) -> bool:
        """Tell whether words are asked and missing."""
        return self.is_asked and not self.words.strip()


def told(value: Any, kind: str) -> str:
    """Return a value as a message says it: amounts in 10k yuan.

    >>> told(1_230_000, "fen"), told("0.0236", "percent"), told(None, "text")
    ('1.23', '0.0236', '—')
    """
    if value is None:
        return "—"
    return wan(value) if kind == "fen" and isinstance(value, int) else str(value)


def previous(session: Session, row: Publication) -> Publication | None:
    """Return the publication this one is compared with: the one it corrects, else the last of its form."""
    sheet = sheet_of(session, row)
    if sheet is not None and sheet.corrects_id is not None:
        return by_key(session, Publication, sheet.corrects_id)
    own = columns(Publication)
    statement = sa.select(Publication).where(
        own.form == row.form,
        own.region_id == row.region_id,
        own.project_id.is_not_distinct_from(row.project_id),
        own.bond_id.is_not_distinct_from(row.bond_id),
        own.state.in_(OUT),
        own.id != row.id,
        own.cut_off <= row.cut_off,
    )
    newest = statement.order_by(own.cut_off.desc(), own.id.desc()).limit(1)
    found: Publication | None = session.execute(newest.execution_options(scoped=True)).scalar_one_or_none()
    return found


def differences(session: Session, row: Publication) -> list[Difference]:
    """Return every figure of the content that was published with another value before."""
    before, spec = previous(session, row), forms().get(row.form)
    if before is None or spec is None or not row.content:
        return []
    sheet = sheet_of(session, row)
    words = (sheet.explanations if sheet is not None else None) or {}
    is_correction = sheet is not None and sheet.corrects_id is not None
    return list(compared(spec, before.content or {}, row.content, words, is_correction=is_correction))


def open_differences(session: Session, row: Publication) -> list[Difference]:
    """Return the differences whose words are asked and missing."""
    return [one for one in differences(session, row) if one.is_open]


def compared(
    spec: FormSpec,
    before: Mapping[str, Any],
    now: Mapping[str, Any],
    words: Mapping[str, str],
    *,
    is_correction: bool = False,
) -> Iterator[Difference]:
    """Yield the cells of known rows that differ; in a correction every one of them asks for words."""
    for section in spec.sections:
        if not section.parent:
            yield from _rows(spec, section, (before, now), words, section.name, is_correction=is_correction)


def _rows(
    spec: FormSpec,
    section: FormSection,
    sides: tuple[Mapping[str, Any], Mapping[str, Any]],
    words: Mapping[str, str],
    where: str,
    *,
    is_correction: bool,
) -> Iterator[Difference]:
    held = {_key(section, one): one for one in rows_of(sides[0], section.name)}
    for index, row in enumerate(rows_of(sides[1], section.name), 1):
        old, at = held.get(_key(section, row)), f"{where}[{index}]"
        if old is None:
            continue
        for one in section.columns:
            place, pair = f"{at}.{one.name}", (old.get(one.name), row.get(one.name))
            if pair[0] != pair[1]:
                asked = is_correction or _asks(one, *pair)
                label = _label(section, one, row)
                yield Difference(place, label, one.kind, *pair, asked, words.get(place, ""))
        for inner in spec.children(section.name):
            inside = f"{at}.{inner.name}"
            yield from _rows(spec, inner, (old, row), words, inside, is_correction=is_correction)


def _key(section: FormSection, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in section.keys)


def _label(section: FormSection, one: FormColumn, row: Mapping[str, Any]) -> str:
    name = next((str(row[key]) for key in section.keys if row.get(key)), "")
    return f"{name} {one.label.zh}".strip()


def _asks(one: FormColumn, before: Any, now: Any) -> bool:
    """Tell whether a change asks for words: any change of a steady figure, a fall of a rising one."""
    if one.moves == "steady":
        return True
    if one.moves != "rises":
        return False
    try:
        return Decimal(str(now)) < Decimal(str(before))
    except InvalidOperation:
        return True
