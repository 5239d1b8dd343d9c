"""A change of use goes from the request to its end: its F6 is filled, approved and published."""

import pytest

from bondlife.errors import Blocked, Invalid
from bondlife.services import publications
from bondlife.services.publications import PublishInput, WordsInput
from models.base import columns
from models.registry import Project, Publication
from tests.lifecycle.story import YI, Story, on
from tests.money.county import EACH, County
from tests.money.test_changes import DAY, approve, asked

SIGNERS = ("reviewer", "deputy")
WORDS = {
    "rows[1].bond_code": "未取得",
    "rows[1].bond_short_name": "无简称",
    "rows[1].issue_date": "见发行文件",
    "rows[1].from_department": "示例主管部门",
}


def f6_of(story: Story) -> Publication:
    """Return the publication the approval opened."""
    found: Publication = story.one(Publication, columns(Publication).form == "F6")
    return found


def prepare(story: Story, row: Publication, **words: dict[str, str]) -> dict[str, object]:
    """Fill a publication as the officer does."""
    form = WordsInput.model_validate(words)
    version = story.row("publication", row.public_id).version
    with on(DAY):
        return publications.prepare(story.db, story.people["officer"], row.public_id, version, form)


def sign(story: Story, row: Publication) -> None:
    """Draft a publication and let both signers approve it."""
    with on(DAY):
        story.move("officer", "publication", row.public_id, "draft")
        opened = story.move("officer", "publication", row.public_id, "approve")
        for who in SIGNERS:
            story.decide(who, opened["approval"], opened["digest"])


def publish(story: Story, row: Publication, day: str = DAY) -> None:
    """Publish an approved content."""
    version = story.row("publication", row.public_id).version
    form = PublishInput.model_validate({"published_on": day, "address": "/public/x"})
    with on(day):
        publications.publish(story.db, story.people["publisher"], row.public_id, version, form)


def test_a_change_of_use_ends_with_its_f6_and_the_share_is_free(county: County, target: Project) -> None:
    story, key = county.story, asked(county, target, 3 * YI)
    approve(county, key)
    assert story.row("bond_share", county.share.public_id).state == "adjusting"
    row = f6_of(story)
    with on(DAY):
        assert story.refused("officer", "change_of_use", key, "publish") == {"not_published"}
        assert story.refused("officer", "publication", row.public_id, "draft") == {"form_unfilled"}
    told = prepare(story, row)
    assert told["empty"] == len(WORDS)
    with pytest.raises(Invalid) as refusal:
        prepare(story, row, answers={"rows[1].amount": "1"})
    assert refusal.value.problems[0].code == "no_such_cell"
    prepare(story, row, answers=WORDS)
    line = story.row("publication", row.public_id).content["rows"][0]
    assert (line["amount"], line["unused"], line["not_due"]) == (3 * YI, 8 * YI - 2 * EACH, 8 * YI)
    assert (line["bond_code"], line["to_name"], line["remark"]) == (
        "未取得",
        target.name,
        "省财债〔2036〕9号",
    )
    sign(story, row)
    publish(story, row)
    stored = story.row("publication", row.public_id)
    assert (stored.state, stored.digest[:7]) == ("published", "sha256:")
    with on(DAY):
        story.move("officer", "change_of_use", key, "publish")
    assert story.row("change_of_use", key).state == "published"
    assert story.row("bond_share", county.share.public_id).state == "received"
    county.pay(EACH)  # payments are free again


def test_moved_books_and_a_day_before_the_approval_publish_nothing(county: County, target: Project) -> None:
    story = county.story
    approve(county, asked(county, target, YI))
    row = f6_of(story)
    prepare(story, row, answers=WORDS)
    sign(story, row)
    assert refused_on(story, row, "2036-05-20") == ["published_on_wrong"]
    county.change(target, name="改名后的项目")
    assert refused_on(story, row, DAY) == ["books_moved"]
    assert story.row("publication", row.public_id).state == "approved"


def refused_on(story: Story, row: Publication, day: str) -> list[str]:
    """Return the codes for which publishing with this day is refused."""
    version = story.row("publication", row.public_id).version
    form = PublishInput.model_validate({"published_on": day, "address": "/public/x"})
    with on(DAY), pytest.raises(Blocked) as refusal:
        publications.publish(story.db, story.people["publisher"], row.public_id, version, form)
    return [one.code for one in refusal.value.problems]
