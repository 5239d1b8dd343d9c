"""Stage “disbursement and use” as a table: each row is carried out by the services."""

import csv
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bondlife.acts import Act, perform
from bondlife.security.actor import SYSTEM
from bondlife.settings import Settings
from bondlife.verify import ledger, money
from models.registry import MoneyAccount, Period
from tests.database import copied_database
from tests.lifecycle.scene import Scene
from tests.lifecycle.story import WAN, Story
from tests.scenarios.money_case import PAID, MoneyCase

TABLE = Path(__file__).with_name("stage_disbursement.csv")
ROWS = list(csv.DictReader(TABLE.read_text("utf-8").splitlines()))
PURPOSES = {"发放工资": "wages", "支付利息": "interest"}
OWN_ACCOUNT = "330500000000"


@pytest.fixture(scope="module")
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Return one office for the whole table; every row has a project and a bond of its own."""
    folder = tmp_path_factory.mktemp("disbursement")
    with copied_database(request, "sqlite", folder) as db:
        found = Scene(Story(db, folder / "papers"))
        found.add(
            MoneyAccount,
            region_id=found.county,
            number=OWN_ACCOUNT,
            name="示例单位基本户",
            ledger_account="project_account",
            opened_on=date(2036, 1, 1),
        )
        yield found


def number(text: str) -> int:
    """Return the amount a phrase names, in fen."""
    found = re.search(r"(\d+)万元", text)
    assert found is not None, text
    return int(found[1]) * WAN


def given(case: MoneyCase, text: str) -> None:
    """Set up what a row starts from."""
    for pattern, do in GIVEN:
        if re.search(pattern, text):
            do(case, text)
            return
    pytest.fail(f"nothing sets up: {text}")


def _lock(case: MoneyCase, text: str) -> None:
    month = text[:7]

    def work(act: Act) -> None:
        act.session.add(Period(region_id=case.scene.county, month=month, locked_at=act.now))

    perform(case.story.db, SYSTEM, "test.lock", work)


def _approved(case: MoneyCase, text: str) -> None:
    case.attempt(lambda: case.approve(case.request(number(text))))
    assert not case.refusal


def _paid(case: MoneyCase, text: str) -> None:
    case.attempt(lambda: case.pay(number(text)))
    assert not case.refusal


def _share(case: MoneyCase) -> dict[str, Any]:
    assert case.share is not None
    return {"share": case.share.public_id}


def _released(case: MoneyCase, text: str) -> None:
    case.attempt(lambda: case.moved("to_project_account", number(text), **_share(case)))


def _refunded(case: MoneyCase, text: str) -> None:
    payment = case.last
    case.attempt(lambda: case.moved("payee_refund", number(text), payment=payment))


def _certified(case: MoneyCase, text: str) -> None:
    case.scene.change(case.contract, certified=number(text))


GIVEN: tuple[tuple[str, Callable[[MoneyCase, str], Any]], ...] = (
    ("^到位", lambda case, text: case.arrived(number(text))),
    ("^合同", lambda case, text: case.agreed(number(text))),
    ("^已计量", _certified),
    ("^预算", lambda case, text: case.budgeted(number(text))),
    ("^上年预算", lambda case, text: case.budgeted(number(text), year=2035)),
    ("批复的预算", lambda case, text: case.budgeted(number(text), approved_on=date.fromisoformat(text[:10]))),
    ("^付息科目预算", lambda case, text: case.budgeted(number(text), account="23204")),
    ("月已关账", _lock),
    ("^已批准待付", _approved),
    ("^已支付", _paid),
    ("^拨付专户", _released),
    ("^收款人退款", _refunded),
)
"""Phrases of the second column."""


def _request(case: MoneyCase, text: str) -> None:
    case.attempt(lambda: _ask(case, text))


def _ask(case: MoneyCase, text: str) -> str:
    more: dict[str, Any] = {}
    purpose = re.search(r"用途为(.+)", text)
    economic = re.search(r"经济分类(\d+)", text)
    basis = re.search(r"依据为(归还借款)", text)
    if purpose:
        more["purpose"] = PURPOSES[purpose[1]]
    if economic:
        more["fields"] = {"economic_class": economic[1]}
    if basis:
        more["work_basis"] = basis[1]
    if "付给本单位" in text:
        more["payee"] = case.unit_name()
        case.scene.change(case.contract, payee=more["payee"])
    if "付给主管部门" in text:
        more["payee"] = case.story.organisation("department").name
        case.scene.change(case.contract, payee=more["payee"])
    if "付到本单位账户" in text:
        more["payee_account"] = OWN_ACCOUNT
    if "签批说明" not in text:
        return case.request(number(text), **more)
    key = case.story.create("unit", "disbursement", **case.form(number(text), **more))
    case.story.attach("unit", "disbursement", key, "payment_evidence", "purpose_reason")
    case.story.move("unit", "disbursement", key, "request")
    return key


def _check(case: MoneyCase, text: str) -> None:
    who = "unit" if "自己" in text else "reviewer"

    def work() -> None:
        if who == "unit":
            key = case.story.create("officer", "disbursement", **case.form(number(text)))
            case.story.attach("officer", "disbursement", key, "payment_evidence")
            case.story.move("officer", "disbursement", key, "request")
            case.story.move("officer", "disbursement", key, "check")
        else:
            case.story.move("reviewer", "disbursement", case.request(number(text)), "check")

    case.attempt(work)


def _pay(case: MoneyCase, text: str) -> None:
    day = re.search(r"日期(\d{4}-\d{2}-\d{2})", text)
    when = date.fromisoformat(day[1]) if day else PAID
    source = {"fields": {"paid_from": "project_account"}} if "从专户" in text else {}
    acted = date(2036, 7, 10) if day else PAID
    case.attempt(lambda: case.pay(number(text), when, **source), acted)


def _bounce(case: MoneyCase, _text: str) -> None:
    case.attempt(lambda: case.story.move("officer", "disbursement", case.paid, "bounce", "户名不符"))


def _correct(case: MoneyCase, _text: str) -> None:
    wrong = case.story.row("movement", case.last)
    more = {"corrects": wrong.public_id, "note": "登记错误"}
    case.attempt(lambda: case.moved("correction", wrong.amount, **more))


def _correct_alone(case: MoneyCase, _text: str) -> None:
    wrong = case.story.row("movement", case.last)

    def work() -> None:
        key = case.story.create(
            "officer",
            "movement",
            project=case.project.public_id,
            type="correction",
            number=f"WL-{case.number}-x",
            amount=f"{wrong.amount / 100:.2f}",
            moved_on=PAID.isoformat(),
            voucher="HZ-x",
            corrects=wrong.public_id,
            note="登记错误",
        )
        case.story.attach("officer", "movement", key, "movement_voucher")
        case.story.move("officer", "movement", key, "book")

    case.attempt(work)


def _recall(case: MoneyCase, text: str) -> None:
    late = date(2037, 5, 20) if "13个月" in text else date(2036, 10, 10)
    case.scene.change(case.share, state="received")

    def work() -> None:
        assert case.share is not None
        key = case.share.public_id
        case.story.attach("officer", "bond_share", key, "recall_notice")
        case.story.signed("officer", "bond_share", key, "recall", "bureau", "超期未支出")

    case.attempt(work, late)


WHEN: tuple[tuple[str, Callable[[MoneyCase, str], Any]], ...] = (
    ("^申请支付", _request),
    ("^审核支付", _check),
    ("^支付发行费用", lambda c, t: c.attempt(
        lambda: c.moved("issuance_fee", number(t), budget_account="23304", **_share(c)))),
    ("^(从专户)?支付", _pay),
    ("^拨付专户", _released),
    ("^专户缴回国库", lambda c, t: c.attempt(lambda: c.moved("back_to_treasury", number(t), **_share(c)))),
    ("^收款人退款", _refunded),
    ("^银行退票", _bounce),
    ("^冲销上一笔往来", _correct),
    ("^自己复核自己的冲销", _correct_alone),
    ("收回未支出资金", _recall),
    ("^项目收入缴库", lambda c, t: c.attempt(lambda: c.moved("income_handed_in", number(t)))),
)  # fmt: skip
"""Phrases of the third column."""


def then(case: MoneyCase, text: str) -> None:
    """Compare what came of it with what the row says."""
    if text == "允许":
        assert case.refusal == ""
    elif text.startswith("拒绝："):
        assert text.removeprefix("拒绝：") in case.refusal
    else:
        assert case.refusal == ""
        expected = {part[:2]: number(part) // WAN for part in text.split("；")}
        assert case.balances() == expected


@pytest.mark.parametrize("row", ROWS, ids=[row["编号"] for row in ROWS])
def test_the_row_holds(scene: Scene, row: dict[str, str]) -> None:
    case = MoneyCase(scene, ROWS.index(row) + 1)
    for text in row["给定"].split("；"):
        given(case, text)
    do = next(do for pattern, do in WHEN if re.search(pattern, row["当"]))
    do(case, row["当"])
    then(case, row["则"])


def test_after_every_row_the_books_are_sound(scene: Scene) -> None:
    checks = (ledger.entries, ledger.balances, ledger.proceeds, money.flows, money.proceeds, money.traced)
    for check in checks:
        assert check(scene.story.db, Settings()).problems == []
