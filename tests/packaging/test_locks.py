"""The lock files pin every package by hash and name neither a host nor a path."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.requirements import PROJECT

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-build.lock")
REVEALING = re.compile(r"://|^\s*-{1,2}(?!-?hash)[a-z]|\s@\s|file:|(?<![\w.])/\w+/|\\\\", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries(text: str) -> list[str]:
    """Return one logical line per locked requirement."""
    return [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]


def pins(lock: str) -> dict[str, set[str]]:
    """Return package → pinned versions (several where Python versions differ)."""
    found: dict[str, set[str]] = {}
    for line in entries((PROJECT / lock).read_text(encoding="utf-8")):
        requirement = Requirement(line.partition("--hash")[0].strip())
        found.setdefault(canonicalize_name(requirement.name), set()).add(str(requirement.specifier))
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_no_host_and_no_path(lock: str) -> None:
    assert REVEALING.findall((PROJECT / lock).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://pypi.example/simple",
        "-f /opt/wheels",
        "torch @ file:///opt/wheels/torch.whl --hash=sha256:0",
        "    # via -r /home/me/requirements.in",
        "http://pypi.example/a.whl",
    ],
)
def test_a_planted_host_or_path_is_found(line: str) -> None:
    assert REVEALING.search(f"alembic==1.20.1 \\\n    --hash=sha256:{'0' * 64}\n{line}\n")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_and_hashed(lock: str) -> None:
    lines = entries((PROJECT / lock).read_text(encoding="utf-8"))
    assert len(lines) > 5
    assert [line for line in lines if "==" not in line or not HASH.search(line)] == []


def test_the_locks_agree() -> None:
    core, dev, build = map(pins, LOCKS)
    assert {name: versions for name, versions in core.items() if dev.get(name) != versions} == {}
    assert {name: versions for name, versions in build.items() if dev.get(name, versions) != versions} == {}


def test_every_declared_package_is_locked() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = {"requirements.lock": project["project"]["dependencies"]}
    declared["requirements-dev.lock"] = project["dependency-groups"]["dev"]
    declared["requirements-build.lock"] = project["dependency-groups"]["build"]
    for lock, requirements in declared.items():
        names = {canonicalize_name(Requirement(text).name) for text in requirements}
        assert names - set(pins(lock)) == set()


def test_no_other_lock_lies_in_the_project() -> None:
    """Other tools' locks record registry hosts."""
    others = ("uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock", "package-lock.json")
    assert [name for name in others if Path(PROJECT / name).exists()] == []
