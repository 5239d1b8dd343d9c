"""The whole path of one project, on both databases, each gate refused once before it is met."""

from pathlib import Path

import sqlalchemy as sa

from bondlife.db import Database
from models.base import columns
from models.registry import Instalment, LedgerBalance, LedgerEntry, Posting, ProjectRail, StateMove
from tests.lifecycle import story as tale
from tests.lifecycle.story import Story, on


def test_a_project_from_draft_to_its_first_repayment(any_db: Database, tmp_path: Path) -> None:
    story = Story(any_db, tmp_path / "papers")
    with on("2036-03-02"):
        project = _reserve(story)
        application = _apply(story, project)
    with on("2036-03-20"):
        bond, share = _issue(story, project, application)
    with on("2036-04-10"):
        _spend(story, project, share)
    with on("2036-09-18"):
        instalment = _repay(story, project, share)
    assert story.row("project", project).issued == 8 * tale.YI
    assert story.row("bond", bond).state == "issued"
    assert story.row("application", application).state == "issued"
    assert story.row("instalment", instalment).state == "paid"
    _books_hold(story)
    _history_names_different_people(story)
    _rail(story, project)


def _reserve(story: Story) -> str:
    form = tale.project_form(story)
    fields = {**form["fields"], "negative_image_projects": "yes", "pledged": "yes"}
    project = story.create("unit", "project", **{**form, "capital": "100000000", "fields": fields})
    story.move("unit", "project", project, "submit")
    assert story.refused("unit", "project", project, "screen") == {"forbidden"}
    asked = {"negative_list", "capital_too_low", "field_not_in", "document_missing"}
    assert story.refused("officer", "project", project, "screen") == asked
    story.move("officer", "project", project, "return_for_correction", "资本金不足")
    story.edit("unit", "project", project, **form)
    story.move("unit", "project", project, "submit")
    story.attach("officer", "project", project, "approval_basis", "capital_source")
    story.signed("officer", "project", project, "screen", "project_screening")
    assert story.refused("officer", "project", project, "evaluate") == {"evaluation_missing"}
    tale.evaluated(story, project)
    story.move("officer", "project", project, "evaluate")
    missing = story.refused("officer", "project", project, "enter_reserve")
    assert missing == {"permit_missing", "document_missing"}
    tale.permits(story, story.row("project", project), "department_approval", "ex_ante_in_plan")
    story.attach("officer", "project", project, "feasibility_approval", "permits")
    story.signed("officer", "project", project, "enter_reserve", "project_reserve")
    return project


def _apply(story: Story, project: str) -> str:
    application = story.create("unit", "application", **tale.application_form(project))
    assert story.refused("unit", "application", application, "submit") == {"document_missing"}
    papers = ("implementation_plan", "financial_report", "legal_opinion")
    story.attach("unit", "application", application, *papers)
    story.move("unit", "application", application, "submit")
    missing = story.refused("officer", "application", application, "review")
    assert missing == {"document_missing", "plan_missing", "limit_unknown", "yearly_plan"}
    tale.plan(story, story.row("project", project))
    tale.limit(story)
    story.attach("officer", "application", application, "balance_table", "sensitivity_table")
    story.signed("officer", "application", application, "review", "application_review")
    story.attach("officer", "application", application, "application_letter")
    story.signed("officer", "application", application, "report", "application_report")
    assert story.refused("officer", "application", application, "approve") == {"document_missing"}
    story.attach("officer", "application", application, "approval_reply", "quota_notice")
    story.signed("officer", "application", application, "approve", "application_quota")
    return application


def _issue(story: Story, project: str, application: str) -> tuple[str, str]:
    bond = story.create("officer", "bond", **tale.bond_form(coupon_percent=None))
    refused = story.refused("officer", "bond", bond, "import_result")
    assert refused == {"shares_do_not_foot", "field_empty", "document_missing"}
    share = story.create(
        "officer", "bond_share", bond=bond, project=project, application=application, amount="800000000"
    )
    assert "related_not_in" in story.refused("officer", "bond_share", share, "sign_agreement")
    story.edit("officer", "bond", bond, **tale.bond_form())
    story.attach("officer", "bond", bond, "tender_result")
    story.signed("officer", "bond", bond, "import_result", "bond_record")
    tale.received(story, share)
    assert story.row("bond_share", share).received == 8 * tale.YI
    return bond, share


