"""Feeds are split into captures; the expected result is beside each fixture."""

from itertools import pairwise
from pathlib import Path

import pytest

from dossier.ingest.formats import feeds
from dossier.problems import Failure

FEEDS = Path(__file__).parent.parent / "fixtures/feeds"
AT = "2023-09-07T08:00:00Z"
RSS = b'<?xml version="1.0"?><rss version="2.0"><channel>%s</channel></rss>'


@pytest.mark.parametrize("path", sorted(FEEDS.glob("*.xml")), ids=lambda path: path.stem)
def test_feed(path, update_golden):
    items, problems = feeds.feed_items(path.name, path.read_bytes(), AT)
    result = "\n".join([*(f"== {item.name}\n{item.data.decode()}" for item in items), *map(str, problems), ""])
    if update_golden:
        path.with_suffix(".txt").write_text(result, "utf-8")
    assert result == path.with_suffix(".txt").read_text("utf-8")


def test_all_kinds_of_feeds_are_recognised():
    for path in FEEDS.glob("*.xml"):
        text = path.read_text("utf-8")
        assert feeds.is_feed(path.read_bytes())
        assert feeds.is_feed(text.encode("utf-8-sig"))
        assert feeds.is_feed(text.replace("UTF-8", "UTF-16").encode("utf-16"))


@pytest.mark.parametrize(
    "data", [b"", b"<html><body><rss>", b"# feed", b"[rss](x)", b"<!doctype html><feed-me>", b"\0" * 99]
)
def test_other_files_are_not_recognised(data):
    assert not feeds.is_feed(data)


def test_the_declared_encoding_is_used():
    text = (FEEDS / "rdf.xml").read_text("utf-8")
    expected = feeds.feed_items("x", text.encode(), AT)
    assert feeds.feed_items("x", text.replace("UTF-8", "UTF-16").encode("utf-16"), AT) == expected
    assert feeds.feed_items("x", text.replace("UTF-8", "GB18030").encode("gb18030"), AT) == expected


def test_an_unknown_time_of_fetching_is_left_out():
    (item,), _ = feeds.feed_items("rdf.xml", (FEEDS / "rdf.xml").read_bytes())
    assert b"<!--" not in item.data


@pytest.mark.parametrize(
    ("data", "fact", "parsed"),
    [
        (RSS % b"", "no items", 1),
        (RSS % (b"<b>" * 100_000 + b"</b>" * 100_000), "nested more than 200 deep", 0),
        (RSS % (b"<item><title>&</title>" + b"<b>" * 1_100_000), "no plain XML", 0),
        (b"<rss", "neither an RSS nor an Atom feed|no items", 1),
    ],
)
def test_a_hostile_feed_is_refused_before_it_is_parsed(data, fact, parsed, monkeypatch):
    calls = []
    parse = feeds.feedparser.parse
    monkeypatch.setattr(
        feeds.feedparser, "parse", lambda *arguments, **more: calls.append(1) or parse(*arguments, **more)
    )
    with pytest.raises(Failure, match=fact):
        feeds.feed_items("hostile.xml", data)
    assert len(calls) == parsed


def test_nested_entities_are_not_expanded():
    letters = "abcdefghij"
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(letters))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [{entities}]><rss version="2.0"><channel><item><title>t</title><link>https://e.example/</link><description>&j;</description></item></channel></rss>'
    items, _ = feeds.feed_items("bomb.xml", bomb.encode())
    assert sum(len(item.data) for item in items) < 10_000


def test_no_file_is_opened(tmp_path):
    secret = tmp_path / "feed.xml"
    secret.write_bytes((FEEDS / "rdf.xml").read_bytes())
    with pytest.raises(Failure):
        feeds.feed_items("x", str(secret).encode())


def test_an_invalid_address_affects_only_its_item():
    rss = "<rss version='2.0'><channel><link>https://a.example/</link>{}</channel></rss>"
    item = "<item><title>{0}</title><link>{1}</link><description>{0} {0}</description></item>"
    data = rss.format(item.format("a", "http://[") + item.format("b", "https://a.example/b")).encode()
    items, problems = feeds.feed_items("feed.xml", data)
    assert [one.name for one in items] == ["feed.xml#2"]
    assert "feed.xml#1: error[feed]: the item “a” has no address" in "\n".join(map(str, problems))
