"""Projects: the list with its totals and exports, and the page of one project."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.books import kind_keys
from bondlife.errors import Invalid
from bondlife.queries.project import Question, project_view
from bondlife.queries.project_export import csv_of, xlsx_of
from bondlife.queries.project_lines import projects_view, totals_view
from bondlife.queries.projects import ProjectFilter
from bondlife.queries.record import edit_form, new_form
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import records
from bondlife.web.form_answers import attachment, show_form, store_or_show
from bondlife.web.forms import SentForm
from bondlife.web.page import money_unit, page
from bondlife.web.routes.records import edited, read
from bondlife.web.views import in_words

router = APIRouter(tags=["projects"])

Reader = Annotated[Actor, Depends(require("project.read"))]
Creator = Annotated[Actor, Depends(require("project.create"))]
Editor = Annotated[Actor, Depends(require("project.edit"))]
Exporter = Annotated[Actor, Depends(require("export.run"))]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/projects")
async def show_projects(request: Request, actor: Reader) -> Response:
    """Show the list; htmx asks for the table alone."""
    whole = request.headers.get("HX-Request") != "true"
    with in_words(request, actor):
        view = projects_view(
            request.app.state.db, actor, wanted_of(request), money_unit(request, actor), whole=whole
        )
    return page(request, actor, "projects/list.html", view)


@router.get("/projects/totals")
async def show_totals(request: Request, actor: Reader) -> Response:
    """Show count and sums of the filter; they come after the rows."""
    view = totals_view(request.app.state.db, actor, wanted_of(request))
    return page(request, actor, "projects/totals.html", view)


@router.get("/projects.xlsx")
def export_xlsx(request: Request, actor: Exporter) -> Response:
    """Send exactly the filter as xlsx."""
    with in_words(request, actor):
        body = xlsx_of(request.app.state.db, actor, wanted_of(request), money_unit(request, actor))
    return attachment(body, "项目清单.xlsx", XLSX)


@router.get("/projects.csv")
def export_csv(request: Request, actor: Exporter) -> Response:
    """Send exactly the filter as csv."""
    with in_words(request, actor):
        body = csv_of(request.app.state.db, actor, wanted_of(request), money_unit(request, actor))
    return attachment(body, "项目清单.csv", "text/csv; charset=utf-8")


@router.get("/projects/new")
def show_new(request: Request, actor: Creator) -> Response:
    """Show the empty project form."""
    kind = request.query_params.get("kind", "")[:40]
    with in_words(request, actor):
        form = new_form(request.app.state.db, actor, "project", "", kind)
    return show_form(request, actor, form)


@router.post("/projects/new")
def create(request: Request, actor: Creator, form: SentForm) -> Response:
    """Store a new project as a draft of its lifecycle."""
    db = request.app.state.db

    def write() -> str:
        stored = records.create(db, actor, "project", read(form.values, "project"), key=form.key)
        return f"/projects/{stored['public_id']}"

    kind = form.values.get("kind", "")[:40]
    with db.reading() as session:
        kind = kind if kind in kind_keys(session) else ""
    return store_or_show(
        request, actor, "project", form.values, lambda: new_form(db, actor, "project", "", kind), write
    )


@router.get("/projects/{public_id}")
async def show_project(request: Request, public_id: str, actor: Reader) -> Response:
    """Show a project with the tab its address asks for."""
    asked = request.query_params
    question = Question(
        tab=asked.get("tab", "overview"),
        explain=asked.get("explain", "")[:80],
        forecast=asked.get("forecast", "")[:36],
        against=asked.get("against", "")[:36],
        field=asked.get("field", "")[:60],
        since_approval=asked.get("since") == "approval",
    )
    with in_words(request, actor):
        view = project_view(request.app.state.db, actor, public_id, question, money_unit(request, actor))
    return page(request, actor, "projects/show.html", view)


@router.get("/projects/{public_id}/edit")
def show_edit(request: Request, public_id: str, actor: Editor) -> Response:
    """Show the form of a stored project."""
    with in_words(request, actor):
        form = edit_form(request.app.state.db, actor, "project", public_id)
    return show_form(request, actor, form)


@router.post("/projects/{public_id}/edit")
def edit(request: Request, public_id: str, actor: Editor, form: SentForm) -> Response:
    """Store what was changed; a stale form shows all three sides."""
    return edited(request, actor, "project", public_id, form)


def wanted_of(request: Request) -> ProjectFilter:
    """Return the filter an address says; a year that is none is refused."""
    asked = request.query_params
    year = asked.get("year", "")
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Invalid.because("bad_year", "Write the year with four digits.", "year")
    return ProjectFilter(
        region=asked.get("region", "")[:12],
        stage=asked.get("stage", "")[:20],
        sector=asked.get("sector", "")[:40],
        year=int(year) if year else None,
        state=asked.get("state", "")[:40],
        kind=asked.get("kind", "")[:40],
        q=asked.get("q", "")[:100],
        sort=asked.get("sort", "") or "name",
        after=asked.get("after", "")[:600],
        before=asked.get("before", "")[:600],
    )
