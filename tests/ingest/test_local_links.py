"""Address keys, and links that become local."""

import pytest

from dossier.ingest.drafts.local_links import LocalTargets, address_key, linked_addresses

SAME = [
    ("http://www.bbc.com/zhongwen/simp/world-66714623", "https://www.bbc.co.uk/zhongwen/trad/world-66714623?at_campaign=x#top"),
    ("https://www.bbc.com/zhongwen/articles/c0abc123def/simp", "https://www.bbc.com/zhongwen/articles/c0abc123def/trad.amp"),
    ("https://cn.nytimes.com/world/20230905/some-words/", "https://m.cn.nytimes.com/world/20230905/some-words/zh-hant/?utm_source=x"),
    ("https://cn.nytimes.com/world/20230905/some-words/", "https://cn.nytimes.com/world/20230905/some-words/dual/"),
    ("https://www.dw.com/zh/%E7%AE%80/a-66721802", "https://www.dw.com/zh-hant/%E7%B9%81/a-66721802"),
    ("https://news.example/a/1.html", "http://mobile.news.example//a/1"),
]  # fmt: skip
OTHER = [
    ("https://www.bbc.com/zhongwen/simp/world-66714623", "https://www.bbc.com/zhongwen/simp/world-66714624"),
    ("https://news.example/read?id=1", "https://news.example/read?id=2"),
    ("https://news.example/simple/1", "https://news.example/1"),
    ("https://news.example/", "https://m.example/"),
    ("https://m.com/a", "https://www.m.com/b"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_addresses_of_one_article_have_one_key(one, other):
    assert address_key(one) == address_key(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_addresses_of_two_articles_have_two_keys(one, other):
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize("url", ["", "http://[::1", "not an address", "http://m./x"])
def test_an_invalid_address_is_its_own_key(url):
    assert address_key(url) == address_key(url)


def test_links_to_own_articles_become_local_and_others_stay():
    local = LocalTargets({address_key("https://n.example/1"): "one"}, {})
    body = (
        "[一](https://n.example/1)[二](<https://m.n.example/1>)[三](https://n.example/2)\n"
        "[四](article:x)[五](https://e.example/(https://n.example/1))https://n.example/1\n"
    )
    assert local.body(body) == (
        "[一](article:one)[二](article:one)[三](https://n.example/2)\n"
        "[四](article:x)[五](https://e.example/(https://n.example/1))https://n.example/1\n"
    )


def test_the_linked_pages_of_an_article():
    fields = {"related": [{"title": "一", "url": "https://n.example/1"}, {"title": "二", "url": "article:two"}]}
    assert linked_addresses(fields, "[三](https://m.n.example/3)[四](article:four)") == {"n.example/1", "n.example/3"}
