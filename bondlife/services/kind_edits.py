"""Edits of a kind as data: stages, steps with gates and effects, flows, documents, fields."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Literal

from pydantic import Field

from bondlife.errors import Invalid
from bondlife.lifecycle.kind_effects import DUTY, TASK
from bondlife.services.flows import steps_of
from bondlife.services.input_base import Input
from bondlife.services.values import Key, Line, Prose
from models.kinds.effect_words import EFFECTS
from models.kinds.vocabulary import GUARDS
from models.lifecycle import (
    ApprovalFlow,
    DocumentType,
    FieldSpec,
    Form,
    GuardUse,
    Kind,
    Label,
    Lifecycle,
    State,
    Transition,
    Value,
)
from models.registry import RECORDS


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


NAME = r"^[a-z][a-z0-9_]{0,39}$"
PLURAL = frozenset({"documents", "fields", "records", "states", "values"})
"""Parameters of conditions that hold several names; every other one holds one."""
PARAMS = {word.name: word.params for word in (*GUARDS, *EFFECTS)}
GUARD_NAMES = frozenset(word.name for word in GUARDS)
CHOSEN = frozenset({TASK, DUTY})
"""Effects that a form may add to a step or take from it; every other one stays where it is."""
MOST = 60
"""So many stages, steps, documents or fields of one record at most: more is a mistake of the form."""


class HeadInput(Input):
    """Name and basis of a kind, and what this version changes."""

    label_en: Line = Field(min_length=1, max_length=100)
    label_zh: Line = Field(min_length=1, max_length=100)
    basis: Line = Field(min_length=1, max_length=300)
    note: Prose = Field("", max_length=1000)


class StateInput(Input):
    """A stage: key and names; ``after`` puts a new one into the chain behind another."""

    record: str = Field(pattern=NAME)
    key: str = Field(pattern=NAME)
    label_en: Line = Field(min_length=1, max_length=100)
    label_zh: Line = Field(min_length=1, max_length=100)
    progress: Literal["none", "active", "done", "trouble"] = "active"
    ending: bool = False
    after: str = Field("", pattern=r"^([a-z][a-z0-9_]{0,39})?$")


class GuardInput(Input):
    """One condition of a step with its parameters as they are typed."""

    name: str = Field(pattern=NAME)
    params: dict[str, Line] = Field(default_factory=dict, max_length=10)
    purposes: Line = Field("", max_length=300)


class EffectInput(Input):
    """One consequence of a step with its parameters as they are typed."""

    name: Literal["open_task", "open_duty"]
    params: dict[str, Line] = Field(default_factory=dict, max_length=10)


class StepInput(Input):
    """A step: where it leads from and to, who may, signatures, conditions, what follows, documents, basis.

    Without ``effects`` what follows from a step stays as it was.
    """

    record: str = Field(pattern=NAME)
    key: str = Field(pattern=NAME)
    label_en: Line = Field(min_length=1, max_length=100)
    label_zh: Line = Field(min_length=1, max_length=100)
    sources: list[Line] = Field(min_length=1, max_length=MOST)
    target: str = Field(pattern=NAME)
    permission: str = Field(pattern=r"^[a-z_]{1,40}\.[a-z_]{1,40}$")
    approval: str = Field("", pattern=r"^[a-z0-9_]{0,40}$")
    documents: list[Line] = Field(default_factory=list, max_length=MOST)
    guards: list[GuardInput] = Field(default_factory=list, max_length=20)
    effects: list[EffectInput] | None = Field(None, max_length=20)
    clauses: Prose = Field("", max_length=1000)
    custom: bool = False
    needs_reason: bool = False


class DocumentInput(Input):
    """A document that steps may ask for, with the rule that demands it."""

    key: str = Field(pattern=NAME)
    label_en: Line = Field(min_length=1, max_length=100)
    label_zh: Line = Field(min_length=1, max_length=100)
    clause: Line = Field("", max_length=80)
    is_photo: bool = False


class FieldInput(Input):
    """A field that the kind adds to a form; choices are lines of key, English, Chinese, apart by ``|``."""

    record: str = Field(pattern=NAME)
    name: str = Field(pattern=NAME)
    label_en: Line = Field(min_length=1, max_length=100)
    label_zh: Line = Field(min_length=1, max_length=100)
    type: Literal["text", "long_text", "money", "number", "count", "date", "year", "flag", "choice"] = "text"
    choices: Prose = Field("", max_length=2000)


class FlowEdit(Input):
    """An approval flow of the kind: its signatures in their order, chosen from those there are."""

    key: str = Field(pattern=NAME)
    label_en: Line = Field(min_length=1, max_length=100)
    label_zh: Line = Field(min_length=1, max_length=100)
    steps: list[Key] = Field(min_length=1, max_length=20)


class NamedInput(Input):
    """What is taken out: a stage, step or field of a record, a document or an approval flow of the kind."""

    record: str = Field("", pattern=r"^([a-z][a-z0-9_]{0,39})?$")
    key: str = Field(pattern=NAME)


def put_head(kind: Kind, form: HeadInput) -> Kind:
    """Return the kind with another name and basis."""
    return replace(kind, label=Label(form.label_en, form.label_zh), basis=form.basis)


def put_state(kind: Kind, form: StateInput) -> Kind:
    """Return the kind with a stage renamed, or with a new one in the chain."""
    life = life_of(kind, form.record)
    state = State(form.key, Label(form.label_en, form.label_zh), form.progress, form.ending)
    if any(one.key == form.key for one in life.states):
        states = tuple(state if one.key == form.key else one for one in life.states)
        return _with(kind, replace(life, states=states))
    _require_room(life.states)
    if not form.after:
        return _with(kind, replace(life, states=(*life.states, state)))
    return _with(kind, _inserted(life, state, form.after))


def _inserted(life: Lifecycle, state: State, after: str) -> Lifecycle:
    """Return a chain with a stage behind another: the step that led on from there leads on from here."""
    place = next((n for n, one in enumerate(life.states) if one.key == after), None)
    if place is None or life.states[place].ending:
        raise Invalid.because("no_stage", "Choose a stage from which the chain leads on.", "after")
    onward = _onward(life, after)
    steps = [_moved(one, after, state.key, alone=one.key == onward) for one in life.transitions]
    way = Transition(
        f"enter_{state.key}"[:40],
        Label(f"Move on: {state.label.en}", f"转入：{state.label.zh}"),
        (after,),
        state.key,
        _right(life, after),
        custom=True,
    )
    if any(one.key == way.key for one in steps):
        raise Invalid.because("step_twice", "A step of this key stands in the chain already.", "key")
    states = (*life.states[: place + 1], state, *life.states[place + 1 :])
    return replace(life, states=states, transitions=(*steps, way))


def _onward(life: Lifecycle, state: str) -> str:
    """Return the key of the step that leads on from a stage alone, in the order of the data."""
    return next((one.key for one in life.transitions if one.sources == (state,)), "")


def _moved(step: Transition, old: str, new: str, *, alone: bool) -> Transition:
    """Return a step that leads on from the new stage instead of, or beside, the old one."""
    if alone:
        return replace(step, sources=tuple(new if one == old else one for one in step.sources))
    if old in step.sources and len(step.sources) > 1:
        return replace(step, sources=(*step.sources, new))
    return step


def _right(life: Lifecycle, state: str) -> str:
    return next((one.permission for one in life.transitions if state in one.sources), "")


def drop_state(kind: Kind, form: NamedInput) -> Kind:
    """Return the kind without a stage: the step that led on from it leads on from the stage before."""
    life = life_of(kind, form.record)
    if form.key == life.initial or all(one.key != form.key for one in life.states):
        raise Invalid.because("no_stage_to_drop", "This stage cannot be taken out.", "key")
    onward = _onward(life, form.key)
    before = tuple(
        dict.fromkeys(s for one in life.transitions if one.target == form.key for s in one.sources)
    )
    steps = []
    for one in life.transitions:
        if one.target == form.key:
            continue
        sources = before if one.key == onward else tuple(s for s in one.sources if s != form.key)
        if sources:
            steps.append(replace(one, sources=sources))
    states = tuple(one for one in life.states if one.key != form.key)
    return _with(kind, replace(life, states=states, transitions=tuple(steps)))


def put_step(kind: Kind, form: StepInput) -> Kind:
    """Return the kind with a step as typed; effects other than tasks and publications stay what they were."""
    life = life_of(kind, form.record)
    held = next((one for one in life.transitions if one.key == form.key), None)
    if held is None:
        _require_room(life.transitions)
    step = Transition(
        form.key,
        Label(form.label_en, form.label_zh),
        tuple(dict.fromkeys(form.sources)),
        form.target,
        form.permission,
        form.approval,
        tuple(_guard(one) for one in form.guards),
        tuple(dict.fromkeys(form.documents)),
        _effects(held, form.effects),
        tuple(dict.fromkeys(words(form.clauses))),
        form.custom,
        form.needs_reason,
    )
    steps = tuple(step if one.key == form.key else one for one in life.transitions)
    return _with(kind, replace(life, transitions=steps if held is not None else (*steps, step)))


def _guard(form: GuardInput) -> GuardUse:
    if form.name not in GUARD_NAMES:
        raise Invalid.because("no_guard", "There is no condition “%(name)s”.", "guards", name=form.name)
    params: dict[str, Value] = {}
    for name, text in form.params.items():
        if text:
            params[name] = words(text) if name in PLURAL else text
    return GuardUse(form.name, params, words(form.purposes))


def _effects(held: Transition | None, typed: list[EffectInput] | None) -> tuple[GuardUse, ...]:
    """Return what follows from a step: what was there in its place, then what is new."""
    before = held.effects if held is not None else ()
    if typed is None:
        return before
    chosen = [GuardUse(one.name, {name: text for name, text in one.params.items() if text}) for one in typed]
    kept = tuple(one for one in before if one.name not in CHOSEN or one in chosen)
    return (*kept, *(one for one in chosen if one not in kept))


def drop_step(kind: Kind, form: NamedInput) -> Kind:
    """Return the kind without a step."""
    life = life_of(kind, form.record)
    steps = tuple(one for one in life.transitions if one.key != form.key)
    if len(steps) == len(life.transitions):
        raise Invalid.because("no_transition", "There is no such step.", "transition")
    return _with(kind, replace(life, transitions=steps))


def put_document(kind: Kind, form: DocumentInput) -> Kind:
    """Return the kind with a document renamed, or with a new one."""
    label = Label(form.label_en, form.label_zh)
    for one in kind.documents:
        if one.key == form.key:
            changed = replace(one, label=label, clause=form.clause, is_photo=form.is_photo)
            documents = tuple(changed if held.key == form.key else held for held in kind.documents)
            return replace(kind, documents=documents)
    _require_room(kind.documents)
    made = DocumentType(form.key, label, form.clause, form.is_photo)
    return replace(kind, documents=(*kind.documents, made))


def drop_document(kind: Kind, form: NamedInput) -> Kind:
    """Return the kind without a document; no step may ask for it any more."""
    steps = [one for life in kind.lifecycles for one in life.transitions if form.key in one.documents]
    if steps:
        names = [one.label for one in steps]
        text = _("Steps still ask for this document: %(steps)s.")
        raise Invalid.because("document_asked", text, "document", steps=names)
    return replace(kind, documents=tuple(one for one in kind.documents if one.key != form.key))


def put_flow(kind: Kind, form: FlowEdit) -> Kind:
    """Return the kind with an approval flow as typed: in its place, or at the end."""
    flow = ApprovalFlow(form.key, Label(form.label_en, form.label_zh), steps_of(form.steps))
    if any(one.key == form.key for one in kind.approvals):
        flows = tuple(flow if one.key == form.key else one for one in kind.approvals)
        return replace(kind, approvals=flows)
    _require_room(kind.approvals)
    return replace(kind, approvals=(*kind.approvals, flow))


def drop_flow(kind: Kind, form: NamedInput) -> Kind:
    """Return the kind without an approval flow; no step may ask for it any more."""
    steps = [one.label for life in kind.lifecycles for one in life.transitions if one.approval == form.key]
    if steps:
        text = _("Steps still ask for these signatures: %(steps)s.")
        raise Invalid.because("flow_asked", text, "flow", steps=steps)
    return replace(kind, approvals=tuple(one for one in kind.approvals if one.key != form.key))


def put_field(kind: Kind, form: FieldInput) -> Kind:
    """Return the kind with a field of a form as typed: in its place, or at the end of the last group."""
    model = RECORDS.get(form.record)
    if model is None or form.name in model.model_fields:
        text = _("Every record has a field “%(name)s” already.")
        raise Invalid.because("field_taken", text, "name", name=form.name)
    spec = FieldSpec(
        form.name,
        Label(form.label_en, form.label_zh),
        form.type,
        "fen" if form.type == "money" else "",
        choices=tuple(_choices(form.choices)) if form.type == "choice" else (),
    )
    sheet = _form(kind, form.record)
    found = any(one.name == form.name for group in sheet.groups for one in group.fields)
    groups = tuple(
        replace(group, fields=tuple(spec if one.name == form.name else one for one in group.fields))
        for group in sheet.groups
    )
    if not found:
        _require_room(groups[-1].fields)
        groups = (*groups[:-1], replace(groups[-1], fields=(*groups[-1].fields, spec)))
    return _with_form(kind, replace(sheet, groups=groups))


def drop_field(kind: Kind, form: NamedInput) -> Kind:
    """Return the kind without a field that is no column of every record."""
    sheet = _form(kind, form.record)
    if form.key in RECORDS[form.record].model_fields:
        raise Invalid.because("field_shared", "This field belongs to every project.", "name")
    groups = (
        replace(group, fields=tuple(one for one in group.fields if one.name != form.key))
        for group in sheet.groups
    )
    return _with_form(kind, replace(sheet, groups=tuple(one for one in groups if one.fields)))


def _choices(text: str) -> Iterable[tuple[str, Label]]:
    for line in text.splitlines():
        parts = [part.strip() for part in line.replace("｜", "|").split("|")]
        if not line.strip():
            continue
        if len(parts) != 3 or not all(parts):
            raise Invalid.because("bad_choice", "Write a choice as key | English | Chinese.", "choices")
        yield parts[0], Label(parts[1], parts[2])


def words(text: str) -> tuple[str, ...]:
    """Return the names in a text, apart by space, comma or line.

    >>> words("name, sector  start_year")
    ('name', 'sector', 'start_year')
    """
    for sign in "，、,；;":
        text = text.replace(sign, " ")
    return tuple(text.split())


def life_of(kind: Kind, record: str) -> Lifecycle:
    """Return the lifecycle of a record of the kind."""
    for life in kind.lifecycles:
        if life.record == record:
            return life
    raise Invalid.because(
        "no_lifecycle", "Projects of this kind have no records of type %(record)s.", "record", record=record
    )


def _form(kind: Kind, record: str) -> Form:
    for form in kind.forms:
        if form.record == record:
            return form
    raise Invalid.because(
        "no_form", "The records “%(record)s” have no form of their own.", "record", record=record
    )


def _with(kind: Kind, life: Lifecycle) -> Kind:
    lives = tuple(life if one.record == life.record else one for one in kind.lifecycles)
    return replace(kind, lifecycles=lives)


def _with_form(kind: Kind, form: Form) -> Kind:
    return replace(kind, forms=tuple(form if one.record == form.record else one for one in kind.forms))


def _require_room(held: tuple[object, ...]) -> None:
    if len(held) >= MOST:
        raise Invalid.because("too_many", "At most %(most)d entries are held here.", "key", most=MOST)


EDITS: dict[str, tuple[type[Input], Callable[..., Kind]]] = {
    "head": (HeadInput, put_head),
    "state": (StateInput, put_state),
    "drop_state": (NamedInput, drop_state),
    "step": (StepInput, put_step),
    "drop_step": (NamedInput, drop_step),
    "document": (DocumentInput, put_document),
    "drop_document": (NamedInput, drop_document),
    "flow": (FlowEdit, put_flow),
    "drop_flow": (NamedInput, drop_flow),
    "field": (FieldInput, put_field),
    "drop_field": (NamedInput, drop_field),
}
"""Every edit by its name: what it takes, and what it does."""
