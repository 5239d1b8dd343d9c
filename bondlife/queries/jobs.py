"""One job as its owner sees it: how far it is, how it ended, where to go on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bondlife.db import Database
from bondlife.errors import missing
from bondlife.locale import gettext
from bondlife.security.actor import Actor
from models.base import columns
from models.registry import Job, User


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


TITLES = {
    "import_file": _("Store an imported file"),
    "index_search": _("Make new records findable"),
    "alerts": _("Scan for alerts"),
    "what_if": _("Compute a scenario"),
    "mail": _("Send notices by mail"),
    "calendar_scan": _("Open the files of the year"),
    "repayment_scan": _("Open notices of repayment"),
    "payment_run": _("Work out a payment run"),
    "yearly_table": _("Write the yearly table"),
    "accept_round": _("Accept the self-evaluations of a round"),
    "ppp_scan": _("Freeze scores and remind of evaluations"),
}
"""Kinds of work, in words."""

STEPS = {
    "": _("waiting for the job process"),
    "reading": _("reading the file"),
    "calculating": _("gathering and working out statements"),
    "writing": _("writing the file"),
    "accepting": _("accepting part by part"),
    "storing": _("storing all rows in one step"),
    "stored": _("stored"),
    "search": _("writing the search index"),
    "notices": _("opening notices"),
    "tasks": _("opening tasks"),
    "done": _("done"),
}
"""What a running job says it is doing."""

WORDS = {
    "waiting": ("wait", _("waiting")),
    "running": ("now", _("running")),
    "done": ("done", _("done")),
    "failed": ("no", _("failed")),
    "cancelled": ("no", _("cancelled")),
}
"""State → mark and word."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What an import changed."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def nothing(self) -> bool:
        """Tell whether nothing was changed."""
        return not self.added and not self.changed


@dataclass(frozen=True, slots=True)
class JobView:
    """One piece of work: state, progress, result with its links, reasons of a failure."""

    public_id: str
    title: str
    person: str
    created_at: datetime
    ended_at: datetime | None
    state: str
    mark: str
    word: str
    step: str
    done: int
    total: int
    attempt: int
    problems: Sequence[tuple[str, str]] = ()
    error: str = ""
    counts: Counts | None = None
    links: Sequence[tuple[str, str]] = ()
    upload: str = ""

    @property
    def is_open(self) -> bool:
        """Tell whether there is more to come."""
        return self.state in {"waiting", "running"}


def job_view(db: Database, actor: Actor, public_id: str) -> JobView:
    """Return a job to its owner, or to whoever may read the jobs of its region; others find none."""
    held, user = columns(Job), columns(User)
    statement = (
        sa.select(Job, user.display_name)
        .outerjoin(User, user.id == held.user_id)
        .where(held.public_id == public_id)
    )
    with db.reading() as session:
        found = session.execute(statement).one_or_none()
    if found is None or not _may_see(actor, found[0]):
        raise missing("job")
    return _view(found[0], found[1] or "bondlife")


def job_file(db: Database, actor: Actor, public_id: str) -> tuple[str, str]:
    """Return digest and name of the file a job wrote, to its owner alone: it holds what they may see."""
    held = columns(Job)
    statement = sa.select(held.result).where(
        held.public_id == public_id, held.user_id == actor.user_id, held.state == "done"
    )
    with db.reading() as session:
        result = session.execute(statement).scalar_one_or_none()
    if actor.user_id is None or not isinstance(result, dict) or "file" not in result:
        raise missing("export")
    return str(result["file"]), str(result["name"])


def _may_see(actor: Actor, job: Job) -> bool:
    mine = actor.user_id is not None and job.user_id == actor.user_id
    return mine or actor.can_on("job.read", job.region_id)


def _view(job: Job, person: str) -> JobView:
    mark, word = WORDS[job.state]
    result: dict[str, Any] = job.result if isinstance(job.result, dict) else {}
    return JobView(
        job.public_id,
        gettext(TITLES.get(job.name, job.name)),
        person,
        job.created_at,
        job.ended_at,
        job.state,
        mark,
        gettext(word),
        gettext(STEPS.get(job.message, job.message)),
        job.done,
        job.total,
        job.attempt,
        tuple(_told(*problem) for problem in result.get("problems", ())),
        job.error if job.state == "failed" else "",
        _counts(result),
        _links(result),
        str((job.params or {}).get("upload", "")),
    )


def _links(result: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return where the result is found, in words; an address may name a value of the result."""
    places = LINKS.get(str(result.get("kind", "")), ())
    return tuple((gettext(label), href % result if "%(" in href else href) for label, href in places)


LINKS: dict[str, tuple[tuple[str, str], ...]] = {
    "issue-list": ((_("Bonds"), "/bonds"),),
    "disclosure": ((_("Bonds"), "/bonds"), (_("Projects"), "/projects")),
    "project-page": ((_("Projects"), "/projects"),),
    "ledger": ((_("Projects"), "/projects"),),
    "limit-table": ((_("Statements of limit and balance"), "/limits"),),
    "payment-run": ((_("The payment run"), "/ppp/runs/%(run)s"),),
    "evaluation-round": ((_("The round"), "/performance/rounds/%(round)s"),),
    "file": ((_("Fetch the file"), "/jobs/%(job)s/file"),),
    "fiscal-year": ((_("Risk board"), "/risk"),),
    "tender-result": ((_("Bonds"), "/bonds"), (_("On-lending chains"), "/onlending")),
}
"""Where what was imported is found."""


def _told(_code: str, place: str, message: str, params: Mapping[str, Any]) -> tuple[str, str]:
    """Return the place and the reason in the language of the page."""
    text = gettext(message)
    return place, text % params if params else text


def _counts(result: dict[str, Any]) -> Counts | None:
    counts = result.get("counts")
    if not isinstance(counts, dict):
        return None
    return Counts(*(int(counts.get(name, 0)) for name in ("added", "changed", "unchanged")))
