"""Published repayment tables as printed: every claim recomputed, what does not hold with both figures."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from bondlife.db import Database
from bondlife.errors import missing
from bondlife.queries.lifewords import choices
from bondlife.queries.shell import region_choices
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from calculators.risk.limit_balance import balance_roll, sum_check, within_limit
from calculators.risk.repayment_ratio import MonthlyAmount, monthly_amounts
from models.base import columns
from models.published_layouts import LAYOUTS, Claim, Layout
from models.registry import PublishedTable, Region

SCALE = 10_000
"""Figures are compared in ten-thousandths of the printed unit: no published table prints finer."""

Cells = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One claim in one place: what follows, what is printed, whether they agree."""

    claim: str
    label: str
    place: str
    computed: Decimal
    published: Decimal
    holds: bool

    @property
    def difference(self) -> Decimal:
        """Return what follows less what is printed."""
        return self.computed - self.published


@dataclass(frozen=True, slots=True)
class Monthly:
    """One month worked out of year-to-date figures; a fall means that the publication was restated."""

    month: str
    amounts: Sequence[Decimal | None]
    is_restated: bool


@dataclass(frozen=True, slots=True)
class TableLine:
    """One published table in the list."""

    public_id: str
    title: str
    layout: str
    region: str
    publisher: str
    checked: int
    broken: int


@dataclass(frozen=True, slots=True)
class TablesView:
    """All published tables this person sees."""

    lines: Sequence[TableLine]
    may_edit: bool
    explain: Any = None


@dataclass(frozen=True, slots=True)
class TableView:
    """One published table: its cells as printed, its findings, its months."""

    public_id: str
    version: int
    title: str
    layout: str
    unit: str
    address: str
    publisher: str
    region: str
    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]
    warnings: Sequence[Finding]
    held: Sequence[Finding]
    split: Sequence[str]
    months: Sequence[Monthly]


@dataclass(frozen=True, slots=True)
class TableForm:
    """The form of a published table: what may be chosen, and what was typed."""

    form: Any
    layouts: Sequence[tuple[str, str]]
    regions: Sequence[tuple[str, str]]


def printed(stored: Any) -> Cells:
    """Return stored rows by name, in the order of the print.

    >>> printed([["2026", [["principal", "1,000"]]]])
    {'2026': {'principal': '1,000'}}
    """
    return {name: dict(row) for name, row in stored}


def figure_of(text: str) -> int | None:
    """Return a printed figure in ten-thousandths of its unit; dashes are zero, no figure is None.

    >>> figure_of("1,529,763"), figure_of("-0-"), figure_of("280.000"), figure_of("—")
    (15297630000, 0, 2800000, 0)
    """
    plain = text.replace(",", "").replace("，", "").strip().removesuffix("%")
    if plain in {"-", "—", "-0-", "0-"}:
        return 0
    try:
        scaled = Decimal(plain) * SCALE
    except InvalidOperation:
        return None
    return int(scaled) if scaled == scaled.to_integral_value() else None


def findings(layout: Layout, cells: Cells) -> Iterator[Finding]:
    """Yield every claim of a layout wherever its figures are printed."""
    for claim in layout.claims:
        yield from _KINDS[claim.kind](claim, cells)


def _series(claim: Claim, cells: Cells) -> Iterator[tuple[str, Mapping[str, int]]]:
    """Yield each place with its figures by name: rows by column, or columns by row."""
    if claim.along == "rows":
        for place, row in cells.items():
            yield place, _figures(row.items())
        return
    for column in dict.fromkeys(name for row in cells.values() for name in row):
        yield column, _figures((name, row[column]) for name, row in cells.items() if column in row)


