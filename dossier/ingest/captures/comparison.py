"""Whether two captures of one article differ in its words, and where. docs/versions.md says what counts.

Both texts are reduced to their signs: letters, digits and what changes a meaning, in one script and one width. What a
capture adds to an article (clocks, credits at the edges, lists of links, other people's posts) is put aside first.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

from dossier import markdown
from dossier.ingest.html import removals
from dossier.ingest.metadata import bylines
from dossier.model import Block
from dossier.script import fold

_WINDOW = 400  # signs in which the end of the first difference is looked for
_EXCERPT = 40  # characters of it that are shown
_CONTEXT = 6  # characters on either side of words that one text does not have
_EDGE = 3  # paragraphs at the beginning and the end that may say who wrote
_LINE = 30  # characters of a line that stands over or under a text at most
_SHORT = 80  # characters of a credit or a clock at most
_SHINGLE = 4  # words, or signs of a script that sets none apart
_FEW = 20  # shingles that say too little about a text

_STRANGE = 0.05  # of a text's shingles: what two texts on one matter share by chance
_WORD = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af]|[^\W_\u2e80-\u9fff\uac00-\ud7af]+")

_QUOTES = frozenset('"“”„‟«»「」『』﹁﹂﹃﹄〝〞〟＂')
_SINGLE_QUOTES = re.compile(r"(?<!\w)['‘’‚‹›]|['‘’‹›](?!\w)|(?<=[\u2e80-\u9fff])[‘’]|[‘’](?=[\u2e80-\u9fff])")
_MEANT = frozenset("%‰‱°+")  # signs that change what a number says; currencies do too
_QUOTE = '"'
_STROKES = re.compile(r"[丶丨]|(?<=[\u2e80-\u9fff]) [lI] (?=[\u2e80-\u9fff])")  # set for 、 and ｜
_THOUSANDS = re.compile(r"(?<=\d)[,'’\u00a0\u202f ](?=\d{3}(?!\d))")

_UNITS = r"秒钟?|秒鐘|分钟?|分鐘|(?:个|個)?(?:小时|小時|月)|天|日|周|週|年|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?"
_AGO = rf"(?:\d+|an?|one) ?(?:{_UNITS}) ?(?:前|之前|ago)|刚刚|剛剛|just now|yesterday|昨天"
_STAMP = (
    r"\d{4}[-/.年] ?\d{1,2}[-/.月] ?\d{1,2}日?|\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}|"
    r"(?:\d{1,2}\.? )?[A-Za-z]{3,9}\.? (?:\d{1,2},? )?\d{4}|\d{1,2}[:时時]\d{2}(?:[:分]\d{2}秒?)?|[ap]\.?m\.?|GMT|UTC|[A-Z]{2,4}T|[+-]\d{2}:?\d{2}|"
    r"(?:星期|周|週)[一二三四五六日天]|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
)
_CLOCK_LABEL = r"(?:最近|最后|最後)?(?:更新|发布|發布|发表|發表)(?:时间|時間|日期|于|於|在)?|(?:last )?(?:updated|published|modified)(?: (?:on|at))?|posted(?: on)?"
_GLUE = r"[\s:：,，|｜·•()（）T-]*"
_RELATIVE_CLOCK = re.compile(rf"{_GLUE}(?:(?:{_CLOCK_LABEL}){_GLUE})?(?:{_AGO}){_GLUE}", re.IGNORECASE)
_CLOCK = re.compile(rf"{_GLUE}(?:(?:{_CLOCK_LABEL}|{_AGO}|{_STAMP}){_GLUE})+", re.IGNORECASE)
_FOOTER = re.compile(
    r"(?:subscribe|sign up|follow us|share this|tags?\s*[:：]|filed under|订阅|訂閱|关注我们|關注我們|标签\s*[:：]|標籤\s*[:：]).{0,160}"
    r"|.{0,300}(?:appeared first|first appeared) on .{1,80}",
    re.IGNORECASE | re.DOTALL,
)
_COMMENTS = re.compile(
    r"\d* ?(?:comments?|条评论|則留言|条留言|評論|评论|留言|shares?|likes?)[ (（]*\d*[)）]*", re.IGNORECASE
)
_REPORTED = re.compile(
    rf"[^。！？!?]{{0,30}}(?:{bylines.ROLE_WORD})[^。！？!?]{{0,30}}(?:报道|報道|报导|報導|专电|專電|采访|採訪)[。.]?|(?:by|reporting by|edited by) [^.!?]{{2,60}}",
    re.IGNORECASE,
)
_CAPTION_LABEL = re.compile(
    r"^\s*(?:photo|picture|image|图|圖|图片|圖片|资料图|資料圖|资料照|資料照|示意图|示意圖)\s*[:：]\s*", re.IGNORECASE
)
_CAPTION_CREDIT = re.compile(
    r"(?<!\s)\s*+[(（/|｜][^()（）]{0,40}(?:"
    + "|".join(map(re.escape, removals.AGENCIES))
    + r"|getty|photo|图片|圖片|资料|資料|提供|摄|攝)[^()（）]{0,40}[)）]?\s*$",
    re.IGNORECASE,
)
_POSTED = re.compile(r"\(@\w{1,30}\)|https?://(?:t\.co|pic\.twitter\.com)/|pic\.twitter\.com/")
_POST_HOSTS = re.compile(
    r"https?://(?:[\w-]+\.)?(?:twitter|x|facebook|instagram|youtube|youtu|tiktok|threads|t)\.(?:com|be|net|me|co)/"
)
_READ_ALOUD = re.compile(
    r"[(（]?(?:听|聽|收听|收聽)(?:新闻|新聞|本文|文章|全文).{0,60}|listen to (?:this )?(?:article|story).{0,40}",
    re.IGNORECASE,
)
_UNSAID = tuple(re.compile(pattern, re.DOTALL) for _, pattern in removals.UNSAID)


class WordsChange(NamedTuple):
    """How an article's words changed: the first that differ, and how many of its paragraphs do."""

    before: str
    after: str
    paragraphs: int  # of headline, body and captions, as the later text has them; cut ones count

    def __str__(self) -> str:
        number = f"{self.paragraphs} paragraphs differ" if self.paragraphs != 1 else "1 paragraph differs"
        return f"{number}, first “{self.before}” → “{self.after}”"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text and the signs that it is compared by; quotation marks are among these."""

    text: str
    signs: str


@dataclass(frozen=True)
class ArticleWords:
    """An article's own words, without what a capture adds to them."""

    headline: Passage
    body: tuple[Passage, ...]
    captions: tuple[Passage, ...]

    @cached_property
    def shingles(self) -> frozenset[str]:
        """Every few words that follow one another in the body, or in the captions of one that has no other text."""
        text = "\n".join(passage.text for passage in self.body or self.captions)
        words = _WORD.findall(fold(unicodedata.normalize("NFKC", text)).casefold())
        last = max(1, len(words) - _SHINGLE + 1)
        return frozenset(" ".join(words[start : start + _SHINGLE]) for start in range(last)) - {""}


