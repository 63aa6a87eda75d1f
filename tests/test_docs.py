"""The documents match the program: the reference is generated from it, and all paths and names in them exist.

`pytest --update-golden` writes docs/reference.md anew.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from inspect import cleandoc
from pathlib import Path

import click
import pytest

from dossier import model
from dossier.cli import commands
from dossier.load.checks.catalogue import NAMES
from dossier.load.fields import FILES, FileFormat
from dossier.load.json_schema import json_schemas
from dossier.pipeline import BuildOptions, build_site, page_problems

ROOT = Path(__file__).parent.parent
CONTEXT = click.Context(commands)
COMMANDS = {name: commands.get_command(CONTEXT, name) for name in commands.list_commands(CONTEXT)}
README = ROOT / "README.md"
REFERENCE = ROOT / "docs" / "reference.md"


def reference() -> str:
    parts = [
        "# Reference\n\nMade from the program by `tests/test_docs.py`: commands, files, checks.\n",
        f"## Commands\n\n{markdown(commands.help)}\n\n{markdown(commands.epilog)}\n",
        *(part for name, command in COMMANDS.items() for part in of_command(name, command)),
        "## Files of content/\n",
        *(of_file(file) for file in FILES),
        "## Checks\n\nWhat a problem's `[name]` means; `severity` and `accept` of dossier.yaml speak of them.\n",
        table(("check", "says"), ((f"`{name}`", doc) for name, doc in NAMES.items())),
    ]
    return "\n".join(parts)


def of_command(name: str, command: click.Command) -> Iterator[str]:
    arguments = " ".join(
        p.make_metavar(click.Context(command)) for p in command.params if isinstance(p, click.Argument)
    )
    yield f"### `dossier {name}{' ' + arguments if arguments else ''}`\n\n{markdown(command.help)}\n"
    options = [option for option in command.params if isinstance(option, click.Option)]
    yield table(("option", "does"), ((f"`{' '.join(option.opts)}`", option.help or "") for option in options))
    if command.epilog:
        yield f"{markdown(command.epilog)}\n"


def markdown(text: str | None) -> str:
    """A help text, whose lines are kept as they are where click keeps them."""
    return "\n\n".join(map(paragraph_markdown, cleandoc(text or "").split("\n\n")))


def paragraph_markdown(paragraph: str) -> str:
    if not paragraph.startswith("\b\n"):
        return paragraph
    first, *lines = paragraph.removeprefix("\b\n").splitlines()
    return "\n".join([first, "", *(f"  {line}" for line in lines)])


def of_file(file: FileFormat) -> str:
    record = file.value
    fields = getattr(record, "fields", ())
    rows = ((f"`{field.name}`" + (" *" if field.required else ""), field.doc) for field in fields)
    return f"### `{file.name}`\n\n{file.doc}\n\n" + (table(("field", "holds"), rows) if fields else "")


def table(head, rows) -> str:
    lines = [f"| {' | '.join(head)} |", "| --- | --- |", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines) + "\n"


def test_the_reference_is_what_the_program_is(update_golden):
    if update_golden:
        REFERENCE.write_text(reference(), "utf-8")
    assert REFERENCE.read_text("utf-8") == reference()


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_in_the_readme_and_its_help_is_worth_reading(name):
    command = COMMANDS[name]
    assert f"dossier {name}" in README.read_text("utf-8")
    assert all(option.help for option in command.params if isinstance(option, click.Option))
    assert len(cleandoc(command.help or "").split("\n\n")) >= 2, "a line, and a paragraph"
    assert not command.get_short_help_str(62).endswith("..."), "cut off in `dossier --help`"
    assert re.search(rf"^  dossier {name}\b", command.epilog or "", re.MULTILINE), "an example"


@pytest.mark.parametrize("name", ["build", "check", "import", "new", "publish", "suggest", "trust"])
def test_help_comes_without_what_makes_sites(name):
    """Each of these takes longer to load than help may take to come."""
    heavy = "{'bs4', 'jinja2', 'yaml', 'markdown_it', 'rapidfuzz', 'tornado'}"
    program = (
        f"import sys; from dossier.cli import main; main(['{name}', '--help']); print(*{heavy} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == ""


def examples() -> dict[str, str]:
    """The README's files, by their paths."""
    files = re.findall(r"^`(content/[^`]+)`:\n\n```\w+\n(.*?)```$", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return dict(files)


def test_the_readmes_examples_are_a_dossier_that_builds(tmp_path):
    for path, text in examples().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    for picture in re.findall(r"^(\S+\.svg):", examples()["content/media/rights.yaml"], re.MULTILINE):
        (tmp_path / "content" / "media" / picture).write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    site = build_site(tmp_path / "content", BuildOptions())
    assert [str(problem) for problem in (*site.problems, *page_problems(site)) if problem.check != "uncited"] == []
    assert len(site.dossier.passages) == 4
    assert site.output["claims.html"]


def test_every_file_of_content_is_in_the_readme_with_an_example_and_has_a_schema():
    readme = README.read_text("utf-8")
    assert len(json_schemas()) == len(FILES)
    for file in FILES:
        start = file.name.partition("<")[0]
        assert start in readme, file.name
        assert any(path.startswith(f"content/{start}") for path in examples()), file.name


def test_every_local_link_of_the_documents_leads_somewhere():
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]:
        text = re.sub(r"^```.*?^```", "", document.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def architecture_paths() -> set[str]:
    """The paths that ARCHITECTURE.md names, relative to the project or to dossier/."""
    quoted = re.findall(r"`([^`\s]+)`", (ROOT / "ARCHITECTURE.md").read_text("utf-8"))
    return {name for name in quoted if "/" in name or name.endswith((".py", ".md"))}


def resolve_path(path: str) -> set[Path]:
    """The files and folders that a path of ARCHITECTURE.md stands for."""
    return {match for root in (ROOT, ROOT / "dossier") for match in root.glob(path)}


def test_every_path_in_the_architecture_exists():
    paths = architecture_paths()
    assert len(paths) > 100
    assert [path for path in sorted(paths) if not resolve_path(path)] == []


def test_every_module_is_in_the_architecture_or_in_a_folder_that_is():
    documented = {match for path in architecture_paths() for match in resolve_path(path)}
    modules = [path for path in (ROOT / "dossier").rglob("*.py") if not path.name.startswith("__")]
    missing = [path for path in modules if not documented & {path, *path.parents}]
    assert [str(path.relative_to(ROOT)) for path in missing] == []


def test_every_name_in_the_architecture_is_defined():
    """`load.read_content` is in a module, `Dossier.findings` in a type of the model."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    names = [name for name in re.findall(r"`(\w+\.\w+)`", text) if not name.endswith((".py", ".md", ".yaml"))]
    assert len(names) >= 4
    for owner, name in (name.split(".") for name in names):
        if owner[0].isupper():
            assert name in vars(model)[owner].__annotations__, f"{owner}.{name}"
        else:
            assert hasattr(import_module(f"dossier.{owner}"), name), f"{owner}.{name}"


def test_every_make_target_is_told():
    targets = re.findall(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)[0].split()
    documents = "".join((ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md"))
    assert [target for target in targets if f"make {target}" not in documents] == []


def test_every_wall_of_the_threat_model_has_a_test_that_is_there():
    rows = [row for row in (ROOT / "SECURITY.md").read_text("utf-8").splitlines() if row.startswith("| ")]
    named = [name for row in rows for name in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row)]
    assert len(named) >= 25
    missing = [name for name in named if f"def {name[1]}(" not in (ROOT / name[0]).read_text("utf-8")]
    assert missing == []
    unnamed = [row for row in rows if "`tests/" not in row and row.split(" | ")[0] not in ("| threat", "| ---")]
    assert all("(named with the change that brings it)" in row for row in unnamed), unnamed
