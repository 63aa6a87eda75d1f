"""The same site for other generators: the same articles, with the very links that our pages show written out in Markdown.

Entity pages list the articles that link to them; there is an index, a list of the articles, a site map and, MkDocs excepted,
a feed. Each generator stands in bench/.rivals/<name>/, from the registries; bench/rivals/<name>/ is its project.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from dossier import enrich, load
from dossier.front_matter import dump_yaml
from dossier.ingest.outlets import packaged_rules
from dossier.model import Article, Block, Dossier, Mention

HERE = Path(__file__).parent
PROJECTS = HERE / "rivals"
INSTALLED = HERE / ".rivals"


class Page(NamedTuple):
    """An article as another generator is given it."""

    article: Article
    entities: tuple[str, ...]  # that it links to, in order of their first
    body: str  # Markdown


@dataclass(frozen=True, slots=True)
class Site:
    pages: tuple[Page, ...]
    entities: Mapping[str, str]  # id → name, of those that are linked to


@dataclass(frozen=True, slots=True)
class Rival:
    name: str
    program: str  # in its folder of bench/.rivals
    write: Callable[[Site, Path], None]  # the site's sources, beside its project
    command: Callable[[Path, Path, Path], Sequence[str]]  # program, project, output

    @property
    def installed(self) -> Path:
        return INSTALLED / self.name / self.program

    def project(self, site: Site, folder: Path) -> Path:
        """The folder, now with all that the generator needs."""
        shutil.copytree(PROJECTS / self.name, folder)
        self.write(site, folder)
        return folder

    def build(self, project: Path, output: Path) -> list[str]:
        return list(self.command(self.installed, project, output))


def linked(content: Path) -> Site:
    """The site as others are given it."""
    library, _ = load.load_library(content, outlets=packaged_rules().outlets)
    dossier, _ = enrich.enrich_library(library)
    return Site(*_pages(dossier))


def _pages(dossier: Dossier) -> tuple[tuple[Page, ...], dict[str, str]]:
    links: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in dossier.mentions:
        if mention.linked:
            links[mention.article, mention.block].append(mention)
    pages = []
    for article in dossier.content.articles:
        parts = [_markdown(block, links[article.id, block.id]) for block in article.body]
        named = (mention.entities[0] for block in article.body for mention in links[article.id, block.id])
        pages.append(Page(article, tuple(dict.fromkeys(named)), _joined(article.body, parts)))
    used = {entity for page in pages for entity in page.entities}
    names = {entity.id: entity.name["zh-Hans"] for entity in dossier.content.entities if entity.id in used}
    return tuple(pages), names


def _markdown(block: Block, mentions: Iterable[Mention]) -> str:
    """The block's text with its links and emphasis written out; what bench/generate.py writes needs no escape."""
    signs = [(mark.start, mark.end, *_SIGNS[mark.kind](mark.value)) for mark in block.marks]
    signs += [(one.start, one.end, "[", f"](../entities/{one.entities[0]}.html)") for one in mentions]
    closed = [(end, False, -start, sign) for start, end, _, sign in signs]
    opened = [(start, True, -end, sign) for start, end, sign, _ in signs]
    parts, last = [], 0
    for offset, _, _, sign in sorted([*closed, *opened]):
        parts += [block.text[last:offset], sign]
        last = offset
    start = {"heading": "## ", "item": "- ", "quote": "> "}.get(block.kind, "")
    return start + "".join(parts) + block.text[last:]


_SIGNS: Mapping[str, Callable[[str], tuple[str, str]]] = {
    "link": lambda address: ("[", f"]({address})"),
    "strong": lambda _: ("**", "**"),
}


def _joined(blocks: Iterable[Block], parts: Iterable[str]) -> str:
    """The blocks under each other, the items of a list without a line between."""
    lines, last = [], ""
    for block, text in zip(blocks, parts, strict=True):
        lines += [text] if block.kind == last == "item" else ["", text]
        last = block.kind
    return "\n".join(lines).strip() + "\n"


# ── Their sources ────────────────────────────────────────────────────────────


def _hugo(site: Site, folder: Path) -> None:
    def front(page: Page) -> dict[str, object]:
        return {**_fields(page), "entities": page.entities}

    _articles(site, folder / "content" / "articles", front)
    for id_, name in site.entities.items():
        _written(folder / "content" / "entities" / id_ / "_index.md", f"---\n{dump_yaml({'title': name})}---\n")
    for list_, title in (("articles", "报道"), ("entities", "名录")):
        _written(folder / "content" / list_ / "_index.md", f"---\ntitle: {title}\nurl: /{list_}.html\n---\n")


