"""What the evaluations of a PPP contract came to: the scores frozen in the year, up to the cut-off."""

from datetime import date
from typing import Any

from bondlife.disclosure.about import About, region_of, subject_of, text_of
from bondlife.disclosure.bonds_at import head
from bondlife.disclosure.page_parts import plain
from bondlife.disclosure.projects_at import band_word
from bondlife.disclosure.scores_at import frozen
from bondlife.queries.ppp_fields import PHASES
from models.base import columns
from models.registry import PPPContract


def build(about: About) -> dict[str, Any]:
    """Return the table of a contract: every score frozen in the year of the cut-off by that day."""
    contract = subject_of(about, "ppp_contract", PPPContract)
    mine = columns(PPPContract).id == contract.id
    told = about.session.execute(frozen(date(about.year, 1, 1), about.cut_off, mine))
    return {
        **head("ppp_results", about.cut_off, region_of(about), contract.name),
        "rows": [_row(about, one) for one in told],
    }


def _row(about: About, one: Any) -> dict[str, Any]:
    return {
        "contract": one.number,
        "name": one.name,
        "agency": one.agency or None,
        "company": one.company or None,
        "phase": PHASES[one.phase].zh if one.phase in PHASES else plain(one.phase),
        "cycle": one.cycle or str(one.year),
        "score": text_of(one.score),
        "grade": plain(band_word(about.session, about.region_id, one.grade, about.cut_off)),
        "frozen_on": one.day.isoformat(),
        "result_use": None,
    }


BUILDERS = {"ppp_results": build}
