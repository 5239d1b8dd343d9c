"""Organisations: bureaus, competent departments, project units, agencies."""

from sqlmodel import Field

from models.base import Row


class Organisation(Row, table=True):
    """A body that owns, supervises or works for projects."""

    region_id: int = Field(foreign_key="region.id", index=True)
    name: str = Field(max_length=200, index=True)
    credit_code: str = Field(default="", max_length=18, index=True)
    role: str = Field(default="unit", max_length=20)
    parent_id: int | None = Field(default=None, foreign_key="organisation.id")
    sort_key: str = Field(default="", max_length=400)
