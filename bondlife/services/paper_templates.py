"""Templates of documents that officers edit: checked, kept, put into force by a second person, ended."""

from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import Field

from bondlife.acts import Act, perform
from bondlife.db import Database, hold_name
from bondlife.errors import Conflict, Forbidden, Invalid, Problem, missing
from bondlife.exchange.documents.render import check_template
from bondlife.exchange.papers import forms
from bondlife.lifecycle.four_eyes import APART
from bondlife.security.actor import Actor
from bondlife.services.documents import clean_name, store
from bondlife.services.inputs import Input
from bondlife.services.records import region_by_code
from bondlife.services.values import Prose
from models.base import columns, table
from models.registry import PaperTemplate, RowVersion

LIMIT = 5 << 20
"""Bytes a template may have."""


class TemplateInput(Input):
    """A template of a form, for a region and those below it."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$", examples=["330304"])
    form: str = Field(pattern=r"^[a-z][a-z0-9_]{0,59}$", examples=["approval_sheet"])
    reason: Prose = Field(min_length=1, max_length=500)


def keep(
    db: Database,
    actor: Actor,
    folder: Path,
    source: BinaryIO,
    form: TemplateInput,
    *,
    name: str,
    key: str = "",
) -> dict[str, Any]:
    """Keep a template that passed every check; it serves once a second person puts it into force."""
    data = _checked(source, form.form)
    stored = store(folder, BytesIO(data), LIMIT)

    def work(act: Act) -> dict[str, Any]:
        region_id = region_by_code(act, form.region)
        act.actor.require("template.edit", region_id)
        hold_name(act.session, f"paper_template/{region_id}/{form.form}")
        own = columns(PaperTemplate)
        held = act.find(PaperTemplate, own.region_id == region_id, own.form == form.form)
        for one in held:
            if one.ended_at is None and one.state == "proposed":
                act.end(one)
        row = act.add(
            PaperTemplate(
                region_id=region_id,
                form=form.form,
                number=max((one.number for one in held), default=0) + 1,
                name=clean_name(name, "docx"),
                content_digest=stored.digest,
                size=stored.size,
                reason=form.reason,
                state="proposed",
            )
        )
        act.flush()
        act.about(row, form=form.form, number=row.number, content=stored.digest)
        return {"public_id": row.public_id, "version": row.version, "number": row.number}

    request = [form.model_dump(mode="json"), stored.digest]
    return dict(perform(db, actor, "paper_template.keep", work, key=key, request=request))


def decide(
    db: Database, actor: Actor, public_id: str, version: int, *, approve: bool, key: str = ""
) -> dict[str, Any]:
    """Put a template into force, ending the one before, or refuse it; never by whoever sent it."""

    def work(act: Act) -> dict[str, Any]:
        row = act.fetch(PaperTemplate, public_id, "template.read")
        act.about(row, form=row.form, number=row.number)
        act.actor.require("template.approve", row.region_id)
        _require_another(act, row)
        if row.state != "proposed" or row.ended_at is not None:
            raise Conflict(Problem("not_waiting", "This approval is no longer open."))
        act.require_version(row, version)
        hold_name(act.session, f"paper_template/{row.region_id}/{row.form}")
        if approve:
            _end_before(act, row)
        act.change(row, state="in_force" if approve else "refused")
        return {"public_id": public_id, "version": row.version, "state": row.state}

    request = [public_id, version, approve]
    return dict(perform(db, actor, "paper_template.decide", work, key=key, request=request))


def _end_before(act: Act, row: PaperTemplate) -> None:
    own = columns(PaperTemplate)
    serving = own.region_id == row.region_id, own.form == row.form, own.state == "in_force"
    for one in act.find(PaperTemplate, *serving, own.ended_at.is_(None)):
        act.end(one)


def _require_another(act: Act, row: PaperTemplate) -> None:
    """Refuse whoever sent the version: a second person looks at it."""
    first = act.session.get(RowVersion, (table(PaperTemplate).name, row.id, 1))
    if first is not None and first.author_id == act.actor.user_id:
        raise Forbidden(
            Problem("four_eyes", "Who prepared it cannot approve it; a second person signs.", law=APART)
        )


def _checked(source: BinaryIO, form: str) -> bytes:
    found = forms().get(form)
    if found is None:
        raise missing("form")
    data = source.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise Invalid.because(
            "too_large", "The file is larger than %(limit)d MiB.", "file", limit=LIMIT >> 20
        )
    if not data:
        raise Invalid.because("empty_file", "The file is empty.", "file")
    check_template(found, data)
    return data


def end(
    db: Database, actor: Actor, public_id: str, version: int, *, reason: str, key: str = ""
) -> dict[str, Any]:
    """End a template: the form's own, or that of the region above, serves again.

    One that waits is taken back by whoever may send one; one in force is ended by a second person.
    """

    def work(act: Act) -> dict[str, Any]:
        row = act.fetch(PaperTemplate, public_id, "template.read")
        if row.state == "in_force":
            act.actor.require("template.approve", row.region_id)
            _require_another(act, row)
        else:
            act.actor.require("template.edit", row.region_id)
        act.require_version(row, version)
        if not reason.strip():
            raise Invalid.because("reason_required", "Give the reason in words.", "reason")
        act.end(row)
        act.about(row, form=row.form, number=row.number, reason=reason)
        return {"public_id": public_id, "version": row.version}

    return dict(perform(db, actor, "paper_template.end", work, key=key, request=[public_id, version, reason]))
