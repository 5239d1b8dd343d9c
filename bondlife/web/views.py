"""What the routes of pages share: words, asked figures, files, and forms that were refused."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol
from urllib.parse import quote
from uuid import uuid4

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from bondlife.errors import Invalid, Refusal, missing
from bondlife.exchange.papers.listing import paper as listing
from bondlife.locale import speaking
from bondlife.queries.figures import Figure
from bondlife.queries.tables import UNITS, Table, as_csv, as_xlsx
from bondlife.security.actor import Actor
from bondlife.web import filters
from bondlife.web.errors import say
from bondlife.web.page import language, money_unit, page
from bondlife.web.papers import paper_answer

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure that was asked, as the explanation prints it: in the unit and language of the page."""

    figure: Figure

    def __getattr__(self, name: str) -> Any:
        """Return a part of the figure."""
        return getattr(self.figure, name)

    @property
    def shown(self) -> str:
        """Return the figure as the page shows it."""
        if self.figure.unit == "fen":
            return filters.money(self.figure.value)
        return filters.quantity(self.figure.value, self.figure.unit)


class Askable(Protocol):
    """Any view whose figures can be asked: ``explain`` is the open explanation, or None."""

    explain: Asked | None


@dataclass(frozen=True, slots=True)
class FormState:
    """A form as it is shown: what was typed, what is wrong with it, and the key made before sending."""

    data: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    key: str = field(default_factory=lambda: str(uuid4()))


@contextmanager
def in_words(request: Request, actor: Actor) -> Iterator[None]:
    """Speak the person's language while a view is put together."""
    with speaking(language(request, actor)):
        yield


def show(request: Request, actor: Actor, name: str, view: Any, *, status_code: int = 200) -> Response:
    """Draw a view; a figure that was asked is explained beside it."""
    figure = getattr(view, "explain", None)
    if isinstance(figure, Figure):
        view = replace(view, explain=Asked(figure))
    return page(request, actor, name, view, status_code=status_code)


def done(href: str) -> Response:
    """Send the browser on after a form was stored."""
    return RedirectResponse(href, 303)


def refused(values: Mapping[str, str], refusal: Refusal, *secret: str) -> FormState:
    """Return a form with its errors beside the fields; secrets are not sent back."""
    data = {name: value for name, value in values.items() if name not in secret}
    return FormState(data, {problem.field or "form": say(problem) for problem in refusal.problems})


def attachment(request: Request, actor: Actor, kind: str, table: Table) -> Response:
    """Return a table as a file to keep, its name in every writing; also as pdf or docx, to be printed."""
    unit = money_unit(request, actor)
    if kind in ("pdf", "docx"):
        return paper_answer(request, listing(table, UNITS[unit]), kind)
    if kind not in MEDIA:
        raise missing("export")
    body = as_xlsx(table, unit) if kind == "xlsx" else as_csv(table, unit)
    name = quote(f"{table.name}.{kind}")
    headers = {"Content-Disposition": f"attachment; filename=\"download\"; filename*=UTF-8''{name}"}
    return Response(body, media_type=MEDIA[kind], headers=headers)


def text_of(request: Request, name: str, longest: int = 60) -> str:
    """Return a parameter of the address, cut to a length."""
    return request.query_params.get(name, "")[:longest]


def whole_of(request: Request, name: str, least: int, most: int) -> int | None:
    """Return a whole number of the address, or None; anything else is refused."""
    text = request.query_params.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and least <= int(text) <= most):
        raise Invalid.because(
            "bad_number", "Write a whole number from %(least)d to %(most)d.", name, least=least, most=most
        )
    return int(text)


def day_of(request: Request, name: str) -> date | None:
    """Return a date of the address, or None; anything else is refused."""
    text = request.query_params.get(name, "")
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        raise Invalid.because("bad_date", "Write the date as 2026-11-21.", name) from None


def month_of(request: Request, name: str) -> date | None:
    """Return the first day of a month of the address, or None; anything else is refused."""
    text = request.query_params.get(name, "")
    try:
        return date.fromisoformat(text[:7] + "-01") if text else None
    except ValueError:
        raise Invalid.because("bad_month", "Write the month as 2026-11.", name) from None
