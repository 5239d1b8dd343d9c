"""Kinds are sound data: no dead ends, names that exist, words in both languages, exact round trips."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from models.canonical import canonical_json
from models.kinds import shipped_kind, shipped_kinds
from models.kinds.diagram import diagram
from models.kinds.handbook import handbook, uses
from models.kinds.permissions import PERMISSIONS, ROLES
from models.kinds.vocabulary import EFFECTS, GUARDS, POSTINGS, Word
from models.lifecycle import FieldSpec, Form, GuardUse, Kind, Label, Lifecycle, Transition
from models.registry import RECORDS
from models.rules import shipped_rule_keys, shipped_rules

KINDS = tuple(shipped_kinds().values())
LIFECYCLES = [(kind, life) for kind in KINDS for life in kind.lifecycles]
MOVES = [(kind, life, move) for kind, life in LIFECYCLES for move in life.transitions]
ADAPTER = TypeAdapter(Kind)
ROLE_KEYS = {key for key, _label in ROLES}
NATIONAL_RULES = {seed.key for seed in shipped_rules() if not seed.region}

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
each_lifecycle = pytest.mark.parametrize(
    ("kind", "life"), LIFECYCLES, ids=[f"{kind.key}-{life.record}" for kind, life in LIFECYCLES]
)
each_move = pytest.mark.parametrize(
    ("kind", "life", "move"), MOVES, ids=[f"{k.key}-{life.record}-{move.key}" for k, life, move in MOVES]
)


def labels_within(value: object) -> Iterator[Label]:
    """Yield every label inside nested frozen data."""
    if isinstance(value, Label):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from labels_within(part)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from labels_within(getattr(value, name))


def reachable(life: Lifecycle) -> set[str]:
    found, queue = {life.initial}, [life.initial]
    while queue:
        here = queue.pop()
        ahead = {move.target for move in life.transitions if here in move.sources} - found
        found |= ahead
        queue += sorted(ahead)
    return found


def can_end(life: Lifecycle) -> set[str]:
    found = {state.key for state in life.states if state.ending}
    while True:
        more = {s for move in life.transitions if move.target in found for s in move.sources} - found
        if not more:
            return found
        found |= more


def test_the_finder_knows_the_kinds() -> None:
    assert {"special_bond", "ordinary", "ppp"} <= set(shipped_kinds())
    assert shipped_kind("ordinary") is shipped_kinds()["ordinary"]


@each_kind
def test_round_trip_through_json_is_exact(kind: Kind) -> None:
    data = ADAPTER.dump_python(kind, mode="json")
    again = ADAPTER.validate_json(json.dumps(data))
    assert again == kind
    assert canonical_json(ADAPTER.dump_python(again, mode="json")) == canonical_json(data)


@each_kind
def test_keys_are_unique(kind: Kind) -> None:
    groups = (
        [track.key for track in kind.tracks],
        [life.record for life in kind.lifecycles],
        [form.record for form in kind.forms],
        [document.key for document in kind.documents],
        [flow.key for flow in kind.approvals],
        [alert.key for alert in kind.alerts],
        [purpose.key for purpose in kind.purposes],
        *([spec.name for group in form.groups for spec in group.fields] for form in kind.forms),
        *([step.key for step in flow.steps] for flow in kind.approvals),
    )
    for keys in groups:
        assert len(keys) == len(set(keys)), keys


@each_kind
def test_words_stand_in_both_languages(kind: Kind) -> None:
    found = list(labels_within(kind))
    assert len(found) > 30
    for label in found:
        assert label.en.strip()
        assert re.search(r"[\u4e00-\u9fff]|^28\.00", label.zh), label


@each_kind
def test_approvals_name_known_roles_and_begin_with_a_preparer(kind: Kind) -> None:
    for flow in kind.approvals:
        assert len(flow.steps) >= 2, flow.key
        assert not flow.steps[0].countersign
        assert {step.role for step in flow.steps} <= ROLE_KEYS
        assert all(step.section for step in flow.steps if step.countersign)


@each_kind
def test_alerts_name_rules_and_roles(kind: Kind) -> None:
    for alert in kind.alerts:
        assert alert.owner_role in ROLE_KEYS
        assert alert.rule in shipped_rule_keys()
        assert alert.scan


@each_kind
def test_documents_cite_rules_and_are_all_asked_for_or_named_by_a_rule(kind: Kind) -> None:
    for document in kind.documents:
        assert not document.clause or document.clause in shipped_rule_keys(), document.key
    listed = {
        name for seed in shipped_rules() if isinstance(seed.value, list) for name in map(str, seed.value)
    }
    tables = [row for seed in shipped_rules() if isinstance(seed.value, list) for row in seed.value]
    listed |= {name for row in tables if isinstance(row, dict) for name in row.get("documents", ())}
    asked = {name for _k, _l, move in MOVES for name in move.documents}
    params = [one.params for _place, one in uses(kind, "guards")]
    asked |= {str(name) for given in params for name in words_of(given.get("documents"))}
    asked |= {str(given["waived_by"]) for given in params if "waived_by" in given}
    assert {document.key for document in kind.documents} <= asked | listed | {"contract"}


def words_of(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


@each_lifecycle
def test_every_state_is_reached_and_can_end(kind: Kind, life: Lifecycle) -> None:
    states = {state.key for state in life.states}
    assert len(states) == len(life.states)
    assert life.initial in states
    assert reachable(life) == states
    assert can_end(life) == states
    assert life.record in RECORDS
    assert life.track in {track.key for track in kind.tracks}


@each_lifecycle
def test_endings_and_only_endings_have_no_way_out(kind: Kind, life: Lifecycle) -> None:
    left = {source for move in life.transitions for source in move.sources}
    assert {state.key for state in life.states if state.ending} == {s.key for s in life.states} - left


@each_lifecycle
def test_an_ending_calls_nobody(kind: Kind, life: Lifecycle) -> None:
    assert {state.progress for state in life.states if state.ending} <= {"none", "done"}


def test_every_instalment_not_yet_remitted_can_fall_overdue() -> None:
    life = shipped_kind("special_bond").lifecycle("instalment")
    move = next(step for step in life.transitions if step.key == "fall_overdue")
    assert set(move.sources) == {"planned", "budgeted", "notified", "shortfall"}


@each_lifecycle
def test_transitions_are_told_apart(kind: Kind, life: Lifecycle) -> None:
    keys = [move.key for move in life.transitions]
    assert len(keys) == len(set(keys))


@each_move
def test_a_transition_names_what_exists(kind: Kind, life: Lifecycle, move: Transition) -> None:
    states = {state.key for state in life.states}
    assert set(move.sources) <= states
    assert len(set(move.sources)) == len(move.sources)
    assert move.target in states
    assert move.target not in move.sources
    assert set(move.documents) <= {document.key for document in kind.documents}
    assert not move.approval or move.approval in {flow.key for flow in kind.approvals}


@each_move
def test_a_transition_cites_a_rule_or_is_custom(kind: Kind, life: Lifecycle, move: Transition) -> None:
    assert bool(move.clauses) is not move.custom
    assert set(move.clauses) <= shipped_rule_keys()


@each_move
def test_the_first_signer_may_start_the_act(kind: Kind, life: Lifecycle, move: Transition) -> None:
    holders = {right.name: right.roles for right in PERMISSIONS}
    assert move.permission in holders
    if move.approval:
        flow = next(flow for flow in kind.approvals if flow.key == move.approval)
        assert flow.steps[0].role in holders[move.permission]


@pytest.mark.parametrize(("part", "words"), [("guards", GUARDS), ("effects", EFFECTS)])
def test_guards_and_effects_are_declared_and_used(part: str, words: tuple[Word, ...]) -> None:
    known = {word.name: set(word.params) for word in words}
    assert len(known) == len(words)
    used = [one for kind in KINDS for _place, one in uses(kind, part)]
    assert {one.name for one in used} == set(known)
    for one in used:
        assert set(one.params) <= known[one.name], one


def all_uses() -> Iterator[tuple[Kind, str, GuardUse]]:
    for kind in KINDS:
        for part in ("guards", "effects"):
            yield from ((kind, place, one) for place, one in uses(kind, part))


def test_rules_of_guards_hold_in_the_whole_country() -> None:
    for _kind, place, one in all_uses():
        if "rule" in one.params:
            assert one.params["rule"] in NATIONAL_RULES, place


def test_states_records_and_transitions_of_parameters_exist() -> None:
    for kind, place, one in all_uses():
        records = {life.record for life in kind.lifecycles}
        assert set(words_of(one.params.get("records"))) <= records, place
        if one.name in {"related_in", "move_related"}:
            other = kind.lifecycle(str(one.params["record"]))
            assert set(words_of(one.params.get("states"))) <= {state.key for state in other.states}, place
            move = one.params.get("transition")
            assert move is None or move in {step.key for step in other.transitions}, place
        if one.name == "open_task":
            assert one.params["role"] in ROLE_KEYS, place
            assert ("rule" in one.params) is not ("due" in one.params), place
            assert (
                str(one.params.get("due", "id")) in RECORDS[place.split(": ")[1].split(".")[0]].model_fields
            )
        if one.name == "post":
            assert one.params["entry"] in POSTINGS
        if one.name == "came_from":
            assert one.params["state"] in {state.key for state in kind.lifecycle("project").states}


def test_fields_of_guards_are_columns_or_fields_of_the_form() -> None:
    for kind, place, one in all_uses():
        record = str(one.params.get("record") or place.split(": ")[1].split(".")[0])
        names = words_of(one.params.get("fields")) + (
            (str(one.params["field"]),) if "field" in one.params else ()
        )
        own = {spec.name for form in kind.forms if form.record == record for spec in fields_of(form)}
        assert set(names) <= own | set(RECORDS[record].model_fields), place


def fields_of(form: Form) -> Iterator[FieldSpec]:
    for group in form.groups:
        yield from group.fields


def test_purposes_of_guards_are_purposes_of_the_kind_and_each_is_examined() -> None:
    bond = shipped_kind("special_bond")
    known = {purpose.key for purpose in bond.purposes}
    named = {purpose for _place, one in uses(bond, "guards") for purpose in one.purposes}
    assert named == known
    assert {purpose.key for purpose in bond.purposes if purpose.confirmed} == {
        "new_project",
        "refinancing_maturing",
    }


def test_the_ten_gates_stand_where_the_rules_put_them() -> None:
    bond = shipped_kind("special_bond")
    gates = {
        "G1": ("project", "screen", "negative_list_clear"),
        "G2": ("project", "evaluate", "evaluation_passed"),
        "G3": ("project", "enter_reserve", "permits_present"),
        "G4": ("application", "review", "coverage_at_least"),
        "G5": ("application", "approve", "limit_room"),
        "G6": ("bond", "record_issue", "published_before_tender"),
        "G7": ("budget_line", "open", "budget_basis_present"),
        "G8": ("project", "complete", "progress_complete"),
        "G9": ("change_of_use", "submit", "within_unused"),
        "G10": ("instalment", "remit", "source_lawful"),
    }
    for gate, (record, key, guard) in gates.items():
        move = next(step for step in bond.lifecycle(record).transitions if step.key == key)
        assert f"({gate}" in move.label.en.replace("(G10, all repaid", "")
        assert guard in {one.name for one in move.guards}


def test_gates_look_across_tracks() -> None:
    bond = shipped_kind("special_bond")

    def guards(record: str, key: str) -> set[str]:
        return {g.name for t in bond.lifecycle(record).transitions if t.key == key for g in t.guards}

    assert "budget_line_open" in guards("disbursement", "request") & guards("disbursement", "pay")
    assert "budget_line_open" in guards("disbursement", "mirror")
    assert "evaluation_passed" in guards("application", "submit")
    assert "all_instalments_paid" in guards("project", "close")


def test_every_way_to_paid_money_asks_for_budget_and_money_received() -> None:
    life = shipped_kind("special_bond").lifecycle("disbursement")
    for move in life.transitions:
        if move.target in {"approved", "paid"}:
            assert {"budget_line_open", "within_received"} <= {one.name for one in move.guards}, move.key


def test_forms_hold_the_paper_in_order() -> None:
    bond = shipped_kind("special_bond")
    form = next(form for form in bond.forms if form.record == "project")
    assert [group.label.zh[0] for group in form.groups] == list("一二三四五六七八")
    negative = next(group for group in form.groups if group.key == "negative_list")
    assert len(negative.fields) == 2 * 6
    permits = next(spec for group in form.groups for spec in group.fields if spec.name == "permits")
    assert len(permits.choices) == 12
    evaluation = next(form for form in bond.forms if form.record == "evaluation")
    assert len(evaluation.groups[0].fields) == 8


def test_choices_are_given_exactly_where_they_are_needed() -> None:
    for kind in KINDS:
        for form in kind.forms:
            for group in form.groups:
                for spec in group.fields:
                    assert bool(spec.choices) is (spec.type in {"choice", "table"}), spec.name
                    assert spec.type != "money" or spec.unit == "fen", spec.name


def test_the_rail_has_seven_tracks_in_the_order_of_the_law() -> None:
    words = [track.label.zh for track in shipped_kind("special_bond").tracks]
    assert words == ["储备", "申报与发行", "预算", "拨付使用", "建设运营", "还本付息", "绩效与监督"]
    assert {life.track for life in shipped_kind("special_bond").lifecycles} == {
        track.key for track in shipped_kind("special_bond").tracks
    }


def test_permissions_are_unique_and_administrators_hold_no_business_right() -> None:
    names = [right.name for right in PERMISSIONS]
    assert len(names) == len(set(names))
    held = {role for right in PERMISSIONS for role in right.roles}
    assert held <= ROLE_KEYS - {"system_admin", "security_admin", "audit_admin"}
    assert all(right.name.endswith(".read") for right in PERMISSIONS if "auditor" in right.roles)


def test_the_readme_is_what_the_data_say() -> None:
    readme = Path(__file__).parents[2] / "models" / "kinds" / "README.md"
    assert readme.read_text(encoding="utf-8") == handbook(), "run: python -m models.kinds.handbook"


@each_lifecycle
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_diagram_draws_every_state_and_arrow(kind: Kind, life: Lifecycle, language: str) -> None:
    lines = diagram(life, language=language).splitlines()
    assert lines[0] == "stateDiagram-v2"
    assert f"    [*] --> {life.initial}" in lines
    arrows = sum(len(move.sources) for move in life.transitions)
    endings = sum(state.ending for state in life.states)
    assert len(lines) == 2 + len(life.states) + arrows + endings
    assert all(line.count(":") <= 1 for line in lines)
