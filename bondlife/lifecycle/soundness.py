"""Is a kind sound: every state reached and left, every condition carried out, owners, basis, words.

A kind made in pages is data like a shipped one, so what tests prove of the shipped ones is asked of it
before it comes into force. Where a condition may stand and which parameters it cannot do without is read
from the shipped kinds: what no shipped kind does, no test has tried.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from bondlife.errors import Problem
from bondlife.lifecycle.guards import GUARDS
from bondlife.lifecycle.kind_effects import untried
from bondlife.lifecycle.kind_kept import lost
from bondlife.security.permissions import PERMISSIONS
from models.kinds import shipped_kinds
from models.kinds.vocabulary import GUARDS as WORDS
from models.kinds.word import PARAMETERS
from models.lifecycle import GuardUse, Kind, Label, Lifecycle, Transition
from models.registry import RECORDS

OPEN_RULES = frozenset({"documents_present"})
"""Conditions that read any list of keys; every other one reads the rules it was written for."""
CLOSED = frozenset({"exceptions", "form", "measure", "rule", "state", "type", "waived_by"})
"""Parameters that take only what the shipped kinds give them."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a kind may name: rules in force with their form, and the kind it was copied from."""

    rules: Mapping[str, str] = field(default_factory=dict)
    base: Kind | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """How the shipped kinds use one condition: on which records, with which parameters and values.

    ``required`` are the parameters that every use gives; where ``needs_any``, every use gives at least one.
    """

    records: frozenset[str]
    required: frozenset[str]
    allowed: frozenset[str]
    needs_any: bool
    values: Mapping[str, frozenset[str]]


@cache
def usages() -> Mapping[str, Usage]:
    """Return how every condition is used by the shipped kinds, by its name."""
    found: dict[str, list[tuple[str, GuardUse]]] = {}
    for kind in shipped_kinds().values():
        for life in kind.lifecycles:
            for step in life.transitions:
                for use in step.guards:
                    found.setdefault(use.name, []).append((life.record, use))
    params = {word.name: frozenset(word.params) for word in WORDS}
    return {name: _usage(uses, params.get(name, frozenset())) for name, uses in found.items()}


def _usage(uses: list[tuple[str, GuardUse]], allowed: frozenset[str]) -> Usage:
    required = frozenset.intersection(*(frozenset(use.params) for _record, use in uses))
    values = {
        name: frozenset(str(use.params[name]) for _record, use in uses if name in use.params)
        for name in allowed
    }
    needs_any = all(use.params for _record, use in uses)
    return Usage(frozenset(record for record, _use in uses), required, allowed, needs_any, values)


@cache
def rights_on(record: str) -> frozenset[str]:
    """Return the rights that steps of a record may ask for."""
    used = {
        step.permission
        for kind in shipped_kinds().values()
        for life in kind.lifecycles
        if life.record == record
        for step in life.transitions
    }
    return frozenset(used)


def unsound(kind: Kind, known: Known) -> Iterator[Problem]:
    """Yield everything that is wrong with a kind; ``field`` names the place as record.states or .steps."""
    yield from _head(kind)
    for life in kind.lifecycles:
        yield from _states(life)
        for step in life.transitions:
            yield from _step(kind, life, step, known)
    yield from _fields(kind)
    if known.base is not None:
        yield from lost(kind, known.base)


def _head(kind: Kind) -> Iterator[Problem]:
    if not kind.basis.strip():
        yield Problem("kind_basis", "Name the basis of the kind: the rule or decision it rests on.", "basis")
    if not _worded(kind.label):
        yield Problem("kind_label", "The kind needs its name in both languages.", "label")


def _states(life: Lifecycle) -> Iterator[Problem]:
    place = f"{life.record}.states"
    names = [state.key for state in life.states]
    left = {source for step in life.transitions for source in step.sources}
    for name in _lost(life, set(names)):
        yield Problem(
            "state_unreached",
            "%(record)s: no step leads to the state “%(state)s”.",
            place,
            _about(life, name),
        )
    for state in life.states:
        told = _about(life, state.key)
        if not _worded(state.label):
            yield Problem(
                "state_label", "%(record)s: “%(state)s” needs its name in both languages.", place, told
            )
        if state.ending and state.key in left:
            yield Problem(
                "ending_left",
                "%(record)s: “%(state)s” is an ending, yet a step leads on from it.",
                place,
                told,
            )
        if not state.ending and state.key not in left:
            yield Problem(
                "dead_end", "%(record)s: “%(state)s” is no ending, yet no step leads on from it.", place, told
            )
        if state.ending and state.progress not in {"none", "done"}:
            yield Problem(
                "ending_calls",
                "%(record)s: the ending “%(state)s” counts as done or as nothing.",
                place,
                told,
            )
    yield from _endless(life, names)


