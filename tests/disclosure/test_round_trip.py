"""A published form is fetched back from the portal and imported again: the same project, every field.

Source: 宁波市财政局 2021-09-15 (czj.ningbo.gov.cn, F1 of the thirteenth special bond of 2021).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bondlife import clock
from bondlife.db import Database
from bondlife.demo.accounts import add_people
from bondlife.demo.people import Person
from bondlife.disclosure.content import empty_cells
from bondlife.security.actor import SYSTEM
from bondlife.security.authenticate import actor_of
from bondlife.services import disclosure_duties, publications
from bondlife.services.disclosure_duties import scan
from bondlife.services.imports import confirm, preview
from bondlife.services.publications import PublishInput, WordsInput
from models.registry import Bond, BondShare, Forecast, ForecastCell, FundingPlan, Project
from tests.database import copied_database
from tests.disclosure.test_builders import NINGBO
from tests.disclosure.test_duties import duties
from tests.exchange.forms import form_rows, html
from tests.lifecycle.story import Story
from tests.web.signed import SignIn, site

__all__ = ["site"]

WHOLE = html(form_rows(revenue_total="102.1029"))
"""The printed form as far as it was saved, with the total of the years that were."""
PEOPLE = (
    Person("nb-officer", "宁波经办", "officer", "debt", "330200"),
    Person("nb-reviewer", "宁波复核", "reviewer", "debt", "330200"),
    Person("nb-deputy", "宁波分管", "leader", "", "330200"),
    Person("nb-publisher", "宁波公开", "publisher", "", "330200"),
)
STORED_AS = {
    "id",
    "public_id",
    "version",
    "created_at",
    "state_since",
    "code",
    "project_id",
    "forecast_id",
    "bond_id",
}
"""What a row is stored under, which every import gives anew."""
HELD = (Bond, Project, BondShare, FundingPlan, Forecast, ForecastCell)


def facts(db: Database) -> Mapping[str, list[dict[str, Any]]]:
    """Return every row of bonds, projects and plans, without what they are stored under."""
    with db.reading() as session:
        return {
            model.__name__: [
                {
                    name: value
                    for name, value in row.model_dump().items()
                    if name not in {*STORED_AS, "bond_id"}
                }
                for row in session.execute(sa.select(model).execution_options(scoped=True)).scalars()
            ]
            for model in HELD
        }


def published(story: Story) -> str:
    """Take the form of the bond from its duty to the public, as people of its issuer do."""
    add_people(story.db, PEOPLE)
    story.people = {**story.people, **{one.account: actor_of(story.db, one.account) for one in PEOPLE}}
    officer = story.people["nb-officer"]
    scan(story.db)
    [duty] = duties(story, what="pre_issue")
    taken = disclosure_duties.take_up(story.db, officer, duty.public_id, duty.version)
    key = str(taken["public_id"])
    told = publications.prepare(story.db, officer, key, int(taken["version"]), WordsInput())
    places = empty_cells(story.row("publication", key).content)
    words = WordsInput(answers=dict.fromkeys(places, "未编制"))
    assert publications.prepare(story.db, officer, key, int(told["version"]), words)["empty"] == 0
    story.move("nb-officer", "publication", key, "draft")
    opened = story.move("nb-officer", "publication", key, "approve")
    for signer in ("nb-reviewer", "nb-deputy"):
        story.decide(signer, opened["approval"], opened["digest"])
    today = clock.business_date().isoformat()
    form = PublishInput.model_validate({"published_on": today, "address": f"/public/publications/{key}"})
    version = story.row("publication", key).version
    publications.publish(story.db, story.people["nb-publisher"], key, version, form)
    return key


@pytest.mark.parametrize(
    ("unit", "name"), [("wan", "万元"), pytest.param("yi", "亿元", marks=pytest.mark.full)]
)
def test_the_portal_gives_the_same_project_back(
    db: Database, tmp_path: Path, site: SignIn, request: pytest.FixtureRequest, unit: str, name: str
) -> None:
    confirm(db, SYSTEM, preview(db, "disclosure", WHOLE), NINGBO)
    before = facts(db)
    key = published(Story(db, tmp_path / "papers"))
    page = site("officer").get(f"/public/publications/{key}?unit={unit}")
    assert page.status_code == 200
    folder = tmp_path / "other"
    folder.mkdir()
    with copied_database(request, "sqlite", folder) as other:
        report = preview(other, "disclosure", page.content, unit=name)
        assert not report.draft.errors, report.draft.errors
        assert confirm(other, SYSTEM, report, "page.html").state == "stored"
        after = facts(other)
    for model, rows in before.items():
        assert after[model] == rows, model
