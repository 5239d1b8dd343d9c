"""Transfers withheld for overdue debt service: an advance first, a settlement once all is kept back."""

import pytest

from bondlife.errors import Blocked
from bondlife.services.repayment_notices import open_due
from bondlife.settings import Settings
from bondlife.verify import ledger, lives
from tests.lifecycle.story import on
from tests.repayment.desk import yuan
from tests.repayment.office import Office


def notice(office: Office, amount: int, number: str) -> dict[str, object]:
    row = office.row(1)
    form = {"purpose": "withholding", "instalment": row.public_id, "document_number": number}
    return {**form, "amount": yuan(amount), "effective_on": "2036-10-02", "grounds": "逾期未缴，年终结算扣减"}


def test_what_the_level_above_keeps_back_settles_the_debt_once_it_covers_it(office: Office) -> None:
    scene = office.scene
    with on("2036-09-23"):
        open_due(office.db)
    with on("2036-10-02"):
        row = office.row(1)
        # ten days late at twice 2.36 %: see the penalty of the same instalment in test_chain
        owed = row.interest + row.fee + 1_220_734
        first = owed // 3
        office.order("officer", **notice(office, first, "浙财结〔2036〕1号"))
        assert office.row(1).state == "overdue"
        county = scene.county
        assert scene.balance("prepaid", county, office.share) == first
        assert scene.balance("transfers", county) == -first
        assert scene.balance("transfers", scene.city) == first
        with pytest.raises(Blocked) as refusal:
            office.order("officer", **notice(office, owed - first + 1, "浙财结〔2036〕2号"))
        assert [one.code for one in refusal.value.problems] == ["above_owed_today"]
        office.order("officer", **notice(office, owed - first, "浙财结〔2036〕3号"))
        settled = office.row(1)
        assert (settled.state, settled.interest_source) == ("remitted", "withheld_transfers")
        leg, second, last = office.legs(settled)
        assert (leg.state, leg.voucher, leg.penalty) == ("received", "浙财结〔2036〕3号", 1_220_734)
        for account, amount in (("prepaid", 0), ("penalties", 1_220_734), ("debt_service", row.interest)):
            assert scene.balance(account, county, office.share) == amount
        assert scene.balance("advances", scene.city, office.share) == 0
        office.send("city-officer", second)
        office.receive("province-officer", second)
        office.send("province-officer", last)
        office.receive("province-officer", last)
    assert office.row(1).state == "paid"
    for check in (ledger.entries, ledger.balances):
        assert check(office.db, Settings()).problems == []
    moved = [str(one) for one in lives.moves(office.db, Settings()).problems]
    assert not [one for one in moved if one.startswith(("instalment", "remittance", "repayment_order"))]
