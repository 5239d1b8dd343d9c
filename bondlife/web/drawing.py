"""What is being drawn right now: the shell and the address, for filters and macros nobody hands them to."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from bondlife.locale import speaking
from bondlife.web.shell_view import VISITOR, ShellView

CSRF_FIELD = "csrf_token"
_NOT_IN_LINKS = frozenset({CSRF_FIELD, "explain"})


@dataclass(frozen=True, slots=True)
class Drawing:
    """One page or part while it is drawn."""

    shell: ShellView = VISITOR
    path: str = ""
    query: tuple[tuple[str, str], ...] = ()


_NOTHING = Drawing()
_drawing: ContextVar[Drawing] = ContextVar("drawing", default=_NOTHING)


@contextmanager
def drawing(now: Drawing) -> Iterator[None]:
    """Draw in the language, unit and address given until the block ends."""
    token = _drawing.set(now)
    try:
        with speaking(now.shell.locale):
            yield
    finally:
        _drawing.reset(token)


def current_unit() -> str:
    """Return the unit in which the page shows money."""
    return _drawing.get().shell.unit


def here(**changes: object) -> str:
    """Return the present address with some parameters changed; None takes one away.

    The address is the state: filters, sort, unit and tab stay as they are unless named. An open
    explanation and a page position do not survive a change of anything else.
    """
    dropped = _NOT_IN_LINKS | ({"after", "before"} if set(changes) - {"explain", "unit", "lang"} else set())
    kept = [(k, v) for k, v in _drawing.get().query if k not in dropped and k not in changes]
    query = urlencode([*kept, *((k, str(v)) for k, v in changes.items() if v is not None)])
    return f"{_drawing.get().path}?{query}" if query or changes else _drawing.get().path


def asked_figure() -> str:
    """Return the key of the figure whose explanation is open, or nothing."""
    return dict(_drawing.get().query).get("explain", "")


def kept_fields(*left_out: str) -> list[tuple[str, str]]:
    """Return the present parameters for the hidden fields of a GET form, without the form's own."""
    gone = {*left_out, *_NOT_IN_LINKS, "after", "before"}
    return [(k, v) for k, v in _drawing.get().query if k not in gone]


def csrf_field() -> Markup:
    """Return the hidden field that every form that writes must carry."""
    token = _drawing.get().shell.csrf_token
    return Markup('<input type="hidden" name="{}" value="{}">').format(CSRF_FIELD, token)


def drawing_of(shell: ShellView, path: str, query: Mapping[str, str] | list[tuple[str, str]]) -> Drawing:
    """Return a drawing for an address."""
    pairs = query.items() if isinstance(query, Mapping) else query
    return Drawing(shell, path, tuple(pairs))
