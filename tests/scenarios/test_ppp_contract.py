"""PPP contracts as data: regime first, linkage, caps, terms with worked examples, supplements, arrears."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from bondlife.errors import Refusal
from bondlife.ppp.template import filled, templates
from tests.database import copied_database
from tests.lifecycle.story import Story, on
from tests.scenarios import ppp_desk as desk


@pytest.fixture(scope="module")
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Return a district with its people, on a day when the rules are known."""
    folder = tmp_path_factory.mktemp("ppp")
    with copied_database(request, "sqlite", folder) as db, on(desk.TODAY):
        yield Story(db, folder / "papers")


def codes(story: Story, record: str, key: str, step: str) -> set[str]:
    return story.refused("officer", record, key, step)


def test_a_signed_contract_is_taken_on_by_two_persons(story: Story) -> None:
    key = desk.taken_on(story)
    assert story.row("ppp_contract", key).state == "in_force"
    story.attach("officer", "ppp_contract", key, "acceptance_report")
    story.signed("officer", "ppp_contract", key, "start_operation", "simple")
    assert story.row("ppp_contract", key).state == "operating"


def test_a_contract_not_signed_yet_is_admitted_not_taken_on(story: Story) -> None:
    key = desk.contract(story, number="PPP-X", signed_on="2036-09-01", construction_from="2036-10-01")
    assert codes(story, "ppp_contract", key, "take_on") == {"not_signed"}


def test_a_new_mechanism_contract_may_not_be_paid_by_the_budget(story: Story) -> None:
    key = desk.contract(story, number="NEW-1", regime="new", payment_type="gap_subsidy")
    assert codes(story, "ppp_contract", key, "take_on") == {"new_not_user_pay"}
    with pytest.raises(Refusal) as refusal:
        story.move("officer", "ppp_contract", key, "take_on")
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
    assert expected in codes(story, "ppp_contract", contract, "take_on")


def test_a_user_pay_concession_of_the_new_mechanism_is_lawful(story: Story) -> None:
    contract = desk.taken_on(story, number="NEW-OK", regime="new", payment_type="user_pay")
    key = desk.terms(story, contract, "user_pay")
    desk.approved(story, key)
    assert story.row("ppp_terms", key).state == "in_force"


def test_too_long_a_concession_is_refused(story: Story) -> None:
    key = desk.contract(
        story, number="NEW-LONG", regime="new", payment_type="user_pay", ends_on="2080-12-31"
    )
    assert codes(story, "ppp_contract", key, "take_on") == {"concession_too_long"}


def test_an_estimate_is_never_payable(story: Story) -> None:
    contract = desk.taken_on(story, number="EST-1")
    key = desk.terms(story, contract, "estimate_21")
    assert codes(story, "ppp_terms", key, "approve") == {"never_payable"}


@pytest.mark.parametrize(
    ("share", "expected"), [("29.99", {"too_little_linked"}), ("30", set()), ("100", set())]
)
def test_thirty_percent_of_availability_hang_on_the_score(
    story: Story, share: str, expected: set[str]
) -> None:
    contract = desk.taken_on(story, number=f"LINK-{share}")
    key = desk.terms(story, contract, "linked_share", availability_share=share)
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
        ("divides by zero", "bad_formula", "formula: price column 34"),
        ("unknown input", "bad_terms", "formula: operation column 9"),
        ("mixed units", "bad_terms", "formula: operation column 7"),
        ("over the limits", "bad_terms", "formula: steps[0].expression"),
        ("example differs", "example_differs", "formula.examples[0]"),
        ("no example", "no_example", "formula.examples"),
    ],
)
def test_a_bad_formula_is_refused_with_its_place(story: Story, change: str, code: str, place: str) -> None:
    contract = desk.taken_on(story, number=f"BAD-{change}"[:60])
    key = desk.terms(story, contract, "maonan_plant", formula=spoilt(change))
    with pytest.raises(Refusal) as refusal:
        story.move("officer", "ppp_terms", key, "approve")
    assert [(one.code, one.field) for one in refusal.value.problems] == [(code, place)]
    assert story.row("ppp_terms", key).state == "draft"


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
        story, contract, "linked_share", valid_from="2036-07-01", operation="15000000.00",
        form={"supplement": "补充协议（一）"},
    )
    desk.approved(story, second)
    rows = [story.row("ppp_terms", key) for key in (first, second)]
    assert [str(one.valid_to) for one in rows] == ["2036-06-30", "None"]
    third = desk.terms(story, contract, "linked_share", valid_from="2036-07-01")
    assert codes(story, "ppp_terms", third, "approve") == {"terms_overlap"}


def test_caps_govern_the_admission_of_new_contracts(story: Story) -> None:
    desk.expenditure(story, 2035, 20 * desk.YI)
    new = {"signed_on": "2036-09-01", "construction_from": "2036-10-01", "operation_from": "2037-01-01"}
    key = desk.contract(story, number="CAP-1", ends_on="2046-12-31", **new)
    desk.terms(story, key, "estimate_21", cost="1600000000.00", first_year="2037")
    assert codes(story, "ppp_contract", key, "admit") == {"above_cap"}
