"""Rows filled into a pattern print what a loop over the same cells prints."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup

from bondlife.web.rows import SLOT, cells_of, filled

PATTERN = Markup('<td data-h="100 %s">') + SLOT + Markup("</td><td>") + SLOT + Markup("</td>\n")
LOOP = Environment(autoescape=True).from_string(
    '{% for a, b in rows %}<td data-h="100 %s">{{ a }}</td><td>{{ b }}</td>\n{% endfor %}',
)


@given(st.lists(st.tuples(st.text(), st.text()), min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_a_pattern_prints_what_a_loop_prints(rows: list[tuple[str, str]]) -> None:
    cells = [cell for row in rows for cell in row]
    assert filled(PATTERN, cells).replace("\r", "") == LOOP.render(rows=rows).replace("\r", "")


def test_the_sign_that_parts_cells_harms_no_row() -> None:
    assert filled(PATTERN, ["<a>\x1f", "b"]) == '<td data-h="100 %s">&lt;a&gt;\x1f</td><td>b</td>\n'


def test_cells_that_fill_no_whole_row_are_a_fault() -> None:
    with pytest.raises(ValueError, match="3 cells"):
        filled(PATTERN, ["a", "b", "c"])


def test_cells_of_rows_are_what_their_fields_hold_each_in_its_print() -> None:
    rows = [SimpleNamespace(name="甲", sum=2, note=""), SimpleNamespace(name="乙", sum=0, note=None)]
    assert cells_of(rows, "name", ("sum", lambda fen: f"{fen}.00"), "note") == [
        "甲",
        "2.00",
        "—",
        "乙",
        "0.00",
        "—",
    ]
