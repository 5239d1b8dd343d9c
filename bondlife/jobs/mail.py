"""Send notices by mail to those who want them; off while the installation names no mail server."""

from typing import Any

from bondlife.db import Database
from bondlife.jobs.runner import Progress
from bondlife.services.mail import send_waiting
from bondlife.settings import settings

NAME = "mail"
NIGHTLY = 7


def run(db: Database, _params: dict[str, Any], progress: Progress, _user: int | None) -> dict[str, Any]:
    """Send one message to each person whose notices wait."""
    return send_waiting(db, settings(), beat=progress.beat)
