"""S5 (services, goods, four budgets): paid by result and by acceptance; each budget has levels of its own.

Shape of the rules: 南昌 for payment of purchased services by result, for procurement and for goals of all
four budgets. The projects of ``s5_by_result.csv`` are made up; idle money that is reclaimed
and accountability stand in ``stage_disbursement.csv`` and ``s4_department_wide.csv``.
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
