"""Payment runs under pressure: pressed by many at once, killed while they work: paid once, nothing lost."""

import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from bondlife import clock
from bondlife.db import Database
from bondlife.queries.ppp_recompute import recompute
from bondlife.services.ppp_runs import PaymentRunInput, open_run
from models.registry import (
    Arrear,
    BudgetLine,
    LedgerEntry,
    PaymentOrder,
    PaymentRun,
    PaymentStatement,
    Posting,
)
from tests.faults.counting import say
from tests.faults.nursery import ahead_by, nursery
from tests.faults.pair import Caller, at_once, site_over
from tests.faults.test_server_ends import is_alive, until
from tests.lifecycle.story import Story
from tests.ppp.works import PERIOD, TODAY, Works, on

CALLERS = 8
CALCULATE = "tests.faults.ppp_worker:calculate"
PAY = "tests.faults.ppp_worker:pay"
SHARED = "tests.faults.ppp_worker:calculate_shared"


def crowd(works: Works, count: int) -> None:
    """Store so many contracts with a finished quarter, the first of them there already."""
    works.score(works.contract)
    works.income(works.contract)
    if count > 1:
        works.add_many(count - 1)


def ordered(works: Works, count: int) -> str:
    """Return a run over so many contracts whose orders are written."""
    crowd(works, count)
    key = works.open()
    works.approve(key)
    works.order(key)
    assert len(works.orders(key)) == count
    return key


