"""The demo portfolio's files are read by the importers, and every one of them names its source."""

from pathlib import Path

import pytest

from bondlife.exchange.disclosure_f1 import read_disclosure
from bondlife.exchange.issue_list import read_issue_list
from bondlife.exchange.project_ledger import read_project_ledger
from bondlife.exchange.project_page import read_project_pages
from bondlife.exchange.sandbox import read_workbook

DATA = Path(__file__).resolve().parents[2] / "bondlife/demo/data"


@pytest.mark.parametrize(
    ("name", "count", "total"),
    [("issues_ningbo_zhejiang.csv", 52, "3141.61"), ("issues_east_coast_2024_2025.csv", 203, "12560.04")],
)
def test_issue_lists_are_clean(name: str, count: int, total: str) -> None:
    draft = read_issue_list(read_workbook(DATA / name))
    assert draft.exit_code == 0
    assert len(draft.rows) == count
    assert draft.totals_by_unit()["face"]["亿元"] == total


def test_the_disclosure_keeps_the_figures_as_printed() -> None:
    draft = read_disclosure(read_workbook(DATA / "disclosure_ningbo_2021_p9.html"))
    assert [each.code for each in draft.findings] == ["revenue_sum"]
    assert draft.totals_by_unit()["total_investment"]["亿元"] == "411.7184"


def test_ledger_and_pages_tell_of_the_same_ten_projects() -> None:
    ledger = read_project_ledger(read_workbook(DATA / "project_ledger.csv"))
    pages = read_project_pages(read_workbook(DATA / "project_pages.html"))
    assert ledger.exit_code == 0
    assert not pages.errors
    assert [(row.code, row.total_investment) for row in ledger.rows] == [
        (row.code, row.total_investment) for row in pages.rows
    ]
    assert all("示例" in row.name for row in ledger.rows)
    assert {"batches_above_approved", "masked", "ratio_odd", "multiple_not_explained"} <= {
        each.code for each in pages.warnings
    }


def test_every_file_names_its_source() -> None:
    sources = (DATA / "SOURCES.md").read_text("utf-8")
    for path in DATA.iterdir():
        assert path.name in sources or path.name == "SOURCES.md"
