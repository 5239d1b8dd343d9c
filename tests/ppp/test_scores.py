"""Scores: tables and their minima, three sources side by side, objection windows, what is frozen."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bondlife.db import Database
from bondlife.errors import Blocked, Conflict, Forbidden, Invalid
from bondlife.jobs.ppp_scan import run as scan
from bondlife.queries.ppp_calendar import due_of
from bondlife.services import documents, moves, ppp_periods, ppp_scores, records
from bondlife.services.ppp_inputs import WaiverInput
from models.registry import Evaluation, PeriodInput, ServiceEvent, Task, Waiver
from tests.database import copied_database
from tests.lifecycle.story import Story
from tests.ppp.test_runs import _Silent
from tests.ppp.works import PERIOD, TODAY, YUAN, Works, on


class Site:
    """An evaluator on site, and who comes after."""

    def __init__(self, works: Works) -> None:
        self.works, self.story, self.db = works, works.story, works.db

    def opened(self, cycle: str = PERIOD) -> str:
        form = ppp_scores.ScoreInput(ppp_contract=self.works.contract.public_id, cycle=cycle)
        return str(ppp_scores.open_score(self.db, self.story.people["evaluator"], form)["public_id"])

    def row(self, key: str) -> Evaluation:
        found: Evaluation = self.story.row("evaluation", key)
        return found

    def score(self, key: str, who: str = "evaluator", **lost: Any) -> None:
        """Give full points but where something was lost."""
        items = []
        for one in self.row(key).sheet["items"]:
            points = lost.get(one["key"], one["points"])
            told = {
                "key": one["key"],
                "self": one["points"],
                "recheck": points,
                "third": points,
                "score": points,
            }
            items.append({**told, "reason": "现场扣分" if points != one["points"] else ""})
        self.save(key, items, who)

    def save(self, key: str, items: list[dict[str, Any]], who: str = "evaluator") -> None:
        form = ppp_scores.SheetInput.model_validate({"items": items})
        ppp_scores.save_sheet(self.db, self.story.people[who], key, form, self.row(key).version)

    def approved(self, key: str) -> None:
        self.story.move("evaluator", "evaluation", key, "submit")
        asked = self.story.move("evaluator2", "evaluation", key, "approve")
        self.story.decide("reviewer", asked["approval"], asked["digest"])


Frozen = tuple[Site, str]


@pytest.fixture
def site(db: Database, tmp_path: Path) -> Site:
    return Site(Works(Story(db, tmp_path)))


@pytest.fixture(scope="module")
def frozen(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, str]]:
    """Return a score that went all the way; tests only look."""
    folder = tmp_path_factory.mktemp("frozen")
    with copied_database(request, "sqlite", folder) as db:
        site = Site(Works(Story(db, folder)))
        with on("2036-10-12"):
            key = site.opened()
            site.score(key, operation="30.5", archives="4")
            site.approved(key)
        with on("2036-10-20"):
            scan(db, {}, _Silent(), None)  # type: ignore[arg-type]
        yield site, key


def test_a_score_is_closed_frozen_and_kept(frozen: tuple[Site, str]) -> None:
    site, key = frozen
    row = site.row(key)
    assert (row.state, row.score, row.self_score, row.third_score) == (
        "concluded",
        Decimal("94.5"),
        Decimal(100),
        Decimal("94.5"),
    )
    assert row.fields["objection_until"] == "2036-10-17", "five working days from Sunday the 12th"
    assert row.digest.startswith("sha256:")
    with pytest.raises(Blocked, match="submitted"):
        site.save(key, [{"key": "operation", "score": "35"}])


def test_evaluations_that_fall_due_become_tasks_once(frozen: tuple[Site, str]) -> None:
    site, _key = frozen
    phases = sorted(one.params["phase"] for one in site.story.all(Task) if one.subject == "ppp_contract")
    assert phases == ["mid_term", "operation"]
    with on("2036-10-21"):
        scan(site.db, {}, _Silent(), None)  # type: ignore[arg-type]
    assert len([one for one in site.story.all(Task) if one.subject == "ppp_contract"]) == 2


def test_a_cycle_that_pays_is_opened_by_its_calendar_and_reminds_until_handed_in(
    site: Site,
) -> None:
    def sheets() -> list[tuple[str, str]]:
        return [(one.phase, one.cycle) for one in site.story.all(Evaluation)]

    with on("2036-12-20"):
        told = scan(site.db, {}, _Silent(), None)  # type: ignore[arg-type]
    assert (told["opened"], sheets()) == (1, [("operation", "2036-Q3")]), "Q4 ends in more than ten days"
    with on("2036-12-21"):
        assert scan(site.db, {}, _Silent(), None)["opened"] == 1  # type: ignore[arg-type]
        assert scan(site.db, {}, _Silent(), None)["opened"] == 0  # type: ignore[arg-type]
    assert sheets() == [("operation", "2036-Q3"), ("operation", "2036-Q4")]
    task = next(one for one in site.story.all(Task) if (one.params or {}).get("cycle") == "2036-Q4")
    assert (str(task.due_on), task.role, task.done_on) == ("2037-01-20", "evaluator", None)
    assert "PPP-2018-03" in task.title_zh
    assert "%(" not in task.title
    key = site.story.all(Evaluation)[-1].public_id
    with on("2037-01-04"):
        site.score(key)
        site.story.move("evaluator", "evaluation", key, "submit")
    assert next(one for one in site.story.all(Task) if one.id == task.id).done_on is not None


def test_evaluations_of_a_life_fall_due_on_their_days(site: Site) -> None:
    """Operation began on 2030-01-01 and the contract ends on 2039-12-31: what is due on some days of it."""
    site.works.alter(site.works.contract, ends_on=date(2039, 12, 31))
    asked = {
        "2030-06-01": {("construction", "2030", "2030-04-01"), ("operation", "2030-Q1", "2030-04-20")},
        "2031-03-01": {
            ("construction", "2030", "2030-04-01"),
            ("operation", "2030", "2031-03-31"),
            ("operation", "2030-Q4", "2031-01-20"),
        },
        "2035-02-01": {
            ("operation", "2034", "2035-03-31"),
            ("mid_term", "2035", "2035-01-01"),
            ("operation", "2034-Q4", "2035-01-20"),
        },
        "2040-02-01": {
            ("operation", "2039", "2040-03-31"),
            ("mid_term", "2040", "2040-01-01"),
            ("operation", "2039-Q4", "2040-01-20"),
            ("hand_over", "2039", "2040-12-31"),
        },
    }
    for day, expected in asked.items():
        with site.db.reading() as session:
            found = due_of(session, site.works.contracts(), date.fromisoformat(day))
            assert {(one.phase_key, one.cycle, str(one.due_on)) for _row, one in found} == expected, day


def test_a_score_above_the_maximum_is_refused_at_its_place(site: Site) -> None:
    with on(TODAY):
        key = site.opened()
        with pytest.raises(Invalid) as refused:
            site.save(key, [{"key": "operation", "score": "35.1"}])
        assert [(p.code, p.field) for p in refused.value.problems] == [
            ("score_above_maximum", "items.0.score")
        ]
        with pytest.raises(ValidationError, match="one decimal"):
            site.save(key, [{"key": "operation", "score": "3.55"}])
    assert site.row(key).version == 1


def test_items_that_do_not_apply_are_left_out_and_the_rest_rescaled(site: Site) -> None:
    with on(TODAY):
        key = site.opened()
        site.score(key, maintenance="19")
        site.save(key, [{"key": "cost", "applies": False}])
        site.approved(key)
    row = site.row(key)
    assert (row.fields["raw"], row.fields["applicable_maximum"], row.score) == ("84.0", "90", Decimal("93.3"))


def test_an_unscored_item_or_a_silent_loss_stops_the_sheet(site: Site) -> None:
    with on(TODAY):
        key = site.opened()
        site.score(key)
        site.save(key, [{"key": "safety", "score": "8", "reason": ""}])
        with pytest.raises(Blocked, match="lost points: write why"):
            site.story.move("evaluator", "evaluation", key, "submit")
        site.save(key, [{"key": "safety", "score": None}])
        with pytest.raises(Blocked, match="has no score yet"):
            site.story.move("evaluator", "evaluation", key, "submit")


def test_a_table_keeps_its_full_mark_and_its_minima(site: Site) -> None:
    with on(TODAY):
        key = site.opened()
        rows = [
            {"key": "water", "first": "output", "second": "operation", "name": "水质达标率", "points": "50"},
            {
                "key": "public",
                "first": "effect",
                "second": "satisfaction",
                "name": "公众满意度",
                "points": "40",
            },
        ]
        form = ppp_scores.TableInput.model_validate({"rows": rows})
        ppp_scores.save_table(site.db, site.story.people["evaluator"], key, form, site.row(key).version)
        site.score(key)
        with pytest.raises(Blocked) as blocked:
            site.story.move("evaluator", "evaluation", key, "submit")
    codes = [one.code for one in blocked.value.problems]
    assert codes == ["sheet_not_full", "sheet_below_share", "sheet_below_share"]
    assert "财金〔2020〕13号" in str(blocked.value)


def test_the_next_cycle_takes_over_the_table(site: Site) -> None:
    with on(TODAY):
        first = site.opened("2036-Q2")
        rows = [{"key": "all", "first": "output", "second": "operation", "name": "全部", "points": "100"}]
        form = ppp_scores.TableInput.model_validate({"rows": rows})
        ppp_scores.save_table(site.db, site.story.people["evaluator"], first, form, 1)
        second = site.row(site.opened("2036-Q3"))
    assert [(one["key"], one["score"]) for one in second.sheet["items"]] == [("all", None)]


def test_a_unit_reports_on_itself_alone(site: Site) -> None:
    with on(TODAY):
        key = site.opened()
        site.save(key, [{"key": "operation", "self": "34"}], "unit")
        with pytest.raises(Forbidden, match="its own score"):
            site.save(key, [{"key": "operation", "score": "34"}], "unit")
    assert site.row(key).sheet["items"][0]["self"] == "34.0"


def test_who_scored_does_not_approve(site: Site) -> None:
    with on(TODAY):
        key = site.opened()
        site.score(key)
        site.story.move("evaluator", "evaluation", key, "submit")
        asked = site.story.move("reviewer", "evaluation", key, "approve")
        with pytest.raises(Forbidden, match="second person"):
            site.story.decide("reviewer", asked["approval"], asked["digest"])


def test_an_objection_in_time_is_heard_and_one_too_late_is_refused(site: Site) -> None:
    with on("2036-10-12"):
        key = site.opened()
        site.score(key)
        site.approved(key)
        _evidence(site, key)
        with pytest.raises(Blocked, match="may object until"):
            site.story.move("officer", "evaluation", key, "freeze")
    with on("2036-10-17"):
        site.story.move("unit", "evaluation", key, "object", "水质样品有误")
    with on("2036-10-20"):
        asked = site.story.move("evaluator2", "evaluation", key, "keep", "复核后维持")
        site.story.decide("reviewer", asked["approval"], asked["digest"])
        assert site.row(key).state == "approved"
    with on("2036-10-21"):
        with pytest.raises(Blocked, match="closed on 2036-10-20"):
            site.story.move("unit", "evaluation", key, "object", "再次异议")
        site.story.move("officer", "evaluation", key, "freeze")
    assert site.row(key).state == "concluded"


def _evidence(site: Site, key: str) -> None:
    documents.attach(
        site.db,
        site.story.people["unit"],
        site.story.folder,
        BytesIO("检测报告".encode()),
        record="evaluation",
        public_id=key,
        kind_key="objection_evidence",
        name="检测报告.txt",
        limit=100_000,
    )


def test_one_cycle_has_one_score(site: Site) -> None:
    with on(TODAY):
        site.opened()
        with pytest.raises(Conflict, match="has a score already"):
            site.opened()


def test_a_series_makes_the_quantity_of_its_period(site: Site) -> None:
    series = [{"on": f"2036-07-{day:02}", "value": "3.2"} for day in range(1, 31)]
    form = {"period": PERIOD, "name": "volume", "unit": "10k m3", "series": series, "evidence": "在线流量计"}
    contract, officer = site.works.contract.public_id, site.story.people["officer"]
    with on(TODAY):
        ppp_periods.save_quantity(site.db, officer, contract, ppp_periods.QuantityInput.model_validate(form))
    [row] = site.story.all(PeriodInput)
    assert (row.value, len(row.series)) == (Decimal(96), 30)
    mean = {**form, "combine": "mean"}
    with on(TODAY):
        ppp_periods.save_quantity(site.db, officer, contract, ppp_periods.QuantityInput.model_validate(mean))
    assert site.story.all(PeriodInput)[0].value == Decimal("3.2")


BAD_QUANTITIES = (
    ({"unit": "furlong", "value": "1"}, "unit is not known"),
    ({"unit": "m3"}, "give one value"),
    ({"unit": "m3", "series": [{"on": "2036-06-30", "value": "1"}]}, "outside the period"),
    ({"unit": "m3", "series": [{"on": "2036-07-01", "value": "1"}] * 2}, "given twice"),
)


@pytest.mark.parametrize(("values", "words"), BAD_QUANTITIES, ids=[one[1] for one in BAD_QUANTITIES])
def test_a_quantity_that_cannot_be_is_refused(values: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        ppp_periods.QuantityInput.model_validate({"period": PERIOD, "name": "volume", **values})


def test_a_waiver_counts_once_it_is_granted_by_others(site: Site) -> None:
    event = site.works.event(site.works.contract, "FW-081", 48_000)
    form = {"ppp_contract": site.works.contract.public_id, "event": event.public_id, "number": "MK-1"}
    form |= {"period": PERIOD, "amount": "48000", "reason": "电网计划停电", "public_line": "计划停电免扣"}
    with on(TODAY):
        made = records.create(
            site.db, site.story.people["officer"], "waiver", WaiverInput.model_validate(form)
        )
        key = made["public_id"]
        site.story.attach("officer", "waiver", key, "waiver_evidence")
        asked = moves.move(site.db, site.story.people["officer"], "waiver", key, "grant", made["version"])
        for who in ("reviewer", "deputy"):
            site.story.decide(who, asked["approval"], asked["digest"])
    [row] = site.story.all(Waiver)
    assert (row.state, row.amount) == ("granted", 48_000 * YUAN)


def test_the_event_log_keeps_times_in_order(site: Site) -> None:
    form: dict[str, Any] = {"number": "FW-1", "period": PERIOD, "type": "fault", "points": "3"}
    form |= {"reported_at": "2036-08-14T10:00:00+08:00", "responded_at": "2036-08-14T10:20:00+08:00"}
    officer, contract = site.story.people["officer"], site.works.contract.public_id
    with on(TODAY):
        ppp_periods.save_event(site.db, officer, contract, ppp_periods.EventInput.model_validate(form))
    with pytest.raises(ValidationError, match="reported, then answered"):
        ppp_periods.EventInput.model_validate({**form, "mended_at": "2036-08-14T09:00:00+08:00"})
    assert [one.number for one in site.story.all(ServiceEvent)] == ["FW-1"]
