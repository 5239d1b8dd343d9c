"""Use of an evaluation's result: drawn up by the rule in force, then signed; nothing is typed."""

from decimal import Decimal
from typing import Any

from bondlife.acts import Act, perform
from bondlife.books import RuleBook, region_code, rule_book
from bondlife.db import Database
from bondlife.errors import Blocked, Conflict, Problem
from bondlife.lifecycle.facts import rows
from bondlife.lifecycle.funds.book import FundBook
from bondlife.lifecycle.funds.result import Outcome, grade_of, outcome
from bondlife.lifecycle.scores import concluded
from bondlife.security.actor import Actor
from bondlife.services import records
from bondlife.services.funds.common import book_for, fund_for, key_of, record_scope, start
from models.base import columns
from models.registry import Evaluation, FundDecision


def draw_up(db: Database, actor: Actor, fund_id: str, year: int, *, key: str = "") -> dict[str, Any]:
    """Store what the newest concluded evaluation means for a budget year, as a draft to be signed."""

    def work(act: Act) -> dict[str, Any]:
        fund = fund_for(act, fund_id, "fund_decision.create")
        book = book_for(act, fund)
        rules = rule_book(act.session, region_code(act.session, fund.region_id), act.business_date)
        evaluation = newest_evaluation(act.session, fund.id, year)
        _require_free(act, book, year)
        found = decided(book, rules, evaluation, year, grades_before(act.session, key_of(fund), year))
        row = FundDecision(
            **record_scope(fund),
            state="",
            year=year,
            evaluation_id=evaluation.id,
            score=evaluation.score or Decimal(0),
            grade=found.grade,
            action=found.action,
            contribution=found.contribution,
            fee_share=found.fee_share,
            reward=found.reward,
            steps=found.steps,
        )
        start(act, row)
        act.about(row, year=year, action=row.action)
        return records.receipt(row)

    return dict(perform(db, actor, "fund_decision.create", work, key=key, request=[fund_id, year]))


def newest_evaluation(session: Any, fund_id: int | None, year: int) -> Evaluation:
    """Return the concluded evaluation a budget goes by: of the year before, else of the one before that."""
    years = (year - 1, year - 2)
    every = (concluded(session, "fund", fund_id or 0, year=one) for one in years)
    found = next((one for one in every if one is not None), None)
    if found is None or found.score is None:
        raise Blocked(
            Problem(
                "no_evaluation",
                "The fund has no concluded evaluation with a score of %(before)d or %(year)d.",
                "year",
                {"year": year - 1, "before": year - 2},
                "evaluator",
            )
        )
    return found


def decided(book: FundBook, rules: RuleBook, evaluation: Evaluation, year: int, before: list[str]) -> Outcome:
    """Return what the rule in force makes of an evaluation."""
    grade = evaluation.grade or grade_of(
        evaluation.score or Decimal(0), rules["performance.score_bands"].value
    )
    found = outcome(book, rules["fund.result_use"], year, grade, before)
    if found is None:
        raise Blocked(
            Problem(
                "no_outcome",
                "The rule says nothing about the grade “%(grade)s”, or no own government stands in the fund.",
                "grade",
                {"grade": grade},
                "officer",
                "/rules",
            )
        )
    return found


def grades_before(session: Any, fund_id: int, year: int) -> list[str]:
    """Return the grades that were signed in earlier years, the latest first."""
    own = columns(FundDecision)
    found = rows(session, FundDecision, own.fund_id == fund_id, own.year < year, own.state == "signed")
    return [one.grade for one in sorted(found, key=lambda one: -one.year)]


def _require_free(act: Act, book: FundBook, year: int) -> None:
    own = columns(FundDecision)
    held = act.find(FundDecision, own.fund_id == book.fund.id, own.year == year)
    if any(one.state != "withdrawn" for one in held):
        raise Conflict(Problem("decided", "The result was used for this year already.", "year"))
    for old in held:
        act.end(old)
