"""The portions of one payment run, shared between the job process and a child that it keeps warm.

The job process takes them from the front, the child from the end, until they meet. The child reads and
composes; it stores nothing. If it is absent, killed or too slow, what it held goes back to the job process,
and nobody sees a difference but in time. It ends with the process that started it.
"""

import pickle
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import NamedTuple

import structlog

from bondlife.children import BusyError, Children, DiedError
from bondlife.db import Database, chunks
from bondlife.services.ppp_portions import Portions, Task
from bondlife.services.ppp_statements import Portion

PORTION = 1000
"""Contracts in a portion."""
LEAST = 3
"""Of fewer portions none is sent away: the way there and back would take what is saved."""
OVERDUE = 0.1
"""Seconds that the last portion of the child is waited for; then this process composes it too."""
PATIENCE = 20.0
"""Seconds after which the child is given up."""
log = structlog.get_logger()

children = Children("bondlife.jobs.portions_child", 1)


def wake_for(contracts: int) -> None:
    """Start the child where there are so many contracts that a run of them is shared."""
    if contracts > (LEAST - 1) * PORTION:
        children.warm()


class Part(NamedTuple):
    """A portion that is to be composed: its place in the run and the keys of its contracts."""

    place: int
    keys: Sequence[int]


def shared_out(db: Database, task: Task, keys: Sequence[int], tell: Callable[[int], None]) -> list[Portion]:
    """Return the portions of all contracts composed, in their order; ``tell`` hears how many are done."""
    portions = list(chunks(keys, PORTION))
    own, shared, found = Portions(db, task), _Shared(db, task, portions), dict[int, Portion]()
    with shared.helped():
        while len(found) < len(portions):
            part = _taken(shared.waiting.popleft)
            found |= shared.arrived(OVERDUE if part is None else 0)
            part = part or shared.held
            if part is not None and part.place not in found:
                found[part.place] = own.composed(part.keys)
            tell(sum(len(portions[place]) for place in found))
    return [found[place] for place in range(len(portions))]


class _Shared:
    """Portions that wait, the one the child has, and those that came from it."""

    def __init__(self, db: Database, task: Task, portions: Sequence[Sequence[int]]) -> None:
        self.db, self.task = db, task
        self.url = db.url.render_as_string(hide_password=False)
        self.waiting = deque(Part(place, keys) for place, keys in enumerate(portions))
        self.held: Part | None = None
        self.came = SimpleQueue[tuple[int, Portion] | None]()

    @contextmanager
    def helped(self) -> Iterator[None]:
        """Let the child take its share meanwhile; a run that is given up leaves it nothing more to take."""
        if len(self.waiting) < LEAST:
            yield
            return
        threading.Thread(target=self._beside, daemon=True).start()
        try:
            yield
        finally:
            self.waiting.clear()

    def arrived(self, seconds: float) -> dict[int, Portion]:
        """Return what came by now; where nothing did, wait so long for the next."""
        found: dict[int, Portion] = {}
        try:
            while one := self.came.get(timeout=0 if found else seconds):
                found[one[0]] = one[1]
        except Empty:
            pass
        return found

    def _beside(self) -> None:
        """Hand portions to the child until none waits; the one it fails at goes back."""
        try:
            children.warm()
            while part := _taken(self.waiting.pop):
                self._asked(part)
        except (BusyError, DiedError, TimeoutError, OSError, EOFError) as failure:
            log.warning("portions_not_shared", why=type(failure).__name__)
        finally:
            self.came.put(None)

    def _asked(self, part: Part) -> None:
        question = pickle.dumps((self.url, self.task, part.keys))
        self.held = part
        try:
            sent = children.ask(question, PATIENCE)
            self.came.put((part.place, Portion.received(self.db.engine.dialect, sent)))
        except BaseException:
            self.waiting.append(part)
            raise
        finally:
            self.held = None


def _taken(take: Callable[[], Part]) -> Part | None:
    """Return the next portion that waits; the other side may have taken the last one."""
    try:
        return take()
    except IndexError:
        return None
