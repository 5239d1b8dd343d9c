"""Spend progress that stops new money: lists of a province close G5 in their own region."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from bondlife.errors import Problem
from bondlife.lifecycle.batches import batches, standing, watched
from bondlife.lifecycle.citing import law_of
from bondlife.lifecycle.facts import wan
from bondlife.lifecycle.situation import Situation
from calculators.risk.spend_progress import ProgressList
from models.base import columns
from models.registry import BondShare, Project


def spending_on_line(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that no batch of the region stands on a list that stops issuance by the region's own rule."""
    lines, long = here.rules.get(str(params["rule"])), here.rules.get("use.below_standard_months")
    if lines is None or long is None or not long.region_code:
        return
    share = columns(BondShare)
    chosen = sa.select(share.id).where(
        share.region_id == here.row.region_id, share.ended_at.is_(None), share.received > share.paid
    )
    for batch in watched(here.rules, batches(here.session, chosen, here.today)):
        found = standing(here.rules, batch, here.today)
        if found is None or found.listed is ProgressList.NONE:
            continue
        project = here.session.get(Project, batch.project_id, execution_options={"scoped": True})
        yield Problem(
            "spending_below_line",
            "“%(project)s” spent %(spent)s of %(received)s 10k yuan that came on %(day)s; by now "
            "%(required)s %% must be spent. Until then issuance rests in this region.",
            "region",
            {
                "project": project.name if project is not None else "—",
                "spent": wan(batch.spent),
                "received": wan(batch.received),
                "day": batch.received_on.isoformat(),
                "required": f"{(found.progress.required or 0) * 100:f}".rstrip("0").rstrip("."),
            },
            "officer",
            "/spend-progress",
            law_of(long),
        )


GUARDS = {"spending_on_line": spending_on_line}
