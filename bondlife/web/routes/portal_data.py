"""Open data of the portal: projects by the standard, one and all, figures as csv, feeds."""

import csv
import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response, StreamingResponse

from bondlife import clock
from bondlife.disclosure.opendata import (
    FIELDS,
    PublishedProject,
    datapackage,
    feed,
    package_head,
    project_record,
    rows_of,
)
from bondlife.queries.opendata import feed_entries, published_project, published_projects
from bondlife.security.gate import open_to_all
from bondlife.web.render import render
from bondlife.web.routes.portal import kept, shell_of

router = APIRouter(tags=["portal"], dependencies=[Depends(open_to_all)])

BULK = "/public/data/projects.json"
ACTING = ("=", "+", "-", "@", "\t", "\r")


def base_of(request: Request) -> str:
    """Return the address of this site without its last stroke."""
    return str(request.base_url).rstrip("/")


@router.get("/public/data")
async def show_data(request: Request) -> Response:
    """Show what open data there is."""
    request.state.shell = shell_of(request)
    drawn = render(request, "public/data.html", base_of(request))
    return kept(request, bytes(drawn.body), "text/html; charset=utf-8")


@router.get("/public/data/projects/{public_id}")
def send_project(request: Request, public_id: str) -> Response:
    """Send one project as a package of the standard."""
    one = published_project(request.app.state.db, public_id)
    day = max((part[2].isoformat() for part in one.documents if part[2]), default="2000-01-01")
    head = package_head(base_of(request), one.region, day, request.url.path)
    told = {**head, "projects": [project_record(one, base_of(request))]}
    return kept(request, _json(told).encode(), "application/json")


@router.get(BULK)
def send_projects(request: Request) -> Response:
    """Send every project as one package, project by project."""
    base = base_of(request)
    head = package_head(base, "bondlife", clock.business_date().isoformat(), BULK)

    def parts() -> Iterator[str]:
        yield _json(head)[:-1] + ',"projects":['
        for number, one in enumerate(_projects(request)):
            yield ("," if number else "") + _json(project_record(one, base))
        yield "]}"

    return StreamingResponse(parts(), media_type="application/json")


def _projects(request: Request) -> Iterator[PublishedProject]:
    with request.app.state.db.reading() as session:
        yield from published_projects(session)


@router.get("/public/data/figures.csv")
def send_figures(request: Request) -> Response:
    """Send every published figure as one csv."""

    def parts() -> Iterator[str]:
        yield _line(FIELDS)
        for one in _projects(request):
            for row in rows_of(one):
                yield _line([_plain(row[name]) for name in FIELDS])

    return StreamingResponse(parts(), media_type="text/csv; charset=utf-8")


def _line(cells: Any) -> str:
    out = StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _plain(value: Any) -> str:
    """Return a cell as text that no program takes for a formula."""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(ACTING) else text


@router.get("/public/data/datapackage.json")
def send_description(request: Request) -> Response:
    """Send the description of the csv."""
    return kept(request, _json(datapackage(base_of(request))).encode(), "application/json")


@router.get("/public/feeds/{code}.atom")
def send_feed(request: Request, code: str) -> Response:
    """Send the newest contents of a region as a feed."""
    name, entries = feed_entries(request.app.state.db, code[:12])
    body = feed(base_of(request), request.url.path, f"{name} 信息公开", entries)
    return kept(request, body.encode(), "application/atom+xml; charset=utf-8")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=False, default=str)
