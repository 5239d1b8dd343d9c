"""Browsers without a browser: the whole application over a fresh database, one client a person."""

from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI

from bondlife.db import Database
from bondlife.settings import Settings
from bondlife.web.app import create_app
from tests.security.visitors import Browser

Open = Callable[..., Browser]


@pytest.fixture
def app(db: Database) -> FastAPI:
    """Return the application over the test's database."""
    return create_app(Settings(argon2_cheap=True), db)


@pytest.fixture
def browse(app: FastAPI) -> Iterator[Open]:
    """Open browsers: ``browse("officer")`` is signed in, ``browse()`` is not."""
    opened: list[Browser] = []

    def make(account: str = "", over: FastAPI | None = None, source: str = "") -> Browser:
        browser = Browser(over or app, source or f"10.0.0.{len(opened) + 1}")
        opened.append(browser)
        if account:
            assert browser.sign_in(account).status_code == 303
        return browser

    yield make
    for browser in opened:
        browser.close()
