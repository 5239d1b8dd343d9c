"""Databases and stories for the tests of lifecycles."""

from pathlib import Path

import pytest

from bondlife.db import Database
from tests.lifecycle.scene import Scene
from tests.lifecycle.story import Story


@pytest.fixture
def story(db: Database, tmp_path: Path) -> Story:
    """Return a fresh database with people who do things."""
    return Story(db, tmp_path / "papers")


@pytest.fixture
def scene(story: Story) -> Scene:
    """Return a county project with a share of a provincial bond, nothing received yet."""
    return Scene(story)
