"""Draw a page for a signed-in person: the shell around it, then the view."""

from functools import lru_cache

from fastapi import Request
from fastapi.responses import HTMLResponse

from bondlife import clock
from bondlife.locale import known
from bondlife.queries.shell import Choices, region_choices, waiting_counts
from bondlife.security.actor import Actor
from bondlife.security.gate import visitor_of
from bondlife.security.permissions import ROLES
from bondlife.web.menu import menu_for
from bondlife.web.render import render
from bondlife.web.shell_view import UNITS, RegionChoice, ShellView

SHOWN_BY_RIGHT = ("search.read", "task.read", "alert.read", "rule.read")
"""Rights that parts of the shell, and links every page may carry, ask for."""
LANGUAGE_COOKIE, UNIT_COOKIE = "bondlife_lang", "bondlife_unit"


def page(request: Request, actor: Actor, name: str, view: object, *, status_code: int = 200) -> HTMLResponse:
    """Draw a view in the shell of this person."""
    if request.headers.get("HX-Request") != "true":
        request.state.shell = shell_of(request, actor)
    else:
        request.state.shell = bare_shell(request, actor)
    answer = render(request, name, view, status_code=status_code)
    keep_choices(request, answer)
    return answer


def keep_choices(request: Request, answer: HTMLResponse) -> None:
    """Keep the unit and language that the address asked for, for the pages after this one."""
    shell: ShellView = request.state.shell
    for asked, cookie, value in (("unit", UNIT_COOKIE, shell.unit), ("lang", LANGUAGE_COOKIE, shell.locale)):
        if asked in request.query_params:
            secure = request.app.state.settings.secure_cookies
            answer.set_cookie(cookie, value, max_age=31_536_000, httponly=True, samesite="lax", secure=secure)


def bare_shell(request: Request, actor: Actor) -> ShellView:
    """Return what a part needs of the shell: language, unit, token."""
    return ShellView(
        locale=language(request, actor),
        unit=money_unit(request, actor),
        user_name=actor.name,
        csrf_token=visitor_of(request).csrf,
        business_date=clock.business_date().isoformat(),
        sees=frozenset(filter(actor.can, SHOWN_BY_RIGHT)),
    )


def shell_of(request: Request, actor: Actor) -> ShellView:
    """Return the whole shell: menu by rights, own regions, what waits."""
    bare = bare_shell(request, actor)
    db = request.app.state.db
    tasks, alerts, notices = waiting_counts(db, actor)
    chinese = bare.locale == "zh_CN"
    menu = menu_for(request.url.path, actor, bare.locale)
    labels = [ROLES[role][1 if chinese else 0] for role in sorted(actor.roles) if role in ROLES]
    return ShellView(
        locale=bare.locale,
        unit=bare.unit,
        user_name=actor.name,
        role_label="、".join(labels) if chinese else ", ".join(labels),
        menu=menu,
        regions=_regions(region_choices(db, actor)),
        region=request.query_params.get("region", ""),
        task_count=tasks,
        alert_count=alerts,
        notice_count=notices,
        sees=bare.sees,
        csrf_token=bare.csrf_token,
        business_date=bare.business_date,
        is_demo=request.app.state.settings.demo,
    )


@lru_cache(maxsize=1000)
def _regions(choices: Choices) -> tuple[RegionChoice, ...]:
    return tuple(RegionChoice(code, label) for code, label in choices)


def language(request: Request, actor: Actor) -> str:
    """Return the language: asked in the address, kept in a cookie, or the person's own."""
    return known(request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE) or actor.locale)


def money_unit(request: Request, actor: Actor) -> str:
    """Return the unit of money: asked in the address, kept in a cookie, or the person's own."""
    asked = request.query_params.get("unit") or request.cookies.get(UNIT_COOKIE) or actor.unit
    return asked if asked in UNITS else "wan"
