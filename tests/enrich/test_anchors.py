"""Quotations: found where they stand, told of where they do not, never put on a lookalike."""

import random
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import opencc
import pytest

from dossier.enrich import anchors
from dossier.enrich.normalise import normalise
from dossier.markdown import parse_blocks
from dossier.model import Article, Block, Citation, Location, Override
from dossier.problems import Problem

HERE = Path(__file__).parent
CASE = re.compile(
    r"^(?P<title>[^\n.]+)\n\.\n(?P<text>.*?)\n\.\n(?P<citation>.*?)\n\.\n(?P<expected>.*?)\n\.$",
    re.MULTILINE | re.DOTALL,
)
CASES = [match.groupdict() for match in CASE.finditer((HERE / "anchors" / "cases.md").read_text("utf-8"))]


def article(text: str, drafted: str = "") -> Article:
    return Article(
        "harbour",
        "港口",
        "gazette",
        "zh-Hans",
        header=(),
        body=parse_blocks(text, file="harbour.md")[0],
        at=Location("harbour.md"),
        drafted=parse_blocks(drafted, file="harbour.md")[0] if drafted else None,
    )


def shown(passage, at: Article) -> str:
    block = next(block for block in at.blocks if block.id == passage.block)
    words = block.text[passage.start : passage.end].replace("\n", "/")
    return f"¶{block.number} {passage.start}–{passage.end} “{words}”"


def told(problem: Problem) -> str:
    return str(problem).removeprefix("note.yaml:1: ")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_quotation_is_found_or_told_of(case):
    fields = dict(line.split(": ", 1) for line in case["citation"].splitlines())
    text = article(case["text"], fields.pop("drafted", "").replace(" / ", "\n\n"))
    citation = Citation(text.id, at=Location("note.yaml", 1), **fields | {"nth": int(fields.get("nth", 0))})
    held = anchors.anchor_citations(text, [anchors.SoughtCitation(citation, "note")])
    found = [shown(passage, text) for passage in held.passages.values()]
    assert "\n".join([*found, *map(told, held.problems)]) == case["expected"]


def test_overrides_stand_where_their_quotations_do_and_the_lost_ones_are_left_out():
    text = article("他到了海边。她也到了海边。")
    overrides = [
        Override(Citation(text.id, "海边", Location("harbour.md", 3), nth=2), "beach"),
        Override(Citation(text.id, "山顶", Location("harbour.md", 4)), "peak"),
    ]
    found = anchors.anchor_overrides(text, overrides)
    assert [(shown(passage, text), to) for passage, to in found] == [("¶1 10–12 “海边”", "beach")]


# ── A thousand quotations, through everything that happens to texts ──────────

WRONG, FOUND = 0.01, 0.95
FOUND_ALONE = 0.62  # of edited quotations with no context: another word in a word's place may be another statement


def paragraphs(folder: Path) -> list[list[str]]:
    """Each article's paragraphs of six characters or more."""
    texts = (path.read_text("utf-8").split("\n---\n", 1)[1] for path in sorted(folder.glob("*.md")))
    return [[b.text for b in parse_blocks(t, file="")[0] if b.kind == "paragraph" and len(b.text) > 6] for t in texts]


def other_script(text: str) -> str:
    turned = SIMPLIFIED(text) if TRADITIONAL(text) == text else TRADITIONAL(text)
    return turned if len(turned) == len(text) else text


TRADITIONAL, SIMPLIFIED = opencc.OpenCC("s2t").convert, opencc.OpenCC("t2s").convert
PUNCTUATION = str.maketrans("“”「」，。（）、；", "「」“”,．()，;")
SENTENCE = re.compile(r"[^。！？]+[。！？]?[”」』）]*")


