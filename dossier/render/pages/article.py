"""An article's page: its text, the record of its origin, and what an editor changed since the import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial
from typing import NamedTuple, TypeAlias

from markupsafe import Markup, escape

from dossier import edtf
from dossier.model import Article, Byline
from dossier.render import article_body, urls
from dossier.render.article_body import prose_html
from dossier.render.exports import citations, json_ld
from dossier.render.page_context import DateLabel, HtmlRun, Link, PageContext
from dossier.render.pages import sidebar
from dossier.render.pages.page import PageHead, SitePage
from dossier.render.site import Site

Value: TypeAlias = HtmlRun | Link | DateLabel | Markup
"""What a record may hold; each prints itself as HTML."""


class RecordRow(NamedTuple):
    """A line of a record."""

    label: str  # what the line says: outlet, published …
    values: Sequence[Value]  # its values, each as HTML
    id: str = ""  # of the byline, which links may lead to


def article_record(context: PageContext, article: Article) -> tuple[RecordRow, ...]:
    """The origin of an article, as far as it is known."""
    words = context.site.words
    byline = next((block.id for block in article.header if block.kind == "byline"), "")
    facts = [(key, values) for key, values in _facts(context, article) if values]
    first = next((key for key, _ in facts if key.startswith("role.")), "outlet")
    return tuple(RecordRow(words(f"record.{key}"), values, byline if key == first else "") for key, values in facts)


def _facts(context: PageContext, article: Article) -> Iterator[tuple[str, list[Value]]]:
    words, language = context.site.words, article.language
    yield "outlet", [context.cached_for(_outlet_link, article.outlet)]
    yield from _byline(context, article)
    yield "dateline", [context.html_run(words.join_items(article.dateline), language)] if article.dateline else []
    yield "agencies", [context.html_run(words.join_items(article.agencies), language)] if article.agencies else []
    yield (
        "published",
        [context.date_label(article.published) if article.published else context.cached_for(_words, "date.undated")],
    )
    yield "updated", [context.date_label(article.updated)] if article.updated else []
    yield "captured", [context.date_label(edtf.parse(capture.at)) for capture in article.captures[:1] if capture.at]
    yield "section", [context.html_run(article.section, language)] if article.section else []
    yield (
        "text",
        [context.cached_for(_text_kind, (language, article.text, article.draft)), *_edits_link(context, article)],
    )
    yield "rights", [context.cached_for(_words, f"rights.{article.rights}")]
    yield from _external_links(context, article)
    yield "copyright", [context.html_run(article.copyright, language)] if article.copyright else []


def _outlet_link(context: PageContext, outlet_id: str) -> Link:
    outlet = context.site.outlet(outlet_id)
    return context.link(urls.outlet_path(outlet.id), outlet.name, outlet.language)


def _byline(context: PageContext, article: Article) -> Iterator[tuple[str, list[Value]]]:
    """The people of the byline by role."""
    roles: dict[str, list[Value]] = {}
    for byline in article.byline:
        roles.setdefault(byline.role, []).append(context.cached_for(_person, (byline, article.language)))
    for role, people in roles.items():
        yield f"role.{role}", people


def _person(context: PageContext, subject: tuple[Byline, str]) -> Markup:
    person, language = subject
    name, title = context.html_run(person.name, language), context.html_run(person.title, language)
    return context.render_macro("text", "person", name, person.latin, title)


def _text_kind(context: PageContext, subject: tuple[str, str, bool]) -> HtmlRun:
    language, text, draft = subject
    words = context.site.words
    items = [context.site.language_name(language), words(f"text.{text}"), *([words("record.draft")] if draft else [])]
    return context.html_run(words.join_items(items))


def _words(context: PageContext, key: str) -> HtmlRun:
    return context.html_run(context.site.words(key))


def _edits_link(context: PageContext, article: Article) -> list[Value]:
    """A link to what an editor changed, if anything."""
    if not edits_since_capture(article):
        return []
    return [context.link(f"{context.location.page}#{urls.CHANGES}", context.site.words("record.edited"))]


def _external_links(context: PageContext, article: Article) -> Iterator[tuple[str, list[Value]]]:
    for key, address, language in (
        ("original", article.url, article.language),
        ("archive", article.archive, ""),
        ("translation_of", article.translation_of, ""),
    ):
        if link := context.external_link(address, language=language):
            yield key, [link]


@dataclass(frozen=True, slots=True)
class ArticleCorrection:
    """A correction that the dossier made to an article."""

    text: Markup  # what was corrected
    by: str  # who signs it
    moment: DateLabel | None  # when


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article."""

    id: str  # the article's id
    outlet: HtmlRun  # name of its outlet
    kicker: HtmlRun | None  # the line above the headline
    title: HtmlRun  # the headline
    title_id: str  # id of the headline
    published: DateLabel | None  # the day of publication, beside the title of the folded record
    record: tuple[RecordRow, ...]  # where the article comes from, when, and what may be done with it
    digest: str  # who signs the summary; empty where the text is the outlet's own
    withheld: str  # why there is no text; else empty
    remarks: Markup  # the notes on the whole article and on its headline
    corrections: tuple[ArticleCorrection, ...]  # what the dossier corrected
    body: Markup  # the text
    lang: str  # language of the text; empty where it is the interface's
    left_out: str  # how many paragraphs this edition leaves out; else empty
    changes: tuple[ParagraphEdit, ...]  # what an editor changed since the import
    changes_id: str  # id of the list of changes
    citations: tuple[citations.CitationFormats, ...]  # how to cite the article
    sidebar: Markup  # the sidebar: names, events, claims, related articles
    has_events: bool  # whether the sidebar lists events, and so needs their signs
    previews: Markup  # the previews of linked names


