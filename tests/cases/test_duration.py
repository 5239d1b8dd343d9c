"""Duration-period tables as three governments published them: every relation that holds is reproduced.

Sources: 椒江区 2024-06-19 (jj.gov.cn), 凉山州交通投资集团 2024-06-17 (lsjtjt.cn, first rows of a long table),
西双版纳州财政局 2023-06-26 (xsbn.gov.cn, its third table cut off in the fourth line).
"""

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import Workbook, load_workbook

from bondlife import clock
from bondlife.books import rule_book
from bondlife.db import Database
from bondlife.exchange.duration import DurationLine
from bondlife.exchange.importers import read_draft
from bondlife.queries.project_assets import AssetsView, assets_view
from bondlife.services.imports import confirm, preview
from models.base import columns
from models.kinds import shipped_kind
from models.registry import DurationRow, Project
from tests.builders import add_bond
from tests.database import People
from tests.lifecycle.story import Story
from tests.web.signed import make_project

FILES = Path(__file__).parents[1] / "fixtures/exchange"
YI = 10**10
GARDEN, SCENERY = "大陈岛海上大花园项目", "大陈岛甲午岩景区配套设施改造提升工程"


def book(*names: str) -> bytes:
    """Return the tables as sheets of one xlsx, merged where the printed form merges."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name in names:
        sheet = made.create_sheet(name)
        for line in (FILES / f"duration_{name}.csv").read_text("utf-8").splitlines():
            sheet.append([_number(cell) for cell in line.split(",")])
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _number(cell: str) -> Any:
    plain = cell.replace(".", "", 1)
    return float(cell) if plain.isdigit() and "." in cell else cell or None


def read(source: Path | bytes) -> tuple[tuple[DurationLine, ...], list[tuple[str, int, str, str]]]:
    """Return rows and findings of a file."""
    _book, draft = read_draft("duration", source)
    assert not draft.errors
    return draft.rows, [(one.code, one.row, one.printed, one.computed) for one in draft.warnings]


def test_jiaojiang_every_relation_holds() -> None:
    rows, findings = read(FILES / "duration_jiaojiang_2023.csv")
    assert findings == []
    assert [(row.project_name, row.short_name, row.tenor_years, row.coupon_rate) for row in rows] == [
        (GARDEN, "22浙江债04", 15, Decimal("0.0321")),
        (SCENERY, "22浙江债31", 20, Decimal("0.0319")),
    ]
    assert {row.cut_off.isoformat() for row in rows} == {"2023-12-31"}
    for row in rows:
        assert row.realised_bonds == row.bond_used == 3_000_000_000
    progress = [Decimal(row.realised or 0) / (row.investment or 1) for row in rows]
    assert [str((share * 100).quantize(Decimal("0.01"))) for share in progress] == ["14.09", "30.30"]


def test_jiaojiang_joins_typed_projects_and_shows_income_over_debt(db: Database, people: People) -> None:
    typed = {"region": "330304", "total_investment": "1036000000", "special_bond": "750000000"}
    make_project(db, people["officer"], "330304-2022-001", name=GARDEN, **typed)
    small = {"region": "330304", "total_investment": "99000000", "special_bond": "50000000"}
    make_project(db, people["officer"], "330304-2022-002", name=SCENERY, **small)
    source = FILES / "duration_jiaojiang_2023.csv"
    report = confirm(db, people["officer"], preview(db, "duration", source), source.name)
    assert (report.state, dict(report.stored or {})["without_project"]) == ("stored", 0)
    multiples = {name: published(db, people, name) for name in (GARDEN, SCENERY)}
    assert multiples == {GARDEN: ("1.61", "14.09"), SCENERY: ("1.10", "30.30")}
    again = confirm(db, people["officer"], preview(db, "duration", source), source.name)
    assert again.state == "unchanged"


def published(db: Database, people: People, name: str) -> tuple[str, str]:
    """Return what the page of a project shows of its published line: times and progress."""
    (line,) = published_view(db, people, name).published
    assert line.progress is not None
    return line.multiple, str((line.progress * 100).quantize(Decimal("0.01")))


def published_view(db: Database, people: People, name: str) -> AssetsView:
    """Return the assets part of a project's page."""
    with db.reading() as session:
        statement = sa.select(Project).where(columns(Project).name == name)
        project = session.execute(statement.execution_options(scoped=True)).scalar_one()
        rules, kind = rule_book(session, "330304"), shipped_kind("special_bond")
        today = clock.business_date()
        return assets_view(session, people["officer"], project, kind, rules, today, "yi")


