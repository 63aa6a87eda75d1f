"""Front matter: strings as typed, line numbers, explanations of mistakes, and writing that is read back the same.

The fixtures are cases of three parts between dots: a name, YAML, and what comes of it. → stands for a tab, ␀ and ␈
for characters that no editor shows; `pytest --update-golden` writes what came as what is expected.
"""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dossier import front_matter
from dossier.front_matter import (
    Node,
    RefusedNode,
    YamlList,
    YamlMapping,
    YamlText,
    dump_yaml,
    format_article,
    read_yaml,
    record_list,
    split_front_matter,
    to_plain,
    yaml_reader,
)
from dossier.front_matter.yaml_mistakes import DEPTH
from dossier.problems import Failure
from tests.effort import RATIO, growth

FIXTURES = Path(__file__).parent / "fixtures" / "front_matter"
CASE = re.compile(r"^(.+)\n\.\n((?:.*\n)*?)\.\n((?:.*\n)*?)\.\n", re.MULTILINE)
SHOWN = str.maketrans("→␀␈", "\t\0\b")


def cases(name):
    return [pytest.param(*case[1:], id=case[0]) for case in CASE.findall((FIXTURES / name).read_text("utf-8"))]


def outline(node: Node, indent: str = "") -> str:
    """The lines and the nodes, for people to read."""
    match node:
        case YamlText():
            return f"{node.line} {indent}{node.value!r}\n"
        case RefusedNode():
            return "".join(f"{line}\n" for line in str(node.problem).splitlines())
        case YamlList():
            return f"{node.line} {indent}list\n" + "".join(outline(item, indent + "  ") for item in node.nodes)
        case YamlMapping():
            inner = (
                f"{node.keys[key]} {indent}{key}:\n{outline(value, indent + '  ')}" for key, value in node.nodes.items()
            )
            return "".join(inner)


def outcome(text):
    try:
        return outline(read_yaml(text.translate(SHOWN), "x.yaml"))
    except Failure as failure:
        return f"{failure}\n"


def golden(name, of, update):
    """The fixture file, and what it would be if all its cases came out as they do."""
    path = FIXTURES / name
    text = path.read_text("utf-8")
    now = CASE.sub(lambda case: f"{case[1]}\n.\n{case[2]}.\n{of(case[2])}.\n", text)
    if update:
        path.write_text(now, "utf-8")
    return now, path.read_text("utf-8")


@pytest.mark.parametrize("name", ["mistakes.txt", "readings.txt"])
def test_reading(name, update_golden):
    now, expected = golden(name, outcome, update_golden)
    assert now == expected


def test_every_lesson_is_taught_at_its_line():
    """No mistake ends in the message that teaches nothing, but where indentation itself is wrong."""
    text = (FIXTURES / "mistakes.txt").read_text("utf-8")
    vague = [case[0] for case in CASE.findall(text) if "does not fit" in case[2]]
    assert vague == [
        "too far out",
        "a list item out of line",
        "an item among fields",
        "a field among items",
    ]


def test_the_house_style_is_what_is_written(update_golden):
    now, expected = golden("written.txt", lambda text: dump_yaml(to_plain(read_yaml(text, "x.yaml"))), update_golden)
    assert now == expected


def test_python_s_own_reader_says_the_same(monkeypatch):
    """Where pyyaml comes without libyaml, the problems are the same, line for line."""
    monkeypatch.setattr(yaml_reader, "LOADER", yaml.SafeLoader)
    now, expected = golden("mistakes.txt", outcome, False)
    assert now == expected


@pytest.mark.parametrize("unseen", ["\u2028", "\x85", "\r", "\ud83d"])
def test_what_only_yaml_takes_for_a_line_end_is_refused(unseen):
    with pytest.raises(Failure, match=f"x.yaml:2: .*U\\+{ord(unseen):04X}"):
        read_yaml(f"a: b\r\nc: d{unseen}e\n", "x.yaml")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("no fields\n", 1),
        ("---\na: b\n---\nbody\n", 4),
        ("\ufeff---\r\na: b\r\n---  \r\n\r\nbody", 4),
        ("---\n---\n", 3),
        ("", 1),
    ],
)
def test_the_body_starts_on_its_line(text, line):
    _, body, start = split_front_matter(text, "x.md")
    assert start == line
    assert text.removeprefix("\ufeff").endswith(body)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: a\n", "x.md:1: error[yaml]: the front matter is never closed"),
        ("---\n- a\n---\n", "x.md:2: error[yaml]: the front matter is a list"),
        ("---\ntitle: a\nby: @b\n---\n", "x.md:3: error[yaml]: a text that starts with @"),
    ],
)
def test_broken_front_matter(text, message):
    with pytest.raises(Failure) as failure:
        split_front_matter(text, "x.md")
    assert str(failure.value).startswith(message)


