"""Help in choosing indicators: the library of a year by sector and purpose, and whether a target is vague."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bondlife import clock
from bondlife.books import Rule, rule_book
from bondlife.db import Database
from bondlife.lifecycle.frames import frame_key
from bondlife.lifecycle.goals import vague
from bondlife.queries.places import place_of
from bondlife.queries.rule_values import entry_word
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from models.lifecycle import Label
from models.sectors import SECTORS

KEY = "performance.indicators"
PURPOSES = ("build", "run", "transfer", "buy")
MOST_PICKED = 20


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator of the library."""

    key: str
    first: str
    second: str
    name: str
    sector: str
    unit: str
    direction: str
    how: str
    evidence: str
    example: str
    is_picked: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """A target as typed, and whether it measures anything."""

    text: str
    is_vague: bool
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class LibraryView:
    """The library of a year, what was picked from it as rows of a goal, and a target that was tried."""

    year: int
    sector: str
    purpose: str
    q: str
    sectors: Sequence[tuple[str, str]]
    purposes: Sequence[tuple[str, str]]
    lines: Sequence[IndicatorLine]
    pasted: str
    tried: Judgement | None
    words: Sequence[str]
    rule: str
    basis: str
    is_confirmed: bool
    valid_from: date
    budgets: Sequence[tuple[str, Sequence[str]]]
    can_create: bool


@dataclass(frozen=True, slots=True)
class LibraryFilter:
    """What the address says."""

    year: int | None = None
    sector: str = ""
    purpose: str = ""
    q: str = ""
    target: str = ""
    picked: Sequence[str] = ()


BUDGETS: Mapping[str, Label] = {
    "general": Label("General public budget", "一般公共预算"),
    "government_fund": Label("Government-fund budget", "政府性基金预算"),
    "state_capital": Label("State-capital budget", "国有资本经营预算"),
    "social_insurance": Label("Social-insurance budget", "社会保险基金预算"),
}
"""The four budgets; each has a frame of its own."""


def library_view(db: Database, actor: Actor, wanted: LibraryFilter) -> LibraryView:
    """Return the library in force at the end of a year, for the person's region."""
    today = clock.business_date()
    year = wanted.year or today.year
    place = place_of(db, actor, "", "goal.read")
    with db.reading() as session:
        rules = rule_book(session, place.code, min(date(year, 12, 31), today))
    rule, vague_words = rules[KEY], rules["performance.vague_words"]
    rows = [row for row in rule.value if _suits(row, wanted)]
    picked = [row for row in rule.value if row["key"] in set(wanted.picked[:MOST_PICKED])]
    return LibraryView(
        year,
        *(wanted.sector, wanted.purpose, wanted.q),
        [(key, said(label)) for key, label in SECTORS],
        [(key, entry_word(key)) for key in PURPOSES],
        [_line(row, row in picked) for row in rows],
        _pasted(picked),
        _judged(wanted.target, vague_words),
        list(vague_words.value),
        rule.public_id,
        rule.basis,
        rule.confirmed,
        rule.valid_from,
        [
            (said(label), [entry_word(one) for one in levels_of(rules[frame_key(rules, key, "goal")])])
            for key, label in BUDGETS.items()
        ],
        actor.can("goal.create"),
    )


def levels_of(rule: Rule) -> list[str]:
    """Return the first levels of a frame, each once, in its order."""
    return list(dict.fromkeys(str(row["first"]) for row in rule.value))


def _suits(row: Mapping[str, str], wanted: LibraryFilter) -> bool:
    text = wanted.q.strip().lower()
    by_text = not text or text in row["en"].lower() or text in row["zh"]
    by_sector = not wanted.sector or row["sector"] in (wanted.sector, "any")
    return by_text and by_sector and (not wanted.purpose or row["purpose"] in (wanted.purpose, "any"))


def _line(row: Mapping[str, str], is_picked: bool) -> IndicatorLine:
    sectors = dict(SECTORS)
    return IndicatorLine(
        row["key"],
        entry_word(row["first"]),
        entry_word(row["second"]),
        said(Label(row["en"], row["zh"])),
        said(sectors[row["sector"]]) if row["sector"] in sectors else entry_word(row["sector"]),
        row["unit"],
        entry_word(row["direction"]),
        entry_word(row["how"]),
        entry_word(row["evidence"]),
        row["example"],
        is_picked,
    )


def _pasted(rows: Sequence[Mapping[str, str]]) -> str:
    """Return picked rows as the form of a goal takes them: one a line, points shared out to 100."""
    if not rows:
        return ""
    each = 100 // len(rows)
    points = [each] * (len(rows) - 1) + [100 - each * (len(rows) - 1)]
    return "\n".join(
        "|".join(
            (
                *(row["first"], row["second"], said(Label(row["en"], row["zh"])), row["example"]),
                *(row["unit"], row["direction"], str(share)),
            )
        )
        for row, share in zip(rows, points, strict=True)
    )


def _judged(target: str, rule: Rule) -> Judgement | None:
    if not target.strip():
        return None
    held = [word for word in rule.value if word in target]
    return Judgement(target.strip(), vague(target, rule.value), held)
