"""Alerts that the works bring up: payment ahead, works behind the plan, pledged assets."""

from datetime import date
from decimal import Decimal
from typing import Any

from bondlife.queries.conditions import CONDITIONS, look_at
from models.registry import Asset, PaymentException, ProgressReport
from tests.lifecycle.scene import TODAY, Scene
from tests.lifecycle.story import WAN, YI


def found(scene: Scene, name: str, today: date = TODAY) -> list[dict[str, Any]]:
    """Return the figures of every row a condition holds for."""
    with scene.story.db.reading() as session:
        return [dict(one.figures) for one in CONDITIONS[name](look_at(session, today))]


def test_payment_ahead_knows_typed_and_signed_exceptions(scene: Scene) -> None:
    works = scene.contract(certified=4_000 * WAN, paid=12_000 * WAN)
    (figures,) = found(scene, "paid_ahead_of_work")
    assert (figures["contract"], figures["gap"]) == ("HT-1", "0.16")
    leave = {"contract_id": works.id, "gap": Decimal("0.2"), "reason": "抢险", "expires_on": TODAY}
    scene.add(PaymentException, **scene.own(), state="in_force", project_id=scene.project.id, **leave)
    assert found(scene, "paid_ahead_of_work") == []
    assert len(found(scene, "paid_ahead_of_work", date(2036, 3, 21))) == 1
    scene.change(works, type="agent")
    assert found(scene, "paid_ahead_of_work", date(2036, 3, 21)) == []


def test_works_that_head_beyond_the_plan_by_more_than_the_days(scene: Scene) -> None:
    scene.change(scene.project, state="building", construction_end=date(2036, 12, 31))
    report = {"project_id": scene.project.id, "state": "confirmed", "month": "2036-02"}
    told = scene.add(ProgressReport, **scene.own(), **report, physical_progress=Decimal("0.15"))
    assert found(scene, "works_behind_plan") == []
    scene.change(told, physical_progress=Decimal("0.14"))
    (figures,) = found(scene, "works_behind_plan")
    assert figures == {"days_late": 57, "finish": "2037-02-26", "allowed_days": 30}


def test_a_pledged_asset_calls_until_it_is_disposed_of(scene: Scene) -> None:
    own = {"project_id": scene.project.id, "name": "厂房", "type": "public"}
    row = scene.add(Asset, **scene.own(), **own, state="registered", pledged=YI)
    assert found(scene, "asset_pledged") == [{"asset": "厂房", "pledged": YI}]
    scene.change(row, state="disposed")
    assert found(scene, "asset_pledged") == []
