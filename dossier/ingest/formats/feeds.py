"""A full-text feed, and each of its items as a capture of its own: feedparser's only home."""

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
_MALFORMED = 1_500_000  # bytes: the parser for what is no XML takes up to 5 s for a million
_DEPTH = 200
_SHORT = 200  # characters that are a teaser, not an article
_TAG = re.compile(r"<[^>]*+>?")
_MAIL = re.compile(r"\S+@\S+\s*(?:\((?P<name>.*)\))?")
_URL_SAFE = "/%:@!$&'*+,;=~?#[]"


class FeedItem(NamedTuple):
    """A capture made of a feed's item."""

    name: str
    data: bytes


def is_feed(data: bytes) -> bool:
    return _ROOT.match(data[:_HEAD].replace(b"\0", b"")) is not None


def feed_items(name: str, data: bytes, at: str = "") -> tuple[tuple[FeedItem, ...], tuple[Problem, ...]]:
    """The feed's items, each in the shape that feed archives keep: when it was fetched, its title and address, its HTML.

    What only the feed knows, the time of publication and the author, stands in front matter above that,
    so that a capture tells all by itself. `at` is when the feed was fetched, ISO 8601, if that is known.
    """
    _refuse_the_absurd(name, data)
    try:
        feed = feedparser.parse(BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        # feedparser promises to take anything, and yet fails by `&#x110000;` or a stray declaration.
        raise _failure(name, f"the feed cannot be read: {error}", "import the pages of its articles instead") from error
    if not feed.version:
        raise _failure(name, "this is neither an RSS nor an Atom feed", "look at what the address gives in a browser")
    if not feed.entries:
        raise _failure(name, "the feed has no items", "ask again later")
    home = feed.feed.get("link", "")
    one_date = feed.version.startswith("rss")
    entries = enumerate(map(dict, feed.entries), 1)  # plain ones: feedparser's own give a date for another
    made, problems = gather(
        lambda numbered: _item(name, *numbered, home, at, one_date),
        entries,
        locate=lambda numbered: Location(f"{name}#{numbered[0]}"),
    )
    return tuple(item for item, _ in made), (*problems, *(problem for _, found in made for problem in found))


def _item(
    name: str, number: int, entry: Mapping[str, Any], home: str, at: str, one_date: bool
) -> tuple[FeedItem, tuple[Problem, ...]]:
    place = f"{name}#{number}"
    title = " ".join(unescape(_untagged(entry.get("title", ""))).split())
    link = entry.get("link", "").strip()
    url = quote(_joined(home, link), safe=_URL_SAFE) if link else ""
    text = _text(entry)
    if not url.startswith(("http://", "https://")):
        raise _failure(place, f"the item “{title or number}” has no address", "import the article's page instead")
    if not text.strip():
        raise _failure(place, f"the item “{title or number}” has no text", f"import the article's page instead: {url}")
    length = len("".join(_untagged(text).split()))
    short = f"the feed gives only {length} characters of “{title}”"
    help_ = f"if that is not the whole article, import its page instead: {url}"
    problems = (Problem(Location(place), Severity.WARNING, "teaser", short, hint=help_),) if length < _SHORT else ()
    epoch = f"<!--{int(datetime.fromisoformat(at).timestamp()) * 1000}-->\n" if at else ""
    capture = f"{epoch}[{title or url}]({url})\n------\n\n{text}\n"
    fields = {key: value for key, value in _known(entry, one_date).items() if value}
    return FeedItem(place, (front_matter.format_article(fields, capture) if fields else capture).encode()), problems


def _joined(home: str, link: str) -> str:
    """The link in full; nothing where it, or the address it counts from, is none."""
    try:
        return urljoin(home, link)
    except ValueError:  # `http://[`
        return ""


def _known(entry: Mapping[str, Any], one_date: bool) -> dict[str, str]:
    """What the feed says of an item beside its text."""
    published, updated = (_moment(entry.get(key, ""), entry.get(f"{key}_parsed")) for key in ("published", "updated"))
    if one_date and not published:  # RSS's dc:date, which feedparser calls the update
        published, updated = updated, ""
    return {"published": published, "updated": updated, "author": "、".join(dict.fromkeys(_authors(entry)))}


def _moment(written: str, parsed: Any) -> str:
    """A feed's time at the precision that it has, in ISO 8601; without a zone where the feed gives none."""
    written = written.strip()
    if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", written):
        return written
    for reading in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = reading(written)
        except (ValueError, TypeError, IndexError):
            continue
        return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
    return f"{datetime(*parsed[:6]).isoformat(timespec='seconds')}Z" if parsed else ""  # noqa: DTZ001  # Z says it


def _authors(entry: Mapping[str, Any]) -> Iterable[str]:
    """The names of people, each once. RSS writes `mail (name)`, and feedparser knows no mail at a long top-level domain."""
    raw = entry.get("author", "")
    for author in entry.get("authors", ()):
        mail = author.get("email", "")
        name = raw if mail and raw.startswith(mail) else author.get("name", "")
        written = _MAIL.fullmatch(name.strip())
        if real := written["name"] if written else name.strip():
            yield real


def _text(entry: Mapping[str, Any]) -> str:
    """The longest HTML of the item."""
    parts = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    texts = [
        f"<p>{escape(part['value'])}</p>" if part.get("type") == "text/plain" and part["value"] else part["value"]
        for part in parts
        if part.get("value")
    ]
    return max(texts, key=len, default="")


def _refuse_the_absurd(name: str, data: bytes) -> None:
    """A feed that would take too long is refused: one nested absurdly, or a large one that is no XML."""
    depth = 0

    def start(*_: Any) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEPTH:
            raise _failure(name, f"the feed is nested more than {_DEPTH} deep", "this is no feed of articles")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # the last two: an encoding that is not known
        if len(data) > _MALFORMED:
            message = f"the feed is larger than {_MALFORMED:,} bytes and no plain XML ({error})"
            raise _failure(name, message, "import the pages of its articles instead") from None


def _failure(name: str, message: str, hint: str) -> Failure:
    return Failure(Problem(Location(name), Severity.ERROR, "feed", message, hint=hint))


def _untagged(text: str) -> str:
    """The text without its tags; a tag that never ends is text."""
    return _TAG.sub(lambda tag: "" if tag[0].endswith(">") else tag[0], text)
