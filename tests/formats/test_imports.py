"""Each format imported as a user would: its original is the capture, a repetition changes nothing, a change is a version."""

import gzip
import hashlib
from pathlib import Path

import pytest

from dossier.deliver import site_folder
from dossier.ingest.captures.stored_content import article_parts
from dossier.ingest.importing import ImportOptions, import_captures
from dossier.ingest.network.fetch import Fetcher, FetchLimits

from .stories import STORIES, Story, page
from .test_clippings import obsidian, typed
from .test_mails import plain
from .test_saved_pages import web_archive
from .test_word import document

STORY = STORIES[0]
CHANGED = STORY._replace(paragraphs=(*STORY.paragraphs[:-1], "The report is withdrawn, and 12 pages are promised."))


def mhtml(story: Story) -> bytes:
    head = f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {story.url}\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n"
    return f"{head}Content-Location: {story.url}\r\n\r\n{page(story, 1)}".encode()


WRITERS = {
    ".mhtml": mhtml,
    ".html.gz": lambda story: gzip.compress(page(story, 1).encode(), mtime=0),
    ".webarchive": lambda story: web_archive(story.url, page(story, 1).encode()),
    ".eml": plain,
    ".docx": document,
    ".md": lambda story: obsidian(story).encode(),
    ".txt": lambda story: typed(story).encode(),
}


def imported(content: Path, *sources: Path) -> list[tuple[str, str]]:
    """Import; returns each article's id and fate. Errors fail the test."""
    fates = []
    options = ImportOptions("2025-01-01T00:00:00+00:00", Fetcher(FetchLimits()))
    for step in import_captures(content, map(str, sources), options):
        assert [str(one) for one in step.problems if one.severity == "error"] == []
        site_folder.write_files(step.writes, content, was=step.was)
        fates += [(outcome.article, outcome.fate.value) for outcome in step.outcomes]
    return fates


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_file_its_repetition_and_its_change(suffix, tmp_path):
    content, incoming = tmp_path / "content", tmp_path / "saved"
    content.mkdir()
    incoming.mkdir()
    (content / "dossier.yaml").write_text("title: x\n", "utf-8")
    data = WRITERS[suffix](STORY)
    (incoming / f"one{suffix}").write_bytes(data)
    ((id_, fate),) = imported(content, incoming)
    assert fate == "new"
    capture = content / f"captures/{id_}{suffix}"
    assert capture.read_bytes() == data
    fields, _ = article_parts((content / f"articles/{id_}.md").read_bytes())
    assert fields["captures"][0]["sha256"] == hashlib.sha256(data).hexdigest()
    assert imported(content, incoming) == [(id_, "unchanged")]
    assert imported(content, content / "captures") == [(id_, "unchanged")]
    (incoming / f"one{suffix}").write_bytes(WRITERS[suffix](CHANGED))
    assert imported(content, incoming)[0][0] == id_
    captures = article_parts((content / f"articles/{id_}.md").read_bytes())[0]["captures"]
    assert [one.get("version") for one in captures] == ["true", "true"]
    assert captures[1]["file"].endswith(suffix)
    assert len(list((content / f"versions/{id_}").iterdir())) == 2
