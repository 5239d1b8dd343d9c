"""The public page of a fund: its books up to a day, by year; ratios of its own figures."""

from datetime import date
from pathlib import Path
from typing import Any

from bondlife.db import Database
from bondlife.disclosure.about import About
from bondlife.disclosure.content import books_content, empty_cells
from models.disclosure_forms import forms
from models.disclosure_forms.shape import strangers
from models.registry import Fund
from tests.funds.house import TODAY, House
from tests.funds.test_published import flows_file
from tests.lifecycle.story import on

FLOWS = [-100, -60, 40, 120]
"""Yuan by year from 2023: paid in below zero, distributed above."""


def page_at(house: House, key: str, day: str) -> dict[str, Any]:
    """Return the content of the page of a fund at the end of a day."""
    fund: Fund = house.row("fund", key)
    with house.db.reading() as session:
        about = ("fund_page", date.fromisoformat(day), fund.region_id)
        return books_content(About(session, *about, subject="fund", subject_id=fund.id))


def test_the_page_of_a_fund_stands_at_its_day(db: Database, tmp_path: Path) -> None:
    house = House(db, tmp_path)
    with on(TODAY):
        key = house.bring(flows_file("F-7", FLOWS, nav=30))
        whole, early = page_at(house, key, "2030-12-31"), page_at(house, key, "2023-12-31")
    [row], [then] = whole["rows"], early["rows"]
    assert (row["committed"], row["paid_in"], row["distributed"]) == (160_00, 160_00, 160_00)
    assert sum(one["paid_in"] for one in whole["years"]) == row["paid_in"]
    assert sum(one["distributed"] for one in whole["years"]) == row["distributed"]
    assert (row["paid_share"], row["returned_share"]) == ("1.0000", "1.00")
    assert (then["paid_in"], then["distributed"], then["paid_share"]) == (100_00, 0, "0.6250")
    assert list(empty_cells(whole)) == []
    assert list(strangers(forms()["fund_page"], whole)) == []
