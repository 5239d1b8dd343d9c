"""Documents: one content drawn as pdf, docx, xlsx and json (decision 0018)."""

from bondlife.exchange.documents.formulas import Broken, broken
from bondlife.exchange.documents.paper import (
    Chart,
    Column,
    Facts,
    Form,
    Item,
    Paper,
    Photos,
    Prose,
    Signatures,
    Table,
)
from bondlife.exchange.documents.render import MEDIA, render

__all__ = [
    "MEDIA",
    "Broken",
    "Chart",
    "Column",
    "Facts",
    "Form",
    "Item",
    "Paper",
    "Photos",
    "Prose",
    "Signatures",
    "Table",
    "broken",
    "render",
]
