"""Forms of records and parts: fields in the order of the paper, values as they are typed, errors in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.books import kinds_in_force, region_code
from bondlife.errors import Problem, Refusal
from bondlife.locale import gettext, is_chinese
from bondlife.queries.amounts import exact_figure
from bondlife.queries.field_labels import RENAMED
from bondlife.queries.record_fields import COLUMN_FIELDS
from bondlife.queries.row_texts import is_rows, rows_text
from bondlife.queries.words import problem_text, said, sector_name
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from bondlife.services.records import REFERENCES, REGIONS
from calculators.kernel.money import to_yuan
from models.base import columns
from models.lifecycle import FieldSpec, Kind, Label
from models.movement_types import BY_KEY
from models.registry import (
    Application,
    Bond,
    BondShare,
    BudgetLine,
    Contract,
    Disbursement,
    Movement,
    Organisation,
    PerformanceGoal,
    PPPContract,
    Project,
    Region,
    RegionClosure,
    ServiceEvent,
)

MOST_CHOICES = 500
OWN_ROWS = frozenset({"funding_plan", "permits"})
"""Tables of the paper form that have rows and pages of their own."""


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


SENTENCES: Mapping[str, str] = {
    "missing": _("Fill this in."),
    "string_too_short": _("Fill this in."),
    "string_too_long": _("This is too long."),
    "string_pattern_mismatch": _("This is not written as it should be; see the hint or an example."),
    "literal_error": _("Choose one of the values of the list."),
    "int_parsing": _("Write a whole number."),
    "int_type": _("Write a whole number."),
    "greater_than_equal": _("This number is too small."),
    "less_than_equal": _("This number is too large."),
    "date_from_datetime_parsing": _("Write the date as 2026-11-21."),
    "date_parsing": _("Write the date as 2026-11-21."),
    "date_from_datetime_inexact": _("Write the date as 2026-11-21."),
    "date_range": _("The date lies outside 1949 to 2150."),
    "money": _("Write the amount in yuan with at most two decimals, such as 1234567.89."),
    "negative": _("An amount here cannot be negative."),
    "not_positive": _("An amount here is above zero."),
    "percent": _("Write a percentage such as 2.36."),
    "score": _("A score lies between 0 and 100."),
    "bad_character": _("The text holds a character that cannot be stored."),
    "one_line": _("Write this on one line."),
    "bad_value": _("This is not written as it should be; see the hint or an example."),
    "not_found": _("There is no such record; choose one of the list."),
    "extra_forbidden": _("This field does not belong to this form."),
    "bool_parsing": _("Choose yes or no."),
}
"""Code of a finding → what the form says beside the field."""

MODEL_LEVEL = {"project": "construction_end", "application": "as_capital", "supplement": "agreed"}
"""Where a finding about several fields is shown."""

_MODEL_SENTENCES = {
    "project": _("Construction starts before it ends, and operation ends last."),
    "application": _("The part used as capital lies within the amount."),
    "supplement": _("What is agreed lies within what was asked."),
}


@dataclass(frozen=True, slots=True)
class FormField:
    """One field as it is drawn."""

    name: str
    label: str
    type: str
    unit: str = ""
    hint: str = ""
    choices: Sequence[tuple[str, str]] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class FormGroup:
    """A numbered group of fields."""

    title: str
    fields: Sequence[FormField]


@dataclass(frozen=True, slots=True)
class FormView:
    """A form with its values and findings; the page and the way back are named by the route."""

    title: str
    action: str
    cancel: str
    version: int
    idempotency_key: str
    groups: Sequence[FormGroup]
    data: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
    change_action: str = ""
    crumbs: Sequence[tuple[str, str]] = ()
    note: str = ""

    @property
    def labels(self) -> dict[str, str]:
        """Return what each field is called."""
        return {one.name: one.label for group in self.groups for one in group.fields}


def with_refusal(view: FormView, record: str, typed: Mapping[str, str], refusal: Refusal) -> FormView:
    """Return the form with what was typed and what is wrong with it, each finding at its field."""
    names = set(view.labels)
    errors: dict[str, str] = {}
    for problem in refusal.problems:
        errors.setdefault(_place(problem, record, names), sentence(problem, record))
    return replace(view, data={**view.data, **typed}, errors=errors)


def sentence(problem: Problem, record: str = "") -> str:
    """Return a finding as one sentence in the language being spoken."""
    if problem.code == "value_error" and record in _MODEL_SENTENCES:
        return gettext(_MODEL_SENTENCES[record])
    if problem.code in SENTENCES:
        return gettext(SENTENCES[problem.code])
    return problem_text(problem)


def _place(problem: Problem, record: str, names: set[str]) -> str:
    for name in (problem.field, f"fields.{problem.field}", problem.field.removesuffix("_id")):
        if name in names:
            return name
    return MODEL_LEVEL.get(record) or next(iter(sorted(names)), "")


def cleaned(values: Mapping[str, str]) -> dict[str, str]:
    """Return typed values without empty columns, so that defaults stand; the kind's empty fields clear."""
    return {name: value for name, value in values.items() if value.strip() or name.startswith("fields.")}


