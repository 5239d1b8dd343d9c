"""Refusals as answers: a page, a part for htmx, or JSON for programs. Never a traceback, no 500 for input."""

from dataclasses import dataclass
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from sqlalchemy.exc import DBAPIError, StatementError
from starlette.exceptions import HTTPException

from bondlife.errors import Blocked, Conflict, Forbidden, Invalid, Missing, Problem, Refusal, Unavailable
from bondlife.locale import current_locale, gettext, is_chinese, known, speaking
from bondlife.security.gate import PasswordNeeded, SignInNeeded
from bondlife.security.sessions import SignInRefused
from bondlife.services.messages import problems_of, refusal_of
from bondlife.store_trouble import unavailable
from bondlife.web.headers import fixed_headers
from bondlife.web.page import LANGUAGE_COOKIE
from bondlife.web.public_shell import shell_of
from bondlife.web.public_side import PORTAL, is_portal
from bondlife.web.render import render
from bondlife.web.shell_view import ShellView
from calculators.kernel.errors import CalculationError

STATUS: dict[type[Refusal], int] = {
    SignInNeeded: 401,
    SignInRefused: 401,
    PasswordNeeded: 403,
    Forbidden: 403,
    Missing: 404,
    Conflict: 409,
    Blocked: 409,
    Invalid: 422,
    Unavailable: 503,
}
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One reason, in the language of the page."""

    message: str
    field: str
    who: str
    href: str


@dataclass(frozen=True, slots=True)
class ErrorView:
    """One refusal as a page shows it."""

    status: int
    detail: str
    reference: str
    problems: tuple[ProblemLine, ...] = ()
    home: str = "/"


def install(app: FastAPI) -> None:
    """Give every kind of refusal its answer."""
    app.add_exception_handler(Refusal, _on_refusal)
    app.add_exception_handler(CalculationError, _on_calculation)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(DBAPIError, _on_database)
    app.add_exception_handler(StatementError, _on_statement)
    app.add_exception_handler(UnicodeError, _on_text)
    app.add_exception_handler(Exception, _on_fault)


def status_of(refusal: Refusal) -> int:
    """Return the status of a refusal."""
    return next((status for kind, status in STATUS.items() if isinstance(refusal, kind)), 400)


def say(problem: Problem) -> str:
    """Return a problem in the language of the moment."""
    return problem.put(gettext(problem.message), chinese=is_chinese())


def as_json(status: int, code: str, problems: list[dict[str, Any]]) -> JSONResponse:
    """Return the one shape of an API refusal."""
    return JSONResponse({"code": code, "status": status, "problems": problems}, status)


def answer(request: Request, status: int, code: str, problems: list[Problem]) -> Response:
    """Return a refusal as the caller reads it, in the caller's language."""
    with speaking(_language(request)):
        return _answer(request, status, code, problems)


def _answer(request: Request, status: int, code: str, problems: list[Problem]) -> Response:
    if wants_json(request):
        return as_json(
            status, code, [{"code": p.code, "field": p.field, "message": say(p)} for p in problems]
        )
    lines = tuple(ProblemLine(say(p), p.field, p.who, p.href) for p in problems)
    detail = lines[0].message if len(lines) == 1 else ""
    is_public = is_portal(request.url.path)
    if is_public:
        request.state.shell = shell_of(request)
    elif not hasattr(request.state, "shell"):
        request.state.shell = ShellView(locale=current_locale(), is_demo=request.app.state.settings.demo)
    name, home = ("errors/public.html", PORTAL) if is_public else ("errors/error.html", "/")
    page = render(request, name, ErrorView(status, detail, "", lines, home), status_code=status)
    page.headers["Cache-Control"] = "no-store"
    return page


def _language(request: Request) -> str:
    """Return the language of an answer; who asks is not looked up for it, for the store may be away."""
    if wants_json(request):
        return known(request.headers.get("Accept-Language", "").split(",")[0].split(";")[0])
    visitor = getattr(request.state, "visitor", None)
    asked = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    return known(asked or (visitor.actor.locale if visitor is not None else None))


def wants_json(request: Request) -> bool:
    """Tell whether the caller is a program."""
    return request.url.path.startswith("/api/")


async def _on_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    if isinstance(error, SignInNeeded) and not wants_json(request):
        return _to(request, "/sign-in")
    if isinstance(error, PasswordNeeded) and not wants_json(request):
        return _to(request, "/account/password")
    return answer(request, status_of(error), error.code, list(error.problems))


async def _on_calculation(request: Request, error: Exception) -> Response:
    assert isinstance(error, CalculationError)
    return answer(request, 422, "calculation", [refusal_of(error)])


async def _on_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return answer(request, 422, "invalid", problems_of(list(error.errors())))


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = answer(request, error.status_code, f"http_{error.status_code}", [])
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response


async def _on_database(request: Request, error: Exception) -> Response:
    assert isinstance(error, DBAPIError)
    log.error("database", path=request.url.path, error=type(error).__name__, text=str(error.orig)[:300])
    refusal = unavailable(error)
    return answer(request, 503, refusal.code, list(refusal.problems))


async def _on_statement(request: Request, error: Exception) -> Response:
    log.error("statement", path=request.url.path, error=str(error)[:300])
    return answer(request, 422, "invalid", [Problem("bad_value", "A value cannot be stored as it is.")])


async def _on_text(request: Request, _error: Exception) -> Response:
    return answer(
        request,
        422,
        "invalid",
        [Problem("bad_character", "The text holds a character that cannot be stored.")],
    )


async def _on_fault(request: Request, error: Exception) -> Response:
    """Answer for a fault of ours: outside the middle layers, so it puts the headers on by itself."""
    log.exception("fault", path=request.url.path, error=type(error).__name__)
    told = answer(request, 500, "fault", [])
    told.headers.update(fixed_headers(secure=request.app.state.settings.secure_cookies))
    told.headers["Cache-Control"] = "no-store"
    return told


def _to(request: Request, address: str) -> Response:
    """Send a browser on; htmx follows by a header of its own."""
    if request.headers.get("HX-Request") == "true":
        return HTMLResponse("", 200, headers={"HX-Redirect": address})
    return RedirectResponse(address, 303)
