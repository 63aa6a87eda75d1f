"""What an import does to edited content: each rule, and then all combinations of events."""

import itertools
import re
from dataclasses import dataclass, field, replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier import front_matter
from dossier.deliver.git import merge_three_way
from dossier.ingest.captures.article_captures import IncomingCapture
from dossier.ingest.captures.stored_content import StoredContent, article_parts
from dossier.ingest.captures.versions import renew_version
from dossier.ingest.drafts.draft import draft_capture
from dossier.ingest.importing import ImportPlan, plan_import
from dossier.markdown import parse_blocks

BODY = "开头的一段。\n\n中间的一段。\n\n另外的一段。\n\n最后的一段。\n"
ID = "2023-09-05-bbc-1"
URL = "https://news.example/simp/1"
OTHER = "2023-09-06-bbc-2"


@dataclass(frozen=True)
class Draft:
    id: str = ID
    body: str = BODY
    fields: dict = field(default_factory=lambda: {"id": ID, "title": "标题", "url": URL, "language": "zh-Hans"})


def capture(
    name: str = "seen.txt", data: str = "", at: str = "2023-09-05T08:00:00Z", body: str = BODY, **fields
) -> IncomingCapture:
    """An incoming capture with a text and a time of fetching."""
    fields = {"id": ID, "title": "标题", "url": URL, "language": "zh-Hans", **fields, "captures": [{"at": at}]}
    fields = {name: value for name, value in fields.items() if value}
    return IncomingCapture(name, (data or f"{fields}{body}").encode(), Draft(fields["id"], body, fields))


def stored_content(files: dict[str, bytes], **rest) -> StoredContent:
    """A content folder with these files."""
    return replace(StoredContent().after(files), **rest)


def apply_plan(files: dict[str, bytes], planned: ImportPlan) -> dict[str, bytes]:
    """The files after a plan, which must declare what it replaces and change no capture."""
    for path in planned.writes:
        assert files.get(path) == planned.was.get(path), path
        assert not (path in files and path.startswith("captures/"))
    return {**files, **planned.writes}


def run_import(
    files: dict[str, bytes], *captures: IncomingCapture, merge=None, **rest
) -> tuple[dict[str, bytes], ImportPlan]:
    planned = plan_import(stored_content(files, **rest), captures, merge=merge)
    return apply_plan(files, planned), planned


def fates(planned: ImportPlan) -> list[tuple[str, str, str]]:
    return [(outcome.source, outcome.article, outcome.fate.value) for outcome in planned.outcomes]


def messages(planned: ImportPlan) -> str:
    return "\n".join(map(str, planned.problems))


# ── New articles ─────────────────────────────────────────────────────────────


def test_a_new_article_and_its_draft_and_its_capture():
    one = capture("seen.txt")
    files, planned = run_import({}, one)
    assert list(files) == [f"captures/{ID}.txt", f"articles/{ID}.md", f".drafts/{ID}.md"]
    assert files[f"captures/{ID}.txt"] == one.data
    assert files[f"articles/{ID}.md"] == files[f".drafts/{ID}.md"]
    fields, body = article_parts(files[f"articles/{ID}.md"])
    assert body == BODY
    assert fields["draft"] == "true"
    record = {"file": f"{ID}.txt", "sha256": sha256(one.data).hexdigest(), "at": "2023-09-05T08:00:00Z"}
    assert fields["captures"] == [record]
    assert fates(planned) == [("seen.txt", ID, "new")]


def test_the_same_import_again_writes_nothing():
    files, _ = run_import({}, capture())
    _, planned = run_import(files, capture())
    assert planned.writes == {}
    assert fates(planned) == [("seen.txt", ID, "unchanged")]


