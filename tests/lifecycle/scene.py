"""A county project with a share of a provincial bond lent on through the city: rows at rest, no history."""

from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bondlife.acts import Act, perform
from bondlife.lifecycle.effects import EFFECTS
from bondlife.lifecycle.guards import GUARDS
from bondlife.lifecycle.situation import situation
from bondlife.security.actor import SYSTEM
from models.base import columns
from models.kinds import shipped_kind
from models.registry import RECORDS, Bond, BondShare, BudgetLine, Contract, LedgerBalance, OnLending, Project
from tests.lifecycle.story import YI, Story

TODAY = date(2036, 3, 20)


class Scene:
    """Project, bond, share, agreements; what is not said stands as a careful officer would leave it."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.province, self.city, self.county = (
            story.region(code) for code in ("330000", "330300", "330304")
        )
        self.project = self.add_project("P-1")
        self.bond: Bond = self.add(Bond, **self.bond_values())
        self.share = self.add_share(self.bond, self.project, 8 * YI)
        self.lend(self.share)

    @classmethod
    def again(cls, story: Story) -> "Scene":
        """Come back to a scene that was set in the database of this story."""
        found = cls.__new__(cls)
        found.story = story
        found.province, found.city, found.county = (
            story.region(code) for code in ("330000", "330300", "330304")
        )
        found.project, found.bond, found.share = (story.all(model)[0] for model in (Project, Bond, BondShare))
        return found

    def own(self, region: int | None = None) -> dict[str, Any]:
        """Return what every record carries."""
        return {
            "region_id": region or self.county,
            "kind": "special_bond",
            "kind_version": shipped_kind("special_bond").version,
        }

    def add(self, model: Any, **values: Any) -> Any:
        """Store a row."""
        return self.story.register(model(**values))[0]

    def add_project(self, code: str, **values: Any) -> Project:
        """Store a project of 10 亿 in the reserve."""
        unit = self.story.organisation("unit").id
        base = {
            "state": "reserved",
            "code": code,
            "name": f"示例项目{code}",
            "sector": "sewage",
            "start_year": 2036,
            "construction_start": date(2036, 1, 1),
            "construction_end": date(2038, 12, 31),
            "operation_end": date(2058, 12, 31),
            "total_investment": 10 * YI,
            "capital": 2 * YI,
            "special_bond": 8 * YI,
            "unit_id": unit,
        }
        found: Project = self.add(Project, **self.own(), **{**base, **values})
        return found

    def bond_values(self, **values: Any) -> dict[str, Any]:
        """Return a provincial bond of 8 亿, ten years, 2.36 %, twice a year."""
        base = {
            "state": "issued",
            "name": "2036年示例省政府专项债券（三期）",
            "bond_type": "special",
            "purpose": "new_project",
            "face": 8 * YI,
            "tenor_years": 10,
            "coupon_rate": Decimal("0.0236"),
            "coupon_frequency": 2,
            "value_date": date(2036, 3, 20),
            "maturity_date": date(2046, 3, 20),
            "year": 2036,
        }
        return {**self.own(self.province), **base, **values}

    def add_share(self, bond: Bond, project: Project, amount: int, **values: Any) -> BondShare:
        """Store a share of a bond."""
        base = {"state": "onlent", "bond_id": bond.id, "project_id": project.id, "amount": amount}
        found: BondShare = self.add(BondShare, **self.own(), **{**base, **values})
        return found

    def lend(self, share: BondShare, **values: Any) -> None:
        """Sign the chain from province to city to county."""
        for lender, borrower in ((self.province, self.city), (self.city, self.county)):
            base = {
                "share_id": share.id,
                "lender_id": lender,
                "borrower_id": borrower,
                "agreement_number": "转贷1号",
                "signed_on": date(2036, 3, 20),
                "amount": share.amount,
                "lead_days": 5,
                "region_id": self.county,
            }
            self.add(OnLending, **{**base, **values})

    def contract(self, **values: Any) -> Contract:
        """Store a works contract."""
        base = {
            "project_id": self.project.id,
            "number": "HT-1",
            "name": "施工",
            "payee": "示例建工",
            "amount": 5 * YI,
        }
        found: Contract = self.add(Contract, **{**base, "region_id": self.county, **values})
        return found

    def line(self, account: str = "2290402", amount: int = 8 * YI, **values: Any) -> BudgetLine:
        """Store an open budget line."""
        base = {"state": "open", "project_id": self.project.id, "year": 2036, "account": account}
        base |= {"purpose": account, "amount": amount}
        found: BudgetLine = self.add(BudgetLine, **self.own(), **{**base, **values})
        return found

    def change(self, row: Any, **values: Any) -> None:
        """Change a stored row."""

        def work(act: Act) -> None:
            act.change(act.get(type(row), row.id), **values)

        perform(self.story.db, SYSTEM, "test.change", work)

    def effect(self, row: Any, name: str, on: date = TODAY, /, **params: Any) -> None:
        """Carry out an effect on a record."""

        def work(act: Act) -> None:
            found = act.get(RECORDS[row.record], row.id)
            EFFECTS[name](act, situation(act.session, found, on, reason="试", actor=SYSTEM), params)

        perform(self.story.db, SYSTEM, "test.effect", work, business_date=on)

    def problems(self, row: Any, name: str, on: date = TODAY, /, **params: Any) -> list[str]:
        """Return the codes a guard finds on a record."""
        with self.story.db.reading() as session:
            found = session.get(RECORDS[row.record], row.id, execution_options={"scoped": True})
            assert found is not None
            here = situation(session, found, on)
            problems = list(GUARDS[name](here, params))
        assert all(problem.text() for problem in problems)
        return [problem.code for problem in problems]

    def fresh(self, row: Any) -> Any:
        """Return a row as it stands now."""
        return self.story.one(type(row), columns(type(row)).id == row.id)

    def balance(self, account: str, region: int, share: BondShare | None = None) -> int:
        """Return the balance of an account in a book, for a share or for none."""
        cell = columns(LedgerBalance)
        with self.story.db.reading() as session:
            statement = sa.select(sa.func.sum(cell.amount)).where(
                cell.book_id == region, cell.account == account, cell.share_id == (share.id if share else 0)
            )
            return int(session.execute(statement).scalar_one() or 0)
