"""Citations of an article: as a sentence, as BibTeX, as CSL-JSON."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import NamedTuple

from dossier.model import Article, When
from dossier.render import urls
from dossier.render.language import dates_in_words
from dossier.render.site import Site


class CitationFormats(NamedTuple):
    """A citation in one format."""

    form: str  # text, bibtex or csl
    name: str  # name of the format
    text: str  # the citation
    copy: str  # words of the button that copies it


def citations(site: Site, article: Article) -> tuple[CitationFormats, ...]:
    words = site.words
    forms = (
        ("text", words("cite.text"), sentence(site, article)),
        ("bibtex", "BibTeX", bibtex(site, article)),
        ("csl", "CSL-JSON", _json_list(csl(site, article))),
    )
    return tuple(CitationFormats(form, name, text, words("cite.copy", name=name)) for form, name, text in forms)


def record_citations(
    site: Site, key: str, title: str, page: str, date: When | None, by: str
) -> tuple[CitationFormats, ...]:
    """How a page that the editors wrote is cited; `key` is the kind of its record, `date` how far the reports go."""
    words, settings = site.words, site.dossier.content.settings
    url = urls.absolute_url(site.base_url, page)
    as_of = dates_in_words.date_words(date, site.language, zone=site.zone) if date else ""
    text = words(
        f"cite.{key}",
        by=words("cite.authors", names=by) if by else "",
        title=title,
        dossier=settings.title,
        date=words("cite.as_of", date=as_of) if as_of else "",
        url=url,
    ).strip()
    fields = {
        "author": f"{{{_tex(by)}}}" if by else "",
        "title": f"{{{_tex(title)}}}",
        "booktitle": _tex(settings.title),
        "url": url.replace("}", "%7D").replace("{", "%7B"),
    }
    rows = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    item = {
        "id": PurePosixPath(page).stem,
        "type": "webpage",
        "title": title,
        "author": [{"literal": by}] if by else [],
        "container-title": settings.title,
        "URL": url,
        "language": settings.language,
    }
    forms = (
        ("text", words("cite.text"), text),
        ("bibtex", "BibTeX", f"@online{{{PurePosixPath(page).stem},\n{rows}}}\n"),
        ("csl", "CSL-JSON", _json_list({name: value for name, value in item.items() if value})),
    )
    return tuple(CitationFormats(form, name, cited, words("cite.copy", name=name)) for form, name, cited in forms)


def sentence(site: Site, article: Article) -> str:
    """The article as cited in a footnote."""
    words = site.words
    authors = words.join_items([byline.name for byline in article.byline])
    kind = words("cite.digest") if article.text == "digest" else ""
    date = (
        dates_in_words.date_words(article.published, site.language, zone=site.zone)
        if article.published
        else words("date.undated")
    )
    parts = {
        "authors": words("cite.authors", names=authors) if authors else "",
        "title": article.title,
        "outlet": site.outlet(article.outlet).name,
        "date": date,
        "url": urls.external_url(article.url),
        "digest": words("cite.remark", text=kind) if kind else "",
    }
    return words("cite.sentence", **parts).strip()


def bibtex(site: Site, article: Article) -> str:
    """The article as a BibLaTeX `online` entry."""
    fields = {
        "author": " and ".join(f"{{{_tex(byline.latin or byline.name)}}}" for byline in article.byline),
        "title": f"{{{_tex(article.title)}}}",
        "organization": _tex(site.outlet(article.outlet).name),
        "date": _day(article.published),
        "url": urls.external_url(article.url).replace("}", "%7D").replace("{", "%7B"),
        "urldate": article.captures[0].at[:10] if article.captures else "",
        "langid": {"zh-Hans": "chinese-simplified", "zh-Hant": "chinese-traditional", "en": "english"}.get(
            article.language, ""
        ),
        "note": site.words("cite.digest") if article.text == "digest" else "",
    }
    rows = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@online{{{article.id},\n{rows}}}\n"


def csl(site: Site, article: Article) -> dict[str, object]:
    """The article as a CSL item."""
    issued = _date_parts(article.published)
    item = {
        "id": article.id,
        "type": "article-newspaper",
        "title": article.title,
        "author": [{"literal": byline.name} for byline in article.byline],
        "container-title": site.outlet(article.outlet).name,
        "issued": {"date-parts": [issued]} if issued else {},
        "accessed": {"raw": article.captures[0].at[:10]} if article.captures and article.captures[0].at else {},
        "URL": urls.external_url(article.url),
        "language": article.language,
        "note": site.words("cite.digest") if article.text == "digest" else "",
    }
    return {key: value for key, value in item.items() if value}


def _json_list(item: dict[str, object]) -> str:
    """A list of one item as JSON, one field a line."""
    fields = ",\n".join([f' "{name}": {_json(value)}' for name, value in item.items()])
    return f"[{{\n{fields}\n}}]"


_json = json.JSONEncoder(ensure_ascii=False).encode


def _tex(text: str) -> str:
    """The text, escaped for TeX."""
    return text.translate(_TEX)


_TEX = {ord(c): f"\\{c}" for c in "{}$&#_%"} | {
    ord("\\"): r"\textbackslash{}",
    ord("~"): r"\textasciitilde{}",
    ord("^"): r"\textasciicircum{}",
}


def _day(date: When | None) -> str:
    if date is None:
        return ""
    return date.moment.date().isoformat() if date.moment else date.edtf


def _date_parts(date: When | None) -> list[int]:
    """Year, month and day, as far as they are certain."""
    if date is None:
        return []
    first, last = date.first, date.last
    if first == last:
        return [first.year, first.month, first.day]
    if (first.year, first.month) == (last.year, last.month):
        return [first.year, first.month]
    return [first.year] if first.year == last.year else []
