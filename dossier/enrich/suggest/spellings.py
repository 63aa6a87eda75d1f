"""All that the articles hold of names, spelling by spelling, and which of it is a name.

Two passes: what titles, dots, brackets and lists make certain is looked for everywhere, so that the tagger's other cuts
of the same characters fall away; of the rest, recurrence decides where a name ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

import rjieba

from dossier.enrich.names.linker import find_spellings
from dossier.enrich.names.listed import listed_names, rows_by_spelling
from dossier.enrich.names.spellings import NameSources, SpellingIndex
from dossier.enrich.normalise import BLOCK_SEPARATOR, normalise
from dossier.enrich.suggest.chinese import find_chinese_names
from dossier.enrich.suggest.english import find_english_names, find_lowercase_words, plain_english
from dossier.enrich.suggest.found_name import FoundName, Place, Spelling
from dossier.model import NOWHERE, Article, Block, Entity

_UNREAD = ("byline", "credit", "code", "rule")


class Text(NamedTuple):
    """A block of an article, and its text as names are looked for in it."""

    article: Article
    block: Block
    plain: str
    is_english: bool


_FULL_STOP = re.compile("(?<=[\u3400-\u9fff])\\.(?=[\u3400-\u9fff])")  # 弗里德里希．瑙曼


def texts_of(articles: Iterable[Article]) -> list[Text]:
    """The blocks that may hold names."""
    texts = []
    for article in articles:
        for block in article.blocks:
            if block.kind not in _UNREAD and block.text.strip():
                is_english = sum(character > "\u2e80" for character in block.text) * 8 < len(block.text)
                plain = plain_english(block.text) if is_english else _FULL_STOP.sub("·", normalise(block.text))
                texts.append(Text(article, block, plain, is_english))
    return texts


def find_names(texts: list[Text], known: SpellingIndex) -> dict[str, Spelling]:
    """The spellings that are names, with all places where they stand."""
    lowercase = find_lowercase_words(text.plain for text in texts if text.is_english)
    spellings: dict[str, Spelling] = {}
    for text in texts:
        for name in _names_in(text, known, lowercase):
            _add(spellings, text, name)
    for spelling in spellings.values():
        if known.is_described(spelling.plain):
            spelling.known = next(r.entities[0] for r in known.meanings[normalise(spelling.plain)] if r.entities)
    _add_surnames(spellings)
    _drop_miscut(spellings, BLOCK_SEPARATOR.join(text.plain for text in texts if not text.is_english))
    _place(texts, spellings)
    names = {key: spelling for key, spelling in spellings.items() if is_a_name(spelling)}
    if len(names) < len(spellings):  # what is none hides nothing
        _place(texts, names)
    return {key: spelling for key, spelling in names.items() if spelling.places}


def _names_in(text: Text, known: SpellingIndex, lowercase: frozenset[str]) -> Iterable[FoundName]:
    plain = normalise(text.plain) if text.is_english else text.plain
    listed = [*_listed_in(plain, known)]
    if not text.is_english:
        return find_chinese_names(text.plain, listed)
    if _is_headline(text):
        return listed
    return find_english_names(text.plain, listed, lowercase)


def _listed_in(plain: str, known: SpellingIndex) -> Iterator[FoundName]:
    """The names that the dossier or a list has."""
    taken: set[int] = set()
    for hit in find_spellings(known, plain) if known.meanings else ():
        if hit.kind in ("name", "metonym"):
            taken.update(range(hit.start, hit.end))
            yield FoundName(hit.start, hit.end, "thing", frozenset({"list"}))
    for hit in find_spellings(listed_index(), plain):
        if hit.kind == "name" and taken.isdisjoint(range(hit.start, hit.end)):
            row = listed_names()[hit.entities[0]]
            yield FoundName(hit.start, hit.end, row.type, frozenset({"list"}), listed=row.id)


@cache
def listed_index() -> SpellingIndex:
    """The spellings of the lists, each that of one row alone."""
    spellings: dict[str, list[str]] = {}
    for spelling, row in rows_by_spelling().items():
        spellings.setdefault(row.id, []).append(spelling)
    rows = ((listed_names()[key], names) for key, names in spellings.items())
    entities = tuple(
        Entity(row.id, row.type, {"zh": first}, NOWHERE, alias=tuple(more)) for row, (first, *more) in rows
    )
    return SpellingIndex.of(NameSources(entities, ()))


def _is_headline(text: Text) -> bool:
    """Whether all words of an English line begin with capitals, so that these say nothing."""
    words = [word for word in text.plain.split() if word[:1].isalpha() and len(word) > 3]
    if text.block.kind != "title" and text.plain.rstrip(" \"'”)")[-1:] in ".!?:":
        return False
    return bool(words) and sum(word[0].isupper() for word in words) > 0.7 * len(words) and len(words) > 3


def _add(spellings: dict[str, Spelling], text: Text, name: FoundName) -> None:
    plain = text.plain[name.start : name.end]
    key = normalise(plain)
    spelling = spellings.setdefault(key, Spelling(key if not text.is_english else plain))
    spelling.types[name.type] += _vote(name)
    spelling.signs.update(name.signs)
    spelling.listed = spelling.listed or name.listed
    spelling.places.append(Place(text.article.id, 0, name.start, name.end))
    if name.latin:
        spelling.latin[name.latin] += 1


def _vote(name: FoundName) -> float:
    """How much a type counts: the tagger's alone hardly does, for 普京 is a place to it."""
    if name.signs & {"list", "title", "suffix", "dots"} or ("gloss" in name.signs and name.type != "place"):
        return 3
    return 1 if name.signs & {"speech", "place", "full", "gloss"} or name.type not in ("place", "thing") else 0.1


