"""A kind in words: its records with stages and steps, conditions and their parameters, documents, fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bondlife.lifecycle.kind_effects import meaning_of as effect_meaning
from bondlife.locale import gettext
from bondlife.queries.kinds.drawing import Picture, picture
from bondlife.queries.lifewords import MARKS
from bondlife.queries.rule_values import entry_word
from bondlife.queries.users import role_label
from bondlife.queries.words import said
from bondlife.security.permissions import PERMISSIONS, ROLES
from models.kinds.permissions import PERMISSIONS as RIGHTS
from models.kinds.vocabulary import GUARDS
from models.kinds.word import PARAMETERS
from models.lifecycle import FieldType, GuardUse, Kind, Label, Lifecycle, Transition
from models.registry import RECORDS

MEANINGS = {word.name: word.meaning for word in GUARDS}
_RIGHTS = {right.name: right.label for right in RIGHTS}
PROGRESS = {
    "none": Label("not begun", "未开始"),
    "active": Label("under way", "进行中"),
    "done": Label("done", "已完成"),
    "trouble": Label("in trouble", "有问题"),
}
"""What the rail of a project counts a stage as."""
TYPES: Mapping[FieldType, Label] = {
    "text": Label("text", "文本"),
    "long_text": Label("long text", "多行文本"),
    "money": Label("amount", "金额"),
    "rate": Label("rate", "比率"),
    "number": Label("number", "数值"),
    "count": Label("count", "整数"),
    "date": Label("date", "日期"),
    "year": Label("year", "年度"),
    "flag": Label("yes or no", "是否"),
    "choice": Label("choice", "选项"),
    "table": Label("table", "表格"),
}
"""What a field holds."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a record."""

    key: str
    label: str
    label_en: str
    label_zh: str
    mark: str
    progress: str
    progress_word: str
    ending: bool
    is_first: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: what it means, and its parameters as names and values."""

    name: str
    meaning: str
    params: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step: from where to where, who may, what it asks for, on which basis."""

    key: str
    label: str
    sources: str
    target: str
    right: str
    holders: str
    flow: str
    conditions: Sequence[Condition]
    documents: Sequence[str]
    effects: Sequence[Condition]
    clauses: Sequence[tuple[str, str]]
    custom: bool


