"""The one door to the importers: kinds, units, and a report that is plain JSON."""

import json
import pickle
from pathlib import Path

import pytest

from bondlife.exchange.errors import FileRefused
from bondlife.exchange.importers import IMPORTERS, draft_report, read_draft
from bondlife.exchange.messages import said
from bondlife.exchange.totals import compare
from bondlife.exchange.totals_file import read_totals
from tests.exchange.hostile import bond_row, csv_file

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests/fixtures/exchange"
DEMO = {
    "issue-list": "issues_ningbo_zhejiang.csv",
    "disclosure": "disclosure_ningbo_2021_p9.html",
    "project-page": "project_pages.html",
    "ledger": "project_ledger.csv",
    "duration": "../../../tests/fixtures/exchange/duration_jiaojiang_2023.csv",
}


@pytest.mark.parametrize("kind", IMPORTERS)
def test_every_kind_gives_a_report_that_is_json(kind: str) -> None:
    _, draft = read_draft(kind, ROOT / "bondlife/demo/data" / DEMO[kind])
    report = json.loads(json.dumps(draft_report(draft), ensure_ascii=False, allow_nan=False))
    assert report["rows"] == report["rows_read"] > 0
    assert report["exit_code"] == draft.exit_code
    assert len(report["warnings"]) == len(draft.warnings)


@pytest.mark.parametrize("kind", IMPORTERS)
@pytest.mark.parametrize("other", sorted(DEMO.values()))
def test_a_file_of_another_kind_is_told_and_never_raises(kind: str, other: str) -> None:
    _, draft = read_draft(kind, ROOT / "bondlife/demo/data" / other)
    if DEMO[kind] != other:
        assert draft.exit_code == 2 or draft.rows


def test_errors_and_comparisons_stand_in_the_report() -> None:
    _, draft = read_draft("issue-list", csv_file([bond_row(1, tenor_years=6), bond_row(2)]))
    published = read_totals(FIXTURES / "2024-02.few.totals.yaml")
    report = draft_report(draft, compare(draft.rows, published))
    assert [(each["cell"], each["read"]) for each in report["errors"]] == [("F2", "6")]
    assert {"id", "printed", "computed", "difference", "verdict", "unit"} == set(report["comparisons"][0])
    assert report["exit_code"] == 2


def test_an_unknown_unit_is_refused_in_both_languages() -> None:
    with pytest.raises(FileRefused) as refusal:
        read_draft("issue-list", csv_file([bond_row(1)]), unit="兆元")
    assert refusal.value.code == "unknown_unit"
    assert "亿元" in str(refusal.value)
    assert said(refusal.value.message, refusal.value.params, "zh").startswith("不认识单位 兆元")


def test_a_refusal_survives_the_way_between_processes() -> None:
    refusal = FileRefused("too_big", "The file is larger than {limit} MiB; it is not read.", {"limit": "5"})
    back = pickle.loads(pickle.dumps(refusal))
    assert (back.code, str(back)) == (refusal.code, str(refusal))
