"""What search costs: processor time to index, bytes and milliseconds to find, files that an edit rewrites.

`python bench/search.py [articles] [content]`. The articles are sentences of the content's articles (the demonstration's,
or an archive's) in another order; the queries are substrings of them and names, asked in Chromium where there is one.
"""

import gc
import gzip
import random
import shutil
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from playwright.sync_api import Browser, sync_playwright

from dossier.model import Article, Block, Dossier
from dossier.pipeline import BuildOptions, build_site
from dossier.render import render_site
from dossier.render.search import SearchIndex
from dossier.render.site import build_site as index_dossier

CONTENT = Path(__file__).parents[1] / "content"
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
QUERIES = 40


def recombined(dossier: Dossier, count: int) -> Dossier:
    """So many articles with the lengths, dates and names of the dossier's, each block of sentences of others."""
    chance = random.Random(5)
    models = [article for article in dossier.content.articles if article.body]
    sentences = [
        sentence + "。"
        for article in models
        for block in article.body
        if block.text and block.kind == "paragraph"
        for sentence in block.text.split("。")
        if sentence
    ]
    findings = {}
    articles: list[Article] = []
    for number in range(count):
        model = chance.choice(models)
        body = tuple(_recombined_block(block, sentences, chance) for block in model.body)
        article = replace(model, id=f"{model.id}-{number:05}", body=body)
        articles.append(article)
        found = dossier.findings[model.id]
        findings[article.id] = found._replace(
            mentions=tuple(m._replace(article=article.id) for m in found.mentions if m.block == "p-title"),
            dates=(),
        )
    return replace(
        dossier,
        content=replace(dossier.content, articles=tuple(articles), notes=(), events=(), claims=()),
        findings=findings,
        passages={},
        timeline=(),
        same_events={},
        withheld=(),
    )


def _recombined_block(block: Block, sentences: Sequence[str], chance: random.Random) -> Block:
    if block.kind != "paragraph" or not block.text:
        return block
    text = ""
    while len(text) < len(block.text):
        text += chance.choice(sentences)
    return block._replace(text=text[: len(block.text)], marks=())


def edited(dossier: Dossier, chance: random.Random) -> Dossier:
    """The dossier with two characters of one paragraph replaced."""
    places = [
        (number, nth)
        for number in chance.sample(range(len(dossier.content.articles)), 50)
        for nth, block in enumerate(dossier.content.articles[number].body)
        if block.kind == "paragraph" and len(block.text) > 20
    ]
    number, nth = chance.choice(places)
    article = dossier.content.articles[number]
    block = article.body[nth]
    at = len(block.text) // 2
    block = block._replace(text=block.text[:at] + "甲乙" + block.text[at + 2 :])
    changed = replace(article, body=(*article.body[:nth], block, *article.body[nth + 1 :]))
    several = list(dossier.content.articles)
    several[number] = changed
    return replace(dossier, content=replace(dossier.content, articles=tuple(several)))


