"""The one way a calculator says no."""


class CalculationError(ValueError):
    """A refusal: what is wrong (code), where (field), and in words (message).

    The code is stable. ``msgid`` is the plain English sentence with ``%(name)s`` for what differs from case
    to case; the edge translates it and puts ``params`` in. ``message`` is the English sentence as it is read.

    >>> CalculationError("too_long", "flows", "at most %(most)s flows", most=600).message
    'at most 600 flows'
    """

    def __init__(self, code: str, field: str, message: str, /, **params: object) -> None:
        self.code = code
        self.field = field
        self.msgid = message
        self.params = params
        self.message = message % params if params else message
        super().__init__(self.message)

    def at(self, field: str) -> "CalculationError":
        """Return the same refusal at another place.

        >>> CalculationError("bad_unit", "unit", "no unit").at("step 2").field
        'step 2'
        """
        return CalculationError(self.code, field, self.msgid, **self.params)

    def __str__(self) -> str:
        """Say the refusal with its place, for logs and tracebacks."""
        return f"{self.field}: {self.message} [{self.code}]"

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way back from a worker process."""
        return _rebuilt, (self.code, self.field, self.msgid, self.params)


def _rebuilt(code: str, field: str, message: str, params: dict[str, object]) -> CalculationError:
    return CalculationError(code, field, message, **params)
