"""Who may enter the reserve: amounts, negative list, capital, restraint, permits, term (G1, G3)."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bondlife.errors import Problem
from bondlife.lifecycle.facts import bond_of, by_key, pair, place, rows, share_of, wan
from bondlife.lifecycle.guards.common import listed
from bondlife.lifecycle.lineage import mapped_bonds
from bondlife.lifecycle.situation import Situation
from calculators.bonds.term_match import term_match
from calculators.coverage.capital_ratio import capital_ratio
from calculators.kernel.dates import add_months
from models.base import columns
from models.lifecycle import Label
from models.registry import Application, Bond, ChangeOfUse, Instalment, Permit, Project


def amounts_consistent(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that capital and bonds stay within the investment, and the capital part within both."""
    one = here.project
    if one is None:
        return
    debt, whole = one.special_bond + one.other_debt, one.total_investment
    sources = debt + one.capital - one.bond_as_capital
    said = ("project_unit", place(here, "form"))
    if one.capital > whole:
        yield Problem(
            "capital_above",
            "Capital of %(left)s 10k yuan exceeds the total investment of %(right)s 10k yuan.",
            "capital",
            pair(one.capital, whole),
            *said,
        )
    if one.bond_as_capital > min(one.capital, one.special_bond):
        yield Problem(
            "capital_part_above",
            "Bonds used as capital, %(left)s 10k yuan, exceed capital or bonds of %(right)s 10k yuan.",
            "bond_as_capital",
            pair(one.bond_as_capital, min(one.capital, one.special_bond)),
            *said,
        )
    if sources > whole:
        yield Problem(
            "sources_above",
            "All sources of money, %(left)s 10k yuan, exceed the total investment of %(right)s 10k yuan.",
            "special_bond",
            pair(sources, whole),
            *said,
        )


