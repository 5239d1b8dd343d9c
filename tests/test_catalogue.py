"""The catalogue finds what is declared and loads nothing before it is asked for."""

import subprocess
import sys
from dataclasses import replace

import pytest

from bondlife import catalogue
from bondlife.errors import Missing
from models.kinds import shipped_kinds
from models.rules import shipped_rules


def loaded_after(statement: str) -> set[str]:
    """Return the modules a fresh interpreter holds after a statement."""
    code = f"import sys\n{statement}\nsys.stdout.write(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_every_calculator_is_found_under_its_area() -> None:
    specs = catalogue.calculator_specs()
    assert {"bonds", "coverage"} <= set(catalogue.areas())
    assert "kernel" not in catalogue.areas()
    assert len(specs) == sum(len(catalogue.area_specs(area)) for area in catalogue.areas()) > 0
    for key, spec in specs.items():
        assert key == spec.key
        assert key.partition(".")[0] in catalogue.areas()
        assert catalogue.calculator_spec(key) is spec


@pytest.mark.parametrize("key", ["bonds.nothing", "nothing.at_all", "", "kernel.money"])
def test_refuses_what_is_not_there(key: str) -> None:
    with pytest.raises(Missing) as refusal:
        catalogue.calculator_spec(key)
    assert refusal.value.problems[0].code == "no_calculator"


def test_two_calculators_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from calculators.bonds import fees

    spec = next(iter(catalogue.area_specs("bonds").values()))
    monkeypatch.setattr(fees, "SPECS", (replace(spec), spec), raising=False)
    with pytest.raises(ValueError, match=spec.key):
        catalogue.area_specs.__wrapped__("bonds")


def test_kinds_and_rules_are_those_shipped() -> None:
    assert catalogue.kinds() == shipped_kinds()
    assert catalogue.rule_seeds() == shipped_rules()


def test_importing_it_loads_nothing_else() -> None:
    held = loaded_after("import bondlife.catalogue")
    assert not {name for name in held if name.startswith(("calculators.", "models.", "numpy", "pydantic"))}


def test_asking_for_one_area_loads_no_other() -> None:
    held = loaded_after("from bondlife.catalogue import area_specs; area_specs('bonds')")
    assert any(name.startswith("calculators.bonds.") for name in held)
    assert not {name for name in held if name.startswith(("calculators.portfolio", "numba", "pandas"))}


def test_kinds_load_neither_tables_nor_calculators() -> None:
    held = loaded_after("from bondlife.catalogue import kinds, rule_seeds; kinds(); rule_seeds()")
    assert not {
        name for name in held if name.startswith(("sqlmodel", "sqlalchemy", "pydantic", "calculators."))
    }
