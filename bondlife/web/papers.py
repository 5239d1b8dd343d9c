"""Papers as answers: a document in the form asked for, its docx from the template that serves its region."""

from urllib.parse import quote

from fastapi import Request
from fastapi.responses import Response

from bondlife.errors import missing
from bondlife.exchange.documents import MEDIA, Paper, render
from bondlife.exchange.documents.render import Format
from bondlife.queries.paper_templates import digest_in_force
from bondlife.services.documents import content_of

KINDS: dict[str, Format] = {"pdf": "pdf", "docx": "docx", "xlsx": "xlsx", "json": "json"}


def paper_answer(request: Request, paper: Paper, kind: str, region_id: int | None = None) -> Response:
    """Return a paper as a file to keep; pdf opens in the browser. Any other kind is missing."""
    if kind not in KINDS:
        raise missing("export")
    body = render(paper, KINDS[kind], _template(request, paper, region_id) if kind == "docx" else None)
    way = "inline" if kind == "pdf" else "attachment"
    name = quote(f"{paper.heading}.{kind}")
    headers = {
        "Content-Disposition": f"{way}; filename=\"document.{kind}\"; filename*=UTF-8''{name}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Paper-Digest": paper.digest,
    }
    return Response(body, media_type=MEDIA[kind], headers=headers)


def _template(request: Request, paper: Paper, region_id: int | None) -> bytes | None:
    state = request.app.state
    digest = digest_in_force(state.db, region_id, paper.form.key)
    return content_of(state.settings.documents_dir, digest) if digest else None
