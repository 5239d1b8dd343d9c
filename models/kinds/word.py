"""A word of the vocabulary of kinds: a guard or an effect that they may name."""

from dataclasses import dataclass

from models.lifecycle import Label


@dataclass(frozen=True, slots=True)
class Word:
    """One guard or effect: name, parameters it takes, what it means."""

    name: str
    params: tuple[str, ...]
    meaning: Label


def word(name: str, params: str, en: str, zh: str) -> Word:
    """Return a word; parameters are written with spaces between."""
    return Word(name, tuple(params.split()), Label(en, zh))
