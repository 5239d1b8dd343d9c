"""A workbook of projects in, results out: figures are the scalar calculators', a bad cell has its place."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from python_calamine import CalamineWorkbook

from bondlife.commands import calculate_book
from bondlife.errors import Invalid
from bondlife.exchange.portfolio_book import FIELDS, compute, read_portfolio, write_findings
from calculators.bonds.schedule import Repayment, debt_schedule

HEADS = [each.headings[0] for each in FIELDS]
YEARS = list(range(2025, 2031))
SOUND: list[list[Any]] = [
    ["=甲厂", 1000.0, 3.0, date(2025, 1, 15), 5, 2, 5, 1200.0, 300, 300, 300, 300, 1500, 0],
    ["乙园", 500.5, 2.5, date(2025, 3, 31), 3, 1, 1, 600.0, 0, 100, 200, 300, 0, 0],
]


def book(rows: list[list[Any]], heads: list[Any] | None = None) -> bytes:
    """Return a workbook of these projects, in 万元."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as made:
        sheet, day = made.add_worksheet(), made.add_format({"num_format": "yyyy-mm-dd"})
        for line, row in enumerate([heads or [*HEADS, *YEARS], *rows]):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(line, column, value, day)
                else:
                    sheet.write(line, column, value)
    return out.getvalue()


def changed(row: int, column: int, value: Any) -> list[list[Any]]:
    return [
        [value if (at, place) == (row, column) else cell for place, cell in enumerate(cells)]
        for at, cells in enumerate(SOUND)
    ]


def test_results_are_those_of_the_scalar_calculators(tmp_path: Path) -> None:
    found = read_portfolio(book(SOUND), "万元")
    write_findings(compute(found, Decimal("0.05")), found.names, tmp_path / "out.xlsx", "万元")
    sheets = CalamineWorkbook.from_path(str(tmp_path / "out.xlsx"))
    summary = sheets.get_sheet_by_name("汇总（万元）").to_python()
    interest = sheets.get_sheet_by_name("付息").to_python()
    assert [row[0] for row in summary[1:]] == ["=甲厂", "乙园"]
    for at, row in enumerate(SOUND):
        terms = debt_schedule(
            int(row[1] * 10**6),
            coupon_rate=Decimal(str(row[2])) / 100,
            value_date=row[3],
            tenor_years=row[4],
            coupon_frequency=row[5],
            repayment=Repayment.BULLET if row[6] == row[4] else Repayment.INSTALMENT,
        )
        paid = [
            sum(one.interest for one in terms.rows if one.nominal_date.year == year) / 10**6 for year in YEARS
        ]
        assert interest[at + 1][1:] == pytest.approx(paid, abs=1e-6)
        due = sum(one.interest + one.principal for one in terms.rows)
        assert summary[at + 1][1] == pytest.approx(sum(row[8:]) * 10**6 / due, rel=1e-12)


def test_a_gap_is_told_by_its_year_and_a_rate_that_is_not_there_by_its_reason() -> None:
    losing = changed(1, 12, 0)
    losing[1][9:13] = [0, 0, 0, 0]
    found = compute(read_portfolio(book(losing), "万元"), Decimal("0.05"))
    assert found.summary["首个缺口年"].tolist()[1] == 2026
    assert found.summary["说明"].tolist()[1] == "现金流不变号"
    assert (found.below_one, found.with_gap) == (1, 1)


@pytest.mark.parametrize(
    ("row", "column", "value", "place"),
    [
        (0, 1, "一千", "B2"),
        (0, 1, -5, "B2"),
        (1, 2, 101, "C3"),
        (0, 3, "去年", "D2"),
        (1, 4, 0, "E3"),
        (0, 8, "", "I2"),
        (1, 9, 1e18, "J3"),
        (1, 7, True, "H3"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused_with_its_place(
    row: int, column: int, value: Any, place: str
) -> None:
    with pytest.raises(Invalid) as refused:
        read_portfolio(book(changed(row, column, value)), "万元")
    assert [problem.field for problem in refused.value.problems] == [place]


def test_years_must_follow_one_another_and_cover_every_payment() -> None:
    with pytest.raises(Invalid, match="years in turn"):
        read_portfolio(book(SOUND, [*HEADS, 2025, 2027, 2026, 2028, 2029, 2030]), "万元")
    with pytest.raises(Invalid, match="headings"):
        read_portfolio(book(SOUND, ["a", *HEADS[1:], *YEARS]), "万元")
    late = changed(1, 3, date(2029, 3, 31))
    with pytest.raises(Invalid) as refused:
        compute(read_portfolio(book(late), "万元"), Decimal("0.05"))
    assert (refused.value.problems[0].params or {})["year"] == 2031
    with pytest.raises(Invalid, match="unit"):
        read_portfolio(book(SOUND), "美元")


def test_the_command_computes_a_book_and_says_what_it_found(
    tmp_path: Path,
) -> None:
    (tmp_path / "in.xlsx").write_bytes(book(SOUND))
    written = str(tmp_path / "out.xlsx")
    told = calculate_book(tmp_path / "in.xlsx", Path(written), "万元", "0.05")
    assert told == {"projects": 2, "years": 6, "below_one": 0, "with_gap": 1, "written": written}
    with pytest.raises(Invalid, match="decimal"):
        calculate_book(tmp_path / "in.xlsx", Path(written), "万元", "five")
