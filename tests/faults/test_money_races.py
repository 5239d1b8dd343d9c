"""B1 for money: a payment asked for by many at once, through two pools like two servers, goes out once."""

from collections import Counter
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from bondlife.db import Database
from bondlife.errors import Blocked, Conflict, Forbidden
from bondlife.services import moves
from models.registry import Disbursement, LedgerEntry
from tests.faults.counting import say
from tests.faults.pair import at_once
from tests.lifecycle.scene import Scene
from tests.lifecycle.story import WAN, Story, on

CALLERS = 8
EACH = 100 * WAN


def approved(scene: "Paying", number: int) -> Disbursement:
    """Store a payment of 100 万 that is approved, with its voucher."""
    own = {**scene.own(), "state": "approved", "project_id": scene.project.id, "share_id": scene.share.id}
    named: dict[str, Any] = {
        "contract_id": scene.works.id,
        "budget_line_id": scene.open_line.id,
        "purpose": "works",
    }
    named |= {"payee": "示例建工", "voucher": f"PZ-{number}", "paid_on": date(2036, 4, 1)}
    row: Disbursement = scene.add(Disbursement, **own, **named, number=f"ZF-{number}", amount=EACH)
    scene.story.attach("officer", "disbursement", row.public_id, "payment_voucher", "payment_evidence")
    return row


class Paying(Scene):
    """A share whose money has come, with a contract and a budget line to pay from."""

    def __init__(self, story: Story) -> None:
        super().__init__(story)
        self.effect(self.share, "post", entry="receipt")
        self.works, self.open_line = self.contract(), self.line()


def race(scene: Paying, pools: list[Database], number: int, *, one_key: bool) -> Counter[str]:
    row, key = approved(scene, number), uuid4().hex
    before = len(scene.story.all(LedgerEntry))
    version = scene.fresh(row).version
    pays = [
        partial(
            moves.move,
            pools[n % 2],
            scene.story.people["officer"],
            "disbursement",
            row.public_id,
            "pay",
            version,
            key=key if one_key else uuid4().hex,
        )
        for n in range(CALLERS)
    ]
    results = at_once(pays)
    ok = [one for one in results if isinstance(one, dict)]
    refused = [one for one in results if isinstance(one, Conflict | Forbidden | Blocked)]
    assert len(ok) + len(refused) == CALLERS, results
    assert len(ok) == (CALLERS if one_key else 1), results
    assert all(one == ok[0] for one in ok)
    assert scene.fresh(row).state == "paid"
    assert len(scene.story.all(LedgerEntry)) == before + entries_of_one_payment(scene, row)
    return Counter(tried=CALLERS, ok=1, same_answer=len(ok) - 1, refused=len(refused))


def entries_of_one_payment(scene: Paying, row: Disbursement) -> int:
    """Return how many entries name this payment: once for each book it passes through."""
    found = [one for one in scene.story.all(LedgerEntry) if one.source == f"disbursement/{row.public_id}"]
    assert len({one.kind for one in found}) == len(found), "the same entry twice"
    return len(found)


def run(db: Database, folder: Path, races: int) -> Counter[str]:
    scene, results = Paying(Story(db, folder)), Counter[str]()
    other = Database(db.url.render_as_string(hide_password=False))
    with on("2036-04-10"):
        for number in range(races):
            results += race(scene, [db, other], number, one_key=number % 2 == 0)
    other.close()
    results.update(lost=races - scene.fresh(scene.share).paid // EACH)
    assert scene.fresh(scene.share).paid == races * EACH
    assert scene.fresh(scene.open_line).used == races * EACH
    return results


def test_a_payment_goes_out_once(any_db: Database, tmp_path: Path) -> None:
    results = run(any_db, tmp_path, 6)
    say(f"B1 money {any_db.url.get_backend_name()}: {dict(results)}")


@pytest.mark.full
@pytest.mark.timeout(3_600)
def test_two_hundred_payments_go_out_once_each(any_db: Database, tmp_path: Path) -> None:
    say("B1 money full:", dict(run(any_db, tmp_path, 200)))
