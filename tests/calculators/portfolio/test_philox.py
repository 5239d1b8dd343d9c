"""Philox4x32-10 against its published answers, and its normals against the distribution they claim."""

from math import exp, pi, sqrt
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from calculators.kernel.errors import CalculationError
from calculators.portfolio.kernels.philox import BLOCK
from calculators.portfolio.philox import normals_from, random_words
from tests.calculators.portfolio.draws import kernel_normals
from tests.golden import golden_cases
from tests.oracles.portfolio import normal, philox

word = st.integers(0, 2**32 - 1)


def words_of(text: str) -> list[int]:
    return [int(part, 16) for part in text.split()]


@pytest.fixture(scope="module")
def sample() -> NDArray[np.float64]:
    """Four million normals of the kernels: 20 projects × 4 groups × 3 shocks × 4 periods × 4,096."""
    drawn = [
        kernel_normals(seed=20240229, project=p, group=g, scenarios=4096) for p in range(20) for g in range(4)
    ]
    return np.stack(drawn).astype(np.float64)


@pytest.mark.parametrize("case", golden_cases("portfolio/philox.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    first, second = words_of(case["key"])
    found = random_words([words_of(case["counter"])], key=(first, second))
    assert found[0].tolist() == words_of(case["expected"])


@given(st.tuples(word, word, word, word), st.tuples(word, word))
def test_oracle_words(counter: tuple[int, int, int, int], key: tuple[int, int]) -> None:
    assert random_words([counter], key=key)[0].tolist() == list(philox(counter, key))


@given(st.lists(word, min_size=1, max_size=50))
def test_oracle_normals(words: list[int]) -> None:
    found = normals_from(np.array(words, np.uint32)).astype(float)
    for one, value in zip(words, found, strict=True):
        assert value == pytest.approx(normal(one), rel=1e-6, abs=1e-9)


def test_oracle_every_corner_of_the_tail() -> None:
    corners = [0, 1, 2, 2**31 - 1, 2**31 - 2, 2**31, 2**31 + 1, 2**32 - 1, 2**31 - 1000, 2**31 + 999]
    found = normals_from(np.array(corners, np.uint32)).astype(float)
    assert found == pytest.approx([normal(one) for one in corners], rel=1e-6, abs=1e-9)


def test_law_kernel_equals_reference_to_the_bit() -> None:
    found = kernel_normals(seed=2**40 + 17, project=2**33 + 5, group=3, scenarios=2 * BLOCK)
    for shock in range(3):
        counters = [(i, 3, 5, (2 << 2) | shock) for i in range(2 * BLOCK)]
        expected = normals_from(random_words(counters, key=(17, 2**8)))
        assert (found[shock] == expected.T).all()


def test_law_normals_are_odd_and_rise() -> None:
    words = np.linspace(0, 2**31 - 1, 100_001).astype(np.uint32)
    upper = normals_from(words)
    lower = normals_from(~words)
    assert (np.diff(upper) >= 0).all()
    # A word and its complement round apart by one last bit.
    assert lower == pytest.approx(-upper, rel=3e-7)


def test_law_moments(sample: NDArray[np.float64]) -> None:
    count = sample.size
    assert abs(sample.mean()) < 4 / sqrt(count)
    assert abs(sample.var() - 1) < 4 * sqrt(2 / count)
    assert abs((sample**3).mean()) < 4 * sqrt(15 / count)
    assert abs((sample**4).mean() - 3) < 4 * sqrt(96 / count)


def test_law_kolmogorov_smirnov(sample: NDArray[np.float64]) -> None:
    ordered = np.sort(sample.ravel())
    picks = np.linspace(0, ordered.size - 1, 20_001).astype(int)
    expected = np.array([NormalDist().cdf(value) for value in ordered[picks]])
    distance = np.abs(expected - (picks + 0.5) / ordered.size).max()
    # The largest distance, less what the picks may miss, stays below its 0.1 % point 1.95 ÷ √n.
    assert distance < 1.95 / sqrt(ordered.size)


@pytest.mark.parametrize("bound", [2.0, 3.0, 3.7, 4.2])
def test_law_tails(sample: NDArray[np.float64], bound: float) -> None:
    expected = 2 * NormalDist().cdf(-bound) * sample.size
    seen = (np.abs(sample) > bound).sum()
    assert abs(seen - expected) < 4 * sqrt(expected) + 1


def test_law_tail_shape(sample: NDArray[np.float64]) -> None:
    beyond = np.abs(sample)[np.abs(sample) > 3]
    density = 2 * exp(-4.5) / sqrt(2 * pi)
    expected = density / (2 * NormalDist().cdf(-3))
    assert beyond.mean() == pytest.approx(expected, abs=4 * beyond.std() / sqrt(beyond.size))


def test_law_lanes_periods_shocks_and_projects_are_independent(sample: NDArray[np.float64]) -> None:
    limit = 4.5
    shocks = sample.transpose(1, 0, 2, 3).reshape(3, -1)
    lanes = sample[..., :-1].ravel(), sample[..., 1:].ravel()
    blocks = sample[..., :-BLOCK].ravel(), sample[..., BLOCK:].ravel()
    periods = sample[:, :, :-1].ravel(), sample[:, :, 1:].ravel()
    projects = sample[:-4].ravel(), sample[4:].ravel()
    pairs = [lanes, blocks, periods, projects, (shocks[0], shocks[1]), (shocks[0], shocks[2])]
    for left, right in pairs:
        for power in (1, 2):
            one, two = left**power, right**power
            assert abs(np.corrcoef(one, two)[0, 1]) < limit / sqrt(one.size)


def test_law_each_lane_is_fair(sample: NDArray[np.float64]) -> None:
    by_lane = sample.reshape(-1, 4096 // BLOCK, BLOCK).transpose(2, 0, 1).reshape(BLOCK, -1)
    scores = by_lane.mean(axis=1) * sqrt(by_lane.shape[1])
    assert np.abs(scores).max() < 4.5
    assert 0.8 < scores.std() < 1.2


def test_law_bits_are_balanced() -> None:
    words = random_words(np.arange(400_000).reshape(-1, 4) * 977 % 2**32, key=(1, 2))
    for bit in range(32):
        share = ((words >> np.uint32(bit)) & np.uint32(1)).mean()
        assert abs(share - 0.5) < 4 * 0.5 / sqrt(words.size)


@pytest.mark.parametrize(
    ("counters", "code"),
    [([[1, 2, 3]], "shape_mismatch"), ([[0, 0, 0, -1]], "not_integer"), ([[0.5] * 4], "not_integer")],
)
def test_refuses(counters: list[list[int]], code: str) -> None:
    with pytest.raises(CalculationError) as refusal:
        random_words(counters, key=(0, 0))
    assert (refusal.value.code, refusal.value.field) == (code, "counters")
