"""Compares the words of two captures of one article; docs/versions.md defines which differences count.

Both texts are reduced to signs: letters, digits and meaningful symbols, folded to one script and width. What a capture
adds to an article (clocks, credits at the edges, lists of links, embedded posts) is removed first.
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

_WINDOW = 400  # signs searched for the end of the first difference
_EXCERPT = 40  # most characters of a difference that are reported
_CONTEXT = 6  # characters reported on either side of a difference
_EDGE_PARAGRAPHS = 3  # paragraphs at the beginning and at the end that may be credits
_MAX_LINE = 30  # characters of a line above or below the text
_MAX_CREDIT = 80  # characters of a credit or a clock
_SHINGLE = 4  # words, or characters of a script without spaces
_MIN_SHINGLES = 20  # below, a text is too short to be recognised by them

_CHANCE_SHARE = 0.05  # of shingles that two texts on one subject share by chance
_WORD = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af]|[^\W_\u2e80-\u9fff\uac00-\ud7af]+")

_QUOTES = frozenset('"“”„‟«»「」『』﹁﹂﹃﹄〝〞〟＂')
_SINGLE_QUOTES = re.compile(r"(?<!\w)['‘’‚‹›]|['‘’‹›](?!\w)|(?<=[\u2e80-\u9fff])[‘’]|[‘’](?=[\u2e80-\u9fff])")
_MEANINGFUL = frozenset("%‰‱°+")  # symbols that change a number, as currencies do
_QUOTE = '"'
_STROKES = re.compile(r"[丶丨]|(?<=[\u2e80-\u9fff]) [lI] (?=[\u2e80-\u9fff])")  # typed for 、 and ｜
_THOUSANDS = re.compile(r"(?<=\d)[,'’\u00a0\u202f ](?=\d{3}(?!\d))")

_UNITS = r"秒钟?|秒鐘|分钟?|分鐘|(?:个|個)?(?:小时|小時|月)|天|日|周|週|年|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?"
_AGO = rf"(?:\d+|an?|one) ?(?:{_UNITS}) ?(?:前|之前|ago)|刚刚|剛剛|just now|yesterday|昨天"
_STAMP = (
    r"\d{4}[-/.年] ?\d{1,2}[-/.月] ?\d{1,2}日?|\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}|"
    r"(?:\d{1,2}\.? )?[A-Za-z]{3,9}\.? (?:\d{1,2},? )?\d{4}|\d{1,2}[:时時]\d{2}(?:[:分]\d{2}秒?)?|[ap]\.?m\.?|GMT|UTC|[A-Z]{2,4}T|[+-]\d{2}:?\d{2}|"
    r"(?:星期|周|週)[一二三四五六日天]|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
)
_CLOCK_LABEL = r"(?:最近|最后|最後)?(?:更新|发布|發布|发表|發表)(?:时间|時間|日期|于|於|在)?|(?:last )?(?:updated|published|modified)(?: (?:on|at))?|posted(?: on)?"
_SEPARATORS = r"[\s:：,，|｜·•()（）T-]*"
_RELATIVE_CLOCK = re.compile(
    rf"{_SEPARATORS}(?:(?:{_CLOCK_LABEL}){_SEPARATORS})?(?:{_AGO}){_SEPARATORS}", re.IGNORECASE
)
_CLOCK = re.compile(rf"{_SEPARATORS}(?:(?:{_CLOCK_LABEL}|{_AGO}|{_STAMP}){_SEPARATORS})+", re.IGNORECASE)
_FOOTER = re.compile(
    r"(?:subscribe|sign up|follow us|share this|tags?\s*[:：]|filed under|订阅|訂閱|关注我们|關注我們|标签\s*[:：]|標籤\s*[:：]).{0,160}"
    r"|.{0,300}(?:appeared first|first appeared) on .{1,80}",
    re.IGNORECASE | re.DOTALL,
)
_COMMENTS = re.compile(
    r"\d* ?(?:comments?|条评论|則留言|条留言|評論|评论|留言|shares?|likes?)[ (（]*\d*[)）]*", re.IGNORECASE
)
_REPORTER = re.compile(
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
_BOILERPLATE = tuple(re.compile(pattern, re.DOTALL) for _, pattern in removals.REMOVED_PARAGRAPHS)


class WordsChange(NamedTuple):
    """How an article's words changed: the first difference, and the number of changed paragraphs."""

    before: str
    after: str
    paragraphs: int  # headline and captions included, and removed ones

    def __str__(self) -> str:
        number = f"{self.paragraphs} paragraphs differ" if self.paragraphs != 1 else "1 paragraph differs"
        return f"{number}, first “{self.before}” → “{self.after}”"


