"""Who asserts and who denies, with the words, the day and the source; no side is given right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from dossier import edtf
from dossier.model import Claim, Stance
from dossier.render import urls
from dossier.render.article_body import prose_html
from dossier.render.exports import json_ld
from dossier.render.page_context import DateLabel, HtmlRun, Link, PageContext
from dossier.render.pages.page import PageHead, SitePage
from dossier.render.pages.timeline.evidence import Evidence, evidence
from dossier.render.site import Site


@dataclass(frozen=True, slots=True)
class ClaimVoice:
    """Somebody's stance on a claim."""

    who: tuple[Link, ...]
    voice: HtmlRun
    says: str
    moment: DateLabel | None
    quote: Evidence


@dataclass(frozen=True, slots=True)
class ClaimStep:
    moment: DateLabel | None
    status: str
    why: HtmlRun
    by: str


@dataclass(frozen=True, slots=True)
class ClaimEntry:
    id: str
    former_ids: tuple[str, ...]  # links to these still lead here
    href: str
    number: str
    status: str
    title: HtmlRun
    asserting: tuple[ClaimVoice, ...]
    denying: tuple[ClaimVoice, ...]
    history: tuple[ClaimStep, ...]
    note: Markup


@dataclass(frozen=True, slots=True)
class ClaimsPage:
    """Every claim, with what is said for and against it."""

    by: str  # who signs
    summaries: bool  # whether sentences are from summaries, which is said once
    claims: tuple[ClaimEntry, ...]  # in the order of the file


def claims_pages(site: Site) -> Iterator[SitePage]:
    words = site.words
    yield SitePage(
        urls.CLAIMS,
        "claims",
        claims_page,
        lambda: PageHead(words("nav.claims"), words("claims.lede"), data=json_ld.claims_json_ld(site)),
    )


def claims_page(context: PageContext) -> ClaimsPage:
    site = context.site
    claims = tuple(claim_entry(context, claim) for claim in site.claims.values())
    return ClaimsPage(site.signature(""), any(quotes_summaries(claim) for claim in claims), claims)


def quotes_summaries(claim: ClaimEntry) -> bool:
    """Whether a sentence of it is from an editor's summary."""
    articles = (voice.quote.article for voice in (*claim.asserting, *claim.denying))
    return any(article is not None and article.text == "digest" for article in articles)


def claim_entry(context: PageContext, claim: Claim) -> ClaimEntry:
    words = context.site.words
    stances = sorted(claim.stances, key=partial(_stance_date, context.site))
    return ClaimEntry(
        id=claim.id,
        former_ids=claim.formerly,
        href=context.href(urls.claim_path(claim.id)),
        number=words("claim.number", n=context.site.claim_numbers[claim.id]),
        status=words("claim.now", status=words(f"verdict.{claim.status}")),
        title=context.html_run(claim.text),
        asserting=tuple(claim_voice(context, s) for s in stances if s.says in ("asserts", "confirms")),
        denying=tuple(claim_voice(context, s) for s in stances if s.says in ("denies", "doubts")),
        history=tuple(
            ClaimStep(
                context.date_label(turn.when) if turn.when else None,
                words(f"verdict.{turn.status}"),
                context.html_run(turn.why),
                context.site.signature_unless_default(turn.by),
            )
            for turn in claim.history
        ),
        note=prose_html(context, claim.note, by=context.site.signature(claim.by), id_prefix=claim.id),
    )


def _stance_date(site: Site, stance: Stance) -> tuple[float, int, str]:
    """When a stance was taken, else when it was reported; the undated last."""
    article = site.articles.get(stance.citation.article)
    when = stance.when or (article.published if article else None)
    return edtf.sort_key(when, site.zone) if when else (float("inf"), 0, "")


def claim_voice(context: PageContext, stance: Stance) -> ClaimVoice:
    entities = context.site.entities
    return ClaimVoice(
        tuple(context.entity_link(entities[who]) for who in stance.who if who in entities),
        context.html_run(stance.voice),
        context.site.words(f"says.{stance.says}"),
        context.date_label(stance.when) if stance.when else None,
        evidence(context, stance.citation),
    )
