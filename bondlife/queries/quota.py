"""The quota ledger by region: what was notified and given down, what is used, every line behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import rule_book
from bondlife.db import Database
from bondlife.lifecycle.room import Room, rooms
from bondlife.locale import gettext
from bondlife.queries.figures import CitedRule, Figure, Part, Ref, calculated, cited, sum_figure
from bondlife.queries.lifewords import TYPES, choices, named
from bondlife.queries.shell import region_choices
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from calculators.risk.limit_use import SPEC, limit_use
from models.base import columns
from models.lifecycle import Label
from models.quota import BY_KEY, ENTRIES, keys_of
from models.registry import Approval, QuotaLine, QuotaNotice, Region, User

MOST_LINES = 500
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line as the ledger prints it."""

    public_id: str
    region: str
    region_code: str
    year: int
    type_name: str
    entry: str
    entry_name: str
    amount: int
    batch: str
    lender: str
    notice_number: str
    notified_on: date
    note: str
    is_counter: bool
    is_reversed: bool


@dataclass(frozen=True, slots=True)
class RegionRoom:
    """The room of one region."""

    region: str
    code: str
    level: int
    room: Room


@dataclass(frozen=True, slots=True)
class WaitingNotice:
    """One line that was put forward and is not in the ledger yet; ``href`` is where to sign it."""

    href: str
    region: str
    entry_name: str
    amount: int
    batch: str
    notice_number: str
    notified_on: date
    prepared_by: str
    is_counter: bool
    is_returned: bool


@dataclass(frozen=True, slots=True)
class QuotaView:
    """The ledger of a year and type over the regions a person sees."""

    region: str
    year: int
    bond_type: str
    regions: Sequence[tuple[str, str]]
    types: Sequence[tuple[str, str]]
    years: Sequence[int]
    rooms: Sequence[RegionRoom]
    lines: Sequence[LedgerLine]
    waiting: Sequence[WaitingNotice]
    is_cut: bool
    can_edit: bool
    explain: Any = None

    @property
    def own(self) -> RegionRoom | None:
        """Return the room the answer is about: that of the topmost region shown."""
        return self.rooms[0] if self.rooms else None


@dataclass(frozen=True, slots=True)
class QuotaFormView:
    """The form of one line."""

    regions: Sequence[tuple[str, str]]
    lenders: Sequence[tuple[str, str]]
    types: Sequence[tuple[str, str]]
    entries: Sequence[tuple[str, str]]
    form: Any


def quota_view(
    db: Database,
    actor: Actor,
    *,
    region: str = "",
    year: int | None = None,
    bond_type: str = "special",
    explain: str = "",
) -> QuotaView:
    """Return rooms and lines of the regions that keep a ledger, those above first."""
    wanted, kind = year or clock.business_date().year, bond_type if bond_type in TYPES else "special"
    with db.reading() as session:
        lines = _lines(session, actor, region, wanted, kind)
        waiting = _waiting(session, actor, region, wanted, kind)
        places = _places(session, actor, region, wanted, kind)
        found = rooms(session, [key for key, *_ in places], wanted, kind) if places else {}
        years = _years(session, actor)
        rule = rule_book(session, region).get("issuance.quota")
    told = [RegionRoom(name, code, level, found[key]) for key, name, code, level in places]
    return QuotaView(
        region,
        wanted,
        kind,
        region_choices(db, actor),
        choices(TYPES),
        sorted({wanted, *years}, reverse=True),
        told,
        lines[:MOST_LINES],
        waiting,
        len(lines) > MOST_LINES,
        actor.can("quota.edit"),
        _asked(explain, told, lines, [cited(rule)] if rule is not None else []),
    )


def quota_form(db: Database, actor: Actor, form: Any) -> QuotaFormView:
    """Return what the form of a line offers: regions one may write for, and any region above as the giver."""
    own = region_choices(db, actor)
    region = columns(Region)
    with db.reading() as session:
        statement = (
            sa.select(region.code, region.name)
            .where(region.level.in_(("nation", "province", "city")), region.ended_at.is_(None))
            .order_by(region.code)
        )
        above = [(code, name) for code, name in session.execute(statement)]
    prefixes = {code[:2] for code, _name in own}
    near = [(code, name) for code, name in above if code[:2] in prefixes or code[:2] == "00"]
    entries = [(entry.key, said(entry.label)) for entry in ENTRIES]
    return QuotaFormView(own, near, choices(TYPES), entries, form)


def first_values() -> dict[str, str]:
    """Return what a new line starts from."""
    today = clock.business_date()
    return {
        "year": str(today.year),
        "bond_type": "special",
        "entry": "main",
        "notified_on": today.isoformat(),
    }


def told_rooms(db: Database, actor: Actor, region: str, year: int, bond_type: str) -> list[dict[str, Any]]:
    """Return the rooms as the API tells them; amounts in fen."""
    view = quota_view(db, actor, region=region, year=year, bond_type=bond_type)
    first = ("limit", "limit_given", "own_limit", "received", "given", "quota", "own_control")
    names = (*first, "in_review", "approved", "issued", "free", "balance", "standing")
    return [
        {"region": one.code, "name": one.region, **{name: getattr(one.room, name) for name in names}}
        for one in view.rooms
    ]


def _within(column: Any, region: str) -> Any:
    """Return the condition that a region lies under the one with this code."""
    root = sa.select(columns(Region).id).where(columns(Region).code == region).scalar_subquery()
    return column.in_(closure_of(root))