def _lost(life: Lifecycle, names: set[str]) -> list[str]:
    found, queue = {life.initial}, [life.initial]
    while queue:
        here = queue.pop()
        ahead = {step.target for step in life.transitions if here in step.sources} - found
        found |= ahead
        queue += sorted(ahead)
    return sorted(names - found)


def _endless(life: Lifecycle, names: list[str]) -> Iterator[Problem]:
    """Yield the states from which no ending can be reached, where a step leads on."""
    found = {state.key for state in life.states if state.ending}
    grown = True
    while grown:
        back = {name for step in life.transitions if step.target in found for name in step.sources}
        grown = not back <= found
        found |= back
    left = {source for step in life.transitions for source in step.sources}
    for name in names:
        if name in left and name not in found:
            yield Problem(
                "no_ending",
                "%(record)s: from “%(state)s” no ending can be reached.",
                f"{life.record}.states",
                _about(life, name),
            )


def _step(kind: Kind, life: Lifecycle, step: Transition, known: Known) -> Iterator[Problem]:
    place = f"{life.record}.steps.{step.key}"
    told = {"record": life.label, "step": step.label}
    states = {state.key for state in life.states}
    if not step.sources or not {*step.sources, step.target} <= states or step.target in step.sources:
        yield Problem(
            "step_ends",
            "%(record)s, “%(step)s”: it leads from known states to another known state.",
            place,
            told,
        )
    if not _worded(step.label):
        yield Problem(
            "step_label",
            "%(record)s: a step needs its name in both languages.",
            place,
            {"record": life.label},
        )
    yield from _owner(kind, life, step, place)
    lacking = sorted(set(step.documents) - {one.key for one in kind.documents})
    if lacking:
        yield Problem(
            "step_document",
            "%(record)s, “%(step)s”: the kind has no document %(names)s.",
            place,
            {**told, "names": lacking},
        )
    yield from _basis(step, known, place, told)
    for use in step.guards:
        yield from _guard(kind, life, use, known, place, told)
    yield from untried(life, step, known.rules, place)


def _owner(kind: Kind, life: Lifecycle, step: Transition, place: str) -> Iterator[Problem]:
    told = {"record": life.label, "step": step.label, "right": step.permission}
    holders = PERMISSIONS.get(step.permission)
    if not holders or step.permission not in rights_on(life.record):
        yield Problem(
            "step_owner",
            "%(record)s, “%(step)s”: nobody holds the right “%(right)s” on this record.",
            place,
            told,
        )
        return
    flow = next((one for one in kind.approvals if one.key == step.approval), None)
    if step.approval and flow is None:
        yield Problem(
            "step_flow",
            "%(record)s, “%(step)s”: the kind has no approval flow “%(flow)s”.",
            place,
            {**told, "flow": step.approval},
        )
    elif flow is not None and flow.steps[0].role not in holders:
        yield Problem(
            "flow_owner",
            "%(record)s, “%(step)s”: who prepares “%(flow)s” does not hold the right “%(right)s”.",
            place,
            {**told, "flow": flow.label},
        )


def _basis(step: Transition, known: Known, place: str, told: Mapping[str, object]) -> Iterator[Problem]:
    if bool(step.clauses) is step.custom:
        yield Problem(
            "step_basis",
            "%(record)s, “%(step)s”: cite the rule it rests on, or mark it as custom.",
            place,
            told,
        )
    missing = sorted(set(step.clauses) - set(known.rules)) if known.rules else []
    if missing:
        yield Problem(
            "step_rule",
            "%(record)s, “%(step)s”: no rule %(names)s is in force.",
            place,
            {**told, "names": missing},
        )


