"""What hostile people put into content/: each thing, and what a build has to tell of it."""

from __future__ import annotations

import os
import shutil
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

FRONT = "---\ntitle: 题\noutlet: bbc-zh\npublished: 2023-09-15\nlanguage: zh-Hans\nrights: owned\n---\n"
BOMB = "a: &a [x, x]\n" + "".join(
    f"{after}: &{after} [*{before}, *{before}]\n" for before, after in pairwise("abcdefghi")
)


class Link(NamedTuple):
    target: str


class Pipe(NamedTuple):
    """A file that nobody ever writes to."""


class Hole(NamedTuple):
    """A file of so many bytes that takes no room."""

    size: int


class Folder(NamedTuple):
    """A folder in the place of a file."""


def front(**fields: str) -> str:
    known = {"title": "题", "outlet": "bbc-zh", "published": "2023-09-15", "language": "zh-Hans", "rights": "owned"}
    return (
        "---\n"
        + "".join(f"{name}: {value}\n" for name, value in (known | fields).items())
        + "---\n周三，一月，2023年。\n"
    )


# What stands in content/, and what has to be told of it. All of it at once is one dossier.
TOLD = {
    "articles/bomb.md": (f"---\n{BOMB}---\n字\n", r"\d+: error\[unknown\]"),
    "articles/deep.md": ("---\ntitle: " + "[" * 100_000 + "\n---\n", r"\d+: error\[yaml\]: this is nested"),
    "articles/open.md": ("---\ntitle: 题\n", r"1: error\[yaml\]: the front matter is never closed"),
    "articles/empty.md": ("", r"1: error\[missing\]"),
    "articles/nul.md": ("---\ntitle: 题\0\n---\n", r"2: error\[yaml\]: the invisible character U\+0000"),
    "articles/utf16.md": (FRONT.encode("utf-16"), r"1: error\[file\]: the file is not in UTF-8"),
    "articles/gb.md": (FRONT.encode("gb18030"), r"2: error\[file\]: the file is not in UTF-8"),
    "articles/picture.md": (b"\x89PNG\r\n\x1a\n\0\0", r"1: error\[file\]: the file is not in UTF-8"),
    "articles/half.md": ('---\ntitle: "\\ud800"\n---\n', r"2: error\[yaml\]"),
    "articles/climbing.md": (front(id="../../x"), r"\d+: error\[value\]: `id` is “../../x”"),
    "articles/former.md": (front(formerly='["../../x"]'), r"\d+: error\[value\]: an item of `formerly`"),
    "articles/outlet.md": (front(outlet="../index"), r"\d+: error\[value\]: `outlet` is “../index”"),
    "articles/capture.md": (front(captures="[{file: ../../x, sha256: " + "0" * 64 + "}]"), r"\d+: error\[value\]: `file`"),
    "articles/page.md": (front(url="javascript:alert(1)"), r"\d+: error\[value\]: `url`"),
    "articles/host.md": (front(url='"https://[::1"'), r"\d+: error\[value\]: `url`"),
    "articles/early.md": (front(published="0001-01-01T00:00+14:00"), r"4: error\[value\]: `published`"),
    "articles/late.md": (front(updated="9999-12-31T23:59Z"), r"\d+: error\[value\]: `updated`"),
    "articles/never.md": (front(published="0000-01-01"), r"4: error\[value\]: `published`"),
    "articles/links.md": (FRONT + "[x](article:../../x) [y](page:../x)\n", r"8: error\[link\]: `article:../../x`"),
    "articles/scheme.md": (FRONT + "[x](javascript:alert(1)) ![x](data:text/html,x)\n", r"8: warning\[link\]"),
    "articles/image.md": (FRONT + "![x](../media/../../x.gif)\n", r"8: warning\[picture\]"),
    "articles/controls.md": (FRONT + "字\x00\x1b[2J字\n", r"8: warning\[characters\]"),
    "articles/nested.md": (FRONT + ">" * 1000 + " 字\n", r"8: warning\[markdown\]: nested"),
    "articles/wide.md": (FRONT + "*字" * 10_000 + "\n", r"8: warning\[markdown\]: a paragraph"),
    "articles/lines.md": (FRONT + "\r\n" * 60_000, r" error\[file\]: the file has 60,007 lines"),
    "articles/out.md": (Link("/etc/passwd"), r" error\[file\]: this is a link that leads out"),
    "articles/loop.md": (Link("loop.md"), r" error\[file\]"),
    "articles/nowhere.md": (Link("nobody.md"), r" error\[file\]"),
    "articles/pipe.md": (Pipe(), r" error\[file\]"),
    "articles/hole.md": (Hole(10**12), r" error\[file\]: the file has 1000000 MB"),
    "articles/folder.md": (Folder(), r" error\[file\]: this is not a file"),
    "articles/\x1b[2J.md": (FRONT, r"1: error\[id\]"),
    "articles/a\nb.md": (FRONT, r"1: error\[id\]"),
    "articles/\udcff.md": (FRONT, r"1: error\[id\]"),
    "articles/字.md": (FRONT, r"1: error\[id\]"),
    "articles/index.md": (FRONT, r"1: error\[id\]"),
    "articles/notes.txt": ("x", r" warning\[unread\]"),
    "notes/nobody.yaml": ("- {note: x}\n", r" error\[orphaned\]"),
    "notes/2023-09-14-dw-10000002.yaml": (f"- note: x\n  quote: {'普' * 5000}\n", r"\d: error\[anchor\]"),
    "pages/timeline.md": ("---\ntitle: 题\n---\n", r"1: error\[id\]: timeline.html is a page of the program's own"),
    "media/rights.yaml": ('"../x": {rights: owned}\n', r"1: error\[value\]: “../x”"),
    "media/zero.svg": (Link("/dev/zero"), r" error\[file\]: this is a link that leads out"),
    "media/pipe.gif": (Pipe(), r" error\[file\]"),
    "media/hole.gif": (Hole(10**12), r" error\[file\]: the file has 1000000 MB"),
    "captures/passwd.txt": (Link("/etc/passwd"), r" error\[file\]"),
    "captures/zero.txt": (Link("/dev/zero"), r" error\[file\]"),
    "captures/pipe.txt": (Pipe(), r" error\[file\]"),
    "captures/hole.txt": (Hole(10**12), r" error\[file\]: the file has 1000000 MB"),
    "captures/binary.txt": (b"\x89PNG\r\n\x1a\n\0\0", r" (error\[capture\]|warning\[unclaimed\])"),
    ".drafts/2023-09-14-dw-10000002.md": (Hole(10**12), r" error\[file\]"),
}  # fmt: skip

