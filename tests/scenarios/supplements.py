"""A supplementary request from the unit to the standing committee, by the services."""

from typing import Any

from bondlife import clock
from models.base import columns
from models.registry import Project
from tests.lifecycle.story import SIGNERS, Story


def requested(story: Story, project: Any, amount: int, name: str = "追加项目支出") -> str:
    """Ask for an amount (fen) in the year of today, and return the request's public key."""
    today = clock.business_date()
    values = {"year": today.year, "name": name, "account": "2120303", "reason": "年中新增任务"}
    key = story.create(
        "unit", "supplement", project=project.public_id, amount=f"{amount // 100}",
        requested_on=today.isoformat(), **values,
    )  # fmt: skip
    story.attach("officer", "supplement", key, "supplement_request")
    story.move("unit", "supplement", key, "submit")
    return key


def decided(story: Story, key: str, agreed: int) -> None:
    """Let the meeting agree on an amount (fen), the adjustment take it up, the committee approve."""
    _fill(story, key, agreed=f"{agreed // 100}")
    _signed(story, key, "meet", ("reviewer", "budget", "deputy", "chair"))
    _fill(story, key, adjustment_number="瓯政〔2036〕30号")
    story.attach("officer", "supplement", key, "budget_adjustment")
    _signed(story, key, "adjust", SIGNERS["simple"])
    today = story.row("supplement", key).requested_on.isoformat()
    _fill(story, key, committee_number="瓯人大〔2036〕12号", committee_on=today)
    _signed(story, key, "approve", SIGNERS["simple"])


def _fill(story: Story, key: str, **values: str) -> None:
    """Save the form of a request with some of its fields filled in."""
    row = story.row("supplement", key)
    names = ("year", "name", "account", "reason", "adjustment_number", "committee_number", "committee_on")
    form: dict[str, Any] = {name: getattr(row, name) for name in names}
    form |= {"amount": f"{row.amount // 100}", "requested_on": row.requested_on.isoformat()}
    form["agreed"] = None if row.agreed is None else f"{row.agreed // 100}"
    form["project"] = story.one(Project, columns(Project).id == row.project_id).public_id
    story.edit("officer", "supplement", key, **{**form, **values})


def _signed(story: Story, key: str, transition: str, signers: tuple[str, ...]) -> None:
    asked = story.move("officer", "supplement", key, transition)
    for signer in signers:
        minutes = "〔2036〕9号" if signer == "chair" else ""
        story.decide(signer, asked["approval"], asked["digest"], minutes=minutes)
