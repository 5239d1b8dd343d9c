"""S4: goals of a whole department, evaluation before money, monitoring, re-check, appraisal, report.

Shape of the chain: 广州, as it publishes it. Project, department and district of ``s4_department_wide.csv``
are made up; they play in 2036, for rules are known from the day a database is made on.
"""

from pathlib import Path

import pytest

from tests.database import copied_database
from tests.lifecycle.story import Story
from tests.scenarios.goal_words import Goals
from tests.scenarios.report_words import DEPARTMENT_WIDE
from tests.scenarios.tables import play, rows_of


def test_from_duties_to_the_report_to_the_congress(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    with copied_database(request, "sqlite", tmp_path) as db:
        play(Goals(Story(db, tmp_path / "papers")), rows_of("s4_department_wide.csv"), DEPARTMENT_WIDE)
