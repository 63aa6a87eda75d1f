"""People in a Chinese text: by middle dots, Latin forms in brackets, offices, verbs of speech and the tagger."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dossier.enrich.names.listed import listed_names
from dossier.enrich.names.shape import SOUNDS, SURNAMES, kind, name_before
from dossier.enrich.suggest.chinese_bodies import ORGANISATION_RE, phrase_type
from dossier.enrich.suggest.chinese_words import (
    GENERIC_PLACES,
    NAME_TAGS,
    NEWSROOM,
    ORGANISATION_ENDS,
    SPEECH_RE,
    STOP_WORDS,
    TITLE_ENDS,
    TITLES,
    TITLES_BEHIND,
)
from dossier.enrich.suggest.english import NO_NAMES
from dossier.enrich.suggest.found_name import FoundName, Sign
from dossier.enrich.suggest.tagged_text import HAN, LONGEST_NAME, TITLE_RE, TaggedText, is_title, phrase_start
from dossier.model import EntityType

_SOUNDS = frozenset(SOUNDS)
_SURNAMES = frozenset(SURNAMES)
_COMPOUND_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "司徒", "尉迟", "端木", "东方", "皇甫", "慕容", "令狐", "夏侯")
_LATIN = r"[A-ZÀ-Þ][A-Za-zÀ-ɏ0-9.'\"& ,-]*[A-Za-zÀ-ɏ0-9.]"
_GLOSS = re.compile(
    r" ?\(\s?(?:[^()\x00-\x7f]{1,6}[,:] ?)?(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir)\.? )?(?P<latin>" + _LATIN + r")\s?\)"
)
_TITLE_BEFORE_GLOSS = re.compile("先生|女士|博士|教授|部长|上将|将军|小姐|议员$")


def _signs_around(tagged: TaggedText, start: int, end: int) -> set[Sign]:
    """What the words before and behind say of a person's name."""
    signs: set[Sign] = set()
    before = tagged.text[max(start - 6, 0) : start]
    if before.endswith(TITLE_ENDS) and not before.endswith(NEWSROOM):
        signs.add("title")
    behind = tagged.starts.get(end)
    if behind is not None and tagged.words[behind].text in TITLES_BEHIND and end - start < 4:
        signs.add("title")
    if SPEECH_RE.match(tagged.text, end):
        signs.add("speech")
    name = tagged.text[start:end]
    if all(character in _SOUNDS or character == "·" for character in name):
        signs.add("sounds")
    if is_chinese_person(name):
        signs.add("surname")
    return signs


def is_chinese_person(name: str) -> bool:
    """Whether a name is a Chinese surname and one or two characters."""
    return (len(name) in (2, 3) and name[0] in _SURNAMES) or (len(name) in (3, 4) and name[:2] in _COMPOUND_SURNAMES)


def dotted_names(tagged: TaggedText) -> Iterator[FoundName]:
    """斯维特拉娜·季哈诺夫斯卡娅: where the first part begins and the last one ends is told by words and sounds."""
    text, after = tagged.text, 0
    dots = [match.start() for match in _DOT.finditer(text)]
    while dots:
        first = last = dots.pop(0)
        while dots and dots[0] - last < _LONGEST_PART and _part_end(tagged, last + 1, dots[0]) == dots[0]:
            last = dots.pop(0)
        start = _part_start(tagged, max(first - _LONGEST_PART, after), first)
        end = _part_end(tagged, last + 1, _run_end(text, last + 1))
        if start < first and end > last + 1:
            gloss = _GLOSS.match(text, end)
            latin = _latin(gloss) if gloss else ""
            if body := _BODY.search(text, last + 2, end + 4):  # 弗里德里希·瑙曼基金会
                yield FoundName(start, body.end(), "organisation", frozenset({"dots", "suffix"}))
                after = body.end()
                continue
            signs: set[Sign] = {"dots", *_signs_around(tagged, start, end)}
            yield FoundName(start, end, "person", frozenset(signs | ({"gloss"} if latin else set())), latin)
            after = end


_BODY = re.compile("(?:" + "|".join(sorted(set(ORGANISATION_ENDS), key=len, reverse=True)) + ")(?![长员])")
_DOT = re.compile(r"(?<=[\u3400-\u9fffA-Z.])·(?=[\u3400-\u9fffA-Z])")
_LONGEST_PART = 10
_INITIALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ.")


def _run_end(text: str, start: int) -> int:
    end = start
    while end < min(start + _LONGEST_PART, len(text)) and _PART.match(text[end]):
        end += 1
    return end


_PART = re.compile(r"[\u3400-\u9fffA-Z.]")


