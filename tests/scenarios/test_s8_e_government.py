"""S8: an e-government project: no payment without acceptance and audit report; kinds beside it are data too.

Shape of the rules: 玉林 for its e-government projects (approval, shared cloud, acceptance, audit, payment),
南昌 for payment of purchased services by result. Figures of the projects are made up.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.database import copied_database
from tests.lifecycle.story import Story, on
from tests.scenarios import budget_case as case


@pytest.fixture(scope="module")
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("s8")
    with copied_database(request, "sqlite", folder) as db:
        yield Story(db, folder / "papers")


def _executing(story: Story, key: str, *before: str) -> str:
    """Take a project into execution; returns its open budget line."""
    story.move("unit", "project", key, "propose")
    case.ex_ante(story, key)
    story.move("officer", "project", key, "evaluate")
    goal = case.goal(story, key)
    story.signed("officer", "project", key, "set_goals", "simple")
    for step in before:
        story.attach("officer", "project", key, "technical_reply")
        story.signed("officer", "project", key, step, "simple")
    case.goal_approved(story, goal)
    budget = case.line(story, key)
    story.signed("officer", "budget_line", budget, "open", "budget")
    story.signed("officer", "project", key, "budget", "budget")
    story.move("unit", "project", key, "execute")
    return budget


def test_no_payment_without_acceptance_and_audit(story: Story) -> None:
    with on("2036-01-25"):
        key = case.project(story, "e_government", "DZ-1", fields={"cloud_resource": "GOV-CLOUD-0123"})
        budget = _executing(story, key, "approve_plan")
        paper = case.payment(story, key, budget, 100, "ZF-8")
        assert story.refused("officer", "disbursement", paper, "approve") == {
            "document_missing",
            "related_not_in",
        }
        story.move("unit", "project", key, "build")
        assert story.refused("officer", "project", key, "accept") == {"document_missing"}
        story.attach("officer", "project", key, "acceptance_report")
        story.signed("officer", "project", key, "accept", "simple")
        story.attach("officer", "disbursement", paper, "acceptance_report", "audit_report")
        assert story.refused("officer", "disbursement", paper, "approve") == {"related_not_in"}
        story.attach("officer", "project", key, "audit_report")
        story.move("officer", "project", key, "audit")
        story.signed("officer", "disbursement", paper, "approve", "simple")


@pytest.mark.full
def test_a_purchased_service_is_paid_by_its_result(story: Story) -> None:
    with on("2036-01-25"):
        fields = {"service_type": "居家养老", "provider": "示例社会服务中心"}
        key = case.project(story, "purchased_service", "FW-1", fields=fields)
        budget = _executing(story, key)
        story.attach("officer", "project", key, "service_contract")
        story.move("unit", "project", key, "contract")
        first = case.payment(story, key, budget, 350, "ZF-9")
        story.attach("unit", "disbursement", first, "service_record")
        story.signed("officer", "disbursement", first, "approve", "simple")
        rest = case.payment(story, key, budget, 150, "ZF-10")
        story.attach("unit", "disbursement", rest, "service_record")
        assert story.refused("officer", "disbursement", rest, "approve") == {"above_result_share"}
        found = case.self_evaluated(story, key)
        story.move("officer", "evaluation", found, "accept")
        story.signed("officer", "disbursement", rest, "approve", "simple")


@pytest.mark.full
def test_procurement_asks_for_contract_and_acceptance(story: Story) -> None:
    with on("2036-01-25"):
        fields = {"procurement_method": "公开招标", "supplier": "示例设备公司"}
        key = case.project(story, "procurement", "CG-1", fields=fields)
        _executing(story, key)
        assert story.refused("unit", "project", key, "contract") == {"document_missing"}
        story.attach("officer", "project", key, "procurement_contract", "acceptance_report")
        story.move("unit", "project", key, "contract")
        story.signed("officer", "project", key, "accept", "simple")
        assert story.row("project", key).state == "accepted"