@pytest.mark.parametrize(
    ("name", "data", "file"),
    [("a.TXT", "x", ".txt"), ("a.md", "x", ".md"), ("a.html", "x", ".html"), ("https://e.example/a", "<!DOCTYPE html>", ".html"),
     ("feed.xml#3", "x", ".txt"), ("a.txt", "<!--\n saved -->\n<html>", ".html"), ("a", "x", ".txt"), ("a.e/xe", "x", ".txt")],
)  # fmt: skip
def test_the_file_of_a_capture_is_named_after_its_article(name, data, file):
    files, _ = run_import({}, capture(name, data))
    assert f"captures/{ID}{file}" in files


def test_a_stored_capture_stays_where_it_is():
    one = capture("dropped.html")
    files, _ = run_import({"captures/dropped.html": one.data}, one)
    assert sorted(files) == [f".drafts/{ID}.md", f"articles/{ID}.md", "captures/dropped.html"]
    assert article_parts(files[f"articles/{ID}.md"])[0]["captures"][0]["file"] == "dropped.html"


def test_one_capture_of_two_articles_is_stored_once():
    first = capture(data="two in one")
    second = capture(data="two in one", id=OTHER, url="https://news.example/2")
    files, _ = run_import({}, first, second)
    assert [path for path in files if path.startswith("captures/")] == [f"captures/{ID}.txt"]
    assert article_parts(files[f"articles/{OTHER}.md"])[0]["captures"][0]["file"] == f"{ID}.txt"
    assert run_import(files, first, second)[1].writes == {}


# ── Twins and recaptures ─────────────────────────────────────────────────────


def test_twins_share_the_article():
    files, planned = run_import(
        {}, capture("a.txt"), capture("b.txt", language="zh-Hant", url="https://m.news.example/trad/1")
    )
    assert sorted(path for path in files if path.startswith("captures/")) == [
        f"captures/{ID}.2.txt",
        f"captures/{ID}.txt",
    ]
    assert [record["file"] for record in article_parts(files[f"articles/{ID}.md"])[0]["captures"]] == [
        f"{ID}.txt",
        f"{ID}.2.txt",
    ]
    assert article_parts(files[f"articles/{ID}.md"])[0]["language"] == "zh-Hans"
    assert fates(planned) == [("a.txt", ID, "new"), ("b.txt", ID, "twin")]


def test_a_twin_that_comes_later_is_recorded_and_changes_no_text():
    files, _ = run_import({}, capture("a.txt"))
    body = BODY.replace("开头", "開頭").replace("中间", "中間").replace("最后", "最後")
    files, planned = run_import(files, capture("b.txt", language="zh-Hant", body=body, at="2024-01-01T00:00:00Z"))
    fields, body = article_parts(files[f"articles/{ID}.md"])
    assert body == BODY
    assert len(fields["captures"]) == 2
    assert files[f"articles/{ID}.md"] == files[f".drafts/{ID}.md"]
    assert fates(planned) == [("b.txt", ID, "twin")]


def test_a_recapture_refreshes_an_article_that_nobody_edited():
    files, _ = run_import({}, capture())
    files, planned = run_import(files, capture(body="改过的一段。\n", at="2023-09-06T00:00:00Z"))
    assert article_parts(files[f"articles/{ID}.md"])[1] == "改过的一段。\n"
    assert f"captures/{ID}.2.txt" in files
    assert fates(planned) == [("seen.txt", ID, "refreshed")]


def test_an_older_capture_is_recorded_and_changes_no_text():
    files, _ = run_import({}, capture(at="2023-09-06T00:00:00Z"))
    files, planned = run_import(files, capture(body="从前的一段。\n", at="2023-09-05T00:00:00Z"))
    assert article_parts(files[f"articles/{ID}.md"])[1] == BODY
    assert fates(planned) == [("seen.txt", ID, "version")]


def test_of_captures_without_a_time_the_last_is_followed():
    files, _ = run_import({}, capture(at=""), capture(body="新的。\n", at=""))
    assert article_parts(files[f"articles/{ID}.md"])[1] == "新的。\n"


