"""Citations → passages: every quotation held to the words it was taken from, or reported.

Exact after folding script, width and white space; else one near match, which is a warning that names it; else an
error with the nearest text. It never attaches to a lookalike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from dossier.enrich.anchors.near import Context, fit, in_context, near, nearest
from dossier.enrich.anchors.text import Span, Text, spelled
from dossier.enrich.plain import Texts
from dossier.guard import guarded
from dossier.model import Article, Block, Citation, Library, Override, Passage
from dossier.problems import Failure, Problem, Severity

OVERRIDE = "entry"  # of an article's `mentions` and `dates`
_AROUND = 16  # characters of context that are taken from the draft


class Sought(NamedTuple):
    """A citation, and what its editor removes to be rid of it."""

    citation: Citation
    part: str


@dataclass(frozen=True, slots=True)
class Held:
    """The passages of an article's citations, and what was wrong with the others."""

    passages: Mapping[Citation, Passage]
    problems: tuple[Problem, ...]


def sought(library: Library) -> Mapping[str, tuple[Sought, ...]]:
    """Everything that people quote from each article, by article."""
    found: dict[str, list[Sought]] = {}
    for citation, part in (
        *((note.citation, "note") for note in library.notes),
        *((source, "source") for event in library.events for source in event.sources),
        *((stance.citation, "stance") for claim in library.claims for stance in claim.stances),
        *((override.citation, OVERRIDE) for a in library.articles for override in (*a.mentions, *a.dates)),
    ):
        if citation.quote.strip():
            found.setdefault(citation.article, []).append(Sought(citation, part))
    return {article: tuple(wanted) for article, wanted in found.items()}


def held(article: Article, wanted: Iterable[Sought], text: Texts | None = None) -> Held:
    """Where the words of each citation stand in the article, and a problem for each that do not.

    `text` is the article's, for those who have it already.
    """
    passages: dict[Citation, Passage] = {}
    problems: list[Problem] = []
    listed = tuple(wanted)
    if listed:
        texts = _Texts.of(article, text)
        for one in listed:
            try:
                passage, problem = guarded(partial(_held, texts, one), one.citation.at)
            except Failure as failure:  # this quotation is set aside, and the others are looked for
                problems += failure.problems
                continue
            if passage:
                passages[one.citation] = passage
            if problem:
                problems.append(problem)
    return Held(passages, tuple(problems))


def _held(texts: _Texts, wanted: Sought) -> tuple[Passage | None, Problem | None]:
    """Where the words of one citation stand, and what is to be said of it."""
    found = _found(texts, wanted.citation)
    passage = texts.now.passage(found.span, exact=found.exact) if isinstance(found, Place) else None
    return passage, _problem(texts.now, wanted, found)


def overridden(article: Article, overrides: Iterable[Override]) -> tuple[tuple[Passage, str], ...]:
    """Where an article's overrides stand, and what each says; those whose words are not found are `held`'s to report."""
    listed = tuple(overrides)
    passages = held(article, (Sought(override.citation, OVERRIDE) for override in listed)).passages
    return tuple((passages[o.citation], o.to) for o in listed if o.citation in passages)


# ── Where the words stand ────────────────────────────────────────────────────


class Place(NamedTuple):
    span: Span
    exact: bool


class Several(NamedTuple):
    """The words stand in more than one place, and nothing says in which."""

    spans: tuple[Span, ...]


class Fewer(NamedTuple):
    """The words stand there, but not as often as `nth` says, or not where the context does."""

    spans: tuple[Span, ...]


class Nowhere(NamedTuple):
    """The words are not there; they run over two blocks where `across`."""

    across: bool


@dataclass(frozen=True, slots=True)
class _Texts:
    """An article as it is, and as it was drafted."""

    now: Text
    draft: Text | None

    @classmethod
    def of(cls, article: Article, text: Texts | None) -> _Texts:
        edited = article.drafted is not None and article.drafted != article.body
        draft = Text.of(replace(article, body=article.drafted)) if edited and article.drafted is not None else None
        return cls(Text.of(article, text), draft)


def _found(texts: _Texts, citation: Citation) -> Place | Several | Fewer | Nowhere:
    text, words = texts.now, spelled(citation.quote)
    places = text.places(words)
    context = Context(spelled(citation.prefix), spelled(citation.suffix))
    if not any(context) and texts.draft:
        context = _drafted(texts.draft, words, citation.nth, len(places))
    if any(context):
        return _in_context(text, words, context, places, citation.nth)
    return _counted(places, citation.nth) if places else _touched(text, words, context)


