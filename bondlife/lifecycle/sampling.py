"""Samples and drawings that anybody can repeat: from a seed written down before, by digests alone.

    place of a member   sha256(seed, key) as a number: the lowest come first
    sizes of strata     one each where there is room, the rest in proportion, largest remainders first
    weighted drawing    sha256(seed) modulo Σ weights falls on one candidate

Shapes  strata: name → keys. Units: counts; weights are whole numbers from 1.
Errors  ValueError where more are wanted than there are, or nobody can be drawn.
"""

import hashlib
from collections.abc import Mapping, Sequence

from calculators.kernel.money import split


def place(seed: str, key: str) -> int:
    """Return the place of a member under a seed, a number that nobody can choose."""
    return int.from_bytes(hashlib.sha256(f"{seed}\n{key}".encode()).digest())


def stratum_sizes(sizes: Mapping[str, int], total: int, least: int = 1) -> dict[str, int]:
    """Return how many each stratum gives to a sample of ``total``.

    >>> stratum_sizes({"a": 90, "b": 9, "c": 1}, 10)
    {'a': 7, 'b': 2, 'c': 1}
    """
    whole = sum(sizes.values())
    if not 0 < total <= whole:
        raise ValueError(total)
    floors = {name: min(least, size) for name, size in sizes.items()}
    if sum(floors.values()) > total:
        floors = dict.fromkeys(sizes, 0)
    room = [sizes[name] - floors[name] for name in sizes]
    more = split(total - sum(floors.values()), room) if sum(room) else [0] * len(room)
    return {name: floors[name] + extra for name, extra in zip(sizes, more, strict=True)}


def stratified(strata: Mapping[str, Sequence[str]], total: int, seed: str, least: int = 1) -> list[str]:
    """Return the keys drawn, stratum by stratum; the same seed draws the same keys.

    >>> stratified({"a": ["1", "2", "3"], "b": ["4"]}, 2, "s") == stratified(
    ...     {"b": ["4"], "a": ["3", "2", "1"]}, 2, "s")
    True
    """
    sizes = stratum_sizes({name: len(strata[name]) for name in sorted(strata)}, total, least)
    return [
        key
        for name, count in sizes.items()
        for key in sorted(strata[name], key=lambda one: place(seed, one))[:count]
    ]


def drawn(weights: Mapping[str, int], seed: str) -> str:
    """Return the one that is drawn; twice the weight is twice the chance.

    >>> drawn({"only": 3}, "s")
    'only'
    """
    total = sum(weights.values())
    if total <= 0:
        raise ValueError(total)
    point = place(seed, "") % total
    for key in sorted(weights):
        point -= weights[key]
        if point < 0:
            return key
    raise AssertionError