def _spend(story: Story, project: str, share: str) -> None:
    line = story.create(
        "officer", "budget_line", project=project, year=2036, account="99999", amount="900000000"
    )
    assert story.refused("officer", "budget_line", line, "submit") == {"account_unknown"}
    budget = {"project": project, "year": 2036, "account": "2290402", "amount": "900000000"}
    story.edit("officer", "budget_line", line, **budget)
    story.move("officer", "budget_line", line, "submit")
    refused = story.refused("officer", "budget_line", line, "open")
    assert refused == {"no_budget_basis", "above_allotment", "above_project", "document_missing"}
    story.move("officer", "budget_line", line, "cancel", "重新编制")
    line = tale.budget_line(story, project, "2290499", "800000000", "construction")
    works = tale.contract(story, project)
    bad = tale.payment_form(project, share, line, works, payee="别的公司", purpose="wages", number="ZF-0")
    wrong = story.create("unit", "disbursement", **bad)
    refused = story.refused("unit", "disbursement", wrong, "request")
    assert refused == {"purpose_blocked", "payee_not_contract", "document_missing"}
    payment = tale.paid(story, tale.payment_form(project, share, line, works))
    assert story.row("disbursement", payment).state == "paid"
    assert story.row("bond_share", share).paid == 5_000 * tale.WAN
    assert story.row("budget_line", line).used == 5_000 * tale.WAN


def _repay(story: Story, project: str, share: str) -> str:
    one = tale.first_instalment(story, share)
    assert one.interest == 944 * tale.WAN
    key = one.public_id
    assert story.refused("officer", "instalment", key, "budget") == {"no_debt_service_line"}
    tale.budget_line(story, project, "2320498", "9440000", "interest")
    tale.budget_line(story, project, "2330498", "472", "fee")
    story.move("officer", "instalment", key, "budget")
    story.attach("officer", "instalment", key, "payment_notice")
    story.move("officer", "instalment", key, "notify")
    refused = story.refused("officer", "instalment", key, "remit")
    assert refused == {"source_unlawful", "not_secured", "document_missing"}
    form = {"interest_source": "dedicated_income", "secured": "9440472"}
    story.edit("officer", "instalment", key, **form)
    story.attach("officer", "instalment", key, "source_note", "remittance_voucher", "redemption_proof")
    story.signed("officer", "instalment", key, "remit", "instalment_remittance")
    assert story.refused("reviewer", "instalment", key, "pay") == {"field_empty"}
    story.edit("officer", "instalment", key, **form, paid_on="2036-09-18")
    story.move("reviewer", "instalment", key, "pay")
    return key


def _books_hold(story: Story) -> None:
    with story.db.reading() as session:
        posting, entry = columns(Posting), columns(LedgerEntry)
        sums = sa.select(posting.entry_id, posting.book_id, sa.func.sum(posting.amount)).group_by(
            posting.entry_id, posting.book_id
        )
        assert {int(total) for _, _, total in session.execute(sums)} == {0}
        cells = session.execute(sa.select(LedgerBalance)).scalars()
        held = {(c.book_id, c.unit_id, c.account, c.share_id): c.amount for c in cells}
        found: dict[tuple[int, int, str, int], int] = {}
        for one in session.execute(sa.select(Posting)).scalars():
            cell = (one.book_id, one.unit_id or 0, one.account, one.share_id or 0)
            found[cell] = found.get(cell, 0) + one.amount
        assert found == held
        kinds = set(session.execute(sa.select(entry.kind)).scalars())
    assert kinds == {"receipt", "payment", "redemption"}


def _history_names_different_people(story: Story) -> None:
    made = story.all(StateMove, columns(StateMove).record == "disbursement", columns(StateMove).target != "x")
    people = {move.transition: move.actor_id for move in made}
    assert len({people[key] for key in ("request", "check", "approve", "pay")}) == 4


def _rail(story: Story, project: str) -> None:
    row = story.row("project", project)
    with story.db.reading() as session:
        rail = session.get(ProjectRail, row.id)
        assert rail is not None
        tracks = {key: track["progress"] for key, track in rail.tracks.items()}
    assert tracks["reserve"] == "done"
    assert tracks["issuance"] == "done"
    assert tracks["repayment"] in {"active", "done"}
    planned = columns(Instalment).state == "planned"
    assert len(story.all(Instalment, planned)) == 19
