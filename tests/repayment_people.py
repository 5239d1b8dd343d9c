"""People of the city and the province for tests of repayment: an officer and signers at each level."""

from collections.abc import Mapping

from bondlife.db import Database
from bondlife.demo.accounts import add_people
from bondlife.demo.people import LEVELS
from bondlife.security.actor import Actor
from bondlife.security.authenticate import actor_of


def add_levels(db: Database) -> Mapping[str, Actor]:
    """Store the people of the levels above the county and return them as actors."""
    add_people(db, LEVELS)
    return {person.account: actor_of(db, person.account) for person in LEVELS}
