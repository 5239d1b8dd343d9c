"""What every test shares: the rule for missing tools, Hypothesis profiles, browser."""

import gc
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers

from bondlife.security.logs import configure
from bondlife.server import COLLECT_AFTER
from tests.requirements import REFERENCE_DATA, chromium, demand, in_ci
from tests.site_client import without_bridge

pytest_plugins = ["tests.database"]
collect_ignore = ["mutation.py"]
"""A command of its own: it holds no test, and what it needs takes a third of a second to load."""

CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",  # letters are as wide as on a screen
]

# A shared machine makes a single example slow now and then; a gate must give the same answer twice.
# The examples of a gate are the same on any day; how many more there are to find is the long ring's question.
settings.register_profile("gate", deadline=None, derandomize=in_ci(), max_examples=50)
settings.register_profile("full", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("BONDLIFE_HYPOTHESIS", "gate"))

# Hypothesis tries constants of every module that happens to be loaded: in a run of all tests those are ten
# thousand words of other areas, looked through for each kind of value, and examples hang on what ran before.
providers._get_local_constants = lambda: providers._local_constants


NEEDS = {
    "browser": {"browser", "context", "page"},
    "postgres": {"postgres_server"},
    "poppler": set[str](),
    "shared": {"reference_data"},
}
"""Marker → fixtures that mean the same need, whether or not the test is marked."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Collect without looking for garbage, and never look through what was collected again.

    Half of the time of a collection, and a part of every test, went into passes over ten thousand tests.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(COLLECT_AFTER)  # as a server of ours does
        gc.enable()


LONG = ("tests/api/", "tests/faults/", "tests/browser/")
"""Folders whose tests take half of the time."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let each process begin with one of the folders of long tests: at the end all share the short ones."""
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    long = [[item for item in items if item.nodeid.startswith(folder)] for folder in LONG]
    short = iter([item for item in items if not item.nodeid.startswith(LONG)])
    shares = [[item for part in long[n::processes] for item in part] for n in range(processes)]
    size = -(-len(items) // processes)
    items[:] = [one for share in shares for one in (*share, *islice(short, max(0, size - len(share))))]
    items.extend(short)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Apply the rule for missing tools before any fixture of the test starts."""
    fixtures = set(getattr(item, "fixturenames", ()))
    for marker, meaning in NEEDS.items():
        if item.get_closest_marker(marker) or fixtures & meaning:
            demand(marker)


@pytest.fixture(scope="session", autouse=True)
def _clients_without_bridge() -> Iterator[None]:
    """Let every client of the site ask it in one thread."""
    with without_bridge():
        yield


@pytest.fixture(scope="session", autouse=True)
def _logs_of_a_server() -> None:
    """Write faults down as a server does; what structlog does by itself colours every variable of them."""
    configure()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Drive the system's own Chromium, quiet and without a sandbox of its own."""
    return {**browser_type_launch_args, "executable_path": chromium(), "args": CHROMIUM_ARGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Browse as an officer in China does."""
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """Return the folder of reference data, for tests marked ``shared``."""
    return REFERENCE_DATA
