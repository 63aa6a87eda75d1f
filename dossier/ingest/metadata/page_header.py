"""What stands above an article's text: when it appeared and who wrote it. What is read here is taken out of the tree.

A saved page's headline, and what stands around it: the section over it, names, dates, tools and the picture below.
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

_AGO = re.compile(r"\d\s*\w{1,3}前|ago$")
_UPDATED = re.compile(r"更新|Updated", re.IGNORECASE)
_HEADER_WORDS = re.compile(  # a line that is a date, a byline or a tool, wherever it stands
    r"(?![^。]{60}|.*。)(?:.*(?:\d{4}\s*[年/.-]\s*\d{1,2}\s*[月/.-]\s*\d|\d\d?/\d\d?/\d{4})"
    r"|(?:作者|记者|記者|撰文|文)\s*[:：/|｜]|字(?:号|號|体|體)|\d+\s*(?:分钟|分鐘)(?:阅读|閱讀)?$|.*\s\S*(?:报道|報道|报导|報導)$)",
    re.DOTALL,
)
_DATED = re.compile(
    r"(?:(?:最后|最後)?(?:更新|更改|发布|發布|发表|發表)(?:时间|時間|于|於|日期)?\s*[:：/]?\s*)?"
    r"(?P<date>\d{4}\s*[年/.-]\s*\d\d?\s*[月/.-]\s*\d\d?\s*日?(?:\s*\d\d?:\d\d)?)"
)
_HEADER_TEXT = 20  # letters that make a <p> the beginning of the text
_HEADER = 90  # letters of a line above it, at most
_ITEM = 70
_LEAVES = 6  # how far down a stamp may stand that nothing marks


def read_page_header(body: Element, metadata: ArticleMetadata, *, lines: bool = False) -> None:
    """Reads it, and takes it out. `lines`: so goes every other line above the text, as of a page that was saved whole."""
    stamped = 0
    for element in _above_the_text(body, decks=int(lines)):
        if lines and not _stands(element, body):
            continue
        if element.name == "time":
            _time(element, metadata)
        elif element.name == "address":
            metadata.add_people(bylines.parse_byline_header(element.text))
            _take(element, metadata, "byline, to the front matter")
        elif element.name == "meta" and element.get("itemprop") == "author":
            metadata.add_people(
                person for person in bylines.parse_people(element.get("content")) if not metadata.is_outlet(person.name)
            )
        elif element.name in ("ul", "ol"):
            _byline_list(element, metadata)
        elif lines and (is_single_line(element) or _stands_alone(element)):
            _header_line(element, metadata)
        elif stamped < _LEAVES and element.text_length and not any(e.text_length for e in element.elements):
            stamped += 1
            _stamped(element, metadata)


def _above_the_text(body: Element, decks: int) -> Iterator[Element]:
    """The elements before the first paragraph of the text, taken down before they are looked at.

    `decks`: so many paragraphs may come first; below them a line counts only if it is plainly a date, a byline or a tool.
    """
    passed = 0
    for element in list(_elements(body, body.text_length)):
        paragraph = element.name == "p" and element.text_length > _HEADER_TEXT and "role" not in element.attributes
        line = is_single_line(element)
        plain = line and bool(_HEADER_WORDS.search(element.text))
        passed += not plain and (paragraph or (line and "。" in element.text))
        if passed > decks or element.name in ("h2", "h3", "blockquote", "table"):
            return
        if plain or not (passed and line):
            yield element


def _elements(element: Element, letters: int) -> Iterator[Element]:
    """The elements in one, but for what stands with a picture: captions are no text, and credits no byline."""
    for child in element.elements:
        if child.media_count and child.text_length * 2 < letters:
            continue
        yield child
        yield from _elements(child, letters)


def _time(element: Element, metadata: ArticleMetadata) -> None:
    around = element.parent.text if element.parent else ""
    when = parse_timestamp(element.get("datetime") or element.get("pudate") or element.text, metadata.rule.timezone)
    if not when:
        return
    if not metadata.published:
        metadata.published = when
    elif (_UPDATED.search(around) or when > metadata.published) and not metadata.updated.startswith(when):
        metadata.updated = when if when != metadata.published else metadata.updated
    _take(element, metadata, "relative clock" if _AGO.search(element.text) else "time, to the front matter")


def _stands(element: Element, body: Element) -> bool:
    """Whether it has not been taken out, with something around it."""
    inner: Element | None = element
    while inner is not None and inner is not body:
        inner = inner.parent
    return inner is body


def _stands_alone(element: Element) -> bool:
    """Whether an inline element stands among blocks, as a line of its own."""
    around = element.parent
    if element.name not in INLINE or around is None or around.name in INLINE or is_single_line(around):
        return False
    return bool(element.text_length) and not element.media_count


def _header_line(element: Element, metadata: ArticleMetadata) -> None:
    plain = bool(_HEADER_WORDS.search(element.text))
    for inner in list(element.iter()):
        if inner.name == "time":
            _time(inner, metadata)
    if (is_sentence(element) and not plain) or element.name == "h1" or not element.text:
        return
    for line in _lines(element):
        dated = _DATED.search(line)
        metadata.published = metadata.published or (
            parse_timestamp(dated["date"], metadata.rule.timezone) if dated else ""
        )
        if not metadata.byline:
            line = _DATED.sub(" ", line)  # noqa: PLW2901 # what is left may be a name
            metadata.add_people(bylines.parse_closing_byline(line) or bylines.parse_reported_by(line))
            metadata.add_places(bylines.reporting_place(line))
    _take(element, metadata, "line above the text")


def _byline_list(element: Element, metadata: ArticleMetadata) -> None:
    """A list above the text that links nowhere: names, and what they are."""
    items = [item.text for item in element.elements if item.name == "li"]
    items = [item for item in items if item]
    links = any(inner.name == "a" for inner in element.iter())
    if not 1 <= len(items) <= 8 or links or any(len(item) > _ITEM for item in items) or metadata.byline:
        return
    people, places = bylines.parse_byline_list(items)
    if people:
        metadata.add_people(people)
        metadata.add_places(places)
        _take(element, metadata, "byline, to the front matter")


def _stamped(element: Element, metadata: ArticleMetadata) -> None:
    """`author<br>time`, or the time alone, in one element of its own."""
    *before, last = _lines(element)
    when = parse_timestamp(last, metadata.rule.timezone) if element.text_length <= _HEADER else ""
    if not when or metadata.published:
        return
    metadata.published = when
    for line in before:
        metadata.add_people(bylines.parse_byline_header(line))
        metadata.has_repeated_name = metadata.has_repeated_name or bylines.has_repeated_name(line)
    _take(element, metadata, "byline and time, to the front matter" if any(before) else "time, to the front matter")


def _lines(element: Element) -> list[str]:
    lines = [""]
    for child in element.children:
        if isinstance(child, str):
            lines[-1] += child
        elif child.name == "br":
            lines.append("")
        else:
            first, *rest = _lines(child)
            lines[-1] += first
            lines += rest
    return [" ".join(line.split()) for line in lines]


def _take(element: Element, metadata: ArticleMetadata, rule: str) -> None:
    text = element.text
    if text:
        metadata.dropped.append(Dropped(rule, text))
    element.remove()


_TEXT = 20  # letters that make a <p> a text
_LINE = 90  # letters of a line that is none
_PICTURE = 400  # letters of a caption, at most
_LISTS = {"ul", "ol", "menu", "nav", "aside", "form", "table", "footer"}


def drop_above_headline(found: Element, body: Element, dropped: list[Dropped]) -> None:
    """Leaves out what stands over the headline in an article; where the headline stands over the article, brings the lines
    and the picture between them into it."""
    headline = _headline(found, body)
    if headline is None:
        return
    above = list(_ancestors(headline))
    if found in above or headline is found:
        for beside in _beside(headline, found, before=True):
            if not any(inner.name in ("figure", "time") for inner in beside.iter()):
                _remove(beside, dropped)
        return
    header = [piece for part in _between(headline, above, found) for piece in _worth(part)]
    for piece in header:
        piece.remove()
        piece.parent = found
        found.text_length += piece.text_length
        found.media_count += piece.media_count + is_media_element(piece)
    found.children[:0] = header


def is_single_line(element: Element) -> bool:
    """Whether an element is one line of text, without blocks in it."""
    return bool(
        element.text_length
        and not element.media_count
        and element.name not in INLINE
        and all(inner.name in INLINE or inner.name == "br" for inner in element.iter() if inner is not element)
    )


def is_sentence(element: Element) -> bool:
    """Whether a line is a sentence of the article, and no name, date or tool over it."""
    text = element.text
    return (
        element.text_length > _LINE
        or (element.text_length > _TEXT and (element.name == "p" or "。" in text))
        or text[-1:] in "—–"
    )


def _headline(found: Element, body: Element) -> Element | None:
    """The article's own <h1>, else the last one before it."""
    own = next(_headlines(found), None)
    if own or found is body:
        return own
    before = None
    for element in body.iter():
        if element is found:
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


