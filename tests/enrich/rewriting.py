"""Articles that editors and outlets rewrite, a quotation in them whose own characters stay known through every change."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

import opencc

from dossier.enrich import anchors
from dossier.enrich.anchors import citation
from dossier.markdown.blocks import fingerprint
from dossier.model import Article, Block, Citation, Location, Passage, Prose
from dossier.problems import Problem

TO_TRADITIONAL, TO_SIMPLIFIED = opencc.OpenCC("s2t").convert, opencc.OpenCC("t2s").convert
PUNCTUATION = str.maketrans("“”「」，。（）、；", "「」“”,．()，;")
SENTENCE = re.compile(r"[^。！？]+[。！？]?[”」』）]*")
NUMBER = re.compile(r"\d+|[二三四五六七八九十百千万]+")
NEGATIONS = ("不", "没有", "未", "并未", "否认", "not ")
SWAPS = (
    ("表示", "指出"), ("认为", "相信"), ("目前", "现在"), ("举行", "召开"), ("以及", "和"), ("但是", "不过"),
    ("因为", "由于"), ("说", "称"), ("将", "会"), ("可能", "或许"), ("已经", "已"), ("帮助", "协助"), ("也", "亦"),
)  # fmt: skip
OPPOSITES = (
    ("支持", "反对"), ("增加", "减少"), ("上升", "下降"), ("进口", "出口"), ("接受", "拒绝"), ("南", "北"), ("东", "西"),
    ("开始", "结束"), ("今年", "去年"), ("昨天", "明天"), ("上周", "下周"), ("上午", "下午"), ("总统", "总理"),
    ("俄罗斯", "乌克兰"), ("朝鲜", "韩国"), ("美国", "中国"), ("北京", "东京"), ("金正恩", "金与正"), ("普京", "泽连斯基"),
    ("五", "六"), ("周一", "周日"), ("更多", "更少"), ("之前", "之后"), ("男", "女"), ("买", "卖"),
)  # fmt: skip
OUTCOMES = ("found", "lost", "elsewhere", "another fact")


class Sign(NamedTuple):
    """A character, and whether it is (what became of) one of the quotation's."""

    written: str
    quoted: bool = False


Signs = list[Sign]


def signs(text: str) -> Signs:
    return [Sign(character) for character in text]


def written(paragraph: Iterable[Sign]) -> str:
    return "".join(sign.written for sign in paragraph)


def news(chance: random.Random, paragraphs: int = 8) -> list[str]:
    """A report in our own words that says much the same again and again, as reports do."""
    who = (
        "港务局",
        "渔业公会",
        "市长",
        "省政府",
        "铁路公司",
        "两名船员",
        "卡琳娜·奥斯特",
        "邻国大使",
        "工会主席",
        "气象台",
    )
    when = ("周一", "周二", "周五上午", "昨天", "上周", "9月12日", "今年春天", "2021年", "傍晚", "会议之后")
    where = ("在北岸", "在南岸", "在旧码头", "在首都", "在边境小城", "在第三号仓库", "", "")
    verb = ("表示", "宣布", "否认", "证实", "没有说", "告诉记者", "在声明中说", "重申")
    what = (
        "渔船将重新获准出海", "大桥的修复需要三年", "大桥的修复需要五年", "列车不再停靠旧站", "灯塔已经修好", "灯塔还没有修好",
        "共有12艘船受损", "共有21艘船受损", "双方会在春天再谈一次", "贷款的条件从未改变", "粮食的价格上涨了百分之四", "港口只对本国船只开放",
    )  # fmt: skip
    more = (
        "，但没有给出理由",
        "，理由是天气",
        "，并感谢居民的耐心",
        "",
        "，此前的报道说法相反",
        "，细节要到月底才公布",
    )
    sentence = lambda: "".join(map(chance.choice, (who, when, where, verb, what, more))) + "。"  # noqa: E731
    return ["".join(sentence() for _ in range(chance.randint(1, 4))) for _ in range(paragraphs)]


