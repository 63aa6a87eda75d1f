"""What an editor may want to paste: names and events that the articles hold and the files do not.

Nothing here changes a file, and nothing it finds is published by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import groupby, islice
from typing import Any, Literal

from dossier.enrich.normalise import normalise
from dossier.enrich.suggest.dated import events
from dossier.enrich.suggest.names import suggest_names
from dossier.enrich.suggest.suggestion import Suggestion
from dossier.enrich.suggest.weak import weak
from dossier.model import Article, Declined, Dossier

SuggestionKind = Literal["names", "events"]
KINDS: tuple[SuggestionKind, ...] = ("names", "events")
LIMIT = 500  # names that are offered in one run, those of the most articles


def suggestions(
    dossier: Dossier,
    articles: Collection[str] = (),
    kinds: Collection[SuggestionKind] = KINDS,
    limit: int = LIMIT,
) -> tuple[Suggestion, ...]:
    """What the articles (or only some of them) would add to the editor's files, each record once."""
    wanted = [article for article in dossier.content.articles if not articles or article.id in articles]
    proposed: dict[tuple[str, str], Suggestion] = {}
    is_declined = _declined(dossier.content.declined)
    for kind in kinds:
        for suggestion in _of_kind(dossier, wanted, articles, kind, limit):
            if not is_declined(suggestion):
                proposed.setdefault((suggestion.file, suggestion.key), suggestion)
    return tuple(proposed.values())


def _declined(declined: Iterable[Declined]) -> Callable[[Suggestion], bool]:
    """Whether an editor has declined a suggestion: its id, or one of its names."""
    keys = {(one.kind, one.key) for one in declined}
    names = {(one.kind, normalise(name)) for one in declined for name in one.names}

    def is_declined(suggestion: Suggestion) -> bool:
        kind = suggestion.kind
        if any((kind, normalise(name)) in names for name in suggestion.names):
            return True
        return kind != "alias" and (kind, suggestion.key) in keys  # an alias's key is that of an entity

    return is_declined


def _of_kind(
    dossier: Dossier, wanted: list[Article], articles: Collection[str], kind: SuggestionKind, limit: int
) -> Iterator[Suggestion]:
    if kind == "names":
        yield from islice(suggest_names(dossier, articles), limit or None)
        yield from weak(dossier, wanted)
    else:
        yield from events(dossier, wanted)


def text(proposed: Iterable[Suggestion], dump: Callable[[Mapping[str, object]], str]) -> str:
    """The suggestions as YAML to paste, file by file, each under the sentence that it comes from."""
    parts = []
    for file, group in groupby(sorted(proposed, key=_file_order), key=lambda suggestion: suggestion.file):
        parts.append(f"# ── for content/{file} ──\n")
        parts += ["".join(f"# {line}\n" for line in one.remarks) + dump({one.key: one.record}) for one in group]
    return "\n".join(parts)


def _file_order(suggestion: Suggestion) -> int:
    return {"entities.yaml": 0, "events.yaml": 1}.get(suggestion.file, 2)


def data(proposed: Iterable[Suggestion]) -> list[dict[str, Any]]:
    """The suggestions as plain data, for programs."""
    return [
        asdict(suggestion) | {"places": [place._asdict() for place in suggestion.places], "record": suggestion.record}
        for suggestion in proposed
    ]
