"""The vocabulary of lifecycles: kinds, records, states, transitions, guards. Types only, no behaviour.

A kind is one file of data in ``models/kinds``; the same data give the rail, the buttons, the reasons why a
step is not possible yet, the diagram in the guide and the tests.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Progress = Literal["none", "active", "done", "trouble"]
FieldType = Literal[
    "text", "long_text", "money", "rate", "number", "count", "date", "year", "flag", "choice", "table"
]
Value = str | int | bool | None | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A name in both languages."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class State:
    """Where a record can stand; ``progress`` is what the project's rail counts it as."""

    key: str
    label: Label
    progress: Progress = "active"
    ending: bool = False


@dataclass(frozen=True, slots=True)
class GuardUse:
    """One condition of a transition: the name of a guard in ``bondlife.lifecycle.guards`` and its parameters.

    ``purposes`` limits the condition to records of those purposes; empty means every purpose.
    """

    name: str
    params: Mapping[str, Value] = field(default_factory=dict)
    purposes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Transition:
    """One lawful move: from which states to which, who may, under which conditions, with which effects.

    ``approval`` names an approval flow; empty means that the act itself moves the record.
    ``clauses`` cite rules by key; a move that no rule demands is ``custom``.
    """

    key: str
    label: Label
    sources: tuple[str, ...]
    target: str
    permission: str
    approval: str = ""
    guards: tuple[GuardUse, ...] = ()
    documents: tuple[str, ...] = ()
    effects: tuple[GuardUse, ...] = ()
    clauses: tuple[str, ...] = ()
    custom: bool = False
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The graph of one type of record; ``track`` is the stage of the rail it feeds."""

    record: str
    label: Label
    track: str
    initial: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a form, in the order and words of the paper form."""

    name: str
    label: Label
    type: FieldType
    unit: str = ""
    hint: Label | None = None
    choices: tuple[tuple[str, Label], ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """A numbered group of a form."""

    key: str
    label: Label
    fields: tuple[FieldSpec, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of one type of record that this kind adds to the shared columns."""

    record: str
    groups: tuple[FieldGroup, ...]


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A document a gate can ask for; a photo is kept without what a camera writes beside the picture."""

    key: str
    label: Label
    clause: str = ""
    is_photo: bool = False


@dataclass(frozen=True, slots=True)
class Track:
    """One of the seven stages on a project's rail."""

    key: str
    label: Label


@dataclass(frozen=True, slots=True)
class ApprovalStep:
    """One signature: who (role), in which section, whether it countersigns beside others."""

    key: str
    label: Label
    role: str
    section: str = ""
    countersign: bool = False
    minutes_number: bool = False


@dataclass(frozen=True, slots=True)
class ApprovalFlow:
    """The signatures a step needs, in order; per region they may be replaced by data."""

    key: str
    label: Label
    steps: tuple[ApprovalStep, ...]


@dataclass(frozen=True, slots=True)
class AlertSpec:
    """A condition that calls somebody: which scan finds it, how grave, who owns it, by which rule."""

    key: str
    label: Label
    scan: str
    level: Literal["info", "warning", "serious"]
    owner_role: str
    rule: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a bond is raised for; ``confirmed`` tells whether its gates rest on a text that was read."""

    key: str
    label: Label
    confirmed: bool = False
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """Everything that makes one kind of project: tracks, lifecycles, forms, documents, approvals, alerts.

    ``base`` is the kind a local one was copied from: what speaks of that kind (frames of evaluation) holds
    for the copy too. ``valid_from`` is the first day on which new records are made under this version.
    """

    key: str
    version: int
    label: Label
    tracks: tuple[Track, ...]
    lifecycles: tuple[Lifecycle, ...]
    forms: tuple[Form, ...]
    documents: tuple[DocumentType, ...]
    approvals: tuple[ApprovalFlow, ...]
    alerts: tuple[AlertSpec, ...] = ()
    basis: str = ""
    purposes: tuple[Purpose, ...] = ()
    base: str = ""
    valid_from: date | None = None

    def has(self, record: str) -> bool:
        """Tell whether the kind has records of a type."""
        return any(life.record == record for life in self.lifecycles)

    def lifecycle(self, record: str) -> Lifecycle:
        """Return the lifecycle of one type of record."""
        return next(life for life in self.lifecycles if life.record == record)
