"""Every formula can be read in Chinese: no English word is left, no quantity is lost, no row is dead."""

import re

import pytest

from calculators.kernel.call import run
from calculators.kernel.explain import explain
from calculators.kernel.formulas_zh import FORMULAS_ZH
from tests.calculators.discovery import Calculator, calculators_found
from tests.calculators.latin import latin_words

NAME = re.compile(r"\{\w+\}")


@pytest.mark.parametrize("one", calculators_found(), ids=lambda one: one.spec.key)
def test_no_formula_shows_english_words_in_chinese(one: Calculator) -> None:
    told = explain(one.spec, one.spec.example, run(one.spec, one.spec.example))
    found = {quantity.name: latin_words(quantity.in_words_zh) for quantity in told.outputs}
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize("formula", FORMULAS_ZH)
def test_the_same_quantities_stand_in_both_languages(formula: str) -> None:
    assert sorted(NAME.findall(formula)) == sorted(NAME.findall(FORMULAS_ZH[formula]))


def test_every_row_is_used() -> None:
    formulas = {quantity.formula for one in calculators_found() for quantity in one.spec.outputs}
    assert sorted(FORMULAS_ZH.keys() - formulas) == []
