"""Every figure of an official form says how it comes about, inside the house with the way to its records."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bondlife.db import Database
from bondlife.disclosure.about import sheet_of
from bondlife.errors import Invalid
from bondlife.lifecycle.facts import rows
from bondlife.queries.publication import publication_view
from bondlife.queries.published_form import sections_of
from bondlife.services.disclosure_duties import scan, take_up
from bondlife.services.publications import WordsInput, prepare
from models.disclosure_forms import forms
from models.disclosure_forms.told import MADE, TOLD
from models.registry import Publication
from tests.database import copied_database
from tests.disclosure.test_duties import duties
from tests.lifecycle.story import on
from tests.money.county import EACH, County

DAY = "2037-05-06"


def test_every_figure_of_an_official_form_is_explained() -> None:
    for key in {*TOLD, *MADE}:
        places = {
            f"{section.name}.{one.name}": one for section in forms()[key].sections for one in section.columns
        }
        assert {*TOLD.get(key, {}), *MADE.get(key, {})} <= set(places)
        silent = [
            place
            for place, one in places.items()
            if one.kind not in ("text", "date") and not (one.made or one.told)
        ]
        assert silent == []


@pytest.fixture(scope="module")
def taken(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return a county whose report in words and yearly table are filled, and the keys of both."""
    folder = tmp_path_factory.mktemp("asked")
    with copied_database(request, "sqlite", folder) as db:
        yield filled(db, folder)


def filled(db: Database, folder: Path) -> tuple[County, str, str]:
    """Fill the report and the table of a county."""
    county = County(db, folder)
    county.pay(2 * EACH)
    county.change(county.bond, issue_date=date(2036, 3, 19), short_name="36示例债", code="36001")
    keys = []
    with on(DAY):
        scan(db)
        for what in ("annual_report", "annual_national"):
            [duty] = duties(county.story, what=what)
            made = take_up(db, county.story.people["officer"], duty.public_id, duty.version)
            key = str(made["public_id"])
            prepare(db, county.story.people["officer"], key, int(made["version"]), WordsInput())
            keys.append(key)
    return county, keys[0], keys[1]


def asked(county: County, key: str, place: str) -> Any:
    with on(DAY):
        return publication_view(county.story.db, county.story.people["officer"], key, None, place).explain


def test_a_formula_is_told_with_its_numbers(taken: tuple[County, str, str]) -> None:
    county, report, _table = taken
    found = asked(county, report, "F5:rows[1].paid_share")
    [told] = found.explanation.outputs
    assert (told.formula, told.in_words_zh) == ("{paid} ÷ {received}", "截至年末支出 ÷ 截至年末到位资金")
    assert {one.name: one.value for one in found.explanation.inputs} == {
        "received": county.share.amount,
        "paid": 2 * EACH,
    }
    assert next(one.href for one in found.refs) == f"/projects/{county.project.public_id}"


def test_a_sum_of_the_books_says_what_it_sums_and_where(taken: tuple[County, str, str]) -> None:
    county, _report, table = taken
    found = asked(county, table, "F3:rows[1].bond_share")
    assert found.value == 2 * EACH
    assert [(one.label, one.value) for one in found.explanation.inputs] == [("2036-05", 2 * EACH)]
    came = asked(county, table, "F3:rows[1].received")
    assert [(one.label, one.value) for one in came.explanation.inputs] == [("2036-04", county.share.amount)]
    invested = asked(county, table, "F3:rows[1].investment")
    assert invested.explanation.outputs[0].in_words_zh == "经批复的项目总投资"
    assert f"/bonds/{county.bond.public_id}" in [one.href for one in found.refs]
    with county.story.db.reading() as session:
        assert all(sheet_of(session, one) is not None for one in rows(session, Publication))


@pytest.mark.parametrize(
    "key", ["F3:rows[9].amount", "F4:rows[1].realised", "x", "F3:rows[1].bond_name", "F3:"]
)
def test_a_figure_that_is_not_there_is_refused(taken: tuple[County, str, str], key: str) -> None:
    county, _report, table = taken
    with pytest.raises(Invalid, match="no figure"):
        asked(county, table, key)


def test_every_figure_shown_can_be_asked(taken: tuple[County, str, str]) -> None:
    county, *keys = taken
    for key in keys:
        content = county.story.row("publication", key).content
        for section in sections_of(forms()[content["form"]], content):
            for one in (
                cell for row in section.rows for cell in row if cell.is_figure and cell.value is not None
            ):
                assert asked(county, key, f"{content['form']}:{one.place}").explanation.outputs