class Trial:
    """An article, a quotation of it, and what then happens to the text."""

    def __init__(self, paragraphs: list[str], chance: random.Random, lengths: tuple[int, int] = (6, 40)) -> None:
        self.chance = chance
        self.before = list(paragraphs)
        self.nth = chance.choice([n for n, p in enumerate(paragraphs) if len(p.strip()) > 5])
        self.origin = self.nth  # where it was quoted; `nth` is where it stands now
        paragraph, length = paragraphs[self.nth], chance.randint(*lengths)
        self.start = chance.randrange(max(1, len(paragraph) - length))
        self.end = min(self.start + length, len(paragraph))
        while paragraph[self.start].isspace():
            self.start += 1
        while paragraph[self.end - 1].isspace():
            self.end -= 1
        self.text: list[Signs] = [signs(p) for p in paragraphs]
        mine = self.text[self.nth]
        mine[self.start : self.end] = [Sign(s.written, quoted=True) for s in mine[self.start : self.end]]

    @property
    def words(self) -> str:
        return self.before[self.origin][self.start : self.end]

    def once(self) -> bool:
        """Whether the quotation stands once in the text it is taken from."""
        return sum(p.count(self.words) for p in self.before) == 1

    def quoted(self) -> list[tuple[int, int]]:
        """Where the quotation's own characters stand now."""
        return [(n, k) for n, p in enumerate(self.text) for k, sign in enumerate(p) if sign.quoted]

    # ── What happens: each says whether it did ───────────────────────────────

    def typo(self) -> bool:
        n, k = self.chance.choice(self.quoted())
        other = self.chance.choice(self.chance.choice([p for p in self.before if p]))
        own = self.text[n][k]
        self.text[n][k : k + 1] = self.chance.choice(
            [[], [Sign(other, quoted=True)], [own, Sign(other, quoted=True)], [Sign(other, quoted=True), own]]
        )
        return bool(self.quoted())

    def script(self) -> bool:
        turn = TO_SIMPLIFIED if TO_TRADITIONAL("".join(self.before)) == "".join(self.before) else TO_TRADITIONAL
        for n, paragraph in enumerate(self.text):
            turned = turn(written(paragraph))
            if len(turned) == len(paragraph):
                self.text[n] = [Sign(c, s.quoted) for c, s in zip(turned, paragraph, strict=True)]
        return True

    def punctuation(self) -> bool:
        self.text = [[Sign(s.written.translate(PUNCTUATION), s.quoted) for s in p] for p in self.text]
        return True

    def swapped(self, pairs: Iterable[tuple[str, str]] = SWAPS) -> bool:
        """A word of the quotation for another."""
        n, paragraph = self.nth, self.text[self.nth]
        inside = "".join(s.written if s.quoted else "\0" for s in paragraph)
        both = [(a, b) for pair in pairs for a, b in (pair, pair[::-1]) if a in inside]
        if not both:
            return False
        was, now = self.chance.choice(both)
        k = inside.index(was)
        self.text[n][k : k + len(was)] = [Sign(c, quoted=True) for c in now]
        return True

    def opposite(self) -> bool:
        return self.swapped(OPPOSITES)

    def number(self) -> bool:
        inside = "".join(s.written if s.quoted else "\0" for s in self.text[self.nth])
        matches = list(NUMBER.finditer(inside))
        if not matches:
            return False
        k = self.chance.choice(matches).start()
        digits = "0123456789" if inside[k].isdigit() else "二三四五六七八九十"
        other = self.chance.choice([d for d in digits if d != inside[k]])
        self.text[self.nth][k] = Sign(other, quoted=True)
        return True

    def negated(self) -> bool:
        n, k = self.chance.choice(self.quoted()[1:] or self.quoted())
        self.text[n][k:k] = [Sign(c, quoted=True) for c in self.chance.choice(NEGATIONS)]
        return True

    def removed(self) -> bool:
        self.text[self.nth] = []
        return True

    def cut(self) -> bool:
        """The quotation's own sentences are left out."""
        paragraph, place, remaining = self.text[self.nth], 0, []
        for match in SENTENCE.finditer(written(paragraph)):
            part = paragraph[match.start() : match.end()]
            remaining += [] if any(s.quoted for s in part) else part
            place = match.end()
        self.text[self.nth] = remaining + [s for s in paragraph[place:] if not s.quoted]
        return True

    def moved(self) -> bool:
        self.text.insert(self.chance.randrange(len(self.text)), self.text.pop(self.nth))
        self.nth = next(n for n, p in enumerate(self.text) if any(s.quoted for s in p))
        return True

    def lookalike(self, change: Callable[[Trial], bool] | None) -> bool:
        """What the quotation says, said elsewhere too; with a change it is another statement."""
        twin = Trial.__new__(Trial)
        twin.chance, twin.before, twin.nth = self.chance, self.before, 0
        own = self.text[self.nth]
        parts = [m for m in SENTENCE.finditer(written(own)) if any(s.quoted for s in own[m.start() : m.end()])]
        twin.text = [own[parts[0].start() : parts[-1].end()] if parts else list(own)]
        if change and not change(twin):
            return False
        other = self.chance.choice([n for n in range(len(self.text)) if n != self.nth])
        ends = [0, *(m.end() for m in SENTENCE.finditer(written(self.text[other])))]
        k = self.chance.choice(ends)
        self.text[other][k:k] = [Sign(s.written) for s in twin.text[0]]
        return True

    # ── What comes of it ─────────────────────────────────────────────────────

    def article(self, *, draft: bool = False) -> Article:
        was = prose(self.before)
        return replace(EMPTY, body=prose(map(written, self.text)), drafted=was if draft else None)

    def around(self) -> dict[str, str]:
        """What an editor may write of the text around the words."""
        paragraph = self.before[self.origin]
        return {"prefix": paragraph[: self.start][-12:].strip(), "suffix": paragraph[self.end :][:12].strip()}

    def offered(self) -> Citation | None:
        """What the program offers to an editor who selects the words."""
        block = next(b for b in prose(self.before) if b.number == self.origin + 1)
        return citation.citation_for_span(replace(EMPTY, body=prose(self.before)), block.id, self.start, self.end)

    def outcome(
        self, citation: Citation, *, draft: bool = False, another: bool = False
    ) -> tuple[str, tuple[Problem, ...]]:
        """Where the citation is attached now, and what is reported."""
        article = self.article(draft=draft)
        held = anchors.anchor_citations(article, [anchors.SoughtCitation(citation, "note")])
        passage = held.passages.get(citation)
        if passage is None:
            return "lost", held.problems
        if self.is_true(passage, article):
            return "another fact" if another else "found", held.problems
        return "elsewhere", held.problems

    def is_true(self, passage: Passage, article: Article) -> bool:
        """Whether a passage holds the quotation's own characters, most of them and not much else."""
        number = next(b.number for b in article.body if b.id == passage.block)
        inside = sum(sign.quoted for sign in self.text[number - 1][passage.start : passage.end])
        return inside * 2 > max(len(self.words), passage.end - passage.start)


