"""The static index of a site: which files it has, and each of them when it is asked for.

search/index.js     the slots, what folds to what, how many shards there are
search/terms/N.js   a shard of the postings
search/texts/N.js   an article as the search page shows and verifies it
search/records/N.js the same of a few records of editors
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from threading import Lock
from typing import NamedTuple, TypeAlias, cast

from dossier.guard import gather, guarded
from dossier.model import NOWHERE, Article, ArticleFindings, Location
from dossier.problems import Failure
from dossier.render import urls
from dossier.render.lazy_files import FileMaker, LazyFiles
from dossier.render.search import documents
from dossier.render.search.documents import EditorialDocument
from dossier.render.search.letters import TITLE_BIT, compact_json, fold_table
from dossier.render.search.postings import NO_TERMS, DocumentTerms, Postings, shard_count
from dossier.render.search.slots import SlotLayout, lay_out_slots
from dossier.render.site import Site

RECORDS_PER_FILE = 32
_FIRST_SOURCE = 0x23  # an outlet is a character from # on; a free slot is a space
_FEW = 0.1  # the part of the documents up to which an index is mended; beyond, it is made anew


class _IndexedArticle(NamedTuple):
    """What an article's postings depend on."""

    article: Article
    findings: ArticleFindings
    letters: int


_Indexed: TypeAlias = _IndexedArticle | EditorialDocument


class _Contents(NamedTuple):
    """What stands in the slots of a site."""

    site: Site
    order: list[tuple[str, object]]  # of the articles: their ids and dates; then of the editorial records
    layout: SlotLayout
    article_slots: list[int]  # in the order of the articles
    indexed: Mapping[int, _Indexed]
    letters: int


