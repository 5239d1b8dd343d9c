"""All that a payment run reads of some hundreds of contracts: one statement a table, plain rows by contract.

Rates come as they are stored, scaled by 10¹⁰; formulas and fields as canonical text, bodies encoded;
instants as each driver gives them. Whoever freezes them turns them into text, most of them never into
anything else.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import quick_rows
from bondlife.lifecycle.ppp_runs import DROPPED, NOTHING_CARRIED
from bondlife.ppp.frozen import plain
from bondlife.ppp.periods import first_day, last_day, months_in
from models.base import columns
from models.registry import (
    BudgetLine,
    Evaluation,
    IndexSeries,
    IndexValue,
    PaymentRun,
    PaymentStatement,
    PeriodInput,
    PPPContract,
    PPPTerms,
    PriceBasis,
    ServiceEvent,
    Waiver,
)

Rows = list[tuple[Any, ...]]
ByContract = Mapping[int, Rows]


class ContractRow(NamedTuple):
    """A contract as a run reads it."""

    id: int
    public_id: str
    number: str
    name: str
    agency: str
    company: str
    currency: str
    region_id: int
    unit_id: int | None
    department_id: int | None


class StatedRow(NamedTuple):
    """A statement of the past whose run still holds its claim."""

    id: int
    period: str
    type: str
    payable: int
    carried_forward: int


class ClaimRow(NamedTuple):
    """A statement of the period asked for whose run still holds its claim."""

    type: str
    run: str
    state: str


class LineRow(NamedTuple):
    """An open budget line of the year for a contract, by the region that pays from it."""

    region_id: int
    account: str
    amount: int
    used: int


@dataclass(frozen=True, slots=True)
class Books:
    """Everything read for some contracts, by contract; indices by region, series and month.

    ``terms``: key, public key, number, digest, body, formula, contract; ``scores`` by cycle: public key,
    state, score, digest, fields; ``inputs`` and ``prices``: name and what is frozen of it; ``revisions`` the
    highest so far of the period and kind.
    """

    contracts: Sequence[ContractRow]
    terms: ByContract
    scores: Mapping[int, Mapping[str, tuple[Any, ...]]]
    inputs: Mapping[int, Mapping[str, tuple[Any, ...]]]
    prices: Mapping[int, Mapping[str, tuple[Any, ...]]]
    indices: Mapping[int, Mapping[str, Mapping[str, str]]]
    frequencies: Mapping[int, Mapping[str, str]]
    events: ByContract
    waivers: ByContract
    revisions: Mapping[int, int]
    claims: ByContract
    stated: ByContract
    lines: ByContract


def read_books(session: Session, keys: Sequence[int], period: str, kind: str, year: int) -> Books:
    """Read everything about these contracts that a run of a kind for a period, paid in a year, asks for."""
    read = _Reader(session, keys)
    contracts = [ContractRow._make(row) for row in read.rows("contracts", _contracts)]
    indices, frequencies = _indices(session, sorted({one.region_id for one in contracts}))
    told = {"period": period, "kind": kind}
    end = {"period": period, "start": first_day(period).isoformat(), "end": last_day(period).isoformat()}
    is_claimed, are_carrying = (read.rows("runs", _runs, period=period) or [(0, 0)])[0]
    carrying = [row[0] for row in read.rows("owing", _owing)] if are_carrying else []
    owing = keys if kind == "correction" else carrying
    return Books(
        contracts,
        _held(read.rows("terms", _terms, **end)),
        _named(read.rows("scores", _scores)),
        _named(read.rows("inputs", _inputs, **end)),
        _named(read.rows("prices", _prices, month=months_in(period)[0])),
        indices,
        frequencies,
        _held(read.rows("events", _events, **end)),
        _held(read.rows("waivers", _waivers, **end)),
        {int(key): int(most) for key, most in read.rows("revisions", _revisions, **told)},
        _grouped(read.rows("claims", _claims, **end) if is_claimed else (), ClaimRow._make),
        _grouped(_Reader(session, owing).rows("stated", _stated), StatedRow._make),
        _grouped(read.rows("lines", _lines, year=year), LineRow._make),
    )


class _Reader:
    """Reads rows about some contracts, each statement compiled once."""

    def __init__(self, session: Session, keys: Sequence[int]) -> None:
        self.session, self.keys = session, keys
        self.is_sqlite = session.get_bind().dialect.name == "sqlite"

    def rows(self, name: str, build: Callable[["_Reader"], sa.Select[Any]], **values: Any) -> Rows:
        """Return the driver's rows of one statement; ``values`` fill its parameters."""
        if not self.keys:
            return []
        keys = json.dumps(list(self.keys)) if self.is_sqlite else list(self.keys)
        return quick_rows(
            self.session, None, ("payment run", name), lambda: build(self), {**values, "keys": keys}
        )

    def encoded(self, column: Any) -> Any:
        """Return a column of canonical text as bytes."""
        text = sa.type_coerce(column, sa.Text)
        return sa.cast(text, sa.LargeBinary) if self.is_sqlite else sa.func.convert_to(text, "UTF8")

    def among(self, column: Any) -> Any:
        """Return the condition that a column holds one of the keys."""
        if self.is_sqlite:
            return column.in_(sa.select(sa.func.json_each(_given("keys")).table_valued("value").c.value))
        return column == sa.any_(_given("keys", sa.ARRAY(sa.BigInteger)))


