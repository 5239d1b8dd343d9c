"""A sewage works under a PPP contract: terms in force, scores, events, budget, left by careful officers."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bondlife.acts import Act, perform
from bondlife.jobs.runner import run_waiting
from bondlife.security.actor import SYSTEM
from bondlife.services.ppp_runs import PaymentRunInput, ReceiptsInput, again, open_run, record_receipts
from models.base import columns
from models.canonical import canonical_json, digest
from models.registry import (
    BudgetLine,
    Evaluation,
    IndexSeries,
    IndexValue,
    Job,
    PaymentOrder,
    PaymentRun,
    PaymentStatement,
    PeriodInput,
    PPPContract,
    PPPTerms,
    ServiceEvent,
    Waiver,
)
from tests.lifecycle.story import Story, on

PERIOD, CYCLE = "2036-Q3", "2036-Q2"
TODAY = "2036-10-26"
YUAN = 100
NOON = datetime(2036, 8, 14, 4, tzinfo=UTC)

BODY: dict[str, Any] = {
    "components": [
        {
            "key": "availability",
            "name": "可用性付费",
            "kind": "availability",
            "clause": "第38条",
            "base": {"type": "amount", "fen": 12_000_000 * YUAN, "evidence": "竣工决算批复"},
            "linked": [{"name": "绩效", "share": "0.3", "coefficient": "score", "clause": "附件18"}],
        },
        {
            "key": "operation",
            "name": "运维付费",
            "kind": "operation",
            "clause": "第38条",
            "index": "operation",
            "base": {"type": "amount", "fen": 4_200_000 * YUAN},
            "linked": [{"name": "绩效", "share": "1", "coefficient": "score", "clause": "附件18"}],
        },
    ],
    "coefficient": {"kind": "ratio", "threshold": "90", "clause": "附件18"},
    "score": {"cycle_months": 3, "lag": 1, "clause": "第39条"},
    "deductions": {"clause": "附件19"},
    "indexation": [
        {
            "key": "operation",
            "parts": [{"series": "cpi", "weight": "1", "base_month": "2029-12"}],
            "clause": "第42条",
        }
    ],
    "user_payment": {"input": "user_income", "clause": "第40条"},
    "period": {"months": 3, "due_days": 30},
    "late_rate": "0.0435",
}
"""A part of availability and all of operation follow the score; operation follows prices as well."""

EVENTS = (("FW-081", 48_000), ("FW-087", 36_000), ("FW-090", "12486.40"), ("FW-094", 3_000))


class Works:
    """One contract with all that its third quarter brought; more contracts are made like it."""

    def __init__(self, story: Story, region: str = "330304") -> None:
        self.story, self.db = story, story.db
        self.region = story.region(region)
        self.code = region
        self.series()
        self.contract = self.add_contract("PPP-2018-03")

    def own(self) -> dict[str, Any]:
        """Return what every row carries."""
        unit = self.story.organisation("unit").id
        return {"region_id": self.region, "unit_id": unit, "department_id": None}

    def record(self) -> dict[str, Any]:
        """Return what every record carries."""
        return {**self.own(), "kind": "ppp", "kind_version": 1, "fields": {}}

    def add(self, model: Any, **values: Any) -> Any:
        """Store a row."""
        return self.story.register(model(**values))[0]

    def alter(self, row: Any, **values: Any) -> None:
        """Change a row that is at rest."""
        model, key = type(row), row.id

        def work(act: Act) -> None:
            act.change(act.get(model, key), **values)

        perform(self.db, SYSTEM, "test.alter", work)

    def series(self) -> None:
        """Store the price index of the region."""
        row = self.add(IndexSeries, **self.own(), key="cpi", name="居民消费价格指数", source="统计公报")
        for month, value in (("2029-12", "100"), ("2036-04", "102.06"), ("2036-07", "102.06")):
            told = {"series_id": row.id, "month": month, "value": Decimal(value)}
            self.add(IndexValue, **self.own(), **told)

    def add_contract(self, number: str, body: dict[str, Any] = BODY, **values: Any) -> PPPContract:
        """Store a contract in operation with terms in force and an open budget line."""
        row: PPPContract = self.add(PPPContract, **{**self.contract_values(number), **values})
        self.add_terms(row, body)
        self.add_budget(row)
        return row

    def contract_values(self, number: str) -> dict[str, Any]:
        """Return the columns of a contract in operation."""
        named = {"number": number, "name": f"青澜区供排水一体化项目{number}", "regime": "stock"}
        named |= {"payment_type": "gap_subsidy", "agency": "区住建局", "company": "青澜清源水务公司"}
        return {**self.record(), **named, "state": "operating", "operation_from": date(2030, 1, 1)}

    def add_many(self, count: int) -> None:
        """Store so many contracts with a finished quarter in one act, beside the first and like it."""

        def work(act: Act) -> None:
            numbers = range(1, count + 1)
            keys = act.insert_many(PPPContract, [self.contract_values(f"PPP-MANY-{n}") for n in numbers])
            act.insert_many(PPPTerms, [self.terms_values(key, BODY) for key in keys])
            act.insert_many(BudgetLine, [self.budget_values(key) for key in keys])
            act.insert_many(Evaluation, [self.score_values(key) for key in keys])
            act.insert_many(PeriodInput, [self.income_values(key) for key in keys])

        perform(self.db, SYSTEM, "test.many", work)

    def add_terms(self, contract: PPPContract, body: dict[str, Any], **values: Any) -> PPPTerms:
        """Store terms in force."""
        found: PPPTerms = self.add(PPPTerms, **{**self.terms_values(contract.id or 0, body), **values})
        return found

    def terms_values(self, contract: int, body: dict[str, Any]) -> dict[str, Any]:
        """Return the columns of terms in force."""
        base = {"number": 1, "valid_from": date(2030, 1, 1), "state": "in_force", "body": body}
        return {**self.record(), **base, "digest": digest(canonical_json(body)), "contract_id": contract}

    def add_budget(
        self, contract: PPPContract, amount: int = 51_000_000 * YUAN, year: int = 2036
    ) -> BudgetLine:
        """Store an open budget line of the contract."""
        values = {**self.budget_values(contract.id or 0), "amount": amount, "year": year}
        found: BudgetLine = self.add(BudgetLine, **values)
        return found

    def budget_values(self, contract: int) -> dict[str, Any]:
        """Return the columns of an open budget line of this year."""
        told = {"year": 2036, "account": "2120303", "purpose": "ppp", "state": "open"}
        told |= {"amount": 51_000_000 * YUAN, "document_number": "青财预〔2036〕18号"}
        return {**self.record(), **told, "ppp_contract_id": contract}

    def score(
        self, contract: PPPContract, cycle: str = CYCLE, score: str = "86.5", **values: Any
    ) -> Evaluation:
        """Store a score of a cycle that nobody objected to."""
        told = {**self.score_values(contract.id or 0), "cycle": cycle, "score": Decimal(score), **values}
        found: Evaluation = self.add(Evaluation, **told)
        return found

    def score_values(self, contract: int) -> dict[str, Any]:
        """Return the columns of a score of the cycle that pays the quarter."""
        told = {"type": "operation", "phase": "operation", "cycle": CYCLE, "year": 2036, "state": "concluded"}
        told |= {"subject": "ppp_contract", "subject_id": contract, "score": Decimal("86.5")}
        told |= {"digest": "sha256:score", "fields": {"objection_until": "2036-10-23"}}
        return {**self.record(), **told}

    def income(self, contract: PPPContract, value: str = "3482617.35", period: str = PERIOD) -> PeriodInput:
        """Store what users paid in the period."""
        told = {**self.income_values(contract.id or 0), "period": period, "value": Decimal(value)}
        found: PeriodInput = self.add(PeriodInput, **told)
        return found

    def income_values(self, contract: int) -> dict[str, Any]:
        """Return the columns of what users paid in the quarter."""
        told = {"contract_id": contract, "period": PERIOD, "name": "user_income", "unit": "yuan"}
        return {**self.own(), **told, "value": Decimal("3482617.35"), "evidence": "代征入账"}

    def events(self, contract: PPPContract) -> list[ServiceEvent]:
        """Store four events of the quarter with amounts fixed by the contract."""
        return [self.event(contract, number, amount) for number, amount in EVENTS]

    def event(self, contract: PPPContract, number: str, amount: Any, **values: Any) -> ServiceEvent:
        """Store one event."""
        fen = None if amount is None else int(Decimal(amount) * YUAN)
        told = {"contract_id": contract.id, "number": number, "period": PERIOD, "type": "amount"}
        base = {**told, "reported_at": NOON, "amount": fen}
        found: ServiceEvent = self.add(ServiceEvent, **self.own(), **{**base, **values})
        return found

    def waive(
        self, contract: PPPContract, event: ServiceEvent, amount: int, number: str = "MK-0012"
    ) -> Waiver:
        """Store a waiver that was granted."""
        told = {"contract_id": contract.id, "event_id": event.id, "number": number, "period": PERIOD}
        told |= {
            "amount": amount,
            "reason": "电网计划停电",
            "public_line": "计划停电免扣",
            "state": "granted",
        }
        found: Waiver = self.add(Waiver, **self.record(), **told)
        return found

    def quarter(self, contract: PPPContract) -> None:
        """Store everything the third quarter brought."""
        self.score(contract)
        self.income(contract)
        events = self.events(contract)
        self.waive(contract, events[0], 48_000 * YUAN)

    def open(self, who: str = "officer", **values: Any) -> str:
        """Open a run and let the job process work it out."""
        form = PaymentRunInput.model_validate({"region": self.code, "period": PERIOD, **values})
        key = str(open_run(self.db, self.story.people[who], form)["public_id"])
        run_waiting(self.db)
        return key

    def run(self, key: str) -> PaymentRun:
        """Return a run as it stands."""
        found: PaymentRun = self.story.row("payment_run", key)
        return found

    def contracts(self) -> list[PPPContract]:
        """Return every contract there is."""
        return list(self.story.all(PPPContract))

    def job_state(self, key: str) -> str:
        """Return how far the job of a run is."""
        job = self.run(key).job_id
        return next(str(one.state) for one in self.story.all(Job) if one.id == job)

    def again(self, key: str) -> None:
        """Put a run that was given up into the queue once more."""
        again(self.db, self.story.people["officer"], key, self.run(key).version)

    def stated(self) -> list[PaymentStatement]:
        """Return every statement there is."""
        return list(self.story.all(PaymentStatement))

    def statements(self, key: str) -> list[PaymentStatement]:
        """Return the statements of a run."""
        return self.story.all(PaymentStatement, columns(PaymentStatement).run_id == self.run(key).id)

    def orders(self, key: str) -> list[PaymentOrder]:
        """Return the orders of a run."""
        own = columns(PaymentStatement)
        statement = sa.select(own.id).where(own.run_id == self.run(key).id)
        with self.db.reading() as session:
            keys = set(session.execute(statement.execution_options(scoped=True)).scalars())
        return [one for one in self.story.all(PaymentOrder) if one.statement_id in keys]

    def approve(self, key: str) -> None:
        """Review, and let section head and deputy head sign."""
        self.story.move("reviewer", "payment_run", key, "review")
        asked = self.story.move("officer", "payment_run", key, "approve")
        for who in ("reviewer2", "deputy"):
            self.story.decide(who, asked["approval"], asked["digest"])
        assert self.run(key).state == "approved"

    def order(self, key: str) -> None:
        """Write the payment orders."""
        self.story.move("officer", "payment_run", key, "order")

    def pay(self, key: str, who: str = "treasury", day: str = TODAY) -> dict[str, Any]:
        """Record the receipts of all orders."""
        rows = [
            {"order": one.public_id, "voucher": f"GK-{number}", "paid_on": day}
            for number, one in enumerate(self.orders(key))
            if one.paid_on is None
        ]
        form = ReceiptsInput.model_validate({"receipts": rows})
        return record_receipts(self.db, self.story.people[who], key, form)

    def whole(self, **values: Any) -> str:
        """Take a run from opening to paid."""
        key = self.open(**values)
        self.approve(key)
        self.order(key)
        self.pay(key)
        return key


__all__ = ["BODY", "PERIOD", "TODAY", "YUAN", "Works", "on"]
