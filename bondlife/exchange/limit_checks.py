"""Identities of limit and balance statements: sums, roll-forwards, keeping within, published ratios."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from calculators.risk.limit_balance import IdentityCheck, balance_roll, limit_roll, sum_check, within_limit
from calculators.risk.limit_use import limit_use
from models.lifecycle import Label
from models.limit_items import BY_KEY, COLUMNS, RATIOS, cell

Figures = Mapping[str, int]
GENERAL, SPECIAL = "general", "special"


@dataclass(frozen=True, slots=True)
class Check:
    """One identity of a statement: its name, kind, both figures (fen), and whether it holds.

    ``is_rule`` is False where the figures may lawfully differ and the page only says that they do.
    """

    key: str
    kind: str
    label: Label
    computed: int
    published: int
    holds: bool
    inputs: Mapping[str, Any]
    is_rule: bool = True

    @property
    def difference(self) -> int:
        """Return how far what follows lies from what is printed."""
        return self.computed - self.published


@dataclass(frozen=True, slots=True)
class RatioCheck:
    """A published ratio beside the one that follows, per cent, rounded as printed."""

    key: str
    label: Label
    computed: Decimal
    published: Decimal
    holds: bool


SUMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    *(
        (f"{family}_total", (f"{family}_{GENERAL}", f"{family}_{SPECIAL}"))
        for family in (
            *("limit_before", "new_limit", "limit", "balance_before", "balance", "bond_before"),
            *("bond_balance", "issued", "issued_new", "issued_refi", "repaid", "interest"),
        )
    ),
    *(
        (
            f"issued_{kind}",
            (f"issued_new_{kind}", f"issued_refi_{kind}", f"issued_swap_{kind}"),
        )
        for kind in (GENERAL, SPECIAL)
    ),
    ("issued_total", ("issued_new_total", "issued_refi_total", "issued_swap_total")),
    (
        "issued_total",
        ("issued_new_general", "issued_new_special", "issued_refi_general", "issued_refi_special"),
    ),
    ("service_total", ("repaid_general", "repaid_special", "interest_general", "interest_special")),
    ("new_limit_general", ("issued_general", "foreign_onlent")),
)
"""Totals and their parts; a part that is not told counts as none where the first two are told."""

WITHIN: tuple[tuple[str, str, bool], ...] = (
    ("balance_general", "limit_general", True),
    ("balance_special", "limit_special", True),
    ("balance_total", "limit_total", True),
    ("issued_refi_general", "repaid_general", False),
    ("issued_refi_special", "repaid_special", False),
    ("issued_new_total", "new_limit_total", False),
)
"""What keeps within what. New issues above the new limit are lawful out of carried-over room, and refinancing
above the principal repaid where it replaces other debt: both are said, and are no fault by themselves."""

LAST_SWAP_YEAR = 2019
"""Bonds that swapped older debt were issued up to this year; tables without their column do not add up."""


def checks_of(
    figures: Figures,
    before: Figures | None,
    tolerances: Sequence[Mapping[str, Any]],
    unit: str,
    year: int = LAST_SWAP_YEAR + 1,
) -> list[Check]:
    """Return every identity that the figures of a statement, and of the year before, can be held to.

    ``tolerances`` are rows of key, unit and fen; a table in another unit is compared to the fen.
    """
    told = {one["key"]: int(one["fen"]) for one in tolerances if one["unit"] == unit}
    slack = {key: told.get(key, 0) for key in ("sum", "limit_roll", "balance_roll")}
    found = [*_sums(figures, slack["sum"], year), *_columns(figures, slack["sum"])]
    found += _rolls(figures, before or {}, slack)
    found += _within(figures)
    return found


def _sums(figures: Figures, tolerance: int, year: int) -> Iterator[Check]:
    for column, _label in COLUMNS:
        for total, parts in SUMS:
            told = [cell(part, column) for part in parts]
            whole = cell(total, column)
            if whole in figures and all(part in figures for part in told[:2]) and _is_whole(figures, told):
                amounts = [figures[part] for part in told if part in figures]
                check = sum_check(amounts, figures[whole], tolerance=tolerance)
                inputs = {"parts": amounts, "total": figures[whole], "tolerance": tolerance}
                is_rule = year > LAST_SWAP_YEAR or all(part in figures for part in told)
                yield _check(f"sum.{whole}.{len(parts)}", "sum", total, check, inputs, is_rule=is_rule)


def _is_whole(figures: Figures, told: Sequence[str]) -> bool:
    """Tell whether a sum over four parts has all of them; swap bonds ended in 2019 and may be left out."""
    return all(part in figures or "swap" in part for part in told)


def _columns(figures: Figures, tolerance: int) -> Iterator[Check]:
    for key in BY_KEY:
        own, lower = cell(key, "own"), cell(key, "lower")
        if key in figures and own in figures and lower in figures:
            parts = [figures[own], figures[lower]]
            check = sum_check(parts, figures[key], tolerance=tolerance)
            inputs = {"parts": parts, "total": figures[key], "tolerance": tolerance}
            yield _check(f"levels.{key}", "sum", key, check, inputs)


def _rolls(figures: Figures, before: Figures, slack: Mapping[str, int]) -> Iterator[Check]:
    for kind in (GENERAL, SPECIAL, "total"):
        opening = _opening(figures, before, "limit", "limit_before", kind)
        new, limit = figures.get(f"new_limit_{kind}"), figures.get(f"limit_{kind}")
        if None not in (opening, new, limit):
            given = {"limit_before": opening, "new_limit": new, "limit": limit}
            check = limit_roll(opening, new, limit, tolerance=slack["limit_roll"])  # type: ignore[arg-type]
            inputs = {**given, "tolerance": slack["limit_roll"]}
            yield _check(f"limit_roll.{kind}", "limit_roll", f"limit_{kind}", check, inputs)
        yield from _bond_roll(figures, before, kind, slack["balance_roll"])


def _bond_roll(figures: Figures, before: Figures, kind: str, tolerance: int) -> Iterator[Check]:
    opening = _opening(figures, before, "bond_balance", "bond_before", kind)
    flows = (figures.get(f"issued_{kind}"), figures.get(f"repaid_{kind}"))
    closing = figures.get(f"bond_balance_{kind}")
    if opening is None or closing is None or None in flows:
        return
    issued, repaid = int(flows[0] or 0), int(flows[1] or 0)
    check = balance_roll(opening, closing, issued=issued, repaid=repaid, tolerance=tolerance)
    inputs = {"opening": opening, "closing": closing, "issued": issued, "repaid": repaid}
    inputs["tolerance"] = tolerance
    yield _check(f"balance_roll.{kind}", "balance_roll", f"bond_balance_{kind}", check, inputs)


def _opening(figures: Figures, before: Figures, last: str, own: str, kind: str) -> int | None:
    """Return last year's closing figure: of the statement of that year, else as this one prints it."""
    return before.get(f"{last}_{kind}", figures.get(f"{own}_{kind}"))


