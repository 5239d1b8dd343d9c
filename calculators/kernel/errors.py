"""The one way a calculator says no."""


class CalculationError(ValueError):
    """A refusal: what is wrong (code), where (field), and in words (message).

    The code is stable and translated by the edge; the message is plain English.
    """

    def __init__(self, code: str, field: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.field = field
        self.message = message

    def __str__(self) -> str:
        """Say the refusal with its place, for logs and tracebacks."""
        return f"{self.field}: {self.message} [{self.code}]"

    def __reduce__(self) -> tuple[type["CalculationError"], tuple[str, str, str]]:
        """Survive the way back from a worker process."""
        return (CalculationError, (self.code, self.field, self.message))
