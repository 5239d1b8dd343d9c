"""Makes it happen: web, api, cli, jobs, use-cases, queries, security."""

from importlib import import_module
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]


def _require_own(name: str) -> None:
    """Refuse to start beside a stranger's package of the same top-level name."""
    package = import_module(name)
    where = Path(package.__file__ or "?").resolve().parent
    if where != _ROOT / name or getattr(package, "__owner__", "") != "bondlife":
        message = f"bondlife needs its own {name!r} but found {where}"
        raise ImportError(message, name=name)


for _name in ("calculators", "models"):
    _require_own(_name)
