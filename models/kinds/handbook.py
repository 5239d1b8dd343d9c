"""The README of this room, written from the data it describes: ``python -m models.kinds.handbook``."""

import sys
from collections.abc import Iterable, Iterator
from itertools import chain

from models.kinds import shipped_kinds
from models.kinds.permissions import PERMISSIONS
from models.kinds.vocabulary import EFFECTS, GUARDS, Word
from models.lifecycle import GuardUse, Kind, Transition

_INTRODUCTION = """# Kinds

A kind is one file (or one package) of data that holds a `KIND`: tracks, lifecycles, forms, documents,
signatures, alerts. Guards and effects are named here and carried out by `bondlife/lifecycle`.
This page is written from the data: `python -m models.kinds.handbook > models/kinds/README.md`;
a test compares the two.

A guard with `purposes` is asked only of records raised for one of those purposes of bonds.
Documents of a transition are asked as `documents_present` would ask for them.
A permission says who may start an act; where an approval flow follows, each further signature asks for the
role and section of its step.
"""


def handbook() -> str:
    """Return the whole page."""
    sections = (
        _INTRODUCTION,
        "## Guards\n",
        _words(GUARDS, "guards"),
        "## Effects\n",
        _words(EFFECTS, "effects"),
        "## Permissions\n",
        _permissions(),
        "## Gates and their rules\n",
        _gates(),
    )
    return "\n".join(sections)


def uses(kind: Kind, part: str) -> Iterator[tuple[str, GuardUse]]:
    """Yield every guard or effect of a kind with the place that uses it, ``kind: record.transition``."""
    for record, transition in _moves(kind):
        found: tuple[GuardUse, ...] = getattr(transition, part)
        yield from ((f"{kind.key}: {record}.{transition.key}", one) for one in found)


def _moves(kind: Kind) -> Iterator[tuple[str, Transition]]:
    for life in kind.lifecycles:
        yield from ((life.record, transition) for transition in life.transitions)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (heads, tuple("---" for _ in heads), *rows)
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def _words(words: Iterable[Word], part: str) -> str:
    places = list(chain.from_iterable(uses(kind, part) for kind in shipped_kinds().values()))
    rows = (
        (
            f"`{word.name}`",
            ", ".join(f"`{param}`" for param in word.params),
            f"{word.meaning.en} {word.meaning.zh}",
            ", ".join(dict.fromkeys(place for place, one in places if one.name == word.name)),
        )
        for word in words
    )
    return _table(("name", "params", "meaning", "used by"), rows)


def _permissions() -> str:
    rows = (
        (f"`{right.name}`", f"{right.label.en} {right.label.zh}", ", ".join(right.roles))
        for right in PERMISSIONS
    )
    return _table(("permission", "meaning", "first holders"), rows)


def _gates() -> str:
    rows = (
        (
            f"{kind.key}: {record}.{transition.key}",
            f"{transition.label.en} {transition.label.zh}",
            ", ".join(transition.clauses) or "custom",
            transition.approval or "none",
        )
        for kind in shipped_kinds().values()
        for record, transition in _moves(kind)
    )
    return _table(("transition", "name", "rules", "approval"), rows)


if __name__ == "__main__":
    sys.stdout.write(handbook())
