"""timeline.ics: the dated events as a calendar; an event's STATUS and its words say how certain it is."""

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
    needs_base_url=True,  # its ids contain it
)


def _calendar(site: Site, dated: Iterable[tuple[Event, When]]) -> bytes:
    settings = site.dossier.content.settings
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Dossier//timeline//" + settings.language.upper(),
        "CALSCALE:GREGORIAN",
        _escaped_text("NAME", settings.title),
        _escaped_text("X-WR-CALNAME", settings.title),
    ]
    for event, date_ in dated:
        lines += _event_lines(site, event, date_)
    lines.append("END:VCALENDAR")
    return "".join(map(_fold_line, lines)).encode()


def _event_lines(site: Site, event: Event, date_: When) -> Iterator[str]:
    url = urls.absolute_url(site.base_url, urls.event_path(event.id))
    date_text = dates_in_words.date_words(date_, site.language, zone=site.zone)
    status = site.words(f"status.{event.status}")
    lines = [f"{status}：{date_text}" if site.language.startswith("zh") else f"{status}: {date_text}"]
    lines += [block.text for block in event.text if block.text]
    place = site.entities.get(event.where)
    yield "BEGIN:VEVENT"
    yield _escaped_text("UID", f"{event.id}@{urlsplit(site.base_url).netloc}{urls.root_path(site.base_url)}")
    yield f"DTSTAMP:{_calendar_instant(_stamp(site, event, date_))}"
    yield from _bounds(date_)
    yield _escaped_text("SUMMARY", event.title if event.status == "happened" else f"〔{status}〕{event.title}")
    yield _escaped_text("DESCRIPTION", "\n".join([*lines, url]))
    yield f"STATUS:{CERTAINTY[event.status]}"
    yield "TRANSP:TRANSPARENT"
    if place:
        yield _escaped_text("LOCATION", site.display_name(place)[0])
    if place and place.coordinates:
        yield "GEO:{:.6f};{:.6f}".format(*place.coordinates)
    yield _escaped_text("CATEGORIES", status)
    yield f"URL:{url}"
    yield "END:VEVENT"


def _stamp(site: Site, event: Event, date_: When) -> datetime:
    """When the event was last revised: when its newest source was published, or else on its own day."""
    cited = (site.articles.get(source.article) for source in event.sources)
    published = [_start(article.published) for article in cited if article and article.published]
    return max(published, default=_start(date_))


def _start(when_: When) -> datetime:
    if when_.moment:
        return when_.moment.astimezone(UTC)
    return datetime.combine(when_.last if when_.first == date.min else when_.first, time.min, UTC)


def _bounds(date_: When) -> Iterator[str]:
    """DTSTART and DTEND. An open end is left out; an event without a beginning is on its last day."""
    if date_.moment:
        yield f"DTSTART:{_calendar_instant(_start(date_))}"
        return
    first, last = _start(date_).date(), date_.last
    yield f"DTSTART;VALUE=DATE:{_date_digits(first)}"
    if last != date.max:
        yield f"DTEND;VALUE=DATE:{_date_digits(last + timedelta(days=1))}"


def _calendar_instant(instant: datetime) -> str:
    """An instant in the format of iCalendar; strftime would not pad years before 1000."""
    return instant.isoformat(timespec="seconds").replace("-", "").replace(":", "").removesuffix("+0000") + "Z"


def _date_digits(day: date) -> str:
    return day.isoformat().replace("-", "")


def _escaped_text(name: str, value: str) -> str:
    printable = _CONTROLS.sub(" ", value)
    escaped = printable.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return f"{name}:{escaped}"


def _fold_line(line: str) -> str:
    """The line folded to at most 75 bytes without splitting a character (RFC 5545, 3.1)."""
    pieces, size = [""], 0
    for character in line:
        width = len(character.encode())
        if size + width > 75:
            pieces.append(" ")
            size = 1
        pieces[-1] += character
        size += width
    return "\r\n".join(pieces) + "\r\n"
