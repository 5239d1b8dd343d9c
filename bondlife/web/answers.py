"""What page routes share: the person's language, parameters of an address, lists sent as files."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import Response

from bondlife.errors import Invalid, missing
from bondlife.locale import speaking
from bondlife.queries.tables import Table, as_csv, as_xlsx
from bondlife.security.actor import Actor
from bondlife.web.page import language, money_unit, page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS = {"xlsx": (as_xlsx, XLSX), "csv": (as_csv, "text/csv; charset=utf-8")}
_MONTH = re.compile(r"(19|20|21)\d\d-(0[1-9]|1[0-2])", re.ASCII)


@contextmanager
def in_words(request: Request, actor: Actor) -> Iterator[None]:
    """Speak the person's language while a view is put together."""
    with speaking(language(request, actor)):
        yield


def show(request: Request, actor: Actor, name: str, view: object) -> Response:
    """Draw a view in the shell of this person."""
    return page(request, actor, name, view)


def attachment(request: Request, actor: Actor, kind: str, table: Table) -> Response:
    """Send a table as a file to keep, in the unit of the page, its name in every writing."""
    if kind not in _KINDS:
        raise missing("export")
    write, media_type = _KINDS[kind]
    name = quote(f"{table.name}.{kind}")
    headers = {"Content-Disposition": f"attachment; filename=\"export.{kind}\"; filename*=UTF-8''{name}"}
    return Response(write(table, money_unit(request, actor)), media_type=media_type, headers=headers)


def text_of(request: Request, name: str, most: int = 80) -> str:
    """Return a parameter of the address, cut to what it can hold."""
    return request.query_params.get(name, "").strip()[:most]


def whole_of(request: Request, name: str, least: int, most: int) -> int | None:
    """Return a whole number of the address, None where it is not given; anything else is refused."""
    text = text_of(request, name, 12)
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or not least <= int(text) <= most:
        raise Invalid.because("bad_number", "This is not a number that can be asked for here.", name)
    return int(text)


def month_of(request: Request, name: str) -> date | None:
    """Return the first day of a month such as 2026-11, None where it is not given; anything else is refused."""
    text = text_of(request, name, 10)
    if not text:
        return None
    if not _MONTH.fullmatch(text):
        raise Invalid.because("bad_month", "Write the month as 2026-11.", name)
    return date.fromisoformat(f"{text}-01")
