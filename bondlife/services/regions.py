"""Regions: the shipped code table, additions by hand, dated parents, and the closure over them."""

import csv
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any

import sqlalchemy as sa
from pydantic import Field

from bondlife.acts import Act, perform
from bondlife.books import bump
from bondlife.db import Database, insert_rows
from bondlife.errors import Conflict, Invalid
from bondlife.security.actor import Actor
from bondlife.services import search
from bondlife.services.inputs import Input
from bondlife.services.values import Day, Line
from models.base import columns, table
from models.registry import Region, RegionClosure, RegionCode, RegionParent

TABLE_DATE = date(2021, 12, 30)
"""The day the shipped code table stands for."""

ISSUERS = frozenset({"210200", "330200", "350200", "370200", "440300"})
"""Separately planned cities, which issue by themselves as provinces do."""


class RegionInput(Input):
    """A county or development zone that the shipped table lacks."""

    code: str = Field(pattern=r"^[0-9A-Z]{2,12}$")
    name: Line = Field(min_length=1, max_length=80)
    level: str = Field(pattern=r"^(city|county|township|zone)$")
    parent: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    valid_from: Day


def seed(act: Act) -> int:
    """Store the shipped code table in a new database."""
    if act.session.execute(sa.select(sa.func.count()).select_from(Region)).scalar_one():
        return 0
    shipped = list(_shipped())
    by_code = {row["code"]: key for key, row in enumerate(shipped, 1)}
    act.insert_many(Region, [_values(row, by_code) for row in shipped])
    _seed_dated(act, shipped, by_code)
    rebuild_closure(act)
    return len(shipped)


def add(db: Database, actor: Actor, form: RegionInput, *, key: str = "") -> dict[str, Any]:
    """Add a county or zone under its parent government."""

    def work(act: Act) -> dict[str, Any]:
        parent = _by_code(act, form.parent)
        act.actor.require("region.edit", parent.id)
        _refuse_taken(act, form.code)
        row = act.add(
            Region(
                code=form.code,
                name=form.name,
                level=form.level,
                parent_id=parent.id,
                is_zone=form.level == "zone",
                sort_key=search.sort_key(form.name)[:200],
            )
        )
        act.flush()
        assert row.id is not None
        assert parent.id is not None
        act.session.add(
            RegionCode(region_id=row.id, code=form.code, name=form.name, valid_from=form.valid_from)
        )
        act.session.add(RegionParent(region_id=row.id, parent_id=parent.id, valid_from=form.valid_from))
        act.flush()
        rebuild_closure(act)
        act.about(row, code=form.code)
        return {"public_id": row.public_id, "code": row.code}

    return dict(perform(db, actor, "region.add", work, key=key, request=form.model_dump(mode="json")))


def _refuse_taken(act: Act, code: str) -> None:
    """Refuse a code that a region carries today: everything else finds regions by it."""
    own = columns(Region)
    found = act.session.execute(sa.select(own.name).where(own.code == code, own.ended_at.is_(None))).scalar()
    if found is not None:
        raise Conflict.because(
            "code_taken", "The code %(code)s is that of %(name)s.", "code", code=code, name=found
        )


def move(db: Database, actor: Actor, code: str, parent_code: str, valid_from: date) -> dict[str, Any]:
    """Give a region another fiscal parent from a day on."""

    def work(act: Act) -> dict[str, Any]:
        row, parent = _by_code(act, code), _by_code(act, parent_code)
        act.actor.require("region.edit", row.id)
        act.actor.require("region.edit", parent.id)
        _refuse_cycle(act, row, parent)
        assert row.id is not None
        assert parent.id is not None
        held = columns(RegionParent)
        act.session.execute(
            sa.update(RegionParent)
            .where(held.region_id == row.id, held.valid_to.is_(None))
            .values(valid_to=valid_from)
        )
        act.session.add(RegionParent(region_id=row.id, parent_id=parent.id, valid_from=valid_from))
        act.change(row, parent_id=parent.id)
        act.flush()
        rebuild_closure(act)
        act.about(row, parent=parent_code)
        return {"public_id": row.public_id, "parent": parent_code}

    return dict(perform(db, actor, "region.move", work))


def rebuild_closure(act: Act) -> None:
    """Write every pair of ancestor and descendant again; cached scopes are read anew."""
    act.flush()
    region = columns(Region)
    parents = {row.id: row.parent_id for row in act.session.execute(sa.select(region.id, region.parent_id))}
    pairs = [
        {"ancestor_id": above, "descendant_id": key, "depth": depth}
        for key in parents
        for depth, above in enumerate(_line(parents, key))
    ]
    act.session.execute(sa.delete(table(RegionClosure)))
    insert_rows(act.session, table(RegionClosure), pairs)
    for model in (RegionCode, RegionParent, RegionClosure):
        act.seal_register(model)
    bump(act.session, "regions")


def _line(parents: dict[int, int | None], key: int) -> Iterator[int]:
    at: int | None = key
    while at is not None:
        yield at
        at = parents[at]


def _shipped() -> Iterator[dict[str, str]]:
    text = (files("bondlife.data") / "regions.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def _values(row: dict[str, str], by_code: dict[str, int]) -> dict[str, Any]:
    return {
        "parent_id": by_code.get(row["parent"]),
        "code": row["code"],
        "name": row["name"],
        "level": row["level"],
        "is_issuer": row["level"] == "province" or row["code"] in ISSUERS,
        "sort_key": search.sort_key(row["name"])[:200],
    }


def _seed_dated(act: Act, shipped: list[dict[str, str]], by_code: dict[str, int]) -> None:
    codes = [
        {"region_id": by_code[r["code"]], "code": r["code"], "name": r["name"], "valid_from": TABLE_DATE}
        for r in shipped
    ]
    parents = [
        {"region_id": by_code[r["code"]], "parent_id": by_code[r["parent"]], "valid_from": TABLE_DATE}
        for r in shipped
        if r["parent"]
    ]
    insert_rows(act.session, table(RegionCode), codes)
    insert_rows(act.session, table(RegionParent), parents)


def _by_code(act: Act, code: str) -> Region:
    found = act.find(Region, columns(Region).code == code)
    if not found:
        raise Invalid.because("no_region", "There is no region with code %(code)s.", "region", code=code)
    return found[0]


def _refuse_cycle(act: Act, row: Region, parent: Region) -> None:
    closure = columns(RegionClosure)
    statement = sa.select(closure.descendant_id).where(
        closure.ancestor_id == row.id, closure.descendant_id == parent.id
    )
    if act.session.execute(statement).first():
        raise Invalid.because("cycle", "A region cannot stand under itself.", "parent")
