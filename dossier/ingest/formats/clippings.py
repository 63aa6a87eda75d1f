"""Reads plain text, and Markdown as web clippers write it: front matter with `source`, `author` and `published`."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from dossier import front_matter
from dossier.ingest.formats.capture import LONGEST_EXPORT, DetectedCapture, split_headline
from dossier.ingest.formats.plain_text import plain_text_to_html
from dossier.ingest.metadata.timestamps import parse_timestamp
from dossier.problems import Failure

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(?P<fields>.{0,50000}?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LONGEST_TITLE = 300  # characters
_HEADER_LINES = 8  # lines below the title that may belong to the header
_FOOTER_LINES = 3
_LONGEST_HEADER_LINE = 300

_TITLE = ("title", "headline", "标题", "標題")
_ADDRESS = ("source", "url", "link", "url source", "source_url", "source-url", "canonical", "original_url", "来源", "來源", "链接", "連結", "鏈接", "网址", "網址", "原文")  # fmt: skip
_AUTHOR = ("author", "authors", "byline", "by", "creator", "作者", "记者", "記者")
_PUBLISHED = ("published", "published_at", "published time", "date_published", "date-published", "publish_date", "datepublished", "pubdate", "发布时间", "發布時間", "发表时间", "日期", "时间", "時間")  # fmt: skip
_CLIPPED = ("created", "clipped", "captured", "saved", "date_saved", "date_clipped", "retrieved", "accessed")
_UPDATED = ("updated", "modified", "last_modified")
_LABELS = (*_TITLE, *_ADDRESS, *_AUTHOR, *_PUBLISHED, "date")
_LABEL = re.compile(
    rf"(?P<label>{'|'.join(sorted(_LABELS, key=len, reverse=True))})\s*[:：]\s*(?P<value>\S.*)", re.IGNORECASE
)
_BY = re.compile(r"By\s+(?=[^\W\d_])|文\s*[/／]\s*", re.IGNORECASE)
_URL = re.compile(r"<?(https?://[^\s<>]+)>?")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_HEADING = re.compile(r"#{1,2}[ \t]+(?P<title>\S.*)")
_MARKDOWN = re.compile(r"(?m)^#{1,6} \S|\]\(<?(?:https?:/|\.{0,2}/)|^(?:=|-){3,}[ \t]*$|\*\*\S|^!\[|^[-*] \[")
_UNDERLINE = re.compile(r"(?:=+|-{3,})[ \t]*")
_MARKDOWN_CONTENT = re.compile(r"(?mi)^Markdown Content:[ \t]*\n")


def read_clipping(text: str) -> DetectedCapture | None:
    """Markdown below the front matter of a web clipper; None for others."""
    front = _FRONT_MATTER.match(text)
    if not front or len(text) > LONGEST_EXPORT:
        return None
    try:
        fields = front_matter.to_plain(front_matter.read_yaml(front["fields"], ""))
    except Failure:
        fields = {
            match["label"]: match["value"] for match in map(_LABEL.fullmatch, front["fields"].split("\n")) if match
        }
    if not isinstance(fields, dict):
        return None
    values = {key.lower(): value for key, value in fields.items()}
    url = next((value for value in _values(values, _ADDRESS) if _URL.fullmatch(value)), "")
    title = next(iter(_values(values, _TITLE)), "")
    times = _times(values)
    if not (url or title or times.published):
        return None
    body = text[front.end() :].strip("\n")
    first, _, rest = body.partition("\n")
    if not title and (heading := _HEADING.fullmatch(first)):
        title, body = heading["title"].strip(), rest
    author = "、".join(_WIKI_LINK.sub(r"\1", name) for name in _values(values, _AUTHOR))
    return DetectedCapture(
        "markdown",
        f"\n{body}\n",
        url=url.strip("<>"),
        author=author,
        **times._asdict(),
        **split_headline(title)._asdict(),
    )


def read_plain_text(text: str) -> DetectedCapture | None:
    """A text whose first line is its headline; lines with its address, its author and its date may follow."""
    lines = text.strip().split("\n")
    if len(lines) < 2 or len(text) > LONGEST_EXPORT or len(lines[0]) > _LONGEST_TITLE or lines[0][0] in "<{[":
        return None
    values: dict[str, Any] = {}
    title = _read_label(lines[0], values) or lines[0].strip()
    rest = lines[1:]
    if rest and _UNDERLINE.fullmatch(rest[0]):
        rest = rest[1:]
    rest = _read_header(rest, values)
    rest = _read_header(rest[::-1], values, footer=True)[::-1]
    title = next(iter(_values(values, _TITLE)), "") or title
    body = "\n".join(rest).strip("\n")
    exported = _MARKDOWN_CONTENT.search(body)
    body = body[exported.end() :] if exported else body
    if not body.strip() or not title or (title.startswith("---") and not title.strip("-")):
        return None
    markdown = exported or _MARKDOWN.search(body)
    return DetectedCapture(
        "markdown" if markdown else "feed",
        f"\n{body}\n" if markdown else plain_text_to_html(body),
        url=next((value for value in _values(values, _ADDRESS) if _URL.fullmatch(value)), "").strip("<>"),
        author="、".join(_values(values, _AUTHOR)),
        **_times(values)._asdict(),
        **split_headline(title)._asdict(),
    )


def _read_header(lines: list[str], values: dict[str, Any], *, footer: bool = False) -> list[str]:
    """Read the lines of a header, or of a footer from its last one, into values by label; returns the other lines."""
    seen = 0
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        seen += 1
        if seen > (_FOOTER_LINES if footer else _HEADER_LINES) or not _read_header_line(line.strip(), values, footer):
            return lines[index:]
    return []


def _read_header_line(line: str, values: dict[str, Any], footer: bool) -> bool:
    if len(line) > _LONGEST_HEADER_LINE:
        return False
    if url := _URL.fullmatch(line):
        values.setdefault("url", url[1])
        return True
    if (labelled := _LABEL.fullmatch(line)) and not (footer and labelled["label"].lower() in _TITLE):
        return bool(_read_label(line, values))
    by = _BY.match(line)
    if footer or not (by or parse_timestamp(line, "")):
        return False
    values.setdefault("author" if by else "published", line[by.end() :] if by else line)
    return True


def _read_label(line: str, values: dict[str, Any]) -> str:
    """The value of a line `label: value`, which is added to the values; "" for other lines."""
    if match := _LABEL.fullmatch(line.strip()):
        values.setdefault(match["label"].lower(), match["value"].strip())
        return match["value"].strip()
    return ""


def _values(fields: dict[str, Any], names: tuple[str, ...]) -> list[str]:
    """The values of the first of these fields that has any, each on one line."""
    for name in names:
        value = fields.get(name)
        items = value if isinstance(value, list) else [value]
        if texts := [" ".join(item.split()) for item in items if isinstance(item, str) and item.strip()]:
            return texts
    return []


class _Times(NamedTuple):
    published: str
    updated: str
    captured_at: str


def _times(fields: dict[str, Any]) -> _Times:
    """The times of a clipping. `date` is when it appeared, unless another field says that."""
    published, clipped, updated, date = (
        next((time for value in _values(fields, names) if (time := parse_timestamp(value, ""))), "")
        for names in (_PUBLISHED, _CLIPPED, _UPDATED, ("date",))
    )
    return _Times(
        published=published or date,
        updated=updated if updated > (published or date) else "",
        captured_at=clipped or (date if published else ""),
    )
