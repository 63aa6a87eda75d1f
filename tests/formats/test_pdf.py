"""PDF files as Chromium prints them: columns, hyphens, running heads, page numbers, scans, and what is broken."""

from collections.abc import Callable, Iterator
from html import escape

import pytest
from playwright.sync_api import Browser

from dossier.ingest.drafts.draft import draft_capture
from dossier.ingest.formats.detect import detect_capture
from dossier.ingest.formats.pdf_layout import Fragment, Line, arrange_lines, divide_paragraphs, split_furniture
from dossier.markdown import parse_blocks
from dossier.problems import Failure

from .damage import damaged
from .stories import STORIES, Story, score

pytest.importorskip("pypdf")
WORDS = ("harbour", "lantern", "ferry", "council", "drawer", "engineer", "signature", "afternoon", "bridge", "report")
Print = Callable[..., bytes]


def long(story: Story, times: int = 5) -> Story:
    """The story, lengthened so that it fills pages, with no two paragraphs alike."""
    old, new = {"en": (" the ", " the {0} "), "ru": (", ", " — {0} — ")}.get(story.language, ("，", "（{1}），"))
    numerals = [new.format(word, numeral) for word, numeral in zip(WORDS, "零一二三四五六七八九", strict=True)]
    paragraphs = [text.replace(old, numerals[n]) for n in range(times) for text in story.paragraphs]
    return story._replace(paragraphs=tuple(paragraphs))


def sheet(story: Story, columns: int = 1, style: str = "", heading: str = "") -> str:
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs)
    return (
        f'<!doctype html><html lang="{story.language}"><meta charset="utf-8"><title>{escape(story.title)}</title>'
        f"<style>body {{font-family: serif}} main {{columns: {columns}; column-gap: 2em}} {style}</style>"
        f"<h1>{escape(story.title)}</h1><p>{story.published[:10]}</p><main>{heading}{text}</main>"
    )


INDENTED = "main p {margin: 0; text-indent: 1.5em}"
JUSTIFIED = "main p {text-align: justify; hyphens: auto; margin: 0 0 .8em}"
HEAD = '<div style="font-size:8px; width:100%; padding:0 1cm">Lantern Review · <span class="title"></span> · <span class="pageNumber"></span></div>'
FORMS = [
    {"columns": 1},
    {"columns": 2, "style": INDENTED},
    {"columns": 2, "style": JUSTIFIED},
    {"columns": 3, "style": INDENTED},
    {"columns": 2},
]


@pytest.fixture(scope="module")
def printed(chromium: Browser) -> Iterator[Print]:
    context = chromium.new_context()
    page = context.new_page()

    def printer(html: str, size: str = "A4", head: str = "") -> bytes:
        page.set_content(html)
        options = {"display_header_footer": True, "header_template": head, "footer_template": head} if head else {}
        margin = {"top": "2cm", "bottom": "2cm", "left": "1.5cm", "right": "1.5cm"}
        return page.pdf(format=size, margin=margin, **options)

    yield printer
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("form", range(len(FORMS)))
@pytest.mark.parametrize("head", ["", HEAD], ids=["plain", "running-heads"])
def test_printed_pages_in_columns(form, head, printed):
    stories = [long(story) for story in STORIES]
    files = [
        (f"{n}.pdf", printed(sheet(story, **FORMS[form]), ("A4", "A5", "Letter")[n % 3], head), story)
        for n, story in enumerate(stories)
    ]
    score(files).check()


@pytest.mark.browser
def test_pages_are_places_that_the_text_names(printed):
    story = long(STORIES[0], 8)
    (draft,) = draft_capture("a.pdf", printed(sheet(story, 2, INDENTED), "A5", HEAD))
    blocks, problems = parse_blocks(draft.body, file="a.md")
    assert problems == ()
    places = [block.place for block in blocks if block.place]
    assert places == [f"page {n}" for n in range(1, len(places) + 1)]
    assert len(places) > 2
    assert "Lantern Review" not in draft.body


@pytest.mark.browser
def test_headings_and_metadata(printed):
    story = long(STORIES[1], 2)
    html = sheet(story, 1, "", "<h2>What the drawer held</h2>")
    capture = detect_capture("a.pdf", printed(html))
    assert "<h2>What the drawer held</h2>" in capture.text
    assert (capture.title, capture.published) == (story.title, "2024-01-05")
    assert capture.captured_at  # a browser's print is a capture


def refusal(data: bytes) -> str:
    with pytest.raises(Failure) as failure:
        draft_capture("a.pdf", data)
    (problem,) = failure.value.problems
    assert problem.hint
    return problem.message


@pytest.mark.browser
def test_a_scan_is_refused_with_the_reason(printed):
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><rect width="400" height="400"/></svg>'
    assert "has no text on its 1 page: its pages are pictures" in refusal(printed(picture))


@pytest.mark.browser
def test_an_encrypted_pdf_is_refused(printed):
    import io  # noqa: PLC0415

    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(printed(sheet(STORIES[0])))))
    writer.encrypt("secret", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    assert refusal(stream.getvalue()) == "this PDF is encrypted"


def test_what_is_no_pdf_after_all():
    assert "this PDF is broken" in refusal(b"%PDF-1.7\n" + bytes(200))
    assert "this PDF" in refusal(
        b"%PDF-1.7\ntrailer<</Root 1 0 R>>\n1 0 obj<</Pages 1 0 R/Kids[1 0 R 1 0 R]/Type/Pages/Count 9>>endobj"
    )


@pytest.mark.browser
def test_damaged_files_are_problems_and_no_faults(printed):
    data = printed(sheet(long(STORIES[0], 2), 2))
    for one in damaged(data, 1, 60):
        try:
            draft_capture("a.pdf", one)
        except Failure:
            continue


# ── Layout ───────────────────────────────────────────────────────────────────


def test_rows_across_columns_are_read_column_by_column():
    left = [f"the left column has line {n} here" for n in range(8)]
    right = [f"the right column has line {n} too" for n in range(8)]
    fragments = [Fragment(x, 700 - 14 * n, 11, text) for n in range(8) for x, text in ((50, left[n]), (320, right[n]))]
    assert [line.text for line in arrange_lines(fragments)] == [*left, *right]


def test_radicals_and_ligatures_are_characters():
    (line,) = arrange_lines([Fragment(0, 0, 10, "⼈⻓ of ﬁve")])
    assert line.text == "人长 of five"


def test_hyphens_are_joined_but_for_those_of_words():
    lines = ["a well-known har-", "bour of the well-", "known town"]
    page = [Line(0, 100 - 12 * n, 10, text, 100) for n, text in enumerate(lines)]
    (paragraph,) = divide_paragraphs([page])
    assert paragraph.text == "a well-known harbour of the well-known town"


def test_page_numbers_go_and_numbers_in_the_text_stay():
    pages = [
        [Line(0, 700 - 12 * n, 10, f"{WORDS[page]} {WORDS[n]}", 100) for n in range(5)]
        + [Line(50, 600, 10, f"{page + 11}", 60)]
        for page in range(3)
    ]
    body, furniture = split_furniture(pages)
    assert furniture == ["11", "12", "13"]
    assert [len(page) for page in body] == [5, 5, 5]
