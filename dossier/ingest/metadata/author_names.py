"""Extracts people and agencies from bylines of unknown outlets, without outlets, addresses, handles and job titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple

from dossier.ingest.html import removals

_LONGEST = 400  # characters of a byline
_MOST_WORDS = 6  # of a name
LABEL = re.compile(
    r"^\W*(?:(?:written|edited|translated|photographs?|photos?|posted|published|reported|story|article|text|words|analysis|opinion|compiled)?\s*by\b|"
    r"(?:von|par|por|di|da|de|door|av|af|od|przez|oleh|tekst|text|texte|texto|testo|autor(?:in|en|es|a|ka)?|author|authors|auteurs?|"
    r"auteure|autore|autrice|yazan|yazar|haber|автор|автори|текст|penulis|reporter|skrevet av|skriven av|foto och text)\s*[:：]?(?=\s)|"
    r"(?:author|autor(?:in)?|auteur|autore|автор|tekst|text|texte|文|撰文|作者|记者|記者|取材・文|글|기자|كتب|بقلم|מאת)\s*[:：/／|]?)\s*[:：]?\s*",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"(?<![^\s@])[^\s@]++@[^\s@]+\.\w+|(?:https?://|www\.)\S+|(?<!\w)@\w+|\bhttps?$", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]{1,200}>")
_SEPARATOR = re.compile(
    r"\s*[;|、·•／\n]\s*|\s+(?=(?:edited|written|translated|photographs?|photos?) by\b)|\s+[/–—]\s+|\s+-\s+|(?<=\w)/(?=\w)|\s*,\s+|，",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+(?:and|und|et|og|och|en|ja|ve|dan|na|und|und|i|y|e|a|та|и|і|&|\+)\s+")
_JOB = re.compile(
    r"\b(?:staff|reporters?|correspondents?|editors?|writers?|journalists?|columnists?|contributors?|contributing|producers?|analysts?|"
    r"director|professor|lecturer|researcher|senior|chief|newsroom|news ?desk|desk|agenturen|red|redaktionsnetzwerk|bureau|team|agenc(?:y|ies)|editorial|admin(?:istrator)?|"
    r"special to|guest|developer|redaktion|redaktionen|redaktør|redaktör|redakteur(?:in)?|redacci[oó]n|r[eé]daction|redazione|redakcja|"
    r"redakce|redakcija|redactie|toimitus|redaksi|редакция|редакція|korrespondent(?:in)?|journalist(?:in)?|periodista|journaliste|"
    r"giornalista|rep[oó]rter|corresponsal|muhabir\w*|haber merkezi|nachrichten|online|actualit[eé]s?|noticias|notizie|"
    r"university|universit\w+|institute|department|media|company|inc|ltd|llc|gmbh|ag)\b|編集部|编辑部|編輯部|取材班",
    re.IGNORECASE,
)
_ROLE_AFTER = re.compile(
    r"(?<=[\u3400-\u9fff\uac00-\ud7af])\s*(?:기자|특파원|논설위원|記者|记者|特派員|特派员|編集委員|撰稿人?|摄影|攝影)(?:\s*외.*)?$"
)
_PLACE_SUFFIX = re.compile(r"\s+(?:for|in|aus|à|em|i|at|from|für|pour)\s+[A-ZÀ-Ž].*$")
_SURNAME_FIRST = re.compile(
    r"[A-ZÀ-Ž][\w’'-]+, (?:[A-ZÀ-Ž][\w’'.-]+(?: [a-z]{1,3}| [A-Z]\.)|(?:[A-ZÀ-Ž]\. ?){1,3})"
)  # Jong, Michiel de; Kooman, F.
_EVIDENT_NAME = re.compile(
    r"(?:[A-ZÀ-ŽА-ЯІЇЄҐΑ-Ω][\w.'’-]*|d[’'][A-ZÀ-Ž]\w+)(?: (?:(?:[dD][aeiou]s?|[vV][ao]n|[dD]e[rnl]|al|el|bin|ibn|ter|te|zu|y|e|und|of)\b|[A-ZÀ-ŽА-ЯІЇЄҐΑ-Ω(][\w.'’)-]*"
    r"|d[’'][A-ZÀ-Ž]\w+)){1,4}|[\u3400-\u9fff々]{2,5}|[\u3400-\u9fff]{1,3} [\u3400-\u9fff]{1,3}|[\uac00-\ud7af]{2,4}"
    r"|[\u0590-\u06ff]{2,}(?: [\u0590-\u06ff]{2,}){1,3}|[\u0900-\u0dff]{2,}(?: [\u0900-\u0dff.]{1,}){1,3}"
)
_NOT_A_NAME = re.compile(
    r"\d{2,}|[?!。！？<>{}=]|\.(?:com|org|net|de|co|[a-z]{2})\b|^(?:null|none|undefined|unknown|n/a|anonymous)$",
    re.IGNORECASE,
)
# Agencies that pages name as authors, in addition to those of credit lines.
_AGENCIES = {
    "".join(filter(str.isalnum, name.casefold())): name
    for name in (
        *removals.AGENCIES, "The Associated Press", "AP News", "Agence France-Presse", "AFP", "Deutsche Presse-Agentur", "EFE", "ANSA",
        "Anadolu Ajansı", "Anadolu Agency", "PTI", "ANI", "TASS", "Xinhua", "Yonhap", "Kyodo", "Kyodo News", "Belga", "ANP", "APA", "SDA",
        "Keystone-SDA", "NTB", "TT", "Ritzau", "STT", "PAP", "ČTK", "MTI", "Agerpres", "Tanjug", "Hina", "BNS", "ELTA", "LETA", "SID", "sid",
        "Europa Press", "Lusa", "AAP", "PA Media", "Press Association", "The Canadian Press", "Canadian Press", "UPI", "IANS", "Antara",
        "Bernama", "NAN", "WAM", "SPA", "MENA", "Interfax", "Ukrinform", "Reuters Staff",
    )
}  # fmt: skip


class ParsedNames(NamedTuple):
    people: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()


def parse_author_names(bylines: Iterable[str], outlets: Iterable[str], *, strict: bool = False) -> ParsedNames:
    """The people and agencies that bylines name, without duplicates.

    `strict`: the bylines were found by the page's layout, so only what is evidently a name counts.
    """
    outlet_keys = {key for outlet in outlets for key in _outlet_spellings(outlet)}
    people: dict[str, str] = {}
    agencies: dict[str, str] = {}
    for byline in bylines:
        text = _clean_byline(byline)
        for part in [text] if _SURNAME_FIRST.fullmatch(text) else _split_names(text):
            key = _key(part)
            if key in _AGENCIES:
                agencies.setdefault(key, part)
            elif (
                key not in outlet_keys and (name := _clean_name(part)) and (not strict or _EVIDENT_NAME.fullmatch(name))
            ):
                people.setdefault(_key(name), name)
    return ParsedNames(tuple(people.values()), tuple(agencies.values()))


def has_evident_names_only(author: str) -> bool:
    return all(_EVIDENT_NAME.fullmatch(part) or _key(part) in _AGENCIES for part in _split_names(_clean_byline(author)))


def parse_group_names(authors: Iterable[str], outlets: Iterable[str]) -> tuple[str, ...]:
    """The organisations among an article's stated authors, as they are called; the outlet itself does not count."""
    outlet_keys = {key for outlet in outlets for key in _outlet_spellings(outlet)}
    groups: dict[str, str] = {}
    for author in authors:
        name = _clean_byline(author)
        key = _key(name)
        if key and key not in outlet_keys and key not in _AGENCIES and len(name) <= 80 and not _NOT_A_NAME.search(name):
            groups.setdefault(key, name)
    return tuple(groups.values())


