"""Captures that nobody has made: of every shape, put together by chance from what goes wrong, and from captures gone wrong.

A seed is a capture: `python tests/proofs/generating.py 0 1000` tries those seeds and prints what is a fault of the program.
"""

from __future__ import annotations

import random
import re
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from html import escape
from itertools import count
from pathlib import Path
from typing import NamedTuple

from dossier import enrich, load, render
from dossier.enrich import edition
from dossier.ingest.captures.article_captures import IncomingCapture
from dossier.ingest.captures.stored_content import StoredContent
from dossier.ingest.drafts.draft import draft_capture
from dossier.ingest.formats import feeds
from dossier.ingest.importing import plan_import
from dossier.ingest.outlets import packaged_rules
from dossier.load.disk import ContentFiles, TextFile
from dossier.model import Dossier
from dossier.problems import Failure, Problem
from dossier.render.search import SearchIndex
from dossier.render.site import Site

from . import files

FIXTURES = Path(__file__).parents[1] / "fixtures"
BATCH = 50  # captures that become one dossier

# Characters and words that are read as something: by HTML, by Markdown, by YAML, by a rule of some outlet, as a date.
BLANKS = [
    "",
    " ",
    "\t",
    "\n",
    "\n\n",
    "\u00a0",
    "\u2028",
    "\u2029",
    "\u200b",
    "\u3000",
    "\ufeff",
    "\u0085",
    "\x0c",
    "\u00ad",
    "\u2060",
]
SIGNS = [
    "`", "``", "` `", "``` ```", "*", "**", "** **", "****", "_", "~~", "~~~", "[", "]", "[]()", "[ ](x)", "![]()", "![](x)", "![a]", "[^1]", "[^1]: ", "|", "| |", "\\", "\\\n",
    "#", "# ", "## \n", "> ", ">", "- ", "-", "1. ", "999999999. ", "---", "===", "{#p-abcdef}", "{#}", ":::", "::: figure", "::: gallery\n", "::: video\n", "credit: ", "<", ">", "&",
    "&nbsp;", "&#0;", "&#x2028;", "&amp;nbsp;", "&#x110000;", "&lt;p&gt;", "&", "\"", "'", "%", "\0", "\x1b", "\r", "\r\n", "😀", "👨\u200d👩", "𠮷", "é", "e\u0301", "\u202e", "\ud800", "\ufffe", "İ", "ß", "ﬁ", "Ⅻ", "²",
]  # fmt: skip
WORDS = [
    "灯昨夜又亮了。", "记者：", "记者", "编辑", "责任编辑：李四", "（完）", "图：", "图片来源，", "来源：路透社", "摄影", "BBC中文", "【", "】", "《", "》", "“", "”", "……", "——", "·", "金·约翰", "周三", "上周五（12月18日）",
    "9月13日", "2023年9月31日", "昨天", "13日", "二〇二三年", "99年99月99日", "2023-09-13T25:61", "0000-00-00", "15：30", "路透社莫斯科9月13日电", "相关报道", "更多", "订阅", "版权所有", "By Ann Lee",
    "Sept 31, 2023", "ann@example.org", "a" * 60, "字" * 60, "问：", "答：", "中新社记者 王五 摄", "点击", "原标题：", "本文",
]  # fmt: skip
ADDRESSES = [
    "", "#", "/", "?", "x", "http://[", "http://[::1", "//[", "http://a:99999999/", "http://a:b/", "https://", "mailto:", "javascript:1", "data:image/png;base64,x", "http://\u2028/", "https://例子.example/路", "https://a.example/%zz%",
    "https://a.example/1?utm_source=x", "https://www.bbc.com/zhongwen/simp/world-66714623", "https://cn.nytimes.com/world/20230913/kim/?x", "../media/a.png", "http://xn--a/", "\ud800", "ht!tp://x", "http://a/(b)", "http://a/ b", "https://i1.wp.com/", "https://images.weserv.nl/?url=", "http://" + "a" * 80 + ".example",
]  # fmt: skip
TAGS = [
    "p", "div", "b", "strong", "i", "em", "a", "span", "small", "cite", "h1", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "table", "thead", "tr", "th", "td", "caption", "figure", "figcaption", "picture", "source", "img", "br", "hr", "pre", "code", "section", "article", "main", "header", "footer",
    "aside", "nav", "time", "address", "sup", "sub", "video", "audio", "iframe", "svg", "math", "template", "script", "style", "noscript", "form", "button", "select", "option", "textarea", "details", "summary", "ruby", "rt", "center", "font", "u", "s", "object", "embed", "q", "base", "meta", "title", "body", "html", "frameset", "plaintext", "x-y",
]  # fmt: skip
ATTRIBUTES = [
    "class", "id", "href", "src", "srcset", "data-src", "data-srcset", "alt", "title", "datetime", "start", "colspan", "rowspan", "style", "width", "height", "type", "poster", "content", "property", "name", "itemprop", "rel", "lang", "hidden", "role", "data-url", "charset", "http-equiv",
]  # fmt: skip
VALUES = [
    "", "byline", "author", "caption", "credit", "article-body", "story", "related", "share", "headline", "date", "time", "og:title", "og:url", "article:published_time", "2023-09-13", "2023-09-13T08:00:00+08:00", "9999-99-99", "-1", "0", "99999999999999999999", "1e9", "²", "display:none", "x 1x, y 2x", ",,,", "a 999999999999999999999999w", "zh", "utf-7", "nofollow", "1px", "presentation",
]  # fmt: skip


