"""The sentence around a few characters, as a reader would quote it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

# A sentence ends after these and the quotation marks or brackets that close behind them. A full stop
# ends one only before a space and a capital or the end, so that "U.S." and "3.5" stay whole.
# The first character stands for all kinds, so that the search leaps from one to the next.
_END = re.compile(
    r"[。！？!?…\n.](?:"
    r"(?<=[。！？!?…])[。！？!?…]*[”’」』）)\"]*"
    r"|(?<=\n)"
    r"|(?<=[a-z0-9)\"”]\.)[”’\")]*(?=\s+[A-Z“\"]|\s*$)"
    r")"
)


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence that holds `start` to `end` begins and ends, without the white space around it."""
    ends = _ends(text)
    before, after = bisect_right(ends, start), bisect_left(ends, max(start + 1, end))
    first = ends[before - 1] if before else 0
    last = ends[after] if after < len(ends) else len(text)
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last


@lru_cache(maxsize=64)
def _ends(text: str) -> tuple[int, ...]:
    """Where each sentence ends: sought once for all that is quoted from a text."""
    return tuple(stop.end() for stop in _END.finditer(text))
