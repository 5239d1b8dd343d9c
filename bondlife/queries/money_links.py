"""Links of a trail: the path of every sum from node to node, added up, small nodes put together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bondlife.locale import gettext
from bondlife.queries.money_paths import Name, RegionSum, ShareNames, Sum


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


MOST_NODES = 12
"""Nodes drawn in one column; the rest is one node."""

STAYS = {
    "treasury": _("At the treasury"),
    "project_account": _("In project accounts"),
    "returned": _("Returned to the level above"),
}
"""Where money stands still."""

LEVELS = (_("Bond → region"), _("Region → project"), _("Project → contract"), _("Contract → payee"))
REGION_LEVELS = (_("Region → regions below"), _("Region → payees and accounts"))


@dataclass(frozen=True, slots=True)
class Link:
    """Money that went from one node to the next."""

    level: int
    source: Name
    target: Name
    amount: int
    is_idle: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """All links between two columns, with their sum."""

    title: str
    links: Sequence[Link]
    total: int


def region_links(own: Name, below: Iterable[RegionSum]) -> list[Link]:
    """Return the links of a region that is told by the regions below it."""
    links: list[Link] = []
    for one in below:
        target = one.name
        if target.key == own.key:
            target = replace(target, text=gettext(_("%(region)s itself")) % {"region": own.text}, href="")
        links.append(Link(0, own, target, one.steps.get("raised", 0) + one.steps.get("moved", 0)))
        links.append(
            Link(1, target, Name("paid", gettext(_("Paid to payees")), ""), one.steps.get("paid", 0))
        )
        links += [
            Link(1, target, Name(step, gettext(STAYS[step]), ""), one.steps.get(step, 0), is_idle=True)
            for step in STAYS
        ]
    return [link for link in links if link.amount]


def links_of(
    sums: Iterable[Sum], names: dict[int, ShareNames], contracts: dict[int, tuple[Name, Name]]
) -> list[Link]:
    """Return the path of every sum, step by step; equal ones are added up afterwards."""
    before = Name("0", gettext(_("Paid before it was taken on here")), "")
    found: list[Link] = []
    for one in sums:
        if one.step != "paid" and one.step not in STAYS:
            continue
        above = names[one.share_id]
        found.append(Link(0, above.bond, above.region, one.amount))
        found.append(Link(1, above.region, above.project, one.amount))
        if one.step != "paid":
            target = Name(one.step, gettext(STAYS[one.step]), "")
            found.append(Link(2, above.project, target, one.amount, is_idle=True))
            continue
        contract, payee = contracts.get(one.contract_id, (before, before))
        found.append(Link(2, above.project, contract, one.amount))
        if payee is not before:
            found.append(Link(3, contract, payee, one.amount))
    return found


def stages_of(links: Sequence[Link], titles: Sequence[str] = LEVELS) -> list[Stage]:
    """Return the links by level, added up, the smaller nodes of each column put together."""
    heads = _heads(links)
    summed: dict[tuple[int, str, str], Link] = {}
    for link in links:
        source, target = heads[link.level, link.source.key], heads[link.level + 1, link.target.key]
        key = (link.level, source.key, target.key)
        held = summed.get(key)
        amount = link.amount + (held.amount if held else 0)
        summed[key] = replace(link, source=source, target=target, amount=amount)
    found: list[Stage] = []
    for level, title in enumerate(titles):
        own = sorted((one for one in summed.values() if one.level == level), key=lambda one: -one.amount)
        if own:
            found.append(Stage(gettext(title), own, sum(one.amount for one in own)))
    return found


def _heads(links: Iterable[Link]) -> dict[tuple[int, str], Name]:
    """Return what each node is drawn as: itself, or the rest of its column; names are told apart."""
    sums: dict[int, dict[str, int]] = {}
    names: dict[tuple[int, str], Name] = {}
    for link in links:
        for level, name, amount in ((link.level, link.source, 0), (link.level + 1, link.target, link.amount)):
            column = sums.setdefault(level, {})
            column[name.key] = column.get(name.key, 0) + (amount if level else link.amount)
            names[level, name.key] = name
    found: dict[tuple[int, str], Name] = {}
    texts: set[str] = set()
    for level, column in sorted(sums.items()):
        ordered = sorted(column, key=lambda key: -column[key])
        few = ordered if len(ordered) <= MOST_NODES else ordered[: MOST_NODES - 1]
        rest = len(ordered) - len(few)
        others = Name(f"rest{level}", gettext(_("%(count)d others")) % {"count": rest} + "　" * level, "")
        taken: set[str] = set()
        for key in few:
            name = _apart(names[level, key], texts | taken)
            taken.add(name.drawn)
            found[level, key] = name
        found.update({(level, key): others for key in ordered[len(few) :]})
        texts |= taken
    return found


def _apart(name: Name, taken: set[str]) -> Name:
    """Return a name that no other node carries: the picture tells nodes apart by what they are called."""
    while name.drawn in taken:
        name = replace(name, text=name.text + "′")
    return name
