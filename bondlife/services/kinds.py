"""Kinds made in pages: copied, edited, checked, and put into force from a day by a second person.

A version in force never changes; records keep the version they were made under. Local versions of a shipped
kind are numbered from 1001, so that no upgrade overtakes or overwrites them.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from pydantic import Field

from bondlife.acts import Act, perform
from bondlife.books import kind_data, kind_of, read_kind, rule_book
from bondlife.db import Database
from bondlife.errors import Blocked, Conflict, Forbidden, Invalid, Problem, missing
from bondlife.lifecycle.kind_kept import keeps_books
from bondlife.lifecycle.soundness import Known, unsound
from bondlife.security.actor import Actor
from bondlife.services.input_base import Input
from bondlife.services.kind_edits import EDITS, HeadInput
from bondlife.services.records import region_by_code
from bondlife.services.values import Day, Line, Prose
from models.base import columns
from models.canonical import canonical_json, digest
from models.kinds import shipped_kinds
from models.lifecycle import Kind, Label
from models.registry import KindDraft, KindVersion, RuleVersion


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


FIRST_LOCAL = 1001
"""Number of the first local version of a shipped kind."""
COUNTRY = "000000"


class CopyInput(Input):
    """Which version is copied, under which key and name; the same key makes the next version."""

    base: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    number: int = Field(ge=1, le=1_000_000)
    key: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    label_en: Line = Field(min_length=1, max_length=100)
    label_zh: Line = Field(min_length=1, max_length=100)
    basis: Line = Field(min_length=1, max_length=300)


class PutInput(Input):
    """From which day the kind holds, and what it changes and why."""

    valid_from: Day
    note: Prose = Field(min_length=1, max_length=1000)


def copy(db: Database, actor: Actor, form: CopyInput, *, key: str = "") -> dict[str, Any]:
    """Open a draft as a copy of a version in force."""

    def work(act: Act) -> dict[str, Any]:
        _require(act, "kind.edit")
        base = kind_of(act.session, form.base, form.number)
        _require_key(act, form, base)
        label = Label(form.label_en, form.label_zh)
        made = replace(
            base, key=form.key, label=label, basis=form.basis, base=_root(base, form.key), valid_from=None
        )
        row = act.add(
            KindDraft(
                key=form.key,
                base_key=form.base,
                base_number=form.number,
                data=kind_data(made),
                editors=[act.actor.user_id],
            )
        )
        act.flush()
        act.about(row, key=form.key, base=f"{form.base} {form.number}")
        return _receipt(row)

    return dict(perform(db, actor, "kind.copy", work, key=key, request=form.model_dump(mode="json")))


def _root(base: Kind, key: str) -> str:
    """Return the shipped kind that a copy goes back to; a further version of it has none."""
    root = base.base or base.key
    return "" if root == key else root


def _require_key(act: Act, form: CopyInput, base: Kind) -> None:
    if keeps_books(base) and form.key != base.key:
        text = _("“%(kind)s” keeps its books under the key %(key)s: a copy is its next version, of that key.")
        raise Invalid.because("kind_key_kept", text, "key", kind=base.label, key=base.key)
    own, version = columns(KindDraft), columns(KindVersion)
    open_states = ("draft", "proposed")
    if act.find(KindDraft, own.key == form.key, own.state.in_(open_states), own.ended_at.is_(None)):
        raise Conflict(Problem("draft_open", "A draft of this key is being edited already.", "key"))
    taken = act.session.execute(sa.select(version.key).where(version.key == form.key)).first()
    if taken is not None and form.key != form.base:
        raise Conflict(Problem("kind_key_taken", "Another kind has this key.", "key"))


def edit(
    db: Database, actor: Actor, public_id: str, name: str, form: Input, version: int, *, key: str = ""
) -> dict[str, Any]:
    """Change one thing of a draft: a stage, a step, a document, a field, its head."""

    def work(act: Act) -> dict[str, Any]:
        row = _draft(act, public_id, version, "draft")
        _require(act, "kind.edit")
        _wanted, change = EDITS[name]
        changed = change(read_kind(row.data), form)
        note = form.note if isinstance(form, HeadInput) else row.note
        act.change(row, data=kind_data(changed), note=note, editors=_editors(act, row))
        act.about(row, edit=name)
        return _receipt(row)

    request = [public_id, name, form.model_dump(mode="json"), version]
    return dict(perform(db, actor, "kind.edit", work, key=key, request=request))


def propose(
    db: Database, actor: Actor, public_id: str, form: PutInput, version: int, *, key: str = ""
) -> dict[str, Any]:
    """Put a draft up for a second person; only a sound one, and only from today on."""

    def work(act: Act) -> dict[str, Any]:
        row = _draft(act, public_id, version, "draft")
        _require(act, "kind.edit")
        if form.valid_from < act.business_date:
            raise Invalid.because("not_backdated", "A choice holds from today on, not before.", "valid_from")
        kind = replace(read_kind(row.data), valid_from=form.valid_from)
        _require_sound(act, kind, row)
        act.change(
            row,
            state="proposed",
            note=form.note,
            data=kind_data(kind),
            prepared_by=act.actor.user_id,
            editors=_editors(act, row),
        )
        act.about(row, valid_from=form.valid_from.isoformat())
        return _receipt(row)

    request = [public_id, form.model_dump(mode="json"), version]
    return dict(perform(db, actor, "kind.propose", work, key=key, request=request))


def decide(
    db: Database,
    actor: Actor,
    public_id: str,
    version: int,
    *,
    approve: bool,
    shown: str,
    reason: str = "",
    key: str = "",
) -> dict[str, Any]:
    """Bring a proposed kind into force from its day, or hand it back; never by whoever worked on it."""

    def work(act: Act) -> dict[str, Any]:
        row = _draft(act, public_id, version, "proposed")
        _require(act, "kind.approve")
        if act.actor.user_id is None or act.actor.user_id in row.editors:
            raise Forbidden.because("four_eyes", "Who prepared it cannot approve it; a second person signs.")
        act.about(row, reason=reason)
        if not approve:
            if not reason.strip():
                raise Invalid.because("reason_required", "Give the reason in words.", "reason")
            act.change(row, state="draft")
            return _receipt(row)
        if shown != draft_digest(row):
            raise Conflict(Problem("changed_since", "It changed after it was shown; look at it again."))
        _put_in_force(act, row)
        return _receipt(row)

    request = [public_id, version, approve, shown, reason]
    return dict(perform(db, actor, "kind.decide", work, key=key, request=request))


def withdraw(db: Database, actor: Actor, public_id: str, version: int, *, key: str = "") -> dict[str, Any]:
    """Give a draft up; what is in force stays as it is."""

    def work(act: Act) -> dict[str, Any]:
        row = _draft(act, public_id, version, "draft", "proposed")
        _require(act, "kind.edit")
        act.change(row, state="withdrawn", editors=_editors(act, row))
        act.about(row)
        return _receipt(row)

    return dict(perform(db, actor, "kind.withdraw", work, key=key, request=[public_id, version]))


def draft_digest(row: KindDraft) -> str:
    """Return the digest of a draft: what is shown is what is signed."""
    return digest(canonical_json([row.key, row.data, row.note]))


def known_to(act_session: Any, base: Kind, day: date) -> Known:
    """Return what a kind may name on a day: the rules in force in the whole country, and its base."""
    book = rule_book(act_session, "", day)
    forms = columns(RuleVersion)
    keys = sorted(book.rules)
    found = act_session.execute(sa.select(forms.key, forms.form).where(forms.key.in_(keys)))
    return Known({row.key: row.form for row in found}, base)


def _put_in_force(act: Act, row: KindDraft) -> None:
    kind = read_kind(row.data)
    day = max(kind.valid_from or act.business_date, act.business_date)
    number = _next_number(act, row.key)
    kind = replace(kind, version=number, valid_from=day)
    _require_sound(act, kind, row)
    data = kind_data(kind)
    act.session.add(
        KindVersion(
            key=row.key,
            number=number,
            data=data,
            digest=digest(canonical_json(data)),
            known_from=act.now,
            shipped=False,
        )
    )
    act.flush()
    act.seal_register(KindVersion)
    act.change(row, state="in_force", number=number, data=data, approved_by=act.actor.user_id)
    act.detail |= {"key": row.key, "number": number, "valid_from": day.isoformat()}


def _next_number(act: Act, key: str) -> int:
    own = columns(KindVersion)
    newest = act.session.execute(sa.select(sa.func.max(own.number)).where(own.key == key)).scalar_one()
    least = FIRST_LOCAL if key in shipped_kinds() else 1
    return max((newest or 0) + 1, least)


def _require_sound(act: Act, kind: Kind, row: KindDraft) -> None:
    base = kind_of(act.session, row.base_key, row.base_number)
    problems = list(unsound(kind, known_to(act.session, base, act.business_date)))
    if problems:
        raise Blocked(*problems)


def _require(act: Act, right: str) -> None:
    """Ask for a right over the whole country: a kind holds for every region of the house."""
    act.actor.require(right, region_by_code(act, COUNTRY))


def _draft(act: Act, public_id: str, version: int, *states: str) -> KindDraft:
    found = act.find(KindDraft, columns(KindDraft).public_id == public_id)
    if not found:
        raise missing("kind_draft")
    row = found[0]
    act.about(row, key=row.key)
    act.require_version(row, version)
    if row.state not in states:
        raise Conflict(Problem("not_a_draft", "This draft is no longer open to this step."))
    return row


def _editors(act: Act, row: KindDraft) -> list[int | None]:
    return list(dict.fromkeys([*row.editors, act.actor.user_id]))


def _receipt(row: KindDraft) -> dict[str, Any]:
    return {
        "public_id": row.public_id,
        "key": row.key,
        "number": row.number,
        "state": row.state,
        "version": row.version,
    }
