"""The public edition's bytes, decompressed, hold no words that rights withhold: as a site on disk, every file of it."""

from __future__ import annotations

import gzip
import html
import json
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from dossier import load
from dossier.cli import main
from dossier.ingest.outlets import packaged_rules
from dossier.model import Article, Library
from dossier.script import fold

RIGHTS = Path(__file__).parent / "rights" / "content"
DEMONSTRATION = Path(__file__).parents[2] / "content"
RUN = 12  # characters in a row that nobody writes by chance
HAN = re.compile("[|\u3400-\u9fff]")
PARTED = re.compile(r'\[…\]|["<>]')  # an elision, the ends of values and of elements
INLINE = re.compile("</?(?:a|b|cite|code|em|mark|q|s|small|span|strong|sup|time)(?: [^>]*)?>")
SHOWN = ("owned", "licensed", "public-domain")


def site(content: Path, folder: Path, edition: str) -> dict[str, bytes]:
    assert main(["build", "-q", "--content", str(content), "-o", str(folder), "--edition", edition]) == 0
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# ── What is withheld ─────────────────────────────────────────────────────────


def letters(text: str) -> str:
    """A text as it is compared: its Han characters in one script, parted where words stop. Dates and names are alike everywhere."""
    return "".join(HAN.findall(PARTED.sub("|", fold(text))))


def runs(texts: Iterable[str]) -> set[str]:
    return {
        word[n : n + RUN] for text in texts for word in letters(text).split("|") for n in range(len(word) - RUN + 1)
    }


def withheld(content: Path) -> dict[str, str]:
    """Runs of letters that nobody may see, and the article each is of.

    Read off the files, not off what the program makes of them: an article's words without its head, its first
    paragraph, what somebody quotes from it, and whatever an editor wrote in another file.
    """
    library, problems = load.load_library(content, packaged_rules().outlets)
    assert not [problem for problem in problems if problem.severity == "error"]
    hidden = {article.id for article in library.articles if is_hidden(article)}
    public = runs(said(library, content, hidden))
    found: dict[str, str] = {}
    for article in library.articles:
        texts = [strings for strings in everything(article, content) if article.id in hidden] or [
            block.text for block in article.body
        ]
        texts += [block.media.alt for block in article.body if block.media]
        texts += [block.text for block in article.drafted or ()]
        if article.rights not in SHOWN or article.id in hidden:
            found |= dict.fromkeys(runs(texts) - public, article.id)
    return found


def is_hidden(article: Article) -> bool:
    return article.rights == "private" or bool(article.withheld) or article.draft


def said(library: Library, content: Path, hidden: set[str]) -> Iterator[str]:
    """What may be shown: the heads and leads, the owned texts, the quotations, the editors' own words."""
    for article in library.articles:
        if article.id in hidden:
            continue
        yield from (
            article.title,
            article.summary,
            article.kicker,
            *(one.name for one in article.byline),
            *article.agencies,
        )
        yield from (block.text for block in article.body if article.rights in SHOWN)
        yield next((block.text for block in article.body if block.kind == "paragraph" and block.text), "")
        yield from (stretch for block in article.body for stretch in quoted(block.text, quotations(library, article)))
    yield from (event.title + "".join(block.text for block in event.text) for event in library.events)
    yield from (block.text for claim in library.claims for block in claim.note)
    yield from (turn.why for claim in library.claims for turn in claim.history)
    yield from (claim.text for claim in library.claims)
    for note in library.notes:
        if note.citation.article not in hidden:
            yield from (note.title, *(block.text for block in note.text))
    yield from (
        block.text
        for correction in library.corrections
        if correction.article not in hidden
        for block in correction.text
    )
    yield from (
        path.read_text("utf-8")
        for path in [*content.glob("pages/*"), content / "entities.yaml", content / "dossier.yaml"]
    )


def quotations(library: Library, article: Article) -> list[str]:
    cited = [source for event in library.events for source in event.sources]
    cited += [stance.citation for claim in library.claims for stance in claim.stances]
    cited += [note.citation for note in library.notes]
    return [letters(one.quote) for one in cited if one.article == article.id]