def written(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


class Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass


ASK = """query => new Promise(resolve => {
    const form = document.getElementById("_find"), found = document.getElementById("_found")
    const was = found.dataset.stands, begun = performance.now()
    const look = () => found.dataset.stands !== was ? resolve(performance.now() - begun) : setTimeout(look, 1)
    form.q.value = query
    form.requestSubmit()
    look()
})"""


def ask(browser: Browser, address: str, folder: Path, query: str) -> tuple[float, list[str], int]:
    """The milliseconds, the files and their compressed bytes that a query takes on a page opened for it alone."""
    page = browser.new_context().new_page()
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    files: list[str] = []
    page.on("request", lambda request: files.append(request.url.removeprefix(address)))
    page.goto(f"{address}search.html")
    files.clear()
    took = page.evaluate(ASK, query)
    page.context.close()
    size = sum(len(gzip.compress((folder / path).read_bytes(), 6)) for path in files)
    return took, files, size


def report_queries(folder: Path, queries: Sequence[str]) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        address = f"http://127.0.0.1:{server.server_port}/"
        asked = [ask(browser, address, folder, query) for query in queries]
        browser.close()
    server.shutdown()
    times, sizes = [took for took, _, _ in asked], [size for _, _, size in asked]
    index = [sum(not path.startswith("search/texts/") for path in files) for _, files, _ in asked]
    texts = [sum(path.startswith("search/texts/") for path in files) for _, files, _ in asked]
    print(
        f"  compressed bytes a query: median {median(sizes) / 1e3:.0f} kB, p95 {quantiles(sizes, n=20)[18] / 1e3:.0f} kB"
    )
    print(
        f"  requests: index median {median(index):.0f}, at most {max(index)}; texts median {median(texts):.0f}, at most {max(texts)}"
    )
    print(f"  first results at CPU x4: median {median(times):.0f} ms, p95 {quantiles(times, n=20)[18]:.0f} ms")


def main(count: int, content: Path) -> None:
    small = build_site(content, BuildOptions()).dossier
    dossier = recombined(small, count)
    letters = sum(len(block.text) for article in dossier.content.articles for block in article.blocks)
    print(f"{count} articles, {letters / count:.0f} characters each")
    gc.collect()
    gc.disable()
    gc.freeze()
    index = SearchIndex()
    site = index_dossier(dossier)
    begun = process_time()
    files = index.files(site)
    index.fill()
    filled = process_time()
    made = {path: files[path] for path in files}
    done = process_time()
    memory = resident()
    print(
        f"  processor time an article: {(done - begun) / count * 1e3:.2f} ms ({(filled - begun) / count * 1e3:.2f} to fill)"
    )
    print(f"  memory of the process now: {memory:.0f} MB")
    sizes = {path: len(gzip.compress(data, 6)) for path, data in made.items()}
    for folder in ("terms", "texts"):
        some = sorted(size for path, size in sizes.items() if path.startswith(f"search/{folder}/"))
        print(
            f"  {folder}: {len(some)} files, {sum(some) / 1e6:.1f} MB compressed, median {median(some) / 1e3:.1f} kB, largest {some[-1] / 1e3:.1f} kB"
        )
    print(f"  index.js: {sizes['search/index.js'] / 1e3:.1f} kB")
    chance = random.Random(3)
    rewritten, took = [], []
    for _ in range(10):
        dossier = edited(dossier, chance)
        site = index_dossier(dossier)
        begun = perf_counter()
        files = index.files(site)
        index.fill()
        took.append(perf_counter() - begun)
        now = {path: files[path] for path in files}
        rewritten.append(sum(now[path] != made.get(path) for path in now if path.startswith("search/terms/")))
        made = now
    print(
        f"  one edit: shards rewritten median {median(rewritten):.0f}, at most {max(rewritten)}; {median(took):.3f} s"
    )
    if shutil.which("chromium"):
        chance = random.Random(7)
        texts = [b.text for a in dossier.content.articles for b in a.body if len(b.text) > 40]
        queries = [t[chance.randrange(len(t) - 12) :][: chance.randint(2, 6)] for t in chance.sample(texts, QUERIES)]
        pairs = [
            f"{one[at : at + 2]} {one[-at - 3 : -at - 1]}" for one in chance.sample(texts, QUERIES // 2) for at in (4,)
        ]
        pages, _ = render_site(replace(dossier, content=replace(dossier.content, articles=())))
        page = {path: pages[path] for path in pages if path.startswith(("assets/", "search")) and ".az" not in path}
        with TemporaryDirectory() as name:
            written(Path(name), {**page, **made})
            print("substrings of 2 to 6 characters")
            report_queries(Path(name), queries)
            print("two words of two characters of one paragraph")
            report_queries(Path(name), pairs)


def resident() -> float:
    """Megabytes that this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, Path(sys.argv[2]) if len(sys.argv) > 2 else CONTENT)
