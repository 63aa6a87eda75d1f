"""No vector acts: not from a capture, Markdown, YAML or a file's name, with the policy of the pages or without.

The collections beside the project are the whole proof; the vectors of our own here are its smoke.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest

from dossier import load
from dossier.cli.site_build import index_site
from dossier.front_matter import format_article
from dossier.ingest.outlets import packaged_rules
from dossier.pipeline import BuildOptions, build_site
from dossier.problems import Severity

from .planting import distinct, drafted_from, literal, planted
from .watching import Watch, strangers, written

OURS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))
PARTS = 24  # of the collections, each a dossier
BATCH = 50  # frames of one page
POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="[^"]*">\n')


def collected(shared: Path) -> list[str]:
    files = sorted((shared / "xss").glob("*.json"))
    return [vector["payload"] for file in files for vector in json.loads(file.read_text("utf-8"))["vectors"]]


def site_of(vectors: Sequence[str], folder: Path) -> Mapping[str, bytes]:
    planted(vectors, folder / "content")
    site = build_site(folder / "content", BuildOptions())
    return site.output | index_site(site)


def unguarded(site: Mapping[str, bytes]) -> dict[str, bytes]:
    """The site without its Content-Security-Policy, of which every page has one."""
    pages = {path: POLICY.subn(b"", data) for path, data in site.items() if path.endswith(".html")}
    assert {count for _, count in pages.values()} == {1}
    return {**site, **{path: data for path, (data, _) in pages.items()}}


def opened(site: Mapping[str, bytes]) -> list[str]:
    """The files that somebody may open in a browser; 404.html lives at a server's root."""
    return [path for path in site if path.endswith((".html", ".xml")) or path.startswith("media/")]


def seen(site: Mapping[str, bytes], chromium, folder: Path, paths: Sequence[str]) -> dict[str, list[str]]:
    """What each of the files does; pictures are looked at in frames, fifty at a time."""
    media = [quote(path) for path in paths if path.startswith("media/")]
    frames = {f"media-{n}.html": framed("src", media[n : n + BATCH]) for n in range(0, len(media), BATCH)}
    pages = [path for path in paths if not path.startswith("media/") and path != "404.html"]
    watch = Watch(chromium, written({**site, **frames}, folder))
    deeds = {path: watch.deeds(quote(path)) for path in pages}
    deeds |= {path: watch.deeds(path, framed=True) for path in frames}
    watch.context.close()
    return {path: done for path, done in deeds.items() if done}


def framed(attribute: str, values: Iterable[str]) -> bytes:
    """A page of frames, which may do whatever they want except lead the page away."""
    sandbox = "allow-scripts allow-same-origin allow-modals allow-forms allow-popups"
    frames = (f'<iframe sandbox="{sandbox}" {attribute}="{escape(value)}"></iframe>' for value in values)
    return f"<!doctype html><meta charset=utf-8>{''.join(frames)}".encode("utf-8", "surrogatepass")


def odd(site: Mapping[str, bytes], chromium, folder: Path) -> dict[str, list[str]]:
    """What stands on each page that no template would write."""
    watch = Watch(chromium, folder)
    found = {path: list(strangers(watch.nodes(data))) for path, data in site.items() if path.endswith(".html")}
    watch.context.close()
    return {path: nodes for path, nodes in found.items() if nodes}


def acting(vectors: Sequence[str], chromium, folder: Path) -> int:
    """The control: how many vectors act where a page holds them as they are."""
    pages = {f"{n}.html": framed("srcdoc", vectors[n : n + BATCH]) for n in range(0, len(vectors), BATCH)}
    watch = Watch(chromium, written(pages, folder))
    count = sum(watch.acting(path) for path in pages)
    watch.context.close()
    return count


def guilty(vectors: Sequence[str], act: Callable[[Sequence[str]], object]) -> list[str]:
    """The vectors that act, found by halves."""
    if not vectors or not act(vectors):
        return []
    if len(vectors) == 1:
        return list(vectors)
    half = len(vectors) // 2
    return guilty(vectors[:half], act) + guilty(vectors[half:], act)


def mistakes(vectors: Sequence[str], folder: Path) -> list[str]:
    """The errors in what import makes of the vectors."""
    (folder / "content" / "articles").mkdir(parents=True)
    (folder / "content" / "dossier.yaml").write_text("title: Words\n", "utf-8")
    for number, vector in enumerate(vectors):
        for nth, draft in enumerate(drafted_from(vector)):
            id_ = f"a{number}-{nth}"
            text = format_article(draft.fields | {"id": id_}, draft.body)
            (folder / "content" / "articles" / f"{id_}.md").write_text(text, "utf-8")
    problems = load.load_library(folder / "content", packaged_rules().outlets)[1]
    # A capture without a headline makes a draft without one, and import says so.
    return [str(one) for one in problems if one.severity is Severity.ERROR and one.check != "missing"]


# ── What acts is seen ────────────────────────────────────────────────────────


ACTING = (
    "<script>alert(1)</script>",
    "<script>xssed = 1</script>",
    "<script>evil()</script>",
    "<script>print()</script>",
    "<script>open('x')</script>",
    "<script>location = 'https://example.net/'</script>",
    "<script>location = 'about:blank'</script>",
    "<p onmouseover='alert(1)'>words",
    "<img src=x onerror='parent.done = 1'>",
    "<img src=https://example.net/x>",
    "<a href='javascript:alert(1)'>words</a>",
    "<a href='data:text/html,words'>words</a>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<form action='javascript:alert(1)'><button>words</button></form>",
    "<meta http-equiv=refresh content='0;url=https://example.net/'>",
    "<style>p { background: url(//example.net/x) }</style><p>words",
    "<svg><a href='javascript:alert(1)'><text>words",
    "<details open ontoggle='done = 1'>",
)


