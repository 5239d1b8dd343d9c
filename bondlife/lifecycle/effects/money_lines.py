"""Lines of the ledger by event: in the book of every government the money passes through."""

from dataclasses import replace
from itertools import pairwise

from bondlife.lifecycle.facts import bond_of, chain_of
from bondlife.lifecycle.situation import Situation
from bondlife.services.ledger import Line, turned
from models.registry import BondShare, Contract, Disbursement

BEFORE = "接入前支付"
"""Payee of what was paid before a share was taken on."""


def books_of(here: Situation, share: BondShare) -> list[int]:
    """Return the books from the issuer down to the region of the share."""
    bond = bond_of(here.session, share)
    top = bond.region_id if bond is not None else share.region_id
    return [top, *(link.borrower_id for link in chain_of(here, share))]


def _line(share: BondShare, book: int, account: str, amount: int) -> Line:
    return Line(book, account, amount, bond_id=share.bond_id, share_id=share.id, project_id=share.project_id)


def debt_lines(here: Situation, share: BondShare, amount: int) -> list[Line]:
    """Return who owes whom for an amount of a share: the issuer its holders, each level the one above."""
    books = books_of(here, share)
    lines = [_line(share, books[0], "debt", -amount)]
    for lender, borrower in pairwise(books):
        lines += [
            _line(share, lender, "onlending_receivable", amount),
            _line(share, borrower, "onlending_payable", -amount),
        ]
    return lines


def receipt_lines(here: Situation, share: BondShare, amount: int) -> list[Line]:
    """Return proceeds at the issuer, passed down the chain to the treasury of the borrower."""
    books = books_of(here, share)
    passed = [
        line
        for book in books[:-1]
        for line in (_line(share, book, "treasury", amount), _line(share, book, "treasury", -amount))
    ]
    return [*debt_lines(here, share, amount), *passed, _line(share, books[-1], "treasury", amount)]


def return_lines(here: Situation, share: BondShare, amount: int) -> list[Line]:
    """Return unspent money going back one level; a share of the issuer's own stays where it is."""
    books = books_of(here, share)
    if len(books) == 1:
        return []
    lender, borrower = books[-2:]
    return [
        _line(share, borrower, "onlending_payable", amount),
        _line(share, borrower, "treasury", -amount),
        _line(share, lender, "treasury", amount),
        _line(share, lender, "onlending_receivable", -amount),
    ]


def payment_lines(row: Disbursement, contract: Contract, account: str, bond_id: int | None) -> list[Line]:
    """Return a payment to the payee of the contract: from the treasury through the project's account, or
    out of money the project's account holds already.
    """

    def line(name: str, amount: int, **about: str) -> Line:
        unit = row.unit_id if name != "treasury" else None
        return Line(
            row.region_id,
            name,
            amount,
            unit,
            bond_id,
            row.share_id,
            row.project_id,
            contract.id if name == "works" else None,
            **about,
        )

    from_account = row.fields.get("paid_from") == "project_account"
    released = [] if from_account else [line("treasury", -row.amount), line("project_account", row.amount)]
    return [
        *released,
        line("project_account", -row.amount),
        line("works", row.amount, payee=row.payee, budget_account=account),
    ]


def opening_payment_lines(share: BondShare) -> list[Line]:
    """Return what a share had paid before it was taken on: to payees that are not kept here."""
    paid = replace(_line(share, share.region_id, "works", share.paid), payee=BEFORE, unit_id=share.unit_id)
    account = replace(_line(share, share.region_id, "project_account", share.paid), unit_id=share.unit_id)
    treasury = _line(share, share.region_id, "treasury", -share.paid)
    return [treasury, account, turned(account), paid]


def refinancing_lines(here: Situation, old: BondShare, new: BondShare, amount: int) -> list[Line]:
    """Return the debt of the old share ending as that of the new one begins, in every book."""
    return [
        *(turned(line) for line in debt_lines(here, old, amount)),
        *debt_lines(here, new, amount),
    ]


def reallocation_lines(
    here: Situation, old: BondShare, new: BondShare, amount: int, at_lender: int
) -> list[Line]:
    """Return unused money and its debt passing from one share to another of the same borrower."""
    book = books_of(here, new)[-1]
    back = [turned(line) for line in return_lines(here, old, at_lender)] if at_lender else []
    return [
        *back,
        *refinancing_lines(here, old, new, amount),
        _line(new, book, "treasury", amount),
        _line(old, book, "treasury", -amount),
    ]
