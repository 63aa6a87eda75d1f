"""The five seeds against what a person read in them: every block in order, by fingerprint, for the texts are not ours.

`fixtures/seeds/<seed>.txt` has a line per field and per block: its kind, the fingerprint of its words, its links.
"""

import random
import re
from pathlib import Path

import pytest

from dossier.ingest.drafts.draft import draft_capture
from dossier.markdown import parse_blocks
from dossier.script import fingerprint

EXPECTED = sorted((Path(__file__).parent.parent / "fixtures" / "seeds").glob("*.txt"))
TOLD = ("id", "outlet", "published", "language", "byline", "dateline", "agencies", "section", "translation_of")


@pytest.fixture(params=EXPECTED, ids=lambda path: path.stem)
def seed(request, shared):
    (found,) = (shared / "seeds").glob(f"{request.param.stem}_*")
    return found.read_bytes(), request.param.read_text("utf-8").splitlines()


def told(data):
    """The draft in the words of the expectations."""
    (draft,) = draft_capture("seed.txt", data)
    yield f"title {fingerprint(draft.fields['title'])}"
    for name in TOLD:
        value = draft.fields.get(name, ())
        for each in [value] if isinstance(value, str) else value:
            yield f"{name} {' | '.join(each.values()) if isinstance(each, dict) else each}"
    for related in draft.fields.get("related", ()):
        yield f"related {fingerprint(related['title'])} {related['url']}"
    prose, _ = parse_blocks(draft.body, file="seed.md")
    for block in prose:
        links = [mark.value for mark in block.marks if mark.kind == "link"]
        media = [block.media.src, *filter(None, [block.media.href])] if block.media else []
        yield " ".join([block.kind, fingerprint(block.text) if block.text else "-", *media, *links])


def test_the_seed_is_read_as_a_person_reads_it(seed):
    data, expected = seed
    assert list(told(data)) == expected


def test_seed_002_is_undated_and_its_draft_says_so(shared):
    (path,) = (shared / "seeds").glob("002_*")
    (draft,) = draft_capture(path.name, path.read_bytes())
    assert "published" not in draft.fields
    assert [problem.check for problem in draft.problems] == ["url", "undated"]


def test_every_draft_says_when_it_was_fetched_and_what_of(shared):
    (path,) = (shared / "seeds").glob("000_*")
    (draft,) = draft_capture("a.txt", path.read_bytes())
    (capture,) = draft.fields["captures"]
    assert capture["file"] == "a.txt"
    assert capture["at"] == "2023-09-05T06:43:01Z"
    assert len(capture["sha256"]) == 64


# ── The same text in other clothes ───────────────────────────────────────────

ATTRIBUTE = re.compile(r"""\s+([^\s=/>"'<]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+))?""")
TAG = re.compile(r"""<([a-zA-Z]\w*)((?:\s+[^\s=/>"'<]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?)*)\s*(/?)>""")
IDS = ("id", "aria-labelledby", "for", "tabindex")


def word(dice):
    return "".join(dice.choice("abcdefghij") for _ in range(7))


def mutated(html, what):
    """The page with other class names, ids, data attributes, an other order of attributes, or plain tags."""
    dice = random.Random(what)  # the same mutation each time
    names = {}

    def attribute(name, value):
        if what == "class names" and name == "class":
            return name, " ".join(word(dice) for _ in value.split())
        if what == "ids" and name in IDS:
            return name, word(dice)
        if what == "names" and name.startswith("data-") and name != "data-src":
            return names.setdefault(name, f"data-{word(dice)}"), value
        return name, value

    def tag(found):
        name = found[1]
        attributes = [attribute(key, value.strip("\"'")) for key, value in ATTRIBUTE.findall(found[2])]
        if what == "order":
            dice.shuffle(attributes)
        if what == "roles":
            attributes = [(key, value) for key, value in attributes if key != "role"]
        if what == "tags" and name in ("section", "main"):
            name = "div"
        written = "".join(f' {key}="{value}"' for key, value in attributes)
        return f"<{name}{written}{found[3]}>"

    html = TAG.sub(tag, html)
    return re.sub(r"</(section|main)>", "</div>", html) if what == "tags" else html


@pytest.mark.parametrize("what", ["class names", "ids", "names", "order", "roles", "tags"])
@pytest.mark.parametrize("seed", [path for path in EXPECTED if path.stem != "002"], indirect=True)  # 002 is Markdown
def test_the_seed_is_read_the_same_in_other_markup(seed, what):
    data, expected = seed
    head, rule, html = data.decode().partition("------\n")
    assert list(told(f"{head}{rule}{mutated(html, what)}".encode())) == expected


def test_a_header_may_stand_in_another_order(shared):
    (path,) = (shared / "seeds").glob("000_*")
    text = path.read_text("utf-8")
    byline = re.search(r"<div><div><ul role=\"list\">.*?</ul></div></div>", text)[0]
    time = re.search(r"<div><time.*?</time></div>", text)[0]
    without = text.replace(byline, "").replace(time, "")
    lead = without.index("<div><p><b>")
    moved = without[:lead] + time + byline + without[lead:]
    assert list(told(moved.encode())) == list(told(path.read_bytes()))
