"""Bring a database to life: schema, regions, kinds, rules; safe to repeat after every upgrade."""

from typing import Any

from bondlife import migrate
from bondlife.acts import Act, perform
from bondlife.books import seed_kinds, seed_rules
from bondlife.catalogue import kinds, rule_seeds
from bondlife.db import Database, hold_name
from bondlife.security.actor import SYSTEM
from bondlife.services import regions


def prepare(db: Database) -> dict[str, Any]:
    """Migrate, then store what is shipped and not there yet; local versions are never overwritten."""
    before, after = migrate.upgrade(db)

    def work(act: Act) -> dict[str, Any]:
        hold_name(act.session, "database.seed")
        added = {"regions": regions.seed(act)}
        act.flush()
        added["kinds"] = seed_kinds(act, kinds().values())
        added["rules"] = seed_rules(act, rule_seeds())
        return added

    return {"from": before, "to": after, **perform(db, SYSTEM, "database.seed", work)}
