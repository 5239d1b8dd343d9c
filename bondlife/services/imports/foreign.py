"""The one refusal of a row that belongs to a region the importing person may not write for."""

from bondlife.errors import Problem


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


FOREIGN = _("%(place)s: %(region)s is no region you may import for.")


def foreign_region(place: str, region: str) -> Problem:
    """Return the refusal of one row, naming its place in the file and the region it names."""
    return Problem("foreign_region", FOREIGN, place, {"place": place, "region": region[:80] or "—"})
