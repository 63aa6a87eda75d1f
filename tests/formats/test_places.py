"""Places of the original (`{page 12}`, `{time 00:31}`): read above a block, written, shown, and escaped where they are text."""

from dossier.ingest.drafts.to_markdown import pieces_to_markdown
from dossier.ingest.html.pieces import Paragraph, TextRun
from dossier.markdown import parse_blocks


def places(text: str) -> list[tuple[str, str]]:
    return [(block.text, block.place) for block in parse_blocks(text, file="a.md")[0]]


def test_a_place_belongs_to_the_block_below():
    text = "One.\n\n{page 12}\nTwo.\n\n{time 00:31}\n## Three\n\n{page 13}\n{#p-abcdef}\n- four\n- five\n"
    assert places(text) == [
        ("One.", ""),
        ("Two.", "page 12"),
        ("Three", "time 00:31"),
        ("four", "page 13"),
        ("five", ""),
    ]
    assert parse_blocks(text, file="a.md")[1] == ()
    assert [block.id for block in parse_blocks(text, file="a.md")[0]][3] == "p-abcdef"


def test_a_place_changes_no_id():
    assert parse_blocks("{page 1}\nOne.", file="")[0][0].id == parse_blocks("One.", file="")[0][0].id


def test_text_that_looks_like_a_place_stays_text():
    pieces = [Paragraph((TextRun("{page 12}"),)), Paragraph((TextRun("{time 00:31}"),))]
    assert places(pieces_to_markdown(pieces)) == [("{page 12}", ""), ("{time 00:31}", "")]
    assert places(pieces_to_markdown(pieces, {1: "page 3"})) == [("{page 12}", ""), ("{time 00:31}", "page 3")]
    assert places("```\n{page 12}\n```") == [("{page 12}", "")]
