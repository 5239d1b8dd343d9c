"""Generated public contents: projects, bonds, PPP contracts; every form filled by its own columns, by chance.

Cells of figures sometimes hold words, as officers write them; texts hold markup, formulas and rare signs.
"""

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import insert_rows
from bondlife.disclosure.content import content_digest
from models.base import columns, new_public_id, table
from models.disclosure_duties import OF_BONDS
from models.disclosure_forms import forms
from models.disclosure_forms.shape import FormColumn, FormSection, FormSpec
from models.kinds import shipped_kind
from models.registry import (
    Bond,
    BondShare,
    Fund,
    PaymentRun,
    PaymentStatement,
    PPPContract,
    PPPTerms,
    Project,
    Publication,
    PublicationSheet,
    Region,
)

FIRST = 3_000_001
REGION = "330304"
WORDS = ("污水处理厂", "<b>产业园</b>", "=1+1", "A & B “引号”", "𠮷野 学校", "未编制", "无")
STATES = ("已立项", "在建", "停工", "已竣工", "已决算")
_CHUNKS = (
    Project,
    Bond,
    BondShare,
    Fund,
    PPPContract,
    PPPTerms,
    PaymentRun,
    PaymentStatement,
    Publication,
    PublicationSheet,
)


class Filling:
    """Rows being made, table by table; every number hangs on the seed alone."""

    def __init__(self, session: Session, seed: int) -> None:
        self.session, self.chance = session, random.Random(seed)
        place = columns(Region)
        self.region = session.execute(sa.select(place.id).where(place.code == REGION)).scalar_one()
        self.rows: dict[type[Any], list[dict[str, Any]]] = {model: [] for model in _CHUNKS}

    def add(self, model: type[Any], key: int, **values: Any) -> None:
        """Add a row with what every row has."""
        fields = model.model_fields
        blank = {
            name: one.default
            for name, one in fields.items()
            if not one.is_required() and not one.default_factory
        }
        kind = "ppp" if model in (PPPContract, PPPTerms, PaymentRun) else "special_bond"
        own = {
            "id": key,
            "public_id": new_public_id(),
            "version": 1,
            "created_at": clock.now(),
            "fields": {},
            "kind": kind,
            "kind_version": shipped_kind(kind).version,
            "region_id": self.region,
            **values,
        }
        self.rows[model].append({**blank, **{name: value for name, value in own.items() if name in fields}})

    def publish(self, form: str, content: Mapping[str, Any], key: int, **values: Any) -> None:
        """Add a published content."""
        on = date.fromisoformat(str(content["cut_off"]))
        self.add(
            Publication,
            key,
            state="published",
            form=form,
            cut_off=on,
            published_on=on + timedelta(days=30),
            content=content,
            digest=content_digest(content),
            address="/public",
            **values,
        )

    def store(self) -> None:
        """Write everything."""
        for model in _CHUNKS:
            if self.rows[model]:
                insert_rows(self.session, table(model), self.rows[model])
        self.session.commit()


def fill(session: Session, count: int, *, seed: int = 6) -> None:
    """Store so many projects with published contents of every form; each third has a bond and a contract."""
    made = Filling(session, seed)
    keys = iter(range(FIRST, FIRST + 60 * count))
    for number in range(count):
        _project(made, number, keys)
    made.store()


def _project(made: Filling, number: int, keys: Iterator[int]) -> None:
    key, code, name = next(keys), f"GEN-{number:05}", f"{made.chance.choice(WORDS)}{number}"
    code = "" if number == 16 else code
    made.add(
        Project,
        key,
        code=code,
        name=name,
        sort_key=name,
        sector="sewage_waste",
        start_year=2024,
        state="building",
    )
    own = {"code": code, "project_code": code, "name": name, "to_code": code}
    for spec in forms().values():
        if spec.subject in ("project", "change_of_use") or spec.key in OF_BONDS:
            content = content_of(made.chance, spec, name, own)
            made.publish(spec.key, content, next(keys), project_id=key)
    if number % 5 == 0:
        _fund(made, key, name, keys)
    if number % 3 == 0:
        _bond(made, key, own, keys)
        _contract(made, key, number, keys)


