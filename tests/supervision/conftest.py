"""A fresh set of books for the tests of supervision."""

import pytest

from bondlife.db import Database
from tests.supervision.scene import Books


@pytest.fixture
def books(db: Database) -> Books:
    """Return a fresh database with rows to put in."""
    return Books(db)
