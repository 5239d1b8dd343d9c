"""S5 (services and goods): purchased services are paid by their result, procurement by acceptance.

Shape of the rules: 南昌 for payment of purchased services by result and for procurement. The projects of
``s5_by_result.csv`` are made up.
"""

from pathlib import Path

import pytest

from tests.database import copied_database
from tests.lifecycle.story import Story
from tests.scenarios.kind_words import BY_RESULT, Kinds
from tests.scenarios.tables import play, rows_of


@pytest.mark.full
def test_services_are_paid_by_result_and_goods_by_acceptance(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with copied_database(request, "sqlite", tmp_path) as db:
        play(Kinds(Story(db, tmp_path / "papers")), rows_of("s5_by_result.csv"), BY_RESULT)
