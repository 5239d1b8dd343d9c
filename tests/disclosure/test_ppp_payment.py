"""A payment run ends: what it paid is published, contract by contract, and the run is disclosed."""

from pathlib import Path

from bondlife.db import Database
from bondlife.services import disclosure_duties, moves, publications
from bondlife.services.disclosure_duties import scan
from bondlife.services.publications import PublishInput, WordsInput
from models.base import columns
from models.registry import DisclosureDuty, Publication
from tests.lifecycle.story import Story
from tests.ppp.test_runs import PAYABLE
from tests.ppp.works import TODAY, Works, on


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
        assert (content["waived"], content["paid_on"]) == (4_800_000, TODAY)
        published(story, row)
        form = PublishInput.model_validate({"published_on": TODAY, "address": "/public/1"})
        version = story.row("publication", row.public_id).version
        publications.publish(db, publisher, row.public_id, version, form)
        scan(db)
        assert story.one(DisclosureDuty, own.id == duty.id).state == "done"
        moves.move(db, officer, "payment_run", key, "disclose", works.run(key).version)
    assert works.run(key).state == "disclosed"


def published(story: Story, row: Publication) -> None:
    """Draft the content and let both signers approve it."""
    story.move("officer", "publication", row.public_id, "draft")
    opened = story.move("officer", "publication", row.public_id, "approve")
    for who in ("reviewer", "deputy"):
        story.decide(who, opened["approval"], opened["digest"])
