"""Which refinancing share takes over which principal: as entered, else the one share that covers it."""

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.lifecycle.facts import bond_of, by_key, rows, shares_of_project
from bondlife.lifecycle.situation import Situation
from models.base import columns
from models.kinds.special_bond.purposes import REFINANCING
from models.registry import Bond, BondShare, Instalment, RefinancingLine


def lines_of(session: Session, row: Instalment) -> list[RefinancingLine]:
    """Return the mapping entered for an instalment, oldest line first."""
    return rows(session, RefinancingLine, columns(RefinancingLine).instalment_id == row.id)


def mapping_of(here: Situation) -> list[tuple[BondShare, int]]:
    """Return new shares with the principal each takes over; empty where nothing covers it."""
    row = here.row
    if not isinstance(row, Instalment):
        return []
    entered = [
        (by_key(here.session, BondShare, line.new_share_id), line.amount)
        for line in lines_of(here.session, row)
    ]
    if entered:
        return [(share, amount) for share, amount in entered if share is not None]
    found = _covering(here, row.principal)
    return [(found, row.principal)] if found is not None else []


def mapped_bonds(here: Situation) -> list[Bond]:
    """Return the refinancing bonds an instalment is mapped to."""
    bonds = [bond_of(here.session, share) for share, _ in mapping_of(here)]
    return [bond for bond in bonds if bond is not None]


def taken_over(session: Session, share: BondShare, *, beside: Instalment | None = None) -> int:
    """Return the old principal a share has taken over, leaving one instalment aside."""
    line = columns(RefinancingLine)
    other = line.instalment_id != beside.id if beside is not None else sa.true()
    found = rows(session, RefinancingLine, line.new_share_id == share.id, other)
    return sum(one.amount for one in found)


def is_refinancing(session: Session, share: BondShare) -> bool:
    """Tell whether a share is part of an issued refinancing bond."""
    bond = bond_of(session, share)
    return bond is not None and bond.state == "issued" and bond.purpose in REFINANCING


def _covering(here: Situation, principal: int) -> BondShare | None:
    for share in shares_of_project(here.session, here.project.id if here.project else None):
        if (
            is_refinancing(here.session, share)
            and share.amount - taken_over(here.session, share) >= principal
        ):
            return share
    return None
