"""timeline.csv for spreadsheets, and timeline.json for TimelineJS (timeline.knightlab.com)."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from dossier.model import Event, When
from dossier.render import urls
from dossier.render.exports.export import Export
from dossier.render.language import dates_in_words
from dossier.render.lazy_files import LazyFiles
from dossier.render.site import Site

TABLE, SLIDES = "timeline.csv", "timeline.json"
COLUMNS = ("id", "date", "first", "last", "title", "status", "who", "where", "text", "by", "sources", "url")

_CALENDAR_DATE = re.compile(r"\d{4}(-(0\d|1[012])(-\d\d)?)?(?=[?~%]?$)")


# What a spreadsheet may take for a formula: its signs in either width, after invisible characters, and leading controls.
_FORMULA = re.compile(
    r"[\t\r\n]|[\s\x00-\x1f\x7f-\x9f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff]*[=+\-@＝＋－＠−﹢﹣﹦﹫]"
)


def _table_files(site: Site, _: Sequence[str]) -> LazyFiles:
    return LazyFiles({TABLE: lambda: _table(site)})


def _slide_files(site: Site, _: Sequence[str]) -> LazyFiles:
    slides = [slide for event in site.dossier.timeline if event.when for slide in _slide(site, event, event.when)]
    return LazyFiles({SLIDES: lambda: _slides(site, slides)} if slides else {})


CSV_TABLE = Export(
    TABLE, "text/csv", _table_files, {"zh-Hans": "时间线（CSV）", "zh-Hant": "時間軸（CSV）", "en": "Timeline (CSV)"}
)
SLIDES_EXPORT = Export(SLIDES, "application/json", _slide_files)


def _table(site: Site) -> bytes:
    """The table, with the byte order mark by which Excel recognises UTF-8."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for event in site.dossier.timeline:
        writer.writerow(map(_cell, _row(site, event)))
    return file.getvalue().encode("utf-8-sig")


def _row(site: Site, event: Event) -> tuple[str, ...]:
    first = event.when.first if event.when else date.min
    last = event.when.last if event.when else date.max
    return (
        event.id,
        event.when.edtf if event.when else "",
        "" if first == date.min else first.isoformat(),
        "" if last == date.max else last.isoformat(),
        event.title,
        event.status,
        "; ".join(_entity_names(site, event.who)),
        "; ".join(_entity_names(site, (event.where,))),
        _event_text(event),
        site.signature(event.by),
        "; ".join(dict.fromkeys(source.article for source in event.sources)),
        urls.absolute_url(site.base_url, urls.event_path(event.id)),
    )


def _entity_names(site: Site, entities: tuple[str, ...]) -> Iterator[str]:
    return (site.display_name(site.entities[entity])[0] for entity in entities if entity in site.entities)


def _event_text(event: Event) -> str:
    return "\n\n".join(block.text for block in event.text if block.text)


def _cell(text: str) -> str:
    """The text, quoted if a spreadsheet could run it as a formula (owasp.org, CSV Injection)."""
    return f"'{text}" if _FORMULA.match(text) else text


def _slides(site: Site, slides: list[dict[str, object]]) -> bytes:
    settings = site.dossier.content.settings
    title = {"text": {"headline": escape(settings.title), "text": _paragraphs(settings.description)}}
    presentation = {"scale": "human", "title": title, "events": slides}
    return (json.dumps(presentation, ensure_ascii=False, indent=1) + "\n").encode()


def _slide(site: Site, event: Event, date_: When) -> Iterator[dict[str, object]]:
    """The event in the format of TimelineJS, whose texts are HTML. An event without a beginning is placed at its end."""
    bounds = [day for day in (date_.first, date_.last) if day not in (date.min, date.max)]
    if not bounds:
        return
    status = site.words(f"status.{event.status}")
    headline = escape(event.title if event.status == "happened" else f"〔{status}〕{event.title}")
    url = urls.absolute_url(site.base_url, urls.event_path(event.id))
    several = date_.edtf[0] == "[" or "/" in date_.edtf
    yield {
        "unique_id": event.id,
        "start_date": _start_date(site, date_, bounds[0]),
        **({"end_date": _date_fields(bounds[-1])} if several and bounds[-1] != bounds[0] else {}),
        "display_date": dates_in_words.date_words(date_, site.language, zone=site.zone),
        "text": {
            "headline": f'<a href="{escape(url)}">{headline}</a>' if url else headline,
            "text": _paragraphs(_event_text(event)),
        },
        "group": status,
    }


def _start_date(site: Site, date_: When, first: date) -> dict[str, int]:
    """The date as precisely as it is known: TimelineJS accepts years and months too."""
    if date_.moment:
        local = date_.moment.astimezone(site.zone)
        return {**_date_fields(local.date()), "hour": local.hour, "minute": local.minute}
    if match := _CALENDAR_DATE.match(date_.edtf):
        parts = zip(("year", "month", "day"), match[0].split("-"), strict=False)
        return {name: int(digits) for name, digits in parts}
    return _date_fields(first)


def _date_fields(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in text.split("\n\n") if paragraph)
