"""Who stands in for whom, and which officer looks after a project."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field

from models.base import Row, ScopedRow


class Delegation(Row, table=True):
    """A person's roles lent to a substitute (B 岗) for some days; in force once a third person approved."""

    region_id: int = Field(foreign_key="region.id", index=True)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    substitute_id: int = Field(foreign_key="user_account.id", index=True)
    valid_from: date
    valid_to: date
    reason: str = Field(max_length=500)
    state: str = Field(default="proposed", max_length=12, index=True)
    approved_by: int | None = Field(default=None, foreign_key="user_account.id")

    __table_args__ = (
        sa.CheckConstraint("substitute_id <> user_id", "two_people"),
        sa.CheckConstraint(
            "approved_by IS NULL OR (approved_by <> user_id AND approved_by <> substitute_id)", "third_person"
        ),
        sa.CheckConstraint("valid_to >= valid_from", "days"),
        sa.CheckConstraint("state IN ('proposed','in_force','refused','ended')", "state"),
    )


class Assignment(ScopedRow, table=True):
    """The officer who looks after a project; the newest that has not ended holds."""

    project_id: int = Field(foreign_key="project.id", index=True)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    since: date
