"""Mischief between the days of a life: lost answers, crashes, a full disk, stale forms, lone signatures.

Each leaves everything as it was, or done exactly once; the next look at the books would find it otherwise.
"""

import random
from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, Thread
from typing import Any

import sqlalchemy as sa

from bondlife.acts import Act, perform
from bondlife.errors import Conflict, Forbidden, Refusal, Unavailable
from bondlife.services import moves, records
from bondlife.services.inputs import RECORD_INPUTS
from models.base import columns
from models.registry import AuditHead, Instalment, RowVersion
from tests.repayment.desk import yuan
from tests.simulator.world import Loan, World


class Crash(Exception):
    """The process died before it could commit."""


class Trouble:
    """Picks one mischief at a time and does it to a planned instalment of a loan."""

    def __init__(self, world: World, chance: random.Random) -> None:
        self.world, self.chance, self.number = world, chance, 0
        self.kinds: dict[str, Callable[[Instalment], None]] = {
            "sent twice": self._twice,
            "stale form": self._stale,
            "crash before the commit": self._crash,
            "full disk": self._full,
            "signed alone": self._alone,
            "two at once": self._both,
        }

    def do(self, loan: Loan) -> str:
        """Do one mischief to a loan; returns its name, empty where nothing is planned any more."""
        rows = self.world.rows(loan)
        planned = [one for one in rows if one.state == "planned" and one.origin != "carried"]
        if not planned:
            return ""
        name = self.chance.choice(sorted(self.kinds))
        self.kinds[name](self.world.fresh(self.chance.choice(planned)))
        return name

    def _save(self, row: Instalment, version: int, key: str = "") -> Any:
        """Save how much of an instalment is secured: a form anybody may send again."""
        form = RECORD_INPUTS["instalment"].model_validate({"secured": yuan(self.number % 97 + 1)})
        officer = self.world.story.people["officer"]
        return records.edit(self.world.db, officer, "instalment", row.public_id, form, version, key=key)

    def _twice(self, row: Instalment) -> None:
        self.number += 1
        key = f"life-{row.public_id}-{self.number}"
        first = self._save(row, row.version, key)
        assert self._save(row, row.version, key) == first
        assert self.world.fresh(row).version == first["version"]

    def _stale(self, row: Instalment) -> None:
        self.number += 1
        self._save(row, row.version)
        self._unchanged(row, lambda: self._save(row, row.version), Conflict)

    def _crash(self, row: Instalment) -> None:
        before = self._marks()

        def work(act: Act) -> None:
            held = act.get(Instalment, row.id)
            act.change(held, secured=held.secured + 1)
            act.flush()
            raise Crash

        with suppress(Crash):
            perform(self.world.db, self.world.story.people["officer"], "sim.crash", work)
        assert self._marks() == before
        assert self.world.fresh(row).version == row.version

    def _full(self, row: Instalment) -> None:
        """Allow the file no further page; what needs none may still be stored, and is then whole."""
        self.number += 1
        self.world.db.engine.dispose()  # one connection only: the bound is each connection's own
        before = self._marks()
        with self.world.db.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        try:
            for _ in range(40):
                self._save(self.world.fresh(row), self.world.fresh(row).version)
                self.number += 1
                before = self._marks()
        except Unavailable:
            assert self._marks() == before
        finally:
            self.world.db.engine.dispose()

    def _alone(self, row: Instalment) -> None:
        story = self.world.story
        story.edit("officer", "instalment", row.public_id, interest_source="dedicated_income")
        self.world.attach("instalment", row, "refinancing_plan")
        try:
            asked = story.move("officer", "instalment", row.public_id, "refinance", "试")
        except Refusal:
            return
        self._unchanged(row, lambda: story.decide("officer", asked["approval"], asked["digest"]), Forbidden)
        moves.withdraw(self.world.db, story.people["officer"], asked["approval"])

    def _both(self, row: Instalment) -> None:
        """Let two people save the same version at the same moment: one is stored, one is told."""
        self.number += 1
        told: list[str] = []
        start = Barrier(2)

        def save() -> None:
            start.wait()
            try:
                self._save(row, row.version)
            except Conflict:
                told.append("conflict")
            else:
                told.append("stored")

        people = [Thread(target=save) for _ in range(2)]
        for one in people:
            one.start()
        for one in people:
            one.join()
        assert self.world.fresh(row).version in (row.version, row.version + 1)
        assert "stored" in told, told

    def _unchanged(self, row: Instalment, what: Callable[[], Any], refusal: type[Refusal]) -> None:
        """Ask that an act is refused and leaves the record as it was."""
        before = self.world.fresh(row).version
        try:
            what()
        except refusal:
            assert self.world.fresh(row).version == before
            return
        raise AssertionError((row.public_id, refusal))

    def _marks(self) -> tuple[int, int]:
        """Return how long the audit chain is and how many versions there are."""
        with self.world.db.connection() as connection:
            chain = connection.execute(sa.select(columns(AuditHead).seq)).scalar_one()
            count = sa.select(sa.func.count()).select_from(RowVersion)
            return chain, connection.execute(count).scalar_one()
