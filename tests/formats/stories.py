"""Ten invented articles, written as pages whose metadata differ as those of outlets do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from html import escape
from typing import NamedTuple

from dossier.ingest.drafts.draft import Draft, draft_capture
from dossier.problems import Failure


class Story(NamedTuple):
    title: str
    author: str
    published: str  # ISO 8601
    language: str
    slug: str
    paragraphs: tuple[str, ...]

    @property
    def url(self) -> str:
        return f"https://lantern.example/{self.slug}.html"


_ENGLISH = (
    "The lamp on the old bridge came on again last night, and nobody in the harbour could say who had lit it.",
    "“We saw it from the ferry,” said a passenger who crosses the river every morning, “and the captain slowed down.”",
    "The council keeps the keys of the lamp house in a locked drawer, and the drawer had not been opened since spring.",
    "Repairs to the bridge cost the town a quarter of its budget, which is why the question was put to the mayor twice.",
    "An engineer who inspected the wiring found nothing wrong, and wrote a report of eleven pages that explains why.",
)
_SIMPLIFIED = (
    "旧桥上的灯昨夜又亮了，港口里没有人说得出是谁点的，值班的人也没有看见任何人走近灯房。",
    "“我们是在渡轮上看见的，”一名每天早晨过河的乘客说，“船长因此放慢了速度，大家都走到甲板上看。”",
    "灯房的钥匙由镇议会锁在抽屉里，这个抽屉自春天以来从未打开过，登记簿上也没有新的签名。",
    "修桥花去了全镇预算的四分之一，因此这个问题向镇长提出了两次，他两次都说还要等工程师的报告。",
    "检查线路的工程师没有发现任何问题，他写了一份十一页的报告，解释为什么线路不会自己接通。",
)
_TRADITIONAL = (
    "舊橋上的燈昨夜又亮了，港口裡沒有人說得出是誰點的，值班的人也沒有看見任何人走近燈房。",
    "「我們是在渡輪上看見的，」一名每天早晨過河的乘客說，「船長因此放慢了速度，大家都走到甲板上看。」",
    "燈房的鑰匙由鎮議會鎖在抽屜裡，這個抽屜自春天以來從未打開過，登記簿上也沒有新的簽名。",
    "修橋花去了全鎮預算的四分之一，因此這個問題向鎮長提出了兩次，他兩次都說還要等工程師的報告。",
)
_RUSSIAN = (
    "Фонарь на старом мосту вчера снова загорелся, и никто в порту не мог сказать, кто его зажёг.",
    "Ключи от фонарной будки лежат в запертом ящике городского совета, и ящик не открывали с самой весны.",
    "Инженер, который проверил проводку, не нашёл неисправностей и написал отчёт на одиннадцати страницах.",
    "Ремонт моста стоил городу четверти бюджета, поэтому мэру задали этот вопрос дважды на одном заседании.",
)
STORIES = (
    Story("The lamp on the bridge", "Ann Lee", "2023-09-13T21:30:00+08:00", "en", "2023/lamp", _ENGLISH),
    Story("Council opens the drawer: “Nothing was missing”", "Bo Young", "2024-01-05T08:00:00Z", "en", "drawer-77", _ENGLISH[1:]),
    Story("旧桥的灯又亮了", "林一", "2023-09-14T07:15:00+08:00", "zh-Hans", "news/20230914/88", _SIMPLIFIED),
    Story("工程师：线路没有问题", "周二", "2023-10-01T12:00:00+08:00", "zh-Hans", "a/12", _SIMPLIFIED[1:]),
    Story("舊橋的燈又亮了", "吳三", "2023-09-15T10:05:00+08:00", "zh-Hant", "hk/3", _TRADITIONAL),
    Story("鎮長兩度被問及預算", "陳四", "2024-02-29T23:00:00+08:00", "zh-Hant", "tw/4", _TRADITIONAL[::-1]),
    Story("Фонарь на старом мосту", "Иван Петров", "2023-09-16T09:00:00+03:00", "ru", "ru/5", _RUSSIAN),
    Story("A captain slows down & a town wonders", "Cy O’Hara", "2022-12-31T23:59:00-05:00", "en", "ferry?id=9", _ENGLISH[::-1]),
    Story("Eleven pages about a lamp", "Dee Fox", "2024-05-05T10:00:00Z", "en", "report_(final)", (*_ENGLISH, *_ENGLISH[1:3])),
    Story("港口的问与答", "王五", "2024-06-30T18:45:00+08:00", "zh-Hans", "qa", (*_SIMPLIFIED, _SIMPLIFIED[0])),
)  # fmt: skip


def page(story: Story, number: int) -> str:
    """The story as a web page; where its date and its author stand depends on the number.

    Chromium's MHTML has no scripts, and so no JSON-LD; such a page also shows its day, as outlets do.
    """
    day, title, author = story.published[:10], escape(story.title), escape(story.author)
    article = {"@type": "NewsArticle", "headline": story.title, "datePublished": story.published}
    article |= {"author": {"@type": "Person", "name": story.author}}
    heads = (
        f'<script type="application/ld+json">{json.dumps(article)}</script>',
        f'<meta property="og:title" content="{title}"><meta property="article:published_time" content="{story.published}">',
        f'<meta name="author" content="{author}"><meta name="date" content="{story.published}">',
        "",
    )
    bylines = (f"<p>{day}</p>", f"<address>{author}</address>", "", f'<p class="byline">{author} <time datetime="{story.published}">{day}</time></p>')  # fmt: skip
    text = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs)
    return (
        f'<!doctype html><html lang="{story.language}"><head><meta charset="utf-8"><title>{title} - Lantern</title>'
        f'<link rel="canonical" href="{escape(story.url)}">{heads[number % 4]}</head><body>'
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>'
        f'<main><article><h1>{title}</h1>{bylines[number % 4]}\n{text}\n</article></main>'
        '<aside><h2>More</h2><ul><li><a href="/x">Another thing that happened</a></li></ul></aside>'
        "<footer><p>© Lantern 2024. All rights reserved.</p></footer></body></html>"
    )  # fmt: skip


class Score(NamedTuple):
    """How many files of a kind were read, and with what was right in the draft."""

    files: int
    refused: list[str]
    titles: int
    days: int
    paragraphs: float  # share that is in the draft, in order

    def check(self) -> None:
        """The bars: no refusal (a crash is raised), title and day right in nine of ten, all text in order."""
        assert self.files >= 10
        assert self.refused == []
        assert min(self.titles, self.days) >= 0.9 * self.files, self
        assert self.paragraphs >= 0.97, self


def score(files: Iterable[tuple[str, bytes, Story]], draft: Callable[..., tuple[Draft, ...]] = draft_capture) -> Score:
    refused, titles, days, count, share = [], 0, 0, 0, 0.0
    for name, data, story in files:
        count += 1
        try:
            (one,) = draft(name, data)
        except Failure as failure:
            refused.append(str(failure.problems[0]))
            continue
        titles += one.fields.get("title") == story.title
        days += same_day(str(one.fields.get("published", "")), story.published)
        share += in_order(story.paragraphs, one.body)
    return Score(count, refused, titles, days, share / max(1, count))


def same_day(published: str, expected: str) -> bool:
    """Whether a draft's time is a story's; a day alone is right, too."""
    return published[:10] == expected[:10]


def in_order(paragraphs: Iterable[str], body: str) -> float:
    """The share of paragraphs that a body has, each behind the one before."""
    text = "\n".join(paragraph.replace("\\", "").replace("\n", " ") for paragraph in body.split("\n\n"))
    at, found, total = 0, 0, 0
    for paragraph in paragraphs:
        total += 1
        if (where := text.find(paragraph, at)) >= 0:
            at = where + len(paragraph)
            found += 1
    return found / total
