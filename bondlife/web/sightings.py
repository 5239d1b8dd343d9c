"""After an answer has gone out: note that its session is in use, beside the loop that answers others."""

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from bondlife.db import Database
from bondlife.security.sessions import touch


class Sightings:
    """Write down when a session was last seen; nobody waits for it, and a busy store only delays it."""

    def __init__(self, app: ASGIApp, *, db: Database) -> None:
        self.app, self.db = app, db

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer first, then note the session that the door found due."""
        await self.app(scope, receive, send)
        session_id = scope.get("state", {}).get("seen_session")
        if session_id is not None:
            await run_in_threadpool(touch, self.db, session_id)
