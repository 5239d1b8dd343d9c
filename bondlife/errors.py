"""Refusals in plain words. The domain knows no HTTP; each edge maps a kind of refusal to its own status."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a stable code, the place, an English msgid with parameters.

    ``who`` can change it, ``href`` is where to look, ``law`` is the rule that asks it, with its basis.
    """

    code: str
    message: str
    field: str = ""
    params: Mapping[str, Any] | None = None
    who: str = ""
    href: str = ""
    law: Any = None

    def text(self) -> str:
        """Return the message with its parameters put in, in English."""
        return self.put(self.message)

    def put(self, message: str, *, chinese: bool = False) -> str:
        """Return a message in either language with its parameters and the rule it rests on."""
        said = message % self.worded(chinese=chinese) if self.params else message
        if self.law is None:
            return said
        return f"{said}（{self.law.zh}）" if chinese else f"{said} ({self.law.en})"

    def worded(self, *, chinese: bool = False) -> dict[str, Any]:
        """Return the parameters in one language: labels become their text, several are joined."""
        return {name: _in_words(value, chinese) for name, value in (self.params or {}).items()}


def _in_words(value: Any, chinese: bool) -> Any:
    if hasattr(value, "zh"):  # a label of a kind or rule; refusals know none of their types
        return value.zh if chinese else value.en
    if isinstance(value, tuple | list):
        return ("、" if chinese else ", ").join(str(_in_words(one, chinese)) for one in value)
    return value


class Refusal(Exception):
    """An act that is not carried out, with every reason found."""

    code = "refused"

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.text() for problem in problems))
        self.problems: Sequence[Problem] = problems

    def __reduce__(self) -> tuple[type["Refusal"], tuple[Problem, ...]]:
        """Survive the way back from a child process."""
        return type(self), tuple(self.problems)

    @classmethod
    def because(cls, code: str, message: str, field: str = "", /, **params: Any) -> Self:
        """Return a refusal with one reason."""
        return cls(Problem(code, message, field, params or None))


class Invalid(Refusal):
    """The input cannot be right: which field, what was read, what is expected."""

    code = "invalid"


class Missing(Refusal):
    """There is no such record for this person; records of others look the same."""

    code = "not_found"


class Forbidden(Refusal):
    """The person may see this but not do it."""

    code = "forbidden"


class Blocked(Refusal):
    """A gate is not open yet: each reason says what is missing and who can change it."""

    code = "blocked"


class Conflict(Refusal):
    """Somebody else was first, or the state has moved on; ``theirs`` is the record as it stands."""

    code = "conflict"

    def __init__(self, *problems: Problem, theirs: Mapping[str, Any] | None = None) -> None:
        super().__init__(*problems)
        self.theirs = theirs


class Unavailable(Refusal):
    """The store cannot take it now (busy, full, away); nothing was stored and trying again is safe."""

    code = "unavailable"


def missing(what: str = "record") -> Missing:
    """Return the one answer for records that do not exist or belong to others."""
    return Missing(Problem("not_found", "There is no such record.", what))
