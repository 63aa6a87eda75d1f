"""What an editor changed in a text after import had drafted it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from markupsafe import Markup, escape

from dossier.model import Article


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph that was changed, left out or put in, with the characters that differ marked."""

    before: Markup
    after: Markup


def changes(article: Article) -> tuple[Change, ...]:
    """Every difference between an article and its draft; nothing where no draft is kept."""
    if article.drafted is None:
        return ()
    before = [block.text for block in article.drafted if block.text]
    after = [block.text for block in article.body if block.text]
    return tuple(_changes(before, after))


def _changes(before: list[str], after: list[str]) -> Iterator[Change]:
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        old, new = before[a:b], after[c:d]
        for number in range(max(len(old), len(new))):
            yield _change(old[number] if number < len(old) else "", new[number] if number < len(new) else "")


def _change(old: str, new: str) -> Change:
    was, now = Markup(), Markup()
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        same = kind == "equal"
        was += escape(old[a:b]) if same else Markup("<del>{}</del>").format(old[a:b]) if b > a else ""
        now += escape(new[c:d]) if same else Markup("<ins>{}</ins>").format(new[c:d]) if d > c else ""
    return Change(was, now)