def read_words(fields: Mapping[str, Any], body: str) -> ArticleWords:
    """The words of an article as import drafts it: the front matter's fields, and the Markdown of its body."""
    headline = " ".join(word for name in ("kicker", "title") if isinstance(word := fields.get(name), str))
    blocks, _ = markdown.parse_blocks(body, file="")
    captions = [block for block in blocks if block.kind == "caption" and not _film(block)]
    passages = _without_credits([block.text for block in _own_paragraphs(blocks)])
    title = _passage(headline)
    own = (passage for passage in map(_passage, passages) if passage.signs)
    return ArticleWords(
        title,
        tuple(p for n, p in enumerate(own) if n >= _EDGE or _unquoted(p.signs) != _unquoted(title.signs)),
        tuple(p for block in captions if (p := _passage(_without_caption_credit(block.text))).signs),
    )


def compare_words(before: ArticleWords, after: ArticleWords) -> WordsChange | None:
    """How the words of two captures differ; None where they are the same words."""
    was, now = _counted_captions(before, after), _counted_captions(after, before)
    pairs = [((before.headline,), (after.headline,)), (before.body, after.body)]
    changed = [pair for pair in pairs if _differ(*pair)]
    if not changed and {_unquoted(p.signs) for p in was} == {_unquoted(p.signs) for p in now}:
        return None
    if not changed:
        known = {_unquoted(p.signs) for p in was}, {_unquoted(p.signs) for p in now}
        lost = tuple(p for p in was if _unquoted(p.signs) not in known[1])
        new = tuple(p for p in now if _unquoted(p.signs) not in known[0])
        changed = [(lost, new)]
    return WordsChange(*_first_difference(*changed[0]), sum(_changed_paragraphs(*pair) for pair in changed))


def texts_agree(one: ArticleWords, other: ArticleWords) -> bool:
    """Whether two texts without an address are captures of one: half of either stands in the other under one headline.

    Under two headlines they are not: the news of two days, or two reports of one dispatch, share up to nine tenths.
    """
    if one.headline.signs != other.headline.signs:
        return False
    if min(len(one.shingles), len(other.shingles)) < _FEW:
        return one.shingles == other.shingles
    return 2 * len(one.shingles & other.shingles) >= max(len(one.shingles), len(other.shingles))


