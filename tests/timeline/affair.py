"""An invented affair of any size, as the files of a content folder: the same for the same numbers, on every machine."""

from __future__ import annotations

import calendar
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

OUTLETS = {
    "river": "河口日报",
    "coast": "海岸新闻",
    "north": "北岸电台",
    "weekly": "公论周刊",
    "harbour": "Harbour Post",
}
PEOPLE = {
    f"p{number}": name
    for number, name in enumerate(
        [
            "沈望舟",
            "顾南乔",
            "陆其昭",
            "苏明岚",
            "贺知远",
            "孟砚秋",
            "韩栖梧",
            "市政府",
            "海岳建设",
            "港务局",
            "审计厅",
            "合作社",
            "市议会",
            "中级法院",
            "河口大学",
        ],
        1,
    )
}
PLACES = {"qingluo": ("青螺湾", 38.9, 121.6), "pier": ("临江码头", 39.9, 124.3), "salt": ("盐仓街", 37.5, 122.1)}
STATUSES = ("happened",) * 14 + ("planned", "planned", "alleged", "alleged", "denied", "superseded")
ACTS = ("查看", "质疑", "公开", "推迟", "封存", "复查", "否认收到", "交出", "追问", "退回")
THINGS = ("监理日志", "验收单", "补充协议", "招标文件", "会议纪要", "检测报告", "付款凭证", "二号墩", "主塔", "南锚碇")


def write_affair(
    folder: Path, events: int, *, first_year: int = 2019, years: int = 5, language: str = "zh-Hans"
) -> Path:
    """The content folder of an affair of so many events; its dates run from days to years, some far away or unknown."""
    made = _Affair(random.Random(events), events, first_year, years)
    for path, text in made.files(language):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


class _Affair:
    def __init__(self, chance: random.Random, events: int, first_year: int, years: int) -> None:
        self.chance, self.count, self.first_year, self.years = chance, events, first_year, years
        self.articles: dict[str, list[str]] = {}  # the paragraphs of each
        self.heads: dict[str, str] = {}

    def files(self, language: str) -> Iterator[tuple[str, str]]:
        events = list(self._events())
        claims = list(self._claims())
        yield "dossier.yaml", self._settings(language)
        yield "entities.yaml", "".join(self._entities())
        yield "events.yaml", "".join(events)
        yield "claims.yaml", "".join(claims)
        for article, paragraphs in self.articles.items():
            yield f"articles/{article}.md", self.heads[article] + "\n\n".join(paragraphs) + "\n"

    def _settings(self, language: str) -> str:
        outlets = "".join(
            f"  {one}: {{name: {name}, language: zh-Hans, rights: owned}}\n" for one, name in OUTLETS.items()
        )
        return (
            f"title: 雾港大桥案\ndescription: 虚构的卷宗。\nlanguage: {language}\ntimezone: Asia/Shanghai\neditors: [编者]\n"
            f"base_url: https://example.org/bridge/\naccept: [uncited, undated]\noutlets:\n{outlets}"
            "  desk: {name: 编者, language: zh-Hans, rights: owned}\n"
        )

    def _entities(self) -> Iterator[str]:
        for one, name in PEOPLE.items():
            yield f"{one}:\n  type: person\n  name: {{zh-Hans: {name}}}\n"
        for one, (name, latitude, longitude) in PLACES.items():
            yield f"{one}:\n  type: place\n  name: {{zh-Hans: {name}}}\n  coordinates: [{latitude}, {longitude}]\n"

    def _events(self) -> Iterator[str]:
        titles: set[str] = set()
        while len(titles) < self.count:
            number = len(titles) + 1
            who = self.chance.sample(list(PEOPLE), 2)
            title = f"{PEOPLE[who[0]]}{self.chance.choice(ACTS)}{PEOPLE[who[1]]}的{self.chance.choice(THINGS)}"
            if title in titles:
                title += f"（{number}）"
            titles.add(title)
            written, day = self._date(number)
            lines = [f"e{number}:", f"  title: {title}", f"  status: {self.chance.choice(STATUSES)}"]
            lines += [f"  date: {written}"] if written else []
            lines += [f"  who: [{', '.join(who)}]"]
            lines += [f"  where: {self.chance.choice(list(PLACES))}"] if number % 3 == 0 else []
            lines += [f"  text: 两家写的日子差一天，取较早的一家；编号{number}。"] if number % 5 == 0 else []
            lines += ["  sources:", *self._sources(number, title, day)]
            if number % 40 == 0:
                lines += [
                    "  legs:",
                    "    - {from: qingluo, to: pier, status: happened}",
                    "    - {from: pier, to: salt, status: planned}",
                ]
            yield "\n".join(lines) + "\n"

    def _date(self, number: int) -> tuple[str, date]:
        """A date as it is written, and the day about which reports of it appear."""
        chance = self.chance
        start = date(self.first_year, 1, 1)
        day = start + timedelta(chance.randrange(365 * self.years))
        month = day.replace(day=1)
        last = month.replace(day=calendar.monthrange(day.year, day.month)[1])
        if number % 50 == 7:
            return str(chance.choice((1953, 1998, 2036))), day
        if number % 100 == 9:
            return "", day
        later = date(day.year + (day.month > 10), (day.month + 1) % 12 + 1, 1)
        form = "{}/{}" if number % 3 == 0 else "[{}..{}]"
        forms = {
            0.66: day.isoformat(),
            0.72: f"{day}~",
            0.82: f"{month:%Y-%m}",
            0.87: f"{day}/{last}" if day < last else day.isoformat(),
            0.94: form.format(f"{month:%Y-%m}", f"{later:%Y-%m}"),
            0.97: f"{day.year}",
            1.0: f"{month:%Y-%m}~",
        }
        kind = chance.random()
        return next(written for share, written in forms.items() if kind <= share), day

    def _sources(self, number: int, title: str, day: date) -> Iterator[str]:
        for outlet in self.chance.sample(list(OUTLETS), self.chance.choice((1, 1, 1, 2, 2, 3))):
            published = day + timedelta(self.chance.randrange(-3, 7))
            article = f"{published:%Y-%m}-{outlet}"
            if article not in self.articles:
                self.articles[article] = ["这是虚构的一篇，各段各写一件事。"]
                written = published.replace(day=1) + timedelta(self.chance.randrange(27))
                self.heads[article] = (
                    f"---\nid: {article}\ntitle: {OUTLETS[outlet]}{published.year}年{published.month}月综述\noutlet: {outlet}\n"
                    f"url: https://{outlet}.example/{published:%Y/%m}\npublished: {written}\nlanguage: zh-Hans\nrights: owned\n---\n"
                )
            page = self.chance.randrange(2, 90)
            self.articles[article].append(
                f"记录第{page}页写道，{title}，编号{number}，下面有一行铅笔字。发言人在电话里没有回答是谁定的。"
            )
            yield f'    - {{article: {article}, quote: "{title}，编号{number}"}}'

    def _claims(self) -> Iterator[str]:
        articles = list(self.articles)
        for number in range(1, max(self.count // 20, 2)):
            article = articles[number % len(articles)]
            words = self.articles[article][1].partition("。")[0].partition("，")[2]
            yield (
                f"c{number}:\n  text: 第{number}份文件改过两次\n  status: disputed\n  stances:\n"
                f'    - {{voice: 检测员, says: asserts, article: {article}, quote: "{words}"}}\n'
                f"    - {{who: [p9], says: denies, article: {article}, quote: 发言人在电话里没有回答是谁定的, nth: 1}}\n"
            )
