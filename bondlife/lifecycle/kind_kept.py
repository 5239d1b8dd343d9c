"""What a copy of a kind keeps: records, stages, ways and gates of money, effects, signatures.

Sums, alerts, duties and effects of the house count by the stages of a record and by the ways between them. A
copy may ask for more on the way (conditions, documents, signatures, tasks); it may not lead around a gate or
take a record where nobody counts it. Stages of a project are the office's own: of a project with books of
bonds, contracts or funds only those before anything is booked on it.
"""

from collections.abc import Iterator

from bondlife.errors import Problem
from models.lifecycle import GuardUse, Kind, Lifecycle, Transition

KEPT_GATES = frozenset(
    {
        "budget_line_open",
        "budget_basis_present",
        "goal_at",
        "monitoring_allows",
        "within_received",
        "within_result_cut",
    }
)
"""Conditions of money that the law asks for (预算法, 中发〔2018〕34号): a copy may add, not drop."""
OWN_BOOKS = frozenset({"bond", "fund", "ppp_contract"})
"""Records that services of the house keep books for."""
BEFORE_BOOKS = frozenset({"draft", "submitted", "screened", "evaluated", "proposed"})
"""Stages of a project before anything is booked on it: others may be put between them."""
LOOSE_EFFECTS = frozenset({"open_task"})
"""Effects that a copy may drop: a task reminds, it changes nothing."""


def keeps_books(kind: Kind) -> bool:
    """Tell whether books of bonds, funds or contracts are kept under the key of this kind."""
    return any(life.record in OWN_BOOKS for life in kind.lifecycles)


def lost(kind: Kind, base: Kind) -> Iterator[Problem]:
    """Yield what a copy may not leave out or lead around; ``field`` names the place."""
    lives = {life.record: life for life in kind.lifecycles}
    books = keeps_books(base)
    for old in base.lifecycles:
        life = lives.get(old.record)
        if life is None:
            yield Problem("record_lost", "The records “%(record)s” are missing.", "", {"record": old.label})
            continue
        is_own = old.record == "project" and not books
        yield from _states(old, life, is_own=is_own)
        yield from _steps(old, life, is_own=is_own, books=books)
        yield from _new_steps(old, life, books=books)


def _states(old: Lifecycle, life: Lifecycle, *, is_own: bool) -> Iterator[Problem]:
    kept = {"draft", "stopped"} if is_own else {state.key for state in old.states}
    now = {state.key: state for state in life.states}
    lacking = sorted({state.key for state in old.states} & kept - set(now))
    place = f"{old.record}.states"
    if lacking:
        yield Problem(
            "state_lost",
            "%(record)s: the house itself works with the states %(names)s; keep them.",
            place,
            {"record": old.label, "names": lacking},
        )
    for state in old.states if not is_own else ():
        same = now.get(state.key)
        if same is not None and (same.progress, same.ending) != (state.progress, state.ending):
            yield Problem(
                "state_counts",
                "%(record)s: “%(state)s” keeps what it counts as; only its name is yours.",
                place,
                {"record": old.label, "state": state.label},
            )


def _steps(old: Lifecycle, life: Lifecycle, *, is_own: bool, books: bool) -> Iterator[Problem]:
    now = {step.key: step for step in life.transitions}
    for step in old.transitions:
        place = f"{old.record}.steps.{step.key}"
        told = {"record": old.label, "step": step.label}
        gates = _gates(step, whole=books)
        new = now.get(step.key)
        if new is None and is_own and not gates:
            continue
        lacking = sorted({use.name for use in gates if new is None or not _held(use, new, whole=books)})
        if new is None or lacking:
            yield Problem(
                "gate_lost",
                "%(record)s, “%(step)s”: money asks for this step and its conditions %(names)s.",
                place,
                {**told, "names": lacking},
            )
        if new is not None:
            yield from _step(old, step, new, place, is_own=is_own, books=books)


def _gates(step: Transition, *, whole: bool) -> list[GuardUse]:
    return [use for use in step.guards if whole or use.name in KEPT_GATES]


def _held(use: GuardUse, step: Transition, *, whole: bool) -> bool:
    """Tell whether a condition still stands; where books hang on it, the very same."""
    return use in step.guards if whole else any(one.name == use.name for one in step.guards)


def _step(
    old: Lifecycle, step: Transition, new: Transition, place: str, *, is_own: bool, books: bool
) -> Iterator[Problem]:
    told = {"record": old.label, "step": step.label}
    effects = sorted(
        {one.name for one in step.effects if one.name not in LOOSE_EFFECTS and one not in new.effects}
    )
    if effects:
        yield Problem(
            "effect_lost",
            "%(record)s, “%(step)s”: what follows from this step stays: %(names)s.",
            place,
            {**told, "names": effects},
        )
    if is_own:
        return
    if not _goes_on(old, step, new):
        yield Problem(
            "way_lost",
            "%(record)s, “%(step)s”: sums and duties count by this way; it leads where it led.",
            place,
            told,
        )
    if step.approval and not new.approval:
        yield Problem(
            "signatures_lost",
            "%(record)s, “%(step)s”: this step asks for signatures; choose a flow.",
            place,
            told,
        )
    papers = sorted(set(step.documents) - set(new.documents)) if books else []
    if papers:
        yield Problem(
            "papers_lost",
            "%(record)s, “%(step)s”: this step asks for the documents %(names)s.",
            place,
            {**told, "names": papers},
        )


def _goes_on(old: Lifecycle, step: Transition, new: Transition) -> bool:
    """Tell whether a step leads from and to where it did; new stages may stand before the books of a project.

    A source that stood in the kind already is a way around whatever leads to it, so none is added.
    """
    free = BEFORE_BOOKS if old.record == "project" else frozenset[str]()
    known = {state.key for state in old.states}
    kept, sources = set(step.sources) - free, set(new.sources)
    return (
        new.target == step.target
        and kept <= sources
        and not (sources - set(step.sources)) & known
        and (old.record == "project" or sources == set(step.sources))
    )


def _new_steps(old: Lifecycle, life: Lifecycle, *, books: bool) -> Iterator[Problem]:
    """Yield added steps that lead around a gate, or where the house does not count."""
    held = {step.key for step in old.transitions}
    known = {state.key for state in old.states}
    gated = {step.target for step in old.transitions if _gates(step, whole=False)}
    for step in life.transitions:
        if step.key in held:
            continue
        if old.record != "project":
            is_round = True
        elif books:
            is_round = bool(({*step.sources, step.target} & known) - BEFORE_BOOKS)
        else:
            is_round = step.target in gated
        if is_round:
            yield Problem(
                "step_around",
                "%(record)s, “%(step)s”: this step leads around a gate; put conditions on those there are.",
                f"{old.record}.steps.{step.key}",
                {"record": old.label, "step": step.label},
            )
