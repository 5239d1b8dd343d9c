"""A running fund out of a file: read, checked, stored whole or refused with the rows at fault."""

from typing import Any

from pydantic import ValidationError

from bondlife.db import Database
from bondlife.errors import Invalid, Problem, Refusal
from bondlife.exchange.fund_file import place_of, read_fund_file
from bondlife.security.actor import Actor
from bondlife.services.funds.importing import FundFile, bring_in
from bondlife.services.messages import problems_of

LIMIT = 8 << 20
"""Largest file of one fund in bytes."""


def bring_in_file(db: Database, actor: Actor, body: bytes, name: str, *, key: str = "") -> dict[str, Any]:
    """Store a running fund from the bytes of a file; every finding names section, row and field."""
    if not body:
        raise Invalid.because("no_file", "Choose a file.", "file")
    if len(body) > LIMIT:
        raise Invalid.because("file_too_large", "The file is larger than 8 MiB.", "file")
    form = checked(read_fund_file(body, name))
    try:
        return bring_in(db, actor, form, source=name, key=key)
    except Refusal as refusal:
        raise _named(refusal) from None


def checked(data: dict[str, Any]) -> FundFile:
    """Return the data of a file as the input it must be."""
    try:
        return FundFile.model_validate(data)
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False)
        raise _named(Invalid(*problems_of(found))) from None


def _named(refusal: Refusal) -> Invalid:
    return Invalid(
        *(
            Problem(
                "file_row",
                "%(place)s: %(what)s",
                "file",
                {"place": place_of(one.field), "what": _Said(one)},
                one.who,
                one.href,
            )
            for one in refusal.problems
        )
    )


class _Said:
    """A finding inside another: it is said in the language of the page."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem

    @property
    def en(self) -> str:
        """Return the finding in English."""
        return self.problem.text()

    @property
    def zh(self) -> str:
        """Return the finding in Chinese."""
        from bondlife.locale import gettext, speaking

        with speaking("zh_CN"):
            return self.problem.put(gettext(self.problem.message), chinese=True)
