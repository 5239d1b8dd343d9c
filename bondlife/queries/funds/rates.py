"""Internal rates as text and as figures that can be asked; one of several is never told alone."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bondlife.locale import gettext
from bondlife.queries.figures import Figure
from bondlife.queries.funds.view import told
from calculators.funds import irr as rates_calculator
from calculators.funds.irr import InternalRates


def rate_text(rates: InternalRates | None, why_not: str = "") -> str:
    """Return a rate as text: the only one, all of several, or why there is none."""
    if rates is None:
        return gettext(why_not) if why_not else "—"
    if rates.rate is not None:
        return percent(rates.rate)
    if rates.rates:
        several = "；".join(percent(one) for one in rates.rates)
        return gettext("ambiguous: %(rates)s") % {"rates": several}
    return gettext("no rate")


def percent(rate: Decimal) -> str:
    """Return a rate as text with two decimals, as it is told in sentences.

    >>> percent(Decimal("0.194951503560"))
    '19.50%'
    """
    return f"{rate * 100:,.2f}%".replace("-", "−")


def rate_figure(
    key: str, flows: Sequence[int | Decimal], days: Sequence[date], rates: InternalRates
) -> Figure:
    """Return the only rate of dated flows as its calculator explains it."""
    spec = next(one for one in rates_calculator.SPECS if one.key.endswith("xirr"))
    inputs = {
        "flows": list(flows),
        "dates": list(days),
        "days_per_year": 365,
        "lowest": rates.lowest,
        "highest": rates.highest,
    }
    return told(key, spec, inputs, rates, "rate")
