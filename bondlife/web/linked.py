"""Linked data in the head of public pages, from the view of the page: what machines read of it."""

from typing import Any

from fastapi import Request
from markupsafe import Markup

from bondlife.disclosure.opendata.linked import catalogue, data_set, linked
from bondlife.disclosure.opendata.tables import tables, title_of
from bondlife.web.public_side import base_of

JSON, CSV, ZIP = "application/json", "text/csv", "application/zip"
_DATA = {"project": "projects", "ppp_contract": "contracts"}


def linked_place(view: Any, request: Request) -> Markup:
    """Return the page of a region, project, bond, contract or fund as linked data."""
    files = {}
    if view.kind in _DATA:
        files[JSON] = f"/public/data/{_DATA[view.kind]}/{view.public_id}"
    if view.kind == "project":
        files[ZIP] = f"/public/data/projects/{view.public_id}/evidence.zip"
    feed = {
        "region": f"/public/feeds/{view.code}.atom",
        "project": f"/public/feeds/projects/{view.public_id}.atom",
    }
    days = [one.published_on for one in view.contents if one.published_on]
    return linked(
        data_set(
            base_of(request),
            view.address,
            view.title,
            region=view.region,
            identity=view.code,
            day=max(days, default=None),
            files=files,
        )
    ) + _feed(feed.get(view.kind, ""), view.title)


def _feed(address: str, title: str) -> Markup:
    """Return where the feed of a page stands; nothing where it has none."""
    link = Markup('<link rel="alternate" type="application/atom+xml" title="{}" href="{}">')
    return link.format(title, address) if address else Markup()


def linked_content(view: Any, request: Request) -> Markup:
    """Return the page of one content as linked data; a withdrawn one has no downloads."""
    address = f"/public/publications/{view.public_id}"
    files = {} if view.state == "withdrawn" else {JSON: f"{address}/file/json"}
    title = f"{view.title} {view.subject}".strip()
    return linked(
        data_set(base_of(request), address, title, region=view.region, day=view.published_on, files=files)
    )


def linked_catalogue(title: str, request: Request) -> Markup:
    """Return the page of open data as linked data."""
    files = {
        "/public/data/projects.json": ("OC4IDS 0.9", JSON),
        "/public/data/contracts.json": ("OCDS for PPPs 1.0", JSON),
        "/public/data/funds.json": ("funds", JSON),
        "/public/data/figures.csv": ("figures", CSV),
        **{
            f"/public/data/tables/{name}.csv": (title_of(spec, section), CSV)
            for name, spec, section in tables()
        },
    }
    return linked(catalogue(base_of(request), title, files))


GLOBALS = {
    "linked_place": linked_place,
    "linked_content": linked_content,
    "linked_catalogue": linked_catalogue,
}
"""What templates of the portal may call."""
