"""Citations → passages: every quotation held to the words it was taken from, or reported.

Exact after folding script, width and white space; else one near match, which is a warning that names it; else an
error with the nearest text. It never attaches to a lookalike. Words that stand only in another block than the one they
were taken from, as the citation's `block` or the last draft knows it, are a warning that names both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from dossier.enrich.anchors.article_text import ArticleText, SpelledSpan, spelled_text
from dossier.enrich.anchors.near_match import Context, context_fit, most_similar, near_match, place_in_context
from dossier.enrich.anchors.origin import History, Origin
from dossier.enrich.normalise import NormalisedArticle
from dossier.guard import guarded
from dossier.model import Article, Block, Citation, Library, Override, Passage
from dossier.problems import Failure, Problem, Severity

OVERRIDE = "entry"  # of an article's `mentions` and `dates`
_AROUND = 16  # characters of context that are taken from the draft


class SoughtCitation(NamedTuple):
    """A citation, and what its editor removes to be rid of it."""

    citation: Citation
    part: str


@dataclass(frozen=True, slots=True)
class AnchoredCitations:
    """The passages of an article's citations, and what was wrong with the others."""

    passages: Mapping[Citation, Passage]
    problems: tuple[Problem, ...]


def citations_by_article(library: Library) -> Mapping[str, tuple[SoughtCitation, ...]]:
    """Everything that people quote from each article, by article."""
    found: dict[str, list[SoughtCitation]] = {}
    for citation, part in (
        *((note.citation, "note") for note in library.notes),
        *((source, "source") for event in library.events for source in event.sources),
        *((stance.citation, "stance") for claim in library.claims for stance in claim.stances),
        *((override.citation, OVERRIDE) for a in library.articles for override in (*a.mentions, *a.dates)),
    ):
        if citation.quote.strip():
            found.setdefault(citation.article, []).append(SoughtCitation(citation, part))
    return {article: tuple(wanted) for article, wanted in found.items()}


def anchor_citations(
    article: Article, wanted: Iterable[SoughtCitation], text: NormalisedArticle | None = None
) -> AnchoredCitations:
    """Where the words of each citation stand in the article, and a problem for each that do not.

    `text` is the article's, for those who have it already.
    """
    passages: dict[Citation, Passage] = {}
    problems: list[Problem] = []
    listed = tuple(wanted)
    if listed:
        texts = History.of(article, text)
        for one in listed:
            try:
                passage, problem = guarded(partial(_anchored, texts, one), one.citation.at)
            except Failure as failure:  # this quotation is set aside, and the others are looked for
                problems += failure.problems
                continue
            if passage:
                passages[one.citation] = passage
            if problem:
                problems.append(problem)
    return AnchoredCitations(passages, tuple(problems))


def _anchored(texts: History, sought: SoughtCitation) -> tuple[Passage | None, Problem | None]:
    """Where a citation's words stand, and what should be known of that."""
    found = _checked(texts, sought.citation, _found(texts, sought.citation))
    passage = texts.now.passage(found.span, exact=found.exact) if isinstance(found, Place | Elsewhere) else None
    if isinstance(found, Elsewhere):
        return passage, _elsewhere(texts.now, sought, found)
    return passage, _problem(texts.now, sought, found)


def anchor_overrides(article: Article, overrides: Iterable[Override]) -> tuple[tuple[Passage, str], ...]:
    """Where an article's overrides stand, and what each says; those whose words are not found are `held`'s to report."""
    listed = tuple(overrides)
    passages = anchor_citations(article, (SoughtCitation(override.citation, OVERRIDE) for override in listed)).passages
    return tuple((passages[o.citation], o.meaning) for o in listed if o.citation in passages)


# ── Where the words stand ────────────────────────────────────────────────────


class Place(NamedTuple):
    span: SpelledSpan
    exact: bool


class Elsewhere(NamedTuple):
    """The words stand there, and were taken from another block."""

    span: SpelledSpan
    origin: Origin

    @property
    def exact(self) -> bool:
        return True


