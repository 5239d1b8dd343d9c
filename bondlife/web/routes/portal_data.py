"""Open data of the portal: projects and contracts by their standards, tables, changes, feeds, the sitemap."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response, StreamingResponse
from sqlmodel import Session

from bondlife import clock
from bondlife.disclosure.evidence import evidence_pack
from bondlife.disclosure.opendata import tables
from bondlife.disclosure.opendata.contract import release_head, release_of
from bondlife.disclosure.opendata.feeds import (
    Change,
    changes_record,
    cursor_mark,
    feed,
    robots,
    sitemap,
    sitemap_index,
)
from bondlife.disclosure.opendata.project import package_head, project_record
from bondlife.disclosure.opendata.published import PublishedContract, PublishedProject, Site
from bondlife.disclosure.opendata.told import fund_record
from bondlife.errors import Invalid, missing
from bondlife.locale import speaking
from bondlife.offline import bondlife_public, check_pack
from bondlife.queries import opendata, public_changes
from bondlife.queries.evidence import evidence_of
from bondlife.queries.public.sources import epoch
from bondlife.queries.public_data import data_view
from bondlife.security.gate import open_to_all
from bondlife.services.disclosure_packages import key_text, seed_of
from bondlife.web.kept_pages import cache_headers, is_known, release
from bondlife.web.public_shell import shell_of
from bondlife.web.public_side import base_of
from bondlife.web.render import render
from bondlife.web.routes.portal import kept
from bondlife.web.views import text_of, whole_of

router = APIRouter(tags=["portal"], dependencies=[Depends(open_to_all)])

PROJECTS, CONTRACTS = "/public/data/projects.json", "/public/data/contracts.json"
FUNDS = "/public/data/funds.json"
ATOM = "application/atom+xml; charset=utf-8"
XML = "application/xml; charset=utf-8"
PYTHON = "text/x-python; charset=utf-8"
FEW = 100


def site_of(request: Request) -> Site:
    """Return where this site stands and the prefixes of its identifiers."""
    chosen = request.app.state.settings
    return Site(base_of(request), chosen.oc4ids_prefix, chosen.ocds_prefix)


@router.get("/public/data")
async def show_data(request: Request) -> Response:
    """Show what open data there is."""
    shell = request.state.shell = shell_of(request)
    with speaking(shell.locale):
        drawn = render(request, "public/data.html", data_view())
    return kept(request, bytes(drawn.body), "text/html; charset=utf-8")


@router.get("/public/data/projects/{public_id}")
def send_project(request: Request, public_id: str) -> Response:
    """Send one project as a package of the standard."""
    one = opendata.published_project(request.app.state.db, public_id)
    site, day = site_of(request), _newest(part[2] for part in one.documents)
    head = package_head(site, one.region, day, request.url.path)
    return _json_answer(request, {**head, "projects": [project_record(one, site)]})


def _newest(days: Iterable[Any]) -> str:
    return max((day.isoformat() for day in days if day), default="2000-01-01")


def _json_answer(request: Request, told: Any) -> Response:
    return kept(request, _json(told).encode(), "application/json")


@router.get("/public/data/projects/{public_id}/evidence.zip")
def send_evidence(request: Request, public_id: str) -> Response:
    """Send the evidence of one project as a signed pack; the same public state gives the same bytes."""
    seed = seed_of(request.app.state.settings.secret())
    code, one, found = evidence_of(request.app.state.db, public_id)
    pack = evidence_pack(one, code, found, site_of(request), seed)
    return kept(request, pack.body, "application/zip")


@router.get("/public/data/contracts/{public_id}")
def send_contract(request: Request, public_id: str) -> Response:
    """Send one PPP contract as a package of releases."""
    one = opendata.published_contract(request.app.state.db, public_id)
    site, day = site_of(request), _newest(told.published_on for told in one.contents)
    head = release_head(site, one.region, day, request.url.path)
    return _json_answer(request, {**head, "releases": [release_of(one, site)]})


@router.get(PROJECTS)
def send_projects(request: Request) -> Response:
    """Send every project as one package, project by project."""
    site = site_of(request)
    head = package_head(site, "bondlife", clock.business_date().isoformat(), PROJECTS)
    return _package(request, head, "projects", (project_record(one, site) for one in _projects(request)))


@router.get(CONTRACTS)
def send_contracts(request: Request) -> Response:
    """Send every PPP contract as one package; while none is published there is none."""
    site = site_of(request)
    head = release_head(site, "bondlife", clock.business_date().isoformat(), CONTRACTS)
    found = _contracts(request)
    first = next(found, None)
    if first is None:
        raise missing("ppp_contract")

    def records() -> Iterator[dict[str, Any]]:
        yield release_of(first, site)
        yield from (release_of(one, site) for one in found)

    return _package(request, head, "releases", records())


@router.get(FUNDS)
def send_funds(request: Request) -> Response:
    """Send every government investment fund in a form of our own."""
    head = package_head(site_of(request), "bondlife", clock.business_date().isoformat(), FUNDS)
    found = _read(request, opendata.published_funds)
    return _package(request, {**head, "version": "1"}, "funds", (fund_record(one) for one in found))


def _package(
    request: Request, head: dict[str, Any], name: str, records: Iterable[dict[str, Any]]
) -> Response:
    def parts() -> Iterator[str]:
        yield f'{_json(head)[:-1]},"{name}":['
        for number, record in enumerate(records):
            yield ("," if number else "") + _json(record)
        yield "]}"

    return _streamed(request, parts(), "application/json")


def _streamed(request: Request, parts: Iterator[str], media: str) -> Response:
    """Answer part by part; who has it since the last publication, today, is told that it did not change."""
    with request.app.state.db.reading() as session:
        mark = (release(), site_of(request), request.url.path, epoch(session), clock.business_date())
    tag = hashlib.sha256(repr(mark).encode()).hexdigest()[:32]
    headers = cache_headers(tag)
    if is_known(request, tag):
        return Response(status_code=304, headers=headers)
    return StreamingResponse(parts, media_type=media, headers=headers)


def _read(request: Request, find: Callable[[Session], Iterator[Any]]) -> Iterator[Any]:
    with request.app.state.db.reading() as session:
        yield from find(session)


def _projects(request: Request) -> Iterator[PublishedProject]:
    return _read(request, opendata.published_projects)


def _contracts(request: Request) -> Iterator[PublishedContract]:
    return _read(request, opendata.published_contracts)


@router.get("/public/data/figures.csv")
def send_figures(request: Request) -> Response:
    """Send every published figure as one csv."""
    rows = (row for one in _lines(request) for row in tables.figures(one))
    return _csv(request, tables.FIELDS, ([row[name] for name in tables.FIELDS] for row in rows))


@router.get("/public/data/tables/{name}.csv")
def send_table(request: Request, name: str) -> Response:
    """Send one section of one form, a line a row, its columns typed as datapackage.json says."""
    found = tables.table_of(name)
    if found is None:
        raise missing("export")
    spec, section = found
    lines = (line for one in _lines(request, spec.key) for line in tables.lines_of(one, section))
    return _csv(request, tables.heads_of(section), lines)


def _lines(request: Request, form: str = "") -> Iterator[tables.Line]:
    return _read(request, lambda session: opendata.published_lines(session, form))


def _csv(request: Request, head: Iterable[str], lines: Iterable[Iterable[Any]]) -> Response:
    def parts() -> Iterator[str]:
        yield tables.csv_line(head)
        yield from (tables.csv_line(line) for line in lines)

    return _streamed(request, parts(), "text/csv; charset=utf-8")


@router.get("/public/data/datapackage.json")
def send_description(request: Request) -> Response:
    """Send the description of every table."""
    return _json_answer(request, tables.datapackage(site_of(request).base))


@router.get("/public/data/changes")
def send_changes(request: Request) -> Response:
    """Send what changed in public after a cursor, in order, and the cursor that goes on."""
    after = text_of(request, "after", 40)
    mark = cursor_mark(after)
    if mark is None:
        raise Invalid.because("wrong_cursor", "A cursor is what an answer of this address gave.", "after")
    limit = whole_of(request, "limit", 1, public_changes.MOST) or FEW
    found, more = public_changes.changes_after(request.app.state.db, mark, limit)
    return _json_answer(request, changes_record(found, after, site_of(request), has_more=more))


@router.get("/public/data/public.key")
async def send_key(request: Request) -> Response:
    """Send the key that checks packs and packages of this site."""
    return kept(request, key_text(request.app.state.settings.secret()).encode(), "text/plain")


@router.get("/public/data/bondlife_public.py")
async def send_client(request: Request) -> Response:
    """Send the client in one file, and its examples."""
    return kept(request, bondlife_public.source(), PYTHON)


@router.get("/public/data/check_pack.py")
async def send_checker(request: Request) -> Response:
    """Send what checks packs and packages offline, in one file."""
    return kept(request, check_pack.source(), PYTHON)


@router.get("/public/feeds/{code}.atom")
def send_feed(request: Request, code: str) -> Response:
    """Send the newest changes in a region as a feed."""
    return _feed(request, public_changes.region_changes(request.app.state.db, code[:12]))


@router.get("/public/feeds/projects/{public_id}.atom")
def send_project_feed(request: Request, public_id: str) -> Response:
    """Send the newest changes of a project as a feed."""
    return _feed(request, public_changes.project_changes(request.app.state.db, public_id))


def _feed(request: Request, told: tuple[str, list[Change]]) -> Response:
    name, found = told
    body = feed(site_of(request), request.url.path, f"{name} 信息公开", found)
    return kept(request, body.encode(), ATOM)


@router.get("/public/sitemap.xml")
def send_sitemap(request: Request) -> Response:
    """Send the index of the sitemap."""
    body = sitemap_index(site_of(request), public_changes.sitemap_parts(request.app.state.db))
    return kept(request, body.encode(), XML)


@router.get("/public/sitemaps/{part}.xml")
def send_sitemap_part(request: Request, part: str) -> Response:
    """Send one part of the sitemap."""
    found = public_changes.sitemap_part(request.app.state.db, part)
    return kept(request, sitemap(site_of(request), found).encode(), XML)


@router.get("/robots.txt")
async def send_robots(request: Request) -> Response:
    """Tell machines what they may read."""
    return kept(request, robots(site_of(request)).encode(), "text/plain; charset=utf-8")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=False, default=str)
