"""Store the people of a demo, with their organisations and grants."""

from collections.abc import Sequence
from datetime import date

from bondlife.acts import Act, perform
from bondlife.books import bump
from bondlife.db import Database
from bondlife.demo.people import PASSWORD, PEOPLE, Person
from bondlife.security.actor import SYSTEM
from bondlife.security.passwords import hash_password
from bondlife.services import search
from models.base import columns
from models.registry import Organisation, Region, RoleGrant, User

ORGANISATIONS = {
    "unit": ("瓯海区示例建设投资有限公司", "unit"),
    "department": ("瓯海区示例住房和城乡建设局", "department"),
}
START = date(2020, 1, 1)
ADMINISTRATORS = ("system", "security", "audit")
"""Two of them, never the person concerned, propose and approve a role."""


def add_people(db: Database, people: Sequence[Person] = PEOPLE) -> None:
    """Store every demo account once; each has the demo password and its role in force.

    The administrators who propose and approve the roles stand among PEOPLE, so those come first.
    """

    def work(act: Act) -> int:
        if act.find(User, columns(User).account == people[0].account):
            return 0
        bodies = _bodies(act)
        password = hash_password(PASSWORD)
        users = {person.account: _user(act, person, password, bodies) for person in people}
        admins = {name: _key_of(act, name) for name in ADMINISTRATORS}
        for person in people:
            _grant(act, person, users[person.account], admins, bodies)
        bump(act.session, "rights")
        return len(users)

    perform(db, SYSTEM, "demo.people", work)


def organisations(db: Database) -> dict[str, str]:
    """Return the public keys of the demo organisations by role."""

    def work(act: Act) -> dict[str, str]:
        name = columns(Organisation).name
        return {
            role: act.find(Organisation, name == entry[0])[0].public_id
            for role, entry in ORGANISATIONS.items()
        }

    return dict(perform(db, SYSTEM, "demo.organisations", work))


def _bodies(act: Act) -> dict[str, int]:
    """Return the demo organisations by role, stored when the first people come."""
    name, found = columns(Organisation).name, {}
    for role, entry in ORGANISATIONS.items():
        held = act.find(Organisation, name == entry[0])
        found[role] = (held[0].id or 0) if held else _organisation(act, *entry)
    return found


def _key_of(act: Act, account: str) -> int:
    return act.find(User, columns(User).account == account)[0].id or 0


def _region(act: Act, code: str) -> int:
    return int(act.find(Region, columns(Region).code == code)[0].id or 0)


def _organisation(act: Act, name: str, role: str) -> int:
    row = act.add(
        Organisation(region_id=_region(act, "330304"), name=name, role=role, sort_key=search.sort_key(name))
    )
    act.flush()
    search.index(act, row)
    assert row.id is not None
    return row.id


def _user(act: Act, person: Person, password: str, organisations: dict[str, int]) -> int:
    row = act.add(
        User(
            account=person.account,
            display_name=person.title,
            region_id=_region(act, person.region),
            organisation_id=organisations.get(person.organisation),
            section=person.section,
            password_hash=password,
            password_changed_at=act.now,
            must_change_password=False,
            rights_version=1,
        )
    )
    act.flush()
    assert row.id is not None
    return row.id


def _grant(
    act: Act, person: Person, user: int, admins: dict[str, int], organisations: dict[str, int]
) -> None:
    """Give the role as if one administrator had proposed it and another approved it."""
    proposer, approver = [name for name in ADMINISTRATORS if name != person.account][:2]
    act.add(
        RoleGrant(
            user_id=user,
            role=person.role,
            region_id=_region(act, person.region),
            organisation_id=organisations.get(person.organisation),
            valid_from=START,
            state="in_force",
            proposed_by=admins[proposer],
            approved_by=admins[approver],
        )
    )
