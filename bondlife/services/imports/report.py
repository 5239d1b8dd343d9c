"""What a file holds and what was found in it, for the command line, the API and the pages."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from bondlife.errors import Invalid, Problem
from bondlife.exchange.draft import Draft
from bondlife.exchange.issues import Finding

MOST_SHOWN = 500
MOST_KEPT = 200
SAMPLE = 50

SAMPLED: dict[str, tuple[str, ...]] = {
    "issue-list": (
        *("row", "name", "issue_date", "value_date", "maturity_date", "face", "tenor_years"),
        *("option_pattern", "coupon_rate", "issuer"),
    ),
    "disclosure": (
        *("name", "planned_face", "tenor_years", "tender_date", "project_count", "total_investment"),
        *("own_funds", "special_bond_finance", "other_finance", "revenue_total"),
    ),
    "duration": (
        *("cut_off", "bond_name", "bond_code", "project_name", "bond_used", "investment", "investment_bonds"),
        *("realised", "realised_bonds", "income_total", "expected_income"),
    ),
    "project-page": (
        *("name", "code", "sector", "total_investment", "capital", "special_bond", "other_debt"),
        *("revenue", "cost", "multiple"),
    ),
    "statement": ("row", "account", "on", "amount", "balance", "counterparty", "voucher", "summary"),
    "limit-table": ("row", "region", "year", "basis", "unit", "limit", "balance"),
    "fiscal-year": (
        *("row", "region", "year", "as_of", "general_revenue", "transfers", "fund_revenue", "state_capital"),
        *("general_spending", "fund_spending", "general_interest", "special_interest", "gross_product"),
    ),
    "tender-result": (
        *("row", "bond", "face", "tenor", "coupon", "value_date", "maturity_date", "project_code", "share"),
        *("as_capital", "issuance_fee", "registration_fee"),
    ),
    **dict.fromkeys(
        ("platform-allotment", "platform-plan", "platform-payment"),
        ("row", "number", "project_code", "project_name", "allotment", "account", "on", "amount", "payee"),
    ),
    "self-evaluation": ("row", "code", "year", "budget", "executed", "points_given", "reason", "requested"),
    "filing-receipt": ("row", "line_code", "reject_reason"),
    "ledger": (
        *("row", "code", "name", "region_code", "project_unit", "sector", "state"),
        *("total_investment", "capital", "special_bond", "other_debt"),
    ),
}
"""Kind of file → the fields of its rows that a preview shows."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a file holds and what was found in it; after confirming also what was stored."""

    kind: str
    draft: Draft[Any]
    compared: tuple[dict[str, Any], ...] = ()
    state: str = "preview"
    stored: Mapping[str, Any] | None = None
    headings: tuple[str, ...] = ()

    @property
    def status(self) -> int:
        """Return 0 clean, 1 warnings only, 2 refused."""
        return self.draft.exit_code

    def ended(self, state: str, stored: Mapping[str, Any] | None = None) -> "Report":
        """Return the report after confirming."""
        return replace(self, state=state, stored=stored)

    def as_dict(self) -> dict[str, Any]:
        """Return the report as the command line and the API give it."""
        draft = self.draft
        return {
            **self._head(),
            "warnings": [_warning(one) for one in draft.warnings[:MOST_SHOWN]],
            "errors": [one.as_dict() for one in draft.errors[:MOST_SHOWN]],
        }

    def as_kept(self) -> dict[str, Any]:
        """Return the report as it is kept until the file is confirmed: findings as data, the first rows."""
        draft = self.draft
        found = (*draft.errors[:MOST_KEPT], *draft.warnings[:MOST_KEPT])
        return {
            **self._head(),
            "findings": [{**asdict(one), "params": dict(one.params)} for one in found],
            "mapping": dict(draft.mapping),
            "headings": list(self.headings),
            "fields": list(SAMPLED[self.kind]),
            "sample": [_sampled(self.kind, row) for row in draft.rows[:SAMPLE]],
            "importable": draft.is_importable,
        }

    def refusal(self) -> Invalid:
        """Return the refusal of a file with errors, each with its place."""
        return Invalid(
            *(
                Problem(one.code, one.told()["title"].replace("%", "%%"), place(one))
                for one in self.draft.errors[:50]
            )
        )

    def _head(self) -> dict[str, Any]:
        draft = self.draft
        return {
            "kind": self.kind,
            "state": self.state,
            "unit": draft.unit,
            "file": {"sha256": draft.file_sha256, "type": draft.file_type},
            "counts": {
                "rows": draft.rows_read,
                "good": len(draft.rows),
                "errors": len(draft.errors),
                "warnings": len(draft.warnings),
                **dict(self.stored or {}),
            },
            "totals": draft.totals_by_unit(),
            "compared": list(self.compared),
            "summary": dict(draft.summary),
        }


def place(finding: Finding) -> str:
    """Return where a finding is: sheet, cell and field."""
    parts = (finding.sheet, finding.cell or finding.row or "", finding.field)
    return " ".join(str(part) for part in parts if part)


def _warning(finding: Finding) -> dict[str, Any]:
    return {
        "place": place(finding),
        "printed": finding.printed,
        "computed": finding.computed,
        **finding.as_dict(),
    }


def _sampled(kind: str, row: Any) -> list[Any]:
    return [_plain(getattr(row, name)) for name in SAMPLED[kind]]


def _plain(value: Any) -> Any:
    """Write a value as JSON keeps it: money stays whole fen, everything else is text."""
    if isinstance(value, date | Decimal):
        return str(value)
    return value if isinstance(value, int | str) else ("" if value is None else str(value))
