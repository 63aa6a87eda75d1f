"""What search costs: time and memory to index, bytes and milliseconds to find; memory bounded however many articles.

`python bench/search.py [articles]`. The texts are paragraphs of the demonstration, shuffled; the queries are substrings
of them, asked in Chromium where there is one.
"""

import random
import resource
import shutil
import sys
import threading
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from playwright.sync_api import Page, sync_playwright

from dossier.deliver.search_index import build_search_index
from dossier.model import Block, Dossier, Library
from dossier.pipeline import BuildOptions, build_site
from dossier.render import render_site
from dossier.render.search import search_documents

CONTENT = Path(__file__).parents[1] / "content"
LENGTH = 2000  # characters of an article, as news has them
MEMORY = 1500  # megabytes that the indexer may take, however many articles there are
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


def dossier(number: int) -> Dossier:
    """Articles of the usual length, each of sentences of the demonstration in another order."""
    site = build_site(CONTENT, BuildOptions()).dossier
    blocks = [block.text for article in site.content.articles for block in article.body if block.number]
    sentences = [sentence + "。" for text in blocks for sentence in text.split("。") if sentence]
    chance, results = random.Random(5), []
    for nth in range(number):
        body: list[Block] = []
        while sum(len(block.text) for block in body) < LENGTH:
            text = "".join(chance.choices(sentences, k=3))
            body.append(Block(f"p-{len(body)}", "paragraph", text, number=len(body) + 1))
        model = chance.choice(site.content.articles)
        results.append(replace(model, id=f"a-{nth:05}", body=tuple(body), mentions=(), dates=(), captures=()))
    return Dossier(Library(site.content.settings, site.content.outlets, tuple(results)))


def written(folder: Path, site: Mapping[str, bytes]) -> None:
    for path, data in site.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def run_query(page: Page, query: str) -> float:
    """The milliseconds until the first results of a query stand."""
    return page.evaluate(
        """query => new Promise(resolve => {
            const form = document.getElementById("_find"), found = document.getElementById("_found")
            const was = found.dataset.stands, begun = performance.now()
            const look = () => found.dataset.stands !== was ? resolve(performance.now() - begun) : setTimeout(look, 1)
            form.q.value = query
            form.requestSubmit()
            look()
        })""",
        query,
    )


class Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass


def asked(folder: Path, queries: list[str]) -> tuple[list[float], list[int]]:
    """Milliseconds and bytes of each query, on a page that has been opened for it alone."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    took, fetched = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        for query in queries:
            page = browser.new_context().new_page()
            sizes: list[int] = []
            page.on("response", lambda got, sizes=sizes: sizes.append(int(got.headers.get("content-length", 0))))
            page.goto(f"http://127.0.0.1:{server.server_port}/search.html")
            run_query(page, "\U0010fffe")  # starts Pagefind
            sizes.clear()
            took.append(run_query(page, query))
            fetched.append(sum(sizes))
            page.context.close()
        browser.close()
    server.shutdown()
    return took, fetched


def main(number: int) -> None:
    generated = dossier(number)
    begun = perf_counter()
    pages = search_documents(generated)
    fed = perf_counter()
    indexed = build_search_index(pages)
    done = perf_counter()
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    bundles = len({path.split("/")[1] for path in indexed})
    print(f"{number} articles of about {LENGTH} characters, {bundles} bundles")
    print(f"  documents {fed - begun:6.1f} s, index {done - fed:6.1f} s, {memory:.0f} MB of memory")
    print(f"  {sum(map(len, indexed.values())) / 1e6:.1f} MB of files")
    if shutil.which("chromium"):
        chance = random.Random(7)
        texts = [block.text for article in generated.content.articles for block in article.body]
        queries = [
            text[(at := chance.randrange(len(text) - 6)) : at + chance.randint(2, 6)]
            for text in chance.sample(texts, 25)
        ]
        with TemporaryDirectory() as name:
            written(Path(name), {**render_site(generated)[0], **indexed})
            took, fetched = asked(Path(name), queries)
        print(f"  a query: median {median(took):.0f} ms, ninth in ten {quantiles(took, n=10)[8]:.0f} ms")
        print(f"  fetched: median {median(fetched) / 1e3:.0f} KB, at most {max(fetched) / 1e3:.0f} KB")
    if memory > MEMORY:
        sys.exit(f"the indexer took more than {MEMORY} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
