"""Captures that would take a naive program unlimited time.

python tests/ingest/bombs.py          lists their names
python tests/ingest/bombs.py NAME     drafts one; a Failure must name it
"""

import sys

HEAD = "[a](https://www.bbc.com/zhongwen/simp/world-90000001)\n---\n"
PAGE = "<!doctype html>"
MD = "# t\n\n"
N = 1_400_000

BOMBS = {
    "nested": lambda: HEAD + "<div>" * 10_000,
    "nested-objects": lambda: HEAD + "<p><object>" * 10_000,
    "formatting": lambda: HEAD + "".join(f"<p><b a={i}></p>" for i in range(110)) + "<p>x</p>" * 70_000,
    "stray-text-in-a-table": lambda: HEAD + "<table>" + "x<b>y</b>" * (N // 10),
    "attributes": lambda: HEAD + "<p " + " ".join(f"a{i}=1" for i in range(N // 10)) + ">",
    "dashes-in-a-comment": lambda: HEAD + "<!--" + "-" * N,
    "lone-brackets": lambda: HEAD + "<" * N,
    "endless-tags": lambda: HEAD + '<a "' * (N // 4),
    "ends": lambda: HEAD + "<a><p>" * 60 + "</a>" * (N // 5),
    "entities": lambda: HEAD + "<p>" + "&amp;a" * (N // 8),
    "paragraphs": lambda: HEAD + "<p>x" * (N // 4),
    "runs": lambda: HEAD + "<p>" + "<b>a</b>b" * 70_000,
    "links": lambda: HEAD + "<p>" + "<a href=/x>a</a>" * 60_000,
    "pictures": lambda: HEAD + "<img src=a.jpg>" * 60_000 + "<p>x",
    "breaks": lambda: HEAD + "<p>a" + "<br>" * 140_000,
    "lists-of-links": lambda: HEAD + "<ul><li><a href=/zhongwen/simp/x-1>a</a></ul>" * 20_000 + "<p>x",
    "rows": lambda: HEAD + "<table>" + "<tr><td>a" * 30_000,
    "parentheses": lambda: HEAD + "<p>" + "（a" * 400_000,
    "dashes": lambda: HEAD + "<p>" + "- " * 400_000 + "x",
    "names": lambda: HEAD + "<address>" + "张三、" * 200_000 + "</address><p>x",
    "scripts": lambda: PAGE + "<p>x</p>" + "<script>x</script>" * 800_000,
    "json": lambda: PAGE + "<p>x</p>" + "<script type=application/ld+json>" * 400_000,
    "nested-json": lambda: PAGE + "<script type=application/ld+json>" + "[" * 1_000_000 + "</script><p>x",
    "open-scripts": lambda: PAGE + "<p>x</p>" + "<script " * 1_900_000,
    "large-page": lambda: PAGE + "<p>x" * 3_900_000,
    "page-paragraphs": lambda: (
        PAGE + "".join(f"<p>{n} lamps on the bridge were lit again on Sunday {n * 7}" for n in range(20_000))
    ),
    "page-pictures": lambda: (
        PAGE + f"<p>{'lamp ' * 90}" + "<div>" + "<img src=a.jpg>" * 30_000 + f"</div><p>{'light ' * 90}"
    ),
    "page-times": lambda: PAGE + f"<p>{'lamp ' * 9000}" + "<time>now</time>" * 20_000,
    "page-title": lambda: PAGE + "<title>" + "a | " * 300_000 + f"</title><p>{'lamp ' * 90}",
    "page-authors": lambda: PAGE + "<meta name=author content='Ann Example, Bo'>" * 20_000 + f"<p>{'lamp ' * 90}",
    "page-bylines": lambda: (
        PAGE + "<div class=author>" * 100 + f"<p>{'lamp ' * 90}" + "<p class=byline>By Ann" * 15_000
    ),
    "page-json-authors": lambda: (
        PAGE
        + '<script type=application/ld+json>{"@type": "Article", "author": ['
        + '"Ann", ' * 100_000
        + f'"Bo"]}}</script><p>{"lamp " * 90}'
    ),
    "too-large-page": lambda: PAGE + "<p>" + "灯" * 7_000_000,
    "front-matter": lambda: "---\n" + "a: b\n" * 3_000_000,
    "comments": lambda: "<!--a-->" * 1_900_000,
    "link-line": lambda: "[a" + "](" * 7_000_000 + ")\n------\n",
    "markdown-nested": lambda: MD + "> " * 100_000 + "x\n",
    "markdown-stars": lambda: MD + "*a " * 160_000,
    "markdown-brackets": lambda: MD + "[" * 400_000,
    "markdown-table": lambda: MD + "|a" * 100_000 + "\n" + "|-" * 100_000 + "\n",
    "markdown-large": lambda: MD + "a\n\n" * 5_000_000,
}


def main(names):
    from dossier.ingest.drafts.draft import draft_capture  # noqa: PLC0415 # the names alone need no program
    from dossier.problems import Failure  # noqa: PLC0415

    for name in names:
        try:
            draft_capture(name, BOMBS[name]().encode())
        except Failure as failure:
            if failure.problems[0].at.file != name:
                raise


if __name__ == "__main__":
    if sys.argv[1:]:
        main(sys.argv[1:])
    else:
        sys.stdout.write("".join(f"{name}\n" for name in BOMBS))
