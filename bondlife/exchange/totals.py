"""Compare an issue list with published totals: counts, amounts, averages, splits, identities.

    average tenor = sum(face × tenor) / sum(face), average rate likewise, both rounded half up as printed
    verdict       exact: equal to the printed figure
                  rounding: an amount off by at most 0.005 × (rows + 1), for the report adds unrounded
                  amounts while its annex prints two decimals; a quotient within 0.55 of its last digit
                  differs: anything else; not_in_rows: the rows cannot give this figure
Units  亿元, years, percent, as published.
Source Monthly 地方政府债券市场报告 of the research centre of the Ministry of Finance (kjhx.mof.gov.cn/yjbg/).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, NamedTuple

from bondlife.exchange.issue_rows import IssueRow
from bondlife.exchange.issues import Finding, finding
from bondlife.exchange.totals_file import PublishedTotals
from bondlife.exchange.units import FEN_PER_UNIT

_YI = FEN_PER_UNIT["亿元"]
_KINDS = {
    "一般": "general_bond",
    "专项": "special_bond",
    "一般债券": "general_bond",
    "专项债券": "special_bond",
}
_NATURES = {"新增": "new_bond", "再融资": "refinancing_bond"}
_SPLITS = ("合计", "一般", "专项", "新增", "再融资", "新增一般", "新增专项", "再融资一般", "再融资专项")
_VENUES = ("中央结算公司", "上海证券交易所", "深圳证券交易所", "北京证券交易所")
_NOT_HOLDERS = ("合计",)
_SUM_UNIT, _RATIO_SLACK = Decimal("0.005"), Decimal("0.55")


class Comparison(NamedTuple):
    """One published figure beside the one computed: ``difference`` is computed − printed."""

    id: str
    printed: str
    computed: str
    difference: str
    verdict: str
    unit: str


class _Figure(NamedTuple):
    """A figure to be compared: exact value, how many addends, whether a sum or a quotient, or a bound
    to stay below.
    """

    id: str
    printed: Any
    value: Fraction
    addends: int
    unit: str
    is_sum: bool = True
    is_bound: bool = False


def compare(
    rows: Sequence[IssueRow], published: PublishedTotals, *, earlier: Sequence[IssueRow] | None = None
) -> list[Comparison]:
    """Return every figure the rows can give beside the published one.

    ``earlier`` are the bonds of the earlier months of the year; without them year-to-date figures are
    compared
    only for January. A file that lists its checks is compared in those it calls exact or rounding.
    """
    figures = list(_month(rows, published.figures))
    if earlier is not None or published.month.endswith("-01"):
        figures += _year_to_date([*(earlier or ()), *rows], published.figures)
    figures += _identities(published.figures)
    wanted = published.reproducible
    return [_compared(figure) for figure in figures if not wanted or figure.id in wanted]


def total_findings(comparisons: Sequence[Comparison]) -> list[Finding]:
    """Return a warning for each figure that differs, with both figures."""
    if not comparisons:
        return [finding("warning", "total_missing")]
    return [
        finding(
            "warning",
            "total_differs",
            field=each.id,
            read=each.printed,
            printed=each.printed,
            computed=each.computed,
            params={"printed": each.printed, "computed": each.computed},
        )
        for each in comparisons
        if each.verdict == "differs"
    ]


def _month(rows: Sequence[IssueRow], figures: Mapping[str, Any]) -> Iterator[_Figure]:
    yield _count("只数", figures.get("只数"), len(rows), "只")
    yield _count("发行地区数", figures.get("发行地区数"), len({row.issuer for row in rows}), "个")
    yield from _splits("表1_", figures.get("表1_本月_亿元"), rows)
    yield from _regions(figures, rows)
    yield from _by_tenor("", figures, rows)
    yield from _averages("", figures, rows)
    yield from _long_bonds("", figures.get("10年期及以上"), rows)
    whole = _sum(rows)
    for tenor, printed in _items(figures.get("期限结构_%")):
        share = Fraction(_sum(_of_tenor(rows, tenor)) * 100, whole) if whole else Fraction(0)
        yield _Figure(f"期限占比_{tenor}年", printed, share, len(rows), "%", is_sum=False)


def _year_to_date(rows: Sequence[IssueRow], figures: Mapping[str, Any]) -> Iterator[_Figure]:
    head = "本年累计_"
    yield _count(f"{head}只数", figures.get("本年累计只数"), len(rows), "只")
    yield from _splits(f"{head}表1_", figures.get("表1_本年累计_亿元"), rows)
    yield from _by_tenor(head, figures, rows)
    yield from _averages(head, figures, rows)
    yield from _long_bonds(head, figures.get(f"{head}10年期及以上"), rows)


def _splits(head: str, printed: Any, rows: Sequence[IssueRow]) -> Iterator[_Figure]:
    for name, figure in _items(printed):
        if name in _SPLITS:
            yield _amount(f"{head}{name}", figure, _of_split(rows, name))


def _of_split(rows: Sequence[IssueRow], name: str) -> list[IssueRow]:
    kind = next((code for word, code in _KINDS.items() if name.endswith(word)), "")
    nature = next((code for word, code in _NATURES.items() if name.startswith(word)), "")
    return [row for row in rows if (not kind or row.kind == kind) and (not nature or row.nature == nature)]


def _regions(figures: Mapping[str, Any], rows: Sequence[IssueRow]) -> Iterator[_Figure]:
    for region, printed in _items(figures.get("正文所列地区发行额_亿元")):
        yield _amount(f"正文地区_{region}", printed, _of_region(rows, region))
    for region, table in _items(figures.get("表2_分地区_本月_亿元")):
        of_region = list(rows) if region == "合计" else _of_region(rows, region)
        for name, printed in _items(table):
            if name in _SPLITS:
                yield _amount(f"表2_{region}_{name}", printed, _of_split(of_region, name))


def _of_region(rows: Sequence[IssueRow], region: str) -> list[IssueRow]:
    """Return the bonds of an issuer; the reports' "山东地区" is the province without its separately
    planned city.
    """
    issuer = f"{region.removesuffix('地区')}省" if region.endswith("地区") else region
    return [row for row in rows if row.issuer == issuer]


def _by_tenor(head: str, figures: Mapping[str, Any], rows: Sequence[IssueRow]) -> Iterator[_Figure]:
    for group, table in _items(figures.get(f"{head}分期限发行额_亿元")):
        of_kind = _of_kind(rows, group)
        for tenor, printed in _items(table):
            ending = "发行额" if group == "全部" else group
            yield _amount(f"{head}分期限_{tenor}年_{ending}", printed, _of_tenor(of_kind, tenor))
    for group, table in _items(figures.get(f"{head}分期限平均利率_%")):
        of_kind = _of_kind(rows, group)
        for tenor, printed in _items(table):
            yield _average(
                f"{head}平均发行利率_{tenor}年_{group}", printed, _of_tenor(of_kind, tenor), _percent, "%"
            )


def _averages(head: str, figures: Mapping[str, Any], rows: Sequence[IssueRow]) -> Iterator[_Figure]:
    for group, printed in _items(figures.get(f"{head}平均发行期限_年")):
        yield _average(f"{head}平均发行期限_{group}", printed, _of_kind(rows, group), _years, "年")
    for group, printed in _items(figures.get(f"{head}平均发行利率_%")):
        yield _average(f"{head}平均发行利率_{group}", printed, _of_kind(rows, group), _percent, "%")


def _long_bonds(head: str, printed: Any, rows: Sequence[IssueRow]) -> Iterator[_Figure]:
    table = dict(_items(printed))
    long = [row for row in rows if row.tenor_years >= 10]
    if "金额_亿元" in table:
        yield _amount(f"{head}10年期及以上_金额", table["金额_亿元"], long)
    if "占比_%" in table and rows:
        share = Fraction(_sum(long) * 100, _sum(rows))
        yield _Figure(f"{head}10年期及以上_占比", table["占比_%"], share, len(rows), "%", is_sum=False)


def _identities(figures: Mapping[str, Any]) -> Iterator[_Figure]:
    """Compare published parts with published totals; the rows are not needed."""
    for head, table in (("表1_", "表1_本月_亿元"), ("本年累计_", "表1_本年累计_亿元")):
        part = dict(_items(figures.get(table)))
        yield from _sum_of(f"{head}新增+再融资", part, ("新增", "再融资"), "合计")
        yield from _sum_of(f"{head}一般+专项", part, ("一般", "专项"), "合计")
        yield from _sum_of(f"{head}新增一般+新增专项", part, ("新增一般", "新增专项"), "新增")
        yield from _sum_of(f"{head}再融资一般+再融资专项", part, ("再融资一般", "再融资专项"), "再融资")
    month = dict(_items(figures.get("表1_本月_亿元")))
    yield from _sum_of(
        "发行场所合计", month, [name for name in _VENUES if _is_number(month.get(name))], "合计"
    )
    yield from _purposes(figures, month)
    yield from _balances(dict(_items(figures.get("债券余额"))))
    yield from _holders(dict(_items(figures.get("投资者持有结构"))))
    trade = dict(_items(figures.get("二级市场现券交易_本月")))
    venues = [name for name in trade if name.endswith("_亿元") and name != "合计_亿元"]
    yield from _sum_of("现券交易_合计", trade, venues, "合计_亿元")


def _purposes(figures: Mapping[str, Any], month: Mapping[str, Any]) -> Iterator[_Figure]:
    purposes = {
        name: value for name, value in _items(figures.get("新增债券资金投向_亿元")) if _is_number(value)
    }
    if not purposes or "新增" not in month:
        return
    total = sum((Fraction(value) for value in purposes.values()), Fraction(0))
    yield _Figure("资金投向合计", month["新增"], total, len(purposes), "亿元")
    for name, printed in _items(figures.get("新增债券资金投向_%")):
        if name in purposes:
            share = Fraction(purposes[name]) * 100 / total
            yield _Figure(f"资金投向占比_{name}", printed, share, len(purposes), "%", is_sum=False)


def _balances(balance: Mapping[str, Any]) -> Iterator[_Figure]:
    yield from _sum_of("余额_一般+专项", balance, ("一般债券_亿元", "专项债券_亿元"), "合计_亿元")
    yield from _sum_of(
        "余额_债券+非债券", balance, ("合计_亿元", "非政府债券形式存量政府债务_亿元"), "债务余额_亿元"
    )
    debt, limit = balance.get("债务余额_亿元"), balance.get("债务限额_亿元")
    if _is_number(debt) and _is_number(limit):
        yield _Figure("余额不超限额", limit, Fraction(str(debt)), 1, "亿元", is_bound=True)


def _holders(holders: Mapping[str, Any]) -> Iterator[_Figure]:
    amounts = {name: dict(_items(each)).get("金额_亿元") for name, each in holders.items()}
    known = {name: Fraction(str(value)) for name, value in amounts.items() if _is_number(value)}
    if "合计" not in known or not known["合计"]:
        return
    parts = [value for name, value in known.items() if name not in _NOT_HOLDERS]
    yield _Figure("持有结构_合计", amounts["合计"], sum(parts, Fraction(0)), len(parts), "亿元")
    for name, value in known.items():
        printed = dict(_items(holders[name])).get("占比_%")
        share = value * 100 / known["合计"]
        yield _Figure(f"持有结构占比_{name}", printed, share, len(parts), "%", is_sum=False)


def _sum_of(id_: str, table: Mapping[str, Any], parts: Sequence[str], whole: str) -> Iterator[_Figure]:
    if parts and all(_is_number(table.get(name)) for name in (*parts, whole)):
        total = sum((Fraction(table[name]) for name in parts), Fraction(0))
        yield _Figure(id_, table[whole], total, len(parts), "亿元")


def _compared(figure: _Figure) -> Comparison:
    if not _is_number(figure.printed):
        return Comparison(figure.id, str(figure.printed), "", "", "not_in_rows", figure.unit)
    printed = Decimal(figure.printed)
    digits = -int(printed.as_tuple().exponent)
    computed = _rounded(figure.value, digits)
    difference = computed - printed
    if difference == 0 or (figure.is_bound and difference < 0):
        verdict = "exact"
    elif figure.is_bound or figure.unit in ("只", "个"):
        verdict = "differs"
    elif figure.is_sum:
        verdict = "rounding" if abs(difference) <= _SUM_UNIT * (figure.addends + 1) else "differs"
    else:
        off = abs(figure.value - Fraction(printed)) * 10**digits
        verdict = "rounding" if off <= Fraction(_RATIO_SLACK) else "differs"
    return Comparison(
        figure.id, str(figure.printed), f"{computed:f}", f"{difference:f}", verdict, figure.unit
    )


def _rounded(value: Fraction, digits: int) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _count(id_: str, printed: Any, count: int, unit: str) -> _Figure:
    return _Figure(id_, printed, Fraction(count), count, unit)


def _amount(id_: str, printed: Any, rows: Sequence[IssueRow]) -> _Figure:
    return _Figure(id_, printed, Fraction(_sum(rows), _YI), len(rows), "亿元")


def _average(
    id_: str, printed: Any, rows: Sequence[IssueRow], of: Callable[[IssueRow], Fraction], unit: str
) -> _Figure:
    whole = _sum(rows)
    value = sum((row.face * of(row) for row in rows), Fraction(0)) / whole if whole else Fraction(0)
    return _Figure(id_, printed, value, len(rows), unit, is_sum=False)


def _years(row: IssueRow) -> Fraction:
    return Fraction(row.tenor_years)


def _percent(row: IssueRow) -> Fraction:
    return Fraction(row.coupon_rate) * 100


def _of_kind(rows: Sequence[IssueRow], group: str) -> Sequence[IssueRow]:
    return [row for row in rows if row.kind == _KINDS[group]] if group in _KINDS else rows


def _of_tenor(rows: Sequence[IssueRow], tenor: str) -> list[IssueRow]:
    return [row for row in rows if str(row.tenor_years) == tenor]


def _sum(rows: Sequence[IssueRow]) -> int:
    return sum(row.face for row in rows)


def _items(table: Any) -> list[tuple[str, Any]]:
    return list(table.items()) if isinstance(table, dict) else []


def _is_number(value: Any) -> bool:
    try:
        return isinstance(value, str) and len(value) < 40 and Decimal(value).is_finite()
    except InvalidOperation:
        return False