def test_an_unchanged_page_fetched_again_is_no_new_capture():
    files, _ = run_import({}, capture(data="<!--1693890422000-->\n[标题](u)"))
    _, planned = run_import(files, capture(data="<!--1699999999000-->\n[标题](u)", at="2023-11-14T00:00:00Z"))
    assert planned.writes == {}
    assert fates(planned) == [("seen.txt", ID, "unchanged")]


def test_the_id_stays_when_a_date_or_an_address_is_added_later():
    undated = "undated-bbc-abcdef"
    files, _ = run_import({}, capture(id=undated, url=""))
    path = f"articles/{undated}.md"
    files[path] = files[path].replace(b"language:", f"url: {URL}\nlanguage:".encode())
    files, planned = run_import(files, capture("b.txt"))
    assert fates(planned) == [("b.txt", undated, "twin")]
    assert sorted(files) == [f".drafts/{undated}.md", path, f"captures/{undated}.2.txt", f"captures/{undated}.txt"]


@pytest.mark.parametrize(
    ("url", "change", "article", "fate"),
    [
        (URL, {}, "renamed", "unchanged"),  # as import would write it now, and so unedited
        (URL, {"title": "编辑的标题"}, "renamed", "kept"),
        ("", {"formerly": [ID]}, "renamed", "kept"),
        ("", {}, ID, "deleted"),  # indistinguishable from another article
    ],
)
def test_a_renamed_article_is_found_by_its_address_or_its_former_id(url, change, article, fate):
    files, _ = run_import({}, capture(url=url))
    fields, body = article_parts(files.pop(f"articles/{ID}.md"))
    files["articles/renamed.md"] = front_matter.format_article({**fields, **change, "id": "renamed"}, body).encode()
    after, planned = run_import(files, capture(url=url))
    assert fates(planned) == [("seen.txt", article, fate)]
    assert f"articles/{ID}.md" not in after
    assert after["articles/renamed.md"] == files["articles/renamed.md"]


# ── Versions ─────────────────────────────────────────────────────────────────

TEXT = "磨坊昨夜起火，五名中国员工被送回家中。\n\n镇长说，原因还在调查。\n"
CORRECTED = TEXT.replace("中国员工", "部分中国员工")
LATER = "2023-09-06T00:00:00Z"


def versions_of(files):
    return [path for path in files if path.startswith("versions/")]


def unlisted(text):
    """An article without its list of captures."""
    return re.sub(rb"(?m)^captures:.*\n(?: .*\n)*", b"", text)


def listed(files):
    captures = article_parts(files[f"articles/{ID}.md"])[0]["captures"]
    return [(entry["file"], entry.get("version", "")) for entry in captures]


def test_a_correction_is_a_version_and_an_unedited_article_follows_it():
    first, second = capture(body=TEXT), capture(body=CORRECTED, at=LATER)
    files, _ = run_import({}, first)
    assert versions_of(files) == []
    files, planned = run_import(files, second)
    assert article_parts(files[f"articles/{ID}.md"])[1] == CORRECTED
    assert listed(files) == [(f"{ID}.txt", "true"), (f"{ID}.2.txt", "true")]
    assert fates(planned) == [("seen.txt", ID, "refreshed")]
    assert planned.outcomes[0].words.paragraphs == 1
    paths = [f"versions/{ID}/{sha256(one.data).hexdigest()[:6]}.md" for one in (first, second)]
    assert sorted(versions_of(files)) == sorted(paths)
    assert [article_parts(files[path])[1] for path in paths] == [TEXT, CORRECTED]
    assert article_parts(files[paths[1]])[0]["changed"]["after"].count("部分") == 1
    assert run_import(files, first, second)[1].writes == {}
    assert run_import(files, second)[1].writes == {}


def test_captures_with_the_same_words_are_twins_without_a_file():
    files, planned = run_import({}, capture(body=TEXT), capture(body=f"{TEXT}\n3小时前\n", at=LATER))
    assert versions_of(files) == []
    assert listed(files) == [(f"{ID}.txt", ""), (f"{ID}.2.txt", "")]
    assert fates(planned) == [("seen.txt", ID, "twin"), ("seen.txt", ID, "new")]


