"""Every test folder is a package: without the marker ``tests/models`` would hide ``models``."""

from pathlib import Path

from tests.requirements import PROJECT


def unmarked(tests: Path) -> list[str]:
    """Return folders that hold Python files, in themselves or below, and no package marker."""
    folders = {
        folder for path in tests.rglob("*.py") for folder in path.parents if folder.is_relative_to(tests)
    }
    return sorted(str(folder) for folder in folders if not (folder / "__init__.py").exists())


def test_every_folder_with_tests_is_a_package() -> None:
    assert unmarked(PROJECT / "tests") == []


def test_a_missing_marker_is_found(tmp_path: Path) -> None:
    (tmp_path / "tests" / "models").mkdir(parents=True)
    (tmp_path / "tests" / "__init__.py").touch()
    (tmp_path / "tests" / "models" / "test_bond.py").touch()
    assert unmarked(tmp_path / "tests") == [str(tmp_path / "tests" / "models")]
