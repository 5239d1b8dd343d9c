"""Organisations are entered before their first project, mended, and closed when nothing belongs to them."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa

from bondlife.db import Database
from bondlife.errors import Conflict, Forbidden, Invalid, Missing
from bondlife.queries.organisations import organisations_view, stored_organisation
from bondlife.queries.search import search_view
from bondlife.services import organisations
from bondlife.services.organisations import OrganisationInput
from models.base import columns
from models.registry import Organisation
from tests.database import People, people_of
from tests.web.signed import make_project

UNIT = {
    "region": "330304",
    "role": "unit",
    "name": "瓯海示例水务有限公司",
    "credit_code": "91350100M000100Y43",
}


def entered(db: Database, people: People, account: str = "officer", **more: Any) -> str:
    """Enter an organisation; return its key."""
    form = OrganisationInput(**{**UNIT, **more})
    return str(organisations.save(db, people[account], form)["public_id"])


def refusal(db: Database, people: People, **more: Any) -> tuple[str, str]:
    """Return the code and field by which an organisation is refused."""
    with pytest.raises(Invalid) as refused:
        entered(db, people, **more)
    return refused.value.problems[0].code, refused.value.problems[0].field


def test_a_unit_is_entered_found_and_offered_to_projects(db: Database, people: People) -> None:
    key = entered(db, people)
    assert [group.lines[0].href for group in search_view(db, people["officer"], "示例水务").groups] == [
        f"/organisations/{key}"
    ]
    project = make_project(db, people["officer"], unit=key)
    view = organisations_view(db, people["officer"], q="913501")
    assert [(line.public_id, line.projects) for line in view.lines] == [(key, 1)]
    assert project
    with pytest.raises(Conflict) as kept:
        organisations.end(db, people["officer"], key, 1)
    assert kept.value.problems[0].params == {"count": 1}


def test_one_name_and_one_code_are_entered_once(db: Database, people: People) -> None:
    entered(db, people)
    assert refusal(db, people, credit_code="") == ("name_taken", "name")
    assert refusal(db, people, name="另一公司") == ("code_taken", "credit_code")
    assert refusal(db, people, name="另一公司", credit_code="91350100M000100Y44") == (
        "credit_code",
        "credit_code",
    )
    entered(db, people, role="department", credit_code="")
    entered(db, people, "city", region="330302")


def test_of_two_who_enter_the_same_at_once_one_is_refused(any_db: Database) -> None:
    people = people_of(any_db)

    def enter(_number: int) -> str:
        try:
            return entered(any_db, people)
        except Invalid as refused:
            return refused.problems[0].code

    with ThreadPoolExecutor(4) as four:
        told = list(four.map(enter, range(4)))
    assert told.count("name_taken") == 3


def test_what_was_entered_is_mended_and_closed(db: Database, people: People) -> None:
    key = entered(db, people)
    form = OrganisationInput(**{**UNIT, "name": "瓯海示例水务集团有限公司"})
    assert organisations.save(db, people["officer"], form, public_id=key, version=1)["version"] == 2
    with pytest.raises(Conflict):
        organisations.save(db, people["officer"], form, public_id=key, version=1)
    moved = OrganisationInput(**{**UNIT, "role": "department"})
    with pytest.raises(Invalid):
        organisations.save(db, people["officer"], moved, public_id=key, version=2)
    organisations.end(db, people["officer"], key, 2)
    assert stored_organisation(db, people["officer"], key).may_store is False
    assert search_view(db, people["officer"], "示例水务").count == 0
    with db.reading() as session:
        own = columns(Organisation)
        assert session.execute(sa.select(own.ended_at).where(own.public_id == key)).scalar_one() is not None


def test_a_foreign_organisation_is_not_there(db: Database, people: People) -> None:
    key = entered(db, people, "city", region="330302")
    with pytest.raises(Missing):
        stored_organisation(db, people["officer"], key)
    with pytest.raises(Missing):
        organisations.end(db, people["officer"], key, 1)
    with pytest.raises(Forbidden):
        entered(db, people, region="330302", name="越界公司", credit_code="")
    assert key not in {line.public_id for line in organisations_view(db, people["officer"]).lines}
