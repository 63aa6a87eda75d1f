"""What finding names costs: flat in the number of names, 10,000 articles in seconds.

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
LENGTH = 2000  # characters of an article, as news has them
NAMES = (100, 500, 5000, 20000)
FLAT = 3.0  # how much dearer the most names may be than the fewest


def articles(library: Library, number: int) -> list[Article]:
    """Articles of the usual length, each of other paragraphs of the demonstration."""
    blocks = [block for article in library.articles for block in article.body if block.kind == "paragraph"]
    chance, made = random.Random(5), []
    for nth in range(number):
        body, length = [], 0
        while length < LENGTH:
            block = chance.choice(blocks)
            body.append(block._replace(id=f"p-{len(body)}"))
            length += len(block.text)
        made.append(replace(library.articles[0], id=f"a-{nth}", header=(), body=tuple(body), mentions=()))
    return made


def names(library: Library, number: int) -> SpellingIndex:
    """The demonstration's names, and as many more as it takes."""
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
    made = articles(library, number)
    print(f"{number} articles of about {LENGTH} characters")
    costs = {}
    for count in NAMES:
        start = process_time()
        known = names(library, count)
        built = process_time()
        found = sum(len(find_mentions(known, article)) for article in made)
        costs[count] = (process_time() - built) / number
        print(
            f"{count:>6} names: {costs[count] * 1e3:5.2f} ms an article, {costs[count] * number:6.1f} s of one processor in all, "
            f"{found / number:5.1f} mentions an article, dictionary in {(built - start) * 1e3:4.0f} ms"
        )
    ratio = costs[NAMES[-1]] / costs[NAMES[0]]
    print(f"{NAMES[-1]} names cost {ratio:.1f} times what {NAMES[0]} do")
    assert ratio < FLAT, "the cost of names is no longer flat"


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 10000)
