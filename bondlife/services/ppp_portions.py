"""Portions of a payment run: some hundreds of contracts gathered, worked out and composed for the store.

What comes out rests on the database and on the task alone: two processes share a run portion by portion, and
the bytes are the same whoever composed which.
"""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from bondlife.db import Database
from bondlife.errors import Invalid
from bondlife.lifecycle.ppp_runs import region_keys
from bondlife.ppp.result import Result
from bondlife.ppp.shapes import Shapes
from bondlife.ppp.statement import statement_of
from bondlife.ppp.together import Together
from bondlife.queries.ppp_gather import Asked, Gathered, gather
from bondlife.services.ppp_statements import Portion, Worked, portion_of


class Task(NamedTuple):
    """What all portions of a run share: the key of the run, and what it asks for."""

    run_id: int
    asked: Asked


def alone(one: Gathered, frozen: bytes) -> Result | None:
    """Work out a contract that is out of the ordinary; what is refused is noted."""
    try:
        return Result.of(statement_of(json.loads(frozen)))
    except Invalid as refusal:
        one.refused("cannot_calculate", refusal.problems[0])
    return None


class Portions:
    """The portions of one run that one process composes; what they have in common is read once."""

    def __init__(self, db: Database, task: Task) -> None:
        self.db, self.task = db, task
        self.shapes, self.together = Shapes(), Together()
        self.regions = dict[str, int]()

    def composed(self, keys: Sequence[int]) -> Portion:
        """Return the statements of these contracts, read at one moment, and who is left out."""
        with self.db.reading() as session:
            gathered = gather(session, keys, self.task.asked, self.shapes)
        ready = self._worked_out(gathered)
        self._check_budget(ready)
        left_out = [_left_out(one) for one in gathered if one.missing]
        whole = [one for one in ready if not one.gathered.missing]
        return portion_of(self.db.engine.dialect, self.task.run_id, self.task.asked, whole, left_out)

    def _worked_out(self, gathered: Sequence[Gathered]) -> list[Worked]:
        whole = [(one, one.held, one.frozen) for one in gathered if one.held and one.frozen]
        results = self.together.results([(held, frozen) for _one, held, frozen in whole])
        ready: list[Worked] = []
        for (one, _held, frozen), result in zip(whole, results, strict=True):
            data = frozen.data()
            found = result or alone(one, data)
            if found is not None:
                ready.append(Worked(one, data, found))
        return ready

    def _check_budget(self, ready: Sequence[Worked]) -> None:
        """Note where no open budget line of the year covers what a payer is to pay."""
        paying = [(one.gathered, *payer) for one in ready for payer in one.result.payers if payer[1]]
        codes = {code for _one, code, _amount in paying if code} - self.regions.keys()
        if codes:
            with self.db.reading() as session:
                self.regions |= {**dict.fromkeys(codes, 0), **region_keys(session, codes)}
        for one, code, amount in paying:
            region = self.regions[code] if code else one.contract.region_id
            line = next((held for held in reversed(one.lines) if held.region_id == region), None)
            if line is None:
                one.lack("no_budget_line", code, year=self.task.asked.today.year)
            elif line.used + amount > line.amount:
                one.lack("budget_short", line.account, left=amount, right=line.amount - line.used)


def _left_out(one: Gathered) -> dict[str, Any]:
    contract = one.contract
    return {
        "contract": contract.public_id,
        "number": contract.number,
        "name": contract.name,
        "missing": one.missing,
    }
