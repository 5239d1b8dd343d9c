"""What stands around a page of the portal: language and unit of the address, the ways on, nothing kept."""

from fastapi import Request

from bondlife.locale import gettext, known, speaking
from bondlife.queries.public import lists
from bondlife.web.shell_view import UNITS, MenuEntry, ShellView


def language_of(request: Request) -> str:
    """Return the language an address asks for."""
    return known(request.query_params.get("lang") or "")


def shell_of(request: Request) -> ShellView:
    """Return the shell of a visitor."""
    unit, language = request.query_params.get("unit", ""), language_of(request)
    with speaking(language):
        names = [(f"/public/{folder}", lists.list_name(folder)) for folder in lists.LISTS]
        names += [("/public/terms", gettext("What the words mean")), ("/public/data", gettext("Open data"))]
    path = request.url.path
    menu = tuple(MenuEntry(label, href, path == href) for href, label in names)
    return ShellView(locale=language, unit=unit if unit in UNITS else "wan", menu=menu)
