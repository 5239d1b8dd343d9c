"""Take over a province's issue result: bond, own shares, schedules, and fees as budget lines."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bondlife.acts import Act
from bondlife.books import kind_of, lifecycle_of, newest_kind
from bondlife.errors import Blocked, Invalid, Problem
from bondlife.exchange.bond_names import read_name
from bondlife.exchange.tender_result import TenderRow
from bondlife.lifecycle.effects.fees import draft_fee_line
from bondlife.lifecycle.effects.related import move_related
from bondlife.lifecycle.effects.schedule import share_rows
from bondlife.lifecycle.effects.schedule import store as store_schedule
from bondlife.lifecycle.engine import enter, take_on
from bondlife.lifecycle.facts import shares_of_bond
from bondlife.lifecycle.situation import situation
from bondlife.services import records, search
from bondlife.services.imports.foreign import foreign_region
from models.base import columns
from models.kinds.special_bond.purposes import REFINANCING
from models.registry import Application, Bond, BondShare, Project, Region

REASON = "取自省级发行结果"
PLANNED = ("planned", "disclosed")
_TERMS = {"coupon_rate": "coupon", "value_date": "value_date", "maturity_date": "maturity_date"}


def store(act: Act, rows: Sequence[TenderRow]) -> dict[str, Any]:
    """Store every share of the file that is not there yet."""
    projects = _projects(act, rows)
    bonds: dict[str, list[TenderRow]] = {}
    for row in rows:
        bonds.setdefault(row.bond, []).append(row)
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    for parts in bonds.values():
        bond, outcome = _bond(act, parts[0])
        counts["changed"] += outcome == "changed"
        fresh = [row for row in parts if _share(act, bond, projects[row.project_code], row)]
        counts["added"] += len(fresh)
        counts["unchanged"] += len(parts) - len(fresh)
        if fresh:
            _finish(act, bond, {projects[row.project_code].id: row for row in fresh})
    return counts


def _projects(act: Act, rows: Sequence[TenderRow]) -> dict[str, Project]:
    """Return the projects of the file by code; one that is not there or belongs to others is named by row."""
    own = columns(Project)
    held = {one.code: one for one in act.find(Project, own.code.in_({row.project_code for row in rows}))}
    foreign = [
        row
        for row in rows
        if row.project_code not in held
        or not act.actor.can_on("import.run", held[row.project_code].region_id)
    ]
    if foreign:
        raise Invalid(*(foreign_region(f"row {row.row}", row.project_code) for row in foreign[:20]))
    return held


def _bond(act: Act, row: TenderRow) -> tuple[Bond, str]:
    own = columns(Bond)
    found = [one for one in act.find(Bond, own.name == row.bond) if one.face == row.face]
    if not found:
        return _taken_on(act, row), "added"
    bond = found[0]
    if bond.state in PLANNED:
        if not act.actor.can_on("bond.edit", bond.region_id):
            raise Invalid(foreign_region(f"row {row.row}", row.bond))
        act.change(bond, **_facts(row))
        return bond, "changed"
    for column, name in _TERMS.items():
        if getattr(bond, column) not in (None, getattr(row, name)):
            raise Blocked(
                Problem(
                    "terms_differ",
                    "Row %(row)s prints other terms of “%(bond)s” than stored: %(printed)s, stored %(held)s.",
                    column,
                    {
                        "row": row.row,
                        "bond": row.bond[:80],
                        "printed": str(getattr(row, name)),
                        "held": str(getattr(bond, column)),
                    },
                )
            )
    return bond, "unchanged"


def _taken_on(act: Act, row: TenderRow) -> Bond:
    """Store a bond that the province issued: a public fact, whose gates were not examined here."""
    told, kind = read_name(row.bond), newest_kind(act.session, "special_bond")
    region = columns(Region)
    issuers = act.find(Region, region.name == told.issuer, region.is_issuer)
    if not issuers or not act.actor.can_take_over("import.run", issuers[0].id):
        raise Invalid(foreign_region(f"row {row.row}", told.issuer or row.bond))
    bond = Bond(
        region_id=issuers[0].id or 0,
        kind=kind.key,
        kind_version=kind.version,
        state="",
        name=row.bond,
        sort_key=search.sort_key(row.bond)[:600],
        bond_type="general" if told.kind == "general_bond" else "special",
        purpose="refinancing_maturing" if told.nature == "refinancing_bond" else "new_project",
        face=row.face,
        tenor_years=row.tenor,
        year=row.value_date.year,
        **_facts(row),
    )
    lifecycle = lifecycle_of(kind, "bond")
    enter(act, bond, lifecycle)
    act.add(bond)
    act.flush()
    take_on(act, bond, lifecycle, "issued", REASON)
    search.index(act, bond)
    return bond


def _facts(row: TenderRow) -> dict[str, Any]:
    known = {"code": row.code} if row.code else {}
    return {
        **known,
        "coupon_rate": row.coupon,
        "coupon_frequency": row.frequency,
        "tender_date": row.tender_date,
        "issue_date": row.issue_date or row.value_date,
        "value_date": row.value_date,
        "maturity_date": row.maturity_date,
    }


def _share(act: Act, bond: Bond, project: Project, row: TenderRow) -> bool:
    """Store a share and tell whether it is new; another amount than is stored is refused."""
    own = columns(BondShare)
    held = act.find(BondShare, own.bond_id == bond.id, own.project_id == project.id)
    if held:
        if held[0].amount != row.share:
            raise Invalid.because(
                "share_differs",
                "Row %(row)s: the project holds another amount of this bond already.",
                "share",
                row=row.row,
            )
        return False
    act.actor.require("bond_share.create", project.region_id)
    kind = kind_of(act.session, project.kind, project.kind_version)
    share = BondShare(
        **records.inherited(project),
        state="",
        bond_id=bond.id or 0,
        application_id=_application(act, bond, project, row),
        amount=row.share,
        as_capital=row.as_capital,
    )
    enter(act, share, lifecycle_of(kind, "bond_share"))
    act.add(share)
    act.flush()
    return True


def _application(act: Act, bond: Bond, project: Project, row: TenderRow) -> int | None:
    """Return the candidate this share answers: of its purpose, and of its amount if there are several."""
    own = columns(Application)
    waiting = act.find(
        Application,
        own.project_id == project.id,
        own.state == "candidate",
        own.purpose.in_(REFINANCING) if bond.purpose in REFINANCING else own.purpose.not_in(REFINANCING),
    )
    same = [one for one in waiting if one.amount == row.share]
    chosen = same or (waiting if len(waiting) == 1 else [])
    return chosen[0].id if chosen else None


def _finish(act: Act, bond: Bond, fresh: Mapping[int | None, TenderRow]) -> None:
    """Build schedules and move applications on where the bond is issued; plan the fees in any case."""
    here = situation(act.session, bond, act.business_date, reason=REASON, actor=act.actor)
    shares = shares_of_bond(act.session, bond.id)
    new = [share for share in shares if share.project_id in fresh]
    if bond.state not in PLANNED:
        plans = share_rows(act, bond, shares)
        for share in new:
            there = replace(here, project=act.get(Project, share.project_id))
            store_schedule(act, there, share, plans[share.id], first=1)
            if bond.purpose not in REFINANCING:
                project = act.get(Project, share.project_id)
                act.change(project, issued=project.issued + share.amount)
        move_related(act, here, {"record": "application", "transition": "issue"})
    for share in new:
        draft_fee_line(act, here, share, bond.year, fresh[share.project_id].fees)
        records.after_change(act, share)
