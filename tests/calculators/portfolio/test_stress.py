"""Stress of a portfolio against hand-worked cases, a plain double-precision oracle, and its laws."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.errors import CalculationError
from calculators.portfolio.stress import StressDistribution, StressJob, joined, run_stress, stress, stress_job
from calculators.portfolio.stress_terms import Correlations, Shock, StressTerms, mixing
from tests.golden import golden_cases
from tests.oracles.portfolio import scenario

TERMS = StressTerms(
    revenue=Shock(0.10, 0.6),
    cost=Shock(0.08, 0.5),
    rate=Shock(0.15, 0.7),
    correlations=Correlations(0.4, -0.2, 0.1),
)
LATE = StressTerms(revenue=Shock(0.1, 0.6), delay_chance=0.4, longest_delay=3)


def job_of(
    projects: int = 37, periods: int = 11, *, seed: int = 7, scenarios: int = 300, **more: Any
) -> StressJob:
    draw = np.random.default_rng(2)
    revenue = draw.integers(80 * 10**8, 120 * 10**8, (projects, periods))
    principal = np.full((projects, periods), 30 * 10**8)
    arguments = {"terms": TERMS, "project_ids": np.arange(projects) * 2**33 + 5, **more}
    return stress_job(
        revenue,
        cost=revenue * 35 // 100,
        principal=principal,
        interest=principal // 5,
        seed=seed,
        scenarios=scenarios,
        **arguments,
    )


def bytes_of(result: StressDistribution) -> bytes:
    return b"".join(getattr(result, name).tobytes() for name in StressDistribution.__slots__)


@pytest.mark.parametrize("case", golden_cases("portfolio/stress.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    tables = {
        name: [[int(x) for x in case[name].split()]] for name in ("revenue", "cost", "principal", "interest")
    }
    delay = int(case["delay"])
    terms = StressTerms(delay_chance=1.0, longest_delay=delay) if delay else StressTerms()
    found = stress(**tables, terms=terms, seed=3, scenarios=5, shares=[0.0, 1.0])  # type: ignore[arg-type]
    assert found.coverage[0] == pytest.approx([float(case["minimum"])] * 2, abs=1e-6)
    assert found.shortfall[0] == pytest.approx([float(case["shortfall"])] * 2, abs=1e-4)
    assert found.first_gap[0].argmax() == int(case["first_gap"])


def test_oracle_every_scenario() -> None:
    job = job_of(3, 9, seed=2**40 + 3, scenarios=280, shares=[i / 100 for i in range(101)], is_exact=True)
    found = run_stress(job)
    rho = [TERMS.revenue.persistence, TERMS.cost.persistence, TERMS.rate.persistence]
    spread = mixing(TERMS).astype(float).tolist()
    for p in range(3):
        flows = [table[p].tolist() for table in (job.revenue, job.cost, job.principal, job.interest)]
        told = [
            scenario(flows, project=int(job.project_ids[p]), number=s, seed=job.seed, rho=rho, spread=spread)
            for s in range(job.scenarios)
        ]
        lowest, deepest, gaps = (np.array(column) for column in zip(*told, strict=True))
        shares = np.array(job.shares)
        assert found.coverage[p] == pytest.approx(np.quantile(lowest, shares), rel=2e-6, abs=2e-6)
        assert found.shortfall[p] == pytest.approx(np.quantile(deepest, shares), rel=1e-5, abs=1e4)
        assert found.coverage_mean[p] == pytest.approx(lowest.mean(), rel=2e-6)
        assert found.weak_chance[p] == pytest.approx((lowest < 1).mean(), abs=1 / job.scenarios)
        assert np.abs(found.first_gap[p] - np.bincount(gaps, minlength=10)).sum() <= 2


def test_oracle_one_call_is_the_job() -> None:
    job = job_of(5)
    tables = {name: getattr(job, name).tolist() for name in ("cost", "principal", "interest")}
    called = stress(
        job.revenue.tolist(),
        **tables,
        terms=TERMS,
        seed=job.seed,
        scenarios=job.scenarios,
        project_ids=job.project_ids.tolist(),
    )
    assert bytes_of(called) == bytes_of(run_stress(job))
    flows = [table[0].tolist() for table in (job.revenue, job.cost, job.principal, job.interest)]
    rho = [TERMS.revenue.persistence, TERMS.cost.persistence, TERMS.rate.persistence]
    spread = mixing(TERMS).astype(float).tolist()
    first = [
        scenario(flows, project=int(job.project_ids[0]), number=s, seed=job.seed, rho=rho, spread=spread)[0]
        for s in range(job.scenarios)
    ]
    assert called.coverage_mean[0] == pytest.approx(sum(first) / len(first), rel=2e-6)


def test_law_chunks_threads_and_scenarios_change_no_byte() -> None:
    job = job_of()
    whole = bytes_of(run_stress(job))
    for size in (1, 5, 36, 100):
        for threads in (1, 2):
            assert bytes_of(joined([run_stress(part, threads) for part in job.parts(size)])) == whole


def test_law_the_first_scenarios_stay_as_they_are() -> None:
    few, many = (run_stress(job_of(scenarios=n, is_exact=True, shares=[0.0])) for n in (256, 2560))
    assert (many.coverage <= few.coverage).all()
    assert (many.first_gap >= few.first_gap).all()


def test_law_the_seed_matters_and_repeats() -> None:
    one, again, other = (run_stress(job_of(seed=seed)) for seed in (1, 1, 2))
    assert bytes_of(one) == bytes_of(again)
    assert bytes_of(one) != bytes_of(other)


def test_law_a_project_keeps_its_draws_in_any_place() -> None:
    job = job_of(6)
    turned = stress_job(
        job.revenue[::-1],
        cost=job.cost[::-1],
        principal=job.principal[::-1],
        interest=job.interest[::-1],
        terms=TERMS,
        seed=job.seed,
        scenarios=job.scenarios,
        project_ids=job.project_ids[::-1],
    )
    assert (run_stress(turned).coverage[::-1] == run_stress(job).coverage).all()


@given(st.integers(0, 2**64 - 1), st.floats(0.01, 0.5))
def test_law_scenarios_are_counted_once(seed: int, volatility: float) -> None:
    found = run_stress(
        job_of(4, 6, seed=seed, scenarios=100, terms=StressTerms(revenue=Shock(volatility, 0.5)))
    )
    assert (found.first_gap.sum(axis=1) == 100).all()
    assert ((found.shortfall_chance >= 0) & (found.shortfall_chance <= 1)).all()
    assert (np.diff(found.coverage, axis=1) >= 0).all()


def test_law_delay_never_helps_a_project_that_earns() -> None:
    plain = run_stress(job_of(terms=StressTerms(revenue=Shock(0.1, 0.6)), is_exact=True))
    late = run_stress(job_of(terms=LATE, is_exact=True))
    assert (late.shortfall_chance >= plain.shortfall_chance).all()
    assert late.shortfall_mean.mean() > plain.shortfall_mean.mean()


def test_law_a_delay_comes_as_often_as_said() -> None:
    terms = StressTerms(delay_chance=0.3, longest_delay=1)
    ids = list(range(50))
    rows = [[10, 10]] * 50
    found = stress(
        rows, cost=[[0, 0]] * 50, principal=[[1, 1]] * 50, interest=[[0, 0]] * 50,
        terms=terms, seed=9, scenarios=2000, project_ids=ids,
    )  # fmt: skip
    assert found.shortfall_chance.mean() == pytest.approx(0.3, abs=4 * (0.3 * 0.7 / 100_000) ** 0.5)


def test_law_shocks_have_the_spread_and_the_links_they_claim() -> None:
    terms = StressTerms(revenue=Shock(0.2), cost=Shock(0.1), correlations=Correlations(revenue_cost=0.8))
    million = 10**6
    found = stress(
        [[million]], cost=[[million]], principal=[[million]], interest=[[0]],
        terms=terms, seed=5, scenarios=200_000, shares=[0.1587, 0.5, 0.8413], is_exact=True,
    )  # fmt: skip
    expected = (0.2**2 + 0.1**2 - 2 * 0.8 * 0.2 * 0.1) ** 0.5
    low, middle, high = found.coverage[0]
    assert (high - low) / 2 == pytest.approx(expected, rel=0.01)
    assert middle == pytest.approx(0, abs=0.002)


def test_law_histogram_is_near_the_exact_quantiles() -> None:
    binned, exact = run_stress(job_of(scenarios=5000)), run_stress(job_of(scenarios=5000, is_exact=True))
    assert np.abs(binned.coverage - exact.coverage).max() < 0.005
    assert (binned.first_gap == exact.first_gap).all()


def test_law_without_debt_there_is_no_coverage() -> None:
    found = stress(
        [[5, 5]], cost=[[1, 1]], principal=[[0, 0]], interest=[[0, 0]], terms=TERMS, seed=1, scenarios=20
    )
    assert np.isnan(found.coverage).all()
    assert np.isnan(found.coverage_mean[0])
    assert found.shortfall_chance[0] == 0


GOOD: dict[str, Any] = {
    "revenue": [[5, 5]],
    "cost": [[1, 1]],
    "principal": [[1, 1]],
    "interest": [[1, 1]],
    "terms": TERMS,
    "seed": 1,
    "scenarios": 10,
}


@pytest.mark.parametrize(
    ("field", "value", "code", "place"),
    [
        ("revenue", [[-1, 5]], "out_of_range", "revenue"),
        ("revenue", [[float("nan"), 5]], "not_integer", "revenue"),
        ("cost", [[1]], "shape_mismatch", "cost"),
        ("principal", [[10**15 + 1, 1]], "out_of_range", "principal"),
        ("interest", [["1", "1"]], "not_integer", "interest"),
        ("seed", -1, "out_of_range", "seed"),
        ("seed", 2**64, "out_of_range", "seed"),
        ("seed", 1.0, "not_integer", "seed"),
        ("scenarios", 0, "out_of_range", "scenarios"),
        ("scenarios", 1_000_001, "out_of_range", "scenarios"),
        ("scenarios", True, "not_integer", "scenarios"),
        ("shares", [2.0], "out_of_range", "shares"),
        ("opening_cash", [1, 2], "shape_mismatch", "opening_cash"),
        ("project_ids", [-1], "out_of_range", "project_ids"),
        ("terms", StressTerms(revenue=Shock(-0.1)), "out_of_range", "terms.revenue.volatility"),
        ("terms", StressTerms(rate=Shock(0.1, 1.0)), "out_of_range", "terms.rate.persistence"),
        ("terms", StressTerms(cost=Shock(float("nan"))), "not_a_number", "terms.cost.volatility"),
        ("terms", StressTerms(delay_chance=0.5), "not_used", "terms.longest_delay"),
        ("terms", StressTerms(longest_delay=2), "not_used", "terms.longest_delay"),
        (
            "terms",
            StressTerms(correlations=Correlations(1.5)),
            "out_of_range",
            "terms.correlations.revenue_cost",
        ),
        (
            "terms",
            StressTerms(correlations=Correlations(0.9, 0.9, -0.9)),
            "not_a_correlation",
            "terms.correlations",
        ),
        (
            "terms",
            StressTerms(correlations=Correlations(1.0, 0.5, 0.2)),
            "not_a_correlation",
            "terms.correlations",
        ),
    ],
)
def test_refuses(field: str, value: object, code: str, place: str) -> None:
    with pytest.raises(CalculationError) as refusal:
        stress(**{**GOOD, field: value})
    assert (refusal.value.code, refusal.value.field) == (code, place)


def test_refuses_work_without_end_and_double_numbers() -> None:
    wide = np.ones((20_000, 600), np.int64)
    with pytest.raises(CalculationError) as refusal:
        stress(wide, cost=wide, principal=wide, interest=wide, terms=TERMS, seed=1, scenarios=1_000_000)
    assert refusal.value.code == "too_many_steps"
    pair = [[1, 1]] * 2
    with pytest.raises(CalculationError) as refusal:
        stress(pair, cost=pair, principal=pair, interest=pair, terms=TERMS, seed=1, project_ids=[4, 4])
    assert (refusal.value.code, refusal.value.field) == ("duplicate_id", "project_ids")
