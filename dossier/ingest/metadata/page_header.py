"""Reads the header of an article: dates and bylines above its text, and what is around the headline of a saved page.

What is read is removed from the tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dossier.ingest.html.pieces import Dropped
from dossier.ingest.html.tree import Element, is_media_element
from dossier.ingest.html.walk import INLINE
from dossier.ingest.metadata import bylines
from dossier.ingest.metadata.article_metadata import ArticleMetadata
from dossier.ingest.metadata.timestamps import parse_timestamp

_RELATIVE_TIME = re.compile(r"\d\s*\w{1,3}前|ago$")
_UPDATED = re.compile(r"更新|Updated", re.IGNORECASE)
_HEADER_WORDS = re.compile(  # a line that is certainly a date, a byline or a tool
    r"(?![^。]{60}|.*。)(?:.*(?:\d{4}\s*[年/.-]\s*\d{1,2}\s*[月/.-]\s*\d|\d\d?/\d\d?/\d{4})"
    r"|(?:作者|记者|記者|撰文|文)\s*[:：/|｜]|字(?:号|號|体|體)|\d+\s*(?:分钟|分鐘)(?:阅读|閱讀)?$|.*\s\S*(?:报道|報道|报导|報導)$)",
    re.DOTALL,
)
_DATED = re.compile(
    r"(?:(?:最后|最後)?(?:更新|更改|发布|發布|发表|發表)(?:时间|時間|于|於|日期)?\s*[:：/]?\s*)?"
    r"(?P<date>\d{4}\s*[年/.-]\s*\d\d?\s*[月/.-]\s*\d\d?\s*日?(?:\s*\d\d?:\d\d)?)"
)
_MIN_TEXT = 20  # letters of a <p> that begins the text
_MAX_STAMP = 90  # letters of an element with a date
_MAX_ITEM = 70  # characters of an item of a byline list
_MAX_LEAVES = 6  # elements that are searched for an unmarked date


def read_page_header(body: Element, metadata: ArticleMetadata, *, lines: bool = False) -> None:
    """Read dates and bylines above the text. `lines`: also remove all other lines there, as for a saved page."""
    leaves = 0
    for element in _header_elements(body, decks=int(lines)):
        if lines and not _is_in_tree(element, body):
            continue
        if element.name == "time":
            _read_time(element, metadata)
        elif element.name == "address":
            metadata.add_people(bylines.parse_byline_header(element.text))
            _drop(element, metadata, "byline, to the front matter")
        elif element.name == "meta" and element.get("itemprop") == "author":
            metadata.add_people(
                person for person in bylines.parse_people(element.get("content")) if not metadata.is_outlet(person.name)
            )
        elif element.name in ("ul", "ol"):
            _read_byline_list(element, metadata)
        elif lines and (is_single_line(element) or _is_own_line(element)):
            _read_header_line(element, metadata)
        elif leaves < _MAX_LEAVES and element.text_length and not any(e.text_length for e in element.elements):
            leaves += 1
            _read_stamp(element, metadata)


def _header_elements(body: Element, decks: int) -> Iterator[Element]:
    """The elements before the first paragraph of the text.

    `decks` is the number of paragraphs that may precede it; after them only certain dates, bylines and tools are included.
    """
    passed = 0
    for element in list(_descendants(body, body.text_length)):  # a list, because callers remove elements
        paragraph = element.name == "p" and element.text_length > _MIN_TEXT and "role" not in element.attributes
        line = is_single_line(element)
        is_certain = line and bool(_HEADER_WORDS.search(element.text))
        passed += not is_certain and (paragraph or (line and "。" in element.text))
        if passed > decks or element.name in ("h2", "h3", "blockquote", "table"):
            return
        if is_certain or not (passed and line):
            yield element


def _descendants(element: Element, article_length: int) -> Iterator[Element]:
    """The descendants of an element, without those that contain a picture, whose credit is not a byline."""
    for child in element.elements:
        if child.media_count and child.text_length * 2 < article_length:
            continue
        yield child
        yield from _descendants(child, article_length)


def _read_time(element: Element, metadata: ArticleMetadata) -> None:
    context = element.parent.text if element.parent else ""
    when = parse_timestamp(element.get("datetime") or element.get("pudate") or element.text, metadata.rule.timezone)
    if not when:
        return
    if not metadata.published:
        metadata.published = when
    elif (_UPDATED.search(context) or when > metadata.published) and not metadata.updated.startswith(when):
        metadata.updated = when if when != metadata.published else metadata.updated
    _drop(element, metadata, "relative clock" if _RELATIVE_TIME.search(element.text) else "time, to the front matter")


def _is_in_tree(element: Element, body: Element) -> bool:
    """Whether an element is still in the tree, and was not removed with an ancestor."""
    inner: Element | None = element
    while inner is not None and inner is not body:
        inner = inner.parent
    return inner is body


def _is_own_line(element: Element) -> bool:
    """Whether an inline element is among blocks, and so a line of its own."""
    parent = element.parent
    if element.name not in INLINE or parent is None or parent.name in INLINE or is_single_line(parent):
        return False
    return bool(element.text_length) and not element.media_count


def _read_header_line(element: Element, metadata: ArticleMetadata) -> None:
    is_certain = bool(_HEADER_WORDS.search(element.text))
    for inner in list(element.iter()):
        if inner.name == "time":
            _read_time(inner, metadata)
    if (is_sentence(element) and not is_certain) or element.name == "h1" or not element.text:
        return
    for line in _split_lines(element):
        dated = _DATED.search(line)
        metadata.published = metadata.published or (
            parse_timestamp(dated["date"], metadata.rule.timezone) if dated else ""
        )
        if not metadata.byline:
            line = _DATED.sub(" ", line)  # noqa: PLW2901 # the rest may be a name
            metadata.add_people(bylines.parse_closing_byline(line) or bylines.parse_reported_by(line))
            metadata.add_places(bylines.reporting_place(line))
    _drop(element, metadata, "line above the text")


def _read_byline_list(element: Element, metadata: ArticleMetadata) -> None:
    """Read a list without links above the text: names, each followed by a title."""
    items = [item.text for item in element.elements if item.name == "li"]
    items = [item for item in items if item]
    links = any(inner.name == "a" for inner in element.iter())
    if not 1 <= len(items) <= 8 or links or any(len(item) > _MAX_ITEM for item in items) or metadata.byline:
        return
    people, places = bylines.parse_byline_list(items)
    if people:
        metadata.add_people(people)
        metadata.add_places(places)
        _drop(element, metadata, "byline, to the front matter")


def _read_stamp(element: Element, metadata: ArticleMetadata) -> None:
    """Read an element of `author<br>time`, or of a time alone."""
    *before, last = _split_lines(element)
    when = parse_timestamp(last, metadata.rule.timezone) if element.text_length <= _MAX_STAMP else ""
    if not when or metadata.published:
        return
    metadata.published = when
    for line in before:
        metadata.add_people(bylines.parse_byline_header(line))
        metadata.has_repeated_name = metadata.has_repeated_name or bylines.has_repeated_name(line)
    _drop(element, metadata, "byline and time, to the front matter" if any(before) else "time, to the front matter")


def _split_lines(element: Element) -> list[str]:
    lines = [""]
    for child in element.children:
        if isinstance(child, str):
            lines[-1] += child
        elif child.name == "br":
            lines.append("")
        else:
            first, *rest = _split_lines(child)
            lines[-1] += first
            lines += rest
    return [" ".join(line.split()) for line in lines]


def _drop(element: Element, metadata: ArticleMetadata, rule: str) -> None:
    text = element.text
    if text:
        metadata.dropped.append(Dropped(rule, text))
    element.remove()


_MAX_LINE = 90  # letters of a line that is no sentence
_MAX_CAPTION = 400  # letters
_LISTS = {"ul", "ol", "menu", "nav", "aside", "form", "table", "footer"}


def drop_above_headline(article: Element, body: Element, dropped: list[Dropped]) -> None:
    """Remove what is above the headline within an article; if the headline is above the article's element, move the lines
    and pictures between them into it."""
    headline = _find_headline(article, body)
    if headline is None:
        return
    above = list(_ancestors(headline))
    if article in above or headline is article:
        for beside in _siblings_outwards(headline, article, before=True):
            if not any(inner.name in ("figure", "time") for inner in beside.iter()):
                _drop_above(beside, dropped)
        return
    header = [piece for part in _between(headline, above, article) for piece in _header_parts(part)]
    for piece in header:
        piece.remove()
        piece.parent = article
        article.text_length += piece.text_length
        article.media_count += piece.media_count + is_media_element(piece)
    article.children[:0] = header


def is_single_line(element: Element) -> bool:
    """Whether a block element is one line of text, without inner blocks."""
    return bool(
        element.text_length
        and not element.media_count
        and element.name not in INLINE
        and all(inner.name in INLINE or inner.name == "br" for inner in element.iter() if inner is not element)
    )


def is_sentence(element: Element) -> bool:
    """Whether a line is a sentence of the article, and not a name, date or tool above it."""
    text = element.text
    return (
        element.text_length > _MAX_LINE
        or (element.text_length > _MIN_TEXT and (element.name == "p" or "。" in text))
        or text[-1:] in "—–"
    )


def _find_headline(article: Element, body: Element) -> Element | None:
    """The <h1> within the article, or else the last one before it."""
    own = next(_headlines(article), None)
    if own or article is body:
        return own
    before = None
    for element in body.iter():
        if element is article:
            return before
        if element.name == "h1" and element.text_length:
            before = element
    return None


def _headlines(element: Element) -> Iterator[Element]:
    return (inner for inner in element.iter() if inner.name == "h1" and inner.text_length)


def _ancestors(element: Element) -> Iterator[Element]:
    while element.parent is not None:
        element = element.parent
        yield element


def _siblings_outwards(inner: Element, outer: Element, *, before: bool) -> Iterator[Element]:
    """The elements before or after one, within an outer one, level by level."""
    while inner is not outer and inner.parent is not None:
        siblings = inner.parent.elements
        yield from _preceding_siblings(inner) if before else siblings[siblings.index(inner) + 1 :]
        inner = inner.parent


def _between(headline: Element, above: list[Element], article: Element) -> list[Element]:
    """The elements between the headline and the article, in document order."""
    inside = [article, *_ancestors(article)]
    common = next(element for element in above if element in inside)
    left = ([headline, *above])[above.index(common)]
    right = inside[inside.index(common) - 1]
    siblings = common.elements
    after = list(_siblings_outwards(headline, left, before=False))
    beside = siblings[siblings.index(left) + 1 : siblings.index(right)]
    levels = inside[: inside.index(common) - 1]
    before = [sibling for level in reversed(levels) for sibling in _preceding_siblings(level)]
    return [*after, *beside, *before]


def _preceding_siblings(element: Element) -> list[Element]:
    siblings = element.parent.elements if element.parent else []
    return siblings[: siblings.index(element)]


def _header_parts(part: Element) -> Iterator[Element]:
    """The pictures with captions, lines and paragraphs of an element, without lists of links."""
    if part.name in _LISTS:
        return
    picture = part.media_count + is_media_element(part) and part.text_length <= _MAX_CAPTION
    is_single_picture = picture and not any(inner.name == "figure" for inner in part.iter())
    if is_single_picture or part.name in ("figure", "time", "address", "p") or is_single_line(part):
        yield part
    else:
        for child in part.elements:
            yield from _header_parts(child)


def _drop_above(element: Element, dropped: list[Dropped]) -> None:
    if element.text:
        dropped.append(Dropped("above the headline", element.text))
    element.remove()
