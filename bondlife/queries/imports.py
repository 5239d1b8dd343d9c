"""What was brought in, and one file on its way: preview with totals, findings and columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bondlife.db import Database
from bondlife.errors import missing
from bondlife.exchange.issues import Finding
from bondlife.exchange.units import FEN_PER_UNIT
from bondlife.locale import gettext, is_chinese
from bondlife.queries.import_form import ImportForm
from bondlife.queries.import_words import FIELD_LABELS, KIND_LABELS, STATE_LABELS, TOTAL_LABELS
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from models.base import columns
from models.limit_items import BY_KEY as LIMIT_ITEMS
from models.registry import ImportFile, Job, User

MOST = 50
UNITS = tuple(FEN_PER_UNIT)


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One file that was brought in, or waits to be."""

    public_id: str
    kind: str
    name: str
    person: str
    at: datetime
    is_stored: bool
    added: int
    changed: int
    unchanged: int
    errors: int
    href: str


@dataclass(frozen=True, slots=True)
class ImportsView:
    """The import page: the form's choices, and what was brought in before."""

    kinds: Sequence[tuple[str, str, str]]
    units: Sequence[str]
    lines: Sequence[ImportLine]
    limit_mib: int
    form: ImportForm


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One finding, told in the language of the page."""

    is_error: bool
    sheet: str
    cell: str
    field: str
    read: str
    title: str
    expected: str
    mend: str
    printed: str
    computed: str


@dataclass(frozen=True, slots=True)
class MappedField:
    """One field and the heading that is taken for it."""

    name: str
    label: str
    heading: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row that is shown: money in fen, or text."""

    text: str
    fen: int | None = None
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class PreviewView:
    """One uploaded file: what it holds, what is wrong with it, how its columns are read."""

    public_id: str
    kind: str
    kind_label: str
    name: str
    at: datetime
    unit: str
    units: Sequence[str]
    rows_read: int
    good: int
    errors: int
    warnings: int
    totals: Sequence[tuple[str, Mapping[str, str]]]
    compared: Sequence[Mapping[str, str]]
    error_lines: Sequence[FoundLine]
    warning_lines: Sequence[FoundLine]
    heads: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[Cell]]
    fields: Sequence[MappedField]
    headings: Sequence[str]
    can_confirm: bool
    is_stored: bool
    job: str
    form: ImportForm

    @property
    def differing(self) -> int:
        """Return how many published figures do not hold."""
        return sum(line["verdict"] == "differs" for line in self.compared)


def imports_view(db: Database, actor: Actor, limit: int, form: ImportForm) -> ImportsView:
    """Return the import page of a person: own uploads, and what was stored in their regions."""
    held, user = columns(ImportFile), columns(User)
    statement = (
        sa.select(ImportFile, user.display_name)
        .outerjoin(User, user.id == held.user_id)
        .where(_visible(actor))
        .order_by(held.id.desc())
        .limit(MOST)
    )
    with db.reading() as session:
        lines = tuple(_line(actor, row, person) for row, person in session.execute(statement))
    kinds = tuple((kind, gettext(label), unit) for kind, (label, unit) in KIND_LABELS.items())
    return ImportsView(kinds, UNITS, lines, max(1, limit >> 20), form)


def preview_view(
    db: Database,
    actor: Actor,
    public_id: str,
    fields: Mapping[str, Sequence[tuple[str, bool]]],
    form: ImportForm,
) -> PreviewView:
    """Return one upload of this person; ``fields`` names the columns of a kind that can be mapped."""
    held, job = columns(ImportFile), columns(Job)
    statement = (
        sa.select(ImportFile, job.public_id, job.state)
        .outerjoin(Job, job.id == held.job_id)
        .where(held.public_id == public_id, held.user_id == actor.user_id)
    )
    with db.reading() as session:
        found = session.execute(statement).one_or_none()
    if found is None:
        raise missing("import")
    row, asked, state = found
    return _preview(
        row, fields.get(row.kind, ()), asked if state in {"waiting", "running", "done"} else "", form
    )


