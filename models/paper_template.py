"""Templates of documents that officers edit: one docx a version, of one form, in one region.

A version is ``proposed`` until a second person puts it into force; ``refused`` it serves nobody.
"""

import sqlalchemy as sa
from sqlmodel import Field

from models.base import ScopedRow


class PaperTemplate(ScopedRow, table=True):
    """One version of a template; the one in force of a region serves it and the regions below.

    ``form`` is the key of a form of documents; the bytes lie in the store under ``content_digest``.
    """

    __tablename__ = "paper_template"

    form: str = Field(max_length=60, index=True)
    number: int
    name: str = Field(max_length=200)
    content_digest: str = Field(max_length=80)
    size: int
    reason: str = Field(default="", max_length=500)
    state: str = Field(default="in_force", max_length=12, sa_column_kwargs={"server_default": "in_force"})

    __table_args__ = (sa.UniqueConstraint("region_id", "form", "number"),)
