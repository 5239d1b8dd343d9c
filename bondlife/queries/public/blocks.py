"""Published contents as the blocks of a page: sections with their pictures, the rail, where each is from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bondlife.disclosure.things import rank
from bondlife.locale import gettext, is_chinese
from bondlife.queries.disclosure_words import form_name
from bondlife.queries.public.sources import Source, Thing, newest
from bondlife.queries.published_form import SectionView, sections_of
from models.disclosure_forms import forms
from models.public_words import english_of

WITH_PAGE = ("contractors", "F8")
"""Forms shown in full beside the page of a thing; the others are a link away."""

MOST_FORMS = 3
"""So many forms stand in full on the page of a thing that has none of its own."""

DRAWN = ("bars", "plan", "wall", "sankey", "coverage")
MARKS = {"未开始": "open", "进行中": "wait", "已办结": "done"}


@dataclass(frozen=True, slots=True)
class Stop:
    """One stage on the rail."""

    name: str
    mark: str
    word: str
    note: str
    is_now: bool
    href: str = ""
    risk: str = ""


@dataclass(frozen=True, slots=True)
class PageBlock:
    """One section on a page: its form, the day of its figures, where the whole content stands."""

    id: str
    form: str
    title: str
    section: SectionView
    cut_off: date
    href: str

    @property
    def is_drawn(self) -> bool:
        """Tell whether a picture is drawn from it."""
        return self.section.chart in DRAWN and len(self.section.rows) > 1


def shown_sources(thing: Thing) -> list[Source]:
    """Return the contents that stand in full on the page of a thing: its own page, or its newest forms."""
    found = newest(thing.sources)
    ranked = sorted(found.values(), key=lambda one: rank(thing.kind, one.form))
    if ranked and rank(thing.kind, ranked[0].form) == 0:
        return [ranked[0], *(found[form] for form in WITH_PAGE if form in found)]
    return ranked[:MOST_FORMS]


def blocks_of(sources: Sequence[Source], contents: Mapping[int, Mapping[str, Any]]) -> list[PageBlock]:
    """Return the blocks of a page; empty sections are left out, the rail is drawn by itself."""
    return [
        block
        for source in sources
        for block in _blocks(source, contents.get(source.id, {}))
        if block.section.rows and block.section.chart != "rail"
    ]


def _blocks(source: Source, content: Mapping[str, Any]) -> Iterator[PageBlock]:
    title, href = form_name(source.form), f"/public/publications/{source.public_id}"
    for section in sections_of(forms()[source.form], content):
        place = section.name.replace("[", "-").replace("].", "-")
        yield PageBlock(f"{source.form}-{place}", source.form, title, section, source.cut_off, href)


def rail_of(sources: Sequence[Source], contents: Mapping[int, Mapping[str, Any]]) -> list[Stop]:
    """Return the stages of a project page; none on other pages."""
    for source in sources:
        rows = contents.get(source.id, {}).get("rail") or ()
        if rows:
            last = max((at for at, row in enumerate(rows) if row["word"] == "进行中"), default=-1)
            return [_stop(row, is_now=at == last) for at, row in enumerate(rows)]
    return []


def _stop(row: Mapping[str, Any], *, is_now: bool) -> Stop:
    mark = MARKS.get(row["word"], "open")
    note = gettext("%(done)d of %(total)d records") % row if row["total"] else "—"
    since = "" if row["since"] == "—" else f" · {row['since']}"
    stage, word = (row[name] if is_chinese() else english_of(row[name]) for name in ("stage", "word"))
    return Stop(stage, "now" if is_now else mark, word, f"{note}{since}", is_now)
