"""Value for money: present value of the public sector comparator against that of the PPP.

    PSC    Σ (construction + operation − income + competitive neutrality + risk) ÷ (1 + r)^t
    PPP    Σ (equity + subsidy + retained risk + supporting) ÷ (1 + r)^t
    saving PSC − PPP;  share = saving ÷ PSC

A year's cash is discounted to the start of year 1: full years at year end, t = 1, 2, …, or t = 0, 1, … when
``first_year_discount`` is 0.

Shapes  every series: (years,), the same years in the same order; a series left out is zero.
Units   fen; discount_rate decimal per year; present values exact, rounded to fen once.
Errors  CalculationError: empty, too_many, shape_mismatch, unknown_item, negative, no_comparator,
        out_of_range, not_exact, not_finite, not_integer, not_whole, not_a_share.
Source  SPECS sources; golden cases in tests/golden/ppp/value_for_money.csv.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding, check_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.ppp.exact import check_items, count, exact, fen_of, nonnegative_fen, share

PSC_ITEMS = {"construction": 1, "operation": 1, "income": -1, "competitive_neutrality": 1, "risk": 1}
"""What the comparator is made of, and its sign."""

PPP_ITEMS = {"equity": 1, "subsidy": 1, "retained_risk": 1, "supporting": 1}
"""What the government spends in the PPP."""

MAX_YEARS = 60


@dataclass(frozen=True, slots=True)
class ValueForMoney:
    """Both present values in fen, what they are made of, and the verdict."""

    psc_items: tuple[tuple[str, int], ...]
    ppp_items: tuple[tuple[str, int], ...]
    psc_value: int
    ppp_value: int
    saving: int
    saving_share: Fraction
    is_value_for_money: bool


def value_for_money(
    psc: Mapping[str, Sequence[int]],
    ppp: Mapping[str, Sequence[int]],
    *,
    discount_rate: Decimal,
    first_year_discount: int = 1,
) -> ValueForMoney:
    """Return both present values; items are positive costs (income too is written positive).

    >>> result = value_for_money({"construction": [110_00, 0]}, {"subsidy": [0, 60_50]},
    ...     discount_rate=Decimal("0.1"))
    >>> result.psc_value, result.ppp_value, str(result.saving_share)
    (10000, 5000, '1/2')
    """
    years = _years(psc, ppp)
    factor = 1 + _rate(discount_rate)
    start = count(first_year_discount, "first_year_discount", least=0, most=1)
    factors = [1 / factor ** (start + year) for year in range(years)]
    public, psc_items = _side(psc, PSC_ITEMS, factors, "psc")
    private, ppp_items = _side(ppp, PPP_ITEMS, factors, "ppp")
    if public <= 0:
        raise CalculationError(
            "no_comparator", "psc", "the comparator costs nothing, so nothing can be saved"
        )
    return ValueForMoney(
        psc_items,
        ppp_items,
        public,
        private,
        public - private,
        Fraction(public - private, public),
        private <= public,
    )


def present_value(flows: Sequence[int], *, discount_rate: Decimal, first_year_discount: int = 1) -> int:
    """Return the present value of yearly cash, rounded once to fen.

    >>> present_value([110_00, 121_00], discount_rate=Decimal("0.1"))
    20000
    """
    check_items(flows, "flows")
    factor = 1 + _rate(discount_rate)
    start = count(first_year_discount, "first_year_discount", least=0, most=1)
    parts = (check_fen(cash, "flows") / factor ** (start + year) for year, cash in enumerate(flows))
    value = sum(parts, Fraction(0))
    return fen_of(value, Rounding.HALF_UP, "flows")


def government_equity(total_investment: int, *, capital_share: Decimal, government_share: Decimal) -> int:
    """Return the government's equity: total investment × capital share × government share, fen.

    >>> government_equity(12_592_50, capital_share=Decimal("0.2"), government_share=Decimal("0.2"))
    50370
    """
    capital = nonnegative_fen(total_investment, "total_investment") * share(capital_share, "capital_share")
    return fen_of(capital * share(government_share, "government_share"), Rounding.HALF_UP, "total_investment")


def _years(psc: Mapping[str, Sequence[int]], ppp: Mapping[str, Sequence[int]]) -> int:
    check_items(psc, "psc")
    check_items(ppp, "ppp")
    years = len(next(iter(psc.values())))
    for side, name in ((psc, "psc"), (ppp, "ppp")):
        for flows in side.values():
            check_items(flows, name, length=years)
    return count(years, "psc", most=MAX_YEARS)


def _rate(discount_rate: Decimal) -> Fraction:
    rate = exact(discount_rate, "discount_rate")
    if not 0 <= rate <= 1:
        raise CalculationError("out_of_range", "discount_rate", "a discount rate lies between 0 and 100 %")
    return rate


def _side(
    side: Mapping[str, Sequence[int]], signs: Mapping[str, int], factors: Sequence[Fraction], name: str
) -> tuple[int, tuple[tuple[str, int], ...]]:
    """Value each item, then let the rounded items sum to the side, so that the table foots."""
    items: list[tuple[str, int]] = []
    for item, flows in side.items():
        if item not in signs:
            raise CalculationError(
                "unknown_item", name, "“%(item)s” is not an item of this side", item=str(item)[:32]
            )
        pairs = zip(flows, factors, strict=True)
        value = sum((nonnegative_fen(cash, name) * factor for cash, factor in pairs), Fraction(0))
        items.append((item, signs[item] * fen_of(value, Rounding.HALF_UP, name)))
    return sum(value for _, value in items), tuple(items)


_GUIDE = Clause("财金〔2015〕167号 PPP物有所值评价指引（试行）", "定量评价", "2015-12", confirmed=False)
_STUDY = Clause("公路工程PPP项目全寿命周期内物有所值评价体系研究", "表1 PPP值测算", "undated")
_RATE = Quantity("discount_rate", "Discount rate", "折现率", "rate")
_FIRST = Quantity("first_year_discount", "Years before the first cash", "首年折现期", "years")

SPECS = (
    CalculatorSpec(
        key="ppp.value_for_money",
        title="Value for money",
        title_zh="物有所值定量评价",
        unit="fen",
        function=value_for_money,
        inputs=(
            Quantity("psc", "Public sector comparator by item and year", "PSC各项", "table"),
            Quantity("ppp", "Government cost of the PPP by item and year", "PPP各项", "table"),
            _RATE,
            _FIRST,
        ),
        outputs=(
            Quantity(
                "psc_items", "Comparator by item", "PSC分项现值", "table", "Σ {psc} ÷ (1 + {discount_rate})ᵗ"
            ),
            Quantity("ppp_items", "PPP by item", "PPP分项现值", "table", "Σ {ppp} ÷ (1 + {discount_rate})ᵗ"),
            Quantity("psc_value", "Comparator", "PSC值", "fen", "Σ {psc_items}"),
            Quantity("ppp_value", "PPP", "PPP值", "fen", "Σ {ppp_items}"),
            Quantity("saving", "Saving", "物有所值量值", "fen", "{psc_value} − {ppp_value}"),
            Quantity("saving_share", "Share saved", "物有所值指数", "ratio", "{saving} ÷ {psc_value}"),
            Quantity("is_value_for_money", "Value for money", "通过", "flag", "{ppp_value} ≤ {psc_value}"),
        ),
        sources=(_GUIDE,),
        example={
            "psc": {"construction": [11000, 0]},
            "ppp": {"subsidy": [0, 6050]},
            "discount_rate": "0.1",
        },
        example_result={
            "psc_items": "(('construction', 10000),)",
            "ppp_items": "(('subsidy', 5000),)",
            "psc_value": "10000",
            "ppp_value": "5000",
            "saving": "5000",
            "saving_share": "1/2",
            "is_value_for_money": "True",
        },
    ),
    CalculatorSpec(
        key="ppp.present_value",
        title="Present value of yearly cash",
        title_zh="年度现金流现值",
        unit="fen",
        function=present_value,
        inputs=(Quantity("flows", "Cash by year", "年度现金流", "fen"), _RATE, _FIRST),
        outputs=(Quantity("result", "Present value", "现值", "fen", "Σ {flows} ÷ (1 + {discount_rate})ᵗ"),),
        sources=(_GUIDE,),
        example={"flows": [11000, 12100], "discount_rate": "0.1"},
        example_result={"result": "20000"},
    ),
    CalculatorSpec(
        key="ppp.government_equity",
        title="Government equity",
        title_zh="政府股权投资支出",
        unit="fen",
        function=government_equity,
        inputs=(
            Quantity("total_investment", "Total investment", "总投资", "fen"),
            Quantity("capital_share", "Capital share", "项目资本金比例", "ratio"),
            Quantity("government_share", "Government share", "政府出资比例", "ratio"),
        ),
        outputs=(
            Quantity(
                "result",
                "Government equity",
                "政府股权投资支出",
                "fen",
                "{total_investment} × {capital_share} × {government_share}",
            ),
        ),
        sources=(_STUDY,),
        example={"total_investment": 1259250, "capital_share": "0.2", "government_share": "0.2"},
        example_result={"result": "50370"},
    ),
)
