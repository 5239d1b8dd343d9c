"""One duty as the books tell it, and the day a rule sets for it."""

from dataclasses import dataclass
from datetime import date, timedelta

from bondlife.books import Rule
from bondlife.queries.conditions.found import Look
from calculators.kernel.dates import add_working_days


@dataclass(frozen=True, slots=True)
class Wanted:
    """What must be public: kind of duty, subject and period, the record behind it, cut-off, due day."""

    what: str
    subject: str
    subject_id: int
    period: str
    region_id: int
    cut_off: date
    due_on: date | None
    project_id: int | None = None
    bond_id: int | None = None
    unit_id: int | None = None
    department_id: int | None = None

    @property
    def key(self) -> tuple[str, str, int, str]:
        """Return what tells this duty from every other."""
        return self.what, self.subject, self.subject_id, self.period


def before(look: Look, rule: Rule | None, day: date) -> date | None:
    """Return the day that lies a rule's days before one; working days count made-up days."""
    return None if rule is None else _shift(look, rule, day, -rule.whole())


def after(look: Look, rule: Rule | None, day: date) -> date | None:
    """Return the day that lies a rule's days after one."""
    return None if rule is None else _shift(look, rule, day, rule.whole())


def _shift(look: Look, rule: Rule, day: date, count: int) -> date:
    if rule.unit == "working_days":
        return add_working_days(day, count, look.calendar)
    return day + timedelta(days=count)


def in_year(rule: Rule | None, year: int) -> date | None:
    """Return the day of a year that a rule names by month and day."""
    if rule is None:
        return None
    month, day = (int(part) for part in str(rule.value).split("-"))
    return date(year, month, day)
