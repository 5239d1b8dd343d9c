"""Conditions on projects, plans, quota, evaluations, progress and publications."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from models.registry import (
    Application,
    Bond,
    ChangeOfUse,
    Evaluation,
    LimitStatement,
    ProgressReport,
    Project,
    Publication,
    Sanction,
)
from tests.lifecycle import story as tale
from tests.lifecycle.scene import TODAY, Scene
from tests.lifecycle.story import WAN, YI


def application(scene: Scene, **values: Any) -> Application:
    base = {
        "state": "submitted",
        "project_id": scene.project.id,
        "year": 2036,
        "batch": "一",
        "purpose": "new_project",
        "amount": 8 * YI,
        "tenor_years": 10,
        "fields": {"repaid_by": "dedicated_income"},
    }
    found: Application = scene.add(Application, **scene.own(), **{**base, **values})
    return found


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({}, []),
        ({"capital": 11 * YI}, ["capital_above", "sources_above"]),
        ({"bond_as_capital": 2 * YI, "capital": 2 * YI - 1}, ["capital_part_above"]),
        ({"other_debt": 1}, ["sources_above"]),
        ({"bond_as_capital": 1, "other_debt": 1}, []),
    ],
)
def test_amounts(scene: Scene, values: dict[str, int], codes: list[str]) -> None:
    scene.change(scene.project, **values)
    assert scene.problems(scene.project, "amounts_consistent") == codes


def test_capital_reaches_the_minimum_to_the_fen(scene: Scene) -> None:
    rule = "reserve.capital_ratio"
    assert scene.problems(scene.project, "capital_ratio_at_least", rule=rule) == []
    scene.change(scene.project, capital=2 * YI - 1)
    assert scene.problems(scene.project, "capital_ratio_at_least", rule=rule) == ["capital_too_low"]
    scene.change(scene.project, capital=2 * YI, fields={"capital_sector": "airport"})
    assert scene.problems(scene.project, "capital_ratio_at_least", rule=rule) == ["capital_too_low"]


def test_restraint_asks_a_reason_in_the_regions_of_the_rule(scene: Scene) -> None:
    params = {"rule": "reserve.high_risk_regions", "field": "restraint_justification"}
    assert scene.problems(scene.project, "region_risk_justified", **params) == []
    scene.change(scene.project, region_id=scene.story.region("530100"))
    assert scene.problems(scene.project, "region_risk_justified", **params) == ["region_restrained"]
    scene.change(scene.project, fields={"restraint_justification": "应急安全"})
    assert scene.problems(scene.project, "region_risk_justified", **params) == []


def test_a_bond_ends_before_the_project(scene: Scene) -> None:
    rule = "coverage.term_within_life"
    row = application(scene, tenor_years=30)
    assert scene.problems(row, "term_within_life", rule=rule) == ["term_too_long"]
    scene.change(row, tenor_years=20)
    assert scene.problems(row, "term_within_life", rule=rule) == []
    assert scene.problems(scene.project, "term_within_life", rule=rule) == ["tenor_missing"]
    scene.change(scene.project, operation_end=None)
    assert scene.problems(row, "term_within_life", rule=rule) == ["life_unknown"]


def test_the_plan_is_there_covers_and_never_runs_dry(scene: Scene) -> None:
    row = application(scene)
    checks = {"balance_table_holds": {"rule": "coverage.balance_checks"}}
    checks["cash_never_negative"] = {"rule": "coverage.cash_floor"}
    checks["coverage_at_least"] = {"rule": "coverage.lower_bond", "measure": "bond"}
    for name, params in checks.items():
        assert scene.problems(row, name, **params) == ["plan_missing"]
    tale.plan(scene.story, scene.project)
    for name, params in checks.items():
        assert scene.problems(row, name, **params) == []
    scene.change(row, fields={})
    assert scene.problems(row, "balance_table_holds", rule="coverage.balance_checks") == [
        "plan_income_account_named"
    ]


def test_a_poor_plan_is_refused_with_its_figures(scene: Scene) -> None:
    row = application(scene)
    tale.plan(scene.story, scene.project, income=55_000_000_00)
    bond = {"rule": "coverage.lower_bond", "measure": "bond"}
    assert scene.problems(row, "coverage_at_least", **bond) == ["coverage_too_low"]
    assert scene.problems(row, "cash_never_negative", rule="coverage.cash_floor") == ["cash_gap"]
    assert scene.problems(row, "coverage_at_most", rule="coverage.upper", measure="bond") == []


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"amount": 1}, "above_need"),
        ({"year": 2035}, "year_outside_construction"),
        ({"purpose": "small_banks"}, "purpose_differs"),
        ({"as_capital": 1}, "capital_part_above_plan"),
    ],
)
def test_checks_of_an_application(scene: Scene, values: dict[str, Any], code: str) -> None:
    scene.change(scene.project, fields={"bond_purpose": "new_project"})
    tale.plan(scene.story, scene.project)
    row = application(scene, **values)
    assert code in scene.problems(row, "application_checks_hold", rule="issuance.application_checks")


def test_the_control_figure_counts_every_application_of_the_region(scene: Scene) -> None:
    rule = "issuance.control_figure"
    row = application(scene)
    assert scene.problems(row, "within_control_figure", rule=rule) == ["limit_unknown"]
    tale.limit(scene.story, control_figure=16 * YI)  # 8 亿 of the scene are issued already
    assert scene.problems(row, "within_control_figure", rule=rule) == []
    other = scene.add_project("P-2")
    application(scene, project_id=other.id, amount=1)
    assert scene.problems(row, "within_control_figure", rule=rule) == ["above_control_figure"]


def test_balance_and_plans_stay_within_the_limit(scene: Scene) -> None:
    row, rule = application(scene, state="reported"), "issuance.limit"
    assert scene.problems(row, "limit_room", rule=rule) == ["balance_unknown"]
    tale.limit(scene.story, opening=50 * YI, main=16 * YI, balance=50 * YI)
    assert scene.problems(row, "limit_room", rule=rule) == []
    statement = scene.story.one(LimitStatement)
    scene.change(statement, figures={"balance_special": 50 * YI + 1})
    assert scene.problems(row, "limit_room", rule=rule) == ["above_limit"]


def test_the_quota_of_the_year_is_what_is_neither_approved_nor_issued(scene: Scene) -> None:
    row, rule = application(scene, state="reported"), "issuance.quota"
    assert scene.problems(row, "within_quota", rule=rule) == ["above_quota"]
    tale.limit(scene.story, main=24 * YI)
    other = scene.add_project("P-2")
    taken = application(scene, project_id=other.id, amount=8 * YI, state="candidate")
    assert scene.problems(row, "within_quota", rule=rule) == []
    scene.change(taken, amount=8 * YI + 1)
    assert scene.problems(row, "within_quota", rule=rule) == ["above_quota"]
    refinancing = application(scene, project_id=other.id, purpose="refinancing_maturing", state="reported")
    assert scene.problems(refinancing, "within_quota", rule=rule) == []


def test_sanctions_hold_below_and_until_their_day(scene: Scene) -> None:
    row, rule = application(scene, state="reported"), "use.sanctions"
    assert scene.problems(row, "no_sanction", rule=rule) == []
    told = {"document": "财债罚1号", "reason": "闲置", "level": "serious", "state": "in_force"}
    until = {"starts_on": TODAY, "until": date(2036, 12, 31)}
    own = scene.add(Sanction, region_id=scene.city, blocks=["issuance"], **told, **until)
    assert scene.problems(row, "no_sanction", rule=rule) == ["region_sanctioned"]
    assert scene.problems(row, "no_sanction", date(2037, 1, 1), rule=rule) == []
    scene.change(own, rule_region="14")
    assert scene.problems(row, "no_sanction", rule=rule) == []
    scene.change(own, rule_region="33", state="proposed")
    assert scene.problems(row, "no_sanction", rule=rule) == []
    scene.change(scene.project, state="suspended")
    assert scene.problems(row, "no_sanction", date(2037, 1, 1), rule=rule) == ["project_suspended"]


def test_refinancing_is_for_principal_maturing_that_year(scene: Scene) -> None:
    scene.effect(scene.bond, "generate_schedule")
    row = application(scene, purpose="refinancing_maturing", year=2046)
    rule = "repayment.refinancing"
    assert scene.problems(row, "refinancing_lawful", rule=rule) == []
    scene.change(row, amount=8 * YI + 1)
    assert scene.problems(row, "refinancing_lawful", rule=rule) == ["above_maturing"]


def test_evaluations(scene: Scene) -> None:
    own = {**scene.own(), "project_id": scene.project.id, "year": 2036}
    row: Evaluation = scene.add(Evaluation, **own, state="draft", type="ex_ante", score=Decimal(59))
    assert scene.problems(scene.project, "evaluation_passed", type="ex_ante") == ["evaluation_missing"]
    items = {"rule": "reserve.ex_ante_items", "type": "ex_ante"}
    assert scene.problems(row, "evaluation_items_filled", **items) == ["item_empty"] * 8
    assert scene.problems(row, "score_at_least", rule="performance.ex_ante_pass") == ["score_too_low"]
    scene.change(row, state="passed", score=Decimal(60))
    assert scene.problems(row, "score_at_least", rule="performance.ex_ante_pass") == []
    assert scene.problems(scene.project, "evaluation_passed", type="ex_ante") == []
    key: Evaluation = scene.add(Evaluation, **own, state="draft", type="key")
    rule = "performance.self_before_key"
    assert scene.problems(key, "self_evaluation_first", rule=rule) == ["self_evaluation_missing"]
    scene.add(Evaluation, **own, state="concluded", type="self")
    assert scene.problems(key, "self_evaluation_first", rule=rule) == []


def test_progress_does_not_fall_without_a_word(scene: Scene) -> None:
    own = {**scene.own(), "project_id": scene.project.id}
    scene.add(ProgressReport, **own, state="confirmed", month="2036-01", physical_progress=Decimal("0.5"))
    row: ProgressReport = scene.add(
        ProgressReport, **own, state="draft", month="2036-02", physical_progress=Decimal("0.4")
    )
    rule = "operation.progress_report"
    assert scene.problems(row, "progress_consistent", rule=rule) == ["progress_falls"]
    scene.change(row, remark="复核调减")
    assert scene.problems(row, "progress_consistent", rule=rule) == []
    scene.change(row, build_status="completed")
    assert scene.problems(row, "progress_consistent", rule=rule) == ["dates_missing"]
    fields = {"actual_start": "2036-02-01", "actual_finish": "2036-01-01"}
    scene.change(scene.project, fields=fields)
    assert scene.problems(row, "progress_consistent", rule=rule) == ["dates_reversed"]
    assert scene.problems(scene.project, "progress_complete") == ["not_completed"]
    scene.change(row, state="confirmed")
    assert scene.problems(scene.project, "progress_complete") == []


def test_the_receiving_project_meets_what_is_asked(scene: Scene) -> None:
    target: Project = scene.add_project("P-2", state="draft", operation_end=date(2040, 1, 1))
    values = {"share_id": scene.share.id, "target_project_id": target.id, "case": "surplus", "amount": YI}
    row = scene.add(ChangeOfUse, **scene.own(), project_id=scene.project.id, state="submitted", **values)
    assert scene.problems(row, "target_project_ready", rule="use.change_target") == [
        "target_not_ready",
        "evaluation_missing",
        "target_not_balanced",
        "target_no_work",
        "term_too_long",
    ]
    scene.change(target, state="reserved", operation_end=date(2058, 12, 31))
    tale.plan(scene.story, target)
    tale.permits(scene.story, target, "physical_work")
    own = {**scene.own(), "project_id": target.id, "year": 2036}
    scene.add(Evaluation, **own, state="passed", type="ex_ante")
    assert scene.problems(row, "target_project_ready", rule="use.change_target") == []


F1 = {
    "project_count": 1,
    "rows": [
        {
            "name": "示例",
            "total_investment": 10 * YI,
            "own_funds": 2 * YI,
            "special_bond": 8 * YI,
            "other_debt": "0",
            "total_revenue": 3 * YI,
            "yearly": [{"year": 2036, "special_bond": 8 * YI, "other_debt": "0"}],
            "revenue_years": [{"year": 2036, "revenue": 3 * YI}],
        }
    ],
}


def publication(scene: Scene, **values: Any) -> Publication:
    base = {"state": "drafted", "form": "F1", "bond_id": scene.bond.id, "cut_off": TODAY, "content": F1}
    found: Publication = scene.add(
        Publication, **scene.own(), project_id=scene.project.id, **{**base, **values}
    )
    return found


def test_identities_and_complete_forms(scene: Scene) -> None:
    row = publication(scene)
    assert scene.problems(row, "identities_hold", rule="disclosure.identities") == []
    assert scene.problems(row, "form_complete") == []
    broken = {**F1, "project_count": 2, "rows": [{**F1["rows"][0], "own_funds": 2 * YI - WAN}]}  # type: ignore[index]
    scene.change(row, content=broken)
    assert scene.problems(row, "identities_hold", rule="disclosure.identities") == ["identity_broken"] * 2
    scene.change(row, content={"rows": [{"name": ""}]})
    assert scene.problems(row, "form_complete") == ["form_incomplete"]
    scene.change(row, content=None)
    assert scene.problems(row, "form_complete") == ["form_unfilled"]


@pytest.mark.parametrize(
    "content",
    [
        {"contact_phone": "x"},
        {"note": "联系人13812345678"},
        {"rows": [{"payee_account": "1"}]},
        {"note": "隐性债务化解"},
        {"risk_level": "red"},
    ],
)
def test_what_must_not_leave(scene: Scene, content: dict[str, Any]) -> None:
    row = publication(scene, content=content)
    assert scene.problems(row, "public_fields_only", rule="disclosure.allow_list") == ["must_not_leave"]


def test_published_five_working_days_before_the_tender(scene: Scene) -> None:
    params = {"form": "F1", "rule": "issuance.disclosure_lead"}
    bond: Bond = scene.bond
    assert scene.problems(bond, "published_before_tender", **params) == ["tender_unknown"]
    scene.change(bond, tender_date=date(2036, 3, 20))
    assert scene.problems(bond, "publication_published", form="F1") == ["not_published"]
    row = publication(scene, state="published", published_on=date(2036, 3, 14))
    assert scene.problems(bond, "publication_published", form="F1") == []
    assert scene.problems(bond, "published_before_tender", **params) == ["published_late"]
    scene.change(row, published_on=date(2036, 3, 13))
    assert scene.problems(bond, "published_before_tender", **params) == []
