"""What the documents say is true: the reference is made from the program, and nothing in it is missing from them.

`pytest --update-golden` writes docs/reference.md anew.
"""

import re
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import click
import pytest

from dossier.cli import commands
from dossier.load.fields import FILES, File
from dossier.load.names import NAMES
from dossier.load.schema import schemas

ROOT = Path(__file__).parent.parent
CONTEXT = click.Context(commands)
COMMANDS = {name: commands.get_command(CONTEXT, name) for name in commands.list_commands(CONTEXT)}
REFERENCE = ROOT / "docs" / "reference.md"


def reference() -> str:
    parts = [
        "# Reference\n\nMade from the program by `tests/test_docs.py`: commands, files, checks.\n",
        "## Commands\n",
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
    yield f"### `dossier {name}{' ' + arguments if arguments else ''}`\n\n{cleandoc(command.help)}\n"
    options = [option for option in command.params if isinstance(option, click.Option)]
    yield table(("option", "does"), ((f"`{' '.join(option.opts)}`", option.help or "") for option in options))


def of_file(file: File) -> str:
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
def test_every_command_is_in_the_readme_and_says_what_it_does(name):
    assert f"dossier {name}" in (ROOT / "README.md").read_text("utf-8")
    assert COMMANDS[name].help
    assert all(option.help for option in COMMANDS[name].params if isinstance(option, click.Option))


def test_every_file_of_content_is_in_the_readme_and_has_a_schema():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert len(schemas()) == len(FILES)
    for file in FILES:
        assert file.name.partition("<")[0] in readme, file.name


def test_every_local_link_of_the_documents_leads_somewhere():
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_every_make_target_is_told():
    targets = re.findall(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)[0].split()
    documents = "".join((ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md"))
    assert [target for target in targets if f"make {target}" not in documents] == []
