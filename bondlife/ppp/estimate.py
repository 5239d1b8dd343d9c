"""The estimate of 财金〔2015〕21号 as a template: four spending duties by year, never a price.

    estimate   construction_cost, profit_rate, discount_rate, first_year, operating_costs, and where they are
               known user_payments, equity, risk, supporting; each list one entry a year

Shapes  lists as long as operating_costs.
Units   fen; rates decimal per year, as text.
Errors  Invalid with the place; CalculationError of the estimate.
"""

from dataclasses import dataclass

from bondlife.ppp.reading import Place, refuse
from calculators.kernel.money import MAX_FEN
from calculators.ppp.affordability import AffordabilityTable, affordability_table, operating_subsidy

TEMPLATE = "estimate_21"
_FIELDS = (
    *("construction_cost", "profit_rate", "discount_rate", "first_year", "operating_costs"),
    *("user_payments", "equity", "risk", "supporting", "clause"),
)


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


@dataclass(frozen=True, slots=True)
class Estimate:
    """The table of an estimate and the calendar year of its first row."""

    first_year: int
    table: AffordabilityTable

    def by_year(self) -> dict[int, int]:
        """Return year → fen over all four duties."""
        return {self.first_year + place: fen for place, fen in enumerate(self.table.totals)}


def is_estimate(body: object) -> bool:
    """Tell whether a body is an estimate and not payment terms."""
    return isinstance(body, dict) and "estimate" in body


def read_estimate(body: object) -> Estimate:
    """Return the yearly table of an estimate, or refuse naming the place.

    >>> rates = {"profit_rate": "0.07", "discount_rate": "0.06", "first_year": 2016}
    >>> cost = {"construction_cost": 12_634_3700_00, "operating_costs": [0] * 10}
    >>> read_estimate({"estimate": {**rates, **cost}}).table.subsidies[0].subsidy
    1432990245
    """
    top = Place.of(body)
    top.only("estimate")
    at = top.part("estimate")
    at.only(*_FIELDS)
    years = operating_subsidy(
        at.fen("construction_cost"),
        _row(at, "operating_costs"),
        _row(at, "user_payments"),
        profit_rate=at.decimal("profit_rate"),
        discount_rate=at.decimal("discount_rate"),
    )
    duties = {name: _row(at, name) for name in ("equity", "risk", "supporting")}
    table = affordability_table(years, **duties)
    return Estimate(at.whole("first_year", least=1990, most=2150), table)


def _row(at: Place, field: str) -> list[int]:
    found = at.data.get(field) or []
    if not isinstance(found, list) or len(found) > 100:
        refuse(at.name(field), _("A list of amounts is needed, one a year."))
    for amount in found:
        if isinstance(amount, bool) or not isinstance(amount, int) or not 0 <= amount <= MAX_FEN:
            refuse(at.name(field), _("Money is a whole number of fen, not below zero."))
    return found