EMPTY = Article("harbour", "港口", "gazette", "zh-Hans", (), (), Location("harbour.md"))


def prose(paragraphs: Iterable[str]) -> Prose:
    """Paragraphs as blocks, with the ids that a build gives them."""
    texts = list(paragraphs)
    taken: dict[str, int] = {}
    rewritten = []
    for number, text in enumerate(texts, 1):
        own = f"p-{fingerprint(text)}"
        taken[own] = taken.get(own, 0) + 1
        rewritten.append(Block(own if taken[own] == 1 else f"{own}-{taken[own]}", "paragraph", text, number=number))
    return tuple(block for block in rewritten if block.text)


class Scenario(NamedTuple):
    """What happens to an article after somebody quoted it, step by step."""

    name: str
    steps: tuple[Callable[[Trial], bool], ...]
    another: bool = False  # the quotation's own place states another fact now


def beside(change: Callable[[Trial], bool] | None) -> Callable[[Trial], bool]:
    return lambda trial: trial.lookalike(change)


CHANGED = {"number": Trial.number, "opposite": Trial.opposite, "negation": Trial.negated}
HONEST = (
    Scenario("typo", (Trial.typo,)),
    Scenario("two typos", (Trial.typo, Trial.typo)),
    Scenario("script", (Trial.script,)),
    Scenario("punctuation", (Trial.punctuation,)),
    Scenario("word swap", (Trial.swapped,)),
    Scenario("moved", (Trial.moved,)),
    Scenario("all", (Trial.typo, Trial.moved, Trial.script, Trial.punctuation)),
)
HOSTILE = (
    Scenario("removed", (Trial.removed,)),
    Scenario("cut", (Trial.cut,)),
    *(Scenario(f"{name}, lookalike", (beside(change), do)) for name, do in (("removed", Trial.removed), ("cut", Trial.cut), ("typo", Trial.typo)) for change in CHANGED.values()),
    Scenario("removed, two steps away", (beside(Trial.opposite), beside(Trial.number), Trial.removed)),
    *(Scenario(name, (change,), another=True) for name, change in CHANGED.items()),
)  # fmt: skip
COPIED = (
    Scenario("typo, copy", (beside(None), Trial.typo)),
    Scenario("removed, copy", (beside(None), Trial.removed)),
    Scenario("word swap, copy", (beside(None), Trial.swapped)),
)


def trials(
    texts: list[list[str]], scenario: Scenario, number: int, lengths: tuple[int, int] = (6, 40)
) -> Iterable[tuple[Trial, random.Random]]:
    """Trials to which the whole scenario happened; generated reports where there are no texts."""
    chance = random.Random(scenario.name)
    done = tries = 0
    while done < number and tries < 20 * number:
        tries += 1
        trial = Trial(chance.choice(texts) if texts else news(chance), chance, lengths)
        if (
            len(trial.text) > 1
            and len(trial.words) >= 4
            and trial.once()
            and all(step(trial) for step in scenario.steps)
        ):
            done += 1
            yield trial
