"""Projects with money, debt, works and plans at rest, on which conditions hold or do not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bondlife import clock
from bondlife.acts import Act, perform
from bondlife.books import newest_kind
from bondlife.db import Database
from bondlife.security.actor import SYSTEM
from models.base import columns
from models.registry import (
    Alert,
    AlertLog,
    Bond,
    BondShare,
    Contract,
    Forecast,
    ForecastCell,
    Instalment,
    MoneyFlow,
    Organisation,
    Project,
    Region,
)

YI = 100_000_000_00
WAN = 10_000_00
TODAY = date(2036, 6, 30)


@contextmanager
def on(day: date) -> Iterator[None]:
    """Live on a day, in the morning in Beijing."""
    moment = datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC)
    with clock.standing_at(lambda: moment):
        yield


class Books:
    """A database with rows put in as a careful import would leave them."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.number = 0

    def region(self, code: str) -> int:
        """Return the key of a region."""
        region = columns(Region)
        with self.db.reading() as session:
            return int(session.execute(sa.select(region.id).where(region.code == code)).scalar_one())

    def add(self, model: Any, **values: Any) -> Any:
        """Store one row."""

        def work(act: Act) -> int:
            row = act.add(model(**values))
            act.flush()
            return int(row.id)

        key = perform(self.db, SYSTEM, "test.add", work)
        return self.fresh(model, key)

    def fresh(self, model: Any, key: int) -> Any:
        """Return a row as it stands now."""
        with self.db.reading() as session:
            return session.get(model, key, execution_options={"scoped": True})

    def change(self, row: Any, **values: Any) -> None:
        """Change a stored row."""
        perform(
            self.db, SYSTEM, "test.change", lambda act: act.change(act.get(type(row), row.id), **values) and 0
        )

    def own(self, region: str = "330304") -> dict[str, Any]:
        """Return what every record carries."""
        with self.db.reading() as session:
            kind = newest_kind(session, "special_bond")
        return {"region_id": self.region(region), "kind": kind.key, "kind_version": kind.version}

    def project(self, region: str = "330304", **values: Any) -> Project:
        """Store a project that is being built, with its goals."""
        self.number += 1
        base = {
            "state": "building",
            "code": f"T-{self.number:03d}",
            "name": f"示例项目{self.number}",
            "sort_key": f"shilixiangmu{self.number:03d}",
            "sector": "sewage_waste",
            "start_year": 2034,
            "total_investment": 10 * YI,
            "special_bond": 5 * YI,
            "fields": {"goal_output": "日处理能力 5 万吨"},
        }
        found: Project = self.add(Project, **self.own(region), **{**base, **values})
        return found

    def share(
        self, project: Project, amount: int, *, received_on: date, paid: int = 0, region: str = "330304"
    ) -> BondShare:
        """Store a share whose money came in on a day and of which something was paid."""
        self.number += 1
        bond = self.add(
            Bond,
            **self.own("330000"),
            state="issued",
            name=f"浙江省专项债券（{self.number}期）",
            bond_type="special",
            purpose="new_project",
            face=amount,
            tenor_years=10,
            coupon_rate=Decimal("0.0236"),
            value_date=received_on,
            maturity_date=date(received_on.year + 10, received_on.month, 1),
            year=received_on.year,
        )
        share: BondShare = self.add(
            BondShare,
            **self.own(region),
            state="received",
            project_id=project.id,
            bond_id=bond.id,
            amount=amount,
            received=amount,
            paid=paid,
        )
        self._flow(share, "raised", received_on, amount)
        if paid:
            self._flow(share, "paid", received_on + timedelta(days=30), paid)
        return share

    def _flow(self, share: BondShare, step: str, day: date, amount: int) -> None:
        def work(act: Act) -> int:
            act.session.add(
                MoneyFlow(
                    share_id=share.id or 0,
                    on=day,
                    region_id=share.region_id,
                    book_id=share.region_id,
                    step=step,
                    amount=amount,
                )
            )
            return 0

        perform(self.db, SYSTEM, "test.flow", work)

    def pay(self, share: BondShare, day: date, amount: int) -> None:
        """Pay more of a share."""
        self._flow(share, "paid", day, amount)
        self.change(share, paid=share.paid + amount)

    def instalment(
        self, share: BondShare, day: date, *, principal: int = 0, interest: int = 0, **more: Any
    ) -> Any:
        """Store one payment that falls due."""
        self.number += 1
        base = {
            "state": "planned",
            "bond_id": share.bond_id,
            "share_id": share.id,
            "project_id": share.project_id,
            "number": self.number,
            "nominal_date": day,
            "payment_date": day,
            "remittance_date": day - timedelta(days=7),
            "principal": principal,
            "interest": interest,
        }
        return self.add(Instalment, **{**self.own(), **base, **more})

    def contract(self, project: Project, amount: int, *, paid: int, certified: int, **more: Any) -> Contract:
        """Store a works contract."""
        self.number += 1
        base = {"number": f"HT-{self.number}", "name": "施工", "payee": "示例建工", "amount": amount}
        found: Contract = self.add(
            Contract,
            project_id=project.id,
            region_id=project.region_id,
            **{**base, "paid": paid, "certified": certified, **more},
        )
        return found

    def plan(self, project: Project, cells: dict[str, dict[int, int]]) -> Forecast:
        """Store a balance plan."""
        years = [year for item in cells.values() for year in item]
        row: Forecast = self.add(
            Forecast,
            project_id=project.id,
            region_id=project.region_id,
            number=1,
            name="测算表",
            first_year=min(years),
            last_year=max(years),
        )

        def work(act: Act) -> int:
            for item, amounts in cells.items():
                for year, amount in amounts.items():
                    act.session.add(
                        ForecastCell(forecast_id=row.id or 0, item=item, year=year, amount=amount)
                    )
            return 0

        perform(self.db, SYSTEM, "test.cells", work)
        return row

    def unit(self) -> Organisation:
        """Return the project unit of the demo people."""
        from bondlife.demo.accounts import ORGANISATIONS

        body = columns(Organisation)
        with self.db.reading() as session:
            statement = sa.select(Organisation).where(body.name == ORGANISATIONS["unit"][0])
            found: Organisation = session.execute(statement).scalar_one()
            return found

    def alerts(self, key: str = "", *, is_open: bool = True) -> list[Alert]:
        """Return stored alerts."""
        own = columns(Alert)
        statement = sa.select(Alert).order_by(own.id).execution_options(scoped=True)
        if key:
            statement = statement.where(own.key == key)
        if is_open:
            statement = statement.where(own.closed_on.is_(None))
        with self.db.reading() as session:
            return list(session.execute(statement).scalars())

    def log(self, alert: Alert) -> list[str]:
        """Return the events of an alert in order."""
        own = columns(AlertLog)
        with self.db.reading() as session:
            statement = sa.select(own.event).where(own.alert_id == alert.id).order_by(own.id)
            return list(session.execute(statement).scalars())
