"""What the validation library and calculators find is said in our words, in both languages."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

import pytest
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, PydanticKnownError, core_schema

from bondlife import locale
from bondlife.errors import Problem
from bondlife.services.inputs import ApplicationInput, ProjectInput
from bondlife.services.messages import OWN, SENTENCES, UNREADABLE, problems_of, refusal_of
from bondlife.services.values import Day, Line, Money, Percent, PositiveMoney, Score
from bondlife.web.errors import say
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import to_fen

CHINESE = re.compile("[\u4e00-\u9fff]")
ENGLISH = re.compile("[A-Za-z]{2,}")


class Form(BaseModel):
    """A form that refuses what it does not know."""

    model_config = ConfigDict(extra="forbid")
    name: str


FOUND: list[tuple[Any, Any, str, str]] = [
    (Form, {}, "missing", "此处缺少内容，请补填。"),
    (Form, {"name": "x", "more": 1}, "extra_forbidden", "没有这个字段。"),
    (Annotated[str, Field(max_length=3)], "long", "string_too_long", "此处最多填写 3 个字符。"),
    (Annotated[str, Field(min_length=2)], "x", "string_too_short", "此处至少填写 2 个字符。"),
    (
        Annotated[str, Field(pattern="^a$")],
        "b",
        "string_pattern_mismatch",
        "文本格式不符合要求，请按要求填写。",
    ),
    (str, 5, "string_type", ""),
    (int, "x", "int_parsing", ""),
    (int, 1.5, "int_from_float", ""),
    (Decimal, "x", "decimal_parsing", ""),
    (Annotated[Decimal, Field(ge=Decimal("0.5"))], "0.1", "greater_than_equal", "数值不得小于 0.5。"),
    (Annotated[int, Field(ge=1)], 0, "greater_than_equal", "数值不得小于 1。"),
    (Annotated[int, Field(le=60)], 61, "less_than_equal", "数值不得大于 60。"),
    (Annotated[int, Field(gt=1)], 0, "greater_than", "数值应大于 1。"),
    (Annotated[int, Field(lt=60)], 61, "less_than", "数值应小于 60。"),
    (Annotated[Decimal, Field(max_digits=3)], "1234", "decimal_max_digits", "此处最多填写 3 位数字。"),
    (Annotated[Decimal, Field(decimal_places=1)], "1.23", "decimal_max_places", "此处最多填写 1 位小数。"),
    (date, "2026-13-41", "date_from_datetime_parsing", ""),
    (date, [], "date_type", ""),
    (bool, "perhaps", "bool_parsing", ""),
    (Literal["a", "b"], "c", "literal_error", "此处的取值不在可选范围内，请另选。"),
    (Annotated[list[int], Field(max_length=1)], [1, 2], "too_long", "此处最多填写 1 项。"),
    (list[int], "x", "list_type", ""),
    (Line, "two\nlines", "one_line", ""),
    (Line, "\u202e", "bad_character", ""),
    (Day, "1800-01-01", "date_range", ""),
    (Money, "x", "money", ""),
    (Money, "1.234", "money", ""),
    (Money, "-1", "negative", ""),
    (PositiveMoney, "0", "not_positive", ""),
    (Percent, "x", "percent", ""),
    (Percent, "99999", "percent", ""),
    (Score, "101", "score", ""),
    (type[int], str, "is_subclass_of", "此处填写的内容无法识别，请按要求填写。"),
]


def findings(kind: Any, value: Any) -> list[ErrorDetails]:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(value)
    return refused.value.errors()


def said(problem: Problem, language: str) -> str:
    with locale.speaking(language):
        return say(problem)


@pytest.mark.parametrize(("kind", "value", "code", "chinese"), FOUND)
def test_a_finding_is_said_in_both_languages(kind: Any, value: Any, code: str, chinese: str) -> None:
    (problem,) = problems_of(findings(kind, value))
    told = said(problem, "zh_CN")
    assert problem.code == code
    assert CHINESE.search(told)
    assert not ENGLISH.search(told), told
    assert chinese in {"", told}
    assert not CHINESE.search(said(problem, "en"))
    assert "%(" not in said(problem, "en")


@pytest.mark.parametrize("kind", sorted(SENTENCES))
def test_every_limit_a_sentence_names_is_one_the_library_gives(kind: str) -> None:
    """The library itself refuses a type or a parameter that it does not know."""
    assert kind in get_args(core_schema.ErrorType)
    named = set(re.findall(r"%\((\w+)\)s", SENTENCES[kind]))
    for name in named:
        with pytest.raises(TypeError, match=name):
            PydanticKnownError(kind, {"field_type": "List", **dict.fromkeys(named - {name}, 1)})  # type: ignore[arg-type]


def test_types_without_a_sentence_get_the_general_one() -> None:
    rest = set(get_args(core_schema.ErrorType)) - set(SENTENCES) - OWN
    for kind in rest:
        (problem,) = problems_of([{"type": kind, "msg": "pydantic's words", "loc": ("x",), "ctx": {}}])
        assert (problem.code, problem.field, problem.message) == (kind, "x", UNREADABLE)


def test_what_was_typed_is_not_sent_back_and_places_are_cut() -> None:
    found = problems_of(findings(dict[str, int], {"n" * 500: "secret"}))
    assert len(found[0].field) <= 120
    assert "secret" not in said(found[0], "en") + said(found[0], "zh_CN")


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (
            ProjectInput,
            {"region": "330304", "code": "c", "name": "n", "sector": "s", "start_year": 2026,
             "construction_start": "2026-02-01", "construction_end": "2026-01-01"},
        ),
        (
            ApplicationInput,
            {"project": "00000000-0000-4000-8000-000000000000", "year": 2026, "batch": "1", "amount": "1",
             "as_capital": "2", "tenor_years": 10},
        ),
    ],
)  # fmt: skip
def test_rules_over_several_fields_are_said_in_both_languages(model: Any, values: Any) -> None:
    (problem,) = problems_of(findings(model, values))
    assert problem.code == "value_error"
    assert "Value error" not in problem.message
    assert not ENGLISH.search(said(problem, "zh_CN"))


def test_a_calculator_refuses_in_both_languages_with_its_figures() -> None:
    problem = refusal_of(CalculationError("too_long", "flows", "at most %(most)s flows", most=600))
    assert said(problem, "en") == "at most 600 flows"
    assert said(problem, "zh_CN") == "最多 600 笔现金流"
    with pytest.raises(CalculationError) as refused:
        to_fen("0.001")
    assert said(refusal_of(refused.value), "zh_CN") == "金额最小到分，最多两位小数"
