"""`dossier suggest`: what it prints, for people and programs, and what it writes when something is declined."""

import json

import pytest

from dossier import front_matter
from dossier.cli import main

ARTICLE = """---
id: 2023-09-06-gazette-harbour
title: 港口的两个人
outlet: gazette
url: https://example.org/harbour
published: 2023-09-06
language: zh-Hans
---
港务局发言人约翰·里德（John Reed）说，9月12日北京将举行会谈。里德没有再说什么。
"""


@pytest.fixture
def content(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1694000000")
    content = tmp_path / "content"
    (content / "articles").mkdir(parents=True)
    (content / "dossier.yaml").write_text(
        "title: 港口\neditors: [王]\noutlets: {gazette: {name: Gazette, url: https://example.org, language: zh-Hans}}\n",
        "utf-8",
    )
    (content / "articles" / "2023-09-06-gazette-harbour.md").write_text(ARTICLE, "utf-8")
    return content


def run(capsys, content, *arguments):
    status = main(["suggest", "--content", str(content), *arguments])
    return status, *capsys.readouterr()


def offered(capsys, content, *arguments):
    _, out, _ = run(capsys, content, "--format", "json", *arguments)
    return json.loads(out)


def test_json_tells_kind_key_record_places_and_confidence(content, capsys):
    rows = offered(capsys, content)
    assert [(row["kind"], row["key"]) for row in rows] == [("entity", "john-reed"), ("entity", "beijing")]
    assert rows[0]["record"] == {"type": "person", "name": {"zh-Hans": "约翰·里德", "en": "John Reed"}}
    assert 0 < rows[0]["confidence"] <= 1
    text = front_matter.split_front_matter(ARTICLE, "")[1].strip()
    assert [text[place["start"] : place["end"]] for place in rows[0]["places"]] == ["约翰·里德", "里德"]


def test_what_comes_first_is_said_where_nothing_is_described(content, capsys):
    _, _, err = run(capsys, content)
    assert "no name is described yet" in err
    (content / "entities.yaml").write_text("beijing: {type: place, name: {zh-Hans: 北京}}\n", "utf-8")
    _, _, err = run(capsys, content)
    assert "no name is described yet" not in err


def test_options_choose_what_is_offered(content, capsys):
    (content / "entities.yaml").write_text("beijing: {type: place, name: {zh-Hans: 北京}}\n", "utf-8")
    assert [row["kind"] for row in offered(capsys, content, "--names")] == ["entity"]
    assert [row["kind"] for row in offered(capsys, content, "--events")] == ["event"]
    assert [row["kind"] for row in offered(capsys, content)] == ["entity", "event"]
    assert len(offered(capsys, content, "--names", "--limit", "1")) == 1


def test_what_is_declined_is_written_down_and_not_offered_again(content, capsys):
    path = content / "declined.yaml"
    path.write_bytes(b"# ours\r\n- {kind: event, key: old, date: 2023-09-01}   # kept as it is")
    before = path.read_bytes()
    status, out, _ = run(capsys, content, "--decline", "john-reed")
    assert (status, out) == (0, f"declined in {path.as_posix()}: john-reed\n")
    assert path.read_bytes() == before + (
        "\n- {kind: entity, key: john-reed, names: [约翰·里德, John Reed], by: 王, date: 2023-09-06}\n".encode()
    )
    assert [row["key"] for row in offered(capsys, content)] == ["beijing"]


def test_a_declined_name_is_not_offered_under_another_id(content, capsys):
    (content / "declined.yaml").write_text("- {kind: entity, key: somebody, names: [约翰·里德]}\n", "utf-8")
    assert [row["key"] for row in offered(capsys, content)] == ["beijing"]


def test_what_is_not_offered_cannot_be_declined(content, capsys):
    status, _, err = run(capsys, content, "--decline", "nobody")
    assert status == 2
    assert "nothing is suggested as nobody: `dossier suggest` lists the keys" in err
    assert not (content / "declined.yaml").exists()


def test_a_file_that_is_no_list_is_left_alone(content, capsys):
    (content / "declined.yaml").write_text("john-reed: no\n", "utf-8")
    status, _, err = run(capsys, content, "--decline", "john-reed")
    assert status == 1
    assert (content / "declined.yaml").read_text("utf-8") == "john-reed: no\n"
    assert "declined.yaml:" in err
