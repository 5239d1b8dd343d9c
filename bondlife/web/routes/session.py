"""Sign in and out."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from bondlife.errors import Forbidden
from bondlife.locale import known
from bondlife.security import gate, sessions
from bondlife.security.actor import Actor
from bondlife.web.forms import SentForm
from bondlife.web.page import LANGUAGE_COOKIE, keep_choices
from bondlife.web.render import render
from bondlife.web.shell_view import ShellView

router = APIRouter(tags=["session"])


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """One account of a demo database."""

    account: str
    password: str
    role: str


@dataclass(frozen=True, slots=True)
class SignInView:
    """The sign-in page."""

    problem: str = ""
    account: str = ""
    demo: tuple[DemoSignIn, ...] = ()


@router.get("/sign-in", dependencies=[Depends(gate.open_to_all)])
async def show_sign_in(request: Request) -> Response:
    """Show the sign-in page."""
    return _page(request, SignInView(demo=_demo(request)))


@router.post("/sign-in", dependencies=[Depends(gate.open_to_all)])
def sign_in(request: Request, form: SentForm) -> Response:
    """Open a session; a wrong sign-in says so in words that name no account."""
    if not gate.same_origin(request):
        raise Forbidden.because("forged", "This form is not from this session; open the page again.", "csrf")
    account = form.values.get("account", "")
    source = request.client.host if request.client else ""
    try:
        opened = sessions.sign_in(
            request.app.state.db,
            account,
            form.values.get("password", "")[:200],
            form.values.get("code", "")[:8],
            source,
        )
    except sessions.SignInRefused as refused:
        view = SignInView(refused.problems[0].message, account[:60], _demo(request))
        return _page(request, view, status_code=401)
    sessions.forget(request.app.state.db, request.cookies.get(gate.cookie_name(request), ""))
    answer = RedirectResponse("/account/password" if opened.must_change_password else "/", 303)
    answer.set_cookie(
        gate.cookie_name(request),
        opened.token,
        httponly=True,
        samesite="lax",
        secure=request.app.state.settings.secure_cookies,
        path="/",
    )
    return answer


@router.post("/sign-out")
def sign_out(request: Request, _actor: Annotated[Actor, Depends(gate.require("account.self"))]) -> Response:
    """End this session."""
    session_id = gate.visitor_of(request).session_id
    if session_id is not None:
        sessions.sign_out(request.app.state.db, session_id)
    return _gone(request)


@router.post("/sign-out-everywhere")
def sign_out_everywhere(
    request: Request, actor: Annotated[Actor, Depends(gate.require("account.self"))]
) -> Response:
    """End every session of this person."""
    if actor.user_id is not None:
        sessions.sign_out_everywhere(request.app.state.db, actor.user_id)
    return _gone(request)


def _gone(request: Request) -> Response:
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(gate.cookie_name(request), path="/")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _page(request: Request, view: SignInView, *, status_code: int = 200) -> Response:
    language = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    request.state.shell = ShellView(locale=known(language), is_demo=request.app.state.settings.demo)
    answer = render(request, "session/sign_in.html", view, status_code=status_code)
    keep_choices(request, answer)
    return answer


def _demo(request: Request) -> tuple[DemoSignIn, ...]:
    if not request.app.state.settings.demo:
        return ()
    from bondlife.demo.people import LEVELS, PASSWORD, PEOPLE

    return tuple(DemoSignIn(one.account, PASSWORD, one.title) for one in (*PEOPLE, *LEVELS))
