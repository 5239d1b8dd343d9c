"""Where portfolio computations run: in this process, on a process pool, or on a dask.distributed cluster.

One setting says where: "" for this process, "pool:4" for four processes of this machine, or the address of a
scheduler ("tcp://10.0.0.5:8786"; the extra ``cluster`` must be installed here and the same release on every
worker). The parts of a job are the same everywhere and kernels round the same on every machine, so the bytes
are equal too.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, Protocol, TypeVar

from calculators.portfolio.stress import StressDistribution, StressJob, joined, run_stress

PART_STEPS = 30_000_000
"""Projects × periods × scenarios of a part: some 50 ms of work, so that handing over costs little."""

Part = TypeVar("Part")
Result = TypeVar("Result")


class BadPlace(ValueError):
    """The setting that says where computations run is not understood, or its library is missing."""


class Place(Protocol):
    """Something that runs a function over the parts of a job and keeps their order."""

    def run(self, function: Callable[[Part], Result], parts: Sequence[Part]) -> list[Result]:
        """Return the result of every part in order."""
        ...


class Here:
    """This process; a kernel uses its threads."""

    def run(self, function: Callable[[Part], Result], parts: Sequence[Part]) -> list[Result]:
        """Run the parts one after the other."""
        return [function(part) for part in parts]


class Pool:
    """Processes of this machine, started afresh so that no thread or lock is copied into them."""

    def __init__(self, executor: ProcessPoolExecutor) -> None:
        self._executor = executor

    def run(self, function: Callable[[Part], Result], parts: Sequence[Part]) -> list[Result]:
        """Spread the parts over the processes."""
        return list(self._executor.map(function, parts))


class Cluster:
    """Workers of a dask.distributed scheduler."""

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise BadPlace("a cluster needs the extra 'cluster': pip install 'bondlife[cluster]'") from None
        self._client: Any = Client(address, set_as_default=False)  # type: ignore[no-untyped-call]

    def run(self, function: Callable[[Part], Result], parts: Sequence[Part]) -> list[Result]:
        """Spread the parts over the workers; a lost worker's part is done again by another."""
        # Tasks are pure, but hashing their arrays to find repeats would cost more than sending them.
        results: list[Result] = self._client.gather(self._client.map(function, parts, pure=False))
        return results

    def close(self) -> None:
        """Leave the cluster as it is and let go of it."""
        self._client.close()


@contextmanager
def place(setting: str) -> Iterator[Place]:
    """Open the place a setting names and close it afterwards.

    >>> with place("") as here:
    ...     here.run(abs, [-1, 2])
    [1, 2]
    """
    if not setting:
        yield Here()
    elif setting.startswith("pool:"):
        with ProcessPoolExecutor(_size(setting), mp_context=get_context("spawn")) as executor:
            yield Pool(executor)
    elif setting.startswith(("tcp://", "tls://")):
        cluster = Cluster(setting)
        try:
            yield cluster
        finally:
            cluster.close()
    else:
        raise BadPlace(f"computations run in '', 'pool:N' or 'tcp://host:port', not in {setting!r}")


def run_stress_at(where: Place, job: StressJob, *, part_size: int | None = None) -> StressDistribution:
    """Run a stress test in parts at a place; the result has the same bytes everywhere."""
    size = part_size or projects_per_part(job)
    function = run_stress if isinstance(where, Here) else stress_on_one_thread
    return joined(where.run(function, job.parts(size)))


def stress_on_one_thread(job: StressJob) -> StressDistribution:
    """Run a part in a worker: workers stand side by side, so each keeps to one thread."""
    return run_stress(job, threads=1)


def projects_per_part(job: StressJob) -> int:
    """Return how many projects make a part worth handing over."""
    return max(1, PART_STEPS // (int(job.revenue.shape[1]) * job.scenarios))


def _size(setting: str) -> int:
    digits = setting.removeprefix("pool:")
    if not (digits.isascii() and digits.isdigit() and 1 <= int(digits) <= 256):
        raise BadPlace("a pool has from 1 to 256 processes, written 'pool:4'")
    return int(digits)
