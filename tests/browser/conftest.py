"""Servers and people of browser tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bondlife.demo.build import build
from bondlife.settings import Settings
from tests.browser.office import Desk, Watch, seeded, serving

BY_HAND = frozenset({"officer", "unit", "reviewer"})
"""Who types account and password; the others sign in by the form alone."""


class Office:
    """A running server and everybody who has a desk at it."""

    def __init__(self, browser: Browser, address: str, data_dir: Path) -> None:
        self.browser, self.address, self.data_dir = browser, address, data_dir
        self.watch = Watch(address)
        self._desks: dict[str, Desk] = {}

    def desk(self, account: str) -> Desk:
        """Return a person's desk, signed in when it is first asked for."""
        if account not in self._desks:
            self._desks[account] = Desk(self.browser, self.address, account, self.watch)
            if account in BY_HAND:
                self._desks[account].sign_in()
            else:
                self._desks[account].sign_in_quickly()
        return self._desks[account]

    def close(self) -> None:
        """Send everybody home."""
        for desk in self._desks.values():
            desk.close()


@pytest.fixture
def office(browser: Browser, sqlite_template: Path, tmp_path: Path) -> Iterator[Office]:
    """Return an office over a seeded database with the demo people and nothing else."""
    settings = Settings(data_dir=tmp_path / "data", argon2_cheap=True)
    seeded(sqlite_template, settings)
    with serving(settings.data_dir) as address:
        found = Office(browser, address, settings.data_dir)
        yield found
        found.close()


@pytest.fixture(scope="module")
def demo_office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Return an office over the demo portfolio."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("demo"), argon2_cheap=True, demo=True)
    build(settings, as_json=True)
    build(settings, as_json=True)  # a second start finds everything there and adds nothing
    with serving(settings.data_dir, DEMO="1") as address:
        found = Office(browser, address, settings.data_dir)
        yield found
        found.close()
