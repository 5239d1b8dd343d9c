"""Published totals: hand-worked small month always, ten real months where the register lies beside the
project.
"""

from pathlib import Path

import pytest

from bondlife.exchange.errors import FileRefused
from bondlife.exchange.issue_list import read_issue_list
from bondlife.exchange.issue_rows import IssueRow
from bondlife.exchange.sandbox import read_workbook
from bondlife.exchange.totals import compare, total_findings
from bondlife.exchange.totals_file import read_totals

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests/fixtures/exchange"
REGISTER = ROOT.parent / "shared/register"
MONTHS = ("2023-01", "2023-12", *(f"{year}-0{month}" for year in (2024, 2025) for month in (1, 2, 3, 4)))


def rows_of(path: Path) -> tuple[IssueRow, ...]:
    draft = read_issue_list(read_workbook(path))
    assert not draft.errors
    return draft.rows


def test_golden_small_month() -> None:
    """Averages by hand: see the head of the totals file."""
    rows = rows_of(FIXTURES / "2024-02.few.bonds.csv")
    found = {each.id: each for each in compare(rows, read_totals(FIXTURES / "2024-02.few.totals.yaml"))}
    assert found["只数"].verdict == found["发行地区数"].verdict == "exact"
    assert (found["表1_合计"].computed, found["表1_合计"].verdict) == ("422.43", "exact")
    assert (found["表1_再融资"].computed, found["表1_再融资"].difference) == ("382.68", "-0.01")
    assert found["表1_再融资"].verdict == "rounding"
    assert found["表1_再融资一般"].verdict == "not_in_rows"
    assert (found["平均发行期限_全部"].computed, found["平均发行利率_全部"].computed) == ("6.62", "2.38")
    assert found["平均发行利率_一般债券"].verdict == "differs"
    assert found["正文地区_山东地区"].verdict == "exact", (
        "the province does not hold its separately planned city"
    )
    assert found["分期限_10年_发行额"].computed == "39.75"
    assert found["10年期及以上_占比"].computed == "16.97"


def test_a_difference_is_a_warning_with_both_figures() -> None:
    rows = rows_of(FIXTURES / "2024-02.few.bonds.csv")
    published = read_totals(FIXTURES / "2024-02.few.totals.yaml")
    warnings = total_findings(compare(rows, published))
    assert [(each.field, each.printed, each.computed) for each in warnings] == [
        ("平均发行利率_一般债券", "2.59", "2.58")
    ]
    without_last = total_findings(compare(rows[:-1], published))
    assert {"只数", "发行地区数", "表1_合计", "表1_新增专项"} <= {each.field for each in without_last}
    assert total_findings([])[0].code == "total_missing"


def test_a_wrong_amount_in_one_row_is_found() -> None:
    rows = rows_of(FIXTURES / "2024-02.few.bonds.csv")
    wrong = (rows[0]._replace(face=rows[0].face + 10**10), *rows[1:])
    fields = {
        each.field
        for each in total_findings(compare(wrong, read_totals(FIXTURES / "2024-02.few.totals.yaml")))
    }
    assert {"表1_合计", "正文地区_江苏省", "分期限_30年_发行额"} <= fields


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[1, 2]",
        b"published: 1",
        b"a: &x [1]\npublished: {b: *x}",
        b"\xff\xfe",
        b"published: {a: " + b"[" * 5000,
        b"x" * (3 << 20),
        b"published: {a: \x00}",
    ],
)
def test_refuses_what_is_not_a_totals_file(content: bytes) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_totals(content)
    assert refusal.value.code == "bad_totals"


def test_objects_in_yaml_stay_text() -> None:
    published = read_totals(
        b"published: {a: !!python/object/apply:os.system ['true'], b: 2024-01-01, c: 010}"
    )
    assert published.figures["b"] == "2024-01-01"
    assert published.figures["c"] == "010"


def test_odd_figures_never_raise() -> None:
    rows = rows_of(FIXTURES / "2024-02.few.bonds.csv")
    text = "published: {只数: NaN, x: 1, 表1_本月_亿元: [1]}".encode()
    assert [each.verdict for each in compare(rows, read_totals(text))] == ["not_in_rows", "not_in_rows"]
    assert compare((), read_totals(FIXTURES / "2024-02.few.totals.yaml"))


@pytest.mark.shared
@pytest.mark.skipif(not REGISTER.is_dir(), reason="the register does not lie beside the project")
@pytest.mark.parametrize("month", MONTHS)
def test_every_published_total_of_a_month_is_reproduced(month: str) -> None:
    published = read_totals(REGISTER / f"{month}.totals.yaml")
    rows = rows_of(REGISTER / f"{month}.bonds.csv")
    year, number = month.split("-")
    months = [f"{year}-{each:02d}" for each in range(1, int(number))] if month != "2023-12" else []
    earlier = [row for each in months for row in rows_of(REGISTER / f"{each}.bonds.csv")]
    found = {each.id: each for each in compare(rows, published, earlier=earlier if months else None)}
    assert set(found) == published.reproducible
    assert {each.verdict for each in found.values()} <= {"exact", "rounding"}


@pytest.mark.shared
@pytest.mark.skipif(not REGISTER.is_dir(), reason="the register does not lie beside the project")
def test_our_verdicts_are_those_of_the_register() -> None:
    import yaml

    for month in MONTHS:
        text = (REGISTER / f"{month}.totals.yaml").read_text("utf-8")
        said = {check["id"]: check["reproduces"] for check in yaml.safe_load(text)["checks"]}
        rows = rows_of(REGISTER / f"{month}.bonds.csv")
        for each in compare(rows, read_totals(text.encode())):
            assert said[each.id] == each.verdict, (month, each)
