"""Forms of a draft: a step with its gate and what follows from it, an approval flow with its signatures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bondlife.db import Database
from bondlife.errors import missing
from bondlife.lifecycle import kind_effects
from bondlife.lifecycle.soundness import guards_for, rights_on, rules_for, unsound, usages
from bondlife.locale import gettext, is_chinese
from bondlife.queries.flows import signatures
from bondlife.queries.kinds.drafts import OpenDraft, opened, records_of
from bondlife.queries.kinds.reading import (
    condition_of,
    effect_word,
    fields_of,
    meaning_of,
    param_word,
    right_word,
)
from bondlife.queries.users import role_label
from bondlife.queries.words import problem_text, said
from bondlife.security.actor import Actor
from bondlife.security.permissions import ROLES
from bondlife.services.kind_edits import CHOSEN, PARAMS, PLURAL
from models.lifecycle import GuardUse, Kind, Transition
from models.registry import RECORDS

ASKED = ("record", "rule", "state", "type", "form", "measure", "exceptions", "waived_by")
"""Parameters of conditions that are chosen from a list."""


@dataclass(frozen=True, slots=True)
class ParamField:
    """One parameter of a condition or effect as the form asks for it."""

    name: str
    label: str
    value: str
    choices: Sequence[tuple[str, str]]
    hint: str


@dataclass(frozen=True, slots=True)
class UseField:
    """One condition or effect in the form of a step; ``purposes`` limits it to bonds raised for them."""

    name: str
    meaning: str
    params: Sequence[ParamField]
    purposes: str = ""


@dataclass(frozen=True, slots=True)
class StepForm:
    """The form of one step of a draft; ``fixed`` is what follows from it whatever is chosen."""

    public_id: str
    version: int
    kind: str
    record: str
    record_label: str
    key: str
    is_new: bool
    states: Sequence[tuple[str, str, bool]]
    targets: Sequence[tuple[str, str]]
    rights: Sequence[tuple[str, str]]
    flows: Sequence[tuple[str, str]]
    documents: Sequence[tuple[str, str, bool]]
    guards: Sequence[UseField]
    offered: Sequence[tuple[str, str]]
    effects: Sequence[UseField]
    fixed: Sequence[str]
    offered_effects: Sequence[tuple[str, str]]
    purposes: Sequence[tuple[str, str]]
    form: Any
    findings: Sequence[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FlowForm:
    """The form of one approval flow of a draft: every signature there is, each with its place in the flow."""

    public_id: str
    version: int
    kind: str
    key: str
    is_new: bool
    choices: Sequence[tuple[str, str, str]]
    steps: Sequence[str]
    form: Any


def step_form(db: Database, actor: Actor, public_id: str, record: str, key: str, form: Any) -> StepForm:
    """Return the form of one step of a draft, or of a new one where no key is given."""
    actor.grants_for("kind.edit")
    with db.reading() as session:
        draft = opened(session, public_id)
    kind = draft.kind
    if not kind.has(record):
        raise missing("kind_draft")
    life = kind.lifecycle(record)
    step = next((one for one in life.transitions if one.key == key), None)
    if step is None and key:
        raise missing("kind_draft")
    held = set(step.sources) if step is not None else set()
    asked = set(step.documents) if step is not None else set()
    states = [(one.key, said(one.label)) for one in life.states]
    effects = step.effects if step is not None else ()
    problems = [one for one in unsound(kind, draft.known) if one.field == f"{record}.steps.{key}"]
    return StepForm(
        public_id,
        draft.row.version,
        said(kind.label),
        record,
        said(life.label),
        key,
        step is None,
        [(name, word, name in held) for name, word in states],
        states,
        [(one, right_word(one)) for one in sorted(rights_on(record))],
        [(one.key, said(one.label)) for one in kind.approvals],
        [(one.key, said(one.label), one.key in asked) for one in kind.documents],
        [_guard(draft, record, use) for use in (step.guards if step else ())],
        [(one, meaning_of(one)) for one in guards_for(record)],
        [_effect(draft, record, use) for use in effects if use.name in CHOSEN],
        [_told(draft, record, use) for use in effects if use.name not in CHOSEN],
        [(one, effect_word(one)) for one in kind_effects.offered(record)],
        [(one.key, said(one.label)) for one in kind.purposes if "purpose" in RECORDS[record].model_fields],
        form if form.data else type(form)(_typed(step), form.errors, form.key),
        [problem_text(one) for one in problems],
    )


def flow_form(db: Database, actor: Actor, public_id: str, key: str, form: Any) -> FlowForm:
    """Return the form of one approval flow of a draft, or of a new one where no key is given."""
    actor.grants_for("kind.edit")
    with db.reading() as session:
        draft = opened(session, public_id)
    flow = next((one for one in draft.kind.approvals if one.key == key), None)
    if flow is None and key:
        raise missing("kind_draft")
    if flow is not None and not form.data:
        told = {f"step_{one.key}": str(place) for place, one in enumerate(flow.steps, 1)}
        words = {"label_en": flow.label.en, "label_zh": flow.label.zh}
        form = type(form)({**told, **words}, form.errors, form.key)
    return FlowForm(
        public_id,
        draft.row.version,
        said(draft.kind.label),
        key,
        flow is None,
        signatures(),
        [
            f"{said(life.label)}·{said(step.label)}"
            for life in draft.kind.lifecycles
            for step in life.transitions
            if key and step.approval == key
        ],
        form,
    )


def _typed(step: Transition | None) -> dict[str, str]:
    if step is None:
        return {"custom": "1"}
    return {
        "label_en": step.label.en,
        "label_zh": step.label.zh,
        "target": step.target,
        "permission": step.permission,
        "approval": step.approval,
        "clauses": "\n".join(step.clauses),
        "custom": "1" if step.custom else "",
        "needs_reason": "1" if step.needs_reason else "",
    }


def _guard(draft: OpenDraft, record: str, use: GuardUse) -> UseField:
    fields = [
        _field(use, name, _offered(draft, use.name, name), _names_hint(draft.kind, record, name))
        for name in PARAMS.get(use.name, ())
    ]
    return UseField(use.name, meaning_of(use.name), fields, " ".join(use.purposes))


def _effect(draft: OpenDraft, record: str, use: GuardUse) -> UseField:
    fields = [
        _field(use, name, _of_effect(draft, record, use.name, name), "")
        for name in PARAMS.get(use.name, ())
        if name != "due" or use.params.get("due")
    ]
    return UseField(use.name, effect_word(use.name), fields)


def _field(use: GuardUse, name: str, choices: Sequence[tuple[str, str]], hint: str) -> ParamField:
    value = use.params.get(name, "")
    text = " ".join(value) if isinstance(value, tuple | list) else str(value)
    return ParamField(name, param_word(name), text, choices, hint)


def _told(draft: OpenDraft, record: str, use: GuardUse) -> str:
    """Return an effect in words, with what it is told."""
    params = "，".join(
        f"{name}：{value}" for name, value in condition_of(draft.kind, record, use, draft.rules)
    )
    return f"{effect_word(use.name)}{f'（{params}）' if params else ''}"


def _names_hint(kind: Kind, record: str, param: str) -> str:
    """Return the names a condition may be given: fields, stages, records, documents of the kind."""
    if param not in PLURAL:
        return ""
    named = {
        "fields": [(one.name, one.label) for one in fields_of(kind, record)],
        "documents": [(one.key, said(one.label)) for one in kind.documents],
        "records": records_of(kind),
        "states": [(one.key, said(one.label)) for one in kind.lifecycle(record).states],
    }
    between, form = ("、", "{}（{}）") if is_chinese() else (", ", "{} ({})")
    told = between.join(form.format(key, word) for key, word in named.get(param, ()))
    return gettext("Several names, apart by spaces: %(names)s") % {"names": told}


def _offered(draft: OpenDraft, guard: str, param: str) -> list[tuple[str, str]]:
    """Return what may be chosen for a parameter; nothing where names are typed."""
    if param == "rule" and guard in usages():
        return _rules(rules_for(guard, draft.known.rules), draft.rules)
    if param == "record":
        return records_of(draft.kind)
    if param in ASKED and guard in usages():
        return [(one, one) for one in sorted(usages()[guard].values.get(param, ()))]
    return []


def _of_effect(draft: OpenDraft, record: str, effect: str, param: str) -> list[tuple[str, str]]:
    """Return what may be chosen for a parameter of an effect; nothing where words are typed."""
    if param == "role":
        return [(one, role_label(one)) for one in ROLES]
    if effect == kind_effects.DUTY:
        place = 0 if param == "form" else 1
        found = [one[place] for one in kind_effects.duties_on(record)]
        return [(one, one) for one in found] if param == "form" else _rules(found, draft.rules)
    if param == "rule":
        return _rules(kind_effects.day_rules(), draft.rules)
    return []


def _rules(keys: Sequence[str], words: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(one, words.get(one, one)) for one in keys]
