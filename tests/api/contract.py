"""Generated calls of the published contract: what fits its schemas, what does not, and what must follow."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from unicodedata import normalize

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings, strategies
from hypothesis.errors import Unsatisfiable
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from bondlife.services.messages import SENTENCES
from tests.api.client import V1

ROLES = ("officer", "reviewer", "leader", "unit", "department", "evaluator", "auditor", "publisher", "system")
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
BLANKS = "string_too_short"
"""Blanks at both ends are taken off before a text is measured; a schema counts them."""
OF_A_SCHEMA = {*SENTENCES, *Draft202012Validator.VALIDATORS, "bad_json"} - {BLANKS}
"""Codes of findings that a schema makes: of data that fit it, none of them may be said."""
TOLD_APART = f"{V1}/calculators/{{calculator_key}}"
"""What each calculator takes, its own description says; the schema is that of all."""
load_all_checks()
ACCEPTANCE = CHECKS.get_by_names(["positive_data_acceptance"])
REJECTION = CHECKS.get_by_names(["negative_data_rejection"])

Headers = Mapping[str, str]


def operations(app: Any, headers: Headers) -> Iterator[Any]:
    """Give every operation of the published contract but that which ends the caller's own session."""
    schema = schemathesis.openapi.from_asgi(f"{V1}/openapi.json", app, headers=dict(headers))
    for found in schema.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]
        if not operation.path.endswith("/end"):
            yield operation


def call(
    operation: Any, groups: Sequence[Sequence[Headers]], examples: int, mode: GenerationMode
) -> Counter[str]:
    """Call an operation with so many cases, each by everybody of a group in turn; returns answers by status.

    Raises what a check finds wrong, and whatever is answered by 500 and above.
    """
    seen = Counter[str]()
    try:
        cases = operation.as_strategy(generation_mode=mode)
    except Unsatisfiable:
        return seen

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases, strategies.sampled_from(groups))
    def one(case: Any, group: Sequence[Headers]) -> None:
        for headers in group:
            seen[_held(operation, case, headers)] += 1

    one()
    return seen


def _held(operation: Any, case: Any, headers: Headers) -> str:
    """Call once and hold the answer to the contract; returns its status."""
    answer = case.call(headers=dict(headers))
    excused: list[Any] = []
    if is_refused_by_a_rule(answer, operation.path) or has_broken_header(case):
        excused = [*ACCEPTANCE]
    if is_read_shorter(case) or has_blank_parameter(case):
        excused = [*excused, *REJECTION]
    case.validate_response(answer, checks=CHECKS.get_all(), excluded_checks=excused, headers=dict(headers))
    return str(answer.status_code)


def is_refused_by_a_rule(answer: Any, path: str) -> bool:
    """Tell whether data were refused by rules of the domain alone, which no schema could have said."""
    if answer.status_code != 422:
        return False
    codes = {one["code"] for one in answer.json()["problems"]}
    return path == TOLD_APART or (bool(codes) and codes.isdisjoint(OF_A_SCHEMA))


def is_read_shorter(case: Any) -> bool:
    """Tell whether a text has blanks at its ends or another normal form; a schema measures it as sent."""
    texts = _texts([case.query, case.path_parameters, case.body])
    return any(normalize("NFC", text).strip() != text for text in texts)


def has_blank_parameter(case: Any) -> bool:
    """Tell whether a parameter is empty, which says the same as leaving it out."""
    return any(not str(value).strip() for value in (case.query or {}).values())


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(inner)


def has_broken_header(case: Any) -> bool:
    """Tell whether a header was drawn that HTTP cannot carry: one with a line break."""
    return any("\n" in str(value) for value in (case.headers or {}).values())