def quoted(text: str, quotes: Iterable[str]) -> list[str]:
    """The stretches of a text that somebody quotes; quotations that touch are one."""
    word = letters(text)
    covered = {n for quote in quotes if quote for at in re.finditer(re.escape(quote), word) for n in range(*at.span())}
    return "".join(letter if n in covered else " " for n, letter in enumerate(word)).split()


def everything(article: Article, content: Path) -> Iterator[str]:
    """Every word of an article's file, line by line, and of the notes on it."""
    for path in (content / "articles" / f"{article.id}.md", content / "notes" / f"{article.id}.yaml"):
        yield from path.read_text("utf-8").splitlines() if path.exists() else ()


# ── What a site holds ────────────────────────────────────────────────────────


def readings(data: bytes) -> Iterator[str]:
    """Every text that somebody could read out of a file."""
    if data.startswith(b"\x1f\x8b"):
        yield from readings(gzip.decompress(data))
        return
    text = data.decode("utf-8", "replace")
    yield text
    yield plain(text)
    if "%" in text:
        yield unquote(text)
    start = min((place for sign in "[{" if (place := text.find(sign)) >= 0), default=-1)
    if start >= 0:
        try:
            yield "|".join(strings(json.JSONDecoder().raw_decode(text, start)[0]))
        except ValueError:
            return


def plain(text: str) -> str:
    """HTML as it is read."""
    return html.unescape(re.sub("<[^>]*>", "|", INLINE.sub("", text)))


def strings(value: Any) -> Iterator[str]:
    """The strings of JSON; those that hold JSON or HTML themselves as what they say."""
    if isinstance(value, str):
        yield value
        yield plain(value)
        if value[:1] in ("[", "{"):
            yield "|".join(readings(value.encode()))
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def leaks(files: dict[str, bytes], secret: dict[str, str]) -> dict[str, str]:
    """The files that hold a run of letters they should not, and one such run of each."""
    found = {}
    for path, data in files.items():
        for reading in (path, *readings(data)):
            word = letters(reading)
            for n in range(len(word) - RUN + 1):
                if word[n : n + RUN] in secret:
                    found[path] = word[n : n + RUN + 20]
                    break
    return found


def proven(content: Path, folder: Path) -> dict[str, bytes]:
    """The public site, of which no file holds what is withheld, while the internal one shows that it would be seen."""
    secret = withheld(content)
    assert len(secret) > 200
    shown = leaks(site(content, folder / "internal", "internal"), secret)
    assert any(path.startswith("search/texts/") for path in shown)
    assert "data/articles.json" in shown
    public = site(content, folder / "public", "public")
    assert leaks(public, secret) == {}
    return public


def test_nothing_withheld_is_in_any_file(tmp_path):
    public = proven(RIGHTS, tmp_path)
    whole = "\n".join(text for data in public.values() for text in readings(data))
    assert [
        word for word in ("-private", "-withheld", "-draft", "theirs.svg", "silent.svg", "secret") if word in whole
    ] == []
    assert "第一班船上坐了四十个人" in whole
    assert "每一個字都可以給人看" in whole
    assert not [path for path in public if re.search("private|withheld|draft|letter|theirs|silent", path)]


def test_drafts_that_are_kept_are_all_that_is_added(tmp_path):
    assert (
        main(["build", "-q", "--content", str(RIGHTS), "-o", str(tmp_path / "site"), "--edition", "public", "--drafts"])
        == 0
    )
    pages = {path.name for path in (tmp_path / "site" / "articles").iterdir()}
    assert {"2024-01-05-gazette-draft.html"} == {page for page in pages if re.search("private|withheld|draft", page)}


@pytest.mark.slow
def test_nothing_of_the_demonstration_is_shown_were_it_an_excerpt(tmp_path):
    content = shutil.copytree(DEMONSTRATION, tmp_path / "content")
    for path in (content / "articles").glob("*.md"):
        path.write_text(path.read_text("utf-8").replace("\nrights: owned\n", "\nrights: excerpt\n"), "utf-8")
    proven(content, tmp_path)


@pytest.mark.slow
def test_nothing_of_whole_texts_is_shown(curated, tmp_path):
    proven(curated, tmp_path)
