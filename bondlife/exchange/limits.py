"""How much of a file is read: every size has a bound, each as data."""

from dataclasses import asdict, dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading, in bytes, seconds and counts.

    ``memory`` is address space beyond what the child needs to start; ``wall`` ends a child that only waits.
    """

    file: int = 32 * MIB
    text_file: int = 64 * MIB
    memory: int = 512 * MIB
    cpu: int = 20
    wall: int = 30
    entries: int = 1_000
    inflated: int = 256 * MIB
    ratio: int = 250
    sheets: int = 60
    rows: int = 300_000
    columns: int = 600
    cells: int = 6_000_000
    text: int = 32_767
    answer: int = 256 * MIB

    def as_dict(self) -> dict[str, int]:
        """Return the bounds by name, as the child takes them."""
        return asdict(self)


LIMITS = Limits()
