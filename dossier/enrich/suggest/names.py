"""Entities for the names that the articles hold and nobody has described, and aliases for those that somebody has."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Container, Iterator, Mapping
from typing import NamedTuple

import rjieba
from pypinyin import lazy_pinyin

from dossier.enrich.names.listed import listed_names
from dossier.enrich.names.spellings import SpellingIndex
from dossier.enrich.normalise import normalise
from dossier.enrich.suggest.chinese_people import is_chinese_person
from dossier.enrich.suggest.clusters import Cluster, cluster_spellings, latin_key
from dossier.enrich.suggest.found_name import Spelling
from dossier.enrich.suggest.spellings import Text, find_names, texts_of
from dossier.enrich.suggest.suggestion import SuggestedPlace, Suggestion, remark
from dossier.model import Dossier, Entity, EntityType
from dossier.script import fold

MOST_PLACES = 20  # that a suggestion names


def suggest_names(dossier: Dossier, articles: Collection[str]) -> Iterator[Suggestion]:
    """A suggestion for every name, those of the most articles first; `articles` are those it must stand in, or none."""
    known = SpellingIndex.of(dossier.content)
    texts = texts_of(dossier.content.articles)
    entities = {entity.id: entity for entity in dossier.content.entities}
    refused = {normalise(name) for entity in entities.values() for name in (*entity.weak, *entity.vetoes)}
    taken = set(entities)
    for cluster in ranked(cluster_spellings(find_names(texts, known), texts)):
        spellings = [spelling for spelling in cluster.spellings if normalise(spelling.plain) not in refused]
        if not spellings or (articles and not any(place.article in articles for place in cluster.places)):
            continue
        forms = _forms(cluster, spellings, texts)
        if not cluster.known:
            key = unused(_key(cluster, forms), taken)
            taken.add(key)
            yield _entity_suggestion(cluster, key, forms, texts, articles)
        elif cluster.known in entities and (
            suggestion := _alias(cluster, entities[cluster.known], forms, known, texts)
        ):
            yield suggestion


def ranked(clusters: Collection[Cluster]) -> list[Cluster]:
    """Those of the most articles first, then those of the most mentions."""
    return sorted(clusters, key=lambda c: (-len({p.article for p in c.places}), -len(c.places), c.spellings[0].plain))


class _Forms(NamedTuple):
    """How a name is written: one form for each language, and the others."""

    names: Mapping[str, str]
    others: tuple[str, ...]


def _forms(cluster: Cluster, spellings: list[Spelling], texts: list[Text]) -> _Forms:
    surfaces: dict[str, Counter[str]] = {}
    for spelling in spellings:
        for place in spelling.places:
            text = texts[place.text]
            surface = text.block.text[place.start : place.end].replace("•", "·").replace("・", "·").replace("‧", "·")
            language = text.article.language if _is_chinese(surface) else "en"
            surfaces.setdefault(language if language.startswith("zh") or language == "en" else "zh-Hans", Counter())[
                surface
            ] += 1
    for latin, count in _latin_forms(cluster).items():
        surfaces.setdefault("en", Counter())[latin] += count
    row = listed_names().get(cluster.listed)
    if row and "en" not in surfaces and row.english and (row.type == "country" or row.inhabitants):
        surfaces["en"] = Counter([row.english[0]])
    names = {language: _main(surfaces[language], cluster) for language in sorted(surfaces, key=_order)}
    shown = {*map(normalise, names.values()), *(_surnames(names) - cluster.shared)}
    others = []
    for surface in (s for language in sorted(surfaces, key=_order) for s, _ in surfaces[language].most_common()):
        if normalise(surface) not in shown:
            shown |= {normalise(surface), *(_surnames({"": surface}) - cluster.shared)}
            others.append(surface)
    return _Forms(names, tuple(others))


def _latin_forms(cluster: Cluster) -> Counter[str]:
    """The forms in brackets; of a person those that begin and end as the commonest: no Beau among the Joes."""
    whole = [latin for latin, _ in cluster.latin.most_common() if " " in latin]
    if cluster.type != "person" or not whole:
        return cluster.latin
    first, *_, last = latin_key(whole[0]).split() * 2
    kept = {}
    for latin, count in cluster.latin.items():
        words = latin_key(latin).split()
        if latin == whole[0] or (words and words[-1][:1] == last[:1] and (len(words) < 2 or words[0][:1] == first[:1])):
            kept[latin] = count
    return Counter(kept)


def _order(language: str) -> tuple[bool, str]:
    return language == "en", language


def _main(surfaces: Counter[str], cluster: Cluster) -> str:
    """The form that a record is called by: a person's whole name, else the one that most write."""
    whole = [s for s in surfaces if "·" in s or " " in s] if cluster.type == "person" else []
    return max(whole or surfaces, key=lambda surface: (surfaces[surface], len(surface), surface))


def _surnames(names: Mapping[str, str]) -> set[str]:
    """What the linker derives of names with dots."""
    return {normalise(name).rsplit("·", 1)[1] for name in names.values() if "·" in name}


