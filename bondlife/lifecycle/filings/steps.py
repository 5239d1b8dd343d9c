"""Steps of the year as rules say: which file, by when, by whom; and the working day each is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bondlife.books import Rule, RuleBook
from bondlife.errors import missing
from bondlife.lifecycle.filings.rows import Span
from bondlife.lifecycle.layouts import LayoutInForce, layout_of
from calculators.kernel.dates import WorkCalendar, add_working_days

PREFIX = "calendar."


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its rule, cycle (month or year), layout, owner, whether it comes before closing."""

    key: str
    rule: Rule
    cycle: str
    layout_key: str
    owner: str
    place: int
    years_after: int
    locks: bool

    def due_on(self, span: Span, calendar: WorkCalendar) -> date:
        """Return the working day the file of a span is due: after its end, or on a day of the year."""
        if self.rule.unit == "working_days":
            return add_working_days(span.last, self.rule.whole(), calendar)
        month, day = (int(part) for part in str(self.rule.value).split("-"))
        due = date(span.year + self.years_after, month, day)
        return due if calendar.is_working_day(due) else add_working_days(due, -1, calendar)

    def opens_on(self, span: Span) -> date:
        """Return the day from which a file can be made: the end of its span, or its start."""
        return span.last if self.cycle == "month" or self.years_after else span.first


def steps_in(book: RuleBook) -> list[Step]:
    """Return every step in force, in the order of the year."""
    return sorted(_steps(book), key=lambda one: (one.place, one.key))


def step_of(book: RuleBook, key: str) -> Step:
    """Return one step; an unknown one is missing."""
    found = next((one for one in _steps(book) if one.key == key), None)
    if found is None:
        raise missing("step")
    return found


def layout_for(book: RuleBook, step: Step) -> LayoutInForce:
    """Return the layout of a step as it is in force."""
    return layout_of(book, step.layout_key)


def _steps(book: RuleBook) -> Iterator[Step]:
    for rule in book.starting(PREFIX):
        told = rule.params
        yield Step(
            rule.key.removeprefix(PREFIX),
            rule,
            str(told.get("cycle", "month")),
            str(told.get("layout", "")),
            str(told.get("owner", "officer")),
            int(told.get("place", 99)),
            int(told.get("years_after", 0)),
            bool(told.get("locks", False)),
        )
