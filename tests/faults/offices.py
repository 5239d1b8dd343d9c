"""Two offices at work under a server that is killed: payment runs are worked out, corrections are published.

Each step that a process was killed at is looked at afterwards: it is there whole, or not at all.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from bondlife.acts import Act, perform
from bondlife.books import kind_of, lifecycle_of
from bondlife.db import Database
from bondlife.jobs.runner import run_waiting
from bondlife.security.actor import SYSTEM
from bondlife.security.authenticate import actor_of
from bondlife.services import disclosure_duties, moves, publications
from bondlife.services.ppp_runs import PaymentRunInput, again, open_run
from bondlife.services.publications import PublishInput, WordsInput
from bondlife.settings import settings
from models.base import columns
from models.canonical import canonical_json, digest
from models.lifecycle import Kind
from models.registry import (
    BudgetLine,
    DisclosureDuty,
    Evaluation,
    Job,
    PaymentRun,
    PaymentStatement,
    PeriodInput,
    PPPContract,
    PPPTerms,
    Publication,
    RecordRow,
    StateMove,
)
from tests.ppp.works import BODY, CYCLE, PERIOD, TODAY, YUAN, Works

CONTRACTS = 500
SIGNERS = ("reviewer", "deputy")


def work_out(url: str) -> None:
    """Be a worker that takes whatever waits, from the dead at once."""
    settings().lease_seconds = 0.0
    run_waiting(Database(url))


def publish(url: str, key: str, version: int, said: str) -> None:
    """Be the publisher: publish one content and say so only after the answer."""
    db = Database(url)
    form = PublishInput.model_validate({"published_on": TODAY, "address": "/public/1"})
    publications.publish(db, actor_of(db, "publisher"), key, version, form, key=f"publish-{key}")
    with Path(said).open("w", encoding="utf-8") as told:
        told.write(key)
        told.flush()
        os.fsync(told.fileno())


class Payments:
    """A run over five hundred contracts that is wished for again whenever it was worked out."""

    def __init__(self, works: Works) -> None:
        self.works, self.db = works, works.db
        self.officer = works.story.people["officer"]
        self.tally = Counter(calculated=0)
        self.contracts = [row.public_id for row in _bulk(works, range(CONTRACTS))]
        self.key = self._open()

    def wish(self) -> None:
        """Look at what the last kill left, then see to it that a run waits to be worked out."""
        run = self.look()
        if run.state == "calculated":
            self.tally["calculated"] += 1
            moves.move(self.db, self.officer, "payment_run", self.key, "cancel", run.version, reason="again")
            self.key = self._open()
        elif self._job(run) not in ("waiting", "running"):
            again(self.db, self.officer, self.key, run.version)

    def look(self) -> PaymentRun:
        """Prove that the run holds all of its statements or none; returns it."""
        run: PaymentRun = self.works.story.row("payment_run", self.key)
        held = self.works.story.all(PaymentStatement, columns(PaymentStatement).run_id == run.id)
        assert len(held) == run.contracts == (0 if run.state == "draft" else CONTRACTS), run.state
        claims = {(one.contract_id, one.period, one.type, one.revision) for one in held}
        assert len(claims) == len(held)
        assert sum(one.payable for one in held) == run.payable
        return run

    def _open(self) -> str:
        wanted = {"region": self.works.code, "period": PERIOD, "contracts": self.contracts}
        return str(open_run(self.db, self.officer, PaymentRunInput.model_validate(wanted))["public_id"])

    def _job(self, run: PaymentRun) -> str:
        return str(self.works.story.one(Job, columns(Job).id == run.job_id).state)


class Publications:
    """What was paid is public; corrections of it are prepared, signed and published one after the other."""

    def __init__(self, works: Works, folder: Path) -> None:
        self.works, self.db, self.story = works, works.db, works.story
        self.said = folder / "published.txt"
        self.tally = Counter(published=0)
        works.quarter(works.contract)
        works.whole()
        duty = self.story.one(DisclosureDuty, columns(DisclosureDuty).what == "ppp_payment")
        taken = disclosure_duties.take_up(self.db, self.story.people["officer"], duty.public_id, duty.version)
        self.public = self._approved(str(taken["public_id"]))
        publish(self._url(), self.public, self._row(self.public).version, str(self.said))
        self.waiting = self._correction()

    def wish(self) -> tuple[str | int, ...]:
        """Look at what the last kill left; returns what the next publisher is to be told."""
        self.look()
        return (self._url(), self.waiting, self._row(self.waiting).version, str(self.said))

    def look(self) -> None:
        """Prove that one content is public, never two or none, and that what was said is so."""
        told, is_public = (
            self.said.read_text("utf-8") == self.waiting,
            self._state(self.waiting) == "published",
        )
        assert is_public or not told, "an acknowledged publication was lost"
        assert self._state(self.public) == ("superseded" if is_public else "published")
        held = self.story.all(Publication, columns(Publication).state == "published")
        assert len(held) == 1
        assert held[0].digest == self._row(self.waiting if is_public else self.public).digest
        if is_public:
            self.tally["published"] += 1
            self.public, self.waiting = self.waiting, ""
            self.waiting = self._correction()

    def _correction(self) -> str:
        officer, row = self.story.people["officer"], self._row(self.public)
        reason = "金额更正"
        return self._approved(
            publications.correct(self.db, officer, self.public, row.version, reason)["public_id"]
        )

    def _approved(self, key: str) -> str:
        """Prepare a content and let both signers approve it."""
        words, officer = WordsInput(), self.story.people["officer"]
        publications.prepare(self.db, officer, key, self._row(key).version, words)
        self.story.move("officer", "publication", key, "draft")
        opened = self.story.move("officer", "publication", key, "approve")
        for who in SIGNERS:
            self.story.decide(who, opened["approval"], opened["digest"])
        return key

    def _row(self, key: str) -> Publication:
        found: Publication = self.story.row("publication", key)
        return found

    def _state(self, key: str) -> str:
        return str(self._row(key).state)

    def _url(self) -> str:
        return self.db.url.render_as_string(hide_password=False)


class SoundWorks(Works):
    """Works whose records came in at their present state by a signed move, as verify asks of all."""

    def add(self, model: Any, **values: Any) -> Any:
        """Store a row."""
        [row] = store(self.db, [model(**values)])
        return row


def store(db: Database, rows: Sequence[Any]) -> Sequence[Any]:
    """Store rows of records and others in one act, each record with the move that brought it in."""

    def work(act: Act) -> None:
        kind = kind_of(act.session, "ppp", 1)
        for row in rows:
            if isinstance(row, RecordRow):
                row.taken_on, row.state_moves = True, 1
            act.add(row)
        act.flush()
        moves = [_brought_in(act, kind, row) for row in rows if isinstance(row, RecordRow)]
        act.session.add_all(moves)
        act.flush()
        for move in moves:
            act.seal(StateMove, int(move.id or 0))

    perform(db, SYSTEM, "test.register", work)
    return rows


def _brought_in(act: Act, kind: Kind, row: RecordRow) -> StateMove:
    return StateMove(
        record=row.record,
        record_id=int(row.id or 0),
        number=1,
        transition="take_on",
        source=lifecycle_of(kind, row.record).initial,
        target=row.state,
        reason="接管",
        not_examined=[],
        business_date=act.business_date,
        at=act.now,
    )


def _bulk(works: Works, numbers: Iterable[int]) -> Sequence[Any]:
    """Store contracts in operation with terms, score, income and budget of the quarter, in two acts."""
    contracts = store(works.db, [_contract(works, number) for number in numbers])
    store(works.db, [row for contract in contracts for row in _of(works, contract)])
    return contracts


def _contract(works: Works, number: int) -> Any:
    named = {"number": f"PPP-A1-{number}", "name": f"青澜区供排水一体化项目{number}", "regime": "stock"}
    named |= {"payment_type": "gap_subsidy", "agency": "区住建局", "company": "青澜清源水务公司"}
    return _made(
        PPPContract, works.record(), named, {"state": "operating", "operation_from": date(2030, 1, 1)}
    )


def _of(works: Works, contract: PPPContract) -> Iterator[Any]:
    record, key = works.record(), contract.id
    terms = {"number": 1, "valid_from": date(2030, 1, 1), "state": "in_force", "body": BODY}
    yield _made(PPPTerms, record, terms, {"digest": digest(canonical_json(BODY)), "contract_id": key})
    line = {"year": 2036, "account": "2120303", "purpose": "ppp", "amount": 51_000_000 * YUAN}
    yield _made(
        BudgetLine, record, line, {"state": "open", "ppp_contract_id": key, "document_number": "18号"}
    )
    score = {"type": "operation", "phase": "operation", "cycle": CYCLE, "year": 2036, "state": "concluded"}
    about = {"subject": "ppp_contract", "subject_id": key, "score": Decimal("86.5")}
    told = {"digest": "sha256:score", "fields": {"objection_until": "2036-10-23"}}
    yield _made(Evaluation, record, score, about, told)
    income = {"contract_id": key, "period": PERIOD, "name": "user_income", "unit": "yuan"}
    yield _made(PeriodInput, works.own(), income, {"value": Decimal("3482617.35"), "evidence": "代征入账"})


def _made(model: Any, *parts: dict[str, Any]) -> Any:
    return model(**{name: value for part in parts for name, value in part.items()})
