"""People of the city and the province for tests of repayment: an officer and signers at each level."""

from collections.abc import Mapping

from bondlife.acts import Act, perform
from bondlife.books import bump
from bondlife.db import Database
from bondlife.demo.accounts import START
from bondlife.security.actor import SYSTEM, Actor
from bondlife.security.authenticate import actor_of
from models.base import columns
from models.registry import Region, RoleGrant, User

LEVELS = (
    ("city-officer", "officer", "330300", "debt"),
    ("city-reviewer", "reviewer", "330300", "debt"),
    ("city-deputy", "leader", "330300", ""),
    ("province-officer", "officer", "330000", "debt"),
    ("province-reviewer", "reviewer", "330000", "debt"),
    ("province-reviewer2", "reviewer", "330000", "debt"),
    ("province-treasury", "reviewer", "330000", "treasury"),
    ("province-deputy", "leader", "330000", ""),
)
"""Account, role, region, section."""


def add_levels(db: Database) -> Mapping[str, Actor]:
    """Store the people of the levels above the county and return them as actors."""

    def work(act: Act) -> None:
        if act.find(User, columns(User).account == LEVELS[0][0]):
            return
        region, user = columns(Region), columns(User)
        admins = [act.find(User, user.account == name)[0].id or 0 for name in ("system", "security")]
        for account, role, code, section in LEVELS:
            place = act.find(Region, region.code == code)[0].id or 0
            row = act.add(
                User(
                    account=account,
                    display_name=account,
                    region_id=place,
                    section=section,
                    password_hash="-",
                    password_changed_at=act.now,
                    must_change_password=False,
                    rights_version=1,
                )
            )
            act.flush()
            act.add(
                RoleGrant(
                    user_id=row.id or 0,
                    role=role,
                    region_id=place,
                    valid_from=START,
                    state="in_force",
                    proposed_by=admins[0],
                    approved_by=admins[1],
                )
            )
        bump(act.session, "rights")

    perform(db, SYSTEM, "test.levels", work)
    return {account: actor_of(db, account) for account, *_ in LEVELS}