class SearchIndex:
    """The index of a site that is built again and again: of what nobody has edited, the postings stay as they are."""

    def __init__(self) -> None:
        self._postings = Postings()
        self._filled: _Contents | None = None  # what the postings are of
        self._wanted: _Contents | None = None  # what they are to be of
        self._makers: dict[str, FileMaker] = {}
        self._lock = Lock()

    def files(self, site: Site) -> LazyFiles:
        """The files of the index of this site. `fill` does what they share; it is done with the first, or before."""
        before, contents = self._wanted, _contents(site, self._wanted)
        self._wanted = contents
        count = shard_count(contents.letters)
        if not before or before.layout is not contents.layout or shard_count(before.letters) != count:
            makers: dict[str, FileMaker] = {urls.SEARCH_INDEX: self._table}
            makers |= {urls.search_terms_path(number): partial(self._shard, number) for number in range(count)}
            records: defaultdict[int, list[int]] = defaultdict(list)
            for slot, indexed in contents.indexed.items():
                if isinstance(indexed, _IndexedArticle):
                    makers[urls.search_text_path(slot)] = partial(self._text, slot)
                else:
                    records[slot // RECORDS_PER_FILE].append(slot)
            makers |= {
                urls.search_records_path(number): partial(self._records, slots) for number, slots in records.items()
            }
            self._makers = makers
        return LazyFiles(self._makers)

    def fill(self) -> None:
        """Brings the postings to the state of the last site."""
        with self._lock:
            if self._filled is self._wanted or self._wanted is None:
                return
            before = self._filled.indexed if self._filled else {}
            after = self._wanted.indexed
            changed = [slot for slot in before.keys() | after.keys() if not _same(before.get(slot), after.get(slot))]
            if len(changed) > _FEW * len(after):
                self._postings, changed, before = Postings(), sorted(after), {}
                self._postings.fill(zip(changed, self._terms(after, changed), strict=True))
            else:
                old, new = self._terms(before, changed), self._terms(after, changed)
                for slot, one, other in zip(changed, old, new, strict=True):
                    self._postings.replace(slot, one, other)
            self._filled = self._wanted

    @staticmethod
    def _terms(indexed: Mapping[int, _Indexed], slots: Sequence[int]) -> Sequence[DocumentTerms]:
        """The terms of each slot, none where it is free; a Failure of all records whose terms cannot be found."""
        terms, problems = gather(_terms, [indexed.get(slot) for slot in slots], locate=_location)
        if problems:
            raise Failure(*problems)
        return terms

    @property
    def _contents(self) -> _Contents:
        return cast(_Contents, self._wanted)  # no file is asked for before there are any

    def _shard(self, number: int) -> bytes:
        self.fill()
        with self._lock:
            return self._postings.shard(number, shard_count(self._contents.letters))

    def _text(self, slot: int) -> bytes:
        contents = self._contents
        article = cast(_IndexedArticle, contents.indexed[slot]).article
        return guarded(lambda: _script({slot: documents.article_document(contents.site, article)}), article.at)

    def _records(self, slots: list[int]) -> bytes:
        return _script(dict(_editorial(self._contents, slots)))

    def _table(self) -> bytes:
        self.fill()
        contents = self._contents
        site, layout = contents.site, contents.layout
        outlets = {outlet: number for number, outlet in enumerate(sorted({a.outlet for a in site.articles.values()}))}
        editorial = sum(group.size for group in layout.groups[: len(documents.EDITORIAL_KINDS)])
        sources = [" "] * (layout.total - editorial)
        for slot, indexed in contents.indexed.items():
            if isinstance(indexed, _IndexedArticle):
                sources[slot - editorial] = chr(_FIRST_SOURCE + outlets[indexed.article.outlet])
        table = {
            "groups": layout.groups,
            "sources": "".join(sources),
            "outlets": [[outlet, site.outlet(outlet).name] for outlet in outlets],
            "shards": shard_count(contents.letters),
            "perFile": RECORDS_PER_FILE,
            "fold": fold_table(self._postings.characters),
        }
        return f"dossierIndex={compact_json(table)}\n".encode()


def _contents(site: Site, before: _Contents | None) -> _Contents:
    """What stands in the slots of the site; of what nobody has edited, the very same as before."""
    articles = site.articles.values()
    editorial = documents.editorial_documents(site)
    order: list[tuple[str, object]] = [(article.id, article.published) for article in articles]
    order += [(kind, record.id) for kind, records in editorial.items() for record in records]
    if before and before.order == order and before.site.zone == site.zone:
        layout, article_slots = before.layout, before.article_slots
    else:
        by_day: defaultdict[str, list[str]] = defaultdict(list)
        groups = [documents.publication_group(site, article) for article in articles]
        for article, group in zip(articles, groups, strict=True):
            by_day[group].append(article.id)
        layout = lay_out_slots({kind: [one.id for one in records] for kind, records in editorial.items()}, by_day)
        article_slots = [layout.slots[True, group, article.id] for article, group in zip(articles, groups, strict=True)]
    indexed: dict[int, _Indexed] = {}
    for kind, records in editorial.items():
        indexed |= {layout.slots[False, kind, record.id]: record for record in records}
    last = before.indexed if before else {}
    for article, slot in zip(articles, article_slots, strict=True):
        findings = site.findings(article.id)
        known = last.get(slot)
        if isinstance(known, _IndexedArticle) and known.article is article and known.findings is findings:
            indexed[slot] = known
        else:
            indexed[slot] = _IndexedArticle(article, findings, sum(len(block.text) for block in article.blocks))
    letters = sum(
        one.letters if isinstance(one, _IndexedArticle) else sum(len(block.text) for block in one.document.blocks)
        for one in indexed.values()
    )
    return _Contents(site, order, layout, article_slots, indexed, letters)


def _same(one: _Indexed | None, other: _Indexed | None) -> bool:
    return one is other or one == other


def _location(indexed: _Indexed | None) -> Location:
    if isinstance(indexed, _IndexedArticle):
        return indexed.article.at
    return indexed.at if indexed else NOWHERE


def _terms(indexed: _Indexed | None) -> DocumentTerms:
    if indexed is None:
        return NO_TERMS
    if isinstance(indexed, _IndexedArticle):
        return documents.article_terms(indexed.article, indexed.findings)
    texts = [block.text for block in indexed.document.blocks]
    bits = [1 << documents.block_bit(number) for number in range(len(texts))]
    return DocumentTerms(texts, bits, dict.fromkeys(indexed.keywords, 1 << TITLE_BIT))


def _editorial(contents: _Contents, slots: list[int]) -> Iterator[tuple[int, documents.SearchDocument]]:
    for slot in sorted(slots):
        indexed = contents.indexed[slot]
        if isinstance(indexed, EditorialDocument):
            yield slot, indexed.document


def _script(texts: Mapping[int, documents.SearchDocument]) -> bytes:
    return f"dossierTexts({compact_json(texts)})\n".encode()
