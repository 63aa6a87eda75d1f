"""Words selected on a page as what an editor pastes: the YAML of a note, an event's source or a claim's stance."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import indent
from typing import Any, NamedTuple, get_args

from dossier.enrich import quote
from dossier.front_matter import dump
from dossier.model import Article, Block, Citation, Dossier, Says

_NAMED = 4  # whom the paragraph names first, for the editor to choose from
_LONG = 60  # characters; a longer quotation stands on lines of its own


class Entry(NamedTuple):
    """What is pasted, and into which file of content/."""

    yaml: str
    file: str


def entry(dossier: Dossier, kind: str, article_id: str, selected: Mapping[str, Any]) -> Entry | str:
    """What a selection is as a `note`, `source` or `stance`; where there is no telling, why: the key of a word.

    What only the editor can say is left empty, and the next build asks for it.
    """
    article = next((article for article in dossier.content.articles if article.id == article_id), None)
    block = _block(article, selected) if article else None
    if article is None or block is None:
        return "stale"
    start = _start(block, selected)
    if start is None:
        return "stale"
    citation = quote.citation(article, block.id, start, start + len(selected["words"]))
    if citation is None:
        return "nowhere"
    if kind == "note":
        return Entry(_item(_words(citation), "note:\n"), f"notes/{article.id}.yaml")
    words = dump({"article": article.id}) + _words(citation)
    if kind == "source":
        return Entry(indent(_item(words), "    "), "events.yaml")
    named = dict.fromkeys(e for m in dossier.mentions if m[:2] == (article.id, block.id) for e in m.entities)
    who = ", ".join([*named][:_NAMED] or ["…"])
    open_to = f"who: []  # {who}; or voice: …\nsays:  # {', '.join(get_args(Says))}\n"
    return Entry(indent(_item(open_to, words), "    "), "claims.yaml")


def _block(article: Article, selected: Mapping[str, Any]) -> Block | None:
    return next((block for block in article.blocks if block.id == selected.get("block")), None)


def _start(block: Block, selected: Mapping[str, Any]) -> int | None:
    """Where the words begin that the browser has seen; None where the text is no longer what it was."""
    words, start = selected.get("words"), selected.get("start")
    if not isinstance(words, str) or not isinstance(start, int) or not words:
        return None
    if start >= 0 and block.text.startswith(words, start):
        return start
    return block.text.index(words) if block.text.count(words) == 1 else None


def _words(citation: Citation) -> str:
    """The fields that lead to the words; long or quote-laden ones stand on a line of their own."""
    words = dump({"quote": citation.quote})
    if (words == f"quote: {citation.quote}\n" and len(citation.quote) > _LONG) or words.startswith("quote: '"):
        words = f"quote: |-\n  {citation.quote}\n"
    around = {name: text for name in ("prefix", "suffix") if (text := getattr(citation, name))}
    counted = {"nth": str(citation.nth)} if citation.nth else {}
    return words + dump(around | counted | {"block": citation.block})


def _item(*fields: str) -> str:
    """The fields as one item of a list."""
    return "- " + indent("".join(fields), "  ").removeprefix("  ")
