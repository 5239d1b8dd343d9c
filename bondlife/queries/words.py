"""What things are called in the language being spoken: labels of data, fields, acts, sectors."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from bondlife.errors import Problem
from bondlife.locale import gettext, is_chinese
from bondlife.queries.act_words import ACTS, VERBS
from bondlife.queries.import_words import KIND_LABELS
from models.kinds import shipped_kinds
from models.kinds.permissions import ROLES
from models.lifecycle import Kind, Label
from models.registry import RecordRow
from models.sections import SECTIONS
from models.sectors import SECTORS

_SECTORS = dict(SECTORS)
_SECTIONS: dict[str, Label] = dict(SECTIONS)
_ROLES = dict(ROLES)

PARTS: Mapping[str, Label] = {
    "permit": Label("Readiness", "前期手续"),
    "contract": Label("Contract", "合同"),
    "milestone": Label("Milestones", "建设节点"),
    "duration_row": Label("Duration-period figures", "存续期公开数据"),
    "onlending": Label("On-lending", "转贷"),
    "forecast": Label("Balance plan", "收支平衡表"),
    "quota_line": Label("Quota line", "额度登记"),
    "limit_statement": Label("Statement of limit and balance", "限额余额表"),
    "review_round": Label("Expert review", "专家评审"),
    "document": Label("Document", "资料"),
    "funding_plan": Label("Funding plan", "资金计划"),
    "approval": Label("Approval", "审批"),
    "user": Label("Account", "账号"),
}
"""Names of what has no lifecycle."""


def said(label: Label) -> str:
    """Return a label in the language being spoken."""
    return label.zh if is_chinese() else label.en


def problem_text(problem: Problem) -> str:
    """Return a problem in the language being spoken, its parameters put in."""
    return problem.put(gettext(problem.message), chinese=is_chinese())


def sector_name(key: str) -> str:
    """Return the name of a field of investment; an unknown key stands as it is."""
    label = _SECTORS.get(key)
    return said(label) if label else key


def section_name(key: str) -> str:
    """Return the name of a section; an unknown key stands as it is."""
    label = _SECTIONS.get(key)
    return said(label) if label else key


def role_name(key: str) -> str:
    """Return the name of a role; an unknown key stands as it is."""
    label = _ROLES.get(key)
    return said(label) if label else key


@cache
def kind_holding(record: str) -> Kind:
    """Return the shipped kind a type of record lives in, bonds first; the kind of bonds for any other."""
    kinds = shipped_kinds()
    first = kinds["special_bond"]
    ordered = [first, *(one for one in kinds.values() if one is not first)]
    return next((one for one in ordered if any(own.record == record for own in one.lifecycles)), first)


def record_name(kind: Kind, record: str) -> str:
    """Return what a type of record is called."""
    for lifecycle in kind.lifecycles:
        if lifecycle.record == record:
            return said(lifecycle.label)
    return said(PARTS[record]) if record in PARTS else record


def state_name(kind: Kind, record: str, state: str) -> str:
    """Return what a state is called."""
    for lifecycle in kind.lifecycles:
        if lifecycle.record == record:
            for one in lifecycle.states:
                if one.key == state:
                    return said(one.label)
    return state


def progress_of(kind: Kind, row: RecordRow) -> str:
    """Return what the rail counts a record as."""
    for one in kind.lifecycle(row.record).states:
        if one.key == row.state:
            return one.progress
    return "active"


def act_name(kind: Kind, act: str) -> str:
    """Return what an act is called: a transition by its label, an import by what came in, others by lists."""
    record, _, name = act.rpartition(".")
    for lifecycle in kind.lifecycles:
        if lifecycle.record == record:
            for transition in lifecycle.transitions:
                if transition.key == name:
                    return said(transition.label)
    if record == "import" and name in KIND_LABELS:
        return done_to(said(VERBS["import"]), gettext(KIND_LABELS[name][0]))
    label = ACTS.get(act) or VERBS.get(name)
    return said(label) if label else act


def done_to(what: str, how: str) -> str:
    """Return a thing and what is said of it, with the sign of the page's language between them.

    >>> from bondlife.locale import speaking
    >>> with speaking("en"):
    ...     done_to("Budget line", "Signed")
    'Budget line: Signed'
    """
    return gettext("%(what)s: %(how)s") % {"what": what, "how": how}


def document_name(kind: Kind, key: str) -> str:
    """Return what a type of document is called."""
    found = next((one.label for one in kind.documents if one.key == key), None)
    return said(found) if found else key


def choice_name(choices: Any, key: Any) -> str:
    """Return the label of a chosen value; an unknown one stands as it is."""
    for value, label in choices:
        if value == key:
            return said(label) if isinstance(label, Label) else str(label)
    return "" if key is None else str(key)
