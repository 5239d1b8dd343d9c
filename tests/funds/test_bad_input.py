"""What must not enter the books of a fund is refused with place and reason, and nothing of it is stored."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bondlife.errors import Blocked, Conflict, Invalid, Missing, Refusal
from bondlife.locale import speaking
from bondlife.queries.words import problem_text
from bondlife.services.fund_inputs import (
    CallInput,
    DistributionInput,
    ExitInput,
    FeeInput,
    HoldingInput,
    PlanInput,
    TermsInput,
    ValuationInput,
)
from bondlife.services.funds import calls, distributions, holdings, register, terms
from bondlife.services.funds.files import bring_in_file, checked
from tests.funds.house import TERMS, TODAY, House, fund_file
from tests.lifecycle.story import on

DAY = "2036-03-01"


@pytest.fixture(scope="module")
def fund(house: House) -> Iterator[str]:
    """Return a fund of 1,000 yuan promised, 500 paid in, 200 invested."""
    with on(TODAY):
        key = house.bring(
            fund_file(
                "BAD",
                terms=[TERMS],
                calls=[
                    {
                        "called_on": "2023-01-01",
                        "due_on": "2023-01-01",
                        "paid_on": "2023-01-01",
                        "amount": "500",
                    }
                ],
                holdings=[{"name": "企业甲", "cost": "200", "invested_on": "2023-02-01"}],
                valuations=[{"holding": 1, "on": "2024-12-31", "value": "260"}],
            )
        )
        yield key


def refusal_of(work: Any) -> tuple[str, str, str]:
    """Return code, field and Chinese sentence of the refusal of a piece of work."""
    with pytest.raises((Invalid, Blocked, Conflict, Missing)) as found:
        work()
    problem = found.value.problems[0]
    with speaking("zh_CN"):
        return problem.code, problem.field, problem_text(problem)


CASES: dict[str, tuple[Any, Any, dict[str, Any], tuple[str, str], str]] = {
    "call_above_commitment": (
        calls.prepare,
        CallInput,
        {"called_on": DAY, "due_on": DAY, "amount": "501"},
        ("above_commitment", "amount"),
        "认缴余额",
    ),
    "clawback_that_is_not_due": (
        calls.prepare,
        CallInput,
        {"type": "clawback", "called_on": DAY, "due_on": DAY, "amount": "1"},
        ("above_clawback", "amount"),
        "应回拨",
    ),
    "distribution_above_cash": (
        distributions.prepare,
        DistributionInput,
        {"on": DAY, "amount": "300.01"},
        ("above_cash", "amount"),
        "账面资金",
    ),
    "two_valuations_of_one_day": (
        holdings.value,
        ValuationInput,
        {"holding": 1, "on": "2024-12-31", "value": "300"},
        ("valued_already", "on"),
        "同一日只有一个估值",
    ),
    "valuation_before_a_later_one": (
        holdings.value,
        ValuationInput,
        {"holding": 1, "on": "2024-06-30", "value": "300"},
        ("out_of_order", "on"),
        "时间先后",
    ),
    "valuation_of_a_day_to_come": (
        holdings.value,
        ValuationInput,
        {"holding": 1, "on": "2036-12-31", "value": "300"},
        ("not_yet", "on"),
        "尚未到来",
    ),
    "exit_above_cost": (
        holdings.leave,
        ExitInput,
        {"holding": 1, "on": DAY, "cost_out": "201", "proceeds": "300"},
        ("above_cost", "cost_out"),
        "剩余成本",
    ),
    "sale_without_cost": (
        holdings.leave,
        ExitInput,
        {"holding": 1, "on": DAY, "cost_out": "0", "proceeds": "300"},
        ("cost_of_exit", "cost_out"),
        "转出成本",
    ),
    "investment_above_cash": (
        holdings.invest,
        HoldingInput,
        {"name": "企业乙", "cost": "301", "invested_on": DAY},
        ("above_fund_cash", "cost"),
        "账面资金",
    ),
    "fee_above_cash": (
        holdings.pay_fee,
        FeeInput,
        {"on": DAY, "amount": "300.01"},
        ("above_fund_cash", "amount"),
        "账面资金",
    ),
    "waived_above_the_fee_of_the_year": (
        holdings.pay_fee,
        FeeInput,
        {"on": DAY, "amount": "0.01", "category": "fee_waiver"},
        ("above_fee_agreed", "amount"),
        "减免或抵扣",
    ),
    "given_back_above_what_was_paid": (
        holdings.pay_fee,
        FeeInput,
        {"on": DAY, "amount": "0.01", "category": "fee_rebate"},
        ("above_fee_paid", "amount"),
        "已付管理费",
    ),
    "holding_nobody_knows": (
        holdings.value,
        ValuationInput,
        {"holding": 9, "on": DAY, "value": "1"},
        ("no_holding", "holding"),
        "没有第 9 号",
    ),
    "years_above_commitment": (
        register.plan_year,
        PlanInput,
        {"partner": 1, "year": 2037, "amount": "150.01"},
        ("above_commitment_left", "amount"),
        "认缴余额",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_refused_with_place_and_reason(house: House, fund: str, case: str) -> None:
    service, model, data, (code, field), word = CASES[case]
    before = house.book(fund)
    with on(TODAY):
        form = model.model_validate(data)
        found = refusal_of(lambda: service(house.db, house.people["officer"], fund, form))
    assert found[:2] == (code, field)
    assert word in found[2]
    assert house.book(fund).by_entry == before.by_entry


@pytest.mark.parametrize(
    ("model", "data", "place"),
    [
        (ValuationInput, {"holding": 1, "on": DAY, "value": "约三百"}, "value"),
        (ValuationInput, {"holding": "甲", "on": DAY, "value": "1"}, "holding"),
        (CallInput, {"called_on": DAY, "due_on": "2036-02-01", "amount": "1"}, ""),
        (CallInput, {"called_on": DAY, "due_on": DAY, "amount": 1.5}, "amount"),
        (HoldingInput, {"name": "", "cost": "1", "invested_on": DAY}, "name"),
        (TermsInput, {"valid_from": DAY, "carry_percent": "120"}, "carry_percent"),
        (TermsInput, {"valid_from": DAY, "carry_percent": "20", "catch_up_percent": "15"}, ""),
        (
            TermsInput,
            {"valid_from": DAY, "directions": [{"key": "a", "share": "六成"}]},
            "directions.0.share",
        ),
    ],
)
def test_text_where_a_number_belongs_is_refused_at_its_field(
    model: Any, data: dict[str, Any], place: str
) -> None:
    from pydantic import ValidationError

    with pytest.raises(ValidationError) as found:
        model.model_validate(data)
    assert ".".join(str(part) for part in found.value.errors()[0]["loc"]) == place


def test_terms_without_example_or_clauses_are_not_put_into_force(house: House, fund: str) -> None:
    form = TermsInput.model_validate({**TERMS, "valid_from": "2036-01-01", "exit_clauses": ["off_policy"],
                                      "promises_return": True, "example": None})  # fmt: skip
    with on(TODAY):
        stored = terms.save(house.db, house.people["officer"], fund, form)
        codes = house.refused("officer", "fund_terms", stored["public_id"], "approve")
        house.move("officer", "fund_terms", stored["public_id"], "withdraw", "改用新稿")
    assert codes == {"clause_missing", "promises_return", "no_example"}


def test_an_example_that_does_not_come_out_keeps_terms_out_of_force(house: House, fund: str) -> None:
    example = {**TERMS["example"], "expected": {"to_investors": "90", "to_manager": "10.01"}}
    with on(TODAY):
        form = TermsInput.model_validate({**TERMS, "valid_from": "2036-01-01", "example": example})
        stored = terms.save(house.db, house.people["officer"], fund, form)
        codes = house.refused("officer", "fund_terms", stored["public_id"], "approve")
        house.move("officer", "fund_terms", stored["public_id"], "withdraw", "示例有误")
    assert codes == {"example_differs"}


def test_a_foreign_fund_is_missing(house: House, fund: str) -> None:
    with on(TODAY), pytest.raises(Refusal) as found:
        house.board(fund, "overview", who="system")
    assert found.value.code in {"not_found", "forbidden"}


FILES: dict[str, tuple[dict[str, Any], str]] = {
    "text for a number": (
        {"calls": [{"called_on": DAY, "due_on": DAY, "paid_on": DAY, "amount": "五百"}]},
        "出资 第 1 行 amount",
    ),
    "an unknown field": ({"fund": {"code": "X", "size": "1"}}, "基金 size"),
    "a call above promises": (
        {"calls": [{"called_on": DAY, "due_on": DAY, "paid_on": DAY, "amount": "1001"}]},
        "出资 第 1 行 amount",
    ),
    "two valuations of a day": (
        {
            "calls": [{"called_on": DAY, "due_on": DAY, "paid_on": DAY, "amount": "500"}],
            "holdings": [{"name": "甲", "cost": "100", "invested_on": DAY}],
            "valuations": [
                {"holding": 1, "on": DAY, "value": "100"},
                {"holding": 1, "on": DAY, "value": "110"},
            ],
        },
        "估值 第 2 行 on",
    ),
    "a carry the terms do not give": (
        {
            "terms": [TERMS],
            "calls": [{"called_on": DAY, "due_on": DAY, "paid_on": DAY, "amount": "500"}],
            "distributions": [{"on": DAY, "amount": "100", "to_manager": "1"}],
        },
        "分配 第 1 行 to_manager",
    ),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_is_refused_whole_with_the_row_at_fault(house: House, case: str, tmp_path: Path) -> None:
    import json

    parts, place = FILES[case]
    data = fund_file(f"FILE-{len(case)}", **parts)
    with on(TODAY), pytest.raises(Invalid) as found:
        bring_in_file(house.db, house.people["officer"], json.dumps(data).encode(), "基金.yaml")
    with speaking("zh_CN"):
        said = problem_text(found.value.problems[0])
    assert said.startswith(place), said
    assert not [one for one in house.all(house_fund()) if one.name == data["fund"].get("name")]


def house_fund() -> Any:
    from models.registry import Fund

    return Fund


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(Invalid) as found:
        checked({"基金": {}})
    assert found.value.problems[0].code == "file_row"
