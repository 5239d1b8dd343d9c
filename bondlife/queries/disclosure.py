"""The board of disclosure: what is due, late by how many days, done on time; whose it is; one duty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import Rule, RuleBook, rule_books
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.exchange.xlsx_out import Column
from bondlife.locale import gettext, ngettext
from bondlife.queries.disclosure_groups import (
    SOON_DAYS,
    Group,
    Wish,
    able,
    borne_by,
    groups_of,
    owner_choices,
    sums,
    uncovered,
)
from bondlife.queries.disclosure_words import duty_name, form_code, form_name, platform_name
from bondlife.queries.figures import CitedRule, cited
from bondlife.queries.keyset import Order, Page, in_order, page_of
from bondlife.queries.shell import region_choices
from bondlife.queries.tables import Table
from bondlife.queries.words import role_name
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns
from models.disclosure_duties import BY_KEY
from models.registry import (
    Bond,
    BondShare,
    DisclosureDuty,
    Fund,
    PaymentRun,
    PPPContract,
    Project,
    Publication,
    Region,
    User,
)

AT_ONCE = 20
"""Duties on one page of the list: the counts above it say how many there are."""


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty: what, of what, its day, how it stands, who owes it, where it is published."""

    public_id: str
    version: int
    name: str
    form: str
    period: str
    subject: str
    bond: str
    region: str
    cut_off: date
    due_on: date | None
    mark: str
    word: str
    owner: str
    is_nobodys: bool
    platform: str
    basis: str
    publication_href: str
    can_take_up: bool


@dataclass(frozen=True, slots=True)
class MonthCount:
    """Duties due in one month: how many, of them open and late."""

    month: str
    count: int
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class BoardView:
    """The board: counts over all duties of the filter, who owes what, one page of them, the calendar."""

    wish: Wish
    late: int
    soon: int
    open: int
    on_time: int
    done_late: int
    nobodys: int
    groups: Sequence[Group]
    lines: Sequence[DutyLine]
    page: Page
    months: Sequence[MonthCount]
    kinds: Sequence[tuple[str, str]]
    forms: Sequence[tuple[str, str]]
    regions: Sequence[tuple[str, str]]
    owners: Sequence[tuple[str, str]]
    today: date
    can_run: bool
    can_round: bool
    can_event: bool


@dataclass(frozen=True, slots=True)
class FigurePair:
    """One figure that drifted: where it stands, what is public, what the books say."""

    place: str
    public: str
    books: str


@dataclass(frozen=True, slots=True)
class DutyView:
    """One duty with what may be done about it."""

    line: DutyLine
    rule: CitedRule | None
    reason: str
    period: str
    reminded_on: date | None
    passed_on: date | None
    figures: Sequence[FigurePair]
    publication_state: str
    people: Sequence[tuple[str, str]]
    can_assign: bool
    can_waive: bool
    form: Any


def board_view(db: Database, actor: Actor, wish: Wish, *, after: str = "", before: str = "") -> BoardView:
    """Return the board of a person's regions."""
    today = clock.business_date()
    with db.reading() as session:
        base = _filtered(actor, wish)
        asked = _shown(base, wish.shown, today)
        rows, page = page_of(session, asked, _order(), after=after, before=before, size=AT_ONCE)
        books, lonely = rule_books(session, today), uncovered(session, base, today)
        lines = [_line(actor, row, today, books, lonely) for row in rows]
        counts = _counts(session, base, today)
        months = _months(session, base, today)
        groups = groups_of(session, base, wish.group, today)
        owners = owner_choices(session, _filtered(actor, replace(wish, owner="")))
    return BoardView(
        wish,
        *counts,
        sum(lonely.values()),
        groups,
        lines,
        page,
        months,
        [(key, duty_name(key)) for key in BY_KEY],
        [(key, form_name(key)) for key in dict.fromkeys(one.form for one in BY_KEY.values()) if key],
        region_choices(db, actor),
        owners,
        today,
        actor.can("disclosure.run"),
        actor.can("collection.send"),
        actor.can("publication.create"),
    )


def _order() -> Order:
    own = columns(DisclosureDuty)
    return Order(own.due_on, date, own.id)