# What takes the place of a file of the dossier.
INSTEAD = {
    "dossier.yaml": {
        "a list": ("- a\n", r"1: error\[value\]"),
        "nothing": ("", r"1: error\[missing\]"),
        "a link out": (Link("/etc/passwd"), r" error\[file\]"),
        "a loop": (Link("dossier.yaml"), r" error\[file\]"),
        "a pipe": (Pipe(), r" error\[file\]"),
        "a folder": (Folder(), r" error\[file\]"),
        "a bomb": ("title: 题\n" + BOMB, r"2: error\[unknown\]"),
        "a zone that climbs": ("title: 题\ntimezone: ../../etc/passwd\n", r"2: error\[value\]"),
        "an address that is none": ('title: 题\nbase_url: "https://[::1"\n', r"2: error\[value\]"),
        "an outlet that climbs": ('title: 题\noutlets: {"../x": {name: 某报}}\n', r"2: error\[value\]"),
    },
    "entities.yaml": {
        "a bomb": (BOMB, r"1: error\[yaml\]"),
        "an id that climbs": ('"../../x": {type: person, name: {zh-Hans: 某某}}\n', r"1: error\[value\]"),
        "many names": ("".join(f"e{n}: {{type: person, name: {{zh-Hans: 人名{n}}}}}\n" for n in range(50_000)), ""),
        "one name for all": ("".join(f"e{n}: {{type: person, name: {{zh-Hans: 人名}}}}\n" for n in range(20_000)), r"2: error\[ambiguous\]"),
    },
    "events.yaml": {
        "a deep list": ("a: " + "[" * 1_000_000, r"1: error\[yaml\]: this is nested"),
        "a deep mapping": ("a: " + "{a: " * 500_000, r"1: error\[yaml\]: this is nested"),
        "a deep block": ("- " * 1_000_000, r"1: error\[yaml\]: this is nested"),
        "a program": ("!!python/object/apply:os.system [echo]\n", r"1: error\[yaml\]"),
        "one key for all": ("a: {}\n" * 300_000, r"\d+: error\[duplicate\]"),
        "ends of time": ("a: {title: 甲, status: happened, date: 0001-01-01}\nb: {title: 乙, status: planned, date: 9999-12-31}\n", r"1: warning\[uncited\]"),
        "many events": ("".join(f"e{n}: {{title: 事{n}, status: happened, date: 2023-09-13}}\n" for n in range(20_000)), ""),
        "UTF-16": ("a: {}\n".encode("utf-16"), r"1: error\[file\]"),
    },
    "media": {"a link out": (Link("/etc"), r" error\[file\]"), "a link up": (Link(".."), r" error\[file\]")},
    "captures": {"a link out": (Link("/usr"), r" error\[file\]"), "a file": ("x", r" error\[file\]")},
    "articles": {"a file": ("x", r" error\[file\]"), "a loop": (Link("articles"), r" error\[file\]")},
    ".drafts": {"a link out": (Link("/etc"), r" error\[file\]")},
}  # fmt: skip

