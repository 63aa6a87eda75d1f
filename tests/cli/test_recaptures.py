"""An article that is captured again, from the first import to what `check` says, as a person does it.

The reports are goldens; `pytest --update-golden` writes what was said.
"""

import re
from pathlib import Path

import pytest

from dossier.cli import main

GOLDENS = Path(__file__).parents[1] / "fixtures" / "recaptures"
ID = "2023-09-13-bbc-10000009"
ARTICLE = Path(f"content/articles/{ID}.md")
FIRST = "磨坊昨夜起火，五名中国员工被送回家中。"
SECOND = "磨坊昨夜起火，部分中国员工被送回家中。"
THIRD = "磨坊昨夜起火，部分外国员工被送回家中。"
REST = "镇长说，起火的原因还在调查，最早下周会有结果。"
NOTE = f"- quote: {FIRST[7:13]}\n  note: 后来改了。\n  by: 王\n"
DAY = 86_400_000


def capture(words, day=0):
    """The article as it stood on a day."""
    return (
        f"<!--{1694570400000 + day * DAY}-->\n[磨坊起火](https://www.bbc.com/zhongwen/simp/world-10000009)\n------\n\n"
        '<main role="main"><div><time dateTime="2023-09-13">3 小时前</time></div>'
        f"<div><p>{words}</p><p>{REST}</p></div></main>\n"
    )


def edit(old, new):
    ARTICLE.write_text(ARTICLE.read_text("utf-8").replace(old, new), "utf-8")


def quote():
    Path("content/notes").mkdir(exist_ok=True)
    Path(f"content/notes/{ID}.yaml").write_text(NOTE, "utf-8")


# What its editor did between the captures, by the name of the case.
CASES = {
    "untouched": lambda: None,
    "edited": lambda: edit("结果。", "结果[^1]。\n\n[^1]: 编者：见公报。"),
    "approved": lambda: edit("draft: true\n", ""),
    "quoted": quote,
    "edited and quoted": lambda: (edit("结果。", "结果，编者注。"), quote()),
}


@pytest.fixture
def dossier(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    assert main(["new", "-q", "mill"]) == 0
    monkeypatch.chdir(tmp_path / "mill")


def import_(words, day=0, *options):
    Path(f"seen{day}.txt").write_text(capture(words, day), "utf-8")
    return main(["import", *options, f"seen{day}.txt"])


def recaptured(capsys):
    """What `check` says of recaptures."""
    capsys.readouterr()
    main(["check"])
    out = capsys.readouterr()
    found = re.findall(r"^\S+: \w+\[recaptured\].*(?:\n +.*)*", out.out + out.err, re.MULTILINE)
    return "\n".join(found)


def unlisted(text):
    return re.sub(r"(?m)^captures:.*\n(?: .*\n)*", "", text)


@pytest.mark.parametrize("case", CASES)
def test_captured_three_times(case, dossier, capsys, update_golden):
    assert import_(FIRST) == 0
    CASES[case]()
    before = ARTICLE.read_text("utf-8")
    assert import_(SECOND, 1) == 0
    assert import_(THIRD, 2) == 0
    assert len(list(Path(f"content/versions/{ID}").glob("*.md"))) == 3
    after = ARTICLE.read_text("utf-8")
    assert len(re.findall(r"file: \S+?\.txt", after)) == 3
    assert after.count("version: true") == 3
    if case == "untouched":
        assert THIRD in after
    else:
        assert unlisted(after) == unlisted(before)
    said = recaptured(capsys)
    assert (said == "") is (case == "untouched")
    golden = GOLDENS / f"{case.replace(' ', '-')}.txt"
    if update_golden:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(f"{said}\n" if said else "", "utf-8")
    assert golden.read_text("utf-8").rstrip("\n") == said


@pytest.mark.parametrize("case", ["edited", "approved", "quoted", "edited and quoted"])
def test_what_is_merged_is_warned_of_no_longer(case, dossier, capsys):
    import_(FIRST)
    CASES[case]()
    import_(SECOND, 1)
    assert "[recaptured]" in recaptured(capsys)
    assert main(["import", "--merge", f"content/captures/{ID}.2.txt"]) == 0
    text = ARTICLE.read_text("utf-8")
    assert SECOND in text
    assert ("编者" in text) is ("edited" in case)
    assert ("draft: true" in text) is (case != "approved")
    assert recaptured(capsys) == ""


def test_what_is_accepted_is_a_notice(dossier, capsys):
    import_(FIRST)
    quote()
    import_(SECOND, 1)
    with Path("content/dossier.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"accept: [recaptured articles/{ID}.md]\n")
    assert f"content/articles/{ID}.md" in recaptured(capsys)
    assert "notice[recaptured]" in recaptured(capsys)


def test_a_capture_in_the_same_words_is_none(dossier, capsys):
    import_(FIRST)
    edit("结果。", "结果，编者注。")
    import_(FIRST.replace("，", "<br>"), 1)
    assert ARTICLE.read_text("utf-8").count("file: ") == 2
    assert recaptured(capsys) == ""


def test_words_that_come_back_are_none(dossier, capsys):
    import_(FIRST)
    edit("结果。", "结果，编者注。")
    import_(SECOND, 1)
    import_(FIRST.replace("，", "，<wbr>"), 2)
    assert len(list(Path(f"content/versions/{ID}").glob("*.md"))) == 3
    assert recaptured(capsys) == ""


def test_an_older_capture_is_none(dossier, capsys):
    import_(SECOND, 1)
    edit("结果。", "结果，编者注。")
    import_(FIRST)
    assert ARTICLE.read_text("utf-8").count("version: true") == 2
    assert recaptured(capsys) == ""