def test_a_quoted_article_keeps_its_words():
    files, _ = run_import({}, capture(body=TEXT))
    after, planned = run_import(files, capture(body=CORRECTED, at=LATER), quoted=frozenset({ID}))
    path = f"articles/{ID}.md"
    assert {**{path: after[path] for path in files}, path: unlisted(after[path])} == {
        **files,
        path: unlisted(files[path]),
    }
    assert listed(after) == [(f"{ID}.txt", "true"), (f"{ID}.2.txt", "true")]
    assert len(versions_of(after)) == 2
    assert "quote" in messages(planned)
    assert fates(planned) == [("seen.txt", ID, "kept")]
    again = run_import(after, capture(body=CORRECTED, at=LATER), quoted=frozenset({ID}))[1]
    assert again.writes == {}
    followed, planned = run_import(after, capture(body=CORRECTED, at=LATER))  # no longer quoted
    assert fates(planned) == [("seen.txt", ID, "refreshed")]
    assert followed[path] == followed[f".drafts/{ID}.md"]
    assert article_parts(followed[path])[1] == CORRECTED


def test_an_edited_article_lists_the_captures_that_come_later_and_stays_byte_for_byte():
    path = f"articles/{ID}.md"
    files, _ = run_import({}, capture(body=TEXT))
    files[path] = files[path].replace(b"captures:\n", "captures:  # 编辑的话\r\n".encode()) + "编辑加的话。".encode()
    after, _ = run_import(files, capture(body=CORRECTED, at=LATER))
    assert listed(after) == [(f"{ID}.txt", "true"), (f"{ID}.2.txt", "true")]
    assert unlisted(after[path]) == unlisted(files[path])
    third = TEXT.replace("五名", "六名")
    after, _ = run_import(after, capture(body=third, at="2023-09-07T00:00:00Z"))
    assert [name for name, _ in listed(after)] == [f"{ID}.txt", f"{ID}.2.txt", f"{ID}.3.txt"]
    assert unlisted(after[path]) == unlisted(files[path])
    assert "captures:  # 编辑的话\r\n".encode() in after[path]
    merged, planned = run_import(after, capture(body=third, at="2023-09-07T00:00:00Z"), merge=merge_three_way)
    assert fates(planned) == [("seen.txt", ID, "merged")]
    assert "六名" in merged[path].decode()
    assert "编辑加的话" in merged[path].decode()
    assert listed(merged) == listed(after)


def test_what_an_editor_takes_from_the_list_stays_away():
    path = f"articles/{ID}.md"
    files, _ = run_import({}, capture(), capture(body=f"{BODY}\n又一段。\n", at=LATER))
    lines = files[path].splitlines(keepends=True)
    files[path] = b"".join(line for line in lines if f"{ID}.txt".encode() not in line) + "编辑的话。\n".encode()
    after, _ = run_import(files, capture())
    assert after[path] == files[path]


@pytest.mark.parametrize("reason", ["edited", "quoted"])
def test_an_earlier_capture_that_comes_again_takes_nothing_from_what_is_to_be_merged(reason):
    """What the editor has not seen yet is still there to be merged, though an older capture came in meanwhile."""
    path = f"articles/{ID}.md"
    first, second = capture("a.txt", body=TEXT), capture("b.txt", body=CORRECTED, at=LATER)
    quoted = frozenset({ID} if reason == "quoted" else ())
    files, _ = run_import({}, first)
    if reason == "edited":
        files[path] += "\n编辑的话。\n".encode()
    files, _ = run_import(files, second, quoted=quoted)
    drafts = {"a.txt": first.draft, f"{ID}.txt": first.draft, f"{ID}.2.txt": second.draft}
    planned = plan_import(
        stored_content(files, quoted=quoted), [first], merge=merge_three_way, redraft_fn=lambda file: (drafts[file],)
    )
    after = apply_plan(files, planned)
    assert "部分中国员工" in after[path].decode()
    assert ("编辑的话" in after[path].decode()) is (reason == "edited")


