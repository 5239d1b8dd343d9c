"""Put work into the queue of the job process on a person's word."""

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.jobs.runner import enqueue
from bondlife.security.actor import Actor


def scan_now(db: Database, actor: Actor, *, key: str = "") -> str:
    """Ask for a scan of alerts now; returns the public key of the job."""

    def work(act: Act) -> str:
        return enqueue(act, "alerts", {}, act.actor.region_id).public_id

    return str(perform(db, actor, "alert.scan_now", work, key=key, request=[]))
