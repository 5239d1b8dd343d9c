"""Bonds, wall and calendar: page is fragment, scope, sums that foot, sort and paging, exports."""

import csv
import re
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest

from bondlife import clock
from bondlife.db import Database
from bondlife.demo.people import PEOPLE
from bondlife.queries.bond import bond_view
from bondlife.queries.bonds import SORTS, BondFilter, bond_totals, bonds_view
from bondlife.queries.dues import DueLine
from bondlife.queries.repayments import GROUPS, DueFilter, calendar_view
from bondlife.queries.wall import wall_view
from tests.builders import COUNTY, DISTRICT, add_bond, add_project
from tests.database import People, copied_database, people_of
from tests.web.signed import SignIn

SHARES = (45_000_000_00, 26_340_000_00, 50_000_000_00)


@pytest.fixture
def bonds(db: Database) -> dict[str, str]:
    """Store two projects here, one in another county, and two bonds."""
    first, second = add_project(db, "双溪污水处理"), add_project(db, "滨江停车场")
    other = add_project(db, "龙湾物流园", region=COUNTY)
    start = clock.business_date() - timedelta(days=150)
    shared = add_bond(
        db,
        "浙江省专项债券（十二期）",
        list(zip((first, second, other), SHARES, strict=True)),
        value_date=start,
        secured=(1,),
    )
    own = add_bond(
        db, "浙江省专项债券（二期）", [(first, 8_000_000_00)], value_date=date(2024, 3, 1), tenor_years=5
    )
    foreign = add_bond(
        db, "浙江省专项债券（九期）", [(other, 9_000_000_00)], value_date=date(2024, 5, 1), tenor_years=5
    )
    away = add_project(db, "秦淮河整治", region="320104")
    jiangsu = add_bond(
        db, "江苏省专项债券（七期）", [(away, 7_000_000_00)], value_date=date(2024, 6, 3), region="320000"
    )
    return {
        "jiangsu": jiangsu,
        **{"first": first, "second": second, "other": other},
        **{"shared": shared, "own": own, "foreign": foreign},
    }


def window(months: int = 239) -> DueFilter:
    first = date(2024, 1, 1)
    return DueFilter(first, date(2024 + months // 12, 1 + months % 12, 1))


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("/bonds", "bonds"),
        ("/bonds/totals", "bond-totals"),
        ("/bonds/wall", "wall"),
        ("/repayments", "calendar"),
    ],
)
def test_the_page_holds_the_very_part_that_htmx_gets(
    site: SignIn, bonds: dict[str, str], address: str, part: str
) -> None:
    officer = site("officer")
    page, fragment = officer.get(address), officer.get(address, part=True)
    assert page.status_code == fragment.status_code == 200
    assert f'id="{part}"' in fragment.text
    assert fragment.text.strip() in page.text
    assert "<html" not in fragment.text


def test_a_county_sees_the_bond_and_its_own_shares(db: Database, bonds: dict[str, str]) -> None:
    people = people_of(db)
    view = bond_view(db, people["officer"], bonds["shared"])
    assert view.face == sum(SHARES)
    assert [share.amount for share in view.shares] == [SHARES[0], SHARES[1]]
    assert view.share_sum == SHARES[0] + SHARES[1]
    assert not view.is_whole
    assert view.principal == view.share_sum
    whole = bond_view(db, people["city"], bonds["shared"])
    assert whole.is_whole
    assert whole.principal == whole.face


def test_foreign_bonds_are_absent_everywhere(site: SignIn, bonds: dict[str, str]) -> None:
    officer = site("officer")
    assert "江苏" not in officer.get("/bonds").text
    assert "江苏" not in officer.get("/bonds/export/csv").text
    assert officer.get(f"/bonds/{bonds['jiangsu']}").status_code == 404
    assert "龙湾物流园" not in officer.get(f"/bonds/{bonds['foreign']}").text
    assert "龙湾物流园" not in officer.get(f"/bonds/{bonds['shared']}").text
    assert "龙湾物流园" not in officer.get("/repayments?to=2046-01").text
    assert "龙湾物流园" in site("city").get(f"/bonds/{bonds['shared']}").text