def test_a_version_is_renewed_with_pinned_paragraphs():
    old = front_matter.format_article({"article": ID}, TEXT).encode()
    new = front_matter.format_article({"article": ID}, TEXT.replace("镇长说", "镇长张三说")).encode()
    renewed = renew_version(old, new)
    ids = {block.id for block in parse_blocks(article_parts(old)[1], file="")[0]}
    assert "镇长张三说" in renewed.decode()
    assert ids <= {block.id for block in parse_blocks(article_parts(renewed)[1], file="")[0]}
    assert renew_version(renewed, new) == renewed


def test_a_version_stays_where_an_id_would_be_lost():
    old = front_matter.format_article({"article": ID}, TEXT).encode()
    new = front_matter.format_article({"article": ID}, TEXT.partition("\n\n")[0] + "\n").encode()
    assert renew_version(old, new) == old


# ── Links ────────────────────────────────────────────────────────────────────

LINK = "见[另一篇](https://news.example/trad/2#top)和[别处](https://else.example/(a))。\n"
LOCAL = f"见[另一篇](article:{OTHER})和[别处](https://else.example/(a))。\n"
SECOND = {"id": OTHER, "url": "https://news.example/simp/2"}


def test_a_link_to_an_article_of_the_dossier_is_local_in_either_order():
    one, two = capture(body=LINK), capture(**SECOND)
    together, _ = run_import({}, one, two)
    assert article_parts(together[f"articles/{ID}.md"])[1] == LOCAL
    in_turn, _ = run_import(run_import({}, one)[0], two)
    assert in_turn == together
    assert run_import(run_import({}, two)[0], one)[0] == together
    assert run_import(together, one, two)[1].writes == {}


def test_related_articles_are_local_too():
    related = [
        {"title": "另一篇", "url": "https://news.example/trad/2"},
        {"title": "别处", "url": "https://else.example/"},
    ]
    files, _ = run_import({}, capture(related=related), capture(**SECOND))
    fields, _ = article_parts(files[f"articles/{ID}.md"])
    assert [entry["url"] for entry in fields["related"]] == [f"article:{OTHER}", "https://else.example/"]


def test_a_link_of_an_edited_article_is_reported_and_not_changed():
    files, _ = run_import({}, capture(body=LINK))
    files[f"articles/{ID}.md"] += "编辑的话。\n".encode()
    before = files[f"articles/{ID}.md"]
    files, planned = run_import(files, capture(**SECOND))
    assert files[f"articles/{ID}.md"] == before
    assert f"article:{OTHER}" in messages(planned)


def test_pictures_in_the_dossier_become_local():
    body = "![一张图](https://pic.example/a.jpg)\n\n![](<https://pic.example/b (1).jpg>)\n\n[图](https://pic.example/a.jpg)\n"
    rights = b"a.jpg: {source: https://pic.example/a.jpg}\nb.png: {source: https://pic.example/b (1).jpg}\n"
    files, _ = run_import({}, capture(body=body), rights=rights)
    local = "![一张图](../media/a.jpg)\n\n![](../media/b.png)\n\n[图](https://pic.example/a.jpg)\n"
    assert article_parts(files[f"articles/{ID}.md"])[1] == local


# ── The editor's settings ────────────────────────────────────────────────────


@pytest.mark.parametrize("word", [ID, "seen.txt", "seen", URL, "https://m.news.example/trad/1"])
def test_captures_that_dossier_yaml_skips_are_not_imported(word):
    files, planned = run_import({}, capture(), skip=(word,))
    assert files == {}
    assert fates(planned) == [("seen.txt", ID, "skipped")]


