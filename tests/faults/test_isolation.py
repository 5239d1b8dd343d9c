"""B6: what two people do to the same money at once leaves books that one after the other could have left."""

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Refusal
from bondlife.lifecycle.effects import quota
from bondlife.security.actor import SYSTEM
from bondlife.services import accounts, moves
from models.base import columns
from models.registry import (
    Approval,
    AuditRecord,
    Disbursement,
    LedgerEntry,
    LimitStatement,
    Movement,
    Opinion,
    Period,
    QuotaLine,
)
from tests.database import people_of
from tests.faults.counting import say
from tests.faults.pair import at_once
from tests.faults.test_money_races import Paying, approved
from tests.lifecycle.story import YI, Story, bond_form, on

CALLERS = 4
TODAY = "2036-04-10"
LATE = (0.002, 0.02, 0.2)
"""Up to so many seconds after the others an act begins, by turns."""
PAUSE = 9.0
"""Up to so many seconds between rounds: what others do meanwhile differs each time."""


def late(chance: random.Random, work: Callable[[], Any]) -> Callable[[], Any]:
    """Return the work after a moment of chance."""
    pause = chance.uniform(0, chance.choice(LATE))

    def later() -> Any:
        time.sleep(pause)
        return work()

    return later


def counted(results: list[Any]) -> Counter[str]:
    """Count what was done and what was refused; anything else is a fault."""
    strange = [one for one in results if isinstance(one, Exception) and not isinstance(one, Refusal)]
    assert not strange, strange
    refused = sum(isinstance(one, Refusal) for one in results)
    return Counter(tried=len(results), done=len(results) - refused, refused=refused)


def seq_of(db: Database, act: str) -> int:
    """Return the number of the newest finished act of a name."""
    own = columns(AuditRecord)
    with db.reading() as session:
        statement = sa.select(sa.func.max(own.seq)).where(own.act == act, own.outcome == "done")
        return int(session.execute(statement).scalar_one())


class Office:
    """One scene, two pools like two servers, and chance."""

    def __init__(self, db: Database, folder: Path) -> None:
        with on(TODAY):
            self.scene = Paying(Story(db, folder))
        self.pools = [db, Database(db.url.render_as_string(hide_password=False))]
        self.chance, self.number, self.years = random.Random(6), 0, 0

    def payments(self) -> list[Disbursement]:
        """Store approved payments of 100 万 each."""
        self.number += CALLERS
        return [approved(self.scene, self.number + one) for one in range(CALLERS)]

    def paying(self, rows: list[Disbursement]) -> list[Callable[[], Any]]:
        pay = partial(moves.move, actor=self.scene.story.people["officer"], record="disbursement")
        return [
            partial(
                pay,
                self.pools[n % 2],
                public_id=row.public_id,
                transition_key="pay",
                version=row.version,
                key=uuid4().hex,
            )
            for n, row in enumerate(rows)
        ]

    def together(self, works: Sequence[Callable[[], Any]]) -> list[Any]:
        return at_once([late(self.chance, work) for work in works])


def spend_the_last_twice(office: Office) -> Counter[str]:
    """Four times two fifths of what the treasury holds of a share go out at once: it is there twice."""
    scene, story = office.scene, office.scene.story
    held = scene.balance("treasury", scene.county, scene.share)
    each = held * 2 // 500 * 100
    rows = [movement(office, each) for _ in range(CALLERS)]
    book = partial(moves.move, actor=story.people["reviewer"], record="movement", transition_key="book")
    works = [
        partial(book, office.pools[n % 2], public_id=row.public_id, version=row.version)
        for n, row in enumerate(rows)
    ]
    results = office.together(works)
    told = counted(results)
    assert told["done"] == 2, (told, [str(one) for one in results])
    assert scene.balance("treasury", scene.county, scene.share) == held - 2 * each >= 0
    back = movement(office, 2 * each, "back_to_treasury")
    story.move("reviewer", "movement", back.public_id, "book")
    assert scene.balance("treasury", scene.county, scene.share) == held
    return told


def movement(office: Office, amount: int, kind: str = "to_project_account") -> Movement:
    """Enter a movement of a share's money to the project account or back, ready to be booked."""
    scene, story = office.scene, office.scene.story
    office.number += 1
    values = {"project": scene.project.public_id, "share": scene.share.public_id, "moved_on": TODAY}
    values |= {"type": kind, "number": f"WL-{office.number}", "amount": f"{amount / 100:.2f}"}
    key = story.create(
        "officer", "movement", **values, voucher=f"HZ-{office.number}", counterparty="示例单位"
    )
    story.attach("officer", "movement", key, "movement_voucher")
    found: Movement = story.row("movement", key)
    return found


def close_while_posting(office: Office) -> Counter[str]:
    """A month closes between payments dated in it: none is booked after the closing."""
    scene = office.scene
    rows = office.payments()

    def close(act: Act) -> None:
        act.session.add(Period(region_id=scene.county, month="2036-04", locked_at=act.now))

    def reopen(act: Act) -> None:
        period = columns(Period)
        held = act.session.execute(sa.select(Period).where(period.region_id == scene.county)).scalars().all()
        for one in held:
            act.session.delete(one)

    closing = partial(perform, office.pools[0], SYSTEM, "test.close", close)
    told = counted(office.together([*office.paying(rows), closing]))
    closed = seq_of(office.pools[0], "test.close")
    perform(office.pools[0], SYSTEM, "test.reopen", reopen)
    sources = {f"disbursement/{row.public_id}" for row in rows}
    booked = [one for one in scene.story.all(LedgerEntry) if one.source in sources]
    assert all(one.act < closed for one in booked), (closed, [one.act for one in booked])
    assert sum(scene.fresh(row).state == "paid" for row in rows) == told["done"] - 1
    return told


