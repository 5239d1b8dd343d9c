"""Pages of a printed sheet with pictures: where a page ends so that none of them is cut in two.

How far a sheet is scaled down to its width depends on the fonts of the machine that prints. A picture stays
where it stands only if it is whole at the largest scale; any other begins a page.

Units   points; widths of columns in signs, as workbooks have them; rows from 0.
Errors  none.
"""

from collections.abc import Mapping, Sequence

LINE = 15.0
"""Height of a row that nobody gave another."""
_ACROSS, _DOWN = {False: 523.0, True: 769.0}, {False: 748.0, True: 501.0}
"""Room of an A4 page within the margins, upright and lying."""
_SURE = 0.93
"""So much of a page is counted on: programs differ a little in how high a row is."""


def breaks_of(
    heights: Mapping[int, float],
    widths: Sequence[int],
    pictures: Sequence[tuple[int, int]],
    *,
    is_wide: bool,
    pages: int = 1,
) -> list[int]:
    """Return the rows before which a page ends; a picture is its first row and the one after its last.

    The sheet stands on so many pages across.

    >>> breaks_of({}, [20] * 4, [(10, 24), (45, 59), (60, 74)], is_wide=False)
    [45]
    """
    points = sum(7 * one + 5 for one in widths) * 0.75
    room = _SURE * _DOWN[is_wide] * max(points / (pages * _ACROSS[is_wide]), 1.0)
    found, top = list[int](), 0
    for first, end in pictures:
        if first > top and sum(heights.get(row, LINE) for row in range(top, end)) > room:
            found.append(first)
            top = first
    return found
