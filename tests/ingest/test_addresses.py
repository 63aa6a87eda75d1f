"""Addresses are normalised, and addresses of one article recognised."""

import pytest

from dossier.ingest.drafts.local_links import address_key
from dossier.ingest.html.tree import parse_html
from dossier.ingest.metadata.addresses import absolute_url, picture_url, readable_url, without_proxy, without_tracking
from dossier.ingest.outlets import packaged_rules

BASE = "https://www.bbc.com/zhongwen/simp/world-90000001"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/zhongwen/trad/world-90000002", "https://www.bbc.com/zhongwen/trad/world-90000002"),
        ("//a.example/b", "https://a.example/b"),
        (" https://a.example/b c\n", "https://a.example/b%20c"),
        ("https://a.example/{x}|y", "https://a.example/%7Bx%7D%7Cy"),
        ("https://a.examplehttps://b.example/c", "https://b.example/c"),
        ("http://https//b.example/c", "https://b.example/c"),
        ("http://http//https://b.example/c", "https://b.example/c"),
        ("http:// b.example/c", "http://b.example/c"),
        ("https:/b.example/c", "https://b.example/c"),
        ("https://a.example/?u=https://b.example/", "https://a.example/?u=https://b.example/"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("#part", ""),
        ("", ""),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("JaVaScRiPt:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("https://[x", ""),
        ("https://a.example:x/", ""),
    ],
)
def test_an_address_is_absolute_or_nothing(href, expected):
    assert absolute_url(href, BASE) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/?at_campaign=64&at_medium=rss", "https://a.example/"),
        ("https://a.example/?id=7&utm_source=x&page=2", "https://a.example/?id=7&page=2"),
        ("https://www.nytimes.com/a.html?smid=url-share#part", "https://www.nytimes.com/a.html#part"),
        ("https://www.nytimes.com/a.html?action=click&module=Top&pgtype=Homepage", "https://www.nytimes.com/a.html"),
        ("https://a.example/?module=7&action=edit", "https://a.example/?module=7&action=edit"),
        ("https://twitter.com/a/status/1?ref_src=twsrc%5Etfw", "https://twitter.com/a/status/1"),
        ("https://a.example/x#:~:text=a%20b", "https://a.example/x#:~:text=a%20b"),
        ("https://a.example/?a=%2F&b=%20", "https://a.example/?a=%2F&b=%20"),
    ],
)
def test_tracking_is_removed_and_the_rest_unchanged(url, expected):
    assert without_tracking(url) == expected


def test_an_outlets_rewrites_make_api_addresses_readable():
    rule = packaged_rules().for_address("https://www.dw.com/zh/x/a-1")
    assert readable_url("https://api.dw.com/api/detail/article/90000002", BASE, rule.links) == (
        "https://www.dw.com/zh/a-90000002"
    )


@pytest.mark.parametrize(
    ("src", "expected"),
    [
        ("https://images.weserv.nl/?url=a.example/b.jpg", "https://a.example/b.jpg"),
        ("https://images.weserv.nl?url=a.example/b.jpg", "https://a.example/b.jpg"),
        ("https://images.weserv.nl/?w=80&url=http%3A%2F%2Fa.example%2Fb.jpg&h=3", "http://a.example/b.jpg"),
        ("https://images.weserv.nl/?url=a.example/r/?m=02&d=20&w=600", "https://a.example/r/?m=02&d=20"),
        ("https://t.example/unsafe/134x75/https://t.example/unsafe/p/1.jpg", "https://t.example/unsafe/p/1.jpg"),
        ("https://i0.wp.com/a.example/b.jpg?w=9", "https://a.example/b.jpg"),
        ("https://a.example/b.jpg?url=c", "https://a.example/b.jpg?url=c"),
    ],
)
def test_the_address_of_a_picture_behind_a_proxy_is_found(src, expected):
    assert without_proxy(src) == expected


@pytest.mark.parametrize(
    ("img", "expected"),
    [
        ('<img src="a.jpg" srcset="/s.jpg 240w, /l.jpg 800w, /m.jpg 480w">', "https://www.bbc.com/l.jpg"),
        ('<img src="a.jpg" srcset="/s,1.jpg 1x,/l,2.jpg 2.5x">', "https://www.bbc.com/l,2.jpg"),
        (
            '<picture><source srcset="/l.jpg 900w"><img src="/a.jpg" srcset="/s.jpg 9w"></picture>',
            "https://www.bbc.com/l.jpg",
        ),
        ('<img src="data:image/gif;base64,x" data-src="/lazy.jpg">', "https://www.bbc.com/lazy.jpg"),
        ('<img src="">', ""),
    ],
)
def test_the_largest_size_of_a_picture_is_chosen(img, expected):
    element = next(element for element in parse_html(img).iter() if element.name == "img")
    assert picture_url(element, BASE) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.bbc.com/zhongwen/simp/world-90000001", "http://www.bbc.co.uk/zhongwen/trad/world-90000001/"),
        ("https://www.bbc.com/zhongwen/articles/c1/simp", "https://www.bbc.com/zhongwen/articles/c1/trad"),
        ("https://cn.nytimes.com/world/20230905/a/", "https://m.cn.nytimes.com/world/20230905/a/zh-hant/"),
        ("https://cn.nytimes.com/world/20230905/a/", "https://cn.nytimes.com/world/20230905/a/dual/?utm_source=x"),
        ("https://www.dw.com/zh/%E6%A9%8B/a-90000001", "https://www.dw.com/zh/a-90000001"),
        ("https://www.dw.com/zh/%E6%A9%8B/a-90000001", "https://m.dw.com/zh-hant/x/a-90000001#c"),
        ("https://www.rfi.fr//cn/a-b", "https://rfi.fr/cn/a-b"),
    ],
)
def test_addresses_of_one_article_have_one_key(one, other):
    assert address_key(one) == address_key(other)


def test_addresses_of_two_articles_have_two_keys():
    urls = [
        "https://a.example/?id=1",
        "https://a.example/?id=2",
        "https://a.example/b",
        "https://b.example/b",
        "mailto:a@b",
    ]
    assert len({address_key(url) for url in urls}) == len(urls)
