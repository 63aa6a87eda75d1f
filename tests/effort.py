"""How much work something is, measured so that a busy machine does not change the result: never a number of seconds.

What is compared is the processor's time for one text and for a part of it, in the same process, one after the other.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from dossier.problems import Failure

LEAST = 0.04  # seconds of a processor, below which nothing is compared
RATIO = 3.2  # of a text twice as long: a line gives 2, a square 4


def seconds(work: Callable[[], object]) -> float:
    """Of the processor; without the garbage collector, which looks at everything that other tests have left."""
    gc.disable()
    try:
        before = time.process_time()
        with suppress(Failure):  # told is as good as read
            work()
        return time.process_time() - before
    finally:
        gc.enable()


def growth(work: Callable[[int], object], n: int, *, most: int) -> float:
    """How much longer twice as much takes, from as much as can be measured, and not more than `most`."""
    while n < most and seconds(partial(work, n)) < LEAST:
        n *= 2
    if seconds(partial(work, n)) < LEAST:
        return 1
    pairs = [(seconds(partial(work, n)), seconds(partial(work, 2 * n))) for _ in range(3)]
    return min(two for _, two in pairs) / min(one for one, _ in pairs)