class Capture(NamedTuple):
    """A capture as a person would save it."""

    name: str
    data: bytes


class Chance(random.Random):
    """What a seed gives."""

    def some(self, of: Callable[[], str], most: int) -> str:
        return "".join(of() for _ in range(self.randint(0, most)))

    def words(self) -> str:
        """A few words, or what looks like some."""
        return self.some(lambda: self.choice(self.choice((WORDS, WORDS, SIGNS, BLANKS))), 4)

    def address(self) -> str:
        return self.choice(ADDRESSES)

    # HTML

    def html(self, depth: int = 3) -> str:
        match self.randrange(8):
            case 0 | 1:
                return self.words()
            case 2:
                return escape(self.words())
            case 3:
                return self.choice(
                    (
                        "<",
                        "</",
                        "<!--",
                        "-->",
                        "<![CDATA[",
                        "]]>",
                        "<?",
                        "&#",
                        "</p>",
                        "</div>",
                        "</table>",
                        "<a",
                        "<!doctype html>",
                    )
                )
            case 4 if depth:
                return self.familiar(depth)
            case _ if depth:
                return self.element(self.choice(TAGS), depth)
        return self.words()

    def element(self, name: str, depth: int) -> str:
        inside = self.some(lambda: self.html(depth - 1), 3)
        return f"<{name}{self.some(self.attribute, 2)}>{inside}" + ("" if self.random() < 0.1 else f"</{name}>")

    def attribute(self) -> str:
        value = self.choice((self.address, lambda: self.choice(VALUES), lambda: self.choice(VALUES), self.words))()
        return f' {self.choice(ATTRIBUTES)}="{escape(value)}"'

    def familiar(self, depth: int) -> str:
        """What outlets write."""
        inside = lambda: self.some(lambda: self.html(depth - 1), 2)  # noqa: E731
        return self.choice(
            (
                lambda: f"<p>{inside()}</p>",
                lambda: f"<p><strong>{inside()}</strong></p><p>{inside()}</p>",
                lambda: f"<p><b>{self.words()}</b><br>{inside()}</p>",
                lambda: (
                    f'<figure><img src="{escape(self.address())}" alt="{escape(self.words())}"><figcaption>{inside()}</figcaption></figure>'
                ),
                lambda: f'<a href="{escape(self.address())}">{inside()}</a>',
                lambda: f"<ul><li>{inside()}</li><li></li></ul>",
                lambda: f"<table><tr><td>{inside()}</td></tr><tr></tr></table>",
                lambda: f"<blockquote>{inside()}</blockquote>",
                lambda: f'<time datetime="{self.choice(VALUES)}">{self.words()}</time>',
                lambda: f'<div class="{self.choice(VALUES)}">{inside()}</div>',
                lambda: f'<video poster="{escape(self.address())}"></video>',
                lambda: f'<script type="application/ld+json">{self.json()}</script>',
            )
        )()

    def json(self) -> str:
        return self.choice(
            (
                '{"@type":"NewsArticle","headline":[1],"author":{"name":null},"datePublished":5}', '{"@graph":[{"@type":["Article"],"author":["x",{"name":["y"]}]}]}', "[[", "null", '"x"',
                '{"@type":"NewsArticle","headline":"\\ud800","datePublished":"2023-13-01","url":{"@id":"http://["}}', '{"@type":{"a":1},"author":[[]],"articleSection":[2]}', "1e999", "-",
            )
        )  # fmt: skip

    def body(self) -> str:
        return self.some(lambda: self.html() + self.choice(("", "", "\n")), 5) + self.choice(
            ("<p>灯又亮了。</p>", "<p>灯又亮了。</p>", "")
        )

    # Markdown

    def line(self) -> str:
        start = self.choice(
            ("", "", "", "- ", "> ", "1. ", "## ", "  ", "    ", "\t", "| ", "::: ", "```", "**", "![", "[^1]: ", "# ")
        )
        ends = {"**": "**", "| ": " |", "![": f"]({self.address()})"}
        link = f"[{self.words()}]({self.address()})" if self.random() < 0.2 else ""
        return start + self.words() + link + ends.get(start, "")

    def markdown(self) -> str:
        lines = [self.line() + self.choice(("\n\n", "\n\n", "\n")) for _ in range(self.randint(0, 8))]
        return "".join(lines) + self.choice(("灯又亮了。\n", ""))

    # The four shapes

    def feed(self) -> str:
        """An item as feed archives keep it."""
        head = self.choice(
            (
                "",
                "<!--1693896181000-->\n",
                "<!--99999999999999999999-->\n",
                "---\ntitle: a\npublished: 2023-09-31\nauthor: '、'\n---\n",
                "---\nlayout: x\n---\n",
            )
        )
        address = self.choice(
            ("https://a.example/1", "https://www.bbc.com/zhongwen/simp/world-66714623", self.address(), self.outlets())
        )
        title = self.choice(("灯又亮了", "[国际] 灯又亮了", self.words().replace("\n", " ")))
        return f"{head}[{title}]({address})\n{self.choice(('---', '------'))}\n\n{self.body()}"

    def page(self) -> str:
        """A page as a browser saves it."""
        known = self.random() < 0.96  # by a rule: what knows any page takes ten times as long
        address = self.outlets() if known else self.address()
        note = f"<!--\n Page saved with SingleFile \n url: {address} \n saved date: Tue Sep 05 2023 14:43:01 GMT+0800 (x)\n-->\n"
        note = note if known or self.random() < 0.5 else ""
        metas = self.some(
            lambda: (
                f'<meta property="{self.choice(VALUES)}" content="{escape(self.choice((self.words(), self.address(), self.choice(VALUES))))}">'
            ),
            4,
        )
        within = self.choice(("article", "main", "div", "body"))
        return f"{self.choice(('<!doctype html>', '<html>'))}{note}<head><title>{escape(self.words())}</title>{metas}</head><{within}><h1>{self.words()}</h1>{self.body()}</{within}>"

    def export(self) -> str:
        """A Markdown export."""
        return f"# {self.choice(('灯又亮了', '[国际] 灯又亮了', self.words() or 't'))}\n\n{self.markdown()}"

    def rss(self) -> str:
        """A feed of a few items."""

        def item() -> str:
            tag = self.choice(("description", "content:encoded", "summary"))
            text = self.choice((escape(self.body()), f"<![CDATA[{self.body()}]]>"))
            date = self.choice(("Tue, 05 Sep 2023 08:00:00 GMT", "2023", "99", "", self.words()))
            return f"<item><title>{escape(self.words())}</title><link>{escape(self.choice((self.outlets(), self.address())))}</link><pubDate>{escape(date)}</pubDate><author>{escape(self.words())}</author><{tag}>{text}</{tag}></item>"

        return f'<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><link>{escape(self.address())}</link>{self.some(item, 2)}</channel></rss>'

    def outlets(self) -> str:
        """An address of some outlet that a rule knows."""
        return self.choice(known_addresses())


