"""A generated province: bonds with shares of county projects, every share with its whole schedule."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bondlife import clock
from bondlife.calendar import work_calendar
from bondlife.db import Database, insert_rows
from calculators.bonds.schedule import Repayment, debt_schedule, default_frequency
from calculators.bonds.shares import split_schedule
from calculators.kernel.dates import WorkCalendar, add_months, add_working_days
from models.base import columns, new_public_id, table
from models.kinds import shipped_kind
from models.registry import Bond, BondShare, Instalment, Project, Region, RegionClosure

TENORS = (3, 5, 7, 10, 10, 15, 15, 20, 20, 30)
SOURCES = ("matching_fund_income", "dedicated_income", "lawful_subsidy")
FIRST = date(2016, 1, 4)
BATCH = 20_000


def fill_province(db: Database, *, bonds: int, shares: int, seed: int = 20_26) -> int:
    """Store so many bonds and shares under Zhejiang, and return the number of instalments."""
    chance = random.Random(seed)
    with db.writing() as session:
        calendar = work_calendar(session)
        province, counties = _places(session)
        projects = _projects(chance, max(shares // 5, 50), counties)
        insert_rows(session, table(Project), projects)
        issues = [_bond(chance, number, province) for number in range(1, bonds + 1)]
        insert_rows(session, table(Bond), [one for one, _ in issues])
        parts = _shares(chance, issues, projects, shares)
        insert_rows(session, table(BondShare), [row for held in parts.values() for row in held])
        count = 0
        for rows in _batches(_instalments(chance, issues, parts, calendar)):
            insert_rows(session, table(Instalment), rows)
            count += len(rows)
        session.commit()
        session.connection().exec_driver_sql("ANALYZE")
        session.commit()
    return count


def _places(session: Any) -> tuple[int, list[int]]:
    region, closure = columns(Region), columns(RegionClosure)
    province = session.execute(sa.select(region.id).where(region.code == "330000")).scalar_one()
    statement = (
        sa.select(closure.descendant_id)
        .join(Region, region.id == closure.descendant_id)
        .where(closure.ancestor_id == province, region.level == "county")
    )
    return int(province), [int(key) for key in session.execute(statement).scalars()]


def _blank(model: Any) -> dict[str, Any]:
    fields = model.model_fields.items()
    return {name: f.default for name, f in fields if not f.is_required() and not f.default_factory}


def _own(model: Any, key: int, region: int, state: str) -> dict[str, Any]:
    return {
        **_blank(model),
        **{"id": key, "public_id": new_public_id(), "version": 1, "created_at": clock.now(), "fields": {}},
        **{
            "kind": "special_bond",
            "kind_version": shipped_kind("special_bond").version,
            "state": state,
            "region_id": region,
        },
    }


def _projects(chance: random.Random, count: int, counties: Sequence[int]) -> list[dict[str, Any]]:
    return [
        {
            **_own(Project, number, chance.choice(counties), "operating"),
            **{"code": f"PV-{number:06}", "name": f"示例项目{number:06}", "sort_key": f"{number:06}"},
            **{"sector": "sewage_waste", "start_year": 2016},
        }
        for number in range(1, count + 1)
    ]


def _bond(chance: random.Random, number: int, province: int) -> tuple[dict[str, Any], Any]:
    tenor = chance.choice(TENORS)
    start = FIRST + timedelta(days=chance.randrange(3900))
    rate = Decimal(chance.randrange(160, 420)).scaleb(-4)
    form = "instalment" if number % 9 == 0 else "bullet"
    row = {
        **_own(Bond, number, province, "issued"),
        **{"name": f"示例省专项债券{number:05}期", "sort_key": f"{number:05}", "bond_type": "special"},
        **{"purpose": "new_project", "face": 1, "tenor_years": tenor, "coupon_rate": rate},
        **{"coupon_frequency": default_frequency(tenor), "repayment_form": form},
        **{"issue_date": start, "value_date": start, "year": start.year},
        "maturity_date": add_months(start, 12 * tenor),
    }
    return row, Repayment.INSTALMENT if form == "instalment" else Repayment.BULLET


def _shares(
    chance: random.Random, issues: Sequence[Any], projects: Sequence[dict[str, Any]], count: int
) -> dict[int, list[dict[str, Any]]]:
    """Give every bond its shares of projects that are all different; faces become what the shares sum to."""
    held: dict[int, list[dict[str, Any]]] = {}
    for index, (bond, _) in enumerate(issues):
        first, after = count * index // len(issues), count * (index + 1) // len(issues)
        chosen = chance.sample(projects, after - first)
        rows = []
        for number, project in enumerate(chosen, first + 1):
            own = _own(BondShare, number, project["region_id"], "received")
            amount = chance.randrange(1, 400) * 50_000_000
            more = {"bond_id": bond["id"], "project_id": project["id"], "amount": amount, "received": amount}
            rows.append({**own, **more})
        bond["face"] = sum(row["amount"] for row in rows) or 100
        held[bond["id"]] = rows
    return held


def _instalments(
    chance: random.Random,
    issues: Sequence[Any],
    parts: dict[int, list[dict[str, Any]]],
    calendar: WorkCalendar,
) -> Iterator[dict[str, Any]]:
    key, today = 0, clock.business_date()
    for bond, form in issues:
        plan = debt_schedule(
            bond["face"],
            coupon_rate=bond["coupon_rate"],
            value_date=bond["value_date"],
            tenor_years=bond["tenor_years"],
            coupon_frequency=bond["coupon_frequency"],
            repayment=form,
            calendar=calendar,
        )
        leads = [add_working_days(row.payment_date, -10, calendar) for row in plan.rows]
        shares = parts[bond["id"]]
        for share, rows in zip(shares, split_schedule(plan.rows, [s["amount"] for s in shares]), strict=True):
            source = chance.choice(SOURCES)
            for row, lead in zip(rows, leads, strict=True):
                key += 1
                yield _instalment(key, share, row, lead, source, past=row.payment_date < today)


def _instalment(
    key: int, share: dict[str, Any], row: Any, lead: date, source: str, *, past: bool
) -> dict[str, Any]:
    due = row.principal + row.interest
    return {
        **_own(Instalment, key, share["region_id"], "paid" if past else "planned"),
        **{"project_id": share["project_id"], "bond_id": share["bond_id"], "share_id": share["id"]},
        **{"number": row.number, "nominal_date": row.nominal_date, "payment_date": row.payment_date},
        **{"remittance_date": lead, "provisional": row.is_provisional, "principal": row.principal},
        **{"interest": row.interest, "interest_source": source, "paid": due if past else 0},
        "principal_source": source if row.principal else "",
        "secured": due if past or key % 3 == 0 else 0,
    }


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    held: list[dict[str, Any]] = []
    for row in rows:
        held.append(row)
        if len(held) == BATCH:
            yield held
            held = []
    if held:
        yield held
