"""Files damaged by chance: bytes changed, put in, left out, moved, and files cut off."""

import random
from collections.abc import Iterator


def damaged(data: bytes, seed: int, times: int) -> Iterator[bytes]:
    chance = random.Random(seed)
    for _ in range(times):
        one = data
        for _ in range(chance.randint(1, 5)):
            start = chance.randrange(len(one) + 1)
            end = min(len(one), start + chance.choice((1, 2, 8, 40, 400)))
            change = chance.randrange(6)
            if change == 0:
                one = one[:start] + bytes([chance.randrange(256)]) + one[end:]
            elif change == 1:
                one = one[:start] + one[end:]
            elif change == 2:
                one = one[:start] + one[start:end] * 3 + one[end:]
            elif change == 3:
                one = one[:start] + one[end:] + one[start:end]
            elif change == 4:
                one = one[:start] + chance.randbytes(end - start) + one[end:]
            elif chance.random() < 0.3:
                one = one[:start]
        yield one
