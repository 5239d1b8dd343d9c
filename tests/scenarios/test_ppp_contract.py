"""PPP contracts as data: regime first, linkage, caps, terms with worked examples, supplements, arrears."""

import copy
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from bondlife.errors import Refusal
from bondlife.ppp.template import filled, templates
from bondlife.queries.ppp_affordability import affordability_view
from bondlife.queries.ppp_arrears import arrear_view, arrears_view
from bondlife.queries.ppp_contract import contract_view
from bondlife.queries.ppp_terms import terms_view
from bondlife.services import ppp
from bondlife.services.ppp_inputs import (
    ArrearInput,
    ArrearPaymentInput,
    ClearingPlanInput,
    IndexSeriesInput,
    IndexValueInput,
    PriceInput,
    SpendingRow,
)
from tests.database import copied_database
from tests.lifecycle.story import YI, Story, on, project_form
from tests.scenarios import ppp_desk as desk


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.full)])
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Return a district with its people, on a day when the rules are known."""
    folder = tmp_path_factory.mktemp("ppp")
    with copied_database(request, request.param, folder) as db, on(desk.TODAY):
        yield Story(db, folder / "papers")


@pytest.fixture(scope="module")
def stock(story: Story) -> str:
    """Return one signed stock contract whose drafts are tried."""
    return desk.taken_on(story, number="STOCK-1")


def codes(story: Story, record: str, key: str, step: str) -> set[str]:
    return story.refused("officer", record, key, step)


def test_a_signed_contract_is_taken_on_by_two_persons(story: Story) -> None:
    key = desk.taken_on(story)
    assert story.row("ppp_contract", key).state == "in_force"
    story.attach("officer", "ppp_contract", key, "acceptance_report")
    story.signed("officer", "ppp_contract", key, "start_operation", "simple")
    assert story.row("ppp_contract", key).state == "operating"


def test_the_project_whose_shares_hold_special_bond_money_is_linked(story: Story) -> None:
    project = story.create("unit", "project", **project_form(story, code="330304-2036-PPP"))
    key = desk.contract(story, number="LINKED-1", project=project)
    row = story.row("ppp_contract", key)
    assert (row.kind, row.state) == ("ppp", "draft")
    view = contract_view(story.db, story.people["officer"], key)
    assert view.project is not None
    assert view.project[1] == f"/projects/{project}"
    assert [line.amount for line in view.shares] == []


LATER = {"signed_on": "2036-09-01", "construction_from": "2036-10-01", "operation_from": "2037-01-01"}


def test_a_contract_not_signed_yet_is_admitted_not_taken_on(story: Story) -> None:
    key = desk.contract(story, number="PPP-X", **LATER)
    assert codes(story, "ppp_contract", key, "register") == {"not_signed"}


def test_a_new_mechanism_contract_may_not_be_paid_by_the_budget(story: Story) -> None:
    key = desk.contract(story, number="NEW-1", regime="new", payment_type="gap_subsidy")
    assert codes(story, "ppp_contract", key, "register") == {"new_not_user_pay"}
    with pytest.raises(Refusal) as refusal:
        story.move("officer", "ppp_contract", key, "register")
    assert "国办函〔2023〕115号" in refusal.value.problems[0].put("", chinese=True)


@pytest.mark.parametrize(
    ("template", "changes", "expected"),
    [
        ("linked_share", {}, "new_availability"),
        ("user_pay", {"least": "0.8"}, "new_minimum_volume"),
        ("user_pay", {"guaranteed_return": "0.06"}, "new_guaranteed_return"),
    ],
)
def test_the_regime_is_asked_first(
    story: Story, template: str, changes: dict[str, str], expected: str
) -> None:
    number = f"NEW-{expected}"
    contract = desk.contract(story, number=number, regime="new", payment_type="user_pay")
    body, formula = filled(templates()[template], {})
    body = copy.deepcopy(body)
    if "least" in changes:
        body["components"][0]["base"]["least"] = changes["least"]
    else:
        body.update(changes)
    key = desk.terms(story, contract, template, body=body, formula=formula)
    with pytest.raises(Refusal) as refusal:
        story.move("officer", "ppp_terms", key, "approve")
    problem = next(one for one in refusal.value.problems if one.code == expected)
    assert problem.field
    assert "115号" in problem.put("", chinese=True)
    assert expected in codes(story, "ppp_contract", contract, "register")


def test_a_user_pay_concession_of_the_new_mechanism_is_lawful(story: Story) -> None:
    contract = desk.taken_on(story, number="NEW-OK", regime="new", payment_type="user_pay")
    key = desk.terms(story, contract, "user_pay")
    desk.approved(story, key)
    assert story.row("ppp_terms", key).state == "in_force"


def test_too_long_a_concession_is_refused(story: Story) -> None:
    key = desk.contract(story, number="NEW-LONG", regime="new", payment_type="user_pay", ends_on="2080-12-31")
    assert codes(story, "ppp_contract", key, "register") == {"concession_too_long"}


def test_an_estimate_is_never_payable(story: Story, stock: str) -> None:
    key = desk.terms(story, stock, "estimate_21")
    assert codes(story, "ppp_terms", key, "approve") == {"never_payable"}


@pytest.mark.parametrize(("share", "expected"), [("29.99", {"too_little_linked"}), ("30", set())])
def test_thirty_percent_of_availability_hang_on_the_score(
    story: Story, stock: str, share: str, expected: set[str]
) -> None:
    key = desk.terms(story, stock, "linked_share", availability_share=share)
    assert codes(story, "ppp_terms", key, "approve") == expected


def spoilt(change: str) -> Any:
    """Return the plant's formula with one thing wrong."""
    formula = copy.deepcopy(filled(templates()["maonan_plant"], {})[1])
    if change == "divides by zero":
        formula["steps"][0]["expression"] = "Py × (3/5 + Kq/10 + 3 × E1/10) / (Kq − Kq)"
    elif change == "unknown input":
        formula["steps"][1]["expression"] = "price × QC"
    elif change == "mixed units":
        formula["steps"][1]["expression"] = "price + QB"
    elif change == "over the limits":
        formula["steps"][0]["expression"] = "Py × (3/5 + Kq/10 + 3 × E1/10)" + " + Py × 0" * 400
    elif change == "example differs":
        formula["examples"][0]["expected"] = "7.9033"
    elif change == "no example":
        formula["examples"] = []
    return formula


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        ("divides by zero", "bad_formula", "formula: price column 35"),
        ("unknown input", "bad_terms", "formula: operation column 9"),
        ("mixed units", "bad_terms", "formula: operation column 1"),
        ("over the limits", "bad_terms", "formula: steps[0].expression"),
        ("example differs", "example_differs", "formula.examples[0]"),
        ("no example", "no_example", "formula.examples"),
    ],
)
def test_a_bad_formula_is_refused_with_its_place(
    story: Story, stock: str, change: str, code: str, place: str
) -> None:
    key = desk.terms(story, stock, "maonan_plant", formula=spoilt(change))
    with pytest.raises(Refusal) as refusal:
        story.move("officer", "ppp_terms", key, "approve")
    assert [(one.code, one.field) for one in refusal.value.problems] == [(code, place)]
    assert story.row("ppp_terms", key).state == "draft"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"residual": 400_000_000_00}, "components[0].base.residual"),
        ({"rate": "-2"}, "components[0].base.return_rate"),
        ({"years": 0}, "components[0].base.years"),
    ],
)
def test_a_figure_that_works_out_to_nothing_is_refused_with_its_place(
    story: Story, stock: str, change: dict[str, Any], place: str
) -> None:
    body = copy.deepcopy(filled(templates()["annuity"], {})[0])
    body["components"][0]["base"].update(change)
    with pytest.raises(Refusal) as refusal:
        story.move("officer", "ppp_terms", desk.terms(story, stock, "annuity", body=body), "approve")
    assert [one.field for one in refusal.value.problems] == [place]


