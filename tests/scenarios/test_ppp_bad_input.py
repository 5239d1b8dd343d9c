"""Bad input of PPP contracts: refused with its place and its clause, nothing is stored, all is audited."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from bondlife.errors import Refusal
from bondlife.ppp.template import filled, templates
from bondlife.services import ppp, ppp_scores
from bondlife.services.ppp_inputs import IndexSeriesInput, IndexValueInput
from models.base import columns, table
from models.registry import AuditRecord, Evaluation, PaymentOrder, PaymentStatement, RowVersion
from tests.database import copied_database
from tests.lifecycle.story import Story, on
from tests.ppp.works import PERIOD, TODAY, Works
from tests.scenarios import ppp_desk as desk


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.full)])
def works(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Works]:
    """Return a works with a paid quarter and a contract whose drafts are tried."""
    folder = tmp_path_factory.mktemp("bad")
    with copied_database(request, request.param, folder) as db, on(TODAY):
        made = Works(Story(db, folder / "papers"))
        made.quarter(made.contract)
        yield made


@pytest.fixture(scope="module")
def stock(works: Works) -> str:
    return desk.taken_on(works.story, number="BAD-1")


Attempt = Callable[[Works, str], Callable[[], Any]]
"""From the works and a contract to what is tried; what it needs first is stored before it is returned."""


def plant(step: int, expression: str) -> Attempt:
    """Return an attempt to approve the plant's formula with one line written otherwise."""

    def prepared(works: Works, stock: str) -> Callable[[], Any]:
        formula = copy.deepcopy(filled(templates()["maonan_plant"], {})[1])
        formula["steps"][step]["expression"] = expression
        return approving(works, desk.terms(works.story, stock, "maonan_plant", formula=formula))

    return prepared


def approving(works: Works, key: str) -> Callable[[], Any]:
    return lambda: works.story.move("officer", "ppp_terms", key, "approve")


def example_differs(works: Works, stock: str) -> Callable[[], Any]:
    formula = copy.deepcopy(filled(templates()["maonan_plant"], {})[1])
    formula["examples"][0]["expected"] = "7.9033"
    return approving(works, desk.terms(works.story, stock, "maonan_plant", formula=formula))


def overlapping(works: Works, stock: str) -> Callable[[], Any]:
    contract = desk.taken_on(works.story, number="BAD-2")
    desk.approved(works.story, desk.terms(works.story, contract, "linked_share", valid_from="2035-01-01"))
    return approving(works, desk.terms(works.story, contract, "linked_share", valid_from="2034-07-01"))


def above_the_maximum(works: Works, stock: str) -> Callable[[], Any]:
    people = works.story.people
    form = ppp_scores.ScoreInput(ppp_contract=works.contract.public_id, cycle="2035-Q4")
    key = str(ppp_scores.open_score(works.db, people["evaluator"], form)["public_id"])
    sheet = ppp_scores.SheetInput.model_validate({"items": [{"key": "operation", "score": "35.1"}]})
    return lambda: ppp_scores.save_sheet(works.db, people["evaluator"], key, sheet, 1)


def late_objection(works: Works, stock: str) -> Callable[[], Any]:
    row: Evaluation = works.score(
        works.contract, "2035-Q3", state="approved", fields={"objection_until": "2036-10-23"}
    )
    works.story.attach("unit", "evaluation", row.public_id, "objection_evidence")
    return lambda: works.story.move("unit", "evaluation", row.public_id, "object", "对得分有异议")


def gap_in_a_series(works: Works, stock: str) -> Callable[[], Any]:
    officer = works.story.people["officer"]
    form = {"region": "330304", "key": "power", "name": "电价", "source": "公报"}
    key = ppp.add_series(works.db, officer, IndexSeriesInput.model_validate(form))["public_id"]
    values = [{"month": month, "value": "100"} for month in ("2035-01", "2035-02", "2035-04")]
    rows = [IndexValueInput.model_validate(one) for one in values]
    return lambda: ppp.set_values(works.db, officer, key, rows)


def edited_after_approval(works: Works, stock: str) -> Callable[[], Any]:
    key = approved_run(works, "BAD-3")
    [statement] = works.statements(key)
    own = sa.update(PaymentStatement).where(table(PaymentStatement).c.id == statement.id)
    with works.db.writing() as session:
        changed = own.values(result={**statement.result, "to_pay": 1})
        session.execute(changed, execution_options={"scoped": True})
        session.commit()
    return lambda: works.order(key)


