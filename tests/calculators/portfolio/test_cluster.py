"""The same stress test in this process, on a process pool and on a two-worker cluster: equal bytes."""

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from bondlife.cluster import BadPlace, place, projects_per_part, run_stress_at
from calculators.portfolio.stress import StressDistribution, StressJob, run_stress, stress_job
from calculators.portfolio.stress_terms import Shock, StressTerms

TERMS = StressTerms(revenue=Shock(0.1, 0.6), rate=Shock(0.15, 0.5), delay_chance=0.2, longest_delay=2)


@pytest.fixture(scope="module")
def job() -> StressJob:
    draw = np.random.default_rng(4)
    revenue = draw.integers(10**9, 2 * 10**9, (40, 12))
    tables: dict[str, Any] = {"cost": revenue // 3, "principal": revenue // 4, "interest": revenue // 20}
    return stress_job(revenue, **tables, terms=TERMS, seed=12, scenarios=500)


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    distributed = pytest.importorskip("distributed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cluster = distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
        )
        yield cluster.scheduler_address
        cluster.close()


def bytes_of(result: StressDistribution) -> bytes:
    return b"".join(getattr(result, name).tobytes() for name in StressDistribution.__slots__)


def test_in_process_in_parts(job: StressJob) -> None:
    with place("") as here:
        assert bytes_of(run_stress_at(here, job, part_size=7)) == bytes_of(run_stress(job))


def test_on_a_process_pool(job: StressJob) -> None:
    with place("pool:2") as pool:
        assert bytes_of(run_stress_at(pool, job, part_size=9)) == bytes_of(run_stress(job))


@pytest.mark.filterwarnings("ignore")
def test_on_a_cluster_of_two_workers(job: StressJob, scheduler: str) -> None:
    with place(scheduler) as cluster:
        assert bytes_of(run_stress_at(cluster, job, part_size=5)) == bytes_of(run_stress(job))


def test_parts_are_worth_handing_over(job: StressJob) -> None:
    assert projects_per_part(job) == 30_000_000 // (12 * 500)


@pytest.mark.parametrize("setting", ["pool:0", "pool:x", "pool:1000", "http://here", "threads"])
def test_refuses_a_place_it_does_not_know(setting: str) -> None:
    with pytest.raises(BadPlace), place(setting):
        pass