def test_a_formula_is_approved_by_a_second_person_and_then_fixed(story: Story) -> None:
    contract = desk.taken_on(story, number="FIX-1")
    key = desk.terms(story, contract, "maonan_plant")
    asked = story.move("officer", "ppp_terms", key, "approve")
    with pytest.raises(Refusal):
        story.decide("officer", asked["approval"], asked["digest"])
    story.decide("reviewer", asked["approval"], asked["digest"])
    row = story.row("ppp_terms", key)
    assert row.state == "in_force"
    assert row.digest.startswith("sha256:")
    with pytest.raises(Refusal) as refusal:
        story.edit("officer", "ppp_terms", key, ppp_contract=contract, valid_from="2033-01-01")
    assert refusal.value.problems[0].code == "needs_change_form"
    assert [one.number for one in story.all(type(row))][-1] == row.number == 1


def test_versions_follow_one_another(story: Story) -> None:
    contract = desk.taken_on(story, number="VER-1")
    first = desk.terms(story, contract, "linked_share")
    desk.approved(story, first)
    early = desk.terms(story, contract, "linked_share", valid_from="2031-01-01")
    assert codes(story, "ppp_terms", early, "approve") == {"terms_overlap"}
    second = desk.terms(
        story,
        contract,
        "linked_share",
        valid_from="2036-07-01",
        operation="15000000.00",
        form={"supplement": "补充协议（一）"},
    )
    desk.approved(story, second)
    desk.VERSIONED[:] = [contract, second]
    rows = [story.row("ppp_terms", key) for key in (first, second)]
    assert [str(one.valid_to) for one in rows] == ["2036-06-30", "None"]
    third = desk.terms(story, contract, "linked_share", valid_from="2036-07-01")
    assert codes(story, "ppp_terms", third, "approve") == {"terms_overlap"}


