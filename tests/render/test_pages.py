"""The pages of the small dossier: which there are, what they say of what is not there, how they are linked."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from html import unescape

import pytest

from dossier import render
from dossier.markdown import parse_blocks
from dossier.model import Article, Citation, Dossier, Event, FreePage, Library, Location, Outlet, Settings, Withheld
from dossier.render.pages import compare, site_pages
from dossier.render.site import build_site

NORTH, SOUTH = "2023-09-13-bbc-10000001", "2023-09-14-dw-10000002"


def html(dossier: Dossier, path: str) -> str:
    output, problems = render.render_site(dossier)
    assert [problem for problem in problems if problem.check == "link"] == []
    return output[path].decode()


def with_article(dossier: Dossier, article_id: str, **changes: object) -> Dossier:
    articles = tuple(replace(a, **changes) if a.id == article_id else a for a in dossier.content.articles)
    return replace(dossier, content=replace(dossier.content, articles=articles))


def with_settings(dossier: Dossier, **changes: object) -> Dossier:
    return replace(dossier, content=replace(dossier.content, settings=replace(dossier.content.settings, **changes)))


def test_every_page_of_the_contract_is_there(dossier):
    paths = {page.path for page in site_pages(build_site(dossier))}
    assert paths >= {
        "index.html",
        "articles/index.html",
        f"articles/{NORTH}.html",
        "entities/index.html",
        "entities/kim-jong-un.html",
        "timeline.html",
        "claims.html",
        "compare/index.html",
        "compare/summit.html",
        "outlets/bbc-zh.html",
        "search.html",
        "about.html",
        "404.html",
    }


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en", "fr"])
def test_an_empty_dossier_is_a_site(language):
    output, problems = render.render_site(Dossier(Library(Settings("空卷", language=language), {})))
    assert [problem.check for problem in problems] == ["base-url"]
    assert "空卷" in output["index.html"].decode()


def test_two_pages_at_one_address_are_a_problem(dossier):
    page = FreePage("timeline", "我的时间线", (), Location("content/pages/timeline.md"))
    _, problems = render.render_site(replace(dossier, content=replace(dossier.content, pages=(page,))))
    assert [(p.at.file, p.check) for p in problems] == [("content/pages/timeline.md", "address")]


def test_the_same_dossier_gives_the_same_bytes(dossier):
    assert render.render_site(dossier) == render.render_site(dossier)


def test_a_page_is_the_same_whichever_was_asked_for_before(dossier):
    summary = parse_blocks(
        f"见[这一段](article:{NORTH}#{dossier.content.articles[0].body[0].id})。", file="entities.yaml"
    )[0]
    entities = tuple(replace(entity, summary=summary) for entity in dossier.content.entities)
    linking = replace(dossier, content=replace(dossier.content, entities=entities))
    (forth, _), (back, _) = render.render_site(linking), render.render_site(linking)
    assert [forth[path] for path in forth] == [back[path] for path in reversed(list(forth))][::-1]


def test_no_page_has_script_or_style_within_it(dossier):
    output, _ = render.render_site(dossier)
    for path, data in output.items():
        if path.endswith(".html"):
            text = data.decode()
            assert "style=" not in text, path
            assert "<style" not in text, path
            assert all(
                tag.startswith((' src="', ' type="application/ld+json"')) for tag in text.split("<script")[1:]
            ), path


@pytest.mark.parametrize("path", ["assets/dossier.css", "assets/dossier.js"])
def test_what_every_page_loads_is_light(dossier, path):
    output, _ = render.render_site(dossier)
    assert 0 < len(output[path]) <= 30_000


def test_the_internal_edition_is_kept_from_search_engines(dossier):
    noindex = '<meta name="robots" content="noindex">'
    assert noindex in html(dossier, "timeline.html")
    assert noindex not in html(replace(dossier, edition="public"), "timeline.html")


def test_others_words_are_kept_from_search_engines_in_public_too(dossier):
    public = replace(dossier, edition="public")
    noindex = '<meta name="robots" content="noindex">'
    assert noindex in html(with_article(public, NORTH, text="full", rights="excerpt"), f"articles/{NORTH}.html")
    assert noindex not in html(public, f"articles/{NORTH}.html")


def test_a_former_address_sends_its_reader_on(dossier):
    moved = html(with_article(dossier, NORTH, formerly=("undated-bbc-1",)), "articles/undated-bbc-1.html")
    assert f'content="0; url={NORTH}.html"' in moved
    assert f'<link rel="canonical" href="https://example.org/dossier/articles/{NORTH}.html">' in moved


def test_404_has_absolute_links_and_no_other_page_has(dossier):
    assert 'href="/dossier/timeline.html"' in html(dossier, "404.html")
    assert 'href="/dossier/' not in html(dossier, "timeline.html")


def test_an_article_shown_to_nobody_keeps_its_place_and_says_why(dossier):
    page = html(with_article(dossier, NORTH, withheld="当事人要求撤下"), f"articles/{NORTH}.html")
    assert "当事人要求撤下" in page
    assert "谢尔盖·绍伊古看过一场武器展" not in page
    assert "谢尔盖·绍伊古看过一场武器展" not in html(
        with_article(dossier, NORTH, withheld="当事人要求撤下"), "timeline.html"
    )


def test_what_an_edition_leaves_out_is_counted_where_it_was(dossier):
    article = next(article for article in dossier.content.articles if article.id == NORTH)
    numbered = [block for block in article.body if block.number]
    left = tuple(block for block in article.body if block not in numbered[1:3])
    cut = replace(with_article(dossier, NORTH, body=left), findings={}, passages={})
    page = html(replace(cut, withheld=(Withheld(NORTH, 2, "excerpt"),)), f"articles/{NORTH}.html")
    assert "［略2段］" in page
    assert "本版略去2处文字" in page


def test_a_source_that_may_not_be_shown_is_still_a_source(dossier):
    events = tuple(
        replace(e, sources=(*e.sources, Citation("", "", e.at))) if e.id == "summit" else e for e in dossier.timeline
    )
    page = html(replace(dossier, content=replace(dossier.content, events=events), timeline=events), "timeline.html")
    assert page.count("来源存在，本版不公开") == 1


def test_a_quotation_from_a_summary_says_so(dossier):
    assert "本卷摘要" in html(dossier, "claims.html")
    assert "本卷摘要" not in html(with_article(dossier, NORTH, text="full"), "claims.html")


def test_a_page_in_english_names_the_language_of_what_is_not(dossier):
    settings = replace(dossier.content.settings, language="en")
    page = html(replace(dossier, content=replace(dossier.content, settings=settings)), f"articles/{NORTH}.html")
    assert '<html lang="en">' in page
    assert '<article class="src" aria-label="Text" lang="zh-Hans">' in page


def third(dossier: Dossier, **changes: object) -> Dossier:
    """The dossier with a third outlet, whose one article is about something else."""
    other = Article(
        "2023-09-15-cna-3", "另一件事", "cna", "zh-Hant", _head(dossier), (), dossier.content.articles[0].at
    )
    content = dossier.content
    outlets = {**content.outlets, "cna": Outlet("cna", "中央社", language="zh-Hant")}
    articles = (*content.articles, replace(other, **changes))
    return replace(dossier, content=replace(content, articles=articles, outlets=outlets))


def _head(dossier: Dossier):
    return dossier.content.articles[0].header[:1]


def passages_wording(dossier: Dossier, event_id: str = "summit") -> str:
    its = build_site(dossier)
    event: Event = its.events[event_id]
    dates = [dated for dated in compare.matching_dates(its, event) if its.articles[dated.article].outlet == "cna"]
    return compare.no_passages_wording(its, event, "cna", dates)


def test_no_mention_is_said_only_of_a_whole_text_that_was_searched(dossier):
    assert passages_wording(third(dossier)) == "本稿未提"


@pytest.mark.parametrize("changes", [{"text": "digest"}, {"withheld": "暂缓"}])
def test_of_a_text_that_is_not_whole_only_that_it_is_not_cited(dossier, changes):
    assert passages_wording(third(dossier, **changes)) == "未引用"


def test_of_a_text_that_an_edition_cut_only_that_it_is_not_cited(dossier):
    cut = replace(third(dossier), withheld=(Withheld("2023-09-15-cna-3", 3, "excerpt"),))
    assert passages_wording(cut) == "未引用"


@pytest.mark.parametrize("changes", [{"who": ()}, {"when": None}])
def test_of_an_event_that_cannot_be_searched_for_only_that_it_is_not_cited(dossier, changes):
    other = third(dossier)
    events = tuple(replace(event, **changes) if event.id == "summit" else event for event in other.timeline)
    assert passages_wording(replace(other, timeline=events)) == "未引用"


def test_a_dated_sentence_that_names_one_of_them_is_no_silence(dossier):
    its = build_site(dossier)
    dates = [dated.surface for dated in compare.matching_dates(its, its.events["summit"]) if dated.article == NORTH]
    assert dates == ["周三"]


def test_an_event_of_one_outlet_has_no_comparison(dossier):
    its = build_site(dossier)
    assert "summit" in its.compared_events
    assert "weapons-show" not in its.compared_events


def test_a_former_id_of_an_entity_an_event_or_a_claim_still_leads_there(dossier):
    content = dossier.content
    entity = replace(content.entities[0], formerly=("once-called",))
    event = replace(next(event for event in dossier.timeline if event.when), formerly=("once-planned",))
    claim = replace(content.claims[0], formerly=("once-claimed",))
    renamed = replace(
        dossier,
        content=replace(
            content,
            entities=(entity, *content.entities[1:]),
            events=tuple(event if one.id == event.id else one for one in content.events),
            claims=(claim, *content.claims[1:]),
        ),
        timeline=tuple(event if one.id == event.id else one for one in dossier.timeline),
    )
    assert f'content="0; url={entity.id}.html"' in html(renamed, "entities/once-called.html")
    assert (
        '<span id="once-planned"></span>'
        in html(renamed, "timeline.html").split(f'id="{event.id}"')[1].split("</li>")[0]
    )
    assert (
        '<span id="once-claimed"></span>'
        in html(renamed, "claims.html").split(f'id="{claim.id}"')[1].split("</section>")[0]
    )


def test_the_page_for_unknown_addresses_has_its_styles_with_it_where_no_base_url_is_known(dossier):
    without = with_settings(dossier, base_url="")
    page = html(without, "404.html")
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert "--paper" in style
    assert f"style-src 'self' 'sha256-{digest}'" in unescape(page)
    assert "<style>" not in html(with_settings(dossier, base_url="https://example.org/"), "404.html")
