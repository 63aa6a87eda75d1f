"""Whether a stretch of text may state something else than the words it resembles.

A near match is attached to what people cite, so what differs has to be harmless: punctuation, a particle, a slip
within a word. Another number, date, direction or negation is another fact, whatever stands around it. Another word
in the place of a word may be one too: only the text around the quotation, or its draft, can tell that it is not.
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


def states_otherwise(words: str, found: str) -> bool:
    """Whether one has another number, date or direction than the other, or denies what the other does not."""
    if _NUMBER.findall(words) != _NUMBER.findall(found) or _denials(words) != _denials(found):
        return True
    return any(
        not _DENIES.isdisjoint(was + now)
        or any(not kind.isdisjoint(was) and not kind.isdisjoint(now) for kind in (_COUNTS, _PLACES))
        for was, now in changes(words, found)
    )


def may_state_otherwise(words: str, found: str) -> bool:
    """Whether nothing but the text around them could tell that the words are the same statement.

    So it is where a character that counts, dates, places or denies was changed, or a word stands for another; a
    particle is no word.
    """
    return states_otherwise(words, found) or any(
        not _FACTS.isdisjoint(was + now) or (_content(was) and _content(now)) or len(_content(was + now)) > 1
        for was, now in changes(words, found)
    )


def changes(words: str, found: str) -> Iterator[tuple[str, str]]:
    """What letters were changed into what others."""
    for step in Levenshtein.opcodes(words, found):
        was, now = (
            letters_only(words[step.src_start : step.src_end]),
            letters_only(found[step.dest_start : step.dest_end]),
        )
        if step.tag != "equal" and (was or now):
            yield was, now


def _denials(words: str) -> list[str]:
    return [word for word in _LATIN_WORD.findall(words) if word in _DENIES_IN_LATIN or word.endswith("n't")]


def _content(words: str) -> str:
    return "".join(character for character in words if character not in _PARTICLES)