def negative_list_clear(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that every item of the negative list is answered no, with a reason."""
    rule = here.rules.get(str(params["rule"]))
    for item in rule.value if rule is not None else ():
        name = f"negative_{item['key']}"
        said = {"who": "project_unit", "href": place(here, "form")}
        if here.row.fields.get(name) != "no":
            yield Problem(
                "negative_list",
                "Answer the item “%(item)s” of the negative list; only “not concerned” may go on.",
                name,
                {"item": Label(item["en"], item["zh"])},
                **said,
            )
        elif not here.row.fields.get(f"{name}_reason"):
            yield Problem(
                "negative_list_reason",
                "Give the reason why “%(item)s” of the negative list does not apply.",
                f"{name}_reason",
                {"item": Label(item["en"], item["zh"])},
                **said,
            )


def capital_ratio_at_least(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that project capital reaches the minimum of the sector."""
    rule, project = here.rules.get(str(params["rule"])), here.project
    if rule is None or project is None or not project.total_investment:
        return
    ratios = {row["key"]: row for row in rule.value}
    row = ratios.get(project.fields.get("capital_sector") or "") or ratios.get(project.sector)
    row = row or ratios[rule.params["default"]]
    bonds = min(project.bond_as_capital, project.capital)
    capital = min(project.capital, project.total_investment)
    found = capital_ratio(
        project.total_investment,
        minimum=Decimal(row["ratio"]),
        own_capital=max(capital - bonds, 0),
        bond_as_capital=min(bonds, capital),
    )
    if not found.meets:
        yield Problem(
            "capital_too_low",
            "Project capital of %(capital)s 10k yuan is below %(required)s 10k yuan, the minimum of "
            "%(percent)s %% of the investment for the sector “%(sector)s”.",
            "capital",
            {
                "capital": wan(found.capital),
                "required": wan(found.required_capital),
                "percent": f"{Decimal(row['ratio']) * 100:f}".removesuffix(".00"),
                "sector": row["zh"],
            },
            "project_unit",
            place(here, "form"),
        )


def region_risk_justified(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask for a justification in a region under restraint."""
    rule = here.rules.get(str(params["rule"]))
    under = rule is not None and any(here.rules.region_code.startswith(str(code)) for code in rule.value)
    if under and not here.row.fields.get(params["field"]):
        yield Problem(
            "region_restrained",
            "The region is under restraint for new government investment; give the reason for this project.",
            params["field"],
            who="project_unit",
            href=place(here, "form"),
        )


def permits_present(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask for the permits the rule lists, held, with number and date, and not expired."""
    project = here.project
    if project is None:
        return
    held = {one.type: one for one in rows(here.session, Permit, columns(Permit).project_id == project.id)}
    names = {key: row["zh"] for row in _readiness(here) for key in [row["key"]]}
    for key in listed(here, params, "permits"):
        yield from _permit_problems(here, held.get(str(key)), str(key), names.get(str(key), str(key)))


def _readiness(here: Situation) -> Iterable[Mapping[str, Any]]:
    rule = here.rules.get("reserve.readiness")
    return rule.value if rule is not None else ()


def _permit_problems(here: Situation, permit: Permit | None, key: str, name: str) -> Iterable[Problem]:
    said: dict[str, Any] = {"who": "project_unit", "href": place(here, "permits")}
    if permit is None or not permit.held:
        yield Problem(
            "permit_missing", "The permit “%(permit)s” is not held yet.", key, {"permit": name}, **said
        )
    elif not permit.number or permit.issued_on is None:
        yield Problem(
            "permit_unnumbered",
            "Enter number and date of the permit “%(permit)s”.",
            key,
            {"permit": name},
            **said,
        )
    elif permit.expires_on is not None and permit.expires_on < here.today:
        yield Problem(
            "permit_expired",
            "The permit “%(permit)s” expired on %(day)s.",
            key,
            {"permit": name, "day": permit.expires_on.isoformat()},
            **said,
        )


def term_within_life(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the bond matures no later than the project that repays it."""
    rule = here.rules.get(str(params["rule"]))
    if rule is None or not rule.value:
        return
    project, maturity = _holder(here), _maturity(here)
    if maturity is None:
        yield Problem(
            "tenor_missing",
            "State the tenor of the bond, so that it can be compared with the project's life.",
            "wanted_tenor",
            who="project_unit",
            href=place(here, "form"),
        )
    elif project is None or project.operation_end is None:
        yield Problem(
            "life_unknown",
            "State the end of operation of the project that repays the bond.",
            "operation_end",
            who="project_unit",
            href=place(here, "form"),
        )
    elif not term_match(maturity, last_revenue_year=project.operation_end.year).fits:
        yield Problem(
            "term_too_long",
            "The bond matures in %(maturity)s, after the project's last year of revenue %(last)s.",
            "tenor_years",
            {"maturity": maturity.year, "last": project.operation_end.year},
            "officer",
            place(here, "form"),
        )


def _holder(here: Situation) -> Project | None:
    """Return the project that repays: the receiving one, for a change of use."""
    if isinstance(here.row, ChangeOfUse):
        return by_key(here.session, Project, here.row.target_project_id)
    return here.project


def _maturity(here: Situation) -> date | None:
    row = here.row
    if isinstance(row, Project):
        tenor = row.fields.get("wanted_tenor")
        return None if not tenor else date(max(here.today.year, row.start_year) + int(tenor), 12, 31)
    if isinstance(row, Application):
        return date(row.year + row.tenor_years, 12, 31)
    if isinstance(row, Instalment):
        found = [_maturity_of(bond) for bond in mapped_bonds(here)]
        return max((day for day in found if day is not None), default=None)
    return _maturity_of(bond_of(here.session, share_of(here)))


def _maturity_of(bond: Bond | None) -> date | None:
    if bond is None or bond.maturity_date is not None:
        return bond.maturity_date if bond is not None else None
    start = bond.value_date or bond.issue_date
    return None if start is None else add_months(start, 12 * bond.tenor_years)


GUARDS = {
    "amounts_consistent": amounts_consistent,
    "negative_list_clear": negative_list_clear,
    "capital_ratio_at_least": capital_ratio_at_least,
    "region_risk_justified": region_risk_justified,
    "permits_present": permits_present,
    "term_within_life": term_within_life,
}
