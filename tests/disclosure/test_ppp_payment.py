"""A payment run ends: what it paid is published, contract by contract; scores once frozen are published."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.disclosure.about import About
from bondlife.disclosure.content import books_content
from bondlife.disclosure.opendata.contract import release_of
from bondlife.disclosure.opendata.published import Site
from bondlife.queries.disclosure import board_view
from bondlife.queries.disclosure_groups import Wish
from bondlife.queries.opendata import published_contracts
from bondlife.security.actor import SYSTEM
from bondlife.services import disclosure_duties, moves, publications
from bondlife.services.disclosure_duties import scan
from bondlife.services.publications import PublishInput, WordsInput
from models.base import columns
from models.disclosure_forms import forms
from models.disclosure_forms.shape import strangers
from models.registry import DisclosureDuty, Evaluation, Publication, StateMove
from tests.lifecycle.story import Story
from tests.ppp.test_runs import PAYABLE
from tests.ppp.works import CYCLE, TODAY, Works, on


def test_a_paid_run_is_published_and_ends(db: Database, tmp_path: Path) -> None:
    works = Works(Story(db, tmp_path / "papers"))
    story = works.story
    with on(TODAY):
        works.quarter(works.contract)
        key = works.whole()
    own = columns(DisclosureDuty)
    duty = story.one(DisclosureDuty, own.what == "ppp_payment")
    with on(TODAY):
        assert story.refused("officer", "payment_run", key, "disclose") == {"not_disclosed"}
        officer, publisher = story.people["officer"], story.people["publisher"]
        taken = disclosure_duties.take_up(db, officer, duty.public_id, duty.version)
        row = story.row("publication", str(taken["public_id"]))
        publications.prepare(db, officer, row.public_id, row.version, WordsInput())
        content = story.row("publication", row.public_id).content["rows"][0]
        assert (content["contract"], content["payable"], content["paid"]) == (
            works.contract.number,
            PAYABLE,
            PAYABLE,
        )
        [statement] = works.statements(key)
        assert (content["fee"], content["deducted"]) == (statement.fee, statement.deducted)
        [told] = statement.result["coefficients"]
        assert (content["score"], content["coefficient"]) == (told["score"], told["coefficient"])
        assert (content["waived"], content["paid_on"]) == (4_800_000, TODAY)
        published(story, row)
        form = PublishInput.model_validate({"published_on": TODAY, "address": "/public/1"})
        version = story.row("publication", row.public_id).version
        publications.publish(db, publisher, row.public_id, version, form)
        scan(db)
        assert story.one(DisclosureDuty, own.id == duty.id).state == "done"
        moves.move(db, officer, "payment_run", key, "disclose", works.run(key).version)
    assert works.run(key).state == "disclosed"
    as_open_data(works, content)
    as_a_page(works, content)


def test_every_frozen_score_is_owed_to_the_public(db: Database, tmp_path: Path) -> None:
    """Twenty working days from the day it is frozen; of two contracts each has its own duty and table."""
    works = Works(Story(db, tmp_path / "papers"))
    story, own = works.story, columns(DisclosureDuty)
    first, second = works.contract, works.add_contract("PPP-2018-04")
    frozen(works, works.score(first), date(2036, 10, 13))
    frozen(works, works.score(second, score="92"), date(2036, 10, 24))
    works.score(first, "2036-Q3", state="approved")  # open to objection: not owed yet
    with on(TODAY):
        scan(db)
        told = story.all(DisclosureDuty, own.what == "ppp_results")
        assert [(one.subject_id, one.period, one.cut_off) for one in told] == [
            (first.id, CYCLE, date(2036, 10, 13)),
            (second.id, CYCLE, date(2036, 10, 24)),
        ]
        assert [one.due_on for one in told] == [date(2036, 11, 10), date(2036, 11, 21)]
        board = board_view(db, story.people["officer"], Wish(what="ppp_results"))
        assert {one.subject for one in board.lines} == {first.name, second.name}
        officer = story.people["officer"]
        taken = disclosure_duties.take_up(db, officer, told[0].public_id, told[0].version)
        row = story.row("publication", str(taken["public_id"]))
        words = WordsInput(answers={"rows[1].result_use": "按得分付费"})
        publications.prepare(db, officer, row.public_id, row.version, words)
        row = story.row("publication", row.public_id)
        [line] = row.content["rows"]
        assert (line["contract"], line["cycle"], line["score"], line["phase"]) == (
            first.number, CYCLE, "86.5", "运营期绩效评价",
        )  # fmt: skip
        published(story, row)
        form = PublishInput.model_validate({"published_on": TODAY, "address": "/public/1"})
        version = story.row("publication", row.public_id).version
        publications.publish(db, story.people["publisher"], row.public_id, version, form)
        scan(db)
        states = {one.subject_id: one.state for one in story.all(DisclosureDuty, own.what == "ppp_results")}
        assert states == {first.id: "done", second.id: "open"}
    with db.reading() as session:
        [one] = published_contracts(session)
    [score] = release_of(one, Site("http://x"))["x_bondlife"]["scores"]
    assert (score["cycle"], score["score"], score["use"]) == (CYCLE, "86.5", "按得分付费")


def frozen(works: Works, score: Evaluation, day: date) -> None:
    """Store the move that froze a score."""

    def work(act: Act) -> None:
        told: dict[str, Any] = {"record": "evaluation", "record_id": score.id, "transition": "freeze"}
        told |= {"number": 1, "source": "approved", "target": "concluded"}
        act.session.add(StateMove(**told, business_date=day, at=act.now))

    perform(works.db, SYSTEM, "test.move", work)


def as_open_data(works: Works, content: Mapping[str, Any]) -> None:
    """The release of the contract tells what was published: fee, deduction, waiver, coefficient, payment."""
    with works.story.db.reading() as session:
        [one] = published_contracts(session)
    release = release_of(one, Site("http://x"))
    [told] = release["x_bondlife"]["payments"]
    names = {
        "fee": "fee",
        "deducted": "deduction",
        "waived": "waiver",
        "coefficient": "coefficient",
        "paid": "paid",
    }
    assert {name: told[name] for name in names.values()} == {
        said: content[name] for name, said in names.items()
    }
    [contract] = release["contracts"]
    [transaction] = contract["implementation"]["transactions"]
    assert (contract["id"], transaction["value"]) == (
        works.contract.number,
        {"amount": PAYABLE / 100, "currency": "CNY"},
    )
    assert [party["name"] for party in release["parties"]] == [works.contract.agency, works.contract.company]
    metrics = {one["id"]: one["observations"][0]["measure"] for one in contract["implementation"]["metrics"]}
    assert metrics == {name: content[name] for name in ("score", "coefficient")}


def as_a_page(works: Works, told: Mapping[str, Any]) -> None:
    """The public page of the contract tells the same payment; fee, deductions and the rest foot to it."""
    contract = works.contract
    with works.story.db.reading() as session:
        about = ("ppp_page", date.fromisoformat(TODAY), contract.region_id)
        page = books_content(About(session, *about, subject="ppp_contract", subject_id=contract.id))
    [payment] = page["payments"]
    assert {name: payment[name] for name in ("fee", "deducted", "waived", "payable", "paid", "paid_on")} == {
        name: told[name] for name in ("fee", "deducted", "waived", "payable", "paid", "paid_on")
    }
    assert payment["fee"] - payment["deducted"] + payment["other"] == payment["payable"]
    assert sum(one["amount"] for one in page["waivers"]) == told["waived"]
    assert not list(strangers(forms()["ppp_page"], page))


def published(story: Story, row: Publication) -> None:
    """Draft the content and let both signers approve it."""
    story.move("officer", "publication", row.public_id, "draft")
    opened = story.move("officer", "publication", row.public_id, "approve")
    for who in ("reviewer", "deputy"):
        story.decide(who, opened["approval"], opened["digest"])
