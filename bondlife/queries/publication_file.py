"""What a file of a publication is made from: its stored content, form and digest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bondlife.db import Database
from bondlife.errors import missing
from bondlife.exchange.documents.paper import Paper
from bondlife.exchange.papers.official import paper_of
from bondlife.lifecycle.facts import by_key
from bondlife.queries.api import row_of
from bondlife.security.actor import Actor
from models.disclosure_forms import forms
from models.disclosure_forms.shape import FormSpec
from models.registry import Publication, Region


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A content with its form, the paper drawn from it, its digest and what the file is called."""

    spec: FormSpec
    content: Mapping[str, Any]
    paper: Paper
    digest: str
    name: str
    region_id: int


def file_of(db: Database, actor: Actor, public_id: str) -> PublishedFile:
    """Return what a file is made from; a publication without content has none."""
    with db.reading() as session:
        row = row_of(session, actor, "publication", public_id)
        assert isinstance(row, Publication)
        spec = forms().get(row.form)
        if row.content is None or spec is None:
            raise missing("export")
        region = by_key(session, Region, row.region_id)
        name = f"{spec.label.zh} {row.content.get('subject') or ''} {row.cut_off}".strip()
        issuer = region.name if region is not None else ""
        return PublishedFile(
            spec, row.content, paper_of(spec, row.content, issuer=issuer), row.digest, name, row.region_id
        )
