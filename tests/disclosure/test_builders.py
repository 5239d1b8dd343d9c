"""Contents built from the books: a published form comes out with the figures it was printed with.

Source: 宁波市财政局 2021-09-15 (czj.ningbo.gov.cn, F1 of the thirteenth special bond of 2021).
"""

from datetime import date
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import Any

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.disclosure.about import About
from bondlife.disclosure.builders import builders
from bondlife.disclosure.content import cells, empty_cells
from bondlife.lifecycle.guards.identities import IDENTITIES
from bondlife.security.actor import SYSTEM
from bondlife.services.imports import confirm, preview
from models.base import columns
from models.disclosure_forms import forms
from models.disclosure_forms.shape import strangers
from models.registry import (
    Asset,
    Bond,
    Forecast,
    ForecastCell,
    LimitStatement,
    OperationYear,
    ProgressReport,
)
from tests.lifecycle.story import YI, Story
from tests.money.county import EACH, County

NINGBO = "disclosure_ningbo_2021_p9.html"
END = date(2036, 12, 31)


def built(db: Database, form: str, **about: Any) -> dict[str, Any]:
    """Return a content as the books give it; nothing in it may be a stranger to its form."""
    with db.reading() as session:
        given = {"cut_off": END, "region_id": 1, **about}
        content = builders()[form](About(session=session, form=form, **given))
    assert list(strangers(forms()[form], content)) == []
    return content


def test_every_form_has_its_builder() -> None:
    assert set(builders()) == set(forms())