def _given(name: str, of: Any = None) -> sa.BindParameter[Any]:
    """Return a parameter whose value comes when the statement is run."""
    return sa.bindparam(name, None, of)


def looked_at(column: Any) -> Any:
    """Return a column for a condition that picks few rows of a contract and many of the table.

    The planner knows nothing of the keys: it would go by the index of this column, and read all contracts.
    """
    return column.concat(sa.literal("", literal_execute=True))


def _held(rows: Iterable[tuple[Any, ...]]) -> dict[int, Rows]:
    """Return whole rows by their last column."""
    found: dict[int, Rows] = defaultdict(list)
    for row in rows:
        found[row[-1]].append(row)
    return found


def _grouped(rows: Iterable[tuple[Any, ...]], shape: Callable[[Any], Any]) -> dict[int, Rows]:
    """Return what follows the first column, by the first column."""
    found: dict[int, Rows] = defaultdict(list)
    for row in rows:
        found[row[0]].append(shape(row[1:]))
    return found


def _named(rows: Iterable[tuple[Any, ...]]) -> dict[int, dict[str, tuple[Any, ...]]]:
    """Return what follows the first two columns by them; of rows of one name the last stays."""
    found: dict[int, dict[str, tuple[Any, ...]]] = defaultdict(dict)
    for row in rows:
        found[row[0]][row[1]] = row[2:]
    return found


def _raw(own: Any, *names: str) -> list[Any]:
    """Return columns as they are stored."""
    return [sa.type_coerce(own[name], sa.Text).label(name) for name in names]


def _contracts(read: _Reader) -> sa.Select[Any]:
    own = columns(PPPContract)
    wanted = sa.select(*(own[name] for name in ContractRow._fields))
    return wanted.where(read.among(own.id)).order_by(own.id)


def _terms(read: _Reader) -> sa.Select[Any]:
    own = columns(PPPTerms)
    told = (own.id, own.public_id, own.number, own.digest, read.encoded(own.body), *_raw(own, "formula"))
    start, end = (_given(name, sa.Date()) for name in ("start", "end"))
    return sa.select(*told, own.contract_id).where(
        read.among(own.contract_id),
        looked_at(own.state) == "in_force",
        own.ended_at.is_(None),
        own.valid_from <= end,
        sa.or_(own.valid_to.is_(None), own.valid_to >= start),
    )


def _scores(read: _Reader) -> sa.Select[Any]:
    own = columns(Evaluation)
    told = (own.subject_id, own.cycle, own.public_id, own.state, own.score, own.digest)
    return (
        sa.select(*told, *_raw(own, "fields"))
        .where(
            own.subject == "ppp_contract",
            own.subject
            != sa.literal("project", literal_execute=True),  # else SQLite forgoes the partial index
            read.among(own.subject_id),
            own.ended_at.is_(None),
            own.state != "withdrawn",
            own.phase == "operation",
        )
        .order_by(own.id)
    )


def _inputs(read: _Reader) -> sa.Select[Any]:
    own = columns(PeriodInput)
    return sa.select(own.contract_id, own.name, own.value, own.unit, own.evidence).where(
        read.among(own.contract_id), own.period == _given("period"), own.ended_at.is_(None)
    )


def _prices(read: _Reader) -> sa.Select[Any]:
    """Return every basis that had begun by a month, the newest last."""
    own = columns(PriceBasis)
    told = (own.contract_id, own.name, own.value, own.unit, own.evidence, own.effective_month)
    statement = sa.select(*told).where(
        read.among(own.contract_id), own.effective_month <= _given("month"), own.ended_at.is_(None)
    )
    return statement.order_by(own.effective_month)


_Indices = tuple[dict[int, dict[str, dict[str, str]]], dict[int, dict[str, str]]]