def _visible(actor: Actor) -> Any:
    """Own files, and what others stored in regions this person imports for."""
    held = columns(ImportFile)
    grants = actor.grants_for("import.run")
    parts = [held.user_id == actor.user_id]
    for grant in grants:
        if grant.organisation_id is None:
            inside = sa.true() if grant.region_ids is None else held.region_id.in_(sorted(grant.region_ids))
            parts.append(sa.and_(held.state == "confirmed", inside))
    return sa.or_(*parts)


def _line(actor: Actor, row: ImportFile, person: str | None) -> ImportLine:
    summary: dict[str, Any] = row.summary or {}
    stored = summary.get("stored", {})
    added, changed, unchanged = (int(stored.get(name, 0)) for name in ("added", "changed", "unchanged"))
    mine = row.user_id is not None and row.user_id == actor.user_id
    return ImportLine(
        row.public_id,
        gettext(KIND_LABELS[row.kind][0]),
        row.name,
        person or "bondlife",
        row.confirmed_at or row.created_at,
        row.state == "confirmed",
        added,
        changed,
        unchanged,
        int(summary.get("counts", {}).get("errors", 0)),
        f"/imports/{row.public_id}" if mine and "sample" in summary else "",
    )


def _preview(row: ImportFile, fields: Sequence[tuple[str, bool]], job: str, form: ImportForm) -> PreviewView:
    kept: dict[str, Any] = row.summary
    found = [_found(one) for one in kept["findings"]]
    counts = kept["counts"]
    is_stored = row.state == "confirmed"
    return PreviewView(
        row.public_id,
        row.kind,
        gettext(KIND_LABELS[row.kind][0]),
        row.name,
        row.created_at,
        kept["unit"],
        UNITS,
        counts["rows"],
        counts["good"],
        counts["errors"],
        counts["warnings"],
        tuple(
            (gettext(said), _grouped(kept["totals"][name]))
            for name, said in TOTAL_LABELS.items()
            if name in kept["totals"]
        ),
        tuple(kept["compared"]),
        tuple(one for one in found if one.is_error),
        tuple(one for one in found if not one.is_error),
        _heads(kept),
        tuple(_row(kept, values) for values in kept["sample"]),
        tuple(_mapped(kept, name, must) for name, must in fields),
        tuple(kept["headings"]),
        bool(kept["importable"]) and not is_stored and not job,
        is_stored,
        job,
        form,
    )


def _grouped(by_unit: Mapping[str, str]) -> dict[str, str]:
    """Return exact totals with thousands separators."""
    return {unit: f"{Decimal(text):,f}" for unit, text in by_unit.items()}


def _heads(kept: Mapping[str, Any]) -> tuple[tuple[str, bool], ...]:
    return tuple(
        (_said(FIELD_LABELS, name), _is_figure(kept, index)) for index, name in enumerate(kept["fields"])
    )


def _row(kept: Mapping[str, Any], values: Sequence[Any]) -> tuple[Cell, ...]:
    return tuple(_cell(name, value) for name, value in zip(kept["fields"], values, strict=True))


def _mapped(kept: Mapping[str, Any], name: str, is_required: bool) -> MappedField:
    return MappedField(name, _said(FIELD_LABELS, name), kept["mapping"].get(name, ""), is_required)


def _is_figure(kept: Mapping[str, Any], index: int) -> bool:
    return any(isinstance(values[index], int) for values in kept["sample"])


def _cell(name: str, value: Any) -> Cell:
    if isinstance(value, int):
        return Cell(str(value), value if name in TOTAL_LABELS else None, is_figure=True)
    if name == "state":
        return Cell(_said(STATE_LABELS, value))
    if name == "coupon_rate" and value:
        return Cell(f"{Decimal(value) * 100:f}%", is_figure=True)
    return Cell(value)


def _said(labels: Mapping[str, str], name: str) -> str:
    if name in labels:
        return gettext(labels[name])
    item = LIMIT_ITEMS.get(name)
    return said(item.label) if item is not None else name


def _found(data: Mapping[str, Any]) -> FoundLine:
    finding = Finding(**data)
    told = finding.told("zh" if is_chinese() else "en")
    return FoundLine(
        finding.severity == "error",
        finding.sheet,
        finding.cell,
        _said(FIELD_LABELS, finding.field),
        finding.read,
        told["title"],
        told["expected"],
        told["mend"],
        finding.printed,
        finding.computed,
    )