def _within(figures: Figures) -> Iterator[Check]:
    for used, most, is_rule in WITHIN:
        if used in figures and most in figures:
            check = within_limit(figures[used], figures[most])
            inputs = {"balance": figures[used], "limit": figures[most]}
            yield _check(f"within.{used}", "within_limit", used, check, inputs, is_rule=is_rule)


def _check(
    key: str, kind: str, item: str, check: IdentityCheck, inputs: Mapping[str, Any], *, is_rule: bool = True
) -> Check:
    label = BY_KEY[item].label
    return Check(key, kind, label, check.computed, check.published, check.holds, inputs, is_rule)


RATIO_PARTS = {
    "execution": ("issued_new_total", "new_limit_total"),
    "debt_to_product": ("balance_total", "gross_product"),
}


def ratio_checks(figures: Figures, ratios: Mapping[str, str]) -> list[RatioCheck]:
    """Return each published ratio beside the one its figures give, rounded half up to the digits printed."""
    found = []
    for item in RATIOS:
        used, most = (figures.get(name) for name in RATIO_PARTS[item.key])
        printed = _decimal(ratios.get(item.key, ""))
        if printed is None or used is None or not most:
            continue
        exact = limit_use(used, most, warning_line=Decimal(1)).use * 100
        computed = exact.quantize(Decimal(1).scaleb(int(printed.as_tuple().exponent)), ROUND_HALF_UP)
        found.append(RatioCheck(item.key, item.label, computed, printed, computed == printed))
    return found


def _decimal(text: str) -> Decimal | None:
    try:
        found = Decimal(text.strip().removesuffix("%"))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
