"""Types of movements of money as data: what each asks for and which sides it writes.

A side names an account and a sign; ``of_share`` sides carry the bond share, the others are the treasury's
money at large. ``effect`` says which amounts kept beside the ledger change.
"""

from dataclasses import dataclass

from models.lifecycle import Label


@dataclass(frozen=True, slots=True)
class MovementSide:
    """One side: account, sign, whether it is money of the bond share."""

    account: str
    sign: int
    of_share: bool = True


@dataclass(frozen=True, slots=True)
class MovementType:
    """One type: its name, the references it needs, its sides; a correction mirrors what it corrects."""

    key: str
    label: Label
    needs: tuple[str, ...]
    sides: tuple[MovementSide, ...] = ()
    restores_payment: bool = False


def _side(account: str, sign: int, *, general: bool = False) -> MovementSide:
    return MovementSide(account, sign, not general)


TYPES = (
    MovementType(
        "to_project_account",
        Label("Release to the project account", "拨付至项目专户"),
        ("share",),
        (_side("treasury", -1), _side("project_account", 1)),
    ),
    MovementType(
        "back_to_treasury",
        Label("Project account returns to the treasury", "项目专户缴回国库"),
        ("share",),
        (_side("project_account", -1), _side("treasury", 1)),
    ),
    MovementType(
        "payee_refund",
        Label("Payee returns money to the treasury", "收款人退款（缴回国库）"),
        ("payment", "counterparty"),
        (_side("works", -1), _side("treasury", 1)),
        restores_payment=True,
    ),
    MovementType(
        "income_handed_in",
        Label("Project income handed in", "项目收入缴库"),
        ("counterparty",),
        (_side("treasury", 1, general=True), _side("project_income", -1)),
    ),
    MovementType(
        "issuance_fee",
        Label("Issuance fee paid", "支付发行费用"),
        ("share", "budget_account"),
        (_side("fees", 1), _side("treasury", -1, general=True)),
    ),
    MovementType(
        "penalty",
        Label("Late penalty paid", "支付逾期罚息"),
        ("share", "budget_account"),
        (_side("penalties", 1), _side("treasury", -1, general=True)),
    ),
    MovementType("correction", Label("Correction of a movement", "更正（冲销）"), ("corrects", "note")),
)
"""Every type in the order forms offer them."""

BY_KEY = {one.key: one for one in TYPES}

FEE_ACCOUNTS = {"issuance_fee": "fee", "penalty": "interest"}
"""Role that the budget account of a movement must have: fees and penalties are budget expenditure."""