def groups_of(
    session: Session, actor: Actor, kind: Kind | None, record: str, project: Project | None, *, is_new: bool
) -> list[FormGroup]:
    """Return the groups of a form: the kind's in their order, columns put where the paper has them."""
    own = {spec.name: spec for spec in COLUMN_FIELDS.get(record, ())}
    form = next((one for one in kind.forms if one.record == record), None) if kind else None
    used: set[str] = set()
    groups: list[FormGroup] = []
    for group in form.groups if form else ():
        drawn = []
        for spec in group.fields:
            if spec.name in own:
                used.add(spec.name)
                drawn.append(column_field(session, actor, own[spec.name], project, spec))
            elif spec.name not in OWN_ROWS and spec.type != "table":
                drawn.append(_kind_field(spec))
        if drawn:
            groups.append(FormGroup(said(group.label), drawn))
    first = [spec for name, spec in own.items() if name not in used and _is_shown(record, name, is_new)]
    if first:
        fields = [column_field(session, actor, spec, project) for spec in first]
        groups.insert(0, FormGroup(gettext("Belongs to") if form else gettext("Record"), fields))
    return groups


def _is_shown(record: str, name: str, is_new: bool) -> bool:
    return is_new or not (name in {"kind", "region"} and record in {"project", "bond", "budget_sheet"})


def _kind_field(spec: FieldSpec) -> FormField:
    choices = spec.choices
    if spec.type == "flag":
        choices = (("yes", Label("Yes", "是")), ("no", Label("No", "否")))
    return FormField(
        f"fields.{spec.name}",
        said(spec.label),
        "choice" if choices else spec.type,
        unit_words(spec),
        said(spec.hint) if spec.hint else "",
        [(key, said(label)) for key, label in choices],
        False,
    )


def column_field(
    session: Session,
    actor: Actor,
    spec: FieldSpec,
    project: Project | None,
    paper: FieldSpec | None = None,
) -> FormField:
    """Return a field that is a column, named as the paper form names it where it has it."""
    choices = [(key, said(label)) for key, label in spec.choices]
    if spec.name in FINDERS and not spec.choices:
        choices = FINDERS[spec.name](session, actor, project)
    label = said((paper or spec).label)
    return FormField(
        spec.name,
        label,
        spec.type,
        unit_words(spec),
        said(spec.hint) if spec.hint else "",
        choices,
        spec.required,
    )


def unit_words(spec: FieldSpec) -> str:
    """Return the unit beside a field: amounts are typed in yuan."""
    units = {
        "money": _("yuan"),
        "rate": "%",
    }
    more = {"years": _("years"), "days": _("days"), "persons": _("persons"), "score": _("points")}
    word = units.get(spec.type) or more.get(spec.unit, "")
    return gettext(word) if word not in {"", "%"} else word


def _regions(session: Session, actor: Actor, project: Project | None) -> list[tuple[str, str]]:  # noqa: ARG001
    region = columns(Region)
    statement = sa.select(region.code, region.name).where(region.ended_at.is_(None))
    makes = ("project", "bond", "evaluation_job")
    grants = next(filter(None, (actor.grants_for(f"{record}.create") for record in makes)), ())
    if not any(grant.region_ids is None for grant in grants):
        own = set().union(*(grant.region_ids or () for grant in grants))
        statement = statement.where(region.id.in_(sorted(own)))
    found = session.execute(statement.order_by(region.code).limit(MOST_CHOICES))
    return [(code, f"{name} {code}") for code, name in found]


def _upper_regions(session: Session, actor: Actor, project: Project | None) -> list[tuple[str, str]]:
    """Return the region of a project and those above it: who can lend to whom."""
    if project is None:
        return _regions(session, actor, project)
    region, closure = columns(Region), columns(RegionClosure)
    statement = (
        sa.select(region.code, region.name)
        .join_from(Region, RegionClosure, closure.ancestor_id == region.id)
        .where(closure.descendant_id == project.region_id)
        .order_by(closure.depth)
    )
    return [(code, name) for code, name in session.execute(statement)]


def _kinds(session: Session, actor: Actor, project: Project | None) -> list[tuple[str, str]]:  # noqa: ARG001
    return [(kind.key, said(kind.label)) for kind in kinds_in_force(session) if kind.has("project")]


def _units(session: Session, actor: Actor, project: Project | None) -> list[tuple[str, str]]:  # noqa: ARG001
    return _organisations(session, "unit")


def _departments(session: Session, actor: Actor, project: Project | None) -> list[tuple[str, str]]:  # noqa: ARG001
    return _organisations(session, "department")


