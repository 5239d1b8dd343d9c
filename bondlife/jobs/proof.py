"""Each night: the books proved as by ``bondlife verify``; who runs the system hears of what is wrong."""

from typing import Any

import sqlalchemy as sa

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.jobs.runner import Progress
from bondlife.security.actor import SYSTEM
from bondlife.services.notices import tell
from bondlife.settings import settings
from bondlife.verify import verify
from models.base import columns
from models.registry import RoleGrant

NAME = "proof"
NIGHTLY = 4
TOLD_ROLES = ("system_admin", "auditor")
MESSAGE = "The books were proved tonight and %(count)s things are wrong; the first: %(first)s."
MOST = 100
"""So many problems stand in the result of the job; ``bondlife verify`` tells all."""


def run(db: Database, _params: dict[str, Any], progress: Progress, _user: int | None) -> dict[str, Any]:
    """Prove the books and tell; repeated on the same day it tells again while something is wrong."""
    progress.tell(0, 1)
    report = verify(db, settings())
    wrong = [f"{one['id']}: {problem}" for one in report["checks"] for problem in one["problems"]]
    if wrong:
        perform(db, SYSTEM, "books.damaged", lambda act: _tell(act, wrong))
    progress.tell(1, 1)
    checked = sum(one["checked"] for one in report["checks"])
    return {"ok": report["ok"], "checked": checked, "wrong": len(wrong), "problems": wrong[:MOST]}


def _tell(act: Act, wrong: list[str]) -> None:
    grant = columns(RoleGrant)
    statement = sa.select(grant.user_id).where(
        grant.role.in_(TOLD_ROLES), grant.state == "in_force", grant.ended_at.is_(None)
    )
    people = act.session.execute(statement).scalars()
    tell(act, people, "books", MESSAGE, {"count": len(wrong), "first": wrong[0][:200]})
