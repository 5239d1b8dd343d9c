"""The sheet of a PPP score: items with points, three scores side by side, the one that counts.

    sheet   {frame, items: [{key, first, second, name, points, applies, self, recheck, third, score, reason}]}
    score   Σ score ÷ Σ points of the items that apply × 100, to one decimal

Points and scores are decimal text; what is not scored yet is None. An item that does not apply is left out
and the rest rescaled; nothing above an item's points is ever taken.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bondlife.books import Rule, RuleBook
from bondlife.errors import Problem
from bondlife.lifecycle.citing import law_of
from calculators.ppp.score import rescaled_score
from models.canonical import canonical_json, digest

SOURCES = ("self", "recheck", "third", "score")
"""Self-report, sample that was verified, third party, and what counts in the end."""
FRAMES = {"construction": "ppp_construction", "operation": "ppp_operation"}
"""Phase → frame of indicators; other phases use that of operation."""

Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sum:
    """What a sheet comes to by one source."""

    raw: Decimal
    maximum: Decimal
    score: Decimal


def frame_rule(rules: RuleBook, phase: str) -> Rule | None:
    """Return the frame of indicators of a phase."""
    return rules.get(f"performance.frame.{FRAMES.get(phase, 'ppp_operation')}")


def blank_items(rule: Rule | None) -> list[dict[str, Any]]:
    """Return the items of a frame, not scored yet."""
    rows = rule.value if rule is not None else []
    return [blank_item(row["key"], row["first"], row["second"], row["zh"], row["points"]) for row in rows]


def blank_item(key: str, first: str, second: str, name: str, points: str) -> dict[str, Any]:
    """Return one item, not scored yet."""
    item: dict[str, Any] = {"key": key, "first": first, "second": second, "name": name, "points": points}
    return {**item, "applies": True, **dict.fromkeys(SOURCES), "reason": ""}


def items_of(sheet: object) -> Sequence[Item]:
    """Return the items of a stored sheet."""
    return sheet.get("items", ()) if isinstance(sheet, Mapping) else ()


def applying(items: Iterable[Item]) -> list[Item]:
    """Return the items that apply."""
    return [one for one in items if one["applies"]]


def sum_of(items: Sequence[Item], source: str) -> Sum | None:
    """Return raw points, applicable maximum and rescaled score by a source; None while an item lacks it."""
    counted = applying(items)
    if not counted or any(one[source] is None for one in counted):
        return None
    raw = sum((Decimal(one[source]) for one in counted), Decimal(0))
    maximum = sum((Decimal(one["points"]) for one in counted), Decimal(0))
    return Sum(raw, maximum, rescaled_score(raw, applicable_maximum=maximum))


def score_digest(contract: str, cycle: str, sheet: object, score: Decimal) -> str:
    """Return what an approved score is frozen by."""
    return digest(canonical_json([contract, cycle, sheet, score]))


def table_problems(items: Sequence[Item], phase: str, rules: RuleBook) -> Iterable[Problem]:
    """Yield what is wrong with the table itself: its full mark and its minima."""
    full = rules.get("ppp.sheet")
    total = sum((Decimal(one["points"]) for one in items), Decimal(0))
    if full is not None and total != full.decimal():
        yield Problem(
            "sheet_not_full",
            "The points of the table sum to %(total)s, not to %(full)s.",
            "points",
            {"total": f"{total:f}", "full": f"{full.decimal():f}"},
            law=law_of(full),
        )
    for rule, key, names in _minima(phase, rules):
        held = sum((Decimal(one["points"]) for one in items if one[key] in names), Decimal(0))
        if total and held < rule.decimal() * total:
            yield Problem(
                "sheet_below_share",
                "These items hold %(held)s points of %(total)s; at least %(least)s %% is asked: %(names)s.",
                "points",
                {
                    "held": f"{held:f}",
                    "total": f"{total:f}",
                    "least": f"{(rule.decimal() * 100).normalize():f}",
                    "names": sorted(names),
                },
                law=law_of(rule),
            )


def _minima(phase: str, rules: RuleBook) -> Iterable[tuple[Rule, str, frozenset[str]]]:
    output = rules.get("performance.ppp_output_share")
    if output is not None:
        yield output, "first", frozenset({"output"})
    operation = rules.get("ppp.operation_share")
    if operation is not None and phase == operation.params.get("phase"):
        yield operation, "second", frozenset(operation.params.get("seconds", ()))


def item_problems(items: Sequence[Item], rules: RuleBook) -> Iterable[Problem]:
    """Yield what is wrong with single scores: above the points, below zero, a loss without its reason."""
    full = rules.get("ppp.sheet")
    for place, one in enumerate(items):
        for source in SOURCES:
            yield from _score_problem(one, place, source, full)


def _score_problem(one: Item, place: int, source: str, full: Rule | None) -> Iterable[Problem]:
    text = one[source]
    if text is None or not one["applies"]:
        return
    if not 0 <= Decimal(text) <= Decimal(one["points"]):
        yield Problem(
            "score_above_maximum",
            "“%(item)s” has %(points)s points; %(found)s is not between 0 and that.",
            f"items.{place}.{source}",
            {"item": one["name"], "points": one["points"], "found": text},
            law=None if full is None else law_of(full),
        )


def unscored(items: Sequence[Item]) -> Iterable[Problem]:
    """Yield the items that apply and have no score that counts, or lost points without a reason."""
    for place, one in enumerate(items):
        if not one["applies"]:
            continue
        if one["score"] is None:
            yield Problem(
                "item_unscored",
                "“%(item)s” has no score yet.",
                f"items.{place}.score",
                {"item": one["name"]},
                "evaluator",
            )
        elif Decimal(one["score"]) < Decimal(one["points"]) and not str(one["reason"]).strip():
            yield Problem(
                "loss_without_reason",
                "“%(item)s” lost points: write why.",
                f"items.{place}.reason",
                {"item": one["name"]},
                "evaluator",
            )