class Trial:
    """One random quotation with the text around it, and an article in which it is to be found again."""

    def __init__(self, texts: list[list[str]], chance: random.Random, *, alone: bool) -> None:
        self.chance, words = chance, ""
        while len(normalise(words).strip()) < 6 or sum(normalise(p).count(normalise(words)) for p in self.text) != 1:
            self.text = list(chance.choice(texts))
            self.nth = chance.randrange(len(self.text))
            paragraph, length = self.text[self.nth], chance.randint(6, 20)
            self.start = chance.randrange(max(1, len(paragraph) - length))
            words = paragraph[self.start : self.start + length].strip()
            self.start = paragraph.index(words) if words else 0
        self.end = self.start + len(words)
        before, after = paragraph[: self.start][-16:], paragraph[self.end :][:16]
        self.citation = Citation("harbour", words, Location("note.yaml", 1))
        if not alone:
            self.citation = replace(self.citation, prefix=before, suffix=after)

    def script(self):
        self.text = [other_script(paragraph) for paragraph in self.text]

    def punctuation(self):
        self.text = [paragraph.translate(PUNCTUATION) for paragraph in self.text]

    def shifted(self):
        mine = self.text[self.nth]
        self.chance.shuffle(self.text)
        self.nth = self.text.index(mine)
        self.text[self.nth] = "新添的一句话。" + mine
        self.start, self.end = self.start + 7, self.end + 7

    def edited(self):
        """Six characters of a hundred are left out, put in or replaced, in the quotation and around it."""
        written: list[str] = []
        others = "".join(self.text)
        start = end = 0
        for place, character in enumerate(self.text[self.nth]):
            start = len(written) if place == self.start else start
            end = len(written) if place == self.end else end
            other = self.chance.choice(others)
            edit = self.chance.choice(["", other, character + other]) if self.chance.random() < 0.06 else character
            written.extend(edit)
        self.text[self.nth] = "".join(written)
        self.start, self.end = start, end or len(written)

    def deleted(self):
        paragraph = self.text[self.nth]
        kept = (m[0] for m in SENTENCE.finditer(paragraph) if m.end() <= self.start or m.start() >= self.end)
        self.text[self.nth] = "".join(kept)
        self.end = self.start

    def removed(self):
        self.text[self.nth], self.end = "", self.start

    def outcome(self) -> str:
        body = tuple(Block(f"p-{n}", "paragraph", text, number=n) for n, text in enumerate(self.text))
        text = replace(article(""), body=body)
        passage = anchors.anchor_citations(text, [anchors.SoughtCitation(self.citation, "note")]).passages.get(
            self.citation
        )
        if passage is None:
            return "lost"
        mine = passage.block == f"p-{self.nth}" and passage.start < self.end and passage.end > self.start
        return "found" if mine else "wrong"


CHANGES = {
    "script": (Trial.script,),
    "punctuation": (Trial.punctuation,),
    "shifted": (Trial.shifted,),
    "edited": (Trial.edited,),
    "all": (Trial.edited, Trial.shifted, Trial.script, Trial.punctuation),
    "deleted": (Trial.deleted,),
    "removed": (Trial.removed,),
}


def outcomes(texts: list[list[str]], change: str, number: int, *, alone: bool = False) -> Counter[str]:
    chance = random.Random(change)
    found: Counter[str] = Counter()
    for _ in range(number):
        trial = Trial(texts, chance, alone=alone)
        for happens in CHANGES[change]:
            happens(trial)
        found[trial.outcome()] += 1
    return found


def proved(found: Counter[str], change: str) -> None:
    if change in ("deleted", "removed"):
        assert found["wrong"] + found["found"] == 0, found
    else:
        assert found["wrong"] <= WRONG * found.total(), found
        assert found["found"] >= FOUND * found.total(), found


@pytest.mark.parametrize("change", CHANGES)
def test_quotations_survive_what_happens_to_texts(change):
    demonstration = paragraphs(Path(__file__).parents[2] / "content" / "articles")
    proved(outcomes(demonstration, change, 150), change)


def proved_alone(found: Counter[str], change: str) -> None:
    """Without the text around it, a short quotation that was edited is not told from a lookalike, and reported."""
    assert found["wrong"] == 0, found
    if change not in ("deleted", "removed"):
        assert found["found"] >= (FOUND_ALONE if change in ("edited", "all") else FOUND) * found.total(), found


@pytest.mark.parametrize("change", CHANGES)
def test_without_context_an_edit_may_lose_a_quotation_and_never_misplaces_it(change):
    demonstration = paragraphs(Path(__file__).parents[2] / "content" / "articles")
    proved_alone(outcomes(demonstration, change, 150, alone=True), change)


@pytest.fixture(scope="module")
def reports(seeds) -> list[list[str]]:
    return [
        [b.text for b in a.body if b.kind == "paragraph" and len(b.text) > 6 and "\n" not in b.text]
        for a in seeds.content.articles
    ]


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_a_thousand_quotations_of_real_reports(reports, change):
    proved(outcomes(reports, change, 1000), change)


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_a_thousand_quotations_of_real_reports_without_context(reports, change):
    proved_alone(outcomes(reports, change, 1000, alone=True), change)


def test_in_a_text_as_long_as_a_book_exact_words_are_still_found():
    days = tuple(Block(f"p-{n}", "paragraph", f"第{n}天，列车没有来。", number=n + 1) for n in range(20_000))
    text = replace(article(""), body=days)
    found = anchors.anchor_citations(
        text, [anchors.SoughtCitation(Citation(text.id, "第19999天", Location("note.yaml", 1)), "note")]
    )
    assert [shown(passage, text) for passage in found.passages.values()] == ["¶20000 0–7 “第19999天”"]
    lost = anchors.anchor_citations(
        text, [anchors.SoughtCitation(Citation(text.id, "第二万天，列车来了又走了", Location("note.yaml", 1)), "note")]
    )
    assert [problem.check for problem in lost.problems] == ["anchor"]
