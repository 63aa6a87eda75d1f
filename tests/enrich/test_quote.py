"""Words selected on a page: what is given for them leads back to them, and to nothing else."""

import random
from pathlib import Path

import pytest

from dossier import load
from dossier.enrich import anchors
from dossier.enrich.anchors.citation import citation_for_span
from dossier.ingest.outlets import packaged_rules
from dossier.markdown import parse_blocks
from dossier.model import Article, Location, Passage

CONTENT = Path(__file__).parents[2] / "content"


def article(text: str) -> Article:
    return Article(
        "harbour", "港口", "gazette", "zh-Hans", (), parse_blocks(text, file="harbour.md")[0], Location("harbour.md")
    )


def cited(text: str, words: str, nth: int = 1):
    """What is given for the nth of these words in a text, and where it leads."""
    source = article(text)
    places = [(block, start) for block in source.body for start in range(len(block.text))]
    block, start = [(block, start) for block, start in places if block.text.startswith(words, start)][nth - 1]
    citation = citation_for_span(source, block.id, start, start + len(words))
    if citation:
        held = anchors.anchor_citations(source, [anchors.SoughtCitation(citation, "note")])
        assert held.passages[citation] == Passage(source.id, block.id, start, start + len(words), exact=True)
    return citation


def test_words_that_stand_once_need_nothing_else():
    citation = cited("船到了港口。\n\n车到了车站。", "到了港口")
    assert (citation.quote, citation.prefix, citation.suffix, citation.nth) == ("到了港口", "", "", 0)


def test_words_that_stand_twice_are_told_by_what_is_before_them():
    citation = cited("清晨，船到了港口。\n\n傍晚，第二艘船到了港口。", "到了港口", nth=2)
    assert (citation.prefix, citation.nth) == ("晚，第二艘船", 0)


def test_words_at_the_head_of_a_paragraph_are_told_by_what_follows():
    citation = cited("港口关了。\n\n港口又开了。", "港口", nth=2)
    assert (citation.prefix, citation.suffix) == ("", "又开了。")


def test_words_in_the_same_surroundings_are_counted():
    citation = cited("- 港口\n- 港口\n- 港口", "港口", nth=2)
    assert (citation.prefix, citation.suffix, citation.nth) == ("", "", 2)


def test_white_space_at_the_ends_is_no_part_of_a_quotation():
    source = article("The ship came into the harbour at dawn.")
    assert citation_for_span(source, source.body[0].id, 3, 14).quote == "ship came"


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-9, 0), (90, 99), (3, 4)])
def test_no_words_are_no_quotation(start, end):
    source = article("The ship came into the harbour at dawn.")
    assert citation_for_span(source, source.body[0].id, start, end) is None
    assert citation_for_span(source, "p-nowhere", 0, 3) is None


def test_words_of_the_demonstration_lead_back_wherever_they_are_selected():
    library, _ = load.load_library(CONTENT, outlets=packaged_rules().outlets)
    chosen, cited_count = random.Random(8), 0
    for source in library.articles:
        for block in source.blocks:
            if block.kind == "rule" or not block.text.strip():
                continue
            start = chosen.randrange(len(block.text))
            end = min(start + chosen.choice((1, 2, 4, 12, 60)), len(block.text))
            citation = citation_for_span(source, block.id, start, end)
            if not block.text[start:end].strip():
                assert citation is None
                continue
            assert citation is not None, (source.id, block.id, block.text[start:end])
            passage = anchors.anchor_citations(source, [anchors.SoughtCitation(citation, "note")]).passages[citation]
            assert passage[:2] == (source.id, block.id)
            assert block.text[passage.start : passage.end] == block.text[start:end].strip() == citation.quote
            cited_count += 1
    assert cited_count > 80
