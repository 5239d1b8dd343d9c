"""Amounts in capital characters, as payment papers write them."""

from calculators.kernel.money import check_fen, to_yuan


def capital_words(fen: int) -> str:
    """Write an amount in capital characters for payment papers: 壹佰元整. Refuses what is below zero.

    >>> capital_words(1_244_571_825)
    '壹仟贰佰肆拾肆万伍仟柒佰壹拾捌元贰角伍分'
    """
    whole = check_fen(fen, "amount")
    if whole < 0:
        raise ValueError("an amount below zero is not written in words")
    if whole >= 10**18:
        raise ValueError("an amount of 10,000,000,000,000,000 yuan or more is not written in words")
    # Slow to import, and only papers need it.
    from cn2an import an2cn  # type: ignore[import-untyped]

    return str(an2cn(f"{to_yuan(whole):f}", "rmb"))
