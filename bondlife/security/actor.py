"""Who acts: a person with grants, or the house itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from bondlife.errors import Forbidden
from bondlife.security.permissions import PERMISSIONS


@dataclass(frozen=True, slots=True)
class Grant:
    """A role over regions (unfolded into their subtree; None means all), perhaps for one organisation.

    ``issuer_ids`` are the governments above that issue for them: their bonds are public facts to be seen and
    taken over here, though nobody here may change them. ``for_user_id`` names whose right it is when it is
    only lent: a substitute acts beside that person, never as a second pair of eyes on that person's work.
    """

    role: str
    region_ids: frozenset[int] | None
    organisation_id: int | None = None
    issuer_ids: frozenset[int] = frozenset()
    for_user_id: int | None = None
    section: str = ""

    def allows(self, permission: str) -> bool:
        """Tell whether the role carries a permission; the empty permission asks for any role at all."""
        return not permission or self.role in PERMISSIONS.get(permission, frozenset())

    def covers(self, region_id: int | None, organisations: Iterable[int | None]) -> bool:
        """Tell whether a row of this region and these organisations lies inside the grant."""
        inside = self.region_ids is None or region_id in self.region_ids
        return inside and (self.organisation_id is None or self.organisation_id in set(organisations))


@dataclass(frozen=True, slots=True)
class Reach:
    """What the database is told of a person: inner ids of regions and of issuers above, ``all`` or a list.

    It is wider than any one right: the fence keeps regions apart, rights are the business of ``scoped``.
    """

    regions: str = ""
    issuers: str = ""


EVERYWHERE = Reach("all")


@lru_cache(maxsize=10_000)
def _reach(grants: tuple[Grant, ...]) -> Reach:
    if any(grant.region_ids is None for grant in grants):
        return EVERYWHERE
    regions = {one for grant in grants for one in grant.region_ids or ()}
    issuers = {one for grant in grants for one in grant.issuer_ids}
    return Reach(",".join(map(str, sorted(regions))), ",".join(map(str, sorted(issuers))))


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person, a token, or the system; what they may see and do follows from the grants."""

    user_id: int | None
    account: str
    name: str
    grants: tuple[Grant, ...]
    region_id: int | None = None
    section: str = ""
    locale: str = "zh_CN"
    unit: str = "wan"
    only: frozenset[str] | None = field(default=None)

    def grants_for(self, permission: str) -> tuple[Grant, ...]:
        """Return the grants that carry a permission."""
        if self.only is not None and permission and permission not in self.only:
            return ()
        return tuple(grant for grant in self.grants if grant.allows(permission))

    def can(self, permission: str) -> bool:
        """Tell whether the person may do this somewhere."""
        return bool(self.grants_for(permission))

    def can_on(self, permission: str, region_id: int | None, *organisations: int | None) -> bool:
        """Tell whether the person may do this on a row of a region and its organisations."""
        return any(grant.covers(region_id, organisations) for grant in self.grants_for(permission))

    def can_take_over(self, permission: str, region_id: int | None) -> bool:
        """Tell whether public facts of a government may be brought in: one's own, or an issuer above."""
        above = any(region_id in grant.issuer_ids for grant in self.grants_for(permission))
        return above or self.can_on(permission, region_id)

    def require(self, permission: str, region_id: int | None, *organisations: int | None) -> None:
        """Refuse what the person may not do on this row."""
        if not self.can_on(permission, region_id, *organisations):
            raise Forbidden.because("forbidden", "Your role does not allow this step.", permission)

    def acts_for(self, permission: str, region_id: int | None, *organisations: int | None) -> frozenset[int]:
        """Return for whom the person would do this: nobody where a right of one's own covers the row."""
        fitting = [one for one in self.grants_for(permission) if one.covers(region_id, organisations)]
        if any(one.for_user_id is None for one in fitting):
            return frozenset()
        return frozenset(one.for_user_id for one in fitting if one.for_user_id is not None)

    def stands_in(self, permission: str) -> bool:
        """Tell whether the person holds a right only because it is lent."""
        held = self.grants_for(permission)
        return bool(held) and all(one.for_user_id is not None for one in held)

    @property
    def reach(self) -> Reach:
        """Return the regions this person has anything to do with, as the database's fence is told."""
        return _reach(self.grants)

    @property
    def roles(self) -> frozenset[str]:
        """Return all roles held."""
        return frozenset(grant.role for grant in self.grants)


SYSTEM = Actor(None, "system", "bondlife", (Grant("system", None),))
"""The house itself: seeds, scans, projections. It approves nothing."""
