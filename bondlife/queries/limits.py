"""Statements of limit and balance (F8): the list, one with its identities, its file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.books import region_code, rule_book
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.exchange.limit_checks import Check, RatioCheck, checks_of, ratio_checks
from bondlife.exchange.xlsx_out import Column
from bondlife.lifecycle.room import Room, room_of, rooms
from bondlife.locale import gettext
from bondlife.queries.figures import Figure, calculated, cited
from bondlife.queries.keyset import Page, ranked
from bondlife.queries.lifewords import named
from bondlife.queries.paging import PAGE
from bondlife.queries.shell import region_choices
from bondlife.queries.tables import Table
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from calculators.risk.limit_balance import SPECS, sum_check
from models.base import columns
from models.lifecycle import Label
from models.limit_items import BY_KEY, COLUMNS, ITEMS, OFFICIAL, cell, whole
from models.registry import LimitStatement, Region

RULE = "budget.limit_tolerances"
BASES = {
    "published": Label("Published", "已公开"),
    "reported": Label("Reported", "上报数"),
    "expected": Label("Expected", "预计执行数"),
}
LEDGERS = ("general", "special")
_SPECS = {spec.key.removeprefix("risk."): spec for spec in SPECS}
_SPEC_OF = {"sum": "sum_check", "ledger": "sum_check"}
_KINDS = ("total", "general", "special")


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One statement in the list."""

    public_id: str
    region: str
    year: int
    basis: str
    as_of: date
    limit: int | None
    balance: int | None
    room: int | None
    broken: int
    source: str


@dataclass(frozen=True, slots=True)
class LimitsView:
    """The statements a person sees, the newest year first."""

    region: str
    year: int | None
    lines: Sequence[StatementLine]
    page: Page
    count: int
    regions: Sequence[tuple[str, str]]
    years: Sequence[int]
    broken: int
    can_edit: bool


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of the printed table: letter and formula where the official form has them, fen by column."""

    letter: str
    label: str
    level: int
    cells: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One identity as the page shows it."""

    key: str
    label: str
    kind: str
    computed: int
    published: int
    difference: int
    holds: bool
    is_rule: bool


@dataclass(frozen=True, slots=True)
class RatioLine:
    """One published ratio as the page shows it."""

    label: str
    computed: str
    published: str
    holds: bool


@dataclass(frozen=True, slots=True)
class StatementView:
    """One statement: the official rows, the other figures, what holds and what does not."""

    public_id: str
    region: str
    region_code: str
    region_id: int
    year: int
    basis: str
    as_of: date
    unit: str
    source: str
    official: Sequence[TableRow]
    others: Sequence[TableRow]
    columns: Sequence[str]
    checks: Sequence[CheckLine]
    ratios: Sequence[RatioLine]
    broken: int
    can_edit: bool
    explain: Any = None


def limits_view(
    db: Database,
    actor: Actor,
    *,
    region: str = "",
    year: int | None = None,
    after: str = "",
    before: str = "",
    size: int = PAGE,
) -> LimitsView:
    """Return one page of statements with how many of their identities do not hold."""
    own = columns(LimitStatement)
    with db.reading() as session:
        found = _statements(session, actor, region)
        years = scoped(actor, LimitStatement, own.year, permission="limit.read").distinct()
        years_told = sorted(session.execute(years).scalars(), reverse=True)
        held = {(row.region_id, row.basis, row.year): row for row, _name in found}
        shown = [(row, name) for row, name in found if year is None or row.year == year]
        told, page = ranked(shown, after=after, before=before, size=size)
        lines = _lines(session, told, held)
    return LimitsView(
        region,
        year,
        lines,
        page,
        len(shown),
        region_choices(db, actor),
        years_told,
        sum(line.broken for line in lines),
        actor.can("limit.edit"),
    )