def _clean_byline(byline: str) -> str:
    text = _MARKUP.sub(" ", unescape(byline[:_LONGEST]))
    text = " ".join(_CONTACT.sub(" ", text.replace("\n", " ; ")).split())
    for _ in range(2):
        if (label := LABEL.match(text)) and label.end() < len(text):
            text = text[label.end() :]
    return text.strip(" ,;:|-–—•·")


def _split_names(text: str) -> Iterator[str]:
    """Split a list at commas, strokes and “and”, unless they are within a name."""
    for part in _SEPARATOR.split(text):
        ends = [match for match in _AND.finditer(part) if _is_between_names(part, match)]
        start = 0
        for match in ends:
            yield part[start : match.start()]
            start = match.end()
        yield part[start:]


def _is_between_names(text: str, between: re.Match[str]) -> bool:
    """Whether a conjunction separates two names, and is not part of one (Ortega y Gasset)."""
    before, after = text[: between.start()].split(), text[between.end() :].split()
    if between[0].strip() in "&+":
        return len(before) > 1 or len(after) > 1
    return len(between[0].strip()) > 1 or (len(before) > 1 and len(after) > 1)


def _clean_name(part: str) -> str:
    """Clean a part of a byline; "" if it is not a name."""
    label = LABEL.match(part)
    part = part[label.end() :] if label and label.end() < len(part) else part
    part = _PLACE_SUFFIX.sub("", _ROLE_AFTER.sub("", part.strip(" ,;:.|-–—•·*"))).strip()
    part = re.sub(r"\s*\((?:[^()]*\b(?:AP|AFP|Reuters|dpa|text|foto|photo)\b[^()]*)\)$", "", part, flags=re.IGNORECASE)
    if not part or len(part) > 80 or len(part.split()) > _MOST_WORDS or _NOT_A_NAME.search(part) or _JOB.search(part):
        return ""
    return part if re.search(r"[^\W\d_]{2}", part) else ""


def _outlet_spellings(outlet: str) -> Iterator[str]:
    """Spellings of an outlet's name that its bylines may use."""
    key = _key(outlet)
    yield key
    yield key.removeprefix("the").removeprefix("der").removeprefix("die").removeprefix("das")
    yield f"the{key}"
    yield _key(re.sub(r"\.\w{2,4}(?:\.\w{2})?$", "", outlet.strip()))


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
