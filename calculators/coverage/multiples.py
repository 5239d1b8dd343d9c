"""Coverage multiples (本息覆盖倍数): revenue over the life against debt over the life.

    gross_revenue     = operating_income + land_income + subsidy + residual
    net_revenue       = gross_revenue − operating_cost − taxes
    all_debt_service  = bond principal + bond interest + market principal + market interest
    bond_debt_service = bond principal + bond interest
    all_principal     = bond principal + market principal

Eight multiples stand side by side, two numerators over four denominators; official forms print net revenue
over all debt service and over local-bond debt service. Depreciation and interest are not deducted: interest
sits in the denominator. Sums run from the year of issue to the last maturity, not beyond.

Shapes  scalars, each a sum over the life.
Units   fen; multiples are pure numbers, unrounded; None where there is no such debt.
Errors  CalculationError: not_integer, out_of_range, negative_amount, no_debt, not_a_number.
Source  SPEC.sources; golden cases in tests/golden/coverage/multiples.csv.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_amount, check_fen
from calculators.kernel.rates import check_rate
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class Definition:
    """One way to define a multiple: which numerator over which denominator, in words."""

    key: str
    numerator: str
    denominator: str
    text: str
    text_zh: str


def _definition(
    numerator: str, denominator: str, words: tuple[str, str], words_zh: tuple[str, str]
) -> Definition:
    return Definition(
        f"{numerator.removesuffix('_revenue')}_over_{denominator}",
        numerator,
        denominator,
        f"{words[0]} ÷ {words[1]}",
        f"{words_zh[0]} ÷ {words_zh[1]}",
    )


_NUMERATORS = (
    (
        "net_revenue",
        "net revenue, after cash operating cost and taxes",
        "项目净收益（扣除付现经营成本及税费）",
    ),
    ("gross_revenue", "gross revenue, before any cost", "项目总收入（未扣成本）"),
)
_DENOMINATORS = (
    ("all_debt_service", "principal and interest of all debt", "项目总债务融资本息"),
    ("bond_debt_service", "principal and interest of local bonds", "项目总地方债券融资本息"),
    ("all_principal", "principal of all debt", "项目总债务融资本金"),
    ("all_bond_principal", "principal of local bonds", "项目总地方债券融资本金"),
)

DEFINITIONS = tuple(
    _definition(numerator, denominator, (above, below), (above_zh, below_zh))
    for numerator, above, above_zh in _NUMERATORS
    for denominator, below, below_zh in _DENOMINATORS
)
"""Every definition this library computes, official ones first."""


@dataclass(frozen=True, slots=True)
class CoverageMultiples:
    """Numerators, denominators and all multiples; ``definitions`` says in words what each one is."""

    gross_revenue: int
    net_revenue: int
    all_debt_service: int
    bond_debt_service: int
    all_principal: int
    all_bond_principal: int
    net_over_all_debt_service: Decimal | None
    net_over_bond_debt_service: Decimal | None
    net_over_all_principal: Decimal | None
    net_over_all_bond_principal: Decimal | None
    gross_over_all_debt_service: Decimal | None
    gross_over_bond_debt_service: Decimal | None
    gross_over_all_principal: Decimal | None
    gross_over_all_bond_principal: Decimal | None
    definitions: tuple[Definition, ...] = DEFINITIONS


def coverage_multiples(
    *,
    operating_income: int,
    operating_cost: int,
    bond_principal: int,
    bond_interest: int,
    market_principal: int = 0,
    market_interest: int = 0,
    land_income: int = 0,
    subsidy: int = 0,
    residual: int = 0,
    taxes: int = 0,
) -> CoverageMultiples:
    """Return all multiples of a plan; income may be negative (a loss), debt may not.

    >>> found = coverage_multiples(operating_income=200, operating_cost=50, bond_principal=80,
    ...     bond_interest=20, market_principal=40, market_interest=10)
    >>> str(found.net_over_all_debt_service), str(found.net_over_bond_debt_service)
    ('1', '1.5')
    """
    income = check_fen(operating_income, "operating_income") + check_fen(land_income, "land_income")
    gross = income + check_fen(subsidy, "subsidy") + check_fen(residual, "residual")
    net = gross - check_fen(operating_cost, "operating_cost") - check_fen(taxes, "taxes")
    bond = check_amount(bond_principal, "bond_principal")
    market = check_amount(market_principal, "market_principal")
    bond_service = bond + check_amount(bond_interest, "bond_interest")
    all_service = bond_service + market + check_amount(market_interest, "market_interest")
    if not all_service:
        raise CalculationError("no_debt", "bond_principal", "without debt there is nothing to cover")
    below = (all_service, bond_service, bond + market, bond)
    return CoverageMultiples(
        gross,
        net,
        *below,
        net_over_all_debt_service=_over(net, below[0]),
        net_over_bond_debt_service=_over(net, below[1]),
        net_over_all_principal=_over(net, below[2]),
        net_over_all_bond_principal=_over(net, below[3]),
        gross_over_all_debt_service=_over(gross, below[0]),
        gross_over_bond_debt_service=_over(gross, below[1]),
        gross_over_all_principal=_over(gross, below[2]),
        gross_over_all_bond_principal=_over(gross, below[3]),
    )


def fitting_definitions(found: CoverageMultiples, *, printed: Decimal) -> tuple[str, ...]:
    """Return the keys of the definitions that give the printed multiple at its printed number of decimals.

    >>> found = coverage_multiples(operating_income=200, operating_cost=50, bond_principal=80,
    ...     bond_interest=20)
    >>> fitting_definitions(found, printed=Decimal("1.5"))
    ('net_over_all_debt_service', 'net_over_bond_debt_service')
    """
    check_rate(printed, "printed")
    fitting = (definition.key for definition in found.definitions if _fits(found, definition.key, printed))
    return tuple(fitting)


def _fits(found: CoverageMultiples, key: str, printed: Decimal) -> bool:
    value: Decimal | None = getattr(found, key)
    if value is None or value.adjusted() > 20:
        return False
    return (
        value.quantize(Decimal((0, (1,), min(0, int(printed.as_tuple().exponent)))), ROUND_HALF_UP) == printed
    )


def _over(numerator: int, denominator: int) -> Decimal | None:
    return Decimal(numerator) / denominator if denominator else None


_AMOUNTS = (
    ("operating_income", "Operating income", "经营收入"),
    ("operating_cost", "Cash operating cost", "付现经营成本"),
    ("bond_principal", "Bond principal", "债券本金"),
    ("bond_interest", "Bond interest", "债券利息"),
    ("market_principal", "Market principal", "市场化融资本金"),
    ("market_interest", "Market interest", "市场化融资利息"),
    ("land_income", "Land and fund income", "土地及基金收入"),
    ("subsidy", "Lawful subsidy", "财政补助"),
    ("residual", "Residual value", "残值"),
    ("taxes", "Taxes", "税费"),
)

_SUMS = (
    (
        "gross_revenue",
        "Gross revenue",
        "总收入",
        "{operating_income} + {land_income} + {subsidy} + {residual}",
    ),
    ("net_revenue", "Net revenue", "净收益", "{gross_revenue} − {operating_cost} − {taxes}"),
    (
        "all_debt_service",
        "Debt service of all debt",
        "总债务融资本息",
        "{bond_debt_service} + {market_principal} + {market_interest}",
    ),
    ("bond_debt_service", "Debt service of bonds", "地方债券融资本息", "{bond_principal} + {bond_interest}"),
    ("all_principal", "Principal of all debt", "总债务融资本金", "{bond_principal} + {market_principal}"),
    ("all_bond_principal", "Principal of bonds", "地方债券融资本金", "{bond_principal}"),
)

SPEC = CalculatorSpec(
    key="coverage.multiples",
    title="Coverage multiples",
    title_zh="本息覆盖倍数",
    unit="multiple",
    function=coverage_multiples,
    inputs=tuple(Quantity(name, label, label_zh, "fen") for name, label, label_zh in _AMOUNTS),
    outputs=(
        *(Quantity(name, label, label_zh, "fen", formula) for name, label, label_zh, formula in _SUMS),
        *(
            Quantity(
                one.key, one.text, one.text_zh, "multiple", f"{{{one.numerator}}} ÷ {{{one.denominator}}}"
            )
            for one in DEFINITIONS
        ),
        Quantity(
            "definitions", "Definitions", "口径说明", "table", "numerator ÷ denominator of each multiple"
        ),
    ),
    sources=(
        Clause(
            "财预〔2017〕89号",
            "income can repay principal and interest; no multiple is fixed",
            "2017-06",
            False,
        ),
        Clause(
            "新增专项债券项目信息披露模板", "total revenue over all debt and over local-bond debt", "2021-09"
        ),
    ),
    example={
        "operating_income": 1_654_532,
        "operating_cost": 357_500,
        "bond_principal": 200_000,
        "bond_interest": 180_000,
    },
    example_result={
        "net_revenue": "1297032",
        "bond_debt_service": "380000",
        "net_over_all_debt_service": "3.413242105263157894736842105",
        "net_over_all_bond_principal": "6.48516",
    },
)

SPEC_FITTING = CalculatorSpec(
    key="coverage.fitting_definitions",
    title="Definitions that fit a printed multiple",
    title_zh="公布倍数的适用口径",
    unit="text",
    function=fitting_definitions,
    inputs=(
        Quantity("found", "Multiples", "覆盖倍数", "table"),
        Quantity("printed", "Printed multiple", "公布倍数", "multiple"),
    ),
    outputs=(
        Quantity(
            "result",
            "Fitting definitions",
            "适用口径",
            "text",
            "definitions of {found} that round to {printed}",
        ),
    ),
    sources=SPEC.sources,
    example={
        "found": {
            "gross_revenue": 3,
            "net_revenue": 2,
            "all_debt_service": 2,
            "bond_debt_service": 1,
            "all_principal": 2,
            "all_bond_principal": 1,
            "net_over_all_debt_service": "1",
            "net_over_bond_debt_service": "2",
            "net_over_all_principal": "1",
            "net_over_all_bond_principal": "2",
            "gross_over_all_debt_service": "1.5",
            "gross_over_bond_debt_service": "3",
            "gross_over_all_principal": "1.5",
            "gross_over_all_bond_principal": "3",
        },
        "printed": "1.5",
    },
    example_result={"result": "(gross_over_all_debt_service, gross_over_all_principal)"},
)

SPECS = (SPEC, SPEC_FITTING)