@dataclass(frozen=True, slots=True)
class RecordPart:
    """One type of record of a kind: picture, stages, steps."""

    record: str
    label: str
    picture: Picture
    stages: Sequence[Stage]
    steps: Sequence[StepLine]


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One document of a kind, and the steps that ask for it."""

    key: str
    label: str
    label_en: str
    label_zh: str
    clause: str
    clause_word: str
    steps: str


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One approval flow of a kind: its signatures in order, and the steps that ask for it."""

    key: str
    label: str
    signatures: str
    steps: str


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of a form of the kind."""

    record: str
    name: str
    label: str
    type: str
    choices: str
    is_own: bool


def part_of(kind: Kind, record: str, rules: Mapping[str, str]) -> RecordPart:
    """Return one record of a kind in words; ``rules`` names rules by key."""
    life = kind.lifecycle(record)
    stages = [
        Stage(
            *(one.key, said(one.label), one.label.en, one.label.zh, MARKS[one.progress], one.progress),
            *(said(PROGRESS[one.progress]), one.ending, one.key == life.initial),
        )
        for one in life.states
    ]
    return RecordPart(
        record,
        said(life.label),
        picture(life),
        stages,
        [_step(kind, life, one, rules) for one in life.transitions],
    )


def _step(kind: Kind, life: Lifecycle, step: Transition, rules: Mapping[str, str]) -> StepLine:
    states = {one.key: said(one.label) for one in life.states}
    flow = next((one for one in kind.approvals if one.key == step.approval), None)
    documents = {one.key: said(one.label) for one in kind.documents}
    return StepLine(
        step.key,
        said(step.label),
        "、".join(states.get(one, one) for one in step.sources),
        states.get(step.target, step.target),
        right_word(step.permission),
        "、".join(role_label(one) for one in sorted(PERMISSIONS.get(step.permission, ()))),
        " → ".join(said(one.label) for one in flow.steps) if flow is not None else "",
        [_condition(kind, life.record, one, rules) for one in step.guards],
        [documents.get(one, one) for one in step.documents],
        [
            Condition(one.name, effect_word(one.name), condition_of(kind, life.record, one, rules))
            for one in step.effects
        ],
        [(one, rules.get(one, one)) for one in step.clauses],
        step.custom,
    )


def _condition(kind: Kind, record: str, use: GuardUse, rules: Mapping[str, str]) -> Condition:
    purposes = {one.key: said(one.label) for one in kind.purposes}
    params = list(condition_of(kind, record, use, rules))
    if use.purposes:
        params.append((gettext("for"), "、".join(purposes.get(one, one) for one in use.purposes)))
    return Condition(use.name, meaning_of(use.name), params)


def condition_of(
    kind: Kind, record: str, use: GuardUse, rules: Mapping[str, str]
) -> Sequence[tuple[str, str]]:
    """Return the parameters of a condition or effect as names and values in words."""
    words = {**_words(kind, _looked_at(use, record)), **_roles(), **rules}
    return [(param_word(name), _told(value, words)) for name, value in use.params.items()]


def _roles() -> dict[str, str]:
    return {one: role_label(one) for one in ROLES}


def _looked_at(use: GuardUse, record: str) -> str:
    """Return the record whose stages and fields a condition names: goals have a condition of their own."""
    return "goal" if use.name == "goal_at" else str(use.params.get("record", record))


def _words(kind: Kind, record: str) -> dict[str, str]:
    """Return what parameters may name: records, states of the record, fields, documents."""
    found: dict[str, str] = {one.record: said(one.label) for one in kind.lifecycles}
    found |= {one.key: said(one.label) for one in kind.documents}
    found |= {s.key: said(s.label) for life in kind.lifecycles if life.record == record for s in life.states}
    for form in kind.forms:
        if form.record == record:
            found |= {spec.name: said(spec.label) for group in form.groups for spec in group.fields}
    return found


def _told(value: Any, words: Mapping[str, str]) -> str:
    several = value if isinstance(value, tuple | list) else (value,)
    return "、".join(words.get(str(one)) or entry_word(one) for one in several)


def param_word(name: str) -> str:
    """Return what a parameter of a condition is called."""
    return said(PARAMETERS[name]) if name in PARAMETERS else name


def meaning_of(guard: str) -> str:
    """Return what a condition asks for; an unknown one stands as it is."""
    return said(MEANINGS[guard]) if guard in MEANINGS else guard


def effect_word(effect: str) -> str:
    """Return what an effect does."""
    return said(effect_meaning(effect))


def flows_of(kind: Kind) -> list[FlowLine]:
    """Return the approval flows of a kind with the steps that ask for them."""
    asked: dict[str, list[str]] = {}
    for life in kind.lifecycles:
        for step in life.transitions:
            if step.approval:
                asked.setdefault(step.approval, []).append(f"{said(life.label)}·{said(step.label)}")
    return [
        FlowLine(
            *(one.key, said(one.label), " → ".join(said(step.label) for step in one.steps)),
            "、".join(asked.get(one.key, ())),
        )
        for one in kind.approvals
    ]


def right_word(right: str) -> str:
    """Return what a right of a record is called."""
    return said(_RIGHTS[right]) if right in _RIGHTS else right


def papers_of(kind: Kind, rules: Mapping[str, str]) -> list[PaperLine]:
    """Return the documents of a kind with the steps that ask for them."""
    asked: dict[str, list[str]] = {}
    for life in kind.lifecycles:
        for step in life.transitions:
            for key in step.documents:
                asked.setdefault(key, []).append(f"{said(life.label)}·{said(step.label)}")
    return [
        PaperLine(
            *(one.key, said(one.label), one.label.en, one.label.zh, one.clause),
            *(rules.get(one.clause, one.clause), "、".join(asked.get(one.key, ()))),
        )
        for one in kind.documents
    ]


def fields_of(kind: Kind, record: str) -> list[FieldLine]:
    """Return the fields of a record's form; its own are those no column holds."""
    columns = RECORDS[record].model_fields
    return [
        FieldLine(
            *(record, spec.name, said(spec.label), said(TYPES[spec.type])),
            *("、".join(said(label) for _key, label in spec.choices), spec.name not in columns),
        )
        for form in kind.forms
        if form.record == record
        for group in form.groups
        for spec in group.fields
    ]
