"""The public side: what is published is there for everybody, without cookies; nothing else is."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator  # type: ignore[import-untyped]
from referencing import Registry, Resource
from starlette.testclient import TestClient

from bondlife.db import Database
from bondlife.services import disclosure_duties, publications
from bondlife.services.disclosure_duties import scan
from bondlife.services.disclosure_settings import ShowInput, decide, propose
from bondlife.settings import Settings
from bondlife.web.app import create_app
from models.base import columns
from models.registry import DisclosureDuty, Publication
from tests.database import copied_database
from tests.disclosure.test_duties import JUNE
from tests.disclosure.test_duties import publish as publish_table
from tests.lifecycle.story import Story, on
from tests.money.county import EACH, County

DAY = "2037-07-03"
TOKENS = ("13912345678", "6222020200112233445", "隐秘词")
"""Seeded in private fields: in no public byte."""


@pytest.fixture(scope="module")
def county(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """Return a county whose yearly table is published three days late; another content is drafted."""
    folder = tmp_path_factory.mktemp("portal")
    with copied_database(request, "sqlite", folder) as db:
        yield told_late(db, folder)


def told_late(db: Database, folder: Path) -> County:
    """Set the scene of this module once."""
    county = County(db, folder)
    county.pay(2 * EACH)
    story = county.story
    county.change(county.bond, issue_date=date(2036, 3, 19), short_name="36示例债", code="36001")
    county.change(county.project, name="双溪<b>污水</b>处理", sort_key="shuangxi sx")
    county.change(county.project, fields={**county.project.fields, "contact": TOKENS[0], "memo": TOKENS[2]})
    with on(JUNE):
        scan(db)
        own = columns(DisclosureDuty)
        officer = story.people["officer"]
        table, report = (
            story.one(DisclosureDuty, own.what == what) for what in ("annual_table", "annual_report")
        )
        taken = disclosure_duties.take_up(db, officer, table.public_id, table.version)
        disclosure_duties.take_up(db, officer, report.public_id, report.version)
    publish_table(story, str(taken["public_id"]), DAY)
    with on(DAY):
        scan(db)
    return county


@pytest.fixture
def visitor(county: County, tmp_path: Path) -> Iterator[TestClient]:
    """Return somebody who is not signed in."""
    settings = Settings(data_dir=tmp_path / "data", argon2_cheap=True)
    client = TestClient(create_app(settings, county.story.db), base_url="http://testserver")
    yield client
    client.close()


def content_of(story: Story, state: str) -> Publication:
    """Return the yearly table, or the report that is not prepared yet."""
    form = "F4" if state == "published" else "F5"
    found: Publication = story.one(
        Publication, columns(Publication).state == state, columns(Publication).form == form
    )
    return found


def test_what_is_published_is_there_and_nothing_else(county: County, visitor: TestClient) -> None:
    story = county.story
    public, draft = content_of(story, "published"), content_of(story, "due")
    pages = [
        "/public",
        "/public?q=污水",
        "/public?q=sx&lang=en",
        "/public/regions/330304",
        "/public/regions/330000",
        f"/public/projects/{county.project.public_id}",
        f"/public/publications/{public.public_id}",
        f"/public/publications/{public.public_id}/file/json",
        "/public/data",
        "/public/data/projects.json",
        "/public/data/figures.csv",
        "/public/feeds/330304.atom",
        f"/public/qr/project/{county.project.public_id}",
    ]
    for page in pages:
        answer = visitor.get(page)
        assert answer.status_code == 200, page
        assert "set-cookie" not in answer.headers
        assert not [token for token in TOKENS if token in answer.text], page
        assert "<b>污水</b>" not in answer.text or "json" in page or "csv" in page
        assert not answer.headers["content-type"].startswith("text/html") or "逾期" not in answer.text
    for hidden in (
        f"/public/publications/{draft.public_id}",
        f"/public/publications/{draft.public_id}/file/json",
        f"/public/bonds/{county.bond.public_id}",
        "/public/projects/00000000-0000-4000-8000-000000000000",
        "/public/regions/nowhere",
        f"/public/publications/{public.public_id}/file/exe",
        "/public/data/projects/x",
    ):
        assert visitor.get(hidden).status_code == 404, hidden
    for query in ("%", "'", "_", "瓯海" * 2000, "\x00", "<script>"):
        found = visitor.get("/public", params={"q": query})
        assert found.status_code == 200
        assert county.project.name not in found.text
        assert "<script>" not in found.text.partition("<main")[2]


def test_an_unchanged_page_is_not_sent_again(county: County, visitor: TestClient) -> None:
    page = f"/public/publications/{content_of(county.story, 'published').public_id}"
    first = visitor.get(page)
    again = visitor.get(page, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = visitor.get(f"{page}?lang=en", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200
    assert "public" in first.headers["cache-control"]


def test_lateness_is_shown_once_two_leaders_say_so(county: County, visitor: TestClient) -> None:
    story = county.story
    page = f"/public/publications/{content_of(story, 'published').public_id}"
    form = {"region": "330304", "key": "disclosure.show_lateness", "shown": "yes"}
    wanted = ShowInput.model_validate({**form, "valid_from": DAY, "reason": "公开透明"})
    with on(DAY):
        told = propose(story.db, story.people["leader"], wanted)
        project = f"/public/projects/{county.project.public_id}"
        assert "天公开" not in visitor.get(page).text + visitor.get(project).text
        with pytest.raises(Exception, match="second person"):
            decide(story.db, story.people["leader"], told["public_id"], told["version"], approve=True)
        decide(story.db, story.people["deputy"], told["public_id"], told["version"], approve=True)
        assert "逾期 3 天公开" in visitor.get(page).text
        assert "逾期 3 天公开" in visitor.get(project).text.partition("按时与逾期")[2]


def test_a_correction_stands_beside_what_it_corrects(county: County, visitor: TestClient) -> None:
    story = county.story
    old = content_of(story, "published")
    with on(DAY):
        publications.correct(story.db, story.people["officer"], old.public_id, old.version, "数据更正")
        page = visitor.get(f"/public/publications/{old.public_id}").text
        assert "数据更正" not in page  # a draft of a correction is nobody's business
        assert "更正稿" not in page


@pytest.mark.shared
def test_open_data_meets_the_standard(county: County, visitor: TestClient, reference_data: Path) -> None:
    folder = reference_data / "standards/oc4ids-0.9.5"
    package, project = (
        json.loads((folder / f"project-{name}schema.json").read_text()) for name in ("package-", "")
    )
    registry: Any = Registry().with_resources(
        (one["id"], Resource.from_contents(one, default_specification=_draft4()))
        for one in (package, project)
    )
    check = Draft4Validator(package, registry=registry)
    one = visitor.get(f"/public/data/projects/{county.project.public_id}").json()
    for told in (one, visitor.get("/public/data/projects.json").json()):
        assert [error.message for error in check.iter_errors(told)] == []
        assert [
            list(Draft4Validator(project, registry=registry).iter_errors(each)) for each in told["projects"]
        ] == [[]]
        assert told["projects"][0]["budget"]["amount"] == {
            "amount": county.project.total_investment // 100,
            "currency": "CNY",
        }
    rows = list(csv.DictReader(StringIO(visitor.get("/public/data/figures.csv").text)))
    fields = [
        field["name"]
        for field in visitor.get("/public/data/datapackage.json").json()["resources"][0]["schema"]["fields"]
    ]
    assert list(rows[0]) == fields
    assert {row["value"] for row in rows if row["field"] == "realised"} == {str(2 * EACH)}


def _draft4() -> Any:
    from referencing.jsonschema import DRAFT4

    return DRAFT4