def _lines(session: Session, actor: Actor, region: str, year: int, bond_type: str) -> list[LedgerLine]:
    line, place = columns(QuotaLine), columns(Region)
    giver = sa.alias(sa.inspect(Region).local_table, "giver")
    counter = sa.alias(sa.inspect(QuotaLine).local_table, "counter")
    answered = sa.exists().where(counter.c.reverses_id == line.id)
    chosen = (QuotaLine, place.name, place.code, giver.c.name, answered)
    statement = scoped(actor, QuotaLine, *chosen, permission="quota.read")
    statement = (
        statement.join(Region, place.id == line.region_id)
        .outerjoin(giver, giver.c.id == line.lender_id)
        .where(line.year == year, line.bond_type == bond_type)
        .order_by(line.notified_on.desc(), line.id.desc())
        .limit(MOST_LINES + 1)
    )
    if region:
        statement = statement.where(_within(line.region_id, region))
    return [_line(*row) for row in session.execute(statement)]


def _waiting(session: Session, actor: Actor, region: str, year: int, bond_type: str) -> list[WaitingNotice]:
    """Return the notices that wait for a second person, or were returned by one."""
    notice, place, person = columns(QuotaNotice), columns(Region), columns(User)
    asked = columns(Approval)
    open_one = sa.and_(
        asked.subject == QuotaNotice.record, asked.subject_id == notice.id, asked.state == "waiting"
    )
    chosen = (QuotaNotice, place.name, asked.public_id, person.display_name)
    statement = scoped(actor, QuotaNotice, *chosen, permission="quota_notice.read")
    statement = (
        statement.join(Region, place.id == notice.region_id)
        .outerjoin(Approval, open_one)
        .outerjoin(User, person.id == asked.prepared_by)
        .where(notice.year == year, notice.bond_type == bond_type, notice.state == "draft")
        .order_by(notice.id)
        .limit(MOST_LINES)
    )
    if region:
        statement = statement.where(_within(notice.region_id, region))
    return [_notice(*row) for row in session.execute(statement)]


def _notice(own: QuotaNotice, name: str, approval: str | None, by: str | None) -> WaitingNotice:
    return WaitingNotice(
        f"/approvals/{approval}" if approval else f"/records/quota_notice/{own.public_id}",
        name,
        said(BY_KEY[own.entry].label),
        own.amount,
        own.batch,
        own.notice_number,
        own.notified_on,
        by or "",
        own.reverses_id is not None,
        approval is None,
    )


def _line(own: QuotaLine, name: str, code: str, lender: str | None, answered: bool) -> LedgerLine:
    return LedgerLine(
        own.public_id,
        name,
        code,
        own.year,
        named(TYPES, own.bond_type),
        own.entry,
        said(BY_KEY[own.entry].label),
        own.amount,
        own.batch,
        lender or "",
        own.notice_number,
        own.notified_on,
        own.note,
        own.reverses_id is not None,
        bool(answered),
    )


def _places(
    session: Session, actor: Actor, region: str, year: int, bond_type: str
) -> list[tuple[int, str, str, int]]:
    """Return the regions that keep a ledger up to this year: key, name, code, how deep they lie."""
    line, place = columns(QuotaLine), columns(Region)
    kept = scoped(actor, QuotaLine, line.region_id, permission="quota.read")
    kept = kept.where(line.year <= year, line.bond_type == bond_type)
    if region:
        kept = kept.where(_within(line.region_id, region))
    statement = sa.select(place.id, place.name, place.code, place.level).where(place.id.in_(kept))
    rows = session.execute(statement.order_by(place.code).execution_options(scoped=True)).all()
    depth = {"nation": 0, "province": 1, "city": 2, "county": 3, "zone": 3, "township": 4}
    least = min((depth[level] for *_, level in rows), default=0)
    return [(key, name, code, depth[level] - least) for key, name, code, level in rows]


def _years(session: Session, actor: Actor) -> list[int]:
    statement = scoped(actor, QuotaLine, columns(QuotaLine).year, permission="quota.read").distinct()
    return list(session.execute(statement).scalars())


def _asked(
    key: str, told: Sequence[RegionRoom], lines: Sequence[LedgerLine], rules: Sequence[CitedRule]
) -> Figure | None:
    what, _, code = key.partition("-")
    found = next((one for one in told if one.code == code), None)
    if found is None:
        return None
    room, refs = found.room, [Ref(gettext("Quota ledger"), f"/quota?region={code}")]
    if what == "use" and room.quota > 0:
        inputs: Mapping[str, Any] = {"used": room.approved + room.issued, "limit": room.quota}
        line = limit_use(inputs["used"], inputs["limit"], warning_line=_ONE)
        return calculated(key, SPEC, {**inputs, "warning_line": _ONE}, line, "use", rules=rules, refs=refs)
    parts = _parts(what, room, [line for line in lines if line.region_code == code])
    if what not in _NAMES:
        return None
    return replace(sum_figure(key, _NAMES[what], parts, refs=refs), rules=rules)


def _parts(what: str, room: Room, lines: Sequence[LedgerLine]) -> list[Part]:
    if what == "free":
        given = [Part(Label("Given down", "下达下级"), -room.given)] if room.given else []
        return [
            Part(Label("Received this year", "本年收到额度"), room.received),
            *given,
            Part(Label("Approved, not issued", "已批未发"), -room.approved),
            Part(Label("Issued", "已发行"), -room.issued),
        ]
    if what == "limit":
        return [
            Part(Label("Limit received", "累计限额"), room.limit),
            Part(Label("Given down", "下达下级"), -room.limit_given),
        ]
    quota = keys_of("quota")
    names = [(line, Label(line.notice_number, line.notice_number)) for line in lines if line.entry in quota]
    return [Part(label, line.amount) for line, label in names]


_NAMES = {
    "free": Label("Quota still free", "剩余额度"),
    "limit": Label("Debt limit of this level", "本级债务限额"),
    "received": Label("Quota received this year", "本年收到额度"),
}
