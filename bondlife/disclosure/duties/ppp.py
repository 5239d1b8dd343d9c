"""Duties of a government for its PPP contracts: what each evaluation came to, days after it was frozen."""

from collections.abc import Iterator
from datetime import date

from bondlife.disclosure.duties.wanted import Wanted, after
from bondlife.disclosure.scores_at import frozen
from bondlife.queries.conditions.found import Look
from models.disclosure_duties import BY_KEY


def ppp_results(look: Look) -> Iterator[Wanted]:
    """Yield the cycles of contracts whose score was frozen in this year or the last."""
    told: dict[tuple[int, str], Wanted] = {}
    for row in look.rows(frozen(date(look.today.year - 1, 1, 1), look.today)):
        due = after(look, look.rules(row.region_id).get(BY_KEY["ppp_results"].rule), row.day)
        place = (row.contract_id, row.cycle or str(row.year), row.region_id, row.day, due, row.project_id)
        bodies = {"unit_id": row.unit_id, "department_id": row.department_id}
        one = Wanted("ppp_results", "ppp_contract", *place, **bodies)
        told[one.subject_id, one.period] = one  # the last phase of a cycle to be frozen stands for it
    yield from told.values()


FINDERS = {"ppp_results": ppp_results}
