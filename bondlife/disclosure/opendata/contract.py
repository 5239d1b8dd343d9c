"""A PPP contract as a release by OCDS for PPPs 1.0 (beta 4): parties, fee, deductions, waivers, payments.

What is paid, and when, is a transaction; the fee a charge on the government; a deduction a failure of
performance with the penalty that was taken. Amounts are units of the contract's currency.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bondlife.disclosure.opendata.published import (
    PublishedContract,
    Site,
    filled,
    is_day,
    is_fen,
    period,
    stamp,
    value,
    yuan,
)
from bondlife.disclosure.opendata.told import parts_of, saying

VERSION = "1.1"
EXTENSION = "https://standard.open-contracting.org/profiles/ppp/extension/1__0__0__beta4/extension.json"
TAGS = ("contract", "implementation")

Rows = Sequence[Mapping[str, Any]]


def ocid_of(one: PublishedContract, site: Site) -> str:
    """Return the open contracting identifier of a contract."""
    return f"{site.ocds_prefix}-{one.public_id}"


def release_of(one: PublishedContract, site: Site) -> dict[str, Any]:
    """Return the newest release of a contract; what is not published is left out."""
    parts = parts_of(one.contents)
    terms, payments = _terms(one, parts), _payments(parts.get("payments", ()))
    days = [told.published_on for told in one.contents if told.published_on is not None]
    record = {
        "ocid": ocid_of(one, site),
        "id": f"{ocid_of(one, site)}-{_mark(one)}",
        "date": stamp(max(days)) if days else stamp(one.contents[-1].cut_off),
        "tag": list(TAGS),
        "initiationType": "tender",
        "language": "zh",
        "parties": _parties(terms),
        "buyer": _party(terms.get("agency")),
        "awards": [_award(one, terms)],
        "contracts": [_contract(one, terms, payments, parts, site)],
        "x_bondlife": {"unit": "fen", **parts, "forms": [saying(told.content) for told in one.contents]},
    }
    return filled(record)


def _terms(one: PublishedContract, parts: Mapping[str, Rows]) -> dict[str, Any]:
    """Return what is published of the contract itself."""
    rows = [row for row in parts.get("contract", ()) if row.get("number") in (None, one.number)]
    return {name: part for row in rows for name, part in row.items()}


def _payments(rows: Rows) -> list[dict[str, Any]]:
    """Return one row a period: of what several forms say the newest counts."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(str(row.get("period")), {}).update(row)
    return [found[key] for key in sorted(found)]


def _mark(one: PublishedContract) -> str:
    """Return what tells this release from others of its contract: it changes with what is published."""
    told = "".join(sorted(one.digest for one in one.contents))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _party(name: Any) -> dict[str, str] | None:
    return {"id": name, "name": name} if isinstance(name, str) and name else None


def _parties(terms: Mapping[str, Any]) -> list[dict[str, Any]]:
    roles = (
        ("agency", ["buyer", "procuringEntity", "payer"]),
        ("company", ["supplier", "privateParty", "payee"]),
    )
    found = ((_party(terms.get(name)), told) for name, told in roles)
    return [{**party, "roles": told} for party, told in found if party is not None]


def _award(one: PublishedContract, terms: Mapping[str, Any]) -> dict[str, Any]:
    company = _party(terms.get("company"))
    found = {
        "id": f"{one.number}-award",
        "title": terms.get("name"),
        "status": "active",
        "suppliers": [company] if company else [],
        "value": _value(terms.get("investment"), one.currency),
    }
    return filled(found)


def _value(fen: Any, currency: str) -> dict[str, Any] | None:
    return value(fen, currency) if is_fen(fen) else None


def _contract(
    one: PublishedContract, terms: Mapping[str, Any], payments: Rows, parts: Mapping[str, Rows], site: Site
) -> dict[str, Any]:
    found = {
        "id": one.number,
        "awardID": f"{one.number}-award",
        "title": terms.get("name"),
        "status": "active",
        "value": _value(terms.get("investment"), one.currency),
        "period": period(terms.get("signedOn"), terms.get("endsOn")),
        "dateSigned": stamp(terms["signedOn"]) if is_day(terms.get("signedOn")) else None,
        "documents": [
            filled(
                {
                    "id": told.key,
                    "title": str(told.content.get("subject") or told.form),
                    "url": site.publication(told.key),
                    "datePublished": stamp(told.published_on) if told.published_on else None,
                    "format": "text/html",
                    "language": "zh",
                }
            )
            for told in one.contents
        ],
        "financeSummary": _summary(terms, one.currency),
        "implementation": _implementation(one, terms, payments, parts.get("scores", ())),
    }
    return filled(found)


