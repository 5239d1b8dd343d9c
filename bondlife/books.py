"""The rules and kinds in force: loaded once a scan or page, then asked many times."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlmodel import Session

from bondlife import clock
from bondlife.acts import Act
from bondlife.db import quick_rows
from bondlife.errors import Invalid, missing
from models.base import columns
from models.canonical import canonical_json, digest
from models.kinds import shipped_kinds
from models.lifecycle import Kind, Lifecycle
from models.registry import Epoch, KindVersion, Region, RuleVersion
from models.regulation import RuleSeed

_KIND: TypeAdapter[Kind] = TypeAdapter(Kind)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as it was in force on a day, for a region, as known at an instant."""

    public_id: str
    key: str
    label_en: str
    label_zh: str
    value: Any
    params: Any
    unit: str
    basis: str
    clause: str
    status: str
    valid_from: date
    region_code: str

    @property
    def confirmed(self) -> bool:
        """Tell whether the text behind the rule was read."""
        return self.status != "unconfirmed"

    def decimal(self) -> Decimal:
        """Return the value as an exact decimal."""
        return Decimal(str(self.value))

    def whole(self) -> int:
        """Return the value as a whole number."""
        return int(self.value)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules in force on a day for a region; the longest region prefix and latest start win."""

    as_of: date
    region_code: str
    rules: dict[str, Rule] = field(default_factory=dict)

    def get(self, key: str) -> Rule | None:
        """Return a rule, or None where none is in force."""
        return self.rules.get(key)

    def __getitem__(self, key: str) -> Rule:
        """Return a rule that must be there."""
        rule = self.rules.get(key)
        if rule is None:
            raise Invalid.because("no_rule", "No rule %(key)s is in force on this day.", "rule", key=key)
        return rule

    def starting(self, prefix: str) -> list[Rule]:
        """Return the rules whose key starts with a prefix, by key."""
        return [self.rules[key] for key in sorted(self.rules) if key.startswith(prefix)]


def rule_book(
    session: Session, region_code: str, as_of: date | None = None, known_at: datetime | None = None
) -> RuleBook:
    """Load the rules in force on a day for a region, as known at an instant."""
    return rule_books(session, as_of, known_at)(region_code)


def rule_books(
    session: Session, as_of: date | None = None, known_at: datetime | None = None
) -> Callable[[str], RuleBook]:
    """Load the rules in force on a day once, and return the way from a region's code to its book."""
    day = as_of or clock.business_date()
    if known_at is None and "store" in session.info and RuleVersion not in session.info.get("touched", ()):
        return _kept_books(session, day)
    return _read_books(session, day, known_at or clock.now())


MOST_CODES = 10_000
"""So many regions' books are kept for a day."""
MOST_DAYS = 64
"""So many days' rules are kept: pages ask for today's, scans and old runs for a few others."""
_KEPT: dict[tuple[Any, ...], Callable[[str], RuleBook]] = {}


def _kept_books(session: Session, day: date) -> Callable[[str], RuleBook]:
    """Return a day's books as they were read last, unless the rules changed since.

    Never for an act that has touched a rule: what it may still undo is nobody else's. An act that has not
    reads them beside itself, for rows it reads it may yet change.
    """
    place = (session.info["store"].name, day, *_sign_of_rules(session))
    if place not in _KEPT:
        if len(_KEPT) >= MOST_DAYS:
            _KEPT.clear()
        with session.info["store"].reading() as beside:
            _KEPT[place] = _read_books(beside, day, clock.now())
    return _KEPT[place]


def _sign_of_rules(session: Session) -> tuple[Any, ...]:
    """Return what changes with every change of the rules: epoch, newest version, its instant, all writes."""

    def build() -> sa.Select[Any]:
        rule, epoch = columns(RuleVersion), columns(Epoch)
        raised = sa.select(epoch.value).where(epoch.name == "rules").scalar_subquery()
        newest = sa.cast(sa.func.max(rule.created_at), sa.String)
        return sa.select(raised, sa.func.max(rule.id), newest, sa.func.sum(rule.version))

    return quick_rows(session, None, "sign of rules", build, {})[0]


