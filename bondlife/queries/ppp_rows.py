"""The rows of a payment statement: from the full fee to the payable, each beside the period before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bondlife.locale import gettext
from bondlife.queries.figures import Figure, Part, Ref, sum_figure, worked
from bondlife.queries.ppp_stated import StatementRow
from bondlife.queries.ppp_words import FORMULAS, figure, named, percent, worded, yuan
from calculators.kernel.explain import ExplainedQuantity
from models.lifecycle import Label


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the way down: its amount, how it came about, the clause, and the period before."""

    key: str
    name: str
    fen: int
    formula: str
    clause: str
    before: int | None
    is_sum: bool = False

    @property
    def change(self) -> int | None:
        """Return the change on the period before."""
        return None if self.before is None else self.fen - self.before


_GROUPED = ("deduction", "waiver", "relief", "cap", "offset", "sharing", "carried_in", "carried_forward")


def rows_of(result: Mapping[str, Any], before: Mapping[str, Any] | None, row: StatementRow) -> list[Row]:
    """Return the rows from the full fee to the payable, each beside the same row of the period before."""
    old = {} if before is None else {one.key: one.fen for one in _plain_rows(before)}
    rows = [
        Row(
            one.key,
            one.name,
            one.fen,
            one.formula,
            one.clause,
            None if before is None else old.get(one.key, 0),
            one.is_sum,
        )
        for one in _plain_rows(result)
    ]
    if row.type == "correction":
        rows.append(
            Row(
                "stated",
                named("already"),
                -row.frozen["already"],
                worded("already"),
                "",
                None,
            )
        )
        rows.append(
            Row(
                "difference",
                gettext("Difference"),
                row.difference,
                gettext("paid above zero, carried below"),
                "",
                None,
                True,
            )
        )
    return rows


def _plain_rows(result: Mapping[str, Any]) -> list[Row]:
    lines = result["lines"]
    bases = [one for one in lines if one["kind"] == "base"]
    told = " + ".join(f"{one['name']} {yuan(one['exact'])}" for one in bases)
    clause = "、".join(dict.fromkeys(one["clause"] for one in bases if one["clause"]))
    rows = [Row("fee", named("fee"), sum(one["fen"] for one in bases), told, clause, None, True)]
    for one in lines:
        if one["kind"] in {"indexation", "performance"}:
            rows.append(_own_row(one))
    for kind in _GROUPED:
        same = [one for one in lines if one["kind"] == kind]
        if same:
            formula = worded(kind) % {"count": len(same)} if "%(" in FORMULAS[kind] else worded(kind)
            total = sum(one["fen"] for one in same)
            rows.append(Row(kind, named(kind), total, formula, same[0]["clause"], None))
    words = worded("payable") % {"last": len(rows)}
    rows.append(Row("payable", named("payable"), result["payable"], words, "", None, True))
    return rows


def _own_row(one: Mapping[str, Any]) -> Row:
    of, kind = one["of"], str(one["kind"])
    params = {"base": yuan(of["base"])}
    if kind == "indexation":
        params["factor"] = figure(of["factor"])
        words = FORMULAS[kind]
    else:
        params |= {"share": percent(of["share"]), "coefficient": figure(of["coefficient"])}
        words = FORMULAS["performance_whole" if of["share"] == "1" else "performance"]
    name = named(kind) % {"name": one["name"]}
    return Row(f"{kind}:{one['name']}", name, one["fen"], gettext(words) % params, one["clause"], None)


def picture_start(amounts: Sequence[int]) -> int:
    """Return where the picture's axis begins: near the lowest level where all of them lie high.

    >>> picture_start([1620000000, 8652000, -14000000, 1614652000]), picture_start([100, -90, 10])
    (1610000000, 0)
    """
    levels, reached = [amounts[-1]], 0
    for amount in amounts[:-1]:
        reached += amount
        levels.append(reached)
    low, high = min(levels), max(levels)
    if low * 2 < high:
        return 0
    step = int(10 ** max(len(str(high)) - 3, 0))
    return max((low - (high - low) // 6) // step * step, 0)


def reasons_of(rows: Sequence[Row]) -> list[tuple[str, int]]:
    """Return the rows that moved most against the period before, three at most."""
    moved = [(one.name, one.change) for one in rows if one.change and one.key != "payable"]
    return sorted(moved, key=lambda pair: -abs(pair[1]))[:3]


def identity_of(rows: Sequence[Row]) -> str:
    """Return the sum of the rows as an equation that foots."""
    parts = [one for one in rows if one.key not in {"payable", "stated", "difference"}]
    told = "".join(
        (yuan(str(one.fen)) if not place else (" + " if one.fen >= 0 else " − ") + yuan(str(abs(one.fen))))
        for place, one in enumerate(parts)
    )
    total = next(one.fen for one in rows if one.key == "payable")
    return f"{told} = {yuan(str(total))}"


def explained(key: str, rows: Sequence[Row], row: StatementRow) -> Figure | None:
    """Return how one row came about, in words and numbers."""
    found = next((one for one in rows if one.key == key), None)
    if found is None:
        return None
    refs = [Ref(gettext("Contract"), f"/ppp/contracts/{row.frozen['contract']['public_id']}")]
    if key in {"payable", "fee"}:
        parts = (
            [Part(Label(one.name, one.name), one.fen) for one in rows if one.key not in _TOTALS]
            if key == "payable"
            else [
                Part(Label(o["name"], o["name"]), o["fen"])
                for o in row.result["lines"]
                if o["kind"] == "base"
            ]
        )
        return sum_figure(key, Label(found.name, found.name), parts, refs=refs)
    line = next((o for o in row.result["lines"] if f"{o['kind']}:{o['name']}" == key), None)
    inputs = [] if line is None else [_quantity(name, text) for name, text in line["of"].items()]
    template = "" if line is None else _TEMPLATES.get(line["kind"], "")
    output = ExplainedQuantity(
        "result", found.name, found.name, "fen", found.fen, found.formula, found.formula, "", template
    )
    return worked(key, output, inputs, refs=refs)


_TEMPLATES = {
    "indexation": "{base} × ({factor} − 1)",
    "performance": "{base} × {share} × ({coefficient} − 1)",
}
"""How a row is worked out, with the names of its quantities."""
_TOTALS = frozenset({"payable", "stated", "difference"})
_OF = {
    "base": (Label("Base", "基数"), "fen"),
    "factor": (Label("Price factor", "调价系数"), "ratio"),
    "share": (Label("Share that performance moves", "绩效挂钩比例"), "ratio"),
    "coefficient": (Label("Coefficient", "付费系数"), "ratio"),
}


def _quantity(name: str, text: str) -> ExplainedQuantity:
    label, unit = _OF[name]
    value: int | Fraction = Fraction(text)
    return ExplainedQuantity(name, label.en, label.zh, unit, round(value) if unit == "fen" else value)