def _beside(inner: Element, outer: Element, *, before: bool) -> Iterator[Element]:
    """The elements before or after one, within another, level by level."""
    while inner is not outer and inner.parent is not None:
        siblings = inner.parent.elements
        yield from _earlier(inner) if before else siblings[siblings.index(inner) + 1 :]
        inner = inner.parent


def _between(headline: Element, above: list[Element], found: Element) -> list[Element]:
    """What stands after the headline and before the article, in order."""
    inside = [found, *_ancestors(found)]
    common = next(element for element in above if element in inside)
    left = ([headline, *above])[above.index(common)]
    right = inside[inside.index(common) - 1]
    siblings = common.elements
    after = list(_beside(headline, left, before=False))
    beside = siblings[siblings.index(left) + 1 : siblings.index(right)]
    levels = inside[: inside.index(common) - 1]
    before = [sibling for level in reversed(levels) for sibling in _earlier(level)]
    return [*after, *beside, *before]


def _earlier(element: Element) -> list[Element]:
    siblings = element.parent.elements if element.parent else []
    return siblings[: siblings.index(element)]


def _worth(part: Element) -> Iterator[Element]:
    """Pictures with their captions, lines and paragraphs; no lists of links."""
    if part.name in _LISTS:
        return
    picture = part.media_count + is_media_element(part) and part.text_length <= _PICTURE
    whole = picture and not any(inner.name == "figure" for inner in part.iter())
    if whole or part.name in ("figure", "time", "address", "p") or is_single_line(part):
        yield part
    else:
        for child in part.elements:
            yield from _worth(child)


def _remove(element: Element, dropped: list[Dropped]) -> None:
    if element.text:
        dropped.append(Dropped("above the headline", element.text))
    element.remove()
