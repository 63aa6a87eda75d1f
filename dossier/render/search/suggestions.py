"""search/names.js: the names, events and claims that the masthead's field suggests, and by which a query finds a name's
other forms.

It is loaded at the first focus of the field. What is too much for that is in search/names.more.js, which only the search
page loads.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from dossier import script
from dossier.model import Entity
from dossier.render import urls
from dossier.render.language import dates_in_words
from dossier.render.lazy_files import LazyFiles
from dossier.render.search.letters import compact_json, fold_table, search_letters
from dossier.render.search.pinyin import READINGS, pinyin
from dossier.render.site import Site

MOST_BYTES = 22_000  # of names.js, compressed; with the script it is less than 30 KB
_FIRST_NAMES = 150  # that stand before the events and claims

Row: TypeAlias = list[object]
"""A kind (0 name, 1 event, 2 claim), an id, a title, its other forms, how they are typed in Latin letters, what it is,
when or how often."""


def suggestion_files(site: Site) -> LazyFiles:
    """What the field suggests, and the readings of Han characters for the search page's near misses."""
    return LazyFiles(
        {
            urls.SEARCH_NAMES: partial(_names, site),
            urls.SEARCH_MORE_NAMES: partial(_more_names, site),
            urls.SEARCH_PINYIN: _readings,
        }
    )


def _names(site: Site) -> bytes:
    first, rest = site.cached(_divided)
    texts = "".join(str(text) for row in first for text in row[2:4])
    table = {
        "paths": [urls.entity_path("%"), urls.event_path("%"), urls.claim_path("%")],
        "fold": fold_table(sorted(set(search_letters(texts)))),
        "more": bool(rest),
        "rows": first,
    }
    return f"dossierNames={compact_json(table)}\n".encode()


def _more_names(site: Site) -> bytes:
    return f"dossierNames.rows.push(...{compact_json(site.cached(_divided)[1])})\n".encode()


def _readings() -> bytes:
    return f"dossierPinyin={compact_json(' '.join(READINGS.split()))}\n".encode()


def _divided(site: Site) -> tuple[Sequence[Row], Sequence[Row]]:
    """The rows that are loaded first, as many as may be, and the rest."""
    names = [_name(site, entity, forms) for entity, forms in _by_mentions(site)]
    rows = [*names[:_FIRST_NAMES], *_events(site), *_claims(site), *names[_FIRST_NAMES:]]
    count = len(rows)
    while count and (size := len(zlib.compress(compact_json(rows[:count]).encode()))) > MOST_BYTES:
        count = min(count - 1, count * MOST_BYTES // size)
    return rows[:count], rows[count:]


def _by_mentions(site: Site) -> list[tuple[Entity, Mapping[str, int]]]:
    """The entities, the most often named first, with the words that name each and how often they do."""
    surfaces: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for findings in site.dossier.findings.values():
        for mention in findings.mentions:
            if mention.kind in ("name", "gloss"):
                surfaces[mention.entities[0]][mention.surface] += 1
    counts = {entity: sum(articles.values()) for entity, articles in site.dossier.counts.items()}
    entities = sorted(site.entities.values(), key=lambda entity: (-counts.get(entity.id, 0), entity.id))
    return [(entity, surfaces[entity.id]) for entity in entities]


def _name(site: Site, entity: Entity, surfaces: Mapping[str, int]) -> Row:
    title, _ = site.display_name(entity)
    common = sorted(surfaces, key=lambda surface: (-surfaces[surface], surface))
    forms: dict[str, str] = {}
    for form in (title, *entity.name.values(), *entity.alias, *common):
        forms.setdefault(search_letters(form), form)
    readings = dict.fromkeys(filter(None, (pinyin(script.fold(form)) for form in forms.values())))
    articles = len(site.dossier.counts.get(entity.id, {}))
    others = [form for form in forms.values() if form != title]
    return [0, entity.id, title, others, [*readings], site.words(f"type.{entity.type}"), articles]


def _events(site: Site) -> Iterator[Row]:
    for event in reversed(tuple(site.events.values())):
        when = dates_in_words.date_words(event.when, site.language, zone=site.zone) if event.when else ""
        yield [1, event.id, event.title, [], [], site.words(f"status.{event.status}"), when]


def _claims(site: Site) -> Iterator[Row]:
    for claim in site.claims.values():
        yield [2, claim.id, claim.text, [], [], site.words(f"verdict.{claim.status}"), ""]
