"""Keep statements of limit and balance (F8) as they were printed; nothing in them is corrected."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Invalid, Problem
from bondlife.security.actor import Actor
from bondlife.services.inputs import Input
from bondlife.services.records import region_by_code
from bondlife.services.values import Day, Line, Money, Year
from models.base import columns
from models.lifecycle import Label
from models.limit_items import BY_KEY, RATIOS
from models.registry import LimitStatement

Basis = Literal["published", "reported", "expected"]
_RATIOS = {item.key for item in RATIOS}
_COLUMNS = {"", "own", "lower"}
FORM = Label(
    "items of the limit and balance form, 财预〔2018〕209号", "限额余额公开表样所列项目，财预〔2018〕209号"
)
"""What decides which figures a statement has, as refusals cite it."""


class StatementInput(Input):
    """A statement: figures by item (``item@own``, ``item@lower`` in the other columns), ratios as printed."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$", examples=["330304"])
    year: Year
    basis: Basis = "reported"
    as_of: Day
    unit: Literal["元", "万元", "亿元"] = "元"
    source: Line = Field("", max_length=300)
    figures: dict[str, Money] = Field(min_length=1, max_length=200)
    ratios: dict[str, Line] = Field(default_factory=dict, max_length=10)

    def strangers(self) -> list[str]:
        """Return the places of figures and ratios that the form does not have."""
        return [
            *(f"figures.{name}" for name in self.figures if not _is_item(name)),
            *(f"ratios.{name}" for name in self.ratios if name not in _RATIOS),
        ]


def _is_item(name: str) -> bool:
    item, _, column = name.partition("@")
    return item in BY_KEY and column in _COLUMNS


def save_statement(
    db: Database, actor: Actor, form: StatementInput, *, public_id: str = "", version: int = 0, key: str = ""
) -> dict[str, Any]:
    """Store a statement, or what was mended in one."""

    def work(act: Act) -> dict[str, Any]:
        region_id = region_by_code(act, form.region)
        act.actor.require("limit.edit", region_id)
        _require_items(form)
        values = form.model_dump(exclude={"region"})
        if not public_id:
            row = act.add(LimitStatement(region_id=region_id, **values))
        else:
            row = act.fetch(LimitStatement, public_id, "limit.read")
            act.require_version(row, version)
            if row.region_id != region_id:
                raise Invalid.because("other_region", "A statement stays with its region.", "region")
            act.change(row, **values)
        act.flush()
        act.about(row)
        return {"public_id": row.public_id, "version": row.version}

    request = [public_id, version, form.model_dump(mode="json")]
    return dict(perform(db, actor, "limit.save", work, key=key, request=request))


def _require_items(form: StatementInput) -> None:
    """Refuse figures the form does not have, each at its place."""
    found = [_no_item(place[:120]) for place in form.strangers()]
    if found:
        raise Invalid(*found)


def _no_item(place: str) -> Problem:
    said = {"name": place.partition(".")[2]}
    return Problem(
        "no_item", "A statement of limit and balance has no figure %(name)s.", place, said, law=FORM
    )


def put_statement(act: Act, region_id: int, values: Mapping[str, Any]) -> str:
    """Store a statement inside an open act: added, changed, or unchanged where it stands so already."""
    own = columns(LimitStatement)
    held = act.find(
        LimitStatement,
        own.region_id == region_id,
        own.year == values["year"],
        own.basis == values["basis"],
    )
    if not held:
        act.add(LimitStatement(region_id=region_id, **values))
        act.flush()
        return "added"
    before = held[0].version
    act.change(held[0], **values)
    return "changed" if held[0].version > before else "unchanged"