LOADERS = pytest.mark.parametrize("loader", [yaml_reader.LOADER, yaml.SafeLoader], ids=["libyaml", "python"])
DEEP = "error[yaml]: this is nested more than 20 deep\n    help: remove brackets or indentation"


@LOADERS
@pytest.mark.parametrize("above", ["", "a: b\nid: ", "- b\n- ", "a:\n- [[[\n "])
@pytest.mark.parametrize("opening", ["[", "{", "{a: ", "[{a: ", "[\n", "- ", "? ", "- - "])
def test_depth_is_told_on_its_line(above, opening, loader, monkeypatch):
    """However deep: libyaml counts to 1,000 itself, and says so before we have counted to 20."""
    if above.strip() and opening[0] in "-?":
        above = "- - b\n- "  # only there blocks begin
    monkeypatch.setattr(yaml_reader, "LOADER", loader)
    first = above.count("\n") + 1
    lines = range(first, first + 1 + 22 * opening.count("\n"))
    messages = {f"x.yaml:{line}: {DEEP}" for line in lines}
    for times in (50, 1_000, 1_001):
        for closing in ("", "]"):
            with pytest.raises(Failure) as failure:
                read_yaml(f"{above}{opening * times}{closing * times}\n", "x.yaml")
            assert str(failure.value) in messages


def test_depth_in_front_matter():
    with pytest.raises(Failure) as failure:
        split_front_matter(f"---\ntitle: a\nid: {'[' * 300_000}\n---\nbody\n", "x.md")
    assert str(failure.value) == f"x.md:3: {DEEP}"


@LOADERS
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[{a: "])
def test_depth_is_refused_after_as_many_events(opening, loader, monkeypatch):
    """A text of any length costs what its first 20 levels cost."""
    asked = []

    class Counting(loader):
        def get_event(self):
            asked.append(1)
            return super().get_event()

    monkeypatch.setattr(yaml_reader, "LOADER", Counting)
    with pytest.raises(Failure, match="deep"):
        read_yaml(opening * 300_000, "x.yaml")
    assert len(asked) < 4 * DEPTH
    assert growth(lambda n: read_yaml(opening * n, "x.yaml"), 150_000, most=300_000) < RATIO


def test_a_billion_laughs_are_refused_unmultiplied():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefg", "bcdefgh", strict=True)
    )
    with pytest.raises(Failure, match="anchor"):
        to_plain(read_yaml(bomb, "x.yaml"))


WORDS = (
    """~ null no 0012 2023-09-13 << *a &a !t " ' `x` @x %x ， [a，b] {a:b} x: ？ ? - --- ... ...x -1.5 |- = .5 😀 #"""
)
LINES = ("", " ", "a: b", "# x", "a #b", "- x", "--- x", "a: ", ": ", " lead", "trail ", "　缩进", "a\tb", "\t", "\\n")
ENDS = (
    "one\ntwo",
    "one\n\n two",
    "one\ntwo\n",
    "\n",
    "\n\n",
    "a\n\n",
    "\r\n",
    "\r",
    "\u2028",
    "\x85",
    "\0",
    "金" * 1100,
)
TRICKY = st.sampled_from((*WORDS.split(), *LINES, *ENDS))
TEXTS = TRICKY | st.text() | st.lists(TRICKY, max_size=4).map("".join)
VALUES = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=8
)
FIELDS = st.dictionaries(TEXTS, VALUES, max_size=4)


@given(FIELDS | st.lists(VALUES, max_size=4))
def test_what_is_written_reads_as_it_was(value):
    assert to_plain(read_yaml(dump_yaml(value), "x.yaml")) == value


