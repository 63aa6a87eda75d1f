"""Citations → passages: where in an article the words of each quotation stand.

Words are found exactly, after folding script, width and white space; or by one near match, which is a warning that
shows it; else they are an error that shows the nearest text. A quotation is never attached to a lookalike. Words that
stand only in another block than the one they were taken from (the citation's `block`, or the last draft's) are a
warning that names both blocks.
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
    """A citation, and the kind of entry that holds it, as messages name it."""

    citation: Citation
    part: str


@dataclass(frozen=True, slots=True)
class AnchoredCitations:
    """The passages of an article's citations, and the problems of those that have none or a doubtful one."""

    passages: Mapping[Citation, Passage]
    problems: tuple[Problem, ...]


def citations_by_article(library: Library) -> Mapping[str, tuple[SoughtCitation, ...]]:
    """All citations of the library, by article."""
    by_article: dict[str, list[SoughtCitation]] = {}
    for citation, part in (
        *((note.citation, "note") for note in library.notes),
        *((source, "source") for event in library.events for source in event.sources),
        *((leg.citation, "leg") for event in library.events for leg in event.legs if leg.citation),
        *((stance.citation, "stance") for claim in library.claims for stance in claim.stances),
        *((override.citation, OVERRIDE) for a in library.articles for override in (*a.mentions, *a.dates)),
    ):
        if citation.quote.strip():
            by_article.setdefault(citation.article, []).append(SoughtCitation(citation, part))
    return {article: tuple(wanted) for article, wanted in by_article.items()}


def anchor_citations(
    article: Article, wanted: Iterable[SoughtCitation], text: NormalisedArticle | None = None
) -> AnchoredCitations:
    """The passage of each citation in the article, and a problem for each that has none or a doubtful one.

    `text` is the normalised article, where the caller has it.
    """
    passages: dict[Citation, Passage] = {}
    problems: list[Problem] = []
    sought = tuple(wanted)
    if sought:
        texts = History.of(article, text)
        for one in sought:
            try:
                passage, problem = guarded(partial(_anchor, texts, one), one.citation.at)
            except Failure as failure:  # a fault of this citation stops none of the others
                problems += failure.problems
                continue
            if passage:
                passages[one.citation] = passage
            if problem:
                problems.append(problem)
    return AnchoredCitations(passages, tuple(problems))


def _anchor(texts: History, sought: SoughtCitation) -> tuple[Passage | None, Problem | None]:
    """A citation's passage, if it has one, and the problem with it, if there is one."""
    result = _checked_against_origin(texts, sought.citation, _find(texts, sought.citation))
    passage = texts.now.passage(result.span, exact=result.exact) if isinstance(result, Place | Elsewhere) else None
    if isinstance(result, Elsewhere):
        return passage, _elsewhere_problem(texts.now, sought, result)
    return passage, _problem(texts.now, sought, result)


def anchor_overrides(article: Article, overrides: Iterable[Override]) -> tuple[tuple[Passage, str], ...]:
    """The passages of an article's overrides, each with its value; `anchor_citations` reports those without a passage."""
    sought = tuple(overrides)
    passages = anchor_citations(article, (SoughtCitation(override.citation, OVERRIDE) for override in sought)).passages
    return tuple((passages[o.citation], o.meaning) for o in sought if o.citation in passages)


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


def _find(texts: History, citation: Citation) -> Place | Ambiguous | TooFew | NotFound:
    text, words = texts.now, spelled_text(citation.quote)
    places = text.places(words)
    own = [span for span in places if text.block(span).id == citation.block] if citation.block else []
    if len(own) == 1:
        return Place(own[0], exact=True)
    context = Context(spelled_text(citation.prefix), spelled_text(citation.suffix))
    if not any(context) and texts.draft:
        context = _context_in_draft(texts.draft, words, citation.nth, len(places))
    if any(context):
        return _in_context(text, words, context, places, citation.nth)
    return _place_by_count(places, citation.nth) if places else _near_place(text, words, context)


def _checked_against_origin(
    texts: History, citation: Citation, result: Place | Ambiguous | TooFew | NotFound
) -> Place | Elsewhere | Ambiguous | TooFew | NotFound:
    """The result, unless the words were taken from another block: then `Elsewhere`, or nothing for a near match."""
    origin = texts.origin(citation) if isinstance(result, Place) else None
    if not isinstance(result, Place) or origin is None:
        return result
    text, span = texts.now, result.span
    words = text.spelled[slice(*span)]
    exact = words == spelled_text(citation.quote)
    if texts.descends(text.block(span), origin, joined=exact):
        stood_beside = not exact and origin.span and texts.draft and texts.draft.places(words)
        return NotFound(across=False) if stood_beside else result
    if exact:
        return Elsewhere(span, origin)
    # Typing errors change a block's id: where nobody knows what became of the block, they are no evidence against it.
    return result if origin.block is None else NotFound(across=False)


def _context_in_draft(draft: ArticleText, words: str, nth: int, now: int) -> Context:
    """The words' context before the text was edited; empty where the draft has them as often as the text."""
    places = draft.places(words)
    if len(places) == now or (len(places) > 1 and not nth) or len(places) < max(nth, 1):
        return Context("", "")
    start, end = places[max(nth, 1) - 1]
    return Context(draft.spelled[max(start - _AROUND, 0) : start], draft.spelled[end : end + _AROUND])


