"""A county share of a provincial bond with its schedule, and the desk at which three levels work."""

from typing import Any

from models.base import columns
from models.registry import BondShare, Instalment
from tests.lifecycle.scene import Scene
from tests.lifecycle.story import Story
from tests.repayment.desk import Desk


class Office(Desk):
    """The scene with its schedule, and the people of county, city and province."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene.story)
        self.scene = scene
        scene.effect(scene.bond, "generate_schedule")
        scene.effect(scene.share, "post", entry="receipt")
        scene.change(scene.fresh(scene.share), state="received")
        self.share: BondShare = scene.fresh(scene.share)

    @classmethod
    def again(cls, story: Story) -> "Office":
        """Come back to an office that was prepared in the database of this story."""
        found = cls.__new__(cls)
        Desk.__init__(found, story)
        found.scene = Scene.again(story)
        found.share = found.scene.share
        return found

    def rows(self, *conditions: Any) -> list[Instalment]:
        """Return the instalments of the share, in order of their number."""
        own = columns(Instalment)
        found = self.story.all(Instalment, own.share_id == self.share.id, *conditions)
        return sorted(found, key=lambda one: one.number)

    def row(self, number: int) -> Instalment:
        """Return one instalment by its number."""
        return self.rows(columns(Instalment).number == number)[0]

    def budget(self, year: int, amount: int) -> None:
        """Open the debt-service lines of a year."""
        for account in ("23104", "23204", "23304"):
            self.scene.line(account, amount, year=year)
