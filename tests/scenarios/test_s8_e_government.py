"""S8: an e-government project: no payment without acceptance and audit report; the kind is data.

Shape of the rules: 玉林 for its e-government projects (approval, shared cloud, acceptance, audit, payment).
Figures of the project in ``s8_e_government.csv`` are made up.
"""

from pathlib import Path

import pytest

from tests.database import copied_database
from tests.lifecycle.story import Story
from tests.scenarios.kind_words import E_GOVERNMENT, Kinds
from tests.scenarios.tables import play, rows_of


def test_no_payment_without_acceptance_and_audit(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    with copied_database(request, "sqlite", tmp_path) as db:
        play(Kinds(Story(db, tmp_path / "papers")), rows_of("s8_e_government.csv"), E_GOVERNMENT)
