"""Signs between words: templates write them the Chinese way, English pages print the English ones.

Only what a template itself writes is turned; data keep their own signs.
"""

from jinja2.ext import Extension

SIGNS = {"，": ", ", "；": "; ", "：": ": ", "。": ". ", "、": ", ", "（": " (", "）": ")"}
"""Full-width sign → how English prints it."""

_TABLE = str.maketrans(SIGNS)


def in_english(text: str) -> str:
    """Return a text with English signs.

    >>> in_english("3 rules：1 local（Wenzhou），2 national。")
    '3 rules: 1 local (Wenzhou), 2 national. '
    """
    return text.translate(_TABLE)


class EnglishSigns(Extension):
    """Turns the signs of a template's source before it is compiled."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """Return the source with English signs."""
        return in_english(source)
