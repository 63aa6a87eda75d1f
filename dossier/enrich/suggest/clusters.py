"""Spellings that name one thing: Chinese and Latin forms, full names and surnames, initials, short forms."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from dossier.enrich.names.listed import listed_names
from dossier.enrich.normalise import normalise
from dossier.enrich.suggest.found_name import Place, Spelling
from dossier.enrich.suggest.offices import same_officials
from dossier.enrich.suggest.spellings import Text
from dossier.model import EntityType

_SIMILAR = 0.8  # of two Latin forms of one name: Alexey, Alexej


@dataclass(slots=True)
class Cluster:
    """Spellings of one person, place, organisation or thing."""

    spellings: list[Spelling]
    latin: Counter[str] = field(default_factory=Counter)  # the forms in brackets
    shared: frozenset[str] = frozenset()  # surnames that others have too

    @property
    def listed(self) -> str:
        return next((spelling.listed for spelling in self.spellings if spelling.listed), "")

    @property
    def known(self) -> str:
        return next((spelling.known for spelling in self.spellings if spelling.known), "")

    @property
    def score(self) -> float:
        return max(spelling.score for spelling in self.spellings)

    @property
    def places(self) -> list[Place]:
        return sorted({place for spelling in self.spellings for place in spelling.places})

    @property
    def type(self) -> EntityType:
        if self.listed:
            return listed_names()[self.listed].type
        votes = defaultdict[EntityType, float](float)
        for spelling in self.spellings:
            for kind, weight in spelling.types.items():
                votes[kind] += weight
        return max(votes, key=lambda kind: (votes[kind], kind)) if votes else "thing"


def cluster_spellings(spellings: Mapping[str, Spelling], texts: Sequence[Text]) -> list[Cluster]:
    """The spellings, put together where they name one thing; what may be of two is of none."""
    groups = _Groups(spellings)
    by_row: dict[str, str] = {}
    for key, spelling in spellings.items():
        if row := spelling.known or spelling.listed:
            groups.join(by_row.setdefault(row, key), key)
    _join_glosses(groups, spellings)
    shared = dict(_join_surnames(groups, _dotted(spellings), spellings))
    shared |= dict(_join_surnames(groups, _english(spellings), spellings))
    for one, other in same_officials(spellings, [text.plain for text in texts]):
        if _may_be_one(spellings[one], spellings[other]):
            groups.join(one, other)
    _join_acronyms(groups, spellings, texts)
    _join_short_forms(groups, spellings)
    clusters = []
    for keys in groups.all():
        members = [spellings[key] for key in keys if shared.get(key, key)]
        if members:
            latin = sum((spelling.latin for spelling in members), Counter[str]())
            clusters.append(Cluster(members, latin, frozenset(key for key in keys if shared.get(key))))
    return clusters


class _Groups:
    """Sets of keys that grow together."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.parents = {key: key for key in keys}

    def root(self, key: str) -> str:
        while self.parents[key] != key:
            key = self.parents[key]
        return key

    def join(self, one: str, other: str) -> None:
        self.parents[self.root(other)] = self.root(one)

    def all(self) -> Iterable[list[str]]:
        groups = defaultdict(list)
        for key in self.parents:
            groups[self.root(key)].append(key)
        return groups.values()


def _join_glosses(groups: _Groups, spellings: Mapping[str, Spelling]) -> None:
    """Chinese names to the Latin ones beside them, and to each other by those."""
    by_latin: dict[str, str] = {}
    for key, spelling in spellings.items():
        for latin in spelling.latin:
            other = by_latin.setdefault(latin_key(latin), key)
            if _may_be_one(spellings[other], spelling):
                groups.join(other, key)
    for key, spelling in spellings.items():
        written_in_latin = by_latin.get(latin_key(spelling.plain)) if _is_latin(key) else None
        if written_in_latin and _may_be_one(spellings[written_in_latin], spelling):
            groups.join(written_in_latin, key)
    _join_people_in_latin(groups, spellings)


def _join_people_in_latin(groups: _Groups, spellings: Mapping[str, Spelling]) -> None:
    """Alexei, Alexey and Alexej of one surname."""
    by_initials: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, spelling in spellings.items():
        for latin in (*spelling.latin, *([spelling.plain] if _is_latin(key) else ())):
            plain = latin_key(latin)
            if spelling.type == "person" and " " in plain:
                by_initials[plain[:2]].append((key, plain))
    for same in by_initials.values():
        for nth, (key, one) in enumerate(same):
            for other, another in same[nth + 1 :]:
                if groups.root(key) != groups.root(other) and are_one_name(one, another):
                    groups.join(key, other)


def _may_be_one(one: Spelling, other: Spelling) -> bool:
    if one.listed and other.listed and one.listed != other.listed:
        return False
    types = {one.type, other.type}
    return len(types) == 1 or "thing" in types or types == {"place", "country"} or not (one.listed or other.listed)


def _is_latin(key: str) -> bool:
    return not any(character >= "\u3400" for character in key)


_SAME_SOUNDS = (
    ("tsch", "ch"), ("sch", "sh"), ("tch", "ch"), ("ie", "i"), ("ei", "i"), ("ey", "i"), ("ay", "ai"), ("ij", "i"), ("yy", "i"),
    ("iy", "i"), ("j", "i"), ("y", "i"), ("w", "v"), ("ph", "f"), ("kh", "h"), ("ks", "x"), ("ck", "k"), ("c", "k"), ("ou", "u"),
    ("oo", "u"), ("q", "k"), ("dz", "z"), ("zh", "z"), ("th", "t"),
)  # fmt: skip


