"""The import form as it is shown: what was chosen, what is wrong with it, the key made before sending."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from bondlife.errors import Refusal
from bondlife.locale import gettext


@dataclass(frozen=True, slots=True)
class ImportForm:
    """Values by field, sentences by field, the key by which a second sending is known."""

    data: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    key: str = field(default_factory=lambda: str(uuid4()))


def with_refusal(values: Mapping[str, str], refusal: Refusal) -> ImportForm:
    """Return the form with its errors beside the fields."""
    told = {}
    for problem in refusal.problems:
        text = gettext(problem.message)
        told[problem.field or "file"] = (
            text % dict(problem.params) if problem.params else text.replace("%%", "%")
        )
    return ImportForm(values, told)
