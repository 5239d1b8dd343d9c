"""One's own notices, newest first, and how many are not read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import Database
from bondlife.locale import gettext
from bondlife.queries.alert_words import alert_label
from bondlife.queries.disclosure_words import duty_name
from bondlife.queries.keyset import Order, Page, page_of
from bondlife.security.actor import Actor
from models.base import columns
from models.registry import MailChoice, Notice

MOST = 99


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


MESSAGES = (
    _("%(count)s new alerts: %(alert)s."),
    _("%(count)s alerts nobody dealt with in time are yours now: %(alert)s."),
    _("What you put up for signatures was returned: %(reason)s."),
    _("What you put up for signatures is approved."),
    _("Please answer “%(title)s” by %(day)s."),
    _("Your answer to “%(title)s” was returned: %(reason)s."),
    _("You stand in for %(name)s from %(first)s to %(last)s."),
    _("You look after %(project)s now."),
    _("A disclosure duty was given to you: %(duty)s."),
    _("%(count)s disclosure duties of yours fall due or are late."),
    _("%(count)s disclosure duties stayed undone past their day."),
    _("%(count)s disclosure duties have nobody who could do them."),
    _("The books were proved tonight and %(count)s things are wrong; the first: %(first)s."),
)
"""Every message a notice carries, so that each has its words in both languages."""


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice."""

    public_id: str
    text: str
    href: str
    at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class NoticesView:
    """The box of one person."""

    lines: Sequence[NoticeLine]
    page: Page
    unread: int
    form: Any


def notice_text(message: str, params: Any) -> str:
    """Return a notice in the language being spoken."""
    told = dict(params or {})
    if "alert" in told:
        told["alert"] = alert_label(str(told["alert"]))
    if "duty" in told:
        told["duty"] = duty_name(str(told["duty"]))
    return gettext(message) % told if told else gettext(message)


def notices_view(db: Database, actor: Actor, form: Any, after: str = "", before: str = "") -> NoticesView:
    """Return one page of a person's notices."""
    own = columns(Notice)
    chosen = (
        own.id,
        own.id.label("place"),
        own.public_id,
        own.message,
        own.params,
        own.href,
        own.at,
        own.read_at,
    )
    statement = sa.select(*chosen).where(own.user_id == actor.user_id)
    with db.reading() as session:
        order = Order(own.id, int, own.id, down=True)
        rows, page = page_of(session, statement, order, after=after, before=before)
        unread = unread_count(session, actor)
        choice = columns(MailChoice)
        found = session.execute(
            sa.select(MailChoice).where(choice.user_id == actor.user_id)
        ).scalar_one_or_none()
    lines = [
        NoticeLine(row.public_id, notice_text(row.message, row.params), row.href, row.at, row.read_at is None)
        for row in rows
    ]
    if not form.data and found is not None:
        stored = {"address": found.address, "wanted": "1" if found.wanted else ""}
        form = replace(form, data=stored)
    return NoticesView(lines, page, unread, form)


def unread_count(session: Session, actor: Actor) -> int:
    """Return how many notices a person has not read, at most 99."""
    own = columns(Notice)
    some = sa.select(own.id).where(own.user_id == actor.user_id, own.read_at.is_(None)).limit(MOST)
    return int(session.execute(sa.select(sa.func.count()).select_from(some.subquery())).scalar_one())
