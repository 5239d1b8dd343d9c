"""One table of bigrams and pinyin initials serves search on both databases."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class SearchGram(SQLModel, table=True):
    """One two-character piece (or code, or pinyin initials) of one record."""

    __tablename__ = "search_gram"

    gram: str = Field(primary_key=True, max_length=60)
    subject: str = Field(primary_key=True, max_length=12)
    subject_id: int = Field(primary_key=True, sa_type=sa.BigInteger)

    __table_args__ = (sa.Index("ix_search_gram_subject", "subject", "subject_id"),)