def _guard(
    kind: Kind, life: Lifecycle, use: GuardUse, known: Known, place: str, told: Mapping[str, object]
) -> Iterator[Problem]:
    usage = usages().get(use.name)
    named = {**told, "guard": next((word.meaning for word in WORDS if word.name == use.name), use.name)}
    if use.name not in GUARDS or usage is None or life.record not in usage.records:
        yield Problem(
            "guard_unknown",
            "%(record)s, “%(step)s”: the condition “%(guard)s” is not carried out on this record.",
            place,
            named,
        )
        return
    empty = {name for name, value in use.params.items() if value in ("", ())}
    lacking = sorted(usage.required - set(use.params) | empty)
    if lacking or (usage.needs_any and not use.params):
        lacking = lacking or sorted(usage.allowed)
        words = [PARAMETERS.get(name, name) for name in lacking]
        yield Problem(
            "guard_params",
            "%(record)s, “%(step)s”, condition “%(guard)s”: fill in %(names)s.",
            place,
            {**named, "names": words},
        )
        return
    surplus = sorted(set(use.params) - usage.allowed)
    if surplus:
        yield Problem(
            "guard_surplus",
            "%(record)s, “%(step)s”, condition “%(guard)s”: it knows no parameter %(names)s.",
            place,
            {**named, "names": surplus},
        )
    for what in _strangers(kind, life, use, usage, known):
        yield Problem(
            "guard_names",
            "%(record)s, “%(step)s”, condition “%(guard)s”: there is no %(what)s here to look at.",
            place,
            {**named, "what": what},
        )


def _strangers(kind: Kind, life: Lifecycle, use: GuardUse, usage: Usage, known: Known) -> Iterator[str]:
    """Yield what the parameters of a condition name and the kind does not hold."""
    for name in CLOSED & set(use.params):
        if not _fits(name, str(use.params[name]), use.name, usage, known):
            yield str(use.params[name])
    record = str(use.params.get("record", life.record))
    lives = {one.record: one for one in kind.lifecycles}
    records = {record, *_several(use.params.get("records"))}
    yield from sorted(records - set(lives))
    yield from sorted(set(use.purposes) - {one.key for one in kind.purposes})
    if record not in lives:
        return
    if use.name == "related_in":
        yield from sorted(
            set(_several(use.params.get("states"))) - {state.key for state in lives[record].states}
        )
    wanted = {*_several(use.params.get("fields")), *_several(use.params.get("field"))}
    yield from sorted(wanted - _names(kind, record))
    yield from sorted(set(_several(use.params.get("documents"))) - {one.key for one in kind.documents})


def _fits(name: str, value: str, guard: str, usage: Usage, known: Known) -> bool:
    if value in usage.values[name]:
        return True
    return name == "rule" and guard in OPEN_RULES and known.rules.get(value) == "list"


def _names(kind: Kind, record: str) -> set[str]:
    own = {
        spec.name
        for form in kind.forms
        if form.record == record
        for group in form.groups
        for spec in group.fields
    }
    return own | set(RECORDS[record].model_fields)


def _fields(kind: Kind) -> Iterator[Problem]:
    for form in kind.forms:
        specs = [spec for group in form.groups for spec in group.fields]
        for spec in specs:
            told = {"field": spec.name}
            if bool(spec.choices) is not (spec.type in {"choice", "table"}):
                yield Problem(
                    "field_choices",
                    "Field %(field)s: a choice needs what can be chosen, and nothing else has it.",
                    f"{form.record}.fields",
                    told,
                )
            if not _worded(spec.label):
                yield Problem(
                    "field_label",
                    "Field %(field)s needs its name in both languages.",
                    f"{form.record}.fields",
                    told,
                )
        if len({spec.name for spec in specs}) < len(specs):
            yield Problem("field_twice", "A field stands twice in the form.", f"{form.record}.fields")


def guards_for(record: str) -> list[str]:
    """Return the conditions that may stand on steps of a record, by name."""
    return sorted(name for name, usage in usages().items() if record in usage.records)


def rules_for(guard: str, rules: Mapping[str, str]) -> list[str]:
    """Return the rules a condition may read: those it was written for, or any list in force."""
    usage = usages()[guard]
    more = {key for key, form in rules.items() if form == "list"} if guard in OPEN_RULES else set()
    return sorted(usage.values.get("rule", frozenset()) | more)


def _several(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple | list):
        return tuple(str(one) for one in value)
    return () if value is None else (str(value),)


def _worded(label: Label) -> bool:
    return bool(label.en.strip()) and bool(label.zh.strip())


def _about(life: Lifecycle, state: str) -> dict[str, object]:
    found = next((one.label for one in life.states if one.key == state), state)
    return {"record": life.label, "state": found}
