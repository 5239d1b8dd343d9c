"""A house of funds: one database a module, told once where tests only read."""

from collections.abc import Iterator

import pytest

from tests.database import copied_database
from tests.funds.house import House


@pytest.fixture(scope="module")
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Return a house whose funds have codes of their own, so that tests of a module share a database."""
    folder = tmp_path_factory.mktemp("funds")
    with copied_database(request, "sqlite", folder) as db:
        yield House(db, folder / "papers")