def latin_key(name: str) -> str:
    """A Latin name as its spellings have in common: without marks, initials and generations."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = [w for w in re.findall(r"[a-z]+", plain) if len(w) > 1 and w not in {"ii", "iii", "iv", "the"}]
    return " ".join(words) if len("".join(words)) > 1 else plain


def are_one_name(one: str, other: str) -> bool:
    """Whether two Latin forms may be one name in two spellings: Lukashenko, Lukaschenko."""
    ours, theirs = ([_sounds(word) for word in name.split()] for name in (one, other))
    if len(ours) != len(theirs):
        return False
    return all(
        a == b or (a[:1] == b[:1] and len(a) > 3 and len(b) > 3 and SequenceMatcher(None, a, b).ratio() >= _SIMILAR)
        for a, b in zip(ours, theirs, strict=True)
    )


def _sounds(word: str) -> str:
    for letters, sound in _SAME_SOUNDS:
        word = word.replace(letters, sound)
    return re.sub(r"(.)\1", r"\1", word)


def _dotted(spellings: Mapping[str, Spelling]) -> Iterator[tuple[str, str]]:
    """Names with dots, and the surnames that stand alone."""
    for key, spelling in spellings.items():
        if "·" in key and spelling.type == "person":
            surname = key.rsplit("·", 1)[1].removesuffix("三世").removesuffix("二世")
            if surname in spellings and surname != key and spellings[surname].type in ("person", "thing"):
                yield key, surname


def _english(spellings: Mapping[str, Spelling]) -> Iterator[tuple[str, str]]:
    """People's English names, also those in brackets, and the surnames that stand alone."""
    for key, spelling in spellings.items():
        if spelling.type != "person":
            continue
        for name in (*spelling.latin, *([spelling.plain] if _is_latin(key) else ())):
            words = [word for word in name.split() if word not in ("Jr.", "III", "II", "Jr")]
            surname = normalise(words[-1]) if len(words) > 1 else ""
            if (
                surname in spellings
                and not spellings[surname].listed
                and spellings[surname].type in ("person", "thing")
            ):
                yield key, surname


def _join_surnames(
    groups: _Groups, pairs: Iterable[tuple[str, str]], spellings: Mapping[str, Spelling]
) -> Iterator[tuple[str, str]]:
    """Joins surnames to the full name that has them; of several, to that which is named far more often, else to none.

    Gives the surnames that several people have, each with the name that it was joined to, or with nothing.
    """
    full: dict[str, dict[str, int]] = defaultdict(dict)
    for name, surname in pairs:
        root = groups.root(name)
        full[surname][root] = full[surname].get(root, 0) + len(spellings[name].places)
    for surname, names in full.items():
        roots: Counter[str] = Counter()
        for name, places in names.items():
            roots[groups.root(name)] += places
        (first, most), *others = roots.most_common()
        if not others:
            groups.join(first, surname)
        elif most >= _DOMINANT * others[0][1] or len(spellings[surname].places) > _DOMINANT * roots.total():
            groups.join(first, surname)
            yield surname, first
        else:
            yield surname, ""


_DOMINANT = 3


def _join_acronyms(groups: _Groups, spellings: Mapping[str, Spelling], texts: Sequence[Text]) -> None:
    """International Criminal Court (ICC)."""
    for key, spelling in spellings.items():
        if not re.fullmatch(r"[A-Z]{2,7}", key) or spelling.listed:
            continue
        for place in spelling.places:
            before = texts[place.text].plain[: place.start]
            if before.endswith(" ("):
                owner = next(
                    (
                        k
                        for k, s in spellings.items()
                        if any(p.text == place.text and p.end == place.start - 2 for p in s.places)
                    ),
                    "",
                )
                if owner and _is_latin(owner):
                    groups.join(owner, key)
                    break


_BASE_ENDS = ("地区", "市", "州", "省", "县", "山脉")


def _join_short_forms(groups: _Groups, spellings: Mapping[str, Spelling]) -> None:
    """国务院 to 美国国务院, where all articles with the one have the other; 拉达克 to 拉达克地区."""
    heads = {key: s for key, s in spellings.items() if s.type in ("country", "place")}
    for key, spelling in spellings.items():
        if spelling.type == "place":
            for end in _BASE_ENDS:
                base = key.removesuffix(end)
                if base != key and base in spellings and _may_be_base(spellings[base], spelling):
                    groups.join(base, key)
        if spelling.type == "organisation" and not _is_latin(key):
            longer = [head + key for head in heads if head + key in spellings]
            longer += [head + key[1:] for head in heads if head[-1:] == key[:1] and head + key[1:] in spellings]
            if len(longer) == 1 and _articles(spelling) <= _articles(spellings[longer[0]]):
                groups.join(longer[0], key)


def _may_be_base(base: Spelling, longer: Spelling) -> bool:
    """Whether 拉达克 is 拉达克地区; 华盛顿 is not 华盛顿州, for the lists have both."""
    return base.type in ("place", "person") and not (base.listed and longer.listed and base.listed != longer.listed)


def _articles(spelling: Spelling) -> set[str]:
    return {place.article for place in spelling.places}
