"""What the public side shows beside contents: a leader's choice by region, approved by a second one."""

from typing import Any, Literal

from pydantic import Field

from bondlife.acts import Act
from bondlife.books import bump
from bondlife.db import Database
from bondlife.disclosure.things import EPOCH
from bondlife.security.actor import Actor
from bondlife.services import choices
from bondlife.services.choices import Choice, Rights
from bondlife.services.inputs import Input
from bondlife.services.values import Day, Prose
from models.registry import SettingProposal

RIGHTS = Rights("disclosure.", "disclosure.setting", "disclosure.set", "disclosure.set", "disclosure.read")


class ShowInput(Input):
    """Whether the public side of a region shows something, from which day on, and why."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    key: Literal["disclosure.show_lateness", "disclosure.show_contractors"]
    shown: Literal["yes", "no"]
    valid_from: Day
    reason: Prose = Field(min_length=1, max_length=500)


def propose(db: Database, actor: Actor, form: ShowInput, *, key: str = "") -> dict[str, Any]:
    """Put a choice forward; nothing changes until a second leader approves."""
    wanted = Choice(form.key, form.shown == "yes", form.valid_from, form.reason)
    return choices.propose(db, actor, form.region, wanted, rights=RIGHTS, key=key)


def decide(
    db: Database, actor: Actor, public_id: str, version: int, *, approve: bool, key: str = ""
) -> dict[str, Any]:
    """Approve or refuse a choice; never by whoever proposed it."""
    return choices.decide(db, actor, public_id, version, approve=approve, rights=RIGHTS, apply=_put, key=key)


def _put(act: Act, proposal: SettingProposal) -> None:
    """Bring a choice into force; what visitors keep of lists and open data is asked for again."""
    choices.put_setting(act, proposal)
    bump(act.session, EPOCH)