@cache
def known_captures() -> tuple[bytes, ...]:
    """The captures of the fixtures, of which a chance makes others."""
    paths = sorted((*(FIXTURES / "captures").rglob("*.*"), *(FIXTURES / "feeds").glob("*.xml")))
    return tuple(
        path.read_bytes()
        for path in paths
        if path.suffix in (".txt", ".html", ".md", ".xml")
        and path.with_suffix(".dropped").exists() | (path.suffix == ".xml")
    )


@cache
def known_addresses() -> tuple[str, ...]:
    found = (match.decode() for data in known_captures() for match in re.findall(rb"\]\((https?://[^)\s]+)\)\n", data))
    return tuple(address for address in dict.fromkeys(found) if packaged_rules().for_address(address))


def capture(seed: int) -> Capture:
    """The capture of a seed: put together, or one of the fixtures, and sometimes with its bytes mixed up."""
    chance = Chance(seed)
    name = f"{seed}{chance.choice(('.txt', '.html', '.md', '.xml'))}"
    if seed % 8 == 7:
        data = chance.choice(known_captures())
        if len(data) > 3000:  # so that most of the time goes to the program's many ways, not to long texts
            start = chance.randrange(len(data) - 2000)
            data = data[:1000] + data[start : start + 2000]
        return Capture(name, mixed(data, chance, chance.randint(1, 6)))
    shape = (chance.feed, chance.page, chance.export, chance.rss)[seed % 4]
    data = shape().encode("utf-8", "surrogatepass")
    if seed % 8 in (4, 5):
        data = files.wrap(data, chance)
    return Capture(name, mixed(data, chance, chance.choice((0, 0, 0, 1, 3))))


