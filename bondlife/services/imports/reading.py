"""From bytes to a draft: which parser reads which kind of file, in which unit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bondlife.db import Database
from bondlife.errors import Invalid, Problem
from bondlife.exchange.disclosure_f1 import read_disclosure
from bondlife.exchange.draft import Draft
from bondlife.exchange.errors import FileRefused
from bondlife.exchange.issue_list import read_issue_list
from bondlife.exchange.project_ledger import read_project_ledger
from bondlife.exchange.project_page import read_project_pages
from bondlife.exchange.sandbox import read_workbook
from bondlife.exchange.totals import compare, total_findings
from bondlife.exchange.totals_file import read_totals
from bondlife.exchange.units import FEN_PER_UNIT
from bondlife.services.imports.bonds import earlier_in_year


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of file: its parser, the unit it usually has, whether columns can be mapped by hand."""

    label: str
    label_zh: str
    read: Callable[..., Draft[Any]]
    unit: str
    mapped: bool


SOURCES: dict[str, Source] = {
    "issue-list": Source("List of issues", "债券发行明细表", read_issue_list, "亿元", True),
    "disclosure": Source(
        "Disclosure form of a bond (F1)", "项目信息披露模板（F1）", read_disclosure, "亿元", False
    ),
    "project-page": Source(
        "Published project page (F2)", "项目公开页（F2）", read_project_pages, "万元", False
    ),
    "ledger": Source("Ledger of projects", "项目台账", read_project_ledger, "万元", True),
}
"""Every kind of file that can be brought in."""


def read(
    kind: str, source: Path | bytes, *, unit: str = "", mapping: Mapping[str, str] | None = None
) -> Draft[Any]:
    """Return what a file holds, typed and checked; nothing is stored."""
    if kind not in SOURCES:
        raise Invalid.because("no_import", "There is no import of kind %(kind)s.", "kind", kind=kind[:40])
    known = SOURCES[kind]
    if unit and unit not in FEN_PER_UNIT:
        raise Invalid.because("no_unit", "The unit is 元, 万元, 亿元 or 百亿元.", "unit")
    options: dict[str, Any] = {"unit": unit or known.unit}
    if known.mapped and mapping:
        options["mapping"] = mapping
    try:
        return known.read(read_workbook(source), **options)
    except FileRefused as refused:
        raise _refusal("file", refused) from None


def _refusal(field: str, refused: FileRefused) -> Invalid:
    text = refused.message.format_map(refused.params)
    return Invalid(Problem(f"{field}_{refused.code}", text.replace("%", "%%"), field))


def compared(
    db: Database, draft: Draft[Any], totals: bytes | None
) -> tuple[list[dict[str, Any]], Draft[Any]]:
    """Compare a list of issues with published totals; what does not hold joins the warnings."""
    if totals is None:
        return [], draft
    try:
        figures = read_totals(totals)
        with db.reading() as session:
            earlier = earlier_in_year(session, figures.month)
        found = compare(draft.rows, figures, earlier=earlier or None)
    except FileRefused as refused:
        raise _refusal("totals", refused) from None
    lines = [one._asdict() for one in found]
    joined = Draft(
        draft.kind,
        draft.unit,
        draft.file_sha256,
        draft.file_type,
        draft.rows,
        (*draft.findings, *total_findings(found)),
        draft.totals,
        draft.mapping,
        draft.summary,
        draft.rows_read,
    )
    return lines, joined