def _filtered(actor: Actor, wish: Wish) -> Any:
    """Return the duties of a filter with what the board says of each; its key and day stand first."""
    own, project, bond, share = (columns(m) for m in (DisclosureDuty, Project, Bond, BondShare))
    fund, run, contract = columns(Fund), columns(PaymentRun), columns(PPPContract)
    place, user, publication = columns(Region), columns(User), columns(Publication)
    chosen = (
        own.id,
        own.due_on,
        *(own[name] for name in _SHOWN),
        project.name.label("project_name"),
        bond.name.label("bond_name"),
        sa.func.coalesce(fund.name, run.number, contract.name).label("record_name"),
        place.name.label("region_name"),
        place.code.label("region_code"),
        user.display_name.label("owner_name"),
        user.account.label("owner_account"),
        publication.public_id.label("publication_key"),
    )
    statement = (
        scoped(actor, DisclosureDuty, *chosen, permission="disclosure.read")
        .select_from(DisclosureDuty)
        .join(Region, place.id == own.region_id)
        .outerjoin(Project, project.id == own.project_id)
        .outerjoin(BondShare, sa.and_(own.subject == "bond_share", share.id == own.subject_id))
        .outerjoin(
            Bond,
            sa.or_(bond.id == share.bond_id, sa.and_(own.subject == "bond", bond.id == own.subject_id)),
        )
        .outerjoin(Fund, sa.and_(own.subject == "fund", fund.id == own.subject_id))
        .outerjoin(PaymentRun, sa.and_(own.subject == "payment_run", run.id == own.subject_id))
        .outerjoin(PPPContract, sa.and_(own.subject == "ppp_contract", contract.id == own.subject_id))
        .outerjoin(User, user.id == own.owner_id)
        .outerjoin(Publication, publication.id == own.publication_id)
        .where(own.ended_at.is_(None))
    )
    for column, value in ((own.form, wish.form), (own.what, wish.what)):
        if value:
            statement = statement.where(column == value)
    if wish.region:
        root = sa.select(place.id).where(place.code == wish.region).scalar_subquery()
        statement = statement.where(own.region_id.in_(closure_of(root)))
    return borne_by(statement, actor, wish.owner, clock.business_date()) if wish.owner else statement


_SHOWN = (
    *("public_id", "version", "what", "form", "period", "cut_off", "state", "done_on", "owner_role"),
    *("owner_id", "reminded_on", "escalated_on"),
    *("platform", "rule", "reason", "detail", "region_id", "unit_id", "department_id", "publication_id"),
)


def _shown(statement: Any, shown: str, today: date) -> Any:
    own = columns(DisclosureDuty)
    if shown == "open":
        return statement.where(own.state == "open")
    if shown == "late":
        return statement.where(own.state == "open", own.due_on < today)
    return statement.where(own.state == "done") if shown == "done" else statement


def _counts(session: Session, statement: Any, today: date) -> tuple[int, int, int, int, int]:
    """Return late, due soon, open, done on time, done late."""
    own = statement.subquery()
    row = session.execute(sa.select(*sums(own, today)), execution_options={"scoped": True}).one()
    late, due, every, on_time, done_late = (int(one or 0) for one in row)
    return late, due, every, on_time, done_late


def _months(session: Session, statement: Any, today: date) -> list[MonthCount]:
    """Return the twelve months from the last on: what falls due, what is still open, what is late."""
    first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    own = statement.where(columns(DisclosureDuty).due_on >= first).subquery()
    counted = sa.select(own.c.due_on, own.c.state, sa.func.count()).group_by(own.c.due_on, own.c.state)
    found: dict[str, list[int]] = {}
    for due_on, state, count in session.execute(counted, execution_options={"scoped": True}):
        sums = found.setdefault(f"{due_on:%Y-%m}", [0, 0, 0])
        sums[0] += count if state != "not_needed" else 0
        sums[1] += count if state == "open" else 0
        sums[2] += count if state == "open" and due_on < today else 0
    return [MonthCount(month, *sums) for month, sums in sorted(found.items())[:12]]


