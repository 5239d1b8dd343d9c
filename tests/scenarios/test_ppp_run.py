"""A payment run as a table: what a quarter brought, what is paid, or why nothing is."""

import re
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from bondlife.locale import speaking
from bondlife.queries.ppp_words import figure, lacking
from models.registry import BudgetLine, PaymentStatement, PPPContract, PPPTerms, ServiceEvent
from tests.database import copied_database
from tests.lifecycle.story import Story
from tests.ppp.works import BODY, TODAY, Works, on
from tests.scenarios.tables import Case, Words, rows_of, run

ROWS = rows_of("ppp_run.csv")


@pytest.fixture(scope="module")
def works(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Works]:
    """Return one region for the whole table; every row has a contract of its own."""
    folder = tmp_path_factory.mktemp("ppp-run")
    with copied_database(request, "sqlite", folder) as db:
        yield Works(Story(db, folder))


class Quarter(Case):
    """One contract and its third quarter."""

    def __init__(self, works: Works, number: str) -> None:
        super().__init__()
        self.works = works
        self.contract: PPPContract = works.add_contract(f"PPP-CASE-{number}")
        self.body: dict[str, Any] = deepcopy(BODY)

    def scored(self, score: str, **values: Any) -> None:
        self.works.score(self.contract, score=score, **values)

    def objectable(self, score: str, day: str) -> None:
        self.scored(score, state="approved", fields={"objection_until": day})

    def income(self, amount: str) -> None:
        self.works.income(self.contract, amount)

    def event(self, number: str, amount: str) -> None:
        self.works.event(self.contract, number, amount)

    def waived(self, number: str, amount: str) -> None:
        event = next(one for one in self.works.story.all(ServiceEvent) if self._is(one, number))
        self.works.waive(self.contract, event, int(Decimal(amount) * 100), f"MK-{number}")

    def _is(self, event: Any, number: str) -> bool:
        return bool(event.contract_id == self.contract.id and event.number == number)

    def budget(self, amount: str) -> None:
        line = next(
            one for one in self.works.story.all(BudgetLine) if one.ppp_contract_id == self.contract.id
        )
        self.works.alter(line, amount=int(Decimal(amount) * 100))

    def first_period(self, period: str, *, full: bool) -> None:
        self.body["first_period"] = period
        self.body["score"]["is_first_period_full"] = full

    def unavailable(self, periods: str) -> None:
        area = {"key": "pump", "name": "泵站", "weight": "30", "possible_periods": 2190}
        self.body["deductions"] |= {"rate": "6", "areas": [area]}
        told = {"type": "unavailable", "area": "pump", "periods": Decimal(periods)}
        self.works.event(self.contract, "FW-A", None, **told)

    def points(self, points: str) -> None:
        ratchet = [{"above": 0, "factor": "0"}, {"above": 20, "factor": "1"}, {"above": 100, "factor": "1.2"}]
        self.body["deductions"] |= {"point_value": 300, "points": ratchet}
        self.works.event(self.contract, "FW-P", None, type="points", points=Decimal(points))

    def no_index(self) -> None:
        part = {"series": "cpi-缺", "weight": "1", "base_month": "2036-07"}
        self.body["indexation"][0]["parts"] = [part]

    def calculated(self) -> None:
        terms = next(one for one in self.works.story.all(PPPTerms) if one.contract_id == self.contract.id)
        self.works.alter(terms, body=self.body, digest=f"case {self.contract.id}")
        with on(TODAY):
            key = self.works.open(contracts=[self.contract.public_id])
        found = self.works.run(key)
        with speaking("zh"):
            self.refusal = "；".join(lacking(one) for left in found.left_out for one in left["missing"])
        for statement in self.works.statements(key):
            self.outcome = _told(statement)


def _told(statement: PaymentStatement) -> dict[str, str]:
    charges = statement.result["charges"]
    amounts = {
        "应付": statement.payable,
        "结转": statement.carried_forward,
        "扣减": sum(one["amount"] for one in charges),
        "免扣": sum(one["waived"] for one in charges),
    }
    told = {name: f"{Decimal(amount) / 100:.2f}" for name, amount in amounts.items()}
    return {**told, "系数": "、".join(figure(one["coefficient"]) for one in statement.result["coefficients"])}


GIVEN: Words = {
    r"得分([\d.]+)": lambda case, score: case.scored(score),
    r"得分([\d.]+)且一票否决": lambda case, score: case.scored(score, fields={"is_vetoed": True}),
    r"得分([\d.]+)未批准": lambda case, score: case.scored(score, state="submitted"),
    r"得分([\d.]+)有异议": lambda case, score: case.scored(score, state="objected"),
    r"得分([\d.]+)异议期至(\S+)": lambda case, score, day: case.objectable(score, day),
    r"使用者付费([\d.]+)": lambda case, amount: case.income(amount),
    r"扣减(FW-\d)金额([\d.]+)": lambda case, number, amount: case.event(number, amount),
    r"免扣(FW-\d)金额([\d.]+)": lambda case, number, amount: case.waived(number, amount),
    r"预算([\d.]+)": lambda case, amount: case.budget(amount),
    r"约定结转下期": lambda case: case.body.update(carried_forward=True),
    r"首期(\S+)按满额付费": lambda case, period: case.first_period(period, full=True),
    r"首期(\S+)未约定": lambda case, period: case.first_period(period, full=False),
    r"付费上限(\d+)": lambda case, amount: case.body.update(payment_cap=int(amount) * 100),
    r"扣减上限占付费(\d)%": lambda case, share: case.body["deductions"].update(cap_share=f"0.0{share}"),
    r"区域泵站停用(\d)个时段": lambda case, periods: case.unavailable(periods),
    r"当月扣(\d+)分": lambda case, points: case.points(points),
    r"价格指数缺": lambda case: case.no_index(),
}
WHEN: Words = {"计算": lambda case: case.calculated()}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["编号"])
def test_row(works: Works, row: dict[str, str]) -> None:
    run(Quarter(works, row["编号"]), row, GIVEN, WHEN)


def test_every_word_of_the_table_is_used() -> None:
    used = [part for row in ROWS for part in row["给定"].split("；")]
    assert not [form for form in GIVEN if not any(re.fullmatch(form, part) for part in used)]