def _bond(made: Filling, project: int, own: Mapping[str, str], keys: Iterator[int]) -> None:
    bond, name = next(keys), f"示例债{project}"
    more = {"bond_type": "special", "purpose": "new_project", "face": 10**10, "tenor_years": 10, "year": 2024}
    made.add(Bond, bond, name=name, state="issued", **more)
    made.add(BondShare, next(keys), bond_id=bond, project_id=project, amount=10**9, state="received")
    for spec in forms().values():
        if spec.subject == "bond" and spec.key not in OF_BONDS:
            content = content_of(made.chance, spec, name, {**own, "bond_name": name, "name": name})
            made.publish(spec.key, content, next(keys), bond_id=bond)


def _fund(made: Filling, plan: int, name: str, keys: Iterator[int]) -> None:
    fund = next(keys)
    made.add(Fund, fund, name=f"{name}基金", state="investing", project_id=plan)
    for form in ("fund_page", "fund_results"):
        content = content_of(made.chance, forms()[form], f"{name}基金", {"name": f"{name}基金"})
        made.publish(form, content, key := next(keys))
        made.add(PublicationSheet, next(keys), publication_id=key, subject="fund", subject_id=fund)


def _contract(made: Filling, project: int, number: int, keys: Iterator[int]) -> None:
    contract, terms, run = next(keys), next(keys), next(keys)
    named = f"GEN-PPP-{number:05}"
    more = {"regime": "stock", "payment_type": "government_pay", "agency": "住建局", "company": "项目公司"}
    made.add(PPPContract, contract, number=named, name="合同", state="operating", project_id=project, **more)
    made.add(PPPTerms, terms, contract_id=contract, number=1, valid_from=date(2024, 1, 1), state="in_force")
    made.add(PaymentRun, run, number=f"RUN-{number}", period="2024", state="paid")
    made.add(
        PaymentStatement,
        next(keys),
        run_id=run,
        contract_id=contract,
        terms_id=terms,
        period="2024",
        state="x",
    )
    own = {"contract": named, "number": named, "period": "2024"}
    for form, subject, subject_id in (
        ("ppp_page", "ppp_contract", contract),
        ("ppp_results", "ppp_contract", contract),
        ("ppp_payment", "payment_run", run),
    ):
        if form in forms():
            content = content_of(made.chance, forms()[form], "合同", own)
            made.publish(form, content, key := next(keys))
            made.add(PublicationSheet, next(keys), publication_id=key, subject=subject, subject_id=subject_id)


def content_of(chance: random.Random, spec: FormSpec, name: str, own: Mapping[str, str]) -> dict[str, Any]:
    """Return a content of a form by chance; ``own`` are cells that must say who it is about."""
    head = {
        "form": spec.key,
        "cut_off": "2024-12-31",
        "region": "瓯海区",
        "region_code": REGION,
        "subject": name,
    }
    tops = {one.name: _rows(chance, spec, one, own) for one in spec.sections if not one.parent}
    return {**head, **tops}


def _rows(
    chance: random.Random, spec: FormSpec, section: FormSection, own: Mapping[str, str]
) -> list[dict[str, Any]]:
    count = 1 if section.shape == "lines" or "contract" in own else chance.randrange(0, 3)
    found: list[dict[str, Any]] = []
    for _ in range(count):
        row: dict[str, Any] = {one.name: own.get(one.name) or _cell(chance, one) for one in section.columns}
        for inner in spec.children(section.name):
            row[inner.name] = _rows(chance, spec, inner, own)
        found.append(row)
    return found


def _cell(chance: random.Random, one: FormColumn) -> Any:
    if one.name == "year":
        return str(chance.randrange(2016, 2040))
    if one.name == "status":
        return chance.choice(STATES)
    if one.kind == "text":
        return chance.choice(WORDS)
    if chance.random() < 0.1:
        return chance.choice(("—", "未编制收支平衡表", "无"))
    return {
        "fen": chance.randrange(-(10**9), 10**15),
        "date": (date(2020, 1, 1) + timedelta(days=chance.randrange(8000))).isoformat(),
        "count": chance.randrange(0, 100),
    }.get(one.kind, f"0.{chance.randrange(1, 9999):04}")
