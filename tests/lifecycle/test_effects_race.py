"""Two payments of one share at the same moment: the books take what is there, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from bondlife.db import Database
from bondlife.errors import Refusal
from models.registry import Disbursement
from tests.lifecycle.scene import Scene
from tests.lifecycle.story import YI, Story


def _payments(scene: Scene) -> list[Disbursement]:
    line, works = scene.line(), scene.contract()
    named = {"contract_id": works.id, "budget_line_id": line.id, "purpose": "works", "payee": "示例建工"}
    own = {**scene.own(), "state": "approved", "project_id": scene.project.id, "share_id": scene.share.id}
    return [
        scene.add(Disbursement, **own, **named, number=f"ZF-{n}", amount=5 * YI, paid_on=date(2036, 4, 1))
        for n in range(2)
    ]


def test_two_payments_never_spend_the_same_money(any_db: Database, tmp_path: Path) -> None:
    scene = Scene(Story(any_db, tmp_path))
    scene.effect(scene.share, "post", entry="receipt")

    def pay(row: Disbursement) -> str:
        try:
            scene.effect(row, "post", entry="payment")
        except Refusal as refusal:
            return refusal.problems[0].code
        return "paid"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(pay, _payments(scene)))
    assert outcomes == ["paid", "taken_meanwhile"]
    assert scene.balance("works", scene.county, scene.share) == 5 * YI
    assert scene.fresh(scene.share).paid == 5 * YI
