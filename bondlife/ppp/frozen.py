"""Frozen inputs as canonical text, written straight from stored rows: the same bytes as the general encoder.

A run freezes ten thousand contracts. What is stored as canonical text, the terms, goes in as it is; the rest
is filled into patterns whose keys stand in canonical order. ``statement_of`` reads what is written here.

Shapes  one contract and period; rows as the database gives them: rates scaled by 10¹⁰, truth as 0 or 1.
Units   fen; other figures are exact text.
Errors  none.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from bondlife import clock
from bondlife.ppp.statement import SCHEMA
from models.canonical import canonical_json, quoted
from models.columns import unscale_rate

EventRow = tuple[Any, ...]
"""Number, type, area, criterion, instant, periods, points, amount, was the area used, key of the contract."""


class ScoreRead(NamedTuple):
    """The score of a cycle as it is frozen; ``mark`` is "is_first" or "is_vetoed" where one of them is so."""

    cycle: str
    score: str
    public_id: str = ""
    digest: str = ""
    mark: str = ""

    def told(self) -> dict[str, Any]:
        """Return what working out asks of it."""
        return {"cycle": self.cycle, "score": self.score, **({self.mark: True} if self.mark else {})}


class Frozen(NamedTuple):
    """What a contract and period brought, as canonical text of each part; the terms, most of it, encoded."""

    contract: str
    period: str
    type: str
    terms: bytes
    scores: Sequence[ScoreRead]
    inputs: str
    prices: str
    indices: str
    events: Sequence[EventRow]
    waivers: str
    carried_in: int
    already: int

    def data(self) -> bytes:
        """Return the whole in canonical form, encoded."""
        before = _BEFORE_TERMS % (
            self.already,
            self.carried_in,
            self.contract,
            self.event_text(),
            self.indices,
            self.inputs,
            quoted(self.period),
            self.prices,
            ",".join(map(_score_text, self.scores)),
        )
        after = f',"type":{quoted(self.type)},"waivers":{self.waivers}}}'
        return b"".join((before.encode(), self.terms, after.encode()))

    def event_text(self) -> str:
        """Return the events, in their order, without the brackets around them."""
        return ",".join(map(_event_text, self.events))


_BEFORE_TERMS = (
    '{"already":%s,"carried_in":%s,"contract":%s,"events":[%s],"indices":%s,"inputs":%s,"period":%s,'
    f'"prices":%s,"schema":{SCHEMA},"scores":[%s],"terms":'
)
_SCORE = '{"cycle":%s,"digest":%s%s,"public_id":%s,"score":"%s"}'


def contract_text(*, public_id: str, number: str, name: str, agency: str, company: str, currency: str) -> str:
    """Return who is paid and by whom, as it is frozen."""
    return (
        f'{{"agency":{quoted(agency)},"company":{quoted(company)},"currency":{quoted(currency)},'
        f'"name":{quoted(name)},"number":{quoted(number)},"public_id":{quoted(public_id)}}}'
    )


def terms_data(*, public_id: str, number: int, digest: str, body: bytes, formula: str | None) -> bytes:
    """Return the terms, encoded; body and formula are canonical text as stored."""
    after = f',"digest":{quoted(digest)},"formula":{formula or "null"},"number":{number},"public_id":'
    return b'{"body":%b%b' % (body, f"{after}{quoted(public_id)}}}".encode())


def mapping_text(held: Mapping[str, Any]) -> str:
    """Return a mapping that is mostly empty.

    >>> mapping_text({}), mapping_text({"b": 1, "a": "2"})
    ('{}', '{"a":"2","b":1}')
    """
    return canonical_json(held) if held else "{}"


@lru_cache(maxsize=512)
def canonical(text: str | None) -> str | None:
    """Return stored JSON in canonical form; it was written so, and another hand may have touched it since.

    >>> canonical('{"b": 1, "a": 2}')
    '{"a":2,"b":1}'
    """
    return None if text is None else canonical_json(json.loads(text))


def plain(value: Decimal) -> str:
    """Return a figure as it is frozen: no exponent, no trailing zeros.

    >>> plain(Decimal("90.50"))
    '90.5'
    """
    return format(value.normalize(), "f")


@lru_cache(maxsize=4096)
def rate_text(stored: int) -> str:
    """Return a stored rate as it is frozen.

    >>> rate_text(905000000000)
    '90.5'
    """
    return plain(unscale_rate(stored))


@lru_cache(maxsize=4096)
def day_text(instant: datetime | str) -> str:
    """Return the day of an instant where the offices are; SQLite gives instants as text.

    >>> day_text("2036-08-14 16:30:00.000000")
    '2036-08-15'
    """
    read = datetime.fromisoformat(f"{instant}+00:00") if isinstance(instant, str) else instant
    return clock.local(read).date().isoformat()


def _event_text(row: EventRow) -> str:
    number, kind, area, criterion, at, periods, points, amount, was_used, _contract = row
    return (
        f'{{"amount":{"null" if amount is None else amount},"area":{quoted(area)},'
        f'"criterion":{quoted(criterion)},"number":{quoted(number)},"on":"{day_text(at)}",'
        f'"periods":"{rate_text(periods)}","points":"{rate_text(points)}","type":{quoted(kind)},'
        f'"was_used":{"true" if was_used else "false"}}}'
    )


def _score_text(one: ScoreRead) -> str:
    mark = f',"{one.mark}":true' if one.mark else ""
    return _SCORE % (quoted(one.cycle), quoted(one.digest), mark, quoted(one.public_id), one.score)
