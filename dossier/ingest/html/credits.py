"""Where a caption ends and the credit begins: brackets, signatures and picture agencies at a caption's end.

What counts is the form: a bracket behind a finished sentence names the picture's source, and one inside the sentence does
so only where its words are those of a source.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dossier.ingest.html import removals

_LONGEST = 120  # characters of a credit
_MOST = 3  # credits of one caption: （警方提供）中央社記者林一傳真

_BRACKET = re.compile(r"\s*[（(【\[]\s*(?P<credit>[^（()）【】\[\]]{2,120}?)\s*[）)】\]]\s*(?P<stop>[。.]?)\s*$")
_FINISHED = re.compile(r"[。！？!?.…”’」』]$|^$")
_LABEL = re.compile(
    r"(?:(?:圖片?|图片?)(?:來源|来源)?|攝影?|摄影?|照片|(?:Photo|Pic|Picture|Image)(?: by| credit| source)?|Credit|Source)"
    r"\s*[:：/／|｜]\s*",
    re.IGNORECASE,
)

_WIRES = r"(?:AFP|AP|EPA|EFE|ANSA|ANP|TASS|DPA|dpa|UPI|Reuters|REUTERS|Bloomberg|Getty(?: Images)?|Shutterstock|Alamy|Magnum|Unsplash|Pixabay)"
_TAKEN = r"(?:攝|摄|攝影|摄影|傳真|传真|製圖|制图|製表|制表|繪圖|绘图|繪製|绘制|拍攝|拍摄)"
_GIVEN = r"(?:提供|供圖|供图|授權|授权)"
_DAY = r"\d{2,4}[年/.-]\d{1,2}[月/.-]\d{1,2}日?"

_AGENCY = "|".join(removals.AGENCIES)
_OLD = r"(?:资料|資料|檔案|档案)(?:照片?|圖片?|图片?)"

# The words of a source, wherever the bracket stands.
_SOURCE = re.compile(
    rf"(?:{_AGENCY})(?![\u4e00-\u9fffA-Za-z]).*|(?:{_AGENCY})(?:{_OLD}|照片|圖片|图片|截圖|截图)"
    r"|[\u4e00-\u9fff]{2,6}(?<![公会會报報旅合作版商])社|[\u4e00-\u9fff]{2,6}(?<![电電联聯])[网網]"
    r"|[\u4e00-\u9fff]{2,6}(?:日|时|時|晚|早)(?:报|報)"
    rf"|(?:.*[/／]\s*)?{_WIRES}(?: (?:via|/) .+|\s*/.+)?|.+\bvia {_WIRES}"
    rf"|.+(?:{_TAKEN}|{_GIVEN})(?:照片|圖片|图片)?(?:[/／;；,，、].*)?"
    r"|.*(?:截圖|截图|擷圖|翻攝|翻拍).*|.*(?:圖|图)?(?:取自|來源|来源|來自|来自).+"
    rf"|{_LABEL.pattern}.+"
    r"|.*(?:網絡|网络|網路|互联网|互聯網)(?:圖片|图片|照片)?.{0,8}"
    r"|.+(?:官网|官網|網站|网站|網頁|网页|臉書|脸书|微博|微信|推特)(?:圖片|图片|照片)?"
    rf"|.{{2,30}}(?:{_OLD}|照片|圖片|图片)|CC[ -]BY.*|©.+|.*[\w-]+\.(?:com|org|net|gov|edu|tw|cn|hk)\b[\w/.-]*",
    re.IGNORECASE,
)
# Those of them that speak of a picture.
_PICTURE_SOURCE = re.compile(
    rf".*(?:{_TAKEN}|截圖|截图|擷圖|圖取自|翻攝|翻拍|照片|圖片|图片).*|{_LABEL.pattern}.+|(?:.*[/／]\s*)?(?:.+ via )?Getty.*",
    re.IGNORECASE,
)
# What a bracket says that is no source: when it was, where in the picture somebody stands, that the picture is an old one.
_NO_SOURCE = re.compile(
    rf"[\d年月日号號時时点點分/.:：~\s-]+|(?:新闻|新聞)?(?:{_OLD}|示意(?:圖|图))|(?:[左右中前後后上下]|圖|图)+(?:者|起|排|側|侧)?\d?"
)
# What a bracket behind a finished sentence says where it is no source either: sentences, and English that is no name.
_SENTENCE = re.compile(r"(?:.*[，。；：！？]){2}.*|(?:見|见|詳見|详见|參見|参见|如).*")
_SMALL = {"a", "and", "at", "by", "de", "du", "for", "in", "of", "on", "the", "via", "von"}
# A signature without brackets behind a finished sentence, or behind the word that says what it is.
_SIGNATURE = re.compile(
    rf"(?:(?<=[。！？!?”」』）)\n])|^)\s*"
    rf"(?P<credit>(?=.{{0,12}}(?:记者|記者|特派|通讯员|通訊員|摄影师|攝影師|[社报報]))[^。！？!?，,（()）「」“”\n]{{2,24}}?{_TAKEN}\s*(?:{_DAY})?|[\u4e00-\u9fff]{{2,8}}社\s+{_DAY})\s*$"
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
    """A credit in a caption, as offsets; from `cut` the caption has lost it, but for the `stop` that ends its sentence."""

    cut: int
    start: int
    end: int
    stop: str = ""
    marked: bool = False  # its words are a picture's source, wherever they stand


def find_credits(text: str) -> tuple[Credit, ...]:
    """The credits at a caption's end, in the order of the text."""
    found: list[Credit] = []
    end = len(text.rstrip())
    while len(found) < _MOST and (credit := _last_credit(text[:end])):
        found.insert(0, credit)
        end = len(text[: credit.cut].rstrip())
    return tuple(found)


def _last_credit(text: str) -> Credit | None:
    bracket = _BRACKET.search(text, max(0, len(text) - _LONGEST - 8))
    if bracket:
        words, before = bracket["credit"], text[: bracket.start()].rstrip()
        behind_sentence = bool(_FINISHED.search(before)) and not bracket["stop"] and _is_name(words)
        if _NO_SOURCE.fullmatch(words) or not (behind_sentence or _SOURCE.fullmatch(words)):
            return None
        start, end = bracket.span("credit")
        stop, marked = bracket["stop"] if before else "", bool(_PICTURE_SOURCE.fullmatch(words))
        return Credit(bracket.start(), _behind_label(text, start, end), end, stop, marked)
    line = text.rfind("\n") + 1
    for pattern in (_SIGNED, _SIGNATURE, _LABELLED, _AGENCY_PHOTO):
        if signature := pattern.search(text, max(line, len(text) - _LONGEST)):
            return Credit(signature.start(), *signature.span("credit"), marked=True)
    return None


def _behind_label(text: str, start: int, end: int) -> int:
    label = _LABEL.match(text, start, end)
    return label.end() if label and label.end() < end else start


def _is_name(words: str) -> bool:
    """Whether words that nothing marks as a source can be somebody's name: short, no sentence, in capitals if Latin."""
    if len(words) > _LONGEST // 3 or _SENTENCE.fullmatch(words):
        return False
    latin = words.isascii() and re.findall(r"[A-Za-z][\w'’-]*", words)
    return not latin or all(word[0].isupper() or word in _SMALL for word in latin)