def test_what_acts_is_seen(chromium, tmp_path):
    pages = {f"{n}.html": f"<!doctype html><title>Words</title>{markup}".encode() for n, markup in enumerate(ACTING)}
    found = seen(pages, chromium, tmp_path, list(pages))
    assert [markup for n, markup in enumerate(ACTING) if f"{n}.html" not in found] == []
    assert list(odd(pages, chromium, tmp_path)) == list(pages)


def test_pictures_that_act_are_seen(chromium, tmp_path):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    files = {"media/a.svg": svg, "media/b.svg": svg.replace(b"onload", b"id")}
    assert seen(files, chromium, tmp_path, list(files)) == {"media-0.html": ["alert()"]}


def test_vectors_as_they_are_act(chromium, tmp_path):
    """The control: where these did nothing, that pages do nothing would prove nothing."""
    assert acting(OURS, chromium, tmp_path) > len(OURS) / 4


def test_who_acted_is_found():
    bad = {OURS[0], OURS[7], OURS[-1]}
    assert guilty(OURS, lambda some: bad & {*some}) == [OURS[0], OURS[7], OURS[-1]]


def test_what_does_nothing_is_not(chromium, tmp_path):
    page = b"<!doctype html><title>Words</title><p>words <a href='https://example.net/'>words</a>"
    assert odd({"page.html": page}, chromium, tmp_path) == {}
    assert seen({"page.html": page}, chromium, tmp_path, ["page.html"]) == {}


# ── Nothing of ours acts ─────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def ours(tmp_path_factory) -> Mapping[str, bytes]:
    return site_of(OURS, tmp_path_factory.mktemp("ours"))


def test_no_page_holds_what_no_template_writes(ours, chromium, tmp_path):
    assert odd(ours, chromium, tmp_path) == {}


def test_nothing_acts_without_the_policy(ours, chromium, tmp_path):
    few = [path for path in opened(ours) if not re.search(r"[1-9]", path)]
    assert seen(unguarded(ours), chromium, tmp_path, few) == {}


def test_every_vector_is_there(ours):
    """Vectors that had not arrived would prove nothing."""
    articles = json.loads(ours["data/articles.json"])
    texts = {block["text"] for one in articles for block in one["blocks"]}
    assert {literal(vector) for vector in distinct(OURS)} <= texts
    assert ours["timeline.html"].count(b"&lt;img src=x onerror=alert(1)&gt;") > len(OURS) / 10


def test_exports_are_well_formed(ours):
    for path, data in ours.items():
        if path.endswith(".xml"):
            ET.fromstring(data)
        if path.endswith(".json"):
            json.loads(data)


def test_drafts_can_be_built(tmp_path):
    assert mistakes(OURS, tmp_path) == []


ASKING = ("search.html?q={}", "articles/a0.html?hit={}#{}", "timeline.html?who={}&status={}#{}")


def answers(site: Mapping[str, bytes], vectors: Sequence[str], chromium, folder: Path) -> list[str]:
    """What the pages do that read their own address, when there are vectors in it."""
    watch = Watch(chromium, written(site, folder))
    odd = [*map(quote, vectors), "%", "%E0%A4%A"]
    done = [
        deed for address in ASKING for word in odd for deed in watch.deeds(address.replace("{}", word), touched=False)
    ]
    watch.context.close()
    return done


def test_no_address_acts(ours, chromium, tmp_path):
    assert answers(unguarded(ours), OURS[::16], chromium, tmp_path) == []


# ── Whole ────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_drafts_of_collected_vectors_can_be_built(part, shared, tmp_path):
    assert mistakes(collected(shared)[part::PARTS], tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_no_collected_vector_acts(part, shared, chromium, tmp_path):
    def deeds(vectors: Sequence[str]) -> dict[str, list[str]]:
        folder = Path(mkdtemp(dir=tmp_path))
        site = site_of(vectors, folder)
        return (
            odd(site, chromium, folder)
            | seen(unguarded(site), chromium, folder / "unguarded", opened(site))
            | seen(site, chromium, folder / "guarded", opened(site))
        )

    vectors = collected(shared)[part::PARTS]
    found = deeds(vectors)
    assert found == {}, guilty(vectors, deeds)


@pytest.mark.slow
def test_collected_vectors_as_they_are_act(shared, chromium, tmp_path):
    assert acting(collected(shared), chromium, tmp_path) > 500


@pytest.mark.slow
def test_nothing_of_ours_acts_anywhere(ours, chromium, tmp_path):
    assert seen(ours, chromium, tmp_path / "guarded", opened(ours)) == {}
    assert seen(unguarded(ours), chromium, tmp_path / "unguarded", opened(ours)) == {}


@pytest.mark.slow
def test_no_collected_vector_acts_in_an_address(shared, chromium, tmp_path):
    site = site_of(OURS[:3], tmp_path)
    assert answers(site, collected(shared), chromium, tmp_path / "guarded") == []
    assert answers(unguarded(site), collected(shared), chromium, tmp_path / "unguarded") == []
