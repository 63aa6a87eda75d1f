"""Whether a stretch of text may state something else than the words it resembles.

What differs in a near match has to be harmless: punctuation, a particle, a slip within a word. Another number, date,
direction or negation is another fact, whatever stands around it. Another word in a word's place may be one too, unless
the text around the quotation, or the draft it was taken from, shows that it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from dossier.enrich.anchors.article_text import letters_only

_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
_LATIN_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*", re.ASCII)

# Chinese words of one character are closed classes where they count, place or deny; these are whole classes, folded.
_COUNTS = frozenset("〇零一二三四五六七八九十百千万亿两双半几数多少每各全首末第")
_PLACES = frozenset("年月日号时分秒周岁上下前后今明昨去本来早晚晨夜春夏秋冬初底东南西北左右内外中里")
_DENIES = frozenset("不没未无非否别莫勿毋拒免停止反禁")
_FACTS = _COUNTS | _PLACES | _DENIES
_PARTICLES = frozenset(
    "的地得之了着过是为于在与和及跟同将把被给让对向从由自就才便即也亦都还仍又再并且而则而所以其此这那该等吧吗呢啊个们曾已经很"
)
_DENIES_IN_LATIN = frozenset(["no", "not", "never", "none", "nor", "without", "neither", "nobody", "nothing", "cannot"])


def states_otherwise(words: str, other: str) -> bool:
    """Whether the two differ in a number, a date, a direction or a negation."""
    if _NUMBER.findall(words) != _NUMBER.findall(other) or _denials(words) != _denials(other):
        return True
    return any(
        not _DENIES.isdisjoint(was + now)
        or any(not kind.isdisjoint(was) and not kind.isdisjoint(now) for kind in (_COUNTS, _PLACES))
        for was, now in changes(words, other)
    )


def may_state_otherwise(words: str, other: str) -> bool:
    """Whether the two may differ in substance: as `states_otherwise`, or in a word that is no particle."""
    return states_otherwise(words, other) or any(
        not _FACTS.isdisjoint(was + now) or (_content(was) and _content(now)) or len(_content(was + now)) > 1
        for was, now in changes(words, other)
    )


def changes(words: str, other: str) -> Iterator[tuple[str, str]]:
    """Each run of letters that was changed, and what it was changed to."""
    for step in Levenshtein.opcodes(words, other):
        was, now = (
            letters_only(words[step.src_start : step.src_end]),
            letters_only(other[step.dest_start : step.dest_end]),
        )
        if step.tag != "equal" and (was or now):
            yield was, now


def _denials(words: str) -> list[str]:
    return [word for word in _LATIN_WORD.findall(words) if word in _DENIES_IN_LATIN or word.endswith("n't")]


def _content(words: str) -> str:
    return "".join(character for character in words if character not in _PARTICLES)
