"""The language of the moment: which one a request speaks, and its words.

Message ids are English; the Chinese catalogue lies beside this file. The locale is a context variable, so
that a request, a job or a test says once which language it speaks and everything below it follows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations, translation

from bondlife.paths import LOCALE_DIR

DEFAULT = "zh_CN"
LOCALES = ("zh_CN", "en")
"""Languages spoken; English needs no catalogue, its words are the message ids."""

_locale: ContextVar[str] = ContextVar("locale", default=DEFAULT)


def current_locale() -> str:
    """Return the language being spoken."""
    return _locale.get()


def is_chinese() -> bool:
    """Say whether the language being spoken is Chinese."""
    return _locale.get() == "zh_CN"


def known(name: str | None) -> str:
    """Return the language asked for in any usual writing, or the default.

    >>> [known(name) for name in ("en", "en-GB", "zh-Hans-CN", "tlh", None)]
    ['en', 'en', 'zh_CN', 'zh_CN', 'zh_CN']
    """
    return "en" if (name or "").replace("_", "-").split("-")[0].lower() == "en" else DEFAULT


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Speak a language until the block ends."""
    token = _locale.set(known(name))
    try:
        yield
    finally:
        _locale.reset(token)


@cache
def catalogue(name: str) -> NullTranslations:
    """Return the words of one language; where a word is missing its message id stands."""
    if name == "en":
        return NullTranslations()
    return translation("messages", LOCALE_DIR, languages=[name])


def gettext(message: str) -> str:
    """Return a message in the language being spoken."""
    return catalogue(_locale.get()).gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return a message that counts, in the language being spoken."""
    return catalogue(_locale.get()).ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    """Return a message whose sense its context decides, in the language being spoken."""
    return catalogue(_locale.get()).pgettext(context, message)


def npgettext(context: str, singular: str, plural: str, n: int) -> str:
    """Return a message that counts and whose sense its context decides."""
    return catalogue(_locale.get()).npgettext(context, singular, plural, n)


def label_of(thing: object, name: str = "label") -> str:
    """Return the label of a labelled thing in the language being spoken.

    Labelled things carry an English text and its Chinese beside it: ``label`` and ``label_zh``.
    """
    chosen = getattr(thing, f"{name}_zh", "") if is_chinese() else ""
    return str(chosen or getattr(thing, name))