def texts_related(one: ArticleWords, other: ArticleWords, *, share: float = 0.5) -> bool:
    """Whether this share of the shorter text stands in the other; also where one is too short to tell, or the headline is one."""
    shorter = min(len(one.shingles), len(other.shingles))
    if shorter < _FEW or one.headline.signs == other.headline.signs:
        return True
    return len(one.shingles & other.shingles) >= share * shorter


def texts_unlike(one: ArticleWords, other: ArticleWords) -> bool:
    """Whether only their address says that two texts are one article: chance would give them as much in common."""
    return not texts_related(one, other, share=_STRANGE)


# ── What is put aside ────────────────────────────────────────────────────────


def _own_paragraphs(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks of the body that are the outlet's own text."""
    last = max((n for n, block in enumerate(blocks) if len(block.text) > _LINE), default=0)
    first = min((n for n, block in enumerate(blocks) if len(block.text) > _LINE), default=0)
    number = 0
    for quoted, group in groupby(blocks, key=lambda block: [item for item in block.within if item.kind == "quote"][:1]):
        members = list(group)
        shown = not (quoted and any(map(_posted, members)))
        for block in members:
            edge = number < first or number > last
            number += 1
            if shown and block.kind not in ("caption", "credit", "rule") and not _added(block, edge=edge):
                yield block


def _added(block: Block, *, edge: bool) -> bool:
    """Whether a capture adds this to the article: a clock, a list of links, a footer, a player's notice."""
    text = block.text.strip()
    if not text or _linked(block) or (len(text) <= 4 * _SHORT and _RELATIVE_CLOCK.fullmatch(text)):
        return True
    if len(text) <= 2 * _SHORT and any(
        pattern.fullmatch(text) for pattern in (*_UNSAID, removals.RELATED, _READ_ALOUD)
    ):
        return True
    if not edge or len(text) > 4 * _SHORT:
        return False
    patterns = (_CLOCK, _FOOTER, _COMMENTS, removals.COPYRIGHT, removals.ORIGINAL)
    return any(pattern.fullmatch(text) for pattern in patterns)


def _linked(block: Block) -> bool:
    """Whether all of its words are links, as in lists of other articles."""
    links = [range(mark.start, mark.end) for mark in block.marks if mark.kind == "link"]
    return bool(links) and not any(
        sign.isalnum() and not any(index in link for link in links) for index, sign in enumerate(block.text)
    )


def _posted(block: Block) -> bool:
    """Whether it is somebody else's post: signed with a handle, or linked to where it was posted."""
    return bool(_POSTED.search(block.text)) or (
        len(block.text) <= _SHORT and any(_POST_HOSTS.match(mark.value) for mark in block.marks if mark.kind == "link")
    )


def _film(block: Block) -> bool:
    return block.media is not None and block.media.kind == "video"


def _without_credits(texts: Sequence[str]) -> list[str]:
    """The paragraphs without the sentences at either edge that say who reported, edited or translated."""
    kept = list(texts)
    for number in {*range(min(_EDGE, len(kept))), *range(max(0, len(kept) - _EDGE), len(kept))}:
        sentences = re.split(r"(?<=[。！？!?\n])", kept[number])
        kept[number] = "".join(one for one in sentences if not _is_credit(one.strip(" \t\n*（）()")))
    return kept


def _is_credit(text: str) -> bool:
    if not 0 < len(text) <= _SHORT:
        return False
    patterns = (_REPORTED, removals.WRITTEN_BY, removals.TRANSLATORS)
    return any(pattern.fullmatch(text) for pattern in patterns) or bool(
        (_ROLE_LABEL.match(text) and bylines.parse_closing_byline(text)) or bylines.parse_contributors(text)
    )


_ROLE_LABEL = re.compile(rf"\S{{0,8}}(?:{bylines.ROLE_WORD})\s*[:：/／ ]")


def _without_caption_credit(text: str) -> str:
    text = _CAPTION_LABEL.sub("", text)
    return _CAPTION_CREDIT.sub("", removals.CREDIT_TAIL.sub("", text))


def _counted_captions(one: ArticleWords, other: ArticleWords) -> tuple[Passage, ...]:
    """The captions that the other text does not have as a paragraph: which of the two it is, is markup."""
    paragraphs = {_unquoted(passage.signs) for passage in other.body}
    return tuple(passage for passage in one.captions if _unquoted(passage.signs) not in paragraphs)


# ── Signs ────────────────────────────────────────────────────────────────────


def _passage(text: str) -> Passage:
    return Passage(text, "".join(sign for sign, _ in _signs(text)))


def _signs(text: str) -> Iterator[tuple[str, int]]:
    """The signs of a text, each with its place: letters and digits in one script, width and case, and quotation marks.

    Other punctuation goes, but for what separates two numbers.
    """
    text = _SINGLE_QUOTES.sub(_QUOTE, _STROKES.sub(lambda match: " " * len(match[0]), text))
    grouped = {match.start() for match in _THOUSANDS.finditer(text)}
    last = ""
    separated = False
    for place, character in enumerate(text):
        if place in grouped:
            continue
        if character in _QUOTES:
            yield _QUOTE, place
            separated = True
            continue
        for sign in fold(unicodedata.normalize("NFKC", character)).casefold():
            if not _counts(sign):
                separated = True
                continue
            if separated and last.isdecimal() and sign.isdecimal():
                yield "·", place
            yield sign, place
            last, separated = sign, False


def _counts(sign: str) -> bool:
    if sign.isalnum() or sign in _MEANT:
        return True
    kind = unicodedata.category(sign)
    return kind == "Sc" or (kind in ("Mn", "Mc") and not "\ufe00" <= sign <= "\ufe0f")


def _unquoted(signs: str) -> str:
    return signs.replace(_QUOTE, "")


# ── Differences ──────────────────────────────────────────────────────────────


def _differ(before: Iterable[Passage], after: Iterable[Passage]) -> bool:
    """Whether the signs differ, wherever paragraphs end; one quotation mark alone is punctuation, two are a quotation."""
    was, now = ("".join(passage.signs for passage in passages) for passages in (before, after))
    if was == now:
        return False
    if _unquoted(was) != _unquoted(now):
        return True
    moved = _quote_places(was), _quote_places(now)
    return ((moved[0] - moved[1]) + (moved[1] - moved[0])).total() > 1


def _quote_places(signs: str) -> Counter[int]:
    """Before which sign quotation marks stand."""
    places: Counter[int] = Counter()
    at = 0
    for sign in signs:
        if sign == _QUOTE:
            places[at] += 1
        else:
            at += 1
    return places


def _changed_paragraphs(before: Sequence[Passage], after: Sequence[Passage]) -> int:
    """How many paragraphs are others; one that was only divided or joined is none."""
    steps = SequenceMatcher(None, [p.signs for p in before], [p.signs for p in after], autojunk=False).get_opcodes()
    changed = [(before[a:b], after[c:d]) for step, a, b, c, d in steps if step != "equal"]
    return sum(max(1, _strangers(was, now), _strangers(now, was)) for was, now in changed if _differ(was, now))


def _strangers(before: Sequence[Passage], after: Sequence[Passage]) -> int:
    """How many of the later paragraphs stand nowhere in the earlier ones."""
    signs = "".join(passage.signs for passage in before)
    return sum(passage.signs not in signs for passage in after)


def _first_difference(before: Sequence[Passage], after: Sequence[Passage]) -> tuple[str, str]:
    """The first words that differ, as either text has them."""
    texts = ["\n".join(passage.text for passage in passages) for passages in (before, after)]
    was, now = (list(_signs(text)) for text in texts)
    plain = [[one for one in signs if one[0] != _QUOTE] for signs in (was, now)]
    if [sign for sign, _ in plain[0]] != [sign for sign, _ in plain[1]]:
        was, now = plain
    start = next(
        (n for n, (one, other) in enumerate(zip(was, now, strict=False)) if one[0] != other[0]), min(len(was), len(now))
    )
    windows = [[sign for sign, _ in signs[start : start + _WINDOW]] for signs in (was, now)]
    matcher = SequenceMatcher(None, windows[0], windows[1], autojunk=False)
    step = next((s for s in matcher.get_opcodes() if s[0] != "equal"), ("equal", 0, 0, 0, 0))
    return (
        _excerpt(texts[0], was, start + step[1], start + step[2]),
        _excerpt(texts[1], now, start + step[3], start + step[4]),
    )


def _excerpt(text: str, signs: Sequence[tuple[str, int]], start: int, end: int) -> str:
    """The words between two signs with a little of what stands around them, on one line."""
    first, last = max(0, start - _CONTEXT), min(len(signs), end + _CONTEXT)
    if not signs:
        return ""
    begin = signs[first][1] if first < len(signs) else len(text)
    stop = signs[last - 1][1] + 1 if last > first else begin
    while begin > 0 and _latin(text[begin - 1]) and _latin(text[begin]):
        begin -= 1
    while 0 < stop < len(text) and _latin(text[stop]) and _latin(text[stop - 1]):
        stop += 1
    words = " ".join(text[begin:stop].split())
    return f"{words[: _EXCERPT - 1]}…" if len(words) > _EXCERPT else words


def _latin(character: str) -> bool:
    return character.isalpha() and character < "\u0250"
