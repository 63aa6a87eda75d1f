"""What an article is called, for good; its day and its language where nothing but its address and its words tell them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from dossier.ingest.html.pieces import Gallery, Piece, piece_text
from dossier.ingest.metadata.addresses import url_parts
from dossier.ingest.metadata.article_metadata import ArticleMetadata
from dossier.ingest.metadata.language_detection import detected
from dossier.script import fingerprint, fold

_TONGUES = re.compile(r"-(zh|zh-hans|zh-hant|en|cn)$")
_DATED = re.compile(r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>\d\d?)(?:[/-](?P<dom>\d\d?))?(?=/|$)")
_COMPACT = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<sep>-?)(?P<month>[01]\d)(?P=sep)(?P<dom>[0-3]\d)(?!\d)")
_LETTER = re.compile(r"[a-zA-Zà-žÀ-Ž]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_ENGLISH = re.compile(r"\b(the|and|of|to|in|that|is)\b")


_LOCALE = (
    r"[a-z]{2}(?:[-_](?:[a-zA-Z]{2}|(?i:hans|hant|latn|cyrl|arab)))?"  # zh, pt-BR, sr_Latn; no slug such as at-odds
)
_HOME = re.compile(rf"/?(?:{_LOCALE}/?)?(?:(?:index|default|home)(?:\.\w{{2,5}})?)?/?")


def is_home_page(url: str) -> bool:
    """Whether an address is a site's first page, which names no article."""
    parts = url_parts(url)
    return not parts.query and bool(_HOME.fullmatch(parts.path))


def article_id(metadata: ArticleMetadata, text: str) -> str:
    """Date, outlet, and the article's own number or a short hash: ASCII, and a file's stem.

    The hash is that of its address; without one, or where that is a home page, of its headline, and where it has none of its text. Texts that
    share it are told apart where they meet (`importing`), so that an id that was given stays.
    """
    day = metadata.published[:10] if re.match(r"\d{4}-\d\d-\d\d", metadata.published) else ""
    outlet = re.sub(r"[^a-z0-9]+", "-", _TONGUES.sub("", metadata.rule.id).lower()).strip("-") or "unknown"
    found = re.search(metadata.rule.address, metadata.url) if metadata.rule.address else None
    named = metadata.url if metadata.url and not is_home_page(metadata.url) else metadata.title or text
    number = (found.groupdict().get("number") or "").lower() if found else ""
    return f"{day or 'undated'}-{outlet}-{number or fingerprint(named)}"


def date_in_address(url: str, address: str = "") -> str:
    """The day or month that an address names: /2020/12/19/, /20201219/, /2020-12-19-a-title, /story20201229-1112320.

    `address` is the outlet's own pattern.
    """
    own = re.search(address, url) if address else None
    path = url_parts(url).path
    dated = _DATED.search(path)
    for found in (own, dated if dated and dated["dom"] else None, _COMPACT.search(path), dated):
        parts = found.groupdict() if found else {}
        if parts.get("day"):
            parts |= {"year": parts["day"][:4], "month": parts["day"][4:6], "dom": parts["day"][6:]}
        try:
            if parts.get("dom"):
                return date(int(parts["year"]), int(parts["month"]), int(parts["dom"])).isoformat()
            if parts.get("month"):
                return date(int(parts["year"]), int(parts["month"]), 1).isoformat()[:7]
        except ValueError:
            continue
    return ""


def detect_language(metadata: ArticleMetadata, pieces: Iterable[Piece]) -> str:
    """The language that the text is in; its outlet's where the text is too short to tell."""
    text = metadata.title + "".join(piece_text(piece) for piece in pieces if not isinstance(piece, Gallery))
    han = "".join(_HAN.findall(text))
    kana, hangul, letters = (len(pattern.findall(text)) for pattern in (_KANA, _HANGUL, _LETTER))
    if hangul > len(han) and hangul > letters / 4:
        return "ko"
    if kana > len(han) / 4 and kana > 20:
        return "ja"
    if len(han) * 4 > letters:
        if len(han) < 20 and metadata.rule.language:
            return metadata.rule.language
        changed = sum(one != other for one, other in zip(han, fold(han), strict=True))
        return "zh-Hant" if changed * 20 > len(han) else "zh-Hans"
    if metadata.languages:
        return detected(text, metadata.languages) or metadata.rule.language or "und"
    return "en" if len(_ENGLISH.findall(text)) * 40 > len(text.split()) else metadata.rule.language or "und"