def _line(actor: Actor, row: Any, today: date, books: Any, lonely: Mapping[tuple[int, str], int]) -> DutyLine:
    mark, word = status_of(row.state, row.due_on, row.done_on, today)
    where = (row.region_id, row.unit_id, row.department_id)
    kind = BY_KEY.get(row.what)
    book: RuleBook = books(row.region_code)
    return DutyLine(
        row.public_id,
        row.version,
        duty_name(row.what) if kind is not None else row.what,
        form_code(row.form),
        row.period,
        row.record_name or row.project_name or row.bond_name or row.region_name,
        row.bond_name or "" if row.project_name else "",
        row.region_name,
        row.cut_off,
        row.due_on,
        mark,
        word,
        row.owner_name or role_name(row.owner_role),
        row.state == "open" and row.owner_id is None and (row.region_id, row.owner_role) in lonely,
        platform_name(row.platform),
        _basis(book.get(row.rule)),
        f"/publications/{row.publication_key}" if row.publication_key else "",
        row.state == "open" and not row.publication_id and actor.can_on("publication.create", *where),
    )


def _basis(rule: Rule | None) -> str:
    return f"{rule.basis} {rule.clause}".strip() if rule is not None else ""


def status_of(state: str, due_on: date | None, done_on: date | None, today: date) -> tuple[str, str]:
    """Return mark and words of a duty: done on time or late, due in or late by so many days, not needed."""
    if state == "not_needed":
        return "no", gettext("not needed")
    if state == "done":
        behind = (done_on - due_on).days if done_on and due_on else 0
        if behind <= 0:
            return "done", gettext("published on time")
        text = ngettext("published %(num)d day late", "published %(num)d days late", behind)
        return "changed", text % {"num": behind}
    if due_on is None:
        return "open", gettext("no day set")
    left = (due_on - today).days
    if left < 0:
        return "late", ngettext("late by %(num)d day", "late by %(num)d days", -left) % {"num": -left}
    text = ngettext("due in %(num)d day", "due in %(num)d days", left) % {"num": left}
    return ("now" if left <= SOON_DAYS else "wait"), text


def duty_view(db: Database, actor: Actor, public_id: str, form: Any) -> DutyView:
    """Return one duty; a correction shows its two figures."""
    today = clock.business_date()
    with db.reading() as session:
        statement = _filtered(actor, Wish()).where(columns(DisclosureDuty).public_id == public_id)
        row = session.execute(statement).one_or_none()
        if row is None:
            raise missing("disclosure_duty")
        books = rule_books(session, today)
        line = _line(actor, row, today, books, uncovered(session, statement, today))
        rule = books(row.region_code).get(row.rule)
        people = able(session, row.region_id, today)
        state = _publication_state(session, row.publication_id)
    where = (row.region_id, row.unit_id, row.department_id)
    return DutyView(
        line,
        cited(rule) if rule is not None else None,
        row.reason,
        row.period,
        row.reminded_on,
        row.escalated_on,
        [FigurePair(*(_told(part) for part in one)) for one in row.detail or ()],
        state,
        people,
        row.state == "open" and actor.can_on("disclosure.assign", *where),
        row.state == "open" and actor.can_on("disclosure.waive", *where),
        form,
    )


def _told(value: Any) -> str:
    return "—" if value is None else str(value)


def _publication_state(session: Session, key: int | None) -> str:
    if key is None:
        return ""
    from bondlife.lifecycle.facts import by_key
    from bondlife.queries.lifewords import state_of

    row = by_key(session, Publication, key)
    return state_of(row.kind, "publication", row.state)[0] if row is not None else ""


def board_table(db: Database, actor: Actor, wish: Wish) -> Table:
    """Return the board as a file: every duty of the filter, in the order of the page."""
    today = clock.business_date()
    with db.reading() as session:
        base = _filtered(actor, wish)
        books, lonely = rule_books(session, today), uncovered(session, base, today)
        told = session.execute(in_order(_shown(base, wish.shown, today), _order()))
        lines = [_line(actor, row, today, books, lonely) for row in told]
    heads = (
        Column(gettext("Duty"), width=26),
        Column(gettext("Form"), width=8),
        Column(gettext("Subject"), width=40),
        Column(gettext("Bond"), width=40),
        Column(gettext("Region"), width=14),
        Column(gettext("Cut-off"), "date", 12),
        Column(gettext("Due on"), "date", 12),
        Column(gettext("State"), width=20),
        Column(gettext("Owner"), width=14),
        Column(gettext("Platform"), width=24),
        Column(gettext("Basis"), width=30),
    )
    rows = [
        (
            *(one.name, one.form, one.subject, one.bond, one.region, one.cut_off, one.due_on, one.word),
            *(one.owner, one.platform, one.basis),
        )
        for one in lines
    ]
    return Table(gettext("Disclosure duties"), heads, rows)
