"""A project by OC4IDS 0.9: what is not published is left out, never guessed. Amounts are yuan."""

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from bondlife.disclosure.opendata.contract import process_of
from bondlife.disclosure.opendata.published import (
    PublishedProject,
    Site,
    Told,
    filled,
    is_day,
    is_fen,
    period,
    stamp,
    value,
)
from bondlife.disclosure.opendata.told import first_rows, investment, namespaced
from models.disclosure_duties import OF_BONDS
from models.disclosure_forms import forms
from models.disclosure_forms.shape import rows_of
from models.open_data import SECTORS, STATUSES
from models.sectors import SECTORS as WORDS

VERSION = "0.9"
_KEYS = {label.zh: key for key, label in WORDS}
_SOURCES = {
    "own_funds": "项目资金（不含专项债券）",
    "special_bond": "专项债券",
    "other_debt": "其他债务融资",
}
_METRICS = {
    "planned": "计划资金",
    "paid": "实际支付",
    "came_bonds": "专项债券到位",
    "paid_bonds": "专项债券支付",
}
_MONTH = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


def project_record(one: PublishedProject, site: Site) -> dict[str, Any]:
    """Return a project by the standard."""
    rows, told = first_rows(one.contents), namespaced(one)
    page: dict[str, Any] = {**rows.get("F2", {}), **rows.get("project_page", {})}
    record = {
        "id": f"{site.oc4ids_prefix}-{one.identity}",
        "updated": _updated(one),
        "title": _title(one, rows),
        "language": "zh",
        "identifiers": [{"id": one.identity, "scheme": "CN-PROJECT"}],
        "publicAuthority": _authority(rows),
        "description": _text(page.get("content")),
        "status": next(
            (STATUSES[row["status"]] for row in rows.values() if row.get("status") in STATUSES), None
        ),
        "sector": [SECTORS[key] for key in (_KEYS.get(str(page.get("sector"))),) if key in SECTORS],
        "locations": [{"id": one.region_code, "description": one.region}],
        "budget": _budget(rows, page, told),
        "parties": list(_parties(one, rows)),
        "implementationPeriod": _span(page.get("construction")),
        "maintenancePeriod": _span(page.get("operation")),
        "metrics": _metrics(one.contents),
        "documents": [_document(part, site) for part in one.documents],
        "contractingProcesses": [process_of(each, site) for each in one.contracts],
        "x_bondlife": told,
    }
    return filled(record)


def _updated(one: PublishedProject) -> str | None:
    days = [day for _, _, day in one.documents if day is not None]
    return stamp(max(days)) if days else None


def _title(one: PublishedProject, rows: Mapping[str, Mapping[str, Any]]) -> str:
    names = (told.content.get("subject") for told in one.contents if forms()[told.form].subject == "project")
    told = (*names, *(row.get("name") for form, row in rows.items() if form in OF_BONDS))
    return next((str(name) for name in told if name), one.identity)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _authority(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, str] | None:
    name = next((row["unit"] for row in rows.values() if _text(row.get("unit"))), None)
    return {"id": name, "name": name} if name else None


def _budget(
    rows: Mapping[str, Mapping[str, Any]], page: Mapping[str, Any], told: Mapping[str, Any]
) -> dict[str, Any]:
    amount = investment(rows)
    parts = [
        {"id": name, "description": words, "amount": value(page[name])}
        for name, words in _SOURCES.items()
        if is_fen(page.get(name))
    ]
    found = {
        "amount": value(amount) if amount is not None else None,
        "budgetBreakdowns": [{"id": "sources", "description": "资金来源", "budgetBreakdown": parts}]
        if parts
        else [],
        "finance": [_finance(bond) for bond in told.get("bonds", ())],
    }
    return filled(found)


def _finance(bond: Mapping[str, Any]) -> dict[str, Any]:
    """Return one bond as finance of a project: the project's own share of it; a name tells bonds apart."""
    start = bond.get("valueDate") if is_day(bond.get("valueDate")) else bond.get("issueDate")
    found = {
        "id": str(bond.get("name") or bond.get("code")),
        "title": _text(bond.get("name")),
        "value": value(bond["amount"]) if is_fen(bond.get("amount")) else None,
        "assetClass": ["debt"],
        "type": "bond",
        "period": period(start, bond.get("maturityDate")),
        "interestRate": _rate(bond.get("couponRate")),
    }
    return filled(found)


def _rate(text: Any) -> dict[str, Any] | None:
    """Return a coupon by the standard: a rate per year as a number; words have none."""
    try:
        return {"base": float(Decimal(str(text))), "fixed": True} if text is not None else None
    except InvalidOperation:
        return None


def _span(words: Any) -> dict[str, str]:
    """Return a period printed as two months or days.

    >>> _span("2024-03至2026-02")
    {'startDate': '2024-03-01T00:00:00+08:00', 'endDate': '2026-02-28T00:00:00+08:00'}
    """
    found = _MONTH.findall(str(words or ""))
    if len(found) != 2:
        return {}
    (start, month, day), (end, last, till) = found
    try:
        days = (
            date(int(start), int(month), int(day or 1)),
            date(int(end), int(last), int(till or calendar.monthrange(int(end), int(last))[1])),
        )
    except ValueError:
        return {}
    return period(days[0].isoformat(), days[1].isoformat())


def _metrics(contents: Sequence[Told]) -> list[dict[str, Any]]:
    """Return money planned and paid by year, as the page of the project has it."""
    page = next((one for one in contents if one.form == "project_page"), None)
    if page is None:
        return []
    rows = rows_of(page.content, "years")
    return [_metric(name, words, rows) for name, words in _METRICS.items() if rows]


def _metric(name: str, words: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    years = {str(row["year"]): row[name] for row in rows if is_fen(row.get(name))}
    seen = [
        {
            "id": f"{name}-{year}",
            "period": period(f"{year}-01-01", f"{year}-12-31"),
            "value": value(amount),
        }
        for year, amount in years.items()
    ]
    return filled({"id": name, "title": words, "observations": seen})


def _document(part: tuple[str, str, date | None], site: Site) -> dict[str, Any]:
    key, form, day = part
    spec = forms().get(form)
    found = {
        "id": key,
        "title": spec.label.zh if spec is not None else form,
        "url": site.publication(key),
        "datePublished": stamp(day) if day is not None else None,
        "format": "text/html",
        "language": "zh",
    }
    return filled(found)


def _parties(one: PublishedProject, rows: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield bodies by their names: the names are all the public side knows them by."""
    told: dict[str, list[str]] = {}
    for row in rows.values():
        for name, role in (("unit", "publicAuthority"), ("department", "administrativeEntity")):
            _add(told, row.get(name), role)
    for contract in one.contracts:
        for row in first_rows(contract.contents).values():
            _add(told, row.get("agency"), "procuringEntity")
            _add(told, row.get("company"), "supplier")
    yield from ({"id": name, "name": name, "roles": roles} for name, roles in told.items())


def _add(told: dict[str, list[str]], name: Any, role: str) -> None:
    if isinstance(name, str) and name and role not in told.setdefault(name, []):
        told[name].append(role)


def package_head(site: Site, publisher: str, day: str, address: str) -> dict[str, Any]:
    """Return what stands around the projects of a package."""
    return {
        "uri": f"{site.base}{address}",
        "publishedDate": stamp(day),
        "version": VERSION,
        "publisher": {"name": publisher},
    }
