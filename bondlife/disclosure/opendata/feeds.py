"""What tells others that something changed: changes after a mark, Atom feeds, a sitemap, robots.txt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Any

from bondlife.disclosure.opendata.published import Site, stamp

GONE = "withdrawn"
_NOTES = {GONE: "已撤回", "superseded": "已被更正"}
_HEAD = '<?xml version="1.0" encoding="utf-8"?>'
_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True, slots=True)
class Change:
    """The newest public change of one content: its mark in the order of all changes, and what stands now."""

    mark: tuple[int, int]
    public_id: str
    form: str
    title: str
    state: str
    cut_off: date
    published_on: date | None
    digest: str
    at: datetime
    region_code: str
    project: str = ""

    @property
    def cursor(self) -> str:
        """Return the mark as text: what a reader keeps and sends again."""
        return f"{self.mark[0]}-{self.mark[1]}"


def cursor_mark(text: str) -> tuple[int, int] | None:
    """Return the mark of a cursor; None where it is none.

    >>> cursor_mark("12-7"), cursor_mark(""), cursor_mark("12-x")
    ((12, 7), (0, 0), None)
    """
    if not text:
        return 0, 0
    parts = text.split("-")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        return None
    return int(parts[0]), int(parts[1])


def change_record(one: Change, site: Site) -> dict[str, Any]:
    """Return a change for machines; a withdrawn content has its notice and no data."""
    page = site.publication(one.public_id)
    found: dict[str, Any] = {
        "cursor": one.cursor,
        "publication": one.public_id,
        "form": one.form,
        "title": one.title,
        "state": one.state,
        "cut_off": one.cut_off,
        "published_on": one.published_on,
        "changed_at": one.at.isoformat(),
        "digest": one.digest,
        "region": one.region_code,
        "page": page,
    }
    if one.state != GONE:
        found["data"] = f"{page}/file/json"
    if one.project:
        found["project"] = f"{site.base}/public/data/projects/{one.project}"
    return found


def changes_record(found: Sequence[Change], after: str, site: Site, *, has_more: bool) -> dict[str, Any]:
    """Return a page of changes and the cursor that goes on after it."""
    cursor = found[-1].cursor if found else after
    return {
        "changes": [change_record(one, site) for one in found],
        "cursor": cursor,
        "has_more": has_more,
        "next": f"{site.base}/public/data/changes?after={cursor}",
    }


def feed(site: Site, address: str, title: str, found: Sequence[Change]) -> str:
    """Return an Atom feed of changes, the newest first; notices of withdrawal and corrections stand in it."""
    last = max((one.at.isoformat() for one in found), default=stamp("2000-01-01"))
    items = "".join(_entry(one, site) for one in found)
    return (
        f'{_HEAD}<feed xmlns="http://www.w3.org/2005/Atom"><id>{escape(site.base + address)}</id>'
        f"<title>{escape(title)}</title><updated>{last}</updated>"
        f"<author><name>bondlife</name></author>"
        f'<link rel="self" href="{escape(site.base + address)}"/>{items}</feed>'
    )


def _entry(one: Change, site: Site) -> str:
    page = site.publication(one.public_id)
    note = _NOTES.get(one.state, "")
    title = f"{one.title}（{note}）" if note else one.title
    day = f"<published>{stamp(one.published_on)}</published>" if one.published_on else ""
    return (
        f"<entry><id>{escape(page)}</id><title>{escape(title)}</title>"
        f'<link href="{escape(page)}"/>{day}<updated>{one.at.isoformat()}</updated></entry>'
    )


def sitemap_index(site: Site, parts: Iterable[str]) -> str:
    """Return the index of the parts of the sitemap."""
    told = "".join(f"<sitemap><loc>{site.base}/public/sitemaps/{part}.xml</loc></sitemap>" for part in parts)
    return f'{_HEAD}<sitemapindex xmlns="{_MAP}">{told}</sitemapindex>'


def sitemap(site: Site, found: Iterable[tuple[str, date | None]]) -> str:
    """Return one part of the sitemap: addresses of pages and the day each changed."""
    told = "".join(
        f"<url><loc>{escape(site.base + address)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for address, day in found
    )
    return f'{_HEAD}<urlset xmlns="{_MAP}">{told}</urlset>'


def robots(site: Site) -> str:
    """Return what machines may read: the public side, nothing else."""
    return f"User-agent: *\nAllow: /public\nDisallow: /\nSitemap: {site.base}/public/sitemap.xml\n"
