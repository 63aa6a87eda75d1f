"""Names that recur and that nobody has described: by their shape, by the titles before them, by what they end in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dossier.enrich.names.spellings import SpellingIndex
from dossier.enrich.normalise import normalise
from dossier.enrich.suggest.shape import SOUNDS, SURNAMES, thing_before
from dossier.enrich.suggest.suggestion import Suggestion, identifier, remark
from dossier.model import Article, Block, Dossier

_OFTEN = 2
_MOST = 40  # names that are suggested in one run, the most frequent first

_TITLES = "总统|总理|首相|主席|外长|防长|部长|局长|发言人|大使|教授|研究员|将军|司令|议员|州长|市长|秘书长"
_AFTER = "表示|说|称|指|认为|强调|透露|在|对|向|于|与|和|将|周|星期|则|也|还|已|[,。;:(]"
_HAN = "[\u3400-\u9fff]"
_SHAPES = (
    ("person", re.compile(f"(?P<name>[{SOUNDS}]{{1,6}}(?:·[{SOUNDS}]{{1,6}})+)")),
    ("person", re.compile(f"(?:{_TITLES})(?P<name>[{SURNAMES}]{_HAN}{{1,2}}?)(?={_AFTER})")),
    ("thing", re.compile("(?P<name>《[^《》]{2,20}》)")),
    (
        "organisation",
        re.compile(r"(?<![A-Za-z(])(?P<name>[A-Z][A-Za-z'-]{0,60}(?: [A-Z][A-Za-z'-]+)+|[A-Z][A-Z0-9-]+)(?![A-Za-z)])"),
    ),
)
_OFFICE = re.compile(
    "大学|学院|研究院|研究所|委员会|公司|通讯社|电视台|日报|时报|论坛|协会|基金会|集团|外交部|国防部|外务省|中心"
)


class Place(NamedTuple):
    article: Article
    block: Block
    start: int
    end: int


def unknown(dossier: Dossier, articles: Iterable[Article]) -> Iterator[Suggestion]:
    """Entities for the names that recur, the most frequent first."""
    names = SpellingIndex.of(dossier.content)
    taken: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for mention in dossier.mentions:
        taken.setdefault((mention.article, mention.block), []).append((mention.start, mention.end))
    found: dict[str, tuple[str, list[Place]]] = {}
    for article in articles:
        for block in article.body:
            for kind, start, end in _shapes(normalise(block.text)):
                covered = any(s < end and start < e for s, e in taken.get((article.id, block.id), ()))
                name = normalise(block.text[start:end]).strip("《》")
                if not covered and not names.is_described(name) and block.kind not in ("credit", "code"):
                    found.setdefault(name, (kind, []))[1].append(Place(article, block, start, end))
    often = [(name, kind, places) for name, (kind, places) in found.items() if len(places) >= _OFTEN]
    for _, kind, places in sorted(often, key=lambda row: -len(row[2]))[:_MOST]:
        yield _suggestion(kind, places)


def _shapes(text: str) -> Iterator[tuple[str, int, int]]:
    for kind, shape in _SHAPES:
        yield from ((kind, *match.span("name")) for match in shape.finditer(text))
    for match in _OFFICE.finditer(text):
        start = thing_before(text, match.end())
        if match.start() - start >= 2:
            yield "organisation", start, match.end()


def _suggestion(kind: str, places: list[Place]) -> Suggestion:
    article, block, start, end = places[0]
    name = block.text[start:end].strip("《》")
    language = "en" if name.isascii() else article.language or "zh-Hans"
    others = len({place.article.id for place in places})
    often = f"{len(places)} times" + (f" in {others} articles" if others > 1 else "")
    record = {"type": kind, "name": {language: name}}
    key = identifier(name, name)
    return Suggestion("entities.yaml", key, record, (remark(article, block, start, end), often), (normalise(name),))