def test_a_deleted_article_does_not_come_back_nor_do_links_to_it():
    files, _ = run_import({}, capture(**SECOND))
    del files[f"articles/{OTHER}.md"]
    files, planned = run_import(
        files, capture(body=LINK), capture(body="全新。\n", at="2024-01-01T00:00:00Z", **SECOND)
    )
    assert f"articles/{OTHER}.md" not in files
    assert article_parts(files[f"articles/{ID}.md"])[1] == LINK
    assert fates(planned) == [("seen.txt", ID, "new"), ("seen.txt", OTHER, "deleted")]
    assert f"content/.drafts/{OTHER}.md" in messages(planned)


def test_an_edited_article_is_unchanged_and_the_new_capture_stored():
    files, _ = run_import({}, capture())
    files[f"articles/{ID}.md"] += "编辑的话。\n".encode()
    after, planned = run_import(files, capture(body="改过的一段。\n", at="2023-09-06T00:00:00Z"))
    versions = {path: after[path] for path in versions_of(after)}
    assert len(versions) == 2
    path = f"articles/{ID}.md"
    assert unlisted(after[path]) == unlisted(files[path])
    assert after == {**files, **versions, **{name: after[name] for name in (path, f"captures/{ID}.2.txt")}}
    assert "dossier import --merge" in messages(planned)
    assert fates(planned) == [("seen.txt", ID, "kept")]
    merged_, planned = run_import(
        after, capture(body=BODY.replace("开头", "改过的开头"), at="2023-09-07T00:00:00Z"), merge=merge_three_way
    )
    body = article_parts(merged_[f"articles/{ID}.md"])[1]
    assert body == BODY.replace("开头", "改过的开头") + "编辑的话。\n"
    assert fates(planned) == [("seen.txt", ID, "merged")]
    assert [record["file"] for record in article_parts(merged_[f"articles/{ID}.md"])[0]["captures"]] == [
        f"{ID}.txt",
        f"{ID}.2.txt",
        f"{ID}.3.txt",
    ]


def test_a_conflict_is_written_beside_the_article():
    files, _ = run_import({}, capture())
    path, both = f"articles/{ID}.md", f".drafts/{ID}.merge.md"
    files[path] = files[path].replace("中间".encode(), "编辑的中间".encode())
    before = files[path]
    files, planned = run_import(
        files, capture(body=BODY.replace("中间", "更新的中间"), at="2023-09-06T00:00:00Z"), merge=merge_three_way
    )
    assert fates(planned) == [("seen.txt", ID, "conflict")]
    assert unlisted(files[path]) == unlisted(before)
    assert all(word in files[both].decode() for word in ("编辑的中间", "更新的中间", "<<<<<<<"))
    assert both in messages(planned)

    files[both] += "编辑正在写。".encode()
    later = capture(body=BODY.replace("中间", "再次更新的中间"), at="2023-09-07T00:00:00Z")
    waiting, planned = run_import(files, later, merge=merge_three_way)
    assert waiting[both] == files[both]
    assert unlisted(waiting[path]) == unlisted(before)
    assert "waits" in messages(planned)

    del waiting[both]  # the editor has resolved it
    settled, planned = run_import(
        waiting, capture(body=BODY.replace("中间", "更新的中间"), at="2023-09-06T00:00:00Z"), merge=merge_three_way
    )
    assert unlisted(settled[path]) == unlisted(before)
    assert both not in settled


def test_an_article_without_a_draft_is_treated_as_edited():
    files, _ = run_import({}, capture())
    del files[f".drafts/{ID}.md"]
    files[f"articles/{ID}.md"] += "编辑的话。\n".encode()
    after, planned = run_import(files, capture(), merge=merge_three_way)
    assert after == files
    assert fates(planned) == [("seen.txt", ID, "kept")]
    assert "not known" in messages(planned)


def test_a_merge_that_breaks_the_front_matter_is_a_conflict():
    files, _ = run_import({}, capture())
    files[f"articles/{ID}.md"] = files[f"articles/{ID}.md"].replace(b"title:", "kicker: 编者加的\ntitle:".encode())
    broken, planned = run_import(
        files, capture(body="新。\n", at="2024-01-01T00:00:00Z"), merge=lambda *_: (b"---\na: [\n---\n", True)
    )
    assert fates(planned) == [("seen.txt", ID, "conflict")]
    assert unlisted(broken[f"articles/{ID}.md"]) == unlisted(files[f"articles/{ID}.md"])


