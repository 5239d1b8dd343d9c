"""Preview and confirm: the report of a file, and the one act that stores it."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bondlife import clock
from bondlife.acts import ONCE, Act, perform
from bondlife.db import Database
from bondlife.errors import Conflict, Invalid, Problem
from bondlife.exchange.collector import paused_collector
from bondlife.exchange.platform import KINDS
from bondlife.jobs.runner import Progress, enqueue
from bondlife.locale import speaking
from bondlife.security.actor import SYSTEM, Actor
from bondlife.security.authenticate import actor_of
from bondlife.services.imports import (
    bonds,
    disclosures,
    durations,
    fiscal,
    limits,
    pages,
    platform,
    projects,
    receipts,
    self_evaluations,
    statements,
    tender,
)
from bondlife.services.imports.layouts import ANY, way_of
from bondlife.services.imports.reading import SOURCES, compared, headings_of, opened, parsed, source_of
from bondlife.services.imports.report import Report
from bondlife.settings import Settings
from models.base import columns
from models.registry import ImportFile, ImportMapping


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


STORES: dict[str, Callable[..., dict[str, Any]]] = {
    "disclosure": disclosures.store,
    "duration": durations.store,
    "project-page": pages.store,
    "limit-table": limits.store,
    "fiscal-year": fiscal.store,
    "tender-result": tender.store,
    "ledger": projects.store,
    "statement": statements.store,
    **dict.fromkeys(KINDS, platform.store),
    "filing-receipt": receipts.store,
}
PREPARED: dict[str, Callable[..., Callable[[Act], dict[str, Any]]]] = {
    "issue-list": bonds.prepared,
    "self-evaluation": self_evaluations.prepared,
}
"""Lists that may be long: composed before the act, so that inside it rows are only inserted."""
TAKEN_ONCE = frozenset({"statement"})
"""Files whose second coming is refused: what an account outside said is told once."""
COUNTRY = 1
"""Region of what the house itself brings in."""


def preview(
    db: Database,
    kind: str,
    source: Path | bytes,
    *,
    unit: str = "",
    mapping: Mapping[str, str] | None = None,
    totals: bytes | None = None,
    region_id: int = COUNTRY,
    layout: str = "",
) -> Report:
    """Read and check a file; nothing is stored. Columns are taken as in the last file of this shape.

    ``layout`` names the layout of an export of the budget platform; without one its heads tell which.
    """
    source_of(kind if kind != ANY else KINDS[0], unit)
    if totals is not None and kind != "issue-list":
        raise Invalid.because(
            "totals_not_here", _("Published totals are compared with lists of issues only."), "totals"
        )
    book = opened(source)
    way = way_of(db, kind, book, region_id, layout) if not mapping else None
    if way is not None:
        kind, unit, mapping = way.kind, unit or way.unit, way.mapping
    headings = headings_of(kind, book)
    if mapping is None and headings:
        mapping = remembered_mapping(db, kind, headings, region_id)
    lines, draft = compared(db, parsed(kind, book, unit=unit, mapping=mapping), totals)
    return Report(kind, draft, tuple(lines), headings=headings)


def confirm(
    db: Database,
    actor: Actor,
    report: Report,
    name: str,
    *,
    key: str = "",
    progress: Progress | None = None,
    upload: str = "",
) -> Report:
    """Store everything a clean file holds in one act; a file that is known changes nothing.

    ``upload`` is the public id under which the file was kept for its preview.
    """
    draft = report.draft
    if not draft.is_importable:
        return report.ended("refused")

    def work(act: Act) -> dict[str, Any]:
        act.actor.require("import.run", act.actor.region_id)
        if progress is not None:
            progress.require(act)
        is_known = _is_known(act, report)
        if is_known and report.kind in TAKEN_ONCE:
            raise Conflict(_taken_already(act, report))
        stored: Mapping[str, Any] = (
            {"added": 0, "unchanged": len(draft.rows), "known_file": True} if is_known else store(act)
        )
        if upload or not is_known:
            _remember(act, report, name, stored, upload)
        else:
            act.detail.update({"file": name[:200], "sha256": draft.file_sha256, **stored})
        return dict(stored)

    request = [report.kind, draft.file_sha256, draft.unit]
    with paused_collector():
        store = _storing(db, actor, report)
        stored = perform(db, actor, f"import.{report.kind}", work, key=key, request=request)
    state = "unchanged" if not stored.get("added") and not stored.get("changed") else "stored"
    return report.ended(state, stored)


def _storing(db: Database, actor: Actor, report: Report) -> Callable[[Act], dict[str, Any]]:
    """Return what stores the rows of a report inside an act."""
    prepare = PREPARED.get(report.kind)
    if prepare is not None:
        return prepare(db, actor, report.draft.rows)
    return lambda act: STORES[report.kind](act, report.draft.rows)


def run_from_file(
    db: Database, settings: Settings, kind: str, file: Path, **options: Any
) -> tuple[dict[str, Any], int]:
    """Do what the command line asks: preview or import, totals compared, findings written back."""
    limit = settings.upload_limit * 5
    if file.stat().st_size > limit:
        raise Invalid.because(
            "file_too_big", _("The file is larger than %(mib)d MiB."), "file", mib=limit >> 20
        )
    totals: Path | None = options.get("totals")
    account = str(options.get("account") or "")
    actor = actor_of(db, account) if account else SYSTEM
    with speaking("en"):
        report = preview(
            db,
            kind,
            file,
            unit=options.get("unit", ""),
            totals=totals.read_bytes() if totals is not None else None,
            region_id=actor.region_id or COUNTRY,
            layout=options.get("layout", ""),
        )
    if not options.get("preview"):
        report = confirm(db, actor, report, file.name)
    if options.get("errors_to") is not None:
        Path(options["errors_to"]).write_bytes(findings_file(file, report))
    return report.as_dict(), report.status


def findings_file(source: Path | bytes, report: Report, language: str = "zh") -> bytes:
    """Return the rows with findings as xlsx, each finding beside its cell."""
    from bondlife.exchange.error_rows import error_rows

    return error_rows(opened(source), report.draft.findings, language=language)


def remembered_mapping(db: Database, kind: str, headings: tuple[str, ...], region_id: int) -> dict[str, str]:
    """Return which column meant what in the last file with these headings."""
    with db.reading() as session:
        row = session.execute(_mapping_of(kind, headings, region_id)).scalar_one_or_none()
    return dict(row.mapping or {}) if row is not None else {}


def header_digest(headings: tuple[str, ...]) -> str:
    """Return the digest by which a shape of file is known again."""
    return hashlib.sha256("\n".join(sorted(headings)).encode("utf-8", "replace")).hexdigest()


def _mapping_of(kind: str, headings: tuple[str, ...], region_id: int) -> Any:
    held = columns(ImportMapping)
    return sa.select(ImportMapping).where(
        held.kind == kind, held.region_id == region_id, held.header_digest == header_digest(headings)
    )


def _is_known(act: Act, report: Report) -> bool:
    held = columns(ImportFile)
    statement = sa.select(held.options).where(
        held.content_digest == report.draft.file_sha256, held.kind == report.kind, held.state == "confirmed"
    )
    wanted = _options(report)
    return any(
        {name: (options or {}).get(name) for name in wanted} == wanted
        for options in act.session.execute(statement).scalars()
    )


def _taken_already(act: Act, report: Report) -> Problem:
    """Say when and as what a file was taken before."""
    held = columns(ImportFile)
    before = held.content_digest == report.draft.file_sha256, held.kind == report.kind
    statement = sa.select(held.name, held.confirmed_at).where(*before, held.state == "confirmed")
    name, at = act.session.execute(statement.order_by(held.id).limit(1)).one()
    told = {"name": name, "day": clock.local(at).date().isoformat() if at else ""}
    text = _("This file was brought in on %(day)s as “%(name)s”; nothing is stored a second time.")
    return Problem("file_taken", text, "file", told, "officer", "/imports", ONCE)


def _options(report: Report) -> dict[str, Any]:
    """Return what the same bytes were read with; read otherwise, they are another file."""
    return {"unit": report.draft.unit, "mapping": dict(report.draft.mapping)}


def _remember(act: Act, report: Report, name: str, stored: Mapping[str, Any], upload: str) -> None:
    row = _kept(act, upload) or ImportFile(
        kind=report.kind,
        region_id=act.actor.region_id or COUNTRY,
        name=name[:200],
        content_digest=report.draft.file_sha256,
        user_id=act.actor.user_id,
        created_at=act.now,
    )
    row.options = {**(row.options or {}), **_options(report)}
    row.summary = {**(row.summary or {}), "stored": dict(stored)}
    row.state, row.confirmed_at = "confirmed", act.now
    act.session.add(row)
    act.subject = f"import_file/{row.public_id}"
    act.region_id = row.region_id
    act.detail.update({"file": row.name, "sha256": report.draft.file_sha256, **stored})
    if stored.get("index_later"):
        enqueue(act, "index_search", {})
    if report.draft.mapping and report.headings and SOURCES[report.kind].mapped:
        _keep_mapping(act, report, row.region_id)


def _kept(act: Act, upload: str) -> ImportFile | None:
    if not upload:
        return None
    statement = sa.select(ImportFile).where(columns(ImportFile).public_id == upload).with_for_update()
    found: ImportFile | None = act.session.execute(statement).scalar_one_or_none()
    return found


def _keep_mapping(act: Act, report: Report, region_id: int) -> None:
    statement = _mapping_of(report.kind, report.headings, region_id)
    row = act.session.execute(statement).scalar_one_or_none()
    if row is None:
        shape = header_digest(report.headings)
        row = ImportMapping(kind=report.kind, region_id=region_id, header_digest=shape)
        act.session.add(row)
    row.mapping, row.unit = dict(report.draft.mapping), report.draft.unit
