"""A byline as a page gives it → the people and the agencies in it, without outlets, addresses, handles and job titles."""

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
_PARTS = re.compile(
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
_TAIL = re.compile(r"\s+(?:for|in|aus|à|em|i|at|from|für|pour)\s+[A-ZÀ-Ž].*$")
_REVERSED = re.compile(
    r"[A-ZÀ-Ž][\w’'-]+, (?:[A-ZÀ-Ž][\w’'.-]+(?: [a-z]{1,3}| [A-Z]\.)|(?:[A-ZÀ-Ž]\. ?){1,3})"
)  # Jong, Michiel de; Kooman, F.
_PLAINLY_A_NAME = re.compile(
    r"(?:[A-ZÀ-ŽА-ЯІЇЄҐΑ-Ω][\w.'’-]*|d[’'][A-ZÀ-Ž]\w+)(?: (?:(?:[dD][aeiou]s?|[vV][ao]n|[dD]e[rnl]|al|el|bin|ibn|ter|te|zu|y|e|und|of)\b|[A-ZÀ-ŽА-ЯІЇЄҐΑ-Ω(][\w.'’)-]*"
    r"|d[’'][A-ZÀ-Ž]\w+)){1,4}|[\u3400-\u9fff々]{2,5}|[\u3400-\u9fff]{1,3} [\u3400-\u9fff]{1,3}|[\uac00-\ud7af]{2,4}"
    r"|[\u0590-\u06ff]{2,}(?: [\u0590-\u06ff]{2,}){1,3}|[\u0900-\u0dff]{2,}(?: [\u0900-\u0dff.]{1,}){1,3}"
)
_NO_NAME = re.compile(
    r"\d{2,}|[?!。！？<>{}=]|\.(?:com|org|net|de|co|[a-z]{2})\b|^(?:null|none|undefined|unknown|n/a|anonymous)$",
    re.IGNORECASE,
)
# Agencies that pages name as authors, beside those of credit lines.
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


class Names(NamedTuple):
    people: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()


def names(bylines: Iterable[str], outlets: Iterable[str], *, shown: bool = False) -> Names:
    """Whom some bylines name, each once. `shown`: they were found by how a page looks, so that only what is plainly a name
    counts."""
    own = {letters for outlet in outlets for letters in _spellings(outlet)}
    people: dict[str, str] = {}
    agencies: dict[str, str] = {}
    for byline in bylines:
        text = _plain(byline)
        for part in [text] if _REVERSED.fullmatch(text) else _split(text):
            letters = _letters(part)
            if letters in _AGENCIES:
                agencies.setdefault(letters, part)
            elif letters not in own and (name := _name(part)) and (not shown or _PLAINLY_A_NAME.fullmatch(name)):
                people.setdefault(_letters(name), name)
    return Names(tuple(people.values()), tuple(agencies.values()))


def is_plain(author: str) -> bool:
    """Whether an author is plainly a person's name, or the agencies and persons of one byline."""
    return all(_PLAINLY_A_NAME.fullmatch(part) or _letters(part) in _AGENCIES for part in _split(_plain(author)))


def groups(authors: Iterable[str], outlets: Iterable[str]) -> tuple[str, ...]:
    """Those of an article's stated authors that are no persons, as they call themselves; an outlet is none of its own."""
    own = {letters for outlet in outlets for letters in _spellings(outlet)}
    found: dict[str, str] = {}
    for author in authors:
        name = _plain(author)
        letters = _letters(name)
        if (
            letters
            and letters not in own
            and letters not in _AGENCIES
            and len(name) <= 80
            and not _NO_NAME.search(name)
        ):
            found.setdefault(letters, name)
    return tuple(found.values())


def _plain(byline: str) -> str:
    text = _MARKUP.sub(" ", unescape(byline[:_LONGEST]))
    text = " ".join(_CONTACT.sub(" ", text.replace("\n", " ; ")).split())
    for _ in range(2):
        if (label := LABEL.match(text)) and label.end() < len(text):
            text = text[label.end() :]
    return text.strip(" ,;:|-–—•·")


def _split(text: str) -> Iterator[str]:
    """The parts of a list of names. A comma, a stroke or an “and” parts two names, not one name's own parts."""
    for part in _PARTS.split(text):
        ends = [found for found in _AND.finditer(part) if _parts_names(part, found)]
        start = 0
        for found in ends:
            yield part[start : found.start()]
            start = found.end()
        yield part[start:]


def _parts_names(text: str, between: re.Match[str]) -> bool:
    """Whether a short word stands between two names, and not in one (Ortega y Gasset)."""
    before, after = text[: between.start()].split(), text[between.end() :].split()
    if between[0].strip() in "&+":
        return len(before) > 1 or len(after) > 1
    return len(between[0].strip()) > 1 or (len(before) > 1 and len(after) > 1)


def _name(part: str) -> str:
    """A part of a byline as a name; "" for anything else."""
    label = LABEL.match(part)
    part = part[label.end() :] if label and label.end() < len(part) else part
    part = _TAIL.sub("", _ROLE_AFTER.sub("", part.strip(" ,;:.|-–—•·*"))).strip()
    part = re.sub(r"\s*\((?:[^()]*\b(?:AP|AFP|Reuters|dpa|text|foto|photo)\b[^()]*)\)$", "", part, flags=re.IGNORECASE)
    if not part or len(part) > 80 or len(part.split()) > _MOST_WORDS or _NO_NAME.search(part) or _JOB.search(part):
        return ""
    return part if re.search(r"[^\W\d_]{2}", part) else ""


def _spellings(outlet: str) -> Iterator[str]:
    """An outlet's name as its own bylines may spell it."""
    letters = _letters(outlet)
    yield letters
    yield letters.removeprefix("the").removeprefix("der").removeprefix("die").removeprefix("das")
    yield f"the{letters}"
    yield _letters(re.sub(r"\.\w{2,4}(?:\.\w{2})?$", "", outlet.strip()))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
