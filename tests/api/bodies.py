"""A right body for every operation of the API: the smallest that its schema lets through."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from fastapi.routing import APIRoute
from pydantic import BaseModel

from bondlife.api import v1
from bondlife.api.contract import BODIES

NOWHERE = "00000000-0000-4000-8000-000000000000"
TEXTS = (
    *(NOWHERE, "330304", "2026-01-05", "2026-01", "2026-Q1", "2026", "100.00", "1", "0.5", "key", "a"),
    *("treasury", "county", "performance.cut.general", "0" * 64),
)
"""Texts of every form there is; the first that a pattern takes is sent."""
BESIDE: Mapping[str, Mapping[str, Any]] = {
    "EventInput": {"area": "key"},
    "GoalInput": {"project": NOWHERE},
    "GoalEdit": {"values": {"project": NOWHERE, "year": 2026, "name": "a"}},
    "GoalChange": {"values": {"project": NOWHERE, "year": 2026, "name": "a"}},
    "QuantityInput": {"value": "1.69"},
    "StatementInput": {"figures": {"limit_special": "100.00"}},
}
"""What a model's own rules ask for beyond its schema."""
DAYS = {"date": "2026-01-05", "date-time": "2026-01-05T10:00:00+08:00"}
PARAMETER = re.compile(r"{[^}]*}")


class Operation(NamedTuple):
    """One operation that takes a body: how it is called, who may, what it reads."""

    method: str
    address: str
    permission: str
    model: type[BaseModel]


def operations() -> Iterator[Operation]:
    """Give every operation of the API with a body of its own; rows are those that do not exist."""
    for route in v1.routes():
        assert isinstance(route, APIRoute)
        taken = (
            (route.openapi_extra or {}).get("requestBody", {}).get("content", {}).get("application/json", {})
        )
        name = taken.get("schema", {}).get("$ref", "").rpartition("/")[2]
        if name:
            permission = next(_permissions(route.dependant))
            [method] = sorted(route.methods or ())
            yield Operation(method, PARAMETER.sub(NOWHERE, route.path), permission, BODIES[name])


def _permissions(dependant: Any) -> Iterator[str]:
    found = getattr(dependant.call, "permission", None)
    if found is not None:
        yield found
    for inner in dependant.dependencies:
        yield from _permissions(inner)


def smallest(model: type[BaseModel]) -> dict[str, Any]:
    """Return the smallest body of a model."""
    schema = model.model_json_schema()
    body: dict[str, Any] = _value(schema, schema.get("$defs", {}))
    return {**body, **BESIDE.get(model.__name__, {})}


def fields_of(model: type[BaseModel]) -> Sequence[str]:
    """Return every field a body may have; of several forms in one, those of the smallest."""
    return sorted(model.model_json_schema().get("properties", smallest(model)))


def _value(schema: Mapping[str, Any], defs: Mapping[str, Any]) -> Any:
    if "$ref" in schema:
        return _value(defs[schema["$ref"].rpartition("/")[2]], defs)
    for fixed in ("const", "default"):
        if fixed in schema:
            return schema[fixed]
    for several in ("examples", "enum"):
        if schema.get(several):
            return schema[several][0]
    for choice in ("oneOf", "anyOf", "allOf"):
        if choice in schema:
            return _value(schema[choice][0], defs)
    return _plain(schema, defs)


def _plain(schema: Mapping[str, Any], defs: Mapping[str, Any]) -> Any:
    kinds = schema.get("type", "object")
    kind = kinds[0] if isinstance(kinds, list) else kinds
    if kind == "object":
        needed = schema.get("required", ())
        return {name: _value(schema["properties"][name], defs) for name in needed}
    if kind == "array":
        return [_value(schema["items"], defs)] * schema.get("minItems", 0)
    if kind == "string":
        return _text(schema)
    if kind in ("integer", "number"):
        return max(schema.get("minimum", 1), schema.get("exclusiveMinimum", 0) + 1)
    return {"boolean": True, "null": None}[kind]


def _text(schema: Mapping[str, Any]) -> str:
    if schema.get("format") in DAYS:
        return DAYS[schema["format"]]
    fitting = (text for text in TEXTS if re.search(schema.get("pattern", ""), text))
    return next(
        text for text in fitting if schema.get("minLength", 0) <= len(text) <= schema.get("maxLength", 99)
    )
