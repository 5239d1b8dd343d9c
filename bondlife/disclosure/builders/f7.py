"""F7, results of the performance evaluation: the evaluations of the year of a project, or of a region."""

from typing import Any

import sqlalchemy as sa

from bondlife.disclosure.about import About, region_of, text_of
from bondlife.disclosure.bonds_at import head, held_at, purpose_word
from bondlife.disclosure.projects_at import band_word
from bondlife.disclosure.scores_at import CONCLUDED
from bondlife.lifecycle.facts import by_key, rows
from models.base import columns
from models.registry import Evaluation, Project, RegionClosure


def build(about: About) -> dict[str, Any]:
    """Return the results of the year of the cut-off; without a project those of the whole region."""
    own = columns(Evaluation)
    whose = own.project_id == about.project_id if about.project_id else own.region_id.in_(regions(about))
    found = rows(
        about.session,
        Evaluation,
        whose,
        own.year == about.year,
        own.type == "self",
        own.score.is_not(None),
        own.state.in_(CONCLUDED),
    )
    region = region_of(about)
    return {
        **head("F7", about.cut_off, region, region.name),
        "rows": [_row(about, one, number) for number, one in enumerate(found, 1)],
    }


def regions(about: About) -> Any:
    """Return the statement of the region of a form and all below it."""
    closure = columns(RegionClosure)
    return sa.select(closure.descendant_id).where(closure.ancestor_id == about.region_id)


def _row(about: About, one: Evaluation, number: int) -> dict[str, Any]:
    project = by_key(about.session, Project, one.project_id)
    assert project is not None
    held = held_at(about.session, project, about.cut_off)
    natures = dict.fromkeys(purpose_word(about.session, bond) for _, bond in held)
    return {
        "number": number,
        "name": project.name,
        "bond_nature": "、".join(natures) or None,
        "amount": sum(share.amount for share, _ in held),
        "score": text_of(one.score),
        "grade": band_word(about.session, about.region_id, one.grade, about.cut_off),
    }


BUILDERS = {"F7": build}
