"""Templates of payment terms: data with places to fill, shipped beside this file.

    body     terms with ``$name`` where a parameter goes; ``$amounts@first_year`` makes year → amount
    formula  its own, or the one of ``calculators/ppp/templates`` named by ``formula_of``

Nothing of a template is a rule: a contract is what its paper says, so every field stays editable afterwards.

Shapes  parameters by name, as typed.
Units   money typed in yuan, kept in fen; percentages kept as rates in text.
Errors  Invalid with the name of the parameter.
"""

import copy
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bondlife.errors import Invalid
from bondlife.exchange.plain_data import read_plain
from bondlife.ppp.reading import decimal_of, refuse
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import to_fen
from models.lifecycle import Label


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


@dataclass(frozen=True, slots=True)
class Parameter:
    """One place to fill: its type says how what is typed becomes data; ``value`` is shown at first."""

    name: str
    type: str
    label: Label
    value: str


@dataclass(frozen=True, slots=True)
class Template:
    """A shape of terms; ``is_payable`` is false for an estimate, ``is_foreign`` hides it until turned on."""

    key: str
    label: Label
    basis: str
    is_payable: bool
    is_foreign: bool
    currency: str
    parameters: tuple[Parameter, ...]
    body: Any
    formula: Any


@cache
def templates() -> Mapping[str, Template]:
    """Return every template by key, in the order of their names."""
    folder = files("bondlife.ppp") / "templates"
    found = sorted((one for one in folder.iterdir() if one.name.endswith(".yaml")), key=lambda one: one.name)
    read = [_template(read_plain(one.read_text("utf-8"))) for one in found]
    return {one.key: one for one in read}


def _template(data: Mapping[str, Any]) -> Template:
    parameters = tuple(
        Parameter(row["name"], row["type"], Label(row["en"], row["zh"]), row["value"])
        for row in data["parameters"]
    )
    return Template(
        data["key"],
        Label(**data["label"]),
        data["basis"],
        data.get("is_payable", True),
        data.get("is_foreign", False),
        data.get("currency", "CNY"),
        parameters,
        data["body"],
        data.get("formula") or _shipped_formula(data.get("formula_of", "")),
    )


def _shipped_formula(key: str) -> Any:
    if not key:
        return None
    return json.loads((files("calculators.ppp") / "templates" / f"{key}.json").read_text("utf-8"))


def offered(*, foreign: bool) -> Sequence[Template]:
    """Return the templates a region is offered."""
    return [one for one in templates().values() if foreign or not one.is_foreign]


def filled(template: Template, typed: Mapping[str, str]) -> tuple[Any, Any]:
    """Return body and formula of a template with what was typed in its places.

    >>> body, _formula = filled(templates()["linked_share"], {"availability_share": "40"})
    >>> body["components"][0]["linked"][0]["share"]
    '0.4'
    """
    values = {one.name: _value(one, typed.get(one.name, one.value).strip()) for one in template.parameters}
    return _put(template.body, values), copy.deepcopy(template.formula)


def _put(node: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(node, dict):
        return {name: _put(one, values) for name, one in node.items()}
    if isinstance(node, list):
        return [_put(one, values) for one in node]
    if not isinstance(node, str) or not node.startswith("$"):
        return node
    name, _at, first = node[1:].partition("@")
    if first:
        return {str(values[first] + place): amount for place, amount in enumerate(values[name])}
    return values[name]


def _value(parameter: Parameter, text: str) -> Any:
    name = parameter.name
    match parameter.type:
        case "money":
            return _fen(text, name)
        case "amounts":
            return [_fen(one, name) for one in text.replace("\n", " ").split()]
        case "percent":
            return f"{(decimal_of(text, name) / 100).normalize():f}"
        case "decimal":
            return f"{decimal_of(text, name).normalize():f}"
        case "whole" | "months" | "year":
            return _whole(text, name)
    if not text:
        refuse(name, _("Fill this in."))
    return text


def _fen(text: str, name: str) -> int:
    try:
        return to_fen(text.replace(",", "").replace("，", ""))
    except CalculationError as error:
        raise Invalid.because("money", error.msgid, name, **error.params) from None


def _whole(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        refuse(name, _("Write a whole number."))
    return int(text)
