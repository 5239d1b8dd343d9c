"""A closed month or year refuses every way in: new rows dated in it, dates moved, records moved today."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from bondlife.acts import Act, perform
from bondlife.errors import Invalid, Refusal
from bondlife.security.actor import SYSTEM
from bondlife.services import records
from bondlife.services.inputs import RECORD_INPUTS, QuotaNoticeInput
from bondlife.services.quota import post_line
from models.base import columns
from models.registry import AuditRecord, Period, PlatformLine, QuotaLine
from tests.database import copied_database
from tests.lifecycle.scene import Scene
from tests.lifecycle.story import WAN, Story, on
from tests.scenarios.money_case import MoneyCase


@pytest.fixture(scope="module")
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MoneyCase]:
    """Return a county whose February 2036 and whole year 2035 are closed."""
    folder = tmp_path_factory.mktemp("locks")
    with copied_database(request, "sqlite", folder) as db:
        found = MoneyCase(Scene(Story(db, folder / "papers")), 1)
        found.arrived(800 * WAN)
        found.agreed(900 * WAN)
        found.budgeted(800 * WAN)

        def lock(act: Act) -> None:
            for month in ("2036-02", "2035"):
                act.session.add(Period(region_id=found.scene.county, month=month, locked_at=act.now))

        perform(db, SYSTEM, "test.lock", lock)
        yield found


def quota(case: MoneyCase, day: str) -> Any:
    form = {
        "region": "330304",
        "year": 2036,
        "entry": "opening",
        "amount": "100000000",
        "notice_number": f"财债〔2036〕{day}",
        "notified_on": day,
    }
    return post_line(case.story.db, case.story.people["officer"], QuotaNoticeInput.model_validate(form))


def created(case: MoneyCase, record: str, **values: Any) -> Any:
    form = RECORD_INPUTS[record].model_validate({"project": case.project.public_id, **values})
    return records.create(case.story.db, case.story.people["officer"], record, form)


def line(case: MoneyCase, day: str) -> Any:
    told = {"year": 2036, "account": "23204", "purpose": f"p{day[-2:]}", "amount": "1", "approved_on": day}
    return created(case, "budget_line", **told, document_number="x")


def movement(case: MoneyCase, day: str) -> Any:
    told = {"type": "income_handed_in", "number": f"WL-{day}", "amount": "1", "moved_on": day}
    return created(case, "movement", **told, counterparty="甲")


def row(case: MoneyCase, day: str) -> Any:
    values: dict[str, Any] = {
        "kind": "plan",
        "number": day,
        "on": date.fromisoformat(day),
        "amount": 1,
        "values": {},
    }
    own: dict[str, Any] = {"region_id": case.scene.county, "file_digest": "x", "file_row": 1, "line_key": day}
    return case.story.register(PlatformLine(**values, **own))


WAYS: dict[str, Callable[[MoneyCase, str], Any]] = {
    "a quota line": quota,
    "a budget line": line,
    "a movement": movement,
    "a row of the platform": row,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("day", ["2036-02-29", "2035-07-01"])
def test_nothing_dated_in_a_closed_month_or_year_is_stored(case: MoneyCase, way: str, day: str) -> None:
    with on("2036-05-06"), pytest.raises(Invalid) as refusal:
        WAYS[way](case, day)
    (problem,) = refusal.value.problems
    assert problem.code == "period_locked"
    assert (problem.params or {})["month"] in day
    with case.story.db.reading() as session:
        newest = sa.select(AuditRecord).order_by(columns(AuditRecord).seq.desc()).limit(1)
        last = session.execute(newest).scalar_one()
    assert (last.outcome, last.detail["code"]) == ("refused", refusal.value.code)


@pytest.mark.parametrize("way", WAYS)
def test_the_month_beside_it_is_open(case: MoneyCase, way: str) -> None:
    with on("2036-05-06"):
        assert WAYS[way](case, "2036-03-01")


def test_a_date_is_not_moved_into_a_closed_month_nor_out_of_it(case: MoneyCase) -> None:
    with on("2036-05-06"):
        held = case.pay(10 * WAN)
    for before, after in ((date(2036, 5, 6), date(2036, 2, 6)), (date(2036, 2, 6), date(2036, 5, 6))):

        def work(act: Act, before: date = before, after: date = after) -> None:
            found = act.get(type(held), held.id)
            found.paid_on = before
            act.change(found, paid_on=after)

        with pytest.raises(Refusal):
            perform(case.story.db, SYSTEM, "test.change", work)
    assert case.fresh(held).paid_on == date(2036, 5, 6)


def test_no_record_is_written_or_moved_today_where_today_is_closed(case: MoneyCase) -> None:
    with on("2036-02-20"), pytest.raises(Invalid) as refusal:
        line(case, "2036-03-25")
    assert refusal.value.problems[0].code == "period_locked"


def test_other_regions_stay_open(case: MoneyCase) -> None:
    assert not case.story.all(QuotaLine, columns(QuotaLine).notified_on == date(2036, 2, 29))
    values: dict[str, Any] = {"year": 2036, "bond_type": "special", "entry": "opening", "amount": 1}
    day: dict[str, Any] = {"notified_on": date(2036, 2, 29)}
    assert case.story.register(QuotaLine(region_id=case.scene.city, **values, **day))
