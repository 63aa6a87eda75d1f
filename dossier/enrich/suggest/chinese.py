"""Names in a Chinese text: by a tagger's words, joined with titles, dots, brackets and endings.

The tagger's types alone are not believed: 普京 is a place to it. It says where words end; what stands around says more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from dossier.enrich.names.shape import kind
from dossier.enrich.suggest.chinese_bodies import organisations, places, quoted_names, treaties
from dossier.enrich.suggest.chinese_people import dotted_names, glossed_names, tagged_names, titled_names
from dossier.enrich.suggest.english import FUNCTION_WORDS, NO_NAMES, type_of_latin
from dossier.enrich.suggest.found_name import FoundName, Sign
from dossier.enrich.suggest.tagged_text import TaggedText, tagged_words


def find_chinese_names(text: str, listed: Sequence[FoundName]) -> list[FoundName]:
    """The names in a plain text, besides those of the lists, which may be parts of longer ones; none lies in another."""
    words = tagged_words(text)
    ends = {word.end: nth for nth, word in enumerate(words)}
    starts = {word.start: nth for nth, word in enumerate(words)}
    listed = [name for name in listed if _is_aligned(name, starts, ends)]
    tagged = TaggedText(text, words, starts, ends, {name.end: name for name in listed})
    found = [
        *quoted_names(text),
        *dotted_names(tagged),
        *glossed_names(tagged),
        *organisations(tagged),
        *treaties(tagged),
        *places(tagged),
        *titled_names(tagged),
        *tagged_names(tagged),
        *_latin_names(text),
    ]
    return _without_overlaps([*found, *listed])


def _is_aligned(name: FoundName, starts: Mapping[int, int], ends: Mapping[int, int]) -> bool:
    """Whether a short place of a list is whole words: 德里, but not in 弗里德里希."""
    return name.type != "place" or name.end - name.start > 2 or (name.start in starts and name.end in ends)


_STRENGTH: Mapping[Sign, int] = {"gloss": 8, "dots": 6, "quoted": 6, "list": 4, "suffix": 4, "title": 2}


def _without_overlaps(found: list[FoundName]) -> list[FoundName]:
    """The strongest of those that overlap, and of equals the longest."""
    kept: list[FoundName] = []
    listed = {(name.start, name.end): name for name in found if "list" in name.signs}
    taken: set[int] = set()
    for name in sorted(found, key=_precedence):
        places = range(name.start, name.end)
        if taken.isdisjoint(places):
            taken.update(places)
            of_list = listed.get((name.start, name.end))
            kept.append(
                name._replace(listed=of_list.listed, type=of_list.type, signs=name.signs | {"list"})
                if of_list
                else name
            )
    return sorted(kept)


def _precedence(name: FoundName) -> tuple[int, int, bool]:
    return (
        -max((_STRENGTH.get(sign, 0) for sign in name.signs), default=0),
        name.start - name.end,
        "list" not in name.signs,
    )


_LATIN_RUN = re.compile(r"(?<![A-Za-z0-9@.&#/-])[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+){0,3}(?![A-Za-z0-9@/.-]|\))")


def _latin_names(text: str) -> Iterator[FoundName]:
    """Names that a Chinese text leaves in Latin letters; those in brackets are another's."""
    for match in _LATIN_RUN.finditer(text):
        if (
            match[0] not in NO_NAMES
            and match[0] not in FUNCTION_WORDS
            and not match[0].isupper()
            and text[max(match.start() - 1, 0)] != "("
        ):
            likely = type_of_latin(match[0]) or ("person" if kind(match[0]) == "person" else "organisation")
            yield FoundName(*match.span(), likely, frozenset({"capital"}))
