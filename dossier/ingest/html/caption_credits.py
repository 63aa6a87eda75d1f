"""Finds the credits at the end of a caption: brackets, signatures and picture agencies.

The form decides: a bracket after a complete sentence names the picture's source, and a bracket within the sentence does so
only if its words are typical of a source.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dossier.ingest.html import removals

_LONGEST = 120  # characters of a credit
_MAX_CREDITS = 3  # credits of one caption, such as （警方提供）中央社記者林一傳真

_BRACKET = re.compile(r"\s*[（(【\[]\s*(?P<credit>[^（()）【】\[\]]{2,120}?)\s*[）)】\]]\s*(?P<stop>[。.]?)\s*$")
_SENTENCE_END = re.compile(r"[。！？!?.…”’」』]$|^$")
_LABEL = re.compile(
    r"(?:(?:圖片?|图片?)(?:來源|来源)?|攝影?|摄影?|照片|(?:Photo|Pic|Picture|Image)(?: by| credit| source)?|Credit|Source)"
    r"\s*[:：/／|｜]\s*",
    re.IGNORECASE,
)

_WIRES = r"(?:AFP|AP|EPA|EFE|ANSA|ANP|TASS|DPA|dpa|UPI|Reuters|REUTERS|Bloomberg|Getty(?: Images)?|Shutterstock|Alamy|Magnum|Unsplash|Pixabay)"
_PHOTOGRAPHED = r"(?:攝|摄|攝影|摄影|傳真|传真|製圖|制图|製表|制表|繪圖|绘图|繪製|绘制|拍攝|拍摄)"
_PROVIDED = r"(?:提供|供圖|供图|授權|授权)"
_DATE = r"\d{2,4}[年/.-]\d{1,2}[月/.-]\d{1,2}日?"

_AGENCY = "|".join(removals.AGENCIES)
_ARCHIVE = r"(?:资料|資料|檔案|档案)(?:照片?|圖片?|图片?)"

# Words of a source, wherever the bracket is.
_SOURCE = re.compile(
    rf"(?:{_AGENCY})(?![\u4e00-\u9fffA-Za-z]).*|(?:{_AGENCY})(?:{_ARCHIVE}|照片|圖片|图片|截圖|截图)"
    r"|[\u4e00-\u9fff]{2,6}(?<![公会會报報旅合作版商])社|[\u4e00-\u9fff]{2,6}(?<![电電联聯])[网網]"
    r"|[\u4e00-\u9fff]{2,6}(?:日|时|時|晚|早)(?:报|報)"
    rf"|(?:.*[/／]\s*)?{_WIRES}(?: (?:via|/) .+|\s*/.+)?|.+\bvia {_WIRES}"
    rf"|.+(?:{_PHOTOGRAPHED}|{_PROVIDED})(?:照片|圖片|图片)?(?:[/／;；,，、].*)?"
    r"|.*(?:截圖|截图|擷圖|翻攝|翻拍).*|.*(?:圖|图)?(?:取自|來源|来源|來自|来自).+"
    rf"|{_LABEL.pattern}.+"
    r"|.*(?:網絡|网络|網路|互联网|互聯網)(?:圖片|图片|照片)?.{0,8}"
    r"|.+(?:官网|官網|網站|网站|網頁|网页|臉書|脸书|微博|微信|推特)(?:圖片|图片|照片)?"
    rf"|.{{2,30}}(?:{_ARCHIVE}|照片|圖片|图片)|CC[ -]BY.*|©.+|.*[\w-]+\.(?:com|org|net|gov|edu|tw|cn|hk)\b[\w/.-]*",
    re.IGNORECASE,
)
# Those that are about a picture.
_PICTURE_SOURCE = re.compile(
    rf".*(?:{_PHOTOGRAPHED}|截圖|截图|擷圖|圖取自|翻攝|翻拍|照片|圖片|图片).*|{_LABEL.pattern}.+|(?:.*[/／]\s*)?(?:.+ via )?Getty.*",
    re.IGNORECASE,
)
# Brackets that are no source: a time, a position in the picture, a note that it is an archive picture.
_NOT_A_SOURCE = re.compile(
    rf"[\d年月日号號時时点點分/.:：~\s-]+|(?:新闻|新聞)?(?:{_ARCHIVE}|示意(?:圖|图))|(?:[左右中前後后上下]|圖|图)+(?:者|起|排|側|侧)?\d?"
)
# Brackets after a complete sentence that are no source: sentences, and English that is no name.
_SENTENCE = re.compile(r"(?:.*[，。；：！？]){2}.*|(?:見|见|詳見|详见|參見|参见|如).*")
_LOWER_CASE_WORDS = {"a", "and", "at", "by", "de", "du", "for", "in", "of", "on", "the", "via", "von"}
# A signature without brackets, after a complete sentence or after a label.
_SIGNATURE = re.compile(
    rf"(?:(?<=[。！？!?”」』）)\n])|^)\s*"
    rf"(?P<credit>(?=.{{0,12}}(?:记者|記者|特派|通讯员|通訊員|摄影师|攝影師|[社报報]))[^。！？!?，,（()）「」“”\n]{{2,24}}?{_PHOTOGRAPHED}\s*(?:{_DATE})?|[\u4e00-\u9fff]{{2,8}}社\s+{_DATE})\s*$"
)
_SIGNED = re.compile(r"\s*©\s*(?P<credit>[^©。！？!?，,\n]{2,40})$")
_LABELLED = re.compile(
    rf"(?:(?<=[。！？!?”」』）)，,\s])|^)\s*(?:{_LABEL.pattern}|(?:圖片|图片)(?:來自|来自))"
    r"(?P<credit>[^。！？!?，,：:\n]{2,60}?)\s*$",
    re.IGNORECASE,
)
_AGENCY_PHOTO = re.compile(
    rf"(?:(?<=[。！？!?”」』）)\n])|(?<=\. ))\s*(?P<credit>[A-Z][\w .,'’&-]{{1,60}}?\s*[/／]\s*{_WIRES}(?: via {_WIRES})?)\s*$"
)


class Credit(NamedTuple):
    """A credit in a caption, as offsets. The caption ends at `cut`, followed by `stop` if that ends its sentence."""

    cut: int
    start: int
    end: int
    stop: str = ""
    marked: bool = False  # certain by its words, wherever it is


def find_credits(text: str) -> tuple[Credit, ...]:
    """The credits at the end of a caption, in the order of the text."""
    result: list[Credit] = []
    end = len(text.rstrip())
    while len(result) < _MAX_CREDITS and (credit := _last_credit(text[:end])):
        result.insert(0, credit)
        end = len(text[: credit.cut].rstrip())
    return tuple(result)


def _last_credit(text: str) -> Credit | None:
    bracket = _BRACKET.search(text, max(0, len(text) - _LONGEST - 8))
    if bracket:
        words, before = bracket["credit"], text[: bracket.start()].rstrip()
        after_sentence = bool(_SENTENCE_END.search(before)) and not bracket["stop"] and _may_be_name(words)
        if _NOT_A_SOURCE.fullmatch(words) or not (after_sentence or _SOURCE.fullmatch(words)):
            return None
        start, end = bracket.span("credit")
        stop, marked = bracket["stop"] if before else "", bool(_PICTURE_SOURCE.fullmatch(words))
        return Credit(bracket.start(), _after_label(text, start, end), end, stop, marked)
    line = text.rfind("\n") + 1
    for pattern in (_SIGNED, _SIGNATURE, _LABELLED, _AGENCY_PHOTO):
        if signature := pattern.search(text, max(line, len(text) - _LONGEST)):
            return Credit(signature.start(), *signature.span("credit"), marked=True)
    return None


def _after_label(text: str, start: int, end: int) -> int:
    label = _LABEL.match(text, start, end)
    return label.end() if label and label.end() < end else start


def _may_be_name(words: str) -> bool:
    """Whether words that nothing marks as a source may be a name: short, no sentence, capitalised if Latin."""
    if len(words) > _LONGEST // 3 or _SENTENCE.fullmatch(words):
        return False
    latin = words.isascii() and re.findall(r"[A-Za-z][\w'’-]*", words)
    return not latin or all(word[0].isupper() or word in _LOWER_CASE_WORDS for word in latin)
