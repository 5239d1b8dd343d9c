"""What a draft changes against the version it was copied from, line by line and in words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bondlife.locale import gettext
from bondlife.queries.kinds.reading import (
    Condition,
    PaperLine,
    RecordPart,
    StepLine,
    fields_of,
    flows_of,
    papers_of,
    part_of,
)
from bondlife.queries.words import said
from models.lifecycle import Kind


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: where, what stood there, what stands there now."""

    place: str
    before: str
    after: str


def changes(old: Kind, new: Kind, rules: Mapping[str, str]) -> list[Change]:
    """Return every difference between two versions; equal parts say nothing."""
    found = [*_pair(gettext("Name"), said(old.label), said(new.label))]
    found += _pair(gettext("Basis"), old.basis, new.basis)
    for life in new.lifecycles:
        before = part_of(old, life.record, rules) if old.has(life.record) else None
        found += _record(before, part_of(new, life.record, rules))
    found += _listed(gettext("Document"), _papers(papers_of(old, rules)), _papers(papers_of(new, rules)))
    found += _listed(gettext("Approval flow"), _flows(old), _flows(new))
    found += _listed(gettext("Field"), _fields(old), _fields(new))
    return found


def _pair(place: str, before: str, after: str) -> list[Change]:
    return [Change(place, before, after)] if before != after else []


def _record(old: RecordPart | None, new: RecordPart) -> Iterator[Change]:
    stages = {one.key: f"{one.label}（{one.progress_word}）" for one in new.stages}
    held = {one.key: f"{one.label}（{one.progress_word}）" for one in old.stages} if old is not None else {}
    yield from _listed(f"{new.label} · {gettext('Stage of the way')}", held, stages)
    before = {one.key: one for one in old.steps} if old is not None else {}
    now = {one.key: one for one in new.steps}
    for key in dict.fromkeys((*before, *now)):
        yield from _step(new.label, before.get(key), now.get(key))


def _step(record: str, old: StepLine | None, new: StepLine | None) -> Iterator[Change]:
    some = new or old
    assert some is not None
    place = f"{record} · {some.label}"
    if old is None or new is None:
        yield Change(place, _way(old), _way(new))
        return
    for name, told in _TOLD.items():
        before, after = told(old), told(new)
        if before != after:
            yield Change(f"{place} · {gettext(name)}", before, after)


def _way(step: StepLine | None) -> str:
    return f"{step.sources} → {step.target}" if step is not None else ""


def _uses(found: Sequence[Condition]) -> str:
    return "；".join(
        f"{one.meaning}{' '.join(f'{name}：{value}' for name, value in one.params)}" for one in found
    )


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


_TOLD: Mapping[str, Callable[[StepLine], str]] = {
    _("Name"): lambda one: one.label,
    _("Way"): _way,
    _("Who may"): lambda one: one.right,
    _("Signatures"): lambda one: one.flow,
    _("Conditions"): lambda one: _uses(one.conditions),
    _("Documents"): lambda one: "、".join(one.documents),
    _("What follows"): lambda one: _uses(one.effects),
    _("Basis"): lambda one: "、".join(word for _key, word in one.clauses) or gettext("custom"),
}
"""What a step is compared by."""


def _papers(found: Iterable[PaperLine]) -> dict[str, str]:
    return {one.key: one.label for one in found}


def _flows(kind: Kind) -> dict[str, str]:
    return {one.key: f"{one.label}（{one.signatures}）" for one in flows_of(kind)}


def _fields(kind: Kind) -> dict[str, str]:
    return {
        f"{form.record}.{one.name}": f"{one.label}（{one.type}）"
        for form in kind.forms
        for one in fields_of(kind, form.record)
    }


def _listed(place: str, old: Mapping[str, str], new: Mapping[str, str]) -> Sequence[Change]:
    keys = [one for one in dict.fromkeys((*old, *new)) if old.get(one) != new.get(one)]
    return [Change(place, old.get(one, ""), new.get(one, "")) for one in keys]
