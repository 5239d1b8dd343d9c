"""Whole public pages: published contents alone, figures that explain themselves, lists, choices, hosts."""

import json
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from starlette.testclient import TestClient

from bondlife.db import Database
from bondlife.disclosure.about import About
from bondlife.disclosure.content import books_content, empty_cells
from bondlife.errors import Conflict, Forbidden, Invalid
from bondlife.services import disclosure_check, public_index, publications
from bondlife.services.disclosure_settings import ShowInput, decide, propose
from bondlife.services.public_pages import PageInput, open_page
from bondlife.services.publications import PublishInput, WordsInput
from bondlife.services.search import initials
from bondlife.settings import Settings
from bondlife.web.app import create_app
from models.base import columns
from models.registry import Instalment, Publication, PublicEntry
from tests.database import copied_database
from tests.lifecycle.story import Story, on
from tests.money.county import EACH, County

DAY, CUT_OFF = "2037-07-03", "2036-12-31"
PAYEE = "示例设备公司"


FEED = "/public/feeds/330304.atom"


def opened(story: Story, kind: str, thing: str, form: str = "", cut_off: str = CUT_OFF) -> str:
    """Open the page of a thing as the officer does."""
    told = PageInput.model_validate({"kind": kind, "thing": thing, "cut_off": cut_off, "form": form})
    return str(open_page(story.db, story.people["officer"], told)["public_id"])


def put_out(story: Story, key: str, words: dict[str, Any] | None = None) -> Publication:
    """Fill a publication, let two others sign it and a fourth publish it."""
    row = story.row("publication", key)
    told = WordsInput.model_validate(words or {})
    publications.prepare(story.db, story.people["officer"], key, row.version, told)
    story.move("officer", "publication", key, "draft")
    signing = story.move("officer", "publication", key, "approve")
    for who in ("reviewer", "deputy"):
        story.decide(who, signing["approval"], signing["digest"])
    form = PublishInput.model_validate({"published_on": DAY, "address": f"/public/publications/{key}"})
    version = story.row("publication", key).version
    publications.publish(story.db, story.people["publisher"], key, version, form)
    found: Publication = story.row("publication", key)
    return found


def choose(story: Story, key: str, shown: str) -> None:
    """Let two leaders choose what the county shows."""
    wanted = ShowInput.model_validate(
        {"region": "330304", "key": key, "shown": shown, "valid_from": DAY, "reason": "公开透明"}
    )
    told = propose(story.db, story.people["leader"], wanted)
    decide(story.db, story.people["deputy"], told["public_id"], told["version"], approve=True)