def _part_start(tagged: TaggedText, least: int, dot: int) -> int:
    """Where the part begins that ends at a dot."""
    text, start = tagged.text, dot
    while start > least and (text[start - 1] in _SOUNDS or text[start - 1] in _INITIALS):
        start -= 1
    titles = [start + match.end() for match in TITLE_RE.finditer(text[start:dot])]
    start = titles[-1] if titles and titles[-1] < dot else start
    word = tagged.words[tagged.word_at(start)] if start < dot else None
    if word and word.start < start < word.end < dot and word.tag in {"n", "v", "vn", "t"}:
        start = word.end  # 智库|弗里德里希
    # Words that lie wholly before the name and are none: 为|大卫·….
    while (nth := tagged.starts.get(start)) is not None and dot - start > 2:
        word = tagged.words[nth]
        if word.end >= dot or not (word.tag in {"p", "c", "uj", "ul", "r"} or word.text in STOP_WORDS):
            break
        start = word.end
    return start


def _part_end(tagged: TaggedText, start: int, most: int) -> int:
    """Where the part ends that begins behind a dot."""
    text, end = tagged.text, start
    if "(" in text[most : most + 2] and most - start < 8 and _GLOSS.match(text, most):
        return most
    while end < most and (text[end] in _SOUNDS or text[end] in _INITIALS):
        end += 1
    if text[end : end + 2] in ("三世", "二世", "四世", "一世"):
        return end + 2
    for cut in range(start + 2, end):
        nth = tagged.starts.get(cut)
        if nth is not None and tagged.words[nth].tag in _FUNCTION_TAGS and tagged.words[nth].end <= end + 2:
            return cut
    return end


_FUNCTION_TAGS = {"p", "c", "d", "v", "uj", "ul", "u", "r", "m", "vd", "ud", "uz", "ug", "f", "t"}


def _latin(gloss: re.Match[str]) -> str:
    """The Latin form in brackets; nothing for what is no name."""
    latin = " ".join(re.split(", ?", gloss["latin"])[0].split()).replace("- ", "-").replace(" -", "-").strip(" ,")
    latin = re.sub('(?<=[A-Za-z])"(?=[A-Za-z])', "'", _LATIN_TITLES.sub("", latin))
    words = latin.split()
    if not words or len(words) > 9 or words[0].capitalize() in _NO_FIRST_WORDS or '"' in words[0][:2]:
        return ""
    if len(words) == 1 and (latin.split("-")[0] in NO_NAMES or re.fullmatch(r"[A-Z]?\d\w?", latin)):
        return ""
    small = sum(word[0].islower() and word not in _LINKING_WORDS for word in words)
    return "" if small > len(words) / 2 or not words[0][0].isupper() else latin


_LATIN_TITLES = re.compile(
    r"^(?:(?:Bundes)?[Kk]anzler(?:in)?|Präsident(?:in)?|President|Prime Minister|Chancellor|Minister|Senator|Sir|Lord|Dr\.?|Prof\.?|"
    r"Professor|Mr\.?|Mrs\.?|Ms\.?|General|Gen\.|Sen\.|Rep\.|Gov\.|Governor|King|Queen|Prince|Princess|Pope|Ambassador) (?=[A-ZÀ-Þ])"
)
_LINKING_WORDS = {"of", "for", "the", "and", "on", "in", "de", "van", "von", "der", "la", "bin", "al", "du", "da", "di"}
_NO_FIRST_WORDS = {"I", "The", "A", "This", "That", "We", "You", "It", "He", "She", "Photo", "Image"}


def glossed_names(tagged: TaggedText) -> Iterator[FoundName]:
    """Chinese names before a Latin form in brackets."""
    text = tagged.text
    for gloss in _GLOSS.finditer(text):
        latin, end = _latin(gloss), gloss.start()
        if match := re.search(r"(?:先生|女士|博士|教授|小姐|议员)$", text[max(end - 4, 0) : end]):
            end -= len(match[0])
        if not latin or end < 2 or not HAN.match(text[end - 1]) or "·" in text[max(end - 8, 0) : end]:
            continue
        likely: EntityType | None = kind(latin)  # type: ignore[assignment]
        listed = tagged.listed.get(end)
        if listed and (listed.type != "place" or likely != "person"):
            yield listed._replace(signs=listed.signs | {"gloss"}, latin=latin if _is_of_row(listed, latin) else "")
            continue
        if (nth := tagged.ends.get(end)) is None:
            continue
        is_office = ORGANISATION_RE.search(text[max(end - 8, 0) : end])
        start = _sounding_start(tagged, end, latin) if not is_office and likely != "organisation" else None
        if start is None:
            start = phrase_start(tagged, nth, end)
            likely = phrase_type(tagged, start, end, latin, likely)
        if start is not None and end - start > 1 and likely is not None:
            signs = _signs_around(tagged, start, end) if likely == "person" else set()
            yield FoundName(start, end, likely, frozenset({"gloss", *signs}), latin)