def test_caps_govern_the_admission_of_new_contracts_and_never_a_due_fee(story: Story) -> None:
    key = desk.contract(story, number="CAP-1", **{**LATER, "ends_on": "2046-12-31"})
    desk.terms(story, key, "estimate_21", cost="1600000000.00", first_year="2037")
    assert codes(story, "ppp_contract", key, "admit") == {"no_expenditure"}
    desk.expenditure(story, 2035, 20 * YI)
    with pytest.raises(Refusal) as refusal:
        story.move("officer", "ppp_contract", key, "admit")
    (problem,) = refusal.value.problems
    assert (problem.code, problem.field) == ("above_cap", "spending")
    assert problem.params is not None
    assert problem.params["year"] == 2037
    assert "财金〔2022〕119号" in problem.text()
    desk.expenditure(story, 2036, 800 * YI)
    story.signed("officer", "ppp_contract", key, "admit", "ppp_admission")
    assert story.row("ppp_contract", key).state == "in_force"


def test_an_affordable_year_is_shown_with_the_contract_of_a_what_if(story: Story) -> None:
    desk.expenditure(story, 2034, 20 * YI, "330303")
    asked = {"cost": "126343700.00", "profit": "7", "discount": "6", "operating": "0", "first_year": "2037"}
    with on(desk.TODAY):
        view = affordability_view(
            story.db, story.people["city"], region="330303", asked={**asked, "years": "10"}
        )
    added = {line.year: line.added for line in view.lines}
    assert (added[2036], added[2037], added[2046]) == (0, 14_329_902_45, 24_210_068_68)
    line = next(line for line in view.lines if line.year == 2046)
    assert line.ratio == Fraction(line.total, 2_000_000_000_00)
    assert view.verdict == "在红线以内"
    broken = affordability_view(
        story.db, story.people["city"], region="330303", asked={**asked, "years": "x"}
    )
    assert set(broken.errors) == {"years"}


def test_the_ledger_of_arrears_foots_and_counts_the_interest_of_the_contract(
    story: Story, stock: str
) -> None:
    officer = story.people["officer"]
    form = ArrearInput.model_validate(
        {"period": "2035-Q1", "due_on": "2035-03-10", "due": "365000.00", "late_percent": "3.65"}
    )
    key = ppp.save_arrear(story.db, officer, stock, form)["public_id"]
    pay = {"on": "2035-03-20", "amount": "100000.00", "voucher": "K-1"}
    ppp.pay_arrear(story.db, officer, key, ArrearPaymentInput.model_validate(pay), 1)
    view = arrear_view(story.db, officer, key, explain="penalty")
    # 10 days on 100,000 and 366 days on 265,000 at 3.65 % a year
    assert view.line.interest == 100_00 + 26_5000_00 * 366 // 10_000
    assert view.explain is not None
    ledger = arrears_view(story.db, officer, contract=stock)
    assert (ledger.due, ledger.paid, ledger.owed) == (36500000, 10000000, 26500000)
    for wrong, code in (
        ({**pay, "amount": "265000.01", "voucher": "K-2"}, "above_owed"),
        ({**pay, "amount": "1.00"}, "voucher_twice"),
        ({**pay, "on": "2037-01-01", "voucher": "K-3"}, "future_day"),
    ):
        with pytest.raises(Refusal) as refusal:
            ppp.pay_arrear(story.db, officer, key, ArrearPaymentInput.model_validate(wrong), 2)
        assert refusal.value.problems[0].code == code
    plan = {"plan_number": "清欠〔2036〕1号", "rows": [{"on": "2036-06-30", "amount": "265000.00"}]}
    short = {**plan, "rows": [{"on": "2036-06-30", "amount": "264999.99"}]}
    with pytest.raises(Refusal) as refusal:
        ppp.plan_arrear(story.db, officer, key, ClearingPlanInput.model_validate(short), 2)
    assert refusal.value.problems[0].code == "plan_does_not_foot"
    ppp.plan_arrear(story.db, officer, key, ClearingPlanInput.model_validate(plan), 2)
    assert arrears_view(story.db, officer, contract=stock).months == [("2036-06", 26500000)]


