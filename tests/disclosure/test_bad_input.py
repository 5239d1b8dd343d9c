"""What is wrong is said, and nothing of it is published: broken identities, moved books, marks, strangers."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bondlife.db import Database
from bondlife.demo.accounts import add_people
from bondlife.demo.people import Person
from bondlife.errors import Blocked, Conflict, Invalid
from bondlife.services import publications
from bondlife.services.disclosure_check import check
from bondlife.services.disclosure_duties import scan, take_up
from bondlife.services.publications import PublishInput, WordsInput
from models.disclosure_duties import DUTIES
from models.registry import LimitStatement, Publication
from tests.disclosure.test_duties import duties
from tests.lifecycle.story import YI, Story, on
from tests.money.county import EACH, County
from tests.web.signed import SignIn, site

__all__ = ["site"]
DAY = "2037-05-06"
FIGURES = {
    f"{name}_{part}": amount * YI
    for name, total in (("limit_before", 6), ("new_limit", 2), ("limit", 8), ("balance", 5))
    for part, amount in (("total", total), ("general", 1), ("special", total - 1))
}


@dataclass
class Desk:
    """A county with a yearly table and a table of limits, both taken up and filled."""

    county: County
    table: str
    limits: str

    @property
    def story(self) -> Story:
        """Return the story of the county."""
        return self.county.story

    def prepare(self, key: str, **words: Any) -> dict[str, Any]:
        """Fill a publication from the books."""
        version = self.story.row("publication", key).version
        officer = self.story.people["officer"]
        return publications.prepare(self.story.db, officer, key, version, WordsInput(**words))

    def publish(self, key: str) -> dict[str, Any]:
        """Publish what is approved."""
        row = self.story.row("publication", key)
        form = PublishInput.model_validate({"published_on": DAY, "address": "/public/1"})
        return publications.publish(self.story.db, self.story.people["publisher"], key, row.version, form)


@pytest.fixture
def desk(db: Database, tmp_path: Path) -> Desk:
    """Return a county that owes its tables of 2036."""
    county = County(db, tmp_path)
    county.pay(2 * EACH)
    county.change(county.bond, issue_date=date(2036, 3, 19), short_name="36示例债", code="36001")
    own = {"region_id": county.county, "year": 2036, "basis": "published", "ratios": {}}
    county.add(LimitStatement, **own, as_of=date(2036, 12, 31), figures=FIGURES)
    keys = []
    with on(DAY):
        scan(db)
        for what in ("annual_national", "limit_balance"):
            [duty] = duties(county.story, what=what)
            officer = county.story.people["officer"]
            keys.append(str(take_up(db, officer, duty.public_id, duty.version)["public_id"]))
    return Desk(county, keys[0], keys[1])


def empty_answers(told: Story, key: str) -> dict[str, str]:
    """Return words for every cell that has none."""
    from bondlife.disclosure.content import empty_cells

    return dict.fromkeys(empty_cells(told.row("publication", key).content), "无")


def test_every_kind_of_duty_names_who_bears_it() -> None:
    assert {one.owner_role for one in DUTIES} <= {"officer", "publisher"}


def test_a_form_whose_identities_fail_is_not_approved(desk: Desk) -> None:
    statement = desk.story.one(LimitStatement)
    broken = {**FIGURES, "balance_special": 9 * YI, "balance_total": 10 * YI}
    desk.county.change(statement, figures=broken)
    with on(DAY):
        desk.prepare(desk.limits)
        desk.prepare(desk.limits, answers=empty_answers(desk.story, desk.limits))
        desk.story.move("officer", "publication", desk.limits, "draft")
        assert desk.story.refused("officer", "publication", desk.limits, "approve") == {"identity_broken"}
    assert desk.story.row("publication", desk.limits).state == "drafted"


def test_books_that_move_stop_the_approval_and_the_publication(desk: Desk) -> None:
    key, project = desk.table, desk.county.project
    whole = project.total_investment
    with on(DAY):
        desk.prepare(key)
        desk.prepare(key, answers=empty_answers(desk.story, key))
        desk.story.move("officer", "publication", key, "draft")
        asked = desk.story.move("officer", "publication", key, "approve")
        with pytest.raises(Conflict):
            desk.story.decide("reviewer", asked["approval"], "sha256:" + "0" * 64)
        desk.story.decide("reviewer", asked["approval"], asked["digest"])
        desk.county.change(project, total_investment=whole + 100)
        with pytest.raises(Blocked) as refusal:
            desk.story.decide("deputy", asked["approval"], asked["digest"])
        assert {one.code for one in refusal.value.problems} == {"books_moved"}
        assert "债券项目总投资" in refusal.value.problems[0].text()
        desk.county.change(desk.story.row("project", project.public_id), total_investment=whole)
        desk.story.decide("deputy", asked["approval"], asked["digest"])
        desk.county.change(desk.story.row("project", project.public_id), total_investment=1)
        with pytest.raises(Blocked) as refusal:
            desk.publish(key)
        assert "books_moved" in {one.code for one in refusal.value.problems}
        assert check(desk.story.db)["drift"] == []
    assert {one.state for one in desk.story.all(Publication)} == {"approved", "due"}


@pytest.mark.parametrize("words", ["\x07", "a\x00b", "\u202e说明"])
def test_marks_that_cannot_be_seen_are_refused(words: str) -> None:
    with pytest.raises(ValidationError):
        WordsInput(answers={"rows[1].note": words})


def test_endless_words_and_words_for_a_figure_are_refused(desk: Desk) -> None:
    with on(DAY):
        desk.prepare(desk.table)
        for answers, code in (
            ({"rows[1].note": "x" * 1001}, "too_long"),
            ({"rows[1].amount": "1"}, "no_such_cell"),
        ):
            with pytest.raises(Invalid) as refusal:
                desk.prepare(desk.table, answers=answers)
            assert refusal.value.problems[0].code == code


def test_markup_is_text_and_strangers_see_nothing(desk: Desk, site: SignIn) -> None:
    mark = '<script>alert(1)</script>{{ 7*7 }}"'
    with on(DAY):
        desk.prepare(desk.table)
        desk.prepare(desk.table, answers={"rows[1].note": mark})
        officer = site("officer")
        page = officer.get(f"/publications/{desk.table}").text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert officer.get(f"/publications/{desk.table}/file/xlsx").content[:2] == b"PK"
        for text in ("%", "'", "_", "\\", "瓯海" * 500, "mine", "role:x", "<b>"):
            found = officer.get("/disclosure", params={"owner": text, "what": text, "region": text})
            assert found.status_code == 200, text[:20]
        assert officer.get("/disclosure", params={"owner": "x" * 10_000}).status_code == 200
        for address in (f"/public/publications/{desk.table}", f"/public/publications/{desk.limits}"):
            assert officer.get(address).status_code == 404
        add_people(desk.story.db, (Person("stranger", "外地经办", "officer", "debt", "330200"),))
        stranger = site("stranger")
        assert stranger.get(f"/publications/{desk.table}").status_code == 404
        assert desk.county.project.name not in stranger.get("/disclosure?shown=all").text
