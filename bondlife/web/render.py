"""Draw views: the whole of the htmx policy, and the template environment of each language."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from bondlife import locale
from bondlife.paths import LOCALE_DIR, TEMPLATES_DIR
from bondlife.web import filters, linked, spoken
from bondlife.web.drawing import (
    asked_figure,
    csrf_field,
    current_unit,
    drawing,
    drawing_of,
    here,
    kept_fields,
)
from bondlife.web.filters import FILTERS, unit_name, unit_note
from bondlife.web.pictures import fall_bars
from bondlife.web.punctuation import EnglishSigns
from bondlife.web.rows import SLOT, cells_of, filled
from bondlife.web.shell_view import VISITOR, ShellView
from bondlife.web.spoken import Spoken
from bondlife.web.static import static_url
from bondlife.web.words import legal_word, risk_word, state_word

EXPLAIN = "explain"
"""Parameter that asks for the explanation of a figure; also its fragment and the id it is put into."""


def _bytecode_cache(language: str) -> FileSystemBytecodeCache | None:
    """Return a cache of compiled templates in the user's own folder, or none where there cannot be one.

    What a template compiles to hangs on this module, the filters and the catalogue too, so their text is in
    its name.
    """
    words = sorted(LOCALE_DIR.rglob("*.mo"))
    sources = (Path(__file__), Path(filters.__file__), Path(spoken.__file__), *words)
    stamp = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
    try:
        return FileSystemBytecodeCache(pattern=f"bondlife-{stamp}-{language}-%s.cache")
    except (RuntimeError, OSError):
        return None


def _printed_afresh(printer: Callable[..., str]) -> Callable[..., str]:
    """Keep the compiler from printing a constant once, in one language and unit, for everybody."""

    @pass_context
    def printed(_context: Context, *values: Any, **options: Any) -> str:
        return printer(*values, **options)

    return printed


def make_environment(language: str, *, reload: bool = False) -> Environment:
    """Return the template environment of one language.

    ``reload`` re-reads changed templates and is for writing them.
    """
    english = language == "en"
    made = Spoken(
        language,
        loader=FileSystemLoader(TEMPLATES_DIR),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=reload,
        cache_size=-1,
        bytecode_cache=_bytecode_cache(language),
        extensions=["jinja2.ext.i18n", *([EnglishSigns] if english else [])],
    )
    made.filters.update({name: _printed_afresh(printer) for name, printer in FILTERS.items()})
    made.globals.update(
        static_url=static_url,
        here=here,
        kept_fields=kept_fields,
        asked_figure=asked_figure,
        csrf_field=csrf_field,
        current_unit=current_unit,
        unit_name=unit_name,
        unit_note=unit_note,
        is_chinese=locale.is_chinese,
        risk_word=risk_word,
        state_word=state_word,
        legal_word=legal_word,
        fall_bars=fall_bars,
        slot=SLOT,
        filled=filled,
        cells_of=cells_of,
        print_money=filters.money,
        print_day=filters.iso,
        **linked.GLOBALS,
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        locale.gettext,
        locale.ngettext,
        newstyle=True,
        pgettext=locale.pgettext,
        npgettext=locale.npgettext,
    )
    return made


@cache
def environment_of(language: str) -> Environment:
    """Return the template environment of a language; English has its own signs between words."""
    return make_environment(language)


def render(request: Request, name: str, view: object, *, status_code: int = 200) -> HTMLResponse:
    """Render pages/<name>, or only fragments/<name> when htmx asks for a part.

    A page includes its fragment of the same name, so both show the same markup. When htmx asks for the
    explanation of a figure, the part is the explanation alone, drawn from ``view.explain``.
    """
    shell: ShellView = getattr(request.state, "shell", VISITOR)
    body = draw(template_name(request, name), view, shell, request)
    return HTMLResponse(body, status_code, headers={"Vary": "HX-Request"})


def template_name(request: Request, name: str) -> str:
    """Return which template answers a request for a view."""
    asked = request.headers
    if asked.get("HX-Request") != "true" or asked.get("HX-History-Restore-Request") == "true":
        return f"pages/{name}"
    if EXPLAIN in request.query_params:
        return f"fragments/{EXPLAIN}.html"
    return f"fragments/{name}"


def draw(template: str, view: object, shell: ShellView, request: Request) -> str:
    """Return a template drawn with a view, in the shell's language and unit."""
    query = list(request.query_params.multi_items())
    context: dict[str, Any] = {"request": request, "view": view, "shell": shell}
    with drawing(drawing_of(shell, request.url.path, query)):
        return environment_of(shell.locale).get_template(template).render(context)