def press(callers: list[Caller], run: str, order: PaymentOrder) -> Counter[str]:
    """Let eight callers send the same receipt at once, half of them with one key, to two servers in turn."""
    receipt = {"order": order.public_id, "voucher": f"GK-{order.id}", "paid_on": TODAY}
    body, shared = {"receipts": [receipt]}, uuid4().hex
    keys = [shared if number // 2 % 2 else uuid4().hex for number in range(CALLERS)]
    place = f"/api/v1/payment-runs/{run}/receipts"
    replies = at_once([partial(one.post, place, body, key) for one, key in zip(callers, keys, strict=True)])
    told = Counter(reply.status for reply in replies)
    assert set(told) <= {200, 403, 409}, [getattr(reply, "body", reply) for reply in replies]
    assert 1 <= told[200] <= CALLERS // 2, told
    return Counter(tried=CALLERS, answered=told[200], refused=CALLERS - told[200])


def proved(works: Works, run: str) -> None:
    """Prove that every order was paid once, in the ledger, on its line and among what was due."""
    orders = works.orders(run)
    sources = Counter(one.source for one in works.story.all(LedgerEntry))
    assert sources == Counter(f"payment_order/{one.public_id}" for one in orders if one.paid_on)
    paid = sum(one.amount for one in orders if one.paid_on)
    assert sum(one.amount for one in works.story.all(Posting) if one.amount > 0) == paid
    assert sum(one.used for one in works.story.all(BudgetLine)) == paid
    assert sum(one.paid for one in works.story.all(Arrear)) == paid


def race(db: Database, folder: Path, races: int) -> None:
    """Press on every order of a run, and count what was paid in the end."""
    with on(TODAY):
        works = Works(Story(db, folder))
        run = ordered(works, races)
    ahead = datetime.fromisoformat(f"{TODAY}T02:00:00+00:00") - datetime.now(UTC)
    tally = Counter[str]()
    with site_over(db, folder, ahead=ahead, BONDLIFE_IDLE_MINUTES="600") as site:
        with clock.standing_at(ahead_by(ahead)):
            callers = site.callers("treasury", CALLERS)
        for order in works.orders(run):
            tally += press(callers, run, order)
        assert "Traceback" not in site.log()
    say(f"PPP races {db.url.get_backend_name()}: {dict(tally)}, paid twice 0")
    proved(works, run)
    assert works.run(run).state == "paid"


def test_an_order_pressed_by_eight_is_paid_once(any_db: Database, tmp_path: Path) -> None:
    race(any_db, tmp_path, 3)


@pytest.mark.full
@pytest.mark.timeout(7_200)
def test_two_thousand_orders_are_paid_once_each(any_db: Database, tmp_path: Path) -> None:
    race(any_db, tmp_path, 2_000)


def test_eight_runs_over_one_contract_make_one_statement(any_db: Database, tmp_path: Path) -> None:
    """Every run is opened; two job processes work them out at once; one of them gets the claim."""
    with on(TODAY):
        works = Works(Story(any_db, tmp_path))
        crowd(works, 1)
        form = PaymentRunInput.model_validate({"region": "330304", "period": PERIOD})
        for _ in range(CALLERS):
            open_run(any_db, works.story.people["officer"], form)
    url = any_db.url.render_as_string(hide_password=False)
    began = datetime.now(UTC).isoformat()
    workers = [nursery().fork(CALCULATE, url, began) for _ in range(2)]
    for worker in workers:
        worker.wait(120)
    runs = works.story.all(PaymentRun)
    assert len(works.story.all(PaymentStatement)) == 1
    assert Counter(one.state for one in runs) == {"draft": CALLERS - 1, "calculated": 1}
    left = [one.left_out[0]["missing"][0]["code"] for one in runs if one.state == "draft" and one.left_out]
    assert set(left) == {"claimed"}


def killed(db: Database, folder: Path, kills: int, contracts: int, shared: int) -> None:
    """Kill the job process or its child while they work runs out, then the payer while it pays.

    ``shared`` of the kills strike a run that a child has its part in.
    """
    chance, url = random.Random(20_36), db.url.render_as_string(hide_password=False)
    with on(TODAY):
        works = Works(Story(db, folder))
        crowd(works, contracts)
        run = _opened(works)
    tally, began = Counter[str](), datetime.now(UTC).isoformat()
    for number in range(kills // 2):
        if number < shared:
            tally[_strike_shared(chance, url, began, folder / f"ready{number}")] += 1
        else:
            _strike(chance.uniform(0.02, 0.4), CALCULATE, url, began)
            tally["calculating"] += 1
        run = _under_way(works, run, contracts, tally)
    _finished(works, run, url, began)
    assert len(works.statements(run)) == works.run(run).contracts == contracts
    with on(TODAY):
        works.approve(run)
        works.order(run)
    said = folder / "said.txt"
    for number in range(kills - kills // 2):
        waiting = ",".join(one.public_id for one in works.orders(run) if one.paid_on is None)
        if not waiting:
            break
        before = len(_said(said))
        payer = nursery().fork(PAY, url, run, waiting, str(said))
        while number % 2 and payer.poll() is None and len(_said(said)) == before:
            time.sleep(0.002)
        time.sleep(chance.uniform(0.0, 0.05))
        payer.kill()
        payer.wait(120)
        tally["paying"] += 1
        told = set(_said(said))
        paid = {one.public_id for one in works.orders(run) if one.paid_on}
        assert told <= paid, "an acknowledged payment was lost"
        tally["acknowledged"] = len(told)
        proved(works, run)
    say(f"PPP kills: {dict(tally)}, lost 0, twice 0")
    told_again = recompute(db, "")
    assert told_again["equal"] == told_again["runs"] == tally["finished"] + 1


def _said(place: Path) -> list[str]:
    """Return the orders that a payer said were paid."""
    return place.read_text("utf-8").split() if place.exists() else []


def _opened(works: Works) -> str:
    form = PaymentRunInput.model_validate({"region": "330304", "period": PERIOD})
    return str(open_run(works.db, works.story.people["officer"], form)["public_id"])


def _under_way(works: Works, run: str, contracts: int, tally: Counter[str]) -> str:
    """Return a run that the next strike can hit: this one, or another where it got done in time.

    A run that was struck holds all of its statements or none.
    """
    found = works.run(run)
    count = len(works.statements(run))
    assert count == found.contracts == (0 if found.state == "draft" else contracts)
    with on(TODAY):
        if found.state != "draft":
            tally["finished"] += 1
            works.story.move("officer", "payment_run", run, "cancel", "另行计算")
            return _opened(works)
        state = works.job_state(run)
        tally["struck at work"] += state == "running"
        if state == "failed":
            works.again(run)
    return run


def _finished(works: Works, run: str, url: str, began: str) -> None:
    """Let the job process work a run out in peace."""
    for _ in range(2):
        nursery().fork(CALCULATE, url, began).wait(120)
        if works.run(run).state != "draft":
            return
        with on(TODAY):
            works.again(run)


def _strike(seconds: float, target: str, *arguments: str) -> None:
    """Start a process, let it work for a moment, kill it."""
    worker = nursery().fork(target, *arguments)
    time.sleep(seconds)
    worker.kill()
    worker.wait(120)


def _strike_shared(chance: random.Random, url: str, began: str, ready: Path) -> str:
    """Kill the child of a job process, which then does it all alone, or the job process with its child."""
    worker = nursery().fork(SHARED, url, began, str(ready))
    until(ready.exists)
    job, child = map(int, ready.read_text("utf-8").split())
    of_child = chance.random() < 0.5
    time.sleep(chance.uniform(0.0, 0.4))
    with suppress(ProcessLookupError):
        os.kill(child if of_child else job, signal.SIGKILL)
    worker.wait(120)
    until(lambda: not is_alive(child))
    return "child" if of_child else "job with child"


def test_killed_runs_lose_nothing_and_pay_nothing_twice(db: Database, tmp_path: Path) -> None:
    killed(db, tmp_path, 6, 4, 0)


@pytest.mark.full
@pytest.mark.timeout(7_200)
def test_six_hundred_kills_during_runs(db: Database, tmp_path: Path) -> None:
    killed(db, tmp_path, 600, 1_500, 150)