def _read_books(session: Session, day: date, known: datetime) -> Callable[[str], RuleBook]:
    rule = columns(RuleVersion)
    statement = sa.select(RuleVersion).where(
        rule.state.in_(("in_force", "superseded")),
        rule.known_from <= known,
        rule.valid_from <= day,
        sa.or_(rule.valid_to.is_(None), rule.valid_to >= day),
        sa.or_(rule.ended_at.is_(None), rule.ended_at > known),
    )
    stored = list(session.execute(statement).scalars())
    prefixes = {row.region_code for row in stored}
    books: dict[frozenset[str], dict[str, Rule]] = {}

    @lru_cache(MOST_CODES)
    def book(region_code: str) -> RuleBook:
        fitting = frozenset(prefix for prefix in prefixes if region_code.startswith(prefix))
        if fitting not in books:
            books[fitting] = _in_force(row for row in stored if row.region_code in fitting)
        return RuleBook(day, region_code, books[fitting])

    return book


def _in_force(rows: Iterable[RuleVersion]) -> dict[str, Rule]:
    found: dict[str, RuleVersion] = {}
    for row in rows:
        found[row.key] = _stronger(found.get(row.key), row)
    return {key: rule_of(row) for key, row in found.items()}


def _stronger(held: RuleVersion | None, row: RuleVersion) -> RuleVersion:
    if held is None:
        return row
    return max(held, row, key=lambda one: (len(one.region_code), one.valid_from, one.known_from, one.id))


def rule_of(row: RuleVersion) -> Rule:
    """Return one version of a rule as it is read."""
    label = row.label or {}
    return Rule(
        row.public_id,
        row.key,
        label.get("en", row.key),
        label.get("zh", row.key),
        row.value,
        row.params or {},
        row.unit,
        row.basis,
        row.clause,
        row.status,
        row.valid_from,
        row.region_code,
    )


_PARSED: dict[str, Kind] = {}
"""Kinds by the digest of their data: reading and checking one again costs more than most acts."""
_LOCAL: dict[tuple[str, int], Kind] = {}
"""Versions made here that this process has read: words of lists come from them beside the shipped ones."""


def kind_of(session: Session, key: str, number: int) -> Kind:
    """Return the version of a kind that a record is pinned to."""
    held: dict[tuple[str, int], Kind] = session.info.setdefault("kinds", {})
    if (key, number) not in held:
        found = quick_rows(session, None, "sign of a kind", _kind_sign, {"key": key, "number": number})
        if not found:
            raise Invalid.because("no_kind", "There is no kind %(key)s.", "kind", key=key)
        sign = str(found[0][0])
        if sign not in _PARSED:
            _PARSED[sign] = _parse_kind(session, key, number)
        held[key, number] = _PARSED[sign]
    return held[key, number]


def _kind_sign() -> sa.Select[Any]:
    kind = columns(KindVersion)
    return sa.select(kind.digest).where(
        kind.key == sa.bindparam("key", None, sa.String),
        kind.number == sa.bindparam("number", None, sa.Integer),
    )


def _parse_kind(session: Session, key: str, number: int) -> Kind:
    row = session.get_one(KindVersion, (key, number))
    kind = read_kind(row.data)
    if not row.shipped:
        _LOCAL[key, number] = kind
        versions_known.cache_clear()
        kinds_known.cache_clear()
    return kind


def read_kind(data: Any) -> Kind:
    """Return a kind from its stored data."""
    return _KIND.validate_json(canonical_json(data))


def kind_data(kind: Kind) -> Any:
    """Return a kind as it is stored."""
    return _KIND.dump_python(kind, mode="json")


def newest_kind(session: Session, key: str) -> Kind:
    """Return the newest version of a kind that new records are made under today."""
    own, today = columns(KindVersion), clock.business_date()
    numbers = session.execute(sa.select(own.number).where(own.key == key).order_by(own.number.desc()))
    for number in numbers.scalars().all():
        kind = kind_of(session, key, number)
        if kind.valid_from is None or kind.valid_from <= today:
            return kind
    raise Invalid.because("no_kind", "There is no kind %(key)s.", "kind", key=key)


