"""Published tables of limit and balance: every relation that holds is reproduced, the others are told.

Sources: 中国地方政府债券信息公开平台, annual national figures 2015–2024 (celma.org.cn), and a panel of
provinces built from it (github.com/yqcao/China-Fiscal-Data); the disclosure of a county for 2021 whose name
is withheld; 台江县 2021-06 (taijiang.gov.cn). The relations of ``limit_checks.csv`` follow from them.
"""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bondlife.db import Database
from bondlife.exchange.units import FEN_PER_UNIT
from bondlife.queries.limits import checks_for, limits_view, statement_table, statement_view
from bondlife.queries.tables import as_xlsx
from bondlife.security.actor import SYSTEM, Actor, Grant
from bondlife.services.imports import confirm, preview
from bondlife.services.imports.report import Report
from models.base import columns
from models.registry import LimitStatement, Region

FILES = Path(__file__).parents[1] / "fixtures/exchange"
COUNTY = "450125"
"""A county of an autonomous region that stands for the one whose name is withheld."""
EVERYWHERE = Actor(None, "officer", "officer", (Grant("officer", None), Grant("system", None)))
CASES = {
    "national": ("limit_national_2015_2024.csv", "亿元", {"全国": "000000"}),
    "provinces": ("limit_provinces_selected.csv", "亿元", {}),
    "county": ("limit_county_2021.csv", "万元", {"某县": COUNTY}),
    "taijiang": ("limit_taijiang_2020.csv", "亿元", {}),
}
FAILING = {"national": 22, "provinces": 6, "county": 0, "taijiang": 0}


