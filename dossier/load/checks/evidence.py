"""Whether what is told has somebody who says so, and a date."""

from __future__ import annotations

from collections.abc import Iterator

from dossier.load.material import Material
from dossier.problems import Problem, Severity


def uncited(material: Material) -> Iterator[Problem]:
    """Events without sources, claims without stances."""
    for event in material.library.events:
        if not event.sources:
            hint = "add `sources: [{article: …, quote: …}]`"
            yield Problem(event.at, Severity.WARNING, "uncited", f"`{event.id}` has no sources", hint=hint)
    for claim in material.library.claims:
        if not claim.stances:
            hint = "add `stances: [{voice: …, says: asserts, article: …, quote: …}]`"
            yield Problem(claim.at, Severity.WARNING, "uncited", f"nobody asserts or denies `{claim.id}`", hint=hint)


def undated(material: Material) -> Iterator[Problem]:
    """Articles without a date."""
    for article in material.library.articles:
        if article.published is None:
            fact, hint = (
                "the article has no date, and is left out of feeds",
                "add `published: …`, as precisely as is known",
            )
            yield Problem(article.at, Severity.WARNING, "undated", fact, hint=hint)


def history(material: Material) -> Iterator[Problem]:
    """Claims whose history ends elsewhere than they stand."""
    for claim in material.library.claims:
        if claim.history and claim.history[-1].status != claim.status:
            fact = f"`{claim.id}` is {claim.status}, but its history ends with {claim.history[-1].status}"
            hint = "add the last step to `history`, or correct `status`"
            yield Problem(claim.at, Severity.WARNING, "history", fact, hint=hint)