# ── Every combination ────────────────────────────────────────────────────────


def replaced(old: str, new: str):
    return lambda text: text.replace(old.encode(), new.encode())


EDITS = {
    "untouched": lambda text: text,
    "a word in the first paragraph": replaced("开头", "编辑的开头"),
    "a word in the last paragraph": replaced("最后", "编辑的最后"),
    "a paragraph added": lambda text: text + "\n编辑加的一段。\n".encode(),
    "a paragraph on top": replaced("---\n开头", "---\n编辑加在上面的。\n\n开头"),
    "a paragraph removed": replaced("另外的一段。\n\n", ""),
    "the draft approved": replaced("draft: true\n", ""),
    "a title of one's own": replaced("title: 标题", "title: 编辑的标题"),
    "a note on the dates": replaced("draft: true\n", "draft: true\ndates: [{quote: 周三, as: 2023-08-30}]\n"),
    "rewritten": lambda text: "---\nid: x\n---\n编辑全部重写。\n".encode(),
    "another program's line ends": lambda text: text.replace(b"\n", b"\r\n"),
    "a slip in the front matter": replaced("title: 标题", "title: 编辑的: [标题"),
    "no line end at the end": lambda text: text.rstrip(b"\n"),
    "emptied": lambda text: b"",
    "bytes that are no text": lambda text: text + b"\xff\xfe\0",
}
UPSTREAM = {
    "as it was": {},
    "corrected at the start": {"body": BODY.replace("开头", "更正的开头")},
    "corrected in the middle": {"body": BODY.replace("中间", "更正的中间")},
    "longer": {"body": BODY + "\n补充的一段。\n"},
    "cut": {"body": BODY.replace("另外的一段。\n\n", "")},
    "a new headline": {"title": "新标题"},
}
DELETED = {
    "nothing": (),
    "the article": ("articles",),
    "the draft": (".drafts",),
    "both": ("articles", ".drafts"),
    "the capture": ("captures",),
}
CASES = list(itertools.product(EDITS, UPSTREAM, DELETED, (None, merge_three_way)))


@pytest.mark.parametrize("merge", [None, merge_three_way], ids=["import", "import --merge"])
@pytest.mark.parametrize("deleted", DELETED)
@pytest.mark.parametrize("upstream", UPSTREAM)
def test_nothing_an_editor_wrote_is_lost(upstream, deleted, merge):
    for edit, change in EDITS.items():
        before, _ = run_import({}, capture())
        path = f"articles/{ID}.md"
        before[path] = change(before[path])
        before = {name: data for name, data in before.items() if name.split("/")[0] not in DELETED[deleted]}
        news = capture(
            **UPSTREAM[upstream], at="2023-09-06T00:00:00Z" if UPSTREAM[upstream] else "2023-09-05T08:00:00Z"
        )
        after, _ = run_import(before, news, merge=merge)
        assert_preserved(before, after, news, merge, f"{edit}, then upstream {upstream}, {deleted} deleted")
        again = run_import(after, news, merge=merge)[1]
        assert again.writes == {}, edit


def assert_preserved(before, after, news, merge, case):
    path, last = f"articles/{ID}.md", f".drafts/{ID}.md"
    assert all(after[name] == data for name, data in before.items() if name.startswith("captures/")), case
    text, draft = before.get(path), before.get(last)
    if text is None:
        assert (path in after) is (draft is None), case  # only the draft records a deletion
    elif text == draft:
        assert article_parts(after[path])[1] == news.draft.body, case
        assert after[path] == after[last], case
    elif merge is None or draft is None:
        assert unlisted(after[path]) == unlisted(text), case
        assert set(text.splitlines()) <= set(after[path].splitlines()) | relisted(text), case
    else:
        own = set(text.splitlines()) - set(draft.splitlines()) - relisted(text)
        removed = set(draft.splitlines()) - set(text.splitlines())
        lines = set(after[path].splitlines())
        assert own <= lines, case
        assert not removed & lines, case
        if unlisted(after[path]) != unlisted(text):
            assert f".drafts/{ID}.merge.md" not in after, case


