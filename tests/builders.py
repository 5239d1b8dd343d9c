"""Bonds, shares, instalments, tasks for tests, stored through acts as everything else is."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bondlife.acts import Act, perform
from bondlife.books import newest_kind
from bondlife.calendar import work_calendar
from bondlife.db import Database
from bondlife.security.actor import SYSTEM
from bondlife.services import search
from calculators.bonds.schedule import debt_schedule
from calculators.bonds.shares import split_schedule
from calculators.kernel.dates import add_working_days
from models.base import columns
from models.registry import Bond, BondShare, Instalment, Organisation, Project, Region, Task, User

DISTRICT, COUNTY, PROVINCE = "330304", "330303", "330000"


def region_id(act: Act, code: str) -> int:
    """Return the key of a region by its code."""
    region = columns(Region)
    return int(act.session.execute(sa.select(region.id).where(region.code == code)).scalar_one())


def add_project(db: Database, name: str, *, region: str = DISTRICT, unit: str = "") -> str:
    """Store a project that runs, and return its public key."""

    def work(act: Act) -> str:
        kind = newest_kind(act.session, "special_bond")
        counted = sa.select(sa.func.count()).select_from(Project).execution_options(scoped=True)
        number = act.session.execute(counted).scalar_one()
        unit_id = None
        if unit:
            body = columns(Organisation)
            unit_id = act.session.execute(sa.select(body.id).where(body.name == unit)).scalar_one()
        row = act.add(
            Project(
                region_id=region_id(act, region),
                unit_id=unit_id,
                kind=kind.key,
                kind_version=kind.version,
                state="operating",
                state_since=act.now,
                code=f"{region}-2025-{number + 1:03d}",
                name=name,
                sort_key=search.sort_key(name),
                sector="municipal",
                start_year=2024,
                total_investment=20_000_000_00,
            )
        )
        act.flush()
        search.index(act, row)
        return row.public_id

    return str(perform(db, SYSTEM, "test.project", work))


def add_bond(
    db: Database,
    name: str,
    shares: Sequence[tuple[str, int]],
    *,
    value_date: date,
    tenor_years: int = 10,
    coupon: str = "0.0236",
    frequency: int = 2,
    state: str = "issued",
    lead_days: int = 5,
    secured: Sequence[int] = (),
    region: str = PROVINCE,
) -> str:
    """Store an issued bond with its shares and their instalments, and return its public key.

    ``secured`` names the instalments, by number, whose money is there.
    """

    def work(act: Act) -> str:
        kind = newest_kind(act.session, "special_bond")
        projects = [act.find(Project, columns(Project).public_id == key)[0] for key, _amount in shares]
        amounts = [amount for _key, amount in shares]
        shared: dict[str, Any] = {"kind": kind.key, "kind_version": kind.version, "state_since": act.now}
        calendar = work_calendar(act.session)
        plan = debt_schedule(
            sum(amounts),
            coupon_rate=Decimal(coupon),
            value_date=value_date,
            tenor_years=tenor_years,
            coupon_frequency=frequency,
            calendar=calendar,
        )
        bond = act.add(
            Bond(
                **shared,
                region_id=region_id(act, region),
                state=state,
                code=f"2305{sum(map(ord, name)) % 900 + 100}",
                name=name,
                sort_key=search.sort_key(name),
                bond_type="special",
                purpose="new_project",
                face=sum(amounts),
                tenor_years=tenor_years,
                coupon_rate=Decimal(coupon),
                coupon_frequency=frequency,
                issue_date=value_date,
                value_date=value_date,
                maturity_date=plan.maturity_date,
                year=value_date.year,
            )
        )
        act.flush()
        search.index(act, bond)
        act.about(bond)
        for project, amount, rows in zip(projects, amounts, split_schedule(plan.rows, amounts), strict=True):
            own = {
                **shared,
                "region_id": project.region_id,
                "unit_id": project.unit_id,
                "project_id": project.id,
                "bond_id": bond.id,
            }
            share = act.add(BondShare(**own, state="received", amount=amount, received=amount))
            act.flush()
            for row in rows:
                past = row.payment_date < act.business_date
                act.add(
                    Instalment(
                        **own,
                        share_id=share.id or 0,
                        state="paid" if past else "planned",
                        number=row.number,
                        nominal_date=row.nominal_date,
                        payment_date=row.payment_date,
                        remittance_date=add_working_days(row.payment_date, -lead_days, calendar),
                        provisional=row.is_provisional,
                        principal=row.principal,
                        interest=row.interest,
                        interest_source="dedicated_income",
                        principal_source="matching_fund_income" if row.principal else "",
                        secured=row.principal + row.interest if past or row.number in secured else 0,
                        paid=row.principal + row.interest if past else 0,
                    )
                )
        return bond.public_id

    return str(perform(db, SYSTEM, "test.bond", work))


def add_task(
    db: Database, title: str, role: str, project: str, *, due_in: int | None, region: str = DISTRICT
) -> str:
    """Store a task on a project, due some days from today, and return its public key."""

    def work(act: Act) -> str:
        row = act.find(Project, columns(Project).public_id == project)[0]
        due = None if due_in is None else act.business_date + timedelta(days=due_in)
        task = act.add(
            Task(
                region_id=row.region_id,
                unit_id=row.unit_id,
                subject="project",
                subject_id=row.id or 0,
                project_id=row.id,
                role=role,
                title=title,
                title_zh=title,
                due_on=due,
                origin="test",
            )
        )
        act.flush()
        return task.public_id

    return str(perform(db, SYSTEM, "test.task", work))


def user_id(db: Database, account: str) -> int:
    """Return the key of an account."""
    with db.reading() as session:
        user = columns(User)
        return int(session.execute(sa.select(user.id).where(user.account == account)).scalar_one())
