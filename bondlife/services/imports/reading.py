"""From bytes to a draft: which parser reads which kind of file, in which unit, with which columns."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from bondlife.db import Database
from bondlife.errors import Invalid, Problem
from bondlife.exchange.cells import Workbook
from bondlife.exchange.disclosure_f1 import read_disclosure
from bondlife.exchange.draft import Draft
from bondlife.exchange.duration import read_duration
from bondlife.exchange.errors import FileRefused
from bondlife.exchange.fiscal_years import FIELDS as FISCAL_FIELDS
from bondlife.exchange.fiscal_years import read_fiscal_years
from bondlife.exchange.headers import Field, key
from bondlife.exchange.issue_list import FIELDS as ISSUE_FIELDS
from bondlife.exchange.issue_list import read_issue_list
from bondlife.exchange.limit_table import FIELDS as LIMIT_FIELDS
from bondlife.exchange.limit_table import read_limit_tables
from bondlife.exchange.messages import said
from bondlife.exchange.platform import FIELDS as PLATFORM_FIELDS
from bondlife.exchange.platform import read_receipt, reader
from bondlife.exchange.project_ledger import ledger_fields, read_project_ledger
from bondlife.exchange.project_page import read_project_pages
from bondlife.exchange.sandbox import read_workbook
from bondlife.exchange.self_evaluation import read_self_evaluation
from bondlife.exchange.sheet_notes import visible_sheets
from bondlife.exchange.statement import FIELDS as STATEMENT_FIELDS
from bondlife.exchange.statement import read_statement
from bondlife.exchange.tender_result import FIELDS as TENDER_FIELDS
from bondlife.exchange.tender_result import read_tender_result
from bondlife.exchange.totals import compare, total_findings
from bondlife.exchange.totals_file import read_totals
from bondlife.exchange.units import FEN_PER_UNIT
from bondlife.locale import is_chinese
from bondlife.services.imports.bonds import earlier_in_year
from bondlife.services.imports.limits import limit_findings


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


AT_ONCE = 4
"""Files read at the same time; more wait, so that many uploads cannot take all memory."""
SEARCHED_ROWS = 25
MOST_HEADINGS = 100
_readers = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of file: its parser, the unit it usually has, the columns that can be mapped by hand."""

    label: str
    label_zh: str
    read: Callable[..., Draft[Any]]
    unit: str
    fields: tuple[Field, ...] = ()

    @property
    def mapped(self) -> bool:
        """Tell whether columns can be mapped by hand."""
        return bool(self.fields)


SOURCES: dict[str, Source] = {
    "issue-list": Source("List of issues", "债券发行明细表", read_issue_list, "亿元", ISSUE_FIELDS),
    "disclosure": Source("Disclosure form of a bond (F1)", "项目信息披露模板（F1）", read_disclosure, "亿元"),
    "duration": Source("Duration-period table (F3, F4)", "存续期公开表（F3、F4）", read_duration, "亿元"),
    "project-page": Source("Published project page (F2)", "项目公开页（F2）", read_project_pages, "万元"),
    "statement": Source(
        "Statement of a bank or the treasury", "银行或国库对账单", read_statement, "元", STATEMENT_FIELDS
    ),
    "limit-table": Source(
        "Table of limit and balance (F8)", "限额余额表（F8）", read_limit_tables, "亿元", LIMIT_FIELDS
    ),
    "fiscal-year": Source(
        "Fiscal figures of regions", "地区财政数据", read_fiscal_years, "亿元", FISCAL_FIELDS
    ),
    "tender-result": Source(
        "Issue result of the province", "省级发行结果", read_tender_result, "元", TENDER_FIELDS
    ),
    "platform-allotment": Source(
        "Allotments of the budget platform",
        "一体化平台指标",
        reader("platform-allotment"),
        "元",
        PLATFORM_FIELDS["platform-allotment"],
    ),
    "platform-plan": Source(
        "Fund-use plans of the budget platform",
        "一体化平台用款计划",
        reader("platform-plan"),
        "元",
        PLATFORM_FIELDS["platform-plan"],
    ),
    "platform-payment": Source(
        "Treasury payments of the budget platform",
        "一体化平台国库支付",
        reader("platform-payment"),
        "元",
        PLATFORM_FIELDS["platform-payment"],
    ),
    "filing-receipt": Source(
        "Receipt of rejected rows", "报送退回回执", read_receipt, "元", PLATFORM_FIELDS["filing-receipt"]
    ),
    "self-evaluation": Source("Table of self-evaluations", "绩效自评汇总表", read_self_evaluation, "万元"),
    "ledger": Source("Ledger of projects", "项目台账", read_project_ledger, "万元", ledger_fields()),
}
"""Every kind of file that can be brought in."""


def source_of(kind: str, unit: str = "") -> Source:
    """Return a kind of file by name; an unknown kind or unit is refused."""
    if kind not in SOURCES:
        raise Invalid.because("no_import", _("There is no import of kind %(kind)s."), "kind", kind=kind[:40])
    if unit and unit not in FEN_PER_UNIT:
        raise Invalid.because("no_unit", _("The unit is 元, 万元, 亿元 or 百亿元."), "unit")
    return SOURCES[kind]


def opened(source: Path | bytes) -> Workbook:
    """Return the sheets of a file, read behind the fence."""
    with _readers, _in_words("file"):
        return read_workbook(source)


def parsed(
    kind: str, book: Workbook, *, unit: str = "", mapping: Mapping[str, str] | None = None
) -> Draft[Any]:
    """Return what the sheets hold, typed and checked; nothing is stored."""
    known = source_of(kind, unit)
    options: dict[str, Any] = {"unit": unit or known.unit}
    if known.mapped and mapping:
        options["mapping"] = {name: heading for name, heading in mapping.items() if heading}
    with _in_words("file"):
        return known.read(book, **options)


def headings_of(kind: str, book: Workbook) -> tuple[str, ...]:
    """Return the headings of a table as the file prints them: the row that names most known fields."""
    names = {key(text) for each in SOURCES[kind].fields for text in each.headings}
    best: tuple[str, ...] = ()
    score = (0, 0)
    for sheet in visible_sheets(book):
        for row in sheet.rows[:SEARCHED_ROWS]:
            texts = tuple(cell.strip()[:80] for cell in row if isinstance(cell, str) and cell.strip())
            found = (sum(key(text) in names for text in texts), len(texts))
            if names and found > score:
                best, score = texts[:MOST_HEADINGS], found
    return best


@contextmanager
def _in_words(field: str) -> Iterator[None]:
    """Turn a file that is not taken into a refusal with its place."""
    try:
        yield
    except FileRefused as refused:
        text = said(refused.message, refused.params, "zh" if is_chinese() else "en")
        raise Invalid(Problem(f"{field}_{refused.code}", text.replace("%", "%%"), field)) from None


def compared(
    db: Database, draft: Draft[Any], totals: bytes | None
) -> tuple[list[dict[str, Any]], Draft[Any]]:
    """Compare a list of issues with published totals, and figures of limit and balance with each other."""
    if draft.kind == "limit_table":
        with db.reading() as session:
            return [], replace(draft, findings=(*draft.findings, *limit_findings(session, draft.rows)))
    if totals is None:
        return [], draft
    with _in_words("totals"):
        figures = read_totals(totals)
        with db.reading() as session:
            earlier = earlier_in_year(session, figures.month)
        found = compare(draft.rows, figures, earlier=earlier or None)
    lines = [one._asdict() for one in found]
    return lines, replace(draft, findings=(*draft.findings, *total_findings(found)))