def _place_by_count(places: tuple[SpelledSpan, ...], nth: int) -> Place | Ambiguous | TooFew:
    """The `nth` place, or the only one."""
    if nth:
        return Place(places[nth - 1], exact=True) if nth <= len(places) else TooFew(places)
    return Place(places[0], exact=True) if len(places) == 1 else Ambiguous(places)


def _in_context(
    text: ArticleText, words: str, context: Context, places: tuple[SpelledSpan, ...], nth: int
) -> Place | Ambiguous | TooFew | NotFound:
    """The place that stands in the context; `nth` chooses where more than one does."""
    span = place_in_context(text, words, context, places)
    if span:
        return Place(span, exact=span in places)
    fitting = tuple(span for span in places if context_fit(text, span, context))
    if fitting:
        chosen = places[nth - 1] if 0 < nth <= len(places) else None
        return Place(chosen, exact=True) if chosen in fitting else Ambiguous(fitting)
    if len(places) == 1 and not context.is_telling:
        return Place(places[0], exact=False)
    near = _near_place(text, words, context)
    return TooFew(places) if places and isinstance(near, NotFound) else near


def _near_place(text: ArticleText, words: str, context: Context) -> Place | NotFound:
    """The one place of words that were lightly edited."""
    span = near_match(text, words, context) if words else None
    return Place(span, exact=False) if span else NotFound(across=words in text.spelled)


# ── Problems ─────────────────────────────────────────────────────


def _problem(
    text: ArticleText, wanted: SoughtCitation, result: Place | Ambiguous | TooFew | NotFound
) -> Problem | None:
    citation, part = wanted
    rows: tuple[tuple[str, str], ...]
    sought = ("sought", f"“{_shortened(citation.quote)}”")
    correct = f"correct `quote`, or remove the {part}"
    match result:
        case Place(exact=True):
            return None
        case Place(span=span):
            message, correct = "the quotation is in the article only nearly", "write `quote` as the article has it"
            if text.spelled[slice(*span)] == spelled_text(citation.quote):
                message = "the quotation is in the article, but not beside what is said to be around it"
                correct = "correct `prefix` or `suffix`"
            rows = (sought, ("found", _displayed(text, span)))
            return Problem(citation.at, Severity.WARNING, "near", message, rows, correct)
        case Ambiguous(spans=spans):
            places = tuple((f"place {n}", _displayed(text, span, 6)) for n, span in enumerate(spans[:9], 1))
            message = f"the quotation is in the article {len(spans)} times"
            hint = "say which with `nth`, with `prefix` or `suffix`, or lengthen `quote`"
            return Problem(citation.at, Severity.ERROR, "ambiguous", message, places, hint)
        case TooFew(spans=spans):
            message = _fewer(citation, len(spans))
            rows = (sought, *((f"place {n}", _displayed(text, span, 6)) for n, span in enumerate(spans[:9], 1)))
            correct = f"correct `nth`, `prefix` or `suffix`, or remove the {part}"
            return Problem(citation.at, Severity.ERROR, "anchor", message, rows, correct)
        case NotFound(across=True):
            message = "the quotation runs over two paragraphs"
            hint = "quote one of them, or make two entries"
            return Problem(citation.at, Severity.ERROR, "anchor", message, (sought,), hint)
    nearest = most_similar(text, spelled_text(citation.quote))
    rows = (sought, ("nearest", _displayed(text, nearest))) if nearest else (sought,)
    if set(citation.quote) & set('"\n:#') or len(citation.quote) > 40:
        correct += "; after `quote: |-` it may be long, and hold any character"
    return Problem(citation.at, Severity.ERROR, "anchor", "the quotation is not in the article", rows, correct)


def _fewer(citation: Citation, places: int) -> str:
    if citation.nth > places:
        times = "once" if places == 1 else f"{places} times"
        return f"the quotation is in the article {times}: there is no place {citation.nth}"
    return "the quotation is in the article, but not where its context says"


def _displayed(text: ArticleText, span: SpelledSpan, around: int = 0) -> str:
    """A stretch as messages show it: ¶9 “…”."""
    block, passage = text.block(span), text.passage(span, exact=True)
    start, end = max(passage.start - around, 0), passage.end + around
    words = (
        ("…" if around and start else "") + block.text[start:end] + ("…" if around and end < len(block.text) else "")
    )
    return f"{_block_label(block)} “{_shortened(words)}”"


def _elsewhere_problem(text: ArticleText, wanted: SoughtCitation, place: Elsewhere) -> Problem:
    citation, part = wanted
    message = "the quotation is only in another paragraph than the one it was taken from"
    rows = (("taken from", _displayed_origin(place.origin)), ("found in", _displayed(text, place.span, 6)))
    block = text.block(place.span).id
    hint = f"write `block: {block}` if this is the same statement; else correct `quote`, or remove the {part}"
    return Problem(citation.at, Severity.WARNING, "elsewhere", message, rows, hint)


def _displayed_origin(origin: Origin) -> str:
    """The block that words were taken from, as messages show it."""
    if origin.block is None:
        return f"#{origin.id}, which is no longer in the article"
    return f"{_block_label(origin.block)}{' of the last draft' * origin.drafted} “{_shortened(origin.block.text)}”"


def _block_label(block: Block) -> str:
    return f"¶{block.number}" if block.number else f"{block.kind} #{block.id}"


def _shortened(words: str) -> str:
    short = " ".join(words.split())
    return short if len(short) <= 60 else short[:59] + "…"