def article_pages(site: Site) -> Iterator[SitePage]:
    for article in site.articles.values():
        listed = site.is_indexable([article.id]) and not article.withheld
        builders = partial(article_page, article=article), partial(article_head, site, article)
        yield SitePage(urls.article_path(article.id), "article", *builders, listed=listed, at=article.at)


def article_head(site: Site, article: Article) -> PageHead:
    return PageHead(
        f"{article.title}｜{site.outlet(article.outlet).name}",
        article.summary,
        kind="article",
        published=article.published.edtf if article.published else "",
        data=json_ld.article_json_ld(site, article),
    )


def article_page(context: PageContext, article: Article) -> ArticlePage:
    site = context.site
    outlet = site.outlet(article.outlet)
    notes = article_body.article_notes(context, article)
    return ArticlePage(
        id=article.id,
        outlet=context.html_run(outlet.name, outlet.language),
        kicker=context.html_run(article.kicker, article.language) if article.kicker else None,
        title=context.headline(article),
        title_id=article.header[0].id,
        published=context.day_label(article.published) if article.published else None,
        record=article_record(context, article),
        digest=site.signature(article.by) if article.text == "digest" else "",
        withheld=article.withheld,
        remarks=article_body.remarks(context, article, notes),
        corrections=tuple(_corrections(context, article)),
        body=article_body.article_body(context, article, notes),
        lang=site.lang(article.language),
        left_out=_left_out(site, article),
        changes=edits_since_capture(article),
        changes_id=urls.CHANGES,
        citations=citations.citations(site, article),
        sidebar=context.render_macro(
            "sidebar", "sidebar", sidebar.article_sidebar(context, article), site.words("article.threads")
        ),
        has_events=article.id in site.events_of_article,
        previews=sidebar.name_previews(context, article),
    )


def _corrections(context: PageContext, article: Article) -> Iterator[ArticleCorrection]:
    for correction in context.site.corrections.get(article.id, ()):
        moment = context.date_label(correction.when) if correction.when else None
        yield ArticleCorrection(prose_html(context, correction.text), context.site.signature(correction.by), moment)


def _left_out(site: Site, article: Article) -> str:
    """A notice of the paragraphs that this edition leaves out; empty if none."""
    blocks = sum(withheld.blocks for withheld in site.withheld.get(article.id, ()))
    return site.words("article.left_out", n=blocks) if blocks else ""


_MOST_PAIRS = 1_000_000  # of equal characters: a rewritten paragraph of ten thousand has as many


@dataclass(frozen=True, slots=True)
class ParagraphEdit:
    """A paragraph that was changed, removed or added."""

    before: Markup  # as it was imported, with `<del>` around what was removed; empty for an added one
    after: Markup  # as it is now, with `<ins>` around what was added; empty for a removed one


def edits_since_capture(article: Article) -> tuple[ParagraphEdit, ...]:
    """What an editor changed in an article since the import; nothing where its draft is not known."""
    if article.drafted is None:
        return ()
    before = [block.text for block in article.drafted if block.text]
    after = [block.text for block in article.body if block.text]
    return tuple(_paragraph_edits(before, after)) if before != after else ()


def _paragraph_edits(before: list[str], after: list[str]) -> Iterator[ParagraphEdit]:
    for kind, a, b, c, d in _opcodes(before, after):
        if kind == "equal":
            continue
        old, new = before[a:b], after[c:d]
        for number in range(max(len(old), len(new))):
            yield _paragraph_edit(old[number] if number < len(old) else "", new[number] if number < len(new) else "")


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """The edits as `SequenceMatcher.get_opcodes` returns them; where that takes too long, one replacement of all that differs."""
    shorter = min(len(old), len(new))
    start = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    end = next((n for n in range(shorter - start) if old[-1 - n] != new[-1 - n]), shorter - start)
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    counts = Counter(after)
    if start:
        yield "equal", 0, start, 0, start
    if sum(counts[item] * n for item, n in Counter(before).items()) > _MOST_PAIRS:
        yield "replace", start, len(old) - end, start, len(new) - end
    else:
        for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            yield kind, a + start, b + start, c + start, d + start
    if end:
        yield "equal", len(old) - end, len(old), len(new) - end, len(new)


def _paragraph_edit(old: str, new: str) -> ParagraphEdit:
    was, now = Markup(), Markup()
    for kind, a, b, c, d in _opcodes(old, new):
        same = kind == "equal"
        was += escape(old[a:b]) if same else Markup("<del>{}</del>").format(old[a:b]) if b > a else ""
        now += escape(new[c:d]) if same else Markup("<ins>{}</ins>").format(new[c:d]) if d > c else ""
    return ParagraphEdit(was, now)
