"""Words of the records of bonds: states with their marks, purposes, sources, forms of repayment."""

from bondlife.books import versions_known
from bondlife.queries.words import said
from models.kinds import shipped_kinds
from models.lifecycle import Kind, Label
from models.repayment_sources import REPAYMENT_SOURCES

MARKS = {"none": "open", "active": "wait", "done": "done", "trouble": "no"}

TYPES = {"special": Label("Special", "专项债券"), "general": Label("General", "一般债券")}
REPAYMENT = {
    "bullet": Label("At maturity", "到期一次还本"),
    "instalment": Label("In instalments", "分期还本"),
    "early_redemption": Label("Early redemption", "提前偿还"),
}
SOURCES = dict(REPAYMENT_SOURCES)


def state_of(kind: str, record: str, state: str) -> tuple[str, str]:
    """Return what a state is called and the mark it carries."""
    for found in versions_known(kind):
        for life in found.lifecycles:
            if life.record == record:
                for one in life.states:
                    if one.key == state:
                        return said(one.label), MARKS[one.progress]
    return state, "open"


def states(record: str) -> list[tuple[str, str]]:
    """Return every state of a record of bonds with its name."""
    return [(one.key, said(one.label)) for one in _bonds().lifecycle(record).states]


def purposes() -> list[tuple[str, str]]:
    """Return every purpose of a bond with its name."""
    return [(one.key, said(one.label)) for one in _bonds().purposes]


def named(labels: dict[str, Label], key: str) -> str:
    """Return the name of a key; an unknown one stands as it is."""
    return said(labels[key]) if key in labels else key


def choices(labels: dict[str, Label]) -> list[tuple[str, str]]:
    """Return what a select offers."""
    return [(key, said(label)) for key, label in labels.items()]


def _bonds() -> Kind:
    return shipped_kinds()["special_bond"]
