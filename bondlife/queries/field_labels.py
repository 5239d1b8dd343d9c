"""What a stored field is called: a field of the kind, a column people fill in, a column they only see."""

from bondlife.queries.record_fields import COLUMN_FIELDS, MORE_LABELS
from bondlife.services.fields import specs_of
from models.lifecycle import FieldSpec, Kind, Label

RENAMED = {"coupon_percent": "coupon_rate"}
"""Field as it is typed → column it is kept in."""


def spec_of_field(kind: Kind, record: str, name: str) -> FieldSpec | None:
    """Return the description of a stored field; ``fields.`` before a name says it is the kind's own."""
    if name.startswith("fields."):
        return specs_of(kind, record).get(name.removeprefix("fields."))
    for spec in COLUMN_FIELDS.get(record, ()):
        if RENAMED.get(spec.name, spec.name) == name:
            return spec
    return None


def label_of(kind: Kind, record: str, name: str) -> Label | str:
    """Return what a field is called, the kind's own first; a field nobody named as it is."""
    plain = name.removeprefix("fields.")
    spec = specs_of(kind, record).get(plain) or spec_of_field(kind, record, name)
    return spec.label if spec is not None else MORE_LABELS.get(plain, name)