def _organisations(session: Session, role: str) -> list[tuple[str, str]]:
    body = columns(Organisation)
    statement = sa.select(body.public_id, body.name).where(body.role == role, body.ended_at.is_(None))
    return [
        (key, name) for key, name in session.execute(statement.order_by(body.sort_key).limit(MOST_CHOICES))
    ]


def _this_project(session: Session, actor: Actor, project: Project | None) -> list[tuple[str, str]]:
    if project is not None:
        return [(project.public_id, project.name)]
    return _projects(session, actor, None)


def _projects(session: Session, actor: Actor, project: Project | None) -> list[tuple[str, str]]:  # noqa: ARG001
    own = columns(Project)
    statement = scoped(actor, Project, own.public_id, own.name, permission="project.read")
    rows = session.execute(statement.where(own.ended_at.is_(None)).order_by(own.sort_key).limit(MOST_CHOICES))
    return [(key, name) for key, name in rows]


def _bonds(session: Session, actor: Actor, project: Project | None) -> list[tuple[str, str]]:  # noqa: ARG001
    bond = columns(Bond)
    statement = scoped(actor, Bond, bond.public_id, bond.name, bond.tenor_years, permission="bond.read")
    rows = session.execute(
        statement.where(bond.ended_at.is_(None)).order_by(bond.id.desc()).limit(MOST_CHOICES)
    )
    return [(key, f"{name}（{years} 年）") for key, name, years in rows]


def _shares(session: Session, actor: Actor, project: Project | None) -> list[tuple[str, str]]:
    share, bond = columns(BondShare), columns(Bond)
    statement = scoped(
        actor, BondShare, share.public_id, bond.name, share.amount, permission="bond_share.read"
    ).join(Bond, bond.id == share.bond_id)
    rows = session.execute(statement.where(*_own(share, project)).limit(MOST_CHOICES))
    return [(key, f"{name} {_wan(amount)}") for key, name, amount in rows]


def _applications(session: Session, actor: Actor, project: Project | None) -> list[tuple[str, str]]:
    one = columns(Application)
    statement = scoped(
        actor, Application, one.public_id, one.year, one.batch, one.amount, permission="application.read"
    )
    rows = session.execute(statement.where(*_own(one, project)).limit(MOST_CHOICES))
    return [(key, f"{year} {batch} {_wan(amount)}") for key, year, batch, amount in rows]


def _contracts(session: Session, actor: Actor, project: Project | None) -> list[tuple[str, str]]:
    one = columns(Contract)
    statement = scoped(actor, Contract, one.public_id, one.number, one.name, permission="contract.read")
    rows = session.execute(statement.where(*_own(one, project)).limit(MOST_CHOICES))
    return [(key, f"{number} {name}") for key, number, name in rows]


def _lines(session: Session, actor: Actor, project: Project | None) -> list[tuple[str, str]]:
    one = columns(BudgetLine)
    statement = scoped(
        actor, BudgetLine, one.public_id, one.year, one.account, one.amount, permission="budget_line.read"
    )
    rows = session.execute(statement.where(*_own(one, project)).limit(MOST_CHOICES))
    return [(key, f"{year} {account} {_wan(amount)}") for key, year, account, amount in rows]


def _payments(session: Session, actor: Actor, project: Project | None) -> list[tuple[str, str]]:
    one = columns(Disbursement)
    statement = scoped(
        actor, Disbursement, one.public_id, one.number, one.payee, one.amount, permission="disbursement.read"
    ).where(*_own(one, project), one.state.in_(("paid", "settled")))
    rows = session.execute(statement.order_by(one.id.desc()).limit(MOST_CHOICES))
    return [(key, f"{number} {payee} {_wan(amount)}") for key, number, payee, amount in rows]


def _movements(session: Session, actor: Actor, project: Project | None) -> list[tuple[str, str]]:
    one = columns(Movement)
    statement = scoped(
        actor, Movement, one.public_id, one.number, one.type, one.amount, permission="movement.read"
    ).where(*_own(one, project), one.state == "booked")
    rows = session.execute(statement.order_by(one.id.desc()).limit(MOST_CHOICES))
    names = {key: said(kind.label) for key, kind in BY_KEY.items()}
    return [(key, f"{number} {names.get(kind, kind)} {_wan(amount)}") for key, number, kind, amount in rows]


Finder = Callable[[Session, Actor, Project | None], list[tuple[str, str]]]


def _goals(session: Session, actor: Actor, project: Project | None) -> list[tuple[str, str]]:
    """Return duties and tasks a goal may follow from: those of the project's department, where it has one."""
    goal = columns(PerformanceGoal)
    statement = scoped(actor, PerformanceGoal, goal.public_id, goal.year, goal.name, permission="goal.read")
    statement = statement.where(goal.layer.in_(("duty", "task")), goal.ended_at.is_(None))
    if project is not None and project.department_id is not None:
        statement = statement.where(goal.department_id == project.department_id)
    found = session.execute(statement.order_by(goal.year.desc(), goal.id).limit(MOST_CHOICES))
    return [(key, f"{year} {name}") for key, year, name in found]


