"""Every regular expression takes as long as its text is: each is attacked with texts made from its own structure."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

from tests.proofs.patterns import Key, Usage, patterns, texts, works

LEAST = 0.001  # seconds of a processor, below which nothing is compared
RATIO = 2.9  # of a text twice as long: a line gives 2, a square 4
SQUARE = 6  # likewise, of a short text
FAST = 40  # characters that no pattern takes so long to read
FEW = 10  # texts for each pattern in the suite

USED, UNKNOWN = patterns()
# Patterns that only a running program knows, and why none of them is attacked here.
ELSEWHERE = {
    ("dossier.ingest.metadata.language_detection", "pattern"): "sets of characters",
    ("dossier.cli.origin", "f'[0-9a-f]{{{digits}}}'"): "a fixed number of hexadecimal digits",
    ("dossier.ingest.drafts.draft", "f'({rule.title_suffix})$'"): "in the rules of outlets",
    ("dossier.ingest.drafts.draft", "rule.address"): "in the rules of outlets",
    ("dossier.ingest.html.captions", "pattern"): "credits: in the rules of outlets",
    ("dossier.ingest.metadata.addresses", "pattern"): "rewrites and dates of addresses: in the rules of outlets",
    ("dossier.ingest.drafts.draft", "metadata.rule.address"): "in the rules of outlets",
    ("dossier.ingest.outlets", "rule.paths"): "in the rules of outlets",
    ("dossier.ingest.outlets", "rule.signs"): "in the rules of outlets",
    (
        "dossier.ingest.outlets.loader",
        'f"""^[ \\\\t]*+(?:\\\\[{{1,2}}[ \\\\t]*+)?[\\\\"\']?{re.escape(name)}[\\\\"\']?[ \\\\t]*+[\\\\]=]"""',
    ): "one line begins at one place",
    ("dossier.enrich.names.short_forms", "re.escape(name)"): "one name",
    ("dossier.enrich.suggest.offices", "letters"): "classes of letters, in one word",
    ("dossier.enrich.suggest.offices", "pattern"): "classes of letters, in one word",
}
# Patterns whose callers give them short texts only, and how long these are.
SHORT = {
    r"([A-Za-z.\"-]*)( ?)$": 20,
    r"\s*([年月./-])\s*": 40,
    r"<!--\s*Page saved with (?:SingleFile|Dossier)\b(.*?)-->": 4000,
    r"(?<!\S)\S*《[^》]*》\S*": 300,
    r"^(?P<title>.*?)[\s，,、|]*(?:发自|發自|报道自|Reporting from|\bin\b)\s*[,，:：]?\s*(?P<places>[^，。]+)$": 300,
}
# Modules that cut what they read to so many characters before any pattern sees it.
SHORT_IN = {
    "dossier.ingest.captures.comparison": 400,
    "dossier.ingest.metadata.author_names": 400,
    "dossier.ingest.html.caption_credits": 128,
    "dossier.ingest.metadata.page_titles": 500,
}


def seconds(work: Callable[[], object]) -> float:
    """Of the processor; without the garbage collector, which looks at everything that other tests have left."""
    gc.disable()
    before = time.process_time()
    work()
    done = time.process_time() - before
    gc.enable()
    return done


def slow(key: Key, usage: Usage, length: int, most: int) -> str:
    """The first text that takes the pattern more than a line's time."""
    pattern, flags = key
    limit = SHORT.get(pattern if isinstance(pattern, str) else "", SHORT_IN.get(usage.place, length))
    allowed = RATIO if limit >= length else SQUARE
    for text in texts(pattern, flags, most):
        for work in works(pattern, flags, usage.methods):

            def of(size: int, text: Callable[[int], str] = text, work: Callable[[str | bytes], object] = work) -> float:
                made = text(size)
                return seconds(lambda: work(made if isinstance(pattern, str) else made.encode("utf-8", "replace")))

            size = 12  # what doubles with each character is met before it takes for ever
            while size < min(length, limit) and of(size) < LEAST:
                size = size * 4 // 3 if size < FAST else size * 4
            if min(of(size) for _ in range(3)) < LEAST or (limit < length and size >= limit):
                continue
            if size < FAST or min(of(2 * size) for _ in range(5)) > allowed * min(of(size) for _ in range(5)):
                return repr(text(40))
    return ""


def test_every_pattern_is_attacked():
    """Or it is said why not."""
    assert len(USED) > 300
    assert {(unknown.file, unknown.source) for unknown in UNKNOWN} == set(ELSEWHERE)


def test_the_attack_meets_a_square_and_worse():
    for pattern in (r"\s*x", r"(a+)+b", r"<[^>]*>", r"([^\s,]\S*)\s+(\d+)[wx]", r"[（(]\w*[A-Z]\w*[）)]"):
        assert slow((pattern, 32), Usage("", frozenset({"search"})), 2000, 60)


@pytest.mark.parametrize(
    ("length", "most"), [pytest.param(1000, FEW, id="few"), pytest.param(8000, 60, id="all", marks=pytest.mark.slow)]
)
def test_patterns_take_as_long_as_their_texts(length, most):
    assert {key[0]: found for key, usage in USED.items() if (found := slow(key, usage, length, most))} == {}
