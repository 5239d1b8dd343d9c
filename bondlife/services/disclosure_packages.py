"""Packages across an air gap: approved contents go out signed, the receipt comes back."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from pydantic import Field

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.disclosure.content import content_digest
from bondlife.disclosure.package import Carried, pack
from bondlife.disclosure.signing import public_key
from bondlife.errors import Blocked, Invalid, Problem
from bondlife.lifecycle import engine
from bondlife.lifecycle.facts import by_key
from bondlife.lifecycle.situation import situation
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of
from bondlife.services import records
from bondlife.services.documents import Stored, clean_name, keep, store
from bondlife.services.inputs import Input
from bondlife.services.records import region_by_code
from bondlife.services.values import Day, Line
from models.base import columns
from models.canonical import canonical_json
from models.registry import DisclosurePackage, Publication, Region


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


MOST = 5000
"""Publications one package carries."""


class ReceiptLine(Input):
    """One publication as it was put on the public site: where, and the digest of what stands there."""

    publication: str = Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
    address: Line = Field(min_length=1, max_length=300)
    digest: str = Field(pattern=r"^[a-z0-9]+:[0-9a-f]{64}$")


class ReceiptInput(Input):
    """What comes back from the public side: which package, the day, and where each content stands."""

    number: Line = Field(min_length=1, max_length=40)
    published_on: Day
    lines: list[ReceiptLine] = Field(min_length=1, max_length=MOST)


def seed_of(secret: str) -> bytes:
    """Return the signing seed of an installation: derived from its secret, never stored."""
    return hmac.new(secret.encode(), b"bondlife disclosure package", hashlib.sha256).digest()


def make(db: Database, actor: Actor, region: str, secret: str, *, key: str = "") -> dict[str, Any]:
    """Carry every approved content of a region out: each moves to packaged, the package is stored."""

    def work(act: Act) -> dict[str, Any]:
        region_id = region_by_code(act, region)
        act.actor.require("publication.publish", region_id)
        own = columns(Publication)
        rows = act.find(
            Publication,
            own.region_id.in_(closure_of(region_id)),
            own.state == "approved",
            own.ended_at.is_(None),
        )
        if not rows:
            raise Blocked(Problem("nothing_approved", "No content of this region is approved and waiting."))
        place = by_key(act.session, Region, region_id)
        number = _number(act, region)
        for row in rows[:MOST]:
            _move(act, row, "package")
        carried = carried_of(rows[:MOST])
        name = place.name if place is not None else region
        made = pack(carried, number=number, made_on=act.business_date, region=name, seed=seed_of(secret))
        stored = act.add(
            DisclosurePackage(
                region_id=region_id,
                number=number,
                made_on=act.business_date,
                made_by=act.actor.user_id,
                manifest=made.manifest,
                digest=made.digest,
                public_key=made.public_key,
            )
        )
        act.flush()
        act.about(stored, number=number, digest=made.digest, publications=len(carried))
        return {"public_id": stored.public_id, "number": number, "publications": len(carried)}

    return dict(perform(db, actor, "disclosure.package", work, key=key, request=[region]))


def carried_of(rows: Sequence[Publication]) -> list[Carried]:
    """Return publications as a package carries them, in the order of their keys."""
    ordered = sorted(rows, key=lambda one: one.public_id)
    return [Carried(one.public_id, one.digest, one.content or {}) for one in ordered]


def _number(act: Act, region: str) -> str:
    own = columns(DisclosurePackage)
    lead = f"{region}-{act.business_date:%Y%m%d}-"
    held = act.find(DisclosurePackage, own.number.like(f"{lead}%"))
    return f"{lead}{len(held) + 1:02d}"


def _move(act: Act, row: Publication, transition: str) -> None:
    here = situation(act.session, row, act.business_date, actor=act.actor)
    found = engine.find(here, transition)
    engine.require(here, act.actor, found)
    engine.move(act, here, found)
    records.after_change(act, row)


def receive(
    db: Database, actor: Actor, form: ReceiptInput, folder: Path, *, key: str = "", limit: int = 20 << 20
) -> dict[str, Any]:
    """Read a receipt back: contents that stand as they were sent are published, others are told apart."""

    told = canonical_json(form.model_dump(mode="json")).encode()
    stored = store(folder, BytesIO(told), limit)

    def work(act: Act) -> dict[str, Any]:
        own = columns(DisclosurePackage)
        held = act.find(DisclosurePackage, own.number == form.number)
        if not held or not act.actor.can_on("publication.publish", held[0].region_id):
            raise Invalid.because("no_package", "No package of this number went out.", "number")
        package = held[0]
        sent = {one["publication"]: one["digest"] for one in package.manifest["publications"]}
        counts = {"published": 0, "differs": 0, "unknown": 0, "known": 0}
        for line in form.lines:
            counts[_confirm(act, form, line, sent, stored)] += 1
        receipt = {**(package.receipt or {}), **{one.publication: one.model_dump() for one in form.lines}}
        done = all(receipt.get(name, {}).get("digest") == digest for name, digest in sent.items())
        state = "received" if done else package.state
        act.change(package, receipt=receipt, received_on=form.published_on, state=state)
        act.about(package, **counts)
        return {"public_id": package.public_id, **counts}

    return dict(perform(db, actor, "disclosure.receive", work, key=key, request=form.model_dump(mode="json")))


def _confirm(act: Act, form: ReceiptInput, line: ReceiptLine, sent: dict[str, str], stored: Stored) -> str:
    """Take one line of a receipt; what stands outside under another digest is not taken for published."""
    if line.publication not in sent:
        return "unknown"
    row = act.fetch(Publication, line.publication, "publication.read")
    if line.digest != sent[line.publication] or line.digest != content_digest(row.content):
        return "differs"
    if row.state != "packaged":
        return "known"
    name = clean_name("receipt.json", stored.extension)
    keep(act, row, "publication_receipt", name, form.number, stored)
    act.change(row, published_on=form.published_on, address=line.address)
    act.flush()
    _move(act, row, "confirm_receipt")
    return "published"


def package_bytes(row: DisclosurePackage, rows: Sequence[Publication], secret: str, region: str) -> bytes:
    """Return a stored package again: the same contents give the same bytes."""
    made = pack(carried_of(rows), number=row.number, made_on=row.made_on, region=region, seed=seed_of(secret))
    if made.digest != row.digest:
        text = _("A content of this package changed; it is not sent again.")
        raise Blocked(Problem("package_changed", text))
    return made.body


def key_text(secret: str) -> str:
    """Return the public key that checks the packages of this installation."""
    return base64.b64encode(public_key(seed_of(secret))).decode()
