"""Latin words that a Chinese page must not show: all but signs, functions and terms of the field."""

import re

_WORD = re.compile(r"[A-Za-z][A-Za-z_]+")
SIGNS = frozenset(["max", "min", "ln"])
"""Functions as they stand in Chinese formulas; single letters are names of figures and indices."""

_TERM = re.compile(r"[A-Z]{2,}")


def latin_words(text: str, allowed: frozenset[str] = frozenset()) -> list[str]:
    """Return the words in Latin letters that are neither signs nor terms such as PPP or IRR.

    >>> latin_words("PSC值 − max(缺口, 0) × opening")
    ['opening']
    """
    words = _WORD.findall(text)
    return [one for one in words if one not in SIGNS | allowed and not _TERM.fullmatch(one)]
