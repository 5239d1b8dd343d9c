"""The public portal: no sign-in, no cookies, no script needed; pages a browser may keep and ask for again."""

import hashlib
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.disclosure.workbook import workbook
from bondlife.errors import missing
from bondlife.locale import known, speaking
from bondlife.queries.portal import (
    code_picture,
    content_view,
    home_view,
    published_content,
    region_page,
    thing_page,
)
from bondlife.security.gate import open_to_all
from bondlife.web.render import render
from bondlife.web.shell_view import UNITS, MenuEntry, ShellView
from bondlife.web.views import MEDIA, text_of
from models.canonical import canonical_json
from models.disclosure_forms import forms

router = APIRouter(tags=["portal"], dependencies=[Depends(open_to_all)])

SECONDS = 300
"""How long a page may be kept before it is asked for again."""


@router.get("/public")
async def show_home(request: Request) -> Response:
    """Show the front page, or what a search finds."""
    view = _read(request, home_view, query=text_of(request, "q", 200))
    return _page(request, "public/home.html", view)


@router.get("/public/regions/{code}")
async def show_region(request: Request, code: str) -> Response:
    """Show what a region published."""
    return _page(request, "public/place.html", _read(request, region_page, code=code[:12]))


@router.get("/public/projects/{public_id}")
async def show_project(request: Request, public_id: str) -> Response:
    """Show what was published of a project."""
    view = _read(request, thing_page, kind="project", public_id=public_id)
    return _page(request, "public/place.html", view)


@router.get("/public/bonds/{public_id}")
async def show_bond(request: Request, public_id: str) -> Response:
    """Show what was published of a bond."""
    return _page(request, "public/place.html", _read(request, thing_page, kind="bond", public_id=public_id))


@router.get("/public/publications/{public_id}")
async def show_content(request: Request, public_id: str) -> Response:
    """Show one published content."""
    return _page(request, "public/content.html", _read(request, content_view, public_id=public_id))


@router.get("/public/publications/{public_id}/file/{kind}")
def send_content(request: Request, public_id: str, kind: str) -> Response:
    """Send one published content as xlsx in the layout of its form, or as json."""
    form, content, digest = published_content(request.app.state.db, public_id)
    if kind == "xlsx":
        return kept(request, workbook(forms()[form], content, note=digest), MEDIA["xlsx"])
    if kind != "json":
        raise missing("export")
    return kept(request, canonical_json(content).encode(), "application/json")


@router.get("/public/qr/{kind}/{public_id}")
def show_code(request: Request, kind: str, public_id: str) -> Response:
    """Draw the QR code of a public page."""
    if kind not in ("project", "bond"):
        raise missing("page")
    view = thing_page(request.app.state.db, kind, public_id)
    body = code_picture(f"{request.base_url}".rstrip("/") + view.address)
    return kept(request, body, "image/svg+xml")


def _read(request: Request, find: Any, /, **values: Any) -> Any:
    """Put a view together in the language of the address; its few reads are quick."""
    with speaking(known(request.query_params.get("lang") or "")):
        return find(request.app.state.db, **values)


def _page(request: Request, name: str, view: Any) -> Response:
    """Draw a view in the shell of a visitor."""
    request.state.shell = shell_of(request)
    drawn = render(request, name, view)
    return kept(request, bytes(drawn.body), "text/html; charset=utf-8")


def shell_of(request: Request) -> ShellView:
    """Return the shell of a visitor: language and unit of the address, nothing kept."""
    unit = request.query_params.get("unit", "")
    menu = (MenuEntry("OC4IDS · CSV", "/public/data"),)
    return ShellView(
        locale=known(request.query_params.get("lang") or ""), unit=unit if unit in UNITS else "wan", menu=menu
    )


def kept(request: Request, body: bytes, media: str) -> Response:
    """Answer with a tag of the content; who has it already is told that it did not change."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": f"public, max-age={SECONDS}", "Vary": "Accept-Encoding"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media, headers=headers)