def test_liangshan_one_bond_over_many_rows_and_the_row_that_counts_other_bonds() -> None:
    rows, findings = read(FILES / "duration_liangshan_2023_general.csv")
    assert len(rows) == 10
    assert {(row.bond_name, row.bond_code, row.tenor_years) for row in rows} == {
        ("2020年四川省政府一般债券(四期)", "160832", 7)
    }
    assert {str(row.issue_date) for row in rows} == {"2020-08-10"}
    assert sum(row.bond_used or 0 for row in rows) == int(Decimal("0.981") * YI)
    assert [row.bond_used for row in rows if row.project_name == "卫星林火监测系统建设项目"] == [20_000_000]
    assert [row.investment for row in rows].count(None) == 9
    assert findings == [("duration_above_bond", 13, "0.35", "0.3")]


def test_xishuangbanna_three_tables_in_one_workbook() -> None:
    names = [f"xishuangbanna_2022_{part}" for part in ("general", "special", "use")]
    rows, findings = read(book(*names))
    general, *special = rows
    assert (general.bond_used, general.realised_bonds, general.realised) == (YI, YI, 51_089_000_000)
    assert (general.realised_bonds or 0) <= (general.realised or 0)
    assert [row.bond_code for row in special] == ["2271315", "2205033"]
    assert sum(row.bond_used or 0 for row in special) == int(Decimal("6.09") * YI)
    assert all(sum(one.bond_used or 0 for one in special) <= (row.investment_bonds or 0) for row in special)
    assert all(row.income_total == 0 for row in special)
    assert findings == [("duration_use_differs", 0, "1", "0.98")]


def test_what_is_known_of_a_bond_is_linked_and_a_correction_is_a_new_version(
    db: Database, tmp_path: Path
) -> None:
    story = Story(db, tmp_path)
    first = book("xishuangbanna_2022_special")
    confirm(db, story.people["officer"], preview(db, "duration", first), "a.xlsx")
    changed = load_workbook(BytesIO(first))
    changed.worksheets[0]["I4"] = 0.80
    out = BytesIO()
    changed.save(out)
    report = confirm(db, story.people["officer"], preview(db, "duration", out.getvalue()), "b.xlsx")
    assert dict(report.stored or {}) == {"added": 0, "changed": 1, "unchanged": 1, "without_project": 2}
    stored = {row.bond_code: row for row in story.all(DurationRow)}
    assert {code: row.version for code, row in stored.items()} == {"2271315": 2, "2205033": 1}


def test_published_figures_are_held_against_the_books_and_the_year_before(
    db: Database, people: People
) -> None:
    name = "2022年浙江省其他项目收益专项债券(二期) --2022年浙江省政府专项债券(四期)"
    project = make_project(db, people["officer"], "330304-2022-001", name=GARDEN)
    add_bond(db, name, [(project, 25_000_000_00)], value_date=date(2022, 1, 20), tenor_years=15)
    text = (FILES / "duration_jiaojiang_2023.csv").read_text("utf-8")
    later = text.replace("2024年起", "2025年起").replace(",1.46,", ",1.40,")
    for year, body in (("2023", text), ("2024", later)):
        source = body.encode()
        report = confirm(db, people["officer"], preview(db, "duration", source), f"{year}.csv")
        assert report.state == "stored"
    view = published_view(db, people, GARDEN)
    assert [line.cut_off.year for line in view.published] == [2024, 2023]
    fall, *above = view.warnings
    assert all(figure in fall for figure in ("1.46", "2023", "1.40", "2024"))
    assert len(above) == 2
    assert all("0.30" in line and "0.25" in line for line in above)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("截至2022年末", "", "duration_no_cut_off"),
        ("0.86,2022-06-27", "八千万,2022-06-27", "not_an_amount"),
        ("2.94", "29.4", "coupon_out_of_range"),
        (",10,35.45,17.00,0.86", ",10年半,35.45,17.00,0.86", "not_a_tenor"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_its_cell(old: str, new: str, code: str) -> None:
    text = (FILES / "duration_xishuangbanna_2022_special.csv").read_text("utf-8").replace(old, new)
    _book, draft = read_draft("duration", text.encode())
    assert code in {one.code for one in draft.errors}
    assert not draft.is_importable
