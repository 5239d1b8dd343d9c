"""Statements of many contracts at once, to the byte what ``statement_of`` says of each alone.

Contracts of one shape of terms stand in one table: their lines are footed together, and each result is
written into the pattern of what its period brought. What is out of the ordinary goes the single way:
deductions above a cap, a payment above a cap or below zero, numbers beyond 64 bits, and whatever is refused.

Shapes  contracts of one period.
Units   fen.
Errors  none: None stands where the single way is to be asked.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd
from typing import Any, NamedTuple

import numpy as np

from bondlife.errors import Invalid
from bondlife.ppp.brought import Brought, brought_of, single_line, whole_line
from bondlife.ppp.charges import charges_of
from bondlife.ppp.frozen import Frozen
from bondlife.ppp.parts import DeductionTerms, Terms
from bondlife.ppp.periods import first_day
from bondlife.ppp.result import Paying, Result, nearest
from bondlife.ppp.shapes import Shape, TermsHeld
from bondlife.ppp.statement import charge_told, payers_of, year_amount
from calculators.kernel.errors import CalculationError
from calculators.portfolio.footing import Footed, footed
from calculators.ppp.exact import MAX_ITEMS
from models.canonical import canonical_json, quoted

Asked = tuple[TermsHeld, Frozen]
_Bases = Sequence[Sequence[int]]


class _Charged(NamedTuple):
    """The deductions of a contract: as the result lists them, their lines, and what they take off."""

    told: str
    lines: str
    deducted: int


@dataclass(slots=True)
class _Row:
    """One contract in the table of its shape."""

    place: int
    held: TermsHeld
    frozen: Frozen
    brought: Brought
    bases: Sequence[int]
    charged: _Charged

    @property
    def taken_off(self) -> int:
        """Return all that is taken off the fee."""
        others = self.brought.user_payment + self.brought.shared_income - self.frozen.carried_in
        return self.charged.deducted + others


class Together:
    """The statements of one period; what the same scores, prices and inputs bring is worked out once."""

    def __init__(self) -> None:
        self._brought: dict[Any, Brought | None] = {}

    def results(self, asked: Sequence[Asked]) -> list[Result | None]:
        """Return each statement in the order asked; None where it is to be worked out alone."""
        tables: dict[Any, list[_Row]] = defaultdict(list)
        for place, (held, frozen) in enumerate(asked):
            row = self._row(place, held, frozen)
            if row is not None:
                tables[id(held.shape), row.brought.layout].append(row)
        found: list[Result | None] = [None] * len(asked)
        for rows in tables.values():
            for row, result in zip(rows, _table(rows), strict=True):
                found[row.place] = result
        return found

    def _row(self, place: int, held: TermsHeld, frozen: Frozen) -> _Row | None:
        if held.shape is None:
            return None
        brought = self._find(held.shape, frozen)
        if brought is None:
            return None
        try:
            charged = _charged(held.terms.deductions, frozen)
            bases = _filled(brought.bases, _amounts(held, held.shape, frozen.period))
        except (Invalid, CalculationError):
            return None
        return None if charged is None else _Row(place, held, frozen, brought, bases, charged)

    def _find(self, shape: Shape, frozen: Frozen) -> Brought | None:
        scores = tuple([(one.cycle, one.score, one.mark) for one in frozen.scores])
        key = (id(shape), scores, frozen.inputs, frozen.prices, frozen.indices)
        if key not in self._brought:
            self._brought[key] = brought_of(shape, frozen)
        return self._brought[key]


def _charged(terms: DeductionTerms, frozen: Frozen) -> _Charged | None:
    """Return what the events of a contract cost; amounts the contract fixes need no working out."""
    events = frozen.events
    if len(events) > MAX_ITEMS:
        return None
    amounts = [one[7] for one in events]
    if frozen.waivers != "[]" or terms.minimum or None in amounts:
        return _worked_out(terms, frozen)
    names = [quoted(one[0]) for one in events]
    told, cells = [], list[Any]()
    for name, fen in zip(names, amounts, strict=True):
        told.append(f'{{"amount":{fen},"events":[{name}],"name":{name},"of":{{}},"waived":0}}')
        cells += -fen, -fen, name
    lines = whole_line("deduction", terms.clause) * len(events) % tuple(cells)
    return _Charged(",".join(told), lines, sum(amounts))


def _worked_out(terms: DeductionTerms, frozen: Frozen) -> _Charged | None:
    """Return deductions that follow from areas, points, a minimum or waivers; None where one stands twice."""
    found = charges_of(terms, json.loads(f"[{frozen.event_text()}]"), json.loads(frozen.waivers))
    names = {one.name for one in found}
    if len(names) < len(found) or any(not 0 <= one.waived <= one.amount for one in found):
        return None
    waived = [one for one in found if one.waived]
    lines = [_signed("deduction", terms.clause, one.name, -one.amount) for one in found]
    lines += [_signed("waiver", terms.clause, one.name, one.waived) for one in waived]
    told = canonical_json([charge_told(one) for one in found])[1:-1]
    return _Charged(told, "".join(lines), sum(one.amount - one.waived for one in found))


def _signed(kind: str, clause: str, name: str, fen: int) -> str:
    return whole_line(kind, clause) % (fen, fen, quoted(name))


def _table(rows: Sequence[_Row]) -> list[Result | None]:
    """Work out contracts of one shape and one layout of lines; None for each that is out of the ordinary."""
    bases = [row.bases for row in rows]
    whole = np.array(bases, np.int64)[:, [component for component, _kind in rows[0].brought.layout]]
    above, below = _factors(rows)
    off = np.array([row.taken_off for row in rows], np.int64)
    found = footed(whole, above, below, taken_off=off, rounding=rows[0].held.terms.rounding)
    plain = _are_plain(rows, found)
    return [one if ok else None for ok, one in zip(plain, _results(rows, bases, found), strict=True)]


def _amounts(held: TermsHeld, shape: Shape, period: str) -> Sequence[int]:
    """Return the amounts that stand in the terms; a schedule says what its year costs."""
    if shape.are_written:
        return held.amounts
    bases = [held.terms.components[place].base for place in shape.varying]
    year = first_day(period).year
    return [year_amount(replace(base, fen=fen), year) for base, fen in zip(bases, held.amounts, strict=True)]


def _filled(given: Sequence[int | None], amounts: Sequence[int]) -> Sequence[int]:
    """Return the bases with amounts in the places that are left open."""
    if len(amounts) == len(given):
        return amounts
    following = iter(amounts)
    return [next(following) if one is None else one for one in given]


def _factors(rows: Sequence[_Row]) -> tuple[Any, Any]:
    """Return the factors of all lines, above and below; rows that share what was brought share them."""
    places: dict[int, int] = {}
    different: list[Brought] = []
    for row in rows:
        if places.setdefault(id(row.brought), len(different)) == len(different):
            different.append(row.brought)
    taken = np.array([places[id(row.brought)] for row in rows])
    return tuple(
        np.array([getattr(one, part) for one in different], np.int64)[taken] for part in ("above", "below")
    )


def _are_plain(rows: Sequence[_Row], found: Footed) -> list[bool]:
    """Tell of each contract whether its figures hold and no cap is reached."""
    terms = rows[0].held.terms
    share, cap = terms.deductions.cap_share, terms.payment_cap
    sound: list[bool] = found.is_sound.tolist()
    if share is None and cap is None:
        return sound
    fees = zip(rows, found.fee_above.tolist(), found.fee_below.tolist(), strict=True)
    held = [
        (share is None or row.charged.deducted * below <= Fraction(share) * above)
        and (cap is None or above - row.charged.deducted * below <= cap * below)
        for row, above, below in fees
    ]
    return [one and other for one, other in zip(sound, held, strict=True)]


def _results(rows: Sequence[_Row], bases: _Bases, found: Footed) -> Iterator[Result]:
    """Write each result into its pattern."""
    terms, lefts = rows[0].held.terms, _texts(found.left_above, found.left_below)
    payable = found.payable.tolist()
    changes = [one - row.frozen.already for one, row in zip(payable, rows, strict=True)]
    paid = [
        max(change, 0) if row.frozen.already else one
        for row, one, change in zip(rows, payable, changes, strict=True)
    ]
    payers = [_payers(terms, one) for one in paid]
    columns = [
        [row.charged.told for row in rows],
        [row.charged.deducted for row in rows],
        changes,
        _texts(found.fee_above, found.fee_below),
        *_line_columns(rows, bases, found),
        [_rest(row) for row in rows],
        payable,
        [told for told, _parts in payers],
        paid,
        lefts,
    ]
    fees = map(nearest, found.fee_above.tolist(), found.fee_below.tolist())
    for row, fee, values, (_told, parts) in zip(rows, fees, zip(*columns, strict=True), payers, strict=True):
        text = row.brought.pattern % values
        yield Result(text, fee, row.charged.deducted, values[-2], values[2], 0, parts)


def _line_columns(rows: Sequence[_Row], bases: _Bases, found: Footed) -> Iterator[Sequence[Any]]:
    """Give three columns a line: exact amount, whole fen, base."""
    layout = rows[0].brought.layout
    plain = [_base_texts(rows, bases, n) for n in range(len(rows[0].brought.parts))]
    moved = {n: _indexed_texts(rows, bases, n) for n, kind in layout if kind == "indexation"}
    for place, (component, kind) in enumerate(layout):
        is_base = kind == "base"
        yield plain[component] if is_base else _texts(found.above[:, place], found.below[:, place])
        yield found.fen[:, place].tolist()
        yield moved.get(component, plain[component]) if kind == "performance" else plain[component]


def _base_texts(rows: Sequence[_Row], bases: _Bases, at: int) -> list[str]:
    return [_text(base[at], row.brought.parts[at]) for row, base in zip(rows, bases, strict=True)]


def _indexed_texts(rows: Sequence[_Row], bases: _Bases, at: int) -> list[str]:
    """Return the bases after their price factor, on which performance works."""
    factors = [(row.brought.indexed[at], row.brought.parts[at]) for row in rows]
    return [
        _text(base[at] * factor.numerator, parts * factor.denominator)
        for base, (factor, parts) in zip(bases, factors, strict=True)
    ]


def _text(above: int, below: int) -> str:
    """Return a fraction as exact text."""
    if below == 1:
        return str(above)
    common = gcd(above, below)
    above, below = above // common, below // common
    return str(above) if below == 1 else f"{above}/{below}"


def _texts(above: Any, below: Any) -> list[str]:
    """Return columns of reduced fractions as exact text."""
    pairs = zip(above.tolist(), below.tolist(), strict=True)
    return [str(one) if other == 1 else f"{one}/{other}" for one, other in pairs]


def _rest(row: _Row) -> str:
    """Return the lines after those of the components."""
    return (
        row.charged.lines
        + single_line("offset", -row.brought.user_payment)
        + single_line("sharing", -row.brought.shared_income)
        + single_line("carried_in", row.frozen.carried_in)
    )


def _payers(terms: Terms, paid: int) -> tuple[str, Sequence[Paying]]:
    if not terms.payers:
        return f'[{{"amount":{paid},"name":"","region":""}}]', (("", paid),)
    parts = payers_of(terms, paid)
    return canonical_json(parts), [(one["region"], one["amount"]) for one in parts]