def _is_chinese(surface: str) -> bool:
    return any("\u3400" <= character <= "\u9fff" for character in surface)


def _key(cluster: Cluster, forms: _Forms) -> str:
    if cluster.listed:
        return cluster.listed
    latin = latin_key(forms.names["en"]).replace("'", "") if cluster.type == "person" and "en" in forms.names else ""
    return identifier(latin or forms.names.get("en", ""), next(iter(forms.names.values())), cluster.type)


def _entity_suggestion(
    cluster: Cluster, key: str, forms: _Forms, texts: list[Text], articles: Collection[str]
) -> Suggestion:
    record: dict[str, object] = {"type": cluster.type, "name": dict(forms.names)}
    if forms.others:
        record["alias"] = list(forms.others)
    return Suggestion(
        kind="entity",
        file="entities.yaml",
        key=key,
        record=record,
        remarks=(*_remarks(cluster, texts, articles), *_also_listed(cluster, forms)),
        names=tuple(dict.fromkeys((*forms.names.values(), *forms.others))),
        places=_suggested_places(cluster, texts, articles),
        confidence=_confidence(cluster),
    )


def _alias(
    cluster: Cluster, entity: Entity, forms: _Forms, known: SpellingIndex, texts: list[Text]
) -> Suggestion | None:
    """The spellings that an entity lacks; None where it has them all."""
    new = [name for name in (*forms.names.values(), *forms.others) if not known.is_described(name)]
    if not new:
        return None
    added = Cluster([spelling for spelling in cluster.spellings if not spelling.known] or cluster.spellings)
    return Suggestion(
        kind="alias",
        file="entities.yaml",
        key=entity.id,
        record={"alias": [*entity.alias, *new]},
        remarks=(*_remarks(added, texts, ()), f"{entity.id} is there already: add the alias to it"),
        names=tuple(dict.fromkeys(new)),
        places=_suggested_places(added, texts, ()),
        confidence=_confidence(cluster),
    )


def _remarks(cluster: Cluster, texts: list[Text], articles: Collection[str]) -> tuple[str, ...]:
    places = [place for place in cluster.places if not articles or place.article in articles]
    place, text = places[0], texts[places[0].text]
    sentence = remark(text.article, text.block, place.start, place.end)
    every = len({place.article for place in cluster.places})
    often = f"{len(cluster.places)} times" + (f" in {every} articles" if every > 1 else "")
    return (sentence, often) if len(cluster.places) > 1 else (sentence,)


def _also_listed(cluster: Cluster, forms: _Forms) -> Iterator[str]:
    """The spellings that the lists have and the articles do not."""
    row = listed_names().get(cluster.listed)
    shown = {normalise(name) for name in (*forms.names.values(), *forms.others)}
    more = [name for name in (*row.chinese, *row.english) if normalise(name) not in shown] if row else []
    if more:
        yield "elsewhere also " + ", ".join(more)


def _suggested_places(cluster: Cluster, texts: list[Text], articles: Collection[str]) -> tuple[SuggestedPlace, ...]:
    places = [place for place in cluster.places if not articles or place.article in articles]
    return tuple(
        SuggestedPlace(place.article, texts[place.text].block.id, place.start, place.end)
        for place in places[:MOST_PLACES]
    )


def _confidence(cluster: Cluster) -> float:
    """Between 0 and 1: lists and brackets are hardly ever wrong, the rest is as likely as much speaks for it."""
    if cluster.listed or cluster.known:
        return 0.95
    return round(min(0.4 + cluster.score / 12, 0.95), 2)


# ── Ids that an editor can read ──────────────────────────────────────────────

_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "đ": "d", "ı": "i"}
)
_LONGEST = 60


def identifier(latin: str, name: str, kind: EntityType = "person") -> str:
    """An id for a name: its Latin form in small letters, else the name in pinyin, a person's given name as one word."""
    plain = unicodedata.normalize("NFKD", latin.translate(_LETTERS).replace("'", "").replace("’", ""))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    return _joined(words or _pinyin(fold(name), kind))


def unused(key: str, taken: Container[str]) -> str:
    """The id, with a number behind it where another record has it."""
    nth, candidate = 1, key
    while candidate in taken:
        nth += 1
        candidate = f"{key}-{nth}"
    return candidate


def _pinyin(name: str, kind: EntityType) -> list[str]:
    if kind == "person" and is_chinese_person(name):
        surname = 2 if len(name) == 4 else 1
        return ["".join(lazy_pinyin(part)) for part in (name[:surname], name[surname:])]
    words = [word for part in name.split("·") for word in ([part] if "·" in name else rjieba.cut(part))]
    return ["".join(re.findall(r"[a-z0-9]+", "".join(lazy_pinyin(word)).lower())) for word in words]


def _joined(words: list[str]) -> str:
    key = ""
    for word in filter(None, words):
        if key and len(key) + len(word) >= _LONGEST:
            break
        key = f"{key}-{word}" if key else word
    return key or "name"
