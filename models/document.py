"""Documents: what was attached to which record; the bytes lie in a store addressed by their digest."""

from sqlmodel import Field

from models.base import ScopedRow


class Document(ScopedRow, table=True):
    """One version of a document of a record."""

    subject: str = Field(max_length=40, index=True)
    subject_id: int = Field(index=True)
    type: str = Field(max_length=60)
    name: str = Field(max_length=200)
    media_type: str = Field(max_length=100)
    size: int
    content_digest: str = Field(max_length=80, index=True)
    number: str = Field(default="", max_length=100)
