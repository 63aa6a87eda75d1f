"""What finding dates costs: milliseconds an article, in proportion to its length.

`python bench/dates.py [articles]`. The texts are the demonstration's own paragraphs, dated and undated, in both scripts.
"""

import random
import sys
from dataclasses import replace
from pathlib import Path
from time import process_time

from dossier import edtf, load
from dossier.enrich.dates import find_dates
from dossier.ingest.outlets import packaged_rules
from dossier.model import Article

CONTENT = Path(__file__).parents[1] / "content"
LENGTH = 2000  # characters of an article, as news has them
LIMIT = 2.5  # milliseconds an article
STEEP = 3.0  # how much dearer per character a block may be that is ten times as long


def articles(number: int, length: int = LENGTH) -> list[Article]:
    """Articles of the usual length, each of other paragraphs of the demonstration."""
    library, _ = load.load_library(CONTENT, outlets=packaged_rules().outlets)
    blocks = [block for article in library.articles for block in article.body if block.kind == "paragraph"]
    chance, made = random.Random(5), []
    for nth in range(number):
        body, told = [], 0
        while told < length:
            body.append(chance.choice(blocks)._replace(id=f"p-{len(body)}"))
            told += len(body[-1].text)
        made.append(replace(library.articles[0], id=f"a-{nth}", header=(), body=tuple(body), dates=()))
    return [replace(article, anchor=edtf.parse("2023-09-05")) for article in made]


def seconds(read: list[Article]) -> tuple[float, int]:
    """Of the processor, the best of three; and how many dates there are."""
    best, found = float("inf"), 0
    for _ in range(3):
        began = process_time()
        found = sum(len(find_dates(article)) for article in read)
        best = min(best, process_time() - began)
    return best, found


def main() -> int:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    read = articles(number)
    taken, found = seconds(read)
    each = taken / number * 1000
    print(f"{number} articles, {found} dates: {taken:.2f} s, {each:.2f} ms an article, {10 * each:.0f} s for 10,000")
    short, long = (_one_block(length) for length in (2_000, 20_000))
    steep = seconds([long])[0] / 10 / seconds([short])[0]
    print(f"a block ten times as long costs {steep:.1f} times as much per character")
    return int(each > LIMIT or steep > STEEP)


def _one_block(length: int) -> Article:
    """An article of one long paragraph."""
    (article,) = articles(1, length)
    text = "".join(block.text for block in article.body)
    return replace(article, body=(article.body[0]._replace(text=text, marks=()),))


if __name__ == "__main__":
    sys.exit(main())
