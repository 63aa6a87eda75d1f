"""A dossier of any size, made of invented words: the same bytes for the same numbers, on every machine.

python bench/generate.py 1000 FOLDER                 1,000 articles, 40 entities with 500 aliases
python bench/generate.py 1000 FOLDER --full          an event, a claim or a note for every fifth article besides
python bench/generate.py 1000 FOLDER --aliases 5000  as many aliases; up to 500 are shared by 40 entities

How often names, links and dates stand in a text is what real news has: bench/README.md has the figures.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from dossier.front_matter import dump_yaml
from dossier.front_matter import format_article as article_file

LENGTH = 1800  # characters of an article
ENTITIES = 40  # for up to 500 aliases; beyond, as many more in proportion
OUTLETS = {"north": "zh-Hans", "harbour": "zh-Hans", "valley": "zh-Hans", "island": "zh-Hant", "gazette": "en"}
SHARES = (35, 30, 15, 10, 10)  # of the outlets, in the hundred articles
DAYS = 730  # from the first day that articles appear on
FIRST = date(2022, 1, 1)
TYPES = ("person", "place", "organisation", "person", "country", "place", "person", "organisation", "person", "place")
NAMED = {"zh": 0.93, "en": 0.7}  # how often a name stands where one might
MONTHS = ("January", "February", "March", "April", "June", "July", "August", "October", "November", "December")
_WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
_HANT = str.maketrans(_WORDS["hant"]["simplified"], _WORDS["hant"]["traditional"])
_SLOTS = {"p": ("person",), "l": ("place",), "o": ("organisation", "country")}
_UNNAMED = {"zh": {"p": "他", "l": "当地", "o": "主办方"}, "en": {"p": "one speaker", "l": "town", "o": "the chair"}}


@dataclass(frozen=True, slots=True)
class Entity:
    id: str
    type: str
    names: Mapping[str, list[str]]  # by language, the name first


@dataclass(slots=True)
class Made:
    """An article as it is written, and sentences of it that stand there once."""

    id: str
    fields: Mapping[str, object]
    body: str
    quotes: list[str]


@dataclass(slots=True)
class Speech:
    """Sentences of one language about a few entities."""

    chance: Random
    language: str
    cast: Mapping[str, list[list[str]]] = field(default_factory=dict)  # slot → the names of each

    def fill(self, template: str) -> str:
        """The template with its slots filled."""
        parts = _PARTS[template]
        return "".join([self._word(part) if slot else part for slot, part in parts])

    def any(self, kind: str) -> str:
        return self.fill(self.chance.choice(_WORDS[self.language][kind]))

    def _word(self, slot: str) -> str:
        chance = self.chance
        if slot in _SLOTS:
            if chance.random() > NAMED[self.language]:
                return _UNNAMED[self.language][slot]
            names = chance.choice(self.cast[slot])
            return names[0] if chance.random() < 0.75 else chance.choice(names)
        if slot in _NUMBERS:
            return _NUMBERS[slot](chance)
        word = chance.choice(_WORDS[self.language][slot])
        return self.fill(word) if slot == "d" else word


_NUMBERS = {
    "n": lambda chance: str(chance.randint(2, 400)),
    "M": lambda chance: str(chance.randint(1, 12)),
    "D": lambda chance: str(chance.randint(1, 14)),
    "E": lambda chance: str(chance.randint(15, 28)),
    "Y": lambda chance: str(chance.randint(2018, 2021)),
    "W": lambda chance: chance.choice("一二三四五六日"),
    "N": lambda chance: chance.choice(MONTHS),
}


def _parts(template: str) -> list[tuple[bool, str]]:
    """What a template is made of: its words, and the slots between them."""
    return [(bool(nth % 2), part) for nth, part in enumerate(re.split(r"\{(\w)\}", template)) if part]


_PARTS = {
    template: _parts(template)
    for language in ("zh", "en")
    for kind in ("sentences", "headings", "titles", "items", "d")
    for template in _WORDS[language][kind]
}


def content(folder: Path, number: int, *, aliases: int = 500, full: bool = False, seed: int = 9) -> Path:
    """The folder, now with the content/ of a dossier of so many articles in it."""
    chance = Random(seed)
    known = entities(chance, aliases)
    articles = list(_articles(chance, known, number))
    files = {
        "dossier.yaml": dump_yaml(_SETTINGS),
        "entities.yaml": dump_yaml({entity.id: _entity(entity, nth) for nth, entity in enumerate(known)}),
        **{f"articles/{article.id}.md": article_file(article.fields, article.body) for article in articles},
        **(evidence(chance, articles, known) if full else {}),
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


_SETTINGS = {
    "title": "灯塔与渡船",
    "description": "几家并不存在的报纸，两年里写的事。",
    "language": "zh-Hans",
    "base_url": "https://example.org/made/",
    "timezone": "Asia/Shanghai",
    "editors": ["编者"],
    "outlets": {
        id_: {"name": f"{id_.title()} News", "url": f"https://{id_}.example/", "language": language, "rights": "owned"}
        for id_, language in OUTLETS.items()
    },
}


def entities(chance: Random, aliases: int) -> list[Entity]:
    """People, places and others, each with a name in both languages and its share of the aliases, no two alike."""
    number = max(ENTITIES, aliases * ENTITIES // 500)
    taken: set[str] = set()
    results = []
    for nth in range(number):
        type_ = TYPES[nth % len(TYPES)]
        more = aliases // number + (nth < aliases % number)
        names = {
            "zh": [_name(chance, "zh", type_, taken) for _ in range(1 + more - more // 5)],
            "en": [_name(chance, "en", type_, taken) for _ in range(1 + more // 5)],
        }
        results.append(Entity(f"{type_}-{nth}", type_, names))
    return results


def _name(chance: Random, language: str, type_: str, taken: set[str]) -> str:
    """A name that nobody has yet."""
    words = _WORDS[language]
    while True:
        name = "".join(chance.choices(words["syllables"], k=chance.randint(2, 3) + (language == "zh")))
        if language == "en":
            name = name.title()
        if language == "en" and type_ == "person":
            name = f"{''.join(chance.choices(words['syllables'], k=2)).title()} {name}"
        name += chance.choice(words.get(type_, [""]))
        if name not in taken:
            taken.add(name)
            return name


def _entity(entity: Entity, nth: int) -> dict[str, object]:
    (hans, *other), (english, *others) = entity.names["zh"], entity.names["en"]
    fields = {"type": entity.type, "name": {"zh-Hans": hans, "en": english}, "alias": [*other, *others]}
    if not fields["alias"]:
        del fields["alias"]
    return {**fields, "summary": f"编出来的名字，第{nth + 1}个。"}


def _articles(chance: Random, known: Sequence[Entity], number: int) -> Iterator[Made]:
    """Articles of all outlets over two years, each about a few of the entities, some of whom are often in the news."""
    of_slot = {slot: [entity for entity in known if entity.type in types] for slot, types in _SLOTS.items()}
    for nth in range(number):
        outlet = chance.choices(tuple(OUTLETS), SHARES)[0]
        language = OUTLETS[outlet]
        cast = {slot: [entity.names[language[:2]] for entity in _cast(chance, some)] for slot, some in of_slot.items()}
        published = FIRST + timedelta(days=nth * DAYS // number)
        yield _article(nth, outlet, published, Speech(chance, language[:2], cast), hant=language == "zh-Hant")


def _cast(chance: Random, some: Sequence[Entity]) -> list[Entity]:
    """Two of them, the first ones more often."""
    one = int(len(some) * chance.random() ** 1.6)
    return [some[one], some[one - chance.randint(1, 3)]]


def _article(nth: int, outlet: str, published: date, speech: Speech, *, hant: bool) -> Made:
    headed, paragraphs, length = speech.chance.random() < 0.35, list[list[str]](), 0
    while length < LENGTH:
        paragraphs.append([speech.any("sentences") for _ in range(speech.chance.randint(1, 3))])
        length += sum(map(len, paragraphs[-1]))
    space = " " if speech.language == "en" else ""
    texts = [space.join(sentences) for sentences in paragraphs]
    title, body = speech.any("titles"), "\n\n".join(_shaped(speech, texts, headed=headed)) + "\n"
    quotes = [one for sentences in paragraphs[2:8] for one in sentences if body.count(one) == 1]
    if hant:
        title, body, quotes = title.translate(_HANT), body.translate(_HANT), [one.translate(_HANT) for one in quotes]
    fields = {
        "title": title,
        "outlet": outlet,
        "url": f"https://{outlet}.example/{published:%Y/%m}/{nth}",
        "published": published.isoformat(),
        "language": OUTLETS[outlet],
        "byline": [{"name": speech.chance.choice(_WORDS["zh"]["w"])}],
    }
    return Made(f"{published}-{outlet}-{nth}", fields, body, quotes)


def _shaped(speech: Speech, paragraphs: list[str], *, headed: bool) -> Iterator[str]:
    """The paragraphs with what stands between some of them and in a few: headings, a list, a quotation, a link, an emphasis."""
    chance = speech.chance
    odd = {1: chance.random(), 9: chance.random(), 10: chance.random()}
    for nth, text in enumerate(paragraphs):
        if headed and nth % 7 == 4:
            yield f"## {speech.any('headings')}"
        if nth == 1 and odd[nth] < 0.15:
            yield f"{text}[{speech.any('headings')}](https://example.org/{chance.randint(1, 999)})"
        elif nth == 9 and odd[nth] < 0.15:
            yield f"> {text}" if odd[nth] < 0.07 else f"**{text}**"
        elif nth == 10 and odd[nth] < 0.07:
            yield text
            yield "\n".join(f"- {speech.any('items')}" for _ in range(4))
        else:
            yield text


def evidence(chance: Random, articles: Sequence[Made], known: Sequence[Entity]) -> dict[str, str]:
    """The files of an event, a claim or a note for every fifth article; an event has a second source in every other."""
    people = [entity.id for entity in known if entity.type == "person"]
    events, claims, files = {}, {}, {}
    for nth, article in enumerate(articles[::5]):
        day = article.id[:10]
        quoted = {"article": article.id, "quote": article.quotes[0]}
        if nth % 3 == 0:
            other = articles[min(nth * 5 + 1, len(articles) - 1)]
            sources = [quoted, *([{"article": other.id, "quote": other.quotes[-1]}] if nth % 2 else [])]
            event = {
                "date": day,
                "title": article.fields["title"],
                "status": "happened",
                "who": chance.sample(people, 2),
            }
            events[f"event-{nth}"] = {**event, "sources": sources}
        elif nth % 3 == 1:
            stance = {"who": [chance.choice(people)], "says": "asserts", **quoted}
            claims[f"claim-{nth}"] = {"text": article.fields["title"], "status": "open", "stances": [stance]}
        else:
            note = {"title": f"第{nth}条", "quote": article.quotes[0], "note": "这一句后来改过。", "date": day}
            files[f"notes/{article.id}.yaml"] = dump_yaml([note])
    return {"events.yaml": dump_yaml(events), "claims.yaml": dump_yaml(claims), **files}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--aliases", type=int, default=500)
    parser.add_argument("--full", action="store_true")
    asked = parser.parse_args()
    content(asked.folder / "content", asked.articles, aliases=asked.aliases, full=asked.full)
