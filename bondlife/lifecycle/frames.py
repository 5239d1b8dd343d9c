"""Frames of evaluation: found by kind, type and phase among the dated rules, proven sound, frozen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bondlife.books import Rule, RuleBook
from bondlife.errors import Invalid, Problem
from calculators.kernel.errors import CalculationError
from calculators.scoring.framework import FrameItem, group_share
from models.canonical import canonical_json, digest
from models.lifecycle import Label

CHOICE = "performance.frames"
PREFIX = "performance.frame."
HOWS = ("completion", "execution", "judged")
DIRECTIONS = ("higher", "lower", "within")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of a frame: three levels by key and words, points, how it is scored."""

    key: str
    first: str
    second: str
    label: Label
    points: Decimal
    how: str
    unit: str
    direction: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame as frozen: rows, full mark, cap of the bonus, and the rule it is a copy of."""

    key: str
    label: Label
    rule: str
    status: str
    full_mark: Decimal
    bonus_cap: Decimal
    decimals: int
    indicators: tuple[Indicator, ...]

    def indicator(self, key: str) -> Indicator | None:
        """Return the row of a key."""
        return next((one for one in self.indicators if one.key == key), None)


def frame_key(rules: RuleBook, kind: str, about: str, phase: str = "", base: str = "") -> str:
    """Return the rule key of the frame for a kind, a type of evaluation (``about``) and phase.

    A kind copied from another (``base``) is evaluated by that one's frame until it has rows of its own.
    """
    own = [row for row in rules[CHOICE].value if _fits(row, kind, about, phase)]
    of_base = [row for row in rules[CHOICE].value if _fits(row, base, about, phase)] if base else []
    rows = own if any(row["kind"] for row in own) else [*own, *of_base]
    if not rows:
        raise Invalid.because(
            "no_frame", "No frame of evaluation is set for %(kind)s, %(type)s.", "type", kind=kind, type=about
        )
    # A type that says what is looked at (ex-ante) speaks for every kind: it goes before the kind's row.
    best = max(rows, key=lambda row: (bool(row["phase"]), bool(row["type"]), bool(row["kind"])))
    return PREFIX + str(best["frame"])


def _fits(row: Mapping[str, str], kind: str, about: str, phase: str) -> bool:
    wanted = {"kind": kind, "type": about, "phase": phase}
    return all(not row[name] or row[name] == value for name, value in wanted.items())


def frozen(rule: Rule, rules: RuleBook) -> dict[str, Any]:
    """Return a sound copy of the frame in force, as rounds and sheets keep it."""
    problems = list(unsound(rule.value, rule.params, rules))
    if problems:
        raise Invalid(*problems)
    return {
        "key": rule.key,
        "en": rule.label_en,
        "zh": rule.label_zh,
        "rule": rule.public_id,
        "status": rule.status,
        "full_mark": str(rule.params.get("full_mark", "100")),
        "bonus_cap": str(rule.params.get("bonus_cap", "0")),
        "decimals": int(rule.params.get("decimals", 1)),
        "items": rule.value,
    }


def frame_digest(copy: Mapping[str, Any]) -> str:
    """Return the digest of a frozen frame."""
    return digest(canonical_json(copy))


def read(copy: Mapping[str, Any]) -> Frame:
    """Return a frozen frame as typed rows."""
    return Frame(
        copy["key"],
        Label(copy["en"], copy["zh"]),
        copy["rule"],
        copy["status"],
        Decimal(copy["full_mark"]),
        Decimal(copy["bonus_cap"]),
        int(copy["decimals"]),
        tuple(_indicator(row) for row in copy["items"]),
    )


def _indicator(row: Mapping[str, Any]) -> Indicator:
    return Indicator(
        row["key"],
        row["first"],
        row["second"],
        Label(row["en"], row["zh"]),
        Decimal(row["points"]),
        row.get("how", "judged"),
        row.get("unit", ""),
        row.get("direction", "higher"),
        row.get("evidence", ""),
    )


def unsound(rows: Any, params: Mapping[str, Any], rules: RuleBook) -> Iterator[Problem]:
    """Yield what is wrong with the rows of a frame: keys, points, ways of scoring, sum, share of groups."""
    if not isinstance(rows, list) or not rows:
        yield Problem("frame_empty", "A frame needs at least one indicator.", "value")
        return
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        found = list(_row_problems(number, row, seen))
        yield from found
        if found:
            return
        seen.add(str(row["key"]))
    yield from _sum_problems(rows, params)
    yield from _share_problems(rows, params, rules)


def _row_problems(number: int, row: Any, seen: set[str]) -> Iterator[Problem]:
    place = f"value.{number}"
    lacking = [name for name in ("key", "first", "second", "en", "zh", "points") if not _text(row, name)]
    if lacking:
        yield Problem(
            "frame_row_incomplete",
            "Row %(number)d of the frame lacks: %(names)s.",
            place,
            {"number": number, "names": lacking},
        )
        return
    points = _number(row["points"])
    if points is None or points <= 0:
        yield Problem(
            "bad_points",
            "Row %(number)d: “%(points)s” is no number of points above zero.",
            place,
            {"number": number, "points": str(row["points"])[:40]},
        )
    if row["key"] in seen:
        yield Problem(
            "repeated_indicator",
            "Row %(number)d repeats the indicator “%(key)s”.",
            place,
            {"number": number, "key": row["key"]},
        )
    if row.get("how", "judged") not in HOWS or (row.get("direction") or "higher") not in DIRECTIONS:
        yield Problem(
            "bad_way",
            "Row %(number)d: scored by completion, execution or judged; direction higher, lower or within.",
            place,
            {"number": number},
        )


def _sum_problems(rows: Sequence[Mapping[str, Any]], params: Mapping[str, Any]) -> Iterator[Problem]:
    full = Decimal(str(params.get("full_mark", "100")))
    total = sum((Decimal(str(row["points"])) for row in rows), Decimal(0))
    if total != full:
        yield Problem(
            "weights_do_not_sum",
            "The points of the frame sum to %(total)s; they must make %(full)s.",
            "value",
            {"total": f"{total:f}", "full": f"{full:f}"},
        )


def _share_problems(
    rows: Sequence[Mapping[str, Any]], params: Mapping[str, Any], rules: RuleBook
) -> Iterator[Problem]:
    names, key = params.get("share") or ((), "")
    rule = rules.get(key) if key else None
    if rule is None:
        return
    items = [FrameItem(row["first"], row["second"], row["zh"], Decimal(str(row["points"]))) for row in rows]
    try:
        share = group_share(items, [name for name in names if any(one.first == name for one in items)])
    except CalculationError:
        share = Decimal(0)
    if share < rule.decimal():
        yield Problem(
            "share_too_small",
            "%(groups)s carry %(share)s of the points; the rule asks for at least %(least)s.",
            "value",
            {"groups": list(names), "share": f"{share:.2%}", "least": f"{rule.decimal():.0%}"},
        )


def _text(row: Any, name: str) -> str:
    return str(row.get(name) or "").strip() if isinstance(row, dict) else ""


def _number(value: Any) -> Decimal | None:
    text = str(value)
    body = text.replace(".", "", 1)
    return Decimal(text) if body.isascii() and body.isdigit() and len(text) <= 12 else None
