"""The public edition: what may be shown is there, and nothing else is anywhere."""

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier import enrich
from dossier.enrich.edition import public_edition
from dossier.markdown import parse_blocks
from dossier.model import (
    Article,
    Block,
    Citation,
    Claim,
    Correction,
    Dossier,
    Entity,
    Event,
    FreePage,
    Library,
    LocalMedia,
    Location,
    Note,
    Outlet,
    Override,
    Settings,
    Stance,
)

TEXT = """\
导语说，安娜乘夜车到了河城，带着三只箱子。

## 小标题里的话

箱子里的东西没有人见过，**搬运工**说它们很重，[车站](https://example.org)也没有记录。安娜第二天就走了。

::: figure
![旧照片里的人](../media/own.svg)
图说里提到安娜和她的箱子。
:::

::: figure
![另一张照片](../media/theirs.svg)
另一张照片的说明。
:::

最后一段写的是天气[^1]，雨下了整整一个星期。

[^1]: 脚注里也有原文的话。
"""


def article(name: str, **fields) -> Article:
    body = parse_blocks(TEXT, file=f"{name}.md")[0]
    head = (Block(f"p-{name}", "title", f"{name}的标题"),)
    return Article(
        name, f"{name}的标题", "gazette", "zh-Hans", header=head, body=body, at=Location(f"{name}.md"), **fields
    )


def citation(name: str, quote: str, line: int = 1, **fields) -> Citation:
    return Citation(name, quote, Location("cited.yaml", line), **fields)


def dossier(*articles: Article, **fields) -> Dossier:
    entities = (
        Entity("anna", "person", {"zh": "安娜"}, Location("e"), alias_in={"hidden": ("夜车女士",)}),
        Entity("rivertown", "place", {"zh": "河城"}, Location("e")),
    )
    outlets = {"gazette": Outlet("gazette", "公报")}
    return enrich.enrich_library(Library(Settings("…"), outlets, articles=articles, entities=entities, **fields))[0]


def texts(published: Dossier) -> list[str]:
    return [block.text for article in published.content.articles for block in article.body]


def test_of_an_excerpt_the_head_the_lead_and_the_quoted_words_are_left():
    note = Note(
        "n-a", citation("a", "搬运工说它们很重，车站", prefix="没有人见过，", suffix="也没有记录"), (), Location("n")
    )
    event = Event("e", "…", "happened", Location("e"), sources=(citation("a", "安娜第二天就走了", 2),))
    published, _ = public_edition(dossier(article("a"), notes=(note,), events=(event,)))
    assert [block.text for block in published.content.articles[0].header] == ["a的标题"]
    assert texts(published) == [
        "导语说，安娜乘夜车到了河城，带着三只箱子。",
        "[…]搬运工说它们很重，车站[…]安娜第二天就走了[…]",
    ]
    cut = published.content.articles[0].body[1]
    assert [(mark.kind, cut.text[mark.start : mark.end]) for mark in cut.marks] == [
        ("strong", "搬运工"),
        ("link", "车站"),
    ]
    for cited, passage in published.passages.items():
        assert cut.text[passage.start : passage.end] == cited.quote
        assert (cited.prefix, cited.suffix) == ("", "")
    assert published.content.notes[0].citation in published.passages
    assert published.content.events[0].sources[0] in published.passages
    assert [(w.article, w.blocks, w.why) for w in published.withheld] == [("a", 6, "excerpt")]


def test_mentions_that_are_left_move_with_their_words_and_all_are_counted():
    note = Note("n-a", citation("a", "安娜第二天就走了"), (), Location("n"))
    full = dossier(article("a"), notes=(note,))
    published, _ = public_edition(full)
    assert published.counts == full.counts == {"anna": {"a": 3}, "rivertown": {"a": 1}}
    places = {block.id: block.text for block in published.content.articles[0].blocks}
    assert [(m.surface, places[m.block][m.start : m.end], m.linked) for m in published.mentions] == [
        ("安娜", "安娜", True),
        ("河城", "河城", True),
        ("安娜", "安娜", True),
    ]


