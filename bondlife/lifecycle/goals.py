"""Targets of goals: what makes one vague, the gap between money and goals, the light it shows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from bondlife.books import Rule
from calculators.scoring.deviation import Light, light_of, pace_gap
from calculators.scoring.indicator import Direction, quantitative_score

_FIGURE = re.compile(r"[0-9０-９%％]|[一二两三四五六七八九十百千万亿]+[个项人次户公里套台所座亩吨件天月年]")


def vague(target: str, words: Iterable[str]) -> bool:
    """Tell whether a target measures nothing: it is empty, or holds such a word and no figure.

    >>> words = ["提高", "进一步"]
    >>> vague("进一步提高服务水平", words), vague("覆盖率提高到95%", words), vague("建成投用", words)
    (True, False, False)
    """
    text = target.strip()
    if not text:
        return True
    held = [word for word in words if word in text]
    for word in held:
        text = text.replace(word, "")
    return bool(held) and not _FIGURE.search(text)


def lights_of(rule: Rule) -> list[Light]:
    """Return the lights of the rule in force."""
    return [Light(one["key"], Decimal(str(one["from"]))) for one in rule.value]


def task_progress(task: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    """Return money progress and goal progress of one task as shares; goals count at most as done."""
    budget, spent = int(task["budget"]), int(task["spent"])
    money = Decimal(spent) / budget if budget else Decimal(0)
    target, actual = Decimal(str(task["target"])), Decimal(str(task["actual"]))
    found = quantitative_score(
        actual,
        target=target,
        full_mark=Decimal(1),
        direction=Direction(task.get("direction") or "higher"),
    )
    return money, min(found.completion, Decimal(1))


def judged(tasks: Sequence[Mapping[str, Any]], elapsed: Decimal, rule: Rule) -> dict[str, Any]:
    """Return progress of money and goals over all tasks, the light of each task and of the whole.

    ``elapsed`` is the share of the year gone by: a task shows a light where money and goal part, and where
    either falls behind the year. The strongest light of a task is the light of the whole.
    """
    lights = lights_of(rule)
    shown = [{**task, **_task_light(task, elapsed, lights)} for task in tasks]
    budget = sum(int(task["budget"]) for task in tasks)
    spent = sum(int(task["spent"]) for task in tasks)
    goals = [Decimal(task["goal_progress"]) for task in shown]
    order = {light.name: light.lowest for light in lights}
    found = [task["light"] for task in shown if task["light"]]
    return {
        "tasks": shown,
        "money_progress": round(Decimal(spent) / budget, 6) if budget else Decimal(0),
        "goal_progress": round(sum(goals, Decimal(0)) / len(goals), 6) if goals else Decimal(0),
        "light": max(found, key=lambda name: order[name]) if found else "green",
    }


def _task_light(task: Mapping[str, Any], elapsed: Decimal, lights: Sequence[Light]) -> dict[str, str]:
    money, goal = task_progress(task)
    gap = pace_gap(goal, money, lights=lights)
    behind = max(Decimal(0), elapsed - goal, elapsed - money)
    worst = max(abs(gap.pace_gap), behind)
    return {
        "money_progress": str(round(money, 6)),
        "goal_progress": str(round(goal, 6)),
        "gap": str(round(gap.pace_gap, 6)),
        "behind": str(round(behind, 6)),
        "light": light_of(worst, lights) or "",
    }
