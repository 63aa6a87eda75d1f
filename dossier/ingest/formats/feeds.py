"""Splits a full-text feed into captures, one for each item. The only module that imports feedparser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import escape, unescape
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import quote, urljoin
from xml.parsers import expat

import feedparser

from dossier import front_matter
from dossier.guard import gather
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

_ROOT = re.compile(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(<[?!][^>]*>\s*)*<(rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_HEAD = 8192
_MAX_MALFORMED = 1_500_000  # bytes; the lenient parser takes up to 5 s per million
_MAX_DEPTH = 200
_TEASER = 200  # characters below which an item is a teaser
_TAG = re.compile(r"<[^>]*+>?")
_MAIL = re.compile(r"\S+@\S+\s*(?:\((?P<name>.*)\))?")
_URL_SAFE = "/%:@!$&'*+,;=~?#[]"


class FeedItem(NamedTuple):
    """An item of a feed, as a capture."""

    name: str
    data: bytes


def is_feed(data: bytes) -> bool:
    return _ROOT.match(data[:_HEAD].replace(b"\0", b"")) is not None


def feed_items(name: str, data: bytes, fetched_at: str = "") -> tuple[tuple[FeedItem, ...], tuple[Problem, ...]]:
    """Split a feed into items in the format of feed archives: time of fetching, title and address, HTML.

    The time of publication and the author, which only the feed has, go to front matter above that, so that each capture
    is complete. `fetched_at` is when that was, in ISO 8601, if that is known.
    """
    _check_limits(name, data)
    try:
        feed = feedparser.parse(BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        # feedparser should accept anything, but fails on `&#x110000;` and on stray declarations.
        raise _feed_failure(
            name, f"the feed cannot be read: {error}", "import the pages of its articles instead"
        ) from error
    if not feed.version:
        raise _feed_failure(
            name, "this is neither an RSS nor an Atom feed", "look at what the address gives in a browser"
        )
    if not feed.entries:
        raise _feed_failure(name, "the feed has no items", "ask again later")
    home = feed.feed.get("link", "")
    is_rss = feed.version.startswith("rss")
    entries = enumerate(map(dict, feed.entries), 1)  # plain dicts: feedparser's own return one date for another
    items, problems = gather(
        lambda numbered: _convert_item(name, *numbered, home, fetched_at, is_rss),
        entries,
        locate=lambda numbered: Location(f"{name}#{numbered[0]}"),
    )
    return tuple(item for item, _ in items), (
        *problems,
        *(problem for _, item_problems in items for problem in item_problems),
    )


def _convert_item(
    name: str, number: int, entry: Mapping[str, Any], home: str, fetched_at: str, is_rss: bool
) -> tuple[FeedItem, tuple[Problem, ...]]:
    item_name = f"{name}#{number}"
    title = " ".join(unescape(_strip_tags(entry.get("title", ""))).split())
    link = entry.get("link", "").strip()
    url = quote(_absolute_link(home, link), safe=_URL_SAFE) if link else ""
    text = _item_html(entry)
    if not url.startswith(("http://", "https://")):
        raise _feed_failure(
            item_name, f"the item “{title or number}” has no address", "import the article's page instead"
        )
    if not text.strip():
        raise _feed_failure(
            item_name, f"the item “{title or number}” has no text", f"import the article's page instead: {url}"
        )
    length = len("".join(_strip_tags(text).split()))
    short = f"the feed gives only {length} characters of “{title}”"
    help_ = f"if that is not the whole article, import its page instead: {url}"
    problems = (
        (Problem(Location(item_name), Severity.WARNING, "teaser", short, hint=help_),) if length < _TEASER else ()
    )
    epoch = f"<!--{int(datetime.fromisoformat(fetched_at).timestamp()) * 1000}-->\n" if fetched_at else ""
    capture = f"{epoch}[{title or url}]({url})\n------\n\n{text}\n"
    fields = {key: value for key, value in _item_fields(entry, is_rss).items() if value}
    return FeedItem(item_name, (front_matter.format_article(fields, capture) if fields else capture).encode()), problems


def _absolute_link(home: str, link: str) -> str:
    """The absolute link, or "" if it or the base address is invalid."""
    try:
        return urljoin(home, link)
    except ValueError:  # `http://[`
        return ""


def _item_fields(entry: Mapping[str, Any], is_rss: bool) -> dict[str, str]:
    """The metadata that the feed has of an item."""
    published, updated = (
        _parse_time(entry.get(key, ""), entry.get(f"{key}_parsed")) for key in ("published", "updated")
    )
    if is_rss and not published:  # RSS's dc:date, which feedparser reports as an update
        published, updated = updated, ""
    return {"published": published, "updated": updated, "author": "、".join(dict.fromkeys(_author_names(entry)))}


def _parse_time(written: str, parsed: Any) -> str:
    """A feed's time in ISO 8601, with the precision and the zone that the feed gives."""
    written = written.strip()
    if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", written):
        return written
    for reading in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = reading(written)
        except (ValueError, TypeError, IndexError):
            continue
        return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
    return f"{datetime(*parsed[:6]).isoformat(timespec='seconds')}Z" if parsed else ""  # noqa: DTZ001  # feedparser returns UTC


def _author_names(entry: Mapping[str, Any]) -> Iterable[str]:
    """The names of authors. RSS writes `mail (name)`, which feedparser does not split at long top-level domains."""
    raw = entry.get("author", "")
    for author in entry.get("authors", ()):
        mail = author.get("email", "")
        name = raw if mail and raw.startswith(mail) else author.get("name", "")
        written = _MAIL.fullmatch(name.strip())
        if real := written["name"] if written else name.strip():
            yield real


def _item_html(entry: Mapping[str, Any]) -> str:
    """The longest text of the item, as HTML."""
    parts = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    texts = [
        f"<p>{escape(part['value'])}</p>" if part.get("type") == "text/plain" and part["value"] else part["value"]
        for part in parts
        if part.get("value")
    ]
    return max(texts, key=len, default="")


def _check_limits(name: str, data: bytes) -> None:
    """Refuse feeds that would take too long: very deep nesting, or a large file that is not XML."""
    depth = 0

    def start(*_: Any) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise _feed_failure(name, f"the feed is nested more than {_MAX_DEPTH} deep", "this is no feed of articles")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # the last two: an unknown encoding
        if len(data) > _MAX_MALFORMED:
            message = f"the feed is larger than {_MAX_MALFORMED:,} bytes and no plain XML ({error})"
            raise _feed_failure(name, message, "import the pages of its articles instead") from None


def _feed_failure(name: str, message: str, hint: str) -> Failure:
    return Failure(Problem(Location(name), Severity.ERROR, "feed", message, hint=hint))


def _strip_tags(text: str) -> str:
    """Remove tags; an unclosed tag is text."""
    return _TAG.sub(lambda tag: "" if tag[0].endswith(">") else tag[0], text)