class Ambiguous(NamedTuple):
    """The words stand in more than one place, and nothing says in which."""

    spans: tuple[SpelledSpan, ...]


class TooFew(NamedTuple):
    """The words stand there, but not as often as `nth` says, or not where the context does."""

    spans: tuple[SpelledSpan, ...]


class NotFound(NamedTuple):
    """The words are not there; they run over two blocks where `across`."""

    across: bool


def _found(texts: History, citation: Citation) -> Place | Ambiguous | TooFew | NotFound:
    text, words = texts.now, spelled_text(citation.quote)
    places = text.places(words)
    own = [span for span in places if text.block(span).id == citation.block] if citation.block else []
    if len(own) == 1:
        return Place(own[0], exact=True)
    context = Context(spelled_text(citation.prefix), spelled_text(citation.suffix))
    if not any(context) and texts.draft:
        context = _drafted(texts.draft, words, citation.nth, len(places))
    if any(context):
        return _in_context(text, words, context, places, citation.nth)
    return _counted(places, citation.nth) if places else _touched(text, words, context)


def _checked(
    texts: History, citation: Citation, found: Place | Ambiguous | TooFew | NotFound
) -> Place | Elsewhere | Ambiguous | TooFew | NotFound:
    """What was found, held against where the words were taken from: near words are trusted only there."""
    origin = texts.origin(citation) if isinstance(found, Place) else None
    if not isinstance(found, Place) or origin is None:
        return found
    text, span = texts.now, found.span
    words = text.spelled[slice(*span)]
    exact = words == spelled_text(citation.quote)
    if texts.descends(text.block(span), origin, joined=exact):
        stood_beside = not exact and origin.span and texts.draft and texts.draft.places(words)
        return NotFound(across=False) if stood_beside else found
    if exact:
        return Elsewhere(span, origin)
    # Typing errors change a block's id: where nobody knows what became of the block, they are no evidence against it.
    return found if origin.block is None else NotFound(across=False)


def _drafted(draft: ArticleText, words: str, nth: int, now: int) -> Context:
    """What stood around the words before the text was edited; nothing where the draft tells no better than the text."""
    places = draft.places(words)
    if len(places) == now or (len(places) > 1 and not nth) or len(places) < max(nth, 1):
        return Context("", "")
    start, end = places[max(nth, 1) - 1]
    return Context(draft.spelled[max(start - _AROUND, 0) : start], draft.spelled[end : end + _AROUND])


def _counted(places: tuple[SpelledSpan, ...], nth: int) -> Place | Ambiguous | TooFew:
    """The place that `nth` says, or the only one."""
    if nth:
        return Place(places[nth - 1], exact=True) if nth <= len(places) else TooFew(places)
    return Place(places[0], exact=True) if len(places) == 1 else Ambiguous(places)


def _in_context(
    text: ArticleText, words: str, context: Context, places: tuple[SpelledSpan, ...], nth: int
) -> Place | Ambiguous | TooFew | NotFound:
    """The place that stands in its context; `nth` chooses where more than one does, or none differs."""
    span = place_in_context(text, words, context, places)
    if span:
        return Place(span, exact=span in places)
    good = tuple(span for span in places if context_fit(text, span, context))
    if good:
        chosen = places[nth - 1] if 0 < nth <= len(places) else None
        return Place(chosen, exact=True) if chosen in good else Ambiguous(good)
    if len(places) == 1 and not context.tells:
        return Place(places[0], exact=False)
    touched = _touched(text, words, context)
    return TooFew(places) if places and isinstance(touched, NotFound) else touched


def _touched(text: ArticleText, words: str, context: Context) -> Place | NotFound:
    """The one place of words that were lightly edited."""
    span = near_match(text, words, context) if words else None
    return Place(span, exact=False) if span else NotFound(across=words in text.spelled)


# ── What is said of them ─────────────────────────────────────────────────────


