"""What can be wrong with the bonds of an issue list, row by row and column by column.

Distinct values are judged first; the rows are walked only when one of them is odd.
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from bondlife.exchange.bond_names import BondName, read_name
from bondlife.exchange.cells import Sheet
from bondlife.exchange.headers import Columns
from bondlife.exchange.issue_rows import IssueRow, RateUnit, drift_days
from bondlife.exchange.issues import Finding, Severity, cell_finding, finding
from bondlife.exchange.units import PLAUSIBLE, doubt_unit, in_unit, is_plausible

_USUAL_DRIFT = range(0, 16)
_DECIMAL_LIMIT = Decimal("0.2")


def row_findings(
    sheet: Sheet, columns: Columns, places: list[int], good: list[int], rows: list[IssueRow]
) -> list[Finding]:
    """Return what is wrong or odd about single bonds; ``good`` tells which places the rows came from."""

    def at(index: int, name: str) -> tuple[int, int]:
        return places[good[index]], columns.places[name]

    return [
        *_name_findings(sheet, rows, at),
        *_date_findings(sheet, rows, at),
        *_drift_findings(sheet, rows, at),
        *_duplicates(sheet, rows, at),
    ]


def _name_findings(
    sheet: Sheet, rows: Sequence[IssueRow], at: Callable[[int, str], tuple[int, int]]
) -> list[Finding]:
    """Judge the distinct names first; rows are walked only when one of them is odd."""
    told = [read_name(row.name) for row in rows]
    if not any(map(_is_odd, set(zip(told, [row.issue_date for row in rows], strict=True)))):
        return []
    found = []
    for index, (name, row) in enumerate(zip(told, rows, strict=True)):
        for code, is_odd in (("unknown_kind", not name.kind), ("unknown_issuer", not name.issuer)):
            if is_odd:
                found.append(cell_finding("error", code, sheet, at(index, "name"), "name"))
        if name.is_mixed:
            found.append(cell_finding("warning", "mixed_kind", sheet, at(index, "name"), "name"))
        if name.year and name.year != row.issue_date.year:
            years = {"named": name.year, "issued": row.issue_date.year}
            found.append(
                cell_finding("warning", "year_of_name", sheet, at(index, "issue_date"), "name", **years)
            )
    return found


def _is_odd(pair: tuple[BondName, date]) -> bool:
    name, issued = pair
    return not name.kind or not name.issuer or name.is_mixed or bool(name.year and name.year != issued.year)


def _date_findings(
    sheet: Sheet, rows: Sequence[IssueRow], at: Callable[[int, str], tuple[int, int]]
) -> list[Finding]:
    triples = {(row.issue_date, row.value_date, row.maturity_date) for row in rows}
    if not any(_wrong_dates(*each) for each in triples):
        return []
    return [
        cell_finding(severity, code, sheet, at(index, name), name)
        for index, row in enumerate(rows)
        for severity, code, name in _wrong_dates(row.issue_date, row.value_date, row.maturity_date)
    ]


def _wrong_dates(issued: date, value: date | None, maturity: date | None) -> list[tuple[Severity, str, str]]:
    found: list[tuple[Severity, str, str]] = []
    if maturity and maturity <= issued:
        found.append(("error", "maturity_before_issue", "maturity_date"))
    if value and value < issued:
        found.append(("warning", "value_date_before_issue", "value_date"))
    return found


def _drift_findings(
    sheet: Sheet, rows: Sequence[IssueRow], at: Callable[[int, str], tuple[int, int]]
) -> list[Finding]:
    """Mark maturities far from issue date plus tenor; nearer ones are only counted in the summary."""
    terms = {(row.issue_date, row.tenor_years, row.maturity_date) for row in rows}
    far = {
        each: days for each in terms if (days := drift_days(*each)) is not None and days not in _USUAL_DRIFT
    }
    if not far:
        return []
    return [
        cell_finding(
            "info", "maturity_drift", sheet, at(index, "maturity_date"), "maturity_date", days=far[each]
        )
        for index, row in enumerate(rows)
        if (each := (row.issue_date, row.tenor_years, row.maturity_date)) in far
    ]


def _duplicates(
    sheet: Sheet, rows: Sequence[IssueRow], at: Callable[[int, str], tuple[int, int]]
) -> list[Finding]:
    """Find bonds that stand twice: the same code, or the same name and terms; a name alone is only a
    warning.
    """
    names = [row.name for row in rows]
    codes = [row.code for row in rows if row.code]
    if len(set(names)) == len(names) and len(set(codes)) == len(codes):
        return []
    found: list[Finding] = []
    first_name: dict[str, IssueRow] = {}
    first_key: dict[object, IssueRow] = {}
    for index, row in enumerate(rows):
        key = row.code or (row.name, row.tenor_years, row.maturity_date, row.face, row.coupon_rate)
        other = first_key.setdefault(key, row)
        same = first_name.setdefault(row.name, row)
        if other is not row:
            found.append(
                cell_finding("error", "duplicate_row", sheet, at(index, "name"), "name", first=other.row)
            )
        elif same is not row:
            found.append(
                cell_finding("warning", "same_name", sheet, at(index, "name"), "name", first=same.row)
            )
    return found


def column_findings(
    sheet: Sheet,
    columns: Columns,
    places: list[int],
    *,
    faces: Sequence[int | None],
    coupons: Sequence[Decimal | None],
    unit: str,
    rate_unit: RateUnit,
) -> list[Finding]:
    """Judge the unit of a whole column, then single amounts; show both readings."""
    doubt = doubt_unit([face for face in faces if face], unit, "bond")
    found = []
    if doubt:
        found.append(
            finding(
                "warning",
                "unit_doubt",
                sheet=sheet.name,
                field="face",
                read=columns.headings["face"],
                params={
                    "declared": doubt.declared,
                    "other": doubt.other,
                    "example": doubt.example,
                    "as_declared": doubt.as_declared,
                    "as_other": doubt.as_other,
                },
            )
        )
    else:
        found += [
            _implausible(sheet, (places[index], columns.places["face"]), face)
            for index, face in enumerate(faces)
            if face and not is_plausible(face, "bond")
        ]
    return found + _rate_doubt(sheet, coupons, rate_unit)


def _implausible(sheet: Sheet, at: tuple[int, int], face: int) -> Finding:
    low, high = (f"{in_unit(bound, '亿元'):f} 亿元" for bound in PLAUSIBLE["bond"])
    shown = f"{in_unit(face, '元'):,f} 元"
    return cell_finding(
        "warning", "implausible_amount", sheet, at, "face", as_declared=shown, low=low, high=high
    )


def _rate_doubt(sheet: Sheet, coupons: Sequence[Decimal | None], rate_unit: RateUnit) -> list[Finding]:
    """Refuse a column of percent rates that can only be decimals (a percent format lost on the way)."""
    known = [coupon for coupon in coupons if coupon]
    if rate_unit == "decimal" or not known or max(known) * 100 >= _DECIMAL_LIMIT:
        return []
    example = max(known) * 100
    return [
        finding(
            "error",
            "rate_unit",
            sheet=sheet.name,
            field="coupon",
            read=f"{example.normalize():f}",
            params={
                "limit": str(_DECIMAL_LIMIT),
                "read": f"{example.normalize():f}",
                "as_percent": f"{example.normalize():f}",
                "as_decimal": f"{(example * 100).normalize():f}",
            },
        )
    ]
