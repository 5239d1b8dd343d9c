"""Organisations: project units and competent departments of a region, entered, changed and closed."""

from typing import Any, Literal

import sqlalchemy as sa
from pydantic import Field

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Conflict, Invalid, missing
from bondlife.security.actor import Actor
from bondlife.services import search
from bondlife.services.inputs import Input
from bondlife.services.records import region_by_code
from bondlife.services.values import Line
from models.base import columns
from models.registry import Organisation, Project, Region, User

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The signs of a unified social credit code, each worth its place (GB 32100-2015)."""


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


class OrganisationInput(Input):
    """A project unit or a competent department, under the region it works for."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$", examples=["330304"])
    role: Literal["unit", "department"]
    name: Line = Field(min_length=1, max_length=200, examples=["瓯海区建设投资有限公司"])
    credit_code: str = Field("", pattern=r"^([0-9A-Z]{18})?$", examples=["91350100M000100Y43"])


def is_credit_code(code: str) -> bool:
    """Tell whether the last sign of a unified social credit code fits the others (GB 32100-2015).

    >>> is_credit_code("91350100M000100Y43"), is_credit_code("91350100M000100Y44")
    (True, False)
    """
    if len(code) != 18 or any(sign not in SIGNS for sign in code):
        return False
    total = sum(SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
    return SIGNS.index(code[17]) == -total % 31


def save(
    db: Database,
    actor: Actor,
    form: OrganisationInput,
    *,
    public_id: str = "",
    version: int = 0,
    key: str = "",
) -> dict[str, Any]:
    """Enter an organisation, or mend the name or code of one; region and role stay."""

    def work(act: Act) -> dict[str, Any]:
        region_id = region_by_code(act, form.region)
        act.actor.require("organisation.edit", region_id)
        _require_code(form.credit_code)
        act.find(Region, columns(Region).id == region_id)  # locked: who enters the same comes second
        _require_alone(act, form, region_id, public_id)
        if public_id:
            row = _standing(act, public_id, version)
            if (row.region_id, row.role) != (region_id, form.role):
                text = _("An organisation stays with its region and its role.")
                raise Invalid.because("fixed", text, "region")
            act.change(row, name=form.name, credit_code=form.credit_code)
        else:
            values = form.model_dump(exclude={"region"})
            row = act.add(Organisation(region_id=region_id, **values))
        act.flush()
        search.index(act, row)
        act.about(row, name=row.name)
        return {"public_id": row.public_id, "version": row.version}

    request = [public_id, version, form.model_dump(mode="json")]
    return dict(perform(db, actor, "organisation.save", work, key=key, request=request))


def end(db: Database, actor: Actor, public_id: str, version: int, *, key: str = "") -> dict[str, Any]:
    """Close an organisation that no open project and no account belongs to."""

    def work(act: Act) -> dict[str, Any]:
        row = _standing(act, public_id, version)
        act.actor.require("organisation.edit", row.region_id)
        if count := _held_by(act, row):
            text = _("%(count)d projects or accounts still belong to it; move them first.")
            raise Conflict.because("in_use", text, count=count)
        act.end(row)
        act.about(row, name=row.name)
        return {"public_id": public_id}

    return dict(perform(db, actor, "organisation.end", work, key=key, request=[public_id, version]))


def _require_code(code: str) -> None:
    if code and not is_credit_code(code):
        text = _("The last sign of the code does not fit the others.")
        raise Invalid.because("credit_code", text, "credit_code")


def _require_alone(act: Act, form: OrganisationInput, region_id: int, public_id: str) -> None:
    """Refuse a second organisation of one name or credit code in the same role in a region."""
    own = columns(Organisation)
    here = own.region_id == region_id, own.role == form.role
    others = *here, own.ended_at.is_(None), own.public_id != public_id
    if act.find(Organisation, *others, own.name == form.name):
        raise Invalid.because("name_taken", _("An organisation of this name is entered already."), "name")
    if form.credit_code and act.find(Organisation, *others, own.credit_code == form.credit_code):
        text = _("An organisation with this code is entered already.")
        raise Invalid.because("code_taken", text, "credit_code")


def _standing(act: Act, public_id: str, version: int) -> Organisation:
    own = columns(Organisation)
    found = act.find(Organisation, own.public_id == public_id, own.ended_at.is_(None))
    if not found or not act.actor.can_on("organisation.read", found[0].region_id, None, None):
        raise missing("organisation")
    act.require_version(found[0], version)
    return found[0]


def _held_by(act: Act, row: Organisation) -> int:
    project, user = columns(Project), columns(User)
    belongs = sa.or_(project.unit_id == row.id, project.department_id == row.id)
    projects = sa.select(sa.func.count(project.id)).where(belongs, project.ended_at.is_(None))
    accounts = sa.select(sa.func.count(user.id)).where(user.organisation_id == row.id, ~user.disabled)
    counted = sa.select(projects.scalar_subquery() + accounts.scalar_subquery())
    return int(act.session.execute(counted, execution_options={"scoped": True}).scalar_one())
