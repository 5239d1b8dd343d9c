"""S3: a third party from its entry to the stars of three raters, which weigh in the next drawing.

Shape of the platform: 瓯海区, as it publishes it (working papers kept, budget unit, performance office and
business office rate one to five stars in four dimensions). Agencies of ``s3_third_party.csv`` are made up.
"""

from pathlib import Path

import pytest

from tests.database import copied_database
from tests.lifecycle.story import Story, on
from tests.scenarios.tables import play, rows_of
from tests.scenarios.third_party_words import THIRD_PARTY, Jobs


def test_from_entry_to_stars_that_weigh_in_the_next_drawing(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with copied_database(request, "sqlite", tmp_path) as db:
        with on("2036-03-10"):
            own = Jobs(Story(db, tmp_path / "papers"))
        play(own, rows_of("s3_third_party.csv"), THIRD_PARTY)
