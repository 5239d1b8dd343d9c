"""S1: one special-bond project through its seven stages, and the forms that must be public from issue on.

Shape of the chain: 瓯海区, as it publishes its whole-life management of special bonds. The project of
``s1_seven_stages.csv`` is made up; it plays in 2036, for rules are known from the day a database is made on.
"""

from pathlib import Path

import pytest

from tests.database import copied_database
from tests.lifecycle.story import Story
from tests.scenarios.stage_words import STAGES, Life
from tests.scenarios.tables import play, rows_of


def test_seven_stages_and_what_must_be_public(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    with copied_database(request, "sqlite", tmp_path) as db:
        play(Life(Story(db, tmp_path / "papers")), rows_of("s1_seven_stages.csv"), STAGES)
