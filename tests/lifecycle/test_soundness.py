"""What is asked of a kind made in pages: the shipped kinds pass, each single fault is named at its place."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest

from bondlife.lifecycle.kind_kept import KEPT_GATES
from bondlife.lifecycle.soundness import Known, unsound
from bondlife.queries.field_labels import label_of
from bondlife.services.kind_edits import NamedInput, StateInput, drop_state, drop_step, put_state
from models.kinds import shipped_kind, shipped_kinds
from models.kinds.shorthand import state, use
from models.lifecycle import Kind, Label, Lifecycle, Transition
from models.rules import shipped_rules

RULES = {seed.key: seed.form for seed in shipped_rules() if not seed.region}
ORDINARY = shipped_kind("ordinary")


def found(kind: Kind, base: Kind | None = ORDINARY) -> list[tuple[str, str]]:
    return [(one.code, one.field) for one in unsound(kind, Known(RULES, base))]


def with_life(record: str, change: Callable[[Lifecycle], Lifecycle]) -> Kind:
    lives = tuple(change(one) if one.record == record else one for one in ORDINARY.lifecycles)
    return replace(ORDINARY, lifecycles=lives)


def with_step(record: str, key: str, **values: object) -> Kind:
    def change(life: Lifecycle) -> Lifecycle:
        steps = (replace(one, **values) if one.key == key else one for one in life.transitions)  # type: ignore[arg-type]
        return replace(life, transitions=tuple(steps))

    return with_life(record, change)


@pytest.mark.parametrize("kind", shipped_kinds().values(), ids=lambda kind: kind.key)
def test_every_shipped_kind_is_sound(kind: Kind) -> None:
    assert found(kind, kind) == []


@pytest.mark.parametrize("kind", shipped_kinds().values(), ids=lambda kind: kind.key)
def test_every_field_a_gate_asks_for_is_named_in_words(kind: Kind) -> None:
    asked = [
        (life.record, name)
        for life in kind.lifecycles
        for step in life.transitions
        for gate in step.guards
        if gate.name == "fields_filled"
        for name in cast("tuple[str, ...]", gate.params["fields"])
    ]
    assert asked
    assert [one for one in asked if isinstance(label_of(kind, *one), str)] == []


FAULTS: dict[str, tuple[Kind, str, str]] = {
    "no basis": (replace(ORDINARY, basis=" "), "kind_basis", "basis"),
    "no chinese name": (replace(ORDINARY, label=Label("Roads", "")), "kind_label", "label"),
    "a stage nobody reaches": (
        with_life(
            "project", lambda life: replace(life, states=(*life.states, state("lost", "Lost", "孤立")))
        ),
        "state_unreached",
        "project.states",
    ),
    "a dead end": (
        with_life(
            "project",
            lambda life: replace(
                life, transitions=tuple(one for one in life.transitions if one.key != "disclose")
            ),
        ),
        "dead_end",
        "project.states",
    ),
    "an unknown right": (
        with_step("project", "execute", permission="bond.issue"),
        "step_owner",
        "project.steps.execute",
    ),
    "a right its preparer does not hold": (
        with_step("project", "self_evaluate", approval="evaluation", permission="project.close"),
        "flow_owner",
        "project.steps.self_evaluate",
    ),
    "an unknown flow": (
        with_step("project", "execute", approval="nobody"),
        "step_flow",
        "project.steps.execute",
    ),
    "an unknown document": (
        with_step("project", "execute", documents=("nothing",)),
        "step_document",
        "project.steps.execute",
    ),
    "neither basis nor custom": (
        with_step("project", "execute", clauses=(), custom=False),
        "step_basis",
        "project.steps.execute",
    ),
    "both basis and custom": (
        with_step("project", "execute", custom=True),
        "step_basis",
        "project.steps.execute",
    ),
    "a rule that is not in force": (
        with_step("project", "execute", clauses=("nobody.says",)),
        "step_rule",
        "project.steps.execute",
    ),
    "a condition nobody carries out": (
        with_step("project", "execute", guards=(use("wished_for"),)),
        "guard_unknown",
        "project.steps.execute",
    ),
    "a condition of other records": (
        with_step("project", "execute", guards=(use("agreement_signed"),)),
        "guard_unknown",
        "project.steps.execute",
    ),
    "a condition without what it asks": (
        with_step("project", "execute", guards=(use("fields_filled"),)),
        "guard_params",
        "project.steps.execute",
    ),
    "a condition that asks for nothing": (
        with_step("disbursement", "pay", guards=(use("documents_present"),)),
        "guard_params",
        "disbursement.steps.pay",
    ),
    "a parameter too many": (
        with_step("project", "execute", guards=(use("fields_filled", fields=("name",), colour="red"),)),
        "guard_surplus",
        "project.steps.execute",
    ),
    "a field that is not there": (
        with_step("project", "execute", guards=(use("fields_filled", fields=("colour",)),)),
        "guard_names",
        "project.steps.execute",
    ),
    "a rule of another shape": (
        with_step(
            "project",
            "execute",
            guards=(use("goal_at", rule="performance.score_bands", states=("approved",)),),
        ),
        "guard_names",
        "project.steps.execute",
    ),
    "a type of evaluation there is not": (
        with_step("project", "execute", guards=(use("evaluation_passed", type="wished"),)),
        "guard_names",
        "project.steps.execute",
    ),
    "a step to nowhere": (
        with_step("project", "execute", target="nowhere"),
        "step_ends",
        "project.steps.execute",
    ),
    "money without its budget": (
        with_step("disbursement", "pay", guards=()),
        "gate_lost",
        "disbursement.steps.pay",
    ),
    "records left out": (replace(ORDINARY, lifecycles=ORDINARY.lifecycles[:-1]), "record_lost", ""),
}


TASK: dict[str, Any] = {"title": "Look", "title_zh": "查看", "role": "officer"}
FAULTS |= {
    "an effect of another step": (
        with_step("project", "execute", effects=(use("freeze_goal"),)),
        "effect_untried",
        "project.steps.execute",
    ),
    "a publication nobody knows": (
        with_step("project", "execute", effects=(use("open_duty", form="F3", rule="none"),)),
        "effect_untried",
        "project.steps.execute",
    ),
    "a task without words": (
        with_step("project", "execute", effects=(use("open_task", title="Look", role="officer"),)),
        "effect_params",
        "project.steps.execute",
    ),
    "a task for nobody": (
        with_step("project", "execute", effects=(use("open_task", **{**TASK, "role": "mayor"}),)),
        "effect_names",
        "project.steps.execute",
    ),
    "a task due by a rule without days": (
        with_step("project", "execute", effects=(use("open_task", **TASK, rule="performance.score_bands"),)),
        "effect_names",
        "project.steps.execute",
    ),
    "a result that is not frozen": (
        with_step("result_list", "sign", effects=()),
        "effect_lost",
        "result_list.steps.sign",
    ),
    "a payment straight from its draft": (
        with_step("disbursement", "pay", sources=("draft", "approved")),
        "way_lost",
        "disbursement.steps.pay",
    ),
    "a signature dropped": (
        with_step("disbursement", "approve", approval=""),
        "signatures_lost",
        "disbursement.steps.approve",
    ),
    "a way around the budget": (
        with_life(
            "project",
            lambda life: replace(
                life,
                transitions=(
                    *life.transitions,
                    Transition(
                        "jump",
                        Label("Jump", "跳过"),
                        ("draft",),
                        next(one.target for one in life.transitions if one.key == "budget"),
                        "project.advance",
                        custom=True,
                    ),
                ),
            ),
        ),
        "step_around",
        "project.steps.jump",
    ),
    "a stage that counts as another": (
        with_life(
            "disbursement",
            lambda life: replace(
                life,
                states=tuple(
                    replace(one, progress="none") if one.key == "paid" else one for one in life.states
                ),
            ),
        ),
        "state_counts",
        "disbursement.states",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_named_at_its_place(name: str) -> None:
    kind, code, place = FAULTS[name]
    assert (code, place) in found(kind)


def test_a_stage_of_other_records_stays() -> None:
    kind = drop_state(ORDINARY, NamedInput(record="rectification", key="answered"))
    assert ("state_lost", "rectification.states") in found(kind)


def test_an_endless_round_is_named() -> None:
    def change(life: Lifecycle) -> Lifecycle:
        here = state("again", "Again", "循环")
        there = state("and_again", "And again", "再循环")
        ways = (("start", "draft", "again"), ("on", "again", "and_again"), ("back", "and_again", "again"))
        steps = tuple(
            Transition(key, Label(key, key), (a,), b, "project.advance", custom=True) for key, a, b in ways
        )
        return replace(life, states=(*life.states, here, there), transitions=(*life.transitions, *steps))

    codes = [code for code, _place in found(with_life("project", change))]
    assert codes == ["no_ending", "no_ending"]


def chain(kind: Kind) -> list[tuple[tuple[str, ...], str, str]]:
    return [(one.sources, one.key, one.target) for one in kind.lifecycle("project").transitions]


@pytest.mark.parametrize("after", ["draft", "proposed", "executing", "rechecked"])
def test_a_stage_put_into_the_chain_is_sound_and_can_be_taken_out_again(after: str) -> None:
    form = StateInput(record="project", key="seen", label_en="Seen", label_zh="已查看", after=after)
    made = put_state(ORDINARY, form)
    assert found(made) == []
    ways = {key: (sources, target) for sources, key, target in chain(made)}
    assert ways["enter_seen"] == ((after,), "seen")
    assert [key for key, (sources, _target) in ways.items() if sources == ("seen",)] == [
        key for sources, key, _target in chain(ORDINARY) if sources == (after,)
    ][:1]
    back = drop_state(made, NamedInput(record="project", key="seen"))
    assert chain(back) == chain(ORDINARY)
    assert back.lifecycle("project").states == ORDINARY.lifecycle("project").states


BONDS = shipped_kind("special_bond")


@pytest.mark.parametrize("after", ["draft", "submitted", "screened", "evaluated"])
def test_a_stage_may_stand_before_the_books_of_a_bond(after: str) -> None:
    form = StateInput(record="project", key="seen", label_en="Seen", label_zh="已查看", after=after)
    assert found(put_state(BONDS, form), BONDS) == []


@pytest.mark.parametrize(
    ("record", "after"), [("project", "reserved"), ("project", "building"), ("application", "submitted")]
)
def test_no_stage_stands_where_the_house_counts(record: str, after: str) -> None:
    form = StateInput(record=record, key="seen", label_en="Seen", label_zh="已查看", after=after)
    codes = {code for code, _place in found(put_state(BONDS, form), BONDS)}
    assert codes & {"way_lost", "step_around"}


def test_conditions_and_papers_of_a_bond_are_added_to_never_dropped() -> None:
    def change(step: Transition) -> Transition:
        return replace(step, guards=step.guards[1:], documents=(), effects=())

    lives = tuple(
        replace(life, transitions=tuple(change(one) for one in life.transitions)) for life in BONDS.lifecycles
    )
    told = found(replace(BONDS, lifecycles=lives), BONDS)
    steps = [(life, one) for life in BONDS.lifecycles for one in life.transitions]
    for code, part in (("gate_lost", "guards"), ("papers_lost", "documents")):
        wanted = {f"{life.record}.steps.{one.key}" for life, one in steps if getattr(one, part)}
        assert {place for name, place in told if name == code} == wanted
    lost = {
        f"{life.record}.steps.{one.key}"
        for life, one in steps
        if any(effect.name != "open_task" for effect in one.effects)
    }
    assert {place for name, place in told if name == "effect_lost"} == lost


def test_gates_of_money_cannot_be_taken_out_with_their_step() -> None:
    kind = drop_step(ORDINARY, NamedInput(record="project", key="budget"))
    assert ("gate_lost", "project.steps.budget") in found(kind)
    kept = {guard.name for life in ORDINARY.lifecycles for one in life.transitions for guard in one.guards}
    assert kept & KEPT_GATES == KEPT_GATES - {"within_received"}