def approved_run(works: Works, number: str) -> str:
    contract = works.add_contract(number)
    works.quarter(contract)
    key = works.open(contracts=[contract.public_id])
    works.approve(key)
    return key


def approver_prepared(works: Works, stock: str) -> Callable[[], Any]:
    contract = works.add_contract("BAD-4")
    works.quarter(contract)
    key = works.open(contracts=[contract.public_id])
    works.story.move("reviewer", "payment_run", key, "review")
    asked = works.story.move("officer", "payment_run", key, "approve")
    return lambda: works.story.decide("officer", asked["approval"], asked["digest"])


EXAMPLE, TERMS, PERFORMANCE = "算例", "首尾相接", "财金〔2020〕13号"
TABLE: tuple[tuple[str, Attempt, str, str, str], ...] = (
    (
        "divides by zero",
        plant(0, "Py × (3/5 + Kq/10 + 3 × E1/10) / (Kq − Kq)"),
        "bad_formula",
        "formula: price column 35",
        EXAMPLE,
    ),
    ("unknown input", plant(1, "price × QC"), "bad_terms", "formula: operation column 9", EXAMPLE),
    ("mixed units", plant(1, "price + QB"), "bad_terms", "formula: operation column 1", EXAMPLE),
    (
        "over the limits",
        plant(0, "Py × (3/5 + Kq/10 + 3 × E1/10)" + " + Py × 0" * 400),
        "bad_terms",
        "formula: steps[0].expression",
        EXAMPLE,
    ),
    ("example differs", example_differs, "example_differs", "formula.examples[0]", EXAMPLE),
    ("overlapping versions", overlapping, "terms_overlap", "valid_from", TERMS),
    ("score above its maximum", above_the_maximum, "score_above_maximum", "items.0.score", PERFORMANCE),
    ("objection after its window", late_objection, "objection_late", "objection_until", PERFORMANCE),
    ("gap in an index", gap_in_a_series, "series_gap", "month", "中断"),
    ("run edited after approval", edited_after_approval, "statement_changed", "its key", "签批内容一致"),
    ("approver who prepared", approver_prepared, "four_eyes", "", "不相容岗位"),
)
"""What is tried, how, the code, the place, a word of the clause."""


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_it_is_refused_at_its_place_stores_nothing_and_is_audited(
    works: Works, stock: str, row: tuple[str, Attempt, str, str, str]
) -> None:
    _name, prepare, code, place, clause = row
    attempt = prepare(works, stock)
    before, refused = versions(works), refusals(works)
    with pytest.raises(Refusal) as refusal:
        attempt()
    problem = refusal.value.problems[0]
    assert problem.code == code
    assert problem.field == place or (place == "its key" and len(problem.field) == 36)
    assert clause in problem.put("", chinese=True)
    assert versions(works) == before
    assert refusals(works) == refused + 1


def versions(works: Works) -> int:
    """Count every version of every row."""
    with works.db.reading() as session:
        return int(session.execute(sa.select(sa.func.count()).select_from(RowVersion)).scalar_one())


def refusals(works: Works) -> int:
    """Count the attempts that the audit keeps as refused."""
    own = columns(AuditRecord)
    statement = sa.select(sa.func.count()).select_from(AuditRecord).where(own.outcome == "refused")
    with works.db.reading() as session:
        return int(session.execute(statement).scalar_one())


def test_a_period_paid_already_is_left_out_with_the_run_that_paid_it(works: Works) -> None:
    """The claim stands: the second run states nothing, and no order is written by it."""
    key = works.whole(contracts=[works.contract.public_id])
    orders, stated = len(works.story.all(PaymentOrder)), len(works.stated())
    second = works.run(works.open(contracts=[works.contract.public_id]))
    assert (second.state, second.contracts, second.payable, second.period) == ("draft", 0, 0, PERIOD)
    [left] = second.left_out
    assert [(one["code"], one["about"]) for one in left["missing"]] == [("claimed", works.run(key).number)]
    assert (len(works.story.all(PaymentOrder)), len(works.stated())) == (orders, stated)
