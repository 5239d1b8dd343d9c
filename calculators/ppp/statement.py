"""The statement of a payment: from the bases of the contract to the payable, line by line, rounded once.

    component   base × index factor × (fixed share + Σ share_j × coefficient_j), shares sum to 1
    fee         Σ components
    then        − deductions, + what was waived of them, + relief above the deduction cap,
                − excess over the payment cap, − user payments, − government part of income above plan,
                + carried in
    payable     the exact sum rounded by the contract's rule; every line gets its whole fen so that lines foot

A statement below zero is refused unless the contract carries the rest into the next period.

Shapes  components: one or more; deductions: any; waivers: each of one deduction, by its name.
Units   fen; bases may be exact fractions of a fen (a formula's unrounded result); factors are pure numbers.
Errors  CalculationError: empty, too_many, duplicate_name, shares_above_one, negative, not_a_share,
        not_positive, no_deduction, waived_above, negative_payable, positive_carry, not_exact, not_finite,
        out_of_range, not_integer.
Source  SPEC.sources; golden cases in tests/golden/ppp/statement.csv.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding, check_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.ppp.exact import (
    MAX_ITEMS,
    check_items,
    fen_of,
    footing_fen,
    nonnegative,
    nonnegative_fen,
    positive,
    share,
)


@dataclass(frozen=True, slots=True)
class LinkedShare:
    """A share of a component that a coefficient moves."""

    name: str
    share: Decimal | Fraction
    coefficient: Decimal | Fraction
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Component:
    """One component of the fee: its base, its index factor and what performance moves."""

    name: str
    base: int | Decimal | Fraction
    linked: tuple[LinkedShare, ...] = ()
    index_factor: Decimal | Fraction = Decimal(1)
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Deduction:
    """An amount taken off, fen, positive."""

    name: str
    amount: int
    clause: str = ""


@dataclass(frozen=True, slots=True)
class StatementTerms:
    """What the contract says about the whole payment."""

    rounding: Rounding = Rounding.HALF_UP
    deduction_cap_share: Decimal | None = None
    payment_cap: int | None = None
    is_carried_forward: bool = False


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line: what it is, how it came about, its exact value and its whole fen."""

    kind: str
    name: str
    formula: str
    in_numbers: str
    clause: str
    exact: Fraction
    fen: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A payment with its lines, which foot to ``payable`` in fen; the carry is negative or zero."""

    lines: tuple[StatementLine, ...]
    fee: Fraction
    deducted: Fraction
    unrounded: Fraction
    payable: int
    carried_forward: int


FORMULAS: Mapping[str, str] = MappingProxyType(
    {
        "base": "base",
        "indexation": "base × (index factor − 1)",
        "performance": "indexed base × share × (coefficient − 1)",
        "deduction": "− deduction",
        "waiver": "+ waived deduction",
        "relief": "deductions − cap share × fee",
        "cap": "cap − amount",
        "offset": "− user payments",
        "sharing": "− government part of income above plan",
        "carried_in": "carried in from the period before",
        "carried_forward": "− amount below zero",
    }
)
"""How a line of each kind comes about, in words."""
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "relief": "deduction cap",
        "cap": "payment cap",
        "offset": "user payments",
        "sharing": "income above plan",
        "carried_in": "carried in",
        "carried_forward": "carried forward",
    }
)
"""The names of lines of which a statement has one at most."""

_Exact = Fraction | int
"""An exact amount; most are whole, and whole numbers add up many times quicker."""
_Draft = tuple[str, str, str, str, str, _Exact]
"""A line before its fen is known: kind, name, formula, in numbers, clause, exact value."""


def payment_statement(
    components: Sequence[Component],
    *,
    terms: StatementTerms,
    deductions: Sequence[Deduction] = (),
    waivers: Sequence[Deduction] = (),
    user_payment: int = 0,
    shared_income: int = 0,
    carried_in: int = 0,
) -> Statement:
    """Return the statement of one period.

    >>> operation = Component("operation", 100_00, (LinkedShare("score", Decimal(1), Fraction(69, 70)),))
    >>> odour = Deduction("odour", 5_00)
    >>> statement = payment_statement([operation], terms=StatementTerms(), deductions=[odour])
    >>> statement.payable, [line.fen for line in statement.lines]
    (9357, [10000, -143, -500])
    """
    _check_names(components, deductions)
    drafts = [draft for component in components for draft in _component_lines(component)]
    fee = _total(drafts)
    drafts += _deduction_lines(deductions, waivers, fee, terms)
    deducted = fee - _total(drafts)
    drafts += _limit_lines(_total(drafts), terms)
    drafts += _fixed_lines(user_payment, shared_income, carried_in)
    owed = _total(drafts)
    if owed < 0:
        drafts.append(_carry_line(owed, terms))
    payable = fen_of(Fraction(max(owed, 0)), terms.rounding, "components")
    exacts = [Fraction(draft[-1]) for draft in drafts]
    fens = footing_fen(exacts, payable)
    told = zip(drafts, exacts, fens, strict=True)
    lines = tuple(StatementLine(*draft[:-1], exact, fen) for draft, exact, fen in told)
    carried = -sum(line.fen for line in lines if line.kind == "carried_forward")
    return Statement(lines, Fraction(fee), Fraction(deducted), Fraction(owed), payable, carried)


def _component_lines(component: Component) -> list[_Draft]:
    base = _whole(nonnegative(component.base, "components"))
    factor = _whole(positive(component.index_factor, "components"))
    lines: list[_Draft] = [_draft("base", str(base), base, component.name, component.clause)]
    if factor != 1:
        change = base * (factor - 1)
        numbers = f"{base} × ({factor} − 1)"
        lines.append(_draft("indexation", numbers, change, component.name, component.clause))
    parts = [share(part.share, "components") for part in component.linked]
    if sum(parts) > 1:
        raise CalculationError(
            "shares_above_one", "components", "shares of “%(name)s” exceed 1", name=component.name
        )
    linked = zip(component.linked, parts, strict=True)
    return [*lines, *(_linked_line(component, part, size, base * factor) for part, size in linked)]


def _whole(value: Fraction) -> _Exact:
    return value.numerator if value.denominator == 1 else value


def _linked_line(component: Component, part: LinkedShare, size: Fraction, indexed: _Exact) -> _Draft:
    coefficient = nonnegative(part.coefficient, "components")
    amount = _whole(indexed * size * (coefficient - 1))
    numbers = f"{indexed} × {size} × ({coefficient} − 1)"
    name = f"{component.name}: {part.name}"
    return _draft("performance", numbers, amount, name, part.clause or component.clause)


def _draft(kind: str, numbers: str, exact: _Exact, name: str | None = None, clause: str = "") -> _Draft:
    return (kind, NAMES[kind] if name is None else name, FORMULAS[kind], numbers, clause, exact)


def _deduction_lines(
    deductions: Sequence[Deduction], waivers: Sequence[Deduction], fee: _Exact, terms: StatementTerms
) -> list[_Draft]:
    lines: list[_Draft] = []
    left: dict[str, int] = {}
    for item in deductions:
        amount = nonnegative_fen(item.amount, "deductions")
        left[item.name] = left.get(item.name, 0) + amount
        lines.append(_draft("deduction", f"− {amount}", -amount, item.name, item.clause))
    for item in waivers:
        lines.append(_waiver_line(item, left))
    if terms.deduction_cap_share is None:
        return lines
    cap = fee * share(terms.deduction_cap_share, "terms.deduction_cap_share")
    total = -_total(lines)
    if total > cap:
        lines.append(_draft("relief", f"{total} − {cap}", total - cap))
    return lines


def _waiver_line(item: Deduction, left: dict[str, int]) -> _Draft:
    """Give back a deduction or a part of it; ``left`` is what of each deduction still stands."""
    amount = nonnegative_fen(item.amount, "waivers")
    if item.name not in left:
        raise CalculationError(
            "no_deduction", "waivers", "“%(name)s” was not deducted, so it is not waived", name=item.name
        )
    left[item.name] -= amount
    if left[item.name] < 0:
        raise CalculationError(
            "waived_above", "waivers", "more of “%(name)s” is waived than was deducted", name=item.name
        )
    return _draft("waiver", f"+ {amount}", amount, item.name, item.clause)


def _limit_lines(amount: _Exact, terms: StatementTerms) -> list[_Draft]:
    if terms.payment_cap is None:
        return []
    cap = nonnegative_fen(terms.payment_cap, "terms.payment_cap")
    if amount <= cap:
        return []
    return [_draft("cap", f"{cap} − {amount}", cap - amount)]


def _fixed_lines(user_payment: int, shared_income: int, carried_in: int) -> list[_Draft]:
    paid = nonnegative_fen(user_payment, "user_payment")
    shared = nonnegative_fen(shared_income, "shared_income")
    if check_fen(carried_in, "carried_in") > 0:
        raise CalculationError("positive_carry", "carried_in", "only a debt of the company is carried in")
    amounts = (("offset", -paid), ("sharing", -shared), ("carried_in", carried_in))
    return [_draft(kind, str(fen), fen) for kind, fen in amounts if fen]


def _carry_line(owed: _Exact, terms: StatementTerms) -> _Draft:
    if not terms.is_carried_forward:
        raise CalculationError(
            "negative_payable",
            "components",
            "more is taken off than the fee, and the contract carries nothing over",
        )
    return _draft("carried_forward", f"− ({owed})", -owed)


def _check_names(components: Sequence[Component], deductions: Sequence[Deduction]) -> None:
    check_items(components, "components")
    names = [component.name for component in components]
    if len(set(names)) != len(names):
        raise CalculationError("duplicate_name", "components", "two components have the same name")
    parts = sum(len(component.linked) for component in components)
    for size, field in ((parts, "components"), (len(deductions), "deductions")):
        if size > MAX_ITEMS:
            raise CalculationError("too_many", field, "at most %(most)s entries are taken", most=MAX_ITEMS)


def _total(drafts: Sequence[_Draft]) -> _Exact:
    total: _Exact = 0
    for draft in drafts:
        total += draft[-1]
    return total


SPEC = CalculatorSpec(
    key="ppp.statement",
    title="Payment statement",
    title_zh="付费单",
    unit="fen",
    function=payment_statement,
    inputs=(
        Quantity("components", "Components", "付费组成", "table"),
        Quantity("terms", "Terms", "付费条款", "table"),
        Quantity("deductions", "Deductions", "扣减", "table"),
        Quantity("waivers", "Waived deductions", "免予扣减", "table"),
        Quantity("user_payment", "User payments", "使用者付费", "fen"),
        Quantity("shared_income", "Government part of income above plan", "超额收益政府分成", "fen"),
        Quantity("carried_in", "Carried in", "上期结转", "fen"),
    ),
    outputs=(
        Quantity(
            "lines",
            "Lines",
            "明细",
            "table",
            "every term that leads to {payable}, each in whole fen that foot to it",
        ),
        Quantity("fee", "Fee", "应付服务费", "fen", "Σ base × index × (fixed share + Σ share × coefficient)"),
        Quantity(
            "deducted", "Deducted", "扣减合计", "fen", "min(Σ {deductions} − Σ {waivers}, cap share × {fee})"
        ),
        Quantity(
            "unrounded",
            "Before rounding",
            "取整前",
            "fen",
            "min({fee} − {deducted}, cap) − {user_payment} − {shared_income} + {carried_in}",
        ),
        Quantity("payable", "Payable", "应付金额", "fen", "{unrounded} rounded once, never below zero"),
        Quantity("carried_forward", "Carried forward", "结转下期", "fen", "min({unrounded}, 0)"),
    ),
    sources=(
        Clause("PPP project contract", "the annex on payment and deductions", "per contract"),
        Clause("财金〔2020〕13号", "operating subsidy linked to the yearly score", "2020-03"),
    ),
    example={
        "components": [
            {
                "name": "运营",
                "base": 10000,
                "linked": [{"name": "得分", "share": "1", "coefficient": "69/70"}],
            }
        ],
        "terms": {"rounding": "half_up"},
        "deductions": [{"name": "异味", "amount": 500}],
    },
    example_result={
        "fee": "69000/7",
        "deducted": "500",
        "unrounded": "65500/7",
        "payable": "9357",
        "carried_forward": "0",
    },
)
