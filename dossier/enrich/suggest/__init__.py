"""What an editor may want to paste: names and events that the articles hold and the files do not.

Nothing here changes a file, and nothing it finds is published by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import groupby

from dossier.enrich.suggest.dated import events
from dossier.enrich.suggest.pairs import pairs
from dossier.enrich.suggest.suggestion import Suggestion
from dossier.enrich.suggest.unknown import unknown
from dossier.enrich.suggest.weak import weak
from dossier.model import Dossier

_KINDS = (pairs, unknown, events, weak)  # what a pair of names says goes before what is guessed


def suggestions(dossier: Dossier, articles: Collection[str] = ()) -> tuple[Suggestion, ...]:
    """What the articles (or only some of them) would add to the editor's files, each record and each name once."""
    wanted = [article for article in dossier.content.articles if not articles or article.id in articles]
    found: dict[tuple[str, str], Suggestion] = {}
    told: set[str] = set()
    for kind in _KINDS:
        for suggestion in kind(dossier, wanted):
            if not told.intersection(suggestion.names):
                found.setdefault((suggestion.file, suggestion.key), suggestion)
                told.update(suggestion.names)
    return tuple(found.values())


def text(found: Iterable[Suggestion], dump: Callable[[Mapping[str, object]], str]) -> str:
    """The suggestions as YAML to paste, file by file, each under the sentence that it comes from."""
    parts = []
    for file, group in groupby(found, key=lambda suggestion: suggestion.file):
        parts.append(f"# ── for content/{file} ──\n")
        parts += ["".join(f"# {line}\n" for line in one.remarks) + dump({one.key: one.record}) for one in group]
    return "\n".join(parts)
