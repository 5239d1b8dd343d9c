"""A lifecycle as a picture: stages down one line, the way on beside it, each other step one arc.

All lengths are units of the picture's own frame; the page scales it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bondlife.queries.words import said
from models.lifecycle import Lifecycle, State, Transition

LEFT, WIDTH, HEIGHT, GAP = 10, 220, 34, 40
ARC, FIRST = 26, 30
"""Distance between arcs, and of the first one from the stages."""


@dataclass(frozen=True, slots=True)
class Box:
    """One stage: place and name; ``mark`` is what the rail counts it as, ``ending`` where nothing follows."""

    key: str
    label: str
    x: int
    y: int
    mark: str
    ending: bool


@dataclass(frozen=True, slots=True)
class Arrow:
    """One way from a stage to another: its path, the head of the arrow, its name where there is room."""

    path: str
    head: str
    label: str
    x: int
    y: int
    is_back: bool
    number: int


@dataclass(frozen=True, slots=True)
class Picture:
    """All of a lifecycle; ``legend`` names the numbered arcs."""

    width: int
    height: int
    box_width: int
    box_height: int
    boxes: Sequence[Box]
    arrows: Sequence[Arrow]
    legend: Sequence[tuple[int, str]]


def picture(life: Lifecycle) -> Picture:
    """Return the picture of a lifecycle: the chain of stages first, what other steps reach after it."""
    states = _ordered(life)
    place = {state.key: number for number, state in enumerate(states)}
    arrows: list[Arrow] = []
    legend: list[tuple[int, str]] = []
    lanes: list[list[tuple[int, int]]] = []
    for step in life.transitions:
        long = [one for one in step.sources if place[step.target] != place[one] + 1]
        arrows += [_down(step, place[one]) for one in step.sources if one not in long]
        if long:
            legend.append((len(legend) + 1, said(step.label)))
            arrows.append(_arc([place[one] for one in long], place[step.target], lanes, len(legend)))
    right = LEFT + WIDTH + FIRST + ARC * len(lanes) + 30
    boxes = [
        Box(one.key, said(one.label), LEFT, _top(place[one.key]), one.progress, one.ending) for one in states
    ]
    height = _top(len(states) - 1) + HEIGHT + 10
    return Picture(max(right, 520), height, WIDTH, HEIGHT, boxes, arrows, legend)


def _ordered(life: Lifecycle) -> list[State]:
    """Return the stages along the way on, then those that only other steps reach."""
    by_key = {state.key: state for state in life.states}
    chain, here = [life.initial], life.initial
    while True:
        ahead = [one.target for one in life.transitions if here in one.sources and one.target not in chain]
        onward = [one for one in ahead if not by_key[one].ending] or ahead
        if not onward:
            break
        here = onward[0]
        chain.append(here)
    return [by_key[key] for key in (*chain, *(key for key in by_key if key not in chain))]


def _top(place: int) -> int:
    return 10 + place * (HEIGHT + GAP)


def _down(step: Transition, source: int) -> Arrow:
    x, top = LEFT + 30, _top(source) + HEIGHT
    end = top + GAP
    head = f"{x},{end} {x - 5},{end - 8} {x + 5},{end - 8}"
    return Arrow(f"M{x} {top} V{end - 8}", head, said(step.label), x + 12, top + GAP // 2 + 4, False, 0)


def _arc(sources: Sequence[int], target: int, lanes: list[list[tuple[int, int]]], number: int) -> Arrow:
    """Return one arc from all sources of a step, in the first lane that is free between them."""
    low, high = min(*sources, target), max(*sources, target)
    lane = next((n for n, held in enumerate(lanes) if all(high < a or b < low for a, b in held)), len(lanes))
    if lane == len(lanes):
        lanes.append([])
    lanes[lane].append((low, high))
    edge, end = LEFT + WIDTH, _top(target) + HEIGHT // 2 - 7
    out = edge + FIRST + lane * ARC
    starts = [_top(one) + HEIGHT // 2 + 7 for one in sources]
    trunk = f"M{out} {min(*starts, end)} V{max(*starts, end)}"
    path = " ".join((*(f"M{edge} {start} H{out}" for start in starts), trunk, f"M{out} {end} H{edge + 8}"))
    head = f"{edge},{end} {edge + 8},{end - 5} {edge + 8},{end + 5}"
    middle = (min(*starts, end) + max(*starts, end)) // 2
    return Arrow(path, head, "", out, middle, target < min(sources), number)
