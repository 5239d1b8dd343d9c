"""The story of a demo: what three and a half years of work with bonds leave behind, told day by day."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from bondlife.db import Database
from bondlife.demo import early, late
from bondlife.demo.desk import Desk, on
from bondlife.demo.projects import ENTRIES
from bondlife.demo.tale import Tale, first_day
from models.base import columns
from models.registry import Project


def tell(db: Database, folder: Path, today: date) -> Tale | None:
    """Let everything happen in the order of its days; nothing where it was told before."""
    desk = Desk(db, folder)
    if desk.exists(Project, columns(Project).code == ENTRIES[0][0]):
        return None
    tale = Tale(desk, today)
    for day, scene in sorted(_days(tale), key=lambda one: one[0]):
        with on(day):
            scene(tale)
    return tale


def _days(tale: Tale) -> list[tuple[date, Callable[[Tale], None]]]:
    ago, today = tale.ago, tale.today
    return [
        (first_day(today), early.begin),
        (tale.old_start(), early.old_bond),
        (tale.lead(1), late.first_interest),
        (tale.lead(2), late.second_interest),
        (ago(24, 22), early.factory_bond),
        (ago(12, -15), early.two_bonds),
        (ago(13, 10), late.factory_interest),
        (ago(11), early.budgets),
        (ago(9), late.first_payments),
        (ago(6), late.works_go_on),
        (ago(3), late.more_payments),
        (ago(2), late.late_bond),
        (ago(1), late.month_before),
        (ago(0, 25), late.change_of_use),
        (ago(0, 18), late.late_interest),
        (ago(0, 20), late.refinance),
        (ago(0, 9), late.shortfall),
        (ago(0, 4), late.refinanced),
        (late.september(today), late.supplements),
        (ago(0, 1), late.these_days),
    ]