def _ppp_contracts(session: Session, actor: Actor, project: Project | None) -> list[tuple[str, str]]:  # noqa: ARG001
    own = columns(PPPContract)
    statement = scoped(
        actor, PPPContract, own.public_id, own.number, own.name, permission="ppp_contract.read"
    )
    found = session.execute(statement.where(own.ended_at.is_(None)).order_by(own.id).limit(MOST_CHOICES))
    return [(key, f"{number} {name}") for key, number, name in found]


def _events(session: Session, actor: Actor, project: Project | None) -> list[tuple[str, str]]:  # noqa: ARG001
    event = columns(ServiceEvent)
    statement = scoped(
        actor, ServiceEvent, event.public_id, event.period, event.number, permission="ppp_contract.read"
    )
    found = session.execute(statement.order_by(event.id.desc()).limit(MOST_CHOICES))
    return [(key, f"{period} {number}") for key, period, number in found]


FINDERS: Mapping[str, Finder] = {
    "region": _regions,
    "lender": _upper_regions,
    "borrower": _upper_regions,
    "kind": _kinds,
    "unit": _units,
    "department": _departments,
    "project": _this_project,
    "target_project": _projects,
    "bond": _bonds,
    "share": _shares,
    "application": _applications,
    "contract": _contracts,
    "budget_line": _lines,
    "payment": _payments,
    "corrects": _movements,
    "parent": _goals,
    "ppp_contract": _ppp_contracts,
    "event": _events,
}
"""Fields that name another record → what they may name, within the person's sight."""


def _own(column: Any, project: Project | None) -> Iterable[Any]:
    own = () if project is None else (column.project_id == project.id,)
    return (*own, column.ended_at.is_(None))


def _wan(fen: int) -> str:
    """Return an amount with its unit; English has no 万元."""
    if is_chinese():
        return f"{exact_figure(fen, 'wan')} 万元"
    return f"{exact_figure(fen, 'yuan')} {gettext('yuan')}"


def data_of(session: Session, row: Any, record: str, kind: Kind | None) -> dict[str, str]:
    """Return the values of a stored record as they would be typed."""
    data: dict[str, str] = {}
    renamed = {spec.name: RENAMED.get(spec.name, spec.name) for spec in COLUMN_FIELDS.get(record, ())}
    for spec in COLUMN_FIELDS.get(record, ()):
        if spec.name in REFERENCES:
            model, column = REFERENCES[spec.name]
            data[spec.name] = _public_id(session, model, getattr(row, column))
        elif spec.name in REGIONS and REGIONS[spec.name] in type(row).model_fields:
            key = getattr(row, REGIONS[spec.name])
            data[spec.name] = region_code(session, key) if key is not None else ""
        elif is_rows(record, spec.name):
            data[spec.name] = rows_text(record, spec.name, getattr(row, spec.name))
        elif spec.name not in {"region", "kind", "lender", "borrower"}:
            data[spec.name] = typed_text(spec.type, getattr(row, renamed[spec.name]))
    for form in kind.forms if kind else ():
        if form.record == record:
            for group in form.groups:
                for spec in group.fields:
                    if spec.name in row.fields:
                        data[f"fields.{spec.name}"] = typed_text(spec.type, row.fields[spec.name])
    return data


def _public_id(session: Session, model: Any, key: int | None) -> str:
    found = None if key is None else session.get(model, key, execution_options={"scoped": True})
    return found.public_id if found is not None else ""


def typed_text(kind: str, value: Any) -> str:
    """Return a stored value as people type it: yuan, per cent, ISO dates."""
    if value is None:
        return ""
    if kind == "money":
        return f"{to_yuan(int(value)):f}"
    if kind == "rate":
        return f"{(Decimal(value) * 100).normalize():f}"
    if kind == "score":
        return f"{Decimal(value).normalize():f}"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def shown_text(kind: str, value: Any, spec: FieldSpec | None = None) -> str:  # noqa: PLR0911
    """Return a stored value for people who read: amounts with their unit, choices by name."""
    if value in (None, ""):
        return "—"
    if kind == "money":
        return _wan(int(value))
    if kind == "rate":
        return f"{(Decimal(value) * 100).normalize():f}%"
    if spec is not None and spec.name == "sector":
        return sector_name(str(value))
    if spec is not None and spec.choices:
        return next((said(label) for key, label in spec.choices if key == str(value)), str(value))
    if kind == "flag":
        return gettext("yes") if value in ("yes", True) else gettext("no")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
