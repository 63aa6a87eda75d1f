"""Reads PDF files with text: lines, columns, paragraphs, page numbers. The only module that imports pypdf."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from html import escape
from typing import Any, NamedTuple

from dossier.ingest.formats.capture import LONGEST_EXPORT, DetectedCapture, capture_failure, split_headline
from dossier.ingest.formats.pdf_layout import (
    Fragment,
    Line,
    PdfParagraph,
    arrange_lines,
    divide_paragraphs,
    split_furniture,
)
from dossier.ingest.formats.written_days import find_day
from dossier.ingest.metadata.timestamps import parse_timestamp

_MAX_PAGES = 1_000
_MAX_OPERATIONS = 2_000_000  # of all pages; a long report has 200,000
_MIN_LETTERS = 20  # a page with fewer is a picture
_MAX_UNREADABLE = 0.2  # share of characters
_HEAD = 1024  # bytes in which the signature may stand
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_BROWSER = re.compile(r"Mozilla/|Chrom|Skia/PDF|Firefox|Safari|Quartz PDFContext|wkhtmltopdf|WebKit", re.IGNORECASE)
_FILE_NAME = re.compile(
    r"(?i)^(?:microsoft word|untitled|\s*$)|\.(?:docx?|indd|pdf|tex|odt|rtf|html?|qxd|pmd|dvi)$|^https?:|^[a-z]:\\|^file:"
)
_PDF_TIME = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z|([+-])(\d\d)'?(\d\d)?)?")
_HEADER_LINES = 12  # lines of the first page in which its date is looked for
_HEADING = 1.12  # times the size of the text
_LONGEST_HEADING = 300
_SCAN = "have its text recognised (`ocrmypdf IN OUT`), and import the result"
_AGAIN = "save or print it as PDF again, or import its text"


def is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:_HEAD]


class _TooMuchWorkError(Exception):
    """The drawing commands of the pages are too many."""


def read_pdf(name: str, data: bytes) -> DetectedCapture:
    """The text of a PDF in reading order, and the page on which each paragraph begins."""
    from pypdf import PdfReader  # noqa: PLC0415 # loaded when a PDF comes in

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # we report what it cannot read
    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not _opens_without_password(reader)
        count = 0 if locked else len(reader.pages)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 # pypdf raises whatever a broken file leads to
        raise capture_failure(name, f"this PDF is broken: {_why(error)}", _AGAIN) from None
    if locked:
        raise capture_failure(name, "this PDF is encrypted", "open it with its password, and print it as PDF")
    pages, notes = _read_pages(reader, count)
    letters = sum(len(line.text) for page in pages for line in page)
    if letters < _MIN_LETTERS * max(1, min(count, 3)):
        what = "its pages are pictures, as of a scan" if not notes else notes[0]
        raise capture_failure(name, f"this PDF has no text on its {count:,} page{'s' * (count > 1)}: {what}", _SCAN)
    unreadable = sum(len(_UNREADABLE.findall(line.text)) for page in pages for line in page)
    if unreadable > letters * _MAX_UNREADABLE:
        raise capture_failure(name, "the fonts of this PDF do not say which letters they draw", _SCAN)
    return _as_capture(reader, pages, notes)


def _opens_without_password(reader: Any) -> bool:
    try:
        return bool(reader.decrypt(""))
    except Exception:  # noqa: BLE001 # also where the cipher needs a library
        return False


def _read_pages(reader: Any, count: int) -> tuple[list[list[Line]], tuple[str, ...]]:
    """The lines of each page in reading order; what could not be read is a note."""
    operations, pages, notes = 0, list[list[Line]](), list[str]()

    def count_operation(*_: Any) -> None:
        nonlocal operations
        operations += 1
        if operations > _MAX_OPERATIONS:
            raise _TooMuchWorkError

    size = 0
    for number in range(min(count, _MAX_PAGES)):
        fragments: list[Fragment] = []
        try:
            page = reader.pages[number]
            page.extract_text(visitor_operand_before=count_operation, visitor_text=_collector(fragments))
        except (_TooMuchWorkError, MemoryError):
            notes.append(f"page {number + 1} and all after it are too much to read")
            break
        except Exception as error:  # noqa: BLE001 # as above
            notes.append(f"page {number + 1} cannot be read: {_why(error)}")
        pages.append(arrange_lines(fragments))
        size += sum(len(line.text) for line in pages[-1])
        if size > LONGEST_EXPORT:
            notes.append(f"the text after page {number + 1} is left out: {LONGEST_EXPORT:,} characters are read")
            break
    if count > _MAX_PAGES:
        notes.append(f"the pages after {_MAX_PAGES:,} are left out")
    return pages, tuple(notes)


def _collector(fragments: list[Fragment]) -> Any:
    def collect(text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
        if text and text != "\n":
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            scale = (abs(tm[3]) or abs(tm[1])) * (abs(cm[3]) or abs(cm[1]))
            fragments.append(Fragment(float(x), float(y), float(size or 0) * float(scale), text))

    return collect


def _as_capture(reader: Any, pages: list[list[Line]], notes: tuple[str, ...]) -> DetectedCapture:
    info = _Information.of(reader)
    body, furniture = split_furniture(pages)
    paragraphs = divide_paragraphs(body)
    size = _text_size(paragraphs)
    title, rest = _split_title(paragraphs, info.title, size)
    published = _date_on_first_page(body[0] if body else [])
    urls = [line for line in furniture if line.startswith(("http://", "https://"))]
    html = "\n".join(_paragraph_html(paragraph, size) for paragraph in rest)
    return DetectedCapture(
        "feed",
        html,
        url=urls[0].split()[0] if urls else "",
        published=published or ("" if info.browser else info.created[:10]),
        captured_at=info.created if info.browser else "",
        author=info.author,
        notes=notes,
        places=tuple((f"page {paragraph.page}", paragraph.text) for paragraph in rest),
        **split_headline(title)._asdict(),
    )


class _Information(NamedTuple):
    title: str
    author: str
    created: str  # ISO 8601
    browser: bool  # whether a browser printed it, so that its time is not that of the text

    @classmethod
    def of(cls, reader: Any) -> _Information:
        """What the file says of itself."""
        try:
            info = {key: str(value) for key, value in (reader.metadata or {}).items()}
        except Exception:  # noqa: BLE001 # as above
            info = {}
        texts = {key: " ".join(_UNREADABLE.sub("", value).split())[:1000] for key, value in info.items()}
        made_by = f"{texts.get('/Creator', '')} {texts.get('/Producer', '')}"
        title = texts.get("/Title", "")
        return cls(
            "" if _FILE_NAME.search(title) else title,
            texts.get("/Author", ""),
            _pdf_time(texts.get("/CreationDate", "")),
            bool(_BROWSER.search(made_by)),
        )


def _pdf_time(text: str) -> str:
    match = _PDF_TIME.match(text)
    if not match or not match[3]:
        return ""
    year, month, day, hour, minute, second, sign, hours, minutes = match.groups()
    zone = f"{sign}{hours}:{minutes or '00'}" if sign else "Z"
    time = f"T{hour}:{minute}:{second or '00'}{zone}" if minute else ""
    return parse_timestamp(f"{year}-{month}-{day}{time}", "")


def _text_size(paragraphs: list[PdfParagraph]) -> float:
    """The size in which most of the text is set."""
    counts: dict[float, int] = {}
    for paragraph in paragraphs:
        counts[paragraph.size] = counts.get(paragraph.size, 0) + len(paragraph.text)
    return max(counts, key=lambda size: counts[size], default=0.0)


def _split_title(paragraphs: list[PdfParagraph], written: str, size: float) -> tuple[str, list[PdfParagraph]]:
    """The title, and the paragraphs without it: the largest heading of the first page, or what the file says."""
    heads = [
        one for one in paragraphs if one.page == 1 and one.size > size * _HEADING and len(one.text) <= _LONGEST_HEADING
    ]
    largest = max(heads, key=lambda one: one.size, default=None)
    named = next((one for one in paragraphs[:5] if written and _key(one.text) == _key(written)), None)
    head = named or largest
    if head is None or (written and head is largest and _key(head.text) not in _key(written) and len(head.text) < 8):
        return (written or (paragraphs[0].text if len(paragraphs) > 1 else "")), paragraphs[not written :]
    return head.text, [one for one in paragraphs if one is not head]


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _date_on_first_page(lines: list[Line]) -> str:
    return next((day for line in lines[:_HEADER_LINES] if (day := find_day(line.text))), "")


def _paragraph_html(paragraph: PdfParagraph, size: float) -> str:
    heading = paragraph.size > size * _HEADING and len(paragraph.text) <= _LONGEST_HEADING
    tag = "h2" if heading else "p"
    return f"<{tag}>{escape(paragraph.text, quote=False)}</{tag}>"


def _why(error: BaseException) -> str:
    return (str(error) or type(error).__name__).split("\n")[0][:120]


def page_places(places: tuple[tuple[str, str], ...], texts: list[str]) -> Iterator[tuple[int, str]]:
    """The places at which they begin, by the index of a text: each place once, at its first paragraph that is there."""
    at, placed = 0, set[str]()
    for place, text in places:
        start = _key(text)[:60]
        if place in placed or not start:
            continue
        found = next((index for index in range(at, len(texts)) if _key(texts[index]).startswith(start)), None)
        if found is not None:
            placed.add(place)
            at = found
            yield found, place
