"""Targets 1, 2 and 4: the stress kernel against its own draws and against numpy drawing alone."""

import threading
from hashlib import sha256
from typing import Any

import numpy as np

from bench._race import Target, at_most, race
from calculators.portfolio.kernels.build import compiled, over_rows
from calculators.portfolio.kernels.philox import BLOCK, NORMALS, ROWS, aligned_rows, draw_normals, key_words
from calculators.portfolio.stress import StressDistribution, StressJob, joined, run_stress, stress_job
from calculators.portfolio.stress_terms import Correlations, Shock, StressTerms

PROJECTS, PERIODS, SCENARIOS = 400, 30, 1000
TERMS = StressTerms(
    revenue=Shock(0.10, 0.6),
    cost=Shock(0.08, 0.6),
    rate=Shock(0.15, 0.6),
    correlations=Correlations(0.4, -0.2, 0.1),
)


def example_job(projects: int, scenarios: int) -> StressJob:
    """Return a portfolio of growing projects with level principal."""
    draw = np.random.default_rng(7)
    growth = 1.03 ** np.arange(PERIODS)
    revenue = (draw.uniform(8e9, 12e9, (projects, 1)) * growth).astype(np.int64)
    principal = np.repeat(draw.integers(2 * 10**9, 3 * 10**9, (projects, 1)), PERIODS, axis=1)
    return stress_job(
        revenue,
        cost=(revenue * draw.uniform(0.3, 0.45, (projects, 1))).astype(np.int64),
        principal=principal,
        interest=(principal * np.linspace(0.9, 0.05, PERIODS)).astype(np.int64),
        terms=TERMS,
        seed=3,
        scenarios=scenarios,
    )


@compiled
def only_draws(begin: Any, end: Any, seed: Any, periods: Any, scenarios: Any, sink: Any) -> None:
    """Draw what the stress kernel draws, and nothing else."""
    keys, rows = key_words(seed), aligned_rows(ROWS)
    for p in range(begin, end):
        for block in range((scenarios + BLOCK - 1) // BLOCK):
            for group in range((periods + 3) // 4):
                draw_normals(block * BLOCK, np.uint64(group), np.uint64(p), np.uint64(0), keys, rows)
        sink[p] = rows[NORMALS, 0]


def numpy_draws(projects: int, periods: int, scenarios: int) -> None:
    """Draw as many normals with numpy's fastest generator on two threads."""

    def work(first: int) -> None:
        generator, z = (
            np.random.Generator(np.random.SFC64(first)),
            np.empty((periods, 3, scenarios), np.float32),
        )
        for _ in range(first, projects, 2):
            generator.standard_normal(out=z, dtype=np.float32)

    threads = [threading.Thread(target=work, args=(first,)) for first in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def digest(result: StressDistribution) -> str:
    """Return a digest of all bytes of a result."""
    whole = sha256()
    for name in StressDistribution.__slots__:
        whole.update(getattr(result, name).tobytes())
    return whole.hexdigest()


def stress_targets(rounds: int) -> list[Target]:
    """Measure targets 1, 2 and 4."""
    job, sink = example_job(PROJECTS, SCENARIOS), np.empty(PROJECTS, np.float32)
    steps = 4 * PROJECTS * PERIODS * SCENARIOS
    laps = race(
        {
            "numpy": lambda: numpy_draws(PROJECTS, PERIODS, SCENARIOS),
            "draws": lambda: over_rows(
                only_draws, PROJECTS, np.uint64(3), PERIODS, SCENARIOS, sink, steps=steps
            ),
            "stress": lambda: run_stress(job),
        },
        rounds=3 * rounds,
    )
    digests = {digest(run_stress(job, threads)) for threads in (1, 2)}
    digests |= {digest(joined([run_stress(part) for part in job.parts(size)])) for size in (1, 7, 100)}
    return [
        at_most("1 stress ÷ its own draws", 1.3, laps["stress"], laps["draws"]),
        at_most("2 stress ÷ numpy SFC64 drawing alone", 0.15, laps["stress"], laps["numpy"]),
        Target("4 bytes over parts and threads", "1 digest", f"{len(digests)}", len(digests) == 1),
    ]