def _summary(terms: Mapping[str, Any], currency: str) -> dict[str, Any]:
    capital, public = terms.get("capital"), terms.get("governmentCapital")
    words = f"其中政府出资 {yuan(public)} 元" if isinstance(public, int) and is_fen(public) else None
    return filled({"shareCapital": _value(capital, currency), "shareCapitalDetails": words})


def _implementation(
    one: PublishedContract, terms: Mapping[str, Any], payments: Rows, scores: Rows
) -> dict[str, Any]:
    found = {
        "transactions": [
            _transaction(row, terms, one.currency)
            for row in payments
            if is_fen(row.get("paid")) and row["paid"]
        ],
        "charges": [_charge(row, one.currency) for row in payments],
        "performanceFailures": [
            _failure(row) for row in payments if is_fen(row.get("deduction")) and row["deduction"]
        ],
        "metrics": _metrics(payments, scores),
    }
    return filled(found)


def _transaction(row: Mapping[str, Any], terms: Mapping[str, Any], currency: str) -> dict[str, Any]:
    found = {
        "id": f"{row.get('period')}-paid",
        "date": stamp(row["paidOn"]) if is_day(row.get("paidOn")) else None,
        "value": value(row["paid"], currency),
        "payer": _party(terms.get("agency")),
        "payee": _party(terms.get("company")),
    }
    return filled(found)


def _charge(row: Mapping[str, Any], currency: str) -> dict[str, Any]:
    found = {
        "id": f"{row.get('period')}-fee",
        "title": f"{row.get('period')} 按效付费",
        "paidBy": "government",
        "estimatedValue": _value(row.get("fee"), currency),
        "actualValue": _value(row.get("payable"), currency),
    }
    return filled(found)


def _failure(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a deduction: what the contract asks, what was taken after waivers, in fen said in words."""
    deduction = int(row["deduction"])
    waived = row["waiver"] if is_fen(row.get("waiver")) else 0
    return {
        "id": f"{row.get('period')}-deduction",
        "category": "performance",
        "penaltyContracted": f"{deduction + waived} fen",
        "penaltyImposed": f"{deduction} fen",
        "penaltyPaid": True,
    }


def _metrics(payments: Rows, scores: Rows) -> list[dict[str, Any]]:
    told = {
        "coefficient": [(row.get("period"), row.get("coefficient")) for row in payments],
        "score": [
            *((row.get("period"), row.get("score")) for row in payments),
            *((row.get("cycle") or row.get("year"), row.get("score")) for row in scores),
        ],
    }
    titles = {"coefficient": "绩效付费系数", "score": "绩效考核得分"}
    seen = {name: _observed(pairs) for name, pairs in told.items()}
    return [
        {"id": name, "title": titles[name], "observations": found} for name, found in seen.items() if found
    ]


def _observed(pairs: Iterable[tuple[Any, Any]]) -> list[dict[str, Any]]:
    held = {str(when): str(measure) for when, measure in pairs if measure not in (None, "")}
    return [{"id": when, "measure": measure} for when, measure in held.items()]


def release_head(site: Site, publisher: str, day: str, address: str) -> dict[str, Any]:
    """Return what stands around the releases of a package."""
    return {
        "uri": f"{site.base}{address}",
        "version": VERSION,
        "extensions": [EXTENSION],
        "publishedDate": stamp(day),
        "publisher": {"name": publisher},
    }


def process_of(one: PublishedContract, site: Site) -> dict[str, Any]:
    """Return a contract as a contracting process of its project by OC4IDS."""
    release = release_of(one, site)
    [contract] = release["contracts"]
    company = release["awards"][0].get("suppliers", [])
    summary = {
        "ocid": release["ocid"],
        "externalReference": one.number,
        "title": contract.get("title"),
        "status": "active",
        "suppliers": company,
        "contractValue": contract.get("value"),
        "contractPeriod": contract.get("period"),
        "transactions": contract.get("implementation", {}).get("transactions"),
    }
    linked = {
        "id": release["id"],
        "tag": release["tag"],
        "date": release["date"],
        "url": f"{site.base}/public/data/contracts/{one.public_id}",
    }
    return {"id": release["ocid"], "summary": filled(summary), "releases": [linked]}