def mixed(data: bytes, chance: Chance, times: int) -> bytes:
    """Bytes put in, left out, changed, moved, cut off."""
    for _ in range(times):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((0, 1, 2, 8, 40)))
        match chance.randrange(5):
            case 0:
                data = data[:start] + chance.choice(SIGNS + BLANKS).encode("utf-8", "surrogatepass") + data[start:]
            case 1:
                data = data[:start] + data[end:]
            case 2:
                data = data[:start] + bytes([chance.randrange(256)]) + data[end:]
            case 3:
                data = data[:start] + data[end:] + data[start:end]
            case 4 if chance.random() < 0.3:
                data = data[:start]
    return data


# ── From a capture to its page ───────────────────────────────────────────────


def fields() -> dict[str, str]:
    """The files of the dossier that the captures become articles of."""
    return {
        "dossier.yaml": "title: 灯\nbase_url: https://lamp.example/\ntimezone: Asia/Shanghai\nlanguage: zh-Hans\n",
        "entities.yaml": "jin:\n  type: person\n  name: {zh-Hans: 金·约翰}\n  alias: [灯昨夜]\nlamp:\n  type: thing\n  name: {zh-Hans: 路透社}\n",
    }


def tried(seed: int) -> Iterator[IncomingCapture]:
    """The drafts of a seed's capture; nothing where it is refused, as a person would be told."""
    name, data = capture(seed)
    try:
        sources = feeds.feed_items(name, data)[0] if feeds.is_feed(data) else [(name, data)]
    except Failure:
        return
    for source, bytes_ in sources:
        try:
            for draft in draft_capture(source, bytes_):
                yield IncomingCapture(source, bytes_, draft)
        except Failure:
            continue


def dossier(incoming: Sequence[IncomingCapture]) -> tuple[Dossier, tuple[Problem, ...]]:
    """The dossier of these drafts as import plans them."""
    planned = plan_import(StoredContent(), incoming)
    texts = {name: TextFile(name, f"content/{name}", text) for name, text in fields().items()}
    for path, data in planned.writes.items():
        if path.startswith("articles/"):
            texts[path] = TextFile(path, f"content/{path}", data.decode())
    library, problems = load.build_library(content(texts), packaged_rules().outlets)
    made, gaps = enrich.enrich_library(library)
    return made, (*problems, *gaps)


def content(texts: dict[str, TextFile]) -> ContentFiles:
    return ContentFiles("content", True, texts, {}, (), {}, None, frozenset(), (), {})


def pages(made: Dossier) -> None:
    """Every article's page, and what machines read of it, in both editions."""
    for shown in (made, edition.public_edition(made, drafts=True)[0]):
        output, _ = render.render_site(shown)
        for path in output:
            if path.startswith(("articles/", "data/", "feed")) and not path.endswith(".css"):
                output[path]
    index_of(made)


def index_of(made: Dossier) -> None:
    """All files of the search index."""
    output = SearchIndex().files(Site(made))
    for path in output:
        output[path]


def faults(seeds: Iterable[int], shown: int = 1) -> list[str]:
    """What is a fault of the program, for these seeds; of every `shown` batches, one has its pages made."""
    found: list[str] = []
    turns = count()
    batch: list[IncomingCapture] = []

    def attempt(what: str, work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001  # whatever it is, it is one
            found.append(f"{what}: {where(error)}")

    def built(some: list[IncomingCapture], turn: int = 0) -> None:
        made, problems = dossier(some)
        found.extend(f"{one.at}: {one}" for one in problems if one.check == "fault")
        wrong = [
            one for one in problems if one.severity == "error" and one.check != "missing"
        ]  # a title, which import asks for
        found.extend(f"a draft that does not load: {one}" for one in wrong)
        if turn % shown == 0:
            pages(made)

    def settle() -> None:
        before = len(found)
        turn = next(turns)
        attempt("batch", lambda: built(batch, turn))
        if len(found) > before:  # which of them it was
            del found[before:]
            for one in batch:
                attempt(one.source, lambda one=one: built([one]))
        batch.clear()

    for seed in seeds:
        attempt(f"seed {seed}", lambda seed=seed: batch.extend(tried(seed)))
        if len(batch) >= BATCH:
            settle()
    settle()
    return found


def where(error: Exception) -> str:
    """An error, and the line of the program from which it came."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/dossier/" in Path(frame.filename).as_posix()] or frames
    return f"{type(error).__name__}: {error} ({Path(ours[-1].filename).name}:{ours[-1].lineno})"


if __name__ == "__main__":
    for fault in faults(range(int(sys.argv[1]), int(sys.argv[2]))):
        sys.stdout.write(f"{fault}\n".encode("utf-8", "backslashreplace").decode())
