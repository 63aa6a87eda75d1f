"""timeline.ics: the dated events for a calendar, how certain each is in its STATUS and in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from dossier.model import Event, When
from dossier.render import urls
from dossier.render.exports.export import Export
from dossier.render.language import dates_in_words
from dossier.render.lazy_files import LazyFiles
from dossier.render.site import Site

CALENDAR = "timeline.ics"
CERTAINTY = {
    "happened": "CONFIRMED",
    "planned": "TENTATIVE",
    "alleged": "TENTATIVE",
    "denied": "CANCELLED",
    "superseded": "CANCELLED",
}

_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f]")


def _calendar_files(site: Site, _: Sequence[str]) -> LazyFiles:
    dated = [(event, event.when) for event in site.dossier.timeline if event.when]
    return LazyFiles({CALENDAR: lambda: _calendar(site, dated)} if dated else {})


CALENDAR_EXPORT = Export(
    CALENDAR,
    "text/calendar",
    _calendar_files,
    {"zh-Hans": "日历（ICS）", "zh-Hant": "日曆（ICS）", "en": "Calendar (ICS)"},
    needs_base_url=True,  # its ids are made of it
)


def _calendar(site: Site, dated: Iterable[tuple[Event, When]]) -> bytes:
    settings = site.dossier.content.settings
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Dossier//timeline//" + settings.language.upper(),
        "CALSCALE:GREGORIAN",
        _text("NAME", settings.title),
        _text("X-WR-CALNAME", settings.title),
    ]
    for event, date_ in dated:
        lines += _event(site, event, date_)
    lines.append("END:VCALENDAR")
    return "".join(map(_folded, lines)).encode()


def _event(site: Site, event: Event, date_: When) -> Iterator[str]:
    url = urls.absolute_url(site.base_url, urls.event_path(event.id))
    said = dates_in_words.date_words(date_, site.language, zone=site.zone)
    word = site.words(f"status.{event.status}")
    told = [f"{word}：{said}" if site.language.startswith("zh") else f"{word}: {said}"]
    told += [block.text for block in event.text if block.text]
    place = site.entities.get(event.where)
    yield "BEGIN:VEVENT"
    yield _text("UID", f"{event.id}@{urlsplit(site.base_url).netloc}{urls.root_path(site.base_url)}")
    yield f"DTSTAMP:{_instant(_stamp(site, event, date_))}"
    yield from _bounds(date_)
    yield _text("SUMMARY", event.title if event.status == "happened" else f"〔{word}〕{event.title}")
    yield _text("DESCRIPTION", "\n".join([*told, url]))
    yield f"STATUS:{CERTAINTY[event.status]}"
    yield "TRANSP:TRANSPARENT"
    if place:
        yield _text("LOCATION", site.display_name(place)[0])
    if place and place.coordinates:
        yield "GEO:{:.6f};{:.6f}".format(*place.coordinates)
    yield _text("CATEGORIES", word)
    yield f"URL:{url}"
    yield "END:VEVENT"


def _stamp(site: Site, event: Event, date_: When) -> datetime:
    """When what is said of the event was last revised: as its newest source appeared, else on its own day."""
    cited = (site.articles.get(source.article) for source in event.sources)
    appeared = [_begins(article.published) for article in cited if article and article.published]
    return max(appeared, default=_begins(date_))


def _begins(when_: When) -> datetime:
    if when_.moment:
        return when_.moment.astimezone(UTC)
    return datetime.combine(when_.last if when_.first == date.min else when_.first, time.min, UTC)


def _bounds(date_: When) -> Iterator[str]:
    """The event's first and last day; an open end is not said, and what has no beginning stands on its last day."""
    if date_.moment:
        yield f"DTSTART:{_instant(_begins(date_))}"
        return
    first, last = _begins(date_).date(), date_.last
    yield f"DTSTART;VALUE=DATE:{_day(first)}"
    if last != date.max:
        yield f"DTEND;VALUE=DATE:{_day(last + timedelta(days=1))}"


def _instant(instant: datetime) -> str:
    """As iCalendar writes it; strftime would leave a year before 1000 short of its zeros."""
    return instant.isoformat(timespec="seconds").replace("-", "").replace(":", "").removesuffix("+0000") + "Z"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _text(name: str, value: str) -> str:
    shown = _CONTROLS.sub(" ", value)
    escaped = shown.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return f"{name}:{escaped}"


def _folded(line: str) -> str:
    """The line in pieces of at most 75 bytes, no character split (RFC 5545, 3.1)."""
    pieces, size = [""], 0
    for character in line:
        width = len(character.encode())
        if size + width > 75:
            pieces.append(" ")
            size = 1
        pieces[-1] += character
        size += width
    return "\r\n".join(pieces) + "\r\n"
