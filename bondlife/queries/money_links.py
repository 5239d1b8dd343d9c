"""Links of a trail: every path from node to node, added up, small nodes of a column put together."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bondlife.locale import gettext
from bondlife.queries.money_paths import Name, PathSum, RegionSum


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

BEFORE, PAID = "before", "paid"
FIXED = {
    **STAYS,
    BEFORE: _("Paid before it was taken on here"),
    PAID: _("Paid to payees"),
}
"""Nodes that are no row of a table, by what they are called."""

LEVELS = (_("Bond → region"), _("Region → project"), _("Project → contract"), _("Contract → payee"))
REGION_LEVELS = (_("Region → regions below"), _("Region → payees and accounts"))

Key = int | str
"""A node inside its column: the inner key of a row, the name of a payee or of a fixed node."""
Edges = dict[tuple[int, Key, Key], int]
"""Amounts by column of the source, source and target."""
Namer = Callable[[int, Sequence[Key]], Mapping[Key, Name]]
"""Gives the names of nodes of a column."""


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


def region_edges(own: int, below: Iterable[RegionSum]) -> Edges:
    """Return the links of a region that is told by the regions below it."""
    edges: Edges = {}
    for one in below:
        edges[0, own, one.region_id] = one.steps.get("raised", 0) + one.steps.get("moved", 0)
        for step in (PAID, *STAYS):
            edges[1, one.region_id, step] = one.steps.get(step, 0)
    return {edge: amount for edge, amount in edges.items() if amount}


def path_edges(sums: Iterable[PathSum]) -> Edges:
    """Return the steps of every path, equal ones added up."""
    edges: defaultdict[tuple[int, Key, Key], int] = defaultdict(int)
    for bond, region, project, contract, payee, step, amount in sums:
        if step != PAID and step not in STAYS:
            continue
        edges[0, bond, region] += amount
        edges[1, region, project] += amount
        edges[2, project, step if step != PAID else BEFORE if payee is None else contract] += amount
        if step == PAID and payee is not None:
            edges[3, contract, payee] += amount
    return edges


def fixed_name(key: str) -> Name:
    """Return the name of a node that is no row of a table."""
    return Name(key, gettext(FIXED[key]), "")


def stages_of(edges: Edges, names: Namer, titles: Sequence[str] = LEVELS) -> list[Stage]:
    """Return the links by level, the largest first, the smaller nodes of each column put together."""
    heads = _heads(edges, names)
    known = {(level, name.key): name for (level, _key), name in heads.items()}
    sums: dict[tuple[int, str, str], int] = {}
    for (level, source, target), amount in edges.items():
        place = level, heads[level, source].key, heads[level + 1, target].key
        sums[place] = sums.get(place, 0) + amount
    found: list[Stage] = []
    for level, title in enumerate(titles):
        own = [
            _link(level, known[level, source], known[level + 1, target], amount)
            for (at, source, target), amount in sums.items()
            if at == level
        ]
        if own:
            own.sort(key=lambda one: -one.amount)
            found.append(Stage(gettext(title), own, sum(one.amount for one in own)))
    return found


def _link(level: int, source: Name, target: Name, amount: int) -> Link:
    return Link(level, source, target, amount, not target.href and target.key in STAYS)


def _heads(edges: Edges, names: Namer) -> dict[tuple[int, Key], Name]:
    """Return what each node is drawn as: itself, or the rest of its column; names are told apart."""
    found: dict[tuple[int, Key], Name] = {}
    texts: set[str] = set()
    for level, column in sorted(_columns(edges).items()):
        ordered = sorted(column, key=lambda key: (-column[key], str(key)))
        few = ordered if len(ordered) <= MOST_NODES else ordered[: MOST_NODES - 1]
        known, taken = names(level, few), set[str]()
        for key in few:
            name = _apart(known[key], texts | taken)
            taken.add(name.drawn)
            found[level, key] = name
        others = _others(level, len(ordered) - len(few))
        found.update({(level, key): others for key in ordered[len(few) :]})
        texts |= taken
    return found


def _columns(edges: Edges) -> dict[int, dict[Key, int]]:
    """Return what came into each node, of the first column what left it."""
    sums: dict[int, dict[Key, int]] = {}
    for (level, source, target), amount in edges.items():
        if not level:
            first = sums.setdefault(0, {})
            first[source] = first.get(source, 0) + amount
        column = sums.setdefault(level + 1, {})
        column[target] = column.get(target, 0) + amount
    return sums


def _others(level: int, count: int) -> Name:
    return Name(f"rest{level}", gettext(_("%(count)d others")) % {"count": count} + "　" * level, "")


def _apart(name: Name, taken: set[str]) -> Name:
    """Return a name that no other node carries: the picture tells nodes apart by what they are called."""
    while name.drawn in taken:
        name = replace(name, text=name.text + "′")
    return name