@given(TEXTS)
def test_a_text_alone_too(text):
    assert to_plain(read_yaml(f"- {dump_yaml(text)}", "x.yaml")) == [text]


@given(FIELDS, TEXTS)
def test_an_article_splits_into_what_it_was_made_of(fields, body):
    again, after, _ = split_front_matter(format_article(fields, body), "x.md")
    assert (to_plain(again), after) == (fields, body)


def test_only_texts_are_written():
    with pytest.raises(TypeError, match="not bool"):
        dump_yaml({"draft": [True]})


# ── Records added ────────────────────────────────────────────────────────────

NEW = [{"file": "a.txt", "version": "true"}, {"file": "b.txt", "sha256": "0a", "version": "true"}]
ADDED = "{file: b.txt, sha256: 0a, version: true}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("seen: [{file: a.txt}]\nb: 1\n", "seen: [{file: a.txt, version: true}, %s]\nb: 1\n"),
        ("seen: # mine\n- {file: a.txt} # x\nb: 1\n", "seen: # mine\n- {file: a.txt, version: true} # x\n- %s\nb: 1\n"),
        ("seen:\n  - file: a.txt\n    at: 1 # x\n\n# y\nb: 1\n", "seen:\n  - file: a.txt\n    at: 1 # x\n    version: true\n  - %s\n\n# y\nb: 1\n"),
        ("seen:\r\n- file: a.txt\r\n", "seen:\r\n- file: a.txt\r\n  version: true\r\n- %s\r\n"),
        ("seen: [\n  {version: false, file: a.txt}, # x\n  q, ]\n", "seen: [\n  {version: false, file: a.txt}, # x\n  q, %s, ]\n"),
        ("{b: 1, seen: [{file: a.txt}]}\n", "{b: 1, seen: [{file: a.txt, version: true}, %s]}\n"),
        ("seen: [{file: a.txt, version: true}, {file: b.txt, sha256: 0a, version: x}]\n", "seen: [{file: a.txt, version: true}, {file: b.txt, sha256: 0a, version: x}]\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("loader", [yaml_reader.LOADER, yaml.SafeLoader], ids=["libyaml", "python"])
@pytest.mark.parametrize(("opens", "body"), [("---\n", "---\n字。\n"), ("\ufeff---  \n", "---\r\n\r\n字。")])
def test_records_are_added_and_every_other_character_stays(before, after, opens, body, loader, monkeypatch):
    monkeypatch.setattr(record_list, "LOADER", loader)
    wanted = f"{opens}{after.replace('%s', ADDED)}{body}"
    assert front_matter.extend_records(f"{opens}{before}{body}", "seen", "file", NEW) == wanted
    assert front_matter.extend_records(wanted, "seen", "file", NEW) == wanted


@pytest.mark.parametrize(
    "text",
    ["", "字。", "---\na: [\n---\n", "---\nseen: x\n---\n", "---\nseen: []\n---\n", "---\nb: 1\n---\n", "---\n- x\n---\n",
     "---\nseen: [{file: a.txt}]\n", "---\nseen: &a [{file: a.txt}]\n---\n", "---\nseen:\n- |\n  file\n---\n"],
)  # fmt: skip
def test_a_list_that_cannot_be_extended_stays(text):
    assert front_matter.extend_records(text, "seen", "file", NEW) in (
        None,
        text.replace("  file\n", f"  file\n- {ADDED}\n"),
    )


@given(st.text("-:\n {}[]#'\"ab,seenfile.txt|>", max_size=120))
def test_whatever_is_extended_says_what_it_said_and_the_records(fields):
    text = f"---\nseen:\n{fields}\n---\n字\n"
    extended = front_matter.extend_records(text, "seen", "file", NEW)
    if extended is not None:
        before, _, _ = front_matter.split_front_matter(text, "")
        after, body, _ = front_matter.split_front_matter(extended, "")
        was, now = front_matter.to_plain(before), front_matter.to_plain(after)
        assert {**now, "seen": was["seen"]} == was
        assert body == "字\n"
        assert {"a.txt", "b.txt"} <= {item.get("file") for item in now["seen"] if isinstance(item, dict)}
        rest = iter(extended)
        assert all(character in rest for character in text), "nothing is taken away"
