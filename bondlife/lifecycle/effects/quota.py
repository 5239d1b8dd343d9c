"""A quota notice posted: its line stands in the ledger, and the notice names it."""

from collections.abc import Mapping
from typing import Any

from bondlife.acts import Act
from bondlife.db import hold_name
from bondlife.errors import Blocked
from bondlife.lifecycle.quota_lines import line_of, problems_of, require_new
from bondlife.lifecycle.situation import Situation
from models.registry import QuotaLine, QuotaNotice


def post(act: Act, line: QuotaLine) -> QuotaLine:
    """Put a line into the ledger; one at a time for a region and for who gives it."""
    for key in sorted(key for key in (line.region_id, line.lender_id) if key is not None):
        hold_name(act.session, f"quota/{key}")
    require_new(act.session, line)
    problems = list(problems_of(act.session, line, act.business_date))
    if problems:
        raise Blocked(*problems)
    act.add(line)
    act.flush()
    return line


def post_quota_line(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Post the line of a notice on its last signature."""
    if isinstance(here.row, QuotaNotice):
        act.change(here.row, line_id=post(act, line_of(here.row)).id)


EFFECTS = {"post_quota_line": post_quota_line}
