"""Measures how work grows with its input, independent of the speed and load of the machine.

It compares the CPU time for an input with that for one twice as long, in the same process, one after the other.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from dossier.problems import Failure

MIN_SECONDS = 0.04  # of CPU time, below which nothing is compared
RATIO = 3.2  # the limit for twice the input: linear work gives 2, quadratic work 4


def seconds(work: Callable[[], object]) -> float:
    """The CPU time of the work; without the garbage collector, which would visit the objects of other tests."""
    gc.disable()
    try:
        before = time.process_time()
        with suppress(Failure):  # a refusal counts as work too
            work()
        return time.process_time() - before
    finally:
        gc.enable()


def growth(work: Callable[[int], object], n: int, *, most: int) -> float:
    """How many times longer twice the input takes, for the smallest measurable input from `n` up to `most`."""
    while n < most and seconds(partial(work, n)) < MIN_SECONDS:
        n *= 2
    if seconds(partial(work, n)) < MIN_SECONDS:
        return 1
    pairs = [(seconds(partial(work, n)), seconds(partial(work, 2 * n))) for _ in range(3)]
    return min(two for _, two in pairs) / min(one for one, _ in pairs)
