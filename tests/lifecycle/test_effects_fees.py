"""Fees of an issue become a draft budget line once; money taken on needs its chain."""

from datetime import date

import pytest

from bondlife.acts import Act, perform
from bondlife.errors import Blocked
from bondlife.lifecycle.effects.money import post_opening
from bondlife.lifecycle.situation import situation
from bondlife.security.actor import SYSTEM
from bondlife.services import sheets
from bondlife.services.inputs import BudgetSheetInput
from bondlife.settings import Settings
from bondlife.verify import money
from models.base import columns
from models.registry import Bond, BondShare, BudgetLine, BudgetSheetLine, LedgerEntry, OnLending, Task
from tests.lifecycle.scene import TODAY, Scene
from tests.lifecycle.story import YI


def fee_lines(scene: Scene) -> list[BudgetLine]:
    return scene.story.all(BudgetLine, columns(BudgetLine).purpose == "fees")


def test_fees_of_every_share_are_drafted_once(scene: Scene) -> None:
    scene.effect(scene.bond, "draft_fee_lines")
    (line,) = fee_lines(scene)
    # 8 亿 at 0.08 % issuance and 0.0064 % registration, the rates public notices charge
    assert (line.amount, line.state, line.year, line.account) == (691_200_00, "draft", 2036, "23304")
    scene.effect(scene.bond, "draft_fee_lines")
    assert [one.amount for one in fee_lines(scene)] == [691_200_00]


def test_a_second_issue_adds_to_the_draft_and_asks_where_the_line_is_open(scene: Scene) -> None:
    scene.effect(scene.bond, "draft_fee_lines")
    second = scene.add(Bond, **scene.bond_values(name="第二期", face=YI))
    scene.add_share(second, scene.project, YI)
    scene.effect(second, "draft_fee_lines")
    (line,) = fee_lines(scene)
    assert line.amount == 691_200_00 + 86_400_00
    scene.change(line, state="open")
    third = scene.add(Bond, **scene.bond_values(name="第三期", face=YI))
    scene.add_share(third, scene.project, YI)
    scene.effect(third, "draft_fee_lines")
    assert [one.amount for one in fee_lines(scene)] == [line.amount]
    (task,) = scene.story.all(Task, columns(Task).subject == "budget_line")
    assert task.params["amount"] == 86_400_00


def test_a_general_bond_is_served_under_accounts_of_its_own(scene: Scene) -> None:
    scene.change(scene.bond, bond_type="general")
    scene.effect(scene.bond, "draft_fee_lines")
    assert [one.account for one in fee_lines(scene)] == ["23303"]
    scene.effect(scene.bond, "generate_schedule")
    head = {"region": "330304", "type": "debt_service", "year": 2036, "document_number": "1号"}
    form = BudgetSheetInput.model_validate({**head, "approved_on": "2036-02-01"})
    sheets.draft_debt_service(scene.story.db, scene.story.people["officer"], form)
    told = {one.purpose: one.account for one in scene.story.all(BudgetSheetLine)}
    assert told["interest"] == "23203"
    assert set(told.values()) <= {"23103", "23203", "23303"}


def opened(scene: Scene, share: BondShare) -> None:
    """Take a share on as received long ago."""

    def work(act: Act) -> None:
        held = act.get(BondShare, share.id)
        post_opening(act, situation(act.session, held, TODAY, reason="接入"), date(2035, 1, 5))

    perform(scene.story.db, SYSTEM, "test.opening", work, business_date=TODAY)


def test_a_share_taken_on_needs_the_chain_it_came_down(scene: Scene) -> None:
    other = scene.add_project("P-9")
    share = scene.add_share(scene.bond, other, YI, state="received", received=YI)
    with pytest.raises(Blocked) as refusal:
        opened(scene, share)
    assert [one.code for one in refusal.value.problems] == ["chain_broken"]
    assert not scene.story.all(LedgerEntry)
    scene.lend(share)
    opened(scene, share)
    assert len(scene.story.all(OnLending, columns(OnLending).share_id == share.id)) == 2
    assert money.proceeds(scene.story.db, Settings()).problems == []
