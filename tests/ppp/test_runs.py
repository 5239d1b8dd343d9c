"""A payment run from gathering to treasury receipts: amounts, claims, refusals, corrections."""

from pathlib import Path

import pytest

from bondlife.db import Database
from models.registry import Arrear, BudgetLine, DisclosureDuty, LedgerEntry, Posting
from tests.lifecycle.story import Story
from tests.ppp.works import TODAY, YUAN, Works, on


@pytest.fixture
def works(db: Database, tmp_path: Path) -> Works:
    made = Works(Story(db, tmp_path))
    made.quarter(made.contract)
    return made


def test_a_quarter_is_paid_to_the_fen(works: Works) -> None:
    with on(TODAY):
        key = works.whole()
    run, [statement] = works.run(key), works.statements(key)
    assert (run.state, run.contracts, run.payable) == ("paid", 1, 1_244_571_825)
    assert statement.result["payable"] == statement.payable == 1_244_571_825
    [order] = works.orders(key)
    assert (order.amount, order.voucher) == (1_244_571_825, "GK-0")
    assert works.story.all(BudgetLine)[0].used == 1_244_571_825
    [arrear] = works.story.all(Arrear)
    assert (arrear.due, arrear.paid) == (1_244_571_825, 1_244_571_825)
    assert [one.amount for one in works.story.all(Posting)] == [1_244_571_825, -1_244_571_825]
    assert [one.kind for one in works.story.all(LedgerEntry)] == ["ppp_payment"]
    assert [one.what for one in works.story.all(DisclosureDuty)] == ["ppp_payment"]
    assert YUAN
