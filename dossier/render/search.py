"""What search needs: a page per article for Pagefind to index, and the tables that the search page reads.

Pagefind cuts Chinese into words and so misses what its dictionary does not know. Here every letter is a word of its
own, folded to one script, and a query is the phrase of its letters: it finds every substring. Between two blocks stands
a word that no query can hold, so that no phrase goes on from one to the next; filters are such words too, for Pagefind's
own come out in another order on every run.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from itertools import accumulate, chain, groupby
from typing import NamedTuple
from unicodedata import category

from dossier import script
from dossier.guard import gather
from dossier.model import Article, Dossier, Entity
from dossier.problems import Failure, MapFn
from dossier.render import quotations, urls
from dossier.render.language import dates_in_words
from dossier.render.lazy_files import LazyFiles
from dossier.render.page_context import PageContext
from dossier.render.site import Site, build_site

BETWEEN = "zz"
LARGEST_TEXT = 2_000_000  # bytes of text that the search page loads where Pagefind cannot run
BUNDLE = 2_500_000  # letters that Pagefind indexes at once: it takes some 300 bytes of memory for each

# Full-width ASCII is as wide as a keyboard left it; a reader types either. But " is Pagefind's own: it makes phrases.
_QUOTE = 0xFF02
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code != _QUOTE} | {ord('"'): _QUOTE}
_UNSEEN = ("Zs", "Zl", "Zp", "Cc", "Cf", "Mn", "Me")  # spaces, controls, accents that stand alone


class SearchRow(NamedTuple):
    """An article as the search page shows it. As JSON it is an array, in this order."""

    path: str
    title: str
    language: str
    outlet: str
    date: str
    facets: tuple[str, ...]
    blocks: tuple[tuple[str, str, str], ...]  # id, place, text


def search_letters(text: str) -> Iterator[str]:
    """The characters that are searched: folded, narrow, small, no spaces. search.js does the same to a query."""
    return filter(None, map(search_letter, text))


@cache
def search_letter(character: str) -> str:
    """What a character is searched as; nothing for what nobody sees."""
    plain = script.fold(character.translate(_NARROW))
    if category(plain) in _UNSEEN:
        return ""
    small = plain.lower()
    return small if len(small) == 1 else plain


def search_rows(site: Site) -> tuple[SearchRow, ...]:
    """Every article that is here."""
    context = PageContext(site, urls.PageLocation(urls.SEARCH))
    named: defaultdict[str, list[str]] = defaultdict(list)
    for entity, articles in site.dossier.counts.items():
        for article, mentions in articles.items():
            if mentions:
                named[article].append(entity)
    found, faults = gather(
        lambda article: _row(context, article, named[article.id]),
        site.articles.values(),
        locate=lambda article: article.at,
    )
    if faults:
        raise Failure(*faults)
    return found


def _row(context: PageContext, article: Article, named: Iterable[str]) -> SearchRow:
    site = context.site
    published = article.published
    year = [f"year={dates_in_words.date_headings(published, site.zone)[0].edtf}"] if published else []
    return SearchRow(
        urls.article_path(article.id),
        article.title,
        article.language,
        site.outlet(article.outlet).name,
        dates_in_words.date_words(published, site.language, zone=site.zone)
        if published
        else site.words("date.undated"),
        (f"outlet={article.outlet}", *year, *(f"entity={entity}" for entity in named)),
        tuple((b.id, quotations.place_in_article(context, article, b), b.text) for b in article.blocks if b.text),
    )


def search_documents(dossier: Dossier, each: MapFn = map) -> Mapping[str, bytes]:
    """The pages for Pagefind, in folders 0, 1 … that it indexes one after the other; each has its settings."""
    found = search_rows(build_site(dossier))
    pages = zip(found, each(_document, enumerate(found)), strict=True)
    sizes = (sum(len(text) for _, _, text in row.blocks) for row in found)
    batches = groupby(zip(pages, _batches(sizes), strict=True), key=lambda pair: pair[1])
    made: dict[str, bytes] = {}
    for batch, group in batches:
        of_batch = [page for page, _ in group]
        made |= {f"{batch}/{row.path}": document for row, document in of_batch}
        made[f"{batch}/pagefind.yml"] = _settings(batch, [row for row, _ in of_batch])
    return made


def _batches(sizes: Iterable[int]) -> Iterator[int]:
    """The batch of each article, given how many letters it has: 0 until it has its fill, then 1 …"""
    batch = held = 0
    for size in sizes:
        if held >= BUNDLE:
            batch, held = batch + 1, 0
        yield batch
        held += size


def _document(placed: tuple[int, SearchRow]) -> bytes:
    """The article for Pagefind: each block's letters as a paragraph, and what else the search page shows of it as data."""
    place, row = placed
    words = " ".join(map(facet_word, row.facets))
    paragraphs = "".join(f'<p id="{name}">{escape(_spelt(text))} {BETWEEN}</p>\n' for name, _, text in row.blocks)
    shown = row._replace(facets=(), blocks=tuple((name, where, "") for name, where, _ in row.blocks))
    return (
        '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>.</title>\n'
        f'<meta data-pagefind-meta="row[content]" content="{_wordless(_json(shown))}">\n'
        f'<body data-pagefind-body data-pagefind-sort="place:{place:06}"><p>{words} {BETWEEN}</p>\n{paragraphs}</body></html>\n'
    ).encode()


