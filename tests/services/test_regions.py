"""Regions: added, renamed, given another parent by two administrators; scopes follow at once."""

import pytest
import sqlalchemy as sa

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import Conflict, Forbidden, Invalid
from bondlife.queries.search import search_view
from bondlife.services import regions
from bondlife.services.regions import RegionChange, RegionInput
from bondlife.settings import Settings
from bondlife.verify import rows
from models.base import columns
from models.registry import Project, Region, RegionClosure, RegionCode, RegionParent
from tests.database import People, people_of
from tests.web.signed import make_project

MOVED = RegionChange(code="330304", name="瓯海新区", parent="330100", reason="示例批复〔2026〕1号")


@pytest.fixture
def people(any_db: Database) -> People:
    return people_of(any_db)


def proposed(db: Database, people: People, form: RegionChange = MOVED) -> str:
    """Propose a change of the county; return its key."""
    return str(regions.propose(db, people["system"], "330304", form)["public_id"])


def above(db: Database, code: str) -> set[str]:
    """Return the codes of what a region stands under, itself included."""
    own, closure = columns(Region), columns(RegionClosure)
    lower = sa.select(own.id).where(own.code == code).correlate(None).scalar_subquery()
    statement = sa.select(own.code).join(RegionClosure, closure.ancestor_id == own.id)
    with db.reading() as session:
        return set(session.execute(statement.where(closure.descendant_id == lower)).scalars())


def test_nothing_holds_before_a_second_administrator_signs(any_db: Database, people: People) -> None:
    change = proposed(any_db, people)
    assert above(any_db, "330304") == {"330304", "330300", "330000", "000000"}
    with pytest.raises(Forbidden):
        regions.decide(any_db, people["system"], change, 1, approve=True)
    regions.decide(any_db, people["security"], change, 1, approve=True)
    assert above(any_db, "330304") == {"330304", "330100", "330000", "000000"}
    with pytest.raises(Conflict):
        regions.decide(any_db, people["security"], change, 2, approve=True)


def test_who_sees_its_projects_changes_with_it(any_db: Database, people: People) -> None:
    project = make_project(any_db, people["officer"])
    city = people_of(any_db)["city"]
    assert project in str(search_view(any_db, city, "双溪"))
    regions.decide(any_db, people["security"], proposed(any_db, people), 1, approve=True)
    with any_db.reading() as session:
        held = session.execute(
            sa.select(columns(Project).region_id).execution_options(scoped=True)
        ).scalar_one()
        assert session.get_one(Region, held).name == "瓯海新区"
    assert project not in str(search_view(any_db, people_of(any_db)["city"], "双溪"))
    assert project in str(search_view(any_db, people_of(any_db)["officer"], "双溪"))


def test_codes_and_parents_keep_their_days(any_db: Database, people: People) -> None:
    regions.decide(any_db, people["security"], proposed(any_db, people), 1, approve=True)
    again = RegionChange(code="3303ZH", name="瓯海新区", parent="330300", reason="更正")
    second = str(regions.propose(any_db, people["system"], "330304", again)["public_id"])
    regions.decide(any_db, people["security"], second, 1, approve=True)
    today = clock.business_date()
    with any_db.reading() as session:
        key = session.execute(
            sa.select(columns(Region).id).where(columns(Region).code == "3303ZH")
        ).scalar_one()
        code, parent = columns(RegionCode), columns(RegionParent)
        codes = session.execute(
            sa.select(code.code, code.name, code.valid_to).where(code.region_id == key).order_by(code.id)
        ).all()
        parents = session.execute(
            sa.select(parent.valid_from, parent.valid_to).where(parent.region_id == key).order_by(parent.id)
        ).all()
    assert [tuple(row) for row in codes] == [("330304", "瓯海区", today), ("3303ZH", "瓯海新区", None)]
    assert [row.valid_to for row in parents] == [today, None]
    assert parents[1].valid_from == today
    assert not rows.registers(any_db, Settings()).problems


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (RegionChange(code="330304", name="瓯海区", parent="330300", reason="无"), "no_change"),
        (RegionChange(code="330304", name="瓯海区", parent="999999", reason="无"), "no_region"),
        (RegionChange(code="330304", name="瓯海区", parent="330304", reason="无"), "cycle"),
        (RegionChange(code="330302", name="瓯海区", parent="330300", reason="无"), "code_taken"),
    ],
)
def test_what_cannot_be_is_refused_when_it_is_asked(
    any_db: Database, people: People, form: RegionChange, code: str
) -> None:
    with pytest.raises((Invalid, Conflict)) as refused:
        proposed(any_db, people, form)
    assert refused.value.problems[0].code == code


def test_a_zone_that_was_added_is_found_by_its_name(any_db: Database, people: People) -> None:
    form = RegionInput(
        code="3303KF", name="示例开发区", level="zone", parent="330304", valid_from=clock.business_date()
    )
    regions.add(any_db, people["system"], form)
    assert above(any_db, "3303KF") == {"3303KF", "330304", "330300", "330000", "000000"}
    assert not rows.registers(any_db, Settings()).problems
    with pytest.raises(Forbidden):
        regions.add(any_db, people["officer"], form.model_copy(update={"code": "3303KG"}))
