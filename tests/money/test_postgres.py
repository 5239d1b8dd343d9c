"""The same money on PostgreSQL: trail, sums of regions, idle money, statements, checks."""

from pathlib import Path

import pytest

from bondlife.db import Database
from bondlife.queries import money_trail
from bondlife.queries.idle_money import IdleAsk, idle_view, progress_view
from bondlife.queries.money_trail import TrailAsk, trail_view
from bondlife.queries.statements import statement_view
from bondlife.services import money_flow, reconciling
from tests.money.county import EACH, READ, County
from tests.money.test_movements import sound
from tests.money.test_statements import FEW, bring, csv_file, open_account


@pytest.mark.postgres
def test_postgres_tells_the_same_money(
    postgres_db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = County(postgres_db, tmp_path)
    paid = county.pay(2 * EACH)
    county.moved("payee_refund", EACH, payment=paid.public_id)
    db, officer = county.story.db, county.story.people["officer"]
    shares = trail_view(db, officer, TrailAsk("region", "330304", READ), whole=True)
    monkeypatch.setattr(money_trail, "FEW_SHARES", 0)
    summed = trail_view(db, officer, TrailAsk("region", "330304", READ), whole=True)
    assert [getattr(summed, name) for name in money_trail.SUMS] == [
        getattr(shares, name) for name in money_trail.SUMS
    ]
    assert (shares.paid, shares.gap) == (EACH, 0)
    assert trail_view(db, officer, TrailAsk("payee", "示例建工", READ)).paid == EACH
    assert idle_view(db, officer, IdleAsk(as_of=READ)).unused == shares.raised - EACH
    assert progress_view(db, officer, IdleAsk(as_of=READ)).below == 1
    account = open_account(county)
    assert bring(county, csv_file(tmp_path, FEW))["added"] == 4
    assert reconciling.confirm_proposed(db, officer, account, "2036-05")["confirmed"] == 1
    assert statement_view(db, officer, account, "2036-05").difference == 0
    with db.writing() as session:
        money_flow.rebuild(session)
        session.commit()
    sound(county)
