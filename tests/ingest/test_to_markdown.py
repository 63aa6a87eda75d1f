"""The Markdown of a draft parses as exactly the text of its pieces."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from dossier.ingest.drafts.to_markdown import pieces_to_markdown
from dossier.ingest.html.pieces import (
    Code,
    Figure,
    Gallery,
    Listing,
    Paragraph,
    Quote,
    Table,
    TextRun,
    cut_runs,
    piece_text,
    runs_text,
)
from dossier.markdown import parse_blocks

SIGNS = "~_*&#;ab真 "  # few, so that combinations are frequent
CHARACTERS = "真她，。“”（）ab1 _*~`[]()<>#>-+=|:!&;{}\\/.^\"'$%@"
HREFS = st.sampled_from(
    ["", "", "https://a.example/b_c*d", "https://a.example/(x)?a=1&amp;b=2%203", "https://a.example/"]
)


def plain(text):
    return "".join(text.split())


@st.composite
def runs(draw, characters=CHARACTERS + "\n"):
    drawn = [
        TextRun(
            draw(st.text(characters, min_size=1, max_size=12)), draw(st.booleans()), draw(st.booleans()), draw(HREFS)
        )
        for _ in range(draw(st.integers(1, 4)))
    ]
    return cut_runs(tuple(run._replace(text=run.text.replace("\n\n", "\n")) for run in drawn))


def parse(pieces):
    prose, _ = parse_blocks(pieces_to_markdown(pieces), file="x.md")
    return prose


@settings(deadline=None)
@given(runs() | runs(SIGNS))
@example((TextRun("^]:", href="https://a.example/"),))
@example((TextRun("1\n \n1"),))
@example((TextRun("a&"), TextRun("amp;)", strong=True), TextRun("b")))
@example((TextRun("a~"), TextRun("~b)", strong=True), TextRun("c~"), TextRun("~d)", strong=True), TextRun("e")))
def test_a_paragraph_parses_as_its_own_text(inside):
    if not plain(runs_text(inside)):
        return
    prose = parse([Paragraph(inside)])
    assert [plain(block.text) for block in prose] == [plain(runs_text(inside))]
    assert prose[0].kind == "paragraph"
    links = [mark.value for mark in prose[0].marks if mark.kind == "link"]
    assert set(links) <= {run.href for run in inside}


@settings(deadline=None)
@given(runs(CHARACTERS) | runs(SIGNS))
@example((TextRun("~~~1~~~"),))
@example((TextRun("1 #"),))
@example((TextRun("#######"),))
def test_a_heading_parses_as_its_own_text(inside):
    if not plain(runs_text(inside)):
        return
    prose = parse([Paragraph(inside, 2)])
    assert [(block.kind, block.level, plain(block.text)) for block in prose] == [
        ("heading", 2, plain(runs_text(inside)))
    ]


@settings(deadline=None)
@given(st.lists(st.text(CHARACTERS, min_size=1, max_size=20), min_size=2, max_size=4), st.booleans())
def test_lists_quotes_and_tables_parse_as_they_were(texts, ordered):
    texts = [text for text in (" ".join(text.split()) for text in texts) if text]
    if len(texts) < 2:
        return
    paragraphs = [Paragraph((TextRun(text),)) for text in texts]
    for piece, kind in (
        (Listing(tuple((paragraph,) for paragraph in paragraphs), 1 if ordered else None), "item"),
        (Quote(tuple(paragraphs)), "quote"),
        (Table(tuple((paragraph.runs, paragraph.runs) for paragraph in paragraphs)), "cell"),
    ):
        prose = parse([piece])
        assert {block.kind for block in prose} == {kind}
        assert [plain(block.text) for block in prose] == [plain(line) for line in piece_text(piece).split("\n")]


@settings(deadline=None)
@given(runs(CHARACTERS), st.text(CHARACTERS, max_size=10), st.text(CHARACTERS, max_size=10))
def test_a_figure_keeps_caption_credit_and_alt(caption, credit, alt):
    credit, alt = (" ".join(text.split()) for text in (credit, alt))
    figure = Figure("https://a.example/b_(1).jpg", alt, caption if plain(runs_text(caption)) else (), credit)
    for piece in (figure, Gallery((figure, figure))):
        prose = parse([piece])
        assert {block.kind for block in prose} <= {"caption", "credit"}
        assert prose[0].media.src == figure.src
        assert plain(prose[0].media.alt) == plain(alt)
        assert plain(prose[0].text) == plain(runs_text(figure.caption))
        assert [plain(block.text) for block in prose if block.kind == "credit"][:1] == [plain(credit)] * bool(credit)


def test_a_video_begins_with_its_link():
    with_poster = Figure("https://a.example/p.jpg", "灯", (TextRun("一盏灯"),), href="https://a.example/film")
    without = Figure("", "", (TextRun("一盏灯"),), href="https://a.example/film")
    bare = Figure("", href="https://a.example/film")
    assert pieces_to_markdown([with_poster]) == (
        "::: video\n[![灯](https://a.example/p.jpg)](https://a.example/film)\n一盏灯\n:::\n"
    )
    assert pieces_to_markdown([without]) == "::: video\n[一盏灯](https://a.example/film)\n:::\n"
    for figure in (with_poster, without, bare):
        assert parse([figure])[0].media.href == figure.href


def test_code_and_emphasis_are_preserved():
    assert [block.text for block in parse([Code("a ```\n  b")])] == ["a ```\n  b"]
    marks = parse([Paragraph((TextRun("他说"), TextRun("“真的”", strong=True), TextRun("，走了")))])[0].marks
    assert [(mark.kind, mark.start, mark.end) for mark in marks] == [("strong", 2, 6)]
