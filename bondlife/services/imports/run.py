"""Preview and confirm: the report of a file, and the one act that stores it."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Invalid, Problem
from bondlife.exchange.draft import Draft
from bondlife.jobs.runner import Progress, enqueue
from bondlife.security.actor import SYSTEM, Actor
from bondlife.security.authenticate import actor_of
from bondlife.services.imports import bonds, disclosures, pages, projects
from bondlife.services.imports.reading import SOURCES, compared, read
from bondlife.settings import Settings
from models.base import columns
from models.registry import ImportFile, ImportMapping

STORES: dict[str, Callable[..., dict[str, Any]]] = {
    "issue-list": bonds.store,
    "disclosure": disclosures.store,
    "project-page": pages.store,
    "ledger": projects.store,
}
MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Report:
    """What a file holds and what was found in it; after confirming also what was stored."""

    kind: str
    draft: Draft[Any]
    compared: tuple[dict[str, Any], ...] = ()
    state: str = "preview"
    stored: Mapping[str, Any] | None = None

    @property
    def status(self) -> int:
        """Return 0 clean, 1 warnings only, 2 refused."""
        return self.draft.exit_code

    def as_dict(self) -> dict[str, Any]:
        """Return the report as the command line and the API give it."""
        draft = self.draft
        return {
            "kind": self.kind,
            "state": self.state,
            "unit": draft.unit,
            "file": {"sha256": draft.file_sha256, "type": draft.file_type},
            "counts": {
                "rows": draft.rows_read,
                "good": len(draft.rows),
                "errors": len(draft.errors),
                "warnings": len(draft.warnings),
                **dict(self.stored or {}),
            },
            "totals": draft.totals_by_unit(),
            "compared": list(self.compared),
            "warnings": [_warning(one) for one in draft.warnings[:MOST_SHOWN]],
            "errors": [one.as_dict() for one in draft.errors[:MOST_SHOWN]],
            "summary": dict(draft.summary),
        }


def preview(
    db: Database,
    kind: str,
    source: Path | bytes,
    *,
    unit: str = "",
    mapping: Mapping[str, str] | None = None,
    totals: bytes | None = None,
) -> Report:
    """Read and check a file; nothing is stored."""
    draft = read(kind, source, unit=unit, mapping=mapping)
    if totals is not None and kind != "issue-list":
        raise Invalid.because(
            "totals_not_here", "Published totals are compared with lists of issues only.", "totals"
        )
    lines, draft = compared(db, draft, totals)
    return Report(kind, draft, tuple(lines))


def confirm(
    db: Database, actor: Actor, report: Report, name: str, *, key: str = "", progress: Progress | None = None
) -> Report:
    """Store everything a clean file holds in one act; a file that is known changes nothing."""
    draft = report.draft
    if not draft.is_importable:
        return Report(report.kind, draft, report.compared, "refused")

    def work(act: Act) -> dict[str, Any]:
        act.actor.require("import.run", act.actor.region_id)
        if progress is not None:
            progress.require(act)
        known = _known(act, report)
        if known is not None:
            return {"added": 0, "unchanged": len(draft.rows), "known_file": True}
        stored = STORES[report.kind](act, draft.rows)
        _remember(act, report, name, stored)
        return dict(stored)

    request = [report.kind, draft.file_sha256, draft.unit]
    stored = perform(db, actor, f"import.{report.kind}", work, key=key, request=request)
    state = "unchanged" if not stored.get("added") and not stored.get("changed") else "stored"
    return Report(report.kind, draft, report.compared, state, stored)


def run_from_file(
    db: Database, settings: Settings, kind: str, file: Path, **options: Any
) -> tuple[dict[str, Any], int]:
    """Do what the command line asks: preview or import, totals compared, findings written back."""
    limit = settings.upload_limit * 5
    if file.stat().st_size > limit:
        raise Invalid.because("file_too_big", "The file is larger than %(mib)d MiB.", "file", mib=limit >> 20)
    totals: Path | None = options.get("totals")
    report = preview(
        db,
        kind,
        file,
        unit=options.get("unit", ""),
        totals=totals.read_bytes() if totals is not None else None,
    )
    if not options.get("preview"):
        account = str(options.get("account") or "")
        report = confirm(db, actor_of(db, account) if account else SYSTEM, report, file.name)
    if options.get("errors_to") is not None:
        Path(options["errors_to"]).write_bytes(findings_file(file, report))
    return report.as_dict(), report.status


def findings_file(source: Path | bytes, report: Report) -> bytes:
    """Return the rows with findings as xlsx, each finding beside its cell."""
    from bondlife.exchange.error_rows import error_rows
    from bondlife.exchange.sandbox import read_workbook

    return error_rows(read_workbook(source), report.draft.findings)


def remembered_mapping(db: Database, kind: str, headings: tuple[str, ...], region_id: int) -> dict[str, str]:
    """Return which column meant what in the last file with these headings."""
    held = columns(ImportMapping)
    statement = sa.select(held.mapping).where(
        held.kind == kind, held.region_id == region_id, held.header_digest == header_digest(headings)
    )
    with db.reading() as session:
        return dict(session.execute(statement).scalar_one_or_none() or {})


def header_digest(headings: tuple[str, ...]) -> str:
    """Return the digest by which a shape of file is known again."""
    return hashlib.sha256("\n".join(sorted(headings)).encode()).hexdigest()


def _known(act: Act, report: Report) -> ImportFile | None:
    held = columns(ImportFile)
    statement = sa.select(ImportFile).where(
        held.content_digest == report.draft.file_sha256, held.kind == report.kind, held.state == "confirmed"
    )
    return next(
        (one for one in act.session.execute(statement).scalars() if one.options == _options(report)), None
    )


def _options(report: Report) -> dict[str, str]:
    return {"unit": report.draft.unit}


def _remember(act: Act, report: Report, name: str, stored: Mapping[str, Any]) -> None:
    region_id = act.actor.region_id or 1
    act.detail.update({"file": name[:200], "sha256": report.draft.file_sha256, **stored})
    act.session.add(
        ImportFile(
            kind=report.kind,
            region_id=region_id,
            name=name[:200],
            content_digest=report.draft.file_sha256,
            options=_options(report),
            summary=dict(stored),
            state="confirmed",
            user_id=act.actor.user_id,
            created_at=act.now,
            confirmed_at=act.now,
        )
    )
    if stored.get("index_later"):
        enqueue(act, "index_search", {})
    if report.draft.mapping and SOURCES[report.kind].mapped:
        _keep_mapping(act, report, region_id)


def _keep_mapping(act: Act, report: Report, region_id: int) -> None:
    mapping = dict(report.draft.mapping)
    shape = header_digest(tuple(mapping.values()))
    held = columns(ImportMapping)
    statement = sa.select(ImportMapping).where(
        held.kind == report.kind, held.region_id == region_id, held.header_digest == shape
    )
    row = act.session.execute(statement).scalar_one_or_none()
    if row is None:
        row = ImportMapping(kind=report.kind, region_id=region_id, header_digest=shape)
        act.session.add(row)
    row.mapping, row.unit = mapping, report.draft.unit


def _warning(finding: Any) -> dict[str, Any]:
    told = finding.as_dict()
    return {"place": _place(finding), "printed": finding.printed, "computed": finding.computed, **told}


def _place(finding: Any) -> str:
    return " ".join(
        str(part) for part in (finding.sheet, finding.cell or finding.row or "", finding.field) if part
    )


def refusal(report: Report) -> Invalid:
    """Return the refusal of a file with errors, each with its place."""
    return Invalid(*(Problem(one.code, one.told()["title"], _place(one)) for one in report.draft.errors[:50]))
