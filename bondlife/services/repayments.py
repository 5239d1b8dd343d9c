"""What people enter beside the schedule: shortfall plans, mappings of a refinancing, published tables."""

from collections.abc import Mapping, Sequence
from typing import Any

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Blocked, Invalid, Problem
from bondlife.security.actor import Actor
from bondlife.services import approvals
from bondlife.services.records import region_by_code
from bondlife.services.repayment_inputs import PublishedTableInput, RefinancingLineInput, ShortfallLineInput
from models.base import columns
from models.published_layouts import LAYOUTS
from models.registry import (
    BondShare,
    Instalment,
    PublishedTable,
    RefinancingLine,
    ScopedRow,
    ShortfallLine,
)
from models.repayment_sources import REPAYMENT_SOURCES

SETTLED = ("paid", "refinanced", "superseded", "remitted")


def save_shortfall(
    db: Database,
    actor: Actor,
    instalment: str,
    lines: Sequence[ShortfallLineInput],
    version: int,
    *,
    key: str = "",
) -> dict[str, Any]:
    """Store the plan for a shortfall as one grid; a line left out is ended, its history stays."""
    known = dict(REPAYMENT_SOURCES)

    def work(act: Act) -> dict[str, Any]:
        row = _instalment(act, instalment, version)
        for line in lines:
            if line.source not in known:
                raise Invalid.because("bad_value", "There is no such source.", "source")
        wanted = {(line.source, line.year): line.model_dump() for line in lines}
        if len(wanted) < len(lines):
            raise Invalid.because("repeated_line", "One source is given twice for a year.", "source")
        held = act.find(ShortfallLine, columns(ShortfallLine).instalment_id == row.id)
        _replace(act, row, ShortfallLine, {(one.source, one.year): one for one in held}, wanted)
        return _told(act, row, lines=len(lines))

    request = [instalment, [line.model_dump(mode="json") for line in lines], version]
    return dict(perform(db, actor, "shortfall.save", work, key=key, request=request))


def save_mapping(
    db: Database,
    actor: Actor,
    instalment: str,
    lines: Sequence[RefinancingLineInput],
    version: int,
    *,
    key: str = "",
) -> dict[str, Any]:
    """Store which shares of refinancing bonds take over how much of an instalment's principal."""

    def work(act: Act) -> dict[str, Any]:
        row = _instalment(act, instalment, version)
        if row.state != "refinancing":
            raise Blocked(Problem("not_refinancing_now", "The instalment is not under refinancing.", "state"))
        wanted = {}
        for line in lines:
            share = act.fetch(BondShare, line.new_share, "bond_share.read")
            wanted[(share.id,)] = {
                "new_share_id": share.id,
                "old_share_id": row.share_id,
                "amount": line.amount,
            }
        if len(wanted) < len(lines):
            raise Invalid.because("repeated_line", "One share is given twice.", "new_share")
        held = act.find(RefinancingLine, columns(RefinancingLine).instalment_id == row.id)
        _replace(act, row, RefinancingLine, {(one.new_share_id,): one for one in held}, wanted)
        return _told(act, row, lines=len(lines))

    request = [instalment, [line.model_dump(mode="json") for line in lines], version]
    return dict(perform(db, actor, "refinancing.save", work, key=key, request=request))


def _instalment(act: Act, public_id: str, version: int) -> Instalment:
    row = act.fetch(Instalment, public_id, "instalment.read")
    act.actor.require("instalment.edit", row.region_id, row.unit_id, row.department_id)
    act.require_version(row, version)
    if row.state in SETTLED:
        raise Blocked(Problem("ended", "This record is closed; it no longer changes."))
    return row


def _replace(
    act: Act,
    row: Instalment,
    model: type[ShortfallLine] | type[RefinancingLine],
    held: Mapping[tuple[Any, ...], ScopedRow],
    wanted: Mapping[tuple[Any, ...], Mapping[str, Any]],
) -> None:
    """Make the living lines those wanted: changed, brought back, added, ended."""
    own: dict[str, Any] = {
        name: getattr(row, name) for name in ("region_id", "unit_id", "department_id", "project_id")
    }
    for place, values in wanted.items():
        if place in held:
            act.change(held[place], ended_at=None, **values)
        else:
            act.add(model(**own, instalment_id=row.id or 0, **values))
    for place, line in held.items():
        if place not in wanted and line.ended_at is None:
            act.end(line)


def _told(act: Act, row: Instalment, **detail: Any) -> dict[str, Any]:
    act.flush()
    act.about(row, **detail)
    approvals.void_waiting(act, row)
    return {"public_id": row.public_id, "version": row.version, **detail}


def save_published(
    db: Database,
    actor: Actor,
    form: PublishedTableInput,
    *,
    public_id: str = "",
    version: int = 0,
    key: str = "",
) -> dict[str, Any]:
    """Store a published table as printed; what does not add up is shown, not refused."""

    def work(act: Act) -> dict[str, Any]:
        region_id = region_by_code(act, form.region)
        act.actor.require("published_table.edit", region_id)
        if form.layout not in LAYOUTS:
            raise Invalid.because("bad_value", "There is no such layout.", "layout")
        if not form.cells:
            raise Invalid.because("empty_table", "The table holds no figure.", "cells")
        values = form.model_dump(exclude={"region", "cells"})
        # Lists keep rows and columns in the order of the print, which names sorted by key would lose.
        values["cells"] = [[name, [list(cell) for cell in row.items()]] for name, row in form.cells.items()]
        if not public_id:
            row = act.add(PublishedTable(region_id=region_id, **values))
        else:
            row = act.fetch(PublishedTable, public_id, "published_table.read")
            act.require_version(row, version)
            act.change(row, **{**values, "region_id": region_id})
        act.flush()
        act.about(row, title=row.title)
        return {"public_id": row.public_id, "version": row.version}

    request = [public_id, version, form.model_dump(mode="json")]
    return dict(perform(db, actor, "published_table.save", work, key=key, request=request))