def _drafted(draft: Text, words: str, nth: int, now: int) -> Context:
    """What stood around the words before the text was edited; nothing where the draft tells no better than the text."""
    places = draft.places(words)
    if len(places) == now or (len(places) > 1 and not nth) or len(places) < max(nth, 1):
        return Context("", "")
    start, end = places[max(nth, 1) - 1]
    return Context(draft.spelled[max(start - _AROUND, 0) : start], draft.spelled[end : end + _AROUND])


def _counted(places: tuple[Span, ...], nth: int) -> Place | Several | Fewer:
    """The place that `nth` says, or the only one."""
    if nth:
        return Place(places[nth - 1], exact=True) if nth <= len(places) else Fewer(places)
    return Place(places[0], exact=True) if len(places) == 1 else Several(places)


def _in_context(
    text: Text, words: str, context: Context, places: tuple[Span, ...], nth: int
) -> Place | Several | Fewer | Nowhere:
    """The place that stands in its context; `nth` chooses where more than one does, or none differs."""
    span = in_context(text, words, context, places)
    if span:
        return Place(span, exact=span in places)
    good = tuple(span for span in places if fit(text, span, context))
    if good:
        chosen = places[nth - 1] if 0 < nth <= len(places) else None
        return Place(chosen, exact=True) if chosen in good else Several(good)
    if len(places) == 1 and not context.tells:
        return Place(places[0], exact=False)
    touched = _touched(text, words, context)
    return Fewer(places) if places and isinstance(touched, Nowhere) else touched


def _touched(text: Text, words: str, context: Context) -> Place | Nowhere:
    """The one place of words that were lightly edited."""
    span = near(text, words, context) if words else None
    return Place(span, exact=False) if span else Nowhere(across=words in text.spelled)


# ── What is said of them ─────────────────────────────────────────────────────


def _problem(text: Text, wanted: Sought, found: Place | Several | Fewer | Nowhere) -> Problem | None:
    citation, part = wanted
    rows: tuple[tuple[str, str], ...]
    wrong = ("sought", f"“{_line(citation.quote)}”")
    correct = f"correct `quote`, or remove the {part}"
    match found:
        case Place(exact=True):
            return None
        case Place(span=span):
            message, correct = "the quotation is in the article only nearly", "write `quote` as the article has it"
            if text.spelled[slice(*span)] == spelled(citation.quote):
                message = "the quotation is in the article, but not beside what is said to be around it"
                correct = "correct `prefix` or `suffix`"
            rows = (wrong, ("found", _shown(text, span)))
            return Problem(citation.at, Severity.WARNING, "near", message, rows, correct)
        case Several(spans=spans):
            places = tuple((f"place {n}", _shown(text, span, 6)) for n, span in enumerate(spans[:9], 1))
            message = f"the quotation is in the article {len(spans)} times"
            hint = "say which with `nth`, with `prefix` or `suffix`, or lengthen `quote`"
            return Problem(citation.at, Severity.ERROR, "ambiguous", message, places, hint)
        case Fewer(spans=spans):
            message = _fewer(citation, len(spans))
            rows = (wrong, *((f"place {n}", _shown(text, span, 6)) for n, span in enumerate(spans[:9], 1)))
            correct = f"correct `nth`, `prefix` or `suffix`, or remove the {part}"
            return Problem(citation.at, Severity.ERROR, "anchor", message, rows, correct)
        case Nowhere(across=True):
            message = "the quotation runs over two paragraphs"
            hint = "quote one of them, or make two entries"
            return Problem(citation.at, Severity.ERROR, "anchor", message, (wrong,), hint)
    likest = nearest(text, spelled(citation.quote))
    rows = (wrong, ("nearest", _shown(text, likest))) if likest else (wrong,)
    if set(citation.quote) & set('"\n:#') or len(citation.quote) > 40:
        correct += "; after `quote: |-` it may be long, and hold any character"
    return Problem(citation.at, Severity.ERROR, "anchor", "the quotation is not in the article", rows, correct)


def _fewer(citation: Citation, places: int) -> str:
    if citation.nth > places:
        times = "once" if places == 1 else f"{places} times"
        return f"the quotation is in the article {times}: there is no place {citation.nth}"
    return "the quotation is in the article, but not where its context says"


def _shown(text: Text, span: Span, around: int = 0) -> str:
    """A stretch as a reader finds it: ¶9 “…”."""
    block, passage = text.block(span), text.passage(span, exact=True)
    start, end = max(passage.start - around, 0), passage.end + around
    words = (
        ("…" if around and start else "") + block.text[start:end] + ("…" if around and end < len(block.text) else "")
    )
    return f"{_named(block)} “{_line(words)}”"


def _named(block: Block) -> str:
    return f"¶{block.number}" if block.number else f"{block.kind} #{block.id}"


def _line(words: str) -> str:
    short = " ".join(words.split())
    return short if len(short) <= 60 else short[:59] + "…"
