"""Word documents as python-docx writes them."""

import io
import zipfile
from datetime import datetime

import pytest

from dossier.ingest.drafts.draft import draft_capture
from dossier.ingest.formats.detect import detect_capture
from dossier.problems import Failure

from .damage import damaged
from .stories import STORIES, Story, score

pytest.importorskip("mammoth")
docx = pytest.importorskip("docx")


def document(story: Story, number: int = 0) -> bytes:
    """The story: its title as title, heading or property, its date in the text or as a property."""
    file = docx.Document()
    file.core_properties.author = story.author
    file.core_properties.created = datetime.fromisoformat(story.published).replace(tzinfo=None)
    if number % 3 == 2:
        file.core_properties.title = story.title
    else:
        file.add_heading(story.title, number % 3)
    if number % 2:
        file.add_paragraph(story.published[:10])
    for paragraph in story.paragraphs:
        file.add_paragraph(paragraph)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def test_documents_that_python_docx_wrote():
    score((f"{n}.docx", document(story, n), story) for n, story in enumerate(STORIES)).check()


def test_headings_lists_and_tables():
    file = docx.Document()
    file.add_heading("The lamp", 0)
    file.add_paragraph("It burns.")
    file.add_heading("Why", 2)
    file.add_paragraph("oil", style="List Bullet")
    file.add_paragraph("a wick", style="List Bullet")
    table = file.add_table(rows=2, cols=2)
    for cell, text in zip((cell for row in table.rows for cell in row.cells), ("a", "b", "c", "d"), strict=True):
        cell.text = text
    stream = io.BytesIO()
    file.save(stream)
    (draft,) = draft_capture("a.docx", stream.getvalue())
    assert draft.fields["title"] == "The lamp"
    assert draft.body == "It burns.\n\n## Why\n\n- oil\n- a wick\n\n| a | b |\n| --- | --- |\n| c | d |\n"


def refusal(data: bytes) -> str:
    with pytest.raises(Failure) as failure:
        detect_capture("a.docx", data)
    return failure.value.problems[0].message


def changed(member: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document(STORIES[0]))) as old, zipfile.ZipFile(stream, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, content if name == member else old.read(name))
    return stream.getvalue()


def test_bombs_and_broken_documents_are_refused():
    entities = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert "word/document.xml declares entities" in refusal(changed("word/document.xml", entities))
    assert "word/document.xml has 20,000,000 bytes" in refusal(changed("word/document.xml", bytes(20_000_000)))
    assert "unpacks to more than" in refusal(changed("docProps/thumbnail.jpeg", bytes(101_000_000)))
    assert "this Word document is broken" in refusal(changed("word/document.xml", b"<a>"))
    assert "this Word document is broken" in refusal(document(STORIES[0])[:-40])


def test_damaged_documents_are_problems_and_no_faults():
    for one in damaged(document(STORIES[0]), 1, 60):
        try:
            draft_capture("a.docx", one)
        except Failure:
            continue
