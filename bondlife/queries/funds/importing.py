"""The page where a running fund is brought in from a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from bondlife.errors import Refusal
from bondlife.exchange.fund_file import SECTIONS
from bondlife.queries.words import problem_text


@dataclass(frozen=True, slots=True)
class ImportView:
    """The form, the sheets a workbook may have, and why a file was refused."""

    idempotency_key: str
    sheets: Sequence[tuple[str, str]]
    findings: Sequence[str]


def import_form(refusal: Refusal | None = None) -> ImportView:
    """Return the form, with the findings of a file that was refused."""
    found = [problem_text(one) for one in refusal.problems] if refusal is not None else []
    return ImportView(str(uuid4()), list(SECTIONS.items()), found)
