"""A page for each claim: who asserts, doubts and denies it, in whose words, in time order, and how it came to stand so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from dossier.model import Claim
from dossier.render import urls
from dossier.render.exports import citations, json_ld
from dossier.render.page_context import DateLabel, Link, PageContext
from dossier.render.pages import sidebar
from dossier.render.pages.about import CorrectionRow, correction_row
from dossier.render.pages.claims import ClaimEntry, claim_entry, quotes_summaries
from dossier.render.pages.page import PageHead, SitePage
from dossier.render.pages.timeline.event import StatusStep, record_permalink, status_step
from dossier.render.pages.timeline.timeline_pages import latest_publication
from dossier.render.pages.timeline.touching import corrections_of_claim, touching
from dossier.render.site import Site


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """A claim."""

    back: Link  # its place in the list of claims
    claim: ClaimEntry  # its text, status and stances
    counts: tuple[tuple[str, str], ...]  # what is said, and how often
    summaries: bool  # whether sentences are from summaries, which is said once
    history: tuple[StatusStep, ...]  # how its status changed
    added: DateLabel | None  # when it was entered, if anybody recorded that
    events: tuple[sidebar.SidebarItem, ...]  # the events that touch it
    corrections: tuple[CorrectionRow, ...]  # the corrections that touch it
    permalink: Link  # its address
    citations: tuple[citations.CitationFormats, ...]  # how to cite it
    turn: tuple[Link | None, Link | None]  # links to the claim before and after


def claim_pages(site: Site) -> Iterator[SitePage]:
    for claim in site.claims.values():
        of_it = partial(claim_page, claim=claim), partial(claim_head, site, claim)
        yield SitePage(urls.claim_path(claim.id), "claim", *of_it, at=claim.at, styles=(urls.TIMELINE_STYLES,))


def claim_head(site: Site, claim: Claim) -> PageHead:
    statements = [site.words("claim.now", status=site.words(f"verdict.{claim.status}")), *_counts(site, claim).values()]
    return PageHead(claim.text, site.words("list.semicolon").join(statements), data=json_ld.claim_json_ld(site, claim))


def claim_page(context: PageContext, claim: Claim) -> ClaimPage:
    site, words = context.site, context.site.words
    listed = list(site.claims.values())
    at = site.claim_numbers[claim.id] - 1
    entry = claim_entry(context, claim)
    return ClaimPage(
        back=context.link(f"{urls.CLAIMS}#{claim.id}", words("nav.claims")),
        claim=entry,
        counts=tuple(_counts(site, claim).items()),
        summaries=quotes_summaries(entry),
        history=tuple(status_step(context, step, "verdict") for step in claim.history),
        added=context.date_label(claim.added) if claim.added else None,
        events=tuple(sidebar.event_item(context, event) for event in site.cached(touching).events.get(claim.id, ())),
        corrections=tuple(correction_row(context, one) for one in corrections_of_claim(site, claim)),
        permalink=record_permalink(context, urls.claim_path(claim.id)),
        citations=citations.record_citations(
            site,
            "claim",
            claim.text,
            urls.claim_path(claim.id),
            site.cached(latest_publication),
            site.signature(claim.by),
        ),
        turn=(
            _turn(context, listed[at - 1], "event.before") if at else None,
            _turn(context, listed[at + 1], "event.after") if at + 1 < len(listed) else None,
        ),
    )


def _counts(site: Site, claim: Claim) -> dict[str, str]:
    """How many assert, confirm, doubt and deny it."""
    counts = {
        says: sum(stance.says == says for stance in claim.stances)
        for says in ("asserts", "confirms", "doubts", "denies")
    }
    return {says: site.words("claim.count", says=site.words(f"says.{says}"), n=n) for says, n in counts.items() if n}


def _turn(context: PageContext, claim: Claim, key: str) -> Link:
    return context.link(urls.claim_path(claim.id), context.site.words(key, title=claim.text))
