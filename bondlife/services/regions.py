"""Regions: the shipped code table, additions by hand, dated parents, and the closure over them."""

import csv
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any

import sqlalchemy as sa
from pydantic import Field

from bondlife import clock
from bondlife.acts import Act, perform
from bondlife.books import bump
from bondlife.db import Database, insert_rows
from bondlife.errors import Conflict, Invalid
from bondlife.security.actor import Actor
from bondlife.services import choices, search
from bondlife.services.choices import Choice, Rights
from bondlife.services.inputs import Input
from bondlife.services.values import Day, Line, Prose
from models.base import columns, table
from models.registry import Region, RegionClosure, RegionCode, RegionParent, SettingProposal

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
        parent = _by_code(act, form.parent, "parent")
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
        search.index(act, row)
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


class RegionChange(Input):
    """What a region is called and whom it stands under from now on; ``reason`` names the decision."""

    code: str = Field(pattern=r"^[0-9A-Z]{2,12}$", examples=["330304"])
    name: Line = Field(min_length=1, max_length=80, examples=["瓯海区"])
    parent: str = Field(pattern=r"^[0-9A-Z]{1,12}$", examples=["330300"])
    reason: Prose = Field(min_length=1, max_length=500, examples=["国函〔2026〕1号"])


RIGHTS = Rights("region.", "region", "region.edit", "region.approve", "organisation.read")
"""Who moves a region decides who sees it: one administrator proposes, another one signs."""


def propose(db: Database, actor: Actor, code: str, form: RegionChange, *, key: str = "") -> dict[str, Any]:
    """Propose another code, name or parent of a region; it holds from the day a second person signs."""
    wanted = {"code": form.code, "name": form.name, "parent": form.parent}

    def check(act: Act, region_id: int) -> None:
        row = act.session.get_one(Region, region_id)
        parent = _by_code(act, form.parent, "parent")
        act.actor.require("region.edit", parent.id)
        _require_fit(act, row, parent, form.code)
        if (row.code, row.name, row.parent_id) == (form.code, form.name, parent.id):
            raise Invalid.because("no_change", "Nothing of it changes.", "name")

    choice = Choice("region.change", wanted, clock.business_date(), form.reason)
    return choices.propose(db, actor, code, choice, rights=RIGHTS, check=check, key=key)


def decide(
    db: Database, actor: Actor, public_id: str, version: int, *, approve: bool, key: str = ""
) -> dict[str, Any]:
    """Bring a change of a region into force, or refuse it; never by whoever proposed it."""
    return choices.decide(
        db, actor, public_id, version, approve=approve, rights=RIGHTS, apply=_change, key=key
    )


def _change(act: Act, proposal: SettingProposal) -> None:
    row, wanted = act.session.get_one(Region, proposal.region_id), proposal.value
    parent = _by_code(act, wanted["parent"], "parent")
    _require_fit(act, row, parent, wanted["code"])
    if parent.id != row.parent_id:
        _carry_on(act, RegionParent, row, parent_id=parent.id)
    if (wanted["code"], wanted["name"]) != (row.code, row.name):
        _carry_on(act, RegionCode, row, code=wanted["code"], name=wanted["name"])
    act.change(row, code=wanted["code"], name=wanted["name"], parent_id=parent.id)
    act.flush()
    search.index(act, row)
    rebuild_closure(act)


def _require_fit(act: Act, row: Region, parent: Region, code: str) -> None:
    if code != row.code:
        _refuse_taken(act, code)
    if parent.id != row.parent_id:
        _refuse_cycle(act, row, parent)


def _carry_on(act: Act, model: type[RegionCode] | type[RegionParent], row: Region, **values: Any) -> None:
    """Close what held until today and let the new values hold from today; of one day the last is kept."""
    own, today = columns(model), act.business_date
    current = own.region_id == row.id, own.valid_to.is_(None)
    changed = act.session.execute(sa.update(model).where(*current, own.valid_from == today).values(**values))
    if not changed.rowcount:  # type: ignore[attr-defined]
        act.session.execute(sa.update(model).where(*current).values(valid_to=today))
        act.session.add(model(region_id=row.id or 0, valid_from=today, **values))


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


def _by_code(act: Act, code: str, field: str) -> Region:
    own = columns(Region)
    found = act.find(Region, own.code == code, own.ended_at.is_(None))
    if not found:
        raise Invalid.because("no_region", "There is no region with code %(code)s.", field, code=code)
    return found[0]


def _refuse_cycle(act: Act, row: Region, parent: Region) -> None:
    closure = columns(RegionClosure)
    statement = sa.select(closure.descendant_id).where(
        closure.ancestor_id == row.id, closure.descendant_id == parent.id
    )
    if act.session.execute(statement).first():
        raise Invalid.because("cycle", "A region cannot stand under itself.", "parent")