LENGTH, LINES = 3_900_000, 49_900  # as long as a text may be


def filled(paragraph: str) -> str:
    """As many of these paragraphs as a text may hold."""
    return (paragraph + "\n\n") * min(LENGTH // (len(paragraph.encode()) + 2), LINES // 2)


# Texts that cost a naive program the square of their length.
LONG = {
    "quotes": ">" * LENGTH,
    "lists": "\n".join("  " * depth + "- 字" for depth in range(1900)),
    "brackets": "[" * LENGTH,
    "paragraphs of brackets": filled("[" * 4000),
    "paragraphs of pictures": filled("![" * 2000),
    "paragraphs of stars": filled("**a*" * 2400),
    "paragraphs of links": filled("[a](b)" * 1600),
    "paragraphs of addresses": filled("[a](https://a.example) " * 400),
    "paragraphs of names": filled("普京" * 1600),
    "paragraphs of dates": filled("1月1日" * 1000),
    "paragraphs of numerals": filled("一" * 3300),
    "paragraphs of Latin": filled("Vladimir Putin " * 600),
    "one character": filled("字"),
    "one paragraph": "字" * (LENGTH // 3),
    "digits": "1" * LENGTH,
    "headings": filled("# 字"),
    "rules": filled("---"),
    "rows": "|a|b|\n|-|-|\n" + "|c|d|\n" * LINES,
    "columns": "|" + "a|" * 100_000 + "\n|" + "-|" * 100_000 + "\n|" + "b|" * 100_000,
    "figures": "::: figure\n" * LINES,
    "pins": "{#p-abcdef}\n" * LINES,
    "footnotes": "\n\n".join(f"[^{n}]\n\n[^{n}]: 字" for n in range(LINES // 4)),
    "references": "\n".join(f"[a{n}]: x" for n in range(LINES)),
    "controls": "\0" * LENGTH,
    "accents": "a" + "\u0301" * (LENGTH // 2),
    "fences": "```\n" * LINES,
}


# A draft and the text that became of it, which a naive comparison would compare for ever.
EDITED = {
    "one sign": ("字" * 300_000, "字" * 299_000),
    "two signs": ("字词" * 100_000, "词字" * 100_000),
    "one paragraph for all": ("字\n\n" * 20_000, "字\n\n" * 19_000 + "词"),
    "two paragraphs for all": ("字\n\n词\n\n" * 10_000, "词\n\n字\n\n" * 10_000),
}


def laid(thing: object, path: Path) -> None:
    """The thing, in the place of what stood there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    match thing:
        case Link():
            path.symlink_to(thing.target)
        case Pipe():
            os.mkfifo(path)
        case Hole():
            path.touch()
            os.truncate(path, thing.size)
        case Folder():
            path.mkdir()
        case str():
            path.write_text(thing, "utf-8", newline="")
        case bytes():
            path.write_bytes(thing)