def _indices(session: Session, regions: Sequence[int]) -> _Indices:
    """Return region → series → month → value, and how often each series comes."""
    series, value = columns(IndexSeries), columns(IndexValue)
    statement = (
        sa.select(series.region_id, series.key, series.frequency, value.month, value.value)
        .select_from(IndexSeries)
        .join(IndexValue, value.series_id == series.id)
        .where(series.region_id.in_(regions), series.ended_at.is_(None), value.ended_at.is_(None))
    )
    values: dict[int, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    often: dict[int, dict[str, str]] = defaultdict(dict)
    for row in session.execute(statement.execution_options(scoped=True)):
        values[row.region_id][row.key][row.month] = plain(row.value)
        often[row.region_id][row.key] = row.frequency
    return values, often


def _events(read: _Reader) -> sa.Select[Any]:
    own = columns(ServiceEvent)
    told = ("number", "type", "area", "criterion", "reported_at", "periods", "points", "amount", "was_used")
    statement = sa.select(*(own[name] for name in told), own.contract_id).where(
        read.among(own.contract_id), looked_at(own.period) == _given("period"), own.ended_at.is_(None)
    )
    return statement.order_by(own.contract_id, own.number)


def _waivers(read: _Reader) -> sa.Select[Any]:
    own, event = columns(Waiver), columns(ServiceEvent)
    statement = (
        sa.select(own.number, event.number, own.amount, own.reason, own.public_line, own.contract_id)
        .select_from(Waiver)
        .join(ServiceEvent, event.id == own.event_id)
        .where(read.among(own.contract_id), own.period == _given("period"), looked_at(own.state) == "granted")
        .where(own.ended_at.is_(None))
    )
    return statement.order_by(own.contract_id, own.number)


def _revisions(read: _Reader) -> sa.Select[Any]:
    own = columns(PaymentStatement)
    statement = sa.select(own.contract_id, sa.func.max(own.revision)).where(
        read.among(own.contract_id), own.period == _given("period"), own.type == _given("kind")
    )
    return statement.group_by(own.contract_id)


def _live(*conditions: Any) -> sa.Select[Any]:
    """Return the keys of runs that hold their claims: few, and found before any statement is looked at."""
    own = columns(PaymentRun)
    return sa.select(own.id).where(own.state.not_in(DROPPED), *conditions)


def _may_carry() -> sa.ColumnElement[bool]:
    """Return the condition that a run carried something forward; one of an earlier release does not say."""
    told = sa.func.coalesce(sa.type_coerce(columns(PaymentRun).fields, sa.Text), "")
    return told.not_like(f"%{NOTHING_CARRIED}%")


def _runs(_read: _Reader) -> sa.Select[Any]:
    """Tell whether any run holds claims of the period, and whether any may have carried something forward.

    A run holds statements once it says of how many contracts. Where there is no such run, no statement of
    the past need be looked at, however many there are.
    """
    run = columns(PaymentRun)
    told = (run.period == _given("period"), _may_carry())
    return sa.select(*(sa.func.max(sa.case((one, 1), else_=0)) for one in told)).where(
        run.state.not_in(DROPPED), run.contracts > 0
    )


def _claims(read: _Reader) -> sa.Select[Any]:
    own, run = columns(PaymentStatement), columns(PaymentRun)
    period = _given("period")
    statement = sa.select(own.contract_id, own.type, run.number, run.state).select_from(PaymentStatement)
    statement = statement.join(PaymentRun, run.id == own.run_id).where(
        read.among(own.contract_id),
        own.period == period,
        (own.run_id + 0).in_(_live(run.period == period)),
        own.ended_at.is_(None),
    )
    return statement.order_by(own.id)


def _owing(read: _Reader) -> sa.Select[Any]:
    """Return the contracts that once carried something forward: only of those the past is asked."""
    own = columns(PaymentStatement)
    statement = sa.select(own.contract_id).where(
        read.among(own.contract_id),
        own.run_id.in_(_live(_may_carry())),
        own.ended_at.is_(None),
        own.carried_forward < 0,
    )
    return statement.distinct()


def _stated(read: _Reader) -> sa.Select[Any]:
    """Return the statements of runs that still hold their claim, oldest first."""
    own = columns(PaymentStatement)
    told = (own.contract_id, *(own[name] for name in StatedRow._fields))
    statement = sa.select(*told).where(
        read.among(own.contract_id), own.run_id.in_(_live()), own.ended_at.is_(None)
    )
    return statement.order_by(own.id)


def _lines(read: _Reader) -> sa.Select[Any]:
    own = columns(BudgetLine)
    told = (own.ppp_contract_id, *(own[name] for name in LineRow._fields))
    statement = sa.select(*told).where(
        read.among(own.ppp_contract_id),
        looked_at(own.state) == "open",
        own.year + 0 == _given("year"),
        own.ended_at.is_(None),
    )
    return statement.order_by(own.id)
