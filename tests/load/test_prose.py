"""What a text refers to, and on which line; in time that grows as the text does."""

import gc
import time

import pytest

from dossier.load.prose import read_prose
from dossier.load.spelling import did_you_mean


def told(text):
    uses, problems = [], []
    read_prose(text, "x.md", 10, uses, problems)
    return [f"{use.at} {use.kind}:{use.id}#{use.block}".rstrip("#") for use in uses]


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("一。\n\n二[三](article:a#p-abcdef)。\n", ["x.md:12 article:a#p-abcdef"]),
        ("一\n[二](entity:b)\n[三](entity:b)", ["x.md:11 entity:b", "x.md:11 entity:b"]),
        ("[一][1]\n\n二\n\n[1]: page:c\n", ["x.md:14 page:c"]),
        ("[一](page:a&amp;b)\n\n`page:a&b`\n", ["x.md:10 page:a&b"]),  # written in another form: where its block begins
        ("一\r\r[二](page:c)", ["x.md:12 page:c"]),
        ("::: figure\n![](../media/a.svg)\n二\n:::\n", ["x.md:11 picture:a.svg"]),
        ("![](https://e.org/a.jpg)", []),
    ],
)
def test_uses(text, uses):
    assert told(text) == uses


def seconds(work, *given):
    """Of the processor; without the garbage collector, which looks at everything that other tests have left."""
    gc.disable()
    start = time.process_time()
    work(*given)
    done = time.process_time() - start
    gc.enable()
    return done


@pytest.mark.parametrize("written", ["[a](page:b&amp;c)\n\n", "[a][b]\n\n", "[a](page:b)\n"])
def test_four_times_the_links_take_four_times_as_long(written):
    few, many = (min(seconds(told, written * n + "[b]: page:b\n") for _ in range(3)) for n in (2_000, 8_000))
    assert many < few * 8


def test_many_wrong_words_are_guessed_in_time():
    known = frozenset(f"2023-{n % 12 + 1:02}-{n % 28 + 1:02}-bao-{n}" for n in range(10_000))
    wrong = [f"{word}x" for word in sorted(known)[::100]]
    assert seconds(lambda: [did_you_mean(word, known, "") for word in wrong]) < 5
    assert [did_you_mean(word, known, "") for word in wrong] == [f"did you mean `{word[:-1]}`?" for word in wrong]