def _pelican(site: Site, folder: Path) -> None:
    for page in site.pages:
        fields = {**_fields(page), "slug": page.article.id, "tags": ", ".join(page.entities)}
        front = "".join(f"{name}: {value}\n" for name, value in fields.items())
        _written(folder / "content" / "articles" / f"{page.article.id}.md", f"{front}\n{page.body}")


def _mkdocs(site: Site, folder: Path) -> None:
    docs = folder / "docs"
    of_entity: dict[str, list[Page]] = defaultdict(list)
    for page in site.pages:
        body = page.body.replace(".html)", ".md)")
        _written(docs / "articles" / f"{page.article.id}.md", f"---\n{dump_yaml(_fields(page))}---\n{body}")
        for entity in page.entities:
            of_entity[entity].append(page)
    for id_, name in site.entities.items():
        _written(docs / "entities" / f"{id_}.md", f"# {name}\n\n{_listed(of_entity[id_], '../articles/')}")
    named = "".join(f"- [{name}](entities/{id_}.md)\n" for id_, name in site.entities.items())
    _written(docs / "entities.md", f"# 名录\n\n{named}")
    _written(docs / "articles.md", f"# 报道\n\n{_listed(site.pages, 'articles/')}")
    _written(docs / "index.md", f"# 灯塔与渡船\n\n{_listed(site.pages[-10:], 'articles/')}")


def _listed(pages: Iterable[Page], folder: str) -> str:
    return "".join(f"- [{one.article.title}]({folder}{one.article.id}.md) {one.article.id[:10]}\n" for one in pages)


def _eleventy(site: Site, folder: Path) -> None:
    def front(page: Page) -> dict[str, object]:
        permalink = f"articles/{page.article.id}.html"
        return {**_fields(page), "named": page.entities, "layout": "article.njk", "permalink": permalink}

    _articles(site, folder / "articles", front)
    rows = [{"id": id_, "title": name} for id_, name in site.entities.items()]
    _written(folder / "_data" / "entities.json", json.dumps(rows, ensure_ascii=False))


def _fields(page: Page) -> dict[str, object]:
    return {"title": page.article.title, "outlet": page.article.outlet, "date": page.article.id[:10]}


def _articles(site: Site, folder: Path, front: Callable[[Page], dict[str, object]]) -> None:
    for page in site.pages:
        _written(folder / f"{page.article.id}.md", f"---\n{dump_yaml(front(page))}---\n{page.body}")


def _written(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


RIVALS = (
    Rival(
        "hugo",
        # The program itself: its package starts it through Python.
        "lib/python{}.{}/site-packages/hugo/binaries/hugo".format(*sys.version_info),
        _hugo,
        lambda program, project, output: (str(program), "--quiet", "-s", str(project), "-d", str(output)),
    ),
    Rival(
        "pelican",
        "bin/pelican",
        _pelican,
        lambda program, project, output: (
            str(program),
            "-q",
            str(project / "content"),
            "-s",
            str(project / "pelicanconf.py"),
            "-t",
            str(project / "theme"),
            "-o",
            str(output),
        ),
    ),
    Rival(
        "mkdocs",
        "bin/mkdocs",
        _mkdocs,
        lambda program, project, output: (
            str(program),
            "build",
            "-q",
            "-f",
            str(project / "mkdocs.yml"),
            "-d",
            str(output),
        ),
    ),
    Rival(
        "eleventy",
        "node_modules/@11ty/eleventy/cmd.cjs",
        _eleventy,
        lambda program, _, output: ("node", str(program), "--quiet", f"--output={output}"),
    ),
)


# ── Getting them ─────────────────────────────────────────────────────────────


def installed() -> tuple[Rival, ...]:
    """The generators that are here or could be brought here; of the others, why not is printed."""
    return tuple(rival for rival in RIVALS if rival.installed.is_file() or _install(rival))


def _install(rival: Rival) -> bool:
    folder = INSTALLED / rival.name
    folder.mkdir(parents=True, exist_ok=True)
    project = PROJECTS / rival.name
    if (project / "package.json").is_file():
        shutil.copy(project / "package.json", folder)
        commands = [["npm", "install", "--silent", "--no-package-lock", "--no-audit", "--no-fund"]]
    else:
        pip = [str(folder / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
        commands = [[sys.executable, "-m", "venv", str(folder)], [*pip, "-r", str(project / "requirements.txt")]]
    try:
        for command in commands:
            subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as failed:
        print(f"{rival.name} is left out, as it could not be installed: {getattr(failed, 'stderr', '') or failed}")
        return False
    return True


if __name__ == "__main__":
    for rival in installed():
        print(f"{rival.name}: {rival.installed}")
