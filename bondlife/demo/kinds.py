"""A kind of the district's own: copied from ordinary projects with one more stage, waiting for approval."""

from datetime import timedelta

from bondlife import clock
from bondlife.db import Database
from bondlife.queries.kinds.views import kinds_view
from bondlife.security.authenticate import actor_of
from bondlife.services import kinds
from bondlife.services.kind_edits import EDITS
from models.kinds import shipped_kind

PAPER = {"key": "site_report", "label_en": "Report of the site visit", "label_zh": "现场查勘报告"}
NOTE = {
    **{"record": "project", "name": "site_note", "type": "long_text"},
    **{"label_en": "Note of the site visit", "label_zh": "查勘记录"},
}
STAGE = {
    **{"record": "project", "key": "site_seen", "after": "proposed"},
    **{"label_en": "Seen on site", "label_zh": "已现场查勘", "progress": "none"},
}
STEP = {
    **{"record": "project", "key": "enter_site_seen", "target": "site_seen"},
    **{"label_en": "Record the site visit", "label_zh": "登记现场查勘"},
    **{"sources": ["proposed"], "permission": "project.review", "custom": True},
    **{"documents": ["site_report"]},
    "guards": [{"name": "fields_filled", "params": {"fields": "site_note"}}],
}


def add_kind(db: Database) -> None:
    """Let the system administrator copy, edit and put a kind up; a second start finds it there."""
    administrator = actor_of(db, "system")
    if kinds_view(db, administrator, None).drafts:
        return
    form = kinds.CopyInput(
        base="ordinary",
        number=shipped_kind("ordinary").version,
        key="road_upkeep",
        label_en="Road upkeep project",
        label_zh="道路养护项目",
        basis="示例：区道路养护项目管理办法",
    )
    draft = kinds.copy(db, administrator, form)
    edits = (("document", PAPER), ("field", NOTE), ("state", STAGE), ("step", STEP))
    for name, values in edits:
        typed = EDITS[name][0].model_validate(values)
        draft = kinds.edit(db, administrator, draft["public_id"], name, typed, draft["version"])
    begins = clock.business_date() + timedelta(days=30)
    put = kinds.PutInput(valid_from=begins, note="养护项目立项前须现场查勘，增加一个阶段。")
    kinds.propose(db, administrator, draft["public_id"], put, draft["version"])