def sign_while_leaving(office: Office) -> Counter[str]:
    """An account is closed between the signatures of its person: none is given after the closing."""
    story, db = office.scene.story, office.pools[0]
    waiting = []
    for _ in range(CALLERS):
        bond = story.create("officer", "bond", **bond_form(name=f"示例债券{uuid4().hex}"))
        waiting.append(story.move("officer", "bond", bond, "cancel", "本期不发行"))
    signer, admin = story.people["reviewer"], people_of(db)["system"]
    signing = [
        partial(moves.decide, office.pools[n % 2], signer, one["approval"], "approve", one["digest"])
        for n, one in enumerate(waiting)
    ]
    leaving = partial(accounts.disable_user, db, admin, "reviewer", disabled=True)
    told = counted(office.together([*signing, leaving]))
    left = seq_of(db, "user.disable")
    accounts.disable_user(db, admin, "reviewer", disabled=False)
    own, signed = columns(AuditRecord), columns(Opinion)
    with db.reading() as session:
        after = sa.select(sa.func.count()).where(
            own.actor_id == signer.user_id, own.seq > left, own.outcome == "done"
        )
        assert session.execute(after).scalar_one() == 0
        asked = columns(Approval)
        given = sa.select(sa.func.count()).select_from(Opinion).join(Approval, asked.id == signed.approval_id)
        given = given.where(asked.public_id.in_([one["approval"] for one in waiting]))
        assert session.execute(given.execution_options(scoped=True)).scalar_one() == told["done"] - 1
    return told


def give_down_more_than_came(office: Office) -> Counter[str]:
    """A city that got 10 亿 gives 4 亿 to its county four times at once: it can do so twice."""
    scene, db = office.scene, office.pools[0]
    office.years += 1
    year = 2036 + office.years
    shared: dict[str, Any] = {
        "year": year,
        "entry": "main",
        "notified_on": date(2036, 4, 1),
        "bond_type": "special",
    }

    def give(number: int, act: Act) -> None:
        line = QuotaLine(**shared, region_id=scene.county, lender_id=scene.city, amount=4 * YI)
        line.notice_number = f"县财债〔{year}〕{number}"
        quota.post(act, line)

    first = QuotaLine(**shared, region_id=scene.city, amount=10 * YI, notice_number=f"温财债〔{year}〕1")
    with on(f"{year}-06-01"):
        said = {"basis": "reported", "as_of": date(year - 1, 12, 31), "figures": {"balance_special": 0}}
        scene.add(LimitStatement, region_id=scene.city, year=year - 1, ratios={}, **said)
        perform(db, SYSTEM, "test.quota", lambda act: quota.post(act, first) and None)
        act = partial(perform, actor=SYSTEM, name="test.quota")
        gives = [partial(act, office.pools[n % 2], work=partial(give, n)) for n in range(CALLERS)]
        told = counted(office.together(gives))
    given = [one for one in scene.story.all(QuotaLine) if one.year == year and one.lender_id == scene.city]
    assert sum(one.amount for one in given) == told["done"] * 4 * YI <= 10 * YI
    assert told["done"] == 2, told
    return told


WORKLOADS = (spend_the_last_twice, close_while_posting, sign_while_leaving, give_down_more_than_came)


class Ring:
    """The workloads over one database, and what came of each."""

    def __init__(self, db: Database, folder: Path) -> None:
        folder.mkdir()
        self.name, self.office = db.url.get_backend_name(), Office(db, folder)
        self.told = {one.__name__: Counter[str]() for one in WORKLOADS}

    def round(self) -> None:
        """Let all four happen once."""
        for workload in WORKLOADS:
            with on(TODAY):
                self.told[workload.__name__] += workload(self.office)
            self.told[workload.__name__]["rounds"] += 1

    def end(self) -> None:
        """Say the counts."""
        self.office.pools[1].close()
        for name, counts in self.told.items():
            say(f"B6 {self.name} {name}: {dict(counts)}")


def run(rings: Sequence[Ring], seconds: float, pause: float) -> None:
    """Let the rings take turns for so long, and at least once each, with pauses of chance between rounds."""
    until, chance = time.monotonic() + seconds, random.Random(66)
    while True:
        for ring in rings:
            ring.round()
        left = until - time.monotonic()
        if left <= 0:
            break
        time.sleep(min(left, chance.uniform(0, pause)))
    for ring in rings:
        ring.end()


@pytest.mark.timeout(600)
def test_two_minutes_of_acts_at_once_leave_books_that_one_after_the_other_could_have_left(
    db: Database, postgres_db: Database, tmp_path: Path
) -> None:
    """Both databases in turn, mostly waiting: other tests have the processors."""
    run([Ring(db, tmp_path / "sqlite"), Ring(postgres_db, tmp_path / "postgres")], 120, PAUSE)


@pytest.mark.full
@pytest.mark.timeout(1_800)
def test_ten_minutes_of_acts_at_once(any_db: Database, tmp_path: Path) -> None:
    run([Ring(any_db, tmp_path / "ring")], 600, 0)
