"""The public portal: no sign-in, no cookies, no script needed; pages a browser may keep and ask for again."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.disclosure.workbook import workbook
from bondlife.errors import missing
from bondlife.locale import speaking
from bondlife.queries.public import lists
from bondlife.queries.public.content import code_picture, content_of, content_view, published_content
from bondlife.queries.public.page import FOLDERS, page_of
from bondlife.queries.public.sources import epoch, thing_of
from bondlife.queries.public.terms import terms_for
from bondlife.queries.tables import as_csv, as_xlsx
from bondlife.security.gate import open_to_all
from bondlife.web import render
from bondlife.web.kept_pages import kept_file, kept_page
from bondlife.web.public_shell import language_of, shell_of
from bondlife.web.public_side import base_of
from bondlife.web.views import MEDIA, text_of
from models.canonical import canonical_json
from models.disclosure_forms import forms

router = APIRouter(tags=["portal"], dependencies=[Depends(open_to_all)])

Page = Callable[[Request, str], Awaitable[Response]]
Whole = Callable[[Request], Response]
kept = kept_file
"""What other public routes answer files with."""


@router.get("/public")
def show_home(request: Request) -> Response:
    """Show the front page, or what a search finds."""
    query = text_of(request, "q", 200)
    return _whole(request, "public/home.html", lambda: lists.home_view(request.app.state.db, query))


@router.get("/public/terms")
async def show_terms(request: Request) -> Response:
    """Show what the words of public pages mean."""
    return _whole(request, "public/terms.html", terms_for)


def _list_route(folder: str) -> Whole:
    def show_list(request: Request) -> Response:
        """Show one page of a list of public things."""
        asked = {name: text_of(request, name, 400) for name in ("q", "region", "after", "before")}
        find = lambda: lists.list_view(request.app.state.db, folder, **asked)  # noqa: E731
        return _whole(request, "public/list.html", find)

    return show_list


def _file_route(folder: str) -> Callable[[Request, str], Response]:
    def send_list(request: Request, kind: str) -> Response:
        """Send a whole list of public things as csv or xlsx."""
        if kind not in lists.MOST_ROWS:
            raise missing("export")
        asked = {name: text_of(request, name, 200) for name in ("q", "region")}
        shell = shell_of(request)
        with speaking(shell.locale):
            found = lists.list_table(request.app.state.db, folder, kind, **asked)
            body = as_csv(found, shell.unit) if kind == "csv" else as_xlsx(found, shell.unit)
        return kept_file(request, body, MEDIA[kind], f"{folder}.{kind}")

    return send_list


def _thing_route(kind: str) -> Page:
    async def show_thing(request: Request, public_id: str) -> Response:
        """Show everything that was published about one thing."""
        with request.app.state.db.reading() as session, speaking(language_of(request)):
            thing = thing_of(session, kind, public_id[:36])
            find = lambda: page_of(session, thing, text_of(request, "explain", 200))  # noqa: E731
            return _kept(request, "public/thing.html", thing.mark, find)

    return show_thing


for _kind, _folder in FOLDERS.items():
    router.add_api_route(f"/public/{_folder}/{{public_id}}", _thing_route(_kind), methods=["GET"])
for _folder in lists.LISTS:
    router.add_api_route(f"/public/{_folder}", _list_route(_folder), methods=["GET"])
    router.add_api_route(f"/public/{_folder}/export/{{kind}}", _file_route(_folder), methods=["GET"])


@router.get("/public/publications/{public_id}")
async def show_content(request: Request, public_id: str) -> Response:
    """Show one published content."""
    with request.app.state.db.reading() as session, speaking(language_of(request)):
        found = content_of(session, public_id[:36])
        find = lambda: content_view(session, found, text_of(request, "explain", 200))  # noqa: E731
        return _kept(request, "public/content.html", found.mark, find)


@router.get("/public/publications/{public_id}/file/{kind}")
def send_content(request: Request, public_id: str, kind: str) -> Response:
    """Send one published content as xlsx in the layout of its form, or as json."""
    form, content, digest = published_content(request.app.state.db, public_id[:36])
    if kind == "xlsx":
        return kept_file(request, workbook(forms()[form], content, note=digest), MEDIA["xlsx"])
    if kind != "json":
        raise missing("export")
    return kept_file(request, canonical_json(content).encode(), "application/json")


@router.get("/public/qr/{kind}/{public_id}")
def show_code(request: Request, kind: str, public_id: str) -> Response:
    """Draw the QR code of a public page."""
    if kind not in FOLDERS:
        raise missing("page")
    with request.app.state.db.reading() as session:
        thing = thing_of(session, kind, public_id[:36])
        key = thing.region_code if kind == "region" else thing.public_id
    body = code_picture(f"{base_of(request)}/public/{FOLDERS[kind]}/{key}")
    return kept_file(request, body, "image/svg+xml")


def _whole(request: Request, name: str, find: Callable[[], Any]) -> Response:
    """Answer a page that hangs on everything that is public: it is drawn anew after any publication."""
    with request.app.state.db.reading() as session:
        now = epoch(session)
    with speaking(language_of(request)):
        return _kept(request, name, (now,), find)


def _kept(request: Request, name: str, mark: tuple[Any, ...], find: Callable[[], Any]) -> Response:
    """Answer a page in the shell of a visitor; the view is put together only if it must be drawn."""
    shell = shell_of(request)
    return kept_page(request, mark, lambda: render.draw(f"pages/{name}", find(), shell, request).encode())
