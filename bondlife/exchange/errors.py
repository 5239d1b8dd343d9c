"""The one way a file is refused as a whole."""

from collections.abc import Mapping
from types import MappingProxyType

_NOTHING: Mapping[str, str] = MappingProxyType({})


class FileRefused(Exception):
    """A file that is not taken at all: a stable code, an English message, and the figures it names.

    The message is a msgid with ``{names}``; ``str()`` puts the figures in.
    """

    def __init__(self, code: str, message: str, params: Mapping[str, str] = _NOTHING) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.params = dict(params)

    def __str__(self) -> str:
        """Say the refusal with its figures, for logs and the command line."""
        return f"{self.message.format_map(self.params)} [{self.code}]"

    def __reduce__(self) -> tuple[type["FileRefused"], tuple[str, str, dict[str, str]]]:
        """Survive the way back from a worker process."""
        return (FileRefused, (self.code, self.message, self.params))