@pytest.mark.parametrize("account", ["officer", "city", "auditor"])
def test_totals_are_the_sums_of_the_rows_seen(db: Database, bonds: dict[str, str], account: str) -> None:
    actor = people_of(db)[account]
    lines = bonds_view(db, actor, BondFilter()).lines
    totals = bond_totals(db, actor, BondFilter())
    assert totals.count == len(lines) >= 2
    assert totals.face == sum(line.face for line in lines)
    assert totals.own == sum(line.own for line in lines)
    told = bond_totals(db, actor, BondFilter(), "own")
    assert told.own == totals.own
    assert told.explain.value == totals.own
    assert sum(part.value for part in told.explain.explanation.inputs) == totals.own


@pytest.fixture(scope="module")
def many(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Return a database with a hundred and seven bonds, for tests that only read."""
    with copied_database(request, "sqlite", tmp_path_factory.mktemp("many")) as db:
        project = add_project(db, "双溪污水处理")
        for number in range(107):
            add_bond(
                db,
                f"浙江省专项债券（{number:03d}期）",
                [(project, (number % 7 + 1) * 1_000_000_00)],
                value_date=date(2020 + number % 5, 1 + number % 12, 1),
                tenor_years=1,
                frequency=1,
            )
        yield db


@pytest.mark.parametrize("sort", [sign + name for name in SORTS for sign in ("", "-")])
def test_every_sort_turns_forward_and_back(many: Database, sort: str) -> None:
    officer = people_of(many)["officer"]
    seen: list[str] = []
    wanted, pages = BondFilter(sort=sort), []
    while True:
        view = bonds_view(many, officer, wanted)
        pages.append([line.public_id for line in view.lines])
        seen += pages[-1]
        if not view.page.after:
            break
        wanted = BondFilter(sort=sort, after=view.page.after)
    assert len(seen) == len(set(seen)) == 107
    back = bonds_view(many, officer, BondFilter(sort=sort, before=view.page.before))
    assert [line.public_id for line in back.lines] == pages[1]
    first = bonds_view(many, officer, BondFilter(sort=sort, before=back.page.before))
    assert [line.public_id for line in first.lines] == pages[0]
    assert first.page.is_first


def test_the_text_filter_finds_pieces_codes_and_initials(site: SignIn, bonds: dict[str, str]) -> None:
    officer = site("officer")
    assert "十二期" in officer.get("/bonds?q=十二期", part=True).text
    assert "（二期）" not in officer.get("/bonds?q=十二期", part=True).text
    assert "没有符合条件" in officer.get("/bonds?q=没有这样的债券", part=True).text


@pytest.mark.parametrize(
    "address",
    [
        *(
            "/bonds?sort=colour",
            "/bonds?after=nonsense",
            "/bonds?year=20x4",
            "/bonds?tenor=0",
            "/bonds/wall?year=1",
        ),
        *("/repayments?from=2026-13", "/repayments?from=2027-01&to=2026-01", "/repayments?group=colour"),
        *("/repayments?before=%00", "/bonds?before=W10"),
    ],
)
def test_a_damaged_address_is_refused_in_words(site: SignIn, address: str) -> None:
    answer = site("officer").get(address)
    assert answer.status_code == 422
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("account", ["officer", "city"])
def test_every_grouping_of_the_calendar_foots(db: Database, bonds: dict[str, str], account: str) -> None:
    actor = people_of(db)[account]
    for group in GROUPS:
        view = calendar_view(db, actor, DueFilter(window().first, window().last, group=group))
        for name in ("count", "principal", "interest", "fee", "gap"):
            assert sum(getattr(one, name) for one in view.sums) == getattr(view.total, name), (group, name)
    shares = SHARES if account == "city" else SHARES[:2]
    rest = 17_000_000_00 if account == "city" else 8_000_000_00
    assert view.total.principal == sum(shares) + rest


def test_all_pages_come_to_the_totals(db: Database, bonds: dict[str, str], people: People) -> None:
    lines: list[DueLine] = []
    wanted = window()
    while True:
        view = calendar_view(db, people["city"], wanted)
        lines += view.lines
        if not view.page.after:
            break
        wanted = DueFilter(wanted.first, wanted.last, after=view.page.after)
    assert len(lines) == view.total.count > 50
    assert sum(line.due for line in lines) == view.total.due
    assert sum(line.gap for line in lines) == view.total.gap
    assert [line.payment_date for line in lines] == sorted(line.payment_date for line in lines)


def test_the_calendar_filters_by_source_state_and_region(db: Database, bonds: dict[str, str]) -> None:
    city = people_of(db)["city"]
    whole = calendar_view(db, city, window()).total
    refinancing = calendar_view(db, city, DueFilter(window().first, window().last, source="refinancing_bond"))
    assert refinancing.total.count == 0
    paid = calendar_view(db, city, DueFilter(window().first, window().last, state="paid")).total
    planned = calendar_view(db, city, DueFilter(window().first, window().last, state="planned")).total
    assert paid.count + planned.count == whole.count
    assert paid.gap == 0
    parts = [
        calendar_view(db, city, DueFilter(window().first, window().last, region=code)).total.due
        for code in (DISTRICT, COUNTY)
    ]
    assert sum(parts) == whole.due


def test_the_wall_by_year_and_by_month_agree(db: Database, bonds: dict[str, str], people: People) -> None:
    wall = wall_view(db, people["officer"])
    for row in wall.rows:
        months = wall_view(db, people["officer"], year=int(row.period))
        assert (months.principal, months.interest, months.unfunded) == (
            row.principal,
            row.interest,
            row.unfunded,
        )
    told = wall_view(db, people["officer"], explain="unfunded").explain
    assert told.value == wall.unfunded < wall.due


def test_the_export_is_exactly_the_filter(site: SignIn, bonds: dict[str, str]) -> None:
    officer = site("officer")
    sent = officer.get("/repayments/export/csv?from=2024-01&to=2043-12&unit=yuan")
    rows = list(csv.reader(StringIO(sent.text.removeprefix("\ufeff"))))
    shown = officer.get("/repayments?from=2024-01&to=2043-12&unit=yuan")
    principal = sum(round(float(row[7]) * 100) for row in rows[1:])
    assert principal == SHARES[0] + SHARES[1] + 8_000_000_00
    assert f"{principal / 100:,.2f}" in shown.text
    assert officer.get("/bonds/export/xlsx").content[:2] == b"PK"
    assert officer.get("/bonds/export/exe").status_code == 404


def test_a_figure_is_explained_with_its_numbers(site: SignIn, bonds: dict[str, str]) -> None:
    officer = site("officer")
    page = officer.get(f"/bonds/{bonds['own']}?unit=yuan&explain=day1")
    panel = re.search(r'<aside id="explain".*?</aside>', page.text, re.DOTALL)
    assert panel is not None
    assert "2.36%" in panel[0]
    assert "94,400.00" in panel[0]  # 8,000,000 × 2.36 % ÷ 2
    alone = officer.get(f"/bonds/{bonds['own']}?unit=yuan&explain=day1", part=True)
    assert alone.text.strip() in page.text


def test_a_foreign_instalment_is_not_explained(db: Database, site: SignIn, bonds: dict[str, str]) -> None:
    city = calendar_view(db, people_of(db)["city"], DueFilter(window().first, window().last, region=COUNTY))
    foreign = city.lines[0].public_id
    assert "龙湾物流园" not in site("officer").get(f"/repayments?explain=i-{foreign}").text


def test_every_reader_opens_the_pages_and_administrators_do_not(site: SignIn, bonds: dict[str, str]) -> None:
    for person in PEOPLE:
        browser: Any = site(person.account)
        wanted = 403 if person.role.endswith("_admin") else 200
        for address in ("/bonds", "/bonds/wall", "/repayments"):
            assert browser.get(address).status_code == wanted, (person.account, address)