def relisted(text):
    """The lines of the list of captures, in which what becomes a version is marked so."""
    return set(text.splitlines()) - set(unlisted(text).splitlines())


FRONT = "---\ntitle: 标题\n{}\n---\n正文。\n"


@pytest.mark.parametrize(
    "fields",
    [
        "captures: none",
        "captures: [a, [b], {at: x}, {file: [x]}, {file: ../../out.txt, sha256: [1]}]",
        "captures: [{file: x.txt, sha256: {a: b}, at: [1]}]\nurl: [x]\nformerly: {a: b}\nlanguage: []\nrelated: [x, {url: []}]",
        "url: 'http://[::1'\nformerly: [[], x]",
    ],
)
def test_invalid_front_matter_does_not_stop_an_import(fields):
    files = {"articles/strange.md": FRONT.format(fields).encode(), ".drafts/odd.md": FRONT.format(fields).encode()}
    after, planned = run_import(files, capture(), capture(**SECOND), merge=merge_three_way)
    assert [fate for _, _, fate in fates(planned)] == ["new", "new"]
    assert files.items() <= after.items()


@given(st.binary(max_size=200) | st.text("-:\n {}[]标题 'url'", max_size=200).map(str.encode))
def test_any_text_of_an_article_is_preserved(text):
    before = {f"articles/{ID}.md": text, f".drafts/{ID}.md": b"---\ntitle: x\n---\n"}
    after, _ = run_import(before, capture())
    assert after[f"articles/{ID}.md"] == text


def test_there_are_enough_cases():
    assert len(CASES) >= 500


# ── Other articles ────────────────────────────────────────────────────────────────

FIRE = "镇上的磨坊昨夜起火，消防队用了三个小时才把火扑灭，幸好没有人受伤，只烧掉了十二袋面粉和一辆旧车。\n"
SCHOOL = "山下的小学今天开学，校长站在门口迎接每一个孩子，操场上挂满彩旗，新来的老师会弹琴也会修屋顶。\n"


def saved(text, url="", title=""):
    head = f"<title>{title}</title>" + (f'<link rel="canonical" href="{url}">' if url else "")
    paragraphs = "".join(f"<p>{text.strip()}{number}</p>" for number in "一二三四")
    page = f"<!DOCTYPE html><html lang=zh><head>{head}</head><body><article>{paragraphs}</article></body></html>"
    return [IncomingCapture("a.html", page.encode(), draft) for draft in draft_capture("a.html", page.encode())]


@pytest.mark.parametrize("title", ["", "今日新闻"])
@pytest.mark.parametrize("url", ["", "https://news.example/", "https://news.example/zh/index.html"])
def test_unrelated_pages_without_an_address_are_separate_articles(url, title):
    files, planned = run_import({}, *saved(FIRE, url, title), *saved(SCHOOL, url, title))
    articles = [path for path in files if path.startswith("articles/")]
    assert len(articles) == 2
    assert [fate for _, _, fate in fates(planned)] == ["new", "new"]
    assert run_import(files, *saved(SCHOOL, url, title), *saved(FIRE, url, title))[1].writes == {}


def test_one_address_on_unrelated_pages_gives_two_articles_and_a_warning():
    one, other = capture("a.txt", body=FIRE), capture("b.txt", body=SCHOOL, title="开学了")
    files, planned = run_import({}, one, other)
    assert len([path for path in files if path.startswith("articles/")]) == 2
    assert "warning[twin]: its address is that of" in messages(planned)
    assert run_import(files, other, one)[1].writes == {}
