"""What every form shares: unknown fields are refused, and a record's form carries the fields of its kind."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Input(BaseModel):
    """A form: unknown fields are refused, so that a typing error is not a silent loss."""

    model_config = ConfigDict(extra="forbid", str_max_length=20000)


class RecordInput(Input):
    """A form of a record with fields that its kind adds."""

    fields: dict[str, Any] = Field(default_factory=dict, max_length=200)
