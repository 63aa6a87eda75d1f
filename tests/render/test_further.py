"""Lists too long for their page: they go on on further ones, each article on one of them, and a full one stays as it is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from dossier import edtf, render
from dossier.model import Dossier
from dossier.render.pages import pagination

NORTH = "2023-09-13-bbc-10000001"


def many(dossier: Dossier, number: int) -> Dossier:
    """The dossier with so many copies of one report, on days that follow one another, and of what was found in it."""
    (model,) = (article for article in dossier.content.articles if article.id == NORTH)
    of_it = dossier.findings[NORTH]
    days = [date(2019, 1, 1) + timedelta(days=nth) for nth in range(number)]
    ids = [f"{day}-bbc-copy" for day in days]
    copies = [replace(model, id=of, published=edtf.parse(f"{day}")) for of, day in zip(ids, days, strict=True)]
    findings = {
        of: of_it._replace(
            mentions=tuple(mention._replace(article=of) for mention in of_it.mentions),
            dates=tuple(
                item._replace(article=of, when=edtf.parse(when))
                for item in of_it.dates
                for when in (f"{day}", f"{day}/{day + timedelta(days=1)}")
            ),
        )
        for of, day in zip(ids, days, strict=True)
    }
    content = replace(dossier.content, articles=tuple(copies), notes=(), corrections=(), events=(), claims=())
    return replace(dossier, content=content, findings=findings, passages={}, timeline=())


def listed_articles(output: dict[str, bytes], pattern: str) -> dict[str, list[str]]:
    """The articles that each page of a list links to."""
    pages = [path for path in output if re.fullmatch(pattern, path)]
    return {
        path: list(dict.fromkeys(re.findall(r'href="[^"#]*?([\d-]+-bbc-copy)\.html', output[path].decode())))
        for path in pages
    }


@pytest.mark.parametrize(
    ("sizes", "begins"),
    [([], [0]), ([1] * 6, [0]), ([1] * 7, [0, 3]), ([1] * 10, [0, 3, 6]), ([9, 1, 1, 1, 1], [0, 1]), ([1, 9], [0])],
)
def test_a_page_is_full_before_the_next_begins_and_the_last_is_never_nearly_empty(sizes, begins):
    assert pagination.page_starts(sizes, 3) == begins


@pytest.mark.parametrize("number", range(40))
def test_what_comes_after_moves_nothing(number):
    assert pagination.page_starts([2] * (number + 9), 5)[
        : len(pagination.page_starts([2] * number, 5))
    ] == pagination.page_starts([2] * number, 5)


@pytest.mark.parametrize(
    "pages",
    [
        r"articles/index(\.\d+)?\.html",
        r"outlets/bbc-zh(\.\d+)?\.html",
        r"about(\.\d+)?\.html",
        r"entities/kim-jong-un(\.\d+)?\.html",
    ],
)
def test_each_report_stands_on_one_page_and_the_newest_on_the_first(dossier, pages):
    output, _ = render.render_site(many(dossier, 900))
    listed = listed_articles(output, pages)
    every = [article for articles in listed.values() for article in articles]
    assert len(listed) > 1
    assert len(every) == len(set(every)) == 900
    first = min(listed, key=len)
    assert max(every) in listed[first]
    assert all(max(listed[path]) < min(listed[first]) for path in listed if path != first)
    assert all(f'href="{path.rpartition("/")[2]}"' in output[first].decode() for path in listed if path != first)


def test_every_page_of_a_long_dossier_is_sound(dossier):
    output, _ = render.render_site(many(dossier, 1_500))
    pages = [path for path in output if path.endswith(".html") and not path.endswith("-bbc-copy.html")]
    assert {"search.html", "timeline.html", "timeline.2019-01.html", "timeline.2022-12.html"} <= set(pages)
    assert max(len(output[path]) for path in pages) < 500_000


@pytest.mark.parametrize("path", ["articles/index.1.html", "entities/kim-jong-un.1.html", "timeline.2019-01.html"])
def test_a_full_page_stays_as_it_is(dossier, path):
    before, _ = render.render_site(many(dossier, 1_200))
    after, _ = render.render_site(many(dossier, 1_500))
    assert before[path].decode().splitlines() == after[path].decode().splitlines()
