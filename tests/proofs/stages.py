"""What each stage takes of a text: CPU seconds from a capture's bytes to the pages, and to what machines read."""

from __future__ import annotations

import gc
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from dossier import front_matter, load, render
from dossier.enrich import anchors
from dossier.enrich import enrich_library as enriched
from dossier.enrich.dates import find_dates
from dossier.enrich.names.linker import find_mentions
from dossier.enrich.names.spellings import NameSources, SpellingIndex
from dossier.enrich.normalise import NormalisedArticle
from dossier.ingest.drafts import draft
from dossier.ingest.drafts.to_markdown import pieces_to_markdown
from dossier.ingest.formats.detect import detect_capture
from dossier.ingest.html.tree import PageTooLarge, parse_html
from dossier.ingest.outlets import packaged_rules
from dossier.markdown import parse_blocks
from dossier.problems import Failure

T = TypeVar("T")

FIELDS = {"title": "题", "outlet": "bbc-zh", "published": "2023-09-15", "language": "zh-Hans", "rights": "owned"}
ENTITIES = """
putin: {type: person, name: {zh-Hans: 普京, en: Vladimir Putin}}
kim: {type: person, name: {zh-Hans: 金某某, en: Kim Something}}
russia: {type: place, name: {zh-Hans: 俄罗斯, en: Russia}}
"""
NOTES = "- {note: 注, quote: 普京说这次会晤将在符拉迪沃斯托克举行}\n"


