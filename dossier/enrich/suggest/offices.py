"""Who holds which office, so that 普京 and 普丁, or 特朗普 and Trump, are seen to be one: one office, one sound, two texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

from pypinyin import Style, lazy_pinyin

from dossier.enrich.names.listed import listed_names, rows_by_spelling
from dossier.enrich.names.shape import SOUNDS
from dossier.enrich.normalise import normalise
from dossier.enrich.suggest.found_name import Spelling

_OFFICES = (
    ("vice", "副总统|[Vv]ice [Pp]resident"),
    ("president", "总统|[Pp]resident"),
    ("premier", "总理|首相|[Pp]rime [Mm]inister|[Pp]remier|[Cc]hancellor"),
    ("foreign", "外长|外交部长|外相|外交大臣|国务卿|[Ss]ecretary of [Ss]tate|[Ff]oreign (?:[Mm]inister|[Ss]ecretary)"),
    ("defence", "国防部长|防长|国防大臣|防卫相|[Dd]efen[cs]e (?:[Mm]inister|[Ss]ecretary)"),
    ("chair", "国家主席|主席|领导人|[Ll]eader"),
)
_OFFICE = re.compile("(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _OFFICES) + r") ?$")
_BETWEEN = re.compile("(?:现任|时任|前|代理|新任|候任|当选|的|former |then-|acting )$")
_UNSAID = 0  # what an office of no country counts beside one of a country
_ALIKE = 0.65  # of the consonants of two names


_SOUNDS = frozenset(SOUNDS)


class Office(NamedTuple):
    country: str  # nothing where the text does not say it
    office: str


def offices_of(spelling: Spelling, plain_texts: Sequence[str]) -> Counter[Office]:
    """The offices named right before a person, with their countries."""
    counts: Counter[Office] = Counter()
    for place in spelling.places:
        before = plain_texts[place.text][max(place.start - 40, 0) : place.start]
        if (match := _OFFICE.search(before)) and match.lastgroup:
            country = _country_before(_BETWEEN.sub("", before[: match.start()]).rstrip())
            counts[Office(country, match.lastgroup)] += 1 if country else _UNSAID
    return counts


def _country_before(text: str) -> str:
    """The country that a text ends with, by its name or its adjective."""
    rows = rows_by_spelling()
    if text[-1:] > "\u2e80":
        lengths = range(min(8, len(text)), 1, -1)
        row = next((row for n in lengths if (row := rows.get(text[-n:])) and row.type == "country"), None)
        return row.id if row else ""
    word = text.rsplit(" ", 1)[-1]
    row = rows.get(word)
    return row.id if row and row.type == "country" else _adjectives().get(word[:4], "") if word[:1].isupper() else ""


@cache
def _adjectives() -> Mapping[str, str]:
    """The first four letters of each country's English names, of those that have them alone: Russ for Russian."""
    starts: dict[str, set[str]] = {}
    for row in listed_names().values():
        for name in row.english if row.type == "country" else ():
            if len(name) > 4 and " " not in name:
                starts.setdefault(name[:4], set()).add(row.id)
    return {start: min(ids) for start, ids in starts.items() if len(ids) == 1}


def same_officials(spellings: Mapping[str, Spelling], plain_texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of people's names of one office and one sound that no paragraph has both of."""
    holders: dict[str, list[tuple[str, str]]] = {}
    for key, spelling in spellings.items():
        if spelling.type == "person" and spelling.places:
            for office, _ in offices_of(spelling, plain_texts).most_common(1):
                holders.setdefault(office.office, []).append((key, office.country))
    for people in holders.values():
        for nth, (one, country) in enumerate(people):
            for other, another in people[nth + 1 :]:
                are_chinese = _is_chinese(one) and _is_chinese(other)
                same_country = country == another if country and another else are_chinese
                if same_country and _are_apart(spellings[one], spellings[other]) and sound_alike(one, other):
                    yield one, other


def _are_apart(one: Spelling, other: Spelling) -> bool:
    """Whether no paragraph has both names."""
    return {place.text for place in one.places}.isdisjoint(place.text for place in other.places)


def sound_alike(one: str, other: str) -> bool:
    """Whether two forms of a name, of which one at least is Chinese, may be of one sound."""
    if not (_is_chinese(one) or _is_chinese(other)):
        return False
    if _is_chinese(one) and _is_chinese(other):
        ours, theirs = (normalise(name).rsplit("·", 1)[-1] for name in (one, other))
        if not {*ours, *theirs} <= _SOUNDS:
            return False
        return (ours[0] == theirs[0] or ours[-1] == theirs[-1]) and abs(len(ours) - len(theirs)) < 2
    ours, theirs = _consonants(one), _consonants(other)
    return ours[:1] == theirs[:1] and SequenceMatcher(None, ours, theirs).ratio() >= _ALIKE


def _is_chinese(name: str) -> bool:
    return "\u3400" <= name[:1] <= "\u9fff"


_CLASSES = (
    ("P", "b|p"), ("T", "d|t"), ("F", "f|v|w"), ("S", "zh|ch|sh|z|c|s|j|q|x"), ("K", "g|k"), ("L", "l|r"), ("N", "m|n"), ("", "h|y"),
)  # fmt: skip
_LATIN_CLASSES = (
    ("F", "ph"), ("S", "tsch|sch|tch|ch|sh|zh|ts|tz|c(?=[eiy])|s|z|j|x"), ("K", "ck|kh|gh|c|k|g|q"), ("P", "b|p"),
    ("T", "th|d|t"), ("F", "f|v|w"), ("L", "l|r"), ("N", "m|n"),
)  # fmt: skip


def _consonants(name: str) -> str:
    """The kinds of a name's consonants: TLNP of 特朗普 and of Trump."""
    if _is_chinese(name):
        part = name.rsplit("·", 1)[-1]
        initials, finals = (lazy_pinyin(part, style=style, strict=False) for style in (Style.INITIALS, Style.FINALS))
        sounds = "".join(
            next((kind for kind, letters in _CLASSES if re.fullmatch(letters, initial)), "")
            + ("N" if final.endswith(("n", "ng")) else "L" if final == "er" else "")
            for initial, final in zip(initials, finals, strict=True)
        )
    else:
        word = name.rsplit(maxsplit=1)[-1].casefold()
        pattern = "|".join(f"(?P<{kind}{nth}>{letters})" for nth, (kind, letters) in enumerate(_LATIN_CLASSES))
        sounds = "".join((match.lastgroup or "")[:1] for match in re.finditer(pattern, word))
    return re.sub(r"(.)\1+", r"\1", sounds)
