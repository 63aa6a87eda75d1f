"""Five seed captures compared with hand-made expectations: all blocks in order, by fingerprint, as the texts are not ours.

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
FIELDS = ("id", "outlet", "published", "language", "byline", "dateline", "agencies", "section", "translation_of")


@pytest.fixture(params=EXPECTED, ids=lambda path: path.stem)
def seed(request, shared):
    (path,) = (shared / "seeds").glob(f"{request.param.stem}_*")
    return path.read_bytes(), request.param.read_text("utf-8").splitlines()


def summary_lines(data):
    """The draft in the format of the expected files."""
    (draft,) = draft_capture("seed.txt", data)
    yield f"title {fingerprint(draft.fields['title'])}"
    for name in FIELDS:
        value = draft.fields.get(name, ())
        for entry in [value] if isinstance(value, str) else value:
            yield f"{name} {' | '.join(entry.values()) if isinstance(entry, dict) else entry}"
    for related in draft.fields.get("related", ()):
        yield f"related {fingerprint(related['title'])} {related['url']}"
    prose, _ = parse_blocks(draft.body, file="seed.md")
    for block in prose:
        links = [mark.value for mark in block.marks if mark.kind == "link"]
        media = [block.media.src, *filter(None, [block.media.href])] if block.media else []
        yield " ".join([block.kind, fingerprint(block.text) if block.text else "-", *media, *links])


def test_the_draft_of_a_seed_is_as_expected(seed):
    data, expected = seed
    assert list(summary_lines(data)) == expected


def test_seed_002_is_undated_and_reported(shared):
    (path,) = (shared / "seeds").glob("002_*")
    (draft,) = draft_capture(path.name, path.read_bytes())
    assert "published" not in draft.fields
    assert [problem.check for problem in draft.problems] == ["url", "undated"]


def test_every_draft_records_its_capture(shared):
    (path,) = (shared / "seeds").glob("000_*")
    (draft,) = draft_capture("a.txt", path.read_bytes())
    (capture,) = draft.fields["captures"]
    assert capture["file"] == "a.txt"
    assert capture["at"] == "2023-09-05T06:43:01Z"
    assert len(capture["sha256"]) == 64


# ── The same text in other markup ───────────────────────────────────────────

ATTRIBUTE = re.compile(r"""\s+([^\s=/>"'<]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+))?""")
TAG = re.compile(r"""<([a-zA-Z]\w*)((?:\s+[^\s=/>"'<]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?)*)\s*(/?)>""")
IDS = ("id", "aria-labelledby", "for", "tabindex")


def word(dice):
    return "".join(dice.choice("abcdefghij") for _ in range(7))


def mutate(html, mutation):
    """Change class names, ids, data attributes, the order of attributes, or tags."""
    dice = random.Random(mutation)  # the same mutation each time
    names = {}

    def attribute(name, value):
        if mutation == "class names" and name == "class":
            return name, " ".join(word(dice) for _ in value.split())
        if mutation == "ids" and name in IDS:
            return name, word(dice)
        if mutation == "names" and name.startswith("data-") and name != "data-src":
            return names.setdefault(name, f"data-{word(dice)}"), value
        return name, value

    def tag(match):
        name = match[1]
        attributes = [attribute(key, value.strip("\"'")) for key, value in ATTRIBUTE.findall(match[2])]
        if mutation == "order":
            dice.shuffle(attributes)
        if mutation == "roles":
            attributes = [(key, value) for key, value in attributes if key != "role"]
        if mutation == "tags" and name in ("section", "main"):
            name = "div"
        written = "".join(f' {key}="{value}"' for key, value in attributes)
        return f"<{name}{written}{match[3]}>"

    html = TAG.sub(tag, html)
    return re.sub(r"</(section|main)>", "</div>", html) if mutation == "tags" else html


@pytest.mark.parametrize("mutation", ["class names", "ids", "names", "order", "roles", "tags"])
@pytest.mark.parametrize("seed", [path for path in EXPECTED if path.stem != "002"], indirect=True)  # 002 is Markdown
def test_a_seed_in_other_markup_gives_the_same_draft(seed, mutation):
    data, expected = seed
    head, rule, html = data.decode().partition("------\n")
    assert list(summary_lines(f"{head}{rule}{mutate(html, mutation)}".encode())) == expected


def test_a_header_may_stand_in_another_order(shared):
    (path,) = (shared / "seeds").glob("000_*")
    text = path.read_text("utf-8")
    byline = re.search(r"<div><div><ul role=\"list\">.*?</ul></div></div>", text)[0]
    time = re.search(r"<div><time.*?</time></div>", text)[0]
    without = text.replace(byline, "").replace(time, "")
    lead = without.index("<div><p><b>")
    moved = without[:lead] + time + byline + without[lead:]
    assert list(summary_lines(moved.encode())) == list(summary_lines(path.read_bytes()))
