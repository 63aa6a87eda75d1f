"""Which claims touch which events: one links to the other, or both rely on the same sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from dossier.model import Citation, Claim, Correction, Event, Prose
from dossier.render.pages.timeline.evidence import whole_sentence
from dossier.render.site import Site


class Touching(NamedTuple):
    """By the ids of events and of claims, what of the other kind touches them, in the order of their files."""

    claims: Mapping[str, tuple[Claim, ...]]
    events: Mapping[str, tuple[Event, ...]]


def touching(site: Site) -> Touching:
    """For every event its claims, for every claim its events."""
    event_order = {event: place for place, event in enumerate(site.events)}
    claim_order = {claim: place for place, claim in enumerate(site.claims)}
    claims: defaultdict[str, list[Claim]] = defaultdict(list)
    events: defaultdict[str, list[Event]] = defaultdict(list)
    pairs = {*_linked(site), *_same_sentence(site)}
    for event, claim in sorted(pairs, key=lambda pair: (event_order[pair[0]], claim_order[pair[1]])):
        claims[event].append(site.claims[claim])
        events[claim].append(site.events[event])
    return Touching(
        {event: tuple(those) for event, those in claims.items()},
        {claim: tuple(those) for claim, those in events.items()},
    )


def _linked(site: Site) -> Iterator[tuple[str, str]]:
    for event in site.events.values():
        yield from ((event.id, claim) for claim in links(event.text, "claim") if claim in site.claims)
    for claim in site.claims.values():
        yield from ((event, claim.id) for event in links(claim.note, "event") if event in site.events)


def links(prose: Prose, kind: str) -> Iterator[str]:
    """The ids of a kind that a text links to."""
    for block in prose:
        for mark in block.marks:
            if mark.kind == "link" and mark.value.startswith(f"{kind}:"):
                yield mark.value.removeprefix(f"{kind}:").partition("#")[0]


def _same_sentence(site: Site) -> Iterator[tuple[str, str]]:
    cited: defaultdict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)
    for event in site.events.values():
        for place, start, end in _sentences(site, event.sources):
            cited[place].append((start, end, event.id))
    for claim in site.claims.values():
        for place, start, end in _sentences(site, (stance.citation for stance in claim.stances)):
            yield from ((event, claim.id) for first, last, event in cited[place] if start < last and first < end)


def _sentences(site: Site, citations: Iterable[Citation]) -> Iterator[tuple[tuple[str, str], int, int]]:
    for citation in citations:
        if passage := site.dossier.passages.get(citation):
            block = site.blocks(passage.article).get(passage.block) if passage.article in site.articles else None
            if block:
                yield (passage.article, passage.block), *whole_sentence(block.text, passage.start, passage.end)


def corrections_of_event(site: Site, event: Event) -> Iterator[Correction]:
    """The corrections that speak of an event, or of an article that it rests on."""
    for correction in site.dossier.content.corrections:
        if correction.article in site.citing[event.id] or event.id in links(correction.text, "event"):
            yield correction


def corrections_of_claim(site: Site, claim: Claim) -> Iterator[Correction]:
    articles = {stance.citation.article for stance in claim.stances}
    for correction in site.dossier.content.corrections:
        if correction.article in articles or claim.id in links(correction.text, "claim"):
            yield correction
