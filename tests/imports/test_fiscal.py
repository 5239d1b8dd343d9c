"""Fiscal figures of many regions from one table: stored, newer over older, foreign and unclear refused."""

from io import BytesIO

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from bondlife.db import Database
from bondlife.errors import Invalid
from bondlife.services.imports import confirm, preview
from models.base import columns
from models.registry import FiscalYear, Region
from tests.database import people_of

HEADS = (
    *("地区", "年度", "数据截止日", "一般公共预算收入（亿元）", "政府性基金收入（亿元）"),
    *("地区生产总值（亿元）", "数据来源"),
)
FIRST = ("瓯海区", "2025年度", "2026-02-01", 61.5, 88, 900, "2025年决算草案")


def table(*rows: tuple[object, ...]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("财政数据")
        for place, row in enumerate((HEADS, *rows)):
            sheet.write_row(place, 0, row)
    return out.getvalue()


def bring(db: Database, *rows: tuple[object, ...], who: str = "city") -> dict[str, int]:
    report = preview(db, "fiscal-year", table(*rows))
    assert report.draft.errors == ()
    return dict(confirm(db, people_of(db)[who], report, "财政数据.xlsx").stored or {})


def held(db: Database, code: str) -> FiscalYear:
    import sqlalchemy as sa

    own, place = columns(FiscalYear), columns(Region)
    statement = sa.select(FiscalYear).join(Region, place.id == own.region_id).where(place.code == code)
    with db.reading() as session:
        found: FiscalYear = session.execute(statement.execution_options(scoped=True)).scalar_one()
    return found


def test_figures_of_many_regions_come_in_and_newer_ones_stand_over_older(db: Database) -> None:
    second = ("330302", 2025, "", 120, "", 1800.25, "")
    assert bring(db, FIRST, second) == {"added": 2, "changed": 0, "unchanged": 0}
    ouhai, lucheng = held(db, "330304"), held(db, "330302")
    assert (ouhai.general_revenue, ouhai.fund_revenue) == (6_150_000_000_00, 8_800_000_000_00)
    assert (lucheng.fund_revenue, lucheng.gross_product) == (None, 180_025_000_000_00)
    newer = (*FIRST[:2], "2026-06-30", 62, "", 900, FIRST[-1])
    assert bring(db, newer)["changed"] == 1
    mended = held(db, "330304")
    # what the newer table leaves empty stays as it was
    assert (mended.general_revenue, mended.fund_revenue) == (6_200_000_000_00, 8_800_000_000_00)
    with pytest.raises(Invalid) as refusal:
        bring(db, (*FIRST[:2], "2025-12-31", 1, "", "", "旧表"))
    assert [one.code for one in refusal.value.problems] == ["older_figures"]


def test_a_foreign_region_and_a_row_twice_are_refused(db: Database) -> None:
    with pytest.raises(Invalid):
        bring(db, FIRST, ("330302", 2025, "", 1, "", "", ""), who="officer")
    draft = preview(db, "fiscal-year", table(FIRST, FIRST)).draft
    assert [one.code for one in draft.errors] == ["duplicate_row"]
    draft = preview(db, "fiscal-year", table(("瓯海区", "去年", "", -1, "", "", ""))).draft
    assert [one.code for one in draft.errors] == ["not_a_number", "negative"]
