"""The ledger of changes: what the content's dates tell, in which order, and its feed."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from dossier import edtf, render
from dossier.markdown import parse_blocks
from dossier.model import Capture, Citation, Correction, Dossier, HistoryStep, Location, Note, Prose
from dossier.render import ledger
from dossier.render.site import build_site

ATOM = "{http://www.w3.org/2005/Atom}"
HERE = Location("content")


def blocks(text: str) -> Prose:
    return parse_blocks(text, file="x.md")[0]


@pytest.fixture
def dated(dossier: Dossier) -> Dossier:
    """The small dossier with a date on one record of each kind."""
    content = dossier.content
    article, *articles = content.articles
    captures = (
        Capture("a.html", "0" * 64, "2023-09-13T23:30:00Z", version=True),
        Capture("b.html", "1" * 64, "2023-09-18T00:00:00Z", version=True),
        Capture("c.html", "2" * 64, "2023-09-19T00:00:00Z"),
    )
    steps = (
        HistoryStep(edtf.parse("2023-09-15"), "planned"),
        HistoryStep(edtf.parse("2023-09-16"), "happened", "it took place", "甲"),
        HistoryStep(edtf.parse("2023-09-17"), "happened", "and was seen"),
    )
    event = replace(dossier.timeline[0], status="happened", history=steps, added=edtf.parse("2023-09-15"))
    claim = replace(content.claims[0], history=(), added=edtf.parse("2023-09"))
    notes = tuple(
        Note(f"n-{name}", Citation(article.id, "", HERE), blocks("A note."), HERE, when=edtf.parse("2023-09-16"))
        for name in ("abcdef", "ghijkl")
    )
    correction = Correction(edtf.parse("2023-09-16"), blocks("A word was wrong."), HERE)
    entity, *entities = content.entities
    return replace(
        dossier,
        timeline=(event, *dossier.timeline[1:]),
        content=replace(
            content,
            articles=(replace(article, captures=captures), *(replace(other, captures=()) for other in articles)),
            claims=(claim, *(replace(other, history=()) for other in content.claims[1:])),
            notes=notes,
            corrections=(correction,),
            entities=(replace(entity, added=edtf.parse("2023-09-16")), *entities),
        ),
    )


def test_every_date_of_the_content_is_a_line_and_the_newest_is_first(dated):
    site = build_site(dated)
    lines = ledger.changes(site)
    assert [(line.when.edtf, line.kind, line.before, line.after) for line in lines] == [
        ("2023-09-18", "version", "", ""),
        ("2023-09-16", "correction", "", ""),
        ("2023-09-16", "status", "planned", "happened"),
        ("2023-09-16", "note", "", ""),
        ("2023-09-16", "name", "", ""),
        ("2023-09-15", "event", "", "planned"),
        ("2023-09-14", "article", "", ""),
        ("2023-09", "claim", "", dated.content.claims[0].status),
    ]
    assert next(line for line in lines if line.kind == "note").notes == 2
    assert next(line for line in lines if line.kind == "status").why == "it took place"


def test_a_long_ledger_is_split_by_whole_days_and_no_day_is_lost(dated, monkeypatch):
    monkeypatch.setattr(ledger, "FULL_PAGE", 2)
    site = build_site(dated)
    parts = ledger.parts(site)
    assert len(parts) > 1
    assert [line for part in reversed(parts) for line in part] == list(ledger.changes(site))
    output, _ = render.render_site(dated)
    for day, page in ledger.day_pages(site).items():
        assert f'id="{day}"' in output[page].decode()


@pytest.mark.parametrize("base_url", ["", "https://example.org/x/"])
def test_the_feed_has_an_entry_for_each_change_with_an_id_of_its_own(dated, base_url):
    settings = replace(dated.content.settings, base_url=base_url)
    output, _ = render.render_site(replace(dated, content=replace(dated.content, settings=settings)))
    feed = ET.fromstring(output["changes.xml"])
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(ids) == len(set(ids)) == len(ledger.changes(build_site(dated)))
    links = [entry.find(f"{ATOM}link").get("href") for entry in entries]  # type: ignore[union-attr]
    assert all(link.startswith(base_url) for link in links)
    assert 'href="changes.xml"' in output["index.html"].decode()
    assert 'href="../changes.xml"' in output["entities/index.html"].decode()


def test_a_dossier_without_dates_has_an_empty_ledger_and_no_feed(dossier):
    content = replace(
        dossier.content,
        articles=tuple(replace(article, captures=()) for article in dossier.content.articles),
        claims=tuple(replace(claim, history=()) for claim in dossier.content.claims),
        corrections=(),
    )
    output, _ = render.render_site(replace(dossier, content=content))
    assert "changes.xml" not in output
    assert "changes.xml" not in output["index.html"].decode()
    assert "changes.html" in output
