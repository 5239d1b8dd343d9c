"""The kinds of file that can be imported, by name: one door for pages, API and command line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bondlife.exchange.cells import Workbook
from bondlife.exchange.disclosure_f1 import read_disclosure
from bondlife.exchange.draft import Draft
from bondlife.exchange.duration import read_duration
from bondlife.exchange.errors import FileRefused
from bondlife.exchange.issue_list import read_issue_list
from bondlife.exchange.limits import LIMITS, Limits
from bondlife.exchange.project_ledger import read_project_ledger
from bondlife.exchange.project_page import read_project_pages
from bondlife.exchange.sandbox import read_workbook
from bondlife.exchange.totals import Comparison
from bondlife.exchange.units import FEN_PER_UNIT


@dataclass(frozen=True, slots=True)
class Importer:
    """One kind of file: its parser, the unit its documents usually print, whether columns can be mapped."""

    kind: str
    title: str
    title_zh: str
    parse: Callable[..., Draft[Any]]
    usual_unit: str
    takes_mapping: bool = False


IMPORTERS = {
    each.kind: each
    for each in (
        Importer("issue-list", "Issue list", "债券发行明细表", read_issue_list, "亿元", takes_mapping=True),
        Importer("disclosure", "Disclosure template", "项目信息披露模板", read_disclosure, "亿元"),
        Importer("duration", "Duration-period table", "存续期公开表", read_duration, "亿元"),
        Importer("project-page", "Project page", "项目信息页", read_project_pages, "万元"),
        Importer("ledger", "Project ledger", "项目台账", read_project_ledger, "万元", takes_mapping=True),
    )
}
"""Importers by the names the command line uses."""


def read_draft(
    kind: str,
    source: Path | bytes,
    *,
    unit: str = "",
    mapping: Mapping[str, str] | None = None,
    limits: Limits = LIMITS,
) -> tuple[Workbook, Draft[Any]]:
    """Return the sheets and the draft of a file of the kind; the sheets serve to give error rows back."""
    importer = IMPORTERS[kind]
    unit = unit or importer.usual_unit
    if unit not in FEN_PER_UNIT:
        raise FileRefused(
            "unknown_unit",
            "The unit {unit} is not known; use one of {units}.",
            {"unit": unit[:20], "units": "、".join(FEN_PER_UNIT)},
        )
    book = read_workbook(source, limits=limits)
    options = {"mapping": mapping} if importer.takes_mapping else {}
    return book, importer.parse(book, unit=unit, **options)


def draft_report(draft: Draft[Any], comparisons: list[Comparison] | None = None) -> dict[str, Any]:
    """Return what a preview tells as JSON-ready values: counts, totals, warnings, errors, comparisons."""
    return {
        "kind": draft.kind,
        "unit": draft.unit,
        "sha256": draft.file_sha256,
        "file_type": draft.file_type,
        "rows_read": draft.rows_read,
        "rows": len(draft.rows),
        "totals": draft.totals_by_unit(),
        "mapping": dict(draft.mapping),
        "summary": dict(draft.summary),
        "warnings": [each.as_dict() for each in draft.warnings],
        "errors": [each.as_dict() for each in draft.errors],
        "comparisons": [each._asdict() for each in comparisons or ()],
        "exit_code": draft.exit_code,
    }
