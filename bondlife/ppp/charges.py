"""What the events of a period cost under the terms: areas, points by month, fixed amounts, waivers."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bondlife.ppp.parts import DeductionTerms
from bondlife.ppp.reading import refuse
from calculators.ppp.deductions import (
    area_rate,
    limited_deduction,
    points_deduction,
    unavailability_deduction,
)

Event = Mapping[str, Any]


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


@dataclass(frozen=True, slots=True)
class Charge:
    """One deduction: the events behind it, what it was worked out from, what was waived of it, fen."""

    name: str
    events: tuple[str, ...]
    amount: int
    waived: int
    of: Mapping[str, str]


def charges_of(
    terms: DeductionTerms, events: Sequence[Event], waivers: Sequence[Event]
) -> tuple[Charge, ...]:
    """Return the deductions of a period; events that cost nothing stand in the log alone."""
    months = _failures(events)
    found = [one for event in events for one in _single(terms, event, months)]
    found += _by_points(terms, events)
    asked = [amount for _name, _events, amount, _of in found]
    amounts = limited_deduction(asked, minimum=terms.minimum).events if asked else ()
    waived = _waived(found, waivers)
    return tuple(
        Charge(name, names, amount, waived[name], of)
        for (name, names, _asked, of), amount in zip(found, amounts, strict=True)
    )


_Found = tuple[str, tuple[str, ...], int, dict[str, str]]


def _failures(events: Sequence[Event]) -> Counter[tuple[str, str]]:
    """Count the failures of each criterion by month; repeated failures cost more."""
    return Counter((one["on"][:7], one["criterion"]) for one in events if one["type"] == "unavailable")


def _single(terms: DeductionTerms, event: Event, months: Counter[tuple[str, str]]) -> list[_Found]:
    number = str(event["number"])
    if event["amount"] is not None:
        return [(number, (number,), int(event["amount"]), {})]
    if event["type"] != "unavailable":
        return []
    rate = _rate(terms, number)
    area = next((one.area for one in terms.areas if one.key == event["area"]), None)
    if area is None:
        refuse(f"events.{number}", _("The terms have no area “%(area)s”."), area=event["area"])
    failures = months[event["on"][:7], event["criterion"]]
    result = unavailability_deduction(
        rate,
        weight=area.weight,
        periods=_whole(event["periods"], number),
        failures=failures,
        is_used=bool(event["was_used"]),
        use_factor=terms.use_factor,
        ratchet=terms.repeat,
    )
    of = {"rate": str(rate), "weight": f"{area.weight:f}", "periods": str(event["periods"])}
    of |= {"use": str(result.use_factor), "repeat": str(result.repeat_factor)}
    return [(number, (number,), result.deduction, of)]


def _rate(terms: DeductionTerms, number: str) -> Fraction:
    if terms.rate is not None:
        return terms.rate * 100
    if not terms.areas:
        refuse(f"events.{number}", _("The terms price no unavailable area."))
    return area_rate(terms.annual_charge, [one.area for one in terms.areas]).rate


def _by_points(terms: DeductionTerms, events: Sequence[Event]) -> list[_Found]:
    by_month: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event["amount"] is None and event["type"] != "unavailable" and Decimal(event["points"]):
            by_month[event["on"][:7]].append(event)
    return [_points(terms, month, rows) for month, rows in sorted(by_month.items())]


def _points(terms: DeductionTerms, month: str, rows: Sequence[Event]) -> _Found:
    if not terms.points:
        refuse(f"events.{rows[0]['number']}", _("The terms price no points."))
    total = sum((Decimal(one["points"]) for one in rows), Decimal(0))
    result = points_deduction(total, point_value=terms.point_value, ratchet=terms.points)
    of = {"points": f"{total:f}", "value": str(terms.point_value), "unrounded": str(result.unrounded)}
    return (f"points {month}", tuple(str(one["number"]) for one in rows), result.deduction, of)


def _waived(found: Sequence[_Found], waivers: Sequence[Event]) -> Counter[str]:
    by_event = {event: name for name, events, _amount, _of in found for event in events}
    waived: Counter[str] = Counter()
    for one in waivers:
        if one["event"] not in by_event:
            refuse(f"waivers.{one['number']}", _("What is waived was not deducted."))
        waived[by_event[one["event"]]] += int(one["amount"])
    return waived


def _whole(text: object, number: str) -> int:
    value = Decimal(str(text))
    if value != value.to_integral_value():
        refuse(f"events.{number}", _("The periods of unavailability are a whole number."))
    return int(value)
