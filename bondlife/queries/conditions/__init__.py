"""The conditions alerts rest on, by the name a kind's alert gives its scan; one area a file."""

from collections.abc import Callable, Iterator

from bondlife.queries.conditions import debt, duties, funds, money, ppp, works
from bondlife.queries.conditions.found import Found, Look, look_at

Condition = Callable[[Look], Iterator[Found]]

CONDITIONS: dict[str, Condition] = {
    **money.CONDITIONS,
    **works.CONDITIONS,
    **duties.CONDITIONS,
    **debt.CONDITIONS,
    **funds.CONDITIONS,
    **ppp.CONDITIONS,
}
"""Name of a scan → what it looks for."""

__all__ = ["CONDITIONS", "Condition", "Found", "Look", "look_at"]