def _is_of_row(listed: FoundName, latin: str) -> bool:
    """Whether a Latin form is one of a listed name's, or of a name that the dossier has: 福布斯中国（Forbes China） is not."""
    row = listed_names().get(listed.listed)
    return row is None or latin in row.english or latin.upper() in row.english


def _sounding_start(tagged: TaggedText, end: int, latin: str) -> int | None:
    """Where a name begins that its Latin form transliterates: behind an office, a listed name or a word that is none."""
    text, run = tagged.text, end
    while run and HAN.match(text[run - 1]) and end - run < LONGEST_NAME:
        run -= 1
    offices = [match.end() for match in TITLE_RE.finditer(text, run, end) if match.end() < end - 1]
    least = max([*offices, *(place for place in tagged.listed if run < place < end - 1)], default=run)
    sounds = _sounds_start(tagged, least, end)
    if len(latin.replace("-", " ").split()) > 1 and end - sounds < 4:
        for start in (end - 3, end - 2, end - 4):  # a Chinese name, or one made up as such: 倪杰瑞
            if start >= least and is_chinese_person(text[start:end]) and (start == least or start in tagged.starts):
                return start
    if least > run and 1 < end - least < 8 and least >= sounds - 1:
        return least
    start = sounds if end - sounds > 1 else name_before(text, end, latin, least)
    return start if start < end - 1 else None


_SMALL_WORDS = frozenset("在的于到与和向由对从、，。（ ")


def _sounds_start(tagged: TaggedText, least: int, end: int) -> int:
    """Where the characters of transliterations begin that end at a place; a word that is no part of a name ends them."""
    text, start = tagged.text, end
    while start > least and text[start - 1] in _SOUNDS:
        start -= 1
    straddling = tagged.words[tagged.word_at(start)] if start < end else None
    if straddling and straddling.start < start < straddling.end < end and straddling.tag in {"n", "v", "vn", "t"}:
        start = straddling.end  # 亿万富翁|索罗斯
    for nth in range(tagged.word_at(end - 1), -1, -1):
        word = tagged.words[nth]
        if word.end <= start:
            break
        if word.end < end and (word.tag in _FUNCTION_TAGS or word.text in STOP_WORDS) and word.start >= start - 1:
            start = word.end
            break
    # One character that no transliteration has is a part of the name all the same, if nothing else is left: 在|柔|斯密.
    if (
        start - 1 > least
        and text[start - 2] in _SMALL_WORDS
        and HAN.match(text[start - 1])
        and text[start - 1] not in _SMALL_WORDS
    ):
        start -= 1
    return start


def tagged_names(tagged: TaggedText) -> Iterator[FoundName]:
    for word in tagged.words:
        text = word.text
        if len(text) < 2 or not HAN.fullmatch(text) or is_title(text) or TITLE_RE.match(text):
            continue
        around = _signs_around(tagged, word.start, word.end)
        if word.tag in NAME_TAGS and len(text) < 9 and around & {"sounds", "surname", "title"}:
            yield FoundName(word.start, word.end, "person", frozenset({"tag", *around}))
        elif word.tag in {"nz", "ns", "x"} and {"sounds", "title"} <= around and text not in GENERIC_PLACES:
            yield FoundName(word.start, word.end, "person", frozenset(around))


_TITLED = re.compile(
    "(?:" + "|".join(t for t in TITLES if len(t) > 1 and t not in ("记者", "专家", "学者", "代表")) + ")"
    f"(?P<name>[{SURNAMES}][\u3400-\u9fff]{{1,2}}?|[{SOUNDS}]{{2,7}})(?="
    + SPEECH_RE.pattern
    + r"|[,。;:(、0-9]|和|与|的|[今昨明]天|周|星期|上午|下午)"
)


def titled_names(tagged: TaggedText) -> Iterator[FoundName]:
    """Names behind a title that the tagger cuts elsewhere: 总统|岸信|夫对."""
    for match in _TITLED.finditer(tagged.text):
        start, end = match.span("name")
        inside = [w for w in tagged.words if w.start < end and start < w.end]
        if not any(
            word.tag in {"v", "p", "c", "d", "uj", "r", "m", "n", "vn"} and len(word.text) > 1 for word in inside
        ):
            around = _signs_around(tagged, start, end)
            yield FoundName(start, end, "person", frozenset({"title", *around}))
