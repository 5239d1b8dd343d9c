"""What the people of a demo do, in short words, all through the services and on the day they do it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

from bondlife import clock
from bondlife.db import Database
from bondlife.demo.people import LEVELS, PEOPLE, Person
from bondlife.lifecycle.facts import ModelT, rows
from bondlife.security.actor import Actor
from bondlife.security.authenticate import actor_of
from bondlife.services import approvals, documents, moves, notices, records
from bondlife.services.inputs import RECORD_INPUTS
from models.base import columns
from models.lifecycle import ApprovalStep
from models.registry import RECORDS, Approval, Notice, ScopedRow, User

EVERYBODY = {person.account: person for person in (*PEOPLE, *LEVELS)}
MORNING = time(2, tzinfo=UTC)
"""Ten o'clock in Beijing."""
MINUTES = "〔示例〕3号"


@contextmanager
def on(day: date) -> Iterator[None]:
    """Let the offices count this day."""
    instant = datetime.combine(day, MORNING)
    with clock.standing_at(lambda: instant):
        yield


def yuan(wan: int) -> str:
    """Return 万元 as people type them, in yuan."""
    return f"{wan}0000"


class Desk:
    """A database, the folder of its papers, and everybody who works with it."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.db, self.folder = db, folder
        self._actors: dict[str, Actor] = {}

    def actor(self, who: str) -> Actor:
        """Return a person with their rights."""
        if who not in self._actors:
            self._actors[who] = actor_of(self.db, who)
        return self._actors[who]

    def create(self, who: str, record: str, **values: Any) -> str:
        """Store a new record and return its public key."""
        form = RECORD_INPUTS[record].model_validate(values)
        return str(records.create(self.db, self.actor(who), record, form)["public_id"])

    def edit(self, who: str, record: str, key: str, **values: Any) -> None:
        """Save a whole form on a record."""
        form = RECORD_INPUTS[record].model_validate(values)
        records.edit(self.db, self.actor(who), record, key, form, self.row(record, key).version)

    def attach(self, who: str, record: str, key: str, *types: str) -> None:
        """Attach a short paper of each type."""
        for kind in types:
            self.paper(who, record, key, kind, f"{kind}.txt", f"示例文件：{kind} {key}\n".encode())

    def paper(self, who: str, record: str, key: str, kind: str, name: str, data: bytes) -> None:
        """Attach one file."""
        documents.attach(
            self.db,
            self.actor(who),
            self.folder,
            BytesIO(data),
            record=record,
            public_id=key,
            kind_key=kind,
            name=name,
            limit=1_000_000,
        )

    def move(self, who: str, record: str, key: str, step: str, reason: str = "") -> dict[str, Any]:
        """Take a step, or put it up for signatures."""
        version = self.row(record, key).version
        return moves.move(self.db, self.actor(who), record, key, step, version, reason=reason)

    def signed(
        self, who: str, record: str, key: str, step: str, reason: str = "", *, apart: str = ""
    ) -> None:
        """Put a step up and let everybody of the same level sign; ``apart`` had a hand in it and does not."""
        self.move(who, record, key, step, reason)
        self.sign(who, record, key, apart=apart)

    def sign(self, who: str, record: str, key: str, *, apart: str = "") -> None:
        """Let everybody of the level of ``who`` sign what that person put up for a record."""
        own, row = columns(Approval), self.row(record, key)
        found = self.one(Approval, own.subject == record, own.subject_id == row.id, own.state == "waiting")
        busy = {who, apart}
        for place in approvals.steps_of(found)[found.current_step :]:
            signer = _signer(place, EVERYBODY[who], busy)
            busy.add(signer)
            moves.decide(
                self.db,
                self.actor(signer),
                found.public_id,
                "approve",
                found.subject_digest,
                text="同意",
                minutes_number=MINUTES if place.minutes_number else "",
            )

    def read_boxes(self) -> None:
        """Let everybody read the notices in their box."""
        for key in {one.user_id for one in self.all(Notice, columns(Notice).read_at.is_(None))}:
            notices.mark_read(self.db, self.actor(self.one(User, columns(User).id == key).account), "")

    def row(self, record: str, key: str) -> Any:
        """Return a record as it stands."""
        return self.one(RECORDS[record], columns(RECORDS[record]).public_id == key)

    def one(self, model: type[Any], *conditions: Any) -> Any:
        """Return the only row that meets the conditions."""
        (found,) = self.all(model, *conditions)
        return found

    def all(self, model: type[ModelT], *conditions: Any) -> list[ModelT]:
        """Return the living rows that meet the conditions, in the order they were stored."""
        with self.db.reading() as session:
            return rows(session, model, *conditions)

    def exists(self, model: type[ScopedRow], *conditions: Any) -> bool:
        """Tell whether there is such a row."""
        return bool(self.all(model, *conditions))


def _signer(place: ApprovalStep, preparer: Person, busy: set[str]) -> str:
    """Return who signs a step: of the preparer's region, in its role and section; a meeting signs last."""
    fitting = [
        one.account
        for one in EVERYBODY.values()
        if one.region == preparer.region
        and one.role == place.role
        and place.section in ("", one.section)
        and one.account not in busy
    ]
    return fitting[-1 if place.minutes_number else 0]
