"""The pool of third parties and experts: who may be drawn for a job, who not and why, with which weight."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from bondlife.books import Rule
from bondlife.lifecycle.facts import by_key, rows
from bondlife.lifecycle.situation import Situation
from models.base import columns
from models.registry import EvaluationJob, Organisation, PoolMember

UNRATED = Decimal(3)
"""Stars that who has no rating yet is drawn with."""
TENTHS = 10


@dataclass(frozen=True, slots=True)
class Candidates:
    """Weights by code of those who may be drawn, and reasons by code of those who may not."""

    weights: dict[str, int]
    left_out: dict[str, str]


def candidates(here: Situation, job: EvaluationJob, entry: Rule) -> Candidates:
    """Return who of the region's pool may be drawn for a job; the weight is ten times the mean stars."""
    member = columns(PoolMember)
    found = rows(here.session, PoolMember, member.region_id == job.region_id, member.pool == job.pool)
    weights: dict[str, int] = {}
    left_out: dict[str, str] = {}
    for one in found:
        reason = next(_reasons(here, one, job, entry), "")
        if reason:
            left_out[one.code] = reason
        else:
            weights[one.code] = int((stars_of(here, one) * TENTHS).to_integral_value(ROUND_HALF_UP))
    return Candidates(weights, left_out)


def stars_of(here: Situation, member: PoolMember) -> Decimal:
    """Return the mean stars of a member over its closed jobs."""
    own = columns(EvaluationJob)
    jobs = rows(here.session, EvaluationJob, own.member_id == member.id, own.state == "closed")
    means = [Decimal(one.stars["mean"]) for one in jobs if one.stars]
    return sum(means, Decimal(0)) / len(means) if means else UNRATED


def _reasons(here: Situation, one: PoolMember, job: EvaluationJob, entry: Rule) -> Iterator[str]:
    if one.state != "admitted":
        yield one.state
    if any(not (one.entry or {}).get(name) for name in entry.value):
        yield "entry"
    if one.pool == "agency" and one.staff < int(entry.params.get("least_staff", 0)):
        yield "staff"
    if job.expertise and job.expertise not in (one.expertise or ()):
        yield "expertise"
    if _names(here, job) & {str(name).strip() for name in one.ties or ()}:
        yield "tie"


def _names(here: Situation, job: EvaluationJob) -> set[str]:
    """Return the names and codes of those the job is about: who has a tie with them is not drawn."""
    bodies = [by_key(here.session, Organisation, key) for key in (job.unit_id, job.department_id)]
    names = {name for body in bodies if body is not None for name in (body.name, body.credit_code) if name}
    return names | ({here.project.name, here.project.code} if here.project is not None else set())
