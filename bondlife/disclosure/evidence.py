"""The evidence of a project in one signed file: contents, files, approvals, documents by digest, a checker.

Persons are numbers inside the pack (1, 2, …): enough to see that two acted, never who. The same public state
gives the same bytes: no clock is asked.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bondlife.disclosure.opendata.project import package_head, project_record
from bondlife.disclosure.opendata.published import PublishedProject, Site, filled
from bondlife.disclosure.package import Carried, Package, draw, entry_head, seal
from bondlife.offline import check_pack
from models.disclosure_forms.shape import rows_of

README = """\
本文件是一个项目的公开证据包。
The evidence of one project. Check it offline with Python 3.11 or newer:

    python3 check_pack.py PACK.zip --key KEY

KEY 是公开方的公钥（见门户 /public/data/public.key 或当面交接），不要只信包内的 public.key。
data/ 公开内容（金额单位：分）  files/ 表格  pages/ 网页  project.json OC4IDS
manifest.json 清单、审批、摘要
手中的项目资料可核对：python3 check_pack.py PACK.zip --key KEY --paper FILE
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One content with what proves it: state, day, address, approvals, moves, receipt, what it corrects."""

    carried: Carried
    state: str
    published_on: date | None
    address: str
    approvals: Sequence[Mapping[str, Any]]
    moves: Sequence[Mapping[str, Any]]
    corrects: str = ""
    reason: str = ""
    receipt: Mapping[str, Any] | None = None


def evidence_pack(
    one: PublishedProject | None, project: str, found: Sequence[Evidence], site: Site, seed: bytes
) -> Package:
    """Return the pack of a project; ``one`` is None where everything was withdrawn."""
    parts = {
        "README.txt": README.encode(),
        "check_pack.py": check_pack.source(),
    }
    entries = [_entry(each, parts) for each in found]
    if one is not None:
        days = [day.isoformat() for _, _, day in one.documents if day is not None]
        address = f"/public/data/projects/{one.public_id}"
        head = package_head(site, one.region, max(days, default="2000-01-01"), address)
        told = {**head, "projects": [project_record(one, site)]}
        parts["project.json"] = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str).encode()
    manifest = {"type": "evidence", "project": project, "publications": entries, "papers": _papers(found)}
    return seal(manifest, parts, seed)


def _entry(one: Evidence, parts: dict[str, bytes]) -> dict[str, Any]:
    names = draw(one.carried, parts) if one.state != "withdrawn" else {}
    told = {
        "published_on": one.published_on,
        "address": one.address,
        "corrects": one.corrects,
        "reason": one.reason,
        "receipt": dict(one.receipt) if one.receipt else None,
    }
    return {
        **entry_head(one.carried),
        **({"subject": ""} if one.state == "withdrawn" else {}),
        "state": one.state,
        **filled(told),
        "approvals": list(one.approvals),
        "moves": list(one.moves),
        **names,
    }


def _papers(found: Sequence[Evidence]) -> list[dict[str, Any]]:
    """Return the documents that published pages list, by their digests, each once."""
    told: dict[str, dict[str, Any]] = {}
    for one in found:
        if one.state == "published":
            for row in rows_of(one.carried.content, "papers"):
                told.setdefault(str(row["digest"]), {**row, "publication": one.carried.public_id})
    return [told[digest] for digest in sorted(told)]
