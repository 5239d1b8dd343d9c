"""Notices by mail: one message a person, plain text, sent once; the server and sender are settings."""

import smtplib
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from itertools import groupby
from typing import Any, NamedTuple

import sqlalchemy as sa
import structlog

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.locale import speaking
from bondlife.queries.notices import notice_text
from bondlife.security.actor import SYSTEM
from bondlife.settings import Settings
from models.base import columns
from models.registry import MailChoice, Notice, User

MOST_LINES = 50
"""Notices one message tells one by one; the rest is counted."""
SECONDS = 20.0
log = structlog.get_logger()


class Waiting(NamedTuple):
    """One notice that waits to be mailed."""

    id: int
    user_id: int
    address: str
    locale: str
    message: str
    params: Any


def send_waiting(db: Database, here: Settings, *, beat: Callable[[], None] = lambda: None) -> dict[str, Any]:
    """Send what waits; a person whose message fails gets it with the next run."""
    if not here.smtp_host:
        return {"sent": 0, "failed": 0, "off": True}
    sent = failed = 0
    with db.reading() as session:
        waiting = [Waiting(*row) for row in session.execute(_statement())]
    for _user, group in groupby(waiting, key=lambda one: one.user_id):
        notices = list(group)
        beat()
        try:
            _send(here, _message(here, notices))
        except (smtplib.SMTPException, OSError) as error:
            log.warning("mail_failed", reason=type(error).__name__)
            failed += 1
            continue
        _mark(db, [one.id for one in notices])
        sent += 1
    return {"sent": sent, "failed": failed, "off": False}


def _statement() -> Any:
    notice, choice, user = columns(Notice), columns(MailChoice), columns(User)
    chosen = (notice.id, notice.user_id, choice.address, user.locale, notice.message, notice.params)
    return (
        sa.select(*chosen)
        .join_from(Notice, MailChoice, choice.user_id == notice.user_id)
        .join(User, user.id == notice.user_id)
        .where(
            choice.wanted,
            choice.address != "",
            user.disabled.is_(False),
            notice.read_at.is_(None),
            notice.mailed_at.is_(None),
        )
        .order_by(notice.user_id, notice.id)
    )


def _message(here: Settings, notices: Sequence[Waiting]) -> EmailMessage:
    first = notices[0]
    with speaking(first.locale):
        lines = [notice_text(one.message, one.params) for one in notices[:MOST_LINES]]
    if len(notices) > MOST_LINES:
        lines.append(f"+ {len(notices) - MOST_LINES}")
    message = EmailMessage()
    message["From"], message["To"] = here.smtp_from, first.address
    message["Subject"] = f"bondlife: {len(notices)}"
    # Nothing but the words of the notice leaves by mail: no amount, no link with a key.
    message.set_content("\n".join(f"- {line}" for line in lines) + "\n")
    return message


def _send(here: Settings, message: EmailMessage) -> None:
    with smtplib.SMTP(here.smtp_host, here.smtp_port, timeout=SECONDS) as server:
        if here.smtp_starttls:
            server.starttls()
        if here.smtp_user:
            server.login(here.smtp_user, here.smtp_password)
        server.send_message(message)


def _mark(db: Database, ids: Sequence[int]) -> None:
    def work(act: Act) -> int:
        found = act.session.execute(sa.select(Notice).where(columns(Notice).id.in_(ids))).scalars()
        for row in found:
            row.mailed_at = act.now
        act.detail = {"mailed": len(ids)}
        return len(ids)

    perform(db, SYSTEM, "notice.mailed", work)