def expected(case: str) -> list[dict[str, str]]:
    """Return the relations of a case as they were found in the printed figures."""
    with (FILES / "limit_checks.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["case"] == case]


def brought(db: Database, case: str) -> Report:
    """Import the file of a case as an officer does."""
    name, unit, renamed = CASES[case]
    content = (FILES / name).read_text("utf-8")
    for old, new in renamed.items():
        content = content.replace(f"\n{old},", f"\n{new},")
    report = preview(db, "limit-table", content.encode(), unit=unit)
    assert not report.draft.errors, report.draft.errors
    return confirm(db, EVERYWHERE, report, name)


def found_checks(db: Database) -> dict[tuple[str, str, str], tuple[str, str, bool]]:
    """Return every relation the product checks: (region, year, key) → printed, computed, holds."""
    own, place = columns(LimitStatement), columns(Region)
    statement = sa.select(LimitStatement, place.name).join(Region, place.id == own.region_id)
    told: dict[tuple[str, str, str], tuple[str, str, bool]] = {}
    with db.reading() as session:
        for row, region in session.execute(statement, execution_options={"scoped": True}):
            checks, ratios = checks_for(session, row)
            for check in checks:
                printed, computed = (str(amount) for amount in (check.published, check.computed))
                told[region, str(row.year), check.key] = (printed, computed, check.holds)
            for ratio in ratios:
                figures = (str(ratio.published), str(ratio.computed))
                told[region, str(row.year), f"ratio.{ratio.key}"] = (*figures, ratio.holds)
    return told


@pytest.fixture(scope="module")
def books(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return a database into which all four files were brought, and their reports."""
    from tests.database import copied_database

    with copied_database(request, "sqlite", tmp_path_factory.mktemp("limits")) as db:
        yield db, {case: brought(db, case) for case in CASES}


@pytest.mark.parametrize("case", CASES)
def test_every_relation_is_as_the_printed_figures_have_it(books: Any, case: str) -> None:
    db, _reports = books
    told, wrong = found_checks(db), list[tuple[object, ...]]()
    names = {"全国": _name(db, "000000"), "某县": _name(db, COUNTY)}
    fen = FEN_PER_UNIT[CASES[case][1]]
    wanted = expected(case)
    for row in wanted:
        key = (names.get(row["region"], row["region"]), row["year"], row["key"])
        printed, computed, holds = told[key]
        scale = 1 if row["key"].startswith("ratio.") else fen
        if str(holds).lower() != row["holds"]:
            wrong.append((key, row["holds"], holds))
        for mine, theirs in ((printed, row["published"]), (computed, row["computed"])):
            if theirs and abs(Decimal(mine) - Decimal(theirs) * scale) > Decimal("0.00000001") * scale:
                wrong.append((key, mine, theirs))
    assert wrong == []
    assert sum(row["holds"] == "false" for row in wanted) == FAILING[case]


def test_what_does_not_hold_is_a_warning_with_both_figures(books: Any) -> None:
    _db, reports = books
    kinds = {case: Counter(one.code for one in report.draft.warnings) for case, report in reports.items()}
    assert kinds["county"] == kinds["taijiang"] == Counter()
    assert kinds["provinces"] == Counter({"limit_identity": 25, "binary_noise": 5})
    over = [
        (one.params["region"], one.printed, one.computed)
        for one in reports["provinces"].draft.warnings
        if one.field.startswith("within.balance_")
    ]
    assert over == [
        ("陕西省", "2790", "2742.2"),
        ("新疆生产建设兵团", "707.2204", "692"),
        ("新疆生产建设兵团", "763.4719", "755"),
    ]
    noise = next(one for one in reports["provinces"].draft.warnings if one.code == "binary_noise")
    assert (noise.params["read"], noise.params["taken"]) == ("401.14639999999997", "401.1464")


def test_pages_show_what_is_broken_and_what_is_lawful(books: Any) -> None:
    db, _reports = books
    view = limits_view(db, EVERYWHERE, year=2024)
    broken = {line.region: line.broken for line in view.lines}
    assert broken["贵州省"] == 0  # 119 % of the quota: carried-over room, told and not counted
    assert broken["新疆生产建设兵团"] == 2
    line = next(one for one in view.lines if one.region == "贵州省")
    shown = statement_view(db, EVERYWHERE, line.public_id, "within.issued_new_total")
    assert [(one.holds, one.is_rule) for one in shown.checks if one.key == "within.issued_new_total"] == [
        (False, False)
    ]
    assert shown.explain is not None
    assert next(one.published for one in shown.ratios) == "119.0%"


def test_the_official_form_goes_out_and_comes_in_again(books: Any, db: Database) -> None:
    source, _reports = books
    line = next(one for one in limits_view(source, EVERYWHERE).lines if one.region == "台江县")
    content = as_xlsx(statement_table(source, EVERYWHERE, line.public_id), "wan")
    report = preview(db, "limit-table", content, unit="万元")
    assert [(one.region, one.year, one.unit) for one in report.draft.rows] == [("台江县", 2020, "万元")]
    stored = _figures(source, "台江县")
    assert {name: stored[name] for name in report.draft.rows[0].figures} == dict(report.draft.rows[0].figures)
    assert len(report.draft.rows[0].figures) == len(stored)


def test_a_file_brought_in_twice_changes_nothing(db: Database) -> None:
    assert brought(db, "county").state == "stored"
    again = brought(db, "county")
    assert again.state == "unchanged"


def test_regions_of_others_are_refused(db: Database) -> None:
    from bondlife.errors import Invalid
    from tests.database import people_of

    content = (FILES / "limit_taijiang_2020.csv").read_bytes()
    report = preview(db, "limit-table", content)
    with pytest.raises(Invalid) as refusal:
        confirm(db, people_of(db)["officer"], report, "台江")
    assert refusal.value.problems[0].code == "foreign_region"
    assert SYSTEM.can("import.run")


def _name(db: Database, code: str) -> str:
    with db.reading() as session:
        return str(
            session.execute(sa.select(columns(Region).name).where(columns(Region).code == code)).scalar_one()
        )


def _figures(db: Database, region: str) -> dict[str, int]:
    own, place = columns(LimitStatement), columns(Region)
    statement = sa.select(own.figures).join(Region, place.id == own.region_id).where(place.name == region)
    with db.reading() as session:
        return dict(session.execute(statement, execution_options={"scoped": True}).scalar_one())