def test_where_the_first_mention_of_a_section_is_gone_the_next_is_linked():
    text = "导语。\n\n安娜走了。安娜又来了，安娜不说话。"
    one = replace(article("a"), body=parse_blocks(text, file="a.md")[0])
    published, _ = public_edition(
        dossier(one, notes=(Note("n-a", citation("a", "安娜又来了，安娜"), (), Location("n")),))
    )
    assert [m.linked for m in published.mentions] == [True, False]


@pytest.mark.parametrize("rights", ["owned", "licensed", "public-domain"])
def test_what_may_be_shown_stays_whole(rights):
    one = article("a", rights=rights)
    full = dossier(replace(one, body=tuple(block for block in one.body if not block.media)))
    published, _ = public_edition(full)
    assert published.content.articles == full.content.articles
    assert published.mentions == full.mentions
    assert published.withheld == ()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"rights": "private"}, "private"),
        ({"rights": "owned", "withheld": "…"}, "withheld"),
        ({"draft": True}, "draft"),
    ],
)
def test_of_some_articles_only_the_fact_of_a_source_is_left(fields, why):
    cited = citation("hidden", "箱子里的东西没有人见过"), citation("hidden", "雨下了整整一个星期", 2)
    event = Event("e", "…", "happened", Location("e"), sources=(*cited, citation("a", "")))
    claim = Claim("c", "…", "open", Location("c"), stances=(Stance("asserts", cited[0], voice="旅客"),))
    note = Note("n-a", cited[0], (), Location("n"))
    owned = article("a", rights="owned")
    published, _ = public_edition(
        dossier(
            owned,
            article("hidden", **fields),
            events=(event,),
            claims=(claim,),
            notes=(note,),
            corrections=(Correction(None, (), Location("c"), article="hidden"), Correction(None, (), Location("c"))),
        )
    )
    assert [one.id for one in published.content.articles] == ["a"]
    assert [(source.article, source.quote) for source in published.timeline[0].sources] == [("", ""), ("a", "")]
    assert [(s.citation.article, s.citation.quote) for s in published.content.claims[0].stances] == [("", "")]
    assert published.content.notes == ()
    assert len(published.content.corrections) == 1
    assert published.counts == {"anna": {"a": 3}, "rivertown": {"a": 1}}
    assert published.same_events == {}
    assert [(w.article, w.blocks, w.why) for w in published.withheld] == [("hidden", 7, why)]
    assert "hidden" not in repr(replace(published, withheld=()))


def test_drafts_can_be_kept():
    published, _ = public_edition(dossier(article("a", rights="owned", draft=True)), drafts=True)
    assert [one.id for one in published.content.articles] == ["a"]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>\n'


def test_pictures_go_by_their_own_rights():
    media = {
        "own.svg": LocalMedia("own.svg", SVG, rights="owned"),
        "theirs.svg": LocalMedia("theirs.svg", SVG, rights="excerpt"),
        "nothing-said.svg": LocalMedia("nothing-said.svg", SVG),
    }
    published, problems = public_edition(dossier(article("a", rights="owned"), media=media))
    assert [one.data for one in published.content.media.values()] == [SVG]
    assert [(w.article, w.blocks, w.why) for w in published.withheld] == [("a", 1, "media")]
    assert problems == ()
    assert "own.svg" not in repr(
        [published.content.media, *(block.media for block in published.content.articles[0].body)]
    )


def test_a_picture_is_called_by_what_is_published_of_it():
    media = {"own.svg": LocalMedia("own.svg", SVG.replace(b"/>", b"><!-- me --></svg>"), rights="owned")}
    published, _ = public_edition(dossier(article("a", rights="owned"), media=media))
    (name,) = published.content.media
    assert name == f"{sha256(SVG).hexdigest()[:16]}.svg"
    assert [block.media.src for block in published.content.articles[0].body if block.media] == [f"../media/{name}", ""]


