"""TOML files of outlets, of the package and of a dossier: valid ones, and the problems of others."""

import re
import time
import tomllib

import jsonschema
import pytest

from dossier.cli import main
from dossier.ingest.outlets import outlet_schema, packaged_rules, rules_with
from dossier.ingest.outlets.loader import FIELDS, parse_outlet
from dossier.problems import Failure

HEAD = 'name = "桥头小报"\nurl = "https://qiaotou.example"\nhosts = ["qiaotou.example"]\n'


def rule(more=""):
    return parse_outlet(HEAD + more, "qiaotou.toml", "qiaotou")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name = ", "qiaotou.toml:1: error[yaml]: this is not TOML: invalid value\n    help: put texts between quotes"),
        (HEAD + 'timezone = "Mars"', "qiaotou.toml:4: error[value]: `timezone`: this is not the name of a time zone"),
        (HEAD + "nmae = 1", "qiaotou.toml:4: error[unknown]: `nmae` is not a field of an outlet\n    help: did you mean `name`?"),
        (HEAD + "name = 1", "qiaotou.toml:4: error[yaml]: this is not TOML: cannot overwrite a value"),
        (HEAD + 'paths = "zhen"', "qiaotou.toml:4: error[value]: `paths`: “zhen” does not begin with `/`"),
        (HEAD + 'article = ["div p"]', "qiaotou.toml:4: error[value]: `article`: “div p” is not a selector"),
        (HEAD + 'address = "regex:(a+)+$"', "qiaotou.toml:4: error[value]: `address`: regular expressions are for the program's own"),
        (HEAD + '[drop_paragraphs]\nad = ["regex:(a+)+$"]', "qiaotou.toml:4: error[value]: `drop_paragraphs`: regular expressions"),
        (HEAD + 'address = "/{day}-{day}"', "qiaotou.toml:4: error[value]: `address`: {day} is not known here, or stands twice"),
        (HEAD + 'credit = "摄影*"', "qiaotou.toml:4: error[value]: `credit`: {credit} must stand where the credit is"),
        (HEAD + 'dashed_dateline = "yes"', "qiaotou.toml:4: error[value]: `dashed_dateline`: true or false is wanted"),
        (HEAD + '[[links]]\nfrom = "x"', "qiaotou.toml:4: error[value]: `links`: tables with `from` and `to` are wanted"),
        ('url = "https://x.example"\nhosts = ["https://x.example/"]', "qiaotou.toml:2: error[value]: `hosts`: hosts are wanted"),
        ("", "qiaotou.toml: error[missing]: `name` is missing\n    help: add it like name ="),
    ],
)  # fmt: skip
def test_mistakes_are_reported_with_their_line(text, expected):
    with pytest.raises(Failure) as failure:
        parse_outlet(text, "qiaotou.toml", "qiaotou")
    assert str(failure.value.problems[0]).startswith(expected)


def test_all_mistakes_are_reported_at_once():
    with pytest.raises(Failure) as failure:
        parse_outlet('nmae = "x"\ntimezone = "Mars"\nhosts = []', "x.toml", "x")
    assert len(failure.value.problems) == 5


def test_globs_match():
    address = rule('address = "/{section}/{day}-{number}*"').address
    match = re.search(address, "https://www.qiaotou.example/zhen/20240505-8001.html?from=home")
    assert match.groupdict() == {"section": "zhen", "day": "20240505", "number": "8001"}
    assert not re.search(address, "https://www.qiaotou.example/zhen/extra/20240505-8001.html")
    dotted = rule('title_suffix = [" (a.b) - *"]').title_suffix
    assert re.fullmatch(dotted, " (a.b) - whatever")
    assert not re.fullmatch(dotted, " (aXb) - whatever")


def test_globs_take_linear_time():
    """Many stars and a text that nearly matches: the effort grows with the length, not with its square."""
    pattern = re.compile(dict(rule('[drop_paragraphs]\nad = ["a*b*c*d*e*f*g"]').drop_paragraphs)["ad"])

    def cpu(size):
        text = "abcdef" * (size // 6)
        start = time.process_time()
        for _ in range(3):
            assert not pattern.fullmatch(text)
        return time.process_time() - start

    assert min(cpu(400_000) for _ in range(3)) < 4 * min(cpu(200_000) for _ in range(3))


def test_every_example_is_valid_and_fits_the_schema():
    for name, field in FIELDS.items():
        text = field.example if name in ("name", "url", "hosts") else HEAD + field.example
        if name in ("name", "url", "hosts"):
            text = HEAD
        parse_outlet(text, "x.toml", "x")
        jsonschema.validate(tomllib.loads(text), dict(outlet_schema()))


def test_the_files_of_the_package_fit_the_schema():
    assert len(packaged_rules().rules) >= 10
    for one in packaged_rules().rules:
        assert one.name
        assert one.hosts


def test_a_dossiers_file_replaces_that_of_the_package():
    own = 'name = "BBC"\nurl = "https://www.bbc.com/zhongwen"\nhosts = ["bbc.com"]\n'
    rules, problems = rules_with({"bbc-zh": ("outlets/bbc-zh.toml", own)})
    assert not problems
    assert rules.for_address("https://www.bbc.com/zhongwen/simp/world-1").name == "BBC"
    assert rules.outlets["bbc-zh"].name == "BBC"


def test_a_bad_file_does_not_affect_others():
    rules, problems = rules_with({"a": ("a.toml", "x"), "b": ("b.toml", HEAD)})
    assert [problem.at.file for problem in problems] == ["a.toml"]
    assert "b" in rules.outlets


CAPTURE = """<!--1714896000000-->
[桥上的灯亮了 - 桥头小报](https://www.qiaotou.example/zhen/20240505-8001.html)
------

<div class="wen"><p>灯昨夜亮了。</p><p>谁来修？</p><p class="app">下载我们的程序</p><p>订阅我们的信，每天一封。</p></div>
"""


def test_a_dossier_adds_an_outlet_with_one_file(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["new", "summit"]) == 0
    monkeypatch.chdir(tmp_path / "summit")
    assert (tmp_path / "summit" / "schemas" / "outlet.schema.json").is_file()
    outlets = tmp_path / "summit" / "content" / "outlets"
    outlets.mkdir()
    (outlets / "qiaotou.toml").write_text(
        HEAD + 'language = "zh-Hans"\ntimezone = "Asia/Shanghai"\naddress = "/{section}/{day}-{number}*"\n'
        'title_suffix = [" - 桥头小报"]\n[remove]\napp = [".app"]\n[drop_paragraphs]\npromotion = ["订阅*"]\n', "utf-8",
    )  # fmt: skip
    (tmp_path / "capture.txt").write_text(CAPTURE, "utf-8")
    assert main(["import", str(tmp_path / "capture.txt")]) == 0
    article = (tmp_path / "summit" / "content" / "articles" / "2024-05-05-qiaotou-8001.md").read_text("utf-8")
    assert "title: 桥上的灯亮了\n" in article
    assert "outlet: qiaotou\n" in article
    assert "程序" not in article
    assert "订阅" not in article
    capsys.readouterr()
    main(["check"])
    assert "qiaotou" not in "".join(line for line in capsys.readouterr().err.splitlines() if "outlet]" in line)
    (outlets / "qiaotou.toml").write_text(HEAD + "tmezone = 1\n", "utf-8")
    assert main(["check"]) == 1
    assert "outlets/qiaotou.toml:4: error[unknown]: `tmezone` is not a field of an outlet" in capsys.readouterr().err