def test_the_form_of_ningbo_comes_out_as_it_was_published(db: Database, tmp_path: Path) -> None:
    path = Path(str(files("bondlife.demo") / "data" / NINGBO))
    assert confirm(db, SYSTEM, preview(db, "disclosure", path), NINGBO).state == "stored"
    bond = Story(db, tmp_path).one(Bond, columns(Bond).name.like("2021年宁波%"))
    content = built(db, "F1", bond_id=bond.id, region_id=bond.region_id, cut_off=date(2021, 9, 15))
    row = content["rows"][0]
    amounts = (
        "planned_face",
        "major_projects",
        "total_investment",
        "own_funds",
        "special_bond",
        "other_debt",
    )
    assert [row[name] for name in amounts] == [
        30_4000_000000,
        0,
        411_7184_000000,
        203_5013_000000,
        95_3000_000000,
        112_9171_000000,
    ]
    assert (row["project_number"], row["tenor"], row["tender_date"]) == (16, "30年", "2021-09-23")
    assert (row["rating"], row["repayment_form"]) == ("AAA", "到期一次还本")
    assert "轨道交通" in row["bond_type"]
    assert "医疗" in row["bond_type"]
    planned = {
        one["year"]: (one["special_bond"] // 10**6, one["other_debt"] // 10**6) for one in row["yearly"]
    }
    assert list(planned) == [
        "2018年及以前年度",
        *(f"{year}年" for year in range(2019, 2026)),
        "2026年及以后年度",
    ]
    assert planned["2018年及以前年度"] == (0, 191600)
    assert planned["2021年"] == (503000, 311338)
    assert planned["2026年及以后年度"] == (4000, 0)
    told = {one["year"]: one["revenue"] // 10**6 for one in row["revenue_years"]}
    assert (told["2021年"], told["2022年"], told["2030年"]) == (-211, 53534, 156337)
    for name, compare in IDENTITIES.items():
        if name.startswith("f1."):
            assert all(left == right for _, left, right in compare(content, {}, 1)), name


def operating(county: County, year: int, income: int, cost: int) -> None:
    """Let the project operate, with one confirmed year and a plan of the years after."""
    own = {**county.own(), "project_id": county.project.id}
    county.change(county.project, state="operating")
    amounts = {"project_income": income, "operating_cost": cost}
    county.add(OperationYear, **own, state="confirmed", year=year, **amounts)
    plan = county.add(
        Forecast,
        region_id=county.county,
        project_id=county.project.id,
        number=1,
        name="计划",
        first_year=year,
        last_year=year + 2,
    )
    amounts = {"project_income": 3 * YI, "operating_cost": YI}

    def work(act: Act) -> None:
        for after, (item, amount) in product((0, 1, 2), amounts.items()):
            cell = ForecastCell(forecast_id=plan.id, item=item, year=year + after, amount=amount)
            act.session.add(cell)
        act.seal(ForecastCell, plan.id)

    perform(county.story.db, SYSTEM, "test.plan", work)


def test_yearly_forms_say_what_the_ledger_says_at_the_cut_off(db: Database, tmp_path: Path) -> None:
    county = County(db, tmp_path)
    county.pay(2 * EACH)
    county.change(county.bond, issue_date=date(2036, 3, 19), short_name="36示例债03", code="36001")
    about = {"project_id": county.project.id, "region_id": county.county}
    row = built(db, "F4", **about)["rows"][0]
    assert (row["realised"], row["realised_bonds"], row["income_total"]) == (2 * EACH, 2 * EACH, 0)
    assert row["expected_income"] is None
    before = built(db, "F4", **about, cut_off=date(2036, 5, 5))["rows"][0]
    assert (before["realised"], before["bond_used"]) == (0, 8 * YI)
    operating(county, 2036, 2 * YI, YI)
    row = built(db, "F4", **about)["rows"][0]
    assert (row["income_year"], row["income_total"], row["expected_income"]) == (YI, YI, 4 * YI)
    assert (row["city"], row["county"]) == ("温州市", "瓯海区")
    third = built(db, "F3", **about, bond_id=county.bond.id)
    assert (third["rows"][0]["bond_share"], third["rows"][0]["received"]) == (2 * EACH, 8 * YI)
    assert empty_cells(third) == ["rows[1].note"]


def test_the_other_forms_of_a_county(db: Database, tmp_path: Path) -> None:
    county = County(db, tmp_path)
    county.pay(2 * EACH)
    own = {**county.own(), "project_id": county.project.id}
    county.change(county.bond, issue_date=date(2036, 3, 19))
    county.add(ProgressReport, **own, state="confirmed", month="2036-11", physical_progress="0.25")
    county.add(Asset, **own, state="registered", name="厂房", type="x", investment=YI, recorded_on=END)
    about = {"project_id": county.project.id, "region_id": county.county}
    report = built(db, "F5", **about)["rows"][0]
    assert (report["paid"], report["paid_share"], report["progress"]) == (2 * EACH, "0.0025", "0.25")
    assert (report["status"], report["assets"], report["use_words"]) == ("在建", YI, None)
    page = built(db, "F2", **about)
    assert page["batches"][0]["payment_days"] == "3月20日、9月20日"
    assert page["yearly"] == [{"year": "2036年", "raised": 8 * YI, "raised_as_capital": 0}]
    year = {one["letter"]: one["whole"] for one in built(db, "B1", region_id=county.county)["rows"]}
    assert (year["A=B+D"], year["D"], year["E"]) == (8 * YI, 8 * YI, 0)
    assert year["Q=R+S"] == year["S"] == 8 * YI * 236 // 10_000
    assert built(db, "B2", region_id=county.county)["rows"][0]["amount"] == 8 * YI
    notice = built(db, "N1", bond_id=county.bond.id, region_id=county.province, cut_off=date(2046, 3, 20))
    assert (notice["rows"][0]["principal"], notice["rows"][0]["left"]) == (8 * YI, 0)


def test_limit_and_balance_keep_their_letters(db: Database, tmp_path: Path) -> None:
    story = Story(db, tmp_path)
    region = story.region("330304")
    figures = {"limit_total": 9, "limit_general": 4, "limit_special": 5, "limit_total@own": 9}
    story.register(
        LimitStatement(region_id=region, year=2036, basis="reported", as_of=END, figures=figures, ratios={})
    )
    content = built(db, "F8", region_id=region)
    rows = {one["letter"]: one for one in content["rows"]}
    assert (rows["G=H+I"]["whole"], rows["H"]["whole"], rows["G=H+I"]["own"]) == (9, 4, 9)
    assert rows["A=B+C"]["whole"] is None
    assert len(rows) == len(content["rows"]) == 12


def test_the_same_books_give_the_same_content(db: Database, tmp_path: Path) -> None:
    county = County(db, tmp_path)
    about = {"project_id": county.project.id, "region_id": county.county}
    first, again = (list(cells(built(db, "F4", **about))) for _ in range(2))
    assert first == again