def statement_view(db: Database, actor: Actor, public_id: str, explain: str = "") -> StatementView:
    """Return one statement with every identity it can be held to, both figures beside each other."""
    with db.reading() as session:
        row, name = statement_row(session, actor, public_id)
        checks, ratios = checks_for(session, row)
        code = region_code(session, row.region_id)
        rules = rule_book(session, code)
    told = [_check_line(check) for check in checks]
    asked = next((one for one in checks if one.key == explain), None)
    rule = rules.get(RULE)
    return StatementView(
        row.public_id,
        name,
        code,
        row.region_id,
        row.year,
        named(BASES, row.basis),
        row.as_of,
        row.unit,
        row.source,
        _official(row.figures),
        _others(row.figures),
        [said(label) for _key, label in COLUMNS],
        told,
        [_ratio_line(one) for one in ratios],
        sum(one.is_rule and not one.holds for one in told) + sum(not one.holds for one in ratios),
        actor.can_on("limit.edit", row.region_id),
        _figure(asked, [cited(rule)] if rule else []) if asked is not None else None,
    )


def checks_for(session: Session, row: LimitStatement) -> tuple[list[Check], list[RatioCheck]]:
    """Return the identities of a statement, against the year before and the quota ledger if one is kept."""
    rule = rule_book(session, region_code(session, row.region_id)).get(RULE)
    earlier = _year_before(session, row)
    kept = {kind: room_of(session, row.region_id, row.year, kind) for kind in LEDGERS}
    return _checks(row, earlier, rule.value if rule else (), kept)


def _checks(
    row: LimitStatement, before: LimitStatement | None, tolerances: Any, kept: Mapping[str, Room]
) -> tuple[list[Check], list[RatioCheck]]:
    earlier = before.figures if before else None
    found = checks_of(row.figures, earlier, tolerances, row.unit, row.year)
    found += [check for kind in LEDGERS for check in _against_ledger(row, kind, kept[kind])]
    return found, ratio_checks(row.figures, row.ratios)


def _against_ledger(row: LimitStatement, kind: str, room: Room) -> list[Check]:
    """Return the printed limit beside that of the quota ledger, where the region keeps one."""
    item = f"limit_{kind}"
    if item not in row.figures or not room.limit:
        return []
    check = sum_check([room.limit], row.figures[item])
    inputs = {"parts": [room.limit], "total": row.figures[item], "tolerance": 0}
    figures = (check.computed, check.published, check.holds, inputs)
    return [Check(f"ledger.{item}", "ledger", BY_KEY[item].label, *figures)]


def statement_table(db: Database, actor: Actor, public_id: str) -> Table:
    """Return a statement in the layout of the official form, for a file."""
    view = statement_view(db, actor, public_id)
    heads = [Column(gettext("Item"), "text", 28), Column(gettext("Formula"), "text", 10)]
    heads += [Column(name, "fen", 18) for name in view.columns]
    rows = [(row.label, row.letter, *row.cells) for row in (*view.official, *view.others)]
    name = gettext("Limit and balance %(region)s %(year)s") % {"region": view.region, "year": view.year}
    return Table(name, heads, rows)


def _statements(session: Session, actor: Actor, region: str) -> list[tuple[LimitStatement, str]]:
    own, place = columns(LimitStatement), columns(Region)
    statement = scoped(actor, LimitStatement, LimitStatement, place.name, permission="limit.read")
    statement = statement.join(Region, place.id == own.region_id).where(own.ended_at.is_(None))
    if region:
        root = sa.select(place.id).where(place.code == region).scalar_subquery()
        statement = statement.where(own.region_id.in_(closure_of(root)))
    rows = session.execute(statement.order_by(own.year.desc(), place.code, own.basis))
    return [(row, name) for row, name in rows]


def statement_row(session: Session, actor: Actor, public_id: str) -> tuple[LimitStatement, str]:
    """Return a statement this person may see with the name of its region; any other is missing."""
    own, place = columns(LimitStatement), columns(Region)
    statement = scoped(actor, LimitStatement, LimitStatement, place.name, permission="limit.read")
    statement = statement.join(Region, place.id == own.region_id)
    found = session.execute(statement.where(own.public_id == public_id, own.ended_at.is_(None))).first()
    if found is None:
        raise missing("limit_statement")
    return found[0], found[1]


