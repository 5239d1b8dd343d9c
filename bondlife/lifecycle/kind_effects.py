"""What may follow from a step of a kind made in pages: what a shipped kind has there, tasks and publications.

An effect was tried where a shipped kind uses it: on that step of that record, with those parameters. Two
are of no one step: a task for somebody, and a publication that falls due where its record is published.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from bondlife.errors import Problem
from bondlife.security.permissions import ROLES
from models.kinds import shipped_kinds
from models.kinds.effect_words import EFFECTS as WORDS
from models.kinds.word import PARAMETERS
from models.lifecycle import GuardUse, Label, Lifecycle, Transition
from models.rules import shipped_rules

TASK, DUTY = "open_task", "open_duty"
TASK_WORDS = ("title", "title_zh", "role")
DAY_UNITS = frozenset({"days", "working_days", "months", "month_day"})


@cache
def _shipped() -> Mapping[tuple[str, str], tuple[GuardUse, ...]]:
    """Return the effects of the shipped kinds by record and step."""
    found: dict[tuple[str, str], list[GuardUse]] = {}
    for kind in shipped_kinds().values():
        for life in kind.lifecycles:
            for step in life.transitions:
                found.setdefault((life.record, step.key), []).extend(step.effects)
    return {place: tuple(uses) for place, uses in found.items()}


@cache
def duties_on(record: str) -> tuple[tuple[str, str], ...]:
    """Return form and rule of the publications that a step of a record may open."""
    found = {
        (str(use.params["form"]), str(use.params["rule"]))
        for (name, _step), uses in _shipped().items()
        if name == record
        for use in uses
        if use.name == DUTY
    }
    return tuple(sorted(found))


@cache
def day_rules() -> tuple[str, ...]:
    """Return the rules a task is due by: one number of days or months, or one day of the year."""
    return tuple(
        sorted(
            {
                one.key
                for one in shipped_rules()
                if one.unit in DAY_UNITS
                and isinstance(one.value, int | str)
                and not one.region
                and not one.key.endswith("_base")
            }
        )
    )


def offered(record: str) -> list[str]:
    """Return the effects that may be added to any step of a record."""
    return [TASK, *([DUTY] if duties_on(record) else [])]


def meaning_of(effect: str) -> Label:
    """Return what an effect does, in words."""
    return next((word.meaning for word in WORDS if word.name == effect), Label(effect, effect))


def untried(life: Lifecycle, step: Transition, rules: Mapping[str, str], place: str) -> Iterator[Problem]:
    """Yield effects of a step that no shipped kind has there, and tasks that lack their words."""
    for use in step.effects:
        told = {"record": life.label, "step": step.label, "effect": meaning_of(use.name)}
        if use in _shipped().get((life.record, step.key), ()):
            continue
        if use.name == TASK:
            yield from _task(use, rules, place, told)
        elif use.name != DUTY or _duty(use) not in duties_on(life.record):
            yield Problem(
                "effect_untried",
                "%(record)s, “%(step)s”: “%(effect)s” was never tried on this step.",
                place,
                told,
            )


def _duty(use: GuardUse) -> tuple[str, str]:
    return str(use.params.get("form", "")), str(use.params.get("rule", ""))


def _task(
    use: GuardUse, rules: Mapping[str, str], place: str, told: Mapping[str, object]
) -> Iterator[Problem]:
    lacking = [PARAMETERS[name] for name in TASK_WORDS if not str(use.params.get(name) or "").strip()]
    if lacking:
        yield Problem(
            "effect_params",
            "%(record)s, “%(step)s”, “%(effect)s”: fill in %(names)s.",
            place,
            {**told, "names": lacking},
        )
        return
    rule = str(use.params.get("rule") or "")
    strange = [] if str(use.params["role"]) in ROLES else [str(use.params["role"])]
    if rule and (rule not in day_rules() or (rules and rule not in rules)):
        strange.append(rule)
    for what in strange:
        yield Problem(
            "effect_names",
            "%(record)s, “%(step)s”, “%(effect)s”: there is no %(what)s here to look at.",
            place,
            {**told, "what": what},
        )
