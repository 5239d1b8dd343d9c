"""Every frame that is shipped can open a round: keys, points and shares are sound by the shipped rules."""

import pytest

from bondlife.books import rule_book
from bondlife.db import Database
from bondlife.lifecycle.frames import PREFIX, unsound
from models.rules.frames import SEEDS

FRAMES = sorted({one.key for one in SEEDS if one.key.startswith(PREFIX)})


def test_every_shipped_frame_is_sound(db: Database) -> None:
    with db.reading() as session:
        book = rule_book(session, "330304")
        found = {
            key: [one.text() for one in unsound(book[key].value, book[key].params, book)] for key in FRAMES
        }
    assert {key: problems for key, problems in found.items() if problems} == {}
    assert FRAMES


@pytest.mark.parametrize("lost", ["points", "key"])
def test_a_frame_that_lacks_something_is_unsound(db: Database, lost: str) -> None:
    with db.reading() as session:
        book = rule_book(session, "330304")
        rule = book[FRAMES[0]]
        rows = [{name: value for name, value in one.items() if name != lost} for one in rule.value]
        assert list(unsound(rows, rule.params, book))