def _add_surnames(spellings: dict[str, Spelling]) -> None:
    """The last parts of names with dots stand alone further on."""
    for spelling in [s for s in spellings.values() if "·" in s.plain and "dots" in s.signs]:
        surname = spelling.plain.rsplit("·", 1)[1].removesuffix("三世").removesuffix("二世")
        if len(surname) > 1 and not (surname in spellings and spellings[surname].listed):
            part = spellings.setdefault(surname, Spelling(surname))
            part.signs["dots"] += 1
            part.types["person"] += 3


def _drop_miscut(spellings: dict[str, Spelling], corpus: str) -> None:
    """Without pieces of names, 埃斯 of 埃斯珀, and without names and the word behind them, 杜特蒂说.

    A piece is always followed by the rest of its name; a name is followed by many words.
    """
    count = cache(corpus.count)
    for key in sorted((key for key in spellings if not key.isascii()), key=len, reverse=True):
        longer = spellings.get(key)
        for shorter in [spellings[cut] for cut in _cuts(key) if cut in spellings] if longer else ():
            if longer is None or (shorter.is_certain() and longer.is_certain()):
                continue
            share = count(key) / max(count(shorter.plain), 1)
            if share > _PIECE and not shorter.is_certain():
                del spellings[shorter.plain]
            elif share <= _EXTENDED and not longer.is_certain() and not _names_a_place_first(longer, spellings):
                del spellings[key]
                break


_PIECE, _EXTENDED = 0.7, 0.5


def _cuts(key: str) -> Iterator[str]:
    for length in range(2, len(key)):
        yield key[:length]
        yield key[-length:]


def _names_a_place_first(spelling: Spelling, spellings: Mapping[str, Spelling]) -> bool:
    """印度外交部 is one name, though 外交部 is another."""
    heads = (spellings.get(spelling.plain[:length]) for length in range(2, len(spelling.plain) - 1))
    return "suffix" in spelling.signs and any(
        head and head.type in ("country", "place", "organisation", "person") for head in heads
    )


def _place(texts: list[Text], spellings: dict[str, Spelling]) -> None:
    """Finds all places of the spellings anew, the longest first where they overlap."""
    for spelling in spellings.values():
        spelling.places.clear()
    entities = [Entity(key, "thing", {"zh": s.plain}, NOWHERE) for key, s in spellings.items() if len(s.plain) > 1]
    index = SpellingIndex.of(NameSources(tuple(entities), ()))
    for nth, text in enumerate(texts):
        plain = normalise(text.plain) if text.is_english else text.plain
        for hit in find_spellings(index, plain):
            for entity in hit.entities[:1] if hit.kind == "name" else ():
                spellings[entity].places.append(Place(text.article.id, nth, hit.start, hit.end))


# ── Which spellings are names ────────────────────────────────────────────────
#
# A word that the tagger takes for a name may be any word (卫星 is a person to it, 上市 a place); but offices, verbs of
# speech and prepositions of place stand beside names again and again.

_FEW = 10  # places, of which one with a sign is enough
_NAME_TAGS = {"nr", "nrt", "nrfg", "ns", "nt", "nz"}


def is_a_name(spelling: Spelling) -> bool:
    """Whether enough speaks for a spelling."""
    signs = spelling.signs
    if spelling.known or spelling.listed or not spelling.places:
        return bool(spelling.places)
    if signs["gloss"] + signs["dots"] + signs["quoted"]:
        return not _is_common_word(spelling.plain) or spelling.share("gloss", "dots", "quoted") >= 0.2
    if signs["suffix"]:
        return spelling.share("suffix") >= 0.3
    if spelling.plain.isascii() or not "\u3400" <= spelling.plain[0] <= "\u9fff":
        return _is_latin_name(spelling)
    return _is_person(spelling) if spelling.type == "person" else _is_place(spelling)


def _is_common_word(plain: str) -> bool:
    """Whether the tagger's dictionary has a word that is no name."""
    tagged = rjieba.tag(plain)
    return len(tagged) == 1 and rjieba.has_word(plain) and tagged[0][1] not in _NAME_TAGS


def _is_person(spelling: Spelling) -> bool:
    signs, around = spelling.signs, spelling.share("title", "speech")
    if _is_common_word(spelling.plain):
        return False
    if signs["sounds"] and len(spelling.plain) > 2 and signs["tag"]:
        return bool(signs["title"] or signs["speech"] or len(spelling.places) > 2)
    if len(spelling.plain) == 2 and rjieba.has_word(spelling.plain):
        return signs["title"] > 0 and around >= 0.12
    return bool(signs["title"] or signs["speech"] > 1) and (around >= 0.07 or len(spelling.places) < _FEW)


def _is_place(spelling: Spelling) -> bool:
    signs, before = spelling.signs, spelling.share("place")
    if signs["ending"] and len(spelling.plain) > 2:
        return True
    if not signs["word"]:
        return signs["place"] > 1 and before >= 0.2
    return signs["place"] > 0 and before >= (0.12 if len(spelling.places) >= _FEW else 0.2)


def _is_latin_name(spelling: Spelling) -> bool:
    signs, places = spelling.signs, len(spelling.places)
    if signs["full"] or " " in spelling.plain:
        return True
    if signs["capital"] == places or not (signs["title"] or signs["speech"] or signs["place"] or signs["tag"]):
        return places > 2
    return signs["title"] > 0 or places > 1
