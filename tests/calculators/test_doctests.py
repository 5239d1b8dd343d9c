"""Every doctest of the calculators, and one for every public function."""

import doctest
import linecache
from inspect import isfunction

import pytest

from tests.calculators.discovery import load


@pytest.mark.parametrize("name", sorted(load()[0]))
def test_doctests_hold(name: str) -> None:
    linecache.clearcache()  # else every module looks whether any of a thousand files has changed
    results = doctest.testmod(load()[0][name], report=True)
    assert results.failed == 0


@pytest.mark.parametrize("name", sorted(load()[0]))
def test_public_functions_have_a_doctest(name: str) -> None:
    module = load()[0][name]
    own = [f for f in vars(module).values() if isfunction(f) and f.__module__ == name]
    parser = doctest.DocTestParser()
    bare = [
        f.__name__ for f in own if not f.__name__.startswith("_") and not parser.get_examples(f.__doc__ or "")
    ]
    assert bare == []