def test_an_index_has_no_gap_and_a_published_value_stays(story: Story) -> None:
    officer = story.people["officer"]
    form = {"region": "330304", "key": "cpi", "name": "居民消费价格指数", "source": "统计公报"}
    key = ppp.add_series(story.db, officer, IndexSeriesInput.model_validate(form))["public_id"]

    def store(*rows: tuple[str, str]) -> str:
        typed = [IndexValueInput.model_validate({"month": month, "value": value}) for month, value in rows]
        try:
            ppp.set_values(story.db, officer, key, typed)
        except Refusal as refusal:
            return f"{refusal.problems[0].code} {refusal.problems[0].text()}"
        return ""

    assert store(("2035-01", "100.2"), ("2035-02", "100.4")) == ""
    gap = store(("2035-04", "100.1"))
    assert gap.startswith("series_gap The series has a gap: 2035-03 is missing. (")
    assert "An index that moves a payment has no gap" in gap
    assert store(("2035-02", "100.5")).startswith("value_stands")
    assert store(("2035-03", "0")).startswith("not_positive")
    assert store(("2035-03", "100.3"), ("2035-04", "100.1"), ("2035-02", "100.4")) == ""


def test_a_price_starts_later_than_the_one_before(story: Story, stock: str) -> None:
    officer = story.people["officer"]
    form = {
        "name": "Py",
        "effective_month": "2034-01",
        "value": "1.69",
        "unit": "yuan/m3",
        "evidence": "批复",
    }
    ppp.add_price(story.db, officer, stock, PriceInput.model_validate(form))
    with pytest.raises(Refusal) as refusal:
        ppp.add_price(story.db, officer, stock, PriceInput.model_validate({**form, "value": "1.70"}))
    assert refusal.value.problems[0].code == "price_not_later"
    later = {**form, "effective_month": "2035-07", "value": "1.98"}
    ppp.add_price(story.db, officer, stock, PriceInput.model_validate(later))


def test_the_lists_of_a_contract_are_stored_as_a_whole(story: Story, stock: str) -> None:
    officer = story.people["officer"]
    rows = [SpendingRow.model_validate({"year": year, "amount": "5000000.00"}) for year in (2036, 2037)]
    version = story.row("ppp_contract", stock).version
    ppp.set_list(story.db, officer, stock, "spending", rows, version)
    view = contract_view(story.db, officer, stock)
    assert [(one.year, one.amount) for one in view.years if one.year < 2038] == [
        (2036, 500000000),
        (2037, 500000000),
    ]
    with pytest.raises(Refusal) as refusal:
        ppp.set_list(story.db, officer, stock, "spending", [*rows, rows[0]], version + 1)
    assert refusal.value.problems[0].code == "year_twice"


def test_both_checks_of_linkage_are_shown_apart(story: Story) -> None:
    view = contract_view(story.db, story.people["officer"], desk.VERSIONED[0], explain="availability_share")
    linkage = view.linkage
    assert (linkage.passes_gate, linkage.is_full, linkage.asks_full) == (True, False, True)
    assert linkage.gate is not None
    assert linkage.full is not None
    assert (linkage.gate.status, linkage.full.status) == ("unconfirmed", "repealed_kept")
    assert linkage.at_risk == 48_000_000_00 * 3 // 10 + 16_800_000_00
    assert view.explain is not None


def test_a_supplement_tells_before_and_after_over_the_rest_of_the_contract(story: Story) -> None:
    view = terms_view(story.db, story.people["officer"], desk.VERSIONED[1])
    assert [one.year for one in view.changes] == list(range(2036, 2042))
    assert {one.change for one in view.changes} == {-1_800_000_00}
    assert view.change_total == -6 * 1_800_000_00
    assert [rule.key for rule in view.law if rule.status == "repealed_kept"] == [
        "ppp.full_linkage",
        "ppp.estimate",
    ]
