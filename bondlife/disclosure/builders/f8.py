"""F8 and the budget tables: limit and balance, issue and repayment, use of the bonds of a year."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from bondlife.disclosure.about import About, region_of, text_of
from bondlife.disclosure.bonds_at import ON_THE_MARKET, head, purpose_word
from bondlife.disclosure.builders.f7 import regions
from bondlife.disclosure.many_at import Names
from bondlife.lifecycle.facts import rows
from models.base import columns
from models.kinds.special_bond.purposes import REFINANCING
from models.limit_items import OFFICIAL, cell
from models.registry import Bond, BondShare, Instalment, LimitStatement, Project

_PARTS = ("total", "general", "special")
_NAMES = {
    "limit_before": "上年债务限额",
    "new_limit": "新增债务限额",
    "limit": "本年债务限额",
    "balance": "年末债务余额",
}
_PART_NAMES = {"total": "", "general": "其中：一般债务", "special": "其中：专项债务"}


def build_limit(about: About) -> dict[str, Any]:
    """Return limit and balance as the statement of the year has them: published first, then reported.

    Before the year is over it is what was expected: figures of a later day do not come in.
    """
    figures = _statement(about)
    region = region_of(about)
    return {
        **head("F8", about.cut_off, region, region.name),
        "rows": [row for family in OFFICIAL for row in _family(family, figures)],
    }


def _statement(about: About) -> dict[str, int]:
    own = columns(LimitStatement)
    found = rows(about.session, LimitStatement, own.region_id == about.region_id, own.year == about.year)
    order = {"published": 0, "reported": 1, "expected": 2}
    known = [one for one in found if one.basis == "expected" or one.as_of <= about.cut_off]
    best = min(known, key=lambda one: order[one.basis], default=None)
    return dict((best.figures if best is not None else None) or {})


def _family(family: tuple[str, str, tuple[str, str]], figures: dict[str, int]) -> list[dict[str, Any]]:
    letter, key, parts = family
    letters = (f"{letter}={parts[0]}+{parts[1]}", *parts)
    return [
        {
            "item": f"{_NAMES[key]}{_PART_NAMES[part]}",
            "letter": mark,
            "whole": figures.get(f"{key}_{part}"),
            "own": figures.get(cell(f"{key}_{part}", "own")),
            "lower": figures.get(cell(f"{key}_{part}", "lower")),
        }
        for part, mark in zip(_PARTS, letters, strict=True)
    ]


def build_year(about: About) -> dict[str, Any]:
    """Return issue, principal and interest of the year out of the books, by the letters of the form.

    A region none of whose bonds are in the books tells what its statement of the year has.
    """
    found: dict[str, int | None] = {**_issued(about), **_served(about), **_budgeted(about)}
    if not _holds_bonds(about):
        found = _stated(_statement(about))
    region = region_of(about)
    return {
        **head("B1", about.cut_off, region, region.name),
        "rows": [
            {"item": name, "letter": letter, "whole": found[letter.split("=")[0]]} for letter, name in LINES
        ],
    }


LINES = (
    ("A=B+D", "一、本年地方政府债券发行额"),
    ("B", "（一）一般债券"),
    ("C", "其中：再融资一般债券"),
    ("D", "（二）专项债券"),
    ("E", "其中：再融资专项债券"),
    ("F=G+H", "二、本年地方政府债券还本额"),
    ("G", "（一）一般债券"),
    ("H", "（二）专项债券"),
    ("I=J+K", "三、本年地方政府债券付息额"),
    ("J", "（一）一般债券"),
    ("K", "（二）专项债券"),
    ("L=M+O", "四、下年地方政府债券还本预算"),
    ("M", "（一）一般债券"),
    ("O", "（二）专项债券"),
    ("Q=R+S", "五、下年地方政府债券付息预算"),
    ("R", "（一）一般债券"),
    ("S", "（二）专项债券"),
)
"""The lines of the form with their letters; sums before their parts."""


_STATED = {
    "A": ("issued_total",),
    "B": ("issued_general",),
    "C": ("issued_refi_general",),
    "D": ("issued_special",),
    "E": ("issued_refi_special",),
    "F": ("repaid_total",),
    "G": ("repaid_general",),
    "H": ("repaid_special",),
    "I": ("interest_total",),
    "J": ("interest_general",),
    "K": ("interest_special",),
    "L": ("next_repaid",),
    "Q": ("next_interest",),
}
_SUMS = {
    "B": ("issued_new_general", "issued_refi_general"),
    "D": ("issued_new_special", "issued_refi_special"),
    "F": ("repaid_general", "repaid_special"),
    "I": ("interest_general", "interest_special"),
}
"""Figures of a statement by letter; and those that make a letter up where it is not stated."""


def _stated(figures: dict[str, int]) -> dict[str, int | None]:
    """Return the letters of the form out of a statement; what it does not tell waits for words."""
    found: dict[str, int | None] = {letter.split("=")[0]: None for letter, _ in LINES}
    for letter, names in (*_SUMS.items(), *_STATED.items()):
        if all(name in figures for name in names):
            found[letter] = sum(figures[name] for name in names)
    return found


def _holds_bonds(about: About) -> bool:
    """Tell whether any bond of the region is in the books."""
    share = columns(BondShare)
    statement = sa.select(share.id).where(share.region_id.in_(regions(about)), share.ended_at.is_(None))
    return about.session.execute(statement.limit(1).execution_options(scoped=True)).first() is not None


def _issued(about: About) -> dict[str, int]:
    share, bond = columns(BondShare), columns(Bond)
    statement = (
        sa.select(bond.bond_type, bond.purpose, sa.func.sum(share.amount))
        .join_from(BondShare, Bond, bond.id == share.bond_id)
        .where(
            share.region_id.in_(regions(about)),
            share.ended_at.is_(None),
            share.state != "cancelled",
            bond.state.in_(ON_THE_MARKET),
            bond.year == about.year,
            sa.func.coalesce(bond.issue_date, bond.value_date, about.cut_off) <= about.cut_off,
        )
        .group_by(bond.bond_type, bond.purpose)
    )
    found = dict.fromkeys("ABCDE", 0)
    for kind, purpose, amount in about.session.execute(statement.execution_options(scoped=True)):
        letters = ("D", "E") if kind == "special" else ("B", "C")
        found[letters[0]] += int(amount)
        found[letters[1]] += int(amount) if purpose in REFINANCING else 0
    return {**found, "A": found["B"] + found["D"]}


def _served(about: About) -> dict[str, int]:
    due = columns(Instalment)
    paid_on = sa.func.coalesce(due.paid_on, due.payment_date)
    when = sa.and_(
        due.state.in_(("paid", "refinanced")), paid_on >= date(about.year, 1, 1), paid_on <= about.cut_off
    )
    return _by_type(about, when, ("F", "G", "H"), ("I", "J", "K"))


def _budgeted(about: About) -> dict[str, int]:
    due, following = columns(Instalment), about.year + 1
    when = sa.and_(
        due.payment_date >= date(following, 1, 1),
        due.payment_date <= date(following, 12, 31),
        due.state != "superseded",
    )
    return _by_type(about, when, ("L", "M", "O"), ("Q", "R", "S"))


def _by_type(
    about: About, when: Any, principal: tuple[str, str, str], interest: tuple[str, str, str]
) -> dict[str, int]:
    """Return principal and interest of general and special bonds, each with its sum first."""
    due, bond = columns(Instalment), columns(Bond)
    sums = (sa.func.sum(due.principal), sa.func.sum(due.interest))
    statement = (
        sa.select(bond.bond_type, *sums)
        .join_from(Instalment, Bond, bond.id == due.bond_id)
        .where(due.region_id.in_(regions(about)), due.ended_at.is_(None), when)
        .group_by(bond.bond_type)
    )
    found = dict.fromkeys((*principal, *interest), 0)
    for kind, *amounts in about.session.execute(statement.execution_options(scoped=True)):
        for letters, amount in zip((principal, interest), amounts, strict=True):
            found[letters[2 if kind == "special" else 1]] += int(amount)
            found[letters[0]] += int(amount)
    return found


def build_use(about: About) -> dict[str, Any]:
    """Return what the special bonds of the year are for, one row a share."""
    region, names = region_of(about), Names(about.session, about.cut_off)
    found = about.session.execute(_shares_of_year(about))
    return {
        **head("B2", about.cut_off, region, region.name),
        "rows": [_use(names, number, row) for number, row in enumerate(found, 1)],
    }


def _shares_of_year(about: About) -> Any:
    share, bond, project = columns(BondShare), columns(Bond), columns(Project)
    return (
        sa.select(
            *(project.name, project.code, project.department_id, project.unit_id, share.amount),
            *(bond.kind, bond.kind_version, bond.purpose),
            sa.func.coalesce(bond.issue_date, bond.value_date).label("issued"),
        )
        .join_from(BondShare, Bond, bond.id == share.bond_id)
        .join(Project, project.id == share.project_id)
        .where(
            share.region_id.in_(regions(about)),
            share.state != "cancelled",
            share.ended_at.is_(None),
            bond.year == about.year,
            bond.bond_type == "special",
            bond.state.in_(ON_THE_MARKET),
            bond.ended_at.is_(None),
        )
        .order_by(share.id)
        .execution_options(scoped=True)
    )


def _use(names: Names, number: int, row: Any) -> dict[str, Any]:
    return {
        "number": number,
        "name": row.name,
        "code": row.code,
        "department": names.body(row.department_id),
        "unit": names.body(row.unit_id),
        "bond_nature": purpose_word(names.session, row),
        "amount": row.amount,
        "issued_on": text_of(row.issued),
    }


BUILDERS = {"F8": build_limit, "B1": build_year, "B2": build_use}
