"""The code keeps its rules, and each rule catches the fault it is for."""

from pathlib import Path

import pytest

from tests.architecture.code_rules import code_faults
from tests.requirements import PROJECT

CLEAN = '"""A clean module."""\n\n\ndef answer() -> int:\n    """Return it."""\n    return 42\n'
HEAD = '"""A module."""\n'
LONG_FUNCTION = HEAD + 'def f() -> None:\n    """Do."""\n' + "    f()\n" * 59
LONG_MODULE = HEAD + "X = 1\n" * 500

PLANTED = [
    ("calculators/bonds/x.py", HEAD + "A = open('x')\n", "impure calculator"),
    ("calculators/bonds/x.py", HEAD + "print('x')\n", "impure calculator"),
    ("calculators/bonds/x.py", HEAD + "import random\n", "impure calculator"),
    ("calculators/bonds/x.py", HEAD + "from time import sleep\n", "impure calculator"),
    (
        "calculators/bonds/x.py",
        HEAD + "import numpy as np\nA = np.random.default_rng()\n",
        "impure calculator",
    ),
    ("calculators/bonds/x.py", HEAD + "from datetime import date\nA = date.today()\n", "system clock"),
    ("calculators/bonds/x.py", HEAD + "import datetime\nA = datetime.datetime.now()\n", "system clock"),
    ("models/x.py", HEAD + "from datetime import datetime as dt\nA = dt.now()\n", "system clock"),
    ("bondlife/web/x.py", HEAD + "from time import time as t\nA = t()\n", "system clock"),
    ("bondlife/web/x.py", HEAD + "def f():\n    import time\n    time.time()\n", "system clock"),
    (
        "bondlife/web/x.py",
        HEAD + "from sqlmodel import select\nA = select(1)\n",
        "statement outside its place",
    ),
    ("bondlife/api/x.py", HEAD + "import sqlalchemy as s\nA = s.select(1)\n", "statement outside its place"),
    ("bondlife/cli.py", HEAD + "from sqlalchemy import delete as d\nd(1)\n", "statement outside its place"),
    ("models/x.py", HEAD + "from bondlife.db import select\nA = select(1)\n", "statement outside its place"),
    ("bondlife/queries/x.py", HEAD + "from sqlalchemy import text\nA = text('x')\n", "raw SQL"),
    ("bondlife/services/x.py", HEAD + "import sqlalchemy.sql as q\nA = q.text('x')\n", "raw SQL"),
    ("bondlife/services/x.py", HEAD + "def _f(c):\n    c.exec_driver_sql('x')\n", "raw SQL"),
    ("bondlife/jobs/x.py", HEAD + "import sqlite3\n", "raw SQL"),
    ("bondlife/jobs/x.py", HEAD + "from pysqlite3 import dbapi2\n", "raw SQL"),
    ("bondlife/services/x.py", HEAD + "def _f(s):\n    s.commit()\n", "commit outside an act"),
    ("bondlife/web/x.py", HEAD + "def _f(db):\n    with db.writing(): ...\n", "commit outside an act"),
    ("bondlife/web/x.py", LONG_MODULE, "long module"),
    ("bondlife/web/x.py", LONG_FUNCTION, "long function"),
    ("bondlife/web/x.py", "A = 1\n", "no docstring"),
    ("models/x.py", HEAD + "class Bond:\n    pass\n", "no docstring"),
    ("models/x.py", HEAD + 'class Bond:\n    """A."""\n    def face(self): ...\n', "no docstring"),
    ("calculators/x.py", HEAD + "async def f(): ...\n", "no docstring"),
]

ALLOWED = [
    ("bondlife/clock.py", HEAD + "from datetime import datetime\nA = datetime.now()\n"),
    ("bondlife/queries/x.py", HEAD + "from sqlmodel import select\nA = select(1)\n"),
    ("bondlife/db.py", HEAD + "from sqlalchemy import text\nimport pysqlite3\nA = text('x')\n"),
    ("bondlife/migrations/versions/x.py", LONG_MODULE),
    ("bondlife/web/x.py", HEAD + "import time\nA = time.monotonic()\n"),
    ("bondlife/web/x.py", LONG_FUNCTION.replace("    f()\n", "", 1)),
    ("models/x.py", HEAD + 'X = "1\\n"\ndef _hidden(): ...\n'),
]


def plant(root: Path, path: str, text: str) -> Path:
    """Write one module into a small tree that is clean otherwise."""
    for package in ("bondlife", "models", "calculators"):
        (root / package).mkdir()
        (root / package / "__init__.py").write_text(CLEAN)
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)
    return root


def test_the_code_keeps_its_rules() -> None:
    faults = code_faults(PROJECT)
    assert not faults, "\n" + "\n".join(map(str, faults))


def test_a_clean_tree_has_no_faults(tmp_path: Path) -> None:
    assert code_faults(plant(tmp_path, "models/x.py", CLEAN)) == []


@pytest.mark.parametrize(("path", "text", "rule"), PLANTED)
def test_a_planted_fault_is_found(tmp_path: Path, path: str, text: str, rule: str) -> None:
    found = {(fault.path, fault.rule) for fault in code_faults(plant(tmp_path, path, text))}
    assert (path, rule) in found


@pytest.mark.parametrize(("path", "text"), ALLOWED)
def test_what_is_allowed_is_let_through(tmp_path: Path, path: str, text: str) -> None:
    assert code_faults(plant(tmp_path, path, text)) == []