def _problem(text: ArticleText, wanted: SoughtCitation, found: Place | Ambiguous | TooFew | NotFound) -> Problem | None:
    citation, part = wanted
    rows: tuple[tuple[str, str], ...]
    wrong = ("sought", f"“{_line(citation.quote)}”")
    correct = f"correct `quote`, or remove the {part}"
    match found:
        case Place(exact=True):
            return None
        case Place(span=span):
            message, correct = "the quotation is in the article only nearly", "write `quote` as the article has it"
            if text.spelled[slice(*span)] == spelled_text(citation.quote):
                message = "the quotation is in the article, but not beside what is said to be around it"
                correct = "correct `prefix` or `suffix`"
            rows = (wrong, ("found", _shown(text, span)))
            return Problem(citation.at, Severity.WARNING, "near", message, rows, correct)
        case Ambiguous(spans=spans):
            places = tuple((f"place {n}", _shown(text, span, 6)) for n, span in enumerate(spans[:9], 1))
            message = f"the quotation is in the article {len(spans)} times"
            hint = "say which with `nth`, with `prefix` or `suffix`, or lengthen `quote`"
            return Problem(citation.at, Severity.ERROR, "ambiguous", message, places, hint)
        case TooFew(spans=spans):
            message = _fewer(citation, len(spans))
            rows = (wrong, *((f"place {n}", _shown(text, span, 6)) for n, span in enumerate(spans[:9], 1)))
            correct = f"correct `nth`, `prefix` or `suffix`, or remove the {part}"
            return Problem(citation.at, Severity.ERROR, "anchor", message, rows, correct)
        case NotFound(across=True):
            message = "the quotation runs over two paragraphs"
            hint = "quote one of them, or make two entries"
            return Problem(citation.at, Severity.ERROR, "anchor", message, (wrong,), hint)
    likest = most_similar(text, spelled_text(citation.quote))
    rows = (wrong, ("nearest", _shown(text, likest))) if likest else (wrong,)
    if set(citation.quote) & set('"\n:#') or len(citation.quote) > 40:
        correct += "; after `quote: |-` it may be long, and hold any character"
    return Problem(citation.at, Severity.ERROR, "anchor", "the quotation is not in the article", rows, correct)


def _fewer(citation: Citation, places: int) -> str:
    if citation.nth > places:
        times = "once" if places == 1 else f"{places} times"
        return f"the quotation is in the article {times}: there is no place {citation.nth}"
    return "the quotation is in the article, but not where its context says"


def _shown(text: ArticleText, span: SpelledSpan, around: int = 0) -> str:
    """A stretch as a reader finds it: ¶9 “…”."""
    block, passage = text.block(span), text.passage(span, exact=True)
    start, end = max(passage.start - around, 0), passage.end + around
    words = (
        ("…" if around and start else "") + block.text[start:end] + ("…" if around and end < len(block.text) else "")
    )
    return f"{_named(block)} “{_line(words)}”"


def _elsewhere(text: ArticleText, wanted: SoughtCitation, found: Elsewhere) -> Problem:
    citation, part = wanted
    message = "the quotation is only in another paragraph than the one it was taken from"
    rows = (("taken from", _origin(found.origin)), ("found in", _shown(text, found.span, 6)))
    block = text.block(found.span).id
    hint = f"write `block: {block}` if this is the same statement; else correct `quote`, or remove the {part}"
    return Problem(citation.at, Severity.WARNING, "elsewhere", message, rows, hint)


def _origin(origin: Origin) -> str:
    """The block that words were taken from, as a reader finds it."""
    if origin.block is None:
        return f"#{origin.id}, which is no longer in the article"
    return f"{_named(origin.block)}{' of the last draft' * origin.drafted} “{_line(origin.block.text)}”"


def _named(block: Block) -> str:
    return f"¶{block.number}" if block.number else f"{block.kind} #{block.id}"


def _line(words: str) -> str:
    short = " ".join(words.split())
    return short if len(short) <= 60 else short[:59] + "…"
