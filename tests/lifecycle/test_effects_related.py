"""Records that move along: only from their sources, only when nothing else is open."""

from typing import Any

from models.base import columns
from models.registry import ChangeOfUse, StateMove
from tests.lifecycle.scene import Scene
from tests.lifecycle.story import YI


def change_of_use(scene: Scene, **values: Any) -> ChangeOfUse:
    target = scene.add_project(f"P-{len(scene.story.all(ChangeOfUse)) + 2}")
    base = {"share_id": scene.share.id, "target_project_id": target.id, "case": "surplus", "amount": YI}
    own = {**scene.own(), "project_id": scene.project.id, "state": "submitted"}
    found: ChangeOfUse = scene.add(ChangeOfUse, **{**own, **base, **values})
    return found


def test_a_share_follows_its_change_of_use_and_waits_for_the_last(scene: Scene) -> None:
    scene.change(scene.share, state="received", received=8 * YI)
    first, second = change_of_use(scene), change_of_use(scene)
    scene.effect(first, "move_related", record="bond_share", transition="start_adjusting")
    assert scene.fresh(scene.share).state == "adjusting"
    scene.change(first, state="published")
    scene.effect(first, "move_related", record="bond_share", transition="finish_adjusting")
    assert scene.fresh(scene.share).state == "adjusting"
    scene.change(second, state="withdrawn")
    scene.effect(second, "move_related", record="bond_share", transition="finish_adjusting")
    assert scene.fresh(scene.share).state == "received"
    moves = scene.story.all(StateMove, columns(StateMove).record == "bond_share")
    assert [move.transition for move in moves] == ["start_adjusting", "finish_adjusting"]


def test_a_record_elsewhere_stays_where_it_is(scene: Scene) -> None:
    row = change_of_use(scene)
    scene.effect(row, "move_related", record="bond_share", transition="start_adjusting")
    assert scene.fresh(scene.share).state == "onlent"
    assert scene.story.all(StateMove) == []


def test_recalled_money_comes_down_before_it_changes_hands(scene: Scene) -> None:
    scene.effect(scene.bond, "generate_schedule")
    scene.effect(scene.share, "post", entry="receipt")
    scene.effect(scene.share, "post", entry="recall")
    row = change_of_use(scene, state="approved", amount=3 * YI)
    scene.effect(row, "reallocate_share")
    scene.effect(row, "post", entry="reallocation")
    new = scene.story.one(type(scene.share), columns(type(scene.share)).project_id == row.target_project_id)
    assert scene.balance("treasury", scene.county, new) == 3 * YI
    assert scene.balance("treasury", scene.county, scene.share) == 0
    assert scene.balance("treasury", scene.city, scene.share) == 5 * YI
    left = scene.fresh(scene.share)
    assert (left.amount, left.received, left.fields["_returned"]) == (5 * YI, 0, 5 * YI)
