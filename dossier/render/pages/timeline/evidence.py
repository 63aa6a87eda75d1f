"""What an event or a claim rests on: the whole sentence that holds the words, with the words marked."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from dossier.model import Article, Citation, When
from dossier.render import quotations
from dossier.render.page_context import PageContext
from dossier.render.site import Site

_ELISION = "[…]"  # what an edition writes for words that it leaves out


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a source; no text where the whole article is meant, or where it is withheld."""

    text: Markup  # the sentence, with the words relied on highlighted
    lang: str  # its language; empty where it is the page's
    source: Markup  # outlet, day and paragraph, as a link where it may be shown
    remark: str = ""  # that the words differ slightly from the quotation; else empty
    article: Article | None = None  # the article that it is from
    timing: str = ""  # whether that was published before or after the event


def evidence(context: PageContext, citation: Citation, event: When | None = None) -> Evidence:
    """The sentence around a citation's words; the words alone where they are not found in the article."""
    site = context.site
    article = site.articles.get(citation.article)
    if article is None or article.withheld:
        return Evidence(Markup(), "", context.cached_for(_source, ("", "")))
    published = timing(site, article, event) if event else ""
    lang = site.lang(article.language)
    passage = site.dossier.passages.get(citation)
    block = site.blocks(passage.article).get(passage.block) if passage else None
    if passage is None or block is None:
        text = Markup("<mark>{}</mark>").format(citation.quote) if citation.quote else Markup()
        return Evidence(text, lang, context.cached_for(_source, (article.id, "")), "", article, published)
    start, end = whole_sentence(block.text, passage.start, passage.end)
    text = quotations.quoted_part(context, article, block, start, end, [(passage.start, passage.end)])
    remark = "" if passage.exact else site.words("cite.near")
    return Evidence(text, lang, context.cached_for(_source, (article.id, block.id)), remark, article, published)


def _source(context: PageContext, place: tuple[str, str]) -> Markup:
    """The source of a sentence: an article and a block of it; of neither, that there is one."""
    site = context.site
    article_id, block_id = place
    if not article_id:
        line = quotations.SourceLine("", context.html_run(site.words("cite.withheld")), None, "")
    else:
        line = quotations.source_line(context, site.articles[article_id], site.blocks(article_id).get(block_id))
    return context.render_macro("record", "source", line, site.words)


def whole_sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around the words, or what of it an edition has left."""
    low = text.rfind(_ELISION, 0, start) + len(_ELISION) if _ELISION in text[:start] else 0
    high = text.find(_ELISION, end) if _ELISION in text[end:] else len(text)
    first, last = quotations.sentence_around(text, start, end)
    return max(first, low), min(last, high)


def timing(site: Site, article: Article, event: When) -> str:
    """Whether a report is older or newer than what it tells of: the most telling thing about a source."""
    if article.published is None:
        return ""
    if article.published.last < event.first:
        days = (event.first - article.published.last).days
        sure = not any(when.approximate or when.uncertain for when in (event, article.published))
        return site.words("evidence.before_days" if sure else "evidence.before", n=days)
    return site.words("evidence.after") if article.published.first > event.last else ""
