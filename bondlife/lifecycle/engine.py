"""The only code that moves a state: which steps there are, why one is not possible yet, and the move."""

from dataclasses import dataclass

from bondlife.acts import ONCE, Act
from bondlife.errors import Blocked, Conflict, Forbidden, Invalid, Problem
from bondlife.lifecycle.conditions import unmet
from bondlife.lifecycle.effects import EFFECTS
from bondlife.lifecycle.four_eyes import same_person
from bondlife.lifecycle.history import enter, note, set_state
from bondlife.lifecycle.situation import Situation
from bondlife.security.actor import Actor
from models.lifecycle import Lifecycle, State, Transition
from models.registry import RecordRow

__all__ = [
    "Step",
    "enter",
    "find",
    "move",
    "require",
    "require_guards",
    "state_of",
    "steps",
    "take_on",
    "unmet",
]


@dataclass(frozen=True, slots=True)
class Step:
    """One transition from here: whether this actor may, and what is missing."""

    transition: Transition
    allowed: bool
    missing: tuple[Problem, ...]

    @property
    def open(self) -> bool:
        """Tell whether it can be done now, by this actor."""
        return self.allowed and not self.missing


def state_of(lifecycle: Lifecycle, key: str) -> State:
    """Return a state of a lifecycle by its key."""
    return next(state for state in lifecycle.states if state.key == key)


def steps(here: Situation, actor: Actor) -> list[Step]:
    """Return every transition from the record's state, each with what is missing."""
    row = here.row
    return [
        Step(
            transition,
            actor.can_on(transition.permission, row.region_id, row.unit_id, row.department_id),
            (*_not_alone(here, actor, transition), *unmet(here, transition)),
        )
        for transition in here.lifecycle.transitions
        if row.state in transition.sources
    ]


def find(here: Situation, key: str) -> Transition:
    """Return a transition that leads on from here."""
    for transition in here.lifecycle.transitions:
        if transition.key == key:
            if here.row.state in transition.sources:
                return transition
            raise Conflict(
                Problem("moved_on", "The record has moved on and no longer stands at this step.", law=ONCE)
            )
    raise Invalid.because("no_transition", "There is no such step.", "transition")


def require(here: Situation, actor: Actor, transition: Transition) -> None:
    """Refuse a transition the actor may not do or whose guards are not met."""
    row = here.row
    if not actor.can_on(transition.permission, row.region_id, row.unit_id, row.department_id):
        raise Forbidden.because("forbidden", "Your role does not allow this step.", transition.permission)
    if transition.needs_reason and not here.reason.strip():
        raise Invalid.because("reason_required", "Give the reason in words.", "reason")
    for problem in _not_alone(here, actor, transition):
        raise Forbidden(problem)
    require_guards(here, transition)


def _not_alone(here: Situation, actor: Actor, transition: Transition) -> tuple[Problem, ...]:
    """Return why four eyes forbid this actor the step; a step that needs signatures asks its signers."""
    problem = same_person(here.session, here.row, here.lifecycle, transition, actor)
    return () if problem is None else (problem,)


def require_guards(here: Situation, transition: Transition) -> None:
    """Refuse a transition whose guards are not met, with every reason."""
    problems = unmet(here, transition)
    if problems:
        raise Blocked(*problems)


def move(act: Act, here: Situation, transition: Transition, *, approval_id: int | None = None) -> None:
    """Carry out a transition whose conditions were checked: state, history, effects."""
    row = here.row
    act.require_whole(row)
    source = row.state
    set_state(act, row, transition.target)
    note(act, row, transition.key, source, here.reason, approval_id, None)
    for effect in transition.effects:
        EFFECTS[effect.name](act, here, effect.params)


def take_on(act: Act, row: RecordRow, lifecycle: Lifecycle, state: str, reason: str) -> None:
    """Bring a running record in at its present state; gates it skipped show as not examined here."""
    if not reason.strip():
        raise Invalid.because("reason_required", "Give the reason in words.", "reason")
    if state not in {one.key for one in lifecycle.states}:
        raise Invalid.because("no_state", "There is no state %(state)s.", "state", state=state)
    skipped = _gates_before(lifecycle, state)
    row.taken_on = True
    source = row.state
    set_state(act, row, state)
    note(act, row, "take_on", source, reason, None, skipped)


def _gates_before(lifecycle: Lifecycle, state: str) -> list[str]:
    """Return the guarded transitions on the shortest way to a state."""
    ways: dict[str, list[str]] = {lifecycle.initial: []}
    queue = [lifecycle.initial]
    for here in queue:
        for transition in lifecycle.transitions:
            if here in transition.sources and transition.target not in ways:
                ways[transition.target] = [*ways[here], transition.key]
                queue.append(transition.target)
    return ways.get(state, [])
