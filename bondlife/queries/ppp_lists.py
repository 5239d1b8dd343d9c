"""The lists of a PPP contract as grids: financing, risks, milestones, planned spending."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from bondlife.db import Database
from bondlife.errors import missing
from bondlife.queries.nested_words import BEARERS
from bondlife.queries.record import row_of
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from calculators.kernel.money import to_yuan
from models.lifecycle import Label
from models.registry import PPPContract

SPARE = 4
"""Empty rows offered under those that are filled."""


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column of a grid: how it is typed and what it is called."""

    name: str
    type: str
    label: Label

    @property
    def is_figure(self) -> bool:
        """Tell whether the column holds figures."""
        return self.type in {"money", "percent", "year"}


def _column(name: str, kind: str, en: str, zh: str) -> GridColumn:
    return GridColumn(name, kind, Label(en, zh))


GRIDS: Mapping[str, tuple[GridColumn, ...]] = {
    "financing": (
        _column("source", "text", "Source", "资金来源"),
        _column("party", "text", "Party", "出资方"),
        _column("amount", "money", "Amount (yuan)", "金额（元）"),
        _column("rate", "percent", "Rate a year (%)", "年利率（%）"),
    ),
    "risks": (
        _column("risk", "text", "Risk", "风险"),
        _column("bearer", "choice", "Borne by", "承担方"),
        _column("measure", "text", "Measure", "应对措施"),
    ),
    "milestones": (
        _column("name", "text", "Milestone", "里程碑"),
        _column("planned_on", "date", "Planned", "计划日期"),
        _column("done_on", "date", "Done", "完成日期"),
    ),
    "spending": (
        _column("year", "year", "Year", "年度"),
        _column("amount", "money", "Government spending (yuan)", "财政支出（元）"),
    ),
}
TITLES = {
    "financing": Label("Financing", "融资安排"),
    "risks": Label("Risk split", "风险分配"),
    "milestones": Label("Milestones", "里程碑"),
    "spending": Label("Approved plan of government spending", "已批准的财政支出计划"),
}


@dataclass(frozen=True, slots=True)
class ListView:
    """The form of one list."""

    title: str
    contract: str
    contract_href: str
    action: str
    version: int
    idempotency_key: str
    columns: Sequence[GridColumn]
    rows: Sequence[Mapping[str, str]]
    bearers: Sequence[tuple[str, str]]
    errors: Mapping[str, str]
    data: Mapping[str, str]


def list_view(
    db: Database,
    actor: Actor,
    public_id: str,
    name: str,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> ListView:
    """Return the form of one list, with what was typed where it was refused."""
    if name not in GRIDS:
        raise missing("list")
    with db.reading() as session:
        row = row_of(session, actor, "ppp_contract", public_id)
        assert isinstance(row, PPPContract)
    held = list(getattr(row, name) or ())
    rows = [{one.name: _typed(one, line.get(one.name)) for one in GRIDS[name]} for line in held]
    rows += [{one.name: "" for one in GRIDS[name]} for _ in range(SPARE)]
    if typed is not None:
        rows = _sent(GRIDS[name], typed, len(rows))
    return ListView(
        said(TITLES[name]),
        row.name,
        f"/ppp/contracts/{public_id}",
        f"/ppp/contracts/{public_id}/lists/{name}",
        row.version,
        str(uuid4()),
        GRIDS[name],
        rows,
        [(key, said(label)) for key, label in BEARERS.items()],
        errors or {},
        typed or {},
    )


def _sent(columns: Sequence[GridColumn], typed: Mapping[str, str], least: int) -> list[dict[str, str]]:
    numbers = [int(key.partition(".")[0]) for key in typed if key.partition(".")[0].isdigit()]
    count = max([least, *(number + 1 for number in numbers)])
    return [
        {one.name: typed.get(f"{number}.{one.name}", "") for one in columns}
        for number in range(min(count, 100))
    ]


def _typed(column: GridColumn, value: object) -> str:
    if value is None:
        return ""
    if column.type == "money" and isinstance(value, int):
        return f"{to_yuan(value):f}"
    if column.type == "percent":
        return f"{(Decimal(str(value)) * 100).normalize():f}"
    return str(value)
