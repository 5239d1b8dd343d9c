"""A county share of a provincial bond lent on through the city, with its schedule and its people."""

from pathlib import Path

import pytest

from bondlife.db import Database
from tests.lifecycle.scene import Scene
from tests.lifecycle.story import Story
from tests.repayment.office import Office


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    """Return the county's share of 8 亿 at 2.36 %, ten years, half-yearly, from 20 March 2036."""
    return Office(Scene(Story(db, tmp_path / "papers")))
