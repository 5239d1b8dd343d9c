"""Places of a content in words: which row, which column, as the form prints it."""

import re
from collections.abc import Iterable

from bondlife.locale import gettext, is_chinese
from models.disclosure_forms import forms

FEW = 5
"""Places a sentence names; beyond it the count says how many there are."""

_PLACE = re.compile(r"(\w+)(?:\[(\d+)\])?\.(\w+)\Z")


def place_words(form: str, place: str) -> str:
    """Return a place in words; one the form does not know stands as it is.

    >>> place_words("F4", "rows[2].note"), place_words("F4", "x")
    ('第 2 行“其他需公开事项”', 'x')
    """
    spec, found = forms().get(form), _PLACE.search(place)
    if spec is None or found is None:
        return place
    columns = {
        one.name: one for section in spec.sections if section.name == found[1] for one in section.columns
    }
    column = columns.get(found[3])
    if column is None:
        return place
    label = column.label.zh if is_chinese() else column.label.en
    return gettext("row %(row)s “%(column)s”") % {"row": found[2] or "1", "column": label}


def places_words(form: str, places: Iterable[str]) -> str:
    """Return some places in one line, a dash where there are none."""
    return "、".join(place_words(form, one) for one in [*places][:FEW]) or "—"
