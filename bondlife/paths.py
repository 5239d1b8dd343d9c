"""Where installed data lives."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent / "templates"
_BUNDLED = _PACKAGE / "_templates"

TEMPLATES_DIR = _BUNDLED if _BUNDLED.is_dir() else _CHECKOUT
STATIC_DIR = _PACKAGE / "web" / "static"
LOCALE_DIR = _PACKAGE / "locale"