@dataclass(frozen=True, slots=True)
class Passage:
    """A text and the signs by which it is compared, quotation marks included."""

    text: str
    signs: str


@dataclass(frozen=True)
class ArticleWords:
    """An article's own words, without what a capture adds."""

    headline: Passage
    body: tuple[Passage, ...]
    captions: tuple[Passage, ...]

    @cached_property
    def shingles(self) -> frozenset[str]:
        """All runs of consecutive words in the body, or in the captions of an article without a body."""
        text = "\n".join(passage.text for passage in self.body or self.captions)
        words = _WORD.findall(fold(unicodedata.normalize("NFKC", text)).casefold())
        last = max(1, len(words) - _SHINGLE + 1)
        return frozenset(" ".join(words[start : start + _SHINGLE]) for start in range(last)) - {""}


def read_words(fields: Mapping[str, Any], body: str) -> ArticleWords:
    """The words of a draft, from its front matter's fields and its Markdown body."""
    headline = " ".join(word for name in ("kicker", "title") if isinstance(word := fields.get(name), str))
    blocks, _ = markdown.parse_blocks(body, file="")
    captions = [block for block in blocks if block.kind == "caption" and not _is_video(block)]
    passages = _without_credits([block.text for block in _own_paragraphs(blocks)])
    title = _passage(headline)
    own = (passage for passage in map(_passage, passages) if passage.signs)
    return ArticleWords(
        title,
        tuple(
            p
            for n, p in enumerate(own)
            if n >= _EDGE_PARAGRAPHS or _without_quotes(p.signs) != _without_quotes(title.signs)
        ),
        tuple(p for block in captions if (p := _passage(_without_caption_credit(block.text))).signs),
    )


def compare_words(before: ArticleWords, after: ArticleWords) -> WordsChange | None:
    """How the words of two captures differ; None where they do not."""
    captions_before, captions_after = _unmatched_captions(before, after), _unmatched_captions(after, before)
    pairs = [((before.headline,), (after.headline,)), (before.body, after.body)]
    changed = [pair for pair in pairs if _are_different(*pair)]
    if not changed and {_without_quotes(p.signs) for p in captions_before} == {
        _without_quotes(p.signs) for p in captions_after
    }:
        return None
    if not changed:
        signs_before, signs_after = (
            {_without_quotes(p.signs) for p in captions} for captions in (captions_before, captions_after)
        )
        removed = tuple(p for p in captions_before if _without_quotes(p.signs) not in signs_after)
        added = tuple(p for p in captions_after if _without_quotes(p.signs) not in signs_before)
        changed = [(removed, added)]
    return WordsChange(*_first_difference(*changed[0]), sum(_count_changed(*pair) for pair in changed))


def are_same_article(one: ArticleWords, other: ArticleWords) -> bool:
    """Whether two texts without an address are one article: they have one headline and share half of their shingles.

    The headline is required because two days' news, or two reports of one dispatch, share up to 90 % of their words.
    """
    if one.headline.signs != other.headline.signs:
        return False
    if min(len(one.shingles), len(other.shingles)) < _MIN_SHINGLES:
        return one.shingles == other.shingles
    return 2 * len(one.shingles & other.shingles) >= max(len(one.shingles), len(other.shingles))


def are_related(one: ArticleWords, other: ArticleWords, *, share: float = 0.5) -> bool:
    """Whether the texts share so many shingles of the shorter one, have one headline, or are too short to be compared."""
    shorter = min(len(one.shingles), len(other.shingles))
    if shorter < _MIN_SHINGLES or one.headline.signs == other.headline.signs:
        return True
    return len(one.shingles & other.shingles) >= share * shorter


def are_unrelated(one: ArticleWords, other: ArticleWords) -> bool:
    """Whether two texts share no more than chance explains, although their address is the same."""
    return not are_related(one, other, share=_CHANCE_SHARE)


