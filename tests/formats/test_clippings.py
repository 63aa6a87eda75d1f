"""Plain text, and Markdown as web clippers write it."""

import pytest

from dossier.ingest.drafts.draft import draft_capture
from dossier.ingest.formats.detect import detect_capture
from dossier.problems import Failure

from .stories import STORIES, Story, score
from .test_mails import fold


def obsidian(story: Story) -> str:
    body = "\n\n".join(story.paragraphs)
    title = story.title.replace('"', '\\"')
    return f'---\ntitle: "{title}"\nsource: "{story.url}"\nauthor:\n  - "[[{story.author}]]"\npublished: {story.published[:10]}\ncreated: 2025-01-01\ndescription: "x"\ntags:\n  - "clippings"\n---\n{body}\n'


def markdownload(story: Story) -> str:
    body = "\n\n".join(story.paragraphs)
    return f"---\ncreated: 2025-01-01T10:00:00 (UTC +08:00)\npublished: {story.published}\ntags: []\nsource: {story.url}\nauthor: {story.author}\n---\n\n# {story.title}\n\n{body}\n"


def joplin(story: Story) -> str:
    body = "\n\n".join(story.paragraphs)
    title = story.title.replace("'", "''")
    return f"---\ntitle: '{title}'\nupdated: 2025-01-02 10:00:00Z\ncreated: 2025-01-01 10:00:00Z\nsource: {story.url}\nauthor: {story.author}\ndate: {story.published}\n---\n\n{body}\n"


def reader(story: Story) -> str:
    body = "\n\n".join(story.paragraphs)
    return f"Title: {story.title}\n\nURL Source: {story.url}\n\nPublished Time: {story.published}\n\nMarkdown Content:\n## Lantern\n\n{body}\n"


def typed(story: Story) -> str:
    body = "\n\n".join(story.paragraphs)
    return f"{story.title}\n\nBy {story.author}\n{story.published[:10]}\n\n{body}\n\n{story.url}\n"


def folded(story: Story) -> str:
    body = "\n\n".join(map(fold, story.paragraphs))
    return f"{story.title}\n{'=' * 20}\n{story.url}\nDate: {story.published[:10]}\n\n{body}\n"


def one_line_each(story: Story) -> str:
    body = "\n".join(f"\u3000\u3000{text}" for text in story.paragraphs)
    return f"标题：{story.title}\n作者：{story.author}\n发布时间：{story.published[:10]}\n来源：{story.url}\n{body}\n"


WRITERS = (obsidian, markdownload, joplin, reader, typed, folded, one_line_each)


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_texts_of_each_kind(writer, ends):
    files = [(f"{n}.md", writer(story).replace("\n", ends).encode(), story) for n, story in enumerate(STORIES)]
    score(files).check()


@pytest.mark.parametrize("writer", WRITERS)
def test_address_and_author(writer):
    (draft,) = draft_capture("a.txt", writer(STORIES[0]).encode())
    assert draft.fields["url"] == STORIES[0].url
    if writer is not reader and writer is not folded:
        assert draft.fields["byline"] == [{"name": "Ann Lee", "role": "reporter"}]


def test_when_it_was_clipped():
    assert detect_capture("a.md", obsidian(STORIES[0]).encode()).captured_at == "2025-01-01"
    assert (
        detect_capture("a.md", joplin(STORIES[0]).encode()).captured_at == "2025-01-01T10:00:00Z"
    )  # `date` is another day


def test_front_matter_that_is_no_yaml_is_read_line_by_line():
    text = "---\ntitle: The lamp: again\nsource: https://a.example/1\nauthor: @lee\n---\nText.\n"
    capture = detect_capture("a.md", text.encode())
    assert (capture.title, capture.url) == ("The lamp: again", "https://a.example/1")


@pytest.mark.parametrize(
    "text", ["灯又亮了。", "---\na: b\n---\n", '{"a": 1,\n"b": 2}', "a" * 301 + "\nb", "标题：x\n来源：y\n"]
)
def test_what_is_no_article(text):
    with pytest.raises(Failure):
        detect_capture("a.txt", text.encode())
