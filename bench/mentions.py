"""Measures what finding names costs, and that it hardly depends on the number of names.

`python bench/mentions.py [articles]`. The texts are the demonstration's own; the names are its entities, and made-up
ones of its characters beside them.
"""

import random
import sys
from dataclasses import replace
from pathlib import Path
from time import process_time

from dossier import load
from dossier.enrich.names.linker import find_mentions
from dossier.enrich.names.spellings import SpellingIndex
from dossier.model import Article, Entity, Library, Location

CONTENT = Path(__file__).parents[1] / "content"
ARTICLE_LENGTH = 2000  # characters, as in news
NAMES = (100, 500, 5000, 20000)
MAX_GROWTH = 3.0  # the cost with the most names, as a multiple of that with the fewest


def articles(library: Library, number: int) -> list[Article]:
    """Articles of the usual length, each of random paragraphs of the demonstration."""
    blocks = [block for article in library.articles for block in article.body if block.kind == "paragraph"]
    chance, results = random.Random(5), []
    for index in range(number):
        body, length = [], 0
        while length < ARTICLE_LENGTH:
            block = chance.choice(blocks)
            body.append(block._replace(id=f"p-{len(body)}"))
            length += len(block.text)
        results.append(replace(library.articles[0], id=f"a-{index}", header=(), body=tuple(body), mentions=()))
    return results


def names(library: Library, number: int) -> SpellingIndex:
    """The demonstration's names, and invented ones up to the number."""
    chance = random.Random(7)
    text = "".join(block.text for article in library.articles for block in article.body)
    characters = [character for character in text if "一" <= character <= "鿿"]
    entities = list(library.entities)
    while len(entities) < number:
        name = "".join(chance.choices(characters, k=chance.randint(2, 7)))
        entities.append(Entity(f"e-{len(entities)}", "thing", {"zh-Hans": name}, Location("")))
    return SpellingIndex.of(replace(library, entities=tuple(entities[:number])))


def main(number: int) -> None:
    library, _ = load.load_library(CONTENT)
    texts = articles(library, number)
    print(f"{number} articles of about {ARTICLE_LENGTH} characters")
    costs = {}
    for count in NAMES:
        start = process_time()
        known = names(library, count)
        indexed_at = process_time()
        mention_count = sum(len(find_mentions(known, article)) for article in texts)
        costs[count] = (process_time() - indexed_at) / number
        print(
            f"{count:>6} names: {costs[count] * 1e3:5.2f} ms an article, {costs[count] * number:6.1f} s of one processor in all, "
            f"{mention_count / number:5.1f} mentions an article, dictionary in {(indexed_at - start) * 1e3:4.0f} ms"
        )
    ratio = costs[NAMES[-1]] / costs[NAMES[0]]
    print(f"{NAMES[-1]} names cost {ratio:.1f} times what {NAMES[0]} do")
    assert ratio < MAX_GROWTH, "the cost of names is no longer flat"


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 10000)