# ── Removing what a capture adds ─────────────────────────────────────────────


def _own_paragraphs(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks of the outlet's own text."""
    last = max((n for n, block in enumerate(blocks) if len(block.text) > _MAX_LINE), default=0)
    first = min((n for n, block in enumerate(blocks) if len(block.text) > _MAX_LINE), default=0)
    number = 0
    for quoted, group in groupby(blocks, key=lambda block: [item for item in block.within if item.kind == "quote"][:1]):
        members = list(group)
        is_own = not (quoted and any(map(_is_post, members)))
        for block in members:
            edge = number < first or number > last
            number += 1
            if is_own and block.kind not in ("caption", "credit", "rule") and not _is_added(block, edge=edge):
                yield block


def _is_added(block: Block, *, edge: bool) -> bool:
    """Whether the capture adds this block to the article: a clock, a list of links, a footer, a player's notice."""
    text = block.text.strip()
    if not text or _is_link_list(block) or (len(text) <= 4 * _MAX_CREDIT and _RELATIVE_CLOCK.fullmatch(text)):
        return True
    if len(text) <= 2 * _MAX_CREDIT and any(
        pattern.fullmatch(text) for pattern in (*_BOILERPLATE, removals.RELATED, _READ_ALOUD)
    ):
        return True
    if not edge or len(text) > 4 * _MAX_CREDIT:
        return False
    patterns = (_CLOCK, _FOOTER, _COMMENTS, removals.COPYRIGHT, removals.ORIGINAL)
    return any(pattern.fullmatch(text) for pattern in patterns)


def _is_link_list(block: Block) -> bool:
    """Whether all words of the block are links, as in lists of other articles."""
    links = [range(mark.start, mark.end) for mark in block.marks if mark.kind == "link"]
    return bool(links) and not any(
        sign.isalnum() and not any(index in link for link in links) for index, sign in enumerate(block.text)
    )


def _is_post(block: Block) -> bool:
    """Whether the block is of an embedded post: signed with a handle, or a link to the post."""
    return bool(_POSTED.search(block.text)) or (
        len(block.text) <= _MAX_CREDIT
        and any(_POST_HOSTS.match(mark.value) for mark in block.marks if mark.kind == "link")
    )


def _is_video(block: Block) -> bool:
    return block.media is not None and block.media.kind == "video"


def _without_credits(texts: Sequence[str]) -> list[str]:
    """The paragraphs, without credits of reporters, editors and translators near the beginning and the end."""
    passages = list(texts)
    for number in {
        *range(min(_EDGE_PARAGRAPHS, len(passages))),
        *range(max(0, len(passages) - _EDGE_PARAGRAPHS), len(passages)),
    }:
        sentences = re.split(r"(?<=[。！？!?\n])", passages[number])
        passages[number] = "".join(one for one in sentences if not _is_credit(one.strip(" \t\n*（）()")))
    return passages


def _is_credit(text: str) -> bool:
    if not 0 < len(text) <= _MAX_CREDIT:
        return False
    patterns = (_REPORTER, removals.WRITTEN_BY, removals.TRANSLATORS)
    return any(pattern.fullmatch(text) for pattern in patterns) or bool(
        (_ROLE_LABEL.match(text) and bylines.parse_closing_byline(text)) or bylines.parse_contributors(text)
    )


_ROLE_LABEL = re.compile(rf"\S{{0,8}}(?:{bylines.ROLE_WORD})\s*[:：/／ ]")


def _without_caption_credit(text: str) -> str:
    text = _CAPTION_LABEL.sub("", text)
    return _CAPTION_CREDIT.sub("", removals.CREDIT_TAIL.sub("", text))


def _unmatched_captions(one: ArticleWords, other: ArticleWords) -> tuple[Passage, ...]:
    """The captions that are no paragraph of the other text; whether a text is marked up as a caption does not count."""
    paragraphs = {_without_quotes(passage.signs) for passage in other.body}
    return tuple(passage for passage in one.captions if _without_quotes(passage.signs) not in paragraphs)


# ── Signs ────────────────────────────────────────────────────────────────────


def _passage(text: str) -> Passage:
    return Passage(text, "".join(sign for sign, _ in _normalise_signs(text)))


def _normalise_signs(text: str) -> Iterator[tuple[str, int]]:
    """The signs of a text with their offsets: letters and digits in one script, width and case, and quotation marks.

    Other punctuation is dropped, except that a separator between two numbers becomes “·”.
    """
    text = _SINGLE_QUOTES.sub(_QUOTE, _STROKES.sub(lambda match: " " * len(match[0]), text))
    grouped = {match.start() for match in _THOUSANDS.finditer(text)}
    last = ""
    separated = False
    for index, character in enumerate(text):
        if index in grouped:
            continue
        if character in _QUOTES:
            yield _QUOTE, index
            separated = True
            continue
        for sign in fold(unicodedata.normalize("NFKC", character)).casefold():
            if not _is_counted(sign):
                separated = True
                continue
            if separated and last.isdecimal() and sign.isdecimal():
                yield "·", index
            yield sign, index
            last, separated = sign, False


def _is_counted(sign: str) -> bool:
    if sign.isalnum() or sign in _MEANINGFUL:
        return True
    kind = unicodedata.category(sign)
    return kind == "Sc" or (kind in ("Mn", "Mc") and not "\ufe00" <= sign <= "\ufe0f")


def _without_quotes(signs: str) -> str:
    return signs.replace(_QUOTE, "")


# ── Differences ──────────────────────────────────────────────────────────────


def _are_different(before: Iterable[Passage], after: Iterable[Passage]) -> bool:
    """Whether the signs differ, regardless of paragraphs. A single quotation mark is punctuation; two make a quotation."""
    before_signs, after_signs = ("".join(passage.signs for passage in passages) for passages in (before, after))
    if before_signs == after_signs:
        return False
    if _without_quotes(before_signs) != _without_quotes(after_signs):
        return True
    moved = _quote_places(before_signs), _quote_places(after_signs)
    return ((moved[0] - moved[1]) + (moved[1] - moved[0])).total() > 1


def _quote_places(signs: str) -> Counter[int]:
    """The number of quotation marks before each other sign."""
    places: Counter[int] = Counter()
    index = 0
    for sign in signs:
        if sign == _QUOTE:
            places[index] += 1
        else:
            index += 1
    return places


def _count_changed(before: Sequence[Passage], after: Sequence[Passage]) -> int:
    """The number of changed paragraphs; split and joined ones do not count."""
    steps = SequenceMatcher(None, [p.signs for p in before], [p.signs for p in after], autojunk=False).get_opcodes()
    changed = [(before[a:b], after[c:d]) for step, a, b, c, d in steps if step != "equal"]
    return sum(max(1, _count_new(was, now), _count_new(now, was)) for was, now in changed if _are_different(was, now))


def _count_new(before: Sequence[Passage], after: Sequence[Passage]) -> int:
    """How many of the later paragraphs do not occur in the earlier text."""
    signs = "".join(passage.signs for passage in before)
    return sum(passage.signs not in signs for passage in after)


def _first_difference(before: Sequence[Passage], after: Sequence[Passage]) -> tuple[str, str]:
    """The first words that differ, from both texts."""
    texts = ["\n".join(passage.text for passage in passages) for passages in (before, after)]
    was, now = (list(_normalise_signs(text)) for text in texts)
    unquoted = [[one for one in signs if one[0] != _QUOTE] for signs in (was, now)]
    if [sign for sign, _ in unquoted[0]] != [sign for sign, _ in unquoted[1]]:
        was, now = unquoted
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
    """The words between two signs with some context, on one line."""
    first, last = max(0, start - _CONTEXT), min(len(signs), end + _CONTEXT)
    if not signs:
        return ""
    begin = signs[first][1] if first < len(signs) else len(text)
    stop = signs[last - 1][1] + 1 if last > first else begin
    while begin > 0 and _is_latin(text[begin - 1]) and _is_latin(text[begin]):
        begin -= 1
    while 0 < stop < len(text) and _is_latin(text[stop]) and _is_latin(text[stop - 1]):
        stop += 1
    words = " ".join(text[begin:stop].split())
    return f"{words[: _EXCERPT - 1]}…" if len(words) > _EXCERPT else words


def _is_latin(character: str) -> bool:
    return character.isalpha() and character < "\u0250"