class Clock:
    """CPU seconds by stage; without the garbage collector, which looks at everything that other tests have left."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def __call__(self, stage: str, work: Callable[[], T]) -> T:
        gc.disable()
        before = time.process_time()
        try:
            return work()
        finally:
            self.seconds[stage] += time.process_time() - before
            gc.enable()


def imported(clock: Clock, name: str, data: bytes) -> str:
    """The body of the draft that a capture makes; nothing where it is refused."""
    try:
        found = clock("envelope", lambda: detect_capture(name, data))
        if found.shape != "markdown":
            clock("tree", lambda: parse_html(found.text))
        metadata, pieces = clock("walk", lambda: draft._read_capture(name, found, packaged_rules()))
        for step in draft.STEPS:
            pieces = clock(f"step {step.__name__}", lambda step=step, pieces=pieces: step(pieces, metadata))  # type: ignore[misc]
        body = clock("to Markdown", lambda: pieces_to_markdown(pieces))
        fields = draft._fields("x", metadata, "zh-Hans", {"file": name})
        article = clock("front matter, written", lambda: front_matter.format_article(fields, body))
        clock("front matter, read", lambda: front_matter.split_front_matter(article, "x.md"))
    except (Failure, PageTooLarge):
        return ""
    return body


def built(clock: Clock, folder: Path, body: str) -> None:
    """A dossier of one article with this body."""
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    (folder / "notes").mkdir(exist_ok=True)
    (folder / "dossier.yaml").write_text("title: 卷\nbase_url: https://example.org\n", "utf-8")
    (folder / "entities.yaml").write_text(ENTITIES, "utf-8")
    (folder / "notes" / "x.yaml").write_text(NOTES, "utf-8")
    (folder / "articles" / "x.md").write_text(
        front_matter.format_article(FIELDS, body), "utf-8", "surrogatepass", newline=""
    )
    try:
        clock("Markdown", lambda: parse_blocks(body, file="x.md"))
        content = load.read_content(folder)
        library, _ = clock("load", lambda: load.build_library(content, packaged_rules().outlets))
        if not library.articles:
            return
        (article,) = library.articles
        texts = clock("plain", lambda: NormalisedArticle.of(article))
        names = SpellingIndex.of(NameSources(library.entities, library.compounds))
        clock("mentions", lambda: find_mentions(names, article, texts))
        clock("dates", lambda: find_dates(article, texts))
        clock(
            "anchors",
            lambda: anchors.anchor_citations(article, anchors.citations_by_article(library).get("x", ()), texts),
        )
        dossier, _ = clock("enrich", lambda: enriched(library))
        site, _ = clock("site", lambda: render.render_site(dossier))
        for path in site:
            clock(f"render {stage_of(path)}", lambda path=path: site[path])  # type: ignore[misc]
    except Failure:
        return


def stage_of(path: str) -> str:
    top, _, rest = path.partition("/")
    return f"{top}/*" if rest else path


def seconds(folder: Path, shape: str, text: str) -> dict[str, float]:
    """Of every stage that the text comes to in this shape."""
    clock = Clock()
    body = imported(
        clock,
        f"x.{'html' if shape in ('page', 'attributes') else 'txt'}",
        SHAPES[shape](text).encode("utf-8", "replace"),
    )
    built(clock, folder, body)
    return dict(clock.seconds)


def _attributes(text: str) -> str:
    value = text.replace("&", "&amp;").replace('"', "&quot;")
    return (
        f'<!doctype html><html><head><title>题</title><meta name="author" content="{value}"></head><body><article><h1>题</h1>'
        f'<time datetime="{value}">{value[:80]}</time><p>{"字" * 300}。</p>'
        f'<figure><img src="{value}" srcset="{value}" alt="{value}" title="{value}"></figure>'
        f'<p>{"字" * 99}<a href="{value}" class="{value}" style="{value}">字</a></p></article></body></html>'
    )


SHAPES: dict[str, Callable[[str], str]] = {
    "feed": lambda text: f"[题](https://example.org/a)\n------\n\n<p>{'字' * 30}。</p><p>{text}</p>\n",
    "page": lambda text: (
        f"<!doctype html><html><head><title>题</title></head><body><article><h1>题</h1><p>{'字' * 300}。</p>"
        f"<p>{text}</p></article></body></html>"
    ),
    "Markdown": lambda text: f"# 题\n\n{'字' * 30}。\n\n{text}\n",
    "attributes": _attributes,
}


def filled(unit: str, length: int) -> str:
    """As many of the unit as make a text of this length."""
    return (unit * (length // len(unit) + 1))[:length]


def numbered(unit: str, length: int) -> str:
    """The unit with a number that counts up, as often as it takes."""
    made, size, number = [], 0, 0
    while size < length:
        made.append(unit.replace("#", str(number)))
        size += len(made[-1])
        number += 1
    return "".join(made)[:length]


UNITS = (
    # words
    "字", "a", "1", "一", "字。", "a. ", "Ab ", "A ", "a b ", "1 ", "字词，", "字\n\n", "a\n", "字。\n\n", "真*_[", "𠀀", "é̀",
    # blanks and signs
    " ", "\t", "\n", "\u3000", "\u200b", "\x00", "-", "=", "*", "_", "`", "~", "#", "|", ">", "\\", "\\\n", "!", "&", "“", "”", '"', "'", "（", "(", "）", "《", "》", "…", "。", ".", ",", "，", "、", "：", ":", "/", "?", "@", "%",
    # Markdown
    "[", "]", "![", "[](", "[a](b)", "**字**", "*a ", "a_ ", "~~a~~", "`a` ", "| a ", "> ", "- 字\n", "1. 字\n", "# 字\n\n", "---\n\n", "```\n", "::: figure\n", "[^1]", "[^#]: 字\n\n", "{#p-abcdef}\n\n", "- ", "> 字\n\n", "|a|b|\n",
    # markup
    "<", "<p>", "<b>", "</b>", "<br>", "<br><br>", "<i>字</i>", "<a href=x>字</a>", "<img src=x>", "<figure><img src=x><figcaption>字</figcaption></figure>", "<ul><li>字</ul>", "<table><tr><td>字</table>", "<td>", "<!--", "<!-- -->", "<script>", "<p>字</p>", "<p><b>字</b></p>", "<h2>字</h2>", "<blockquote>字</blockquote>", "<span>字</span>", "&amp;", "&lt;", "&#x4e00;", "<a ", "<p class=a ", "</p>", "<li>", "<em><b>字</em></b>", "<![CDATA[", "<svg/>", "<hr>", "<pre>\n</pre>", "<time>1</time>",
    # people and outlets
    "记者：", "记者 林一 ", "（记者 林一）", "作者：林一，", "林一、", "A B (C) ", "（编译：林一）", "图像来源", "图片说明：", "© ", "综合报道", "发自 ", "《字》", "《", "路透社", "Reuters ", "BBC ", "更多阅读\n\n", "跳过", "null ", " and ", "和",
    # dates
    "1月1日", "2023年9月13日，", "周三", "周三（9月13日）", "昨天", "去年", "2023-09-13 ", "September 5, 2023 ", "Monday ", "last ", "二十", "一年前", "2023 ", "约1", "上世纪", "9月", "13日", "日", "月", "年", "三天后", "今天（11月2日）", "“昨天", "《9月", "A 5 May ",
    # names
    "普京", "普京 ", "普京（", "普京（Vladimir Putin）", "Vladimir Putin ", "Vladimir ", "约1530公里", "俄罗斯·", "金某某·", "(Abc Def ", "普京说这次", "普京说这次会晤将在符拉迪沃斯托克举",
    # addresses
    "https://", "https://a.example/ ", "http://a http://b ", "a,b ", "a 1x, ", "a 1x,", "?a=b&", "?url=", "https://images.weserv.nl/?url=", "/unsafe/", "data:a", "%41", "../", "a.jpg ", "url(",
)  # fmt: skip
NUMBERED = (
    "2023年#月", "第#条。", "[#](https://a.example/#) ", "[^#] ", "<p id=a#>#</p>", "<a href=/#>字#</a>", "<img src=#.jpg>", "#月1日 ", "19#年", "http://a.example/# #w, ", "<b>#</b>", "# ", "[#]: /#\n",
)  # fmt: skip
FAMILIES: dict[str, Callable[[int], str]] = {
    **{unit: lambda length, unit=unit: filled(unit, length) for unit in UNITS},  # type: ignore[misc]
    **{unit: lambda length, unit=unit: numbered(unit, length) for unit in NUMBERED},  # type: ignore[misc]
}
