"""One county whose bond money was received, released, paid and partly refunded, for tests that read."""

from collections.abc import Iterator

import pytest

from tests.database import copied_database
from tests.money.county import County


@pytest.fixture(scope="module")
def county(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """Return a county that was told once; tests of a module only read it."""
    folder = tmp_path_factory.mktemp("county")
    with copied_database(request, "sqlite", folder) as db:
        yield County(db, folder)