def test_what_no_published_text_shows_is_not_published():
    media = {
        "own.svg": LocalMedia("own.svg", SVG, rights="owned"),
        "unused.svg": LocalMedia("unused.svg", SVG, "owned"),
    }
    for hidden in (article("a", rights="private"), article("a", rights="owned", withheld="…"), article("a")):
        published, _ = public_edition(dossier(hidden, article("b", rights="excerpt"), media=media))
        assert published.content.media == {}
    page = FreePage("index", "…", parse_blocks("![图](../media/own.svg)", file="i")[0], Location("i"))
    assert len(public_edition(dossier(pages=(page,), media=media))[0].content.media) == 1


def test_what_cannot_be_cleaned_is_left_out_and_the_rest_goes_on():
    at = Location("content/media/own.svg")
    media = {"own.svg": LocalMedia("own.svg", b"<svg", rights="owned", at=at)}
    full = dossier(article("a", rights="owned"), media=media)
    for is_displayable in (lambda _: True, lambda _: False):
        published, problems = public_edition(full, is_displayable=is_displayable)
        assert published.content.media == {}
        assert [(one.at, one.severity, one.check) for one in problems] == [(at, "warning", "metadata")]
        assert [(w.article, w.blocks, w.why) for w in published.withheld] == [("a", 1, "media")]


def test_links_to_pictures_do_not_tell_their_names():
    text = "[原图](../media/secret.png)和[车站](https://example.org)。\n\n[![图](https://example.org/a.png)](../media/secret.png)"
    one = replace(article("a", rights="owned"), body=parse_blocks(text, file="a.md")[0])
    published, _ = public_edition(dossier(one, media={"secret.png": LocalMedia("secret.png", b"", rights="owned")}))
    assert "secret" not in repr(published)
    assert "https://example.org/a.png" in repr(published)


def test_links_to_an_article_that_is_not_shown_do_not_tell_its_id():
    text = "[一](article:secret)，[二](article:secret#p-abcdef)，[三](article:b)。"
    one = replace(article("a", rights="owned"), body=parse_blocks(text, file="a.md")[0])
    published, _ = public_edition(dossier(one, article("b"), article("secret", rights="private")))
    assert "secret" not in repr(replace(published, withheld=()))
    assert "article:b" in repr(published)


RUN = 12


def runs(text: str) -> set[str]:
    return {text[start : start + RUN] for start in range(len(text) - RUN + 1)}


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_run_of_characters_that_nobody_quotes_is_anywhere(data):
    one = article("a", drafted=parse_blocks(TEXT.replace("雨", "雪"), file="a.md")[0])
    one = replace(one, mentions=(Override(citation("a", "箱子里的东西没有人见过", 90), "anna"),))
    notes = []
    for nth in range(data.draw(st.integers(0, 4))):
        block = data.draw(st.sampled_from([block for block in one.body if len(block.text) > 4]))
        start = data.draw(st.integers(0, len(block.text) - 3))
        end = data.draw(st.integers(start + 2, len(block.text)))
        words = block.text[start:end]
        if words.strip() == words and sum(other.text.count(words) for other in one.blocks) == 1:
            around = {"prefix": block.text[:start], "suffix": block.text[end:]}
            notes.append(Note(f"n-{nth}", citation("a", words, nth, **around), (), Location("n")))
    published, _ = public_edition(dossier(one, notes=tuple(notes)))
    hidden = set().union(*(runs(block.text) for block in (*one.body, *one.drafted)))
    for block in one.body:
        quoted = set(range(len(block.text))) if block == one.body[0] else set()
        for note in notes:
            start = block.text.find(note.citation.quote)
            quoted.update(range(start, start + len(note.citation.quote)) if start >= 0 else ())
        visible = "".join(c if position in quoted else "\n" for position, c in enumerate(block.text))
        hidden.difference_update(*(runs(stretch) for stretch in visible.split("\n")))
    output = repr(published)
    assert [run for run in sorted(hidden) if run in output] == []
    assert len(published.passages) == len(notes)
