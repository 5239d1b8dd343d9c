"""What a record's own columns follow from: reckoned whenever it is stored, never typed."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bondlife.acts import Act
from bondlife.books import region_code, rule_book
from bondlife.errors import Invalid
from bondlife.lifecycle.frames import PREFIX, frozen
from bondlife.lifecycle.goals import judged
from calculators.kernel.errors import CalculationError
from models.registry import Appraisal, Monitoring, RecordRow, Region

YEAR = 12


def derived_values(act: Act, row: RecordRow) -> dict[str, Any]:
    """Return the columns of a record that follow from its others; most records have none."""
    work = _DERIVED.get(row.record)
    return work(act, row) if work is not None else {}


def _monitoring(act: Act, row: Any) -> dict[str, Any]:
    """Return progress and lights of a monitoring report; its year is that of its day."""
    assert isinstance(row, Monitoring)
    rules = rule_book(act.session, region_code(act.session, row.region_id), act.business_date)
    try:
        found = judged(row.tasks or (), elapsed(row.checked_to), rules["performance.lights"])
    except CalculationError as error:
        raise Invalid.because(error.code, error.message.replace("%", "%%"), "tasks") from None
    return {"year": row.checked_to.year, **found}


def elapsed(day: date) -> Decimal:
    """Return the share of the year that has gone by at the end of the month before a day, or of its month."""
    is_month_end = day.month != (date.fromordinal(day.toordinal() + 1)).month
    return Decimal(day.month if is_month_end else day.month - 1) / YEAR


def _appraisal(act: Act, row: Any) -> dict[str, Any]:
    """Return the frozen frame of an appraisal and whom it is about."""
    assert isinstance(row, Appraisal)
    if row.sheet:
        return {}
    rules = rule_book(act.session, region_code(act.session, row.region_id), act.business_date)
    region = act.session.get_one(Region, row.region_id)
    return {
        "sheet": {"frame": frozen(rules[f"{PREFIX}appraisal"], rules)},
        "subject": "region",
        "subject_id": row.region_id,
        "name": region.name,
    }


_DERIVED: Mapping[str, Callable[[Act, Any], dict[str, Any]]] = {
    "monitoring": _monitoring,
    "appraisal": _appraisal,
}