@pytest.fixture(scope="module")
def county(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """Return a county whose project and region have public pages; then the ledger moves on."""
    folder = tmp_path_factory.mktemp("pages")
    with copied_database(request, "sqlite", folder) as db:
        yield scene(db, folder)


def scene(db: Database, folder: Path) -> County:
    """Set the scene of this module once."""
    found = County(db, folder)
    found.pay(2 * EACH)
    found.pay(EACH, found.other)
    found.change(found.bond, issue_date=date(2036, 3, 19), short_name="36示例债", code="36001")
    story = found.story
    with on(DAY):
        put_out(story, opened(story, "project", found.project.public_id))
        put_out(story, opened(story, "region", "330304"))
        found.change(found.project, name="尚未公开的新名称")
    return found


@pytest.fixture
def visitor(county: County, tmp_path: Path) -> Iterator[TestClient]:
    """Return somebody who is not signed in."""
    client = visitor_of(county, tmp_path)
    yield client
    client.close()


def visitor_of(county: County, folder: Path, **more: Any) -> TestClient:
    settings = Settings(data_dir=folder / "data", argon2_cheap=True, **more)
    return TestClient(
        create_app(settings, county.story.db), base_url="http://testserver", follow_redirects=False
    )


def page_of(county: County) -> str:
    return f"/public/projects/{county.project.public_id}"


def test_a_project_page_is_what_was_signed_and_no_working_row(county: County, visitor: TestClient) -> None:
    page = visitor.get(page_of(county)).text
    for words in ("投资完成率", "分年计划与实际", "债券资金流向", "分年还本付息", "全周期阶段", "36示例债"):
        assert words in page or words == "全周期阶段", words
    assert 'data-chart="sankey"' in page
    assert 'class="rail"' in page
    assert "尚未公开的新名称" not in page
    assert (
        "尚未公开" not in visitor.get("/public", params={"q": "尚未公开的新名称"}).text.partition("<h2>")[2]
    )
    assert PAYEE not in page  # contractors stay inside until leaders choose otherwise
    with on("2037-07-04"), county.story.db.reading() as session:
        drift, errors = disclosure_check.compare(session)
    assert errors == []
    assert {one.form for one in drift} == {"project_page"}  # the new name is a drift, found and told inside


def test_a_public_figure_says_how_it_was_made_from_public_numbers_alone(
    county: County, visitor: TestClient
) -> None:
    page = page_of(county)
    asked = visitor.get(page, params={"explain": "project_page:rows[1].progress"})
    assert asked.status_code == 200
    panel = asked.text.partition('id="explain"')[2].partition("</aside>")[0]
    content = content_of(county.story, "project_page")["rows"][0]
    assert "累计支付 ÷ 总投资" in panel
    for name in ("realised", "total_investment"):
        assert f"{content[name] / 10**6:,.2f}" in panel
    total = visitor.get(page, params={"explain": "project_page:service[*].interest"}).text
    assert "利息合计" in total
    told = visitor.get(page, params={"explain": "project_page:rows[1].realised", "lang": "en"}).text
    assert "booked up to the cut-off" in told
    assert "is not published" in told
    for key in ("project_page:rows[1].name", "project_page:rows[9].progress", "F1:rows[1].x", "x" * 900, "%"):
        assert visitor.get(page, params={"explain": key}).status_code == 422, key


def content_of(story: Story, form: str) -> Any:
    return story.one(Publication, columns(Publication).form == form).content


def test_money_down_to_contractors_goes_out_only_where_two_leaders_say_so(
    county: County, visitor: TestClient
) -> None:
    story, page = county.story, page_of(county)
    with on(DAY):
        with pytest.raises(Invalid, match="have not chosen"):
            opened(story, "project", county.project.public_id, "contractors")
        choose(story, "disclosure.show_contractors", "yes")
        row = put_out(story, opened(story, "project", county.project.public_id, "contractors"))
        address = f"/public/publications/{row.public_id}"
        shown = visitor.get(page)
        assert PAYEE in shown.text
        assert PAYEE in visitor.get(f"{address}/file/json").text
        kept = {place: visitor.get(place) for place in open_data(county)}
        assert [place for place, one in kept.items() if PAYEE not in one.text] == [FEED]
        assert row.public_id in kept[FEED].text
        [told] = kept["/public/data/projects.json"].json()["projects"]
        paid = [(one["payee"], one["paid"]) for one in told["x_bondlife"]["contractorPayments"]]
        assert paid == [(one["payee"], one["paid"]) for one in row.content["rows"]]
        choose(story, "disclosure.show_contractors", "no")
        hidden = visitor.get(page, headers={"If-None-Match": shown.headers["etag"]})
        assert hidden.status_code == 200
        for place in (page, address, f"{address}/file/json", f"{address}/file/xlsx", *open_data(county)):
            answer = visitor.get(place)
            assert PAYEE not in answer.text, place
            assert answer.status_code == (404 if place.startswith(address) else 200), place
        assert row.public_id not in visitor.get(FEED).text
        known = {place: one.headers["etag"] for place, one in kept.items()}
        assert {
            visitor.get(one, headers={"If-None-Match": tag}).status_code for one, tag in known.items()
        } == {200}


def open_data(county: County) -> list[str]:
    return [
        "/public/data/projects.json",
        "/public/data/figures.csv",
        "/public/data/tables/contractors_rows.csv",
        f"/public/data/projects/{county.project.public_id}",
        FEED,
    ]


def test_a_page_is_sent_again_only_when_it_changed(county: County, visitor: TestClient) -> None:
    story = county.story
    project, region = page_of(county), "/public/regions/330304"
    tags = {place: visitor.get(place).headers["etag"] for place in (project, region, "/public")}
    for place, tag in tags.items():
        again = visitor.get(place, headers={"If-None-Match": f'"other", W/{tag}'})
        assert (again.status_code, again.content) == (304, b"")
        assert visitor.get(f"{place}?unit=yi", headers={"If-None-Match": tag}).status_code == 200
    with on(DAY):
        put_out(story, opened(story, "region", "330304", cut_off="2037-06-30"))
    told = {
        place: visitor.get(place, headers={"If-None-Match": tag}).status_code for place, tag in tags.items()
    }
    assert told == {project: 304, region: 200, "/public": 200}


def test_a_second_page_of_the_day_or_under_way_is_refused(county: County) -> None:
    story = county.story
    with on(DAY):
        with pytest.raises(Conflict, match="of this day"):
            opened(story, "project", county.project.public_id)
        with pytest.raises(Invalid, match="has not come yet"):
            opened(story, "project", county.project.public_id, cut_off=DAY)
        with pytest.raises(Invalid, match="no public page"):
            opened(story, "project", county.project.public_id, form="F8")
        opened(story, "project", county.project.public_id, form="F2")
        with pytest.raises(Conflict, match="being prepared"):
            opened(story, "project", county.project.public_id, form="F2", cut_off="2036-11-30")
        with pytest.raises(Forbidden):
            opened(story, "bond", county.bond.public_id)  # the bond is the province's


def test_lists_find_names_codes_and_initials_and_leave_as_files(county: County, visitor: TestClient) -> None:
    name = content_of(county.story, "project_page")["subject"]
    key = county.project.public_id
    letters = initials(name)
    for query in (name[:4], county.project.code.lower(), letters[:5], f" {name[2:6]}　"):
        for place in ("/public", "/public/projects"):
            assert f"/public/projects/{key}" in visitor.get(place, params={"q": query}).text, (place, query)
    for query in ("%", "_", "'", "\\", "无此项目", name * 40, "x" * 10_000, "\x00", "<script>"):
        found = visitor.get("/public/projects", params={"q": query})
        assert found.status_code == 200
        assert key not in found.text
        assert "<script>" not in found.text.partition("<main")[2]
    for query in ("%", "'", "x" * 10_000):
        assert key not in visitor.get("/public", params={"q": query}).text, query[:9]
    assert "CSV up to 200,000 rows, Excel up to 20,000" in visitor.get("/public/projects?lang=en").text
    assert key in visitor.get("/public/projects?region=330000").text
    assert key not in visitor.get("/public/projects?region=330302").text
    nowhere = visitor.get("/public/projects?region=nowhere&lang=en")
    assert nowhere.status_code == 404
    assert 'class="portal"' in nowhere.text
    assert 'href="/public">To the home page' in nowhere.text
    assert visitor.get("/public/projects?after=damaged").status_code == 422
    assert name in visitor.get("/public/projects/export/csv").text
    book = load_workbook(BytesIO(visitor.get("/public/projects/export/xlsx?unit=yuan").content)).worksheets[0]
    cells = [cell.value for row in book.iter_rows() for cell in row]
    assert name in cells
    assert content_of(county.story, "project_page")["rows"][0]["total_investment"] // 100 in cells
    assert visitor.get("/public/projects/export/exe").status_code == 404
    for empty in ("/public/bonds", "/public/ppp", "/public/funds", "/public/terms"):
        assert visitor.get(empty).status_code == 200


def entries(db: Database) -> dict[tuple[str, str], int]:
    """Return what the public can look up: kind and name, and how many contents stand behind it."""
    own = columns(PublicEntry)
    with db.reading() as session:
        return {
            (kind, name): count
            for kind, name, count in session.execute(sa.select(own.kind, own.name, own.contents))
        }


def test_the_index_is_a_projection_that_is_put_right(county: County) -> None:
    story = county.story
    assert public_index.rebuild(story.db) == 0
    held = entries(story.db)
    with story.db.writing() as session:
        session.execute(sa.delete(PublicEntry))
        session.commit()
    assert public_index.rebuild(story.db) == len(held)
    assert entries(story.db) == held


def test_the_portal_has_a_host_of_its_own(county: County, tmp_path: Path) -> None:
    client = visitor_of(county, tmp_path, public_host="Open.example.gov.cn")
    own, inner = {"Host": "open.example.gov.cn:8443"}, {"Host": "bondlife.internal"}
    assert client.get("/", headers=own).headers["location"] == "/public"
    assert client.get("/public", headers=own).status_code == 200
    for place in ("/sign-in", "/projects", "/api/v1/projects", "/publicity", "/docs"):
        answer = client.get(place, headers=own)
        assert (answer.status_code, "set-cookie" in answer.headers) == (404, False), place
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.get("/sign-in", headers=inner).status_code == 200
    assert client.get("/public", headers=inner).status_code == 200
    code = client.get(f"/public/qr/project/{county.project.public_id}", headers=inner)
    assert code.status_code == 200
    linked = client.get(page_of(county), headers=inner).text
    assert "http://Open.example.gov.cn/public/projects/" in linked
    client.close()


def test_nobody_is_known_on_the_portal(county: County, visitor: TestClient) -> None:
    plain = visitor.get(page_of(county))
    known = visitor.get(
        page_of(county),
        headers={"Cookie": "bondlife_session=x; bondlife_lang=en; bondlife_unit=yi", "HX-Request": "true"},
    )
    assert known.content == plain.content
    missing = visitor.get("/public/projects/nothing", headers={"Cookie": "bondlife_lang=en"})
    assert missing.status_code == 404
    assert "set-cookie" not in {*plain.headers, *known.headers, *missing.headers}
    assert json.loads(visitor.get("/public/data/datapackage.json").text)


def test_a_bond_page_foots(county: County) -> None:
    bond, share = county.bond, county.share
    with county.story.db.reading() as session:
        about = About(session, "bond_page", date.fromisoformat(CUT_OFF), bond.region_id, bond_id=bond.id)
        page = books_content(about)
    [terms] = page["rows"]
    assert terms["left"] == terms["face"] - terms["repaid"]
    assert [(one["share"], one["paid"]) for one in page["projects"]] == [(share.amount, 3 * EACH)]
    assert sum(year["principal"] for year in page["service"]) == share.amount
    assert all(year["due"] == year["principal"] + year["interest"] for year in page["service"])
    assert list(empty_cells(page)) == []


def test_a_region_page_is_the_sum_of_its_instalments(county: County) -> None:
    page = content_of_region(county.story)
    due = columns(Instalment)
    ahead = county.story.all(Instalment, due.payment_date > date.fromisoformat(CUT_OFF))
    [row] = page["rows"]
    assert sum(one["principal"] for one in page["wall"]) == sum(one.principal for one in ahead) > 0
    assert sum(one["interest"] for one in page["wall"]) == sum(one.interest for one in ahead) > 0
    assert (row["projects"], row["paid"]) == (1, 3 * EACH)
    assert row["outstanding"] == sum(one.principal for one in county.story.all(Instalment))


def content_of_region(story: Story) -> Any:
    own = columns(Publication)
    return story.one(
        Publication, own.form == "region_page", own.cut_off == date.fromisoformat(CUT_OFF)
    ).content
