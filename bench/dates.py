"""Measures what finding dates costs: milliseconds per article, and whether that is proportional to its length.

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
ARTICLE_LENGTH = 2000  # characters, as in news
MAX_MILLISECONDS = 2.5  # per article
MAX_GROWTH = 3.0  # the cost per character of a block ten times as long, as a multiple


def articles(number: int, length: int = ARTICLE_LENGTH) -> list[Article]:
    """Articles of the usual length, each of random paragraphs of the demonstration."""
    library, _ = load.load_library(CONTENT, outlets=packaged_rules().outlets)
    blocks = [block for article in library.articles for block in article.body if block.kind == "paragraph"]
    chance, results = random.Random(5), []
    for index in range(number):
        body, length_so_far = [], 0
        while length_so_far < length:
            body.append(chance.choice(blocks)._replace(id=f"p-{len(body)}"))
            length_so_far += len(body[-1].text)
        results.append(replace(library.articles[0], id=f"a-{index}", header=(), body=tuple(body), dates=()))
    return [replace(article, anchor=edtf.parse("2023-09-05")) for article in results]


def seconds(texts: list[Article]) -> tuple[float, int]:
    """CPU seconds, the best of three, and the number of dates."""
    best, date_count = float("inf"), 0
    for _ in range(3):
        began = process_time()
        date_count = sum(len(find_dates(article)) for article in texts)
        best = min(best, process_time() - began)
    return best, date_count


def main() -> int:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    texts = articles(number)
    seconds_taken, date_count = seconds(texts)
    milliseconds = seconds_taken / number * 1000
    print(
        f"{number} articles, {date_count} dates: {seconds_taken:.2f} s, {milliseconds:.2f} ms an article, {10 * milliseconds:.0f} s for 10,000"
    )
    short, long = (_one_block(length) for length in (2_000, 20_000))
    growth = seconds([long])[0] / 10 / seconds([short])[0]
    print(f"a block ten times as long costs {growth:.1f} times as much per character")
    return int(milliseconds > MAX_MILLISECONDS or growth > MAX_GROWTH)


def _one_block(length: int) -> Article:
    """An article of one long paragraph."""
    (article,) = articles(1, length)
    text = "".join(block.text for block in article.body)
    return replace(article, body=(article.body[0]._replace(text=text, marks=()),))


if __name__ == "__main__":
    sys.exit(main())
