"""Numbers as Chinese writes them."""

from __future__ import annotations

DIGITS = "〇○零一二三四五六七八九"
_VALUES = {numeral: value for value, numeral in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "元": 1}


def parse_numeral(text: str) -> int:
    """12, 十二, 二十, 廿三, 二〇二三, 元: what it counts."""
    text = text.replace(" ", "")
    if text.isdecimal():
        return int(text)
    text = text.replace("廿", "二十")
    if "十" not in text:
        return int("".join(str(_VALUES[numeral]) for numeral in text))
    tens, _, ones = text.partition("十")
    return (parse_numeral(tens) if tens else 1) * 10 + (parse_numeral(ones) if ones else 0)