def _spelt(text: str) -> str:
    """The letters of a text, each a word. Behind it, where Pagefind sees nothing, stands what it was before it was
    folded, and what follows it that is no letter; so search.js can tell the text."""
    return text.translate(_SPELLINGS).removeprefix(" ")


class _Spellings(dict[int, str]):
    """What becomes of each character: a word, or what clings to the word before it."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        known = search_letter(character)
        same = bool(known) and known == character.lower()
        self[code] = " " * bool(known) + (character if same else known + _wordless(character))
        return self[code]


_SPELLINGS = _Spellings()


def _wordless(text: str) -> str:
    """The text in characters that are no letters to Pagefind: each UTF-16 unit in the private plane from U+F0000 on."""
    units = text.encode("utf-16-le")
    wide = bytearray(2 * len(units))
    wide[0::4], wide[1::4], wide[2::4] = units[0::2], units[1::2], b"\x0f" * (len(units) // 2)
    return wide.decode("utf-32-le")


def facet_word(facet: str) -> str:
    """The word that stands for a facet in the index."""
    return BETWEEN + facet.encode().hex()


def _settings(batch: int, found: Iterable[SearchRow]) -> bytes:
    """pagefind.yml: every sign that is no letter counts as one. The language is none that has stems, one for each bundle
    (ISO 639 leaves qaa to qtz to everybody), for it begins the names of results and so tells the later bundle."""
    signs = {letter for letter in _typed([text for row in found for _, _, text in row.blocks]) if not letter.isalnum()}
    language = f"q{chr(ord('a') + batch // 26)}{chr(ord('a') + batch % 26)}"
    settings = {"site": ".", "force_language": language, "include_characters": "".join(sorted(signs))}
    return _json(settings).encode()


def search_assets(site: Site) -> LazyFiles:
    """The tables of the search page; and all texts, if they are few enough, for where Pagefind cannot run."""
    texts = {urls.SEARCH_TEXTS: lambda: _texts(site)} if _is_small(site) else {}
    return LazyFiles({urls.SEARCH_NAMES: lambda: _tables(site, *texts), **texts})


def _texts(site: Site) -> bytes:
    return f"dossierTexts={_json(search_rows(site))}\n".encode()


def _is_small(site: Site) -> bool:
    """Whether the texts are few enough to be loaded together; they are counted no further than that."""
    sizes = accumulate(len(block.text.encode()) for article in site.articles.values() for block in article.blocks)
    return all(size <= LARGEST_TEXT for size in sizes)


def _tables(site: Site, texts: str = "") -> bytes:
    blocks = [[block.text for block in article.blocks] for article in site.articles.values()]
    named = [*(_named(site, entity) for entity in site.entities.values()), *_titled(site)]
    typed = _typed([*chain.from_iterable(blocks)])
    fold = script.foldings({*typed, *(letter for _, _, _, names in named for name in names for letter in name)})
    tables = {
        "fold": ["".join(fold), "".join(fold.values())],
        "names": named,
        "bundles": len(set(_batches(sum(map(len, texts)) for texts in blocks))),
        "texts": texts,
    }
    return f"dossierSearch={_json(tables)}\n".encode()


def _typed(texts: Sequence[str]) -> set[str]:
    """The letters that the texts are made of. What the first ones have is most; the next are searched for others."""
    known: set[str] = set()
    done, some = 0, 1_000
    while done < len(texts):
        text = "".join(texts[done : done + some])
        known.update(re.findall(f"[^{re.escape(''.join(sorted(known)))}]", text) if known else text)
        done, some = done + some, 2 * some
    return set(search_letters("".join(known)))


def _named(site: Site, entity: Entity) -> tuple[str, str, str, list[str]]:
    """An entity's page, its name, what it is, and its names in every script as one would type them."""
    name, _ = site.display_name(entity)
    names = dict.fromkeys("".join(search_letters(known)) for known in (name, *entity.name.values(), *entity.alias))
    return urls.entity_path(entity.id), name, site.words(f"type.{entity.type}"), list(names)


def _titled(site: Site) -> Iterator[tuple[str, str, str, list[str]]]:
    """The pages of events and claims, which are found by what stands in their titles."""
    for event in site.dossier.timeline:
        yield urls.event_path(event.id), event.title, site.words("type.event"), ["".join(search_letters(event.title))]
    for claim in site.claims.values():
        yield urls.claim_path(claim.id), claim.text, site.words("nav.claims"), ["".join(search_letters(claim.text))]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
