"""Scenes of disclosure: those of money, with a change of use that has somewhere to go."""

from tests.money.test_changes import county, target

__all__ = ["county", "target"]