def _figures(pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
    read = ((name, figure_of(text)) for name, text in pairs)
    return {name: value for name, value in read if value is not None}


def _found(claim: Claim, place: str, computed: int, published: int, *, holds: bool) -> Finding:
    values = (Decimal(computed) / SCALE, Decimal(published) / SCALE)
    return Finding(claim.key, said(claim.label), place, *values, holds)


def _tolerance(claim: Claim) -> int:
    return int(Decimal(claim.tolerance) * SCALE)


def _sum(claim: Claim, cells: Cells) -> Iterator[Finding]:
    for place, held in _series(claim, cells):
        if claim.whole in held and all(part in held for part in claim.parts):
            check = sum_check([held[p] for p in claim.parts], held[claim.whole], tolerance=_tolerance(claim))
            yield _found(claim, place, check.computed, check.published, holds=check.holds)


def _most(claim: Claim, cells: Cells) -> Iterator[Finding]:
    for place, held in _series(claim, cells):
        names = (claim.whole, *claim.parts)
        if all(name in held for name in names):
            asked, most = sum(held[name] for name in names[:-1]), held[names[-1]]
            yield _found(claim, place, asked, most, holds=within_limit(asked, most).holds)


def _rises(claim: Claim, cells: Cells) -> Iterator[Finding]:
    before: tuple[str, int] | None = None
    for place, row in cells.items():
        value = figure_of(row.get(claim.whole, ""))
        if value is None:
            continue
        if before is not None and before[0][:4] == place[:4]:
            yield _found(claim, place, before[1], value, holds=value >= before[1])
        before = place, value


def _total(claim: Claim, cells: Cells) -> Iterator[Finding]:
    printed = cells.get(claim.whole, {})
    others = [row for name, row in cells.items() if name != claim.whole]
    for column, text in printed.items():
        value, parts = figure_of(text), [figure_of(row.get(column, "")) for row in others]
        held = [part for part in parts if part is not None]
        if value is not None and held:
            check = sum_check(held, value, tolerance=_tolerance(claim))
            yield _found(claim, column, check.computed, check.published, holds=check.holds)


def _rolls(claim: Claim, cells: Cells) -> Iterator[Finding]:
    before: int | None = None
    for place, row in cells.items():
        balance = figure_of(row.get(claim.whole, ""))
        gone = sum(figure_of(row.get(part, "")) or 0 for part in claim.parts)
        if balance is not None and before is not None:
            check = balance_roll(before, balance, issued=0, repaid=gone, tolerance=_tolerance(claim))
            yield _found(claim, place, check.computed, check.published, holds=check.holds)
        before = balance if balance is not None else before


def _share(claim: Claim, cells: Cells) -> Iterator[Finding]:
    for place, held in _series(claim, cells):
        if claim.whole in held and all(held.get(part) for part in claim.parts):
            printed = Decimal(held[claim.whole]) / SCALE
            share = Decimal(held[claim.parts[0]]) * 100 / held[claim.parts[1]]
            step = Decimal(1).scaleb(int(printed.normalize().as_tuple().exponent))
            same = share.quantize(step, ROUND_HALF_UP) == printed
            yield _found(claim, place, int(share * SCALE), held[claim.whole], holds=same)


_KINDS: dict[str, Callable[[Claim, Cells], Iterator[Finding]]] = {
    "sum": _sum,
    "most": _most,
    "rises": _rises,
    "total": _total,
    "rolls": _rolls,
    "share": _share,
}


def months_of(layout: Layout, cells: Cells) -> list[Monthly]:
    """Return the months behind year-to-date figures, each column worked out on its own."""
    if not layout.split:
        return []
    places = list(cells)
    keys = [int(place.replace("-", "")) for place in places]
    read = [[figure_of(cells[place].get(name, "")) or 0 for place in places] for name in layout.split]
    worked = [monthly_amounts(keys, values) for values in read]
    return [_month(place, found) for place, found in zip(places, zip(*worked, strict=True), strict=True)]


def _month(place: str, found: Sequence[MonthlyAmount]) -> Monthly:
    """Return one month; None where the month before was not published."""
    amounts = [None if one.amount is None else Decimal(one.amount) / SCALE for one in found]
    return Monthly(place, amounts, any(one.amount is not None and one.amount < 0 for one in found))


def tables_view(db: Database, actor: Actor) -> TablesView:
    """Return every published table in the actor's regions, with the number of claims that do not hold."""
    own, region = columns(PublishedTable), columns(Region)
    statement = scoped(actor, PublishedTable, PublishedTable, region.name, permission="published_table.read")
    statement = statement.join(Region, region.id == own.region_id).where(own.ended_at.is_(None))
    with db.reading() as session:
        rows = session.execute(statement.order_by(own.title, own.id)).all()
        lines = [_line(row, name) for row, name in rows]
    return TablesView(lines, actor.can("published_table.edit"))


def _line(row: PublishedTable, region: str) -> TableLine:
    layout = LAYOUTS[row.layout]
    found = list(findings(layout, printed(row.cells)))
    broken = sum(not one.holds for one in found)
    return TableLine(row.public_id, row.title, said(layout.label), region, row.publisher, len(found), broken)


def table_view(db: Database, actor: Actor, public_id: str) -> TableView:
    """Return one published table with its findings; what does not hold comes first."""
    own, region = columns(PublishedTable), columns(Region)
    statement = scoped(actor, PublishedTable, PublishedTable, region.name, permission="published_table.read")
    statement = statement.join(Region, region.id == own.region_id).where(own.public_id == public_id)
    with db.reading() as session:
        found = session.execute(statement).one_or_none()
    if found is None:
        raise missing("published_table")
    row, name = found
    layout, cells = LAYOUTS[row.layout], printed(row.cells)
    told = list(findings(layout, cells))
    heads = list(dict.fromkeys(column for line in cells.values() for column in line))
    return TableView(
        *(
            row.public_id,
            row.version,
            row.title,
            said(layout.label),
            row.unit,
            row.address,
            row.publisher,
            name,
        ),
        heads,
        [(place, [line.get(head, "") for head in heads]) for place, line in cells.items()],
        [one for one in told if not one.holds],
        [one for one in told if one.holds],
        layout.split,
        months_of(layout, cells),
    )


def table_form(db: Database, actor: Actor, form: Any) -> TableForm:
    """Return the form of a new published table."""
    labels = {key: layout.label for key, layout in LAYOUTS.items()}
    return TableForm(form, choices(labels), region_choices(db, actor))


def cells_of(text: str) -> dict[str, dict[str, str]]:
    """Read a pasted table: heads in the first row, a name in the first column, tabs or commas between.

    >>> cells_of("year\\tprincipal\\n2026\\t1,000")
    {'2026': {'principal': '1,000'}}
    """
    lines = [line for line in text.splitlines() if line.strip()]
    rows = [[cell.strip() for cell in line.split("\t" if "\t" in line else ";")] for line in lines]
    if not rows:
        return {}
    heads = rows[0][1:]
    return {row[0]: dict(zip(heads, row[1:], strict=False)) for row in rows[1:] if row[0]}
