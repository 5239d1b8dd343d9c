"""The second person of the quota ledger: signs the notices that wait, one after the other."""

import sqlalchemy as sa

from bondlife.db import Database
from bondlife.security.actor import Actor
from bondlife.services import moves
from models.base import columns
from models.registry import Approval


def sign_notices(db: Database, signer: Actor) -> int:
    """Sign every notice that waits; returns how many lines were posted."""
    own = columns(Approval)
    statement = sa.select(Approval).where(own.subject == "quota_notice", own.state == "waiting")
    with db.reading() as session:
        waiting = list(session.execute(statement.execution_options(scoped=True)).scalars())
    for one in waiting:
        moves.decide(db, signer, one.public_id, "approve", one.subject_digest)
    return len(waiting)