def kind_keys(session: Session) -> list[str]:
    """Return the keys of all kinds, those that begin later included."""
    return list(session.execute(sa.select(columns(KindVersion).key).distinct().order_by("key")).scalars())


def kinds_in_force(session: Session) -> list[Kind]:
    """Return the version of every kind that new records are made under today, by key.

    The process keeps what it read here, so that lists made without the tables know the words too.
    """
    found: list[Kind] = []
    for key in kind_keys(session):
        try:
            found.append(newest_kind(session, key))
        except Invalid:  # begins later
            continue
    return found


@cache
def versions_known(key: str) -> tuple[Kind, ...]:
    """Return the versions of a kind known to this process without reading, the newest first."""
    local = [kind for place, kind in sorted(_LOCAL.items(), reverse=True) if place[0] == key]
    shipped = shipped_kinds().get(key)
    return (*local, *((shipped,) if shipped is not None else ()))


def lifecycle_of(kind: Kind, record: str) -> Lifecycle:
    """Return the lifecycle of a record, or say that this kind has none."""
    for lifecycle in kind.lifecycles:
        if lifecycle.record == record:
            return lifecycle
    raise Invalid.because(
        "no_lifecycle", "Projects of this kind have no records of type %(record)s.", "record", record=record
    )


def region_code(session: Session, region_id: int) -> str:
    """Return the code of a region."""
    if session.new:
        session.flush()
    found = quick_rows(session, None, "code of a region", _region_code, {"region": region_id})
    if not found:
        raise missing("region")
    return str(found[0][0])


def _region_code() -> sa.Select[Any]:
    own = columns(Region)
    return sa.select(own.code).where(own.id == sa.bindparam("region", None, sa.BigInteger))


def known_here() -> int:
    """Return how many local versions this process knows: caches of words hold for one such number."""
    return len(_LOCAL)


@cache
def kinds_known() -> tuple[Kind, ...]:
    """Return the newest version of every kind known to this process, the shipped ones first."""
    keys = dict.fromkeys((*shipped_kinds(), *(key for key, _number in sorted(_LOCAL))))
    return tuple(versions_known(key)[0] for key in keys)


def family(session: Session, key: str) -> tuple[str, str]:
    """Return a kind's key and the key of the shipped kind it goes back to, which may be its own."""
    if key in shipped_kinds() or key not in kind_keys(session):
        return key, key
    return key, newest_kind(session, key).base or key


def seed_kinds(act: Act, kinds: Iterable[Kind]) -> int:
    """Store shipped kinds that are not there yet; a stored version never changes."""
    added = 0
    for kind in kinds:
        if act.session.get(KindVersion, (kind.key, kind.version)) is None:
            data = kind_data(kind)
            text = digest(canonical_json(data))
            act.session.add(
                KindVersion(key=kind.key, number=kind.version, data=data, digest=text, known_from=act.now)
            )
            added += 1
    if added:
        act.seal_register(KindVersion)
    return added


def seed_rules(act: Act, seeds: Iterable[RuleSeed]) -> int:
    """Store shipped rules that are not there yet; local versions are never overwritten."""
    rule = columns(RuleVersion)
    known = {
        tuple(row) for row in act.session.execute(sa.select(rule.key, rule.region_code, rule.valid_from))
    }
    added = 0
    for seed in seeds:
        if (seed.key, seed.region, seed.valid_from) not in known:
            act.add(_seeded(act, seed))
            added += 1
    bump(act.session, "rules")
    return added


def _seeded(act: Act, seed: RuleSeed) -> RuleVersion:
    return RuleVersion(
        key=seed.key,
        region_code=seed.region,
        label={"en": seed.label.en, "zh": seed.label.zh},
        value=seed.value,
        params=dict(seed.params),
        unit=seed.unit,
        form=seed.form,
        basis=seed.basis,
        clause=seed.clause,
        status=seed.status,
        note=seed.note,
        valid_from=seed.valid_from,
        valid_to=seed.valid_to,
        known_from=act.now,
    )


def bump(session: Session, name: str) -> None:
    """Raise a counter, so that what was cached under it is read again."""
    epoch = session.get(Epoch, name, with_for_update=True)
    if epoch is None:
        session.add(Epoch(name=name, value=1))
    else:
        epoch.value += 1