def _year_before(session: Session, row: LimitStatement) -> LimitStatement | None:
    own = columns(LimitStatement)
    statement = sa.select(LimitStatement).where(
        own.region_id == row.region_id, own.year == row.year - 1, own.basis == row.basis
    )
    return session.execute(statement.execution_options(scoped=True)).scalar_one_or_none()


def _lines(
    session: Session,
    shown: Sequence[tuple[LimitStatement, str]],
    held: Mapping[Any, LimitStatement],
) -> list[StatementLine]:
    """Return the lines of a list: rules once a region, rooms once a year."""
    regions = {row.region_id for row, _name in shown}
    rules = {key: rule_book(session, region_code(session, key)).get(RULE) for key in regions}
    kept = {
        (year, kind): rooms(session, sorted(regions), year, kind)
        for year in {row.year for row, _name in shown}
        for kind in LEDGERS
    }
    found = []
    for row, name in shown:
        rule = rules[row.region_id]
        own = {kind: kept[row.year, kind][row.region_id] for kind in LEDGERS}
        before = held.get((row.region_id, row.basis, row.year - 1))
        found.append(_line(row, name, _checks(row, before, rule.value if rule else (), own)))
    return found


def _line(
    row: LimitStatement, name: str, checked: tuple[Sequence[Check], Sequence[RatioCheck]]
) -> StatementLine:
    checks, ratios = checked
    limit, balance = whole(row.figures, "limit"), whole(row.figures, "balance")
    broken = sum(one.is_rule and not one.holds for one in checks) + sum(not one.holds for one in ratios)
    room = None if limit is None or balance is None else limit - balance
    head = (row.public_id, name, row.year, named(BASES, row.basis), row.as_of)
    return StatementLine(*head, limit, balance, room, broken, row.source)


def official_keys() -> list[tuple[str, str, int]]:
    """Return the rows of the official form: letter with its formula, item, level."""
    found = []
    for letter, family, parts in OFFICIAL:
        letters = (f"{letter}={'+'.join(parts)}", *parts)
        for kind, one in zip(_KINDS, letters, strict=True):
            found.append((one, f"{family}_{kind}", 0 if kind == "total" else 1))
    return found


def _official(figures: Mapping[str, int]) -> list[TableRow]:
    return [_row(letter, key, level, figures) for letter, key, level in official_keys()]


def _others(figures: Mapping[str, int]) -> list[TableRow]:
    official = {key for _letter, key, _level in official_keys()}
    return [
        _row("", item.key, 0, figures)
        for item in ITEMS
        if item.key not in official and any(cell(item.key, column) in figures for column, _ in COLUMNS)
    ]


def _row(letter: str, key: str, level: int, figures: Mapping[str, int]) -> TableRow:
    cells = [figures.get(cell(key, column)) for column, _label in COLUMNS]
    return TableRow(letter, said(BY_KEY[key].label), level, cells)


def _check_line(check: Check) -> CheckLine:
    kinds = {
        "sum": gettext("total = its parts"),
        "limit_roll": gettext("limit = last year's + new"),
        "balance_roll": gettext("closing = opening + issued − repaid"),
        "within_limit": gettext("keeps within"),
        "ledger": gettext("as the quota ledger has it"),
    }
    return CheckLine(
        check.key,
        said(check.label),
        kinds[check.kind],
        check.computed,
        check.published,
        check.difference,
        check.holds,
        check.is_rule,
    )


def _ratio_line(check: RatioCheck) -> RatioLine:
    return RatioLine(said(check.label), f"{check.computed}%", f"{check.published}%", check.holds)


def _figure(check: Check, rules: Sequence[Any]) -> Figure:
    spec = _SPECS[_SPEC_OF.get(check.kind, check.kind)]
    result = spec.function(**check.inputs)
    return calculated(check.key, spec, dict(check.inputs), result, "difference", rules=rules)
